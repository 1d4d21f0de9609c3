"""What matching reads and writes: rushes and photos in short, where cameras stood, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mediakit.catalogue import events, search
from mediakit.catalogue.connect import Catalogue, Row, now


@dataclass(frozen=True, slots=True)
class Filmed:
    """A rush or photo as far as matching goes. at: when it began, aware; people: slugs that a person chose.

    session: as it stands; session_chosen, people_chosen: a person said so (that it is none, too). matched: people found
    by an earlier match → how surely. approved: somebody approved it at some time. doubt: why its time is not believed.
    """

    id: str
    short: str
    event: str
    kind: str
    card: str | None
    camera: str | None
    at: datetime | None
    source: str | None
    doubt: str | None
    duration_ms: int
    shot: str | None
    session: str | None
    confidence: float | None
    session_chosen: bool
    people_chosen: bool
    people: tuple[str, ...] = ()
    matched: tuple[tuple[str, float], ...] = ()
    approved: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be written of one asset. session: slug or None; people: None leaves them as they are."""

    asset: str
    event: str
    session: str | None
    confidence: float | None
    people: tuple[tuple[str, float], ...] | None


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a card or camera stood. day: one of the event's, ISO 8601; "": all of them."""

    event: str
    camera: str
    room: str
    day: str = ""


_FILMED = """
SELECT a.id, a.short, e.slug AS event, a.kind, c.name AS card, coalesce(c.camera, a.camera) AS camera, a.captured_at,
    a.captured_at_source, a.captured_at_doubt, a.duration_ms, a.shot, s.slug AS session, a.session_confidence,
    a.answered, a.session_id IS NOT NULL AND coalesce(a.session_confidence, 1) >= 1 OR a.id IN chosen_session AS fixed,
    a.answered IS NOT NULL OR a.id IN chosen_people AS said, a.id IN approved AS approved
FROM assets a JOIN events e ON e.id = a.event_id LEFT JOIN cards c ON c.id = a.card_id
LEFT JOIN sessions s ON s.id = a.session_id
WHERE a.role <> 'finished' AND (:event IS NULL OR e.slug = :event) ORDER BY e.slug, a.captured_at, a.short, a.id
"""
_CHOSEN = (
    "WITH chosen_session AS (SELECT name FROM changes WHERE noun = 'asset' AND field = 'session'), "
    "chosen_people AS (SELECT name FROM changes WHERE noun = 'asset' AND field = 'people'), "
    "approved AS (SELECT asset FROM approvals)"
)


def filmed(catalogue: Catalogue, event: str | None = None) -> list[Filmed]:
    """Every rush and photo of one event, or of all, in order of time."""
    people: dict[str, list[Row]] = {}
    for row in catalogue.rows(
        "SELECT x.asset, p.slug, x.source, x.confidence FROM asset_people x JOIN people p ON p.id = x.person_id "
        "ORDER BY x.asset, p.slug"
    ):
        people.setdefault(row["asset"], []).append(row)
    return [_filmed(row, people.get(row["id"], ())) for row in catalogue.rows(_CHOSEN + _FILMED, {"event": event})]


def _filmed(row: Row, people: Sequence[Row]) -> Filmed:
    return Filmed(
        id=row["id"],
        short=row["short"],
        event=row["event"],
        kind=row["kind"],
        card=row["card"],
        camera=row["camera"],
        at=datetime.fromisoformat(row["captured_at"]) if row["captured_at"] else None,
        source=row["captured_at_source"],
        doubt=row["captured_at_doubt"],
        duration_ms=row["duration_ms"] or 0,
        shot=row["shot"],
        session=row["session"],
        confidence=row["session_confidence"],
        session_chosen=bool(row["fixed"]),
        people_chosen=bool(row["said"]),
        people=tuple(r["slug"] for r in people if r["source"] != "match"),
        matched=tuple((r["slug"], r["confidence"] or 0.0) for r in people if r["source"] == "match"),
        approved=bool(row["approved"]),
    )


def unmatched(catalogue: Catalogue, event: str | None = None) -> frozenset[str]:
    """The rushes and photos that belong to no session, unless a person said that they belong to none."""
    return frozenset(f.id for f in filmed(catalogue, event) if f.session is None and not f.session_chosen)


def write(catalogue: Catalogue, found: Sequence[Found]) -> None:
    """Write down what was found, all of it or nothing. Nothing that a person chose is touched."""
    if not found:
        return
    sessions: dict[tuple[str, str], int] = {}
    for row in catalogue.rows(
        "SELECT s.id, s.slug, e.slug AS event FROM sessions s JOIN events e ON e.id = s.event_id"
    ):
        sessions[row["event"], row["slug"]] = row["id"]
    with catalogue.writing():
        for one in found:
            number = sessions[one.event, one.session] if one.session else None
            values = {"session_id": number, "session_confidence": one.confidence}
            catalogue.update("assets", values, {"id": one.asset})
            if one.people is not None:
                _write_people(catalogue, one.asset, one.people)


def _write_people(catalogue: Catalogue, asset: str, people: Sequence[tuple[str, float]]) -> None:
    catalogue.execute("DELETE FROM asset_people WHERE asset = ? AND source = 'match'", [asset])
    catalogue.execute_many(
        "INSERT OR IGNORE INTO asset_people (asset, person_id, source, confidence) "
        "SELECT ?, id, 'match', ? FROM people WHERE slug = ?",
        [(asset, confidence, slug) for slug, confidence in people],
    )
    search.index_asset(catalogue, asset)


# --- rooms and clocks ------------------------------------------------------------------------------------------------


def rooms(catalogue: Catalogue, event: str | None = None) -> list[Stood]:
    """Where cards and cameras stood."""
    rows = catalogue.rows(
        "SELECT e.slug AS event, r.camera, r.room, r.day FROM camera_rooms r JOIN events e ON e.id = r.event_id "
        "WHERE :event IS NULL OR e.slug = :event ORDER BY e.slug, r.camera, r.day",
        {"event": event},
    )
    return [Stood(r["event"], r["camera"], r["room"], r["day"]) for r in rows]


def put_rooms(catalogue: Catalogue, stood: Sequence[Stood]) -> None:
    """Note where cards or cameras stood; an empty room takes back what was noted."""
    numbers = {s.event: events.number(catalogue, s.event) for s in stood}
    with catalogue.writing():
        for one in stood:
            key = [numbers[one.event], one.camera, one.day]
            catalogue.execute("DELETE FROM camera_rooms WHERE event_id = ? AND camera = ? AND day = ?", key)
            if one.room:
                catalogue.execute(
                    "INSERT INTO camera_rooms (event_id, camera, day, room) VALUES (?, ?, ?, ?)", [*key, one.room]
                )


def move_clock(catalogue: Catalogue, event: str, card: str, offset_s: int, moments: Mapping[str, datetime]) -> None:
    """Put a card's clock right: offset_s is what is now added to the camera's time; moments: asset → its new time."""
    before = catalogue.value(
        "SELECT c.clock_offset_s FROM cards c JOIN events e ON e.id = c.event_id WHERE e.slug = ? AND c.name = ?",
        [event, card],
    )
    with catalogue.writing():
        for asset, at in moments.items():
            catalogue.update("assets", {"captured_at": at.isoformat()}, {"id": asset})
        key = {"event_id": events.number(catalogue, event), "name": card}
        catalogue.update("cards", {"clock_offset_s": offset_s}, key)
        change = {"at": now(), "noun": "card", "name": f"{event}/{card}", "field": "clock_offset_s"}
        catalogue.insert("changes", {**change, "old": str(before), "new": str(offset_s)})
