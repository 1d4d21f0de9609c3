"""How a transcript came to be what it is: its revisions, what differs between two, and the way back to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediakit.catalogue import transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import Revision
from mediakit.domain.alignment import align
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.rewording import words_of
from mediakit.domain.sentences import join
from mediakit.domain.transcript import Transcript, Word
from mediakit.domain.workspace import Settings
from mediakit.editorial import amending, revising

# words that are shown before and after a difference
_AROUND = 4
_BESIDE = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that differ between two revisions, at their place in the later one; "" where there are none.

    lead, trail: a few words of the later one before and after them.
    """

    start_ms: int
    end_ms: int
    before: str
    after: str
    words: int
    lead: str = ""
    trail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision; changed: how many words differ from the one before it, None for the first."""

    revision: Revision
    changed: int | None


def history(catalogue: Catalogue, asset: Asset) -> list[Entry]:
    """Every revision of an asset's transcript, the first one first."""
    entries: list[Entry] = []
    before: Transcript | None = None
    for revision in transcripts.history(catalogue, asset.id):
        now = transcripts.revision(catalogue, asset.id, revision.number)
        changed = sum(d.words for d in differences(before, now)) if before and now else None
        entries.append(Entry(revision, changed))
        before = now
    return entries


def compared(
    catalogue: Catalogue, asset: Asset, first: int | None = None, second: int | None = None
) -> tuple[int, int, list[Difference]]:
    """Two revisions and what differs. Without numbers: the current one and the one before it; with one: it and the
    current one. Raises UnknownName, Misuse where there is only one."""
    numbers = [entry.number for entry in transcripts.history(catalogue, asset.id)]
    current = next((entry.number for entry in transcripts.history(catalogue, asset.id) if entry.current), 0)
    if first is None and second is None:
        earlier = [n for n in numbers if n < current]
        if not earlier:
            raise Misuse("there is only one revision, nothing to compare it with", where=asset.short)
        first = earlier[-1]
    before, after = _one(catalogue, asset, first or 0), _one(catalogue, asset, second or current)
    return first or 0, second or current, differences(before, after)


def differences(before: Transcript, after: Transcript) -> list[Difference]:
    """The words that differ, in order: capitals and punctuation count too. Pure."""
    old, new = words_of(before), words_of(after)
    found: list[Difference] = []
    for i, i_end, j, j_end in _stretches(old, new):
        # a place in the later revision, also where words were only taken out
        beside = new[j:j_end] or new[j - 1 : j] or new[j : j + 1] or old[i:i_end]
        start_ms, end_ms = beside[0].start_ms, max(w.end_ms for w in beside)
        around = (old[i:i_end], new[j:j_end], new[max(0, j - _AROUND) : j], new[j_end : j_end + _AROUND])
        texts = [join((w.text for w in words), after.language) for words in around]
        found.append(Difference(start_ms, end_ms, texts[0], texts[1], max(i_end - i, j_end - j), *texts[2:]))
    return found


def _stretches(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[int, int, int, int]]:
    a, b = [w.text for w in old], [w.text for w in new]
    begin, end = _alike(a, b)
    for run in align(a[begin : len(a) - end], b[begin : len(b) - end]):
        i, j = run.old_from + begin, run.new_from + begin
        if not run.same:
            yield i, run.old_to + begin, j, run.new_to + begin
            continue
        for n in range(run.old_to - run.old_from):
            if a[i + n] != b[j + n]:
                yield i + n, i + n + 1, j + n, j + n + 1


def _alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many words at the beginning and at the end are the same to the letter, less _BESIDE at the end."""
    least = min(len(old), len(new))
    begin = next((n for n in range(least) if old[n] != new[n]), least)
    end = next((n for n in range(least - begin) if old[-1 - n] != new[-1 - n]), least - begin)
    # words that were put in twice are told where they were told before: nothing but the far end is passed over
    return begin, max(0, end - _BESIDE)


def revert(catalogue: Catalogue, settings: Settings, asset: Asset, number: int, *, by: str) -> int:
    """Make an earlier revision, with its captions, the current one again, as a new revision; returns its number.

    What is redacted now stays so. Raises UnknownName, Misuse for the revision that is current.
    """
    with catalogue.writing():
        _one(catalogue, asset, number)
        if any(entry.current and entry.number == number for entry in transcripts.history(catalogue, asset.id)):
            raise Misuse(f"revision {number} is the current one", where=asset.short)
        kept = transcripts.as_kept(catalogue, asset.id, number)
        assert kept is not None
        cues = transcripts.cues_as_kept(catalogue, asset.id, number)
        how = f"revert to {number}"
        return revising.keep(catalogue, settings, asset.id, kept, by=by, how=how, cues=cues)


def _one(catalogue: Catalogue, asset: Asset, number: int) -> Transcript:
    found = transcripts.revision(catalogue, asset.id, number)
    if found is None:
        amending.current_of(catalogue, asset)
        known = [str(entry.number) for entry in transcripts.history(catalogue, asset.id)]
        there = known[0] if len(known) == 1 else f"{known[0]} to {known[-1]}"
        raise UnknownName("no such revision", where=str(number), hint=f"its revisions: {there}")
    return found
