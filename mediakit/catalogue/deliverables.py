"""What was promised, how far it has come, and which assets and quotes keep the promise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediakit.catalogue import events, organisations, people
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.deliverable import Deliverable, DeliverableKind, Stage, Step
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.facts import Role

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attached:
    """An asset that is tied to a promise; at: since when, None before anybody noted it."""

    asset: str
    role: Role
    at: str | None


def add(
    catalogue: Catalogue, deliverable: Deliverable, *, by: str | None = None, imported: Fields | None = None
) -> None:
    """Add a promise. Raises Misuse if its slug is taken in its event, UnknownName for organisation or person.

    imported: what an import wrote of it, kept to know a person's changes by.
    """
    event_id = events.number(catalogue, deliverable.event)
    if catalogue.value("SELECT 1 FROM deliverables WHERE event_id = ? AND slug = ?", [event_id, deliverable.slug]):
        what = f"{deliverable.event} has a deliverable called {deliverable.slug} already"
        raise Misuse(what, hint="choose another with --slug")
    organisation = organisations.find(catalogue, deliverable.organisation).slug if deliverable.organisation else None
    person = people.find(catalogue, deliverable.person).slug if deliverable.person else None
    fields = {
        "title": deliverable.title,
        "kind": deliverable.kind,
        "organisation": organisation,
        "person": person,
        "due": deliverable.due,
        "length_ms": deliverable.length_ms,
        "who": deliverable.who,
        "shape": deliverable.shape,
        "shots": deliverable.shots,
        "note": deliverable.note,
        "identity": deliverable.identity,
    }
    with catalogue.writing():
        values = {"event_id": event_id, "slug": deliverable.slug, "state": deliverable.state.value}
        if imported is not None:
            values["imported"] = written(imported)
        number = catalogue.insert("deliverables", {**values, **_columns(catalogue, fields)})
        catalogue.insert(
            "deliverable_states", {"deliverable_id": number, "state": deliverable.state, "at": now(), "by": by}
        )


def every(catalogue: Catalogue, event: str | None = None) -> list[Deliverable]:
    """All promises, or those of one event, by due date, then title."""
    assets: dict[int, list[str]] = {}
    for row in catalogue.rows("SELECT * FROM deliverable_assets ORDER BY asset"):
        assets.setdefault(row["deliverable_id"], []).append(row["asset"])
    quotes: dict[int, list[int]] = {}
    for row in catalogue.rows("SELECT * FROM deliverable_quotes ORDER BY quote_id"):
        quotes.setdefault(row["deliverable_id"], []).append(row["quote_id"])
    rows = catalogue.rows(
        "SELECT d.*, e.slug AS event, o.slug AS organisation, p.slug AS person FROM deliverables d "
        "JOIN events e ON e.id = d.event_id LEFT JOIN organisations o ON o.id = d.organisation_id "
        "LEFT JOIN people p ON p.id = d.person_id WHERE :event IS NULL OR e.slug = :event "
        "ORDER BY d.due IS NULL, d.due, d.title, d.id",
        {"event": event},
    )
    return [_deliverable(r, tuple(assets.get(r["id"], ())), tuple(quotes.get(r["id"], ()))) for r in rows]


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
    steps = states(catalogue)
    return {name: [{"state": s.state.value, "at": s.at, "by": s.by} for s in some] for name, some in steps.items()}


def states(catalogue: Catalogue) -> dict[tuple[str, str], list[Step]]:
    """The same as values."""
    rows = catalogue.rows(
        "SELECT e.slug AS event, d.slug, s.state, s.at, s.by FROM deliverable_states s "
        "JOIN deliverables d ON d.id = s.deliverable_id JOIN events e ON e.id = d.event_id ORDER BY s.rowid"
    )
    found: dict[tuple[str, str], list[Step]] = {}
    for row in rows:
        found.setdefault((row["event"], row["slug"]), []).append(Step(Stage(row["state"]), row["at"], row["by"]))
    return found


def change(catalogue: Catalogue, deliverable: Deliverable, fields: Fields, imported: Fields | None = None) -> None:
    """Change some fields of a promise; organisation, person: slugs. imported: what an import wrote, None: by hand."""
    values = _columns(catalogue, fields)
    if imported is not None:
        values["imported"] = written(imported)
    with catalogue.writing():
        catalogue.update("deliverables", values, {"id": _number(catalogue, deliverable)})


def attach(catalogue: Catalogue, deliverable: Deliverable, asset: str) -> None:
    """Tie an asset to the promise it keeps."""
    with catalogue.writing():
        catalogue.execute(
            "INSERT OR IGNORE INTO deliverable_assets VALUES (?, ?, ?)", [_number(catalogue, deliverable), asset, now()]
        )


def detach(catalogue: Catalogue, deliverable: Deliverable, asset: str) -> None:
    """An asset no longer keeps this promise; nothing happens where it did not."""
    with catalogue.writing():
        key = [_number(catalogue, deliverable), asset]
        catalogue.execute("DELETE FROM deliverable_assets WHERE deliverable_id = ? AND asset = ?", key)


def attach_quote(catalogue: Catalogue, deliverable: Deliverable, quote: int) -> None:
    """Tie a quote to the promise it keeps. Raises UnknownName for the number of no quote."""
    if not catalogue.value("SELECT 1 FROM quotes WHERE id = ?", [quote]):
        raise UnknownName("there is no quote of that number", where=str(quote))
    with catalogue.writing():
        key = [_number(catalogue, deliverable), quote, now()]
        catalogue.execute("INSERT OR IGNORE INTO deliverable_quotes VALUES (?, ?, ?)", key)


def detach_quote(catalogue: Catalogue, deliverable: Deliverable, quote: int) -> None:
    """A quote no longer keeps this promise."""
    with catalogue.writing():
        key = [_number(catalogue, deliverable), quote]
        catalogue.execute("DELETE FROM deliverable_quotes WHERE deliverable_id = ? AND quote_id = ?", key)


def quoted(catalogue: Catalogue, deliverable: Deliverable) -> list[dict[str, Any]]:
    """The quotes that keep a promise: number, asset, start and end (s), text."""
    rows = catalogue.rows_in("SELECT * FROM quotes WHERE id IN (?) ORDER BY id", deliverable.quotes)
    return [
        {"quote": r["id"], "asset": r["asset"], "start": r["start_ms"] / 1000, "end": r["end_ms"] / 1000,
         "text": r["text"]} for r in rows
    ]  # fmt: skip


def imported(catalogue: Catalogue, event: str) -> dict[str, Fields]:
    """What the last import wrote of each promise of an event, by slug; those a person added are not among them."""
    rows = catalogue.rows(
        "SELECT d.slug, d.imported FROM deliverables d JOIN events e ON e.id = d.event_id "
        "WHERE e.slug = ? AND d.imported IS NOT NULL",
        [event],
    )
    return {r["slug"]: _read(r["imported"]) for r in rows}


def attached(catalogue: Catalogue) -> dict[tuple[str, str], list[Attached]]:
    """What is tied to each promise, without what something else replaced: (event, slug) → assets, the oldest first."""
    rows = catalogue.rows(
        "SELECT e.slug AS event, d.slug, x.asset, a.role, x.at FROM deliverable_assets x "
        "JOIN deliverables d ON d.id = x.deliverable_id JOIN events e ON e.id = d.event_id "
        "JOIN assets a ON a.id = x.asset WHERE x.asset NOT IN (SELECT replaces FROM assets WHERE replaces IS NOT NULL) "
        "ORDER BY x.at, x.asset"
    )
    found: dict[tuple[str, str], list[Attached]] = {}
    for row in rows:
        found.setdefault((row["event"], row["slug"]), []).append(Attached(row["asset"], Role(row["role"]), row["at"]))
    return found


def _number(catalogue: Catalogue, deliverable: Deliverable) -> int:
    return int(
        catalogue.value(
            "SELECT d.id FROM deliverables d JOIN events e ON e.id = d.event_id WHERE e.slug = ? AND d.slug = ?",
            [deliverable.event, deliverable.slug],
        )
    )


def _columns(catalogue: Catalogue, fields: Fields) -> dict[str, Any]:
    """Fields as columns: names found, dates and lists as text."""
    values = {name: value for name, value in fields.items() if name not in ("organisation", "person")}
    for name, table, column in (
        ("organisation", "organisations", "organisation_id"),
        ("person", "people", "person_id"),
    ):
        if name in fields:
            values[column] = catalogue.value(f"SELECT id FROM {table} WHERE slug = ?", [fields[name]])
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.value if isinstance(value, DeliverableKind | Stage) else value


def written(fields: Fields) -> str:
    """What an import wrote, as it is kept."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _read(text: str) -> Fields:
    fields: dict[str, Any] = json.loads(text)
    if fields.get("due"):
        fields["due"] = date.fromisoformat(fields["due"])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _deliverable(row: Row, assets: tuple[str, ...], quotes: tuple[int, ...]) -> Deliverable:
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
        who=row["who"],
        shape=row["shape"],
        shots=tuple(json.loads(row["shots"])),
        note=row["note"],
        identity=row["identity"],
        quotes=quotes,
    )
