"""Every original and rendition, read again and compared with its checksum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mediakit.catalogue import cards, work
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.ingest.names import names_on_disk
from mediakit.ingest.scan import printable, scan
from mediakit.media import disk


@dataclass(frozen=True, slots=True)
class Expected:
    """A file there should be. path: logical, as in the report; lies: where on this machine."""

    path: str
    lies: Path
    checksum: str
    size_bytes: int
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. Paths are logical; unknown: files among the originals that nobody catalogued."""

    checked: int
    size_bytes: int
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    offline: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Nothing is damaged and nothing is missing."""
        return not self.damaged and not self.missing


def verify(workspace: Workspace, catalogue: Catalogue, progress: Progress) -> Verified:
    """Read every original and every rendition again. What lies on an unplugged disk is offline, not missing."""
    originals = [_expected(workspace, o.path, o.checksum, o.bytes) for o in cards.files(catalogue)]
    renditions = [_expected(workspace, *row) for row in work.rendition_files(catalogue)]
    unknown = _unknown(workspace.originals, "originals", {e.path for e in originals})
    return check([*originals, *renditions], unknown, progress)


def verify_against(workspace: Workspace, catalogue: Catalogue, folder: Path, progress: Progress) -> Verified:
    """Read a further copy of the originals (a folder given to --also) and compare it with the catalogue.

    A card that has a folder there must be whole; cards that were never copied there are not asked for, unless nothing
    of the originals is there at all.
    """
    paths = {o.path.removeprefix("originals/"): o for o in cards.files(catalogue) if o.path.startswith("originals/")}
    names = names_on_disk(paths, disk.habits(folder))
    there = {path for path in paths if (folder / _card_of(path)).is_dir()} or paths.keys()
    expected = [Expected(paths[p].path, folder / names[p], paths[p].checksum, paths[p].bytes) for p in sorted(there)]
    events = {PurePosixPath(path).parts[0] for path in paths}
    known = {f"originals/{names[path]}" for path in paths}
    unknown = [p for event in sorted(events) for p in _unknown(folder / event, f"originals/{event}", known)]
    return check(expected, unknown, progress)


def _card_of(path: str) -> str:
    return "/".join(PurePosixPath(path).parts[:2])


def check(expected: Iterable[Expected], unknown: Iterable[str], progress: Progress) -> Verified:
    """Read files and compare them; a content that several names share on the disk is read once."""
    expected = list(expected)
    progress.begin("verifying", sum(e.size_bytes for e in expected if not e.offline), "bytes")
    read: dict[tuple[int, int], str] = {}
    damaged, missing, offline = [], [], []
    checked = size_bytes = 0
    for file in expected:
        if file.offline:
            offline.append(file.path)
            continue
        found = _digest(file.lies, read, progress)
        if found is None:
            missing.append(file.path)
            progress.finished(f"{file.path}: missing")
            continue
        checked += 1
        size_bytes += file.size_bytes
        if found != file.checksum:
            damaged.append(file.path)
            progress.finished(f"{file.path}: damaged")
    return Verified(checked, size_bytes, tuple(damaged), tuple(missing), tuple(unknown), tuple(offline))


def _digest(path: Path, read: dict[tuple[int, int], str], progress: Progress) -> str | None:
    """The content's digest, "" if it cannot be read, None if there is no such file."""
    try:
        facts = path.stat()
        key = (facts.st_dev, facts.st_ino)
        if facts.st_ino == 0 or key not in read:
            read[key] = disk.digest_from_disk(path, progress.advance)
        else:
            progress.advance(facts.st_size)
        return read[key]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return ""


def _expected(workspace: Workspace, path: str, checksum: str, size_bytes: int) -> Expected:
    lies = workspace.locate(path)
    # catalogued in place: without the folder it lay in, its card or disk is not plugged in
    gone = Path(path).is_absolute() and not lies.parent.is_dir()
    return Expected(path, lies, checksum, size_bytes, offline=gone or workspace.offline(path))


def _unknown(folder: Path, logical: str, known: set[str]) -> list[str]:
    if not folder.is_dir():
        return []
    listing = scan(folder)
    paths = [f.path for f in listing.files if not disk.is_draft(PurePosixPath(f.path).name)]
    paths += [u.path for u in listing.unusable]
    return sorted(printable(f"{logical}/{p}") for p in paths if f"{logical}/{p}" not in known)
