"""A transcript as the desk shows it: sentences with the words marked that somebody should look at. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediakit.domain.doubts import Doubt
from mediakit.domain.redaction import REDACTED
from mediakit.domain.sentences import UNSPACED, timed_words
from mediakit.domain.span import format_position
from mediakit.domain.subtitles import speaker_name
from mediakit.domain.transcript import Change, Segment, Transcript, Word

# sentences that one answer of the server holds: a page stays small, however long the recording is
PART = 150


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are shown alike. mark: "", "doubt", "change" or "redacted"; number: in the review; why: in words."""

    text: str
    mark: str = ""
    number: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One segment. number: from 0. speaker: the name to show, "" where another voice does not begin.

    starts: where each word of the text begins, in ms after start_ms.
    """

    number: int
    start_ms: int
    end_ms: int
    voice: str | None
    speaker: str
    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    @property
    def at(self) -> str:
        return format_position(self.start_ms)


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of a recording. key: slug, number, or "-" for nobody; first: what it says first; speech_ms: of it."""

    key: str
    name: str
    known: bool
    start_ms: int
    first: str
    speech_ms: int


def parts_of(transcript: Transcript) -> int:
    """How many parts a transcript is shown in."""
    return max(1, -(-len(transcript.segments) // PART))


def sentences(
    transcript: Transcript,
    changes: Sequence[Change],
    doubts: Sequence[Doubt],
    names: Mapping[str, str],
    *,
    part: int | None = None,
) -> list[Sentence]:
    """The sentences of a part (from 0), or all of them. changes, doubts: in the order of the review's numbers."""
    first = 0 if part is None else part * PART
    chosen = transcript.segments[first:] if part is None else transcript.segments[first : first + PART]
    if not chosen:
        return []
    begin, end = chosen[0].start_ms, max(segment.end_ms for segment in chosen)
    marks = _Marks(
        [(n, c) for n, c in enumerate(changes, 1) if c.by is None and c.start_ms < end and c.end_ms >= begin],
        {(d.start_ms, d.end_ms, d.text): (len(changes) + n, d) for n, d in enumerate(doubts, 1)},
    )
    found = []
    before = transcript.segments[first - 1].speaker if first else "\0"
    for number, segment in enumerate(chosen, first):
        shown = _shown(segment.speaker, names) if segment.speaker != before else ""
        found.append(_sentence(number, segment, shown, marks, transcript.language))
        before = segment.speaker
    return found


def _shown(voice: str | None, names: Mapping[str, str]) -> str:
    if voice is None:
        return "Nobody named"
    return names.get(voice) or speaker_name(voice) or voice


@dataclass(frozen=True, slots=True)
class _Marks:
    changes: Sequence[tuple[int, Change]]
    doubts: Mapping[tuple[int, int, str], tuple[int, Doubt]]

    def of(self, word: Word) -> tuple[str, int, str]:
        if word.text == REDACTED:
            return "redacted", 0, "redacted"
        for number, change in self.changes:
            if change.start_ms <= word.start_ms and word.end_ms <= change.end_ms and change.written:
                heard = f"heard as “{change.heard}”" if change.heard else "added"
                return "change", number, f"{heard}; {change.reason}" if change.reason else heard
        found = self.doubts.get((word.start_ms, word.end_ms, word.text))
        if found:
            what = "a name? " if found[1].name else ""
            return "doubt", found[0], f"{what}heard with {found[1].probability:.0%} certainty"
        return "", 0, ""


def _sentence(number: int, segment: Segment, speaker: str, marks: _Marks, language: str) -> Sentence:
    glue = "" if language in UNSPACED else " "
    words = timed_words(segment)
    pieces: list[Piece] = []
    for place, word in enumerate(words):
        mark, at, why = marks.of(word)
        text = word.text if not place else glue + word.text
        if pieces and (pieces[-1].mark, pieces[-1].number) == (mark, at):
            pieces[-1] = Piece(pieces[-1].text + text, mark, at, why)
        elif place and glue and mark:
            # the space belongs to neither, so that only the word is marked
            pieces += [Piece(glue), Piece(word.text, mark, at, why)]
        else:
            pieces.append(Piece(text, mark, at, why))
    starts = tuple(max(0, word.start_ms - segment.start_ms) for word in words)
    text = segment.text
    return Sentence(number, segment.start_ms, segment.end_ms, segment.speaker, speaker, text, tuple(pieces), starts)


def voices(transcript: Transcript, names: Mapping[str, str]) -> list[Voice]:
    """Every voice in order of its first word."""
    found: dict[str, Voice] = {}
    for segment in transcript.segments:
        key = segment.speaker or "-"
        lasts_ms = segment.end_ms - segment.start_ms
        if key in found:
            was = found[key]
            found[key] = Voice(was.key, was.name, was.known, was.start_ms, was.first, was.speech_ms + lasts_ms)
        else:
            name, known = _shown(segment.speaker, names), segment.speaker in names
            found[key] = Voice(key, name, known, segment.start_ms, segment.text, lasts_ms)
    return list(found.values())


def before_and_after(revisions: Sequence[tuple[int, str]]) -> tuple[int | None, int | None]:
    """What undo and redo lead to: the revisions with the words before the last step, and after one taken back.

    revisions: number and `how` of each, the first one first; the last one is current. A revision that is a way back
    stands for the one that it brought back.

    >>> before_and_after([(1, "process"), (2, "desk"), (3, "desk")])
    (2, None)
    >>> before_and_after([(1, "process"), (2, "desk"), (3, "desk"), (4, "revert to 2")])
    (1, 3)
    """
    how = dict(revisions)
    if not how:
        return None, None
    current = revisions[-1][0]
    stands_for = current
    while (back := _brought_back(how.get(stands_for, ""))) in how and back is not None and back < stands_for:
        stands_for = back
    earlier = [number for number in how if number < stands_for]
    later = stands_for + 1
    redo = later if stands_for < current and later in how and _brought_back(how[later]) is None else None
    return (max(earlier) if earlier else None), redo


def _brought_back(how: str) -> int | None:
    number = how.removeprefix("revert to ")
    return int(number) if number != how and number.isdecimal() else None
