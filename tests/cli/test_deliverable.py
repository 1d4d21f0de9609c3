"""`deliverable`: promises, how far they have come, and what is late."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def promised(workspace: Path, run: Run) -> Path:
    """One event, one person, one funder, two promises of which one has no date."""
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "Ada Okafor", "--event", "lan")
    run("organisation", "add", "Harrow Lane", "--role", "funder", "--event", "lan")
    run(
        "deliverable", "add", "Interview: Ada", "--event", "lan", "--kind", "interview", "--for", "harrow-lane",
        "--person", "Ada Okafor", "--due", "2026-01-02", "--length", "2:00",
    )  # fmt: skip
    run("deliverable", "add", "Event film", "--event", "lan")
    return workspace


def listed(run: Run, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("deliverable", "list", "--json", *words).out)
    return found


def test_a_promise_keeps_what_was_said(promised: Path, run: Run) -> None:
    first, second = listed(run)
    assert {k: first[k] for k in ("slug", "event", "kind", "for", "person", "due", "length", "state", "assets")} == {
        "slug": "interview-ada",
        "event": "lan",
        "kind": "interview",
        "for": "harrow-lane",
        "person": "ada-okafor",
        "due": "2026-01-02",
        "length": 120.0,
        "state": "planned",
        "assets": [],
    }
    assert (second["kind"], second["due"]) == ("film", None)


def test_a_state_is_kept_with_when_and_by_whom(promised: Path, run: Run) -> None:
    assert run("deliverable", "set", "interview-ada", "state=edited", "--by", "E. Editor").status == 0
    history = listed(run)[0]["history"]
    assert isinstance(history, list)
    assert [(s["state"], s["by"]) for s in history] == [("planned", None), ("edited", "E. Editor")]
    assert history[1]["at"] >= history[0]["at"]


def test_title_and_due_date_can_be_changed_and_the_date_taken_away(promised: Path, run: Run) -> None:
    run("deliverable", "set", "lan/interview-ada", "title=Ada on trust", "due=2026-03-01")
    assert (listed(run)[0]["title"], listed(run)[0]["due"]) == ("Ada on trust", "2026-03-01")
    run("deliverable", "set", "interview-ada", "due=")
    assert {d["due"] for d in listed(run)} == {None}


def test_what_is_due_leaves_out_what_is_published_or_has_no_date(promised: Path, run: Run) -> None:
    assert [d["slug"] for d in listed(run, "--due")] == ["interview-ada"]
    assert "LATE" in run("deliverable", "list", "--due").out
    run("deliverable", "set", "interview-ada", "state=published")
    assert listed(run, "--due") == []


@pytest.mark.parametrize("words", [("state=done",), ("due=soon",), ("title=",), ("length=3",), ("state",)])
def test_a_change_that_cannot_be_right_changes_nothing(promised: Path, run: Run, words: tuple[str, ...]) -> None:
    before = listed(run)
    ran = run("deliverable", "set", "interview-ada", "title=Other", *words)
    assert (ran.status, ran.out) == (2, "")
    assert listed(run) == before


@pytest.mark.parametrize(
    "words", [("--event", "nowhere"), ("--event", "lan", "--for", "nobody"), ("--event", "lan", "--person", "nobody")]
)
def test_unknown_names_add_nothing(promised: Path, run: Run, words: tuple[str, ...]) -> None:
    assert run("deliverable", "add", "Clip", *words).status == 2
    assert len(listed(run)) == 2
