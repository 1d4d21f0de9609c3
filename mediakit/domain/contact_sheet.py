"""The small pictures that show where one is seeking: how many, how far apart, and where each is on their sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass

LONG_SIDE_PX, MOST, COLUMNS = 160, 100, 10
NEAREST_MS = 2_000


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """Tiles of one size from left to right and from top to bottom; the n-th is the film at n × every_ms."""

    number: int
    every_ms: int
    columns: int
    tile_width_px: int
    tile_height_px: int

    @property
    def rows(self) -> int:
        return math.ceil(self.number / self.columns)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the whole sheet."""
        return self.columns * self.tile_width_px, self.rows * self.tile_height_px


def sheet_for(duration_ms: int, width_px: int, height_px: int) -> ContactSheet:
    """The sheet of a film: at most a hundred tiles, none nearer than two seconds, whole seconds apart.

    >>> sheet_for(51_000, 1280, 720)
    ContactSheet(number=26, every_ms=2000, columns=10, tile_width_px=160, tile_height_px=90)
    """
    every_ms = max(NEAREST_MS, math.ceil(duration_ms / MOST / 1000) * 1000)
    number = max(1, math.ceil(duration_ms / every_ms))
    scale = LONG_SIDE_PX / max(width_px, height_px, 1)
    tile = (max(2, round(side_px * scale / 2) * 2) for side_px in (width_px, height_px))
    return ContactSheet(number, every_ms, min(COLUMNS, number), *tile)
