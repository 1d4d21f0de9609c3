"""The voices of a recording as a recogniser gets them: one track or two, cut into windows at silences, and back again.

Silero's voice activity detection, which comes with faster-whisper, tells where somebody speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.errors import MachineLacks
from mediakit.domain.sentences import segments_of
from mediakit.domain.sentences_numbers import small_numbers_in_words
from mediakit.domain.transcript import Change, Segment
from mediakit.media import voice
from mediakit.media.speech import Sound
from mediakit.media.speech_timed import Heard
from mediakit.media.voice import Channels, Window

Samples = NDArray[np.float32]

IN_MEMORY_MS = 10 * 60_000
LISTEN_BLOCK = voice.FRAME * 1_875
WARM_UP = voice.FRAME * 64


@dataclass(frozen=True, slots=True)
class Track:
    """One voice or mix of a recording: its samples (in memory or on disk) and where it speaks."""

    speaker: str | None
    samples: Samples
    chances: NDArray[np.float32]
    windows: list[Window]


def tracks_of(sound: Sound, folder: str, *, apart: bool = False) -> list[Track]:
    """The recording's voices: one mix, or one track each where two microphones hold different voices.

    apart: see voice.windows.
    """
    long = sound.duration_ms > IN_MEMORY_MS or not sound.duration_ms
    voices = [_gather(sound.read(i), f"{folder}/{i}.f32" if long else None) for i in range(sound.voices)]
    if len(voices) == 1:
        return [_track(None, voices[0], apart)]
    size = min(map(len, voices))
    first, second = voices[0][:size], voices[1][:size]
    verdict = voice.compare_channels(first, second)
    if verdict is Channels.APART:
        return [_track("1", first, apart), _track("2", second, apart)]
    if verdict is Channels.FIRST:
        return [_track(None, first, apart)]
    if verdict is Channels.SECOND:
        return [_track(None, second, apart)]
    for begin in range(0, size, voice.BLOCK):
        part = slice(begin, begin + voice.BLOCK)
        first[part] = (first[part] + second[part]) / 2
    return [_track(None, first, apart)]


def _gather(blocks: Iterator[Samples], path: str | None) -> Samples:
    """A voice's samples, in memory or (a long recording) in a temporary file. Raises MachineLacks on a full disk."""
    if path is None:
        parts = list(blocks)
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)
    try:
        with open(path, "wb") as file:  # noqa: PTH123
            size = sum(file.write(block.tobytes()) for block in blocks)
    except OSError as error:
        raise MachineLacks(
            f"no room for the sound while it is transcribed: {error.strerror}",
            where=path,
            hint="make room on the disk for temporary files, or set TMPDIR to a larger one",
        ) from None
    return np.memmap(path, np.float32, "r+", shape=(size // 4,)) if size >= 4 else np.zeros(0, np.float32)


def _track(speaker: str | None, samples: Samples, apart: bool) -> Track:
    chances = speech_chances(samples)
    return Track(speaker, samples, chances, voice.windows(chances, apart=apart))


def speech_chances(samples: Samples) -> NDArray[np.float32]:
    """How likely each 32 ms of a recording holds speech (Silero), 0.0 … 1.0, shape (ceil(n / 512),)."""
    from faster_whisper.vad import get_vad_model

    detector = get_vad_model()
    chances = [np.zeros(0, np.float32)]
    for begin in range(0, len(samples), LISTEN_BLOCK):
        # The detector remembers what it heard: each block begins a little before the frames that count.
        early = min(begin, WARM_UP)
        block = np.array(samples[begin - early : begin + LISTEN_BLOCK], np.float32)
        block = np.pad(block, (0, -len(block) % voice.FRAME))
        chances.append(np.ravel(detector(block))[early // voice.FRAME :])
    joined: NDArray[np.float32] = np.concatenate(chances).astype(np.float32)
    return joined


def sentences_of(tracks: Sequence[Track], heard: Sequence[Heard], end_ms: int) -> tuple[Segment, ...]:
    """Sentences of every track, inside the recording, in order of time. No sentence is in two languages."""
    results = iter(heard)
    segments: list[Segment] = []
    for track in tracks:
        spoken = [part for part in islice(results, len(track.windows)) if part.timed]
        for language, parts in groupby(spoken, key=lambda part: part.language):
            words = [word for part in parts for word in part.words(end_ms)]
            if language == "en":
                words = list(small_numbers_in_words(words))
            segments.extend(segments_of(words, language, track.speaker))
    return tuple(sorted(segments, key=lambda s: (s.start_ms, s.end_ms)))


def changes_of(heard: Sequence[Heard], end_ms: int) -> tuple[Change, ...]:
    """Where names were put in place of what was heard, in order of time."""
    return tuple(sorted((c for part in heard for c in part.changes(end_ms)), key=lambda c: (c.start_ms, c.end_ms)))
