"""Details of the sample: what lies on tables, hangs on walls and stands outside. Every picture is 1080 by 720 units."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from mediakit.sample.draw.hall import CORAL, CREAM, NAVY, TEAL, audience
from mediakit.sample.draw.rooms import grained
from mediakit.sample.draw.sheet import Sheet, box, mixed, oval

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

WIDTH, HEIGHT = 1080, 720


def _turned(points: list[tuple[float, float]], x: float, y: float, degrees: float) -> list[tuple[float, float]]:
    import math

    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def _wood(page: Sheet, light: str, dark: str, seed: int) -> None:
    dice = random.Random(seed)
    page.shape(box(0, 0, WIDTH, HEIGHT), (light, dark))
    for n in range(46):
        y = n * 16 + dice.uniform(-6, 6)
        page.stroke([(-20, y), (360, y + dice.uniform(-7, 7)), (760, y + dice.uniform(-7, 7)), (1100, y)],
                    mixed(dark, "#2a1408", 0.4), dice.uniform(1, 5), opacity=dice.uniform(0.08, 0.3))  # fmt: skip


def _sheet_of_paper(
    page: Sheet, x: float, y: float, wide: float, tall: float, turn: float
) -> Callable[..., list[tuple[float, float]]]:
    page.shape(_turned(box(-wide / 2 + 8, -tall / 2 + 12, wide, tall), x, y, turn), "#1c0f06", blur=12, opacity=0.45)
    page.shape(_turned(box(-wide / 2, -tall / 2, wide, tall), x, y, turn), ("#fffdf8", "#ece7dc"))

    def on_it(left: float, top: float, width: float, height: float) -> list[tuple[float, float]]:
        return _turned(box(-wide / 2 + left, -tall / 2 + top, width, height), x, y, turn)

    return on_it


def lanyards(scale: float) -> Image.Image:
    """Name badges in rows on a table, one of them with a yellow ribbon."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1)
    _wood(page, "#b58a60", "#7d5636", 4)
    names = ("Siân", "Bayo", "Renée", "Nuala", "Ingrid", "Priyanka", "Sam", "Aoife")
    for n, name in enumerate(names):
        column, row = n % 4, n // 4
        x, y, turn = 170 + column * 246 + row * 18, 250 + row * 300, (-7, 4, -3, 8, 5, -6, 7, -4)[n]
        ribbon = "#e8b931" if n == 6 else TEAL
        for side in (-1, 1):
            page.stroke(
                [(x + side * 16, y - 96), (x + side * 70, y - 170), (x + side * 20, y - 250)],
                "#1c0f06",
                18,
                blur=6,
                opacity=0.35,
            )
            page.stroke([(x + side * 12, y - 98), (x + side * 66, y - 174), (x + side * 16, y - 256)], ribbon, 17)
        card = _sheet_of_paper(page, x, y, 196, 168, turn)
        page.shape(card(0, 0, 196, 40), ribbon)
        page.shape(card(22, 116, 130, 9), "#a9a59c").shape(card(22, 136, 92, 9), "#c4c0b6")
        page.shape(oval(x + 2, y - 92, 13, 9), "#c8ccd0")
        page.text(x - 74, y + 20, name, 40, NAVY, bold=True)
    page.shape(oval(170, 80, 420, 300), "#fff2d0", blur=140, opacity=0.35)
    page.shape(oval(1080, 760, 460, 240), "#170b04", blur=120, opacity=0.6)
    return grained(page.picture(), 1.2, seed=21)


def coffee(scale: float) -> Image.Image:
    """A cup of coffee in front of a blurred, crowded foyer."""
    back = Sheet(WIDTH, HEIGHT, scale=scale / 2, sharp=1)
    back.shape(box(0, 0, WIDTH, HEIGHT), ("#c99d6c", "#6a4329"))
    dice = random.Random(8)
    for n in range(34):
        tone = ("#fff0c8", "#ffd38a", "#ffb56b", "#f7e7d0")[n % 4]
        size = dice.uniform(12, 46)
        back.shape(
            oval(dice.uniform(0, WIDTH), dice.uniform(10, 330), size, size),
            tone,
            blur=2.5,
            opacity=dice.uniform(0.15, 0.55),
        )
    for n in range(7):
        x = 60 + n * 160
        back.curve(
            [(x - 70, 520), (x - 60, 300), (x, 268), (x + 60, 300), (x + 70, 520)],
            ("#3f4a58", "#73463a", "#4c5a45")[n % 3],
            blur=16,
        )
        back.shape(oval(x, 226, 36, 46), ("#5a3a28", "#b07a55", "#2a1c18")[n % 3], blur=14)
    picture = back.soften(7).picture().resize((round(WIDTH * scale), round(HEIGHT * scale)))
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1)
    page.shape(box(0, 470, WIDTH, 260), ("#8a5a38", "#4a2c1a"))
    page.shape(oval(430, 640, 330, 60), "#1c0d05", blur=18, opacity=0.7)
    page.shape(oval(420, 616, 296, 74), ("#f7f4ee", "#c8c1b6")).shape(oval(420, 606, 250, 56), ("#e4dfd6", "#f6f3ed"))
    page.curve(
        [(250, 372), (262, 500), (318, 596), (420, 612), (522, 596), (578, 500), (590, 372)], ("#fbf8f2", "#c9c1b4")
    )
    page.outline(oval(606, 462, 56, 64), "#ddd6ca", 22)
    page.shape(oval(420, 374, 170, 44), "#ece6dc").shape(oval(420, 378, 156, 37), ("#5c341c", "#2d170c"))
    page.curve(
        [(420, 404), (372, 384), (380, 362), (410, 364), (420, 376), (430, 364), (460, 362), (468, 384)],
        "#e9cfa8",
        opacity=0.9,
    )
    page.shape(oval(300, 480, 26, 90, turn=8), "#ffffff", blur=16, opacity=0.65)
    for n, x in enumerate((370, 430, 480)):
        page.stroke([(x, 350), (x - 26 + n * 8, 270), (x + 22, 190), (x - 6, 90)], "#ffffff", 26, blur=15, opacity=0.3)
    page.shape(box(720, 590, 250, 16, 8), ("#dfe3e6", "#8a9095")).shape(oval(716, 598, 40, 22), ("#eef1f3", "#9aa0a5"))
    picture.alpha_composite(page.picture())
    return grained(picture, 1.2, seed=22)


def table_work(scale: float) -> Image.Image:
    """A workshop table from above: a page of charts, notes, pens and cups."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1)
    _wood(page, "#d8c2a0", "#b3946a", 9)
    chart = _sheet_of_paper(page, 420, 350, 460, 600, -5)
    page.shape(chart(40, 44, 280, 22), NAVY).shape(chart(40, 78, 190, 10), "#a5aab0")
    for n, tall in enumerate((90, 132, 76, 158, 112, 60, 176, 128, 98)):
        page.shape(chart(46 + n * 42, 330 - tall, 28, tall), CORAL if n == 5 else TEAL)
    page.shape(chart(40, 332, 384, 4), "#5b6268")
    for n, width in enumerate((370, 340, 380, 290, 360, 200)):
        page.shape(chart(40, 372 + n * 30, width, 9), "#bfc2c4")
    other = _sheet_of_paper(page, 800, 240, 330, 420, 9)
    page.shape(other(30, 34, 180, 16), NAVY)
    for n, width in enumerate((260, 240, 264, 200, 250, 230, 120)):
        page.stroke(other(30, 86 + n * 40, width, 4)[:2], "#3b5f9a", 5, opacity=0.85)
    for x, y, turn, tone, words in (
        (690, 560, -6, "#f7d95c", ("Ask her", "again")),
        (868, 586, 7, "#f2a48d", ("Who is", "missing?")),
        (120, 590, -9, "#a8d5c2", ("Monday!",)),
    ):
        page.shape(_turned(box(-70, -66, 152, 152), x, y, turn), "#2a1608", blur=9, opacity=0.4)
        page.shape(_turned(box(-76, -76, 152, 152), x, y, turn), (mixed(tone, "#ffffff", 0.2), tone))
        for n, word in enumerate(words):
            page.text(x - 58, y - 6 + n * 36, word, 29, NAVY, bold=True)
    for x, y, tone in ((1000, 470, "#6b3f22"), (96, 130, "#8a5a30")):
        page.shape(oval(x + 10, y + 14, 82, 82), "#2a1608", blur=14, opacity=0.5)
        page.shape(oval(x, y, 80, 80), ("#ffffff", "#d8d2c6")).shape(oval(x, y, 64, 64), "#e9e4da").shape(
            oval(x, y, 58, 58), tone
        )
    for start, end, tone in (((640, 60), (560, 250), "#d24b3e"), ((250, 690), (470, 640), "#2f4f8f")):
        page.stroke(
            [start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end], "#2a1608", 20, blur=7, opacity=0.4
        )
        page.stroke([start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end], tone, 15)
    page.shape(oval(60, 40, 380, 260), "#fffbe8", blur=130, opacity=0.45)
    return grained(page.picture(), 1.2, seed=23)


def notes_wall(scale: float) -> Image.Image:
    """A wall of handwritten notes."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1)
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#e6e9ea", "#b9c2c6"))
    dice = random.Random(14)
    words = (
        "Listen|first", "Believe|her", "Sit down", "Same word,|same thing", "Call|sooner", "One page,|not nine",
        "Night|shift too", "Interpreter|from day 1", "Ask her|again", "Say what|went wrong", "Count|everyone",
        "Thank|the team",
    )  # fmt: skip
    tones = ("#f7d95c", "#f2a48d", "#a8d5c2", "#b9c8ee", "#f6c3d4")
    for n, note in enumerate(words):
        x, y = 140 + (n % 4) * 266 + dice.uniform(-16, 16), 120 + (n // 4) * 236 + dice.uniform(-12, 12)
        turn, tone = dice.uniform(-7, 7), tones[(n * 2 + n // 4) % 5]
        page.shape(_turned(box(-92, -82, 196, 186), x, y, turn), "#22303a", blur=12, opacity=0.4)
        page.shape(_turned(box(-98, -94, 196, 188), x, y, turn), (mixed(tone, "#ffffff", 0.3), tone))
        for line, text in enumerate(note.split("|")):
            page.text(x, y - 4 + line * 40, text, 33, NAVY, bold=True, anchor="ms")
    page.shape(oval(1020, 60, 420, 320), "#fff8e0", blur=140, opacity=0.5)
    page.shape(oval(-20, 740, 460, 220), "#1b2730", blur=130, opacity=0.5)
    return grained(page.picture(), 1.2, seed=24)


def screen(scale: float) -> Image.Image:
    """A projected chart, and the heads of those who look at it."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1, paper="#12191f")
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#1b2630", "#0c1115"))
    page.shape(oval(540, 270, 560, 330), "#dfe9e6", blur=110, opacity=0.35)
    page.shape(box(120, 50, 840, 472), (CREAM, "#e6e0d2"))
    page.text(170, 124, "Fourteen measures everybody could trust", 33, NAVY, bold=True)
    page.shape(box(170, 142, 90, 6), CORAL)
    for n, wide in enumerate((560, 486, 610, 398, 520, 250, 458)):
        page.shape(box(300, 184 + n * 44, 610, 24, 4), "#d9d4c6").shape(
            box(300, 184 + n * 44, wide, 24, 4), CORAL if n == 5 else TEAL
        )
        page.shape(box(170, 191 + n * 44, 106 - (n * 17) % 40, 10), "#8d949a")
    audience(page, 3, seed=17, base=590, reach=WIDTH)
    return grained(page.picture(), 1.2, seed=25)


def building(scale: float) -> Image.Image:
    """The Corn Exchange at dusk, its windows lit and a banner over the door."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1)
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#233a66", "#f0a172"))
    page.shape(oval(900, 520, 520, 160), "#ffcf92", blur=100, opacity=0.7)
    for x, y, wide in ((160, 120, 200), (640, 84, 260), (960, 180, 180)):
        page.shape(oval(x, y, wide, 20), "#e9a993", blur=22, opacity=0.45)
    for x, tall in ((0, 250), (860, 300), (980, 220)):
        page.shape(box(x - 20, 640 - tall, 170, tall + 20), ("#3a3a56", "#2a2838"))
    page.shape(box(130, 250, 740, 400), ("#b98567", "#7c5140"))
    page.shape([(110, 256), (500, 104), (890, 256)], ("#a5745a", "#8a5d48")).shape(
        [(190, 242), (500, 126), (810, 242)], ("#c59a7c", "#a97a60")
    )
    page.shape(oval(500, 196, 36, 36), "#f7e3b4").outline(oval(500, 196, 36, 36), "#5b3b2e", 6)
    page.stroke([(500, 196), (500, 180), (500, 172)], "#3a2820", 5).stroke(
        [(500, 196), (512, 200), (520, 204)], "#3a2820", 5
    )
    page.shape(box(110, 250, 780, 18), "#d8b394")
    for n in range(7):
        x = 168 + n * 98
        if n != 3:
            page.shape([*box(x - 4, 342, 76, 150)], "#5b3b2e").shape(oval(x + 34, 344, 38, 36), "#5b3b2e")
            page.shape(box(x + 2, 344, 64, 142), ("#fff0b8", "#f6b75e")).shape(oval(x + 34, 346, 32, 30), "#fff0b8")
            page.shape(box(x + 31, 318, 6, 170), "#5b3b2e")
        page.shape(box(x - 22, 268, 14, 372), ("#cfa285", "#8f624e"))
    page.shape(box(430, 400, 140, 244), "#4a2d24").shape(box(442, 412, 116, 232), ("#ffe9a8", "#e8a552")).shape(
        box(497, 412, 6, 232), "#4a2d24"
    )
    page.shape(box(336, 286, 328, 66, 4), (TEAL, "#143f47"))
    page.text(500, 316, "Learning and Action Network", 19, CREAM, bold=True, anchor="ms").text(
        500, 340, "annual gathering · sample", 15, "#cfe2df", anchor="ms"
    )
    page.shape(box(0, 638, WIDTH, 90), ("#6d5a60", "#2f2a33"))
    page.shape(oval(500, 668, 190, 22), "#ffd48a", blur=16, opacity=0.7)
    for n, x in enumerate((330, 372, 640, 716, 930)):
        page.curve(
            [(x - 15, 672), (x - 13, 612), (x, 602), (x + 13, 612), (x + 15, 672)],
            ("#1d2430", "#2b1f2a", "#1b2a30")[n % 3],
        )
        page.shape(oval(x, 590, 10, 13), "#241a1a")
    return grained(page.picture(), 1.2, seed=26)


THINGS = {
    "lanyards": lanyards, "coffee": coffee, "table-work": table_work, "notes-wall": notes_wall, "screen": screen,
    "building": building,
}  # fmt: skip
