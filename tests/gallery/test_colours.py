"""Contrast of the site's own colours (WCAG 2.2, 1.4.3 and 1.4.11), in light and in dark."""

from __future__ import annotations

import re

import pytest

from mediakit.media.templates import packaged_templates

STATIC = packaged_templates() / "static"
LIGHT, DARK = (
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
    for block in re.split(r"@media \(prefers-color-scheme: dark\)", (STATIC / "site.css").read_text("utf-8"))[:2]
)
PAIRS = [(words, behind) for words in ("ink", "quiet", "accent") for behind in ("paper", "card")]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


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
