"""Two pictures that show something else."""

from __future__ import annotations

from PIL import Image, ImageDraw

SIZE = (960, 640)


def person(at_px: int = 480, light: int = 0) -> Image.Image:
    """Somebody before a wall, standing at a place."""
    image = Image.new("RGB", SIZE, (190 + light, 180 + light, 160 + light))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 480, 960, 640), (90 + light, 60 + light, 40 + light))
    draw.ellipse((at_px - 90, 120, at_px + 90, 330), (120 + light, 80 + light, 60 + light))
    draw.rectangle((at_px - 160, 320, at_px + 160, 640), (30, 60 + light, 120 + light))
    for line in range(0, 960, 40):
        draw.line((line, 0, line, 640), (160 + light, 150 + light, 140 + light))
    return image


def hall() -> Image.Image:
    """Rows of chairs before a bright window."""
    image = Image.new("RGB", SIZE, (60, 50, 50))
    draw = ImageDraw.Draw(image)
    draw.rectangle((560, 40, 900, 300), (240, 240, 230))
    for row in range(4):
        draw.rectangle((40 + row * 30, 360 + row * 60, 700 - row * 30, 390 + row * 60), (140, 30, 30))
    return image
