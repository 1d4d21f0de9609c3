"""`event` and `people`: what was typed is kept, and what cannot be right is refused before anything is written."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mediakit.catalogue import events
from mediakit.catalogue.connect import open_catalogue
from mediakit.domain.event import Session
from tests.cli.conftest import Run


def test_an_event_is_added_and_shown_with_everything_that_was_said(workspace: Path, run: Run) -> None:
    added = run(
        "event", "add", "Annual  gathering", "--slug", "lan", "--starts", "2026-05-13", "--ends", "2026-05-14",
        "--venue", "Corn Exchange", "--timezone", "Europe/Dublin", "--crowd-notice", "We film", "--keep-until",
        "2031-05-14",
    )  # fmt: skip
    assert added.status == 0
    document = json.loads(run("event", "show", "lan", "--json").out)
    assert document == {
        "slug": "lan",
        "name": "Annual gathering",
        "starts": "2026-05-13",
        "ends": "2026-05-14",
        "venue": "Corn Exchange",
        "timezone": "Europe/Dublin",
        "crowd_notice": "We film",
        "keep_until": "2031-05-14",
        "organisations": [],
        "people": [],
        "sessions": [],
    }


def test_an_event_takes_the_workspace_zone_and_ends_on_its_first_day(workspace: Path, run: Run) -> None:
    settings = workspace / "mediakit.toml"
    settings.write_text(settings.read_text("utf-8").replace("Europe/London", "Europe/Lisbon"), "utf-8")
    document = json.loads(run("event", "add", "Day", "--starts", "2026-05-13", "--json").out)
    assert (document["timezone"], document["ends"]) == ("Europe/Lisbon", "2026-05-13")


def test_events_are_listed_by_date(workspace: Path, run: Run) -> None:
    run("event", "add", "Later", "--starts", "2026-06-01")
    run("event", "add", "Sooner", "--starts", "2026-05-01")
    assert [e["slug"] for e in json.loads(run("event", "list", "--json").out)] == ["sooner", "later"]


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--starts", "13/05/2026", "write it as 2026-05-13"),
        ("--starts", "2026-02-30", "no such day"),
        ("--timezone", "London", "Europe/London"),
        ("--slug", "My Event", "my-event"),
        ("--venue", "   ", "not empty"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_right_form(
    workspace: Path, run: Run, option: str, value: str, told: str
) -> None:
    ran = run("event", "add", "Gathering", option, value)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert option in ran.err
    assert json.loads(run("event", "list", "--json").out) == []


def test_an_event_cannot_end_before_it_starts(workspace: Path, run: Run) -> None:
    ran = run("event", "add", "Gathering", "--starts", "2026-05-13", "--ends", "2026-05-12")
    assert ran.status == 2
    assert "before it starts" in ran.err


def test_a_second_event_of_a_slug_is_refused(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering")
    ran = run("event", "add", "Gathering")
    assert ran.status == 2
    assert "--slug" in ran.err


def test_names_in_other_scripts_get_a_slug_each(workspace: Path, run: Run) -> None:
    assert json.loads(run("event", "add", "会議", "--json").out)["slug"] == "event"
    assert json.loads(run("event", "add", "展覧会", "--json").out)["slug"] == "event-2"


def test_an_unknown_event_names_those_there_are(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering")
    ran = run("event", "show", "gatherin")
    assert (ran.status, ran.out) == (2, "")
    assert "gathering" in ran.err


def test_the_agenda_is_shown_by_day_with_rooms_and_names(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "Ada Okafor", "--event", "lan")
    noon = datetime(2026, 5, 13, 12, 0, tzinfo=ZoneInfo("Europe/London"))
    with open_catalogue(workspace / "catalogue.db") as catalogue:
        new = Session("trust", "lan", "On trust", room="Hall", starts_at=noon, people=("ada-okafor",))
        events.put_session(catalogue, new)
    shown = run("event", "show", "lan").out
    assert "2026-05-13" in shown
    assert "12:00" in shown
    assert "On trust [trust] — Hall; Ada Okafor" in shown
    session = json.loads(run("event", "show", "lan", "--json").out)["sessions"][0]
    assert session["starts_at"] == "2026-05-13T12:00:00+01:00"
    assert session["people"] == ["ada-okafor"]
