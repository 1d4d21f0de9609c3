"""Pictures into files for the web, with nothing in them but the picture: the same bytes for the same pixels."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mediakit.media import photo_colour

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG_QUALITY, WEBP_QUALITY, AVIF_QUALITY = 82, 80, 60


def jpeg(image: Image) -> bytes:
    """A progressive JPEG, 4:2:0, tagged sRGB, with nothing else in it: the same bytes for the same pixels."""
    buffer = io.BytesIO()
    options: dict[str, Any] = {"subsampling": "4:2:0", "progressive": True, "optimize": True}
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, icc_profile=photo_colour.srgb(), **options)
    return buffer.getvalue()


def webp(image: Image) -> bytes:
    """A WebP with nothing in it but the picture; without a profile it is sRGB."""
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=WEBP_QUALITY, method=4)
    return buffer.getvalue()


def avif(image: Image) -> bytes:
    """An AVIF with nothing in it but the picture, in one thread, so that its bytes are the same each time."""
    buffer = io.BytesIO()
    image.save(buffer, "AVIF", quality=AVIF_QUALITY, speed=8, max_threads=1)
    return buffer.getvalue()


def png(image: Image) -> bytes:
    """A PNG with nothing in it but the picture."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


ENCODERS = {".jpg": jpeg, ".webp": webp, ".avif": avif}
