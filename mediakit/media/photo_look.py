"""What a photo looks like, in two short values: a blurred picture of it, and how sharp it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediakit.media.photo_hash import thumbhash_of

if TYPE_CHECKING:
    import numpy as np

# the long side on which photos are measured at most: a shake of one of its pixels is seen on a screen
MEASURED_PX = 1600
# a picture is cut into so many tiles each way; what is in focus fills some of them only
_TILES, _SHARP_SHARE = 10, 0.1
_HASHED_PX = 100


@dataclass(frozen=True, slots=True)
class Look:
    """hash: a ThumbHash in base64. sharpness: 0 for none; to be compared among pictures of one thing at one size."""

    hash: str
    sharpness: float


def look_of(rgb: np.ndarray) -> Look:
    """What a picture looks like. rgb: uint8, shape (height, width, 3), upright sRGB, at most about MEASURED_PX wide."""
    return Look(thumbhash_of(_shrunk(rgb)), round(sharpness_of(rgb), 4))


def _shrunk(rgb: np.ndarray) -> np.ndarray:
    """The picture at no more than _HASHED_PX, each pixel the mean of a block."""
    import numpy as np

    step = -(-max(rgb.shape[:2]) // _HASHED_PX)
    if step == 1:
        return rgb
    height, width = (max(1, size // step) for size in rgb.shape[:2])
    across, down = min(step, rgb.shape[1]), min(step, rgb.shape[0])
    blocks = rgb[: height * down, : width * across].reshape(height, down, width, across, 3)
    means: np.ndarray = np.rint(blocks.mean(axis=(1, 3), dtype=np.float32)).astype(np.uint8)
    return means


def sharpness_of(rgb: np.ndarray) -> float:
    """How much the lightness jumps from pixel to pixel (its Laplacian), in the tenth of the tiles where it does most.

    So that a face in focus before a blurred hall is sharp, and a hall in focus behind a blurred face is too.
    """
    import numpy as np

    light = rgb.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    if min(light.shape) < 3:
        return 0.0
    inner = light[1:-1, 1:-1]
    jumps = (4 * inner - light[:-2, 1:-1] - light[2:, 1:-1] - light[1:-1, :-2] - light[1:-1, 2:]) ** 2
    rows, columns = (np.linspace(0, size, min(_TILES, size) + 1, dtype=int) for size in jumps.shape)
    sums = np.add.reduceat(np.add.reduceat(jumps, rows[:-1], axis=0), columns[:-1], axis=1)
    tiles = np.sort((sums / np.outer(np.diff(rows), np.diff(columns))).ravel())
    return float(np.sqrt(tiles[-max(1, round(tiles.size * _SHARP_SHARE)) :].mean()))
