"""Times for an edited text: words that stayed keep theirs, words put in place of others get the span of those. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mediakit.domain.alignment import Run
from mediakit.domain.draft import Said, reads_alike, units
from mediakit.domain.sentences import UNSPACED, spread
from mediakit.domain.transcript import Word

WORD_MS = 350
# a caption stands at most this far from the voice (BBC subtitle guidelines)
AWAY_MS = 1_500


@dataclass(frozen=True, slots=True)
class Edit:
    """Words old_from … old_to − 1 became new_from … new_to − 1; one side may be empty."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def units_of(words: Sequence[Word], language: str) -> list[Word]:
    """The words as they are aligned: in scripts without spaces, their letters."""
    if language not in UNSPACED:
        return list(words)
    pieces: list[Word] = []
    for word in words:
        letters = list(units(word.text, language))
        parts = [word] if len(letters) == 1 else spread(letters, word.start_ms, word.end_ms)
        pieces += [replace(part, probability=word.probability) for part in parts]
    return pieces


def edits_of(old: Sequence[Word], new: Sequence[Said], runs: Sequence[Run]) -> list[Edit]:
    """Where the two differ in any letter, but for kinds of quotes; neighbouring differences are one edit."""
    found: list[Edit] = []
    for run in runs:
        pieces = [(run.old_from, run.old_to, run.new_from, run.new_to)]
        if run.same:
            pairs = zip(range(run.old_from, run.old_to), range(run.new_from, run.new_to), strict=True)
            pieces = [(i, i + 1, j, j + 1) for i, j in pairs if not reads_alike(old[i].text, new[j].text)]
        for piece in pieces:
            if found and (found[-1].old_to, found[-1].new_to) == (piece[0], piece[2]):
                found[-1] = Edit(found[-1].old_from, piece[1], found[-1].new_from, piece[3])
            else:
                found.append(Edit(*piece))
    return found


def retimed(
    old: Sequence[Word],
    new: Sequence[Said],
    runs: Sequence[Run],
    duration_ms: int,
    starts_ms: Sequence[int | None] = (),
) -> list[Word]:
    """The new words with times. The same words keep time and probability; all others get a person's probability, 1.0.

    One word for one takes its time; several share the span of those they replace by their length; words put in lie
    between their neighbours. Where nothing was heard nearby, a paragraph that is wholly new begins at its own time:
    starts_ms has one for each paragraph of the draft, None where it has none.
    """
    words: list[Word] = []
    for run in runs:
        here = new[run.new_from : run.new_to]
        there = old[run.old_from : run.old_to]
        if run.same:
            words += [
                was if reads_alike(was.text, now.text) else replace(was, text=now.text)
                for was, now in zip(there, here, strict=True)
            ]
        elif here and len(there) == len(here) == 1:
            words.append(replace(there[0], text=here[0].text, probability=1.0))
        elif here:
            if there:
                begin_ms, end_ms = there[0].start_ms, max(w.end_ms for w in there)
            else:
                begin_ms, end_ms = _gap(old, new, run, duration_ms, starts_ms)
            words += spread([s.text for s in here], begin_ms, end_ms)
    return words


def _gap(
    old: Sequence[Word], new: Sequence[Said], run: Run, duration_ms: int, starts_ms: Sequence[int | None]
) -> tuple[int, int]:
    """Where words go that stand for nothing: beside the neighbour they share a paragraph with."""
    floor_ms = old[run.old_from - 1].end_ms if run.old_from else 0
    ceiling_ms = old[run.old_from].start_ms if run.old_from < len(old) else max(duration_ms, floor_ms)
    if ceiling_ms <= floor_ms:
        return floor_ms, floor_ms
    wanted_ms = min(WORD_MS * (run.new_to - run.new_from), ceiling_ms - floor_ms)
    first, last = new[run.new_from].paragraph, new[run.new_to - 1].paragraph
    goes_on = run.new_from > 0 and new[run.new_from - 1].paragraph == first
    leads_in = run.new_to < len(new) and new[run.new_to].paragraph == last
    own_ms = starts_ms[first] if first < len(starts_ms) else None
    if own_ms is not None and not goes_on and not leads_in:
        begin_ms = min(max(own_ms, floor_ms), ceiling_ms - wanted_ms)
        return begin_ms, begin_ms + wanted_ms
    if leads_in and not goes_on:
        return ceiling_ms - wanted_ms, ceiling_ms
    return floor_ms, floor_ms + wanted_ms


def within_captions(
    words: Sequence[Word], new: Sequence[Said], spans_ms: Sequence[tuple[int, int]]
) -> tuple[list[Word], list[int]]:
    """The words, each within reach of the caption it stands in; and the numbers of the captions that lie elsewhere.

    spans_ms: start and end of each caption. Words whose time was worked out are moved into their caption; where words
    were heard more than 1.5 s from it, the caption is believed and they are spread over it.
    """
    placed: list[Word] = []
    away: list[int] = []
    for number, group in groupby(zip(words, new, strict=True), key=lambda pair: pair[1].paragraph):
        here = [word for word, _ in group]
        begin_ms, end_ms = spans_ms[number]
        if any(w.end_ms < begin_ms - AWAY_MS or w.start_ms > end_ms + AWAY_MS for w in here if not w.interpolated):
            away.append(number)
            here = list(spread([w.text for w in here], begin_ms, end_ms))
        for word in here:
            if word.interpolated:
                start_ms = min(max(word.start_ms, begin_ms), end_ms)
                word = replace(word, start_ms=start_ms, end_ms=min(max(word.end_ms, start_ms), max(start_ms, end_ms)))
            placed.append(word)
    return (_forwards(placed) if placed != list(words) else placed), away


def _forwards(words: Sequence[Word]) -> list[Word]:
    """The same with no word before the one before it."""
    ordered: list[Word] = []
    floor_ms = 0
    for word in words:
        floor_ms = max(floor_ms, word.start_ms)
        ordered.append(replace(word, start_ms=floor_ms, end_ms=max(word.end_ms, floor_ms)))
    return ordered
