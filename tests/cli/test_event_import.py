"""`event import`: an agenda comes in, comes in again changed, and loses nothing that a person typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue.connect import open_catalogue
from tests.cli.conftest import Run
from tests.counting import calls_of


def talk(number: int, title: str, start: str, *people: str, **also: Any) -> dict[str, Any]:
    persons = [{"code": f"P-{name}", "public_name": name} for name in people]
    told = {"guid": f"g{number}", "date": f"{start}:00+01:00", "duration": "00:45", "room": "Hall", "title": title}
    return {**told, "type": "talk", "persons": persons, **also}


TRUST = talk(1, "On trust", "2026-05-13T10:00", "Dr Siân Prys-Howell OBE", "Bo Lind")
NIGHT = talk(2, "The night shift", "2026-05-13T11:00", "Ada Okafor")
LUNCH = talk(3, "Lunch", "2026-05-13T12:00")


def write(folder: Path, *events: dict[str, Any], name: str = "schedule.json") -> Path:
    conference = {
        "acronym": "lan",
        "title": "Gathering",
        "start": "2026-05-13",
        "end": "2026-05-14",
        "time_zone_name": "Europe/London",
        "days": [{"date": "2026-05-13", "rooms": {"Hall": list(events)}}],
    }
    file = folder / name
    file.write_text(json.dumps({"schedule": {"conference": conference}}), "utf-8")
    return file


def imported(run: Run, *words: object) -> Any:
    ran = run("event", "import", *words, "--json")
    assert ran.status == 0, ran.err
    return json.loads(ran.out)


def agenda(run: Run, event: str = "lan") -> dict[str, dict[str, Any]]:
    return {s["slug"]: s for s in json.loads(run("event", "show", event, "--json").out)["sessions"]}


def test_a_schedule_makes_its_event_agenda_and_people_list(workspace: Path, run: Run) -> None:
    document = imported(run, write(workspace, TRUST, NIGHT, LUNCH))
    assert (document["event"], document["new_event"], document["unchanged"]) == ("lan", True, 0)
    assert document["added"] == ["on-trust", "the-night-shift", "lunch"]
    assert document["people_added"] == ["sian-prys-howell", "bo-lind", "ada-okafor"]
    event = json.loads(run("event", "show", "lan", "--json").out)
    assert (event["name"], event["starts"], event["ends"]) == ("Gathering", "2026-05-13", "2026-05-14")
    assert event["sessions"][0]["people"] == ["sian-prys-howell", "bo-lind"]
    assert event["sessions"][0]["starts_at"] == "2026-05-13T10:00:00+01:00"
    person = json.loads(run("people", "show", "sian-prys-howell", "--json").out)
    assert (person["honorific"], person["post_nominals"], len(person["events"])) == ("Dr", "OBE", 1)


def test_the_same_file_twice_changes_nothing(workspace: Path, run: Run) -> None:
    file = write(workspace, TRUST, NIGHT)
    imported(run, file)
    before = (workspace / "catalogue.db").read_bytes(), agenda(run)
    again = imported(run, file)
    assert (again["added"], again["changed"], again["removed"], again["unchanged"]) == ([], [], [], 2)
    assert (again["people_added"], again["people_changed"], again["people_unchanged"]) == ([], [], 3)
    assert agenda(run) == before[1]


def test_a_dry_run_shows_what_would_change_and_changes_nothing(workspace: Path, run: Run) -> None:
    imported(run, write(workspace, TRUST))
    file = write(workspace, {**TRUST, "room": "Loft"}, NIGHT)
    ran = run("event", "import", file, "--dry-run")
    assert "room “Hall” → “Loft”" in ran.out
    assert "dry run" in ran.out
    assert imported(run, file, "--dry-run")["added"] == ["the-night-shift"]
    assert list(agenda(run)) == ["on-trust"]
    assert len(json.loads(run("people", "list", "--json").out)) == 2


def test_a_newer_file_changes_what_it_changed_and_keeps_what_a_person_typed(workspace: Path, run: Run) -> None:
    imported(run, write(workspace, TRUST, NIGHT))
    run("event", "session", "set", "lan", "on-trust", "room=Great Hall", "people-=bo-lind")
    run("people", "set", "bo-lind", "role=Parent representative", "says=BOH lind")
    newer = {**TRUST, "room": "Loft", "title": "On trust, again", "date": "2026-05-13T10:15:00+01:00"}
    document = imported(run, write(workspace, newer, NIGHT))
    [change] = document["changed"]
    assert set(change["fields"]) == {"title", "starts_at", "ends_at"}
    assert document["kept"] == [{"session": "on-trust", "fields": {"room": {"old": "Great Hall", "new": "Loft"}}}]
    session = agenda(run)["on-trust"]
    assert (session["title"], session["room"], session["people"]) == (
        "On trust, again",
        "Great Hall",
        ["sian-prys-howell"],
    )
    assert session["starts_at"] == "2026-05-13T10:15:00+01:00"
    person = json.loads(run("people", "show", "bo-lind", "--json").out)
    assert (person["role"], person["says"]) == ("Parent representative", "BOH lind")


def test_what_is_no_longer_in_the_file_is_marked_and_comes_back(workspace: Path, run: Run) -> None:
    both, one = write(workspace, TRUST, NIGHT), write(workspace, TRUST, name="one.json")
    imported(run, both)
    assert imported(run, one)["removed"] == ["the-night-shift"]
    assert agenda(run)["the-night-shift"]["missing_since"]
    assert "no longer in the agenda" in run("event", "show", "lan").out
    assert imported(run, both)["returned"] == ["the-night-shift"]
    assert agenda(run)["the-night-shift"]["missing_since"] is None
    assert imported(run, one, "--prune")["pruned"] == ["the-night-shift"]
    assert list(agenda(run)) == ["on-trust"]


def test_a_session_of_which_something_was_filmed_is_never_pruned(library: Any, run: Run) -> None:
    imported(run, write(library.root, TRUST, NIGHT), "--event", "lan")
    with open_catalogue(library.root / "catalogue.db") as catalogue, catalogue.writing():
        catalogue.execute("UPDATE assets SET session_id = (SELECT id FROM sessions WHERE slug = 'the-night-shift')")
    document = imported(run, write(library.root, TRUST), "--event", "lan", "--prune")
    assert (document["removed"], document["pruned"]) == (["the-night-shift"], [])


def test_a_session_that_somebody_added_is_found_filled_in_and_never_marked(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan", "--starts", "2026-05-13")
    run("event", "session", "add", "lan", "On trust", "--starts", "10:00", "--room", "Great Hall")
    run("event", "session", "add", "lan", "Crew call", "--starts", "8am", "--ends", "8.30am")
    document = imported(run, write(workspace, TRUST))
    assert (document["added"], document["removed"]) == ([], [])
    session = agenda(run)["on-trust"]
    assert (session["room"], session["people"]) == ("Great Hall", ["sian-prys-howell", "bo-lind"])
    assert session["ends_at"] == "2026-05-13T10:45:00+01:00"


def test_a_speaker_with_a_new_spelling_is_the_same_person(workspace: Path, run: Run) -> None:
    imported(run, write(workspace, NIGHT))
    renamed = {**NIGHT, "persons": [{"code": "P-Ada Okafor", "public_name": "Ada Okafor-Bell"}]}
    document = imported(run, write(workspace, renamed))
    assert (document["people_added"], len(document["people_changed"])) == ([], 1)
    assert json.loads(run("people", "show", "ada-okafor", "--json").out)["name"] == "Ada Okafor-Bell"


def test_two_speakers_of_one_name_are_two_people(workspace: Path, run: Run) -> None:
    first = {**NIGHT, "persons": [{"code": "A", "name": "Jo Bell"}]}
    second = {**TRUST, "persons": [{"code": "B", "name": "Jo Bell"}]}
    assert imported(run, write(workspace, first, second))["people_added"] == ["jo-bell", "jo-bell-2"]
    assert imported(run, write(workspace, first, second))["people_added"] == []


def test_a_spreadsheet_takes_the_place_of_a_schedule_without_doubling_it(workspace: Path, run: Run) -> None:
    imported(run, write(workspace, TRUST, NIGHT, LUNCH))
    sheet = workspace / "agenda.csv"
    sheet.write_text(
        "Day,Time,Session,Where,Speakers\nWed 13 May,10-10.45am,On trust,Loft,Siân Prys-Howell; Bo Lind\n"
        ",11am,The night shift,Hall,Ada Okafor\n,2.30pm,Lunch,Hall,\n",
        "utf-8",
    )
    document = imported(run, sheet)
    assert (document["added"], document["removed"], document["people_added"]) == ([], [], [])
    changed = {c["session"]: sorted(c["fields"]) for c in document["changed"]}
    assert changed == {"on-trust": ["room"], "lunch": ["ends_at", "starts_at"]}
    assert agenda(run)["lunch"]["ends_at"] == "2026-05-13T15:15:00+01:00"


def test_an_event_in_another_zone_than_its_file_is_told_how_to_be_put_right(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan", "--timezone", "Europe/Berlin")
    ran = run("event", "import", write(workspace, TRUST), "--event", "lan")
    assert "mediakit event set lan timezone=Europe/London" in ran.out
    assert agenda(run)["on-trust"]["starts_at"] == "2026-05-13T11:00:00+02:00"


def test_nothing_is_half_imported(workspace: Path, run: Run) -> None:
    ran = run("event", "import", write(workspace, TRUST, {**NIGHT, "title": ""}, {**LUNCH, "duration": "long"}))
    assert (ran.status, ran.out) == (2, "")
    assert "event 2: it has no title" in ran.err
    assert "event 3 (“Lunch”): 'long' is no length" in ran.err
    assert json.loads(run("event", "list", "--json").out) == []
    assert json.loads(run("people", "list", "--json").out) == []


def test_it_is_asked_which_event_where_it_cannot_be_told(workspace: Path, run: Run) -> None:
    sheet = workspace / "agenda.csv"
    sheet.write_text("Title,Date,Start\nOn trust,13/05/2026,10:00\n", "utf-8")
    assert "add the event first" in run("event", "import", sheet).err
    run("event", "add", "Other", "--starts", "2020-01-01")
    ran = run("event", "import", sheet)
    assert ran.status == 2
    assert "--event: other" in ran.err


def test_three_times_as_many_talks_are_about_three_times_the_work(workspace: Path, run: Run) -> None:
    many = [
        talk(n, f"Talk {n}", f"2026-05-13T{n // 60 % 24:02}:{n % 60:02}", f"Speaker Number{n}", f"Guest Number{n // 2}")
        for n in range(600)
    ]
    imported(run, write(workspace, *many[:1]))
    some, more, again = (calls_of(lambda n=n: imported(run, write(workspace, *many[:n]))) for n in (200, 600, 600))  # type: ignore[misc]
    assert more < 4 * some
    assert again < more


def test_the_agenda_of_another_event_on_the_same_days_is_not_taken_for_a_newer_one(workspace: Path, run: Run) -> None:
    imported(run, write(workspace, TRUST, NIGHT))
    other = workspace / "fringe.csv"
    other.write_text("Title,Date,Start,End\nDrinks,13/05/2026,18:00,19:00\n", "utf-8")
    for words in ((), ("--dry-run",), ("--prune",)):
        ran = run("event", "import", other, *words)
        assert (ran.status, ran.out) == (2, "")
        assert "nothing of the 2 sessions that lan took" in ran.err
    assert list(agenda(run)) == ["on-trust", "the-night-shift"]
    assert imported(run, other, "--event", "lan")["removed"] == ["on-trust", "the-night-shift"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["room"], "key=value"),
        (["colour=red"], "one of: title, kind, room"),
        (["starts=soon"], "no day and time"),
        (["ends=09:00"], "before it starts"),
        (["people=nobody-known"], "nobody on the people list"),
        (["room+=Loft"], "one value"),
    ],
)
def test_what_cannot_be_right_of_a_session_is_refused(workspace: Path, run: Run, words: list[str], told: str) -> None:
    imported(run, write(workspace, TRUST))
    before = agenda(run)
    ran = run("event", "session", "set", "lan", "on-trust", *words)
    assert ran.status == 2
    assert told in ran.err
    assert agenda(run) == before


def test_an_event_is_changed_by_hand(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan", "--starts", "2026-05-13")
    ran = run("event", "set", "lan", "venue=Corn Exchange", "ends=14 May", "--json")
    assert (json.loads(ran.out)["venue"], json.loads(ran.out)["ends"]) == ("Corn Exchange", "2026-05-14")
    assert json.loads(run("event", "set", "lan", "venue=", "--json").out)["venue"] is None
    assert run("event", "set", "lan", "timezone=London").status == 2
    assert run("event", "set", "lan", "ends=1 May 2026").status == 2
