"""The values of a player and of what stands beside it. Paths, texts and positions as in `pages`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediakit.gallery.pages import Link


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a transcript, as one thing that can be played."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording, to the beginning of the next."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one voice that belong together. voice: shown where a new voice begins, else None.

    chapter: where one begins with it that has a title of its own.
    """

    sentences: tuple[Sentence, ...]
    voice: str | None = None
    chapter: Chapter | None = None


@dataclass(frozen=True, slots=True)
class PlayableFile:
    """One size of a film or sound recording; height_px 0 for sound."""

    path: str
    media_type: str
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Small pictures for seeking, all on one sheet: the n-th shows the film at n × every_ms."""

    path: str
    number: int
    every_ms: int
    columns: int
    tile_width_px: int
    tile_height_px: int


@dataclass(frozen=True, slots=True)
class Description:
    """How a film says what is only seen. version: its audio described version; not_needed: why there need be none.

    text: all that is seen and said, as text. of: the film that this one is the audio described version of.
    """

    version: Link | None = None
    not_needed: str | None = None
    text: str | None = None
    of: Link | None = None


NOT_DESCRIBED = Description()
