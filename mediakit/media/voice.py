"""Where somebody speaks: channels that belong together or apart, and windows cut at silence for a recogniser.

Pure arithmetic on arrays; which frames hold speech is told by a voice activity detector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE_HZ = 16_000
FRAME = 512
FRAME_MS = 32
BLOCK = RATE_HZ * 60

SPEECH = 0.5
MAYBE_SPEECH = 0.2
PAD_FRAMES = 31
LONGEST_SILENCE_FRAMES = 156
WINDOW_FRAMES = 29_000 // FRAME_MS
EARLIEST_CUT_FRAMES = 14_000 // FRAME_MS
CHOICE_FRAMES = 5_000 // FRAME_MS
LEAST_SPEECH_FRAMES = 6
LEAST_UNHEARD_MS = 1_000


class Channels(Enum):
    """What two channels of a recording are to each other."""

    ALIKE = "one sound, to be mixed"
    FIRST = "only the first is of use"
    SECOND = "only the second is of use"
    APART = "a voice of its own on each"


def compare_channels(first: Samples, second: Samples) -> Channels:
    """Whether two channels are ordinary stereo or two microphones with a voice on each.

    Apart means that each of them is clearly the louder one for a good part of the time it is heard, and that they
    hardly go together while they are loud. Channels that cancel each other out (one is wired the wrong way round) are
    never mixed. float32, same length, 16 000 Hz.
    """
    sums = np.zeros(3)
    levels = []
    for begin in range(0, len(first), BLOCK):
        a = np.asarray(first[begin : begin + BLOCK], dtype=np.float64)
        b = np.asarray(second[begin : begin + BLOCK], dtype=np.float64)
        sums += (a @ a, b @ b, a @ b)
        levels.append(np.stack((_levels_db(a), _levels_db(b))))
    power_a, power_b, together = sums
    if power_b <= power_a * 1e-5:
        return Channels.FIRST
    if power_a <= power_b * 1e-5:
        return Channels.SECOND
    louder = Channels.FIRST if power_a >= power_b else Channels.SECOND
    likeness = together / np.sqrt(power_a * power_b)
    if likeness < -0.5:
        return louder
    a_db, b_db = np.concatenate(levels, axis=1)
    heard = np.maximum(a_db, b_db) > max(a_db.max(), b_db.max()) - 35
    share_a = float(np.mean((a_db - b_db)[heard] > 8))
    share_b = float(np.mean((b_db - a_db)[heard] > 8))
    return Channels.APART if likeness < 0.4 and min(share_a, share_b) > 0.08 else Channels.ALIKE


def _levels_db(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Loudness of each 0.1 s."""
    size = RATE_HZ // 10
    padded = np.pad(samples, (0, -len(samples) % size))
    levels: NDArray[np.float64] = 10 * np.log10(np.mean(padded.reshape(-1, size) ** 2, axis=1) + 1e-12)
    return levels


@dataclass(frozen=True, slots=True)
class Window:
    """At most 29 s of speech for one look of a recogniser, put together from stretches of a recording.

    frames: the recording's 32 ms frames that are in it, in order, shape (n,). Long silences are left out.
    """

    frames: NDArray[np.int64]

    @property
    def duration_ms(self) -> int:
        return len(self.frames) * FRAME_MS

    def samples(self, recording: Samples) -> Samples:
        """Its sound, float32, mono, 16 000 Hz."""
        parts = [recording[a * FRAME : b * FRAME] for a, b in self.stretches()]
        joined: Samples = np.concatenate(parts).astype(np.float32)
        return joined

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The stretches it is made of, as first frame and frame beyond."""
        jumps = np.flatnonzero(np.diff(self.frames) > 1)
        firsts, lasts = [0, *(jumps + 1)], [*jumps, len(self.frames) - 1]
        for a, b in zip(firsts, lasts, strict=True):
            yield int(self.frames[a]), int(self.frames[b]) + 1

    def part(self, start_ms: float, end_ms: float, frames: int) -> Window:
        """The window of a span of this one, which may go on into what follows in a recording of so many frames."""
        first, beyond = min(int(start_ms // FRAME_MS), len(self.frames) - 1), -int(-end_ms // FRAME_MS)
        last = int(self.frames[-1])
        more = np.arange(last + 1, min(last + 1 + max(0, beyond - len(self.frames)), frames))
        return Window(np.concatenate((self.frames[first : max(first + 1, beyond)], more)))

    def position_ms(self, at_ms: float, *, end: bool = False) -> int:
        """The place in the recording of a place in the window; of an end, the stretch before a join counts."""
        index = int(at_ms // FRAME_MS)
        rest = at_ms - index * FRAME_MS
        if end and rest < 1 and index > 0:
            index, rest = index - 1, rest + FRAME_MS
        if index >= len(self.frames):
            return int(self.frames[-1] + 1) * FRAME_MS
        return round(int(self.frames[index]) * FRAME_MS + rest)


def windows(chances: NDArray[np.float32], *, apart: bool = False) -> list[Window]:
    """Cut a recording into windows of speech, at the quietest place near their end.

    apart: what a long silence parts is never in one window, for it may be in two languages.

    chances: how likely each 32 ms frame holds speech, 0.0 … 1.0, shape (n,). No window: nobody speaks. All speech is in
    exactly one window; each stretch keeps 1 s of what is around it, and a silence of up to 5 s stays where it is.
    """
    frames = np.flatnonzero(_kept(chances)).astype(np.int64)
    if not apart:
        return _cut(frames, chances)
    parts = np.split(frames, np.flatnonzero(np.diff(frames) > 1) + 1)
    return [window for part in parts for window in _cut(part, chances)]


def _cut(frames: NDArray[np.int64], chances: NDArray[np.float32]) -> list[Window]:
    cut: list[Window] = []
    while len(frames) > WINDOW_FRAMES:
        at = _quietest(frames, chances)
        cut.append(Window(frames[:at]))
        frames = frames[at:]
    if len(frames):
        cut.append(Window(frames))
    return cut


def speech_stretches(chances: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Where somebody speaks, as first frame and frame beyond; a pause of up to 5 s does not end a stretch."""
    stretches: list[list[int]] = []
    speaking = False
    quiet_since = 0
    for i, chance in enumerate(chances):
        if not speaking and chance >= MAYBE_SPEECH:
            speaking = True
            stretches.append([i, i + 1])
        if speaking and chance >= MAYBE_SPEECH:
            stretches[-1][1], quiet_since = i + 1, i + 1
        elif speaking and i - quiet_since >= LONGEST_SILENCE_FRAMES:
            speaking = False
    return [(a, b) for a, b in stretches if np.count_nonzero(chances[a:b] >= SPEECH) >= LEAST_SPEECH_FRAMES]


def _kept(chances: NDArray[np.float32]) -> NDArray[np.bool_]:
    kept = np.zeros(len(chances), dtype=bool)
    for a, b in speech_stretches(chances):
        kept[max(0, a - PAD_FRAMES) : b + PAD_FRAMES] = True
    return kept


def _quietest(frames: NDArray[np.int64], chances: NDArray[np.float32]) -> int:
    """How many frames the next window takes: up to the longest quiet near its end, and no more windows than needed."""
    rest = len(frames)
    latest = min(WINDOW_FRAMES, rest - CHOICE_FRAMES)
    fewest = -(-rest // WINDOW_FRAMES)
    earliest = min(max(EARLIEST_CUT_FRAMES, rest - (fewest - 1) * WINDOW_FRAMES), latest - CHOICE_FRAMES)
    places = np.arange(earliest, latest + 1)
    told = np.concatenate(([0.0], np.cumsum(chances[frames[: latest + 16]])))
    around = [(told[np.minimum(places + half, len(told) - 1)] - told[places - half]) / (2 * half) for half in (4, 12)]
    joins = np.diff(frames, prepend=frames[0])[places] > 1
    price: Any = around[0] + around[1] + 0.3 * (latest - places) / (latest - earliest) - joins
    return int(places[int(np.argmin(price))])


def voiced_part(window: Window, chances: NDArray[np.float32], start_ms: float, end_ms: float) -> tuple[float, float]:
    """The span in a window without the silence around its longest run of speech; unchanged if none is found."""
    first, beyond = int(start_ms // FRAME_MS), int(end_ms // FRAME_MS) + 1
    speaking = chances[window.frames[first:beyond]] >= MAYBE_SPEECH
    runs: Sequence[tuple[int, int]] = _runs(speaking)
    if not runs:
        return start_ms, end_ms
    a, b = max(runs, key=lambda run: run[1] - run[0])
    return max(start_ms, (first + a) * FRAME_MS), min(end_ms, (first + b) * FRAME_MS)


def unheard(
    window: Window, chances: NDArray[np.float32], spans: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Where somebody speaks in a window and no span covers it: from the end of one span to the start of the next.

    spans: in ms, in order. What is returned holds at least 1.5 s of speech.
    """
    length_ms = float(window.duration_ms)
    speaking = chances[window.frames] >= SPEECH
    edges = [0.0, *(edge for span in spans for edge in span), length_ms]
    gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= LEAST_UNHEARD_MS]
    return [
        (a, b)
        for a, b in gaps
        if np.count_nonzero(speaking[int(a // FRAME_MS) : int(b // FRAME_MS)]) * FRAME_MS >= LEAST_UNHEARD_MS
    ]


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
