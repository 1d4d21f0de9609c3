"""Contrast of the site's own colours (WCAG 2.2, 1.4.3 and 1.4.11), in light and in dark."""

from __future__ import annotations

import re

import pytest

from mediakit.domain.colours import DARK_BEHIND, LEAST, LIGHT_BEHIND, contrast, least_contrast, readable
from mediakit.domain.errors import BadInputFile
from mediakit.domain.workspace import parse_settings
from mediakit.media.templates import packaged_templates

STATIC = packaged_templates() / "static"
LIGHT, DARK = (
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
    for block in re.split(r"@media (?:\(prefers-color-scheme: dark\)|print)", (STATIC / "site.css").read_text("utf-8"))[
        :2
    ]
)
PAIRS = [(words, behind) for words in ("ink", "quiet", "accent") for behind in ("paper", "card")]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "behind"), [*PAIRS, ("ink", "mark"), ("paper", "ink"), ("paper", "accent")])
def test_words_can_be_read_on_what_is_behind_them(colours: dict[str, str], words: str, behind: str) -> None:
    assert contrast(colours[words], colours[behind]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_can_be_seen(colours: dict[str, str]) -> None:
    assert min(contrast(colours["focus"], colours[behind]) for behind in ("paper", "card")) >= 3


def test_a_found_word_has_the_colour_that_its_highlight_was_chosen_for() -> None:
    rule = re.search(r"^mark \{(.*?)\}", (STATIC / "search.css").read_text("utf-8"), re.MULTILINE)
    assert rule
    assert "color: var(--ink)" in rule[1]


def test_an_accent_is_held_against_the_colours_that_pages_have() -> None:
    assert (LIGHT["paper"], LIGHT["card"]) == LIGHT_BEHIND
    assert (DARK["paper"], DARK["card"]) == DARK_BEHIND


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "#000000", "#777777", "#0b5d54", "#ff0000", "#8888ff"])
@pytest.mark.parametrize("behind", [LIGHT_BEHIND, DARK_BEHIND], ids=["light", "dark"])
def test_the_colour_that_is_proposed_instead_can_be_read(colour: str, behind: tuple[str, ...]) -> None:
    near = readable(colour, behind)
    assert least_contrast(near, behind) >= LEAST
    assert near == colour or least_contrast(colour, behind) < LEAST


def test_an_accent_that_cannot_be_read_is_refused_with_its_ratio_and_one_that_can() -> None:
    with pytest.raises(BadInputFile, match=r"#ffcc00 has a contrast of 1\.3:1 on the light.*#826800 has it") as told:
        parse_settings('[look]\naccent = "#ffcc00"\naccent_dark = "#0b5d54"')
    assert "2.0:1 on the dark page" in told.value.problems[0]
    assert parse_settings('[look]\naccent = "#826800"').accent == "#826800"
