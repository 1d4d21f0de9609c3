"""A place that a gallery is sent to: what every way of getting there can do, and what lies there besides the gallery.

A place holds one release and nothing older: what was taken away lies on no public disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mediakit.domain.errors import MachineLacks, Refused
from mediakit.domain.progress import Progress
from mediakit.domain.publication import SiteFile

OURS = ".mediakit"
MARKER = f"{OURS}/place.json"


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be at a place. tree: a folder with just these files; files: in the order in which they are sent.

    name: the same for the same files. mark: what the place is known by. own_folders: those at its top that are a
    gallery's alone; whatever else lies there and was not sent belongs to somebody else, and is left alone.
    """

    tree: Path
    name: str
    mark: str
    files: tuple[SiteFile, ...]
    own_folders: tuple[str, ...]

    @property
    def top(self) -> tuple[str, ...]:
        """The names at its top."""
        return tuple(dict.fromkeys(file.path.split("/", 1)[0] for file in self.files))


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sending came to. sent, kept, removed: files; removed: -1 where the place does not say."""

    sent: int
    kept: int
    removed: int
    size_bytes: int


class Place(Protocol):
    """One way to a place. name: the same however it was typed. touched: something of what was sent may lie there."""

    name: str
    touched: bool

    def look(self) -> str | None:
        """The mark by which the place is known; None for an empty place. Raises Refused for somebody else's."""

    def send(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        """Bring a release about. still: called before anything of it can be seen; raises where it may not be.

        Raises MachineLacks for a place that is full, cannot be written or cannot be reached.
        """

    def take_back(self, paths: Sequence[str]) -> None:
        """Remove files that a refused sending put there, where they can be seen one by one. Raises MachineLacks."""


def marker_text(mark: str) -> str:
    """What marks a place as a gallery's own. It tells nothing of who or where from."""
    return json.dumps({"mediakit": 1, "gallery": mark}) + "\n"


def read_marker(text: str | bytes, where: str) -> str:
    """The mark of a place. Raises Refused for a marker that cannot be read."""
    try:
        return str(json.loads(text)["gallery"])
    except (ValueError, KeyError, TypeError):
        raise Refused(f"its {MARKER} cannot be read", where=where, hint=f"look at it; {EMPTY_ONE}") from None


EMPTY_ONE = "publish to an empty folder, or a new one"


def not_ours(where: str) -> Refused:
    """The refusal of a place that holds what nobody published there."""
    return Refused("it holds files that were not published by mediakit", where=where, hint=EMPTY_ONE)


def no_room(where: str) -> MachineLacks:
    """The error for a place that is full."""
    hint = "make room there, and publish again: what is online stayed as it was"
    return MachineLacks("there is no room left", where=where, hint=hint)


def names_of(files: Sequence[SiteFile]) -> set[str]:
    """The paths of some files."""
    return {file.path for file in files}
