"""`coverage` and `missing`: exactly the gaps that were planted, and what can still be put right comes first."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mediakit.catalogue import transcripts
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory, open_catalogue
from mediakit.domain.facts import Kind
from mediakit.domain.transcript import Transcript
from mediakit.logistics.coverage import coverage
from tests.cli.conftest import Run
from tests.cli.test_match import film
from tests.counting import calls_of


@pytest.fixture
def day(workspace: Path, run: Run) -> Path:
    """An event in which everything is filmed, everybody said yes, and every promise has material."""
    run("event", "add", "Gathering", "--slug", "lan", "--starts", "2026-05-13", "--crowd-notice", "We film today")
    for name in ("Ada Okafor", "Siân Prys"):
        run("people", "add", name, "--event", "lan")
        run("consent", "record", name, "--channel", "web", "--by", "Kit")
    add = ("event", "session", "add", "lan")
    run(*add, "Coffee", "--starts", "09:00", "--ends", "09:30", "--room", "Foyer", "--kind", "break")
    run(*add, "On trust", "--starts", "10:00", "--ends", "10:45", "--room", "Great Hall", "--person", "sian-prys")
    run(*add, "Slot", "--starts", "11:30", "--ends", "11:50", "--room", "Library", "--kind", "interview",
        "--person", "ada-okafor")  # fmt: skip
    run("deliverable", "add", "Talking head: Ada", "--event", "lan", "--kind", "interview", "--person", "ada-okafor")
    film(workspace, "A001", "C1", "10:05", camera="FX6")
    film(workspace, "A001", "C2", "10:35", 3, camera="FX6")
    film(workspace, "A001", "C3", "11:31", camera="FX6")
    film(workspace, "B001", "C1", "11:31", camera="FX3")
    film(workspace, "P001", "I1", "12:30", 0, kind=Kind.PHOTO)
    film(workspace, "P001", "I2", "12:31", 0, kind=Kind.PHOTO)
    run("match")
    run("set", "A001/C2", "shot=crowd")
    run("set", "P001/I1", "people=ada-okafor")
    run("set", "P001/I2", "people=sian-prys")
    run("match")
    return workspace


def covered(run: Run, *words: str) -> dict[str, Any]:
    ran = run("coverage", "lan", "--json", *words)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def gaps(found: dict[str, Any]) -> dict[str, list[str]]:
    """Everything that has a gap, by name."""
    rows = [(r["session"], r) for r in found["sessions"]] + [(r["person"], r) for r in found["people"]]
    rows += [(r["deliverable"], r) for r in found["deliverables"]]
    return {name: r["gaps"] for name, r in rows if r["gaps"]}


def test_nothing_is_missing_where_nothing_is(day: Path, run: Run) -> None:
    found = covered(run)
    assert (gaps(found), found["gaps"]) == ({}, 0)
    assert [(s["session"], len(s["assets"])) for s in found["sessions"]] == [
        ("coffee", 0),
        ("on-trust", 2),
        ("slot", 2),
    ]
    assert {p["person"]: (p["assets"], p["consent"]) for p in found["people"]} == {
        "ada-okafor": (3, "yes"), "sian-prys": (2, "yes")}  # fmt: skip
    assert "nothing is missing" in run("missing", "lan", "--strict").out


def test_a_session_that_nobody_filmed_is_named(day: Path, run: Run) -> None:
    run("event", "session", "add", "lan", "Late talk", "--starts", "16:00", "--ends", "16:30", "--room", "Great Hall")
    assert gaps(covered(run)) == {"late-talk": ["no footage"]}


def test_a_talk_without_the_room_needs_a_wide_shot_and_an_interview_a_second_angle(day: Path, run: Run) -> None:
    run("set", "A001/C2", "shot=talk")
    run("set", "B001/C1", "session=")
    assert gaps(covered(run)) == {"on-trust": ["no wide shot"], "slot": ["only one angle"]}
    run("set", "A001/C2", "tags=wide")
    assert gaps(covered(run)) == {"slot": ["only one angle"]}


def test_two_cards_of_one_camera_are_one_angle(day: Path, run: Run) -> None:
    run("set", "B001/C1", "session=on-trust")
    film(day, "A002", "C9", "11:40", 5, camera="FX6")
    run("match")
    assert gaps(covered(run)) == {"slot": ["only one angle"]}


def test_sound_without_a_transcript_is_missing_one(day: Path, run: Run) -> None:
    with open_catalogue(day / "catalogue.db") as catalogue, catalogue.writing():
        catalogue.execute("UPDATE assets SET acodec = 'aac' WHERE short = 'A001/C3'")
    assert gaps(covered(run)) == {"slot": ["no transcript"]}
    with open_catalogue(day / "catalogue.db") as catalogue:
        (asset,) = (r["id"] for r in catalogue.rows("SELECT id FROM assets WHERE short = 'A001/C3'"))
        transcripts.put(catalogue, asset, Transcript("en", 1.0, "scripted", "script", 1000, ()), [], key="test")
    found = covered(run)
    assert gaps(found) == {}
    assert {s["session"]: s["transcripts"] for s in found["sessions"]}["slot"] == 1


def test_people_without_portrait_consent_or_footage_are_named(day: Path, run: Run) -> None:
    run("set", "P001/I1", "people=ada-okafor, sian-prys")
    run("people", "add", "Zoë Çelik", "--event", "lan")
    run("people", "add", "Iqbal Qureshi", "--event", "lan")
    run("consent", "record", "iqbal-qureshi", "--channel", "web", "--by", "Kit")
    run("consent", "record", "zoe-celik", "--channel", "print", "--by", "Kit")
    run("consent", "withdraw", "sian-prys")
    assert gaps(covered(run)) == {
        "ada-okafor": ["no portrait"],
        "iqbal-qureshi": ["nothing filmed", "no portrait"],
        "sian-prys": ["consent withdrawn"],
        "zoe-celik": ["no consent for the web", "no portrait"],
    }


def test_who_must_not_be_photographed_is_only_missed_where_they_are(day: Path, run: Run) -> None:
    run("people", "add", "Zoë Çelik", "--event", "lan", "--do-not-photograph")
    assert gaps(covered(run)) == {}
    run("set", "P001/I1", "people=ada-okafor, zoe-celik")
    assert gaps(covered(run))["zoe-celik"] == ["must not be photographed, and is in 1 file"]


def test_what_must_not_be_recorded_is_only_missed_where_it_was(day: Path, run: Run) -> None:
    run("event", "session", "set", "lan", "slot", "opted_out=yes")
    assert gaps(covered(run)) == {"slot": ["must not be recorded, and 2 files of it are here"]}


def test_a_promise_without_material_is_named_and_one_that_is_late(day: Path, run: Run) -> None:
    run("deliverable", "add", "Talking head: Siân", "--event", "lan", "--kind", "interview", "--person", "sian-prys")
    run("deliverable", "add", "Event film", "--event", "lan", "--due", "2026-05-01")
    assert gaps(covered(run)) == {"talking-head-sian": ["no material"], "event-film": ["late"]}
    run("deliverable", "attach", "talking-head-sian", "A001/C1")
    assert gaps(covered(run)) == {"event-film": ["late"]}


def test_strict_ends_with_1_while_anything_is_missing(day: Path, run: Run) -> None:
    assert run("coverage", "lan", "--strict").status == 0
    run("people", "add", "Zoë Çelik", "--event", "lan")
    assert run("coverage", "lan").status == 0
    assert run("coverage", "lan", "--strict").status == 1
    assert run("missing", "lan", "--strict", "--json").status == 1


def test_what_can_still_be_filmed_comes_first(day: Path, run: Run) -> None:
    for title, starts in (("Past", "08:00"), ("Running", "12:00"), ("Next", "13:00"), ("Recent", "11:00")):
        run("event", "session", "add", "lan", title, "--starts", starts, "--ends", f"{starts[:3]}25", "--room", "Loft",
            "--person", "sian-prys")  # fmt: skip
    run("set", "P001/I2", "people=")
    told = run("missing", "lan", "--at", "12:10").out
    soon = ("Now and next", "Running", "Next, Loft", "Just over", "Recent, Loft")
    order = [told.index(word) for word in (*soon, "People still to be seen", "Siân Prys", "Other sessions", "Past")]
    assert order == sorted(order)
    board = (day / "reports" / "coverage-lan.html").read_text("utf-8")
    assert "Wednesday 13 May, 12:10" in board
    assert board.index("Running") < board.index("Recent") < board.index("Past")
    assert covered(run, "--at", "13/05/2026 12:10")["sessions"][-1]["when"] == "to come"


def test_the_board_holds_names_as_text_and_asks_nobody_for_anything(day: Path, run: Run) -> None:
    run("event", "session", "add", "lan", "<b>Bold</b> & co", "--starts", "16:00", "--room", "Loft")
    run("coverage", "lan")
    board = (day / "reports" / "coverage-lan.html").read_text("utf-8")
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; co" in board
    assert "http" not in board.replace("http-equiv", "")


@pytest.mark.parametrize("words", [("nowhere",), ("lan", "--at", "soon")])
def test_what_cannot_be_meant_is_told(day: Path, run: Run, words: tuple[str, ...]) -> None:
    ran = run("coverage", *words)
    assert (ran.status, ran.out) == (2, "")


def conference(catalogue: Catalogue, sessions: int, starts: datetime) -> None:
    """So many sessions with a person each, and twenty clips of each."""
    with catalogue.writing():
        catalogue.insert("events", {"slug": "lan", "name": "Gathering", "timezone": "Europe/London"})
        catalogue.execute_many(
            "INSERT INTO people (slug, name, aliases, do_not_photograph) VALUES (?, ?, '[]', 0)",
            [(f"p{n}", f"Person {n}") for n in range(sessions)],
        )
        times = [starts + timedelta(minutes=10 * n) for n in range(sessions)]
        catalogue.execute_many(
            "INSERT INTO sessions (event_id, slug, title, kind, starts_at) VALUES (1, ?, ?, 'talk', ?)",
            [(f"s{n}", f"Session {n}", at.isoformat()) for n, at in enumerate(times)],
        )
        catalogue.execute("INSERT INTO session_people SELECT id, id, 0 FROM sessions")
        catalogue.execute_many(
            "INSERT INTO assets (id, kind, role, name, short, slug, event_id, path, bytes, session_id, added_at, "
            "keywords, facts) VALUES (?, 'video', 'rush', 'c', ?, ?, 1, ?, 1, ?, '2026', '[]', '{}')",
            [(f"{n:032x}", f"A/C{n}", f"c{n}", f"c{n}", 1 + n % sessions) for n in range(20 * sessions)],
        )
        catalogue.execute(
            "INSERT INTO asset_people (asset, person_id, source) SELECT id, session_id, 'match' FROM assets"
        )


def test_twice_the_sessions_are_about_twice_the_work_to_cover() -> None:
    starts = datetime(2026, 5, 13, 9, tzinfo=ZoneInfo("Europe/London"))
    work: list[int] = []
    for sessions in (100, 200):
        with catalogue_in_memory() as catalogue:
            conference(catalogue, sessions, starts)
            found = coverage(catalogue, "lan", starts)
            assert len(found.sessions) == len(found.people) == sessions
            work.append(calls_of(partial(coverage, catalogue, "lan", starts)))
    assert work[1] < 2.6 * work[0]
