"""The one door to the file system for finished work: written whole or not at all, digested, linked, made read-only."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import xxhash

from mediakit.domain.errors import MachineLacks

CHUNK_BYTES = 1 << 20
_DRAFT = re.compile(r"\.[0-9a-f]{16}\.draft(\..*)?")
# nothing of a size that lies beside others' drafts takes an hour to write
_LEFT_AFTER_S = 3600


@contextlib.contextmanager
def draft(target: Path) -> Iterator[Path]:
    """Yield a draft path in the target's folder; when the block ends well it is synced and becomes the target.

    The draft keeps the target's suffix, so that tools which go by suffix write the right container. On any failure,
    Ctrl-C included, the draft is removed and the target is what it was. Raises MachineLacks when the disk is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # not the target's own name, which may fill the 255 bytes that a file name can have
    path = target.with_name(f".{secrets.token_hex(8)}.draft{target.suffix[:16]}")
    try:
        yield path
        _sync(path)
        os.replace(path, target)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise MachineLacks(
                "the disk is full", where=str(target.parent), hint="make room and run it again"
            ) from None
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    # a linked draft may be read-only; only Windows wants a handle that could write
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(target: Path, content: bytes | str) -> None:
    """Write a file whole or not at all; text as UTF-8 with the line ends it has."""
    with draft(target) as path:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def sweep_drafts(folder: Path) -> None:
    """Remove drafts in a folder (not below it) that were left behind by a kill or a power cut: an hour old or more."""
    for entry in os.scandir(folder):
        if _DRAFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            with contextlib.suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT_AFTER_S:
                    Path(entry.path).unlink()


def digest(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """The xxh128 of a file's content, 32 hex digits; progress is called with the bytes read since the last call."""
    state = xxhash.xxh128()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            state.update(chunk)
            if progress:
                progress(len(chunk))
    return state.hexdigest()


def make_read_only(path: Path) -> None:
    """Take the write permission of everybody from a file."""
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)


def make_writable(path: Path) -> None:
    """Give its owner the write permission of a file back (needed on Windows before it can be removed)."""
    path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o200)


def link_or_copy(source: Path, target: Path) -> None:
    """Give target the content of source, whole or not at all: a hard link where the disk allows it, else a copy."""
    with draft(target) as path:
        try:
            os.link(source, path)
        except OSError:
            shutil.copyfile(source, path)
            make_writable(path)


class Sharing:
    """Gives new files the content of others without a second copy, as far as the disks can.

    A reflink (btrfs, XFS) is a file of its own that shares blocks until one of the two is written to. A hard link is
    the same file under a second name: it is made read-only, so that whoever edits one does not alter both unawares.
    """

    def __init__(self) -> None:
        self._cannot_clone: set[tuple[int, int]] = set()

    def share(self, source: Path, target: Path) -> None:
        """Make target, which is not there yet: a reflink, else a hard link, else a copy."""
        if self._cloned(source, target):
            return
        # what a link points to may be anything, and stays as it is
        if not source.is_symlink():
            with contextlib.suppress(OSError):
                os.link(source, target)
                _guard(target)
                return
        shutil.copyfile(source, target)

    def _cloned(self, source: Path, target: Path) -> bool:
        if _FICLONE is None:
            return False
        disks = source.stat().st_dev, target.parent.stat().st_dev
        if disks in self._cannot_clone:
            return False
        with source.open("rb") as given, target.open("wb") as made:
            try:
                _FICLONE(made.fileno(), given.fileno())
                return True
            except OSError:
                self._cannot_clone.add(disks)
        target.unlink()
        return False


def _reflink() -> Callable[[int, int], object] | None:
    """Linux's FICLONE (ioctl_ficlone(2)) where Python knows ioctl at all."""
    if not sys.platform.startswith("linux"):
        return None
    import fcntl

    return lambda made, given: fcntl.ioctl(made, 0x40049409, given)


_FICLONE = _reflink()


def _guard(path: Path) -> None:
    """Read-only, where a file that is can be replaced and removed all the same: not on Windows."""
    if os.name == "posix" and path.stat().st_mode & 0o222:
        make_read_only(path)


def remove(path: Path) -> None:
    """Remove a file that may be read-only; nothing happens if it is gone already."""
    if path.exists() and not os.access(path, os.W_OK):
        with contextlib.suppress(OSError):
            make_writable(path)
    path.unlink(missing_ok=True)
