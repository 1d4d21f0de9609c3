"""RAW files: how large the full picture is, and the pictures for looking at that lie inside.

Knows DNG 1.7, the TIFF-like RAWs (NEF, CR2, ARW, PEF, SRW, ORF, RW2, 3FR …), Canon CR3 and Fujifilm RAF. Sensor data is
never developed: mediakit shows what the camera itself made of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mediakit.media.photo_tags import HEIGHT, MAX_BLOCK_BYTES, PHOTOMETRIC, WIDTH, Directory, Tags, read_tags

CFA, LINEAR_RAW = 32803, 34892
_DNG_VERSION, _DEFAULT_CROP, _EXIF_WIDTH, _EXIF_HEIGHT = 0xC612, 0xC620, 0xA002, 0xA003
_MAGICS = {b"IIU\0": "RW2", b"IIRO": "ORF", b"IIRS": "ORF", b"MMOR": "ORF"}
_CANON_BOX = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_CHUNK_BYTES = 4 << 20
_MAX_PREVIEW_BYTES = 64 << 20
_MAX_PREVIEWS = 64


@dataclass(frozen=True, slots=True)
class Raw:
    """A RAW file: its format, the stored size of the full picture (before turning) and its tags."""

    format: str
    width_px: int
    height_px: int
    tags: Tags


@dataclass(frozen=True, slots=True)
class Preview:
    """A JPEG inside a RAW file: where it begins and the size its header gives."""

    offset_bytes: int
    width_px: int
    height_px: int


def read_raw(path: Path) -> Raw | None:
    """The RAW in a file by its content, or None if it is none. Memory is bounded whatever the file says."""
    with path.open("rb") as file:
        head = file.read(32)
        if head[4:12] == b"ftypcrx ":
            return _canon(file)
        if head[:15] == b"FUJIFILMCCD-RAW":
            return _fujifilm(file)
        if head[:2] not in (b"II", b"MM"):
            return None
        tags = read_tags(file)
        return _tiff(head, tags)


def xmp_box(path: Path) -> bytes:
    """The XMP packet in a top-level box of CR3 and JPEG 2000 files (ISO 16684-3), or nothing."""
    with path.open("rb") as file:
        for name, start, end in _boxes(file, 0, _length(file)):
            file.seek(start)
            if name == b"uuid" and file.read(16) == _XMP_BOX:
                return file.read(min(end - start - 16, MAX_BLOCK_BYTES))
    return b""


def present(path: Path) -> float:
    """How much of a box-structured file (HEIF, AVIF) is there, 0.0 … 1.0, by what its top-level boxes claim."""
    with path.open("rb") as file:
        length = claimed = _length(file)
        at = 0
        while at + 8 <= length:
            file.seek(at)
            head = file.read(16)
            size = int.from_bytes(head[8:16] if head[:4] == b"\0\0\0\1" else head[:4], "big") or length - at
            at += max(size, 8)
            claimed = max(claimed, at)
    return length / claimed if claimed else 0.0


def previews(path: Path) -> tuple[Preview, ...]:
    """The baseline and progressive JPEGs inside a file, the one of most pixels first.

    Found by their first bytes, since half of the makers keep the large one where only their own notes say.
    """
    with path.open("rb") as file:
        found = [preview for offset in _starts(file) if (preview := _header(file, offset))]
    return tuple(sorted(found[:_MAX_PREVIEWS], key=lambda p: (-p.width_px * p.height_px, p.offset_bytes)))


def preview_bytes(path: Path, preview: Preview) -> bytes:
    """The JPEG's bytes up to its end marker, at most 64 MiB."""
    with path.open("rb") as file:
        file.seek(preview.offset_bytes)
        content = file.read(_MAX_PREVIEW_BYTES)
    scan = _scan_start(io.BytesIO(content), 0)
    end = content.find(b"\xff\xd9", scan or 0)
    return content[: end + 2] if end > 0 else content


def _tiff(head: bytes, tags: Tags) -> Raw | None:
    sensor = [d for d in tags.pictures if d.number(PHOTOMETRIC) in (CFA, LINEAR_RAW)]
    is_dng = _DNG_VERSION in tags.main.tags
    kind = _MAGICS.get(head[:4]) or ("CR2" if head[8:10] == b"CR" else "DNG" if is_dng else "RAW" if sensor else None)
    if kind is None:
        return None
    if kind == "RW2":
        top, left, bottom, right = (tags.main.number(tag) or 0 for tag in (4, 5, 6, 7))
        return Raw(kind, max(right - left, 0), max(bottom - top, 0), tags)
    sizes = [_size(directory) for directory in (sensor or tags.pictures)]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return Raw(kind, width, height, tags)


def _size(directory: Directory) -> tuple[int, int]:
    stored = directory.number(WIDTH) or 0, directory.number(HEIGHT) or 0
    crop = directory.tags.get(_DEFAULT_CROP)
    if isinstance(crop, tuple) and len(crop) == 2 and 0 < crop[0] <= stored[0] and 0 < crop[1] <= stored[1]:
        return round(crop[0]), round(crop[1])
    return stored


def _canon(file: BinaryIO) -> Raw:
    """CR3: an ISO base media file whose Canon box holds the TIFF blocks CMT1 (main) and CMT2 (Exif)."""
    main, exif, gps = Tags(), Tags(), Tags()
    for name, start, end in _boxes(file, 0, _length(file)):
        if name == b"moov":
            for inner, at, until in _boxes(file, start, end):
                file.seek(at)
                if inner != b"uuid" or file.read(16) != _CANON_BOX:
                    continue
                blocks = {box: begin for box, begin, _ in _boxes(file, at + 16, until)}
                main, exif, gps = (
                    read_tags(file, blocks[n]) if n in blocks else Tags() for n in (b"CMT1", b"CMT2", b"CMT4")
                )
    tags = Tags(main.pictures, exif.main, gps.main)
    return Raw("CR3", main.main.number(WIDTH) or 0, main.main.number(HEIGHT) or 0, tags)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, content start and end of each box (ISO/IEC 14496-12, 4.2) between two offsets, up to the first damage."""
    for _ in range(256):
        file.seek(start)
        head = file.read(16)
        size, content = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, content = int.from_bytes(head[8:16], "big"), start + 16
        until = end if size == 0 else start + size
        if len(head) < 8 or until < content or start >= end:
            return
        yield head[4:8], content, min(until, end)
        start = until


def _fujifilm(file: BinaryIO) -> Raw:
    """RAF: offsets at byte 84 lead to a JPEG with the Exif block, at byte 92 to a directory with the picture's size."""
    file.seek(84)
    jpeg, _, directory = (int.from_bytes(file.read(4), "big") for _ in range(3))
    file.seek(jpeg)
    start = file.read(64).find(b"Exif\0\0")
    tags = read_tags(file, jpeg + start + 6) if start > 0 else Tags()
    file.seek(directory)
    for _ in range(min(int.from_bytes(file.read(4), "big"), 256)):
        tag, size = int.from_bytes(file.read(2), "big"), int.from_bytes(file.read(2), "big")
        value = file.read(size)
        if tag == 0x111 and size == 4:
            return Raw("RAF", int.from_bytes(value[2:], "big"), int.from_bytes(value[:2], "big"), tags)
    return Raw("RAF", tags.exif.number(_EXIF_WIDTH) or 0, tags.exif.number(_EXIF_HEIGHT) or 0, tags)


def _length(file: BinaryIO) -> int:
    return file.seek(0, io.SEEK_END)


def _starts(file: BinaryIO) -> Iterator[int]:
    """Offsets of what looks like the first bytes of a JPEG, read in bounded pieces."""
    base, carried = 0, b""
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        block, at = carried + chunk, -1
        position = file.tell()
        while (at := block.find(b"\xff\xd8\xff", at + 1)) >= 0:
            yield base + at
        file.seek(position)
        base, carried = base + len(block) - 2, block[-2:]


def _header(file: BinaryIO, offset: int) -> Preview | None:
    """The size in a JPEG's frame header, or None unless it is one for looking at (8 bit, one or three colours)."""
    for marker, at, size in _markers(file, offset):
        if marker in (0xC0, 0xC1, 0xC2):
            file.seek(at)
            frame = file.read(6)
            height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
            is_good = size >= 9 and frame[:1] == b"\x08" and frame[5:6] in (b"\x01", b"\x03") and width and height
            return Preview(offset, width, height) if is_good else None
    return None


def _scan_start(file: BinaryIO, offset: int) -> int | None:
    return next((at for marker, at, _ in _markers(file, offset) if marker == 0xDA), None)


def _markers(file: BinaryIO, offset: int) -> Iterator[tuple[int, int, int]]:
    """Marker, content offset and content size of each segment of a JPEG up to its first scan."""
    at = offset + 2
    for _ in range(512):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or not 0xC0 <= head[1] <= 0xFE:
            return
        size = int.from_bytes(head[2:4], "big")
        yield head[1], at + 4, size - 2
        if head[1] == 0xDA or size < 2:
            return
        at += 2 + size
