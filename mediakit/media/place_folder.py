"""Publishing to a folder of this machine. Where it can hold links, all of the new gallery appears at one moment.

The folder is what a web server shows:

    .mediakit/place.json         marks it as ours
    .mediakit/releases/NAME/     the gallery; files that did not change are hard links to those of the one before
    .mediakit/current            leads to it, and is replaced in one step
    index.html, videos, …        lead through `current`

A disk that knows no links (a USB stick) takes plain files, in order: media, what pages ask for, pages; then deletions.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from mediakit.domain.errors import MachineLacks, Refused
from mediakit.domain.progress import Progress
from mediakit.domain.publication import phase
from mediakit.media import files
from mediakit.media.place import MARKER, OURS, Release, Sent, marker_text, names_of, no_room, not_ours, read_marker

RELEASES, CURRENT, SENT = f"{OURS}/releases", f"{OURS}/current", f"{OURS}/sent.json"
_DRAFT = re.compile(r"\.[0-9a-f]{12}\.draft|\.[0-9a-f]{16}\.draft\.json")
# a disk without links is FAT's, which keeps times to two seconds
_APART_S, _APART_ON_FAT_S = 0.001, 2.0
_FULL = (errno.ENOSPC, errno.EDQUOT)


class FolderPlace:
    """A folder, by its real path: a link to it is the same place. links: whether it takes them; None: found out."""

    def __init__(self, folder: Path, links: bool | None = None) -> None:
        self.root, self._links = Path(os.path.realpath(folder)), links
        self.name = str(self.root)
        self.touched = False

    def look(self) -> str | None:
        """The mark in the folder; None for an empty one, or one still to be made. Raises Refused, MachineLacks."""
        with self._gate():
            try:
                return read_marker((self.root / MARKER).read_bytes(), self.name)
            except (FileNotFoundError, NotADirectoryError):
                pass
            if not self.root.is_dir():
                if self.root.exists():
                    raise Refused("this is no folder", where=self.name)
                if not self.root.parent.is_dir():
                    hint = "make it, or plug in the disk it is on"
                    raise Refused("the folder above it is not there", where=self.name, hint=hint)
                return None
            if any(entry.name not in (OURS, "lost+found") for entry in os.scandir(self.root)):
                raise not_ours(self.name)
            return None

    def send(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        """Copy a release beside the one that is shown and change to it in one step; without links, file by file.

        `still` is asked before the change, or before the first file and the first page. Raises MachineLacks.
        """
        with self._gate():
            (self.root / OURS).mkdir(parents=True, exist_ok=True)
            files.write_whole(self.root / MARKER, marker_text(release.mark))
            (self.root / MARKER).chmod(0o644)
            if _links_work(self.root / OURS) if self._links is None else self._links:
                return self._switch(release, still, progress)
            return self._in_place(release, still, progress)

    def take_back(self, paths: Sequence[str]) -> None:
        """Remove files that a refused sending put there, and forget that they were."""
        with self._gate():
            for path in paths:
                files.remove(self.root / path)
                _remove_empty((self.root / path).parent)
            known = {path: checksum for path, checksum in self._known().items() if path not in set(paths)}
            files.write_whole(self.root / SENT, json.dumps(known, ensure_ascii=False))

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        """The one place where what the system says of the folder becomes ours."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise no_room(self.name) from None
            hint = "check the disk and the folder's permissions"
            what = f"it cannot be written: {(error.strerror or str(error)).lower()}"
            raise MachineLacks(what, where=self.name, hint=hint) from None
        except MachineLacks as error:
            raise no_room(self.name) if error.what == "the disk is full" else error from None

    # --- all at one moment ------------------------------------------------------------------------

    def _switch(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        target, current = self.root / RELEASES / release.name, self.root / CURRENT
        before = self._release_there()
        self.touched = True
        try:
            counted = _fill(target, release, before if before != target else None, progress)
            _let_be_read(target)
            still()
        except BaseException as error:
            # what is full, or may not be shown, is not left lying; after a Ctrl-C it stays, to be gone on with
            if isinstance(error, (OSError, Refused)) and before != target:
                shutil.rmtree(target, ignore_errors=True)
                self.touched = target.exists()
            raise
        _sync_everything()
        if before != target:
            _put_link(current, f"releases/{release.name}")
        for name in release.top:
            _put_link(self.root / name, f"{CURRENT}/{name}")
        for entry in list(self.root.iterdir()):
            ours = entry.is_symlink() and entry.readlink().is_relative_to(CURRENT)
            if (ours or entry.name in release.own_folders) and entry.name not in release.top:
                _remove(entry)
        _sweep_drafts(self.root)
        removed = 0
        for entry in list((self.root / RELEASES).iterdir()):
            if entry.name != release.name:
                removed += _remove_release(entry, names_of(release.files))
        return Sent(counted.sent, counted.kept, counted.removed + removed, counted.size_bytes)

    def _release_there(self) -> Path | None:
        current = self.root / CURRENT
        if not current.is_symlink():
            return None
        there = self.root / RELEASES / current.readlink().name
        return there if there.is_dir() else None

    # --- file by file -----------------------------------------------------------------------------

    def _in_place(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        still()
        self.touched = True
        known = self._known()
        tops = {path.split("/", 1)[0] for path in (*known, *release.own_folders, *release.top)}
        for path in (self.root / name for name in tops):
            if path.is_symlink():
                path.unlink()
        counted = self._put_in_order(release, still, progress)
        own = [self.root / name for name in (*release.own_folders, *known)]
        removed = _remove_others(self.root, own, names_of(release.files))
        sent = {file.path: file.checksum for file in release.files}
        files.write_whole(self.root / SENT, json.dumps(sent, ensure_ascii=False))
        for folder in (self.root / RELEASES, self.root / CURRENT):
            _remove(folder)
        _sweep_drafts(self.root)
        _sync_everything()
        return Sent(counted.sent, counted.kept, removed, counted.size_bytes)

    def _put_in_order(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        """Put what is missing or differs, and note it: times that are kept to two seconds do not tell enough."""
        known = self._known()
        missing = [
            f
            for f in release.files
            if known.get(f.path) != f.checksum or not _same(release.tree / f.path, self.root / f.path, _APART_ON_FAT_S)
        ]
        size = sum(f.size_bytes for f in missing)
        _need_room(self.root, size)
        progress.begin("Sending", size, "bytes")
        # whatever ends this, a pulled stick too: what may lie there is known as ours, and as nothing to rely on
        known |= {file.path: "" for file in missing}
        files.write_whole(self.root / SENT, json.dumps(known, ensure_ascii=False))
        try:
            for number, file in enumerate(missing):
                if number and phase(file.path) >= 2 > phase(missing[number - 1].path):
                    still()
                _put(release.tree / file.path, self.root / file.path, None)
                known[file.path] = file.checksum
                progress.advance(file.size_bytes)
        finally:
            files.write_whole(self.root / SENT, json.dumps(known, ensure_ascii=False))
        return Sent(len(missing), len(release.files) - len(missing), 0, size)

    def _known(self) -> dict[str, str]:
        try:
            return {str(path): str(checksum) for path, checksum in json.loads((self.root / SENT).read_bytes()).items()}
        except (OSError, ValueError, AttributeError):
            return {}


def _fill(target: Path, release: Release, before: Path | None, progress: Progress) -> Sent:
    """Make a folder hold just a release."""
    removed = _remove_others(target, [target], names_of(release.files))
    target.mkdir(parents=True, exist_ok=True)
    counted = _put_all(target, release, before, progress)
    return Sent(counted.sent, counted.kept, removed, counted.size_bytes)


def _need_room(folder: Path, size_bytes: int) -> None:
    """Raises OSError where it would not fit: the last byte of a disk may be a web server's."""
    if size_bytes and shutil.disk_usage(folder).free < size_bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _put_all(target: Path, release: Release, before: Path | None, progress: Progress) -> Sent:
    missing = [f for f in release.files if not _same(release.tree / f.path, target / f.path)]
    linked = {f.path for f in missing if before and _same(release.tree / f.path, before / f.path)}
    size = sum(f.size_bytes for f in missing if f.path not in linked)
    _need_room(target, size)
    progress.begin("Sending", size, "bytes")
    for file in missing:
        _put(
            release.tree / file.path, target / file.path, before / file.path if file.path in linked and before else None
        )
        if file.path not in linked:
            progress.advance(file.size_bytes)
    sent = len(missing) - len(linked)
    return Sent(sent, len(release.files) - sent, 0, size)


def _same(one: Path, other: Path, apart_s: float = _APART_S) -> bool:
    """Whether a file lies there as it was sent: its size and its time, as rsync has it."""
    try:
        ours, theirs = one.stat(), other.lstat()
    except OSError:
        return False
    return ours.st_size == theirs.st_size and abs(ours.st_mtime - theirs.st_mtime) < apart_s


def _put(source: Path, target: Path, linked: Path | None) -> None:
    """Put one file there, whole or not at all: as a link to the same file of the release before, or a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    draft = target.with_name(f".{secrets.token_hex(6)}.draft")
    try:
        if linked is None or not _linked(linked, draft):
            shutil.copyfile(source, draft)
            # a web server that runs as somebody else has to read it
            draft.chmod(0o644)
            made = source.stat()
            os.utime(draft, ns=(made.st_mtime_ns, made.st_mtime_ns))
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _linked(source: Path, draft: Path) -> bool:
    try:
        os.link(source, draft)
    except OSError:
        return False
    return True


def _put_link(path: Path, where: str) -> None:
    """Make a link lead somewhere, in one step."""
    if path.is_symlink() and path.readlink() == Path(where):
        return
    draft = path.with_name(f".{secrets.token_hex(6)}.draft")
    draft.symlink_to(where)
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _links_work(folder: Path) -> bool:
    trial = folder / f".{secrets.token_hex(6)}.draft"
    try:
        trial.symlink_to("nowhere")
    except (OSError, NotImplementedError):
        return False
    finally:
        with contextlib.suppress(OSError):
            trial.unlink(missing_ok=True)
    return True


def _remove_others(root: Path, own: list[Path], wanted: set[str]) -> int:
    """Remove whatever lies in our own files and folders and is not wanted; how many files that were."""
    removed = 0
    for top in own:
        if top.is_symlink() or top.is_file():
            found = [top]
        else:
            found = [p for p in top.rglob("*") if p.is_symlink() or not p.is_dir()]
        for path in found:
            if path.relative_to(root).as_posix() not in wanted:
                files.remove(path)
                removed += not _DRAFT.fullmatch(path.name)
        _remove_empty(top)
    return removed


def _sweep_drafts(root: Path) -> None:
    """Remove what a sending that was killed left half-written, where no folder of a gallery is cleared."""
    for path in [*root.glob(".*.draft*"), *(root / OURS).glob(".*.draft*")]:
        if _DRAFT.fullmatch(path.name):
            files.remove(path)


def _remove_empty(top: Path) -> None:
    if not top.is_dir() or top.is_symlink():
        return
    for folder in sorted((p for p in top.rglob("*") if p.is_dir() and not p.is_symlink()), reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
    with contextlib.suppress(OSError):
        top.rmdir()


def _remove_release(entry: Path, wanted: set[str]) -> int:
    """Remove an older release; how many of its files are in no newer one."""
    gone = [p for p in entry.rglob("*") if p.is_file() and p.relative_to(entry).as_posix() not in wanted]
    _remove(entry)
    return len(gone)


def _remove(path: Path) -> bool:
    """Remove whatever lies there; whether anything did."""
    if path.is_symlink() or path.is_file():
        files.remove(path)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        return False
    return True


def _let_be_read(folder: Path) -> None:
    """Folders that a web server can enter, whoever it runs as and whatever this user's own habit is."""
    for path in (folder.parent.parent, folder.parent, folder, *(p for p in folder.rglob("*") if p.is_dir())):
        path.chmod(path.stat().st_mode | 0o755)


def _sync_everything() -> None:
    # one for all, before they can be seen: one for each of ten thousand pages takes minutes
    if hasattr(os, "sync"):
        os.sync()
