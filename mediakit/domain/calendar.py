"""Days where the event is: what "today" and "until" mean."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today_in(zone: str) -> date:
    """Today's date in a time zone (an IANA name that exists)."""
    return datetime.now(ZoneInfo(zone)).date()
