"""Two spellings that may be one name: letters that differ, and how both sound."""

from __future__ import annotations

import functools
import re

from mediakit.domain import phonetics

SHORTEST = 4
LONGEST = 40
# how far two names may sound from each other, as a share of all there is to hear in them
SOUNDS_LIKE = 0.2
# letters that sound alike, in this order; quicker than a full reading, and read for every word of every talk
_ALIKE = tuple(
    (re.compile(letters), said)
    for letters, said in (
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"^x", "s"), (r"tch|ch|cz", "C"), (r"sch|sh|sz", "S"),
        (r"ph|v", "f"), (r"th|dd", "T"), (r"gh(?=$|[^aeiou])", ""), (r"dg(?=[eiy])|j", "J"), (r"c(?=[eiy])|z", "s"),
        (r"c?k|q|c", "k"), (r"x", "ks"), (r"[aeiouyhw']", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@functools.lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a word about as it is said: equal for what is easily taken for one another.

    >>> skeleton("naqvi") == skeleton("nakvi"), skeleton("brintworth") == skeleton("brentwerth")
    (True, True)
    """
    if len(word) > LONGEST or not word.isalpha():
        return ""
    for letters, said in _ALIKE:
        word = letters.sub(said, word)
    return word


def may_differ(word: str) -> int:
    """How many letters may be wrong in a word of this length.

    >>> may_differ("ada"), may_differ("naqvi"), may_differ("brintworth")
    (0, 1, 2)
    """
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2


def edits(a: str, b: str, most: int) -> int:
    """Letters to change, add, leave out or swap to make one word of another; `most` + 1 where it takes more.

    >>> edits("brintworth", "brentworth", 2), edits("nakiv", "nakvi", 1), edits("ada", "zoe", 1)
    (1, 1, 2)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def difference(a: str, b: str) -> float | None:
    """How far one name is from another, 0 … 2; None where nobody would take one for the other."""
    most = may_differ(a)
    if not most:
        return None
    count = edits(a, b, most)
    if count <= most:
        return float(count) - (0.5 if skeleton(a) == skeleton(b) else 0.0)
    if skeleton(a) != skeleton(b) or len(skeleton(a)) < 2:
        return None
    one, other = phonetics.english(a), phonetics.english(b)
    apart = phonetics.distance(one, other) / max(phonetics.weight(one), phonetics.weight(other), 0.1)
    return 1.0 + apart if apart <= SOUNDS_LIKE else None
