"""`build` and `serve`: what a person and a script are told."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_build_gives_one_document_with_every_number_of_the_contract(workspace: Path, run: Run) -> None:
    status, out, _ = run("build", "--json")
    assert status == 0
    document = json.loads(out)
    numbers = {"pages", "videos", "photos", "audio", "written", "unchanged", "removed", "seconds"}
    assert numbers <= document.keys()
    assert document["withheld"] == document["mentions"] == []
    assert (workspace / "site" / "index.html").is_file()
    assert json.loads(run("build", "--json").out)["written"] == 0


def test_build_says_where_to_look(workspace: Path, run: Run) -> None:
    assert "mediakit serve" in run("build").out


def test_an_address_that_is_none_and_a_day_that_is_none_are_refused(workspace: Path, run: Run) -> None:
    assert run("build", "--base-url", "example.org").status == 2
    assert run("build", "--at", "tomorrow").status == 2
    assert not (workspace / "site").exists()


def test_an_address_that_never_was_cannot_be_forgotten(workspace: Path, run: Run) -> None:
    status, out, err = run("build", "--forget", "videos/no-such-thing")
    assert (status, out) == (2, "")
    assert "videos/no-such-thing" in err
    assert not (workspace / "site").exists()


def test_a_template_that_cannot_be_used_is_told_in_one_line(workspace: Path, run: Run) -> None:
    (workspace / "templates").mkdir(exist_ok=True)
    (workspace / "templates" / "404.html.j2").write_text("{% if %}")
    status, out, err = run("build")
    assert status == 2
    assert out == ""
    assert "404.html.j2, line 1" in err


def test_serve_without_a_gallery_names_the_command_that_makes_one(workspace: Path, run: Run) -> None:
    status, _, err = run("serve")
    assert status == 1
    assert "mediakit build" in err
