"""How assets and people look in lists: title, picture, names, links. Made once, shared by every page that shows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from mediakit.catalogue.addresses import Address
from mediakit.domain.asset import Asset, Rendition, photo_versions
from mediakit.domain.event import Session
from mediakit.domain.facts import Kind, Role, TimeSource
from mediakit.domain.languages import is_another, written_in
from mediakit.domain.naming import fold
from mediakit.domain.subtitles import speaker_name
from mediakit.gallery import texts
from mediakit.gallery.keys import Keys
from mediakit.gallery.material import Material
from mediakit.gallery.pages import Download, Link, Page, Person, Photo, Picture, PictureSize, Recording, Site, Topic
from mediakit.gallery.playing import PlayableFile
from mediakit.gallery.search_index import Entry
from mediakit.gallery.wording import day, listed
from mediakit.media.strings import Strings

if TYPE_CHECKING:
    from mediakit.gallery.photo_sets import Frame

KINDS = {Kind.VIDEO: "Film", Kind.AUDIO: "Sound", Kind.PHOTO: "Photo"}
TITLE_CHARACTERS = 80
# beside JPEG, the best first: what browsers take the first of that they know
FORMATS = {".avif": "image/avif", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A rendition that goes into the site: logical path, and the checksum (xxh128) and size of its content."""

    rendition: str
    checksum: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file made from a rendition's content. told: what else decides its bytes."""

    source: MediaFile
    make: Callable[[bytes], str | bytes]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the site in an archive: its name there, and its path in the site. key: of its content."""

    name: str
    path: str
    key: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Archive:
    """Files of the site in one ZIP, and texts with their names."""

    files: tuple[Packed, ...]
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Gallery:
    """Everything that will lie in the site, by path, beside the pages themselves and the search.

    addresses: where everything lies that has a page, for whoever looks for it there later.
    """

    site: Site
    pages: list[Page] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, MediaFile] = field(default_factory=dict)
    made: dict[str, MadeFile] = field(default_factory=dict)
    bundles: dict[str, bytes] = field(default_factory=dict)
    archives: dict[str, Archive] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    keys: Keys = field(default_factory=Keys)


class Cards:
    """Look-ups over the material. Renditions that a card shows are noted in `gallery` as it is made.

    words: of the language of the pages, for titles that nobody wrote. to_keep: asset id → a photo to take along, as far
    as it was asked for; archives: event → its photos in one file.
    """

    def __init__(self, material: Material, site: Site, words: Strings) -> None:
        self.of, self.words = material, words
        self.gallery = Gallery(site)
        self.events = {e.slug: e for e in material.events}
        self.sessions = {(s.event, s.slug): s for s in material.sessions}
        self.by_session: dict[tuple[str, str], list[Asset]] = defaultdict(list)
        self.by_person: dict[str, list[Asset]] = defaultdict(list)
        self.by_event: dict[str, list[Asset]] = defaultdict(list)
        for asset in material.published:
            self._file(asset)
        self.with_pages = people_with_pages(material)
        self._voices = {
            fold(name): p.slug for p in material.people.values() for name in (p.name, p.titled_name, p.slug, *p.aliases)
        }
        self._people: dict[tuple[str, str | None], Person | None] = {}
        self._links: dict[tuple[str | None, str | None], tuple[Link | None, Link | None]] = {}
        self._rows = {event: _leading(shown) for event, shown in self.by_event.items()}
        self._places = {a.id: at for row in self._rows.values() for at, a in enumerate(row)}
        self.organisation_paths = _organisation_paths(material)
        self.topics: dict[str, Topic] = {}
        self.to_keep: dict[str, tuple[MadeFile, int]] = {}
        self.archives: dict[str, Download] = {}
        self.photo_rows: dict[tuple[str, str | None], list[Asset]] = {}
        self.frames: dict[str, Frame] = {}
        self.recordings = {a.id: self._recording(a) for a in material.published if a.kind is not Kind.PHOTO}
        self.photos = {a.id: self._photo(a) for a in material.published if a.kind is Kind.PHOTO}

    def _file(self, asset: Asset) -> None:
        for slug in asset.people:
            self.by_person[slug].append(asset)
        if asset.event:
            self.by_event[asset.event].append(asset)
            if (asset.event, asset.session or "") in self.sessions:
                self.by_session[asset.event, asset.session or ""].append(asset)

    def page(self, asset: Asset) -> str:
        return f"{self.of.folders[asset.id]}/index.html"

    def title(self, asset: Asset) -> str:
        """The title; else the first sentence of its caption; else who is in it; else what it belongs to and when."""
        if asset.title and asset.title.strip():
            return asset.title.strip()
        if asset.caption and asset.caption.strip():
            return shortened(asset.caption)
        named = [name for slug in asset.people if (name := self.of.shown_name(slug, asset.event))]
        if named:
            return listed(named, self.words)
        session = self.sessions.get((asset.event or "", asset.session or ""))
        what = session.title if session else self.words.say(KINDS[asset.kind])
        if asset.captured_at and (taken := day_of(asset)):
            time = f"{asset.captured_at:%H:%M}"
            if session:
                return f"{what}, {time}"
            return self.words.say("{title}, {day} at {time}", title=what, day=day(taken, self.words), time=time)
        return f"{what} {asset.id[:4].upper()}"

    def _put(self, path: str, rendition: Rendition) -> str:
        self.gallery.media[path] = MediaFile(rendition.path, rendition.checksum, rendition.bytes)
        return path

    def _poster(self, asset: Asset) -> Picture | None:
        folder, poster = self.of.folders[asset.id], asset.renditions.get("poster")
        if poster:
            path = self._put(f"{folder}/poster.jpg", poster)
            return Picture((PictureSize(path, poster.width_px or 16, poster.height_px or 9),))
        wave = asset.renditions.get("waveform") if asset.kind is Kind.AUDIO else None
        if wave:
            path = f"{folder}/waveform.svg"
            self.gallery.made[path] = MadeFile(MediaFile(wave.path, wave.checksum, wave.bytes), texts.waveform_svg)
            return Picture((PictureSize(path, 1000, 160),))
        return None

    def _recording(self, asset: Asset) -> Recording:
        event, title = self.events.get(asset.event or ""), self.title(asset)
        return Recording(
            title=title,
            path=self.page(asset),
            kind=asset.kind.value,
            duration_ms=asset.duration_ms or 0,
            finished=asset.role is Role.FINISHED,
            poster=self._poster(asset),
            people=tuple(n for slug in asset.people if (n := self.of.shown_name(slug, asset.event))),
            event=event.name if event else None,
            day=day_of(asset),
            language=self._other_language(asset),
            title_language=written_in(title, asset.spoken.language) if asset.spoken else None,
        )

    def _other_language(self, asset: Asset) -> str | None:
        told = asset.spoken.language if asset.spoken and asset.spoken.words else None
        return told if told and is_another(told, self.gallery.site.language) else None

    def _photo(self, asset: Asset) -> Photo:
        folder = self.of.folders[asset.id]
        sizes = {suffix: self._sizes(asset, suffix) for suffix in (".jpg", *FORMATS)}
        also = tuple((kind, sizes[suffix]) for suffix, kind in FORMATS.items() if sizes[suffix])
        alt = "" if asset.decorative else (asset.alt_text or "").strip()
        thumbhash = next((r.look for r in photo_versions(asset) if r.look), None)
        return Photo(
            title=self.title(asset),
            path=self.page(asset),
            picture=Picture(sizes[".jpg"], alt, also, thumbhash),
            caption=asset.caption,
            credit=credit(asset),
            rights=asset.copyright,
            download=f"{folder}/download.jpg" if "photos" in self.of.settings.downloads else None,
        )

    def _sizes(self, asset: Asset, suffix: str) -> tuple[PictureSize, ...]:
        folder, other = self.of.folders[asset.id], f"-{suffix.removeprefix('.')}"
        return tuple(
            PictureSize(
                self._put(f"{folder}/{r.profile.removesuffix(other)}{suffix}", r), r.width_px or 1, r.height_px or 1
            )
            for r in photo_versions(asset, suffix)
        )

    def updated(self, assets: Iterable[Asset]) -> datetime | None:
        """When the latest of these was approved."""
        return max((a.approval.at for a in assets if a.approval), default=None)

    def speaker(self, asset: Asset, start_ms: int, end_ms: int) -> str | None:
        """Who says a stretch: the one voice in it, if that is somebody; without voices, the one person who is shown."""
        said = self.of.said.get(asset.id)
        here = [s for s in said.segments if s.start_ms < end_ms and s.end_ms > start_ms] if said else []
        voices = {fold(s.speaker or "").strip() for s in here}
        if len(voices) != 1:
            return None
        voice = voices.pop()
        if voice:
            return self._voices.get(voice)
        return asset.people[0] if len(asset.people) == 1 else None

    def person(self, slug: str, event: str | None) -> Person | None:
        """Somebody as they are shown at an event; None where they must not be named."""
        if (slug, event) not in self._people:
            self._people[slug, event] = self._person(slug, event)
        return self._people[slug, event]

    def _person(self, slug: str, event: str | None) -> Person | None:
        name = self.of.shown_name(slug, event)
        if name is None:
            return None
        if not self.of.named_in_full(slug, event):
            # a first name with role and organisation beside it would be as good as the full one
            return Person(name, initial=name[:1])
        then = self.of.people[slug].at(event)
        path = f"people/{slug}/index.html" if slug in self.with_pages else None
        return Person(name, path, then.role, then.organisation, initial=self.of.people[slug].name[:1])

    def people(self, slugs: Sequence[str], event: str | None) -> tuple[Person, ...]:
        return tuple(p for slug in slugs if (p := self.person(slug, event)))

    def face(self, slug: str) -> Picture | None:
        """A picture of somebody alone, decorative beside their name: a photo of them, else their own film's poster."""
        if slug not in self.with_pages:
            return None
        alone = [a for a in self.by_person[slug] if a.people == (slug,)]
        pictures = [self.photos[a.id].picture for a in alone if a.kind is Kind.PHOTO and a.shot in (None, "interview")]
        pictures += [p for a in alone if a.kind is Kind.VIDEO and (p := self.recordings[a.id].poster)]
        return Picture(pictures[0].sizes[:1], "") if pictures else None

    def shown_slug(self, session: Session) -> str:
        """What a session is called in addresses: its slug; its place on the agenda where that would name somebody."""
        if not self.of.unnamed[session.event].found_in(session.slug):
            return session.slug
        agenda = [s.slug for s in self.of.sessions if s.event == session.event]
        return str(agenda.index(session.slug) + 1)

    def anchor(self, session: Session) -> str:
        """Where a session is on the page of its event."""
        return f"session-{self.shown_slug(session)}"

    def links(self, asset: Asset) -> tuple[Link | None, Link | None]:
        """The event and the session an asset belongs to."""
        key = (asset.event, asset.session)
        if key not in self._links:
            self._links[key] = self._links_to(*key)
        return self._links[key]

    def _links_to(self, event_slug: str | None, session_slug: str | None) -> tuple[Link | None, Link | None]:
        event = self.events.get(event_slug or "")
        session = self.sessions.get((event_slug or "", session_slug or ""))
        path = f"events/{event.slug}/index.html" if event else None
        return (
            Link(event.name, path) if event else None,
            Link(session.title, f"{path}#{self.anchor(session)}") if session else None,
        )

    def playable(self, asset: Asset) -> Iterator[PlayableFile]:
        """Sizes to play, smallest first: the web sizes, else the small working copy."""
        folder = self.of.folders[asset.id]
        if asset.kind is Kind.AUDIO:
            yield PlayableFile(self._put(f"{folder}/sound.m4a", asset.renditions["audio"]), "audio/mp4")
            return
        web = [r for profile, r in asset.renditions.items() if profile.startswith("web-")]
        for r in sorted(web or [asset.renditions["proxy"]], key=lambda r: (r.height_px or 0) * (r.width_px or 0)):
            name = f"film-{r.profile.removeprefix('web-')}.mp4" if web else "film.mp4"
            yield PlayableFile(self._put(f"{folder}/{name}", r), "video/mp4", r.width_px or 0, r.height_px or 0)

    def voices(self, asset: Asset) -> texts.Voices:
        """Names of voices that may be shown: of people with a basis, or labels that name nobody on the people list."""

        def shown(voice: str | None) -> str | None:
            if not voice or not voice.strip():
                return None
            slug = self._voices.get(fold(voice))
            if slug:
                return self.of.shown_name(slug, asset.event)
            hidden = self.of.unnamed[asset.event].found_in(voice)
            return self.of.shown_name(hidden, asset.event) if hidden else speaker_name(voice)

        return shown

    def following(self, asset: Asset, most: int = 3) -> tuple[Recording, ...]:
        """The recordings that follow it in its event, going round; only finished ones where there are any."""
        row = self._rows.get(asset.event or "", [])
        at = self._places.get(asset.id, -1)
        around = (row[(at + n) % len(row)] for n in range(1, min(most, len(row)) + 1))
        return tuple(self.recordings[a.id] for a in around if a.id != asset.id)

    def may_show_word(self, word: str, event: str | None) -> bool:
        """Whether a keyword or tag may be shown: not if it names somebody who must not be named in full."""
        return self.of.unnamed[event].found_in(word) is None


def _leading(assets: Sequence[Asset]) -> list[Asset]:
    """The finished recordings, or all of them where none is finished."""
    recordings = [a for a in assets if a.kind is not Kind.PHOTO]
    return [a for a in recordings if a.role is Role.FINISHED] or recordings


def _organisation_paths(material: Material) -> dict[str, str]:
    """Folded name → page of every organisation with a part in an event that is shown; none with a person's name."""
    shown = {e.slug for e in material.events}
    found = {}
    for one in material.organisations:
        where = [e for e, _ in one.parts if e in shown]
        texts = (one.name, one.slug)
        if where and not any(material.unnamed[e].found_in(text) for e in where for text in texts):
            found[fold(one.name)] = f"organisations/{one.slug}/index.html"
    return found


def people_with_pages(material: Material) -> set[str]:
    """Who has a page: who appears, and may be named in full everywhere they appear, since the address is the name."""
    appearing: dict[str, set[str | None]] = {}
    for asset in material.published:
        for slug in asset.people:
            appearing.setdefault(slug, {None}).add(asset.event)
    return {slug for slug, where in appearing.items() if all(material.named_in_full(slug, event) for event in where)}


def day_of(asset: Asset) -> date | None:
    """The day it was recorded; None where nobody knows: a file's own date says when it was copied or exported."""
    if asset.captured_at is None or asset.captured_at_source is TimeSource.MTIME or asset.captured_at_doubt:
        return None
    return asset.captured_at.date()


def credit(asset: Asset) -> str | None:
    """The credit line, else the by-line."""
    return asset.credit or asset.creator


def shortened(text: str) -> str:
    """The first sentence of a text, cut at a word if it is long.

    >>> shortened("Delegates talk. They laugh.")
    'Delegates talk'
    """
    first = re.split(r"(?<=[.!?…])\s|\n", text.strip(), maxsplit=1)[0].rstrip(".")
    if len(first) <= TITLE_CHARACTERS:
        return first
    return first[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:") + "…"
