"""The values of every page of the site: all that a template needs, ready to show, nothing that must not be published.

Paths are paths inside the site with forward slashes ("videos/opening/index.html"); a template turns them into relative
links. Texts are plain text: the template escapes them. Positions are milliseconds into the recording.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from mediakit.gallery.playing import NOT_DESCRIBED, Chapter, Description, Passage, PlayableFile, Thumbnails


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the site it belongs to.

    language: BCP 47, of the pages' own words. base_url: where the site will be, ending in "/", or None.
    sections: the lists that have something in them, in the order of the navigation. colophon: what the foot of every
    page leads to. logo: beside the name, decorative; of a width of 0 px where only its height is known. themed: whether
    there is a static/theme.css. robots: what search engines and others are asked, as in <meta name="robots">, or "".
    licence: its name and address. review: it is no gallery, but a copy for somebody to look at before all is public.
    """

    name: str
    language: str = "en-GB"
    strapline: str | None = None
    organisation: str | None = None
    contact: str | None = None
    base_url: str | None = None
    sections: tuple[Link, ...] = ()
    colophon: tuple[Link, ...] = ()
    logo: Picture | None = None
    themed: bool = False
    robots: str = ""
    licence: str | None = None
    licence_url: str | None = None
    review: bool = False


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
    """A film or sound recording as shown in a list. people are names; finished films come first wherever both stand.

    language: BCP 47, of what is said where that is another than the pages' own. title_language: of the title, as far as
    its letters tell.
    """

    title: str
    path: str
    kind: str
    duration_ms: int
    finished: bool = False
    poster: Picture | None = None
    people: tuple[str, ...] = ()
    event: str | None = None
    day: date | None = None
    language: str | None = None
    title_language: str | None = None


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
    """An event as shown in a list. films: how many of the recordings are; cover: a picture of it, decorative."""

    name: str
    path: str
    starts: date | None = None
    ends: date | None = None
    venue: str | None = None
    recordings: int = 0
    photos: int = 0
    films: int = 0
    cover: Picture | None = None

    @property
    def sounds(self) -> int:
        return self.recordings - self.films


@dataclass(frozen=True, slots=True)
class Download:
    """A file that visitors may take with them. photos: how many are in it, of photos_in_all; 0: it holds no photos."""

    label: str
    path: str
    size_bytes: int | None = None
    photos: int = 0
    photos_in_all: int = 0


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

    language: BCP 47, of what is said; chapters_language, title_language: of the chapters' titles and its own, None
    where nobody knows. captions: path of the WebVTT file, or None where nothing is said. cues: path of the script
    with the same cues for readers who opened the page from a disk. chapters, and chapters_track: path of the same as
    WebVTT; both empty where it has none. updated: when it was last decided that it is shown as it is. may_save: the
    player may offer to save the film. embed: path of the page that other sites may show, or None.
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
    chapters_language: str | None = None
    title_language: str | None = None
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
    chapters: tuple[Chapter, ...] = ()
    chapters_track: str | None = None
    thumbnails: Thumbnails | None = None
    description: Description = NOT_DESCRIBED
    may_save: bool = True
    embed: str | None = None
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The player of one recording alone, for other websites to show in a frame."""

    path: str
    recording: RecordingPage

    @property
    def title(self) -> str:
        return self.recording.title


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
class MovedPage:
    """What lies at an old address: it leads on to target, the page that lay there, by its title."""

    path: str
    title: str
    target: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One film in the feed. updated is aware. uid: an IRI that stays when its title and address change."""

    title: str
    path: str
    updated: datetime
    uid: str
    summary: str | None = None
    people: tuple[str, ...] = ()
    duration_ms: int = 0
    poster: Picture | None = None
    file: PlayableFile | None = None
    size_bytes: int = 0
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """Atom (RFC 4287) of the newest films; made only for a site with a base_url."""

    entries: tuple[FeedEntry, ...]
    updated: datetime
    path: str = "feed.xml"


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page, with the pictures and the film that it is there to show. updated: aware."""

    path: str
    updated: datetime | None = None
    images: tuple[str, ...] = ()
    video: SitemapVideo | None = None


@dataclass(frozen=True, slots=True)
class SitemapVideo:
    """A film as search engines want it told; paths are inside the site."""

    title: str
    description: str
    poster: str
    file: str
    duration_ms: int
    uploader: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Pages for search engines (sitemaps.org 0.9); made only for a site with a base_url."""

    entries: tuple[SitemapEntry, ...]
    path: str = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class SitemapIndex:
    """The parts of a sitemap that is too long for one file."""

    parts: tuple[str, ...]
    path: str = "sitemap.xml"


class Page(Protocol):
    """Any page: a frozen value with its path inside the site. render.TEMPLATES says which template shows it."""

    @property
    def path(self) -> str: ...
