"""What a recogniser must not do: invent text over what is no speech, lose or double what is."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

from mediakit.domain.transcript import Pending, Transcript
from mediakit.media import speech_models, voice
from mediakit.media.speech import RATE_HZ, SpeechEngine, open_engine, sound_in_memory
from tests.media.test_speech import FIRST, SECOND, Samples, Voices, hear, letters, silence


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices()


@pytest.fixture(scope="module")
def whisper() -> SpeechEngine:
    if speech_models.packaged_folder() is None:
        pytest.skip("the packaged speech model is not installed")
    return open_engine()


def applause(seconds: float) -> Samples:
    """Hands: short bursts of noise, many at once."""
    random = np.random.default_rng(7)
    sound = np.zeros(int(seconds * RATE_HZ))
    for at in random.integers(0, len(sound) - 800, int(200 * seconds)):
        clap = random.normal(size=800) * np.exp(-np.arange(800) / random.uniform(40, 160))
        sound[at : at + 800] += clap * np.cos(np.arange(800) * random.uniform(0.35, 1.0)) * random.uniform(0.1, 0.5)
    return (sound / np.abs(sound).max() * 0.5).astype(np.float32)


def hold_music(seconds: float) -> Samples:
    """Chords, a tune and a drum, over and over."""
    random = np.random.default_rng(1)
    scale = (220, 247, 262, 294, 330, 349, 392, 440, 494, 523)
    bars = []
    for _ in range(int(seconds * 2)):
        at = np.arange(RATE_HZ // 2) / RATE_HZ
        pitches = [*random.choice(scale, 3, replace=False), 2 * random.choice(scale)]
        chord = sum(np.sin(2 * np.pi * pitch * k * at) / k for pitch in pitches for k in range(1, 8))
        drum = random.normal(size=len(at)) * np.exp(-np.arange(len(at)) / 200)
        bars.append(chord * np.exp(-1.5 * at) + drum)
    tune = np.concatenate(bars)
    return (tune / np.abs(tune).max() * 0.4).astype(np.float32)


def singing_without_words(seconds: float) -> Samples:
    """A voice on vowels."""
    random = np.random.default_rng(3)
    vowels = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480))
    notes: list[Samples] = []
    for _ in range(int(seconds / 0.7)):
        at = np.arange(int(0.7 * RATE_HZ))
        pitch = 140 * 2 ** (random.integers(-3, 9) / 12)
        phase = np.cumsum(2 * np.pi * pitch * (1 + 0.01 * np.sin(2 * np.pi * 5 * at / RATE_HZ)) / RATE_HZ)
        peaks = vowels[random.integers(len(vowels))]
        notes.append(
            sum(np.cos(k * phase) * sum(1 / (1 + ((k * pitch - f) / 90) ** 2) for f in peaks) for k in range(1, 30))
        )
    song = np.concatenate(notes)
    return (song / np.abs(song).max() * 0.4).astype(np.float32)


def telephone_ringing(seconds: float) -> Samples:
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return ((np.sin(2 * np.pi * 400 * at) + np.sin(2 * np.pi * 450 * at)) * (at % 3 < 1.2) * 0.2).astype(np.float32)


NO_SPEECH = (applause, hold_music, singing_without_words, telephone_ringing)


@pytest.mark.parametrize("sound", NO_SPEECH, ids=lambda sound: sound.__name__)
def test_half_a_minute_without_speech_has_no_words(whisper: SpeechEngine, sound) -> None:  # type: ignore[no-untyped-def]
    result = whisper.transcribe(sound_in_memory(sound(30)))
    # a voice on vowels may be taken for another language, never for words
    assert isinstance(result, Pending) or result.segments == ()


@pytest.mark.parametrize("sound", NO_SPEECH, ids=lambda sound: sound.__name__)
def test_what_comes_between_two_sentences_adds_nothing_to_them(  # type: ignore[no-untyped-def]
    whisper: SpeechEngine, voices: Voices, sound
) -> None:
    heard = hear(whisper, np.concatenate((voices.say(FIRST), sound(20), voices.say(SECOND))))
    wanted, given = ("".join(letters(text).split()) for text in (f"{FIRST} {SECOND}", heard.text))
    # "today" may be heard as "to day": what counts is that nothing was put in
    assert abs(len(given) - len(wanted)) <= 3
    assert SequenceMatcher(None, wanted, given, autojunk=False).ratio() > 0.9


@pytest.mark.parametrize("times", [3, 8])
def test_a_refrain_is_written_as_often_as_it_is_said(whisper: SpeechEngine, voices: Voices, times: int) -> None:
    once = np.concatenate((voices.say("We want to be asked before you decide."), silence(0.4)))
    assert letters(hear(whisper, np.tile(once, times)).text).count("asked before you decide") == times


def test_two_short_answers_far_apart_are_written_down(whisper: SpeechEngine, voices: Voices) -> None:
    heard = hear(whisper, np.concatenate((voices.say("Yes."), silence(20), voices.say("No."), silence(5))))
    assert letters(heard.text) == "yes no"


def test_numbers_dates_and_money_have_times(whisper: SpeechEngine, voices: Voices) -> None:
    sound = voices.say("It was two thousand and fourteen. We had three point five million pounds on the third of May.")
    heard = hear(whisper, np.concatenate((silence(1), sound, silence(1))))
    words = [word for segment in heard.segments for word in segment.words]
    assert any(any(map(str.isdigit, word.text)) for word in words), heard.text
    for word in words:
        assert word.end_ms > word.start_ms or word.interpolated, word
        assert 500 <= word.start_ms <= word.end_ms <= heard.duration_ms


@pytest.mark.parametrize("seconds", [29, 23, 17, 13])
def test_wherever_a_recording_is_cut_no_word_is_lost_or_doubled(
    whisper: SpeechEngine, voices: Voices, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    monkeypatch.setattr(voice, "WINDOW_FRAMES", seconds * 1000 // 32)
    monkeypatch.setattr(voice, "EARLIEST_CUT_FRAMES", seconds * 480 // 32)
    monkeypatch.setattr(voice, "CHOICE_FRAMES", seconds * 170 // 32)
    text = " ".join(
        [
            *(FIRST, SECOND),
            "In the north the waiting list fell by a third within a year.",
            "Nobody had asked the families before, so we went to see them at home.",
            "The clinic opens on Tuesday evening, when most people can come.",
            "Our partners in the city paid for the bus, and that made a difference.",
        ]
    )
    heard = letters(hear(whisper, voices.say(text)).text).split()
    wanted = letters(text).split()
    changes = SequenceMatcher(None, wanted, heard, autojunk=False).get_opcodes()
    assert not [c for c in changes if c[0] in ("delete", "insert")], " ".join(heard)


def reading_without_pauses(real_media: Path) -> tuple[str, Samples]:
    from faster_whisper import decode_audio

    from mediakit.media.speech_tracks import speech_chances

    files = {f["path"]: f for f in json.loads((real_media / "MANIFEST.json").read_text("utf-8"))["files"]}
    names = [f"speech/LJ001-{number:04}.flac" for number in range(1, 13)]
    sound = np.concatenate([decode_audio(str(real_media / name)) for name in names])
    speaks = np.repeat(speech_chances(sound) > 0.5, voice.FRAME)[: len(sound)]
    return " ".join(files[name]["transcript"] for name in names), sound[speaks]


@pytest.mark.real_media
@pytest.mark.parametrize("seconds", [29, 24, 19])
def test_a_reader_who_never_pauses_is_written_down_whole(
    whisper: SpeechEngine, real_media: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    text, sound = reading_without_pauses(real_media)
    monkeypatch.setattr(voice, "WINDOW_FRAMES", seconds * 1000 // 32)
    monkeypatch.setattr(voice, "EARLIEST_CUT_FRAMES", seconds * 480 // 32)
    monkeypatch.setattr(voice, "CHOICE_FRAMES", seconds * 170 // 32)
    wanted, heard = (re.findall(r"\w+", each.lower()) for each in (text, hear(whisper, sound).text))
    changes = SequenceMatcher(None, wanted, heard, autojunk=False).get_opcodes()
    assert max((b - a for kind, a, b, _, _ in changes if kind == "delete"), default=0) <= 2
    assert max((d - c for kind, _, _, c, d in changes if kind == "insert"), default=0) <= 2


@pytest.mark.real_media
@pytest.mark.parametrize(
    ("name", "word", "times"),
    [("spk1_snt1.wav", "dog", 9), ("spk1_snt4.wav", "middle", 4), ("p225_020.wav", "ideas", 5)],
)
def test_a_real_sentence_said_again_and_again_is_written_as_often(
    whisper: SpeechEngine, real_media: Path, name: str, word: str, times: int
) -> None:
    from faster_whisper import decode_audio

    sound = decode_audio(str(real_media / "speech" / name))
    result = whisper.transcribe(sound_in_memory(np.tile(sound, times)))
    assert isinstance(result, Transcript)
    assert letters(result.text).split().count(word) == times
