"""Captions that a person made, found again under the words of a later transcript."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from mediakit.domain.captions_breaks import bare
from mediakit.domain.captions_rules import Cue
from mediakit.domain.transcript import Word

# A later recognition may put the same words a little earlier or later; further away it is another place.
NEAR_MS = 5_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A person's cue and the words under it: [first, beyond) of the transcript's words."""

    cue: Cue
    first: int
    beyond: int


def find_kept(words: Sequence[Word], kept: Sequence[Cue], *, unspaced: bool = False) -> list[Kept]:
    """The cues whose words still stand there unchanged, in order, without overlap in words or time. Pure.

    Words are compared without case and punctuation; dashes and names in capitals before a colon are no words. A cue
    whose words changed, or which lies over another, is left out.
    """
    if not kept:
        return []
    atoms = [(atom, i) for i, word in enumerate(words) for atom in _atoms(word.text, unspaced)]
    times = list(accumulate((words[i].start_ms for _, i in atoms), max))
    found: list[Kept] = []
    cursor = clock_ms = 0
    for cue in sorted(kept, key=lambda c: c.start_ms):
        wanted = _wanted(cue, unspaced)
        at = _nearest(atoms, times, wanted, cursor, cue.start_ms)
        if at is None or cue.start_ms < clock_ms or cue.end_ms <= cue.start_ms:
            continue
        first, beyond = atoms[at][1], atoms[at + len(wanted) - 1][1] + 1
        if not _whole_words(atoms, at, at + len(wanted)):
            continue
        first, beyond = _with_marks(words, cue, first, beyond, unspaced)
        found.append(Kept(cue, first, beyond))
        cursor, clock_ms = at + len(wanted), cue.end_ms
    return found


def _atoms(text: str, unspaced: bool) -> Iterator[str]:
    for part in text.split():
        clean = bare(part)
        if clean:
            yield from clean if unspaced else (clean,)


def _wanted(cue: Cue, unspaced: bool) -> list[str]:
    lines = list(cue.lines)
    label, colon, rest = lines[0].partition(":")
    if colon and label.isupper() and len(label.split()) <= 5:
        lines[0] = rest
    return [atom for line in lines for atom in _atoms(line, unspaced)]


def _nearest(
    atoms: Sequence[tuple[str, int]], times: Sequence[int], wanted: Sequence[str], cursor: int, start_ms: int
) -> int | None:
    """Where these words stand nearest to start_ms, at or after the cursor; None if nowhere near."""
    lowest, beyond = bisect_left(times, start_ms - NEAR_MS), bisect_right(times, start_ms + NEAR_MS)
    matching = [
        at
        for at in range(max(cursor, lowest), beyond)
        if wanted and atoms[at][0] == wanted[0] and [a for a, _ in atoms[at : at + len(wanted)]] == list(wanted)
    ]
    return min(matching, key=lambda at: abs(times[at] - start_ms), default=None)


def _with_marks(words: Sequence[Word], cue: Cue, first: int, beyond: int, unspaced: bool) -> tuple[int, int]:
    """The range with the words on either side that are nothing but marks and stand in the cue as well: "[ music ]"."""
    texts = cue.text.split()
    for text in reversed(list(takewhile(lambda t: not [*_atoms(t, unspaced)], texts))):
        if first and words[first - 1].text == text:
            first -= 1
    for text in reversed(list(takewhile(lambda t: not [*_atoms(t, unspaced)], reversed(texts)))):
        if beyond < len(words) and words[beyond].text == text:
            beyond += 1
    return first, beyond


def _whole_words(atoms: Sequence[tuple[str, int]], at: int, beyond: int) -> bool:
    """True unless the cue begins or ends in the middle of a word that has several atoms."""
    before = at > 0 and atoms[at - 1][1] == atoms[at][1]
    after = beyond < len(atoms) and atoms[beyond][1] == atoms[beyond - 1][1]
    return not before and not after
