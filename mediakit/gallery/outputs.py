"""The files of the site: what makes each, and making those that are missing or stale, each whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mediakit.domain.errors import MachineLacks
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.gallery import collecting, photo_archive
from mediakit.gallery.cards import Archive
from mediakit.gallery.part import MadeFile, MediaFile
from mediakit.gallery.record import PENDING, Record, Written, save_record, stand
from mediakit.media import files

Make = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Output:
    """A file that should lie in the site. Equal keys mean equal content. make: writes it to the path it is given.

    source: the logical path of the rendition that it is, if it is one. of_others: it holds what other files hold, too.
    """

    path: str
    key: str
    make: Make
    source: str | None = None
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What should lie in the site. stay: paths of files of earlier builds that stay as they are, beside the outputs.

    search_key: of the index of the search.
    """

    outputs: Sequence[Output]
    stay: Set[str]
    search_key: str


# --- what makes them ------------------------------------------------------------------------------


def writes(text: Callable[[], str]) -> Make:
    """A file of this text."""
    return lambda target: _put(target, text().encode("utf-8", "replace"))


def copies(content: Callable[[], bytes]) -> Make:
    """A file of these bytes."""
    return lambda target: _put(target, content())


def packs(archive: Archive, site: Path) -> Make:
    """An archive of files of the site, which are made before."""
    return partial(photo_archive.write, archive, site)


class Given:
    """Renditions, and files made from them. Where their disk is away, the site's own file of that content stands in."""

    def __init__(self, workspace: Workspace, record: Record) -> None:
        self._workspace, self._record = workspace, record
        self._sharing = files.Sharing()
        self._twins: dict[str, str] | None = None

    def links(self, file: MediaFile) -> Make:
        """The rendition itself, without a second copy of it wherever the disk allows that."""
        return lambda target: self._sharing.share(self._source(file), target)

    def makes(self, made: MadeFile) -> Make:
        """What is made from a rendition's content."""

        def make(target: Path) -> None:
            content = made.make(self._source(made.source).read_bytes())
            _put(target, content.encode("utf-8", "replace") if isinstance(content, str) else content)

        return make

    def _source(self, file: MediaFile) -> Path:
        source = self._workspace.locate(file.rendition)
        if source.is_file():
            return source
        if self._twins is None:
            self._twins = {written.key: path for path, written in self._record.files.items()}
        twin = self._twins.get(file.checksum)
        return self._workspace.site / twin if twin else source


def _put(target: Path, content: bytes) -> None:
    target.write_bytes(content)


# --- bringing them about --------------------------------------------------------------------------


def bring_about(
    workspace: Workspace, record: Record, plan: Plan, lying: Iterable[str], progress: Progress
) -> tuple[dict[str, Written], int, int]:
    """Remove what is no longer wanted, write what is missing or differs. lying: files of builds without a record.

    Returns every file that lies there now as it was written, how many were written, and how many removed.
    """
    site = workspace.site
    stale = [o for o in plan.outputs if not record.intact(site, o.path, o.key)]
    wanted = {*plan.stay, *(o.path for o in plan.outputs)}
    unwanted = sorted(p for p in {*record.files, *lying} if p not in wanted)
    if not record.finished:
        _sweep_drafts(site)
    kept = {path: known for path, known in record.files.items() if path in wanted}
    if not stale and not unwanted:
        return kept, 0, 0
    pending = {**record.files, **dict.fromkeys([*(o.path for o in stale), *unwanted], PENDING)}
    save_record(workspace, Record(pending, finished=False, address=record.address))
    # what is only in the site is saved; then first away, then anew: a withdrawal must not wait for the rest
    saved = [o for o in stale if o.source and not workspace.locate(o.source).is_file()]
    folders: set[Path] = set()
    done = {o.path: _make(site / o.path, o, folders) for o in saved}
    for path in unwanted:
        files.remove(site / path)
        _prune(site, (site / path).parent)
    for output in stale if unwanted else ():
        # it may hold what was just taken away
        if output.of_others:
            files.remove(site / output.path)
    folders.clear()
    progress.begin("Building the gallery", len(stale), "files")
    with collecting.of_what_is_new():
        for output in stale:
            target = site / output.path
            if output.path not in done:
                done[output.path] = _make(target, output, folders)
            kept[output.path] = stand(str(target), output.key)
            progress.advance(1)
    return kept, sum(done.values()), len(unwanted)


def _make(target: Path, output: Output, folders: set[Path]) -> bool:
    """Make one file whole or not at all; False if the same bytes were there already. folders: those that are there.

    Not synced to the disk one by one: after a power cut sizes and times in the record tell which files to make again.
    """
    folder = target.parent
    if folder not in folders:
        folder.mkdir(parents=True, exist_ok=True)
        folders.add(folder)
    draft = folder / f".{secrets.token_hex(6)}.draft"
    try:
        output.make(draft)
        if _same(draft, target):
            return False
        os.replace(draft, target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            where, hint = str(folder), "make room and run it again"
            raise MachineLacks("the disk is full", where=where, hint=hint) from None
        raise
    finally:
        # gone where it took its place; two names of one file are the exception, which replacing leaves alone
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)  # noqa: PTH108
    return True


def _same(draft: Path, target: Path) -> bool:
    try:
        there = os.lstat(target)
    except OSError:
        return False
    new = os.stat(draft)
    if os.path.islink(target) or there.st_size != new.st_size:  # noqa: PTH114
        return False
    if (there.st_dev, there.st_ino) == (new.st_dev, new.st_ino):
        return True
    with draft.open("rb") as made, target.open("rb") as old:
        while chunk := made.read(files.CHUNK_BYTES):
            if chunk != old.read(files.CHUNK_BYTES):
                return False
    return True


def _sweep_drafts(site: Path) -> None:
    for path in site.rglob(".*.draft"):
        if re.fullmatch(r"\.[0-9a-f]{12}\.draft", path.name):
            path.unlink(missing_ok=True)


def _prune(site: Path, folder: Path) -> None:
    """Remove folders that became empty, up to the site's own."""
    with contextlib.suppress(OSError):
        while folder != site and folder.is_relative_to(site):
            folder.rmdir()
            folder = folder.parent
