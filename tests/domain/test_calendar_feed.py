"""Calendars that others read: what RFC 5545 asks for, checked by reading them back with a library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar

from mediakit.domain.calendar_feed import Occasion, calendar

STARTS = datetime(2026, 5, 14, 9, 30, tzinfo=timezone(timedelta(hours=1)))
STAMP = datetime(2026, 5, 20, tzinfo=UTC)


def read_back(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_moment_is_told_in_universal_time_and_a_day_as_a_day() -> None:
    moment = Occasion("a", "Opening", STARTS, STARTS + timedelta(hours=1), STAMP)
    day = Occasion("b", "The days", date(2026, 5, 14), date(2026, 5, 15), STAMP)
    first, second = read_back(calendar("Gathering", [moment, day]))
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (STARTS, STARTS + timedelta(hours=1))
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2026, 5, 14), date(2026, 5, 16))


def test_an_end_that_nobody_knows_is_left_out() -> None:
    assert "DTEND" not in calendar("Gathering", [Occasion("a", "Opening", STARTS, STARTS, STAMP)])


def test_marks_lines_and_long_lines_come_back_as_they_were() -> None:
    summary = "Trust; data, and \\ everything " + "Łukasz " * 30
    told = Occasion(
        "a", summary.strip(), STARTS, STARTS, STAMP, "One\nTwo, three", "Hall; B", url="https://a.org/?a=1,2"
    )
    text = calendar("Gathering", [told])
    (event,) = read_back(text)
    assert str(event["SUMMARY"]) == summary.strip()
    assert (str(event["DESCRIPTION"]), str(event["LOCATION"])) == ("One\nTwo, three", "Hall; B")
    assert str(event["URL"]) == "https://a.org/?a=1,2"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_no_line_of_a_calendar_can_be_made_up_by_an_address() -> None:
    told = Occasion("a", "Opening", STARTS, STARTS, STAMP, url="https://a.org/\r\nATTENDEE:mailto:x@y.z")
    assert "\r\nATTENDEE" not in calendar("Gathering", [told])
