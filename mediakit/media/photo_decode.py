"""The one door to Pillow: opens pictures by their header, decodes them once, turns them into upright sRGB.

Whatever Pillow's plugins raise leaves this module as Undecodable, through `gate`. Pillow is imported late.
"""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import os
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mediakit.domain.errors import MediakitError, Undecodable
from mediakit.media import photo_colour
from mediakit.media.photo_tags import IPTC, MAX_BLOCK_BYTES, PHOTOSHOP, XMP, Tags, is_compressed, read_tags
from mediakit.media.photo_text import Written, iptc_of_photoshop, read_iptc
from mediakit.media.photo_xmp import read_xmp

if TYPE_CHECKING:
    from types import ModuleType

    import numpy as np
    from PIL.Image import Image

MAX_PIXELS = 250_000_000
"""Larger than any camera's picture, and as much as memory should be asked for: 1 GB decoded."""

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "GIF", "JPEG2000", "BMP")
_HARD_ERRORS = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.EIO, errno.ENOSPC, errno.EMFILE}
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture whose header was read and whose pixels were not.

    width_px, height_px: as stored. orientation: 1 … 8, how it is to be turned. tags: what stands in its EXIF block.
    """

    image: Image
    stream: BinaryIO
    format: str
    width_px: int
    height_px: int
    tags: Tags
    orientation: int

    @property
    def displayed_px(self) -> tuple[int, int]:
        """Width and height after turning."""
        return turned((self.width_px, self.height_px), self.orientation)


def turned(size_px: tuple[int, int], orientation: int) -> tuple[int, int]:
    """A stored size as displayed: width and height change places for orientations 5 … 8."""
    return (size_px[1], size_px[0]) if orientation >= 5 else size_px


@contextlib.contextmanager
def gate(path: Path) -> Iterator[None]:
    """Turn whatever a picture library raises into Undecodable with one plain sentence.

    Our own errors and those of the disk itself (gone, not allowed, unreadable, full) pass as they are.
    """
    try:
        yield
    except MediakitError as error:
        if error.where is None:
            error.where = str(path)
        raise
    except Exception as error:
        # the one mapping gate: damaged bytes make plugins raise anything at all
        if isinstance(error, OSError) and error.errno in _HARD_ERRORS:
            raise
        raise Undecodable(
            _reason(error), where=str(path), hint="if the camera still shows it, copy it from the card again"
        ) from error


def _reason(error: Exception) -> str:
    kind = type(error).__name__
    if kind == "UnidentifiedImageError":
        return "not a picture that can be opened, or its first bytes are damaged"
    if kind == "DecompressionBombError":
        return f"claims to be a picture of more than {MAX_PIXELS // 1_000_000} megapixels: refused"
    if isinstance(error, MemoryError):
        return "asks for more memory than a picture can need: refused"
    return "the picture is damaged and does not open"


@cache
def _pillow() -> ModuleType:
    """Pillow, with HEIC and with our limit. It talks through warnings and logging: reports are ours to make."""
    import pi_heif
    from PIL import Image

    logging.getLogger("PIL").addHandler(logging.NullHandler())
    logging.getLogger("PIL").propagate = False
    warnings.filterwarnings("ignore", module=r"PIL\.")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # it warns at this and refuses at twice this
    pi_heif.register_heif_opener(thumbnails=False)
    return Image


@contextlib.contextmanager
def opened(stream: BinaryIO) -> Iterator[Picture]:
    """The picture in a stream by its content; only headers are read. Call inside `gate`."""
    stream.seek(0)
    with _pillow().open(stream, formats=_FORMATS) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise Undecodable(f"claims to be a picture of more than {MAX_PIXELS // 1_000_000} megapixels: refused")
        tags = tags_of(image, stream)
        # Pillow turns TIFFs by itself while decoding and gives their turned size
        orientation = 1 if image.format == "TIFF" else tags.orientation
        yield Picture(image, stream, str(image.format), width, height, tags, orientation)


def tags_of(image: Image, stream: BinaryIO) -> Tags:
    """The tags of an opened picture, read by ourselves: Pillow takes all text for Latin-1 and stumbles over damage."""
    if image.format == "TIFF":
        position = stream.tell()
        tags = read_tags(stream)
        stream.seek(position)
        return tags
    block = image.info.get("exif") or (_png_exif(stream) if image.format == "PNG" else b"")
    if not isinstance(block, bytes):
        return Tags()
    return read_tags(io.BytesIO(block.removeprefix(b"Exif\0\0")))


def _png_exif(stream: BinaryIO) -> bytes:
    """The eXIf chunk of a PNG, which may stand behind the pixels, where Pillow has not been yet (PNG 3, 11.3.4.5)."""
    position, at, found = stream.tell(), 8, b""
    for _ in range(100_000):
        stream.seek(at)
        head = stream.read(8)
        size = int.from_bytes(head[:4], "big")
        if len(head) < 8 or head[4:] in (b"eXIf", b"IEND"):
            found = stream.read(min(size, MAX_BLOCK_BYTES)) if head[4:] == b"eXIf" else b""
            break
        at += size + 12
    stream.seek(position)
    return found


def written(picture: Picture, packet: bytes = b"") -> Written:
    """All that somebody or a camera wrote into an opened picture. packet: XMP found elsewhere."""
    image, tags = picture.image, tags_of(picture.image, picture.stream)
    resources = image.info.get("photoshop")
    block = resources.get(0x0404) if isinstance(resources, dict) else None
    block = block or tags.main.raw(IPTC) or iptc_of_photoshop(tags.main.raw(PHOTOSHOP) or b"")
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or tags.main.raw(XMP) or packet
    found = found.encode() if isinstance(found, str) else found
    return Written(tags, read_iptc(block) if isinstance(block, bytes) else {}, read_xmp(found))


def details(image: Image) -> dict[str, str | int | float | bool]:
    """What is worth knowing of an opened picture's pixels: mode, colour profile's name, whether it moves."""
    found: dict[str, str | int | float | bool] = {"mode": image.mode}
    profile = _profile(image.info.get("icc_profile"))
    if profile:
        from PIL.ImageCms import PyCMSError, getProfileDescription

        with contextlib.suppress(PyCMSError):
            found["colour_profile"] = getProfileDescription(profile).strip()
    if image.format in ("GIF", "WEBP", "PNG", "AVIF") and getattr(image, "is_animated", False):
        found["animated"] = True
    return found


def thermal_block(image: Image) -> bytes:
    """The FLIR block of a thermal camera's JPEG, joined from its segments; empty if there is none."""
    segments = [content for _, content in getattr(image, "applist", []) if content[:5] == b"FLIR\0"]
    return b"".join(content[8:] for content in sorted(segments, key=lambda content: content[6]))


def decode(picture: Picture, size_px: tuple[int, int] | None = None) -> tuple[Image, bool]:
    """The pixels, and whether all of them are there. size_px: a stored size that is large enough (JPEG decodes fast).

    Of a cut-off file what is there, the rest grey or black. Raises whatever Pillow raises if nothing decodes.
    """
    image = picture.image
    if picture.format == "TIFF" and is_compressed(picture.tags.main):
        with _quiet():
            image.load()
        return image, True
    if size_px and picture.format in ("JPEG", "MPO"):
        image.draft(image.mode, size_px)
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, OSError) and error.errno in _HARD_ERRORS:
            raise
        return _salvaged(picture, size_px), False
    return image, True


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the C library under Pillow off the terminal.

    libtiff writes every complaint about a damaged file to the standard error of the process, past Python, hundreds
    of lines for a hostile one. What another thread says there in the same moment is lost.
    """
    with _one_at_a_time:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


def _salvaged(picture: Picture, size_px: tuple[int, int] | None) -> Image:
    picture.stream.seek(0)
    content = picture.stream.read()
    if picture.format in ("JPEG", "MPO"):
        # an end marker makes the decoder finish by itself, and leaves what it never saw grey
        image: Image = _pillow().open(io.BytesIO(content + b"\xff\xd9"), formats=("JPEG",))
        if size_px:
            image.draft(image.mode, size_px)
        image.load()
        return image
    from PIL import ImageFile

    with _one_at_a_time:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image = _pillow().open(io.BytesIO(content), formats=_FORMATS)
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    return image


def seen(image: Image) -> float:
    """How much of a cut-off picture can be seen, 0.0 … 1.0: the rows above the one-coloured rest."""
    import numpy as np

    rows = np.asarray(image.convert("RGB"), dtype=np.int16)
    blank = (np.abs(rows - rows[-1, -1]).max(axis=(1, 2)) <= 2)[::-1]
    return float(1 - (len(blank) if blank.all() else int(blank.argmin())) / len(blank))


def render(picture: Picture, size_px: tuple[int, int], crop_to: float | None = None) -> Image:
    """The picture decoded once, at a displayed size, upright, opaque, in sRGB, without any metadata.

    crop_to: width by height to cut the middle out in, for previews with black bars. Lanczos in the file's own gamma.
    """
    stored_px = turned(size_px, picture.orientation)
    if crop_to:
        # the bars are cut away after decoding: ask for as much more as they take
        stored_px = (stored_px[0] * 5 // 4, stored_px[1] * 5 // 4)
    image, _ = decode(picture, stored_px)
    profile = image.info.get("icc_profile")
    named = None if profile else _named_profile(picture)
    image = _resizable(image)
    if crop_to:
        image = image.crop(_middle(image.size, crop_to if picture.orientation < 5 else 1 / crop_to))
    target = turned(size_px, picture.orientation)
    if image.size != target:
        image = image.resize(target, _pillow().Resampling.LANCZOS, reducing_gap=3.0)
    image = _upright(_srgb(image, profile or named), picture.orientation)
    image.info = {}
    return image


def pixels(image: Image) -> np.ndarray:
    """An RGB picture as uint8, shape (height, width, 3)."""
    import numpy as np

    return np.asarray(image)


def shrink(image: Image, size_px: tuple[int, int]) -> Image:
    """The picture at a smaller size, Lanczos."""
    return image.resize(size_px, _pillow().Resampling.LANCZOS)


def _middle(size_px: tuple[int, int], shape: float) -> tuple[int, int, int, int]:
    width, height = size_px
    kept_width, kept_height = min(width, round(height * shape)), min(height, round(width / shape))
    left, top = (width - kept_width) // 2, (height - kept_height) // 2
    return left, top, left + kept_width, top + kept_height


def _resizable(image: Image) -> Image:
    """The same picture in a mode that can be averaged: no palettes, no single bits, eight bits a channel."""
    mode = image.mode
    if mode in ("I", "F") or mode.startswith("I;"):
        return _eight_bits(image)
    if mode in ("P", "PA", "La", "RGBa", "LA") or (mode in ("L", "RGB", "1") and "transparency" in image.info):
        return image.convert("RGBA")
    if mode in ("YCbCr", "HSV", "RGBX"):
        return image.convert("RGB")
    return image.convert("L") if mode == "1" else image


def _eight_bits(image: Image) -> Image:
    """Grey of 16 or 32 bits scaled to 8: by its range if it is whole numbers, by 1.0 or its maximum if it is not."""
    import numpy as np

    values = np.asarray(image)
    top = 65535.0 if values.dtype.kind in "ui" and values.max(initial=0) <= 65535 else float(values.max(initial=1))
    if image.mode == "F" and top <= 1.0:
        top = 1.0
    scaled = np.nan_to_num(values.astype(np.float32)) * np.float32(255 / max(top, 1e-9))
    grey: Image = _pillow().fromarray(np.clip(scaled + 0.5, 0, 255).astype(np.uint8))
    return grey


def _srgb(image: Image, profile_bytes: bytes | None) -> Image:
    """Opaque RGB in sRGB: through the profile where there is a usable one, see-through parts on white."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    colours = _through_profile(colours, profile_bytes) or colours.convert("RGB")
    if alpha is None:
        return colours
    paper: Image = _pillow().new("RGB", colours.size, "white")
    paper.paste(colours, mask=alpha)
    return paper


def _through_profile(image: Image, profile_bytes: bytes | None) -> Image | None:
    from PIL.ImageCms import Flags, Intent, PyCMSError, createProfile, profileToProfile

    source = _profile(profile_bytes) or (createProfile("LAB") if image.mode == "LAB" else None)
    if source is None or profile_bytes == photo_colour.srgb():
        return None
    intent, flags = Intent.RELATIVE_COLORIMETRIC, Flags.BLACKPOINTCOMPENSATION
    try:
        return profileToProfile(image, source, _profile(photo_colour.srgb()), intent, "RGB", flags=flags)
    except (PyCMSError, ValueError):
        # a profile for other channels than the picture has: its numbers are the better guess
        return None


def _profile(content: object) -> Any:
    """A usable profile, or None: damaged profiles are common and harmless."""
    from PIL.ImageCms import ImageCmsProfile

    if not isinstance(content, bytes) or len(content) < 128:
        return None
    try:
        return ImageCmsProfile(io.BytesIO(content))
    except OSError:
        return None


def _named_profile(picture: Picture) -> bytes | None:
    """The profile of a colour space that the file only names."""
    if picture.tags.interop.text(1) == "R03":
        return photo_colour.adobe_rgb()
    numbers = picture.image.info.get("nclx_profile")
    if isinstance(numbers, dict) and int(numbers.get("color_primaries", 0)) == 12:
        return photo_colour.display_p3()
    return None


def _upright(image: Image, orientation: int) -> Image:
    """The picture turned as Exif 3.0, 4.6.4 A says of its orientation."""
    turns = _pillow().Transpose
    turn = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_270,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def as_preview_of(picture: Picture, tags: Tags, shape: float) -> Picture:
    """A RAW's preview, to be turned as the RAW says, unless it lies turned in the file already.

    shape: width by height of the RAW as displayed.
    """
    width, height = turned((picture.width_px, picture.height_px), tags.orientation)
    lies_turned = (width > height) != (shape > 1) and width != height and shape != 1
    return replace(picture, tags=tags, orientation=1 if lies_turned else tags.orientation)
