"""A film at the desk in a real browser: a correction survives a crash, two editors, a voice named, and axe-core.

Needs Chromium and the extra `[e2e]`. Skipped where they are not there, unless MEDIAKIT_E2E says that they must be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue import transcripts, work
from mediakit.domain.asset import Rendition
from mediakit.media import ffmpeg
from tests.chromium import breaches, chromium
from tests.desk.chromium import Program, until
from tests.desk.film_room import FILM, HEARD, FilmRoom, film_room

VIEWS = ("words", "review", "voices", "find&old=it&new=this", "captions", "about", "history&first=1", "redact&word=it")
RIGHT = "We asked Siân Prys-Howell about the last mile of it."


class Desk(Program):
    """The program over a workspace with one film, and a window of a browser for each editor."""

    def __init__(self, room: FilmRoom) -> None:
        self.room = room
        super().__init__(room.workspace.root)

    def film(self, browser: Any) -> Any:
        """A window with the film open, its words ready."""
        page = self.enter(browser)
        page.goto(f"{self.base}/film/{FILM}")
        page.wait_for_selector("[data-saids][data-ready]")
        return page


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    room = film_room(tmp_path)
    (tmp_path / "mediakit.toml").write_text("")
    file = tmp_path / "renditions" / FILM / "proxy.mp4"
    file.parent.mkdir(parents=True)
    picture = ["-f", "lavfi", "-i", "testsrc=s=320x180:r=25:d=13", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
    ffmpeg.run([*picture, f"file:{file}"])
    with room.catalogue() as catalogue:
        made = Rendition("proxy", f"renditions/{FILM}/proxy.mp4", "key", file.stat().st_size, "c" * 32, 320, 180)
        work.put_rendition(catalogue, FILM, made)
    opened = Desk(room)
    yield opened
    opened.stop()


@pytest.fixture
def browser() -> Iterator[Any]:
    yield from chromium()


def said(page: Any, text: str, where: str = "[data-live]") -> None:
    """Wait until the page says something."""
    until(lambda: text in page.locator(where).first.inner_text())


def correct(page: Any, number: int, text: str, by: str) -> None:
    """Click a sentence and write it anew, as a person does; once more if the page was just brought up to date."""
    opened = page.locator(f"#s{number} textarea, [data-name-asked][open]")

    def opens() -> bool:
        if not opened.count():
            page.locator(f"#s{number} .text").click()
            page.wait_for_timeout(500)
        return bool(opened.count())

    until(opens)
    if page.locator("[data-name-asked][open]").count():
        page.fill("[data-name]", by)
        page.click("[data-name-asked] button")
    page.fill(f"#s{number} textarea", text)
    said(page, "kept as a draft", "[data-state]")


def test_a_correction_survives_a_crash_and_is_then_saved(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    correct(page, 0, RIGHT, "Ada")
    desk.crash()
    assert desk.room.texts()[0] != RIGHT
    desk.start()
    again = desk.film(browser)
    # another run asks who it is, since nobody else is to get Ada's draft
    again.evaluate("document.cookie = 'mediakit_by=Ada; path=/'")
    again.reload()
    again.wait_for_selector("#s0.edited")
    assert again.inner_text("#s0 .text").startswith(RIGHT)
    again.keyboard.press("Control+s")
    said(again, "version 2")
    assert desk.room.texts()[0] == RIGHT
    shown = "[...document.querySelector('[data-player]').textTracks[0].cues ?? []].map((cue) => cue.text).join(' ')"
    until(lambda: "Prys-Howell" in again.evaluate(shown))


def test_another_editors_save_is_refused_politely_and_both_are_shown(desk: Desk, browser: Any) -> None:
    ada, bea = desk.film(browser), desk.film(browser)
    correct(ada, 0, RIGHT, "Ada")
    correct(bea, 0, "We asked Sian Price about the last mile of it.", "Bea")
    bea.keyboard.press("Control+s")
    said(bea, "version 2")
    ada.keyboard.press("Control+s")
    ada.wait_for_selector("dialog[data-clash][open]")
    told = ada.inner_text("dialog[data-clash]")
    assert "Bea changed the same words meanwhile" in told
    assert RIGHT in told
    assert "Sian Price" in told
    assert desk.room.texts()[0].startswith("We asked Sian Price")
    ada.check("input[value=mine]")
    ada.click("[data-clash-form] button:not([type])")
    said(ada, "as a draft")
    assert ada.inner_text("#s0 .text").startswith(RIGHT)
    ada.keyboard.press("Control+s")
    said(ada, "version 3")
    assert desk.room.texts()[0] == RIGHT


def test_a_voice_is_named_and_the_player_goes_by_frames_and_words(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    at = "document.querySelector('[data-player]').currentTime"
    until(lambda: page.evaluate("document.querySelector('[data-player]').readyState") >= 1)
    page.keyboard.press("ArrowRight")
    until(lambda: page.evaluate(at) > 0.3)
    before = page.evaluate(at)
    page.keyboard.press(".")
    until(lambda: page.evaluate(at) > before)
    assert page.evaluate(at) - before < 0.1
    page.click(".tabs [data-tab=voices]")
    page.wait_for_selector("[data-tab=voices][aria-current]")
    page.select_option("[data-pane] li:first-child select", "sian")
    page.click("[data-pane] li:first-child form > button")
    page.wait_for_selector("[data-name-asked][open]")
    page.fill("[data-name]", "Ada")
    page.click("[data-name-asked] button")
    said(page, "Siân Prys-Howell speaks")
    with desk.room.catalogue() as catalogue:
        now = transcripts.current(catalogue, FILM)
    assert now
    assert [segment.speaker for segment in now.segments] == ["sian", "2", "sian"]


def test_typing_is_undone_and_redone_and_single_keys_can_be_switched_off(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    correct(page, 0, RIGHT, "Ada")
    page.keyboard.press("Escape")
    page.click("[data-step=undo]")
    assert page.inner_text("#s0 .text") == HEARD.segments[0].text
    page.click("[data-step=redo]")
    assert page.inner_text("#s0 .text").startswith(RIGHT)
    page.focus("#s1 .at")
    page.keyboard.press(" ")
    until(lambda: not page.evaluate("document.querySelector('[data-player]').paused"))
    page.keyboard.press("k")
    until(lambda: page.evaluate("document.querySelector('[data-player]').paused"))
    page.uncheck("[data-single-keys]")
    page.focus("#s1 .at")
    # a film that is told to play is no longer paused at once, before anything of it is heard
    page.keyboard.press("l")
    assert page.evaluate("document.querySelector('[data-player]').paused")


def test_j_k_and_l_lead_back_stop_and_go_on_and_s_is_slow(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    player = "document.querySelector('[data-player]')"
    until(lambda: page.evaluate(f"{player}.readyState") >= 2)

    def rate() -> float:
        return float(page.evaluate(f"{player}.playbackRate"))

    page.keyboard.press("l")
    until(lambda: page.evaluate(f"{player}.currentTime") > 0.5)
    assert rate() == 1
    page.keyboard.press("l")
    assert rate() == 1.5
    assert page.input_value("[data-speed]") == "1.5"
    page.keyboard.press("k")
    assert page.evaluate(f"{player}.paused")
    assert rate() == 1
    there = page.evaluate(f"{player}.currentTime")
    page.keyboard.press("j")
    until(lambda: page.evaluate(f"{player}.currentTime") < there - 0.2)
    page.keyboard.press("k")
    stopped = page.evaluate(f"{player}.currentTime")
    page.keyboard.press("s")
    assert rate() == 0.5
    page.keyboard.press("s")
    assert rate() == 1
    # led back no further: K stopped that too
    assert abs(page.evaluate(f"{player}.currentTime") - stopped) < 0.05


def test_undo_is_one_button_that_goes_from_what_was_typed_to_what_was_saved(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    correct(page, 0, RIGHT, "Ada")
    page.keyboard.press("Control+s")
    said(page, "saved as version 2")
    correct(page, 1, "Trust is built.", "Ada")
    page.keyboard.press("Escape")
    assert page.locator("[data-keeping] button:visible").all_inner_texts() == ["Save", "Undo"]
    page.click("[data-keeping] button:visible >> text=Undo")
    assert page.inner_text("#s1 .text") == HEARD.segments[1].text
    page.locator("[data-undo] button").focus()
    page.keyboard.press("Enter")
    said(page, "as it was in version 1 again")
    assert desk.room.texts()[0] == HEARD.segments[0].text
    # the button is another one now, and whoever pressed it is still there
    until(lambda: page.evaluate("document.activeElement.closest('[data-undo], [data-redo]') !== null"))


def test_who_mends_a_caption_by_keyboard_stays_among_the_captions(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    page.context.add_cookies([{"name": "mediakit_by", "value": "Ada", "url": desk.base}])
    page.goto(f"{desk.base}/film/{FILM}?view=captions")
    page.wait_for_selector("[data-transport]:not([hidden])")
    page.locator("#caption-2 button", has_text="Mend it").focus()
    page.keyboard.press("Enter")
    said(page, "Caption 2 is mended")
    until(lambda: page.evaluate("document.activeElement.closest('[data-pane]') !== null"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-pane]') !== null")
    # while it plays, the caption that is shown is brought into view
    page.set_viewport_size({"width": 1280, "height": 420})
    page.evaluate("document.querySelector('[data-player]').currentTime = 7.8")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('[data-player]').play()")
    seen = "(() => { const b = document.querySelector('#caption-3.now')?.getBoundingClientRect();"
    until(lambda: page.evaluate(seen + " return Boolean(b) && b.top > 0 && b.top < innerHeight; })()"))
    page.click("[data-live] .close")
    assert page.inner_text("[data-live]") == ""


def test_the_frame_that_is_seen_becomes_the_poster_after_a_second_look(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    page.context.add_cookies([{"name": "mediakit_by", "value": "Ada", "url": desk.base}])
    page.reload()
    until(lambda: page.evaluate("document.querySelector('[data-player]').readyState") >= 1)
    page.evaluate("document.querySelector('[data-player]').currentTime = 2.5")
    page.click("[data-do=poster]")
    until(lambda: page.evaluate("document.activeElement.textContent") == "Make it the poster")
    assert desk.room.film().poster_ms is None
    page.keyboard.press("Enter")
    said(page, "The poster is the frame at 0:02.5")
    assert desk.room.film().poster_ms == 2_500


def test_words_that_are_marked_can_be_redacted_and_nothing_is_offered_without(desk: Desk, browser: Any) -> None:
    page = desk.film(browser)
    assert not page.locator("[data-do=redact-marked]").is_visible()
    page.locator("#s1 .text").select_text()
    page.locator("[data-do=redact-marked]").click()
    page.wait_for_selector("[data-tab=redact][aria-current]")
    since, until_ = page.input_value("[data-pane] [name=since]"), page.input_value("[data-pane] [name=until]")
    assert (float(since), float(until_)) == (HEARD.segments[1].start_ms / 1000, HEARD.segments[1].end_ms / 1000)


def test_on_a_phone_nothing_is_wider_than_the_screen_and_save_is_at_hand(desk: Desk, browser: Any) -> None:
    with desk.room.catalogue() as catalogue:
        catalogue.execute("UPDATE people SET name = 'Dr Tamsin Alexandrina Featherstonehaugh-Obi' WHERE slug = 'sian'")
        catalogue.execute("UPDATE appearances SET role = 'Programme manager for learning and action'")
    page = desk.enter(browser, viewport={"width": 390, "height": 700}, has_touch=True)
    wider = {}
    for view in VIEWS:
        page.goto(f"{desk.base}/film/{FILM}?view={view}")
        page.wait_for_selector("[data-transport]:not([hidden])")
        wider[view] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider == dict.fromkeys(VIEWS, 0)
    page.goto(f"{desk.base}/film/{FILM}")
    page.wait_for_selector("[data-saids][data-ready]")
    correct(page, 2, "Nobody told us so.", "Ada")
    box = page.locator("[data-save]").bounding_box()
    assert 0 < box["y"] < 700 - box["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_of_a_film_keeps_to_wcag(desk: Desk, browser: Any, scheme: str) -> None:
    page = desk.enter(browser, color_scheme=scheme)
    found = {}
    for view in VIEWS:
        page.goto(f"{desk.base}/film/{FILM}?view={view}")
        page.wait_for_selector("[data-transport]:not([hidden])")
        found[view] = breaches(page)
    assert found == {view: [] for view in VIEWS}
