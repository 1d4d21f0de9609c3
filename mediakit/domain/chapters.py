"""Chapters of a film: as a person set them, else by the agenda, else by what is said. Titles are never invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from mediakit.domain.errors import Misuse
from mediakit.domain.event import Session
from mediakit.domain.span import parse_position, position_text
from mediakit.domain.transcript import Segment

NONE = "none"
LONGEST_TITLE, MOST = 120, 200
# a shorter film is found through faster than its chapters are read
LONG_MS = 240_000
SHORTEST_MS, MOST_PARTS = 60_000, 12
PAUSE_MS = 2_500
# how far from its time on the agenda the pause is looked for in which a session really began
LATE_MS = 120_000
FIRST_WORDS, FIRST_CHARACTERS = 7, 48

# the voice of a segment → the name to show, or None
Named = Callable[[str | None], str | None]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a part of a recording begins, and what it is called."""

    start_ms: int
    title: str


# --- as a person sets them ------------------------------------------------------------------------


def parse_chapters(text: str) -> tuple[Chapter, ...]:
    """Chapters as typed: `0:00 Welcome | 2:15 What we learned`, or one on each line. Raises Misuse for the first error.

    >>> parse_chapters("0:00 Welcome | 2:15 Trust, slowly")
    (Chapter(start_ms=0, title='Welcome'), Chapter(start_ms=135000, title='Trust, slowly'))
    """
    rows = [row.strip() for row in re.split(r"[|\n]", text) if row.strip()]
    found = tuple(_parse_row(row) for row in rows)
    for before, after in pairwise(found):
        if after.start_ms <= before.start_ms:
            what = f"the chapter {after.title!r} does not begin after {before.title!r}"
            raise Misuse(what, hint="write them in order of time")
    if len(found) > MOST:
        raise Misuse(f"more than {MOST} chapters")
    return found


def _parse_row(row: str) -> Chapter:
    position, _, title = row.partition(" ")
    title = re.sub(r"^[-–—:]\s+", "", " ".join(title.split()))
    try:
        start_ms = parse_position(position)
    except Misuse:
        start_ms = -1
    if start_ms < 0 or not title:
        hint = 'write them as "0:00 Welcome | 2:15 What we learned", or "none"'
        raise Misuse(f"{row!r} is no chapter", hint=hint)
    if len(title) > LONGEST_TITLE:
        raise Misuse(f"the title of the chapter at {position} is longer than {LONGEST_TITLE} characters")
    return Chapter(start_ms, title)


def set_chapters(kept: str) -> tuple[Chapter, ...]:
    """Chapters as the catalogue keeps them; empty where somebody said that there are to be none."""
    return () if kept == NONE else parse_chapters(kept)


def chapters_text(chapters: Sequence[Chapter]) -> str:
    """Chapters as they stand in a spreadsheet cell, on one line."""
    return " | ".join(f"{position_text(c.start_ms)} {c.title}" for c in chapters)


# --- by the agenda --------------------------------------------------------------------------------


def from_agenda(
    began: datetime, duration_ms: int, sessions: Sequence[Session], segments: Sequence[Segment] = ()
) -> tuple[Chapter, ...]:
    """The sessions that a recording covers, at their times; nothing where that is fewer than two.

    began: when the recording began, aware. sessions: of its room. A session begins in the longest pause that is near
    its time, if there is one. Of two that begin together, the shorter one is meant: it is a part of the other.
    """
    ends = began + timedelta(milliseconds=duration_ms)
    timed = [(s.starts_at, s.ends_at, s) for s in sessions if s.starts_at is not None and s.starts_at < ends]
    timed.sort(key=lambda t: (t[0], -(t[1] - t[0]).total_seconds() if t[1] else 0.0))
    found: dict[int, str] = {}
    for starts_at, ends_at, session in timed:
        at_ms = round((starts_at - began).total_seconds() * 1000)
        if at_ms >= 0:
            found[_really(at_ms, segments) if at_ms else 0] = session.title
        elif ends_at is not None and ends_at > began:
            found[0] = session.title
    return tuple(Chapter(at, title) for at, title in sorted(found.items())) if len(found) > 1 else ()


def _really(planned_ms: int, segments: Sequence[Segment]) -> int:
    """Where what was planned for a time began: after the longest pause near it, else when it was planned."""
    near = [
        (after.start_ms - before.end_ms, after.start_ms)
        for before, after in pairwise(segments)
        if abs(after.start_ms - planned_ms) <= LATE_MS and after.start_ms - before.end_ms >= PAUSE_MS
    ]
    return max(near)[1] if near else planned_ms


# --- by what is said ------------------------------------------------------------------------------


def from_transcript(segments: Sequence[Segment], named: Named, duration_ms: int) -> tuple[Chapter, ...]:
    """Chapters of a long film where the voice changes or pauses, called by the speaker and the first words.

    Nothing for a film under four minutes, or where nothing tells its parts.
    """
    spoken = [s for s in segments if s.text.strip()]
    if duration_ms < LONG_MS or not spoken:
        return ()
    least_ms = max(SHORTEST_MS, duration_ms // MOST_PARTS)
    starts = [0, *_cuts(spoken, least_ms, duration_ms)]
    many = len({s.speaker for s in spoken if named(s.speaker)}) > 1
    if len(starts) < 2:
        return ()
    return tuple(
        Chapter(spoken[n].start_ms if n else 0, _called(spoken[n], named(spoken[n].speaker) if many else None))
        for n in starts
    )


def _cuts(spoken: Sequence[Segment], least_ms: int, duration_ms: int) -> Iterator[int]:
    """The numbers of the segments with which a chapter begins, but the first."""
    weighed = [(n, _weight(*pair)) for n, pair in enumerate(pairwise(spoken), 1)]
    marks = [(n, weight) for n, weight in weighed if weight and spoken[n].start_ms <= duration_ms - least_ms // 2]
    last_ms = 0
    while True:
        after = [(n, weight) for n, weight in marks if spoken[n].start_ms >= last_ms + least_ms]
        if not after:
            return
        near = [mark for mark in after if spoken[mark[0]].start_ms <= last_ms + 2 * least_ms] or after[:1]
        chosen = max(near, key=lambda mark: (mark[1], -mark[0]))[0]
        yield chosen
        last_ms = spoken[chosen].start_ms


def _weight(before: Segment, after: Segment) -> float:
    """How much speaks for a new chapter between two segments: 0 nothing."""
    pause_ms = after.start_ms - before.end_ms
    turn = 3.0 if before.speaker != after.speaker else 0.0
    return turn + (1 + min(pause_ms, 10_000) / 5_000 if pause_ms >= PAUSE_MS else 0.0)


def _called(segment: Segment, name: str | None) -> str:
    words = first_words(segment.text)
    return f"{name}: {words}" if name else words


def first_words(text: str) -> str:
    """The first words of a sentence, as a title.

    >>> first_words("When we began, people asked whether they could trust one another.")
    'When we began, people asked whether they…'
    """
    plain = " ".join(text.split())
    short = " ".join(plain.split(" ")[:FIRST_WORDS])[:FIRST_CHARACTERS]
    if short == plain:
        return plain.rstrip(".。")
    if " " in short and not plain.startswith(f"{short} "):
        short = short.rsplit(" ", 1)[0]
    return short.rstrip(" .,;:–—-。、") + "…"
