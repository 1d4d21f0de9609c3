"""The sample's recorded voices: what they say and when, their sound, and how far a mouth is open at each moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mediakit.domain.transcript import Segment, Transcript, Word
from mediakit.media import ffmpeg
from mediakit.sample.footage import script

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 48_000
FOLDER = Path(__file__).resolve().parent / "voices"


@dataclass(frozen=True, slots=True)
class Reading:
    """A script as it was read: every word with its time in the recording, sentence by sentence."""

    voice: str
    duration_ms: int
    sentences: tuple[Segment, ...]

    def sentence(self, number: int) -> Segment:
        """One sentence, counted from 0."""
        return self.sentences[number]

    def transcript(self) -> Transcript:
        """The reading as a transcript that needs no model."""
        return Transcript(
            language="en", language_probability=1.0, engine="scripted", model=self.voice, duration_ms=self.duration_ms,
            segments=self.sentences,
        )  # fmt: skip


def reading(voice: str) -> Reading:
    """What a voice says and when. Raises KeyError for a name that is none of the sample's."""
    told = json.loads((FOLDER / f"{voice}.json").read_text("utf-8"))
    words = [Word(text=w["text"], start_ms=w["start_ms"], end_ms=w["end_ms"]) for w in told["words"]]
    sentences: list[Segment] = []
    at = 0
    for sentence in script(voice).sentences:
        mine = tuple(words[at : at + len(sentence.split())])
        at += len(mine)
        sentences.append(Segment(start_ms=mine[0].start_ms, end_ms=mine[-1].end_ms, text=sentence, words=mine))
    return Reading(voice=voice, duration_ms=told["duration_ms"], sentences=tuple(sentences))


def sound(voice: str) -> NDArray[np.float32]:
    """A voice's recording: float32, shape (n,), mono, 48 000 Hz, −1.0 … 1.0."""
    import numpy as np

    wanted = ["-i", str(FOLDER / f"{voice}.opus"), "-f", "s16le", "-ac", "1", "-ar", str(RATE_HZ), "pipe:1"]
    samples = np.frombuffer(b"".join(ffmpeg.pipe(wanted)), dtype="<i2")
    return samples.astype(np.float32) / 32768.0


def mouths(samples: NDArray[np.float32], fps: float, steps: int) -> list[int]:
    """How far the mouth is open in each frame of a recording: 0 is closed, steps − 1 is wide."""
    import numpy as np

    size = round(RATE_HZ / fps)
    count = len(samples) // size
    loud = np.sqrt(np.mean(samples[: count * size].reshape(count, size) ** 2, axis=1))
    # An eased curve: a mouth opens faster than it closes, and never snaps from wide to shut.
    eased, level = [], 0.0
    for value in loud:
        level = float(value) if value > level else level * 0.4 + float(value) * 0.6
        eased.append(level)
    full = max(1e-6, float(np.percentile(loud, 96)))
    return [
        0 if level < 0.06 * full else min(steps - 1, 1 + int((level / full) ** 1.1 * (steps - 1.4))) for level in eased
    ]
