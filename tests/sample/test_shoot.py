"""The sample's agenda and people list go through the same imports as anybody's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue import agenda, events, people
from mediakit.catalogue.connect import open_catalogue
from mediakit.cli.main import main
from mediakit.sample import shoot, story


@pytest.fixture
def entered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "demo")]) == 0
    with open_catalogue(tmp_path / "demo" / "catalogue.db") as catalogue:
        shoot.found(catalogue)
    for words in shoot.importing(tmp_path / "demo"):
        assert main(["-C", str(tmp_path / "demo"), *words]) == 0
    capsys.readouterr()
    return tmp_path / "demo"


def test_what_is_imported_is_the_story_as_it_was_written(entered: Path) -> None:
    with open_catalogue(entered / "catalogue.db") as catalogue:
        shoot.promise(catalogue)
        listed = {p.slug: p for p in people.every(catalogue)}
        sessions = events.sessions(catalogue, story.EVENT.slug)
    assert listed == {p.slug: p for p in story.PEOPLE}
    assert sessions == sorted(story.SESSIONS, key=lambda s: str(s.starts_at))


def test_call_sheets_forms_and_the_board_lie_where_the_demo_says(entered: Path) -> None:
    with open_catalogue(entered / "catalogue.db") as catalogue:
        shoot.promise(catalogue)
    for words in shoot.on_paper():
        assert main(["-C", str(entered), *words]) == 0
    for page in shoot.papers():
        assert "Prys-Howell" in (entered / "reports" / page).read_text("utf-8")


def test_the_demo_run_again_changes_nothing(entered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in shoot.importing(entered):
        assert main(["-C", str(entered), *words, "--json"]) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert (document["people_added"], document["people_changed"]) == ([], [])
        assert (document.get("added", []), document.get("changed", [])) == ([], [])


def test_every_session_of_the_sample_remembers_that_it_was_imported(entered: Path) -> None:
    with open_catalogue(entered / "catalogue.db") as catalogue:
        assert all(known.imported for known in agenda.sessions(catalogue, story.EVENT.slug))
        trust = events.find_session(catalogue, story.EVENT.slug, story.WELCOME.title)
    assert replace(trust, slug="") == replace(story.WELCOME, slug="")
