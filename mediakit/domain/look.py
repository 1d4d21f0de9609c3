"""Settings of the gallery's looks, and of how it is found: theme, logo, colours, fonts, search engines, licence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mediakit.domain.colours import DARK_BEHIND, LEAST, LIGHT_BEHIND, is_colour, least_contrast, readable

LOOK_SETTINGS = """\
[look]
# A folder with templates, style sheets and words of its own: its name in themes/, or a path.
theme = ""
# Your logo, beside the name on every page: an SVG, PNG, WebP or JPEG file in the workspace.
logo = ""
# Colour of links and buttons, such as "#0b5d54", in light and in dark; without the second, it is made from the first.
accent = ""
accent_dark = ""
# Fonts of pages, headings and transcripts: files in templates/static/fonts/ and names, the first that is there.
font = ""
heading_font = ""
reading_font = ""

"""

KEYS = {
    ("look", "theme"): "theme",
    ("look", "logo"): "logo",
    ("look", "accent"): "accent",
    ("look", "accent_dark"): "accent_dark",
    ("look", "font"): "font",
    ("look", "heading_font"): "heading_font",
    ("look", "reading_font"): "reading_font",
    ("gallery", "organisation"): "organisation",
    ("gallery", "licence"): "licence",
    ("gallery", "licence_url"): "licence_url",
    ("gallery", "robots"): "robots",
    ("gallery", "ai"): "ai",
}
CHOICES = {"robots": ("index", "noindex"), "ai": ("allow", "deny")}
FONT_FILE = re.compile(r"[\w .()\[\]-]+\.(woff2|woff|ttf|otf)", re.IGNORECASE)
_FAMILY = re.compile(r"[\w -]+|\"[\w -]+\"|'[\w -]+'")
_LOGO = re.compile(r".+\.(svg|png|webp|jpe?g)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class LookSettings:
    """What the settings say of looks and of being found; "" where they say nothing."""

    theme: str = ""
    logo: str = ""
    accent: str = ""
    accent_dark: str = ""
    font: str = ""
    heading_font: str = ""
    reading_font: str = ""
    organisation: str = ""
    licence: str = ""
    licence_url: str = ""
    robots: str = "index"
    ai: str = "allow"


def look_problem(name: str, value: object) -> str | None:
    """What is wrong with a setting of this page, in words; None if nothing is, or if it is none of this page."""
    text = str(value)
    if name in CHOICES and text not in CHOICES[name]:
        return f"should be one of {', '.join(CHOICES[name])}"
    if name not in LookSettings.__slots__ or not text:
        return None
    if name in ("accent", "accent_dark"):
        return _problem_of_colour(text, dark=name == "accent_dark")
    if name in ("font", "heading_font", "reading_font"):
        wrong = next((part for part in font_parts(text) if not _font_is_fine(part)), None)
        return f"“{wrong}” is neither the name of a font nor of a .woff2, .woff, .ttf or .otf file" if wrong else None
    if name == "logo" and not _LOGO.fullmatch(text):
        return "should be an .svg, .png, .webp or .jpg file"
    if name == "licence_url" and not text.startswith(("http://", "https://")):
        return "should begin with https://"
    return None


def font_parts(text: str) -> list[str]:
    """The fonts of a setting, in the order in which they are tried.

    >>> font_parts("Inter.woff2, Inter-Bold.woff2, Georgia")
    ['Inter.woff2', 'Inter-Bold.woff2', 'Georgia']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def _font_is_fine(part: str) -> bool:
    return bool(FONT_FILE.fullmatch(part) or _FAMILY.fullmatch(part))


def _problem_of_colour(colour: str, *, dark: bool) -> str | None:
    if not is_colour(colour):
        return 'should be written like "#0b5d54"'
    behind = DARK_BEHIND if dark else LIGHT_BEHIND
    ratio = least_contrast(colour, behind)
    if ratio >= LEAST:
        return None
    page = "dark" if dark else "light"
    # rounded down: 4.49 is not 4.5
    told, near = int(ratio * 10) / 10, readable(colour, behind)
    return f"{colour} has a contrast of {told}:1 on the {page} page, where {LEAST}:1 is needed; {near} has it"
