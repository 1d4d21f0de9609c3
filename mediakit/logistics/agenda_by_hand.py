"""Events and sessions that a person adds or changes: what was typed is checked, and then written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediakit.catalogue import agenda, events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.assignment import parse_assignments
from mediakit.domain.errors import Misuse
from mediakit.domain.event import Event, Session
from mediakit.domain.naming import free_slug, slugify
from mediakit.logistics.by_hand import (
    EVENT_KEYS,
    SESSION_KEYS,
    changed_event,
    changed_session,
    new_session,
    zone_named,
)


@dataclass(frozen=True, slots=True)
class Announced:
    """An event as it is announced. slug: None for one made of the name; timezone: IANA; ends: None: the first day."""

    name: str
    timezone: str
    slug: str | None = None
    starts: date | None = None
    ends: date | None = None
    venue: str | None = None
    crowd_notice: str | None = None
    keep_until: date | None = None


def add_event(catalogue: Catalogue, told: Announced) -> Event:
    """Add an event. Raises Misuse where it would end before it starts, its slug is taken or its time zone unknown."""
    zone_named(told.timezone)
    last = told.ends or told.starts
    if told.starts and last and last < told.starts:
        raise Misuse(f"the event would end on {last}, before it starts on {told.starts}")
    with catalogue.writing():
        # a name in another script gives no letters to make a slug of
        slug = told.slug or slugify(told.name, fallback="") or free_slug("event", events.slugs(catalogue))
        new = Event(
            slug=slug,
            name=told.name,
            starts=told.starts,
            ends=last,
            venue=told.venue,
            timezone=told.timezone,
            crowd_notice=told.crowd_notice,
            keep_until=told.keep_until,
        )
        events.add(catalogue, new)
    return new


def set_event(catalogue: Catalogue, slug: str, words: Sequence[str]) -> tuple[Event, Event]:
    """Change an event as typed, key=value; gives it as it was and as it is. Raises Misuse, UnknownName."""
    with catalogue.writing():
        before = events.find(catalogue, slug)
        after = changed_event(before, parse_assignments(words, EVENT_KEYS))
        events.change(catalogue, after)
    return before, after


def add_session(catalogue: Catalogue, event: str, title: str, names: Sequence[str], **told: Any) -> Session:
    """Add a session; told: starts, ends, room, kind, opted_out as typed. Raises Misuse, UnknownName."""
    with catalogue.writing():
        found = events.find(catalogue, event)
        slugs = tuple(people.find(catalogue, name).slug for name in names)
        made = new_session(found, title, slugs, events.sessions(catalogue, event), **told)
        return events.put_session(catalogue, made)


def set_session(catalogue: Catalogue, event: str, name: str, words: Sequence[str]) -> tuple[Session, Session]:
    """Change a session as typed, key=value; gives it as it was and as it is. Raises Misuse, UnknownName."""
    with catalogue.writing():
        found, before = events.find(catalogue, event), events.find_session(catalogue, event, name)
        typed = parse_assignments(words, SESSION_KEYS, ["people"])
        fields = changed_session(found, before, typed, lambda who: people.find(catalogue, who).slug)
        agenda.change_session(catalogue, event, before.slug, fields)
        return before, events.find_session(catalogue, event, before.slug)
