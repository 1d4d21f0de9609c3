"""The machine's disks: what they are, what names they take, how much room they have, and copies that were read back."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import xxhash

from mediakit.domain.errors import MachineLacks, MediaError
from mediakit.media.files import CHUNK_BYTES, make_read_only

DRAFT_PREFIX, DRAFT_SUFFIX = ".mediakit-", ".draft"
_FICLONE = 0x40049409
_SAMPLE_BYTES = 1 << 16
_FULL = (errno.ENOSPC, errno.EDQUOT)
_GONE = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.EROFS, errno.EACCES, errno.EPERM)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Habits:
    """What a disk makes of file names: folds_case, A.MOV and a.mov are one file; forbids, no `<>:"|?*` in names."""

    folds_case: bool = False
    forbids: bool = False


def habits(folder: Path) -> Habits:
    """Find out by trying, in a folder that exists; the trial files are removed."""
    name = f"{DRAFT_PREFIX}{secrets.token_hex(4)}"
    plain, odd = folder / f"{name}{DRAFT_SUFFIX}", folder / f'{name}"?{DRAFT_SUFFIX}'
    try:
        plain.touch()
        folds_case = plain.with_name(plain.name.upper()).exists()
        try:
            odd.touch()
            # Windows takes part of such a name for something else than a name
            forbids = os.name == "nt" or not odd.exists()
        except OSError:
            forbids = True
    finally:
        with contextlib.suppress(OSError):
            plain.unlink(missing_ok=True)
            odd.unlink(missing_ok=True)
    return Habits(folds_case, forbids)


def free_bytes(folder: Path) -> int:
    """Room for this user on the disk that holds a folder, which need not exist yet."""
    return shutil.disk_usage(_existing(folder)).free


def device_of(folder: Path) -> str:
    """The name of the physical disk that holds a folder, as far as the system tells; equal names are one disk.

    On Linux two partitions of one disk, and two subvolumes of one file system, are one device.
    """
    number = _existing(folder).stat().st_dev
    block = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}") if sys.platform == "linux" else None
    if sys.platform == "linux" and os.major(number) == 0:
        block = _block_behind(_existing(folder).resolve()) or block
    with contextlib.suppress(OSError):
        if block is not None and block.exists():
            real = block.resolve()
            return (real.parent if (real / "partition").exists() else real).name
    return f"dev-{number}"


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    return next(p for p in (folder, *folder.parents) if p.exists() or p == p.parent)


def _block_behind(folder: Path) -> Path | None:
    """The block device under a file system without a device number of its own (btrfs), from the list of mounts."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return None
    source = mount_source(mounts, str(folder))
    with contextlib.suppress(OSError):
        if source.startswith("/dev/"):
            number = os.stat(source).st_rdev
            return Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")
    return None


def mount_source(mountinfo: str, folder: str) -> str:
    """What is mounted where a folder lies, read from Linux's mountinfo; "" if nothing there says.

    >>> mount_source("30 1 0:28 /@ / rw - btrfs /dev/sda2 rw", "/home/team")
    '/dev/sda2'
    """
    best, source = "", ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        where = left.split(" ")[4:5]
        if not where or len(right.split(" ")) < 2:
            continue
        point = where[0].replace("\\040", " ")
        if len(point) >= len(best) and (folder == point or folder.startswith(point.rstrip("/") + "/")):
            best, source = point, right.split(" ")[1]
    return source


def copy_verified(source: Path, targets: Sequence[Path], progress: Progress | None = None) -> str:
    """Copy one file to every target and return the xxh128 of its content, 32 hex digits.

    The source is read once and never written. Each copy is synced, read back from its disk, compared, given the
    source's time, and only then takes its final name, read-only. A target that exists is not replaced: FileExistsError.
    Raises MediaError if the source cannot be read to its end or a copy does not read back the same, and MachineLacks
    if a disk is full or gone; no half file stays, whatever happens.
    """
    with contextlib.ExitStack() as stack:
        reader = stack.enter_context(_open_source(source))
        before = os.fstat(reader.fileno())
        drafts = [stack.enter_context(_draft(target)) for target in targets]
        digest, size_bytes = _copy(reader, drafts, before.st_size, progress)
        after = os.fstat(reader.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or size_bytes > before.st_size:
            raise MediaError("it was being written while it was copied: wait until it is finished, then run this again")
        if size_bytes < before.st_size:
            raise MediaError(f"only {size_bytes:,} of its {before.st_size:,} bytes could be read")
        if os.name == "nt":
            for draft in drafts:
                draft.file.close()  # Windows renames no open file; elsewhere it stays open for its lock
        for draft, target in zip(drafts, targets, strict=True):
            if digest_from_disk(draft.path, progress) != digest:
                raise MediaError(f"what was read back from {target.parent} differs from the card")
            os.utime(draft.path, ns=(before.st_atime_ns, before.st_mtime_ns))
        for draft, target in zip(drafts, targets, strict=True):
            with _writing(target.parent):
                settle(draft.path, target)
    return digest


def settle(draft: Path, target: Path) -> None:
    """Give a finished draft its final name, read-only, and make sure the name itself reached the disk."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, "there is a file of this name already", str(target))
    os.replace(draft, target)
    make_read_only(target)
    with contextlib.suppress(OSError):  # folders cannot be synced everywhere
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def link_verified(known: Path, target: Path, digest: str, progress: Progress | None = None) -> bool:
    """Make target the same content as a file already on that disk, without new bytes where the disk can.

    The known file is read back first. False, and nothing made, if it no longer has the digest or no link can be made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path = _draft_path(target)
    try:
        if digest_from_disk(known, progress) != digest or not (_reflink(known, path) or _hard_link(known, path)):
            return False
        settle(path, target)
        return True
    except OSError:
        return False
    finally:
        path.unlink(missing_ok=True)


def _reflink(known: Path, path: Path) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl

    with known.open("rb") as source, path.open("xb") as target:
        try:
            fcntl.ioctl(target.fileno(), _FICLONE, source.fileno())
        except OSError:
            path.unlink()
            return False
        os.fsync(target.fileno())
    facts = known.stat()
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return True


def _hard_link(known: Path, path: Path) -> bool:
    try:
        os.link(known, path)
    except OSError:
        return False
    return True


def digest_from_disk(path: Path, progress: Progress | None = None) -> str:
    """The xxh128 of a file, read from the disk rather than from memory where the system lets one ask for that."""
    state = xxhash.xxh128()
    with path.open("rb", buffering=0) as file:
        _forget(file)
        while chunk := file.read(CHUNK_BYTES):
            state.update(chunk)
            if progress:
                progress(len(chunk))
        _forget(file)
    return state.hexdigest()


def samples_equal(first: Path, second: Path) -> bool:
    """Whether two files of one size agree at their beginning, middle and end; two recordings never do."""
    size_bytes = first.stat().st_size
    if size_bytes != second.stat().st_size:
        return False
    with first.open("rb") as one, second.open("rb") as other:
        for position in (0, max(0, size_bytes // 2 - _SAMPLE_BYTES // 2), max(0, size_bytes - _SAMPLE_BYTES)):
            one.seek(position)
            other.seek(position)
            if one.read(_SAMPLE_BYTES) != other.read(_SAMPLE_BYTES):
                return False
    return True


def _forget(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        elif sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(file.fileno(), 48, 1)  # F_NOCACHE


def remove_stale_drafts(folder: Path) -> int:
    """Remove what a killed run left under a draft's name below a folder; what a living run holds stays."""
    count = 0
    for path in list(folder.rglob(f"{DRAFT_PREFIX}*{DRAFT_SUFFIX}")) if folder.is_dir() else []:
        with contextlib.suppress(OSError):
            if not _held(path):
                path.unlink()
                count += 1
    return count


def _held(path: Path) -> bool:
    with path.open("rb") as file:
        return not _lock(file)


def _lock(file: BinaryIO) -> bool:
    """Hold a file until it is closed; False if another process holds it. Windows deletes no open file anyway."""
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def is_draft(name: str) -> bool:
    """True for the name of a copy that was never finished."""
    return name.startswith(DRAFT_PREFIX) and name.endswith(DRAFT_SUFFIX)


@dataclass(frozen=True, slots=True)
class _Draft:
    path: Path
    file: BinaryIO


@contextlib.contextmanager
def _draft(target: Path) -> Iterator[_Draft]:
    """An open draft beside its target, removed in the end unless it took its final name.

    Not files.draft: a card's name may fill all 255 bytes, and several drafts grow at once here.
    """
    path = _draft_path(target)
    try:
        with _writing(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("xb", buffering=0)
        with file:
            _lock(file)
            yield _Draft(path, file)
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _draft_path(target: Path) -> Path:
    return target.with_name(f"{DRAFT_PREFIX}{secrets.token_hex(6)}{DRAFT_SUFFIX}")


def _open_source(source: Path) -> BinaryIO:
    # no link is followed and no pipe waited for, even if one was put there since the card was listed
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        reader = os.fdopen(os.open(source, flags), "rb", buffering=0)
    except OSError as error:
        raise MediaError(f"cannot be read: {_phrase(error)}") from None
    if not stat.S_ISREG(os.fstat(reader.fileno()).st_mode):
        reader.close()
        raise MediaError("cannot be read: it is no longer a file")
    return reader


def _phrase(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _copy(
    reader: BinaryIO, drafts: Sequence[_Draft], expected_bytes: int, progress: Progress | None
) -> tuple[str, int]:
    state, size_bytes = xxhash.xxh128(), 0
    # a file that grows as fast as it is read would never end, and fill the disk
    while size_bytes <= expected_bytes:
        try:
            chunk = reader.read(CHUNK_BYTES)
        except OSError as error:
            raise MediaError(f"reading broke off after {size_bytes:,} bytes: {_phrase(error)}") from None
        if not chunk:
            break
        state.update(chunk)
        size_bytes += len(chunk)
        for draft in drafts:
            with _writing(draft.path.parent):
                _write_all(draft.file, chunk)
        if progress:
            progress(len(chunk))
    for draft in drafts:
        with _writing(draft.path.parent):
            os.fsync(draft.file.fileno())
    return state.hexdigest(), size_bytes


def _write_all(file: BinaryIO, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[file.write(view) or 0 :]


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Tell a full disk and a disk that went away from a file that cannot be written."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise MachineLacks("the disk is full", where=str(folder), hint="make room and run it again") from None
        if error.errno in _GONE:
            what = f"cannot be written to: {_phrase(error)}"
            raise MachineLacks(what, where=str(folder), hint="check the disk and run it again") from None
        if error.errno == errno.EFBIG:
            raise MediaError(f"too large for the disk of {folder}: FAT32 ends at 4 GiB, exFAT does not") from None
        raise
