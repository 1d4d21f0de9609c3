"""Whether two pictures show the same, from their ThumbHashes: 25 bytes with which a page draws a blur of them. Pure.

A ThumbHash holds a picture's lowest frequencies as cosines: its light in about 25 of them, its two colours in five
each. Two frames of one moment differ little in them; another view, another crop or another subject differs more.
"""

from __future__ import annotations

import base64
import binascii
import functools
import math
from dataclasses import dataclass

# Pictures moved by up to about a tenth, half a stop lighter or blurred lie below it, other pictures above: of 54
# photos 1,420 in 1,431 pairs are farther apart than 1, and nine in ten moved by a twentieth nearer than 0.6.
ALIKE = 0.75
# how far apart pictures are at most: what has nothing in common
FARTHEST = 2.0
_LONG, _COLOURS = 7, 3
# a change of light moves everything alike, and is no other picture
_BRIGHTNESS, _TINT = 0.5, 1.0
# less contrast than this says nothing of what is where: a wall, a black frame
_FLAT = 0.02


@dataclass(frozen=True, slots=True)
class Waves:
    """What a ThumbHash says. light (0 … 1), yellow, red (−1 … 1): the mean; waves: the cosines of the light."""

    shape: tuple[bool, int]
    light: float
    yellow: float
    red: float
    waves: tuple[float, ...]


def alike(first: str, second: str) -> bool | None:
    """Whether two pictures show the same, by their ThumbHashes in base64; None where one of them is none."""
    far = apart(first, second)
    return None if far is None else far <= ALIKE


def apart(first: str, second: str) -> float | None:
    """How far apart two pictures are: 0 for the same, FARTHEST for nothing in common; None for what is no ThumbHash.

    >>> apart("IRgGDYBIeIiPd4eHiHd3iHeHcA==", "IRgGDYBIeIiPd4eHiHd3iHeHcA==")
    0.0
    >>> apart("", "IRgGDYBIeIiPd4eHiHd3iHeHcA==") is None
    True
    """
    one, other = waves_of(first), waves_of(second)
    if one is None or other is None:
        return None
    if one == other:
        return 0.0
    if one.shape != other.shape:
        return FARTHEST
    light = abs(one.light - other.light) * _BRIGHTNESS
    tint = math.hypot(one.yellow - other.yellow, one.red - other.red) * _TINT
    return min(FARTHEST, _difference(one.waves, other.waves) + light + tint)


def _difference(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How different two patterns are, whatever their contrast: 0 … √2 …, by the angle between them."""
    lengths = math.hypot(*one), math.hypot(*other)
    if max(lengths) < _FLAT:
        return 0.0
    if min(lengths) < _FLAT:
        return FARTHEST
    cosine = sum(a * b for a, b in zip(one, other, strict=True)) / (lengths[0] * lengths[1])
    return math.sqrt(max(0.0, 2 - 2 * cosine))


@functools.lru_cache(maxsize=50_000)
def waves_of(text: str) -> Waves | None:
    """What a ThumbHash in base64 says; None for what is none."""
    try:
        packed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(packed) < 6:
        return None
    head, tail = int.from_bytes(packed[:3], "little"), int.from_bytes(packed[3:5], "little")
    landscape, shorter = bool(tail >> 15), tail & 7
    across, down = (_LONG, shorter) if landscape else (shorter, _LONG)
    count = _kept(max(3, across), max(3, down))
    factors = [(byte >> shift & 15) / 7.5 - 1 for byte in packed[5:] for shift in (0, 4)]
    colours = _kept(_COLOURS, _COLOURS)
    if len(factors) < count + 2 * colours or (head >> 23) & 1:
        return None
    scale = (head >> 18 & 31) / 31
    return Waves(
        shape=(landscape, shorter),
        light=(head & 63) / 63,
        yellow=(head >> 6 & 63) / 31.5 - 1,
        red=(head >> 12 & 63) / 31.5 - 1,
        waves=tuple(factor * scale for factor in factors[:count]),
    )


def _kept(across: int, down: int) -> int:
    """How many cosines a plane has but its mean: a triangle of low frequencies."""
    return sum(x * down < across * (down - y) for y in range(down) for x in range(across)) - 1
