"""`organisation`: who an event belongs to."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from tests.cli.conftest import Run


def test_organisations_are_listed_hosts_first(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering", "--slug", "lan")
    run("organisation", "add", "Aldermere Health System", "--event", "lan")
    run("organisation", "add", "Northmoor Observatory", "--role", "host", "--event", "lan", "--url", "https://n.test/")
    listed = json.loads(run("organisation", "list", "--event", "lan", "--json").out)
    assert [o["slug"] for o in listed] == ["northmoor-observatory", "aldermere-health-system"]
    assert listed[0]["events"] == [{"event": "lan", "role": "host"}]
    assert listed[1]["events"] == [{"event": "lan", "role": "participant"}]
    assert "host: Northmoor Observatory" in run("event", "show", "lan").out


def test_one_organisation_has_a_part_in_several_events(workspace: Path, run: Run) -> None:
    for name in ("First", "Second"):
        run("event", "add", name)
        assert run("organisation", "add", "Harrow Lane", "--role", "funder", "--event", name.lower()).status == 0
    (only,) = json.loads(run("organisation", "list", "--json").out)
    assert [e["event"] for e in only["events"]] == ["first", "second"]


def test_a_part_needs_an_event(workspace: Path, run: Run) -> None:
    ran = run("organisation", "add", "Harrow Lane", "--role", "funder")
    assert ran.status == 2
    assert "--event" in ran.err
    assert json.loads(run("organisation", "list", "--json").out) == []


def test_a_logo_is_copied_into_the_workspace(workspace: Path, run: Run) -> None:
    Image.new("RGB", (40, 20), "navy").save(workspace / "mark.png")
    run("organisation", "add", "Harrow Lane", "--logo", "mark.png")
    logo = json.loads(run("organisation", "list", "--json").out)[0]["logo"]
    assert (workspace / logo).read_bytes() == (workspace / "mark.png").read_bytes()


def test_a_logo_that_is_no_picture_adds_nothing(workspace: Path, run: Run) -> None:
    (workspace / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    ran = run("organisation", "add", "Harrow Lane", "--logo", "mark.svg")
    assert ran.status == 2
    assert "save it as PNG" in ran.err
    assert json.loads(run("organisation", "list", "--json").out) == []
