"""Windows decoded together: what gathers them, and that the words are those of one by one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from mediakit.domain.transcript import Transcript
from mediakit.media.speech import open_engine, sound_in_memory
from mediakit.media.speech_batches import Batches
from mediakit.media.speech_whisper import BatchDecoder, FasterWhisper

SPOKEN = Path(__file__).resolve().parents[2] / "benchmarks" / "names"


def test_what_is_asked_for_while_a_batch_is_done_is_done_together() -> None:
    begun, go_on = threading.Event(), threading.Event()
    sizes: list[int] = []

    def squares(jobs: Sequence[int]) -> list[int]:
        sizes.append(len(jobs))
        begun.set()
        go_on.wait(10)
        return [job * job for job in jobs]

    batches = Batches(squares, most=4)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(batches.ask, 1)
        assert begun.wait(10)
        others = [pool.submit(batches.ask, n) for n in range(2, 9)]
        while len(batches._waiting) < 7:
            go_on.wait(0.01)
        go_on.set()
        assert [first.result(10), *(other.result(10) for other in others)] == [n * n for n in range(1, 9)]
    assert sizes == [1, 4, 3]


def test_what_goes_wrong_in_a_batch_is_told_to_everybody_in_it_and_the_next_goes_on() -> None:
    def halves(jobs: Sequence[int]) -> list[float]:
        return [6 / job for job in jobs]

    batches = Batches(halves, most=1)
    with pytest.raises(ZeroDivisionError):
        batches.ask(0)
    assert batches.ask(2) == 3


@pytest.fixture(scope="module")
def sounds() -> list[np.ndarray]:
    """Twelve recordings of several windows and lengths, one of them silent, one of noise."""
    from faster_whisper import decode_audio

    whole = decode_audio(str(SPOKEN / "awb.opus"))
    parts = [whole[at * 16_000 : (at + 5 + 4 * n) * 16_000] for n, at in enumerate(range(0, 100, 10))]
    noise = np.random.default_rng(2).standard_normal(48_000).astype(np.float32) * 0.05
    return [*parts, np.zeros(32_000, np.float32), noise]


def heard(engine: FasterWhisper, sounds: list[np.ndarray]) -> list[Transcript]:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda s: engine.transcribe(sound_in_memory(s), language="en"), sounds))
    return [result for result in results if isinstance(result, Transcript)]


def test_a_batch_hears_the_words_and_times_of_one_by_one(sounds: list[np.ndarray]) -> None:
    batched = FasterWhisper.load(device="cpu", batch=5)
    assert isinstance(batched.decoder, BatchDecoder)
    together, alone = heard(batched, sounds), heard(FasterWhisper.load(device="cpu"), sounds)
    assert [one.text for one in together] == [one.text for one in alone]
    for a, b in zip(together, alone, strict=True):
        edges = [(w.start_ms, w.end_ms) for s in a.segments for w in s.words]
        others = [(w.start_ms, w.end_ms) for s in b.segments for w in s.words]
        assert np.allclose(edges, others, atol=40) if edges else not others


def test_on_a_processor_windows_are_decoded_one_by_one_unless_a_batch_is_asked_for() -> None:
    assert FasterWhisper.load(device="cpu").batch == 1
    engine = open_engine(batch=3)
    assert isinstance(engine, FasterWhisper)
    assert engine.batch == 3
