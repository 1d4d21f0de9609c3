"""Somebody comes onto the people list, or what is newly known of somebody who is on it is noted."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from mediakit.catalogue import organisations, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.naming import fold, free_slug, slugify
from mediakit.domain.person import Appearance, Person

# names that are as near as this may be one person's: "Sian Prys-Howel" and "Siân Prys-Howell"
NEAR = 0.88


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is told of somebody. event: on whose people list; role and organisation are as at it.

    slug: None for one made of the name. do_not_photograph: None where nothing was said of it. contact: private.
    """

    name: str
    slug: str | None = None
    honorific: str | None = None
    post_nominals: str | None = None
    role: str | None = None
    organisation: str | None = None
    aliases: tuple[str, ...] = ()
    says: str | None = None
    contact: str | None = None
    event: str | None = None
    do_not_photograph: bool | None = None


def add(catalogue: Catalogue, told: Newcomer) -> Person:
    """Put somebody on the people list; of one who is on it, note the event and what is newly known.

    Returns them as they are now known. Raises UnknownName for the event, Misuse where nothing is new, or where the slug
    is another's.
    """
    body = organisations.named(catalogue, told.organisation)
    appearances = (Appearance(told.event, told.role, body),) if told.event else ()
    new = Person(
        slug=told.slug or _slug_of(catalogue, told.name),
        name=told.name,
        honorific=told.honorific,
        post_nominals=told.post_nominals,
        role=told.role,
        organisation=body,
        aliases=told.aliases,
        says=told.says,
        do_not_photograph=bool(told.do_not_photograph),
        appearances=appearances,
    )
    with catalogue.writing():
        _put(catalogue, new, told)
    return people.find(catalogue, new.slug)


def _put(catalogue: Catalogue, new: Person, told: Newcomer) -> None:
    if not people.is_namesake(catalogue, new):
        people.add(catalogue, new, contact=told.contact)
        return
    amended = people.amend(catalogue, new, contact=told.contact)
    if told.do_not_photograph is not None:
        people.mark_do_not_photograph(catalogue, new.slug, told.do_not_photograph)
        amended = True
    there = {a.event for a in people.find(catalogue, new.slug).appearances}
    further = [a for a in new.appearances if not (amended and a.event in there)]
    if further:
        people.appear(catalogue, new.slug, further[0])
    elif not amended:
        people.add(catalogue, new, contact=told.contact)


def alike(catalogue: Catalogue, name: str) -> list[Person]:
    """Those on the people list whose name, or another spelling of it, is this one or nearly so; the nearest first."""
    spellings: dict[str, list[Person]] = {}
    for person in people.every(catalogue):
        for known in (person.name, person.titled_name, *person.aliases):
            spellings.setdefault(fold(known), []).append(person)
    near = difflib.get_close_matches(fold(name), spellings, n=5, cutoff=NEAR)
    return list({person.slug: person for known in near for person in spellings[known]}.values())


def _slug_of(catalogue: Catalogue, name: str) -> str:
    wanted = slugify(name, fallback="")
    # a name in another script gives no letters to make one of
    return wanted or free_slug("person", [p.slug for p in people.every(catalogue)])
