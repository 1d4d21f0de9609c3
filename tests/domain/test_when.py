"""Days, times and lengths as British agendas have them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mediakit.domain.errors import Misuse
from mediakit.domain.when import parse_day, parse_length, parse_moment, parse_time, parse_times

NEAR = date(2026, 5, 13)


@pytest.mark.parametrize(
    "written",
    [
        "13/05/2026", "13.5.26", "13-05-2026", "2026-05-13", "13 May 2026", "Wed 13th May 2026", "13-May-26",
        "13th May", "Wednesday, 13th of May 2026", "May 13, 2026",
        "Wednesday 13/05/2026", "2026-05-13 00:00:00", "13. Mai 2026",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert parse_day(written, NEAR) == NEAR


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Thursday 13 May 2026", "is a Wednesday"),
        ("05/13/2026", "the day comes first"),
        ("31 Feb 2026", "no such day"),
        ("soon", "write it as 13 May 2026"),
        ("13/05/0026", "no event was in the year 26"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(written: str, told: str) -> None:
    with pytest.raises(Misuse, match=told):
        parse_day(written, NEAR)


def test_a_day_without_a_year_needs_one_to_be_near_to() -> None:
    assert parse_day("2 January", date(2026, 12, 20)) == date(2027, 1, 2)
    with pytest.raises(Misuse, match="which year"):
        parse_day("2 January")


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("9.30am", "09:30"), ("09:30", "09:30"), ("0930", "09:30"), ("9am", "09:00"), ("2 pm", "14:00"),
        ("noon", "12:00"), ("12 noon", "12:00"), ("12.30pm", "12:30"), ("12am", "00:00"), ("14h30", "14:30"),
        ("9:30 a.m.", "09:30"), ("1.30", "13:30"), ("01:30", "01:30"), ("13.00 Uhr", "13:00"), ("10:00:00", "10:00"),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(written: str, clock: str) -> None:
    assert parse_time(written).isoformat("minutes") == clock


@pytest.mark.parametrize("written", ["25:00", "9", "soon", "13.30pm", "10:75", ""])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(Misuse):
        parse_time(written)


@pytest.mark.parametrize(
    ("written", "starts", "ends"),
    [
        ("09:30–10:15", "09:30", "10:15"), ("9.30 to 10.15am", "09:30", "10:15"), ("2-3pm", "14:00", "15:00"),
        ("11.30–1.15pm", "11:30", "13:15"), ("9-10", "09:00", "10:00"), ("0930-1015", "09:30", "10:15"),
    ],
)  # fmt: skip
def test_from_when_to_when_may_stand_in_one_cell(written: str, starts: str, ends: str) -> None:
    assert [t.isoformat("minutes") for t in parse_times(written) if t] == [starts, ends]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("1h30", 90),
        ("0:45", 45),
        ("01:30:00", 90),
        ("1 hr 15 mins", 75),
        ("1:00:00:00", 1440),
    ],
)
def test_a_length_is_read_however_it_is_written(written: str, minutes: int) -> None:
    assert parse_length(written) == timedelta(minutes=minutes)


def test_day_and_time_may_stand_in_one_cell() -> None:
    assert parse_moment("13 May 2026, 10.30am").isoformat() == "2026-05-13T10:30:00"
    assert parse_moment("2026-05-13T10:00+01:00").isoformat() == "2026-05-13T10:00:00+01:00"


@pytest.mark.parametrize("written", ["9999-12-31T10:00", "0001-01-01 10:00"])
def test_a_moment_in_a_year_of_no_event_is_refused(written: str) -> None:
    with pytest.raises(Misuse, match="year"):
        parse_moment(written)
