"""Events and their agenda."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date, datetime

from mediakit.catalogue.connect import Catalogue, Row
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.event import Event, Session
from mediakit.domain.naming import fold, free_slug


def add(catalogue: Catalogue, event: Event) -> None:
    """Add an event. Raises Misuse if its slug is taken."""
    if catalogue.value("SELECT 1 FROM events WHERE slug = ?", [event.slug]):
        raise Misuse(f"there is an event called {event.slug} already", hint="choose another with --slug")
    with catalogue.writing():
        catalogue.insert(
            "events",
            {
                "slug": event.slug,
                "name": event.name,
                "starts": _text(event.starts),
                "ends": _text(event.ends),
                "venue": event.venue,
                "timezone": event.timezone,
                "crowd_notice": event.crowd_notice,
                "keep_until": _text(event.keep_until),
            },
        )


def change(catalogue: Catalogue, event: Event) -> None:
    """Write down an event as it now is, by its slug. Raises UnknownName."""
    where = {"id": number(catalogue, event.slug)}
    values = {
        "name": event.name,
        "starts": _text(event.starts),
        "ends": _text(event.ends),
        "venue": event.venue,
        "timezone": event.timezone,
        "crowd_notice": event.crowd_notice,
        "keep_until": _text(event.keep_until),
    }
    with catalogue.writing():
        catalogue.update("events", values, where)


def every(catalogue: Catalogue) -> list[Event]:
    """All events, in order of their first day, then of name."""
    return [_event(r) for r in catalogue.rows("SELECT * FROM events ORDER BY starts IS NULL, starts, name, id")]


def find(catalogue: Catalogue, slug: str) -> Event:
    """One event by its slug. Raises UnknownName that lists the slugs there are."""
    row = catalogue.row("SELECT * FROM events WHERE slug = ?", [slug])
    if row is None:
        there = [r["slug"] for r in catalogue.rows("SELECT slug FROM events ORDER BY slug LIMIT 8")]
        hint = f"events: {', '.join(there)}" if there else 'add one with: mediakit event add "Name"'
        raise UnknownName("no such event", where=slug, hint=hint)
    return _event(row)


def number(catalogue: Catalogue, slug: str) -> int:
    """The row number of an event. Raises UnknownName."""
    find(catalogue, slug)
    return int(catalogue.value("SELECT id FROM events WHERE slug = ?", [slug]))


def slugs(catalogue: Catalogue) -> list[str]:
    """The slugs of all events."""
    return [r["slug"] for r in catalogue.rows("SELECT slug FROM events ORDER BY slug")]


def put_session(catalogue: Catalogue, session: Session) -> Session:
    """Add a session, or change the one of the same identity (or slug) in the same event; returns it as kept."""
    event_id = number(catalogue, session.event)
    known = catalogue.row(
        "SELECT id, slug FROM sessions WHERE event_id = ? AND (identity = ? OR (identity IS NULL AND slug = ?))",
        [event_id, session.identity, session.slug],
    )
    taken = {r["slug"] for r in catalogue.rows("SELECT slug FROM sessions WHERE event_id = ?", [event_id])}
    slug = known["slug"] if known else free_slug(session.slug, taken)
    values = {
        "title": session.title,
        "kind": session.kind,
        "room": session.room,
        "starts_at": _text(session.starts_at),
        "ends_at": _text(session.ends_at),
        "abstract": session.abstract,
        "identity": session.identity,
        "opted_out": int(session.opted_out),
        "missing_since": _text(session.missing_since),
    }
    with catalogue.writing():
        if known:
            session_id = int(known["id"])
            catalogue.update("sessions", values, {"id": session_id})
        else:
            session_id = catalogue.insert("sessions", {"event_id": event_id, "slug": slug, **values})
        catalogue.execute("DELETE FROM session_people WHERE session_id = ?", [session_id])
        for position, person in enumerate(dict.fromkeys(session.people)):
            catalogue.execute(
                "INSERT INTO session_people SELECT ?, id, ? FROM people WHERE slug = ?", [session_id, position, person]
            )
    return next(s for s in sessions(catalogue, session.event) if s.slug == slug)


def find_session(catalogue: Catalogue, event: str, name: str) -> Session:
    """One session of an event by slug, or by title if only one has it. Raises UnknownName that says what is near."""
    find(catalogue, event)
    agenda = sessions(catalogue, event)
    for session in agenda:
        if session.slug == name:
            return session
    titled = [s for s in agenda if fold(s.title) == fold(name)]
    if len(titled) == 1:
        return titled[0]
    near = difflib.get_close_matches(name.lower(), [s.slug for s in agenda], n=3, cutoff=0.5)
    told = ", ".join(s.slug for s in titled) or ", ".join(near)
    hint = f"did you mean {told}?" if told else f"see: mediakit event show {event}"
    what = "more than one session has that title" if titled else f"{event} has no such session"
    raise UnknownName(what, where=name, hint=hint)


def sessions(catalogue: Catalogue, event: str | None = None) -> list[Session]:
    """The agenda of one event, or of all, in order of time."""
    people: dict[int, list[str]] = {}
    for row in catalogue.rows(
        "SELECT session_id, slug FROM session_people JOIN people ON people.id = person_id ORDER BY session_id, position"
    ):
        people.setdefault(row["session_id"], []).append(row["slug"])
    rows = catalogue.rows(
        "SELECT sessions.*, events.slug AS event FROM sessions JOIN events ON events.id = event_id "
        "WHERE :event IS NULL OR events.slug = :event ORDER BY starts_at IS NULL, starts_at, sessions.id",
        {"event": event},
    )
    return [_session(r, people.get(r["id"], ())) for r in rows]


def _event(row: Row) -> Event:
    return Event(
        slug=row["slug"],
        name=row["name"],
        starts=_date(row["starts"]),
        ends=_date(row["ends"]),
        venue=row["venue"],
        timezone=row["timezone"],
        crowd_notice=row["crowd_notice"],
        keep_until=_date(row["keep_until"]),
    )


def _session(row: Row, people: Sequence[str]) -> Session:
    return Session(
        slug=row["slug"],
        event=row["event"],
        title=row["title"],
        kind=row["kind"],
        room=row["room"],
        starts_at=_moment(row["starts_at"]),
        ends_at=_moment(row["ends_at"]),
        abstract=row["abstract"],
        people=tuple(people),
        identity=row["identity"],
        opted_out=bool(row["opted_out"]),
        missing_since=_date(row["missing_since"]),
    )


def _text(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
