"""Whose voice it is: the speaker of segments, given a name by a person and never guessed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mediakit.domain.sentences import join, timed_words
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript, Word


@dataclass(frozen=True, slots=True)
class Renaming:
    """The voice that is meant and who it is, as transcripts hold them: a slug, digits of a voice, None for nobody.

    within: only in this stretch of the recording.
    """

    voice: str | None
    person: str | None
    within: Span | None = None


def voices(transcript: Transcript) -> tuple[str | None, ...]:
    """Every voice of a transcript, in order of its first word; None where nobody is named."""
    return tuple(dict.fromkeys(segment.speaker for segment in transcript.segments))


def renamed(transcript: Transcript, renaming: Renaming) -> tuple[Transcript, int]:
    """The transcript with the voice renamed, and how many milliseconds of speech that is.

    A segment that lies only partly in the stretch is cut between words; a word belongs where its middle is.
    """
    segments: list[Segment] = []
    speech_ms = 0
    for segment in transcript.segments:
        if segment.speaker != renaming.voice:
            segments.append(segment)
            continue
        for part, inside in _parts(segment, renaming.within, transcript.language):
            segments.append(replace(part, speaker=renaming.person) if inside else part)
            speech_ms += (part.end_ms - part.start_ms) * inside
    return transcript.with_segments(tuple(segments)), speech_ms


def _parts(segment: Segment, within: Span | None, language: str) -> list[tuple[Segment, bool]]:
    words = timed_words(segment)
    if within is None or not words:
        middle_ms = (segment.start_ms + segment.end_ms) // 2
        return [(segment, within is None or within.start_ms <= middle_ms < within.end_ms)]
    runs: list[tuple[list[Word], bool]] = []
    for word in words:
        inside = within.start_ms <= (word.start_ms + word.end_ms) // 2 < within.end_ms
        if not runs or runs[-1][1] != inside:
            runs.append(([], inside))
        runs[-1][0].append(word)
    if len(runs) == 1:
        return [(segment, runs[0][1])]
    return [(_cut(segment, run, language), inside) for run, inside in runs]


def _cut(segment: Segment, words: Sequence[Word], language: str) -> Segment:
    text = join((word.text for word in words), language)
    end_ms = max(word.end_ms for word in words)
    return replace(segment, start_ms=words[0].start_ms, end_ms=end_ms, text=text, words=tuple(words))
