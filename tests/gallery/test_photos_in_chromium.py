"""The gallery's pages in a real browser: the full view by keyboard and swipe, nothing that jumps, axe-core.

Needs Chromium and the extra `[e2e]`. Skipped where they are not there, unless MEDIAKIT_E2E says that they must be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xxhash
from PIL import Image, ImageDraw

from mediakit.catalogue import organisations, work
from mediakit.domain.asset import Rendition
from mediakit.domain.event import Part
from mediakit.domain.facts import Kind
from mediakit.gallery.serve import serving
from mediakit.media import photo
from tests.chromium import axe, chromium_opened, comes_true
from tests.gallery.conftest import Shoot

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHAPES = ((600, 400), (400, 600), (600, 338), (500, 500), (900, 300), (600, 450))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 860}}
NARROW = {"viewport": {"width": 320, "height": 640}}
# what the browser counts as moved without anybody having asked for it (Layout Instability API)
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def drawn(number: int) -> Image.Image:
    """A picture with something in it, of one of a few shapes."""
    size = SHAPES[number % len(SHAPES)]
    image = Image.new("RGB", size, ((number * 53) % 200, 90, 160 - (number * 31) % 120))
    ImageDraw.Draw(image).ellipse((size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4), fill=(240, 210, 90))
    return image


def photographed(shoot: Shoot, number: int, *, after_s: float, **said: object) -> str:
    """A photo with real files behind it, taken so long after noon."""
    asset = shoot.add(f"P{number}.jpg", Kind.PHOTO, title=f"Picture {number}", credit="R. Evans", **said)
    source = shoot.workspace.root / f"{number}.png"
    drawn(number).save(source)
    folder = shoot.workspace.renditions / asset
    targets = [(folder / f"photo-{px}{kind}", px) for px in (240, 480) for kind in (".jpg", ".webp")]
    for made in photo.make_sizes(source, photo.read(source), targets):
        other = "-webp" if made.path.suffix == ".webp" else ""
        profile = f"photo-{480 if '480' in made.path.name else 1280}{other}"
        path, checksum = shoot.workspace.logical(made.path), xxhash.xxh128_hexdigest(made.path.read_bytes())
        rendition = Rendition(
            profile,
            path,
            "key",
            made.bytes,
            checksum,
            made.width_px,
            made.height_px,
            None,
            made.look and made.look.hash,
        )
        work.put_rendition(shoot.catalogue, asset, rendition)
    moment = datetime(2026, 1, 30, 12, 0, tzinfo=UTC) + timedelta(seconds=after_s)
    shoot.catalogue.execute(
        "UPDATE assets SET captured_at = ?, captured_at_source = 'metadata', camera = 'R6', "
        "width_px = ?, height_px = ? WHERE id = ?",
        [moment.isoformat(), *SHAPES[number % len(SHAPES)], asset],
    )
    return asset


@pytest.fixture
def gallery(full_shoot: Shoot) -> Shoot:
    """Every kind of page, with photos of every shape; the last three of one moment."""
    full_shoot.catalogue.execute("DELETE FROM assets WHERE kind = 'photo'")
    for number in range(18):
        photographed(full_shoot, number, after_s=number * 60, caption=f"Caption {number}.", copyright="© us")
    for extra in (1, 2):
        photographed(full_shoot, 17 + 6 * extra, after_s=17 * 60 + extra * 0.4)
    for name in ("logos/northgate-0123456789ab.png",):
        logo = full_shoot.workspace.root / name
        logo.parent.mkdir(exist_ok=True)
        drawn(0).save(logo)
        known = organisations.find(full_shoot.catalogue, "northgate")
        organisations.change(full_shoot.catalogue, replace(known, logo=name))
    full_shoot.organisation("St. Brigid’s & Co", "brigid", Part.PARTICIPANT)
    full_shoot.tag("P3.jpg", "trust")
    full_shoot.catalogue.execute("UPDATE assets SET rating = 5 WHERE name = 'P17.jpg'")
    full_shoot.approve()
    full_shoot.build()
    return full_shoot


class Browsing:
    """A gallery that is being served, and a browser at it. said: what the consoles complained of."""

    def __init__(self, site: Path, address: str, browser: Any) -> None:
        self.site, self.address, self.browser = site, address, browser
        self.said: list[str] = []

    def page(self, path: str = "", **context: Any) -> Any:
        page = self.browser.new_context(**context).new_page()
        page.add_init_script(WATCH)
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(self.address + path)
        return page


@pytest.fixture
def browsing(gallery: Shoot) -> Iterator[Browsing]:
    import threading

    with serving(gallery.site) as server, chromium_opened() as browser:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Browsing(gallery.site, f"http://127.0.0.1:{server.server_address[1]}/", browser)
        server.shutdown()


SET = "events/lan/photos/"
PAGES = (
    "", "videos/", "photos/", SET, "photos/picture-3/", "photos/picture-17/", "people/", "people/sian/", "events/",
    "events/lan/", "organisations/northgate/", "organisations/brigid/", "topics/", "topics/trust/", "about/",
    "accessibility/", "404.html",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_keeps_wcag_2_2_aa_as_far_as_a_machine_can_tell(browsing: Browsing, scheme: str) -> None:
    found = []
    for path in PAGES:
        page = browsing.page(path, color_scheme=scheme, **DESKTOP)
        results = axe.Axe().run(page, options=RULES)
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in results.response["violations"]]
        page.context.close()
    assert found == []
    assert browsing.said == []


def test_the_full_view_keeps_wcag_2_2_aa_too(browsing: Browsing) -> None:
    page = browsing.page(f"{SET}#photo=picture-2", **DESKTOP)
    page.wait_for_selector("dialog[open]")
    results = axe.Axe().run(page, options=RULES)
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in results.response["violations"]] == []


def late(route: Any) -> None:
    route.request.frame.page.wait_for_timeout(30)
    route.continue_()


@pytest.mark.parametrize("context", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_photos_arrive(browsing: Browsing, context: dict[str, Any]) -> None:
    for path in ("", "photos/", SET, "events/lan/", "people/sian/", "topics/trust/", "photos/picture-3/"):
        page = browsing.page("about/", **context)
        page.route("**/*.webp", late)
        page.goto(browsing.address + path)
        height = page.evaluate("document.documentElement.scrollHeight")
        for top in range(0, height, 500):
            page.mouse.wheel(0, 500) if context is DESKTOP else page.evaluate(f"scrollTo(0, {top})")
            page.wait_for_timeout(40)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.moved") < 0.05, path
        assert abs(page.evaluate("document.documentElement.scrollHeight") - height) <= 2, path
        page.context.close()


def test_no_page_scrolls_sideways_on_a_narrow_screen(browsing: Browsing) -> None:
    for path in PAGES:
        page = browsing.page(path, **NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.context.close()


def test_rows_are_full_and_photos_hardly_cut(browsing: Browsing) -> None:
    page = browsing.page(SET, **DESKTOP)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.photos > li:not([hidden])')].map((li) => {"
        "const box = li.getBoundingClientRect(), image = li.querySelector('img');"
        "return [Math.round(box.top), box.height, box.right, box.width / box.height, image.width / image.height,"
        "image.getAttribute('width') / image.getAttribute('height')] })"
    )
    rows: dict[int, list[list[float]]] = {}
    for box in boxes:
        rows.setdefault(box[0], []).append(box)
        assert box[3] == pytest.approx(box[5], rel=0.012)
    assert len(rows) > 1
    edge = page.evaluate("document.querySelector('.photos').getBoundingClientRect().right")
    for top, row in rows.items():
        assert max(b[1] for b in row) - min(b[1] for b in row) < 1
        if top != max(rows):
            assert max(b[2] for b in row) == pytest.approx(edge, abs=1)


def opened(page: Any) -> str:
    page.wait_for_selector("dialog[open] img")
    return str(page.evaluate("location.hash"))


def test_the_full_view_is_used_by_keyboard_alone(browsing: Browsing) -> None:
    page = browsing.page(SET, **DESKTOP)
    page.focus('[data-photo="picture-4"]')
    page.keyboard.press("Enter")
    assert opened(page) == "#photo=picture-4"
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("ArrowRight")
    assert opened(page) == "#photo=picture-5"
    assert page.inner_text("dialog .words p") == "Caption 5."
    assert "© us" in page.inner_text("dialog .by")
    assert page.inner_text("dialog [role=status]") == "6 of 18"
    assert page.get_attribute("dialog a[download]", "href").endswith("photos/picture-5/download.jpg")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert opened(page) == "#photo=picture-17", "after the last there is none"
    page.keyboard.press("Home")
    assert opened(page) == "#photo=picture-0"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    assert page.evaluate("document.activeElement.dataset.photo") == "picture-1", "the focus is where one was looking"
    assert page.evaluate("location.hash") == ""
    assert browsing.said == []


def test_the_address_of_a_photo_opens_it_and_back_closes_it(browsing: Browsing) -> None:
    page = browsing.page(f"{SET}#photo=picture-7", **DESKTOP)
    assert opened(page) == "#photo=picture-7"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    page.click('[data-photo="picture-2"]')
    assert opened(page) == "#photo=picture-2"
    page.go_back()
    page.wait_for_selector("dialog", state="hidden")
    assert page.url.endswith(SET)


def test_a_swipe_turns_to_the_next_photo(browsing: Browsing) -> None:
    page = browsing.page(f"{SET}#photo=picture-1", **PHONE)
    opened(page)
    touch = page.context.new_cdp_session(page)

    def swipe(start: tuple[int, int], end: tuple[int, int]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]})
        for part in (0.3, 0.6, 1.0):
            point = {"x": start[0] + (end[0] - start[0]) * part, "y": start[1] + (end[1] - start[1]) * part}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe((300, 300), (90, 310))
    comes_true(page, "location.hash === '#photo=picture-2'")
    swipe((90, 300), (300, 310))
    comes_true(page, "location.hash === '#photo=picture-1'")


def test_a_moment_unfolds_and_folds_again(browsing: Browsing) -> None:
    page = browsing.page(SET, **DESKTOP)
    more = page.locator("[data-unfold]")
    assert more.get_attribute("aria-expanded") == "false"
    assert page.locator("[data-folded]:visible").count() == 0
    more.focus()
    page.keyboard.press("Space")
    assert page.locator("[data-folded]:visible").count() == 2
    assert more.get_attribute("aria-expanded") == "true"
    more.click()
    assert page.locator("[data-folded]:visible").count() == 0
    page.goto(f"{browsing.address}{SET}#photo=picture-23")
    page.reload()
    assert opened(page) == "#photo=picture-23", "a photo that is folded away opens by its address"


def test_a_photo_that_has_not_arrived_is_stood_in_for(browsing: Browsing) -> None:
    page = browsing.page("about/", **DESKTOP)
    page.route("**/*.webp", lambda route: None)
    page.goto(f"{browsing.address}{SET}", wait_until="commit")
    comes_true(page, "document.querySelector('.photos > li')?.style.backgroundImage.startsWith('url(\"data:image/png')")
    shown = page.evaluate(
        "new Promise((done) => { const image = new Image();"
        "image.onload = () => { const pen = document.createElement('canvas').getContext('2d');"
        "pen.drawImage(image, 0, 0); done([image.width, image.height,"
        "...pen.getImageData(image.width / 2, image.height / 2, 1, 1).data,"
        "...pen.getImageData(0, 0, 1, 1).data]) };"
        "image.src = document.querySelector('.photos > li').style.backgroundImage.slice(5, -2) })"
    )
    # yellow in the middle, blue in the corner, as the picture is
    assert shown[:2] == [24, 16]
    assert shown[2] > 170 > 130 > shown[4]
    assert shown[6] < 90 < shown[8]


def test_the_gallery_works_from_a_disk(browsing: Browsing) -> None:
    page = browsing.page("about/", **DESKTOP)
    page.goto((browsing.site / SET / "index.html").as_uri())
    page.click('[data-photo="picture-2"]')
    page.wait_for_selector("dialog[open] img")
    page.keyboard.press("ArrowRight")
    comes_true(page, "document.querySelector('dialog .words p').textContent === 'Caption 3.'")
    assert page.evaluate("document.querySelector('dialog img').decode().then(() => true)")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    assert page.evaluate("document.activeElement.dataset.photo") == "picture-3"
    assert browsing.said == []


def test_the_full_view_goes_on_to_the_next_page_of_a_set(gallery: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    from mediakit.gallery import photo_sets

    monkeypatch.setattr(photo_sets, "PHOTOS_A_PAGE", 6)
    gallery.tag("P5.jpg", "turned")
    gallery.build()
    with chromium_opened() as browser:
        page = browser.new_page()
        page.goto((gallery.site / SET / "index.html").as_uri() + "#photo=picture-5")
        opened(page)
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**/page/2/**")
        comes_true(page, "location.hash === '#photo=picture-6'")
        assert page.inner_text("dialog [role=status]") == "7 of 18"
        page.keyboard.press("ArrowLeft")
        comes_true(page, "location.hash === '#photo=picture-5'")


def test_a_link_and_a_citation_are_copied(browsing: Browsing) -> None:
    page = browsing.page("photos/picture-3/", permissions=["clipboard-read", "clipboard-write"], **DESKTOP)
    page.click("[data-copy=link]")
    page.wait_for_selector("text=Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{browsing.address}photos/picture-3/"
    page.click("[data-copy=citation]")
    page.wait_for_selector("text=Citation copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert (
        text == f"R. Evans (2026). Picture 3 [Photograph]. Northgate. Gallery. {browsing.address}photos/picture-3/"
        or (text.startswith("R. Evans (2026). Picture 3 [Photograph].") and text.endswith("photos/picture-3/"))
    )


def test_a_photo_is_never_shown_larger_than_its_file_and_fits_a_narrow_window(browsing: Browsing) -> None:
    for path, largest_px in (("photos/picture-0/", 480), ("photos/picture-1/", 480)):
        page = browsing.page(path, viewport={"width": 1600, "height": 1200})
        assert 200 < page.locator(".print img").bounding_box()["width"] <= largest_px
        page.set_viewport_size({"width": 320, "height": 640})
        box = page.locator(".print img").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_long_name_in_the_way_back_is_cut_rather_than_pushing_the_page_aside(browsing: Browsing) -> None:
    page = browsing.page("photos/picture-3/", **PHONE)
    page.evaluate("document.querySelectorAll('.trail a')[1].textContent = 'A very long name of an event '.repeat(5)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".trail a").first.bounding_box()["width"] > 30
