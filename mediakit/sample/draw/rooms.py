"""The rooms of the sample, drawn out of focus behind people. Every room is 1280 by 720 units."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from mediakit.sample.draw.sheet import Sheet, box, mixed, oval

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 1280, 720


def grained(picture: Image.Image, amount: float = 1.1, seed: int = 1) -> Image.Image:
    """The same picture in RGB with a little grain, so that soft gradients show no steps. The same grain every time."""
    import numpy as np
    from PIL import Image

    pixels = np.asarray(picture.convert("RGB"), dtype=np.float32)
    grain = np.random.default_rng(seed).normal(0.0, amount, pixels.shape[:2]).astype(np.float32)
    return Image.fromarray(np.clip(pixels + grain[..., None], 0, 255).astype(np.uint8))


def vignetted(page: Sheet, strength: float = 0.4) -> Sheet:
    """Darker corners, as through a lens."""
    for x, y in ((0, 0), (WIDTH, 0), (0, HEIGHT), (WIDTH, HEIGHT)):
        page.shape(oval(x, y, 420, 240), "#0a0a12", blur=130, opacity=strength)
    return page


def plant(page: Sheet, x: float, y: float, size: float, colour: str, seed: int) -> None:
    """A pot plant; x, y: where the leaves leave the pot; size: the length of a leaf."""
    dice = random.Random(seed)
    page.shape(
        [
            (x - size * 0.3, y),
            (x + size * 0.3, y),
            (x + size * 0.22, y + size * 0.55),
            (x - size * 0.22, y + size * 0.55),
        ],
        ("#c98f6d", "#8a5a42"),
    )
    for n in range(15):
        lean = -1.15 + 2.3 * n / 14 + dice.uniform(-0.1, 0.1)
        reach = size * dice.uniform(0.75, 1.15)
        tip = (x + lean * reach, y - reach * (1.15 - abs(lean) * 0.55))
        middle = (x + lean * reach * 0.42, y - reach * 0.72)
        tone = mixed(colour, "#0c1f14" if n % 3 else "#d8e8b0", dice.uniform(0.05, 0.4))
        page.stroke([(x, y), middle, tip], tone, size * dice.uniform(0.13, 0.2))


def books(page: Sheet, x: float, y: float, width: float, height: float, seed: int) -> None:
    """A shelf of books standing on its board; x, y: the top left corner."""
    dice = random.Random(seed)
    colours = ("#8c3b34", "#c98a3c", "#2f5a66", "#53663f", "#d8cbb0", "#6b4a73", "#39424e", "#b0603f", "#e3dccb")
    at = x
    while at < x + width - 8:
        thick = dice.uniform(13, 32)
        if dice.random() < 0.09:
            at += thick
            continue
        tall = height * dice.uniform(0.66, 0.94)
        tone = dice.choice(colours)
        page.shape(
            box(at, y + height - tall, min(thick, x + width - at), tall),
            (mixed(tone, "#ffffff", 0.12), mixed(tone, "#000000", 0.3)),
        )
        if dice.random() < 0.5:
            page.shape(box(at + 3, y + height - tall * 0.8, max(2.0, thick - 7), 5), "#f0e2bd", opacity=0.7)
        at += thick + 1
    page.shape(box(x - 6, y + height, width + 12, 13), ("#6b4a30", "#3f2a1a"))


def study(scale: float, blur: float = 9.0) -> Image.Image:
    """A pale room with a tall window on the left, a plant and a few books."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1, paper="#93a6a6")
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#b9c6c2", "#7d9392"))
    page.shape(box(70, -40, 380, 610), "#e9ebe3")
    page.shape(box(92, -40, 336, 586), ("#fffdf4", "#dfeef0"))
    for x, y, wide, tall, tone in (
        (150, 420, 130, 110, "#9dbb8d"),
        (330, 400, 150, 130, "#86a97e"),
        (240, 470, 170, 70, "#b9cfa2"),
    ):
        page.shape(oval(x, y, wide * 0.7, tall * 0.7), tone, blur=20, opacity=0.8)
    for x in (198, 312):
        page.shape(box(x, -40, 12, 586), "#f3f1e8")
    page.shape(box(92, 250, 336, 12), "#f3f1e8")
    page.shape(box(40, 560, 440, 26), ("#f7f4ec", "#cfd2cb"))
    for x in (0, 446):
        for n in range(5):
            page.shape(box(x + n * 18 - 20, -20, 14, 760), "#e4ddcf" if n % 2 else "#cfc7b8", opacity=0.85)
    page.shape(box(900, 90, 380, 640), ("#a58464", "#6f543c"))
    page.shape(box(914, 104, 380, 640), ("#6a4f3b", "#45331f"))
    for row, seed in ((104, 3), (258, 4), (412, 5)):
        books(page, 922, row, 360, 140, seed)
    plant(page, 820, 560, 210, "#4f7f56", 11)
    page.shape(box(0, 640, WIDTH, 90), ("#8a9a97", "#5f7170"))
    page.shape(oval(300, 330, 330, 420), "#fff6dd", blur=150, opacity=0.6)
    return grained(vignetted(page.soften(blur), 0.16).picture())


def library(scale: float, blur: float = 8.0) -> Image.Image:
    """Tall bookshelves and a reading lamp."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1, paper="#3a2a20")
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#4a3426", "#241812"))
    for column, x in enumerate((-40, 300, 640, 980)):
        page.shape(box(x, -20, 22, 760), ("#7a5537", "#452e1c"))
        for row in range(5):
            books(page, x + 28, 8 + row * 146, 304, 130, 20 + column * 7 + row)
    page.shape(oval(210, 300, 250, 240), "#ffce7a", blur=110, opacity=0.6)
    page.shape(box(204, 330, 12, 330), ("#d6a850", "#7a5a24"))
    page.shape([(130, 340), (290, 340), (250, 220), (170, 220)], ("#fff3cf", "#ffd98c"))
    page.shape(oval(210, 350, 70, 16), "#fffbe6", blur=6)
    page.shape(box(60, 640, 420, 100), ("#6e4b31", "#3b2718"))
    for x, y, size in ((1120, 150, 26), (1190, 210, 18), (1060, 95, 15), (1225, 120, 22)):
        page.shape(oval(x, y, size, size), "#ffdca0", blur=3, opacity=0.5)
    page.shape(oval(1180, 200, 240, 200), "#4c6f9a", blur=120, opacity=0.25)
    return grained(vignetted(page.soften(blur), 0.55).picture(), seed=2)


def long_gallery(scale: float, blur: float = 9.0) -> Image.Image:
    """A green wall with pictures, plants and hanging lamps."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=1, paper="#5d7461")
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#71886f", "#465c4c"))
    page.shape(box(0, 560, WIDTH, 170), ("#c9ab84", "#7c6246"))
    page.shape(box(0, 548, WIDTH, 16), "#e4dcc7")
    frames = (
        (90, 130, 190, 240, "#d98f5c", "#f0d9a8"),
        (330, 190, 130, 160, "#476f8a", "#dbe7ea"),
        (1040, 110, 200, 260, "#93394a", "#f1cdb0"),
    )
    for x, y, wide, tall, tone, sky in frames:
        page.shape(box(x - 14, y - 14, wide + 28, tall + 28), ("#e9dfc8", "#bfae8a"))
        page.shape(box(x, y, wide, tall), (sky, mixed(sky, tone, 0.5)))
        page.shape(oval(x + wide * 0.4, y + tall * 0.86, wide * 0.36, tall * 0.4), tone, opacity=0.9, blur=4)
        page.shape(oval(x + wide * 0.68, y + tall * 0.26, wide * 0.12, wide * 0.12), "#fff3c4", blur=3)
    plant(page, 200, 600, 190, "#3f7a4c", 31)
    plant(page, 1110, 610, 240, "#356b45", 37)
    for x, drop in ((560, 96), (760, 60), (930, 120)):
        page.shape(box(x - 2, 0, 4, drop), "#2a2a22")
        page.shape([(x - 46, drop + 44), (x + 46, drop + 44), (x + 20, drop), (x - 20, drop)], ("#3a4038", "#1f2420"))
        page.shape(oval(x, drop + 48, 34, 14), "#fff2c8", blur=4)
        page.shape(oval(x, drop + 110, 120, 110), "#ffe5a3", blur=60, opacity=0.5)
    return grained(vignetted(page.soften(blur), 0.45).picture(), seed=3)


ROOMS = {"study": study, "library": library, "long-gallery": long_gallery}
