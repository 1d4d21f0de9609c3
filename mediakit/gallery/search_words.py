"""The words of a text as the site's search compares them. templates/static/search-words.js follows the same rules."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "ŋ": "n", "ς": "σ",
    }
)  # fmt: skip
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
APOSTROPHES = "'\u2018\u2019\u02bc"
HYPHENS = "-\u2010\u2011"
# what stands before a hyphen or an apostrophe and is no word of its own: co-, re-, O’, d’
SHORT_HEAD, SHORT_ELISION = 3, 2

_RUN = f"[^\\W_{CJK}]+"
_PIECE = re.compile(f"[{CJK}]|{_RUN}(?:[{APOSTROPHES}]{_RUN})*")
_PLAIN = re.compile("[a-z0-9]+")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")

# words in order; and (place of a word among them, another way in which it is written)
Heard = tuple[list[str], list[tuple[int, str]]]


def words(text: str) -> list[str]:
    """The words of a text in order: no accents, lower case, apostrophes closed up, split at all that is no letter.

    >>> words("Siân O'Neill’s co-operation, 日本")
    ['sian', 'oneills', 'co', 'operation', '日', '本']
    """
    return heard(text)[0]


def heard(text: str) -> Heard:
    """The words of a text, and other ways to write some of them, each with its place.

    >>> heard("O'Neill’s co-op")
    (['oneills', 'co', 'op'], [(0, 'oneill'), (0, 'neill'), (1, 'coop')])
    """
    if text.isascii() and "'" not in text and "-" not in text:
        return _PLAIN.findall(text.lower()), []
    found: list[str] = []
    others: list[tuple[int, str]] = []
    for piece in text.split():
        main, beside = _heard_in(piece)
        others += [(len(found) + place, word) for place, word in beside]
        found += main
    return found, others


@functools.lru_cache(maxsize=65_536)
def _heard_in(piece: str) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", piece) if unicodedata.category(c)[0] != "M")
    folded = plain.lower().translate(LETTERS)
    found: list[str] = []
    others: list[tuple[int, str]] = []
    end = -1
    for place, match in enumerate(_PIECE.finditer(folded)):
        parts = _APOSTROPHE.split(match[0])
        found.append("".join(parts))
        others += [(place, word) for word in _without_elision(parts)]
        if place and match.start() == end + 1 and folded[end] in HYPHENS and len(found[-2]) <= SHORT_HEAD:
            others.append((place - 1, found[-2] + found[-1]))
        end = match.end()
    return tuple(found), tuple(others)


def _without_elision(parts: Sequence[str]) -> list[str]:
    """O’Malley’s → omalley, malley; l’eau → eau."""
    found = []
    if len(parts) > 1 and parts[-1] == "s":
        parts = parts[:-1]
        found.append("".join(parts))
    if len(parts) > 1 and len(parts[0]) <= SHORT_ELISION < len("".join(parts[1:])):
        found.append("".join(parts[1:]))
    return found
