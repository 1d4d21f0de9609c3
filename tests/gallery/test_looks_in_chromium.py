"""The gallery's looks in a real browser: narrow, enlarged, dark, with an accent and a font of its own, long words.

Needs Chromium and the extra `[e2e]`. Skipped where they are not there, unless MEDIAKIT_E2E says that they must be.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mediakit.domain.event import Part
from mediakit.domain.workspace import Workspace
from tests.chromium import RULES, axe, chromium
from tests.gallery.conftest import Shoot

LONG = "Gesundheitsversorgungsqualitätsverbesserungsprogrammkoordinierungsstelle"
WELSH = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
PAGES = (
    "index.html", "videos/index.html", "photos/index.html", "people/index.html", "events/index.html",
    "events/lan/index.html", "people/sian/index.html", "search/index.html", "404.html", "videos/long/index.html",
    "photos/photo-1/index.html", "audio/in-the-corridor/index.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from chromium()


@pytest.fixture
def long_words(full_shoot: Shoot) -> Shoot:
    """A gallery in which everything has a name of more letters than a phone is wide."""
    full_shoot.person(f"Prof. Dame {WELSH} ap Rhys", "welsh", role=LONG, organisation=LONG)
    full_shoot.consent("welsh")
    full_shoot.organisation(LONG, "long", Part.PARTNER)
    full_shoot.session("long", f"A session about {LONG}", people=("welsh",))
    full_shoot.add("L.mp4", people=("welsh", "sian"), title="Long", caption=f"{LONG} {WELSH}", credit=LONG)
    full_shoot.catalogue.execute("UPDATE events SET name = ?, venue = ?", (f"At {WELSH}", LONG))
    full_shoot.approve()
    own = {"name": f"Netzwerk für {LONG}", "tagline": WELSH, "contact": f"{WELSH}@example.org", "accent": "#7a1f5c"}
    full_shoot.workspace = Workspace(full_shoot.workspace.root, replace(full_shoot.workspace.settings, **own))
    full_shoot.build()
    return full_shoot


@pytest.mark.parametrize("width", [320, 640])
def test_no_page_is_wider_than_a_phone_or_an_enlarged_window(long_words: Shoot, browser: Any, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 720}).new_page()
    for path in PAGES:
        page.goto((long_words.site / path).as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_with_an_accent_of_its_own_passes_axe(long_words: Shoot, browser: Any, scheme: str) -> None:
    page = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    for path in PAGES:
        page.goto((long_words.site / path).as_uri())
        found = axe.Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_a_font_of_the_workspace_is_loaded_from_the_site(full_shoot: Shoot, browser: Any) -> None:
    font = next(Path("/usr/share/fonts").rglob("*.ttf"), None)
    if font is None:
        pytest.skip("no font on this machine to take")
    folder = full_shoot.workspace.templates / "static" / "fonts"
    folder.mkdir(parents=True)
    shutil.copy(font, folder / "Own-Regular.ttf")
    full_shoot.workspace = Workspace(
        full_shoot.workspace.root, replace(full_shoot.workspace.settings, heading_font="Own-Regular.ttf")
    )
    full_shoot.build()
    page = browser.new_context().new_page()
    page.goto((full_shoot.site / "people/sian/index.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(f => f.family + ' ' + f.status)") == ["own-heading_font loaded"]
