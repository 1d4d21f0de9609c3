"""Voices of one track told apart: groups of prints, words and their voices, weights that run nothing, the opt-in."""

from __future__ import annotations

import io
import pickle
import struct
import sys
import types
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mediakit.domain.errors import BadInputFile, NoModel
from mediakit.domain.facts import Kind, Role
from mediakit.domain.recipe import Shape, stages_for
from mediakit.domain.transcript import Segment, Transcript, Word
from mediakit.domain.workspace import Settings, parse_settings
from mediakit.media import speech_models
from mediakit.media import speech_voices_weights as weights_file
from mediakit.media.speech import open_engine, sound_in_memory
from mediakit.media.speech_voices import numbered, speaking, told_apart, windows_of
from mediakit.media.speech_voices_encoder import RATE_HZ, WINDOW, Encoder, mel_power
from mediakit.media.speech_voices_groups import along, voices_of
from tests.media.test_speech import Voices, silence

Array = NDArray[np.float32]
SIZE = 256
AGREED = '[speech]\nvoices = "voice-prints"\nvoice_prints_agreed = "A. Okafor, 3 March 2026: explicit consent"\n'
NOT_INSTALLED = f"resemblyzer is not installed: {weights_file.INSTALL}"


def voice(number: int) -> Array:
    """The middle of an invented voice; two of them have a cosine near 0.45, as real ones do."""
    common, own = (unit(np.random.default_rng(seed).normal(size=SIZE)) for seed in (99, 100 + number))
    return unit(0.9 * common + own)


def prints_of(turns: list[tuple[int, int]], seed: int = 1, spread: float = 0.55) -> Array:
    """Prints of windows: (voice, how many) in turn, each a little off its voice, as the words pull it."""
    draw = np.random.default_rng(seed)
    rows = [voice(number) + spread * unit(draw.normal(size=SIZE)) for number, count in turns for _ in range(count)]
    return np.stack([unit(row) for row in rows])


def unit(row: NDArray[Any]) -> Array:
    return (row / np.linalg.norm(row)).astype(np.float32)


def no_pauses(prints: Array) -> NDArray[np.bool_]:
    return np.zeros(len(prints), bool)


# --- groups of prints -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_as_many_voices_are_found_as_there_are(count: int) -> None:
    prints = prints_of([(number, 15) for number in [*range(count)] * 3])
    means = voices_of(prints, no_pauses(prints))
    assert len(means) == count
    assert all(max(float(mean @ voice(number)) for mean in means) > 0.97 for number in range(count))


@pytest.mark.parametrize("seed", range(8))
def test_one_voice_is_never_taken_for_two(seed: int) -> None:
    prints = prints_of([(seed, 60)], seed=seed, spread=0.6)
    assert len(voices_of(prints, no_pauses(prints))) == 1


def test_a_voice_of_a_few_windows_beside_one_of_many_is_found() -> None:
    prints = prints_of([(0, 200), (1, 8), (0, 200)])
    assert len(voices_of(prints, no_pauses(prints))) == 2


def test_a_cough_is_no_voice() -> None:
    prints = prints_of([(0, 40), (1, 1), (0, 40)])
    assert len(voices_of(prints, no_pauses(prints))) == 1


def test_there_are_never_more_than_eight_voices() -> None:
    prints = prints_of([(number, 10) for number in range(12)])
    assert len(voices_of(prints, no_pauses(prints))) == 8


def test_of_very_many_prints_some_are_compared_and_all_count() -> None:
    prints = prints_of([(0, 900), (1, 40), (0, 900), (2, 60)])
    assert len(voices_of(prints, no_pauses(prints))) == 3


def test_nothing_said_has_no_voices() -> None:
    assert len(voices_of(np.zeros((0, SIZE), np.float32), np.zeros(0, bool))) == 0


def test_one_step_that_fits_another_voice_a_little_better_changes_nothing() -> None:
    scores = np.array([[0.8, 0.4]] * 4 + [[0.5, 0.6]] + [[0.8, 0.4]] * 4, np.float32)
    assert set(along(scores, np.full(9, 0.35, np.float32)).tolist()) == {0}


# --- words and their voices -------------------------------------------------------------------------------------------


def said(text: str, start_ms: int, word_ms: int = 300) -> list[Word]:
    return [Word(t, start_ms + i * word_ms, start_ms + (i + 1) * word_ms) for i, t in enumerate(text.split())]


def test_no_window_goes_across_a_pause() -> None:
    words = [*said("We began with one ward in Leeds", 0), *said("and who paid for it", 2_600)]
    looks = windows_of(words)
    assert looks[0] == (0, 1_600)
    assert all(end <= 2_100 or start >= 2_600 for start, end in looks)
    assert max(end for _, end in looks) == 4_100


def test_a_word_too_short_to_be_looked_at_is_passed_over() -> None:
    assert windows_of([Word("Yes.", 1_000, 1_200)]) == []
    assert windows_of([]) == []


def test_each_word_gets_the_voice_that_is_heard_around_it() -> None:
    words = [*said("we began with one ward in the north of Leeds and then we grew.", 0)]
    words += said("and who paid for the beds that you needed then, I ask?", 4_800)
    looks = windows_of(words)
    prints = prints_of([(0 if start < 4_500 else 1, 1) for start, _ in looks])
    voices = speaking(words, looks, prints)
    assert len(set(voices[:14])) == len(set(voices[14:])) == 1
    assert voices[0] != voices[14]


def test_voices_are_numbered_in_the_order_of_their_first_words() -> None:
    words = said("a b c d", 0)
    assert numbered(words, [2, 0, 2, 1]) == ["1", "2", "1", "3"]
    assert numbered(words, [1, 1, 1, 1]) is None


class Told:
    """An encoder that knows who speaks in each 0.1 s: the samples are the number of the voice."""

    def prints(self, sounds: list[Array], each: Callable[[], object] | None = None) -> Array:
        return prints_of([(int(np.median(sound)), 1) for sound in sounds])


def test_a_sentence_is_cut_where_the_voice_changes_and_no_word_is_lost() -> None:
    words = (
        *said("so I asked them who would pay for all of it", 0),
        *said("and nobody in the room said a word", 3_300),
    )
    sentence = Segment(0, words[-1].end_ms, " ".join(w.text for w in words), words)
    samples = np.repeat(np.array([0, 1], np.float32), [int(3.3 * RATE_HZ), 3 * RATE_HZ])
    first, second = told_apart([sentence], samples, Told(), "en")  # type: ignore[arg-type]
    assert (first.speaker, second.speaker) == ("1", "2")
    assert first.text + " " + second.text == sentence.text
    assert first.words + second.words == sentence.words
    assert first.end_ms <= second.start_ms


def test_where_one_voice_speaks_nobody_is_numbered() -> None:
    words = tuple(said("we began with one ward and then we grew from there to nine", 0))
    sentence = Segment(0, words[-1].end_ms, " ".join(w.text for w in words), words)
    samples = np.zeros(5 * RATE_HZ, np.float32)
    assert told_apart([sentence], samples, Told(), "en") == (sentence,)  # type: ignore[arg-type]


# --- the encoder ------------------------------------------------------------------------------------------------------


def invented_weights() -> dict[str, Array]:
    draw = np.random.default_rng(3)
    made = {"linear.weight": draw.normal(0, 0.3, (SIZE, SIZE)), "linear.bias": draw.normal(0, 0.1, SIZE)}
    for layer, inputs in enumerate((40, SIZE, SIZE)):
        made[f"lstm.weight_ih_l{layer}"] = draw.normal(0, 0.2, (4 * SIZE, inputs))
        made[f"lstm.weight_hh_l{layer}"] = draw.normal(0, 0.1, (4 * SIZE, SIZE))
        made[f"lstm.bias_ih_l{layer}"] = draw.normal(0, 0.1, 4 * SIZE)
        made[f"lstm.bias_hh_l{layer}"] = draw.normal(0, 0.1, 4 * SIZE)
    return {name: array.astype(np.float32) for name, array in made.items()}


def plainly(weights: dict[str, Array], mels: Array) -> NDArray[np.float64]:
    """The same by the book, one window, one step at a time."""
    steps = mels.astype(np.float64)
    for layer in range(3):
        hidden, cell, outputs = np.zeros(SIZE), np.zeros(SIZE), []
        for step in steps:
            gates = weights[f"lstm.weight_ih_l{layer}"] @ step + weights[f"lstm.bias_ih_l{layer}"]
            gates = gates + weights[f"lstm.weight_hh_l{layer}"] @ hidden + weights[f"lstm.bias_hh_l{layer}"]
            into, forget, new, out = np.split(gates, 4)
            cell = cell / (1 + np.exp(-forget)) + np.tanh(new) / (1 + np.exp(-into))
            hidden = np.tanh(cell) / (1 + np.exp(-out))
            outputs.append(hidden)
        steps = np.array(outputs)
    raised = np.maximum(0, weights["linear.weight"] @ steps[-1] + weights["linear.bias"])
    return np.asarray(raised / np.linalg.norm(raised))


def test_many_windows_at_once_give_the_prints_that_the_book_gives() -> None:
    weights = invented_weights()
    mels = np.random.default_rng(4).random((3, 12, 40)).astype(np.float32)
    prints = Encoder.of(weights).encode(mels)
    assert np.allclose(prints, [plainly(weights, one) for one in mels], atol=1e-5)


def test_a_tone_lies_in_its_mel_band_and_silence_in_none() -> None:
    tone = np.sin(2 * np.pi * 1_000 * np.arange(WINDOW) / RATE_HZ).astype(np.float32)
    power = mel_power(tone)
    assert power.shape == (WINDOW // 160, 40)
    # Slaney's scale has 45.2 mel below 8 000 Hz and 15 below 1 000, so that is band 13 of 40
    assert set(power[5:-5].argmax(axis=1).tolist()) == {13}
    assert not mel_power(np.zeros(WINDOW, np.float32)).any()


def test_a_short_or_silent_sound_has_a_print_without_a_fault() -> None:
    sounds = [np.full(5_000, 0.1, np.float32), np.zeros(WINDOW, np.float32), np.zeros(0, np.float32)]
    prints = Encoder.of(invented_weights()).prints(sounds)
    assert prints.shape == (3, SIZE)
    assert np.isfinite(prints).all()


def test_the_work_can_be_stopped_between_windows() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Encoder.of(invented_weights()).prints([np.zeros(WINDOW, np.float32)], stop)


# --- the file of weights ----------------------------------------------------------------------------------------------


class Numbers:
    """Stands for the numbers of a tensor while a file of PyTorch's older form is written."""

    def __init__(self, key: str, values: Array) -> None:
        self.key, self.values = key, values


def pytorch_file(path: Path, monkeypatch: pytest.MonkeyPatch, values: Array) -> Path:
    """A file as PyTorch's older form has it, with one tensor of that many rows of two, turned on its side."""
    torch, inner = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for module, name in ((torch, "FloatStorage"), (inner, "_rebuild_tensor_v2")):
        stand_in = types.new_class(name)
        stand_in.__module__ = module.__name__
        setattr(module, name, stand_in)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", inner)

    class Tensor:
        def __reduce__(self) -> Any:
            told = (Numbers("17", values), 0, (2, len(values) // 2), (1, 2), False, OrderedDict())
            return inner._rebuild_tensor_v2, told

    class Writer(pickle.Pickler):
        def persistent_id(self, thing: object) -> Any:
            if isinstance(thing, Numbers):
                return "storage", torch.FloatStorage, thing.key, "cuda:0", len(thing.values), None
            return None

    body = io.BytesIO()
    for plain in (weights_file.MAGIC, 1001, {"little_endian": True}):
        pickle.dump(plain, body, 2)
    Writer(body, 2).dump({"step": 7, "model_state": OrderedDict(weight=Tensor())})
    pickle.dump(["17"], body, 2)
    path.write_bytes(body.getvalue() + struct.pack("<q", len(values)) + values.astype("<f4").tobytes())
    return path


def test_weights_are_read_without_pytorch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pytorch_file(tmp_path / "some.pt", monkeypatch, np.arange(6, dtype=np.float32))
    read = weights_file.tensors(path)
    assert read["step"] == 7
    assert read["model_state"]["weight"].tolist() == [[0, 2, 4], [1, 3, 5]]


def test_a_file_of_weights_that_ends_too_early_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pytorch_file(tmp_path / "some.pt", monkeypatch, np.arange(6, dtype=np.float32))
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(ValueError, match="too early"):
        weights_file.tensors(path)


class Hostile:
    """Makes a file when it is unpickled by somebody careless."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_a_file_of_weights_can_run_nothing(tmp_path: Path) -> None:
    path, trap = tmp_path / "some.pt", tmp_path / "sprung"
    path.write_bytes(pickle.dumps(Hostile(trap)))
    with pytest.raises(pickle.UnpicklingError, match="no place in a file of weights"):
        weights_file.tensors(path)
    assert not trap.exists()


def test_other_weights_than_the_known_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resemblyzer").mkdir()
    (tmp_path / "resemblyzer/__init__.py").write_text("raise RuntimeError('nobody imports this')\n")
    (tmp_path / "resemblyzer/pretrained.pt").write_bytes(b"other")
    monkeypatch.delitem(sys.modules, "resemblyzer", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(NoModel, match="damaged or of another version") as caught:
        weights_file.read_weights()
    assert str(tmp_path) in str(caught.value)


# --- the opt-in -------------------------------------------------------------------------------------------------------


def test_voice_prints_are_refused_until_somebody_writes_who_agreed() -> None:
    for text in (
        '[speech]\nvoices = "voice-prints"\n',
        AGREED.replace("A. Okafor, 3 March 2026: explicit consent", " "),
    ):
        with pytest.raises(BadInputFile, match=r"biometric data \(UK GDPR, Article 9\).*voice_prints_agreed"):
            parse_settings(text)
    assert parse_settings(AGREED).speech_voices == "voice-prints"


def test_no_other_word_switches_voice_prints_on() -> None:
    with pytest.raises(BadInputFile, match="should be one of off, voice-prints"):
        parse_settings('[speech]\nvoices = "on"\n')


def test_a_transcript_is_made_again_when_voice_prints_are_switched_on_and_not_for_another_wording() -> None:
    def key(settings: Settings) -> str:
        shape = Shape(Kind.AUDIO, Role.RUSH, True, True, None, None, None, False, None)
        return next(stage.key for stage in stages_for(shape, settings) if stage.name == "speech")

    off, on = parse_settings(""), parse_settings(AGREED)
    assert key(off) != key(on)
    assert key(on) == key(parse_settings(AGREED.replace("A. Okafor", "B. Nowak")))
    assert key(off) == key(parse_settings('[speech]\nvoice_prints_agreed = "not yet"\n'))


def test_without_the_package_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resemblyzer", None)
    with pytest.raises(NoModel, match="not installed") as caught:
        open_engine(voice_prints=True)
    assert "pip install --no-deps resemblyzer==0.1.4" in (caught.value.hint or "")
    assert caught.value.exit_status == 3


# --- with the real weights --------------------------------------------------------------------------------------------


def hear(*channels: Array) -> Transcript:
    if weights_file.weights_path() is None:
        pytest.skip(NOT_INSTALLED)
    if speech_models.packaged_folder() is None:
        pytest.skip("the packaged speech model is not installed")
    result = open_engine(voice_prints=True).transcribe(sound_in_memory(*channels))
    assert isinstance(result, Transcript)
    return result


WARD = "We began with one ward in Leeds, and nobody believed that it would work."
PAID = "Who paid for the beds, and how long did it take until the board agreed?"
NINE = "After a year there were nine hospitals, and the board had changed its mind."


def test_two_people_in_one_track_are_told_apart_and_each_keeps_the_number() -> None:
    voices = Voices()
    turns = [voices.say(WARD, "gmw/en"), voices.say(PAID, "gmw/en+f2"), voices.say(NINE, "gmw/en")]
    heard = hear(np.concatenate([part for turn in turns for part in (turn, silence(0.5))]))
    spoken = {number: " ".join(s.text for s in heard.segments if s.speaker == number) for number in ("1", "2")}
    assert {s.speaker for s in heard.segments} == {"1", "2"}
    assert "Leeds" in spoken["1"]
    assert "hospitals" in spoken["1"] or "changed" in spoken["1"]
    assert "paid" in spoken["2"]
    assert "Leeds" not in spoken["2"]


def test_one_person_in_one_track_has_no_number() -> None:
    voices = Voices()
    turns = [voices.say(text, "gmw/en") for text in (WARD, PAID, NINE)]
    heard = hear(np.concatenate([part for turn in turns for part in (turn, silence(0.5))]))
    assert {s.speaker for s in heard.segments} == {None}


def test_two_microphones_keep_their_channels() -> None:
    voices = Voices()
    left, right = voices.say(WARD, "gmw/en"), voices.say(PAID, "gmw/en")
    heard = hear(
        np.concatenate((left, silence(len(right) / RATE_HZ + 1)))[: len(left) + len(right)],
        np.concatenate((silence(len(left) / RATE_HZ), right, silence(1)))[: len(left) + len(right)],
    )
    assert {s.speaker for s in heard.segments} == {"1", "2"}
