"""Names in running text: how somebody may be called, and whom a title or a caption names who must not be named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mediakit.domain.asset import Asset
from mediakit.domain.consent import ShowAs
from mediakit.domain.naming import fold
from mediakit.domain.person import Person
from mediakit.domain.verdict import Standing

WRITTEN = (
    "title", "caption", "alt_text", "extended_description", "credit", "creator", "copyright", "chapters",
    "description_text", "description_not_needed",
)  # fmt: skip

_TOLD = {
    "chapters": "its chapters name",
    "description_text": "its description names",
    "description_not_needed": "the reason why it needs no audio description names",
}

# scripts without spaces between words are compared letter by letter
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# soft hyphens, joiners, direction marks: nobody sees them, and a name with one inside is the same name
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A person with the ways they may be named, each as " folded words " with a space at both ends."""

    slug: str
    forms: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text as names are compared: without accents, case, punctuation and what cannot be seen.

    >>> words("Siân O'Neill’s co-chair, 会場")
    ['sian', 'o', 'neill', 's', 'co', 'chair', '会', '場']
    """
    return _WORD.findall(text.lower() if text.isascii() else fold(_UNSEEN.sub("", text)))


def written_ways(person: Person) -> list[str]:
    """Full name either way round, with the honorific, slug, aliases, honorific with surname: as they are written."""
    names = [person.name, person.titled_name, person.slug, *person.aliases]
    *before, last = person.name.split() or [""]
    if before:
        names.append(" ".join((last, *before)))
    if person.honorific and before:
        names.append(f"{person.honorific} {last}")
    return names


def ways_to_name(person: Person) -> Named:
    """Full name either way round, slug, aliases, honorific with surname; a single common word is not enough to go by.

    >>> ways_to_name(Person("renee-omalley", "Renée O'Malley")).forms
    (' o malley renee ', ' renee o malley ', ' renee omalley ')
    """
    folded = [(name, words(name)) for name in written_ways(person)]
    forms = {f" {' '.join(found)} " for name, found in folded if len(found) > 1 or (found and name in person.aliases)}
    return Named(person.slug, tuple(sorted(forms)))


def named_in_full(standing: Standing | None) -> bool:
    """Whether somebody's full name may be shown."""
    return standing is not None and standing.may_be_shown and standing.show_as is ShowAs.FULL


class Unnamed:
    """Finds, in any text, the people who may not be named in full. Made once for all assets of an event.

    Credits and copyright lines are the same on hundreds of photos: what was found in a text is remembered.
    """

    def __init__(self, people: Iterable[Person], standings: Mapping[str, Standing]) -> None:
        self._standings = standings
        self._people = {p.slug: p for p in people if not named_in_full(standings.get(p.slug))}
        self._by_first_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for person in self._people.values():
            for form in ways_to_name(person).forms:
                self._by_first_word[form.split()[0]].append((form, person.slug))

        self._known: dict[str, str | None] = {}

    def found_in(self, text: str) -> str | None:
        """The slug of the first of them whose name stands in a text, or None."""
        if text not in self._known:
            self._known[text] = self._look(text)
        return self._known[text]

    def _look(self, text: str) -> str | None:
        written = words(text)
        line = f" {' '.join(written)} "
        return next((slug for w in written for form, slug in self._by_first_word.get(w, ()) if form in line), None)

    def reason(self, asset: Asset) -> str | None:
        """Why an asset cannot be shown as it is described: who is named in which of its texts; None if nobody is."""
        if not self._people:
            return None
        there = [slug for slug in asset.people if slug in self._people]
        for field in WRITTEN:
            text = getattr(asset, field)
            if text and (slug := self.found_in(text) or self._shown_there(there, text)):
                what = f"{_TOLD.get(field) or f'its {field} names'.replace('_', ' ')} {self._people[slug].name}"
                return f"{what}, who {_terms(self._standings.get(slug))}"
        return None

    def _shown_there(self, people: Sequence[str], text: str) -> str | None:
        """The same for parts of the names of those of them who are in it: beside their picture, a surname is enough."""
        for slug in people:
            standing = self._standings.get(slug)
            if standing:
                line = f" {' '.join(words(text))} "
                if any(f" {part} " in line for part in _telling_parts(self._people[slug], standing)):
                    return slug
        return None


def _telling_parts(person: Person, standing: Standing) -> Iterator[str]:
    """Surname, and for somebody shown without a name the first name too; folded."""
    parts = person.name.split()
    telling = [*parts[1:][-1:], *(parts[:1] if standing.show_as is ShowAs.NONE else ())]
    yield from (folded for part in telling if (folded := " ".join(words(part))))


def _terms(standing: Standing | None) -> str:
    if standing is None or not standing.may_be_shown:
        return "may not be named on the web"
    return "is named by first name alone" if standing.show_as is ShowAs.FIRST else "is shown without a name"
