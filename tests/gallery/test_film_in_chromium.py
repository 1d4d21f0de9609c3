"""The page of a film in a real browser: watching, seeking, finding, quoting; by keyboard, without scripts, off a disk.

Needs Chromium and the extra `[e2e]`. Skipped where they are not there, unless MEDIAKIT_E2E says that they must be.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import xxhash

from mediakit.domain.workspace import Workspace
from mediakit.gallery.serve import serving
from mediakit.media import ffmpeg
from mediakit.media.stills import make_sheet
from tests.chromium import axe, chromium_opened
from tests.gallery.conftest import Shoot

UNASKED = "--autoplay-policy=no-user-gesture-required"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SECONDS = 96
CHAPTERS = "0:00 Where we began | 0:40 What we learned | 1:20 What is next"
NOW = "document.getElementById('player').currentTime"
NOT_BLANK = "document.getElementById('player').readyState >= 2"
HERE = "https://example.org/gallery/"


@dataclass
class Site:
    """A gallery with one film that plays, served and on a disk, and a browser. wrong: what browsers complained of."""

    folder: Path
    base: str
    browser: Any
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def film(self) -> str:
        return f"{self.base}/videos/trust-comes-first/"

    @property
    def on_disk(self) -> str:
        return f"file://{self.folder}/videos/trust-comes-first/index.html"

    def page(self, address: str = "", **context: Any) -> Any:
        page = self.browser.new_context(**context).new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(address or self.film)
        return page

    def ready(self, address: str = "", **context: Any) -> Any:
        page = self.page(address, **context)
        until(page, NOT_BLANK)
        return page


def put_real(shoot: Shoot, asset: str, profile: str, size: tuple[int, int], source: Path) -> None:
    file = shoot.render(asset, profile, *size)
    file.write_bytes(source.read_bytes())
    shoot.catalogue.execute(
        "UPDATE renditions SET checksum = ?, bytes = ? WHERE asset = ? AND profile = ?",
        [xxhash.xxh128_hexdigest(file.read_bytes()), file.stat().st_size, asset, profile],
    )


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """96 seconds of a counting picture and a quiet tone, as the web rendition has them; a poster and a sheet of it."""
    folder = tmp_path_factory.mktemp("film")
    film = folder / "film.mp4"
    pictures = ("-f", "lavfi", "-i", f"testsrc=s=320x180:r=10:d={SECONDS}")
    tone = ("-f", "lavfi", "-i", f"sine=f=330:d={SECONDS}")
    video = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 20 -movflags +faststart"
    sound = "-af volume=0.05 -c:a aac -b:a 32k"
    ffmpeg.run([*pictures, *tone, *video.split(), *sound.split(), f"file:{film}"])
    ffmpeg.run(["-i", f"file:{film}", "-frames:v", "1", f"file:{folder / 'poster.jpg'}"])
    make_sheet(film, folder / "sheet.jpg", duration_ms=SECONDS * 1000)
    return folder


@pytest.fixture
def site(full_shoot: Shoot, footage: Path) -> Iterator[Site]:
    shoot = full_shoot
    film = shoot.catalogue.value("SELECT id FROM assets WHERE name = 'F1.mp4'")
    lines = tuple(f"Sentence number {n} is about {'trust' if n % 8 == 0 else 'Café data'}." for n in range(24))
    shoot.say(film, lines, speaker="sian")
    for profile, size, name in (
        ("web-720", (320, 180), "film.mp4"),
        ("poster", (320, 180), "poster.jpg"),
        ("stills-sheet", (1600, 450), "sheet.jpg"),
    ):
        put_real(shoot, film, profile, size, footage / name)
    shoot.catalogue.execute(
        "UPDATE assets SET duration_ms = ?, chapters = ?, description_text = ? WHERE id = ?",
        [SECONDS * 1000, CHAPTERS, "A picture counts the seconds.", film],
    )
    shoot.approve()
    shoot.build(base_url=HERE)
    with serving(shoot.site, 0) as server, chromium_opened(UNASKED) as browser:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(shoot.site, f"http://127.0.0.1:{server.server_address[1]}", browser)
        server.shutdown()


def until(page: Any, expression: str) -> None:
    """Wait until a JavaScript expression holds. The page's own policy refuses to do this inside it."""
    end = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"{expression}; the film is at {page.evaluate(NOW)} s"
        page.wait_for_timeout(15)


def until_at(page: Any, seconds: float, near: float = 0.3) -> None:
    until(page, f"Math.abs({NOW} - {seconds}) <= {near} && !document.getElementById('player').seeking")


@pytest.mark.parametrize("where", ["film", "on_disk"])
def test_a_sentence_plays_from_where_it_was_said_and_is_underlined_as_it_is_spoken(site: Site, where: str) -> None:
    page = site.ready(getattr(site, where))
    page.click("text=Sentence number 5 is")
    until(page, f"{NOW} > 20 && {NOW} < 21 && !document.getElementById('player').paused")
    page.wait_for_selector('.sentence[aria-current="true"] >> text=number 5')
    until(page, f"{NOW} > 24.1")
    page.wait_for_selector('.sentence[aria-current="true"] >> text=number 6')
    assert page.url.endswith("#t=20")


@pytest.mark.parametrize("where", ["film", "on_disk"])
def test_captions_are_shown_when_somebody_wants_them_and_again_the_next_time(site: Site, where: str) -> None:
    page = site.ready(getattr(site, where))
    assert page.get_attribute("[data-captions]", "aria-pressed") == "false"
    page.click("[data-captions]")
    page.evaluate("film.go(20.5, null, false)")
    shown = "[...film.player.textTracks].filter(t => t.mode === 'showing').flatMap(t => [...(t.activeCues || [])])"
    until(page, f"{shown}.some(cue => cue.text.includes('Sentence number 5'))")
    page.select_option("[data-speed]", "1.5")
    page.reload()
    until(page, NOT_BLANK)
    page.wait_for_selector('[data-captions][aria-pressed="true"]')
    assert page.evaluate("film.player.playbackRate") == 1.5
    page.click("[data-captions]")
    page.wait_for_selector('[data-captions][aria-pressed="false"]')


def test_a_link_leads_to_its_second_and_a_linked_part_stops_at_its_end(site: Site) -> None:
    page = site.ready(f"{site.film}#t=83.5")
    until(page, f"{NOW} >= 83.5 && {NOW} < 86")
    page = site.ready(f"{site.film}#t=84,85.5")
    page.wait_for_selector("text=The part that was linked ends here.")
    until_at(page, 85.5)
    assert page.evaluate("film.player.paused")
    # and who goes on is not stopped again
    page.evaluate("film.player.play()")
    until(page, f"{NOW} > 86")


def test_words_are_found_without_accents_counted_and_gone_through(site: Site) -> None:
    page = site.ready()
    page.fill("#find", "cafe DATA")
    page.wait_for_selector("text=1 of 21")
    assert page.locator(".sentence mark").count() == 21
    assert page.inner_text(".sentence mark >> nth=0") == "Café data"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 of 21")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector("text=21 of 21")
    page.fill("#find", "nowhere")
    page.wait_for_selector("text=Nothing found")
    assert page.locator(".sentence mark").count() == 0
    page.fill("#find", "trust.")
    page.wait_for_selector("text=1 of 3")
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('.sentence mark') && !document.querySelector('#find').value")
    assert page.inner_text(".sentence >> nth=8") == "Sentence number 8 is about trust."


def test_the_whole_page_works_by_keyboard(site: Site) -> None:
    page = site.ready()
    page.focus("[data-timeline]")
    page.keyboard.press("PageUp")
    until_at(page, 40)
    assert "What we learned" in page.get_attribute("[data-timeline]", "aria-valuetext")
    page.keyboard.press("ArrowRight")
    until_at(page, 45)
    assert page.is_visible("[data-glance]")
    assert "seeking.jpg" in page.evaluate("document.querySelector('[data-tile]').style.backgroundImage")
    page.keyboard.press("PageUp")
    until_at(page, 80)
    page.keyboard.press("PageDown")
    until_at(page, 40)
    page.keyboard.press("Home")
    until_at(page, 0)
    stops: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
        if "sentence" in stops[-1]:
            break
    wanted = ("data-speed", "data-captions", 'href="#t=0"', 'id="find"', 'class="sentence"')
    assert [mark for mark in wanted if not any(mark in stop for stop in stops)] == []
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until(page, f"{NOW} >= 12 && {NOW} < 13.5")


def test_a_chapter_is_gone_to_and_marked_as_the_one_that_plays(site: Site) -> None:
    page = site.ready()
    page.click("text=What is next")
    until(page, f"{NOW} >= 80 && {NOW} < 82")
    page.wait_for_selector('[data-chapters] a[aria-current="true"] >> text=What is next')


def test_a_finger_on_the_rail_seeks(site: Site) -> None:
    page = site.ready(has_touch=True, viewport={"width": 390, "height": 844})
    box = page.locator("[data-timeline]").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until_at(page, SECONDS / 2, near=1)


def test_a_quote_a_link_and_a_citation_can_be_copied(site: Site) -> None:
    page = site.ready(permissions=["clipboard-read", "clipboard-write"])
    copied = "navigator.clipboard.readText()"
    page.focus(".sentence >> nth=0")
    page.keyboard.press("ArrowDown")
    page.evaluate("document.querySelector('[data-copy]').click()")
    page.wait_for_selector("text=Quote copied")
    assert page.evaluate(copied) == (
        "“Sentence number 1 is about Café data.”\nSiân Ní Dhomhnaill-O'Neill, midwife, St. Brigid’s & Co\n"
        f"Trust comes first\n{HERE}videos/trust-comes-first/#t=4,7.9\n"
    )
    page.evaluate("film.go(40.2, null, false)")
    until_at(page, 40.2)
    page.check("[data-from-here]")
    page.click('[data-take="share-link"]')
    page.wait_for_selector("text=Copied.")
    assert page.evaluate(copied) == f"{HERE}videos/trust-comes-first/#t=40"
    page.click('[data-take="cite"]')
    until(page, f"{copied}.then(text => text.includes('(accessed '))")
    assert page.evaluate(copied).startswith("Siân Ní Dhomhnaill-O'Neill (2026). Trust comes first [film].")


def test_without_scripts_player_captions_chapters_and_the_whole_transcript_are_there(site: Site) -> None:
    page = site.page(java_script_enabled=False)
    assert page.get_attribute("#player", "controls") is not None
    assert page.locator('track[kind="captions"]').count() == 1
    assert page.locator(".sentence").count() == 24
    assert page.is_visible("text=Sentence number 23 is")
    assert page.get_attribute("[data-chapters] a >> nth=1", "href") == "#t=40"
    assert page.locator('[id="t=40"]').count() == 1
    assert page.is_visible("#cite")
    assert "iframe" in page.input_value("#embed")
    assert page.is_visible("text=A picture counts the seconds.")
    for tool in ("[data-timeline]", "[data-playing]", "[data-tools]", "[data-find]", "[data-take]"):
        assert not any(one.is_visible() for one in page.locator(tool).all()), tool


def test_on_paper_there_is_the_transcript_with_times_and_speakers_and_no_player(site: Site) -> None:
    page = site.ready()
    page.emulate_media(media="print")
    for gone in (
        "#player",
        "[data-timeline]",
        "[data-playing]",
        "[data-tools]",
        "[data-find]",
        ".share",
        ".masthead nav",
    ):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.is_visible(".voice b")
    assert page.is_visible("text=Sentence number 23 is")
    assert page.is_visible(f"text={HERE}videos/trust-comes-first/")


def test_the_player_for_other_websites_plays_alone(site: Site) -> None:
    page = site.ready(f"{site.film}embed/#t=40", viewport={"width": 640, "height": 420})
    until(page, f"{NOW} >= 40")
    assert page.get_attribute("h1 a", "href") == f"{HERE}videos/trust-comes-first/"
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    box = page.locator("#player").bounding_box()
    assert (box["width"], box["height"] > 340) == (640, True)
    found = axe.Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_the_page_speaks_the_language_of_the_site(full_shoot: Shoot, site: Site) -> None:
    settings = replace(full_shoot.workspace.settings, language="fr")
    full_shoot.workspace = Workspace(full_shoot.workspace.root, settings)
    full_shoot.build(base_url=HERE)
    page = site.ready()
    page.fill("#find", "trust")
    page.wait_for_selector("text=1 sur 3")
    assert page.is_visible("text=Partager et citer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_accessible_fits_and_asks_nobody_else(site: Site, scheme: str, width: int) -> None:
    page = site.ready(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.click("[data-captions]")
    page.fill("#find", "trust")
    page.wait_for_selector("text=1 of 3")
    page.focus("[data-timeline]")
    page.keyboard.press("ArrowRight")
    found = axe.Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    for narrow in (width, 640, 320):
        page.set_viewport_size({"width": narrow, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), narrow
    # the other films of this test are no pictures, and a browser says so
    assert [text for text in site.wrong if "ERR_" not in text and "decode" not in text] == []
    assert [url for url in site.asked if not url.startswith((site.base, "data:"))] == []


def test_off_a_disk_nothing_is_complained_of_and_nothing_asked(site: Site) -> None:
    page = site.ready(f"{site.on_disk}#t=40")
    until(page, f"{NOW} >= 40")
    page.click("[data-captions]")
    page.focus("[data-timeline]")
    page.keyboard.press("PageUp")
    until_at(page, 80, near=2)
    assert site.wrong == []
    assert [url for url in site.asked if not url.startswith(("file://", "data:"))] == []
