"""`people`: names, roles as at an event, and what stays private."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_somebody_is_added_with_everything_and_shown(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    ran = run(
        "people", "add", "Siân Ní Dhomhnaill-O'Neill", "--honorific", "Dr", "--post-nominals", "OBE", "--role",
        "Midwife", "--organisation", "St. Brigid’s & Co <test>", "--alias", "Sian O'Neill", "--alias", "S. O'Neill",
        "--says", "SHAHN nee GOH-nal", "--contact", "sian@example.org", "--do-not-photograph", "--event", "lan",
    )  # fmt: skip
    assert ran.status == 0
    document = json.loads(run("people", "show", "sian-ni-dhomhnaill-oneill", "--json").out)
    assert document["name"] == "Siân Ní Dhomhnaill-O'Neill"
    assert document["aliases"] == ["Sian O'Neill", "S. O'Neill"]
    assert document["events"] == [{"event": "lan", "role": "Midwife", "organisation": "St. Brigid’s & Co <test>"}]
    assert document["do_not_photograph"] is True
    assert document["contact"] == "sian@example.org"
    assert (document["consents"], document["assets"]) == ([], [])


def test_the_contact_is_in_no_list(workspace: Path, run: Run) -> None:
    run("people", "add", "Ada Okafor", "--contact", "ada@example.org")
    assert "ada@example.org" not in run("people", "list").out + run("people", "list", "--json").out
    assert "ada@example.org" in run("people", "show", "ada-okafor").out


def test_a_person_is_found_by_name_without_accents_and_by_alias(workspace: Path, run: Run) -> None:
    run("people", "add", "Adébáyò Fálàdé", "--alias", "Bayo")
    for name in ("adebayo falade", "Bayo", "adebayo-falade"):
        assert json.loads(run("people", "show", name, "--json").out)["slug"] == "adebayo-falade"


def test_a_role_is_as_at_the_event_and_the_last_known_one_is_kept(workspace: Path, run: Run) -> None:
    run("event", "add", "First", "--starts", "2025-05-01")
    run("event", "add", "Second", "--starts", "2026-05-01")
    run("people", "add", "Ada Okafor", "--role", "Registrar", "--organisation", "Eastfell", "--event", "first")
    ran = run("people", "add", "Ada Okafor", "--role", "Consultant", "--event", "second")
    assert ran.status == 0
    document = json.loads(run("people", "show", "ada-okafor", "--json").out)
    assert (document["role"], document["organisation"]) == ("Consultant", "Eastfell")
    assert [e["role"] for e in document["events"]] == ["Registrar", "Consultant"]
    assert "Registrar" in run("people", "list", "--event", "first").out


def test_the_same_person_twice_is_refused(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "Ada Okafor", "--event", "lan")
    for words in (("Ada Okafor",), ("Ada Okafor", "--event", "lan"), ("Adá Okafor", "--event", "lan")):
        ran = run("people", "add", *words)
        assert ran.status == 2
        assert "already" in ran.err
    assert len(json.loads(run("people", "list", "--json").out)) == 1


def test_an_unknown_event_adds_nobody(workspace: Path, run: Run) -> None:
    assert run("people", "add", "Ada Okafor", "--event", "nowhere").status == 2
    assert json.loads(run("people", "list", "--json").out) == []


def test_an_organisation_may_be_named_by_its_slug(workspace: Path, run: Run) -> None:
    run("organisation", "add", "Eastfell Health System", "--slug", "eastfell")
    run("people", "add", "Ada Okafor", "--organisation", "eastfell")
    assert json.loads(run("people", "show", "ada-okafor", "--json").out)["organisation"] == "Eastfell Health System"


def test_nobody_of_that_name_suggests_who_is_near(workspace: Path, run: Run) -> None:
    run("people", "add", "Ada Okafor")
    ran = run("people", "show", "ada-okafo")
    assert (ran.status, ran.out) == (2, "")
    assert "did you mean ada-okafor?" in ran.err


def test_somebody_on_the_list_can_say_later_that_they_must_not_be_photographed(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "Ada Okafor", "--role", "Registrar", "--event", "lan")
    for words in (("--do-not-photograph",), ("--do-not-photograph", "--event", "lan")):
        assert run("people", "add", "Ada Okafor", *words).status == 0
        document = json.loads(run("people", "show", "ada-okafor", "--json").out)
        assert (document["do_not_photograph"], document["role"]) == (True, "Registrar")
        assert run("people", "add", "Ada Okafor", "--may-photograph").status == 0
        assert json.loads(run("people", "show", "ada-okafor", "--json").out)["do_not_photograph"] is False


def test_a_no_to_photographs_given_with_a_further_event_is_kept(workspace: Path, run: Run) -> None:
    run("event", "add", "First", "--starts", "2025-05-01")
    run("people", "add", "Ada Okafor")
    assert run("people", "add", "Ada Okafor", "--event", "first", "--do-not-photograph").status == 0
    document = json.loads(run("people", "show", "ada-okafor", "--json").out)
    assert document["do_not_photograph"] is True
    assert [e["event"] for e in document["events"]] == ["first"]


def test_what_is_newly_known_of_somebody_is_noted_and_nothing_else_is_lost(workspace: Path, run: Run) -> None:
    run("people", "add", "Siân Prys-Howell", "--slug", "sian", "--says", "SHAHN", "--alias", "Sian Howell")
    assert (
        run("people", "add", "Siân Prys-Howell", "--slug", "sian", "--alias", "Sian P", "--honorific", "Dr").status == 0
    )
    told = json.loads(run("people", "show", "sian", "--json").out)
    assert (told["honorific"], told["says"]) == ("Dr", "SHAHN")
    assert told["aliases"] == ["Sian Howell", "Sian P"]
    assert run("people", "add", "Siân Prys-Howell", "--slug", "sian").status == 2
