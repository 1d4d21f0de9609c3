"""The people list comes in from spreadsheets, goes out and comes back, and is put right by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mediakit.catalogue import approvals, assets
from mediakit.catalogue.connect import open_catalogue
from tests.cli.conftest import Library, Run

LIST = (
    "Delegate list,,,,,,\nSurname,First name,Title,Job title,Employer,Email,Do not photograph\n"
    "PRYS-HOWELL,SIÂN,Dr,Consultant midwife,Aldermere,sian@aldermere.example,\n,,,,,,\n"
    "Ní Łukasz,Bo,Mr,Parent representative,Fenhollow,,yes\n"
)


def sheet(folder: Path, text: str, name: str = "people.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def imported(run: Run, *words: object) -> Any:
    ran = run("people", "import", *words, "--json")
    assert ran.status == 0, ran.err
    return json.loads(ran.out)


def person(run: Run, name: str) -> Any:
    return json.loads(run("people", "show", name, "--json").out)


def test_a_list_comes_in_with_roles_as_at_the_event(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    document = imported(run, sheet(workspace, LIST), "--event", "lan")
    assert document["people_added"] == ["sian-prys-howell", "bo-ni-lukasz"]
    sian, bo = person(run, "sian-prys-howell"), person(run, "bo-ni-lukasz")
    assert (sian["name"], sian["honorific"], sian["contact"]) == ("Siân Prys-Howell", "Dr", "sian@aldermere.example")
    assert sian["events"] == [{"event": "lan", "role": "Consultant midwife", "organisation": "Aldermere"}]
    assert (sian["do_not_photograph"], bo["do_not_photograph"]) == (False, True)


@pytest.mark.parametrize(
    ("written", "honorific", "name", "letters"),
    [
        ("Prof. Dame Siân Ní Łukasz OBE FRCM", "Prof. Dame", "Siân Ní Łukasz", "OBE FRCM"),
        ("Sia\u0302n\u200b Prys", None, "Siân Prys", None),
        ("OKAFOR Ada", None, "Ada Okafor", None),
        ("Ada Okafor <ada@x.example>", None, "Ada Okafor", None),
    ],
)
def test_a_name_in_one_cell_is_taken_apart(
    workspace: Path, run: Run, written: str, honorific: str | None, name: str, letters: str | None
) -> None:
    imported(run, sheet(workspace, f"Name,Role\n{written},Midwife\n"))
    [found] = json.loads(run("people", "list", "--json").out)
    assert (found["honorific"], found["name"], found["post_nominals"]) == (honorific, name, letters)


def test_a_column_of_surnames_first_is_turned_round(workspace: Path, run: Run) -> None:
    imported(run, sheet(workspace, 'Name,Role\n"Prys Howell, Siân",a\n"Okafor, Dr Ada OBE",b\n"Lind, Bo",c\n'))
    names = [p["name"] for p in json.loads(run("people", "list", "--json").out)]
    assert names == ["Ada Okafor", "Bo Lind", "Siân Prys Howell"]


def test_the_same_list_again_adds_nobody_and_keeps_what_was_typed(workspace: Path, run: Run) -> None:
    file = sheet(workspace, LIST)
    imported(run, file)
    run("people", "set", "sian-prys-howell", "role=Head of midwifery", "alias+=Sian Howell", "says=SHAHN")
    again = imported(run, file)
    assert (again["people_added"], again["people_changed"], again["people_unchanged"]) == ([], [], 2)
    newer = sheet(workspace, LIST.replace("Consultant midwife", "Midwife").replace("Parent", "Family"))
    document = imported(run, newer)
    assert [c["person"] for c in document["people_changed"]] == ["bo-ni-lukasz"]
    assert document["people_kept"][0]["fields"]["role"] == {"old": "Head of midwifery", "new": "Midwife"}
    sian = person(run, "sian-prys-howell")
    assert (sian["role"], sian["aliases"], sian["says"]) == ("Head of midwifery", ["Sian Howell"], "SHAHN")


def test_a_flag_not_to_photograph_is_never_taken_back_by_an_empty_cell(workspace: Path, run: Run) -> None:
    imported(run, sheet(workspace, LIST))
    imported(run, sheet(workspace, LIST.replace(",yes", ",no")))
    assert person(run, "bo-ni-lukasz")["do_not_photograph"] is True


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
@pytest.mark.parametrize("event", [[], ["--event", "lan"]])
def test_what_goes_out_comes_back_unchanged(workspace: Path, run: Run, name: str, event: list[str]) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "=Siân “Prys”", "--slug", "sian", "--alias", "A", "--alias", "B C", "--role", "-lead",
        "--event", "lan", "--says", "+SHAHN", "--post-nominals", "OBE", "--contact", "sian@x.example")  # fmt: skip
    run("people", "add", "Bo Lind", "--do-not-photograph", "--event", "lan")
    before = [person(run, slug) for slug in ("sian", "bo-lind")]
    assert run("people", "export", name, *event, "--with-private").status == 0
    document = imported(run, name, *event)
    assert (document["people_added"], document["people_changed"]) == ([], [])
    after = [person(run, slug) for slug in ("sian", "bo-lind")]
    assert after == before


def test_a_list_that_went_out_is_taken_at_its_word(workspace: Path, run: Run) -> None:
    run("people", "add", "Bo Lind", "--role", "Parent", "--says", "BOH", "--do-not-photograph")
    run("people", "export", "out.xlsx")
    book = openpyxl.load_workbook("out.xlsx")
    page = book.active
    assert page is not None
    header = [cell.value for cell in page[1]]
    assert "contact" not in header
    for column, value in {"name": "Bo Lind-Bell", "says": None, "do_not_photograph": "no"}.items():
        page.cell(2, header.index(column) + 1).value = value
    book.save("out.xlsx")
    assert "name “Bo Lind” → “Bo Lind-Bell”" in run("people", "import", "out.xlsx", "--dry-run").out
    imported(run, "out.xlsx")
    bo = person(run, "bo-lind")
    assert (bo["name"], bo["says"], bo["role"], bo["do_not_photograph"]) == ("Bo Lind-Bell", None, "Parent", False)


def test_a_contact_goes_out_only_when_it_is_asked_for(workspace: Path, run: Run) -> None:
    run("people", "add", "Bo Lind", "--contact", "bo@x.example")
    run("people", "export", "out.csv")
    assert "bo@x.example" not in Path("out.csv").read_text("utf-8")
    run("people", "export", "all.csv", "--with-private")
    assert "bo@x.example" in Path("all.csv").read_text("utf-8")
    assert Path("all.csv").stat().st_mode & 0o077 == 0
    assert "bo@x.example" not in run("people", "import", sheet(workspace, "Name,Email\nBo Lind,bo2@x.example\n")).out
    assert run("people", "export", "out.txt").status == 2


def test_every_bad_row_is_named_and_nobody_is_half_imported(workspace: Path, run: Run) -> None:
    bad = "Name,Role,Do not photograph\nBo Lind,x,perhaps\npress@x.example,y,\n12345,z,\nAda Okafor,a,\nAda Okafor,a,\n"
    ran = run("people", "import", sheet(workspace, bad))
    assert (ran.status, ran.out) == (2, "")
    for line in (
        "line 2: 'perhaps' is neither",
        "line 3: an e-mail address",
        "line 4: '12345'",
        "line 6: Ada Okafor is",
    ):
        assert line in ran.err
    assert json.loads(run("people", "list", "--json").out) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.csv", b"\xff\xd8\xff" + bytes(99)),
        ("empty.xlsx", b""),
        ("x.csv", b"Colour,Size\nred,3\n"),
        ("j.json", b"{}"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(workspace: Path, run: Run, name: str, content: bytes) -> None:
    (workspace / name).write_bytes(content)
    ran = run("people", "import", name)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("\n") <= 3


def test_the_speakers_of_a_schedule_can_be_the_list(workspace: Path, run: Run) -> None:
    talk = {"date": "2026-05-13T10:00:00+01:00", "title": "T", "persons": [{"code": "A", "name": "Bo Lind"}]}
    text = json.dumps({"schedule": {"conference": {"title": "L", "days": [{"rooms": {"Hall": [talk]}}]}}})
    assert imported(run, sheet(workspace, text, "schedule.json"))["people_added"] == ["bo-lind"]


def test_somebody_is_changed_by_hand(workspace: Path, run: Run) -> None:
    run("event", "add", "First", "--starts", "2025-01-01")
    run("event", "add", "Second", "--starts", "2026-01-01")
    run("people", "add", "Bo Lind", "--role", "Nurse", "--event", "first")
    run("people", "add", "Bo Lind", "--role", "Matron", "--event", "second")
    run("people", "set", "bo-lind", "role=Midwife", "--event", "first")
    roles = {e["event"]: e["role"] for e in person(run, "bo-lind")["events"]}
    assert (roles, person(run, "bo-lind")["role"]) == ({"first": "Midwife", "second": "Matron"}, "Matron")
    ran = run("people", "set", "bo-lind", "alias+=B. Lind; Bo L", "contact=bo@x.example", "do_not_photograph=yes")
    assert "contact changed" in ran.out
    assert "bo@x" not in ran.out
    bo = person(run, "bo-lind")
    assert (bo["aliases"], bo["do_not_photograph"]) == (["B. Lind", "Bo L"], True)
    run("people", "set", "bo-lind", "alias-=Bo L", "says=")
    assert person(run, "bo-lind")["aliases"] == ["B. Lind"]


@pytest.mark.parametrize("word", ["name=", "colour=red", "role+=x", "do_not_photograph=perhaps", "role"])
def test_what_cannot_be_right_of_somebody_is_refused(workspace: Path, run: Run, word: str) -> None:
    run("people", "add", "Bo Lind")
    before = person(run, "bo-lind")
    assert run("people", "set", "bo-lind", word).status == 2
    assert person(run, "bo-lind") == before


def test_two_spellings_of_one_person_become_one(library: Library, run: Run) -> None:
    run("people", "add", "Sian Howell", "--role", "Head midwife", "--event", "lan", "--contact", "sian@x.example")
    run("consent", "record", "sian-howell", "--channel", "web", "--by", "Kim")
    run("set", library.room, "people=sian-howell")
    run("deliverable", "add", "Interview", "--event", "lan", "--person", "sian-howell")
    with library.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("UPDATE segments SET speaker = 'sian-howell' WHERE position = 0")
        approvals.put(catalogue, [assets.one(catalogue, library.room)], by="Kim")
    looked = run("people", "merge", "sian", "sian-howell")
    assert "photos and recordings: 1" in looked.out
    assert "--yes" in looked.out
    assert person(run, "sian-howell")["slug"] == "sian-howell"
    moved = json.loads(run("people", "merge", "sian", "sian-howell", "--yes", "--json").out)["moves"]
    assert moved == {
        "photos and recordings": 1, "events": 1, "consents": 1, "deliverables": 1, "transcripts in which they speak": 1,
    }  # fmt: skip
    kept = person(run, "sian-howell")
    assert (kept["slug"], kept["name"], kept["role"], kept["contact"]) == (
        "sian", "Siân Prys-Howell", "Midwife", "sian@x.example",
    )  # fmt: skip
    assert "Sian Howell" in kept["aliases"]
    assert {library.room, library.portrait} == set(kept["assets"])
    assert len(kept["consents"]) == 1
    room = json.loads(run("show", library.room, "--json").out)
    assert room["approved"]["by"] == "Kim"
    spoken = json.loads(run("transcript", "export", library.film, "--format", "json").out)
    assert spoken["segments"][0]["speaker"] == "sian"
    again = run("people", "add", "Sian Howell", "--event", "lan")
    assert again.status == 2
    assert "merged" in again.err
    with open_catalogue(library.root / "catalogue.db") as catalogue:
        assert catalogue.rows("PRAGMA foreign_key_check") == []


def test_a_merged_person_is_known_to_the_next_import(workspace: Path, run: Run) -> None:
    run("people", "add", "Siân Prys-Howell")
    run("people", "add", "Sian Howell")
    run("people", "merge", "sian-prys-howell", "sian-howell", "--yes")
    assert imported(run, sheet(workspace, "Name,Role\nSian Howell,Midwife\n"))["people_added"] == []
    assert run("people", "merge", "sian-prys-howell", "sian-howell", "--yes").status == 2
