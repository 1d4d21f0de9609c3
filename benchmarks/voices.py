"""How well voices of one track are told apart: diarisation error rate, and how often the number of voices is right.

    python benchmarks/voices.py FOLDER [--seed 1] [--noise 15]

FOLDER holds recordings and a MANIFEST.json: {"files": [{"path", "speakers", "language", "speaker_id", "speaker_turns"},
…]}. English recordings of one speaker are taken as they are, joined to longer ones of that speaker, and mixed into made
conversations of two to four (sentences in turn, 0, 0.2 or 0.5 s between them, all equally loud, drawn by a fixed seed).
Recordings of several speakers count where their turns are known: from "speaker_turns" ([[start, end, who], …] in
seconds), or an .rttm file of the same name beside them.

The words are recognised first, with the packaged model. The error rate is missed + false + confused speech over all
speech, with 0.25 s around each change left out; "confused" is the part that telling voices apart is to blame for. Where
somebody speaks in a recording of one speaker is told by the same detector that the recogniser has. With --noise, the
sound that voices are told by (not the one that is transcribed) has so many dB between speech and a steady noise.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mediakit.domain.transcript import Segment, Transcript
from mediakit.media.speech import open_engine, sound_in_memory
from mediakit.media.speech_tracks import speech_chances
from mediakit.media.speech_voices import told_apart
from mediakit.media.speech_voices_encoder import Encoder

RATE_HZ = 16_000
COLLAR_S = 0.25
LEVEL = 0.05
LEAST_SPEECH_S = 2.0

Turn = tuple[float, float, str]
Samples = Any


@dataclass(frozen=True, slots=True)
class Case:
    """A recording, its sentences, who speaks when (seconds), and how many speak."""

    name: str
    samples: Samples
    segments: tuple[Segment, ...]
    turns: tuple[Turn, ...]
    speakers: int


def error_s(turns: Sequence[Turn], told: Sequence[Turn]) -> tuple[float, float, float, float]:
    """Seconds missed, false, confused, and of speech in all, 0.25 s around each change left out.

    >>> error_s([(0, 4, "a"), (4, 8, "b")], [(0, 4, "1"), (4, 8, "1")])
    (0.0, 0.0, 3.5, 7.0)
    """
    size = int(100 * max(end for _, end, _ in (*turns, *told))) + 1
    rows = []
    for part in (turns, told):
        names = sorted({who for *_, who in part})
        row = np.zeros((len(names), size), bool)
        for start, end, who in part:
            row[names.index(who), round(start * 100) : round(end * 100)] = True
        rows.append(row)
    counted = np.ones(size, bool)
    for edge in {at for start, end, _ in turns for at in (start, end)}:
        counted[max(0, round((edge - COLLAR_S) * 100)) : round((edge + COLLAR_S) * 100)] = False
    truth, heard = rows[0][:, counted], rows[1][:, counted]
    many = max(len(truth), len(heard))
    shared = np.zeros((many, many))
    shared[: len(truth), : len(heard)] = (truth[:, None] & heard[None]).sum(2)
    right = max(sum(shared[i, j] for i, j in enumerate(order)) for order in itertools.permutations(range(many)))
    spoken, said = truth.sum(0), heard.sum(0)
    missed, false = np.maximum(0, spoken - said).sum(), np.maximum(0, said - spoken).sum()
    confused = np.minimum(spoken, said).sum() - right
    return missed / 100, false / 100, float(confused) / 100, spoken.sum() / 100


def speech_turns(samples: Samples, who: str) -> tuple[Turn, ...]:
    """Where one speaker speaks, pauses below 0.3 s included."""
    frames = np.flatnonzero(speech_chances(samples) >= 0.5)
    runs = np.split(frames, np.flatnonzero(np.diff(frames) > 9) + 1) if len(frames) else []
    return tuple((run[0] * 0.032, (run[-1] + 1) * 0.032, who) for run in runs)


def recordings(folder: Path) -> tuple[list[tuple[str, Case]], list[Case]]:
    """English recordings: those of one speaker, each with who that is, and those of several whose turns are known."""
    from faster_whisper import decode_audio

    engine = open_engine()
    single: list[tuple[str, Case]] = []
    several: list[Case] = []
    for entry in json.loads((folder / "MANIFEST.json").read_text("utf-8"))["files"]:
        path = folder / entry["path"]
        told = [tuple(turn) for turn in entry.get("speaker_turns", [])] or _rttm(path.with_suffix(".rttm"))
        if entry.get("kind") != "speech" or entry.get("language") != "en" or path.suffix == ".rttm":
            continue
        if entry.get("speakers") != 1 and not told:
            continue
        samples = decode_audio(str(path))
        heard = engine.transcribe(sound_in_memory(samples), language="en")
        if not isinstance(heard, Transcript) or not heard.segments:
            continue
        if told:
            turns = tuple((float(a), float(b), str(who)) for a, b, who in told)
            several.append(Case(path.name, samples, heard.segments, turns, len({who for *_, who in turns})))
        else:
            who = entry.get("speaker_id") or path.stem.rsplit("-", 1)[0].split("_snt")[0]
            turns = speech_turns(samples, who)
            single.append((who, Case(path.name, samples, heard.segments, turns, 1)))
    return single, several


def _rttm(path: Path) -> list[tuple[Any, ...]]:
    if not path.is_file():
        return []
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows]


def joined(name: str, cases: Sequence[Case], gap_s: float) -> Case:
    """One recording after the other, equally loud."""
    parts: list[Samples] = []
    segments: list[Segment] = []
    turns: list[Turn] = []
    at = 0
    for case in cases:
        at_s, at_ms = at / RATE_HZ, round(at / RATE_HZ * 1000)
        level = float(np.sqrt(np.mean(np.square(case.samples, dtype=np.float64))))
        parts += [case.samples * np.float32(LEVEL / max(level, 1e-4)), np.zeros(int(gap_s * RATE_HZ), np.float32)]
        segments += [later(segment, at_ms) for segment in case.segments]
        turns += [(start + at_s, end + at_s, who) for start, end, who in case.turns]
        at += len(case.samples) + int(gap_s * RATE_HZ)
    speakers = len({who for *_, who in turns})
    return Case(name, np.concatenate(parts), tuple(segments), tuple(turns), speakers)


def later(segment: Segment, by_ms: int) -> Segment:
    """The same sentence, so much later."""
    words = tuple(replace(w, start_ms=w.start_ms + by_ms, end_ms=w.end_ms + by_ms) for w in segment.words)
    return replace(segment, start_ms=segment.start_ms + by_ms, end_ms=segment.end_ms + by_ms, words=words)


def noisy(case: Case, below_db: float) -> Case:
    """The same with a noise that falls by 3 dB an octave (as in a full room), so far below the speech."""
    white = np.fft.rfft(np.random.default_rng(1).normal(size=len(case.samples)))
    noise = np.fft.irfft(white / np.sqrt(np.maximum(1, np.arange(len(white)))), len(case.samples))
    level = np.sqrt(np.mean(np.square(case.samples, dtype=np.float64)) / np.mean(noise**2)) * 10 ** (-below_db / 20)
    return replace(case, samples=(case.samples + level * noise).astype(np.float32))


def made(single: Sequence[tuple[str, Case]], seed: int) -> tuple[list[Case], list[Case]]:
    """Longer recordings of one speaker, and conversations of two to four."""
    draw = random.Random(seed)
    by_speaker: dict[str, list[Case]] = {}
    for who, case in single:
        if sum(end - start for start, end, _ in case.turns) >= LEAST_SPEECH_S:
            by_speaker.setdefault(who, []).append(case)
    alone, together = [], []
    for number in range(30):
        who = draw.choice([who for who, cases in by_speaker.items() if len(cases) > 1])
        some = draw.sample(by_speaker[who], draw.randint(2, min(6, len(by_speaker[who]))))
        alone.append(joined(f"{who} × {len(some)}", some, draw.choice([0, 0.2, 0.5])))
        people = draw.sample(sorted(by_speaker), (2, 2, 2, 3, 4)[number % 5])
        turns = [case for who in people for case in draw.sample(by_speaker[who], min(3, len(by_speaker[who])))]
        draw.shuffle(turns)
        together.append(joined(" + ".join(people), turns, draw.choice([0, 0.2, 0.5])))
    return alone, together


def report(kind: str, cases: Sequence[Case], encoder: Encoder, *, each: bool) -> None:
    """Tell voices apart in all of them and print the figures."""
    totals, right, sound_s, began = np.zeros(4), 0, 0.0, time.perf_counter()
    for case in cases:
        told = told_apart(case.segments, case.samples, encoder, "en")
        found = len({segment.speaker for segment in told})
        errors = np.array(error_s(case.turns, [(s.start_ms / 1000, s.end_ms / 1000, s.speaker or "1") for s in told]))
        totals, right, sound_s = (
            totals + errors,
            right + (found == case.speakers),
            sound_s + len(case.samples) / RATE_HZ,
        )
        if each or found != case.speakers:
            told_rate = f"error rate {errors[:3].sum() / errors[3]:6.1%}, confused {errors[2] / errors[3]:6.1%}"
            print(f"    {case.name}: {found} voices of {case.speakers}, {told_rate}")
    rates = f"error rate {totals[:3].sum() / totals[3]:.1%}, of which confused {totals[2] / totals[3]:.1%}"
    took = (time.perf_counter() - began) / sound_s
    print(f"{kind}: number of voices right in {right} of {len(cases)}; {rates}; {took:.3f} of the sound's time")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--noise", type=float)
    asked = parser.parse_args()
    encoder = Encoder.load()
    single, several = recordings(asked.folder)
    alone, together = made(single, asked.seed)
    kinds = {
        "recordings of one speaker": [case for _, case in single],
        "longer ones made of them": alone,
        "made conversations of two to four": together,
        "recordings of several speakers": several,
    }
    for kind, cases in kinds.items():
        heard = cases if asked.noise is None else [noisy(case, asked.noise) for case in cases]
        report(kind, heard, encoder, each=cases is several)


if __name__ == "__main__":
    main()
