"""Two versions of a text, word by word: which words stayed, which stand for which. Pure; a day's talk in a second.

Runs of words that occur once in both versions are anchors; what lies between them is matched as in Needleman and
Wunsch (1970), with a word that looks like another being the cheaper one to put in its place.
"""

from __future__ import annotations

import difflib
import functools
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediakit.domain.naming import fold

_RUN_LENGTHS = (8, 4, 2, 1)
_CELLS = 40_000
_DIFFLIB_WORDS = 1_500
# two words left out cost a little more than one put for another
_GAP = 0.8


@dataclass(frozen=True, slots=True)
class Run:
    """Words old_from … old_to − 1 of the old version stand where new_from … new_to − 1 stand in the new one.

    same: they are the same words, one for one, but for case, accents and punctuation. Else: replaced, or, where one
    side is empty, put in or taken out.
    """

    old_from: int
    old_to: int
    new_from: int
    new_to: int
    same: bool


@functools.lru_cache(maxsize=16_384)
def comparable(text: str) -> str:
    """A word as it is compared: without case, accents and punctuation; a mark that stands alone is itself.

    >>> comparable("Brintworth’s,"), comparable("SIÂN"), comparable("—")
    ('brintworths', 'sian', '—')
    """
    if text.isascii():
        bare = "".join(c for c in text.lower() if c.isalnum())
    else:
        bare = "".join(c for c in fold(text) if c.isalnum() or unicodedata.category(c)[0] == "M")
    return bare or text


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Run, ...]:
    """Runs in order that cover both versions whole. No two neighbours are both same, or both not.

    >>> [(r.old_from, r.old_to, r.new_from, r.new_to, r.same) for r in align("a b c".split(), "A x c".split())]
    [(0, 1, 0, 1, True), (1, 2, 1, 2, False), (2, 3, 2, 3, True)]
    """
    a, b = [comparable(w) for w in old], [comparable(w) for w in new]
    pairs = sorted(_pairs(a, b))
    return tuple(_runs(pairs, len(a), len(b)))


def share_alike(runs: Iterable[Run], *, at_least: int = 3) -> int:
    """How many words stand in same runs of that many words or more: words that two texts share by chance do not."""
    return sum(r.new_to - r.new_from for r in runs if r.same and r.new_to - r.new_from >= at_least)


def _runs(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[Run]:
    i = j = 0
    at = 0
    while at < len(pairs):
        begin = pairs[at]
        if begin != (i, j):
            yield Run(i, begin[0], j, begin[1], False)
        length = 1
        while at + length < len(pairs) and pairs[at + length] == (begin[0] + length, begin[1] + length):
            length += 1
        i, j = begin[0] + length, begin[1] + length
        yield Run(begin[0], i, begin[1], j, True)
        at += length
    if (i, j) != (old, new):
        yield Run(i, old, j, new, False)


def _pairs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Every pair of equal words, in no order; the stretches between anchors wait on a stack, not in a recursion."""
    stretches = [(0, len(a), 0, len(b))]
    while stretches:
        i, i_end, j, j_end = stretches.pop()
        while i < i_end and j < j_end and a[i] == b[j]:
            yield i, j
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            yield i_end, j_end
        if i == i_end or j == j_end:
            continue
        if (i_end - i) * (j_end - j) <= _CELLS:
            yield from ((i + x, j + y) for x, y in _needleman_wunsch(a[i:i_end], b[j:j_end]))
            continue
        anchors = _anchors(a, b, (i, i_end, j, j_end))
        if anchors:
            yield from anchors
            bounds = [(i - 1, j - 1), *anchors, (i_end, j_end)]
            stretches += [
                (x + 1, x_next, y + 1, y_next)
                for (x, y), (x_next, y_next) in pairwise(bounds)
                if x + 1 < x_next and y + 1 < y_next
            ]
        elif max(i_end - i, j_end - j) <= _DIFFLIB_WORDS:
            blocks = difflib.SequenceMatcher(None, a[i:i_end], b[j:j_end], autojunk=False).get_matching_blocks()
            yield from ((i + m.a + k, j + m.b + k) for m in blocks for k in range(m.size))


def _anchors(a: Sequence[str], b: Sequence[str], within: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Pairs of words that surely belong together: of runs that occur once on either side, as many as keep order."""
    i, i_end, j, j_end = within
    for length in _RUN_LENGTHS:
        left, right = _once(a, i, i_end, length), _once(b, j, j_end, length)
        meeting = sorted((left[run], right[run]) for run in left.keys() & right.keys())
        chain = _longest_rising(meeting)
        if chain:
            pairs = sorted({(x + k, y + k) for x, y in chain for k in range(length)})
            return _longest_rising(pairs)
    return []


def _once(words: Sequence[str], begin: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    twice = set()
    for at in range(begin, end - length + 1):
        run = tuple(words[at : at + length])
        if run in found:
            twice.add(run)
        found[run] = at
    return {run: at for run, at in found.items() if run not in twice}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in order of the first, the most whose second rises strictly too, no first twice (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    # the same first with a falling second cannot both be taken
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    for number, (_, y) in enumerate(ordered):
        pile = bisect_left(tops, y)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(y)
            piles.append(number)
        else:
            tops[pile], piles[pile] = y, number
    chain = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chain.append(ordered[at])
        at = before[at]
    return chain[::-1]


def _needleman_wunsch(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of equal words in the cheapest way to make b of a."""
    width = len(b) + 1
    costs = [[column * _GAP for column in range(width)]]
    for row, word in enumerate(a, 1):
        above, line = costs[-1], [row * _GAP]
        for column in range(1, width):
            put = above[column - 1] + _exchange(word, b[column - 1])
            line.append(min(put, above[column] + _GAP, line[-1] + _GAP))
        costs.append(line)
    pairs = []
    row, column = len(a), len(b)
    while row and column:
        here = costs[row][column]
        if here == costs[row - 1][column - 1] + _exchange(a[row - 1], b[column - 1]):
            row, column = row - 1, column - 1
            if a[row] == b[column]:
                pairs.append((row, column))
        elif here == costs[row - 1][column] + _GAP:
            row -= 1
        else:
            column -= 1
    return pairs


def _exchange(one: str, other: str) -> float:
    """What it costs to write one word for another: nothing for the same, little if they begin or end alike."""
    if one == other:
        return 0.0
    alike = (one[:1] == other[:1]) + (one[:2] == other[:2]) + (one[-2:] == other[-2:])
    return 1.5 - 0.2 * alike
