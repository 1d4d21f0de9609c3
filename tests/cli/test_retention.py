"""How long material may be kept: `status` says what is due, and nothing goes by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from mediakit.domain.calendar import today_in
from tests.cli.conftest import Library, Run

TODAY = today_in("Europe/London")


def kept(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("status", "--json").out)["keeping"]
    return found


def keep(run: Run, days: int) -> str:
    day = (TODAY + timedelta(days=days)).isoformat()
    assert run("event", "set", "lan", f"keep_until={day}").status == 0
    return day


@pytest.mark.parametrize(
    ("days", "due"), [(-400, [True]), (-1, [True]), (0, [False]), (1, [False]), (90, [False]), (91, [])]
)
def test_status_says_what_may_be_kept_no_longer(library: Library, run: Run, days: int, due: list[bool]) -> None:
    day = keep(run, days)
    found = kept(run)
    assert [e["due"] for e in found] == due
    for one in found:
        assert one == {"event": "lan", "keep_until": day, "due": due[0], "days": days, "assets": 3}


def test_status_tells_it_in_words_with_what_to_do_and_removes_nothing(library: Library, run: Run) -> None:
    day = keep(run, -1)
    told = run("status").out
    assert f"lan was to be kept until {day}, and 3 assets of it are still here" in told
    assert "nothing goes by itself: mediakit erase ASSET" in told
    assert run("build").status == 0
    assert len(json.loads(run("assets", "--json").out)) == 3
    keep(run, 30)
    assert "lan may be kept until" in run("status").out


def test_an_event_without_a_last_day_or_without_material_is_not_told(library: Library, run: Run) -> None:
    assert kept(run) == []
    run("event", "add", "Empty", "--slug", "empty", "--keep-until", "2020-01-01")
    assert kept(run) == []


def test_the_longest_overdue_comes_first(library: Library, run: Run) -> None:
    keep(run, -5)
    run("event", "add", "Older", "--slug", "older", "--keep-until", "2020-01-01")
    with library.catalogue() as catalogue, catalogue.writing():
        older = catalogue.value("SELECT id FROM events WHERE slug = 'older'")
        catalogue.execute("UPDATE assets SET event_id = ? WHERE id = ?", [older, library.portrait])
    assert [(e["event"], e["assets"]) for e in kept(run)] == [("older", 1), ("lan", 2)]
