"""Organisations come in from a list, are put right by hand, and get their own share of the material."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.conftest import Library, Run


def listed(run: Run) -> dict[str, dict[str, Any]]:
    return {o["slug"]: o for o in json.loads(run("organisation", "list", "--json").out)}


@pytest.fixture
def partners(workspace: Path, run: Run) -> Path:
    run("event", "add", "Gathering", "--slug", "lan")
    Image.new("RGB", (40, 20), "navy").save(workspace / "mark.png")
    file = workspace / "partners.csv"
    file.write_text(
        "Organisation;Role;Website;Logo\nNorthmoor Observatory;organiser;northmoor.example;mark.png\n"
        "Harrow Lane;Funder;;\nAldermere Health System;;;\n",
        "utf-8",
    )
    return file


def test_a_list_of_organisations_comes_in_once(partners: Path, run: Run) -> None:
    assert "3 added" in run("organisation", "import", partners, "--event", "lan", "--dry-run").out
    assert listed(run) == {}
    run("organisation", "import", partners, "--event", "lan")
    there = listed(run)
    assert {slug: o["events"][0]["role"] for slug, o in there.items()} == {
        "northmoor-observatory": "host",
        "harrow-lane": "funder",
        "aldermere-health-system": "participant",
    }
    assert there["northmoor-observatory"]["url"] == "https://northmoor.example"
    assert there["northmoor-observatory"]["logo"].startswith("logos/")
    again = json.loads(run("organisation", "import", partners, "--event", "lan", "--json").out)
    assert (again["added"], again["changed"], again["unchanged"]) == ([], [], 3)
    assert listed(run) == there


def test_what_is_known_of_an_organisation_stays_and_gaps_are_filled(partners: Path, run: Run) -> None:
    run("organisation", "add", "Northmoor Observatory", "--url", "https://other.example")
    run("organisation", "import", partners)
    assert listed(run)["northmoor-observatory"]["url"] == "https://other.example"
    assert listed(run)["northmoor-observatory"]["logo"]


def test_every_bad_row_is_named_and_no_organisation_is_half_imported(partners: Path, run: Run) -> None:
    partners.write_text(
        "Name,Role,Website,Logo\n,host,,\nA,queen,,\nB,,not a page,\nC,,,gone.png\nD,,,\nD,,,\n", "utf-8"
    )
    ran = run("organisation", "import", partners)
    assert (ran.status, ran.out) == (2, "")
    assert [line.split(":")[0].strip() for line in ran.err.splitlines()[1:-1]] == [f"line {n}" for n in (2, 3, 4, 5, 7)]
    assert listed(run) == {}


def test_a_logo_that_is_no_picture_stops_the_whole_list(partners: Path, run: Run) -> None:
    (partners.parent / "mark.png").write_text("no picture")
    assert run("organisation", "import", partners).status == 2
    assert listed(run) == {}


def test_people_go_along_with_a_new_name(library: Library, run: Run) -> None:
    run("organisation", "add", "Aldermere", "--event", "lan")
    run("people", "set", "sian", "organisation=aldermere")
    assert (
        "Aldermere → Aldermere Health System"
        in run("organisation", "set", "aldermere", "name=Aldermere Health System").out
    )
    person = json.loads(run("people", "show", "sian", "--json").out)
    assert person["organisation"] == person["events"][0]["organisation"] == "Aldermere Health System"
    assert json.loads(run("organisation", "show", "aldermere", "--json").out)["people"] == ["sian"]


def test_a_part_is_changed_by_hand(partners: Path, run: Run) -> None:
    run("organisation", "import", partners, "--event", "lan")
    run("organisation", "set", "harrow-lane", "role=partner", "--event", "lan")
    assert listed(run)["harrow-lane"]["events"] == [{"event": "lan", "role": "partner"}]
    assert run("organisation", "set", "harrow-lane", "role=partner").status == 2
    assert run("organisation", "set", "harrow-lane", "url=no").status == 2
    assert run("organisation", "set", "harrow-lan", "url=").err.count("did you mean harrow-lane") == 1


@pytest.fixture
def shared(library: Library, run: Run) -> Library:
    """Adébáyò of Calderwick may be shown in the film, which is made and approved; Siân of Aldermere may not."""
    run("organisation", "add", "Calderwick", "--event", "lan")
    run("organisation", "add", "Aldermere", "--event", "lan")
    run("people", "set", "adebayo", "organisation=Calderwick", "contact=bayo@private.example")
    run("people", "set", "sian", "organisation=Aldermere")
    run("deliverable", "add", "Interview", "--event", "lan", "--for", "calderwick")
    run("deliverable", "add", "Portraits", "--event", "lan", "--for", "aldermere")
    run("consent", "record", "adebayo", "--channel", "web", "--note", "a private note")
    with library.catalogue() as catalogue, catalogue.writing():
        for profile in ("proxy.mp4", "poster.jpg"):
            row = {
                "asset": library.film,
                "profile": profile[:-4],
                "key": "k",
                "path": f"renditions/{profile}",
                "bytes": 1,
            }
            catalogue.insert("renditions", {**row, "checksum": "c", "made_at": "2026-01-01T00:00:00+00:00"})
    (library.root / "renditions").mkdir(exist_ok=True)
    (library.root / "renditions" / "proxy.mp4").write_bytes(b"a film")
    run("approve", library.film, "--by", "Kim")
    return library


def test_an_organisation_is_shown_with_its_share(shared: Library, run: Run) -> None:
    document = json.loads(run("organisation", "show", "calderwick", "--json").out)
    assert document["people"] == ["adebayo"]
    assert [s["session"] for s in document["sessions"]] == ["trust"]
    # the room has nobody attached, and belongs to a session in which Adébáyò speaks; the portrait is Siân's
    assert {a["asset"] for a in document["assets"]} == {shared.film, shared.room}
    assert {a["asset"]: a["withheld"] for a in document["assets"]}[shared.film] is None
    assert [d["deliverable"] for d in document["deliverables"]] == ["interview"]
    assert "2, of which 1 may be published" in run("organisation", "show", "calderwick").out


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_organisation_gets_its_own_share_and_nothing_else(shared: Library, run: Run, form: str) -> None:
    ran = run("export", "share", "--for", "calderwick", "--format", form, "--json")
    assert ran.status == 0, ran.err
    folder = shared.root / "share"
    text = "\n".join(p.read_text("utf-8", "replace") for p in folder.rglob("*") if p.is_file())
    for hidden in ("bayo@private", "private note", "Siân", "sian", "Aldermere", "Portraits", "originals/", shared.room):
        assert hidden not in text, hidden
    assert "Adébáyò Fálàdé" in text
    assert [p.read_bytes() for p in (folder / "files").iterdir()] == [b"a film"]
    assert sorted(p.suffix for p in (folder / "transcripts").iterdir()) == [".json", ".vtt"]
    assert json.loads(ran.out)["left_out"] == {"people": 0, "assets": 1, "files": 0}


def test_nobody_who_may_not_be_named_is_in_a_share(shared: Library, run: Run) -> None:
    run("consent", "withdraw", "adebayo")
    ran = run("export", "share", "--for", "Calderwick", "--json")
    text = "\n".join(p.read_text("utf-8", "replace") for p in (shared.root / "share").rglob("*") if p.is_file())
    assert "Adébáyò" not in text
    assert not (shared.root / "share" / "files").exists()
    assert json.loads(ran.out)["left_out"] == {"people": 1, "assets": 2, "files": 0}


def test_a_share_is_never_private(shared: Library, run: Run) -> None:
    assert run("export", "share", "--for", "calderwick", "--with-private").status == 2
    assert run("export", "share", "--for", "nobody").status == 2
    assert not (shared.root / "share").exists()
