"""Events and their agenda at the desk: added and corrected as the commands do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from mediakit.catalogue import events
from tests.desk.conftest import Browser, Hall


def command_told(browser: Browser, answer: Any) -> str:
    """The command that the page after an action says it equals."""
    assert answer.status_code == 303, answer.text
    return re.findall(r"<code data-copy>(.*?)</code>", browser.text(answer.headers["location"]))[0].replace(
        "&#39;", "'"
    )


def shown_by(browser: Browser, page: str) -> dict[str, str]:
    """The form that corrects what a page is about, as a browser sends it when nothing was typed."""
    form = next(f for f in re.findall(r"<form.*?</form>", browser.text(page), re.DOTALL) if f"{page}/correct" in f)
    was = dict(re.findall(r'<input type="hidden" name="(was\.[^"]+)" value="([^"]*)"', form))
    now = {name.removeprefix("was."): value.replace("&#39;", "'") for name, value in was.items()}
    if now.get("opted_out") == "no":
        del now["opted_out"]
    return {**was, **now}


def test_an_event_is_added_and_the_command_it_equals_is_told(browser: Browser, hall: Hall) -> None:
    said = {"name": "Autumn  meeting", "starts": "2026-10-01", "ends": "2026-10-02", "crowd_notice": "We film here."}
    answer = browser.post("/events", said)
    assert answer.headers["location"].startswith("/events/autumn-meeting?said=")
    command = command_told(browser, answer)
    assert command.startswith("mediakit event add 'Autumn meeting' --starts 2026-10-01 --ends 2026-10-02")
    kept = events.find(hall.shoot.catalogue, "autumn-meeting")
    assert (kept.starts, kept.ends, kept.crowd_notice) == (date(2026, 10, 1), date(2026, 10, 2), "We film here.")
    assert "Autumn meeting" in browser.text("/events")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"starts": "soon"}, "starts"),
        ({"starts": "2026-10-02", "ends": "2026-10-01"}, "ends"),
        ({"keep_until": "2026-13-01"}, "keep_until"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
    ],
)
def test_what_is_wrong_with_an_event_is_told_beside_its_field(
    browser: Browser, hall: Hall, wrong: dict[str, str], field: str
) -> None:
    before = events.slugs(hall.shoot.catalogue)
    answer = browser.post("/events", {"name": "Autumn meeting", "venue": "The Corn Exchange", **wrong})
    assert answer.status_code == 400
    assert f'id="e-{field}-problem" role="alert"' in answer.text
    assert 'name="venue" value="The Corn Exchange"' in answer.text
    assert events.slugs(hall.shoot.catalogue) == before


def test_an_event_that_comes_every_year_is_added_again(browser: Browser, hall: Hall) -> None:
    browser.post("/events", {"name": "Autumn meeting", "starts": "2026-10-01"})
    answer = browser.post("/events", {"name": "Autumn meeting", "starts": "2027-10-01"})
    assert command_told(browser, answer).endswith(" --slug autumn-meeting-2")
    assert events.find(hall.shoot.catalogue, "autumn-meeting-2").starts == date(2027, 10, 1)


def test_an_event_is_corrected_unless_somebody_else_corrected_the_same(browser: Browser, hall: Hall) -> None:
    mine = shown_by(browser, "/events/lan")
    theirs = browser.post("/events/lan/correct", {**shown_by(browser, "/events/lan"), "venue": "The Corn Exchange"})
    assert command_told(browser, theirs) == "mediakit event set lan 'venue=The Corn Exchange'"
    answer = browser.post("/events/lan/correct", {**mine, "venue": "Elsewhere"})
    assert answer.status_code == 409
    assert "The Corn Exchange" in answer.text
    browser.post("/events/lan/correct", {**mine, "keep_until": "2030-01-31"})
    kept = events.find(hall.shoot.catalogue, "lan")
    assert (kept.venue, kept.keep_until) == ("The Corn Exchange", date(2030, 1, 31))
    answer = browser.post("/events/lan/correct", {**shown_by(browser, "/events/lan"), "name": ""})
    assert answer.status_code == 400
    assert re.search(r'id="f-name"[^>]*aria-invalid="true"[^>]*>\s*<p class="wrong" role="alert">', answer.text)


def test_a_session_is_put_on_the_agenda_and_corrected(browser: Browser, hall: Hall) -> None:
    said = {"title": "On trust", "people": "Siân Prys-Howell, adebayo", "starts": "2026-05-13T10:00", "kind": "panel"}
    command = command_told(browser, browser.post("/events/lan/sessions", said))
    assert command.startswith("mediakit event session add lan 'On trust' --starts 2026-05-13T10:00 --kind panel")
    made = events.find_session(hall.shoot.catalogue, "lan", "on-trust")
    assert (made.kind, made.people, f"{made.starts_at:%d.%m. %H:%M}") == ("panel", ("sian", "adebayo"), "13.05. 10:00")
    form = shown_by(browser, "/events/lan/on-trust")
    answer = browser.post("/events/lan/on-trust/correct", {**form, "people": "adebayo", "opted_out": "yes"})
    assert command_told(browser, answer) == "mediakit event session set lan on-trust people=adebayo opted_out=yes"
    made = events.find_session(hall.shoot.catalogue, "lan", "on-trust")
    assert (made.people, made.opted_out, made.title, made.kind) == (("adebayo",), True, "On trust", "panel")
    assert "not to be recorded" in browser.text("/events/lan")
    unchanged = browser.post("/events/lan/on-trust/correct", shown_by(browser, "/events/lan/on-trust"))
    assert "Nothing was different" in browser.text(unchanged.headers["location"])


def test_a_session_with_somebody_unknown_is_not_added_and_keeps_what_was_typed(browser: Browser, hall: Hall) -> None:
    answer = browser.post("/events/lan/sessions", {"title": "On trust", "people": "Nobody Atall", "room": "Hall"})
    assert answer.status_code == 400
    assert "nobody on the people list has that name" in answer.text.lower()
    assert 'name="room" value="Hall"' in answer.text
    assert [s.slug for s in events.sessions(hall.shoot.catalogue, "lan")] == ["opening"]
    form = shown_by(browser, "/events/lan/opening")
    answer = browser.post("/events/lan/opening/correct", {**form, "people": "Nobody Atall"})
    assert answer.status_code == 400
    assert re.search(r'id="f-people"[^>]*aria-invalid="true"', answer.text)
