"""Which card is this: a new one, one that was here before and goes on, or another of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from mediakit.ingest.layouts import is_system
from mediakit.ingest.scan import Found

# FAT and exFAT keep times to two seconds
_SLACK_NS = 2_000_000_000
# What a camera rewrites while a card goes on: indexes, playlists, counters
_INDEXES = frozenset(
    {".xml", ".bdm", ".mpl", ".cpi", ".bim", ".ctg", ".dat", ".bup", ".ind", ".int", ".bnp", ".idx", ".db", ".log",
     ".txt", ".csv", ".mhl"}
)  # fmt: skip


class Sameness(StrEnum):
    """NEW: nothing of that name is held. SAME: the same card going on. OTHER: another card of that name."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a card as its copy lies in originals."""

    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What of a card is held under a name. unsure: equal size, another time: only its content can tell."""

    same: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def compare(files: Iterable[Found], held: Mapping[str, Held]) -> Comparison:
    """Compare a card's recordings and pictures, by path, size and time, with those held under a name."""
    same, other, unsure = [], [], []
    for found in files:
        copy = held.get(found.path)
        if copy is None or may_change(found.path):
            continue
        if copy.size_bytes != found.size_bytes:
            other.append(found.path)
        elif abs(copy.mtime_ns - found.mtime_ns) <= _SLACK_NS:
            same.append(found.path)
        else:
            unsure.append(found.path)
    return Comparison(tuple(same), tuple(other), tuple(unsure))


def decide(comparison: Comparison, *, held_any: bool) -> Sameness:
    """The verdict, once nothing is unsure. held_any: something is held under that name, on this card or not."""
    if comparison.other:
        return Sameness.OTHER
    if comparison.same or not held_any:
        return Sameness.SAME if comparison.same else Sameness.NEW
    return Sameness.OTHER


def may_change(path: str) -> bool:
    """True for files that a camera or an operating system rewrites while a card is in use."""
    return is_system(path) or PurePosixPath(path).suffix.lower() in _INDEXES
