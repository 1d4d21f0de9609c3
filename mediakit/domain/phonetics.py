"""How a word sounds, near enough to tell whether two spellings may be one name: sounds from letters, their distance.

A reading is a string with one character for each sound.
Consonants: p b t d k g f v T (thin) D (then) s z S (ship) Z (measure) C (chip) J (jam) m n N (sing) l r w y h.
Vowels: i (see, sit) e (set) A (say) a (cat, father) I (sigh) o (lot, law) O (go) u (too, put) W (now) Y (boy) @ (about)
3 (her). What is heard is read as English; a name also as Polish, Welsh or Gaelic where its letters look so.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from mediakit.domain.naming import fold
from mediakit.domain.phonetics_rules import (
    DIGITS,
    ENGLISH,
    GAELIC,
    IRREGULAR,
    LETTERS,
    LOSSES,
    NEARNESS,
    POLISH,
    POLISH_LETTERS,
    WELSH,
    Rule,
)

_AROUND = "'\".,;:!?()[]{}-–—…“”‘«»"
_LOOKS_POLISH = re.compile(r"[łóśćżźńąę]|sz|cz|rz|ski$|ska$|wicz$|[aeiou]j$|^wo")
_LOOKS_WELSH = re.compile(r"ll|dd|wy|w[^aeiouyr]|ff|rh|[âêîôûŵŷ]|ion|gw|^ie")
_LOOKS_GAELIC = re.compile(r"[áéíóú]|mh|bh|dh|aoi|ao|^si|^se|idh|gh")
_SPELLED_LETTERS = 6


@functools.lru_cache(maxsize=50_000)
def english(word: str) -> str:
    """The sounds of a written word as an English reader says it.

    >>> english("knight"), english("Brintworth"), english("2"), english("NHS")
    ('nIt', 'brintw3T', 'tu', 'enACes')
    """
    shown = word.strip(_AROUND)
    plain = fold(shown).replace("’", "'")
    if plain in IRREGULAR:
        return IRREGULAR[plain]
    vowels = any(c in "aeiouy" for c in plain)
    if len(plain) == 1 or (shown.isupper() and (not vowels or len(plain) <= 3)):
        return spelled(plain)
    return _read(plain, ENGLISH)


def phrase(text: str) -> str:
    """The sounds of several words in a row, read as English."""
    return "".join(english(word) for word in re.split(r"[\s-]+", text))


def spelled(word: str) -> str:
    """The sounds of a word said letter by letter; figures by their names."""
    return "".join(LETTERS.get(c) or (DIGITS[int(c)] if c in "0123456789" else "") for c in fold(word))


def readings(word: str) -> frozenset[str]:
    """Every way that one written word of a name may be said: as English, and as its letters suggest.

    >>> sorted(readings("Wójcik"))
    ['voyCik', 'vuyCik', 'woJkik', 'woJsik']
    """
    found = {english(word)}
    lower = unicodedata.normalize("NFC", word).lower()
    if word.isupper() and 1 < len(word) <= _SPELLED_LETTERS:
        found |= {spelled(word), _read(fold(word), ENGLISH)}
    if _LOOKS_POLISH.search(lower):
        letters = lower.translate(POLISH_LETTERS)
        found |= {_read(fold(letters), POLISH + ENGLISH), _read(fold(letters.replace("ó", "u")), POLISH + ENGLISH)}
    if _LOOKS_WELSH.search(lower):
        found.add(_read(fold(lower), WELSH + ENGLISH))
    if _LOOKS_GAELIC.search(lower):
        found.add(_read(fold(lower), GAELIC + ENGLISH))
    return frozenset(reading for reading in found if reading)


def _read(letters: str, rules: Sequence[Rule]) -> str:
    return "".join(_read_part(part, rules) for part in re.split(r"[^a-z0-9']+", letters) if part)


def _read_part(letters: str, rules: Sequence[Rule]) -> str:
    sounds: list[str] = []
    at = 0
    while at < len(letters):
        rule = next((rule for rule in rules if rule.fits(letters, at)), None)
        if rule is not None:
            sounds.append(rule.said)
            at += len(rule.letters)
            continue
        if letters[at].isdigit():
            sounds.append(DIGITS[int(letters[at])])
        elif letters[at] != "'":
            sounds.append(letters[at])
        at += 1
    return re.sub(r"(.)\1+", r"\1", "".join(sounds))


def weight(reading: str) -> float:
    """How much there is to a reading: what it costs to lose all of it."""
    return sum(LOSSES[sound] for sound in reading)


def distance(a: str, b: str) -> float:
    """What it costs to turn one reading into another: 0.0 the same, up to the weight of both.

    >>> distance("kAtrintw3T", "kAtbrintw3T") < 1 < distance("patient", "brintw3T")
    True
    """
    comparing = Comparison(b)
    comparing.hear(a)
    return comparing.distance


class Comparison:
    """A name's reading held against what is heard, sound by sound as it comes in."""

    __slots__ = ("_row", "_wanted", "least")

    def __init__(self, wanted: str) -> None:
        self._wanted = [(sound, LOSSES[sound]) for sound in wanted]
        self._row = [0.0]
        for _, loss in self._wanted:
            self._row.append(self._row[-1] + loss)
        self.least = 0.0

    def hear(self, sounds: str) -> None:
        """Take in more sounds. `least` is what every further comparison will cost at the least."""
        row = self._row
        for sound in sounds:
            near, lost = NEARNESS[sound], LOSSES[sound]
            above, left = row[0], row[0] + lost
            row[0] = least = left
            for j, (wanted, loss) in enumerate(self._wanted, 1):
                best = above + near.get(wanted, 1.0)
                above = row[j]
                if above + lost < best:
                    best = above + lost
                if left + loss < best:
                    best = left + loss
                row[j] = left = best
                if best < least:
                    least = best
            self.least = least

    @property
    def distance(self) -> float:
        """What it costs to turn all that was heard into the whole name."""
        return self._row[-1]


def split(text: str) -> Iterator[str]:
    """The words of a name as they are said one by one.

    >>> list(split("Rhys Llewellyn-Jones"))
    ['Rhys', 'Llewellyn', 'Jones']
    """
    yield from filter(None, re.split(r"[\s/–—-]+", text))
