"""Somebody talking to the camera, frame by frame: the mouth follows the voice, the head sways, the eyes blink.

Frames are JPEG files. A pose comes back again and again, so each is drawn once and its bytes are repeated.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediakit.sample.draw.figure import ORIGIN, draw_behind, draw_body, draw_head
from mediakit.sample.draw.hall import WIDTH as HALL_WIDTH
from mediakit.sample.draw.hall import hall_wide
from mediakit.sample.draw.looks import look_of
from mediakit.sample.draw.rooms import HEIGHT, ROOMS, WIDTH
from mediakit.sample.draw.signs import sample_mark

if TYPE_CHECKING:
    from PIL import Image

SWAY_STEPS = 28
"""How many positions the head has on its way to and fro."""
_HEAD_HALF = 160.0


@dataclass(frozen=True, slots=True)
class Setup:
    """Who sits where: room, x and y of the middle of the face and size in units of the picture."""

    person: str
    room: str
    x: float
    y: float = 300.0
    size: float = 1.22


def poses(mouths: Sequence[int], fps: float, seed: int) -> list[tuple[int, bool, int]]:
    """For each frame: the mouth, whether the eyes are shut, and where on its way the head is (0 … SWAY_STEPS − 1)."""
    dice = random.Random(seed)
    shut: set[int] = set()
    at = int(fps * 1.2)
    while at < len(mouths):
        shut.update(range(at, at + max(1, round(fps / 8))))
        at += int(fps * dice.uniform(2.2, 4.8))
    loop = round(fps * 7)
    return [(mouth, n in shut, (n % loop) * SWAY_STEPS // loop) for n, mouth in enumerate(mouths)]


def jpeg(picture: Image.Image, quality: int = 84) -> bytes:
    """A frame as the bytes of a JPEG file."""
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


class Sitter:
    """A person in a room, ready to be drawn in any pose; scale: pixels for a unit."""

    def __init__(self, setup: Setup, scale: float = 1.0) -> None:
        self._setup, self._scale = setup, scale
        self._look = look_of(setup.person)
        size = scale * setup.size
        self._size = size
        self._corner = (
            round((setup.x - ORIGIN[0] * setup.size) * scale),
            round((setup.y - ORIGIN[1] * setup.size) * scale),
        )
        base = ROOMS[setup.room](scale).convert("RGBA")
        _lay(base, draw_behind(self._look, size), self._corner)
        _lay(base, draw_body(self._look, size), self._corner)
        base.alpha_composite(sample_mark(scale=scale))
        self._still = base.convert("RGB")
        self._heads: dict[tuple[int, bool], Image.Image] = {}
        self._frames: dict[tuple[int, bool, int], bytes] = {}

    def frame(self, mouth: int, blink: bool, sway: int) -> bytes:
        """The JPEG of one pose."""
        pose = (mouth, blink, sway)
        if pose not in self._frames:
            self._frames[pose] = jpeg(self.picture(*pose))
        return self._frames[pose]

    def picture(self, mouth: int, blink: bool, sway: int) -> Image.Image:
        """One pose as a picture."""
        from PIL import Image

        phase = sway / SWAY_STEPS * math.tau
        angle = 1.5 * math.sin(phase) + 0.7 * math.sin(2 * phase + 1.0)
        dx = 3.2 * math.sin(phase + 0.4) * self._size
        dy = (2.2 * math.sin(2 * phase) + (1.2 if mouth > 2 else 0.0)) * self._size
        neck = (_HEAD_HALF * self._size, (ORIGIN[1] + 130) * self._size)
        head = self._head(mouth, blink).rotate(
            angle, Image.Resampling.BILINEAR, center=neck, translate=(round(dx), round(dy))
        )
        picture = self._still.copy()
        corner = self._corner[0] + round((ORIGIN[0] - _HEAD_HALF) * self._size), self._corner[1]
        picture.paste(head, corner, head)
        return picture

    def _head(self, mouth: int, blink: bool) -> Image.Image:
        if (mouth, blink) not in self._heads:
            head = draw_head(self._look, self._size, mouth=mouth, blink=blink)
            # Nothing of a head hangs lower or wider than this: less to turn in every frame.
            left, right = (round((ORIGIN[0] + side * _HEAD_HALF) * self._size) for side in (-1, 1))
            self._heads[mouth, blink] = head.crop((left, 0, right, round((ORIGIN[1] + 250) * self._size)))
        return self._heads[mouth, blink]


def _lay(picture: Image.Image, layer: Image.Image, corner: tuple[int, int]) -> None:
    """Put a layer on a picture that it may reach out of."""
    left, top = max(0, -corner[0]), max(0, -corner[1])
    shown = layer.crop(
        (left, top, min(layer.width, picture.width - corner[0]), min(layer.height, picture.height - corner[1]))
    )
    picture.alpha_composite(shown, (corner[0] + left, corner[1] + top))


def talking(setup: Setup, mouths: Sequence[int], fps: float, *, scale: float = 1.0) -> Iterator[bytes]:
    """The frames of somebody talking: one JPEG for each mouth."""
    sitter = Sitter(setup, scale)
    for mouth, blink, sway in poses(mouths, fps, seed=len(setup.person)):
        yield sitter.frame(mouth, blink, sway)


def panning(speaker: str, count: int, *, scale: float = 1.0) -> Iterator[bytes]:
    """The frames of a slow pan over the hall while somebody speaks at the lectern."""
    from PIL import Image

    finer = 1.5
    hall = hall_wide(scale * finer, sharp=1, speaker=speaker)
    mark = sample_mark(scale=scale)
    size = round(WIDTH * scale), round(HEIGHT * scale)
    spare = (HALL_WIDTH - WIDTH) * scale * finer
    for n in range(count):
        share = n / max(1, count - 1)
        left = spare * (0.08 + 0.84 * (share * share * (3 - 2 * share)))
        area = (left, 0.0, left + WIDTH * scale * finer, float(hall.height))
        picture = hall.resize(size, Image.Resampling.BILINEAR, box=area)
        picture.paste(mark, (0, 0), mark)
        yield jpeg(picture)


def thumbnail(frame: bytes, width_px: int = 320) -> bytes:
    """A frame made small, as a camera keeps it beside a clip."""
    from PIL import Image

    picture = Image.open(io.BytesIO(frame))
    return jpeg(picture.resize((width_px, width_px * picture.height // picture.width), Image.Resampling.BOX), 80)
