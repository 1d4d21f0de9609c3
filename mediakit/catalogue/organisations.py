"""Organisations and their part in each event."""

from __future__ import annotations

from mediakit.catalogue import events
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.event import Organisation, Part


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


def find(catalogue: Catalogue, slug: str) -> Organisation:
    """One organisation by slug. Raises UnknownName."""
    for organisation in every(catalogue):
        if organisation.slug == slug:
            return organisation
    raise UnknownName("no such organisation", where=slug, hint="see: mediakit organisation list")


def named(catalogue: Catalogue, text: str | None) -> str | None:
    """The name of the organisation whose slug was typed; what was typed, if it is no slug."""
    known: str | None = catalogue.value("SELECT name FROM organisations WHERE slug = ?", [text])
    return known or text
