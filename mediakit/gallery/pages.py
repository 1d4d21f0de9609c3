"""The values of every page of the site: all that a template needs, ready to show, nothing that must not be published.

Paths are paths inside the site with forward slashes ("videos/opening/index.html"); a template turns them into relative
links. Texts are plain text: the template escapes them. Positions are milliseconds into the recording.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the site it belongs to.

    language: BCP 47, of the pages' own words. base_url: where the site will be, ending in "/", or None.
    sections: the lists that have something in them, in the order of the navigation. colophon: what the foot of every
    page leads to.
    """

    name: str
    language: str = "en-GB"
    strapline: str | None = None
    organisation: str | None = None
    contact: str | None = None
    base_url: str | None = None
    sections: tuple[Link, ...] = ()
    colophon: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads inside the site; path None: a name that leads nowhere."""

    name: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class PictureSize:
    """One file of a picture."""

    path: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in one or more sizes, smallest first. alt "" is a decorative one.

    also: the same in other formats, the best first: media type and sizes. thumbhash: stands for it until it is there.
    """

    sizes: tuple[PictureSize, ...]
    alt: str = ""
    also: tuple[tuple[str, tuple[PictureSize, ...]], ...] = ()
    thumbhash: str | None = None

    @property
    def smallest(self) -> PictureSize:
        return self.sizes[0]

    @property
    def largest(self) -> PictureSize:
        return self.sizes[-1]

    @property
    def shape(self) -> float:
        """Width by height, of the largest size."""
        return self.largest.width_px / max(1, self.largest.height_px)

    @property
    def step(self) -> int:
        """Its shape as one of 141 steps of two per cent, 0.25 … 4: photos.css has a rule for each.

        A page may carry no styles of its own (Content-Security-Policy), so the shape of each photo is a class.

        >>> Picture((PictureSize("a.jpg", 300, 300),)).step, Picture((PictureSize("a.jpg", 300, 200),)).step
        (70, 90)
        """
        return 70 + max(-70, min(70, round(math.log(max(self.shape, 1e-3)) / math.log(1.02))))

    def at_least(self, width_px: int) -> PictureSize:
        """The smallest file that is that wide, or the widest there is."""
        return next((size for size in self.sizes if size.width_px >= width_px), self.sizes[-1])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be named. role and organisation are as at the event; path None: no page of their own.

    initial: what stands for them where there is no picture.
    """

    name: str
    path: str | None = None
    role: str | None = None
    organisation: str | None = None
    picture: Picture | None = None
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """A film or sound recording as shown in a list. people are names; finished films come first wherever both stand."""

    title: str
    path: str
    kind: str
    duration_ms: int
    finished: bool = False
    poster: Picture | None = None
    people: tuple[str, ...] = ()
    event: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as shown in a grid. slug: what it is called in an address; more: others of the same moment.

    download: the file with its rights written into it.
    """

    title: str
    path: str
    picture: Picture
    caption: str | None = None
    credit: str | None = None
    rights: str | None = None
    download: str | None = None
    more: tuple[Photo, ...] = ()

    @property
    def slug(self) -> str:
        return self.path.split("/")[-2]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whom an event belongs to or who takes part. role: host, partner, funder or participant. path: of its page."""

    name: str
    role: str
    url: str | None = None
    logo: Picture | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag that films and photos share, as shown in a list. count: of them."""

    name: str
    path: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as shown in a list."""

    name: str
    path: str
    starts: date | None = None
    ends: date | None = None
    venue: str | None = None
    recordings: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a transcript, as one thing that can be played."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of one voice that belong together. voice: shown where a new voice begins, else None."""

    sentences: tuple[Sentence, ...]
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class PlayableFile:
    """One size of a film or sound recording; height_px 0 for sound."""

    path: str
    media_type: str
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True, slots=True)
class Download:
    """A file that visitors may take with them."""

    label: str
    path: str
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page: the featured film, then films, photos and events."""

    path: str = "index.html"
    featured: Recording | None = None
    featured_text: str | None = None
    recordings: tuple[Recording, ...] = ()
    recordings_total: int = 0
    photos: tuple[Photo, ...] = ()
    photos_total: int = 0
    events: tuple[EventCard, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingsPage:
    """One page of the list of all films (or of all sound recordings)."""

    path: str
    title: str
    recordings: tuple[Recording, ...]
    number: int = 1
    previous: str | None = None
    following: str | None = None
    total: int = 0


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """A film or sound recording: player, transcript that follows along, who speaks, what can be taken away.

    language: BCP 47, of what is said. captions: path of the WebVTT file, or None where nothing is said.
    cues: path of the script with the same cues for readers who opened the page from a disk.
    """

    path: str
    kind: str
    title: str
    duration_ms: int
    files: tuple[PlayableFile, ...]
    finished: bool = False
    poster: Picture | None = None
    caption: str | None = None
    language: str = "en"
    captions: str | None = None
    cues: str | None = None
    passages: tuple[Passage, ...] = ()
    people: tuple[Person, ...] = ()
    event: Link | None = None
    session: Link | None = None
    day: date | None = None
    updated: datetime | None = None
    credit: str | None = None
    copyright: str | None = None
    downloads: tuple[Download, ...] = ()
    more: tuple[Recording, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search; the index lies beside it."""

    path: str = "search/index.html"
    example: str | None = None


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """What a web server shows for an address that is not there."""

    path: str = "404.html"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One film in the feed. updated is aware."""

    title: str
    path: str
    updated: datetime
    summary: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """Atom (RFC 4287) of the newest films; made only for a site with a base_url."""

    entries: tuple[FeedEntry, ...]
    updated: datetime
    path: str = "feed.xml"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Every page for search engines (sitemaps.org 0.9); made only for a site with a base_url."""

    pages: tuple[str, ...]
    path: str = "sitemap.xml"


class Page(Protocol):
    """Any page: a frozen value with its path inside the site. render.TEMPLATES says which template shows it."""

    @property
    def path(self) -> str: ...
