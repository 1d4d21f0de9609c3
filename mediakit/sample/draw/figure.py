"""A person of the sample, drawn: head, hair, shoulders and clothes, in layers that can move against each other.

Positions are relative to the middle of the face: it is about 150 units wide and 220 high, and looks at the camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediakit.sample.draw.hair import draw_back, draw_front
from mediakit.sample.draw.looks import Look
from mediakit.sample.draw.sheet import Point, Sheet, mixed, oval, smooth

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 560.0, 720.0
ORIGIN: Point = (280.0, 210.0)
"""The middle of the face on a layer."""

MOUTHS = 6
"""How many mouths there are: 0 is closed, 5 is wide open."""


@dataclass(frozen=True, slots=True)
class Layers:
    """One person in layers of the same size, from the back to the front."""

    behind: Image.Image
    body: Image.Image
    head: Image.Image


def sheet(scale: float, sharp: int = 2) -> Sheet:
    """An empty layer."""
    return Sheet(WIDTH, HEIGHT, scale=scale, sharp=sharp, origin=ORIGIN)


def draw_layers(look: Look, *, scale: float, mouth: int = 0, blink: bool = False) -> Layers:
    """The three layers of a person; scale: pixels for a unit."""
    return Layers(
        behind=draw_behind(look, scale),
        body=draw_body(look, scale),
        head=draw_head(look, scale, mouth=mouth, blink=blink),
    )


def draw_person(look: Look, *, scale: float, mouth: int = 0) -> Image.Image:
    """One person on one transparent picture, standing still."""
    layers = draw_layers(look, scale=scale, mouth=mouth)
    picture = layers.behind.copy()
    picture.alpha_composite(layers.body)
    picture.alpha_composite(layers.head)
    return picture


def draw_large(look: Look, *, scale: float) -> Image.Image:
    """One person for a photo: drawn at two thirds and enlarged, which is as sharp as a portrait lens and quick."""
    from PIL import Image

    picture = draw_person(look, scale=scale * 2 / 3)
    return picture.resize((round(WIDTH * scale), round(HEIGHT * scale)), Image.Resampling.BICUBIC)


def draw_behind(look: Look, scale: float) -> Image.Image:
    """The hair behind neck and shoulders."""
    page = sheet(scale)
    draw_back(page, look)
    return page.picture()


# --- neck, shoulders, clothes ---------------------------------------------------------------------------------------

_SHOULDERS: tuple[Point, ...] = (
    (-36, 124), (-64, 148), (-124, 172), (-170, 206), (-200, 320), (-212, 520), (212, 520), (200, 320), (170, 206),
    (124, 172), (64, 148), (36, 124),
)  # fmt: skip
_NECK: tuple[Point, ...] = ((-34, 60), (-35, 118), (-62, 152), (0, 196), (62, 152), (35, 118), (34, 60), (0, 50))


def draw_body(look: Look, scale: float) -> Image.Image:
    """Neck, shoulders and clothes."""
    page = sheet(scale)
    torso = smooth(_SHOULDERS)
    page.shape(torso, (look.top, mixed(look.top, "#000000", 0.28)))
    page.clip(torso)
    page.shape(oval(-120, 230, 90, 130), mixed(look.top, "#ffffff", 0.5), blur=46, opacity=0.42)
    page.shape(oval(190, 330, 80, 210), mixed(look.top, "#000010", 0.6), blur=44, opacity=0.5)
    for fold in (
        ((-150, 300), (-128, 380), (-134, 500)),
        ((158, 290), (138, 380), (150, 500)),
    ):
        page.stroke(fold, mixed(look.top, "#000000", 0.5), 9, blur=5, opacity=0.5)
    page.clip(None)
    _neck(page, look)
    _CLOTHES[look.clothes](page, look, torso)
    if look.lanyard:
        _lanyard(page, look.lanyard)
    return page.picture()


def _neck(page: Sheet, look: Look) -> None:
    neck = smooth(_NECK)
    page.shape(neck, (look.shade, look.skin)).clip(neck)
    page.shape(oval(6, 96, 62, 34), mixed(look.shade, "#1a0c0c", 0.4), blur=12, opacity=0.75)
    page.stroke([(-30, 150), (-10, 168), (0, 176)], look.shade, 5, blur=3, opacity=0.6)
    page.stroke([(30, 150), (10, 168), (0, 176)], look.shade, 5, blur=3, opacity=0.7)
    page.clip(None)


def _blazer(page: Sheet, look: Look, torso: list[Point]) -> None:
    page.clip(torso)
    page.shape(
        [(-62, 140), (-30, 188), (0, 202), (30, 188), (62, 140), (74, 200), (10, 430), (-10, 430), (-74, 200)],
        look.under,
    )
    page.curve([(-52, 146), (-26, 192), (0, 206), (26, 192), (52, 146), (30, 218), (0, 232), (-30, 218)],
               mixed(look.under, "#ffffff", 0.25), opacity=0.8)  # fmt: skip
    page.stroke([(0, 230), (3, 320), (0, 420)], mixed(look.under, "#000000", 0.4), 4, blur=3, opacity=0.5)
    for side in (-1, 1):
        page.shape(
            [(side * 58, 134), (side * 88, 156), (side * 108, 236), (side * 84, 246), (side * 92, 262), (side * 4, 450),
             (side * 30, 330), (side * 66, 210)],
            (mixed(look.top, "#ffffff", 0.12 if side < 0 else 0.02), mixed(look.top, "#000000", 0.22)),
        )  # fmt: skip
        page.stroke([(side * 62, 160), (side * 66, 210), (side * 32, 330), (side * 4, 450)],
                    mixed(look.top, "#000000", 0.55), 4, blur=2, opacity=0.8)  # fmt: skip
        page.stroke([(side * 108, 236), (side * 84, 246), (side * 92, 262)], mixed(look.top, "#000000", 0.5), 2.4)
    page.clip(None)


def _jumper(page: Sheet, look: Look, torso: list[Point]) -> None:
    page.stroke(
        [(-66, 148), (-46, 186), (0, 206), (46, 186), (66, 148)],
        mixed(look.top, "#000000", 0.35),
        22,
        opacity=0.5,
        blur=5,
    )
    rim = [
        (-70, 142),
        (-48, 180),
        (0, 200),
        (48, 180),
        (70, 142),
        (78, 152),
        (52, 196),
        (0, 218),
        (-52, 196),
        (-78, 152),
    ]
    page.curve(rim, (mixed(look.top, "#ffffff", 0.2), mixed(look.top, "#000000", 0.1)))
    page.clip(torso)
    for n in range(9):
        x = -200 + n * 50
        page.stroke([(x, 200), (x + 4, 360), (x - 2, 520)], mixed(look.top, "#000000", 0.4), 2, opacity=0.22)
    page.clip(None)


def _scrubs(page: Sheet, look: Look, torso: list[Point]) -> None:
    page.clip(torso)
    page.shape(
        [(-64, 138), (-52, 152), (0, 262), (52, 152), (64, 138), (36, 196), (0, 206), (-36, 196)],
        look.skin,
        opacity=0.0,
    )
    page.shape([(-44, 152), (0, 250), (44, 152), (20, 172), (-20, 172)], (look.skin, look.shade))
    for side in (-1, 1):
        page.stroke(
            [(side * 66, 140), (side * 48, 162), (side * 24, 208), (0, 262)], mixed(look.top, "#ffffff", 0.28), 15
        )
    page.shape([(70, 300), (142, 292), (146, 372), (72, 378)], mixed(look.top, "#000000", 0.16))
    page.stroke([(70, 302), (106, 298), (142, 294)], mixed(look.top, "#ffffff", 0.35), 4)
    page.shape([(86, 284), (91, 284), (94, 330), (88, 330)], "#e8e6df")
    page.clip(None)


def _shirt(page: Sheet, look: Look, torso: list[Point]) -> None:
    page.clip(torso)
    page.stroke([(0, 200), (2, 340), (0, 520)], mixed(look.top, "#000000", 0.35), 4, opacity=0.7)
    for y in (236, 300, 364):
        page.shape(oval(9, y, 4, 4), mixed(look.top, "#000000", 0.45))
    page.clip(None)
    for side in (-1, 1):
        page.shape([(side * 40, 124), (side * 72, 150), (side * 58, 214), (side * 2, 190), (side * 30, 160)],
                   (mixed(look.top, "#ffffff", 0.35), mixed(look.top, "#ffffff", 0.05)))  # fmt: skip
        page.stroke(
            [(side * 72, 150), (side * 58, 214), (side * 2, 190)], mixed(look.top, "#000000", 0.5), 3, opacity=0.6
        )


_CLOTHES = {"blazer": _blazer, "jumper": _jumper, "scrubs": _scrubs, "shirt": _shirt}


def _lanyard(page: Sheet, colour: str) -> None:
    for side in (-1, 1):
        page.stroke(
            [(side * 64, 150), (side * 56, 230), (side * 12, 380)],
            mixed(colour, "#000000", 0.5),
            12,
            blur=4,
            opacity=0.4,
        )
        page.stroke([(side * 66, 148), (side * 58, 228), (side * 6, 384)], colour, 11)
    page.shape([(-44, 388), (44, 388), (44, 500), (-44, 500)], "#f4f1ea").shape(
        [(-44, 388), (44, 388), (44, 412), (-44, 412)], colour
    )
    for n, width in enumerate((60, 48, 34)):
        page.shape(
            [(-32, 428 + n * 18), (-32 + width, 428 + n * 18), (-32 + width, 436 + n * 18), (-32, 436 + n * 18)],
            "#8d8b86",
        )


# --- the head -------------------------------------------------------------------------------------------------------


def face_outline(jaw: float) -> list[Point]:
    """The outline of a face; jaw: 0.0 narrow … 1.0 broad."""
    half = [(44, -102), (70, -62), (76, -10), (70 + 4 * jaw, 38), (50 + 11 * jaw, 80), (22 + 9 * jaw, 103)]
    return smooth([(0, -112), *half, (0, 109), *((-x, y) for x, y in reversed(half))])


def draw_head(look: Look, scale: float, *, mouth: int, blink: bool) -> Image.Image:
    """Face, ears and the hair in front."""
    page = sheet(scale)
    face = face_outline(look.jaw)
    if look.hair != "scarf":
        for side in (-1, 1):
            page.curve([(side * 70, -14), (side * 86, -24), (side * 92, -4), (side * 84, 24), (side * 72, 30)],
                       mixed(look.skin, look.shade, 0.35 if side < 0 else 0.8))  # fmt: skip
            page.stroke([(side * 78, -8), (side * 84, 2), (side * 78, 16)], look.shade, 3, opacity=0.8)
    page.shape(face, (mixed(look.skin, "#ffffff", 0.06), mixed(look.skin, look.shade, 0.35))).clip(face)
    page.shape(oval(-44, -20, 40, 92), mixed(look.skin, "#fff6e8", 0.55), blur=24, opacity=0.55)
    page.shape(oval(88, 14, 44, 130), look.shade, blur=24, opacity=0.75)
    page.shape(oval(0, 128, 70, 30), look.shade, blur=14, opacity=0.6)
    page.shape(oval(0, -112, 96, 40), look.shade, blur=12, opacity=0.55)
    for side in (-1, 1):
        page.shape(oval(side * 42, 34, 20, 13), look.blush, blur=10, opacity=0.42)
    if look.beard:
        _beard(page, look)
    page.clip(None)
    _nose(page, look)
    for side in (-1, 1):
        _eye(page, look, side, blink=blink)
    _mouth(page, look, mouth)
    draw_front(page, look)
    if look.glasses:
        _glasses(page, look.glasses)
    if look.earrings:
        for side in (-1, 1):
            page.shape(oval(side * 86, 40, 6, 9), (mixed(look.earrings, "#ffffff", 0.4), look.earrings))
    return page.picture()


def _beard(page: Sheet, look: Look) -> None:
    page.curve(
        [(-80, 0), (-72, 14), (-56, 44), (-30, 50), (0, 46), (30, 50), (56, 44), (72, 14), (80, 0), (84, 60), (50, 112),
         (0, 120), (-50, 112), (-84, 60)],
        look.hair_colour, blur=3.5, opacity=0.9,
    )  # fmt: skip
    page.shape(oval(0, 68, 27, 13), look.skin, blur=4, opacity=0.75)


def _nose(page: Sheet, look: Look) -> None:
    page.stroke([(9, -16), (12, 12), (17, 34)], look.shade, 10, blur=5, opacity=0.65)
    page.shape(oval(-2, 26, 6, 10), mixed(look.skin, "#ffffff", 0.6), blur=5, opacity=0.6)
    page.stroke(
        [(-17, 34), (-8, 42), (0, 43), (9, 42), (18, 34)], mixed(look.shade, "#200c08", 0.3), 5, blur=1.4, opacity=0.75
    )
    for side in (-1, 1):
        page.shape(oval(side * 8.5, 39.5, 3.6, 2), mixed(look.shade, "#140808", 0.65), blur=0.8, opacity=0.8)


def _eye(page: Sheet, look: Look, side: int, *, blink: bool) -> None:
    def at(*points: Point) -> list[Point]:
        return [(side * (32 + x), -10 + y) for x, y in points]

    lash = mixed(look.hair_dark, "#120a0a", 0.6)
    page.shape(oval(side * 32, -14, 25, 15), look.shade, blur=8, opacity=0.5)
    if blink:
        page.stroke(at((-19, 2), (-6, 7), (8, 7), (20, 0)), lash, 5)
    else:
        almond = smooth(at((-19, 2), (-9, -8), (4, -11), (15, -6), (21, 0), (9, 8), (-6, 8)))
        page.shape(almond, ("#d9d3cd", "#fbf8f3")).clip(almond)
        page.shape(oval(side * 32, -11, 10, 10), (mixed(look.eyes, "#000000", 0.45), look.eyes))
        page.shape(oval(side * 32, -11, 4.8, 4.8), "#0e0a0a")
        page.shape(oval(side * 32 - 4, -15, 3.1, 3.1), "#ffffff", opacity=0.95)
        page.clip(None)
        page.stroke(at((-20, 3), (-9, -8), (4, -11.5), (16, -6), (23, -1)), lash, 5.4)
        page.stroke(at((-12, 8), (2, 9.5), (15, 5)), look.shade, 2.2, opacity=0.8)
    page.stroke(at((-17, -8), (-4, -17), (10, -17), (21, -9)), look.shade, 3, blur=1, opacity=0.8)
    brow = look.hair_dark if look.hair != "scarf" else "#2c1c16"
    page.stroke(
        at((-22, -21), (-6, -27), (10, -28), (27, -20)), brow, 8.2 if look.jaw > 0.5 else 6.4, blur=0.7, opacity=0.9
    )


def _mouth(page: Sheet, look: Look, mouth: int) -> None:
    opening = (0.0, 3.0, 6.5, 10.0, 14.0, 18.0)[mouth]
    corner = 27 - opening * 0.28
    top, bottom = 62 - opening * 0.12, 66 + opening * 0.9
    upper, lower = look.lips, mixed(look.lips, "#ffffff", 0.16)
    page.shape(oval(0, bottom + 15, 18, 5), look.shade, blur=4, opacity=0.6)
    page.curve([(-corner, top + 2), (-10, top - 6), (0, top - 3.5), (10, top - 6), (corner, top + 2), (14, bottom + 8),
                (0, bottom + 10), (-14, bottom + 8)], (upper, lower))  # fmt: skip
    if mouth == 0:
        page.stroke([(-30, 58), (-15, 66), (0, 67.5), (15, 66), (30, 58)], mixed(look.lips, "#200404", 0.62), 3.4)
        page.shape(oval(-2, 72, 9, 2.4), "#ffffff", blur=2.5, opacity=0.3)
        return
    inside = smooth(
        [
            (-corner + 4, top + 3),
            (-10, top + 1),
            (0, top + 2),
            (10, top + 1),
            (corner - 4, top + 3),
            (12, bottom + 2),
            (0, bottom + 4),
            (-12, bottom + 2),
        ]
    )
    page.shape(inside, ("#3a1014", "#571b20")).clip(inside)
    page.shape(oval(0, bottom + 6, 13, 3 + opening * 0.22), "#b4565a", blur=1.5)
    page.shape(
        [(-17, top - 4), (17, top - 4), (15, top + 3 + opening * 0.2), (-15, top + 3 + opening * 0.2)],
        "#f6f1ea",
        blur=0.6,
    )
    page.clip(None)


def _glasses(page: Sheet, colour: str) -> None:
    for side in (-1, 1):
        lens = smooth(
            [(side * 9, -24), (side * 32, -33), (side * 57, -26), (side * 58, 0), (side * 34, 14), (side * 11, 4)]
        )
        page.shape(lens, "#ffffff", opacity=0.10)
        page.outline(lens, colour, 4.2)
        page.stroke([(side * 57, -18), (side * 70, -20), (side * 82, -16)], colour, 5)
    page.stroke([(-10, -16), (0, -20), (10, -16)], colour, 5)
