"""A card's files to originals and to each further copy: read once, read back, compared, read-only."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mediakit.domain.errors import MachineLacks, MediaError
from mediakit.domain.progress import Progress
from mediakit.ingest.names import numbered
from mediakit.ingest.scan import Found, Listing, Unusable, is_text, printable, why
from mediakit.media import disk
from mediakit.media.files import make_read_only

_MARGIN_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """One folder that is to hold the whole card. names: path on the card → path below `root`."""

    root: Path
    names: Mapping[str, str]

    def at(self, found: Found) -> Path:
        """Where a file of the card goes."""
        return self.root / self.names[found.path]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that lies in every place, read back and equal to the card's. path: where it lies in originals."""

    found: Found
    path: Path
    checksum: str
    copies: tuple[Path, ...] = ()
    new: bool = True


@dataclass(slots=True)
class Known:
    """What originals hold already, by size and by checksum, and what the catalogue says each path should hold."""

    checksums: dict[Path, str] = field(default_factory=dict)
    sizes: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    paths: dict[str, Path] = field(default_factory=dict)

    def add(self, path: Path, size_bytes: int, checksum: str) -> None:
        """Remember one original."""
        self.checksums[path] = checksum
        if size_bytes:
            self.sizes[size_bytes].add(checksum)
            self.paths.setdefault(checksum, path)


def room_needed(files: Iterable[Found], place: Place, known: Known) -> int:
    """Bytes that must be written to one place: files that are not there and whose size nothing known has."""
    return sum(f.size_bytes for f in files if not place.at(f).exists() and f.size_bytes not in known.sizes)


def check_room(files: Iterable[Found], places: Iterable[Place], known: Known) -> None:
    """Raises MachineLacks, before anything is written, if a disk has no room for what it is to hold."""
    files = list(files)
    needed: defaultdict[str, int] = defaultdict(int)
    folders: dict[str, Path] = {}
    for place in places:
        device = disk.device_of(place.root)
        needed[device] += room_needed(files, place, known)
        folders.setdefault(device, place.root)
    for device, size_bytes in needed.items():
        free = disk.free_bytes(folders[device])
        if size_bytes and size_bytes + _MARGIN_BYTES > free:
            needed_mb = (size_bytes + _MARGIN_BYTES) / 1e6
            what = f"no room for this card: it needs {needed_mb:,.0f} MB, {free / 1e6:,.0f} MB are free"
            hint = "make room, or name another disk: with [paths] in mediakit.toml, or for a further copy with --also"
            raise MachineLacks(what, where=str(folders[device]), hint=hint)


def offload(
    listing: Listing, places: tuple[Place, ...], known: Known, progress: Progress
) -> tuple[tuple[Brought, ...], tuple[Unusable, ...]]:
    """Bring every file of a card to every place (originals first); returns what is safe and what failed.

    A file that lies there already is compared, not written again, so that a run that was stopped goes on where it
    was. One file that cannot be read costs itself alone; a full or vanished disk raises MachineLacks.
    """
    for place in places:
        disk.remove_stale_drafts(place.root)
    brought, failed = [], []
    progress.begin(f"copying {printable(listing.root.name)}", listing.size_bytes * (1 + len(places)), "bytes")
    for found in listing.files:
        told = _Meter(progress, found.size_bytes * (1 + len(places)))
        try:
            one = _bring(listing.root / found.path, found, places, known, told)
            known.add(one.path, found.size_bytes, one.checksum)
            brought.append(one)
            progress.finished(f"{printable(found.path)}: {'copied and' if one.new else 'was there,'} verified")
        except MediaError as error:
            failed.append(Unusable(found.path, error.what))
        except OSError as error:
            failed.append(Unusable(found.path, why(error)))
        told.close()
        if failed and failed[-1].path == found.path:
            progress.finished(f"{printable(found.path)}: {failed[-1].reason}")
    return tuple(brought), tuple(failed)


class _Meter:
    """Counts one file's bytes so that each file advances the bar by exactly its share."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.left = progress, total

    def __call__(self, size_bytes: int) -> None:
        step = min(size_bytes, self.left)
        self.left -= step
        self.progress.advance(step)

    def close(self) -> None:
        self(self.left)


def _bring(source: Path, found: Found, places: tuple[Place, ...], known: Known, told: _Meter) -> Brought:
    targets = [place.at(found) for place in places]
    if not any(t.exists() for t in targets) and found.size_bytes in known.sizes:
        checksum = _source_digest(source, told)
        twin = known.paths.get(checksum)
        if twin and disk.link_verified(twin, targets[0], checksum):
            disk.digest_from_disk(targets[0], told)
            _copy(source, targets[1:], checksum, told)
            return Brought(found, targets[0], checksum, tuple(targets))
    missing = [t for t in targets if not t.exists()]
    checksum = disk.copy_verified(source, missing, told) if missing else _source_digest(source, told)
    for number, target in enumerate(targets):
        if target not in missing and not _holds(target, checksum, told):
            targets[number] = _beside(source, target, checksum, known, told)
    return Brought(found, targets[0], checksum, tuple(targets), new=bool(missing))


def _copy(source: Path, targets: list[Path], checksum: str, told: _Meter) -> None:
    missing = [t for t in targets if not t.exists()]
    if missing and disk.copy_verified(source, missing, told) != checksum:
        raise MediaError("it reads differently each time: the card or its reader is failing")
    for target in targets:
        if target not in missing and not _holds(target, checksum, told):
            raise MediaError(f"another file lies at {printable(str(target))}")


def _source_digest(source: Path, told: _Meter) -> str:
    try:
        return disk.copy_verified(source, (), told)
    except FileNotFoundError:
        raise MediaError("cannot be read: no such file") from None


def _holds(target: Path, checksum: str, told: _Meter) -> bool:
    if disk.digest_from_disk(target, told) != checksum:
        return False
    with contextlib.suppress(OSError):
        make_read_only(target)  # a run that was killed may not have come to it
    return True


def _beside(source: Path, target: Path, checksum: str, known: Known, told: _Meter) -> Path:
    """Where a file goes that changed on the card since it was copied: beside its earlier self, never over it."""
    if known.checksums.get(target) == checksum:
        raise MediaError(
            f"the copy at {printable(str(target))} is damaged: move it away and run this again to have it copied anew"
        )
    taken = {p.name for p in target.parent.iterdir()}
    number = 2
    while (free := target.with_name(numbered(target.name, number))).name in taken:
        if _holds(free, checksum, told):
            return free
        number += 1
    if disk.copy_verified(source, [free], told) != checksum:
        raise MediaError("it reads differently each time: the card or its reader is failing")
    return free


def read_in_place(listing: Listing, progress: Progress) -> tuple[tuple[Brought, ...], tuple[Unusable, ...]]:
    """The files of a folder as they lie: read once and known by their content, neither copied nor changed."""
    brought, failed = [], []
    progress.begin(f"reading {printable(listing.root.name)}", listing.size_bytes, "bytes")
    for found in listing.files:
        path = listing.root / found.path
        if not is_text(str(path)):
            failed.append(Unusable(found.path, "its name cannot be kept as text: rename it, or copy the card instead"))
            continue
        try:
            brought.append(Brought(found, path, disk.copy_verified(path, (), progress.advance), new=False))
        except MediaError as error:
            failed.append(Unusable(found.path, error.what))
        except OSError as error:
            failed.append(Unusable(found.path, why(error)))
    return tuple(brought), tuple(failed)
