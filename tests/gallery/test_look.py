"""Themes, logos, colours and fonts: what settings make of the pages, and what they refuse."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from PIL import Image

from mediakit.domain.errors import BadInputFile
from mediakit.domain.workspace import Workspace, parse_settings
from mediakit.gallery.look import font_weight
from tests.gallery.conftest import Shoot

DRAWN = (
    '<?xml version="1.0"?><!-- made in /home/ada/logo.svg --><svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:inkscape="http://www.inkscape.org/" inkscape:export-filename="/home/ada/logo.png" viewBox="0 0 9 9" '
    "onload='alert(1)'><metadata><a>/home/ada</a></metadata><script>alert(2)</script><path d=\"M0 0h9v9z\"/></svg>"
)


def looking(shoot: Shoot, **settings: str) -> Shoot:
    shoot.workspace = Workspace(shoot.workspace.root, replace(shoot.workspace.settings, **settings))
    return shoot


def put(file: Path, content: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def home(shoot: Shoot) -> str:
    return (shoot.site / "index.html").read_text("utf-8")


def test_without_a_word_about_looks_there_is_no_file_for_them(full_shoot: Shoot) -> None:
    full_shoot.build()
    assert not (full_shoot.site / "static" / "theme.css").exists()
    assert "theme.css" not in home(full_shoot)


def test_the_accent_is_on_every_page_and_has_a_readable_twin_in_the_dark(full_shoot: Shoot) -> None:
    looking(full_shoot, accent="#7A1F5C").build(base_url="https://example.org/")
    css = (full_shoot.site / "static" / "theme.css").read_text()
    assert ":root { --accent: #7a1f5c; --focus: #7a1f5c; }" in css
    assert "@media screen and (prefers-color-scheme: dark) { :root { --accent: #" in css
    pages = list(full_shoot.site.rglob("*.html"))
    assert any("embed" in str(page) for page in pages)
    for page in pages:
        text = page.read_text("utf-8")
        assert text.index("static/site.css") < text.index("static/theme.css"), page


def test_fonts_lie_in_the_site_and_are_asked_of_nobody_else(full_shoot: Shoot) -> None:
    fonts = full_shoot.workspace.templates / "static" / "fonts"
    put(fonts / "Own-Regular.woff2", b"wOF2 regular")
    put(fonts / "Own-BoldItalic.woff2", b"wOF2 bold")
    looking(
        full_shoot, font="Own-Regular.woff2, Own-BoldItalic.woff2, Gill Sans", reading_font="Charter, serif"
    ).build()
    css = (full_shoot.site / "static" / "theme.css").read_text()
    assert 'src: url("fonts/Own-Regular.woff2") format("woff2"); font-weight: 400; font-style: normal;' in css
    assert 'src: url("fonts/Own-BoldItalic.woff2") format("woff2"); font-weight: 700; font-style: italic;' in css
    assert '--text: "own-font", "Gill Sans", system-ui, sans-serif;' in css
    assert '--reading: "Charter", serif;' in css
    assert "http" not in css
    assert (full_shoot.site / "static" / "fonts" / "Own-Regular.woff2").read_bytes() == b"wOF2 regular"


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("A-DemiBold.woff2", ("600", "normal")),
        ("A-ExtraLightItalic.otf", ("200", "italic")),
        ("A_Black_Oblique.ttf", ("900", "italic")),
        ("A-VariableFont_wght.ttf", ("100 900", "normal")),
        ("bold.woff", ("700", "normal")),
    ],
)
def test_the_name_of_a_font_says_how_heavy_it_is(name: str, weight: tuple[str, str]) -> None:
    assert font_weight(name) == weight


def test_a_logo_stands_beside_the_name_and_says_nothing_of_where_it_was_made(full_shoot: Shoot) -> None:
    put(full_shoot.workspace.root / "logo.svg", DRAWN)
    looking(full_shoot, logo="logo.svg").build()
    assert '<img src="static/logo.svg" alt=""><span>Gallery</span>' in home(full_shoot)
    assert "path d=" in (full_shoot.site / "static" / "logo.svg").read_text()
    assert full_shoot.holding("/home/ada", "alert(") == []


def test_a_logo_of_pixels_becomes_small_and_loses_what_is_written_in_it(full_shoot: Shoot) -> None:
    file = full_shoot.workspace.root / "logo.jpg"
    exif = Image.Exif()
    exif[0x013B] = "Somebody Secret"
    Image.new("RGB", (2000, 1000), "teal").save(file, exif=exif)
    looking(full_shoot, logo="logo.jpg").build()
    assert 'src="static/logo.png" alt="" width="320" height="160"' in home(full_shoot)
    assert full_shoot.holding("Somebody Secret") == []


def test_a_changed_logo_is_noticed_by_the_next_build(full_shoot: Shoot) -> None:
    put(full_shoot.workspace.root / "logo.svg", DRAWN)
    looking(full_shoot, logo="logo.svg").build()
    put(full_shoot.workspace.root / "logo.svg", DRAWN.replace("M0 0h9", "M0 0h8"))
    assert full_shoot.build().written == 1


def test_a_theme_is_a_folder_and_the_workspace_has_the_last_word(full_shoot: Shoot) -> None:
    root, theme = full_shoot.workspace.root, full_shoot.workspace.root / "themes" / "plain"
    put(theme / "404.html.j2", "<!DOCTYPE html><title>{{ site.name }}</title>Of the theme, {{ t('Search') }}")
    put(theme / "people.html.j2", "<!DOCTYPE html><title>People</title>Of the theme")
    put(theme / "static" / "theme.css", "h1 { color: var(--accent); }")
    put(theme / "static" / "fonts" / "Plain.woff2", b"wOF2")
    put(theme / "strings" / "en.json", '{"pages": {"Search": "Find"}}')
    put(root / "templates" / "people.html.j2", "<!DOCTYPE html><title>People</title>Of the workspace")
    looking(full_shoot, theme="plain", font="Plain.woff2", accent="#7a1f5c").build()
    assert (full_shoot.site / "404.html").read_text().endswith("Of the theme, Find")
    assert (full_shoot.site / "people" / "index.html").read_text().endswith("Of the workspace")
    css = (full_shoot.site / "static" / "theme.css").read_text()
    assert css.index("h1 { color") < css.index("--accent: #7a1f5c")
    assert (full_shoot.site / "static" / "fonts" / "Plain.woff2").is_file()
    for page in full_shoot.site.rglob("*.html"):
        html5lib.HTMLParser(strict=True).parse(page.read_text("utf-8"))
    put(theme / "static" / "theme.css", "h1 { color: red; }")
    assert full_shoot.build().written == 1


def test_the_template_that_the_documentation_shows_adds_to_a_page(full_shoot: Shoot) -> None:
    shown = (Path(__file__).parents[2] / "docs" / "themes.md").read_text("utf-8")
    put(full_shoot.workspace.templates / "404.html.j2", re.findall(r"```jinja\n(.*?)```", shown, re.DOTALL)[0])
    full_shoot.build()
    page = (full_shoot.site / "404.html").read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.index("Everyone shown here") < page.index("Funded by the Calder Trust.")


def test_a_theme_may_lie_anywhere(full_shoot: Shoot, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere" / "static" / "theme.css", "body { margin: 1px; }")
    looking(full_shoot, theme=str(tmp_path / "elsewhere")).build()
    assert (full_shoot.site / "static" / "theme.css").read_text() == "body { margin: 1px; }\n"
    assert full_shoot.holding(str(tmp_path)) == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"theme": "gone"}, r"\[look\] theme: no folder .*gone"),
        ({"theme": "./originals"}, r"\[look\] theme: .* has no templates"),
        ({"logo": "gone.svg"}, r"\[look\] logo: no file gone.svg"),
        ({"logo": "private/logo.svg"}, r"\[look\] logo: lies in private/"),
        ({"logo": "broken.png"}, r"\[look\] logo: .*not a picture"),
        ({"logo": "broken.svg"}, r"\[look\] logo: .*not an SVG"),
        ({"font": "Gone.woff2"}, r"\[look\] font: no file templates/static/fonts/Gone.woff2"),
    ],
)
def test_what_is_not_there_is_named_and_nothing_is_written(
    full_shoot: Shoot, settings: dict[str, str], said: str
) -> None:
    root = full_shoot.workspace.root
    (root / "originals").mkdir(exist_ok=True)
    for name in ("private/logo.svg", "broken.png", "broken.svg"):
        put(root / name, "none")
    with pytest.raises(BadInputFile, match=said):
        looking(full_shoot, **settings).build()
    assert not full_shoot.site.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('accent = "teal"', "should be written like"),
        ('font = "a; } body { x"', "is neither the name of a font"),
        ('logo = "logo.gif"', "should be an .svg"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(line: str, said: str) -> None:
    with pytest.raises(BadInputFile, match=said):
        parse_settings(f"[look]\n{line}")
