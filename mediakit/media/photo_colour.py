"""Small ICC profiles for the colour spaces that files name without carrying the profile, the same bytes each time.

Follows ICC.1:2022 (matrix/TRC display profiles, version 4.3) with primaries adapted to D50.
"""

from __future__ import annotations

import struct
from functools import cache

_D50 = (0.96420, 1.0, 0.82491)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_ADOBE_CURVE = (563 / 256,)
_ADAPTED_FROM_D65 = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)


@cache
def srgb() -> bytes:
    """IEC 61966-2-1."""
    columns = ((0.436066, 0.222488, 0.013916), (0.385147, 0.716873, 0.097076), (0.143066, 0.060608, 0.714096))
    return _profile("sRGB", columns, _SRGB_CURVE)


@cache
def display_p3() -> bytes:
    """P3 primaries, D65, sRGB's curve: what phones name by number (CICP 12/13) instead of a profile."""
    columns = ((0.515121, 0.241196, -0.001053), (0.291977, 0.692245, 0.041885), (0.157104, 0.066574, 0.784073))
    return _profile("Display P3", columns, _SRGB_CURVE)


@cache
def adobe_rgb() -> bytes:
    """Adobe RGB (1998): what a camera set to it names only as Exif interoperability `R03`."""
    columns = ((0.609741, 0.311111, 0.019470), (0.205276, 0.625671, 0.060867), (0.149185, 0.063217, 0.744568))
    return _profile("Adobe RGB compatible", columns, _ADOBE_CURVE)


def _profile(name: str, columns: tuple[tuple[float, ...], ...], curve: tuple[float, ...]) -> bytes:
    kind = {1: 0, 5: 3}[len(curve)]
    trc = b"para" + bytes(4) + struct.pack(">HH", kind, 0) + _fixed(*curve)
    xyz = [b"XYZ " + bytes(4) + _fixed(*column) for column in columns]
    tags = {
        b"desc": _text(name),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": b"XYZ " + bytes(4) + _fixed(*_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(*_ADAPTED_FROM_D65),
        **dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), xyz, strict=True)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), trc),
    }
    table, body, places = b"", b"", dict[bytes, int]()
    first = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        if content not in places:
            places[content] = first + len(body)
            body += content + bytes(-len(content) % 4)
        table += tag + struct.pack(">II", places[content], len(content))
    size = first + len(body)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _fixed(*_D50)
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + body


def _fixed(*numbers: float) -> bytes:
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded
