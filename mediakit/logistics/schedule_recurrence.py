"""The one door to recurrences of calendars (RFC 5545, 3.8.5): each time something takes place, and no more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from mediakit.domain.errors import Misuse

# what recurs oftener is no session, and a calendar of seconds would fill the memory
_MOST_TIMES = 400
_MOST_A_DAY = 12
_BEFORE, _AFTER = timedelta(days=31), timedelta(days=366)


def recurs(events: Sequence[Any]) -> bool:
    """Whether the VEVENTs of one UID tell of something that takes place more than once."""
    return len(events) > 1 or any(key in events[0] for key in ("RRULE", "RDATE"))


def problem(event: Any) -> str | None:
    """What is wrong with the rules of a VEVENT, None where nothing is."""
    for rule in _rules(event):
        if str((rule.get("FREQ") or [""])[0]).upper() in ("SECONDLY", "MINUTELY", "HOURLY"):
            return "it recurs more often than any session does"
        if math.prod(max(1, len(rule.get(key, []))) for key in ("BYHOUR", "BYMINUTE", "BYSECOND")) > _MOST_A_DAY:
            return "it recurs more often than any session does"
        if any(int(number) < 1 for key in ("INTERVAL", "COUNT") for number in rule.get(key, [])):
            return "its recurrence cannot be read: INTERVAL and COUNT are 1 at least"
    return None


def occurrences(calendar: Any, events: Sequence[Any], first_day: date | None) -> list[Any]:
    """Each time the VEVENTs of one UID take place; of a rule without a near end, in the year of the event's first day.

    Raises Misuse where that is too often, or cannot be told.
    """
    if not recurs(events):
        return list(events)
    import recurring_ical_events

    # a calendar with this alone: the zones that it brings along, and its exceptions
    alone = type(calendar)()
    for part in [*(p for p in calendar.subcomponents if p.name == "VTIMEZONE"), *events]:
        alone.add_component(part)
    try:
        long = any(_is_long(event) for event in events)
        if long and first_day is None:
            raise Misuse(_too_many("; give the event its days first (event add … --starts)"))
        query = recurring_ical_events.of(alone)
        if long and first_day is not None:
            found = list(query.between(first_day - _BEFORE, first_day + _AFTER))
        else:
            found = list(islice(query.all(), _MOST_TIMES + 1))
    except Misuse:
        raise
    except Exception as error:  # noqa: BLE001 (the gate of both libraries, which raise whatever their parsers do)
        raise Misuse(f"its recurrence cannot be read: {type(error).__name__}: {str(error)[:100]}") from None
    if len(found) > _MOST_TIMES:
        raise Misuse(_too_many(""))
    return found


def _too_many(hint: str) -> str:
    return f"it recurs more than {_MOST_TIMES} times{hint}"


def _rules(event: Any) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _is_long(event: Any) -> bool:
    """Whether a rule goes on for more times than a list may have."""
    from dateutil.rrule import rrulestr

    begins = event["DTSTART"].dt
    begins = begins.replace(tzinfo=None) if isinstance(begins, datetime) else datetime.combine(begins, time(0))
    for rule in _rules(event):
        told = ";".join(
            # a rule that ends at a moment of some zone is counted by the hour on the clock: a few more or less
            part.rstrip("Z") if part.upper().startswith("UNTIL=") else part
            for part in rule.to_ical().decode().split(";")
        )
        if len(list(islice(rrulestr(told, dtstart=begins), _MOST_TIMES + 1))) > _MOST_TIMES:
            return True
    return False
