"""`vocabulary`: words that transcription should know."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_word_is_taught_listed_and_forgotten(workspace: Path, run: Run) -> None:
    ran = run("vocabulary", "add", "Kaldewick", "--says", "KAL-duh-wick", "--heard-as", "called a wick", "--by", "Ada")
    assert ran.status == 0
    run("vocabulary", "add", "Kaldewick", "--heard-as", "cold a wick")
    listed = json.loads(run("vocabulary", "list", "--json").out)
    assert [(w["word"], w["says"], w["heard_as"], w["by"], w["from"]) for w in listed] == [
        ("Kaldewick", "KAL-duh-wick", ["called a wick", "cold a wick"], "Ada", "corrections")
    ]
    assert "heard as “called a wick”, “cold a wick”" in run("vocabulary", "list").out
    assert run("vocabulary", "remove", "Kaldewick").status == 0
    assert run("vocabulary", "remove", "Kaldewick").status == 2
    assert run("vocabulary", "list").out == "no words yet\n"


def test_words_of_the_settings_are_listed_too(workspace: Path, run: Run) -> None:
    file = workspace / "mediakit.toml"
    file.write_text(file.read_text("utf-8").replace("words = []", 'words = ["Kaldewick"]'), "utf-8")
    listed = json.loads(run("vocabulary", "list", "--json").out)
    assert [(w["word"], w["from"]) for w in listed] == [("Kaldewick", "mediakit.toml")]


def test_what_is_no_word_is_refused(workspace: Path, run: Run) -> None:
    assert run("vocabulary", "add", " ").status == 2
    assert run("vocabulary", "add", "x" * 81).status == 2
    assert json.loads(run("vocabulary", "list", "--json").out) == []
