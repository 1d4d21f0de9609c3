"""The desk in a real browser: by keyboard alone, two tabs at once, and held against WCAG 2.2 AA by axe-core.

Needs Chromium and the extra `[e2e]`. Skipped where they are not there, unless MEDIAKIT_E2E says that they must be.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from mediakit.catalogue import assets
from mediakit.desk.app import application
from mediakit.desk.serving import bound
from mediakit.domain.facts import Kind
from tests.desk.chromium import breaches, chromium
from tests.desk.conftest import Hall
from tests.gallery.conftest import Shoot


class Served:
    """A desk that is being served, and a browser at it."""

    def __init__(self, address: str, browser: Any) -> None:
        self.address, self.browser = address, browser
        self.base = address.partition("/open")[0]

    def page(self, **context: Any) -> Any:
        page = self.browser.new_context(**context).new_page()
        page.goto(self.address)
        page.wait_for_url(f"{self.base}/")
        return page


@pytest.fixture
def served(shoot: Shoot) -> Iterator[Served]:
    app = application(shoot.workspace)
    listening = bound(0)
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(app.asgi, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/open?key={app.desk.keys.door}"
    for browser in chromium():
        yield Served(address, browser)
    server.should_exit = True
    thread.join(10)


def test_twenty_photos_are_described_by_keyboard_alone(shoot: Shoot, served: Served) -> None:
    for number in range(20):
        shoot.add(f"K{number:02}.jpg", Kind.PHOTO, alt_text=None)
    page = served.page()
    page.goto(f"{served.base}/photos?needs=alt&spread=yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/photos/*needs=alt*")
    page.keyboard.press("e")
    for number in range(20):
        before = page.url
        page.keyboard.type(f"Picture number {number}.")
        page.keyboard.press("Control+Enter")
        if number < 19:
            page.wait_for_function("before => location.href !== before", arg=before)
            page.wait_for_function("document.activeElement.matches('[data-field=alt_text]')")
    page.wait_for_selector("text=That was the last one")
    assert {a.alt_text for a in assets.load(shoot.catalogue)} == {f"Picture number {n}." for n in range(20)}


def test_a_photo_is_rated_in_the_grid_by_keyboard(hall: Hall, served: Served) -> None:
    page = served.page()
    page.goto(f"{served.base}/photos?spread=yes")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("4")
    page.wait_for_selector("text=★★★★")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("r")
    page.wait_for_selector("li.rejected")
    assert sorted(a.rating or 0 for a in assets.load(hall.shoot.catalogue, hall.photos)) == [-1, 0, 4]


def test_two_tabs_that_write_the_same_are_told_and_can_take_either(hall: Hall, served: Served) -> None:
    photo = hall.photos[0]
    mine, theirs = served.page(), served.page()
    for page in (mine, theirs):
        page.goto(f"{served.base}/photos/{photo}")
    theirs.fill("[data-field=alt_text]", "Theirs")
    theirs.keyboard.press("Control+Enter")
    theirs.wait_for_selector("text=Saved")
    mine.fill("[data-field=alt_text]", "Mine")
    mine.keyboard.press("Control+Enter")
    mine.wait_for_selector(".clash")
    assert assets.one(hall.shoot.catalogue, photo).alt_text == "Theirs"
    assert mine.input_value("[data-field=alt_text]") == "Mine"
    mine.focus("[data-field=alt_text]")
    mine.keyboard.press("Control+Enter")
    until_saved(hall, photo, "Mine")


def until_saved(hall: Hall, photo: str, wanted: str) -> None:
    end = time.monotonic() + 10
    while assets.one(hall.shoot.catalogue, photo).alt_text != wanted:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_hits_come_as_one_types(hall: Hall, served: Served) -> None:
    page = served.page()
    page.goto(f"{served.base}/search")
    page.keyboard.type("question about")
    page.wait_for_selector(".hit mark")
    assert "question" in page.inner_text(".hit >> nth=0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_fits(hall: Hall, served: Served, scheme: str, width: int) -> None:
    page = served.page(color_scheme=scheme, viewport={"width": width, "height": 900})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    of_one = (f"/photos/{hall.photos[0]}", f"/approve/{hall.film}", "/people/sian", "/people/sian/traces")
    for path in ("/", "/search?q=trust", "/footage", "/photos", "/people", "/approve", "/promises", "/work", *of_one):
        page.goto(served.base + path)
        page.wait_for_load_state("networkidle")
        assert breaches(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    # the renditions of these tests are no pictures, and a browser says so
    assert [text for text in wrong if "ERR_" not in text and "decode" not in text] == []
