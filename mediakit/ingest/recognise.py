"""Which card is this: a new one, one that was here before and goes on, or another of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from mediakit.ingest.layouts import is_system
from mediakit.ingest.scan import Found

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
class Comparison:
    """What of a card is held under a name. alike: equal path and size, so that only the content can tell them apart."""

    alike: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def compare(files: Iterable[Found], held_bytes: Mapping[str, int]) -> Comparison:
    """Compare a card's recordings and pictures with those held under a name. held_bytes: path on the card → size.

    Times are not asked: a camera's clock may have been set, and two cards may have been begun in the same second.
    """
    alike: list[str] = []
    other: list[str] = []
    for found in files:
        size_bytes = held_bytes.get(found.path)
        if size_bytes is not None and not may_change(found.path):
            (alike if size_bytes == found.size_bytes else other).append(found.path)
    return Comparison(tuple(alike), tuple(other))


def decide(comparison: Comparison, *, equal: bool, held_any: bool) -> Sameness:
    """The verdict. equal: what is alike has the same content; held_any: something is held under that name."""
    if comparison.other or not equal:
        return Sameness.OTHER
    if comparison.alike:
        return Sameness.SAME
    return Sameness.OTHER if held_any else Sameness.NEW


def may_change(path: str) -> bool:
    """True for files that a camera or an operating system rewrites while a card is in use."""
    return is_system(path) or PurePosixPath(path).suffix.lower() in _INDEXES
