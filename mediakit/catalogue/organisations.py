"""Organisations and their part in each event."""

from __future__ import annotations

import difflib

from mediakit.catalogue import events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.event import Organisation, Part
from mediakit.domain.naming import fold


def add(catalogue: Catalogue, organisation: Organisation) -> None:
    """Add an organisation with its parts; one that is there already gets the further parts only.

    Raises Misuse if the slug belongs to an organisation of another name.
    """
    known = catalogue.row("SELECT id, name FROM organisations WHERE slug = ?", [organisation.slug])
    if known and known["name"] != organisation.name:
        what = f"{organisation.slug} is the slug of {known['name']}"
        raise Misuse(what, hint="choose another with --slug")
    if known and not organisation.parts:
        raise Misuse(f"there is an organisation called {organisation.name} already")
    parts = [(events.number(catalogue, event), part) for event, part in organisation.parts]
    with catalogue.writing():
        number = (
            int(known["id"])
            if known
            else catalogue.insert(
                "organisations",
                {
                    "slug": organisation.slug,
                    "name": organisation.name,
                    "url": organisation.url,
                    "logo": organisation.logo,
                },
            )
        )
        for event_id, part in parts:
            catalogue.execute(
                "INSERT OR IGNORE INTO event_organisations VALUES (?, ?, ?)", [event_id, number, part.value]
            )


def change(catalogue: Catalogue, organisation: Organisation) -> None:
    """Write down name, web page and logo of an organisation as they now are, by its slug. Raises UnknownName.

    Where people belong to it by its name, they belong to it by its new one.
    """
    before = find(catalogue, organisation.slug)
    values = {"name": organisation.name, "url": organisation.url, "logo": organisation.logo}
    with catalogue.writing():
        catalogue.update("organisations", values, {"slug": organisation.slug})
        if before.name == organisation.name:
            return
        touched = catalogue.rows(
            "SELECT DISTINCT p.slug FROM people p LEFT JOIN appearances a ON a.person_id = p.id "
            "WHERE p.organisation = :name OR a.organisation = :name",
            {"name": before.name},
        )
        for table in ("people", "appearances"):
            catalogue.update(table, {"organisation": organisation.name}, {"organisation": before.name})
        for row in touched:
            people.index_assets_of(catalogue, row["slug"])


def take_part(catalogue: Catalogue, slug: str, event: str, part: Part) -> None:
    """Give an organisation the part it plays in an event, instead of any that it has there. Raises UnknownName."""
    event_id = events.number(catalogue, event)
    find(catalogue, slug)
    number = catalogue.value("SELECT id FROM organisations WHERE slug = ?", [slug])
    with catalogue.writing():
        sql = "DELETE FROM event_organisations WHERE event_id = ? AND organisation_id = ?"
        catalogue.execute(sql, [event_id, number])
        catalogue.insert("event_organisations", {"event_id": event_id, "organisation_id": number, "part": part.value})


def every(catalogue: Catalogue, event: str | None = None) -> list[Organisation]:
    """All organisations, or those with a part in one event; hosts first, then partners, funders, participants."""
    parts: dict[int, list[tuple[str, Part]]] = {}
    for row in catalogue.rows(
        "SELECT organisation_id, slug, part FROM event_organisations JOIN events ON events.id = event_id ORDER BY slug"
    ):
        parts.setdefault(row["organisation_id"], []).append((row["slug"], Part(row["part"])))
    found = [
        Organisation(
            slug=row["slug"], name=row["name"], url=row["url"], logo=row["logo"], parts=tuple(parts.get(row["id"], ()))
        )
        for row in catalogue.rows("SELECT * FROM organisations ORDER BY name, id")
    ]
    if event is not None:
        found = [o for o in found if any(e == event for e, _ in o.parts)]
    order = list(Part)
    return sorted(found, key=lambda o: min((order.index(p) for e, p in o.parts if event in (None, e)), default=9))


def find(catalogue: Catalogue, name: str) -> Organisation:
    """One organisation by slug, or by its name. Raises UnknownName that says what is near."""
    there = every(catalogue)
    found = [o for o in there if o.slug == name] or [o for o in there if fold(o.name) == fold(name)]
    if len(found) == 1:
        return found[0]
    near = difflib.get_close_matches(name.lower(), [o.slug for o in there], n=3, cutoff=0.6)
    hint = f"did you mean {', '.join(near)}?" if near else "see: mediakit organisation list"
    raise UnknownName("no such organisation", where=name, hint=hint)


def named(catalogue: Catalogue, text: str | None) -> str | None:
    """The name of the organisation whose slug was typed; what was typed, if it is no slug."""
    known: str | None = catalogue.value("SELECT name FROM organisations WHERE slug = ?", [text])
    return known or text
