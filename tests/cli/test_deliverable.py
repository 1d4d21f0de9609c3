"""`deliverable`: promises, how far they have come, and what is late."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import icalendar
import pytest

from mediakit.catalogue import approvals, assets
from mediakit.catalogue.connect import open_catalogue
from tests.cli.conftest import Run
from tests.cli.test_match import film


@pytest.fixture
def promised(workspace: Path, run: Run) -> Path:
    """One event, one person, one funder, two promises of which one has no date."""
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "Ada Okafor", "--event", "lan")
    run("organisation", "add", "Harrow Lane", "--role", "funder", "--event", "lan")
    run(
        "deliverable", "add", "Interview: Ada", "--event", "lan", "--kind", "interview", "--for", "harrow-lane",
        "--person", "Ada Okafor", "--due", "2026-01-02", "--length", "2:00",
    )  # fmt: skip
    run("deliverable", "add", "Event film", "--event", "lan")
    return workspace


def listed(run: Run, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("deliverable", "list", "--json", *words).out)
    return found


def test_a_promise_keeps_what_was_said(promised: Path, run: Run) -> None:
    first, second = listed(run)
    assert {k: first[k] for k in ("slug", "event", "kind", "for", "person", "due", "length", "state", "assets")} == {
        "slug": "interview-ada",
        "event": "lan",
        "kind": "interview",
        "for": "harrow-lane",
        "person": "ada-okafor",
        "due": "2026-01-02",
        "length": 120.0,
        "state": "planned",
        "assets": [],
    }
    assert (second["kind"], second["due"]) == ("film", None)


def test_a_state_is_kept_with_when_and_by_whom(promised: Path, run: Run) -> None:
    assert run("deliverable", "set", "interview-ada", "state=edited", "--by", "E. Editor").status == 0
    history = listed(run)[0]["history"]
    assert isinstance(history, list)
    assert [(s["state"], s["by"]) for s in history] == [("planned", None), ("edited", "E. Editor")]
    assert history[1]["at"] >= history[0]["at"]


def test_title_and_due_date_can_be_changed_and_the_date_taken_away(promised: Path, run: Run) -> None:
    run("deliverable", "set", "lan/interview-ada", "title=Ada on trust", "due=2026-03-01")
    assert (listed(run)[0]["title"], listed(run)[0]["due"]) == ("Ada on trust", "2026-03-01")
    run("deliverable", "set", "interview-ada", "due=")
    assert {d["due"] for d in listed(run)} == {None}


def test_what_is_due_leaves_out_what_is_published_or_has_no_date(promised: Path, run: Run) -> None:
    assert [d["slug"] for d in listed(run, "--due")] == ["interview-ada"]
    assert "LATE" in run("deliverable", "list", "--due").out
    run("deliverable", "set", "interview-ada", "state=published")
    assert listed(run, "--due") == []


@pytest.mark.parametrize("words", [("state=done",), ("due=soon",), ("title=",), ("length=soon",), ("state",)])
def test_a_change_that_cannot_be_right_changes_nothing(promised: Path, run: Run, words: tuple[str, ...]) -> None:
    before = listed(run)
    ran = run("deliverable", "set", "interview-ada", "title=Other", *words)
    assert (ran.status, ran.out) == (2, "")
    assert listed(run) == before


@pytest.mark.parametrize(
    "words", [("--event", "nowhere"), ("--event", "lan", "--for", "nobody"), ("--event", "lan", "--person", "nobody")]
)
def test_unknown_names_add_nothing(promised: Path, run: Run, words: tuple[str, ...]) -> None:
    assert run("deliverable", "add", "Clip", *words).status == 2
    assert len(listed(run)) == 2


def shown(run: Run, name: str = "interview-ada") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("deliverable", "show", name, "--json").out)
    return found


def test_who_makes_it_its_shape_and_its_shots_are_kept(promised: Path, run: Run) -> None:
    run("deliverable", "add", "Clip", "--event", "lan", "--kind", "clip", "--shape", "9:16", "--who", "Kit",
        "--shot", "hands", "--note", "for the newsletter")  # fmt: skip
    clip = shown(run, "clip")
    assert (clip["shape"], clip["who"], clip["shots"], clip["note"]) == ("9:16", "Kit", ["hands"], "for the newsletter")
    run("deliverable", "set", "clip", "shots+=the room", "shape=square", "length=90", "for=Harrow Lane", "who=")
    clip = shown(run, "clip")
    assert (clip["shots"], clip["shape"], clip["length"]) == (["hands", "the room"], "1:1", 90.0)
    assert (clip["for"], clip["who"]) == ("harrow-lane", None)


def test_what_has_to_be_filmed_follows_from_the_kind_where_nobody_said_it(promised: Path, run: Run) -> None:
    assert shown(run)["shots"] == ["interview", "cutaway", "portrait"]


def test_what_is_due_can_be_asked_by_day_and_by_days(promised: Path, run: Run) -> None:
    run("deliverable", "set", "event-film", "due=2099-01-01")
    assert [d["slug"] for d in listed(run, "--due")] == ["interview-ada", "event-film"]
    assert [d["slug"] for d in listed(run, "--due", "2026-06-01")] == ["interview-ada"]
    assert [d["slug"] for d in listed(run, "--due", "14 days")] == ["interview-ada"]
    assert run("deliverable", "list", "--due", "soon").status == 2


def test_a_promise_is_filmed_when_a_rush_is_attached_to_it(promised: Path, run: Run) -> None:
    film(promised, "A001", "C1", "11:31")
    assert run("deliverable", "attach", "interview-ada", "A001/C1").status == 0
    found = shown(run)
    assert (found["state"], found["because"], len(found["assets"])) == ("filmed", "a rush is attached", 1)
    assert [s["state"] for s in found["history"]] == ["planned", "filmed"]
    run("deliverable", "attach", "interview-ada", "A001/C1", "--take-off")
    assert shown(run)["state"] == "planned"


def test_what_a_person_says_outweighs_what_happened_before(promised: Path, run: Run) -> None:
    film(promised, "A001", "C1", "11:31")
    run("deliverable", "attach", "interview-ada", "A001/C1")
    run("deliverable", "set", "interview-ada", "state=planned", "--by", "Kit")
    assert (shown(run)["state"], shown(run)["history"][-1]["by"]) == ("planned", "Kit")


def test_a_rush_that_is_approved_does_not_approve_the_promise(promised: Path, run: Run) -> None:
    clip = film(promised, "A001", "C1", "11:31")
    run("deliverable", "attach", "interview-ada", "A001/C1")
    with open_catalogue(promised / "catalogue.db") as catalogue:
        approvals.put(catalogue, assets.load(catalogue, [clip]), by="Kit")
    assert shown(run)["state"] == "filmed"


def test_a_quote_keeps_a_promise_too(promised: Path, run: Run) -> None:
    clip = film(promised, "A001", "C1", "11:31")
    with open_catalogue(promised / "catalogue.db") as catalogue, catalogue.writing():
        catalogue.insert("quotes", {"asset": clip, "start_ms": 1000, "end_ms": 3000, "text": "On trust", "at": "2026"})
    assert run("deliverable", "attach", "interview-ada", "--quote", "1").status == 0
    assert shown(run)["quoted"] == [{"quote": 1, "asset": clip, "start": 1.0, "end": 3.0, "text": "On trust"}]
    assert run("deliverable", "attach", "interview-ada", "--quote", "2").status == 2


LIST = "Ref;Deliverable;Type;Client;Featuring;Deadline;Length;Aspect;Status;Colour\n"


def imported(run: Run, text: str, *words: str) -> dict[str, Any]:
    Path("list.csv").write_text(text, "utf-8")
    ran = run("deliverable", "import", "list.csv", "--event", "lan", "--json", *words)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_list_is_taken_over_and_taken_over_again_changes_what_it_changed(promised: Path, run: Run) -> None:
    rows = "D1;Ada on trust;Talking head;Harrow Lane;Ada Okafor;26/06/2026;2 min;Portrait;Filmed;red\n"
    first = imported(run, LIST + rows + "D2;Photo set;Photos;;;29 May 2026;;;;\n")
    assert (first["added"], first["columns_not_read"]) == (["ada-on-trust", "photo-set"], ["Colour"])
    found = shown(run, "ada-on-trust")
    assert {k: found[k] for k in ("kind", "for", "person", "due", "length", "shape", "state")} == {
        "kind": "interview", "for": "harrow-lane", "person": "ada-okafor", "due": "2026-06-26", "length": 120.0,
        "shape": "9:16", "state": "filmed",
    }  # fmt: skip
    run("deliverable", "set", "ada-on-trust", "due=2026-07-01")
    again = rows.replace("Ada on trust", "Ada: on trust").replace("26/06", "27/06").replace("2 min", "90 s")
    plan = imported(run, LIST + again, "--dry-run")
    assert plan["changed"] == [{"deliverable": "ada-on-trust", "fields": {
        "title": ["Ada on trust", "Ada: on trust"], "length": [120000, 90000]}}]  # fmt: skip
    assert (plan["kept"], plan["gone"]) == ([{"deliverable": "ada-on-trust", "fields": ["due"]}], ["photo-set"])
    assert shown(run, "ada-on-trust")["title"] == "Ada on trust"
    imported(run, LIST + again)
    assert (shown(run, "ada-on-trust")["title"], shown(run, "ada-on-trust")["due"]) == ("Ada: on trust", "2026-07-01")
    assert imported(run, LIST + again)["changed"] == []
    assert len(listed(run)) == 4


def test_a_list_takes_over_promises_that_were_typed_before(promised: Path, run: Run) -> None:
    found = imported(run, "Title,Due,Made by\nEvent film,12/06/2026,Kit\n")
    assert [c["deliverable"] for c in found["changed"]] == ["event-film"]
    assert (shown(run, "event-film")["who"], shown(run, "event-film")["due"]) == ("Kit", "2026-06-12")


def test_every_bad_row_of_a_list_is_told_and_nothing_is_taken_over(promised: Path, run: Run) -> None:
    Path("list.csv").write_text(
        LIST + "D1;Good;Film;;;;;;;\nD2;;Film;;;;;;;\nD3;Bad;Opera;Nobody;No One;32/13/2026;long;7:7;soon;\n"
        "D1;Twice;;;;;;;;\n",
        "utf-8",
    )
    ran = run("deliverable", "import", "list.csv", "--event", "lan")
    assert ran.status == 2
    for told in ("row 3: title", "row 4: kind", "row 4: for", "row 4: person", "row 4: due", "row 4: length",
                 "row 4: shape", "row 4: state", "row 5: the same promise is also in row 2"):  # fmt: skip
        assert told in ran.err
    assert len(listed(run)) == 2


def test_a_workbook_s_own_dates_and_lengths_are_understood(promised: Path, run: Run) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Title", "Due", "Length"])
    book.active.append(["Cut for social", datetime(2026, 6, 1), time(2, 0)])  # noqa: DTZ001
    book.save("list.xlsx")
    assert run("deliverable", "import", "list.xlsx").status == 0
    assert (shown(run, "cut-for-social")["due"], shown(run, "cut-for-social")["length"]) == ("2026-06-01", 120.0)


def test_due_dates_become_a_calendar_that_another_program_reads(promised: Path, run: Run) -> None:
    title = "Çevre, sağlık; ve güven – " * 8
    run("deliverable", "add", title, "--event", "lan", "--slug", "long", "--due", "2026-07-01", "--note", "a\\b;c,d")
    assert json.loads(run("deliverable", "feed", "-o", "due.ics", "--json").out)["entries"] == 2
    content = Path("due.ics").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(content).walk("VEVENT")}
    assert set(events) == {"deliverable-lan-interview-ada@mediakit", "deliverable-lan-long@mediakit"}
    long = events["deliverable-lan-long@mediakit"]
    assert str(long["SUMMARY"]) == "Due: " + title.strip()
    assert (long["DTSTART"].dt, long["DTEND"].dt) == (date(2026, 7, 1), date(2026, 7, 2))
    assert "a\\b;c,d" in str(long["DESCRIPTION"])
    run("deliverable", "feed", "-o", "again.ics")
    assert Path("again.ics").read_bytes() == content
