"""What is written over the sample's finished films: name straps, title and end cards. PNG files, 1280 by 720."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mediakit.sample.draw.hall import CORAL, CREAM, NAVY, TEAL
from mediakit.sample.draw.rooms import HEIGHT, WIDTH, grained
from mediakit.sample.draw.sheet import Sheet, box, font, oval

if TYPE_CHECKING:
    from PIL import Image


def png(picture: Image.Image) -> bytes:
    """A picture as the bytes of a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=3)
    return file.getvalue()


def strap(name: str, role: str, *, scale: float = 1.0) -> Image.Image:
    """A name strap (lower third) on a transparent picture."""
    page = Sheet(WIDTH, HEIGHT, scale=scale)
    wide = max(font(400, bold=True).getlength(name) / 400 * 36, font(400).getlength(role) / 400 * 23) + 62
    page.shape(box(64, 566, wide, 96, 4), "#000000", blur=12, opacity=0.35)
    page.shape(box(64, 566, wide, 96, 4), "#12262c", opacity=0.92).shape(box(64, 566, 8, 96), CORAL)
    page.text(94, 608, name, 36, "#ffffff", bold=True)
    page.text(94, 643, role, 23, "#cfe2df")
    return page.picture()


def sample_mark(*, scale: float = 1.0) -> Image.Image:
    """A small mark in the top right corner that says what this is."""
    page = Sheet(WIDTH, HEIGHT, scale=scale)
    page.shape(box(1136, 34, 104, 32, 16), "#000000", opacity=0.38)
    page.text(1188, 57, "SAMPLE", 17, "#ffffff", bold=True, anchor="ms")
    return page.picture()


def trimmed_png(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """The same as a PNG file."""
    cut, corner = trimmed(picture)
    return png(cut), corner


def headline(title: str, note: str, *, scale: float = 1.0) -> Image.Image:
    """A title to lie over a picture, on a transparent sheet."""
    page = Sheet(WIDTH, HEIGHT, scale=scale)
    page.shape(box(-80, 520, WIDTH + 160, 300), "#0b1a24", blur=70, opacity=0.8)
    page.shape(box(96, 540, 120, 8), CORAL)
    page.text(96, 620, title, 66, "#ffffff", bold=True).text(96, 668, note, 27, "#e6efee")
    return page.picture()


def trimmed(picture: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    """A picture without its empty edges, and where its top left corner was."""
    left, top, right, bottom = picture.getbbox() or (0, 0, *picture.size)
    return picture.crop((left, top, right, bottom)), (left, top)


def title_card(title: str, note: str, *, scale: float = 1.0) -> Image.Image:
    """The first picture of a film."""
    page = Sheet(WIDTH, HEIGHT, scale=scale)
    page.shape(box(0, 0, WIDTH, HEIGHT), (TEAL, "#0f343b"))
    for n in range(9):
        page.shape(
            oval(930 + (n % 3) * 120, 150 + (n // 3) * 120, 34, 34),
            CORAL if n == 5 else CREAM,
            opacity=0.9 if n == 5 else 0.16,
        )
    page.shape(box(96, 436, 120, 8), CORAL)
    lines = _broken(title, 15 if len(title) < 34 else 24)
    size = 68 if len(lines) < 3 else 58
    for n, line in enumerate(lines):
        page.text(96, 398 - (len(lines) - 1 - n) * size * 1.16, line, size, CREAM, bold=True)
    page.text(96, 500, note, 27, "#cfe2df")
    page.text(96, 650, "Learning and Action Network on maternity care · a generated sample", 20, "#9fc3c3")
    return grained(page.picture(), 1.0, seed=51)


def end_card(hosts: tuple[str, ...], *, scale: float = 1.0) -> Image.Image:
    """The last picture of a film: whom it was made for."""
    page = Sheet(WIDTH, HEIGHT, scale=scale)
    page.shape(box(0, 0, WIDTH, HEIGHT), (CREAM, "#e6dfce"))
    page.text(640, 196, "Learning and Action Network", 46, NAVY, bold=True, anchor="ms")
    page.text(640, 244, "on maternity care", 30, "#4b5b66", anchor="ms")
    page.shape(box(580, 284, 120, 7), CORAL)
    for n, host in enumerate(hosts):
        x = 640 + (n - (len(hosts) - 1) / 2) * 370
        page.shape(oval(x, 396, 34, 34), (TEAL, CORAL, "#3d3560")[n % 3]).shape(oval(x, 396, 15, 15), CREAM)
        page.text(x, 476, host, 22, NAVY, anchor="ms")
    page.text(
        640, 640, "Sample footage: every person, place and organisation in it is invented.", 20, "#6a6f70", anchor="ms"
    )
    return grained(page.picture(), 1.0, seed=52)


def _broken(title: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(title, width) or [title]
