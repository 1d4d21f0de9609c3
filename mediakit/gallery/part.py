"""What comes of one asset: its page, the files beside it, what the search finds of it; and the names of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mediakit.domain.asset import Asset, Rendition, photo_versions
from mediakit.domain.facts import Kind
from mediakit.gallery.mentions import Mention
from mediakit.gallery.pages import Link, Page, Photo, Recording, Topic
from mediakit.gallery.playing import PlayableFile
from mediakit.gallery.search_index import Entry

# beside JPEG, the best first: what browsers take the first of that they know
FORMATS = {".avif": "image/avif", ".webp": "image/webp"}
POSTER, WAVEFORM = "poster.jpg", "waveform.svg"


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A rendition that goes into the site: logical path, and the checksum (xxh128) and size of its content."""

    rendition: str
    checksum: str
    size_bytes: int

    @classmethod
    def of(cls, rendition: Rendition) -> MediaFile:
        """A rendition as it is."""
        return cls(rendition.path, rendition.checksum, rendition.bytes)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file made from a rendition's content. told: what else decides its bytes."""

    source: MediaFile
    make: Callable[[bytes], str | bytes]
    told: str = ""


class ToKeep(NamedTuple):
    """The file of a photo that visitors may take along: the key of its content, and its size."""

    key: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Around:
    """All that the page of an asset shows of others, and its own card as others show it. topics: its tags."""

    card: Recording | Photo
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoAround(Around):
    """Around a photo: its neighbours in the set, and the others of its moment."""

    previous: Link | None = None
    following: Link | None = None
    moment: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingAround(Around):
    """Around a recording: those that follow it, its audio described version, and the film that it is such a one of."""

    more: tuple[Recording, ...] = ()
    version: Link | None = None
    described: Link | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What comes of one asset, all by path inside the site. The first page is its own."""

    pages: tuple[Page, ...]
    entry: Entry
    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, MediaFile] = field(default_factory=dict)
    made: dict[str, MadeFile] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    to_keep: ToKeep | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of it."""
        return (*(page.path for page in self.pages), *self.texts, *self.media, *self.made)


def folder_of(path: str) -> str:
    """The folder that a page lies in."""
    return path.removesuffix("/index.html")


def photo_sizes(asset: Asset, folder: str) -> dict[str, Rendition]:
    """The sizes of a photo in every format by path, smallest first."""
    return {
        f"{folder}/{r.profile.removesuffix(f'-{suffix[1:]}')}{suffix}": r
        for suffix in (".jpg", *FORMATS)
        for r in photo_versions(asset, suffix)
    }


def playable(asset: Asset, folder: str) -> Iterator[tuple[PlayableFile, Rendition]]:
    """Sizes to play, smallest first: the web sizes, else the small working copy."""
    if asset.kind is Kind.AUDIO:
        yield PlayableFile(f"{folder}/sound.m4a", "audio/mp4"), asset.renditions["audio"]
        return
    web = [r for profile, r in asset.renditions.items() if profile.startswith("web-")]
    for r in sorted(web or [asset.renditions["proxy"]], key=lambda r: (r.height_px or 0) * (r.width_px or 0)):
        name = f"film-{r.profile.removeprefix('web-')}.mp4" if web else "film.mp4"
        yield PlayableFile(f"{folder}/{name}", "video/mp4", r.width_px or 0, r.height_px or 0), r
