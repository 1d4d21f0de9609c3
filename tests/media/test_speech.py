"""Speech to words: the scripted engine, the weights, and the real engine on spoken sentences."""

from __future__ import annotations

import ctypes
import functools
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mediakit.domain.errors import BadInputFile, Misuse, NoModel
from mediakit.domain.lexicon import make_lexicon
from mediakit.domain.person import Person
from mediakit.domain.transcript import Pending, Transcript
from mediakit.media import speech_models
from mediakit.media.speech import Scripted, SpeechEngine, open_engine, sound_in_memory

RATE_HZ = 16_000
Samples = NDArray[np.float32]
FIRST = "Thank you all for coming today. The second thing we learned is that small changes last longer."
SECOND = "What surprised me most was how quickly people started to share their own mistakes."


@functools.cache
def espeak() -> tuple[ctypes.CDLL, int, list[Samples], object]:
    """eSpeak NG, begun once: its rate in hertz, where what it says is put, and what puts it there.

    It holds on to what puts it there as long as the process lives, and does not bear being begun again and again.
    """
    loader = pytest.importorskip("espeakng_loader")
    library, parts = ctypes.CDLL(loader.get_library_path()), []
    rate_hz = library.espeak_Initialize(2, 0, str(loader.get_data_path()).encode(), 0)

    def take(wave: Any, count: int, _events: Any) -> int:
        if wave and count > 0:
            parts.append(np.ctypeslib.as_array(wave, (count,)).astype(np.float32) / 32_768)
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    callback = kind(take)
    library.espeak_SetSynthCallback(callback)
    return library, rate_hz, parts, callback


class Voices:
    """Sentences spoken by eSpeak NG."""

    def __init__(self) -> None:
        self._library, self._rate_hz, self._parts, _ = espeak()

    def say(self, text: str, name: str = "gmw/en") -> Samples:
        """float32, mono, 16 000 Hz."""
        assert self._library.espeak_SetVoiceByName(name.encode()) == 0, name
        self._parts.clear()
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)
        sound = np.concatenate(self._parts)
        at = np.arange(int(len(sound) * RATE_HZ / self._rate_hz)) * self._rate_hz / RATE_HZ
        return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices()


@pytest.fixture(scope="module", params=["faster-whisper", "openai-whisper"])
def whisper(request: pytest.FixtureRequest) -> SpeechEngine:
    if speech_models.packaged_folder() is None:
        pytest.skip("the packaged speech model is not installed")
    if request.param == "openai-whisper":
        pytest.importorskip("whisper", reason="openai-whisper is not installed: the extra [openai-whisper] brings it")
    return open_engine(request.param)


def hear(engine: SpeechEngine, *channels: Samples, **options: Any) -> Transcript:
    result = engine.transcribe(sound_in_memory(*channels), **options)
    assert isinstance(result, Transcript), result
    return result


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c == " ")


# --- the scripted engine ----------------------------------------------------------------------------------------------


def test_a_script_gives_its_words_by_digest_or_by_file_name(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    segments = [{"start": 0, "end": 2, "speaker": "Kate Owusu", "text": "We began. It was hard."}]
    path.write_text(json.dumps({"abc": {"segments": segments}, "b.mp4": {"pending": "French", "remedy": "a model"}}))
    engine = open_engine("scripted", script=path)
    spoken = engine.transcribe(sound_in_memory(silence(3), name="/cards/a.mp4", digest="abc"))
    assert isinstance(spoken, Transcript)
    assert [s.text for s in spoken.segments] == ["We began.", "It was hard."]
    assert spoken.segments[0].words[0].interpolated
    assert engine.transcribe(sound_in_memory(silence(3), name="/cards/b.mp4")) == Pending("French", "a model")
    assert isinstance(engine.transcribe(sound_in_memory(silence(3), name="c.mp4")), Pending)


def test_a_script_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_text('{"a": {"segments": [{"text": "no times"}]}}')
    with pytest.raises(BadInputFile):
        Scripted.read(path)


def test_an_unknown_engine_is_misuse() -> None:
    with pytest.raises(Misuse):
        open_engine("dictaphone")


# --- weights ----------------------------------------------------------------------------------------------------------


def test_a_model_that_is_not_here_is_not_fetched_unasked() -> None:
    with pytest.raises(NoModel) as caught:
        open_engine(model="small")
    assert caught.value.hint


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match=r"model\.bin"):
        open_engine(model=str(tmp_path))


def test_damaged_packaged_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if speech_models.packaged_folder() is None:
        pytest.skip("the packaged speech model is not installed")
    monkeypatch.setattr(speech_models, "PACKAGED_SHA256", "0" * 64)
    with pytest.raises(NoModel, match="damaged"):
        speech_models.packaged_folder()


# --- the real engine --------------------------------------------------------------------------------------------------


def test_sentences_become_segments_with_words_in_their_place(whisper: SpeechEngine, voices: Voices) -> None:
    told: list[float] = []
    spoken = voices.say(FIRST)
    heard = hear(whisper, np.concatenate((silence(2), spoken, silence(1))), progress=told.append)
    assert "thank you all for coming today" in letters(heard.text)
    assert len(heard.segments) == 2
    assert heard.segments[0].start_ms == pytest.approx(2_000, abs=400)
    assert heard.language == "en"
    assert told[-1] == 1.0
    for segment in heard.segments:
        assert segment.text == " ".join(word.text for word in segment.words)
        assert all(segment.start_ms <= w.start_ms <= w.end_ms <= segment.end_ms for w in segment.words)
        assert segment.end_ms <= heard.duration_ms


def test_the_same_sound_gives_the_same_words(whisper: SpeechEngine, voices: Voices) -> None:
    sound = voices.say(SECOND)
    assert hear(whisper, sound) == hear(whisper, sound)


@pytest.mark.parametrize("level", [0.0, 0.0003, 0.1])
def test_silence_and_noise_have_no_words(whisper: SpeechEngine, level: float) -> None:
    noise = np.random.default_rng(5).normal(size=8 * RATE_HZ).astype(np.float32) * level
    assert hear(whisper, noise).segments == ()


def test_music_has_no_words(whisper: SpeechEngine) -> None:
    at = np.arange(12_000) / RATE_HZ
    notes = [
        sum(np.sin(2 * np.pi * pitch * k * at) / k for k in range(1, 8)) * np.exp(-3 * at)
        for pitch in (220, 277, 330, 440, 330, 277, 247, 294, 370, 494)
    ]
    assert hear(whisper, np.concatenate(notes).astype(np.float32) * 0.2).segments == ()


@pytest.mark.parametrize("length", [0, 1, 700])
def test_a_recording_of_next_to_nothing_has_no_words(whisper: SpeechEngine, length: int) -> None:
    assert hear(whisper, np.zeros(length, np.float32)).segments == ()


def test_two_microphones_give_two_speakers(whisper: SpeechEngine, voices: Voices) -> None:
    first, second = voices.say(FIRST), voices.say(SECOND, "gmw/en-US+klatt4")
    gap = silence(0.5)
    left = np.concatenate((first, gap, np.zeros_like(second)))
    right = np.concatenate((np.zeros_like(first), gap, second))
    heard = hear(whisper, left + 0.02 * right, right + 0.02 * left)
    by = {segment.speaker: letters(segment.text) for segment in heard.segments}
    assert set(by) == {"1", "2"}
    assert "mistakes" in by["2"]


def test_another_language_is_left_pending_with_a_remedy(whisper: SpeechEngine, voices: Voices) -> None:
    sound = voices.say("Merci à tous d'être venus aujourd'hui. Nous voulons parler de la confiance.", "roa/fr")
    result = whisper.transcribe(sound_in_memory(sound))
    assert isinstance(result, Pending)
    assert "--model" in result.remedy


def test_a_name_on_the_list_is_spelled_as_on_the_list(whisper: SpeechEngine, voices: Voices) -> None:
    sound = voices.say("I work with Kate Brintworth in the north. She leads the whole programme for us.")
    assert "Brynteworth" not in hear(whisper, sound).text
    roster = make_lexicon([Person("kate", "Kate Brynteworth"), Person("ama", "Ama Owusu")], (), ())
    named = hear(whisper, sound, lexicon=roster)
    assert "Kate Brynteworth" in named.text
    (change,) = named.changes
    assert change.written.startswith("Kate Brynteworth")
    assert change.heard in hear(whisper, sound).text
    assert any((word.start_ms, word.text) == (change.start_ms, "Kate") for s in named.segments for word in s.words)


def test_a_long_roster_puts_no_name_into_speech_without_names_or_into_silence(
    whisper: SpeechEngine, voices: Voices
) -> None:
    names = "Brintworth Naqvi Adeyemi Strachan Okonkwo Dhillon Bains Rafiq Eze Kaur Singh Begum Nowak Byrne".split()
    roster = make_lexicon([Person(n.lower(), f"{first} {n}") for n in names for first in ("Ada", "Siân")], (), ())
    sound = voices.say(FIRST + " " + SECOND)
    assert hear(whisper, sound, lexicon=roster).text == hear(whisper, sound).text
    assert hear(whisper, silence(5), lexicon=roster).text == ""


def test_a_language_that_the_model_does_not_know_is_not_even_tried(whisper: SpeechEngine) -> None:
    assert isinstance(whisper.transcribe(sound_in_memory(silence(1)), language="fr"), Pending)


def test_a_long_recording_loses_no_sentence(whisper: SpeechEngine, voices: Voices) -> None:
    sentences = [
        FIRST,
        SECOND,
        "In the north the waiting list fell by a third within a year.",
        "Nobody had asked the families before, so we went to see them at home.",
        "The clinic opens on Tuesday evening, when most people can come.",
        "Our partners in the city paid for the bus, and that made a difference.",
        "A young doctor told me that she had never felt so much trust.",
        "We hope that other countries will learn from what we did wrong.",
    ]
    heard = hear(whisper, np.concatenate([np.concatenate((voices.say(each), silence(0.5))) for each in sentences]))
    assert heard.duration_ms > 30_000
    text = heard.text.lower()
    for word in ("coming", "mistakes", "waiting list", "home", "tuesday", "difference", "doctor", "wrong"):
        assert word in text, text
    gaps = [b.start_ms - a.end_ms for a, b in pairwise(heard.segments)]
    assert max(gaps) < 2_000


# --- recordings of people ---------------------------------------------------------------------------------------------


@pytest.mark.real_media
@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("french.aiff", "fr"),
        ("leopard_test_fr.wav", "fr"),
        ("leopard_test_de.wav", "de"),
        ("aishell-BAC009S0724W0121.wav", "zh"),
        ("leopard_test.wav", "en"),
        ("Apollo11_countdown.mp3", "en"),
        ("spk1_snt1.wav", "en"),
        ("common_voice_en_22058264.mp3", "en"),
    ],
)
def test_real_speech_in_another_language_is_told_from_english(
    whisper: SpeechEngine, real_media: Path, name: str, language: str
) -> None:
    from mediakit.media import probe
    from mediakit.media.speech import sound_of

    path = real_media / "speech" / name
    result = whisper.transcribe(sound_of(path, probe.read(path), "0" * 32))
    assert isinstance(result, Transcript) == (language == "en")


@pytest.mark.real_media
def test_real_lapel_microphones_are_heard_apart(whisper: SpeechEngine, real_media: Path) -> None:
    from mediakit.media import probe
    from mediakit.media.speech import sound_of

    path = real_media / "speech" / "stereo_diarization.wav"
    heard = whisper.transcribe(sound_of(path, probe.read(path), "0" * 32))
    assert isinstance(heard, Transcript)
    by = {segment.speaker: letters(segment.text) for segment in heard.segments}
    assert "confused complaint against the wizard" in by["1"]
    assert by["2"] == "the horizon seems extremely distant"
