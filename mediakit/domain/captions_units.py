"""What is never taken apart: names, numbers with their units, an article and its noun, and labels in brackets.

BBC subtitle guidelines, "Break at natural points"; a unit that is wider than a line has to be broken all the same.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mediakit.domain.captions_breaks import NUMBER, NUMBER_WORDS, TITLES, bare, ends_clause
from mediakit.domain.captions_rules import is_unspaced, width
from mediakit.domain.sentences import ends_sentence

LONGEST_PAUSE_MS = 1_000
_MOST_WORDS = 7

ARTICLES: Mapping[str, frozenset[str]] = {
    "en": frozenset("a an the".split()),
    "fr": frozenset("le la les un une des du au aux".split()),
    "de": frozenset("ein eine einen einem einer eines des dem den".split()),
    "es": frozenset("el la los las un una unos unas del al".split()),
    "it": frozenset("il lo la gli le un uno una del della dei degli delle".split()),
    "pt": frozenset("o os as um uma do da dos das".split()),
    "nl": frozenset("de het een".split()),
    "cy": frozenset("y yr".split()),
}
_MONTHS = frozenset(
    "january february march april june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec".split()
)
_UNITS = frozenset(
    "hundred thousand million billion trillion per percent % degrees o'clock am pm a.m p.m pounds pence dollars euros "
    "kilometres metres miles km kg mg ml cm mm mph m bn k gb mb kilos tonnes litres centimetres millimetres".split()
)
_NUMBERED = frozenset("page chapter no number section part room figure table step phase level stage grade band".split())
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_POSSESSIVE = re.compile(r"(?:'s|s')$")


class NameList:
    """Names as they are known, to be found again in running text. Longer ones count first; case and 's do not."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            parts = tuple(part for part in map(bare, name.split()) if part)
            if len(parts) > 1:
                self._by_first.setdefault(parts[0], []).append(parts)
        for found in self._by_first.values():
            found.sort(key=len, reverse=True)

    def length_at(self, words: Sequence[str], first: int) -> int:
        """How many words the name that begins at `first` has; 0: none begins there. words: as `bare` gives them."""
        for parts in self._by_first.get(words[first], ()):
            *most, last = words[first : first + len(parts)] or [""]
            if tuple(most) == parts[:-1] and (last == parts[-1] or _POSSESSIVE.sub("", last) == parts[-1]):
                return len(parts)
        return 0


NO_NAMES = NameList()


def units(
    texts: Sequence[str], pauses_ms: Sequence[int], language: str | None, names: NameList, longest: int
) -> list[tuple[int, int]]:
    """The words in runs that stay on one line: [first, beyond), in order, together all of them. None is wider than
    `longest` columns unless it is one word.

    pauses_ms: the silence after each word but the last; over a second, and at a sentence's end, nothing holds together.
    """
    base = (language or "en").lower().partition("-")[0]
    if is_unspaced(base):
        return [(i, i + 1) for i in range(len(texts))]
    held = set(_held_pairs(texts, base, names))
    runs: list[tuple[int, int]] = []
    columns = 0
    for i, text in enumerate(texts):
        own = width(text)
        joins = i - 1 in held and pauses_ms[i - 1] <= LONGEST_PAUSE_MS
        if joins and columns + 1 + own <= longest and i - runs[-1][0] < _MOST_WORDS:
            runs[-1] = (runs[-1][0], i + 1)
            columns += 1 + own
        else:
            runs.append((i, i + 1))
            columns = own
    return runs


def _held_pairs(texts: Sequence[str], language: str, names: NameList) -> Iterator[int]:
    """The positions of words that must not be parted from the one after them."""
    words = [bare(text) for text in texts]
    for i in range(len(texts) - 1):
        yield from range(i, label_end(texts, i))
        named = names.length_at(words, i)
        for j in range(i, i + named - 1):
            if not ends_clause(texts[j]) or texts[j].endswith("."):
                yield j
        if _holds(texts[i], texts[i + 1], words[i], words[i + 1], language):
            yield i


def _holds(before: str, after: str, left: str, right: str, language: str) -> bool:
    if not left or not right or ends_clause(before) or ends_sentence(before, after):
        return False
    if left in ARTICLES.get(language, ()) and before.strip("\"'“‘([") in (left, left.capitalize()):
        return True
    if left in TITLES and after[:1].isupper() and before[:1].isupper():
        return True
    if left == "per" and right == "cent":
        return True
    number, follows = is_number(before), is_number(after)
    if number and (right in _UNITS or right in _MONTHS or after[:3] == "May"):
        return True
    if follows and (left in _MONTHS or (left in _NUMBERED and after[:1].isdigit())):
        return True
    return left in _TENS and right in NUMBER_WORDS


@functools.lru_cache(maxsize=16_384)
def is_number(text: str) -> bool:
    """Digits, a sum of money, a percentage, or a number in words."""
    return bool(NUMBER.match(text)) or bare(text) in NUMBER_WORDS


def label_end(texts: Sequence[str], first: int) -> int:
    """Where a label that begins with this word ends ([applause], [door slams], (laughter)); else `first` itself."""
    mark = {"[": "]", "(": ")"}.get(texts[first][:1])
    if mark:
        for i, text in enumerate(texts[first : first + _MOST_WORDS], first):
            if text.rstrip(".,;:!?")[-1:] == mark:
                return i
    return first
