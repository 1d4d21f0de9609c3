"""Photos: what one is and says, its web sizes without a trace of where it was taken, a placeholder for its space."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mediakit.domain.errors import MediaError, Undecodable
from mediakit.domain.facts import Facts, Kind, TimeSource
from mediakit.media import photo_dates, photo_decode, photo_encode, photo_text, raw
from mediakit.media.files import write_whole
from mediakit.media.photo_decode import Picture, gate
from mediakit.media.photo_look import MEASURED_PX, Look, look_of
from mediakit.media.photo_tags import IPTC, XMP, Tags
from mediakit.media.photo_text import Written, read_iptc
from mediakit.media.photo_xmp import embed_text as embed_text
from mediakit.media.photo_xmp import read_xmp

if TYPE_CHECKING:
    import numpy as np

Detail = str | int | float | bool

_LOOKED_AT_PIXELS = 50_000_000
_LOOKED_AT_PX = (320, 320)
_SMALL_PREVIEW_PX = 1000
_HASHED_PX = 100
_SAME_SHAPE = 0.015
_BOX_FORMATS = {"HEIF", "AVIF"}
_CLOCKWISE = {3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}
_LENS, _ISO, _EXPOSURE, _APERTURE, _FOCAL_LENGTH = 0xA434, 0x8827, 0x829A, 0x829D, 0x920A


@dataclass(frozen=True, slots=True)
class Made:
    """One picture that was written: its path, its size as displayed and the size of its file.

    look: what it looks like, measured on the largest copy of at most MEASURED_PX, else on the smallest.
    """

    path: Path
    width_px: int
    height_px: int
    bytes: int
    look: Look | None = None


def read(path: Path) -> Facts:
    """What the photo is, was taken with and says of itself; never its position and no serial number.

    Sizes are of the full picture as displayed (EXIF orientation, HEIF irot), for a RAW too. Dates are kept as they
    are; one that can hardly be true adds a warning. A picture that opens but is cut off says how much of it can be
    seen; one of which nothing decodes has `plays` False. Raises Undecodable for what is no picture, for damaged
    headers and for more than 250 megapixels, before any of them is allocated.
    """
    with gate(path):
        if path.stat().st_size == 0:
            raise Undecodable("the file is empty", hint="copy it from the card again")
        sensor = raw.read_raw(path)
        if sensor:
            return _read_raw(path, sensor)
        with path.open("rb") as file, photo_decode.opened(file) as picture:
            plays, trouble = _look(path, picture)
            found = photo_decode.written(picture, raw.xmp_box(path) if picture.format == "JPEG2000" else b"")
            thermal = photo_decode.thermal_block(picture.image)
            extra = {"format": picture.format, **photo_decode.details(picture.image)}
    facts = _facts(found, picture.displayed_px, thermal)
    warnings = (trouble, *facts.warnings) if trouble else facts.warnings
    return replace(facts, plays=plays, warnings=warnings, extra={**extra, **facts.extra})


def _read_raw(path: Path, sensor: raw.Raw) -> Facts:
    tags = sensor.tags
    packet = tags.main.raw(XMP) or raw.xmp_box(path)
    found = Written(tags, read_iptc(tags.main.raw(IPTC) or b""), read_xmp(packet))
    size_px = photo_decode.turned((sensor.width_px, sensor.height_px), tags.orientation)
    try:
        with _preview(path, sensor) as (picture, _):
            inside_px = picture.displayed_px
    except MediaError:
        inside_px = (0, 0)
    if not all(size_px):
        size_px = inside_px
    if not all(size_px):
        raise Undecodable("the RAW file's header is damaged: it gives no size")
    facts = _facts(found, size_px, b"")
    extra: dict[str, Detail] = {"format": sensor.format, **facts.extra}
    if not all(inside_px):
        lack = "holds no preview that can be shown: export a JPEG of it from the photo editor"
        return replace(facts, plays=False, warnings=(lack, *facts.warnings), extra=extra)
    extra |= {"preview_width_px": inside_px[0], "preview_height_px": inside_px[1]}
    if max(inside_px) < min(_SMALL_PREVIEW_PX, max(size_px)):
        lack = (
            f"its preview has only {inside_px[0]} × {inside_px[1]} pixels: export a larger JPEG from the photo editor"
        )
        facts = replace(facts, warnings=(lack, *facts.warnings))
    return replace(facts, extra=extra)


def _facts(found: Written, displayed_px: tuple[int, int], thermal: bytes) -> Facts:
    moment = photo_dates.captured_at(found, thermal)
    doubt = photo_dates.doubt(moment, datetime.now(UTC)) if moment else None
    return Facts(
        kind=Kind.PHOTO,
        width_px=displayed_px[0],
        height_px=displayed_px[1],
        rotation=_CLOCKWISE.get(found.tags.orientation, 0),
        captured_at=moment,
        captured_at_source=TimeSource.METADATA if moment else None,
        camera=photo_text.camera(found.tags),
        described=photo_text.described(found),
        warnings=(doubt,) if doubt else (),
        extra=_exposure(found.tags),
    )


def _exposure(tags: Tags) -> dict[str, Detail]:
    exif = tags.exif
    found: dict[str, Detail | None] = {
        "lens": exif.text(_LENS),
        "iso": exif.number(_ISO),
        "exposure_s": exif.decimal(_EXPOSURE),
        "f_number": exif.decimal(_APERTURE),
        "focal_length_mm": exif.decimal(_FOCAL_LENGTH),
    }
    # a damaged block holds any number; JSON knows neither infinity nor not-a-number
    good = {name: value for name, value in found.items() if isinstance(value, str) or (value and 0 < value < 1e6)}
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in good.items() if value}


def _look(path: Path, picture: Picture) -> tuple[bool, str | None]:
    """Whether anything of an opened picture can be seen, and what is wrong with it, as one plain sentence."""
    if picture.format in _BOX_FORMATS:
        there = raw.present(path)
        if there >= 1:
            return True, None
    elif picture.format not in ("JPEG", "MPO") and picture.width_px * picture.height_px > _LOOKED_AT_PIXELS:
        return True, None
    try:
        with gate(path):
            image, is_whole = photo_decode.decode(picture, _LOOKED_AT_PX)
            share = 1.0 if is_whole else photo_decode.seen(image)
    except Undecodable:
        return False, "the picture is damaged: nothing of it can be seen; copy it from the card again"
    if is_whole and picture.format not in _BOX_FORMATS:
        return True, None
    if share < 0.01:
        return False, "cut off: nothing of the picture can be seen; copy it from the card again"
    if is_whole:
        return True, f"cut off: only {min(there, 0.99):.0%} of the file is there; copy it from the card again"
    return True, f"cut off: about {min(share, 0.99):.0%} of the picture can be seen; copy it from the card again"


def make_sizes(source: Path, facts: Facts, targets: Sequence[tuple[Path, int]]) -> tuple[Made, ...]:
    """Write the photo in sRGB, upright, one file for each (path, long side in px); decoded once.

    The path's suffix says what is written: .jpg (progressive), .webp or .avif. Never enlarged: the first target the
    original is too small for gets it at its own size, the ones above are left out. No EXIF, XMP, IPTC, position, serial
    number or comment is written; the bytes are the same each time. The first frame of an animation; the largest preview
    of a RAW; of a cut-off picture what can be seen, the rest grey. `facts` are those of `read`. Raises Undecodable if
    nothing can be seen.
    """
    if not facts.plays:
        raise Undecodable("nothing of the picture can be seen", where=str(source), hint="copy it from the card again")
    with gate(source), _viewable(source) as (picture, is_preview):
        displayed_px, crop_to = picture.displayed_px, None
        if is_preview and facts.width_px and facts.height_px:
            shape = facts.width_px / facts.height_px
            if abs(displayed_px[0] / displayed_px[1] / shape - 1) > _SAME_SHAPE:
                crop_to = shape
                displayed_px = cut_to_shape(displayed_px, shape)
        made: list[Made] = []
        plan = _by_size(displayed_px, targets)
        measured = next((paths[0] for size_px, paths in reversed(plan) if max(size_px) <= MEASURED_PX), plan[0][1][0])
        image = None
        for size_px, paths in reversed(plan):
            image = photo_decode.shrink(image, size_px) if image else photo_decode.render(picture, size_px, crop_to)
            for path in paths:
                content = photo_encode.ENCODERS[path.suffix](image)
                write_whole(path, content)
                look = look_of(photo_decode.pixels(image)) if path == measured else None
                made.append(Made(path, *size_px, len(content), look))
        return tuple(reversed(made))


def _by_size(
    displayed_px: tuple[int, int], targets: Sequence[tuple[Path, int]]
) -> list[tuple[tuple[int, int], list[Path]]]:
    """What is to be made of each size, smallest first."""
    found: dict[tuple[int, int], list[Path]] = {}
    for suffix in dict.fromkeys(path.suffix for path, _ in targets):
        for path, size_px in plan_sizes(displayed_px, [t for t in targets if t[0].suffix == suffix]):
            found.setdefault(size_px, []).append(path)
    return sorted(found.items())


def redrawn(content: bytes, long_side_px: int) -> bytes:
    """A picture as a PNG of at most that size, see-through parts white, with nothing in it but the picture.

    Raises Undecodable.
    """
    with gate(Path("picture")), photo_decode.opened(io.BytesIO(content)) as picture:
        ((_, size_px),) = plan_sizes(picture.displayed_px, [(Path(), long_side_px)])
        return photo_encode.png(photo_decode.render(picture, size_px))


def plan_sizes(
    displayed_px: tuple[int, int], targets: Sequence[tuple[Path, int]]
) -> tuple[tuple[Path, tuple[int, int]], ...]:
    """The path and size of each picture to make, smallest first: none enlarged, no size twice.

    >>> [(path.name, size) for path, size in plan_sizes((1000, 500), [(Path("l"), 2000), (Path("s"), 400)])]
    [('s', (400, 200)), ('l', (1000, 500))]
    """
    longest = max(displayed_px)
    plan: list[tuple[Path, tuple[int, int]]] = []
    for path, long_side in sorted(targets, key=lambda target: target[1]):
        scale = min(1.0, long_side / longest)
        size = max(1, round(displayed_px[0] * scale)), max(1, round(displayed_px[1] * scale))
        if not plan or plan[-1][1] != size:
            plan.append((path, size))
    return tuple(plan)


def cut_to_shape(size_px: tuple[int, int], shape: float) -> tuple[int, int]:
    """The largest size of a shape (width by height) inside another: what is left when black bars are cut away."""
    width, height = size_px
    return max(1, min(width, round(height * shape))), max(1, min(height, round(width / shape)))


@contextlib.contextmanager
def _viewable(source: Path) -> Iterator[tuple[Picture, bool]]:
    """The picture to show, opened, and whether it is only the preview of a RAW."""
    sensor = raw.read_raw(source)
    if sensor:
        with _preview(source, sensor) as (picture, is_preview):
            yield picture, is_preview
        return
    with source.open("rb") as file, photo_decode.opened(file) as picture:
        yield picture, False


@contextlib.contextmanager
def _preview(path: Path, sensor: raw.Raw) -> Iterator[tuple[Picture, bool]]:
    """The largest picture inside a RAW that decodes: a JPEG, or the first picture of its TIFF structure."""
    size_px = photo_decode.turned((sensor.width_px, sensor.height_px), sensor.tags.orientation)
    shape = size_px[0] / size_px[1] if all(size_px) else 1.0
    for inside in raw.previews(path):
        content = io.BytesIO(raw.preview_bytes(path, inside))
        if _decodes(path, content):
            with photo_decode.opened(content) as picture:
                yield photo_decode.as_preview_of(picture, sensor.tags, shape), True
            return
    with path.open("rb") as file:
        if not _decodes(path, file):
            raise Undecodable("the RAW file holds no preview that can be shown", where=str(path))
        with photo_decode.opened(file) as picture:
            yield picture, True


def _decodes(path: Path, stream: io.BytesIO | io.BufferedReader) -> bool:
    try:
        with gate(path), photo_decode.opened(stream) as picture:
            return photo_decode.decode(picture, _LOOKED_AT_PX)[1]
    except Undecodable:
        return False


def placeholder(path: Path) -> str:
    """The picture's average colour as `#rrggbb`, to fill its space until it is there. Raises Undecodable."""
    red, green, blue = (round(float(level)) for level in _small(path, 32).reshape(-1, 3).mean(axis=0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def thumbhash(path: Path) -> str:
    """About 25 bytes in base64 that a page turns into a blurred stand-in (ThumbHash format). Raises Undecodable."""
    from mediakit.media.photo_hash import thumbhash_of

    return thumbhash_of(_small(path, _HASHED_PX))


def _small(path: Path, long_side_px: int) -> np.ndarray:
    """The upright sRGB picture at a small size, uint8, shape (height, width, 3)."""
    with gate(path), _viewable(path) as (picture, _):
        ((_, size_px),) = plan_sizes(picture.displayed_px, [(path, long_side_px)])
        return photo_decode.pixels(photo_decode.render(picture, size_px))
