"""The people list: names, and role and organisation as at each event."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence

from mediakit.catalogue import events, search
from mediakit.catalogue.connect import Catalogue, Row
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.naming import fold
from mediakit.domain.person import Appearance, Person

_APPEARS = "INSERT INTO appearances (person_id, event_id, role, organisation) VALUES (?, ?, ?, ?)"


def add(catalogue: Catalogue, person: Person, *, contact: str | None = None) -> None:
    """Add a person with appearances. Raises Misuse if the slug is taken."""
    known = catalogue.row("SELECT name FROM people WHERE slug = ?", [person.slug])
    if known:
        what = f"{known['name']} is on the people list already, as {person.slug}"
        raise Misuse(what, hint="another person of that name? choose another slug with --slug")
    if person.slug in (merged := former_slugs(catalogue)):
        what = f"{person.slug} is a spelling of {merged[person.slug]}, with whom it was merged"
        raise Misuse(what, hint="another person of that name? choose another slug with --slug")
    appearances = [(events.number(catalogue, a.event), a.role, a.organisation) for a in person.appearances]
    with catalogue.writing():
        person_id = catalogue.insert(
            "people",
            {
                "slug": person.slug,
                "name": person.name,
                "honorific": person.honorific,
                "post_nominals": person.post_nominals,
                "role": person.role,
                "organisation": person.organisation,
                "aliases": json.dumps(person.aliases, ensure_ascii=False),
                "says": person.says,
                "contact": contact,
                "do_not_photograph": int(person.do_not_photograph),
            },
        )
        for event_id, role, organisation in appearances:
            catalogue.execute(_APPEARS, [person_id, event_id, role, organisation])


def every(catalogue: Catalogue, event: str | None = None) -> list[Person]:
    """Everybody, or everybody who appears at one event, in order of name."""
    people = _gathered(catalogue, "1", [])
    if event is None:
        return people
    return [p for p in people if any(a.event == event for a in p.appearances)]


def _gathered(catalogue: Catalogue, condition: str, values: Sequence[object]) -> list[Person]:
    appearances: dict[int, list[Appearance]] = {}
    for row in catalogue.rows(
        "SELECT appearances.*, events.slug AS event FROM appearances JOIN events ON events.id = event_id "
        f"WHERE person_id IN (SELECT id FROM people WHERE {condition}) ORDER BY starts, events.slug",
        values,
    ):
        found = Appearance(event=row["event"], role=row["role"], organisation=row["organisation"])
        appearances.setdefault(row["person_id"], []).append(found)
    rows = catalogue.rows(f"SELECT * FROM people WHERE {condition} ORDER BY name, id", values)
    return [_person(row, tuple(appearances.get(row["id"], ()))) for row in rows]


def find(catalogue: Catalogue, name: str) -> Person:
    """One person by slug, or by full name or alias if only one has it. Raises UnknownName that says who is near."""
    for person in _gathered(catalogue, "slug = ?", [name]):
        return person
    people = every(catalogue)
    now_called = former_slugs(catalogue).get(name)
    if now_called:
        return next(p for p in people if p.slug == now_called)
    wanted = fold(name)
    named = [p for p in people if wanted in {fold(n) for n in (p.name, p.titled_name, *p.aliases)}]
    if len(named) == 1:
        return named[0]
    if named:
        raise UnknownName("more than one person has that name", where=name, hint=", ".join(p.slug for p in named))
    near = difflib.get_close_matches(wanted, [fold(p.name) for p in people] + [p.slug for p in people], n=3, cutoff=0.7)
    slugs = list(dict.fromkeys(p.slug for p in people if fold(p.name) in near or p.slug in near))
    hint = f"did you mean {', '.join(slugs)}?" if slugs else "see: mediakit people list"
    raise UnknownName("nobody on the people list has that name", where=name, hint=hint)


def number(catalogue: Catalogue, name: str) -> int:
    """The row number of a person. Raises UnknownName."""
    return int(catalogue.value("SELECT id FROM people WHERE slug = ?", [find(catalogue, name).slug]))


def is_namesake(catalogue: Catalogue, person: Person) -> bool:
    """Whether somebody of the same slug and name is on the list already."""
    return bool(catalogue.value("SELECT 1 FROM people WHERE slug = ? AND name = ?", [person.slug, person.name]))


def appear(catalogue: Catalogue, slug: str, appearance: Appearance) -> None:
    """Put somebody on an event's people list, with role and organisation as at that event; kept as last known too.

    Raises UnknownName, and Misuse if they are on that event's list already.
    """
    person, event_id = find(catalogue, slug), events.number(catalogue, appearance.event)
    if any(a.event == appearance.event for a in person.appearances):
        hint = "another person of that name? choose another slug with --slug"
        raise Misuse(f"{person.name} is on the people list of {appearance.event} already", hint=hint)
    known = {"role": appearance.role, "organisation": appearance.organisation}
    with catalogue.writing():
        person_id = number(catalogue, slug)
        catalogue.insert("appearances", {"person_id": person_id, "event_id": event_id, **known})
        catalogue.update("people", {name: value for name, value in known.items() if value}, {"id": person_id})
        index_assets_of(catalogue, person.slug)


def amend(catalogue: Catalogue, person: Person, *, contact: str | None = None) -> bool:
    """Take over what is newly known of somebody on the list: every detail that is given; further spellings are added.

    False if nothing was given. Role and organisation belong to an event: see `appear`.
    """
    given = {name: getattr(person, name) for name in ("honorific", "post_nominals", "says") if getattr(person, name)}
    known = find(catalogue, person.slug)
    further = [alias for alias in person.aliases if alias not in known.aliases]
    if further:
        given["aliases"] = json.dumps([*known.aliases, *further], ensure_ascii=False)
    if contact:
        given["contact"] = contact
    with catalogue.writing():
        catalogue.update("people", given, {"slug": person.slug})
        index_assets_of(catalogue, person.slug)
    return bool(given)


def index_assets_of(catalogue: Catalogue, slug: str) -> None:
    """Bring the search index of everything somebody is in up to date. Inside `writing()`."""
    for row in catalogue.rows(
        "SELECT asset FROM asset_people JOIN people ON people.id = person_id WHERE slug = ?", [slug]
    ):
        search.index_asset(catalogue, row["asset"])


def mark_do_not_photograph(catalogue: Catalogue, slug: str, refused: bool) -> None:
    """Note that somebody must not be photographed, or that they may be again. Raises UnknownName."""
    person_id = number(catalogue, slug)
    with catalogue.writing():
        catalogue.update("people", {"do_not_photograph": int(refused)}, {"id": person_id})


def contact(catalogue: Catalogue, slug: str) -> str | None:
    """How to reach somebody; private. Raises UnknownName."""
    found: str | None = catalogue.value("SELECT contact FROM people WHERE id = ?", [number(catalogue, slug)])
    return found


def contacts(catalogue: Catalogue) -> dict[str, str]:
    """How to reach everybody of whom it is known, by slug; private."""
    return {r["slug"]: r["contact"] for r in catalogue.rows("SELECT slug, contact FROM people WHERE contact <> ''")}


def former_slugs(catalogue: Catalogue) -> dict[str, str]:
    """Slugs of people who were merged with another → who they are now."""
    sql = "SELECT f.slug, p.slug AS now FROM former_slugs f JOIN people p ON p.id = f.person_id"
    return {r["slug"]: r["now"] for r in catalogue.rows(sql)}


def _person(row: Row, appearances: tuple[Appearance, ...]) -> Person:
    return Person(
        slug=row["slug"],
        name=row["name"],
        honorific=row["honorific"],
        post_nominals=row["post_nominals"],
        role=row["role"],
        organisation=row["organisation"],
        aliases=tuple(json.loads(row["aliases"])),
        says=row["says"],
        do_not_photograph=bool(row["do_not_photograph"]),
        appearances=appearances,
    )
