"""A logo, as every page shows it: small, and without anything that a drawing program wrote into it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.errors import Undecodable
from mediakit.media.photo_decode import gate

# twice the height at which pages show it, for sharp screens; and wide enough for a name in words
MOST_PX = (960, 160)
MOST_SVG_BYTES = 512_000
# names and places of files that drawing programs leave behind, and what could run
_NOT_FOR_OTHERS = re.compile(
    r"<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>|<\?(?!xml\b).*?\?>|<(script|metadata|foreignObject|sodipodi:\w+)\b.*?(?:</\1\s*>|/>)"
    r"|\s(?:sodipodi|inkscape|on\w+)(?::[\w-]+)?\s*=\s*(?:\"[^\"]*\"|'[^']*')",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Logo:
    """suffix: of the file it becomes, with its dot. width_px and height_px: of a picture of pixels, else None."""

    content: bytes
    suffix: str
    width_px: int | None = None
    height_px: int | None = None


def read_logo(path: Path) -> Logo:
    """A logo out of a file, at most 160 pixels high. Raises Undecodable for what is no picture, OSError as it comes."""
    if path.suffix.lower() == ".svg":
        return Logo(_svg(path), ".svg")
    with gate(path):
        from PIL import Image

        with Image.open(io.BytesIO(path.read_bytes()), formats=("PNG", "JPEG", "WEBP")) as image:
            picture = image.convert("RGBA")
        picture.thumbnail(MOST_PX)
        made = io.BytesIO()
        picture.save(made, "PNG", optimize=True)
    return Logo(made.getvalue(), ".png", *picture.size)


def _svg(path: Path) -> bytes:
    text = path.read_bytes()[: MOST_SVG_BYTES + 1].decode("utf-8-sig", "replace")
    if len(text) > MOST_SVG_BYTES:
        raise Undecodable("is larger than half a megabyte", where=str(path), hint="save it as a plain SVG")
    clean = _NOT_FOR_OTHERS.sub("", text)
    if not re.search(r"<svg\b", clean):
        raise Undecodable("not an SVG drawing", where=str(path))
    return clean.encode()
