"""Templates are found in the wheel and in the checkout; values become text that reads well."""

from __future__ import annotations

from datetime import date

import pytest

from mediakit.gallery import render
from mediakit.gallery.pages import NotFoundPage, Site
from mediakit.gallery.render import Renderer, relative_link
from mediakit.gallery.wording import days, size
from mediakit.media.templates import packaged_templates, static_files


def test_every_page_has_a_template_and_every_style_sheet_and_script_is_found() -> None:
    folder = packaged_templates()
    assert all((folder / name).is_file() for name in render.TEMPLATES.values())
    assert {"static/site.css", "static/player.js", "static/search.js"} <= static_files([folder]).keys()


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    """The pages' own security policy would refuse it. Documents to print stand alone, and are none of the site's."""
    folder = packaged_templates()
    shared = {"base.html.j2", *(path.name for path in folder.glob("_*.j2"))}
    for template in (folder / name for name in {*render.TEMPLATES.values(), *shared}):
        text = template.read_text("utf-8")
        assert "<style" not in text, template.name
        assert "style=" not in text, template.name
        assert "<script>" not in text, template.name
        assert "onclick" not in text, template.name


def test_scripts_and_styles_ask_nobody_else_for_anything() -> None:
    for file in (packaged_templates() / "static").iterdir():
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        for mark in ("http://", "https://", "@import", "url(//", "eval(", "innerHTML", "fetch("):
            assert mark not in text, f"{file.name}: {mark}"


@pytest.mark.parametrize(
    ("here", "target", "link"),
    [
        ("index.html", "videos/a/index.html", "videos/a/index.html"),
        ("videos/a/index.html", "index.html", "../../index.html"),
        ("videos/a/index.html", "videos/a/captions.vtt", "captions.vtt"),
        ("videos/a/index.html", "events/e/index.html#session-a", "../../events/e/index.html#session-a"),
        ("index.html", "a b?.html", "a%20b%3F.html"),
        ("404.html", "static/site.css", "static/site.css"),
    ],
)
def test_links_are_relative_and_encoded(here: str, target: str, link: str) -> None:
    assert relative_link(here, target) == link


def test_days_and_sizes_read_as_people_write_them() -> None:
    assert days(date(2024, 1, 30), None) == "30 January 2024"
    assert days(date(2023, 12, 31), date(2024, 1, 1)) == "31 December 2023 – 1 January 2024"
    assert (size(999), size(1_500_000), size(2_000_000_000)) == ("999 bytes", "1.5 MB", "2.0 GB")


def test_a_page_names_its_site_and_leads_back() -> None:
    text = Renderer([packaged_templates()]).text(Site("Our <network>"), NotFoundPage())
    assert "Our &lt;network&gt;" in text
    assert 'href="index.html"' in text
