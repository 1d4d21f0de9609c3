"""What lies on a card: every file by name, size and time; nothing is opened, nothing is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.errors import Misuse

_SPECIAL = (
    (stat.S_ISFIFO, "a pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)
_MOUNT_POINT = 0xA0000003


@dataclass(frozen=True, slots=True)
class Found:
    """One file on a card. path: below the card's folder, forward slashes, undecodable bytes as surrogate escapes."""

    path: str
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something on a card that cannot be copied, and why in plain words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that lies in a folder, sorted by path: files are Found, everything else but folders is Unusable."""

    root: Path
    files: tuple[Found, ...]
    unusable: tuple[Unusable, ...] = ()

    @property
    def size_bytes(self) -> int:
        return sum(f.size_bytes for f in self.files)


def scan(root: Path) -> Listing:
    """List a card's folder, hidden files and the system's rubbish included: a card is copied whole.

    Links are never followed, so nothing outside the folder is ever reached; links, pipes, sockets, devices and
    folders that cannot be listed are named as Unusable. Raises Misuse if root is no folder.
    """
    root = Path(os.path.abspath(root))  # noqa: PTH100 - Path.absolute() would keep ".."
    if not root.is_dir():
        what = "is a file, not a card's folder" if root.exists() else "there is no such folder"
        hint = "name the folder; finished films are taken in by: mediakit deliver" if root.is_file() else None
        raise Misuse(what, where=printable(str(root)), hint=hint)
    entries = list(_walk(root))
    files = sorted((e for e in entries if isinstance(e, Found)), key=lambda f: f.path)
    unusable = sorted((e for e in entries if isinstance(e, Unusable)), key=lambda u: u.path)
    return Listing(root, tuple(files), tuple(unusable))


def _walk(root: Path) -> Iterator[Found | Unusable]:
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as listing:
                entries = list(listing)
        except OSError as error:
            yield Unusable(folder or ".", f"the folder cannot be listed: {why(error)}")
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                facts = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield Unusable(path, why(error))
                continue
            if stat.S_ISDIR(facts.st_mode) and not _is_junction(entry):
                folders.append(path)
            elif stat.S_ISREG(facts.st_mode):
                yield Found(path, facts.st_size, facts.st_mtime_ns)
            else:
                yield Unusable(path, _what_it_is(root / path, facts.st_mode))


def _is_junction(entry: os.DirEntry[str]) -> bool:
    # Windows: a folder that is another folder elsewhere; os.path.isjunction comes with Python 3.12
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _MOUNT_POINT


def _what_it_is(path: Path, mode: int) -> str:
    if stat.S_ISLNK(mode):
        try:
            return f"a link to {printable(os.readlink(path))!r}; links are not followed"  # noqa: PTH115
        except OSError:
            return "a link; links are not followed"
    if stat.S_ISDIR(mode):
        return "a link to another folder; links are not followed"
    return next((words for test, words in _SPECIAL if test(mode)), "neither a file nor a folder")


def why(error: OSError) -> str:
    """An operating system's complaint in one lower-case phrase."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def printable(text: str) -> str:
    r"""A file name that can be shown, stored and sent: bytes that are no UTF-8 are written \xff, line ends too.

    >>> printable("caf\udce9.mov")
    'caf\\xe9.mov'
    """
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else character.encode("unicode_escape").decode()


def is_text(name: str) -> bool:
    """True if a name can be written as UTF-8, so that the catalogue can hold it."""
    return not any(0xD800 <= ord(c) <= 0xDFFF for c in name)
