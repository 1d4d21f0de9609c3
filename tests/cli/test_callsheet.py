"""`callsheet`: who is where, whom to film and whom not; a page for each day, a calendar for each of the crew."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.conftest import Run


@pytest.fixture
def day(workspace: Path, run: Run) -> Path:
    """Two days, two rooms, four people of whom one must not be photographed, and two promises."""
    run(
        "event",
        "add",
        "Gathering",
        "--slug",
        "lan",
        "--starts",
        "2026-05-13",
        "--ends",
        "2026-05-14",
        "--venue",
        "Corn Exchange",
    )
    add = ("people", "add", "--event", "lan")
    run(*add, "Ada Okafor", "--says", "AH-da oh-KAH-for", "--role", "Midwife", "--contact", "ada@example.org, 0123")
    run(*add, "Zoë Çelik", "--do-not-photograph")
    run(*add, "Siân Prys")
    run(*add, "Iqbal Qureshi")
    run("consent", "record", "ada-okafor", "--channel", "web", "--show-as", "first", "--by", "Kit")
    run("consent", "record", "iqbal-qureshi", "--channel", "web", "--by", "Kit")
    run("consent", "withdraw", "iqbal-qureshi")
    add = ("event", "session", "add", "lan")
    run(*add, "On trust & <hope>", "--starts", "10:00", "--ends", "10:45", "--room", "Great Hall",
        "--person", "sian-prys", "--person", "zoe-celik", "--person", "iqbal-qureshi")  # fmt: skip
    run(*add, "Slot", "--starts", "11:30", "--ends", "11:50", "--room", "Library", "--kind", "interview",
        "--person", "ada-okafor")  # fmt: skip
    run(*add, "Closed", "--starts", "14/05/2026 09:00", "--ends", "10:00", "--room", "Library", "--opted-out")
    promise = ("deliverable", "add", "--event", "lan")
    run(
        *promise,
        "Talking head: Ada",
        "--kind",
        "interview",
        "--person",
        "ada-okafor",
        "--who",
        "Kit",
        "--shape",
        "9:16",
    )
    run(*promise, "Event film", "--shot", "b-roll of hands")
    return workspace


def called(run: Run, *words: str) -> dict[str, Any]:
    ran = run("callsheet", "lan", "--json", *words)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def page(found: dict[str, Any], number: int = 0) -> str:
    return " ".join(_words(Path(found["sheets"][number]["html"]).read_text("utf-8")).split())


def _words(text: str) -> str:
    class Words(HTMLParser):
        kept = ""
        inside = ""

        def handle_starttag(self, tag: str, _attrs: Any) -> None:
            self.inside = tag

        def handle_data(self, data: str) -> None:
            self.kept += "" if self.inside == "style" else f"{data} "

    reader = Words()
    reader.feed(text)
    return reader.kept


def test_every_day_of_the_agenda_gets_a_sheet(day: Path, run: Run) -> None:
    found = called(run)
    assert [(s["day"], s["sessions"]) for s in found["sheets"]] == [
        ("2026-05-13", ["on-trust-hope", "slot"]), ("2026-05-14", ["closed"])]  # fmt: skip
    assert Path(found["sheets"][0]["html"]).parent == day / "reports"
    assert [s["day"] for s in called(run, "--day", "2026-05-14")["sheets"]] == ["2026-05-14"]


def test_a_sheet_tells_times_rooms_and_how_names_are_said(day: Path, run: Run) -> None:
    told = page(called(run))
    for words in ("Wednesday 13 May 2026", "Corn Exchange", "10:00–10:45 Great Hall On trust & <hope>", "Ada Okafor",
                  "AH-da oh-KAH-for", "Midwife", "headphones"):  # fmt: skip
        assert words in told


def test_who_must_not_be_photographed_stands_first_and_plainly(day: Path, run: Run) -> None:
    found = called(run)
    told = page(found)
    assert found["sheets"][0]["do_not_photograph"] == ["zoe-celik"]
    assert found["sheets"][0]["withdrawn"] == ["iqbal-qureshi"]
    first = told[told.index("Do not photograph or film") : told.index("Running order")]
    assert "Zoë Çelik" in first
    assert "Iqbal Qureshi : took it back: do not film" in first
    assert "Closed , Library: not to be recorded" in page(found, 1)


def test_where_everybody_stands_with_consent_is_said(day: Path, run: Run) -> None:
    consent = {p["person"]: p["consent"] for p in called(run)["sheets"][0]["people"]}
    assert consent == {
        "ada-okafor": "said yes: first name only",
        "iqbal-qureshi": "took it back: do not film",
        "sian-prys": "no consent for the web: ask first",
        "zoe-celik": "do not photograph or film",
    }


def test_what_the_promises_need_is_listed_where_their_people_can_be_met(day: Path, run: Run) -> None:
    told = page(called(run))
    assert "11:30–11:50, Library Talking head: Ada (Kit) interview; 9:16 interview cutaway portrait" in told
    assert "any time Event film film b-roll of hands" in told
    run("deliverable", "set", "event-film", "state=filmed")
    assert called(run)["sheets"][0]["shots"] == ["talking-head-ada"]
    assert called(run)["sheets"][1]["shots"] == []


def test_a_promise_about_somebody_who_must_not_be_filmed_is_no_shot_list(day: Path, run: Run) -> None:
    run("deliverable", "set", "talking-head-ada", "person=zoe-celik")
    assert "interview; 9:16 do not photograph or film Event film" not in page(called(run))
    assert "Talking head: Ada (Kit) interview; 9:16 do not photograph or film" in page(called(run))


def test_each_of_the_crew_gets_their_own_sheet_and_calendar(day: Path, run: Run) -> None:
    found = called(run, "--crew", "Jo=great hall", "--crew", "Kit=Great Hall", "--day", "2026-05-13")
    assert [(s["crew"], s["mine"]) for s in found["sheets"]] == [
        ("Jo", ["on-trust-hope"]), ("Kit", ["on-trust-hope", "slot"])]  # fmt: skip
    assert "Talking head: Ada (yours)" in page(found, 1)
    jo, kit = (icalendar.Calendar.from_ical(Path(p).read_bytes()) for p in found["calendars"])
    assert [str(e["SUMMARY"]) for e in jo.walk("VEVENT")] == ["On trust & <hope>"]
    slot = kit.walk("VEVENT")[1]
    assert slot["DTSTART"].dt.isoformat() == "2026-05-13T10:30:00+00:00"
    assert (str(slot["UID"]), str(slot["LOCATION"])) == ("session-lan-slot@mediakit", "Library, Corn Exchange")
    assert "AH-da oh-KAH-for" in str(slot["DESCRIPTION"])


def test_a_room_may_have_a_comma_in_its_name(day: Path, run: Run) -> None:
    run("event", "session", "set", "lan", "slot", "room=Library, upstairs")
    assert called(run, "--crew", "Jo=library, upstairs", "--day", "2026-05-13")["sheets"][0]["mine"] == ["slot"]


def test_contacts_are_on_it_only_when_asked_for(day: Path, run: Run) -> None:
    assert "0123" not in page(called(run))
    ran = run("callsheet", "lan", "--with-contacts", "-o", "sheets")
    assert "private" in ran.err
    assert "ada@example.org, 0123" in Path("sheets/callsheet-lan-2026-05-13.html").read_text("utf-8")


def test_a_workspace_has_its_own_kit(day: Path, run: Run) -> None:
    settings = day / "mediakit.toml"
    settings.write_text(settings.read_text("utf-8").split("[callsheet]")[0] + '[callsheet]\nkit = ["tripod & plate"]\n')
    told = page(called(run))
    assert "tripod & plate" in told
    assert "headphones" not in told
    settings.write_text('[callsheet]\nkit = "tripod"\n')
    assert "should be a list in square brackets of words in quotes" in run("callsheet", "lan").err


@pytest.mark.parametrize(
    "words",
    [("nowhere",), ("lan", "--day", "2026-06-01"), ("lan", "--crew", "=Library"), ("lan", "--crew", "Jo=Cellar")],
)
def test_what_cannot_be_meant_writes_nothing(day: Path, run: Run, words: tuple[str, ...]) -> None:
    ran = run("callsheet", *words)
    assert (ran.status, ran.out, list((day / "reports").iterdir())) == (2, "", [])


def test_an_event_without_an_agenda_says_what_to_do(workspace: Path, run: Run) -> None:
    run("event", "add", "Empty", "--slug", "empty")
    assert "mediakit event import FILE --event empty" in run("callsheet", "empty").err
