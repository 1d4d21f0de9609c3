"""schedule.json as pretalx, frab and the c3voc hub write it: days and rooms, or one list of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mediakit.domain.agenda import Agenda, Entry, Problems, Speaker
from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.when import FIRST_YEAR, LAST_YEAR, parse_length, parse_time
from mediakit.domain.written_name import clean, name_of_address, parse_name, role_and_organisation

Node = Mapping[str, Any]
_KINDS = {"lecture": "talk", "other": "session", "": None}


def read(document: object, local: tzinfo, problems: Problems) -> Agenda:
    """The agenda of a schedule's JSON. Raises BadInputFile for other JSON; notes a problem for each bad event."""
    schedule = document.get("schedule", document) if isinstance(document, Mapping) else None
    if not isinstance(schedule, Mapping) or not isinstance(conference := schedule.get("conference", schedule), Mapping):
        raise _other(problems)
    named = _zone(conference.get("time_zone_name"))
    zone = named or local
    found = list(_events(schedule, conference))
    if not found and not any(
        isinstance(level.get(key), list) for level in (schedule, conference) for key in ("days", "events")
    ):
        raise _other(problems)
    entries = []
    for number, (event, room, day) in enumerate(found, 1):
        where = _where(number, event)
        try:
            entries.append(_entry(where, event, room, day, zone, local))
        except Misuse as error:
            problems.add(where, str(error))
    return Agenda(
        form="schedule.json",
        entries=tuple(entries),
        name=_text(conference.get("title")) or None,
        slug=_text(conference.get("acronym")) or None,
        starts=_day(conference.get("start")),
        ends=_day(conference.get("end")),
        timezone=str(named) if named else None,
    )


def _other(problems: Problems) -> BadInputFile:
    hint = "pretalx and frab offer it as “schedule.json” (Export, JSON)"
    return BadInputFile("JSON, but no conference schedule", where=problems.path, hint=hint)


def _events(schedule: Node, conference: Node) -> Iterator[tuple[Any, str | None, Any]]:
    """(event, room, day) in the order of the file: day by day and room by room, or one list."""
    for level in (conference, schedule):
        for key in ("days", "day"):
            days = level.get(key)
            for day in days if isinstance(days, list) else []:
                if isinstance(day, Mapping):
                    yield from _of_day(day)
    for level in (schedule, conference):
        events = level.get("events", level.get("talks"))
        for event in events if isinstance(events, list) else []:
            yield event, None, None


def _of_day(day: Node) -> Iterator[tuple[Any, str | None, Any]]:
    rooms = day.get("rooms", day.get("room"))
    if isinstance(rooms, Mapping):
        named = list(rooms.items())
    else:
        listed = rooms if isinstance(rooms, list) else []
        named = [(room.get("name"), room.get("events")) for room in listed if isinstance(room, Mapping)]
    for name, events in named:
        for event in events if isinstance(events, list) else []:
            yield event, _text(name), day.get("date")


def _where(number: int, event: Any) -> str:
    title = _text(event.get("title"))[:60] if isinstance(event, Mapping) else ""
    return f"event {number}" + (f" (“{title}”)" if title else "")


def _entry(where: str, event: Any, room: str | None, day: Any, zone: tzinfo, local: tzinfo) -> Entry:
    if not isinstance(event, Mapping):
        raise Misuse("this is no event")
    starts = _starts(event, day, zone)
    ends = _moment(event.get("end"), zone) if "T" in _text(event.get("end")) else None
    if ends is None and _text(event.get("duration")):
        ends = starts + _duration(event["duration"])
    kind = _text(event.get("type")).lower()
    named = event.get("room")
    named = named.get("name") if isinstance(named, Mapping) else named
    people: list[Any] = next(
        (event[k] for k in ("persons", "participants", "speakers") if isinstance(event.get(k), list)), []
    )
    return Entry(
        where=where,
        title=clean(_text(event.get("title"))),
        identity=_identity(event, "guid", "code", "id"),
        kind=_KINDS.get(kind, kind),
        room=clean(_text(named) or room or "") or None,
        starts_at=starts.astimezone(local),
        ends_at=ends.astimezone(local) if ends else None,
        abstract=_abstract(event),
        speakers=tuple(s for person in people if (s := _speaker(person)) is not None),
        opted_out=_opted_out(event),
    )


def _starts(event: Node, day: Any, zone: tzinfo) -> datetime:
    for key in ("date", "start"):
        text = _text(event.get(key))
        if "T" in text or " " in text:
            return _moment(text, zone)
    known = _day(day)
    if known and _text(event.get("start")):
        return datetime.combine(known, parse_time(_text(event["start"])), tzinfo=zone)
    raise Misuse("it has no date and time")


def _moment(value: Any, zone: tzinfo) -> datetime:
    text = _text(value)
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise Misuse(f"{text[:40]!r} is no date and time") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Misuse(f"no event was in the year {moment.year}")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _duration(value: Any) -> timedelta:
    if isinstance(value, int | float) and 0 <= value < 100_000:
        return timedelta(minutes=value)
    return parse_length(_text(value))


def _abstract(event: Node) -> str | None:
    told = [_words(event.get("subtitle")), _words(event.get("abstract")) or _words(event.get("description"))]
    return "\n\n".join(text for text in told if text) or None


def _words(value: Any) -> str:
    """A text of several lines; of one in several languages, English or the first."""
    if isinstance(value, Mapping):
        value = value.get("en") or next(iter(value.values()), "")
    text = _text(value).replace("\r\n", "\n").replace("\x00", "")
    return text.strip()


def _speaker(person: Any) -> Speaker | None:
    if isinstance(person, str):
        person = {"name": person}
    if not isinstance(person, Mapping):
        return None
    # a contributor who is not on stage is on the credits, and not to be expected before a camera
    if _text(person.get("role")).upper() in ("CONTRIBUTOR", "COORDINATOR", "SUBMITTER", "ASSISTANT"):
        return None
    written = _text(person.get("public_name")) or _text(person.get("full_public_name")) or _text(person.get("name"))
    named = parse_name(written)
    name = named.name or name_of_address(named.email or "")
    if not name:
        return None
    role, organisation = role_and_organisation(named.rest)
    return Speaker(
        name=name,
        honorific=named.honorific,
        post_nominals=named.post_nominals,
        role=role,
        organisation=clean(_text(person.get("organisation")) or _text(person.get("affiliation"))) or organisation,
        email=_text(person.get("email")) or named.email,
        identity=_identity(person, "guid", "code", "id"),
    )


def _opted_out(event: Node) -> bool:
    recording = event.get("recording")
    told = [event.get(key) for key in ("do_not_record", "recording_optout", "optout", "opt_out")]
    if isinstance(recording, Mapping):
        told += [recording.get("optout"), recording.get("opt_out")]
    return any(value is True or _text(value).lower() in ("true", "yes", "1") for value in told)


def _identity(node: Node, *keys: str) -> str | None:
    return next((text for key in keys if (text := _text(node.get(key)))), None)


def _zone(name: Any) -> tzinfo | None:
    try:
        return ZoneInfo(_text(name)) if _text(name) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""
