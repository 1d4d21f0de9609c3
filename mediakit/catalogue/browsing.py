"""Browsing: which assets somebody wants to see, found by SQLite alone, so that ten thousand are as quick as ten."""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.catalogue.attention import COMPLETE, CONDITIONS, FAILED, lapsed
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import Misuse

_STATES = {
    "ready": COMPLETE,
    "failed": f"NOT ({COMPLETE}) AND {FAILED}",
    "new": f"NOT ({COMPLETE}) AND NOT {FAILED}",
}
_RATINGS = {
    "picked": "a.rating >= 3",
    "rejected": "a.rating < 0",
    "unrated": "a.rating IS NULL",
    "kept": "coalesce(a.rating, 0) >= 0",
}
_ORGANISATIONS = (
    "SELECT organisation FROM people WHERE organisation <> '' UNION "
    "SELECT organisation FROM appearances WHERE organisation <> '' ORDER BY 1"
)
_EQUAL = {"kind": "a.kind", "role": "a.role", "event": "e.slug", "session": "s.slug", "card": "c.name"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which assets: every field that is not empty must hold. need: one of attention.NEEDS; rating: picked, rejected,
    unrated or kept; organisation: of somebody shown, by name, as at the event; since, until: days on the clock of the
    place, as 2026-05-13; words: all of them in title, caption, alt text, name or tags; state: as Asset.state says.
    """

    kind: str = ""
    role: str = ""
    state: str = ""
    event: str = ""
    session: str = ""
    person: str = ""
    organisation: str = ""
    since: str = ""
    until: str = ""
    card: str = ""
    need: str = ""
    rating: str = ""
    words: str = ""


def ids(catalogue: Catalogue, shelf: Shelf) -> list[str]:
    """The ids of those assets: finished work first, then in order of time. Raises Misuse for an unknown word."""
    conditions, values = _conditions(shelf)
    if shelf.need == "lapsed":
        wanted = set(lapsed(catalogue))
    rows = catalogue.rows(
        "SELECT a.id FROM assets a LEFT JOIN events e ON e.id = a.event_id LEFT JOIN cards c ON c.id = a.card_id "
        f"LEFT JOIN sessions s ON s.id = a.session_id WHERE {' AND '.join(conditions) or '1'} "
        "ORDER BY a.role <> 'finished', a.captured_at IS NULL, a.captured_at, a.short, a.id",
        values,
    )
    found = [row["id"] for row in rows]
    return [i for i in found if i in wanted] if shelf.need == "lapsed" else found


def _conditions(shelf: Shelf) -> tuple[list[str], list[str]]:
    conditions, values = [], []
    for name, column in _EQUAL.items():
        if wanted := getattr(shelf, name):
            conditions.append(f"{column} = ?")
            values.append(wanted)
    for name, known in (("state", _STATES), ("need", {**CONDITIONS, "lapsed": "1"}), ("rating", _RATINGS)):
        if wanted := getattr(shelf, name):
            if wanted not in known:
                raise Misuse(f"nothing is called {wanted!r} there", hint=f"one of: {', '.join(known)}")
            conditions.append(f"({known[wanted]})")
    if shelf.person:
        conditions.append(
            "a.id IN (SELECT asset FROM asset_people JOIN people ON people.id = person_id WHERE people.slug = ?)"
        )
        values.append(shelf.person)
    if shelf.organisation:
        conditions.append(
            "a.id IN (SELECT x.asset FROM asset_people x JOIN people p ON p.id = x.person_id JOIN assets o ON o.id = "
            "x.asset LEFT JOIN appearances ap ON ap.person_id = x.person_id AND ap.event_id = o.event_id "
            "WHERE coalesce(ap.organisation, p.organisation) = ? COLLATE NOCASE)"
        )
        values.append(shelf.organisation)
    for day, holds in ((shelf.since, ">="), (shelf.until, "<=")):
        if day:
            conditions.append(f"substr(a.captured_at, 1, 10) {holds} ?")
            values.append(day)
    for word in shelf.words.split()[:8]:
        conditions.append(
            "(coalesce(a.title, '') || ' ' || a.short || ' ' || coalesce(a.caption, '') || ' ' || "
            "coalesce(a.alt_text, '') || ' ' || coalesce((SELECT group_concat(tag, ' ') FROM tags WHERE asset = a.id), "
            "'')) LIKE ? ESCAPE '\\'"
        )
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values.append(f"%{escaped}%")
    return conditions, values


@dataclass(frozen=True, slots=True)
class Frame:
    """A photo as far as telling bursts needs. at: seconds since 1970, None where only the file's own date is known.

    look: its ThumbHash; sharpness: as it was measured; bytes: of its smallest copy, for want of a measure: what is
    blurred is easily packed.
    """

    id: str
    camera: str
    shape: tuple[int, int]
    at: float | None
    look: str | None
    sharpness: float | None
    bytes: int

    @property
    def sharp(self) -> tuple[float, int]:
        return self.sharpness or 0.0, self.bytes


def frames(catalogue: Catalogue, *, around: str | None = None) -> dict[str, Frame]:
    """Every photo in short, by id, in order of time. around: only those within a minute of this one."""
    rows = catalogue.rows(
        "SELECT a.id, coalesce(a.card_id, 0) || ' ' || coalesce(a.camera, '') AS camera, coalesce(a.width_px, 0) AS w, "
        "coalesce(a.height_px, 0) AS h, iif(a.captured_at_source IS 'mtime', NULL, "
        "(julianday(a.captured_at) - 2440587.5) * 86400.0) AS at, m.look, m.sharpness, "
        "(SELECT r.bytes FROM renditions r WHERE r.asset = a.id AND r.path LIKE '%.jpg' "
        "ORDER BY r.width_px * r.height_px LIMIT 1) AS bytes FROM assets a "
        "LEFT JOIN renditions m ON m.asset = a.id AND m.look IS NOT NULL WHERE a.kind = 'photo' "
        "AND (:around IS NULL OR a.id = :around OR abs(julianday(a.captured_at) - "
        "(SELECT julianday(captured_at) FROM assets WHERE id = :around)) < 1.0 / 1440) "
        "ORDER BY a.captured_at IS NULL, a.captured_at, a.short, a.id",
        {"around": around},
    )
    return {
        r["id"]: Frame(r["id"], r["camera"], (r["w"], r["h"]), r["at"], r["look"], r["sharpness"], r["bytes"] or 0)
        for r in rows
    }


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by: slugs with names, and the names of cards and of organisations that have people."""

    events: tuple[tuple[str, str], ...]
    sessions: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    cards: tuple[str, ...]
    organisations: tuple[str, ...]


def choices(catalogue: Catalogue, event: str = "") -> Choices:
    """What can be chosen; sessions: of one event, or of all."""
    sessions = catalogue.rows(
        "SELECT DISTINCT s.slug, s.title FROM sessions s JOIN events e ON e.id = s.event_id "
        "WHERE (? = '' OR e.slug = ?) AND s.id IN (SELECT session_id FROM assets) ORDER BY s.starts_at, s.title",
        [event, event],
    )
    return Choices(
        tuple((r[0], r[1]) for r in catalogue.rows("SELECT slug, name FROM events ORDER BY starts, slug")),
        tuple((r[0], r[1]) for r in sessions),
        tuple((r[0], r[1]) for r in catalogue.rows("SELECT slug, name FROM people ORDER BY name, id")),
        tuple(r[0] for r in catalogue.rows("SELECT DISTINCT name FROM cards ORDER BY name")),
        tuple(r[0] for r in catalogue.rows(_ORGANISATIONS)),
    )


def sessions_of(catalogue: Catalogue, event: str | None) -> list[tuple[str, str]]:
    """Every session of an event, slug and title, in order of time."""
    rows = catalogue.rows(
        "SELECT s.slug, s.title FROM sessions s JOIN events e ON e.id = s.event_id WHERE e.slug = ? "
        "ORDER BY s.starts_at IS NULL, s.starts_at, s.title",
        [event],
    )
    return [(r[0], r[1]) for r in rows]
