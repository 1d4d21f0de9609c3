"""The values of the pages around the films: events, photos, people, organisations, topics, and what the site says of
itself. The rules of pages.py hold here too: ready to show, plain text, nothing that must not be published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediakit.gallery.pages import Download, EventCard, Link, Organisation, Person, Photo, Picture, Recording, Topic


@dataclass(frozen=True, slots=True)
class Session:
    """One entry of an agenda with what was recorded of it. Times are wall clock at the venue.

    photo_set: where all of its photos are, if it has a page for them; photos_total: how many there are.
    """

    title: str
    anchor: str
    starts: datetime | None = None
    ends: datetime | None = None
    room: str | None = None
    people: tuple[Person, ...] = ()
    recordings: tuple[Recording, ...] = ()
    photos: tuple[Photo, ...] = ()
    photos_total: int = 0
    photo_set: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoSet:
    """The photos of an event as shown in a list of sets."""

    name: str
    path: str
    count: int
    cover: Picture | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class PhotosPage:
    """One page of a grid of photos: all of them, or the set of an event or of one of its sessions.

    moments: how many there are where those of one moment count as one; first: how many of them come before this page.
    parts: the sets of the sessions. above: what the set belongs to. archive: photos of the set in one file.
    """

    path: str
    title: str
    photos: tuple[Photo, ...]
    number: int = 1
    previous: str | None = None
    following: str | None = None
    total: int = 0
    moments: int = 0
    first: int = 0
    above: tuple[Link, ...] = ()
    starts: date | None = None
    ends: date | None = None
    sets: tuple[PhotoSet, ...] = ()
    parts: tuple[PhotoSet, ...] = ()
    archive: Download | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventsPage:
    """The list of events."""

    path: str
    events: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event: its agenda with what was recorded, what belongs to no session, its people and organisations.

    notice: the wording shown at the venue. updated: when the latest of what it shows was approved.
    """

    path: str
    name: str
    starts: date | None = None
    ends: date | None = None
    venue: str | None = None
    sessions: tuple[Session, ...] = ()
    recordings: tuple[Recording, ...] = ()
    photos: tuple[Photo, ...] = ()
    photos_total: int = 0
    photo_set: str | None = None
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    topics: tuple[Topic, ...] = ()
    notice: str | None = None
    downloads: tuple[Download, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """One photo in full, with its neighbours in the set. creator: who took it; credit: the line to print with it.

    moment: others of the same moment.
    """

    path: str
    title: str
    picture: Picture
    caption: str | None = None
    description: str | None = None
    credit: str | None = None
    creator: str | None = None
    copyright: str | None = None
    people: tuple[Person, ...] = ()
    event: Link | None = None
    session: Link | None = None
    day: date | None = None
    previous: Link | None = None
    following: Link | None = None
    downloads: tuple[Download, ...] = ()
    above: tuple[Link, ...] = ()
    moment: tuple[Photo, ...] = ()
    topics: tuple[Topic, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everybody who has a page."""

    path: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said and a person chose. start_ms: where it begins in the recording; language: BCP 47."""

    text: str
    start_ms: int
    recording: Link
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Appearance:
    """Role and organisation as at one event."""

    event: Link
    role: str | None = None
    organisation: Link | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person: role as at each event, what they said, films and photos."""

    path: str
    person: Person
    appearances: tuple[Appearance, ...] = ()
    quotes: tuple[Quote, ...] = ()
    recordings: tuple[Recording, ...] = ()
    photos: tuple[Photo, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation: its part in each event, those of its people who may be named, films and photos of them."""

    path: str
    name: str
    url: str | None = None
    logo: Picture | None = None
    parts: tuple[tuple[Link, str], ...] = ()
    people: tuple[Person, ...] = ()
    recordings: tuple[Recording, ...] = ()
    photos: tuple[Photo, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """Every topic."""

    path: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """What shares a tag."""

    path: str
    name: str
    recordings: tuple[Recording, ...] = ()
    photos: tuple[Photo, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Whose site this is, and what may be done with what is in it. Both in the words of the settings, or none.

    photos_to_keep: whether there are photos that visitors may take along.
    """

    path: str
    about: str | None = None
    rights: str | None = None
    organisations: tuple[Organisation, ...] = ()
    updated: datetime | None = None
    photos_to_keep: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What the build could count of the site's accessibility; all are numbers of things on the site.

    untold: recordings with sound of which no transcript was made. checked: recordings of whose captions somebody said
    that they checked them. with_version, with_text, not_needed, undecided: films by what they offer those who do not
    see them. undescribed: photos called decorative. level_a, level_aa: of everything, what meets that level of
    WCAG 2.2 as far as a machine can tell.
    """

    recordings: int = 0
    spoken: int = 0
    untold: int = 0
    captioned: int = 0
    checked: int = 0
    films: int = 0
    with_version: int = 0
    with_text: int = 0
    not_needed: int = 0
    undecided: int = 0
    photos: int = 0
    described: int = 0
    undescribed: int = 0
    described_at_length: int = 0
    level_a: int = 0
    level_aa: int = 0
    languages: tuple[str, ...] = ()

    @property
    def everything(self) -> int:
        return self.recordings + self.photos


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """The draft of an accessibility statement. findings, enforcement: the settings' own words, or None.

    enforcement_language: BCP 47, of wording that comes with the program; None for somebody's own.
    """

    path: str
    measured: Measured
    findings: str | None = None
    enforcement: str | None = None
    updated: datetime | None = None
    enforcement_language: str | None = None
