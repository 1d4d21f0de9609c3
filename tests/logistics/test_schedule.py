"""Agendas in every format that conferences hand out, made here; and what is refused, with every bad line."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from mediakit.domain.agenda import Agenda
from mediakit.domain.errors import BadInputFile
from mediakit.logistics.schedule import read_agenda

DAY = date(2026, 5, 13)


def read(folder: Path, name: str, content: str | bytes, first_day: date | None = DAY) -> Agenda:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_agenda(file, "Europe/London", first_day)


def told(agenda: Agenda) -> list[tuple[str, str | None, str | None, list[str]]]:
    return [
        (
            e.title,
            e.starts_at.isoformat(timespec="minutes") if e.starts_at else None,
            e.ends_at.isoformat(timespec="minutes") if e.ends_at else None,
            [s.name for s in e.speakers],
        )
        for e in agenda.entries
    ]


TALK = {
    "id": 7,
    "guid": "6c1f",
    "date": "2026-05-13T11:00:00+02:00",
    "start": "11:00",
    "duration": "00:45",
    "room": "Great Hall",
    "title": "On trust",
    "subtitle": "And the last mile",
    "type": "lecture",
    "abstract": "What two years changed.",
    "do_not_record": True,
    "persons": [{"code": "AB12", "public_name": "Dr Siân Prys-Howell OBE"}, {"code": "CD34", "public_name": "Bo Lind"}],
}


def schedule(*events: object) -> str:
    rooms = {"Great Hall": list(events)}
    conference = {
        "acronym": "lan26",
        "title": "Annual gathering",
        "start": "2026-05-13",
        "end": "2026-05-14",
        "time_zone_name": "Europe/Berlin",
        "days": [{"index": 1, "date": "2026-05-13", "rooms": rooms}],
    }
    return json.dumps({"schedule": {"version": "1", "conference": conference}})


def test_a_schedule_of_pretalx_tells_sessions_speakers_and_who_is_not_recorded(tmp_path: Path) -> None:
    agenda = read(tmp_path, "schedule.json", schedule(TALK))
    assert (agenda.name, agenda.slug, agenda.starts, agenda.timezone) == (
        "Annual gathering",
        "lan26",
        DAY,
        "Europe/Berlin",
    )
    [entry] = agenda.entries
    assert told(agenda) == [
        ("On trust", "2026-05-13T10:00+01:00", "2026-05-13T10:45+01:00", ["Siân Prys-Howell", "Bo Lind"])
    ]
    assert (entry.identity, entry.kind, entry.room, entry.opted_out) == ("6c1f", "talk", "Great Hall", True)
    assert entry.abstract == "And the last mile\n\nWhat two years changed."
    assert (entry.speakers[0].honorific, entry.speakers[0].post_nominals, entry.speakers[0].identity) == (
        "Dr",
        "OBE",
        "AB12",
    )


def test_every_bad_event_of_a_schedule_is_named_at_once(tmp_path: Path) -> None:
    bad = [
        {**TALK, "guid": "a", "title": ""},
        {**TALK, "guid": "b", "date": "next week"},
        {**TALK, "guid": "c", "duration": "long"},
        {**TALK},
        {**TALK},
        "nothing",
    ]
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "schedule.json", schedule(*bad))
    assert len(refused.value.problems) == 5
    assert "event 1: it has no title" in refused.value.problems
    assert any("its id 6c1f is also in event 4" in line for line in refused.value.problems)


XML = """<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference><acronym>lan26</acronym><title>Annual gathering</title>
    <start>2026-05-13</start><end>2026-05-13</end></conference>
  <day index="1" date="2026-05-13">
    <room name="Great Hall">
      <event id="7" guid="6c1f">
        <date>2026-05-13T10:00:00+01:00</date><start>10:00</start><duration>00:45</duration>
        <title>On trust &amp; time</title><subtitle/><type>lecture</type>
        <recording><license/><optout>true</optout></recording>
        <persons><person id="1">Siân Prys-Howell</person><person id="2">Bo Lind</person></persons>
      </event>
      <event id="8">
        <start>11:00</start><duration>soon</duration><title>Lunch</title>
      </event>
    </room>
  </day>
</schedule>"""


def test_a_schedule_of_frab_tells_the_same_and_problems_by_line(tmp_path: Path) -> None:
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "schedule.xml", XML)
    assert refused.value.problems == ("line 13 (“Lunch”): 'soon' is no length; write it as 45 min or 1:30",)
    agenda = read(tmp_path, "schedule.xml", XML.replace("soon", "01:00"))
    assert told(agenda) == [
        ("On trust & time", "2026-05-13T10:00+01:00", "2026-05-13T10:45+01:00", ["Siân Prys-Howell", "Bo Lind"]),
        ("Lunch", "2026-05-13T11:00+01:00", "2026-05-13T12:00+01:00", []),
    ]
    assert [e.opted_out for e in agenda.entries] == [True, False]
    assert [e.where for e in agenda.entries] == ["line 7 (“On trust & time”)", "line 13 (“Lunch”)"]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
X-WR-CALNAME:Gathering
BEGIN:VEVENT
UID:one
DTSTART;TZID=America/New_York:20260513T050000
DTEND;TZID=America/New_York:20260513T060000
SUMMARY:On trust
LOCATION:Great Hall
ATTENDEE;CN="Prys-Howell, Siân";ROLE=REQ-PARTICIPANT:mailto:sian@northmoor.example
ATTENDEE;CN=Great Hall;CUTYPE=ROOM:mailto:hall@northmoor.example
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Reminder
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:daily
DTSTART:20260512T080000Z
DURATION:PT30M
RRULE:FREQ=DAILY
EXDATE:20260514T080000Z
SUMMARY:Crew call
END:VEVENT
BEGIN:VEVENT
UID:whole
DTSTART;VALUE=DATE:20260513
SUMMARY:Exhibition
END:VEVENT
BEGIN:VEVENT
UID:gone
DTSTART:20260513T080000Z
STATUS:CANCELLED
SUMMARY:Cancelled
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_tells_zones_whole_days_and_each_time_something_recurs(tmp_path: Path) -> None:
    agenda = read(tmp_path, "calendar.ics", CALENDAR.replace("RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY;COUNT=4"))
    assert told(agenda) == [
        ("On trust", "2026-05-13T10:00+01:00", "2026-05-13T11:00+01:00", ["Siân Prys-Howell"]),
        ("Crew call", "2026-05-12T09:00+01:00", "2026-05-12T09:30+01:00", []),
        ("Crew call", "2026-05-13T09:00+01:00", "2026-05-13T09:30+01:00", []),
        ("Crew call", "2026-05-15T09:00+01:00", "2026-05-15T09:30+01:00", []),
        ("Exhibition", "2026-05-13T00:00+01:00", "2026-05-14T00:00+01:00", []),
    ]
    assert len({e.identity for e in agenda.entries}) == 5
    assert agenda.entries[-1].kind == "all day"


def test_what_recurs_for_ever_is_refused_where_nobody_says_when_the_event_is(tmp_path: Path) -> None:
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "calendar.ics", CALENDAR, first_day=None)
    assert refused.value.problems == (
        "line 19: it recurs more than 400 times; give the event its days first (event add … --starts)",
    )
    assert 300 < len(read(tmp_path, "calendar.ics", CALENDAR).entries) < 405


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=SECONDLY", "more often than any session"),
        ("FREQ=DAILY;BYHOUR=8,9,10,11;BYMINUTE=0,10,20,30", "more often than any session"),
        ("FREQ=DAILY;INTERVAL=0", "1 at least"),
        ("FREQ=NEVER", "cannot be read"),
        ("FREQ=DAILY;BYHOUR=8,10", "more than 400 times"),
    ],
)
def test_a_rule_that_would_never_end_is_refused_at_once(tmp_path: Path, rule: str, told: str) -> None:
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "calendar.ics", CALENDAR.replace("FREQ=DAILY", rule))
    assert told in refused.value.problems[0]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;UNTIL=99991231T000000Z", "FREQ=DAILY;COUNT=1000000000"])
def test_a_rule_that_ends_in_a_thousand_years_is_read_for_the_event_alone(tmp_path: Path, rule: str) -> None:
    agenda = read(tmp_path, "calendar.ics", CALENDAR.replace("FREQ=DAILY", rule))
    assert 50 < len(agenda.entries) < 405
    assert all(e.starts_at and e.starts_at.year in (2026, 2027) for e in agenda.entries)


def test_a_spreadsheet_is_read_with_days_in_lines_of_their_own(tmp_path: Path) -> None:
    agenda = read(
        tmp_path,
        "agenda.csv",
        "Northmoor gathering;;;;;\n;;;;;\nTime;Session title;Location;Speakers;Recording;Notes\n"
        "Wednesday 13 May 2026;;;;;\n9.15 - 10am;Registration;Foyer;;;\n"
        "10-11.15;Who?;Hall;Zoë Çelik, Fatima-Zahra Benkirane and Josué Mbeki-Laurent;yes;x\n"
        "1.30 to 3;Table work;Hall;Sørensen-Bailey, Ingrid;no;\nDay 2 - Thursday 14 May 2026;;;;;\n"
        "Time;Session title;Location;Speakers;Recording;Notes\n10pm–1am;Party;Foyer;TBC;;\n",
    )
    assert told(agenda) == [
        ("Registration", "2026-05-13T09:15+01:00", "2026-05-13T10:00+01:00", []),
        (
            "Who?",
            "2026-05-13T10:00+01:00",
            "2026-05-13T11:15+01:00",
            ["Zoë Çelik", "Fatima-Zahra Benkirane", "Josué Mbeki-Laurent"],
        ),
        ("Table work", "2026-05-13T13:30+01:00", "2026-05-13T15:00+01:00", ["Ingrid Sørensen-Bailey"]),
        ("Party", "2026-05-14T22:00+01:00", "2026-05-15T01:00+01:00", []),
    ]
    assert [e.opted_out for e in agenda.entries] == [False, False, True, False]
    assert agenda.notes == ("these columns were not read: Notes",)


def test_a_workbook_is_read_with_real_dates_and_one_heading_over_several_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Gathering", None, None, None, "Vortragende"])
    page.append(["Datum", "Uhrzeit", "Titel", "ID", 1, 2])
    page.append([datetime(2026, 5, 13), time(9, 0), "Opening", 1001, "Dr. Ada Okafor, Eastfell", "Bo Lind"])  # noqa: DTZ001
    page.cell(9000, 1, "")
    out = io.BytesIO()
    book.save(out)
    agenda = read(tmp_path, "agenda.xlsx", out.getvalue())
    assert told(agenda) == [("Opening", "2026-05-13T09:00+01:00", None, ["Ada Okafor", "Bo Lind"])]
    assert agenda.entries[0].identity == "1001"
    assert agenda.entries[0].speakers[0].organisation == "Eastfell"


def test_every_bad_row_of_a_spreadsheet_is_named_at_once_in_order(tmp_path: Path) -> None:
    rows = "Title,Date,Start,End\n,13/05/2026,10:00,11:00\nA,Thursday 13 May 2026,10:00,\nB,13/05/2026,25:00,\n"
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "agenda.csv", rows + "C,13/05/2026,12:00,11:00\nD,13/05/2026,12:00,\nD,13/05/2026,12:00,\n")
    assert [line.split(":")[0] for line in refused.value.problems] == ["line 2", "line 3", "line 4", "line 5", "line 7"]


def test_a_value_of_another_kind_costs_the_line_it_stands_in(tmp_path: Path) -> None:
    calendar = CALENDAR.replace("DURATION:PT30M", "DTEND;VALUE=TIME:100000").replace("RRULE:FREQ=DAILY\n", "")
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "calendar.ics", calendar)
    assert [line.split(":")[0] for line in refused.value.problems] == ["line 19"]
    odd = [{**TALK, "guid": n, "date": date} for n, date in enumerate([None, [], "9999-12-31T23:59:59+00:00", 7])]
    with pytest.raises(BadInputFile) as refused:
        read(tmp_path, "schedule.json", schedule(*odd).replace("2026-05-13", "soon"))
    assert len(refused.value.problems) == 4


BOMB = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.ics", b"", "empty"),
        ("photo.ics", b"\xff\xd8\xff\xe0" + bytes(200), "a photo"),
        ("noise.csv", bytes(range(256)) * 9, "no text"),
        ("bomb.xml", BOMB.encode(), "defines entities"),
        ("deep.json", b"[" * 100_000, "nested too deeply"),
        ("deep.xml", b"<schedule>" * 5_000, "nested deeper"),
        ("cut.json", b'{"schedule": {"conference"', "not valid JSON"),
        ("cut.xml", b"<schedule><day>", "not valid XML"),
        ("other.json", b'{"name": "mediakit", "version": 3}', "no conference schedule"),
        ("page.xml", b"<html><body>Log in</body></html>", "a web page"),
        ("cut.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "cut off"),
        ("bare.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no session"),
        ("list.csv", b"Name,Phone\nAda,1\n", "no heading row"),
    ],
)
def test_what_is_no_agenda_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(BadInputFile, match=words):
        read(tmp_path, name, content)


def test_a_file_too_large_for_any_agenda_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "big.json"
    with file.open("wb") as out:
        out.truncate(50_000_000)
    with pytest.raises(BadInputFile, match="50 MB"):
        read_agenda(file, "Europe/London")


def test_an_agenda_in_the_encoding_of_an_old_spreadsheet_is_read(tmp_path: Path) -> None:
    agenda = read(
        tmp_path, "agenda.csv", "Title,Date,Start,Speaker\nCafé,13/05/2026,10:00,Renée Noël\n".encode("cp1252")
    )
    assert told(agenda)[0][::3] == ("Café", ["Renée Noël"])


REAL = {
    "america_new_york.ics": 1, "c3voc-hub-schedule2.json": 2, "c3voc-schedule-example.xlsx": 13, "example.ics": 3,
    "issue_1081_event_with_rrule.ics": 10, "issue_1231_recurrence.ics": 1, "issue_218_bad_tzid.ics": 1,
    "issue_526_calendar_with_events.ics": 2, "multiple_calendar_components.ics": 3, "timezoned.ics": 1,
    "bom_calendar.ics": 0, "broken_ical.ics": 0, "calendar_with_unicode.ics": 0, "issue_722_missing_timezones.ics": 0,
    "rfc_7986_conferences.ics": 0, "small_bad_calendar.ics": 0,
}  # fmt: skip


@pytest.mark.real_media
@pytest.mark.parametrize("name", REAL)
def test_a_real_agenda_is_read_whole_or_refused(real_media: Path, name: str) -> None:
    try:
        found = len(read_agenda(real_media / "schedules" / name, "Europe/London").entries)
    except BadInputFile:
        found = 0
    assert found == REAL[name]
