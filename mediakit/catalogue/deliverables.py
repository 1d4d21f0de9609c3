"""What was promised, how far it has come, and which assets keep the promise."""

from __future__ import annotations

from datetime import date

from mediakit.catalogue import events, organisations, people
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.deliverable import Deliverable, DeliverableKind, Stage
from mediakit.domain.errors import Misuse, UnknownName


def add(catalogue: Catalogue, deliverable: Deliverable) -> None:
    """Add a promise. Raises Misuse if its slug is taken in its event, UnknownName for organisation or person."""
    event_id = events.number(catalogue, deliverable.event)
    if catalogue.value("SELECT 1 FROM deliverables WHERE event_id = ? AND slug = ?", [event_id, deliverable.slug]):
        what = f"{deliverable.event} has a deliverable called {deliverable.slug} already"
        raise Misuse(what, hint="choose another with --slug")
    organisation = organisations.find(catalogue, deliverable.organisation).slug if deliverable.organisation else None
    person_id = people.number(catalogue, deliverable.person) if deliverable.person else None
    with catalogue.writing():
        number = catalogue.insert(
            "deliverables",
            {
                "event_id": event_id,
                "slug": deliverable.slug,
                "title": deliverable.title,
                "kind": deliverable.kind.value,
                "organisation_id": catalogue.value("SELECT id FROM organisations WHERE slug = ?", [organisation]),
                "person_id": person_id,
                "due": deliverable.due.isoformat() if deliverable.due else None,
                "length_ms": deliverable.length_ms,
                "state": deliverable.state.value,
            },
        )
        catalogue.insert("deliverable_states", {"deliverable_id": number, "state": deliverable.state, "at": now()})


def every(catalogue: Catalogue, event: str | None = None) -> list[Deliverable]:
    """All promises, or those of one event, by due date, then title."""
    attached: dict[int, list[str]] = {}
    for row in catalogue.rows("SELECT * FROM deliverable_assets ORDER BY asset"):
        attached.setdefault(row["deliverable_id"], []).append(row["asset"])
    rows = catalogue.rows(
        "SELECT d.*, e.slug AS event, o.slug AS organisation, p.slug AS person FROM deliverables d "
        "JOIN events e ON e.id = d.event_id LEFT JOIN organisations o ON o.id = d.organisation_id "
        "LEFT JOIN people p ON p.id = d.person_id WHERE :event IS NULL OR e.slug = :event "
        "ORDER BY d.due IS NULL, d.due, d.title, d.id",
        {"event": event},
    )
    return [_deliverable(row, tuple(attached.get(row["id"], ()))) for row in rows]


def find(catalogue: Catalogue, name: str, event: str | None = None) -> Deliverable:
    """One promise by slug, or EVENT/SLUG where two events have one of that name. Raises UnknownName."""
    wanted_event, _, slug = name.rpartition("/")
    found = [d for d in every(catalogue, wanted_event or event) if d.slug == slug]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(
            "more than one event has a deliverable of that name",
            where=name,
            hint=", ".join(f"{d.event}/{d.slug}" for d in found),
        )
    raise UnknownName("no such deliverable", where=name, hint="see: mediakit deliverable list")


def set_state(catalogue: Catalogue, deliverable: Deliverable, state: Stage, by: str | None = None) -> None:
    """Move a promise to a state, and remember when and by whom."""
    number = _number(catalogue, deliverable)
    with catalogue.writing():
        catalogue.update("deliverables", {"state": state.value}, {"id": number})
        catalogue.insert("deliverable_states", {"deliverable_id": number, "state": state.value, "at": now(), "by": by})


def history(catalogue: Catalogue) -> dict[tuple[str, str], list[dict[str, str | None]]]:
    """The states every promise went through: (event, slug) → [{state, at, by}], in order."""
    rows = catalogue.rows(
        "SELECT e.slug AS event, d.slug, s.state, s.at, s.by FROM deliverable_states s "
        "JOIN deliverables d ON d.id = s.deliverable_id JOIN events e ON e.id = d.event_id ORDER BY s.rowid"
    )
    found: dict[tuple[str, str], list[dict[str, str | None]]] = {}
    for row in rows:
        step = {"state": row["state"], "at": row["at"], "by": row["by"]}
        found.setdefault((row["event"], row["slug"]), []).append(step)
    return found


def change(catalogue: Catalogue, deliverable: Deliverable, *, title: str, due: date | None) -> None:
    """Give a promise another title or due date."""
    values = {"title": title, "due": due.isoformat() if due else None}
    with catalogue.writing():
        catalogue.update("deliverables", values, {"id": _number(catalogue, deliverable)})


def attach(catalogue: Catalogue, deliverable: Deliverable, asset: str) -> None:
    """Tie an asset to the promise it keeps."""
    with catalogue.writing():
        catalogue.execute(
            "INSERT OR IGNORE INTO deliverable_assets VALUES (?, ?, ?)", [_number(catalogue, deliverable), asset, now()]
        )


def _number(catalogue: Catalogue, deliverable: Deliverable) -> int:
    return int(
        catalogue.value(
            "SELECT d.id FROM deliverables d JOIN events e ON e.id = d.event_id WHERE e.slug = ? AND d.slug = ?",
            [deliverable.event, deliverable.slug],
        )
    )


def _deliverable(row: Row, assets: tuple[str, ...]) -> Deliverable:
    return Deliverable(
        slug=row["slug"],
        event=row["event"],
        title=row["title"],
        kind=DeliverableKind(row["kind"]),
        organisation=row["organisation"],
        person=row["person"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        length_ms=row["length_ms"],
        state=Stage(row["state"]),
        assets=assets,
    )
