"""A people list taken over, and one person changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mediakit.catalogue import agenda, events, organisations
from mediakit.catalogue.agenda import Rostered
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.agenda import Problems
from mediakit.domain.assignment import parse_assignments
from mediakit.domain.errors import Misuse
from mediakit.domain.person import Person
from mediakit.logistics import roster
from mediakit.logistics.by_hand import PERSON_KEYS, changed_person
from mediakit.logistics.roster import AS_AT, Change, Roster, Told
from mediakit.logistics.roster_sheet import read_people


def take_over(catalogue: Catalogue, path: Path, event: str | None, zone: str, *, dry_run: bool) -> dict[str, Change]:
    """Read a file, decide, and do it unless it is a dry run; returns what becomes of each person, by slug.

    event: on whose people list they are. zone: of a schedule that names none. Raises UnknownName, Misuse, BadInputFile;
    then nothing was written.
    """
    meant = events.find(catalogue, event) if event else None
    told = read(catalogue, path, meant.timezone if meant else zone, meant.starts if meant else None)
    # what is decided rests on what is there: nobody writes in between
    with catalogue.writing():
        known = agenda.rostered(catalogue, event)
        changes = plan(told, known, event, str(path))
        if not dry_run:
            roster.write(catalogue, known, event, changes)
    return changes


def read(catalogue: Catalogue, path: Path, zone: str, first_day: date | None) -> list[Told]:
    """The people of a file, organisations by their names where a row gives the slug of one that is known."""
    known = {o.slug: o.name for o in organisations.every(catalogue)}
    return [
        replace(one, fields={**one.fields, "organisation": known.get(str(body), body)})
        if (body := one.fields.get("organisation"))
        else one
        for one in read_people(path, zone, first_day)
    ]


def plan(told: Sequence[Told], known: Rostered, event: str | None, where: str) -> dict[str, Change]:
    """What becomes of each person, by slug. Raises BadInputFile with a line for every row that could mean several."""
    problems, listed = Problems(where), Roster(known, event)
    seen: dict[str, str] = {}
    for one in told:
        try:
            slug = listed.take(one)
        except Misuse as error:
            problems.add(one.where, str(error))
            continue
        if one.where and seen.setdefault(slug, one.where) != one.where and not one.identity:
            problems.add(one.where, f"{one.name} is the same person as in {seen[slug]}")
    problems.refuse_if_any()
    return listed.changes


def set_by_hand(catalogue: Catalogue, person: Person, words: Sequence[str], event: str | None) -> None:
    """Change somebody as typed; role and organisation as at an event, if one is named. Raises Misuse, UnknownName."""
    fields = changed_person(person, parse_assignments(words, PERSON_KEYS, ["alias"]))
    if fields.get("organisation"):
        fields["organisation"] = organisations.named(catalogue, fields["organisation"])
    as_at = {name: fields[name] for name in AS_AT if name in fields}
    # what somebody is now is what they were at the one event they were at
    there = [event] if event else [a.event for a in person.appearances][-1:]
    if event and len(person.appearances) > 1:
        fields = {name: value for name, value in fields.items() if name not in AS_AT}
    with catalogue.writing():
        agenda.change_person(catalogue, person.slug, fields)
        for slug in there if as_at else ():
            agenda.put_appearance(catalogue, person.slug, slug, as_at)
