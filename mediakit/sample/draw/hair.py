"""Hair, in two parts: what hangs behind the shoulders and what frames the face."""

from __future__ import annotations

import math

from mediakit.sample.draw.looks import Look
from mediakit.sample.draw.sheet import Point, Sheet, mixed, oval, smooth


def mirrored(half: tuple[Point, ...]) -> list[Point]:
    """A shape that is the same on both sides, from the points of its right half, top to bottom."""
    return [*half, *((-x, y) for x, y in reversed(half) if x)]


_BACKS: dict[str, tuple[Point, ...]] = {
    "bob": ((0, -144), (62, -132), (102, -78), (108, 0), (104, 70), (86, 118), (40, 124), (0, 118)),
    "long": ((0, -140), (60, -130), (98, -78), (104, 10), (112, 110), (118, 210), (96, 262), (40, 250), (0, 210)),
    "bun": ((0, -132), (56, -122), (86, -76), (88, -10), (70, 40), (0, 60)),
}


def draw_back(page: Sheet, look: Look) -> None:
    """Draw the hair behind neck and shoulders; nothing for short hair."""
    dark = look.hair_dark
    if look.hair == "curls":
        for n in range(34):
            angle = math.radians(128 + n * 284 / 33)
            wide = 96 + 12 * math.sin(n * 2.3)
            page.shape(
                oval(math.cos(angle) * wide, -22 + math.sin(angle) * (108 + 8 * math.cos(n * 1.7)), 33, 31), dark
            )
        return
    if look.hair == "scarf":
        veil = ((0, -146), (62, -132), (100, -76), (104, 20), (122, 130), (150, 220), (60, 270), (0, 280))
        page.curve(mirrored(veil), (look.hair_colour, mixed(look.hair_colour, "#201008", 0.45)))
        return
    if look.hair in _BACKS:
        page.curve(mirrored(_BACKS[look.hair]), (look.hair_colour, dark))
    if look.hair == "bun":
        page.shape(oval(0, -154, 46, 38), (mixed(look.hair_colour, "#ffffff", 0.12), dark))
        page.stroke(
            [(-34, -160), (0, -176), (34, -158)], mixed(look.hair_colour, "#ffffff", 0.3), 5, blur=2, opacity=0.5
        )


def draw_front(page: Sheet, look: Look) -> None:
    """Draw the hair that frames the face."""
    {"short": _short, "crop": _crop, "bob": _bob, "long": _parted, "bun": _parted, "curls": _curls, "scarf": _scarf}[
        look.hair
    ](page, look)


def _shape(page: Sheet, look: Look, outline: list[Point], strands: list[list[Point]]) -> None:
    shape = smooth(outline)
    light, dark = mixed(look.hair_colour, "#ffffff", 0.22), look.hair_dark
    page.shape(shape, (mixed(look.hair_colour, "#ffffff", 0.06), mixed(look.hair_colour, dark, 0.5))).clip(shape)
    page.shape(oval(-34, -112, 44, 22, turn=-24), light, blur=13, opacity=0.6)
    page.shape(oval(86, -40, 26, 90), dark, blur=16, opacity=0.7)
    for n, strand in enumerate(strands):
        page.stroke(strand, light if n % 2 else dark, 3.4, blur=1.2, opacity=0.42)
    page.clip(None)


def _short(page: Sheet, look: Look) -> None:
    _shape(
        page, look,
        [(-79, -4), (-86, -56), (-62, -114), (-14, -138), (40, -134), (76, -100), (86, -52), (79, -4), (73, -40),
         (62, -72), (30, -86), (-10, -80), (-46, -88), (-66, -66), (-73, -38)],
        [[(-60, -80), (-40, -112), (0, -126)], [(-30, -86), (0, -112), (40, -118)], [(10, -84), (44, -104), (66, -92)]],
    )  # fmt: skip


def _crop(page: Sheet, look: Look) -> None:
    _shape(
        page, look,
        [(-84, 14), (-94, -50), (-70, -118), (-20, -144), (38, -142), (82, -106), (95, -50), (84, 16), (78, -22),
         (70, -48), (52, -66), (20, -60), (-16, -72), (-48, -52), (-66, -54), (-76, -22)],
        [[(-70, -60), (-40, -110), (10, -132)], [(-40, -62), (0, -100), (50, -122)], [(20, -66), (52, -96), (80, -84)],
         [(-84, -10), (-84, -50), (-66, -92)]],
    )  # fmt: skip


def _bob(page: Sheet, look: Look) -> None:
    _shape(
        page, look,
        [(-74, 96), (-102, 70), (-106, -20), (-88, -96), (-30, -142), (40, -140), (90, -98), (107, -20), (103, 70),
         (76, 98), (80, 40), (78, -14), (62, -54), (22, -86), (-16, -96), (-40, -74), (-66, -44), (-78, -6), (-80, 44)],
        [[(-20, -132), (-70, -80), (-92, 10)], [(-6, -128), (-54, -84), (-84, -20)], [(10, -128), (60, -96), (90, -10)],
         [(20, -118), (74, -60), (92, 50)], [(-94, 0), (-96, 50), (-84, 84)]],
    )  # fmt: skip


def _parted(page: Sheet, look: Look) -> None:
    fall = 74 if look.hair == "long" else 6
    _shape(
        page, look,
        [(-84, fall + 20), (-98, fall - 30), (-96, -50), (-66, -118), (0, -140), (66, -118), (96, -50), (98, fall - 30),
         (84, fall + 20), (80, -10), (66, -52), (34, -84), (-4, -104), (-38, -82), (-66, -50), (-80, -10)],
        [[(-2, -132), (-52, -96), (-86, -20)], [(2, -132), (52, -96), (86, -20)], [(-2, -120), (-40, -92), (-74, -36)],
         [(4, -120), (42, -92), (76, -36)]],
    )  # fmt: skip
    page.stroke([(-2, -104), (-1, -122), (0, -136)], look.hair_dark, 3, blur=1, opacity=0.8)


def _curls(page: Sheet, look: Look) -> None:
    light = mixed(look.hair_colour, "#ffffff", 0.24)
    for row, (radius_x, radius_y, size) in enumerate(((92, 108, 27), (78, 96, 24))):
        for n in range(19):
            angle = math.radians(172 + n * 196 / 18 + row * 5)
            x, y = math.cos(angle) * radius_x, -14 + math.sin(angle) * radius_y
            shade = 0.5 + 0.5 * math.sin(n * 2.1 + row)
            size_here = size * (0.72 if row and n in (0, 1, 17, 18) else 1.0)
            page.shape(oval(x, y, size_here, size_here - 2), mixed(look.hair_dark, look.hair_colour, shade))
            page.stroke([(x - 11, y + 2), (x - 4, y - 10), (x + 9, y - 6)], light, 3.2, blur=1, opacity=0.38)


def _scarf(page: Sheet, look: Look) -> None:
    light, dark = mixed(look.hair_colour, "#ffffff", 0.25), mixed(look.hair_colour, "#201008", 0.5)
    outer = mirrored(((0, -142), (60, -130), (97, -76), (100, 10), (92, 90), (110, 170), (60, 226), (0, 236)))
    opening = mirrored(((0, -86), (44, -78), (68, -40), (72, 10), (64, 62), (38, 98), (0, 108)))
    # One shape with a hole: out along the outer edge, in through a seam at the top, back along the opening.
    out, hole = smooth(outer), smooth(opening)
    page.shape([*out, out[0], hole[0], *reversed(hole)], (look.hair_colour, mixed(look.hair_colour, dark, 0.6)))
    page.stroke([(-70, -60), (-80, 10), (-62, 84), (-20, 124)], light, 8, blur=4, opacity=0.6)
    page.stroke([(74, -56), (84, 20), (66, 92), (20, 130)], dark, 10, blur=5, opacity=0.55)
    for fold in (
        [(-60, 110), (-10, 150), (60, 160)],
        [(-76, 140), (-20, 184), (64, 196)],
        [(-40, 104), (10, 134), (70, 120)],
    ):
        page.stroke(fold, dark, 6, blur=2.5, opacity=0.5)
        page.stroke([(x, y - 9) for x, y in fold], light, 5, blur=2.5, opacity=0.45)
