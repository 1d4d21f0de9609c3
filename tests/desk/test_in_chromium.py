"""The desk in a real browser: by keyboard alone, two tabs at once, and held against WCAG 2.2 AA by axe-core.

Needs Chromium and the extra `[e2e]`. Skipped where they are not there, unless MEDIAKIT_E2E says that they must be.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import uvicorn

from mediakit.catalogue import assets, transcripts
from mediakit.desk.app import Application, application
from mediakit.desk.asked import Desk
from mediakit.desk.serving import bound
from mediakit.domain.facts import Kind
from mediakit.media import ffmpeg
from mediakit.media.templates import packaged_templates
from tests.chromium import breaches, chromium, comes_true
from tests.desk.chromium import until
from tests.desk.conftest import Hall
from tests.gallery.conftest import Shoot


class Served:
    """A desk that is being served, and a browser at it."""

    def __init__(self, app: Application, address: str, browser: Any) -> None:
        self.app, self.address, self.browser = app, address, browser
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
        yield Served(app, address, browser)
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
            comes_true(page, "before => location.href !== before", arg=before)
            comes_true(page, "document.activeElement.matches('[data-field=alt_text]')")
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
    name = page.inner_text("li.rejected h2")
    assert f"{name}: rejected." in page.inner_text("[data-live]")
    rated = {a.rating: a.short for a in assets.load(hall.shoot.catalogue, hall.photos)}
    assert set(rated) == {-1, None, 4}
    page.click("[data-live] summary")
    assert f"mediakit set {rated[-1]} rating=-1" in page.inner_text("[data-live]")


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
    # told aloud from a place that was there before
    comes_true(page, "document.querySelector('[data-told]').textContent.includes('passage')")
    page.keyboard.press("Enter")
    comes_true(page, "document.activeElement.matches('.hit')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/film/*")
    page.click("text=Back to what was found")
    page.wait_for_url("**/search?q=question+about")


def test_who_comes_back_to_the_grid_is_where_they_were(shoot: Shoot, served: Served) -> None:
    for number in range(9):
        shoot.add(f"M{number}.mp4", title=f"Film {number}")
    page = served.page()
    page.goto(f"{served.base}/footage?kind=video")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    there = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/film/*")
    page.click("text=Back to what was found")
    page.wait_for_url("**/footage?kind=video")
    comes_true(page, "there => document.activeElement.textContent === there", arg=there)
    page.keyboard.press("Enter")
    page.wait_for_url("**/film/*")
    page.go_back()
    comes_true(page, "there => document.activeElement.textContent === there", arg=there)


def test_what_is_one_of_a_few_is_chosen_and_never_emptied_by_mistake(shoot: Shoot, served: Served) -> None:
    photo = shoot.add("M.jpg", Kind.PHOTO)
    shoot.catalogue.execute("UPDATE assets SET rating = 4")
    page = served.page()
    page.goto(f"{served.base}/photos")
    page.check("li .pick input")
    page.select_option("[data-bulk-key]", "rating")
    page.click("[data-bulk-do]")
    assert page.evaluate("document.querySelector('form[data-bulk]').checkValidity()") is False
    assert assets.one(shoot.catalogue, photo).rating == 4
    page.select_option("select[data-value=rating]", label="★★")
    page.click("[data-bulk-do]")
    page.wait_for_selector("text=1 thing changed")
    assert assets.one(shoot.catalogue, photo).rating == 2


def test_all_that_a_filter_finds_is_changed_by_keyboard_and_taken_back(shoot: Shoot, served: Served) -> None:
    many = [shoot.add(f"M{n:03}.jpg", Kind.PHOTO) for n in range(70)]
    page = served.page()
    page.goto(f"{served.base}/photos?spread=yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    page.wait_for_selector("button:text('Change it')")
    page.keyboard.press("Shift+A")
    page.select_option("[data-bulk-key]", "credit")
    page.fill("[name=value]", "R. Evans")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Change all 70").click()
    page.wait_for_selector("text=70 things changed")
    assert {a.credit for a in assets.load(shoot.catalogue, many)} == {"R. Evans"}
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_selector("text=70 things are as before")
    assert {a.credit for a in assets.load(shoot.catalogue, many)} == {None}


def test_a_row_of_photos_is_ticked_with_shift(shoot: Shoot, served: Served) -> None:
    for number in range(6):
        shoot.add(f"M{number}.jpg", Kind.PHOTO)
    page = served.page()
    page.goto(f"{served.base}/photos?spread=yes")
    boxes = page.locator("li .pick input")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert page.locator("li.selected").count() == 4
    page.wait_for_selector("button:text('Change these 4')")


def test_somebody_is_added_by_keyboard_alone(hall: Hall, served: Served) -> None:
    page = served.page()
    page.goto(f"{served.base}/people")
    page.get_by_text("Add somebody").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Sian Prys-Howel")
    page.keyboard.press("Enter")
    # somebody is nearly named so: the name has the focus, and the answer stands after it
    page.wait_for_selector("text=may be the same person")
    assert page.evaluate("document.activeElement.name") == "name"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/sian-prys-howel?said=*")
    assert page.inner_text("h1") == "Sian Prys-Howel"


class Screens:
    """Every screen of the desk, one after the other, in one window; some are what a form answers."""

    def __init__(self, hall: Hall, served: Served, page: Any) -> None:
        self.hall, self.served, self.page = hall, served, page
        self.token = served.app.desk.keys.form

    def go(self, path: str) -> str:
        self.page.goto(self.served.base + path)
        return path

    def send(self, path: str, **fields: str) -> str:
        """Send a form as a browser without scripts sends it, and stay on its answer."""
        with self.page.expect_navigation():
            self.page.evaluate(
                "([path, fields]) => { const f = document.createElement('form'); f.method = 'post'; f.action = path;"
                " for (const [name, value] of Object.entries(fields)) { const i = document.createElement('input');"
                " i.type = 'hidden'; i.name = name; i.value = value; f.append(i); } document.body.append(f);"
                " setTimeout(() => HTMLFormElement.prototype.submit.call(f)); }",
                [path, {"token": self.token, **fields}],
            )
        return f"{path} {fields}"

    def every(self) -> Iterator[str]:
        film, photo, rush = f"/film/{self.hall.film}", f"/photos/{self.hall.photos[0]}", self.hall.rush
        lists = ("/", "/search", "/search?q=trust", "/search?q=zzzz", "/footage", "/footage?q=zzzz", "/photos")
        more = ("/photos?q=zzzz", "/people", "/people?q=zzzz", "/approve", "/promises", "/work", "/nowhere")
        ones = (film, f"{film}?view=about", photo, f"/approve/{self.hall.film}", "/people/sian", "/people/sian/traces")
        agenda = ("/events", "/events/lan", "/events/lan/opening", "/people/sian/merge?other=adebayo")
        for path in (*lists, *more, *ones, *agenda, f"/approve/{self.hall.photos[0]}", f"/film/{rush}?view=captions"):
            yield self.go(path)
        back = {"back": "/footage?kind=photo"}
        yield self.send("/footage/edit", key="rating", value="7", all="yes", **back)
        yield self.send("/footage/edit", key="tags", value="+quote", all="yes", **back)
        ticked = self.go("/footage?kind=photo") and self.page.locator("[name=asset]").first.get_attribute("value")
        yield self.send("/footage/edit", key="credit", value="R. Evans", asset=ticked, **back)
        yield self.send(photo, **{"alt_text": "Mine", "was.alt_text": "Something that it never said"})
        yield self.send(f"{film}/about", by="Ada", title="Mine", **{"was-title": "Theirs"})
        yield from self.clashing(film)
        # a template that nobody writes into: the build waits for it, and is looked at while it runs
        self.hall.shoot.workspace.templates.mkdir()
        os.mkfifo(self.hall.shoot.workspace.templates / "wait.html.j2")
        yield self.send("/work/start", command="build")
        self.served.app.desk.work.stop(wait=True)
        until(lambda: self.served.app.desk.work.current is None)
        yield self.go("/work")
        yield from self.publishing()
        yield self.send("/people", name="Sian Prys-Howel")
        yield self.send("/events", name="Autumn meeting", starts="soon")
        yield self.send("/events/lan/sessions", title="On trust", people="Nobody Atall")
        yield self.send("/people/sian/correct", name="Siân Mine", **{"was.name": "Siân Whatever"})
        yield self.send("/people/sian/record", basis="consent", show_as="full", given="soon", by="Ada")
        self.hall.shoot.consent("sian")
        self.go("/people/sian")
        mark = self.page.locator("form[action$=withdraw] [name=mark]").get_attribute("value")
        yield self.send("/people/sian/withdraw", mark=mark, channel="", reason="a new job")

    def publishing(self) -> Iterator[str]:
        """A place that is none, a gallery that was not built yet, the plan, and what came of it."""
        workspace = self.hall.shoot.workspace
        (workspace.templates / "wait.html.j2").unlink()
        place = str(workspace.root.parent / f"{workspace.root.name}-web")
        yield self.send("/work/plan", new="gallery")
        yield self.send("/work/plan", new=place)
        for path, fields in (("/work/plan", {"new": place, "build": "yes"}), ("/work/publish", {"place": place})):
            self.send(path, by="Ada", **fields)
            until(lambda: self.served.app.desk.work.current is None)
            yield self.go("/work")

    def clashing(self, film: str) -> Iterator[str]:
        """Two editors of the same sentence; an approval that lapsed; drafts of one and of another."""
        catalogue = self.hall.shoot.catalogue
        self.hall.shoot.approve(self.hall.film)
        base = transcripts.history(catalogue, self.hall.film)[-1].number
        self.send(f"{film}/draft", by="Ada", base=str(base), **{"text-1": "That is a question."})
        yield self.go(f"{film}?view=words")
        self.send(f"{film}/save", by="Bea", base=str(base), **{"text-0": "When they began, nobody asked."})
        yield self.send(f"{film}/save", by="Ada", base=str(base), **{"text-0": "When all began, we asked."})
        yield self.go("/approve?needs=lapsed")
        yield self.go(f"/approve/{self.hall.film}")
        yield self.go(f"{film}?view=history&first=1")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)])
def test_every_screen_is_accessible_and_fits(hall: Hall, served: Served, scheme: str, width: int) -> None:
    (hall.shoot.workspace.root / "mediakit.toml").write_text("")
    rendered = Recorded(served.app.desk)
    page = served.page(color_scheme=scheme, viewport={"width": width, "height": 900})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    found: dict[str, list[tuple[str, str]]] = {}
    for screen in Screens(hall, served, page).every():
        page.wait_for_load_state("networkidle")
        found[screen] = breaches(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
    page.goto(served.base)
    page.keyboard.press("?")
    found["the keys"] = breaches(page)
    assert {screen: broken for screen, broken in found.items() if broken} == {}
    # the renditions of these tests are no pictures, and a browser says so, as it does of a status that is no success
    assert [text for text in wrong if not any(k in text for k in ("ERR_", "decode", "status of 4"))] == []
    pages = {p.name for p in (packaged_templates() / "desk").glob("*.j2") if "extends" in p.read_text("utf-8")}
    assert pages - rendered.names == set(), "screens that nobody looked at"


class Recorded:
    """Notes which templates a desk shows, and shows them."""

    def __init__(self, desk: Desk) -> None:
        self.names: set[str] = set()
        text = desk.templates.text

        def noting(name: str, values: Mapping[str, Any]) -> str:
            self.names.add(name.removeprefix("desk/"))
            return text(name, values)

        desk.templates.text = noting  # type: ignore[method-assign]


# --- looking through a film ------------------------------------------------------------------------------------------


SCRUBBED = "() => document.querySelector('[data-scrub] video')?.currentTime ?? -1"


def playable(hall: Hall) -> None:
    """A film of ten seconds in the place of the one that is only bytes."""
    rows = hall.shoot.catalogue.rows("SELECT path FROM renditions WHERE asset = ? AND path LIKE '%.mp4'", [hall.film])
    picture = ["-f", "lavfi", "-i", "testsrc=s=160x90:r=25:d=10", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    for row in rows:
        file = hall.shoot.workspace.locate(row["path"])
        file.unlink()
        ffmpeg.run([*picture, f"file:{file}"])


def over_the_film(page: Any, part: float) -> None:
    """The pointer rests over the film, so far from its left edge, and trembles a little as a hand does."""
    box = page.locator("[data-scrub]").first.bounding_box()
    for off in range(4):
        page.mouse.move(box["x"] + box["width"] * part + off, box["y"] + box["height"] / 2)


def test_a_film_is_looked_through_with_the_pointer_and_left_as_it_was(hall: Hall, served: Served) -> None:
    playable(hall)
    page = served.page()
    page.goto(f"{served.base}/footage?kind=video&role=finished")
    page.mouse.move(1, 1)

    def shows(low: float, high: float, part: float) -> bool:
        over_the_film(page, part)
        return low < page.evaluate(SCRUBBED) < high

    until(lambda: shows(6, 9, 0.75))
    until(lambda: shows(1, 4, 0.25))
    assert page.evaluate("document.querySelector('[data-scrub] video').paused")
    assert page.evaluate("document.querySelector('[data-scrub] video').muted")
    page.mouse.move(1, 1)
    until(lambda: page.locator("[data-scrub] video").count() == 0)
    # a click on what is looked through opens it
    over_the_film(page, 0.5)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url(f"**/film/{hall.film}")


def test_looking_through_is_in_nobodys_way(hall: Hall, served: Served) -> None:
    playable(hall)
    page = served.page()
    page.goto(f"{served.base}/footage?kind=video&role=finished")
    # by keyboard: arrows and Enter do what they do, nothing takes the focus, nothing moves
    page.keyboard.press("ArrowDown")
    over_the_film(page, 0.5)
    until(lambda: page.locator("[data-scrub] video").count() == 1)
    assert page.evaluate("document.activeElement.matches('[data-item] h2 a')")
    # the film is no stop of its own on the way through the page
    assert page.evaluate("document.querySelector('[data-scrub] video').tabIndex") == -1
    page.keyboard.press("x")
    assert page.locator("[data-item] input").first.is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/film/{hall.film}")


def test_who_wants_less_motion_sees_the_poster_only(hall: Hall, served: Served) -> None:
    playable(hall)
    page = served.page(reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(f"{served.base}/footage?kind=video&role=finished")
    over_the_film(page, 0.3)
    over_the_film(page, 0.8)
    # what would have come by then has come: another page was fetched and shown
    page.evaluate("fetch('/work/progress').then((answer) => answer.json())")
    assert page.locator("[data-scrub] video").count() == 0
    assert "media" not in asked
