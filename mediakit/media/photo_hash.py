"""ThumbHash: a blurred picture in about 25 bytes. Written after the public description of the format."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Plane = np.ndarray


def thumbhash_of(rgb: np.ndarray) -> str:
    """The hash in base64. rgb: uint8, shape (height, width, 3), opaque, at most 100 × 100 pixels.

    Three planes (lightness, yellow–blue, red–green) as low-frequency cosines, each factor in four bits.
    """
    import numpy as np

    height, width = rgb.shape[:2]
    red, green, blue = np.moveaxis(rgb.astype(np.float64) / 255, 2, 0)
    across = max(1, round(7 * width / max(width, height)))
    down = max(1, round(7 * height / max(width, height)))
    light = _waves((red + green + blue) / 3, max(3, across), max(3, down))
    yellow = _waves((red + green) / 2 - blue, 3, 3)
    red_green = _waves(red - green, 3, 3)
    is_landscape = width > height
    head = _round(63 * light[0]) | _round(31.5 + 31.5 * yellow[0]) << 6 | _round(31.5 + 31.5 * red_green[0]) << 12
    head |= _round(31 * light[2]) << 18
    tail = (down if is_landscape else across) | _round(63 * yellow[2]) << 3 | _round(63 * red_green[2]) << 9
    tail |= int(is_landscape) << 15
    factors = [*light[1], *yellow[1], *red_green[1]]
    packed = bytearray(head.to_bytes(3, "little") + tail.to_bytes(2, "little"))
    for low, high in zip(factors[::2], [*factors[1::2], *([0.0] * (len(factors) % 2))], strict=True):
        packed.append(_round(15 * low) | _round(15 * high) << 4)
    return base64.b64encode(bytes(packed)).decode()


def _waves(plane: Plane, across: int, down: int) -> tuple[float, list[float], float]:
    """A plane's mean, its cosine factors scaled to 0 … 1, and their scale: the triangle of low frequencies."""
    import numpy as np

    height, width = plane.shape
    cos_x = np.cos(np.pi / width * np.outer(np.arange(across), np.arange(width) + 0.5))
    cos_y = np.cos(np.pi / height * np.outer(np.arange(down), np.arange(height) + 0.5))
    factors = cos_y @ plane @ cos_x.T / (width * height)
    kept = [float(factors[y, x]) for y in range(down) for x in range(across) if x * down < across * (down - y)]
    scale = max((abs(factor) for factor in kept[1:]), default=0.0)
    return kept[0], [0.5 + 0.5 / scale * factor if scale else 0.5 for factor in kept[1:]], scale


def _round(value: float) -> int:
    # halves go up, as the format's own decoders expect, and a packed field never overflows
    return max(0, math.floor(value + 0.5))
