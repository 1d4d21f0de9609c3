"""The roster at work on recordings: a few of those that benchmarks/names.py measures, and how it counts."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mediakit.domain.lexicon import NO_NAMES, Lexicon
from mediakit.domain.transcript import Transcript
from mediakit.media import speech_models
from mediakit.media.speech import RATE_HZ, sound_in_memory
from mediakit.media.speech_whisper import FasterWhisper

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "names.py"
TITLE = "With Mr Muchengeti's help we rewrote the letter in plain English."
PLAIN = "We do not have a shortage of data."


@pytest.fixture(scope="module")
def names() -> ModuleType:
    """benchmarks/names.py as a module."""
    spec = importlib.util.spec_from_file_location("benchmark_of_names", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def whisper() -> FasterWhisper:
    if speech_models.packaged_folder() is None:
        pytest.skip("the packaged speech model is not installed")
    return FasterWhisper.load(device="cpu")


@pytest.fixture(scope="module")
def clips(names: ModuleType) -> dict[str, Any]:
    """The recordings by the beginning of what is said."""
    return {clip.text[: len(TITLE)]: clip for clip in names.clips()}


def written(whisper: FasterWhisper, clip: Any, lexicon: Lexicon) -> str:
    result = whisper.transcribe(sound_in_memory(clip.sound), language="en", lexicon=lexicon)
    assert isinstance(result, Transcript)
    return result.text


def spoken(names: ModuleType, text: str, *said: str) -> Any:
    return names.Clip("", text, None, said)


# --- recordings -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        "The trust is chaired by Rupert Mainwaring.",
        "The clinic in Leominster closed last autumn.",
        "Our data manager is Zuzana Horváthová.",
        TITLE,
    ],
)
def test_a_name_of_the_roster_is_written_right_where_it_was_not(
    names: ModuleType, whisper: FasterWhisper, clips: dict[str, Any], said: str
) -> None:
    clip = clips[said]
    assert not names.right(clip, written(whisper, clip, NO_NAMES))
    text = written(whisper, clip, names.roster())
    assert names.right(clip, text) == list(clip.names)
    assert not names.planted(clip, text, names.vocabulary())


@pytest.mark.slow
def test_speech_without_names_stays_as_it_is(names: ModuleType, whisper: FasterWhisper, clips: dict[str, Any]) -> None:
    clip = next(clip for text, clip in clips.items() if text.startswith(PLAIN))
    beginning = replace(clip, sound=clip.sound[: 12 * RATE_HZ])
    text = written(whisper, beginning, NO_NAMES)
    assert len(text.split()) > 25
    assert written(whisper, beginning, names.roster()) == text


# --- how it is counted ------------------------------------------------------------------------------------------------


def test_a_name_is_right_with_its_accents_and_capitals_and_a_possessive_after_it(names: ModuleType) -> None:
    clip = spoken(names, "Oisín Geraghty's report comes out.", "Oisín Geraghty")
    assert names.right(clip, "Oisín Geraghty's report comes out.")
    assert not names.right(clip, "Oisin Geraghty's report comes out.")
    assert not names.right(clip, "oisín geraghty's report comes out.")
    assert not names.right(clip, "Oisín Geraghtys report comes out.")


def test_a_name_is_planted_if_nobody_said_it_and_once_only(names: ModuleType) -> None:
    clip = spoken(names, "I asked Xiuying Zhao.", "Xiuying Zhao")
    vocabulary = ("Xiuying Zhao", "Zhao", "Hugh Marjoribanks", "Marjoribanks")
    assert names.planted(clip, "I asked Dr Zhao.", vocabulary) == []
    assert names.planted(clip, "I asked Xiuying Zhao and Hugh Marjoribanks.", vocabulary) == ["Hugh Marjoribanks"]


def test_errors_are_counted_outside_the_names_only(names: ModuleType) -> None:
    clip = spoken(names, "I think Dr Kariuki is right, since 20 people said so.", "Kariuki")
    assert names.errors_elsewhere(clip, "I think Dr. carry you key is right since twenty people said so.") == (0, 10)
    assert names.errors_elsewhere(clip, "I think Dr Kariuki is bright since twenty people so.") == (2, 10)


def test_a_change_of_a_capital_or_a_comma_is_a_change(names: ModuleType) -> None:
    assert names.changes("a minor knack. It is", "a minor knack, it is") == ["knack. It → knack, it"]
    assert names.words_changed("a minor knack is", "Amina Naqvi is") == 3
    assert names.words_changed("the same", "the same") == 0
