"""Colours of the gallery: whether words can be read in them (WCAG 2.2, 1.4.3), and the nearest that would do."""

from __future__ import annotations

import re

# what stands behind words, in light and in dark: --paper and --card of templates/static/site.css
LIGHT_BEHIND = ("#faf9f6", "#f1efe9")
DARK_BEHIND = ("#131615", "#1e2321")
LEAST = 4.5
STEPS = 100


def is_colour(text: str) -> bool:
    """Whether it is written as #rrggbb."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as #rrggbb, 1 … 21 (WCAG 2.2, "contrast ratio").

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(colour: str, behind: tuple[str, ...]) -> float:
    """Its contrast with whichever of those stands out least against it."""
    return min(contrast(colour, other) for other in behind)


def readable(colour: str, behind: tuple[str, ...], least: float = LEAST) -> str:
    """The nearest colour that words can have on those: itself, or darker or lighter, as far as needed.

    >>> readable("#0b5d54", LIGHT_BEHIND), readable("#ffcc00", LIGHT_BEHIND)
    ('#0b5d54', '#826800')
    """
    end = 0 if _luminance(behind[0]) > 0.18 else 255
    for step in range(STEPS + 1):
        mixed = _mixed(colour, end, step / STEPS)
        if least_contrast(mixed, behind) >= least:
            return mixed
    return f"#{end:02x}{end:02x}{end:02x}"


def _mixed(colour: str, end: int, share: float) -> str:
    return "#" + "".join(f"{round(c + (end - c) * share):02x}" for c in _channels(colour))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
