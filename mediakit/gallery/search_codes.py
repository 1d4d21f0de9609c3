"""How the index of the site's search writes numbers, numbers pages, and spreads words over files.

Everything is plain text that can stand in a script. templates/static/search-index.js reads exactly this.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

# every printable character of ASCII but the space, the quotation mark and the backslash
ALPHABET = "".join(chr(c) for c in range(0x21, 0x7F) if chr(c) not in '"\\')
BASE = 46
FIRST_LETTERS = 3
# a bucket holds the words of about so much text; so many buckets there are at most
CHARACTERS_A_BUCKET, MOST_BUCKETS = 100_000, 512


def _number(value: int) -> str:
    written = ""
    while value >= BASE:
        written += ALPHABET[BASE + value % BASE]
        value = value // BASE - 1
    return written + ALPHABET[value]


_SMALL = [_number(value) for value in range(BASE + BASE * BASE)]


def number(value: int) -> str:
    """A whole number from 0 on: one character below 46, two below 2,162, three below 99,498.

    >>> number(0), number(45), number(46), number(2_162)
    ('!', 'O', 'P!', 'PP!')
    """
    return _SMALL[value] if value < len(_SMALL) else _number(value)


def rising(values: Iterable[int], before: int = 0) -> str:
    """Rising numbers, each as the distance from the one before."""
    written = []
    for value in values:
        written.append(number(value - before))
        before = value
    return "".join(written)


def read_numbers(text: str) -> list[int]:
    """The numbers of a text.

    >>> read_numbers(number(7) + number(100_000))
    [7, 100000]
    """
    found, value, scale = [], 0, 1
    for character in text:
        digit = ALPHABET.index(character)
        value += digit * scale
        scale *= BASE
        if digit < BASE:
            found.append(value)
            value, scale = 0, 1
    return found


def bucket_of(word: str, buckets: int) -> int:
    """The bucket of a word: all words with the same three first letters are in one. buckets: a power of two."""
    spread = 0
    for character in word[:FIRST_LETTERS]:
        spread = (spread * 31 + ord(character)) % 65_521
    return spread % buckets


def buckets_for(characters: int) -> int:
    """How many buckets a site with so much text has: a power of two, so that it seldom changes."""
    return min(MOST_BUCKETS, 1 << max(1, (characters // CHARACTERS_A_BUCKET).bit_length()))


def numbered(keys: Iterable[str]) -> dict[str, int]:
    """A number for each page that follows from its address: when pages come or go, the others keep theirs.

    Only where two addresses want the same number does one give way; and all are new where the site has outgrown them.
    """
    ordered = sorted(set(keys))
    places = 1 << (4 * len(ordered) + 3).bit_length()
    taken: set[int] = set()
    found = {}
    for key in ordered:
        # crc32 only spreads addresses evenly, the same way every time
        place = zlib.crc32(key.encode("utf-8", "surrogatepass")) % places
        while place in taken:
            place = (place + 1) % places
        taken.add(place)
        found[key] = place
    return found


def shortened(ordered: Sequence[str]) -> str:
    """Sorted words, each as how many first letters it has in common with the one before, and the rest.

    >>> shortened(["trust", "trusted", "try"])
    "!trust 'ed $y"
    """
    written, before = [], ""
    for word in ordered:
        same = 0
        for a, b in zip(word[: BASE - 1], before, strict=False):
            if a != b:
                break
            same += 1
        written.append(ALPHABET[same] + word[same:])
        before = word
    return " ".join(written)


def read_shortened(text: str) -> list[str]:
    """The words that `shortened` wrote.

    >>> read_shortened("!trust 'ed $y")
    ['trust', 'trusted', 'try']
    """
    found: list[str] = []
    before = ""
    for piece in text.split(" ") if text else ():
        before = before[: ALPHABET.index(piece[0])] + piece[1:]
        found.append(before)
    return found
