"""Speed and word error rate of mediakit's transcription against a plain loop of faster-whisper, in the same run.

    python benchmarks/transcription.py FOLDER [--rounds 3] [--long 1] [--cpu] [--batch 8]

FOLDER holds recordings and a MANIFEST.json: {"files": [{"path", "transcript", "language"}, …]}; only those with a
reference text in English are used. Both sides have the same packaged weights and beam 5; the plain loop has two threads
and takes one file after the other, as its documentation shows. Rounds alternate, the medians are compared. The sound is
decoded beforehand for both. Given --long N, the recordings are also joined to one file, N times over. --cpu compares
processor time, which says more on a machine that does other things. --batch N holds mediakit with N windows decoded
together against mediakit that decodes them one by one, and tells how many files have other words.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mediakit.domain.captions import make_cues
from mediakit.domain.transcript import Pending, Transcript
from mediakit.media.speech import sound_in_memory
from mediakit.media.speech_models import packaged_folder
from mediakit.media.speech_whisper import FasterWhisper

Samples = Any
SWAPS = {"mister": "mr", "missus": "mrs", "doctor": "dr", "colour": "color", "grey": "gray", "centre": "center"}


def normalised(text: str) -> list[str]:
    """Words in small letters, without punctuation, hyphens as spaces."""
    text = re.sub(r"\b(mr|mrs|dr|st)\.", r"\1", text.lower().replace("’", "'").replace("-", " "))
    return [SWAPS.get(word, word) for word in re.sub(r"[^\w' ]+", " ", text).replace("'", "").split()]


def errors(reference: str, heard: str) -> tuple[int, int]:
    """Words substituted, left out or put in, and the words of the reference."""
    wanted, given = normalised(reference), normalised(heard)
    row = list(range(len(given) + 1))
    for i, a in enumerate(wanted, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(given, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1], len(wanted)


def rate(references: Sequence[str], heard: Sequence[str]) -> float:
    """Word error rate over all references and what was heard; a file counts at most twice its words."""
    wrong = total = 0
    for reference, text in zip(references, heard, strict=True):
        e, n = errors(reference, text)
        wrong, total = wrong + min(e, 2 * n), total + n
    return wrong / max(1, total)


def recordings(folder: Path) -> list[tuple[str, Samples]]:
    """Reference text and samples of every English recording of one voice track with a reference."""
    from faster_whisper import decode_audio

    files = json.loads((folder / "MANIFEST.json").read_text("utf-8"))["files"]
    return [
        (f["transcript"], decode_audio(str(folder / f["path"])))
        for f in files
        if f.get("transcript")
        and f.get("language") == "en"
        and not f.get("channel_transcripts")
        and f.get("kind", "speech") in ("speech", "video-speech")
    ]


def plain_loop(model: Any, sounds: list[Samples]) -> list[str]:
    """faster-whisper as its documentation shows it."""
    return [" ".join(s.text.strip() for s in model.transcribe(sound, beam_size=5)[0]) for sound in sounds]


def ours(engine: FasterWhisper, sounds: list[Samples]) -> list[Transcript | Pending]:
    """mediakit's engine, as many files at once as it asks for, with word times and all guards."""
    with ThreadPoolExecutor(engine.at_once) as pool:
        return list(pool.map(lambda sound: engine.transcribe(sound_in_memory(sound)), sounds))


def text_of(result: Transcript | Pending) -> str:
    return result.text if isinstance(result, Transcript) else ""


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of processor time over all threads, and what the work gives."""
    begin, used = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - begin, time.process_time() - used, result


@dataclass(frozen=True, slots=True)
class Side:
    """One of two that are compared. work: sounds in, their texts out."""

    name: str
    work: Callable[[list[Samples]], list[str]]


def plain(model: Any) -> Side:
    """faster-whisper alone."""
    return Side("plain faster-whisper", lambda sounds: plain_loop(model, sounds))


def mediakit(engine: FasterWhisper) -> Side:
    """mediakit, with its windows one by one or in batches."""
    name = f"mediakit, {engine.batch} together" if engine.batch > 1 else "mediakit"
    return Side(name, lambda sounds: [text_of(result) for result in ours(engine, sounds)])


def compare(label: str, sides: tuple[Side, Side], known: Sequence[tuple[str, Samples]], rounds: int, cpu: bool) -> None:
    """Run both sides in turn and print their medians, the ratio and the error rates. known: reference and sound."""
    texts, sounds = [text for text, _ in known], [sound for _, sound in known]
    for side in sides:
        side.work(sounds[:2])
    clock: list[list[float]] = [[], []]
    used: list[list[float]] = [[], []]
    heard: list[list[str]] = [[], []]
    for _ in range(rounds):
        for n, side in enumerate(sides):
            seconds, processor_s, heard[n] = timed(lambda work=side.work: work(sounds))
            clock[n].append(seconds)
            used[n].append(processor_s)
    length_s = sum(map(len, sounds)) / 16_000
    print(f"{label}: {len(sounds)} files, {length_s:.0f} s of sound, {rounds} rounds, load {os.getloadavg()[0]:.1f}")
    for n, side in enumerate(sides):
        report(side.name, statistics.median((used if cpu else clock)[n]), length_s, rate(texts, heard[n]))
    for what, took in (("processor time", used), ("times", clock))[:: 1 if cpu else -1]:
        each = [b / a for a, b in zip(*took, strict=True)]
        print(f"  ratio of {what} {statistics.median(each):.2f} (rounds: {', '.join(f'{x:.2f}' for x in each)})")
    print(f"  files with other words: {sum(a != b for a, b in zip(*heard, strict=True))}")


def report(name: str, seconds: float, length_s: float, wrong: float) -> None:
    print(f"  {name:20} {seconds:6.1f} s ({length_s / seconds:.1f} × real time), word error rate {wrong:.4f}")


def captions(transcripts: list[Transcript]) -> None:
    """How well the captions of these transcripts can be read."""
    cues = [cue for transcript in transcripts for cue in make_cues(transcript)]
    fast = sum(len(cue.text) * 1000 / (cue.end_ms - cue.start_ms) > 20 for cue in cues)
    very = sum(len(cue.text) * 1000 / (cue.end_ms - cue.start_ms) > 25 for cue in cues)
    long = sum(max(map(len, cue.lines)) > 37 or len(cue.lines) > 2 for cue in cues)
    print(f"  {len(cues)} captions: {long} too wide or high, {fast} over 20 and {very} over 25 characters a second")


def main() -> None:
    from faster_whisper import WhisperModel

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int, default=0, metavar="N")
    parser.add_argument("--cpu", action="store_true", help="compare processor time")
    parser.add_argument("--batch", type=int, default=0, metavar="N", help="N windows together against one by one")
    options = parser.parse_args()
    known = recordings(options.folder)
    model = WhisperModel(str(packaged_folder()), device="cpu", compute_type="int8", cpu_threads=2)
    engine = FasterWhisper.load(device="cpu")
    sides = plain(model), mediakit(engine)
    if options.batch:
        sides = mediakit(engine), mediakit(FasterWhisper.load(device="cpu", batch=options.batch))
    compare("a set of files", sides, known, options.rounds, options.cpu)
    if not options.batch:
        captions([result for result in ours(engine, [sound for _, sound in known]) if isinstance(result, Transcript)])
    if options.long:
        gap = np.zeros(8_000, np.float32)
        joined = np.concatenate([part for _, sound in known * options.long for part in (sound, gap)])
        text = " ".join(text for text, _ in known * options.long)
        compare("one long file", sides, [(text, joined)], options.rounds, options.cpu)


if __name__ == "__main__":
    main()
