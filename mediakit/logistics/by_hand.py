"""What a person changes by hand on events, sessions and people: typed as key=value, checked before it is kept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mediakit.domain.assignment import Assignment, changed_list, yes_or_no
from mediakit.domain.errors import Misuse
from mediakit.domain.event import Event, Session
from mediakit.domain.naming import free_slug, slugify
from mediakit.domain.person import Person
from mediakit.domain.when import parse_day, parse_moment, parse_time
from mediakit.domain.written_name import clean

EVENT_KEYS = ("name", "starts", "ends", "venue", "timezone", "crowd_notice", "keep_until")
SESSION_KEYS = ("title", "kind", "room", "starts", "ends", "abstract", "people", "opted_out")
PERSON_KEYS = (
    "name", "honorific", "post_nominals", "role", "organisation", "says", "alias", "contact", "do_not_photograph",
)  # fmt: skip


def changed_event(event: Event, words: Sequence[Assignment]) -> Event:
    """An event as it will be. Raises Misuse."""
    fields: dict[str, Any] = {}
    for word in words:
        if word.key in ("starts", "ends", "keep_until"):
            fields[word.key] = parse_day(word.value, event.starts) if word.value else None
        elif word.key == "timezone":
            fields[word.key] = zone_named(word.value)
        else:
            fields[word.key] = clean(word.value) or None
    if "name" in fields and not fields["name"]:
        raise Misuse("an event has a name")
    after = replace(event, **fields)
    if after.starts and after.ends and after.ends < after.starts:
        raise Misuse(f"the event would end on {after.ends}, before it starts on {after.starts}")
    return after


def zone_named(value: str) -> str:
    """The name of a time zone (IANA) as it is to be kept. Raises Misuse where there is none of that name."""
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Misuse(f"no time zone is called {value!r}; write one such as Europe/London") from None


def new_session(event: Event, title: str, people: tuple[str, ...], agenda: Sequence[Session], **told: Any) -> Session:
    """A session that a person adds; told: starts, ends, room, kind, opted_out as typed. Raises Misuse."""
    starts = moment(event, told["starts"], event.starts) if told["starts"] else None
    ends = moment(event, told["ends"], starts.date() if starts else event.starts) if told["ends"] else None
    _in_order(starts, ends)
    slug = free_slug(slugify(title, fallback="session"), [s.slug for s in agenda])
    kind = (told["kind"] or "talk").lower()
    return Session(
        slug, event.slug, title, kind, told["room"], starts, ends, people=people, opted_out=told["opted_out"]
    )


def changed_session(
    event: Event, session: Session, words: Sequence[Assignment], who: Callable[[str], str]
) -> dict[str, Any]:
    """The fields of a session as they will be. who: a name as typed → slug. Raises Misuse, UnknownName."""
    fields: dict[str, Any] = {}
    starts, ends, people = session.starts_at, session.ends_at, session.people
    for word in words:
        if word.key == "people":
            named = [who(name.strip()) for name in word.value.replace(",", ";").split(";") if name.strip()]
            fields["people"] = people = changed_list(people, replace(word, value=";".join(named)))
        elif word.key == "starts":
            day = starts.date() if starts else event.starts
            fields["starts_at"] = starts = moment(event, word.value, day) if word.value else None
        elif word.key == "ends":
            day = starts.date() if starts else event.starts
            fields["ends_at"] = ends = moment(event, word.value, day) if word.value else None
        elif word.key == "opted_out":
            fields["opted_out"] = yes_or_no("opted_out", word.value)
        elif word.key == "abstract":
            fields["abstract"] = word.value or None
        else:
            fields[word.key] = clean(word.value) or None
    if "title" in fields and not fields["title"]:
        raise Misuse("a session has a title")
    if "kind" in fields:
        fields["kind"] = (fields["kind"] or "talk").lower()
    _in_order(starts, ends)
    return fields


def moment(event: Event, text: str, day: date | None) -> datetime:
    """A moment as typed, in the event's zone: day and time, or a time alone on `day`. Raises Misuse."""
    zone = ZoneInfo(event.timezone)
    try:
        clock = parse_time(text)
    except Misuse:
        found = parse_moment(text, event.starts)
        return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    if day is None:
        raise Misuse(f"{text!r} is a time; on which day? write it as 13/05/2026 10:00")
    return datetime.combine(day, clock, tzinfo=zone)


def _in_order(starts: datetime | None, ends: datetime | None) -> None:
    if ends and not starts:
        raise Misuse("it has an end and no start; say both")
    if starts and ends and ends < starts:
        raise Misuse(f"it would end at {ends:%d %b %H:%M}, before it starts at {starts:%d %b %H:%M}")


def changed_person(person: Person, words: Sequence[Assignment]) -> dict[str, Any]:
    """The fields of a person as they will be, contact included. Raises Misuse."""
    fields: dict[str, Any] = {}
    aliases = person.aliases
    for word in words:
        if word.key == "alias":
            fields["aliases"] = aliases = changed_list(aliases, replace(word, value=clean(word.value)))
        elif word.key == "do_not_photograph":
            fields[word.key] = yes_or_no(word.key, word.value)
        else:
            fields[word.key] = clean(word.value) or None
    if "name" in fields and not fields["name"]:
        raise Misuse("a person has a name")
    return fields
