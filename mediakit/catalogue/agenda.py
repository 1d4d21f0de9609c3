"""The agenda and the people list as imports write them: what was written last is kept beside what stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediakit.catalogue import events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.event import Session
from mediakit.domain.person import Person

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A session as it stands, and what the last import wrote; None where a person added it. assets: matched to it."""

    session: Session
    imported: Fields | None
    assets: int = 0


def sessions(catalogue: Catalogue, event: str) -> list[Known]:
    """The agenda of an event in order of time."""
    rows = catalogue.rows(
        "SELECT s.slug, s.imported, (SELECT count(*) FROM assets WHERE session_id = s.id) AS assets FROM sessions s "
        "JOIN events e ON e.id = s.event_id WHERE e.slug = ?",
        [event],
    )
    kept = {r["slug"]: r for r in rows}
    found = events.sessions(catalogue, event)
    return [Known(s, _read(kept[s.slug]["imported"]), kept[s.slug]["assets"]) for s in found]


def add_sessions(catalogue: Catalogue, event: str, added: Iterable[tuple[Session, Fields]]) -> None:
    """Add sessions with what an import wrote. Inside `writing()`; their slugs are free."""
    event_id = events.number(catalogue, event)
    for session, imported in added:
        number = catalogue.insert("sessions", {"event_id": event_id, "slug": session.slug, "title": session.title})
        fields = {
            "kind": session.kind,
            "room": session.room,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "abstract": session.abstract,
            "opted_out": session.opted_out,
            "identity": session.identity,
            "people": session.people,
        }
        _write_session(catalogue, number, fields, imported)


def change_session(catalogue: Catalogue, event: str, slug: str, fields: Fields, imported: Fields | None = None) -> None:
    """Change some fields of a session; people: slugs. imported: what an import wrote, None: a person changes it."""
    sql = "SELECT s.id FROM sessions s JOIN events e ON e.id = s.event_id WHERE e.slug = ? AND s.slug = ?"
    with catalogue.writing():
        _write_session(catalogue, int(catalogue.value(sql, [event, slug])), fields, imported)


def remove_sessions(catalogue: Catalogue, event: str, slugs: Sequence[str]) -> None:
    """Take sessions off the agenda; assets that were matched to them belong to none. Inside `writing()`."""
    event_id = events.number(catalogue, event)
    catalogue.execute_many("DELETE FROM sessions WHERE event_id = ? AND slug = ?", [(event_id, s) for s in slugs])


def _write_session(catalogue: Catalogue, number: int, fields: Fields, imported: Fields | None) -> None:
    values = {name: _value(value) for name, value in fields.items() if name != "people"}
    if imported is not None:
        values["imported"] = _written(imported)
    catalogue.update("sessions", values, {"id": number})
    if "people" in fields:
        catalogue.execute("DELETE FROM session_people WHERE session_id = ?", [number])
        for position, slug in enumerate(dict.fromkeys(fields["people"])):
            sql = "INSERT INTO session_people SELECT ?, id, ? FROM people WHERE slug = ?"
            catalogue.execute(sql, [number, position, slug])


# --- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rostered:
    """What imports know of the people list, by slug.

    imported: what was written of somebody; appeared: the same of their role at the event. identities: what the
    agenda's software calls somebody → slug. contacts: private.
    """

    people: tuple[Person, ...]
    imported: Mapping[str, Fields]
    appeared: Mapping[str, Fields]
    identities: Mapping[str, str]
    former: Mapping[str, str]
    contacts: Mapping[str, str]


def rostered(catalogue: Catalogue, event: str | None) -> Rostered:
    """The whole people list, with what imports wrote of it for an event."""
    imported = catalogue.rows("SELECT slug, imported FROM people WHERE imported IS NOT NULL")
    appeared = catalogue.rows(
        "SELECT p.slug, a.imported FROM appearances a JOIN people p ON p.id = a.person_id JOIN events e "
        "ON e.id = a.event_id WHERE e.slug = ? AND a.imported IS NOT NULL",
        [event],
    )
    identities = catalogue.rows(
        "SELECT s.identity, p.slug FROM speakers s JOIN people p ON p.id = s.person_id JOIN events e "
        "ON e.id = s.event_id WHERE e.slug = ?",
        [event],
    )
    return Rostered(
        people=tuple(people.every(catalogue)),
        imported={r["slug"]: _read(r["imported"]) or {} for r in imported},
        appeared={r["slug"]: _read(r["imported"]) or {} for r in appeared},
        identities={r["identity"]: r["slug"] for r in identities},
        former=people.former_slugs(catalogue),
        contacts=people.contacts(catalogue),
    )


def change_person(catalogue: Catalogue, slug: str, fields: Fields, imported: Fields | None = None) -> None:
    """Change some fields of somebody; aliases: a list. imported: what an import wrote, None: a person changes it."""
    values = {name: _value(value) for name, value in fields.items()}
    if imported is not None:
        values["imported"] = _written(imported)
    with catalogue.writing():
        catalogue.update("people", values, {"slug": slug})
        people.index_assets_of(catalogue, slug)


def put_appearance(catalogue: Catalogue, slug: str, event: str, fields: Fields, imported: Fields | None = None) -> None:
    """Put somebody on an event's people list, or change role and organisation as at that event."""
    key = {"person_id": _number(catalogue, slug), "event_id": events.number(catalogue, event)}
    values = dict(fields)
    if imported is not None:
        values["imported"] = _written(imported)
    with catalogue.writing():
        catalogue.insert("appearances", key, conflict="ON CONFLICT DO NOTHING")
        catalogue.update("appearances", values, key)
        people.index_assets_of(catalogue, slug)


def know_speaker(catalogue: Catalogue, event: str, identity: str, slug: str) -> None:
    """Remember what the agenda's software calls somebody. Inside `writing()`."""
    values = {
        "event_id": events.number(catalogue, event),
        "identity": identity,
        "person_id": _number(catalogue, slug),
    }
    conflict = "ON CONFLICT (event_id, identity) DO UPDATE SET person_id = excluded.person_id"
    catalogue.insert("speakers", values, conflict=conflict)


def _number(catalogue: Catalogue, slug: str) -> int:
    return int(catalogue.value("SELECT id FROM people WHERE slug = ?", [slug]))


def _value(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _written(fields: Fields) -> str:
    plain = {name: v.isoformat() if isinstance(v, date) else v for name, v in fields.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _read(text: str | None) -> Fields | None:
    if text is None:
        return None
    fields: dict[str, Any] = json.loads(text)
    for name in ("starts_at", "ends_at"):
        if fields.get(name):
            fields[name] = datetime.fromisoformat(fields[name])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
