"""Cards, and every file that came off them, whether it is an asset or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediakit.catalogue import events
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.asset import Original


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it was copied. source: where it was plugged in; clock_offset_s was added to the camera's time."""

    event: str
    name: str
    source: str | None = None
    camera: str | None = None
    layout: str | None = None
    clock_offset_s: int = 0
    in_place: bool = False


def put(catalogue: Catalogue, card: Card) -> None:
    """Add a card, or bring what is known of it up to date."""
    event_id = events.number(catalogue, card.event)
    values = {
        "source": card.source,
        "camera": card.camera,
        "layout": card.layout,
        "clock_offset_s": card.clock_offset_s,
        "in_place": int(card.in_place),
        "ingested_at": now(),
    }
    with catalogue.writing():
        key = {"event_id": event_id, "name": card.name}
        if find(catalogue, card.event, card.name):
            catalogue.update("cards", values, key)
        else:
            catalogue.insert("cards", {**key, **values})


def find(catalogue: Catalogue, event: str, name: str) -> Card | None:
    """One card of an event by its name, or None."""
    return next((c for c in every(catalogue, event) if c.name == name), None)


def every(catalogue: Catalogue, event: str | None = None) -> list[Card]:
    """All cards, or those of one event, in the order they came."""
    rows = catalogue.rows(
        "SELECT cards.*, events.slug AS event FROM cards JOIN events ON events.id = event_id "
        "WHERE :event IS NULL OR events.slug = :event ORDER BY cards.id",
        {"event": event},
    )
    return [
        Card(r["event"], r["name"], r["source"], r["camera"], r["layout"], r["clock_offset_s"], bool(r["in_place"]))
        for r in rows
    ]


def put_files(catalogue: Catalogue, event: str, card: str | None, files: Iterable[Original]) -> None:
    """Keep what is known of files that were copied and verified; a path that is known already is brought up to date.

    role "duplicate": a file whose content is an asset that lies elsewhere, named in `asset`.
    """
    card_id = _number(catalogue, event, card) if card else None
    moment = now()
    with catalogue.writing():
        catalogue.execute_many(
            "INSERT INTO originals (path, card_id, card_path, bytes, checksum, role, asset, reason, verified_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes, "
            "checksum = excluded.checksum, role = excluded.role, asset = excluded.asset, reason = excluded.reason, "
            "verified_at = excluded.verified_at",
            [(f.path, card_id, f.card_path, f.bytes, f.checksum, f.role, f.asset, f.reason, moment) for f in files],
        )


def put_copies(catalogue: Catalogue, paths: Sequence[str], place: str) -> None:
    """Remember that verified copies of originals lie under another folder as well."""
    moment = now()
    with catalogue.writing():
        catalogue.execute_many(
            "INSERT INTO copies VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET verified_at = excluded.verified_at",
            [(path, place, moment) for path in paths],
        )


def files(catalogue: Catalogue, event: str | None = None, card: str | None = None) -> list[Original]:
    """Every original there should be: of one card, of one event, or all of them, in order of path."""
    rows = catalogue.rows(
        "SELECT o.* FROM originals o LEFT JOIN cards c ON c.id = o.card_id LEFT JOIN events e ON e.id = c.event_id "
        "WHERE (:event IS NULL OR e.slug = :event) AND (:card IS NULL OR c.name = :card) ORDER BY o.path",
        {"event": event, "card": card},
    )
    return [original(row) for row in rows]


def by_checksum(catalogue: Catalogue, checksum: str) -> list[Original]:
    """Every original of one content, those that are assets first."""
    rows = catalogue.rows(
        "SELECT * FROM originals WHERE checksum = ? ORDER BY role <> 'main', asset IS NULL, path", [checksum]
    )
    return [original(row) for row in rows]


def original(row: Row) -> Original:
    """The value of a row of `originals`."""
    return Original(
        path=row["path"],
        bytes=row["bytes"],
        checksum=row["checksum"],
        card_path=row["card_path"],
        role=row["role"],
        asset=row["asset"],
        reason=row["reason"],
    )


def _number(catalogue: Catalogue, event: str, card: str) -> int:
    return int(
        catalogue.value(
            "SELECT cards.id FROM cards JOIN events ON events.id = event_id WHERE events.slug = ? AND cards.name = ?",
            [event, card],
        )
    )


def copies(catalogue: Catalogue) -> dict[str, list[str]]:
    """The folders that hold further verified copies, by original."""
    found: dict[str, list[str]] = {}
    for row in catalogue.rows("SELECT original, place FROM copies ORDER BY original, place"):
        found.setdefault(row["original"], []).append(row["place"])
    return found
