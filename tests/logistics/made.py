"""Values for tests of the day: an agenda, and clips and photos as matching sees them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mediakit.catalogue.matches import Filmed
from mediakit.domain.event import Session

LONDON = ZoneInfo("Europe/London")


def at(clock: str, day: int = 13) -> datetime:
    """A time of day in May 2026, in London."""
    hour, minute = clock.split(":")
    return datetime(2026, 5, day, int(hour), int(minute), tzinfo=LONDON)


def session(slug: str, times: str, room: str | None = "Great Hall", kind: str = "talk", *people: str) -> Session:
    """A session of the event lan; times: "10:00-10:45"."""
    starts, ends = times.split("-")
    return Session(slug, "lan", slug.title(), kind, room, at(starts), at(ends), people=people)


def clip(clock: str, minutes: float = 10, **values: Any) -> Filmed:
    """A rush of card A001 that begins at a time of day."""
    plain: dict[str, Any] = {
        "id": f"{clock.replace(':', '')}{minutes}".ljust(32, "0"),
        "short": f"A001/C{clock.replace(':', '')}",
        "event": "lan",
        "kind": "video",
        "card": "A001",
        "camera": "FX6",
        "at": at(clock),
        "source": "metadata",
        "doubt": None,
        "duration_ms": int(timedelta(minutes=minutes).total_seconds() * 1000),
        "shot": None,
        "session": None,
        "confidence": None,
        "session_chosen": False,
        "people_chosen": False,
    }
    return Filmed(**plain | values)


def photo(clock: str, **values: Any) -> Filmed:
    """A photo of card P001, taken at a time of day."""
    return clip(clock, 0, **{"kind": "photo", "card": "P001", "camera": "R6"} | values)
