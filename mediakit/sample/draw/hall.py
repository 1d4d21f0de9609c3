"""The Great Hall of the sample: stage, screen, lectern and the backs of an audience."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from mediakit.sample.draw.figure import draw_large, draw_person
from mediakit.sample.draw.looks import look_of
from mediakit.sample.draw.rooms import grained
from mediakit.sample.draw.sheet import Sheet, box, mixed, oval

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 1600, 720
TEAL, CREAM, CORAL, NAVY = "#1f5c66", "#f6f1e6", "#e07a5f", "#16242f"


def slide(page: Sheet, x: float, y: float, width: float, lines: tuple[str, ...], note: str) -> None:
    """A projected slide with a title of one line or two; x, y: its top left corner. It is 16:9."""
    tall = width * 9 / 16
    page.shape(box(x, y, width, tall), (CREAM, "#e9e2d2"))
    page.shape(box(x, y, width * 0.035, tall), TEAL)
    for n, line in enumerate(lines):
        page.text(x + width * 0.09, y + tall * (0.36 + 0.17 * n), line, width * 0.072, NAVY, bold=True)
    page.shape(box(x + width * 0.09, y + tall * 0.62, width * 0.13, tall * 0.018), CORAL)
    page.text(x + width * 0.09, y + tall * 0.74, note, width * 0.034, "#4b5b66")
    for n in range(9):
        page.shape(
            oval(x + width * (0.66 + 0.035 * n), y + tall * 0.89, width * 0.011, width * 0.011),
            TEAL if n % 3 else CORAL,
        )


def audience(page: Sheet, rows: int, *, seed: int = 5, base: float = 500.0, reach: float = WIDTH) -> None:
    """Rows of people seen from behind, each nearer and darker than the one before."""
    dice = random.Random(seed)
    hair = ("#2b1d17", "#5a3a26", "#16110f", "#8a6a48", "#9a9692", "#3c2a20", "#b98f5c", "#5b2f28")
    cloth = ("#2d4a5e", "#5f3a4a", "#3f4f3c", "#6a5a48", "#37406a", "#7c4a36", "#42484f")
    for row in range(rows):
        size = 15 + row * 11
        y = base + row * row * 8 + row * 30
        dark = 0.34 + 0.5 * row / max(1, rows)
        x = dice.uniform(-20, 30)
        while x < reach + 30:
            lift = y + dice.uniform(-0.3, 0.3) * size
            tone = mixed(dice.choice(cloth), "#080c12", dark)
            head = mixed(dice.choice(hair), "#080c12", dark * 0.9)
            right = ((0.6, 1.15), (1.55, 1.9), (1.7, 4.0))
            back = [*((-wide, tall) for wide, tall in reversed(right)), *right]
            page.curve(
                [(x + size * wide, lift + size * tall) for wide, tall in back], (mixed(tone, "#ffe6b8", 0.16), tone)
            )
            page.shape(oval(x, lift, size * 0.78, size), (mixed(head, "#ffe9c4", 0.22), head))
            if dice.random() < 0.3:
                page.shape(oval(x, lift + size * 0.7, size * 0.86, size * 0.9), head)
            x += size * dice.uniform(3.2, 4.1)


def _walls(page: Sheet) -> None:
    page.shape(box(0, 0, WIDTH, HEIGHT), ("#1d2b38", "#3a2f2a"))
    for n in range(11):
        page.shape(box(n * 160 - 60, 0, 120, 520), ("#27394a", "#4d3d33"), opacity=0.75)
        page.shape(box(n * 160 - 60, 0, 5, 520), "#101920", opacity=0.6)
    for n in range(7):
        x = 130 + n * 222
        page.shape(
            [(x - 12, 0), (x + 12, 0), (x + 150, 480), (x - 150, 480)], ("#ffe6b0", "#ffe6b000"), blur=26, opacity=0.13
        )
        page.shape(oval(x, 8, 26, 11), "#fff4d2", blur=3)
    page.shape(box(0, 440, WIDTH, 60), ("#8a5e3c", "#4b3020"))
    page.shape(box(0, 434, WIDTH, 8), "#c69a68")
    page.shape(oval(800, 440, 560, 60), "#ffdca0", blur=50, opacity=0.4)


def _lectern(page: Sheet, x: float, y: float, size: float) -> None:
    page.shape([(x - size, y), (x + size, y), (x + size * 0.8, y + size * 2.5), (x - size * 0.8, y + size * 2.5)],
               ("#a4724a", "#5b3b26"))  # fmt: skip
    page.shape(box(x - size * 1.12, y - size * 0.16, size * 2.24, size * 0.24), "#c9966a")
    page.shape(oval(x, y + size * 1.0, size * 0.34, size * 0.34), CREAM, opacity=0.85)
    page.stroke(
        [(x + size * 0.3, y - size * 0.1), (x + size * 0.34, y - size * 0.6), (x + size * 0.14, y - size * 0.9)],
        "#15181b",
        size * 0.09,
    )


def hall_wide(scale: float, *, sharp: int = 2, rows: int = 5, speaker: str | None = None) -> Image.Image:
    """The hall from its back, 1600 by 720 units: the slide, somebody at the lectern, five rows of listeners."""
    page = Sheet(WIDTH, HEIGHT, scale=scale, sharp=sharp)
    _walls(page)
    page.shape(oval(800, 230, 420, 230), "#fff1d2", blur=90, opacity=0.35)
    page.shape(box(532, 58, 536, 310), "#0e151b")
    slide(page, 540, 66, 520, ("Nine systems,", "one promise"), "Annual gathering (sample)")
    _banner(page, 400)
    back = page.picture()
    if speaker:
        person = draw_person(look_of(speaker), scale=scale * 0.29)
        back.alpha_composite(person, (round((1190 - 81) * scale), round((312 - 61) * scale)))
    front = Sheet(WIDTH, HEIGHT, scale=scale, sharp=sharp)
    _lectern(front, 1190, 378, 44)
    audience(front, rows)
    back.alpha_composite(front.picture())
    return grained(back, seed=6)


def _banner(page: Sheet, x: float) -> None:
    page.shape(box(x - 52, 120, 104, 316), (TEAL, "#123c44"))
    for n, word in enumerate(("Learning", "and Action", "Network")):
        page.text(x, 190 + n * 24, word, 18, CREAM, bold=True, anchor="ms")
    page.shape(box(x - 26, 256, 52, 4), CORAL)
    page.text(x, 288, "maternity care", 12, CREAM, anchor="ms")
    page.text(x, 412, "SAMPLE", 11, "#bcd7d6", anchor="ms")


def stage_close(scale: float, speaker: str) -> Image.Image:
    """Somebody at the lectern, near enough to see the face, the slide out of focus behind. 1280 by 720 units."""
    page = Sheet(1280, 720, scale=scale / 2, sharp=1, paper=NAVY)
    page.shape(box(0, 0, 1280, 720), ("#22323f", "#2e2622"))
    page.shape(box(-60, 40, 700, 410), "#0e151b")
    slide(page, -40, 52, 660, ("Nine systems,", "one promise"), "What changed in two years")
    for x in (760, 980, 1200):
        page.shape([(x - 14, -10), (x + 14, -10), (x + 170, 720), (x - 170, 720)], "#ffe6b0", blur=40, opacity=0.12)
    page.shape(oval(860, 240, 330, 320), "#ffdfae", blur=120, opacity=0.4)
    back = page.soften(6).picture().resize((round(1280 * scale), round(720 * scale)))
    size = 1.02
    person = draw_large(look_of(speaker, lanyard="#e07a5f"), scale=scale * size)
    back.alpha_composite(person, (round((800 - 280 * size) * scale), round((250 - 210 * size) * scale)))
    front = Sheet(1280, 720, scale=scale, sharp=1)
    front.shape([(640, 560), (990, 560), (960, 740), (670, 740)], ("#a4724a", "#4d3120"))
    front.shape(box(622, 546, 386, 22, 6), ("#d3a377", "#a87448"))
    front.stroke([(720, 552), (712, 500), (748, 462)], "#15181b", 9).shape(oval(752, 458, 15, 11, turn=-30), "#20262b")
    for x, y, size in ((150, 700, 92), (400, 716, 100), (1120, 704, 96)):
        front.curve([(x - 170, 800), (x - 130, 690), (x, 668), (x + 130, 690), (x + 170, 800)], "#0c1116", blur=9)
        front.shape(oval(x, y - 60, size * 0.7, size), "#0c1116", blur=9)
    back.alpha_composite(front.picture())
    return grained(back, seed=7)
