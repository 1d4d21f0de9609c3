"""Reads TIFF directories, bounded: the tags of an EXIF block, a TIFF file or a TIFF-like RAW file.

Follows TIFF 6.0, sections 2 and "Image File Directory", and Exif 3.0, section 4.6. Nothing in a file makes it read
more than a bounded number of directories, entries and bytes, and nothing in a file makes it raise.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

Value = bytes | tuple[int | float, ...]

MAX_DIRECTORIES = 48
MAX_ENTRIES = 1024
MAX_VALUE_BYTES = 1 << 16
MAX_BLOCK_BYTES = 4 << 20

MAKE, MODEL, DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT = 0x10F, 0x110, 0x10E, 0x112, 0x13B, 0x8298
WIDTH, HEIGHT, PHOTOMETRIC, NEW_SUBFILE_TYPE, SUB_DIRECTORIES = 0x100, 0x101, 0x106, 0xFE, 0x14A
XMP, IPTC, PHOTOSHOP = 0x2BC, 0x83BB, 0x8649
EXIF_DIRECTORY, GPS_DIRECTORY, INTEROP_DIRECTORY = 0x8769, 0x8825, 0xA005

_COMPRESSION = 0x103
_BLOCKS = {XMP, IPTC, PHOTOSHOP}
_PRIVATE = {0x927C, 0xA431, 0xA435, 0xC62F}
"""Maker note and serial numbers are never read: what is not read can't leak."""

_FORMATS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory: its tags by number. Text and undefined values are bytes as stored; numbers are tuples."""

    tags: dict[int, Value] = field(default_factory=dict)

    def number(self, tag: int) -> int | None:
        """The first number of a tag as an int, or None if it is absent or no number."""
        value = self.tags.get(tag)
        if isinstance(value, tuple) and value and value[0] == value[0] and abs(value[0]) < 1 << 53:
            return int(value[0])
        return None

    def decimal(self, tag: int) -> float | None:
        """The first number of a tag as a float, or None."""
        value = self.tags.get(tag)
        return float(value[0]) if isinstance(value, tuple) and value else None

    def raw(self, tag: int) -> bytes | None:
        """A tag's bytes as stored, byte arrays included, or None."""
        value = self.tags.get(tag)
        if isinstance(value, tuple):
            try:
                return bytes(int(number) & 0xFF for number in value)
            except (ValueError, OverflowError):
                return None
        return value

    def text(self, tag: int) -> str | None:
        """A tag as text up to its first NUL, stripped; None if it is absent or blank."""
        value = self.tags.get(tag)
        return clean(decode(value.split(b"\0", 1)[0])) if isinstance(value, bytes) else None


@dataclass(frozen=True, slots=True)
class Tags:
    """All directories of one block: `pictures` are the chain and its sub-directories, the first one first."""

    pictures: tuple[Directory, ...] = ()
    exif: Directory = field(default_factory=Directory)
    gps: Directory = field(default_factory=Directory)
    interop: Directory = field(default_factory=Directory)

    @property
    def main(self) -> Directory:
        """The first directory: camera, orientation, description."""
        return self.pictures[0] if self.pictures else Directory()

    @property
    def orientation(self) -> int:
        """How the stored picture is to be turned, 1 … 8 (Exif 3.0, 4.6.4 A); anything else in the file counts as 1."""
        value = self.main.number(ORIENTATION)
        return value if value is not None and 1 <= value <= 8 else 1


def decode(value: bytes) -> str:
    """Text of unknown encoding: UTF-8 if it is valid UTF-8, else Windows-1252, which holds Latin-1's letters."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace").replace("\ufffd", "")


def clean(text: str | None) -> str | None:
    """Text without NULs, control characters and outer space; None if nothing is left."""
    if text is None:
        return None
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or c.isprintable() or c in "\u200d\u200c\xad")
    return text.strip() or None


def read_tags(stream: BinaryIO, start: int = 0) -> Tags:
    """The tags of the TIFF structure that begins at `start`; empty where there is none or it is damaged."""
    stream.seek(start)
    head = stream.read(8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return Tags()
    reader = _Reader(stream, start, order)
    pictures = tuple(reader.chain(struct.unpack(order + "I", head[4:8])[0]))
    main = pictures[0] if pictures else Directory()
    exif = reader.pointed(main, EXIF_DIRECTORY)
    return Tags(pictures, exif, reader.pointed(main, GPS_DIRECTORY), reader.pointed(exif, INTEROP_DIRECTORY))


def is_compressed(directory: Directory) -> bool:
    """Whether a directory's picture is packed in any way."""
    return directory.number(_COMPRESSION) not in (None, 1)


class _Reader:
    """Walks the directories of one block and remembers where it has been, so that a loop ends."""

    def __init__(self, stream: BinaryIO, start: int, order: str) -> None:
        self.stream, self.start, self.order = stream, start, order
        self.seen: set[int] = set()

    def chain(self, offset: int) -> Iterator[Directory]:
        """The directories linked from an offset, each followed by its sub-directories."""
        while offset and offset not in self.seen and len(self.seen) < MAX_DIRECTORIES:
            directory, following = self.directory(offset)
            yield directory
            below = directory.tags.get(SUB_DIRECTORIES, ())
            for child in below if isinstance(below, tuple) else ():
                yield from self.chain(child) if isinstance(child, int) else ()
            offset = following

    def pointed(self, directory: Directory, tag: int) -> Directory:
        """The directory a tag points to, or an empty one."""
        offset = directory.number(tag)
        return self.directory(offset)[0] if offset and offset not in self.seen else Directory()

    def directory(self, offset: int) -> tuple[Directory, int]:
        """The directory at an offset and the offset of the next in its chain (0: none)."""
        self.seen.add(offset)
        head = self.read(offset, 2)
        if len(head) < 2:
            return Directory(), 0
        count = struct.unpack(self.order + "H", head)[0]
        if count > MAX_ENTRIES:
            return Directory(), 0
        table = self.read(offset + 2, count * 12 + 4)
        tags: dict[int, Value] = {}
        for at in range(0, min(count * 12, len(table) // 12 * 12), 12):
            tag = struct.unpack_from(self.order + "H", table, at)[0]
            if tag in _PRIVATE or tag in tags:
                continue
            value = self.value(tag, table[at : at + 12])
            if value is not None:
                tags[tag] = value
        rest = table[count * 12 :]
        return Directory(tags), struct.unpack(self.order + "I", rest)[0] if len(rest) == 4 else 0

    def value(self, tag: int, entry: bytes) -> Value | None:
        """The value of one entry, or None if its type is unknown, it lies outside the file or it is too large."""
        kind, count = struct.unpack_from(self.order + "HI", entry, 2)
        size = _SIZES.get(kind, 0) * count
        if not 0 < size <= (MAX_BLOCK_BYTES if tag in _BLOCKS else MAX_VALUE_BYTES):
            return None
        raw = entry[8 : 8 + size] if size <= 4 else self.read(struct.unpack_from(self.order + "I", entry, 8)[0], size)
        if kind in (2, 7, 129) or tag in _BLOCKS:
            return raw or None
        if len(raw) < size:
            return None
        if kind in (5, 10):
            parts = struct.unpack(f"{self.order}{2 * count}{'I' if kind == 5 else 'i'}", raw)
            return tuple(a / b if b else 0.0 for a, b in zip(parts[::2], parts[1::2], strict=True))
        numbers: tuple[int | float, ...] = struct.unpack(f"{self.order}{count}{_FORMATS[kind]}", raw)
        return numbers

    def read(self, offset: int, size: int) -> bytes:
        if offset < 0:
            return b""
        self.stream.seek(self.start + offset)
        return self.stream.read(size)
