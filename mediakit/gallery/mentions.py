"""Names spoken by somebody else: listed for a person to decide, since no rule can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediakit.domain.person import Person
from mediakit.domain.transcript import Segment
from mediakit.gallery.search_index import words


@dataclass(frozen=True, slots=True)
class Mention:
    """A person on the people list who may not be named in full, named at start_ms of a published recording."""

    asset: str
    person: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Named:
    """A person with the ways they may be named, each as " folded words " with a space at both ends."""

    slug: str
    forms: tuple[str, ...]


def ways_to_name(person: Person) -> Named:
    """Full name either way round, slug, aliases, honorific with surname; a single common word is not enough to go by.

    >>> ways_to_name(Person("renee-omalley", "Renée O'Malley")).forms
    (' o malley renee ', ' renee o malley ', ' renee omalley ')
    """
    names = [person.name, person.titled_name, person.slug, *person.aliases]
    *before, last = person.name.split() or [""]
    if before:
        names.append(" ".join((last, *before)))
    if person.honorific and before:
        names.append(f"{person.honorific} {last}")
    folded = [(name, words(name)) for name in names]
    forms = {f" {' '.join(found)} " for name, found in folded if len(found) > 1 or (found and name in person.aliases)}
    return Named(person.slug, tuple(sorted(forms)))


def mentions(asset: str, segments: Sequence[Segment], people: Sequence[Named]) -> Iterator[Mention]:
    """The first place in a recording where each of these people is named, also across the end of a sentence."""
    if not people or not segments:
        return
    starts: list[int] = []
    said: list[str] = []
    for segment in segments:
        spoken = words(segment.text)
        said += spoken
        starts += [segment.start_ms] * len(spoken)
    text = f" {' '.join(said)} "
    for person in people:
        places = [at for form in person.forms if (at := text.find(form)) >= 0]
        if places:
            yield Mention(asset, person.slug, starts[text.count(" ", 0, min(places) + 1) - 1])
