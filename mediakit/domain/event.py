"""Events, their agenda, and the organisations that have a part in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Part(StrEnum):
    """An organisation's part in an event."""

    HOST = "host"
    PARTNER = "partner"
    FUNDER = "funder"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Event:
    """A conference or other occasion. timezone is an IANA name; crowd_notice the wording shown at the venue."""

    slug: str
    name: str
    starts: date | None = None
    ends: date | None = None
    venue: str | None = None
    timezone: str = "Europe/London"
    crowd_notice: str | None = None
    keep_until: date | None = None


def days_to_keep(event: Event, today: date) -> int | None:
    """Days left until the last day on which an event's material may be kept; negative: days past it; None: no end."""
    return (event.keep_until - today).days if event.keep_until else None


@dataclass(frozen=True, slots=True)
class Session:
    """One line of the agenda. kind: talk, panel, interview, break, … as the agenda calls it; people: slugs.

    opted_out: those who speak do not want it recorded. missing_since: the day on which an import no longer had it.
    """

    slug: str
    event: str
    title: str
    kind: str = "talk"
    room: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    abstract: str | None = None
    people: tuple[str, ...] = ()
    identity: str | None = None
    opted_out: bool = False
    missing_since: date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body; parts: event slug → its part there."""

    slug: str
    name: str
    url: str | None = None
    logo: str | None = None
    parts: tuple[tuple[str, Part], ...] = ()
