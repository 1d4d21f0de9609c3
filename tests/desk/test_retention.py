"""The first page tells what may be kept no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mediakit.catalogue import events
from tests.desk.conftest import Browser, Hall


def test_material_past_its_last_day_is_on_the_first_page(browser: Browser, hall: Hall) -> None:
    page = browser.text("/")
    assert "no longer be kept" not in page
    event = events.find(hall.shoot.catalogue, "lan")
    events.change(hall.shoot.catalogue, replace(event, keep_until=date(2020, 1, 1)))
    page = browser.text("/")
    assert f"of {event.name} should no longer be kept" in page
    assert "Its last day was 1 January 2020" in page
    assert browser.get("/footage?event=lan").status_code == 200
