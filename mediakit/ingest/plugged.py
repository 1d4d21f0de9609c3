"""Which camera cards are plugged in."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mediakit.ingest.layouts import layout_of

# A card's top folder holds at least one of these
_MARKS = frozenset({"dcim", "private", "avchd", "m4root", "xdroot", "contents", "clip", "bpav", "folder01", "stereo"})


@dataclass(frozen=True, slots=True)
class Plugged:
    """A volume that looks like a camera's or a recorder's card."""

    path: Path
    name: str
    layout: str
    size_bytes: int


def looks_like_card(names: Iterable[str]) -> bool:
    """True if the names in a volume's top folder are those of a camera's card."""
    return any(name.lower() in _MARKS for name in names)


def plugged() -> list[Plugged]:
    """The volumes that look like cards, in order of path; volumes that cannot be listed are left out."""
    found = []
    for volume in _volumes():
        with contextlib.suppress(OSError):
            names = [p.name for p in volume.iterdir()]
            if looks_like_card(names):
                paths = [f"{p.parent.relative_to(volume).as_posix()}/{p.name}/x" for p in _folders(volume)]
                found.append(Plugged(volume, volume.name or str(volume), layout_of(paths), _used_bytes(volume)))
    return sorted(found, key=lambda p: p.path)


def _folders(volume: Path) -> list[Path]:
    """Two levels of folders are enough to know a layout."""
    tops = [p for p in volume.iterdir() if p.is_dir()]
    return tops + [p for top in tops for p in top.iterdir() if p.is_dir()]


def _used_bytes(volume: Path) -> int:
    import shutil

    return shutil.disk_usage(volume).used


def _volumes() -> list[Path]:
    if os.name == "nt":
        return [p for p in (Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ") if p.exists()]
    parents = [Path("/Volumes")] if sys.platform == "darwin" else [*_users(Path("/run/media")), *_users(Path("/media"))]
    parents += [] if sys.platform == "darwin" else [Path("/media"), Path("/mnt")]
    volumes: list[Path] = []
    for parent in parents:
        with contextlib.suppress(OSError):
            volumes += [p for p in parent.iterdir() if p.is_dir() and p not in volumes]
    return volumes


def _users(parent: Path) -> list[Path]:
    try:
        return [p for p in parent.iterdir() if p.is_dir()]
    except OSError:
        return []
