"""`match`: rooms and clocks are said, and guesses are kept apart from what a person said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mediakit.catalogue import assets, cards
from mediakit.catalogue.connect import open_catalogue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Answered, Enrolment
from mediakit.domain.facts import Facts, Kind, Role, TimeSource
from mediakit.domain.verdict import may_publish
from tests.cli.conftest import Run
from tests.domain.made import approved, rendition

LONDON = ZoneInfo("Europe/London")


def film(root: Path, card: str, clip: str, clock: str, minutes: float = 10, **values: Any) -> str:
    """Put a clip without a file into the catalogue; returns its id."""
    asset = f"{card}{clip}".encode().hex().ljust(32, "0")[:32]
    at = datetime.fromisoformat(f"2026-05-13T{clock}").replace(tzinfo=LONDON)
    kind = values.pop("kind", Kind.VIDEO)
    facts = Facts(kind, 1920, 1080, duration_ms=int(minutes * 60_000), vcodec="h264", camera=values.pop("camera", None))
    role = Role.PHOTO if kind is Kind.PHOTO else Role.RUSH
    with open_catalogue(root / "catalogue.db") as catalogue:
        if not cards.find(catalogue, "lan", card):
            cards.put(catalogue, cards.Card("lan", card))
        path = f"originals/lan/{card}/{clip}.MP4"
        new = Enrolment(asset, facts, role, path, 1, "lan", card, captured_at=at,
                        captured_at_source=TimeSource.METADATA, **values)  # fmt: skip
        assets.add(catalogue, new)
    return asset


@pytest.fixture
def day(workspace: Path, run: Run) -> Path:
    """An event with two talks at one time in two rooms, and an interview; nothing filmed yet."""
    run("event", "add", "Gathering", "--slug", "lan", "--starts", "2026-05-13", "--crowd-notice", "We film today")
    for name in ("Ada Okafor", "Siân Prys", "Zoë Çelik"):
        run("people", "add", name, "--event", "lan")
    add = ("event", "session", "add", "lan")
    run(*add, "On trust", "--starts", "10:00", "--ends", "10:45", "--room", "Great Hall", "--person", "sian-prys")
    run(*add, "Numbers", "--starts", "10:00", "--ends", "10:45", "--room", "Library", "--person", "zoe-celik")
    run(*add, "Ada", "--starts", "11:30", "--ends", "11:50", "--room", "Library", "--kind", "interview",
        "--person", "ada-okafor")  # fmt: skip
    return workspace


def matched(run: Run, *words: str) -> dict[str, Any]:
    ran = run("match", *words, "--json")
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def shown(run: Run, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("show", name, "--json").out)
    return document


def test_a_clip_finds_its_session_and_its_person(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "11:31")
    (found,) = matched(run)["matched"]
    assert (found["short"], found["session"]) == ("A001/C1", "ada")
    asset = shown(run, "A001/C1")
    assert (asset["session"], asset["people"], asset["people_answered"]) == ("ada", ["ada-okafor"], None)
    assert 0.5 <= asset["session_confidence"] < 1
    assert asset["people_matched"][0]["person"] == "ada-okafor"
    assert matched(run)["matched"] == []


def test_a_plan_writes_nothing(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "11:31")
    assert len(matched(run, "--plan")["matched"]) == 1
    assert shown(run, "A001/C1")["session"] is None


def test_the_room_of_a_card_is_said_once_and_kept(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "10:05")
    assert matched(run)["unmatched"][0]["short"] == "A001/C1"
    assert matched(run, "--room", "A001=great hall")["matched"][0]["session"] == "on-trust"
    film(day, "A001", "C2", "10:20")
    assert matched(run)["matched"][0]["session"] == "on-trust"
    assert matched(run, "--room", "A001=")["rooms"][0]["room"] is None
    assert shown(run, "A001/C1")["session"] is None


def test_a_room_may_have_an_at_in_its_name_and_a_day_may_follow_it(day: Path, run: Run) -> None:
    run("event", "session", "set", "lan", "on-trust", "room=Room @ Top")
    assert matched(run, "--room", "A001=room @ top")["rooms"] == [
        {"event": "lan", "camera": "A001", "room": "Room @ Top", "day": None}
    ]
    assert matched(run, "--room", "A001=Library@13 May")["rooms"][0]["day"] == "2026-05-13"


@pytest.mark.parametrize(
    "words", [("--room", "A001"), ("--room", "A001=Cellar"), ("--clock", "A001=soon"), ("--clock", "B001=-1:00:00"),
              ("--event", "nowhere"), ("--plan", "--room", "A001=Library"), ("--explain", "A009/C1"),
              ("--room", "A001=Library", "--room", "A001=Library@someday")]
)  # fmt: skip
def test_what_cannot_be_meant_changes_nothing(day: Path, run: Run, words: tuple[str, ...]) -> None:
    film(day, "A001", "C1", "10:05")
    ran = run("match", *words)
    assert (ran.status, ran.out) == (2, "")
    assert shown(run, "A001/C1")["session"] is None


def test_what_a_person_chose_is_never_overridden(day: Path, run: Run) -> None:
    for number in range(4):
        film(day, "A001", f"C{number}", f"11:3{number}", 5)
    run("set", "A001/C0", "session=numbers", "people=none")
    matched(run)
    run("set", "A001/C1", "session=")
    run("set", "A001/C2", "people=")
    matched(run)
    assert (shown(run, "A001/C0")["session"], shown(run, "A001/C0")["people"]) == ("numbers", [])
    assert shown(run, "A001/C1")["session"] is None
    assert (shown(run, "A001/C2")["session"], shown(run, "A001/C2")["people"]) == ("ada", [])
    assert shown(run, "A001/C3")["people"] == ["ada-okafor"]


def test_a_guess_becomes_a_person_s_word_by_saying_it(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "11:31")
    matched(run)
    assert run("set", "A001/C1", "people=ada-okafor", "session=ada").status == 0
    asset = shown(run, "A001/C1")
    assert (asset["people_answered"], asset["people_matched"], asset["session_confidence"]) == ("people", [], 1.0)


def test_a_spreadsheet_that_comes_back_unchanged_confirms_no_guess(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "11:31")
    matched(run)
    run("assets", "--csv", "list.csv")
    text = Path("list.csv").read_text("utf-8-sig")
    assert "matched_people" in text
    assert "ada-okafor" in text
    assert "nothing differs" in run("set", "--from", "list.csv", "--yes").out


def test_what_belongs_to_no_session_is_listed(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "11:31")
    film(day, "A001", "C2", "18:00")
    film(day, "A001", "C3", "19:00")
    matched(run)
    run("set", "A001/C3", "session=ada")
    run("set", "A001/C3", "session=")
    assert [a["short"] for a in json.loads(run("assets", "--unmatched", "--json").out)] == ["A001/C2"]


def test_a_match_is_explained_with_the_second_best(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "10:05")
    told = run("match", "--explain", "A001/C1").out
    assert "say in which room the camera stood" in told
    assert "best: on-trust (10:00–10:45)" in told
    assert "next: numbers" in told
    document = json.loads(run("match", "--explain", "A001/C1", "--json").out)
    assert [c["session"] for c in document["candidates"]] == ["on-trust", "numbers"]
    assert shown(run, "A001/C1")["session"] is None


def test_a_wrong_clock_is_said_and_put_right_when_asked(day: Path, run: Run) -> None:
    for number, clock in enumerate(("12:05", "13:31", "13:33")):
        film(day, "A001", f"C{number}", clock, 5)
    first = matched(run)
    assert (first["matched"], first["clocks"][0]["add"]) == ([], -7200)
    ran = run("match", "--event", "lan")
    assert 'mediakit match --event lan --clock "A001=-2:00:00"' in ran.out
    moved = matched(run, "--clock", "A001=-2:00:00")
    assert [m["session"] for m in moved["matched"]] == ["ada"] * 2
    assert (moved["clocks"], moved["clocks_moved"][0]["clips"]) == ([], 3)
    assert shown(run, "A001/C1")["captured_at"] == "2026-05-13T11:31:00+01:00"
    again = matched(run, "--clock", "A001=-2:00:00")
    assert shown(run, "A001/C1")["captured_at"] == "2026-05-13T11:31:00+01:00"
    assert again["matched"] == []


def test_a_guess_does_not_answer_who_is_in_it(day: Path, run: Run) -> None:
    run("consent", "record", "ada-okafor", "--channel", "web", "--by", "Kit")
    film(day, "A001", "C1", "11:31")
    matched(run)
    with open_catalogue(day / "catalogue.db") as catalogue:
        (asset,) = assets.load(catalogue)
        standings = decide(catalogue, [asset], "Europe/London").standings["lan"]
    whole = replace(asset, renditions={"proxy": rendition("proxy"), "poster": rendition("poster")}, acodec=None)
    verdict = lambda a: may_publish(
        approved(a), standings, crowd_notice=True, session_kind="interview", day=date(2026, 6, 1)
    )
    assert verdict(whole).reason == "an interview, and nobody said who is in it"
    assert verdict(replace(whole, matched=(), answered=Answered.PEOPLE)).reason is None


def test_an_agenda_that_comes_later_matches_what_was_filmed_before(day: Path, run: Run) -> None:
    film(day, "A001", "C1", "15:05")
    Path("agenda.csv").write_text("title,start,end,room\nLate talk,13/05/2026 15:00,13/05/2026 15:30,Great Hall\n")
    ran = run("event", "import", "agenda.csv", "--event", "lan")
    assert ran.status == 0, ran.err
    assert "1 matched to sessions" in ran.out
    assert shown(run, "A001/C1")["session"] == "late-talk"
