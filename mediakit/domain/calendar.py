"""Days where the event is: what "today" and "until" mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def today_in(zone: str, moment: datetime | None = None) -> date:
    """The day it is in a time zone (an IANA name; UTC for one that nobody knows), now or at an aware moment."""
    moment = moment or datetime.now(UTC)
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment.astimezone(UTC).date()
