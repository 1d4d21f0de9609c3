"""Where the files of what is to be erased lie: originals, copies, renditions, evidence, reports, gallery, backups."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from mediakit.catalogue.backup_contents import holds
from mediakit.domain.asset import Original
from mediakit.domain.erasure import Left, Piece
from mediakit.domain.names import words
from mediakit.domain.workspace import SETTINGS_FILE, Workspace
from mediakit.media import files

_LARGEST_TEXT_BYTES = 64 << 20
_TEXT = frozenset({".html", ".csv", ".json", ".txt", ".md", ".ics", ".xml", ".toml", ".vtt", ".srt", ".tsv", ".log"})
_OWN = ("originals", "renditions", "site", "backups", "templates", ".mediakit")


def copies_of(path: str, place: str, size_bytes: int, checksum: str) -> Piece | Left:
    """The copy of an original below a folder that was given to --also, or why it cannot be reached.

    A disk that cannot hold every name has it under another one: then it is found by its content.
    """
    root = Path(place)
    if not root.is_dir():
        return Left(place, f"the copy of {path} cannot be reached: the folder is not there; plug its disk in and look")
    straight = root / path.removeprefix("originals/")
    # by name and size: reading gigabytes to show a list would take minutes
    if straight.is_file() and straight.stat().st_size == size_bytes:
        return Piece("copy", str(straight), size_bytes, checksum)
    card = root.joinpath(*PurePosixPath(path).parts[1:3])
    for found in sorted(card.rglob("*")) if card.is_dir() else ():
        if found.is_file() and found.stat().st_size == size_bytes and files.digest(found) == checksum:
            return Piece("copy", str(found), size_bytes, checksum)
    if straight.is_file():
        return Left(str(straight), "a file of that name lies there, and differs from what was copied: look at it")
    return Left(str(straight), "the copy is not there any more: was it moved?")


def renditions_of(workspace: Workspace, asset: str, known: Iterable[tuple[str, int]]) -> Iterator[Piece]:
    """Every file made of an asset: what the catalogue knows, and whatever else lies in its folder."""
    seen = set()
    for path, size_bytes in known:
        seen.add(path)
        if workspace.locate(path).is_file():
            yield Piece("rendition", path, size_bytes)
    folder = workspace.renditions / asset[:2] / asset
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        path = workspace.logical(file)
        if file.is_file() and path not in seen:
            yield Piece("rendition", path, file.stat().st_size)


def drafts_of(workspace: Workspace, asset: str) -> Iterator[Piece]:
    """Corrections of an asset that somebody typed at the desk and did not save."""
    folder = workspace.state / "drafts" / asset
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file():
            yield Piece("draft", workspace.logical(file), file.stat().st_size)


def leftovers_of(workspace: Workspace) -> Iterator[Piece]:
    """What a backup or a restore that was killed left lying: it may hold a whole catalogue."""
    rooms = [
        *workspace.root.glob(".restore-*"),
        *workspace.backups.glob(".backup-*"),
        *workspace.backups.glob(".look-*"),
    ]
    for room in sorted(rooms):
        for file in sorted(room.rglob("*")):
            if file.is_file():
                yield Piece("leftover", workspace.logical(file), file.stat().st_size)


def records_of_copies(workspace: Workspace) -> Iterator[Piece]:
    """Lists of what lies in review copies, and of what a sending that was stopped put up: addresses name people."""
    for room in ("aside", "sending"):
        folder = workspace.state / room
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.is_file():
                yield Piece("record", workspace.logical(file), file.stat().st_size)


def evidence_of(workspace: Workspace, paths: Iterable[str]) -> Iterator[Piece]:
    """The forms that somebody signed, as far as they lie in private/."""
    for path in sorted(set(paths)):
        file = workspace.locate(path)
        if file.is_file() and file.resolve().is_relative_to(workspace.private.resolve()):
            yield Piece("evidence", path, file.stat().st_size, files.digest(file))


class Marks:
    """Finds in a text what tells of an asset or a person: ids, paths, short names; names however they are written."""

    def __init__(self, plain: Sequence[str], forms: Sequence[str]) -> None:
        self._plain = [mark for mark in plain if mark]
        self._forms = forms

    def found_in(self, text: str) -> bool:
        """Whether anything of it stands in a text."""
        if any(mark in text for mark in self._plain):
            return True
        line = f" {' '.join(words(text))} " if self._forms else ""
        return any(form in line for form in self._forms)


def reports_about(workspace: Workspace, marks: Marks) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Reports that tell of it and can be made again, which go; and manifests of cards, whose lines about it go."""
    gone, manifests = [], []
    for file in _texts(workspace.reports):
        if marks.found_in(_text_of(file)):
            if re.search(r"-manifest\.(json|csv)$", file.name):
                manifests.append(workspace.logical(file))
            else:
                gone.append(Piece("report", workspace.logical(file), file.stat().st_size))
    return tuple(gone), tuple(manifests)


def site_files(workspace: Workspace, assets: Sequence[str]) -> int:
    """How many files of the built gallery are about these assets."""
    wanted, count = set(assets), 0
    for data in workspace.site.glob("*/*/data.json"):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            if json.loads(data.read_bytes()).get("id") in wanted:
                count += sum(1 for p in data.parent.rglob("*") if p.is_file())
    return count


def the_same_elsewhere(workspace: Workspace, originals: Sequence[Piece]) -> Iterator[Left]:
    """Files in the workspace, outside its own folders, that have the content of an original: a card put there."""
    wanted = {(p.size_bytes, p.checksum) for p in originals if p.checksum and p.size_bytes}
    sizes = {size for size, _ in wanted}
    for file in _files(workspace.root, _own_folders(workspace)):
        size_bytes = file.stat().st_size
        if size_bytes in sizes and (size_bytes, files.digest(file)) in wanted:
            yield Left(file.relative_to(workspace.root).as_posix(), "it has the same content: remove it")


def on_the_card(source: str | None, original: Original) -> Left | None:
    """The file on the card it came from, if that is still plugged in."""
    file = Path(source) / original.card_path if source else None
    if file is None or not file.is_file() or file.stat().st_size != original.bytes:
        return None
    return Left(str(file), "the card it came from still holds it: format the card")


def files_that_tell(workspace: Workspace, marks: Marks) -> Iterator[Left]:
    """Other texts in the workspace that tell of it: exports, lists, settings. A person decides on those."""
    for file in _texts(workspace.root, _own_folders(workspace)):
        if marks.found_in(_text_of(file)):
            what = "name it there no more" if file.name == SETTINGS_FILE else "remove it, or write it again"
            yield Left(file.relative_to(workspace.root).as_posix(), what)


def _own_folders(workspace: Workspace) -> set[Path]:
    return {workspace.originals, workspace.renditions, workspace.reports, *(workspace.root / name for name in _OWN)}


def _texts(folder: Path, without: Iterable[Path] = ()) -> Iterator[Path]:
    for path in _files(folder, set(without)):
        if path.suffix.lower() in _TEXT and path.stat().st_size <= _LARGEST_TEXT_BYTES:
            yield path


def _files(folder: Path, without: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path in without or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path, without)
        elif path.is_file():
            yield path


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def backups_that_hold(workspace: Workspace, assets: Sequence[str], person: str | None) -> Iterator[Piece]:
    """The workspace's own backups that still hold it; one that cannot be read counts as holding it."""
    for file in sorted(workspace.backups.iterdir()) if workspace.backups.is_dir() else ():
        if file.is_file() and not file.name.startswith(".") and holds(file, assets, person):
            yield Piece("backup", workspace.logical(file), file.stat().st_size)
