"""A sheet of paper to draw on: smooth shapes, gradients, soft light. Pillow is imported only when a sheet is made.

Positions are in units, from the top left; `scale` says how many pixels a unit is. Colours are "#rrggbb" or
"#rrggbbaa". Shapes are drawn `sharp` times too large and reduced, so that their edges are smooth.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from PIL import Image, ImageFont

Point = tuple[float, float]
Fill = str | tuple[str, str]
"""A colour, or two: a gradient from the top of the shape to its bottom."""

FONTS = Path(__file__).resolve().parent.parent / "fonts"


def rgba(colour: str) -> tuple[int, int, int, int]:
    """The four bytes of "#rrggbb" or "#rrggbbaa"."""
    digits = colour.lstrip("#")
    red, green, blue = (int(digits[n : n + 2], 16) for n in (0, 2, 4))
    return red, green, blue, int(digits[6:8], 16) if len(digits) == 8 else 255


def mixed(one: str, other: str, share: float) -> str:
    """The colour that lies between two: share 0.0 is the first, 1.0 the other."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(rgba(one), rgba(other), strict=True))


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 14) -> list[Point]:
    """A curve through every point (Catmull-Rom), as many short straight lines."""
    count = len(points)
    ends = range(count) if closed else range(count - 1)
    curve: list[Point] = []
    for n in ends:
        if closed:
            around = [points[(n + k) % count] for k in (-1, 0, 1, 2)]
        else:
            around = [points[min(max(n + k, 0), count - 1)] for k in (-1, 0, 1, 2)]
        curve += [_between(around, step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _between(around: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = around

    def one(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)

    return one(ax, bx, cx, dx), one(ay, by, cy, dy)


def oval(x: float, y: float, rx: float, ry: float, *, turn: float = 0.0) -> list[Point]:
    """An ellipse as points; turn is in degrees, clockwise."""
    sin, cos = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    around = [(math.cos(n * math.tau / 64) * rx, math.sin(n * math.tau / 64) * ry) for n in range(64)]
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in around]


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> list[Point]:
    """A rectangle as points, its corners rounded."""
    if radius <= 0:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    corners = ((x + width - radius, y + radius, -90), (x + width - radius, y + height - radius, 0))
    corners += ((x + radius, y + height - radius, 90), (x + radius, y + radius, 180))  # type: ignore[assignment]
    return [
        (cx + radius * math.cos(math.radians(start + n * 15)), cy + radius * math.sin(math.radians(start + n * 15)))
        for cx, cy, start in corners
        for n in range(7)
    ]


@functools.cache
def font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The sample's typeface in a size."""
    from PIL import ImageFont

    return ImageFont.truetype(str(FONTS / ("Manrope-Bold.ttf" if bold else "Manrope-Medium.ttf")), size_px)


class Sheet:
    """A picture being drawn. `picture()` gives it at its true size; `clip` holds later shapes inside a shape."""

    def __init__(
        self,
        width: float,
        height: float,
        *,
        scale: float = 1.0,
        sharp: int = 2,
        origin: Point = (0, 0),
        paper: str = "#00000000",
    ) -> None:
        from PIL import Image

        self.size_px = round(width * scale), round(height * scale)
        self._factor = scale * sharp
        self._sharp = sharp
        self._origin = origin
        self._image = Image.new("RGBA", (self.size_px[0] * sharp, self.size_px[1] * sharp), rgba(paper))
        self._clip: tuple[Image.Image, int, int] | None = None

    def shape(self, points: Sequence[Point], fill: Fill, *, blur: float = 0.0, opacity: float = 1.0) -> Self:
        """Fill a closed shape; blur is in units."""
        self._lay(points, fill, blur, opacity)
        return self

    def curve(self, points: Sequence[Point], fill: Fill, *, blur: float = 0.0, opacity: float = 1.0) -> Self:
        """Fill the smooth shape through some points."""
        return self.shape(smooth(points), fill, blur=blur, opacity=opacity)

    def stroke(
        self, points: Sequence[Point], colour: str, width: float, *, blur: float = 0.0, opacity: float = 1.0
    ) -> Self:
        """Draw a smooth line through some points, thick in its middle and thinner at both ends."""
        curve = smooth(points, closed=False)
        left: list[Point] = []
        right: list[Point] = []
        for n, (x, y) in enumerate(curve):
            ax, ay = curve[max(n - 1, 0)]
            bx, by = curve[min(n + 1, len(curve) - 1)]
            length = math.hypot(bx - ax, by - ay) or 1.0
            half = width / 2 * (0.45 + 0.55 * math.sin(math.pi * n / max(1, len(curve) - 1)))
            left.append((x - (by - ay) / length * half, y + (bx - ax) / length * half))
            right.append((x + (by - ay) / length * half, y - (bx - ax) / length * half))
        return self.shape([*left, *reversed(right)], colour, blur=blur, opacity=opacity)

    def outline(self, points: Sequence[Point], colour: str, width: float, *, opacity: float = 1.0) -> Self:
        """Draw the edge of a closed shape in one thickness."""
        from PIL import Image, ImageDraw

        pixels = self._pixels(points)
        found = self._mask(pixels, width * self._factor)
        if found:
            _, left, top = found
            layer = Image.new("L", found[0].size)
            line = [(x - left, y - top) for x, y in pixels]
            ImageDraw.Draw(layer).line([*line, *line[:2]], fill=255, width=round(width * self._factor), joint="curve")
            self._colour(layer, (left, top), colour, opacity)
        return self

    def text(
        self, x: float, y: float, words: str, size: float, colour: str, *, bold: bool = False, anchor: str = "ls"
    ) -> Self:
        """Write one line; anchor as Pillow's ("ls": from the left, on the baseline)."""
        from PIL import Image, ImageDraw

        face = font(max(1, round(size * self._factor)), bold=bold)
        at = self._pixels([(x, y)])[0]
        left, top, right, bottom = (math.floor(edge) for edge in face.getbbox(words, anchor=anchor))
        corner = max(0, math.floor(at[0]) + left - 2), max(0, math.floor(at[1]) + top - 2)
        layer = Image.new("L", (right - left + 6, bottom - top + 6))
        ImageDraw.Draw(layer).text((at[0] - corner[0], at[1] - corner[1]), words, font=face, fill=255, anchor=anchor)
        shown = layer.crop(
            (0, 0, min(layer.width, self._image.width - corner[0]), min(layer.height, self._image.height - corner[1]))
        )
        if shown.width > 0 and shown.height > 0:
            self._colour(shown, corner, colour, 1.0)
        return self

    def clip(self, points: Sequence[Point] | None) -> Self:
        """From now on draw inside this shape only; None: everywhere again."""
        self._clip = None
        if points is not None:
            self._clip = self._mask(self._pixels(points), 1.0)
        return self

    def stick(self, picture: Image.Image, x: float, y: float) -> Self:
        """Put a finished picture on the sheet; x, y: its top left corner. For sheets at sharp=1 only."""
        self._image.alpha_composite(
            picture.convert("RGBA"),
            (round((x + self._origin[0]) * self._factor), round((y + self._origin[1]) * self._factor)),
        )
        return self

    def soften(self, blur: float) -> Self:
        """Put everything drawn so far out of focus."""
        from PIL import ImageFilter

        self._image = self._image.filter(ImageFilter.GaussianBlur(blur * self._factor))
        return self

    def picture(self) -> Image.Image:
        """The picture at its true size, with transparency."""
        return self._image if self._sharp == 1 else self._image.reduce(self._sharp)

    def _pixels(self, points: Sequence[Point], dx: float = 0.0, dy: float = 0.0) -> list[Point]:
        ox, oy = self._origin
        return [((x + ox) * self._factor - dx, (y + oy) * self._factor - dy) for x, y in points]

    def _lay(self, points: Sequence[Point], fill: Fill, blur: float, opacity: float) -> None:
        from PIL import ImageFilter

        radius = blur * self._factor
        found = self._mask(self._pixels(points), radius * 2.5 + 2, room=math.ceil(radius * 2.5) if blur else 0)
        if found is None:
            return
        mask, left, top = found
        if blur:
            room = math.ceil(radius * 2.5)
            mask = mask.filter(ImageFilter.GaussianBlur(radius))
            mask = mask.crop((room, room, mask.width - room, mask.height - room))
        self._colour(mask, (left, top), fill, opacity)

    def _mask(self, pixels: list[Point], margin: float, room: int = 0) -> tuple[Image.Image, int, int] | None:
        """A shape as a mask no larger than it needs to be, and where its corner lies; None if it is off the sheet.

        room: that much more on every side, so that a blurred shape which leaves the sheet does not pale at its edge.
        """
        from PIL import Image, ImageDraw

        left = max(0, math.floor(min(x for x, _ in pixels) - margin))
        top = max(0, math.floor(min(y for _, y in pixels) - margin))
        right = min(self._image.width, math.ceil(max(x for x, _ in pixels) + margin))
        bottom = min(self._image.height, math.ceil(max(y for _, y in pixels) + margin))
        if right <= left or bottom <= top:
            return None
        mask = Image.new("L", (right - left + 2 * room, bottom - top + 2 * room))
        ImageDraw.Draw(mask).polygon([(x - left + room, y - top + room) for x, y in pixels], fill=255)
        return mask, left, top

    def _colour(self, mask: Image.Image, corner: tuple[int, int], fill: Fill, opacity: float) -> None:
        from PIL import Image, ImageChops

        top, bottom = (fill, fill) if isinstance(fill, str) else fill
        alpha = rgba(top)[3] / 255 * opacity
        if alpha < 1:
            mask = mask.point([round(n * alpha) for n in range(256)])
        if top == bottom:
            layer = Image.new("RGBA", mask.size, rgba(top))
        else:
            ramp = Image.linear_gradient("L").resize(mask.size, Image.Resampling.BILINEAR)
            layer = Image.composite(
                Image.new("RGBA", mask.size, rgba(bottom)), Image.new("RGBA", mask.size, rgba(top)), ramp
            )
        layer.putalpha(mask)
        area = (*corner, corner[0] + mask.width, corner[1] + mask.height)
        if self._clip is not None:
            shape, x, y = self._clip
            area = (max(area[0], x), max(area[1], y), min(area[2], x + shape.width), min(area[3], y + shape.height))
            if area[2] <= area[0] or area[3] <= area[1]:
                return
            layer = layer.crop((area[0] - corner[0], area[1] - corner[1], area[2] - corner[0], area[3] - corner[1]))
            inside = shape.crop((area[0] - x, area[1] - y, area[2] - x, area[3] - y))
            layer.putalpha(ImageChops.multiply(layer.getchannel("A"), inside))
        self._image.alpha_composite(layer, area[:2])
