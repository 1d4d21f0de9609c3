"""Languages: heard, kept with their probability, several in one recording, translated, or refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mediakit.domain.recipe import Shape, stages_for
from mediakit.domain.transcript import Pending, Transcript
from mediakit.domain.workspace import Settings
from mediakit.media import speech_base, speech_models
from mediakit.media.speech import SpeechEngine, open_engine, sound_in_memory
from tests.media.test_speech import Samples, silence


@pytest.fixture(scope="module")
def packaged() -> SpeechEngine:
    if speech_models.packaged_folder() is None:
        pytest.skip("the packaged speech model is not installed")
    return open_engine()


@pytest.fixture(scope="module")
def base() -> SpeechEngine:
    if not speech_base.is_installed():
        pytest.skip("the extra [multilingual] is not installed")
    return open_engine(model="base")


def clip(real_media: Path, name: str) -> Samples:
    from faster_whisper import decode_audio

    return np.asarray(decode_audio(str(real_media / "speech" / name)), np.float32)


def test_a_model_for_english_does_not_translate_and_says_what_does(packaged: SpeechEngine) -> None:
    result = packaged.transcribe(sound_in_memory(silence(1)), translate=True)
    assert isinstance(result, Pending)
    assert "cannot translate" in result.reason
    assert "--model base" in result.remedy


def test_a_transcript_and_a_translation_are_two_different_things_to_make() -> None:
    from mediakit.domain.asset import Kind, Role

    fields = {"kind": Kind.AUDIO, "role": Role.RUSH, "plays": True, "has_sound": True, "revision": None}
    shape = Shape(**{name: fields.get(name, Shape._field_defaults.get(name, 0)) for name in Shape._fields})
    keys = {
        stage.key
        for settings in (Settings(), Settings(speech_translate=True))
        for stage in stages_for(shape, settings)
        if stage.name == "speech"
    }
    assert len(keys) == 2


@pytest.mark.real_media
@pytest.mark.parametrize(
    ("name", "language", "word"),
    [
        ("leopard_test_fr.wav", "fr", "conservateur"),
        ("leopard_test_de.wav", "de", "Raum"),
        ("aishell-BAC009S0724W0121.wav", "zh", "析"),
        ("jfk.flac", "en", "country"),
    ],
)
def test_a_language_is_heard_and_kept_with_its_probability(
    base: SpeechEngine, real_media: Path, name: str, language: str, word: str
) -> None:
    result = base.transcribe(sound_in_memory(clip(real_media, name)))
    assert isinstance(result, Transcript)
    assert (result.language, result.translated_from) == (language, None)
    assert 0.5 < result.language_probability <= 1.0
    assert word in result.text


@pytest.mark.real_media
def test_french_is_written_down_in_english_if_that_is_wanted(base: SpeechEngine, real_media: Path) -> None:
    result = base.transcribe(sound_in_memory(clip(real_media, "leopard_test_fr.wav")), translate=True)
    assert isinstance(result, Transcript)
    assert (result.language, result.translated_from) == ("en", "fr")
    assert "consulate" in result.text.lower()


@pytest.mark.real_media
def test_english_is_no_translation(base: SpeechEngine, real_media: Path) -> None:
    result = base.transcribe(sound_in_memory(clip(real_media, "jfk.flac")), translate=True)
    assert isinstance(result, Transcript)
    assert (result.language, result.translated_from) == ("en", None)


@pytest.mark.real_media
def test_each_part_of_a_recording_is_written_in_its_own_language(base: SpeechEngine, real_media: Path) -> None:
    english, french = clip(real_media, "jfk.flac"), clip(real_media, "leopard_test_fr.wav")
    pause = silence(7)
    sound = np.concatenate((english, pause, french, pause, english))
    result = base.transcribe(sound_in_memory(sound))
    assert isinstance(result, Transcript)
    assert result.language == "en"
    assert "conservateur" in result.text
    assert result.text.lower().count("ask not what your country") == 2


def test_a_language_that_no_model_knows_is_said_so(base: SpeechEngine) -> None:
    result = base.transcribe(sound_in_memory(silence(1)), language="xx")
    assert isinstance(result, Pending)
    assert "'xx'" in result.reason
