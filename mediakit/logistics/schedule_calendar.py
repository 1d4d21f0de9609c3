"""The one door to iCalendar (RFC 5545): zones of its own, recurrences, whole days; alarms and tasks are left out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from mediakit.domain.agenda import Agenda, Entry, Problems, Speaker
from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.when import FIRST_YEAR, LAST_YEAR
from mediakit.domain.written_name import clean, name_of_address, parse_name, role_and_organisation
from mediakit.logistics import schedule_recurrence

_ALL_DAY = "all day"
_HINT = "export it again from the calendar, whole, as .ics"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every event of a file is read with. lines: on which each VEVENT begins; first_day: of the event."""

    local: tzinfo
    first_day: date | None
    lines: tuple[int, ...]
    problems: Problems
    notes: list[str]


def read(path: Path, text: str, local: tzinfo, first_day: date | None, problems: Problems) -> Agenda:
    """The agenda of a calendar: each VEVENT, and each occurrence of one that recurs, is a session.

    Raises BadInputFile for what is no calendar; notes a problem for every VEVENT that cannot be one.
    """
    calendars = _calendars(path, text)
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    frame = _Frame(local, first_day, tuple(lines), problems, [])
    entries: list[Entry] = []
    name = zone = None
    for calendar in calendars:
        told = list(calendar.walk("VEVENT"))
        own = _Frame(_zone_of(calendar) or local, first_day, frame.lines[: len(told)], problems, frame.notes)
        frame = _Frame(local, first_day, frame.lines[len(told) :], problems, frame.notes)
        entries += _entries(calendar, told, own, local)
        zone = zone or _zone_of(calendar)
        name = name or clean(str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or "")) or None
    return Agenda(
        "iCalendar",
        tuple(entries),
        name=name,
        timezone=str(zone) if zone else None,
        notes=tuple(dict.fromkeys(frame.notes)),
    )


def _calendars(path: Path, text: str) -> list[Any]:
    import icalendar

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = icalendar.Calendar.from_ical(text.lstrip("\ufeff"), multiple=True)
        calendars = [component for component in found if component.name == "VCALENDAR"]
    except Exception as error:  # noqa: BLE001 (the gate of icalendar, which raises whatever its parsers do)
        what = f"no calendar that can be read: {str(error).splitlines()[0][:120] if str(error) else 'it is broken'}"
        raise BadInputFile(what, where=str(path), hint=_HINT) from None
    if not calendars:
        raise BadInputFile("no calendar that can be read: it is cut off", where=str(path), hint=_HINT)
    return calendars


def _zone_of(calendar: Any) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    except (KeyError, ValueError, OSError):
        return None


def _entries(calendar: Any, told: Sequence[Any], frame: _Frame, local: tzinfo) -> list[Entry]:
    """Of each VEVENT its occurrences, in the order of the file; those that cannot be are noted."""
    lines = {id(event): frame.lines[n] if n < len(frame.lines) else 0 for n, event in enumerate(told)}
    series: dict[str, list[Any]] = {}
    for number, event in enumerate(told):
        where = f"line {lines[id(event)]}"
        problem = _problem(event)
        if problem:
            frame.problems.add(where, problem)
        elif str(event.get("STATUS", "")).upper() != "CANCELLED" or "RECURRENCE-ID" in event:
            series.setdefault(_uid(event) or f"\0{number}", []).append(event)
    found: list[Entry] = []
    for events in series.values():
        where = f"line {lines[id(events[0])]}"
        try:
            times = schedule_recurrence.occurrences(calendar, events, frame.first_day)
        except Misuse as error:
            frame.problems.add(where, str(error))
            continue
        taking_place = [t for t in times if str(t.get("STATUS", "")).upper() != "CANCELLED"]
        try:
            found += [_entry(occurrence, events, where, frame, local) for occurrence in taking_place]
        except (TypeError, ValueError, AttributeError, KeyError, OverflowError) as error:
            # the gate of icalendar, which lets a value of another kind stand where a moment belongs
            frame.problems.add(where, f"it cannot be read: {str(error)[:120]}")
    return found


def _problem(event: Any) -> str | None:
    if event.errors:
        name, what = event.errors[0]
        line = re.search(r"into parts: '(.+?)':", str(what))
        return f"this cannot be read: {line[1] if line else f'{name}: {what}'}"[:200]
    if not clean(str(event.get("SUMMARY", ""))) and "RECURRENCE-ID" not in event:
        return "it has no title (SUMMARY)"
    starts = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(starts, date):
        return "it has no start (DTSTART)"
    if not FIRST_YEAR <= starts.year <= LAST_YEAR:
        return f"no event was in the year {starts.year}"
    return schedule_recurrence.problem(event)


def _entry(event: Any, series: Sequence[Any], where: str, frame: _Frame, local: tzinfo) -> Entry:
    begins = event["DTSTART"].dt
    whole_day = not isinstance(begins, datetime)
    starts = _moment(event["DTSTART"], frame, local)
    people = tuple(_speakers(event))
    told = {
        "room",
        "starts_at",
        "ends_at",
        "abstract",
        *(["people"] if people else []),
        *(["kind"] if whole_day else []),
    }
    return Entry(
        where=where,
        title=clean(str(event.get("SUMMARY", ""))),
        identity=_identity(event, series),
        kind=_ALL_DAY if whole_day else None,
        room=clean(str(event.get("LOCATION", ""))) or None,
        starts_at=starts,
        ends_at=_ends(event, starts, frame, local),
        abstract=_plain(str(event.get("DESCRIPTION", ""))) or None,
        speakers=people,
        told=frozenset(told),
    )


def _ends(event: Any, starts: datetime, frame: _Frame, local: tzinfo) -> datetime | None:
    whole_day = not isinstance(event["DTSTART"].dt, datetime)
    ends = event.get("DTEND")
    if ends is not None:
        # RFC 5545, 3.6.1: the end of a whole day is the day after; some write the day itself
        end = _moment(ends, frame, local)
        if whole_day and end <= starts:
            return starts + timedelta(days=1)
        # a library fills in the start where the calendar does not say when it ends
        return end if end != starts else None
    length = getattr(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        return starts + length
    return starts + timedelta(days=1) if whole_day else None


def _moment(stamp: Any, frame: _Frame, local: tzinfo) -> datetime:
    value = stamp.dt
    if not isinstance(value, datetime):
        return datetime.combine(value, time(0), tzinfo=local)
    if value.tzinfo is None:
        named = str(stamp.params.get("TZID", "")).strip('"')
        if named:
            frame.notes.append(f"nobody knows the time zone “{named}”; its times were taken as {frame.local}")
        value = value.replace(tzinfo=frame.local)
    return value.astimezone(local)


def _identity(event: Any, series: Sequence[Any]) -> str | None:
    uid = _uid(event)
    if uid is None:
        return None
    if len(series) == 1 and not any(key in series[0] for key in ("RRULE", "RDATE")):
        return uid
    # an occurrence that was moved keeps the moment it was planned for
    planned = event.get("RECURRENCE-ID") or event["DTSTART"]
    return f"{uid} {planned.dt.isoformat()}"


def _uid(event: Any) -> str | None:
    return clean(str(event.get("UID", ""))) or None


def _speakers(event: Any) -> Iterator[Speaker]:
    """Who is invited to take part, except rooms, groups and those who declined."""
    invited = event.get("ATTENDEE", [])
    for address in invited if isinstance(invited, list) else [invited]:
        told = {key: str(value).upper() for key, value in address.params.items()}
        if told.get("CUTYPE", "INDIVIDUAL") != "INDIVIDUAL" or told.get("PARTSTAT") == "DECLINED":
            continue
        if told.get("ROLE") == "NON-PARTICIPANT":
            continue
        email = re.sub(r"(?i)^mailto:", "", str(address)).strip()
        named = parse_name(str(address.params.get("CN", "")).strip('"'))
        name = named.name or name_of_address(email)
        if name:
            role, organisation = role_and_organisation(named.rest)
            yield Speaker(name, named.honorific, named.post_nominals, role, organisation, email or None)


def _plain(text: str) -> str:
    """Several lines, without the HTML that some calendars put into a description."""
    if re.search(r"<(?:br|p|div|html|b|a|ul|li|span)\b", text, re.IGNORECASE):
        text = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li)>", "\n", text)
        text = re.sub(r"<[^<>]*>", "", text).replace("&nbsp;", " ").replace("&amp;", "&")
    return text.replace("\x00", "").strip()
