"""What an edit means for the record of alterations: heard and written, across what was altered before. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mediakit.domain.alignment import comparable
from mediakit.domain.alignment_times import Edit
from mediakit.domain.sentences import join
from mediakit.domain.transcript import Change, Word

_NEAR_WORDS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """An alteration and the words it is about: first … last − 1 of the transcript; none where words were taken out."""

    first: int
    last: int
    change: Change


def places(words: Sequence[Word], changes: Iterable[Change], language: str) -> list[Place]:
    """Where each alteration stands among the words of its transcript, in order."""
    starts_ms = [w.start_ms for w in words]
    found = [Place(*_place(words, starts_ms, change, language), change) for change in changes]
    return sorted(found, key=lambda place: (place.first, place.last))


def _place(words: Sequence[Word], starts_ms: Sequence[int], change: Change, language: str) -> tuple[int, int]:
    """The words as written nearest to the alteration's time; else those that lie in its time."""
    at = bisect_left(starts_ms, change.start_ms)
    if not change.written:
        return at, at
    texts = change.written.split()
    for step in range(_NEAR_WORDS):
        for first in {at - step, at + step}:
            last = _spelt(words, first, texts, language) if 0 <= first < len(words) else None
            if last is not None:
                return first, last
    inside = [
        i
        for i in range(max(0, at - _NEAR_WORDS), min(len(words), at + _NEAR_WORDS + len(texts)))
        if change.start_ms <= (words[i].start_ms + words[i].end_ms) // 2 <= change.end_ms
    ]
    return (inside[0], inside[-1] + 1) if inside else (at, at)


def _spelt(words: Sequence[Word], first: int, texts: Sequence[str], language: str) -> int | None:
    """Where the words that begin at `first` end if they spell the texts; None if they do not."""
    wanted, last, written = join(texts, language), first, ""
    while last < len(words) and len(written) < len(wanted):
        written = join([written, words[last].text], language) if written else words[last].text
        last += 1
    return last if written == wanted else None


def altered(
    old: Sequence[Word], new: Sequence[Word], edits: Sequence[Edit], earlier: Sequence[Place], by: str, language: str
) -> tuple[Change, ...]:
    """All alterations of the new words: the earlier ones that the edits left alone, and one for each edit.

    What was heard stays what the recogniser wrote: an edit of something altered before takes its `heard` over.
    """
    made: list[Change] = []
    for group_edits, group_places in _groups(edits, earlier):
        if group_edits:
            made.append(_joined(old, new, group_edits, group_places, by, language))
        else:
            made += [place.change for place in group_places]
    return tuple(sorted(made, key=lambda c: (c.start_ms, c.end_ms)))


def _groups(edits: Sequence[Edit], earlier: Sequence[Place]) -> Iterable[tuple[list[Edit], list[Place]]]:
    """Edits with the earlier alterations that share a word with them."""
    spans: list[tuple[int, int, Edit | Place]] = [(e.old_from, e.old_to, e) for e in edits]
    spans += [(p.first, p.last, p) for p in earlier]
    spans.sort(key=lambda span: span[:2])
    group: list[Edit | Place] = []
    low = high = -1
    for first, last, item in spans:
        apart = first > high or (first == high and not first == last == low)
        if group and apart:
            yield _told_apart(group)
            group = []
        low, high = (low, max(high, last)) if group else (first, last)
        group.append(item)
    if group:
        yield _told_apart(group)


def _told_apart(group: Sequence[Edit | Place]) -> tuple[list[Edit], list[Place]]:
    return [i for i in group if isinstance(i, Edit)], [i for i in group if isinstance(i, Place)]


def _joined(
    old: Sequence[Word], new: Sequence[Word], edits: Sequence[Edit], earlier: Sequence[Place], by: str, language: str
) -> Change:
    first = min([e.old_from for e in edits] + [p.first for p in earlier])
    last = max([e.old_to for e in edits] + [p.last for p in earlier])
    # outside the edits the words stand one for one
    new_first = edits[0].new_from - (edits[0].old_from - first)
    new_last = edits[-1].new_to + (last - edits[-1].old_to)
    start_ms, end_ms = span_of(old[first:last] or new[new_first:new_last])
    if first < last and new_first < new_last:
        start_new_ms, end_new_ms = span_of(new[new_first:new_last])
        start_ms, end_ms = min(start_ms, start_new_ms), max(end_ms, end_new_ms)
    written = join((w.text for w in new[new_first:new_last]), language)
    return Change(start_ms, end_ms, heard(old, first, last, earlier, language), written, by=by)


def heard(old: Sequence[Word], first: int, last: int, earlier: Sequence[Place], language: str) -> str:
    """What the recogniser wrote where now the words first … last − 1 stand."""
    texts: list[str] = []
    at = first
    for place in earlier:
        texts += [w.text for w in old[at : place.first]]
        texts += [place.change.heard] if place.change.heard else []
        at = max(at, place.last)
    texts += [w.text for w in old[at:last]]
    return join(texts, language)


def span_of(words: Sequence[Word]) -> tuple[int, int]:
    """From the first of the words to their last moment; nothing for none."""
    if not words:
        return 0, 0
    start_ms = min(w.start_ms for w in words)
    return start_ms, max(start_ms, *(w.end_ms for w in words))


def taken_back(edits: Sequence[Edit], new: Sequence[Word], earlier: Sequence[Place], language: str) -> list[Change]:
    """Corrections by a person that the edits undo: what the recogniser had written would stand there again."""
    undone = []
    for group_edits, group_places in _groups(edits, earlier):
        written = comparable_text(join((w.text for e in group_edits for w in new[e.new_from : e.new_to]), language))
        undone += [
            p.change
            for p in group_places
            if group_edits
            and p.change.by
            and p.change.heard != p.change.written
            and comparable_text(p.change.heard) == written
        ]
    return undone


def comparable_text(text: str) -> str:
    """A run of words as it is compared.

    >>> comparable_text("Kate  Brintworth,") == comparable_text("kate brintworth")
    True
    """
    return " ".join(comparable(word) for word in text.split())


def carried(change: Change, words: Sequence[Word], heard_now: str) -> Change:
    """A correction as it stands in a later transcription: at the time of its words there."""
    start_ms, end_ms = span_of(words) if words else (change.start_ms, change.end_ms)
    start_ms, end_ms = min(start_ms, change.start_ms), max(end_ms, change.end_ms)
    return replace(change, start_ms=start_ms, end_ms=end_ms, heard=heard_now)
