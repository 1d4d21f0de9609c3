"""The words a recording may hold that no recogniser can know: names of its people, organisations, places, terms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mediakit.domain import phonetics
from mediakit.domain.naming import fold
from mediakit.domain.person import Person

MOST_READINGS = 24
# A part of a name that stands alone needs this much sound, or it is taken for any short word; a surname, a title.
LEAST_ALONE = 1.7
SAME_SOUND = 0.2
# A word of an organisation's name that has more letters than this and is not one of these may stand for it.
LEAST_LETTERS = 5
_IN_MANY_NAMES = frozenset(
    (
        "academy action agency alliance ambulance annual association authority board borough building business cancer "
        "care centre charity children city civic clinic clinical college collective commission committee community "
        "company conference consortium council county department digital district division east eastern education "
        "england english europe european event excellence faculty family federation forum foundation gathering "
        "general global government group hall health healthcare hospital hospitals house improvement infirmary "
        "information innovation institute institution integrated international ireland irish justice kingdom "
        "laboratory learning library limited local london maternity medical medicine mental midlands midwifery "
        "midwives ministry museum national neonatal network north northern nursing observatory office organisation "
        "park parents partnership patient patients people primary programme project public quality regional research "
        "royal sample saint school schools science scotland scottish secondary service services social society south "
        "southern state street studies system systems theatre together town trust union united university village "
        "voices wales welsh west western women workshop world young"
    ).split()
)


class Source(StrEnum):
    """Where a word comes from, as the reason for a change tells it."""

    PERSON = "the people list"
    ORGANISATION = "the list of organisations"
    PLACE = "the agenda"
    WORD = "the vocabulary"


@dataclass(frozen=True, slots=True)
class Term:
    """A name or word with every way it may be said.

    text: as it is to be written. readings: its sounds (see phonetics). near: somebody or something of this very
    recording. heard_as: what was written for it before, as folded words. of: the whole name that this is a part of.
    """

    text: str
    source: Source
    readings: tuple[str, ...]
    near: bool = False
    heard_as: tuple[str, ...] = ()
    of: str | None = None

    @property
    def part(self) -> bool:
        """Whether it is a surname, say, and not the whole name."""
        return self.of is not None

    @property
    def short(self) -> bool:
        """Whether it is a surname with so little sound that any short word may be taken for it: Lee, Ng, Tuohy."""
        return self.part and self.source is Source.PERSON and max(map(phonetics.weight, self.readings)) < LEAST_ALONE


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of one recording, the nearest first."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


NO_NAMES = Lexicon()


def make_lexicon(people: Iterable[Person], near: Iterable[str], others: Iterable[Term]) -> Lexicon:
    """The lexicon of a recording. near: slugs of the people who are in it or in its session; others: all further terms.

    A text stands in it once. Whoever is near comes first, then the vocabulary, whole names, and parts of names last:
    a long people list is cut at its end.
    """
    close = set(near)
    terms = [term for person in people for term in terms_of(person, near=person.slug in close)]
    ordered = sorted((*terms, *others), key=lambda term: (not term.near, term.source is not Source.WORD, term.part))
    kept: dict[str, Term] = {}
    for term in ordered:
        if term.readings and term.text not in kept:
            kept[term.text] = term
    return Lexicon(tuple(kept.values()))


def terms_of(person: Person, *, near: bool = False) -> Iterator[Term]:
    """A person's full name, their surname, the first name of somebody near, and other names they go by.

    An alias that sounds like the name is a misspelling of it and only another way to hear it.
    """
    words = list(phonetics.split(person.name))
    by_word = _readings_by_word(words, person.says)
    whole = _joined(by_word)
    misspelt = tuple(alias for alias in person.aliases if _sounds_like(alias, whole))
    more = tuple(phonetics.phrase(alias) for alias in misspelt)
    heard_as = tuple(_folded(alias) for alias in misspelt)
    yield Term(person.name, Source.PERSON, tuple(dict.fromkeys((*whole, *more))), near, heard_as)
    spaced = person.name.split()
    if len(spaced) > 1:
        apart = by_word if "" not in by_word[-1] else _readings_by_word(words, None)
        size = len(list(phonetics.split(spaced[-1])))
        surname = _joined(apart[-size:])
        yield Term(spaced[-1], Source.PERSON, _long(surname) or surname, near, of=person.name)
        if near:
            first = _long(_joined(apart[: len(list(phonetics.split(spaced[0])))]))
            yield Term(spaced[0], Source.PERSON, first, near, of=person.name)
    for alias in person.aliases:
        if alias not in misspelt:
            yield Term(alias, Source.PERSON, _joined([phonetics.readings(w) for w in phonetics.split(alias)]), near)


def term(
    text: str, source: Source, *, says: str | None = None, heard_as: Sequence[str] = (), near: bool = False
) -> Term:
    """A term that is not a person: an organisation, a place, a word of the vocabulary."""
    readings = _joined(_readings_by_word(list(phonetics.split(text)), says))
    return Term(text, source, readings, near, tuple(_folded(heard) for heard in heard_as))


def terms_named(text: str, source: Source, *, near: bool = False) -> Iterator[Term]:
    """An organisation, an event or a place, and each word of its name that is not in the names of many others.

    >>> [term.text for term in terms_named("Calderwick Health System", Source.ORGANISATION)]
    ['Calderwick Health System', 'Calderwick']
    """
    yield term(text, source, near=near)
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", text)
    for word in words if len(words) > 1 else ():
        if word[0].isupper() and len(word) > LEAST_LETTERS and fold(word) not in _IN_MANY_NAMES:
            yield replace(term(word, source, near=near), of=text)


def _readings_by_word(words: Sequence[str], says: str | None) -> list[set[str]]:
    """The readings of each word; what is given as the way it is said is added where it belongs.

    `says` may be the whole name or a part of it: it goes to the words that it sounds most like.
    """
    by_word = [set(phonetics.readings(word)) for word in words]
    if not says or not words:
        return by_word
    spoken = [sounds for part in says.split() if (sounds := phonetics.phrase(part.lower()))]
    if not spoken:
        return by_word
    if len(spoken) > len(words):
        return [{"".join(spoken)}, *({""} for _ in words[1:])] if len(words) == 1 else _either(by_word, spoken)
    places = range(len(words) - len(spoken) + 1)
    at = min(places, key=lambda i: sum(_apart(s, by_word[i + k]) for k, s in enumerate(spoken)))
    for k, sounds in enumerate(spoken):
        by_word[at + k].add(sounds)
    return by_word


def _either(by_word: list[set[str]], spoken: Sequence[str]) -> list[set[str]]:
    """More words said than written: the whole of it is one more way to say the first word, and the rest is silent."""
    first = {"".join(rest) for rest in itertools.islice(itertools.product(*by_word), MOST_READINGS)}
    return [first | {"".join(spoken)}, *({""} for _ in by_word[1:])]


def _apart(sounds: str, readings: Iterable[str]) -> float:
    return min(phonetics.distance(sounds, reading) / max(0.1, phonetics.weight(reading)) for reading in readings)


def _joined(by_word: Sequence[Iterable[str]]) -> tuple[str, ...]:
    every = itertools.product(*(sorted(readings) for readings in by_word))
    joined = ("".join(parts) for parts in itertools.islice(every, MOST_READINGS))
    return tuple(dict.fromkeys(filter(None, joined)))


def _long(readings: Iterable[str]) -> tuple[str, ...]:
    """Those that can stand alone."""
    return tuple(reading for reading in readings if phonetics.weight(reading) >= LEAST_ALONE)


def _sounds_like(text: str, readings: Sequence[str]) -> bool:
    return bool(readings) and _apart(phonetics.phrase(text), readings) < SAME_SOUND


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def nearest(lexicon: Lexicon, most: int) -> Lexicon:
    """The same with no more than so many terms, the nearest kept."""
    return replace(lexicon, terms=lexicon.terms[:most])
