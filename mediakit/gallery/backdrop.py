"""What the pages of all assets have in common: people and how they may be named, the agenda, settings; and no asset.

The page of an asset is made before this backdrop. Whoever makes it has no way to look at other assets from here, so
that what it shows of them has to be handed over, where it counts for its key (see parts.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mediakit.domain.asset import Asset
from mediakit.domain.event import Event, Session
from mediakit.domain.facts import Kind, Role, TimeSource
from mediakit.domain.languages import is_another, written_in
from mediakit.domain.names import Named, Unnamed, named_in_full, ways_to_name
from mediakit.domain.naming import fold
from mediakit.domain.person import Person as Known
from mediakit.domain.subtitles import speaker_name
from mediakit.domain.verdict import Standing
from mediakit.domain.workspace import Settings
from mediakit.gallery import texts
from mediakit.gallery.material import Material, shown_name
from mediakit.gallery.pages import Link, Person, Photo, Picture, PictureSize, Recording, Site
from mediakit.gallery.part import FORMATS, POSTER, WAVEFORM, photo_sizes
from mediakit.gallery.wording import day, listed
from mediakit.media.strings import Strings

KINDS = {Kind.VIDEO: "Film", Kind.AUDIO: "Sound", Kind.PHOTO: "Photo"}
TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Common:
    """The values that a backdrop goes by, all of which count for the key of each part.

    standings: as in Material. events: those of which something is shown; sessions: theirs. with_pages: slugs of people
    who have a page of their own.
    """

    settings: Settings
    site: Site
    people: Mapping[str, Known]
    standings: Mapping[str | None, Mapping[str, Standing]]
    events: tuple[Event, ...]
    sessions: tuple[Session, ...]
    with_pages: tuple[str, ...]


class Backdrop:
    """Look-ups over what all pages have in common.

    unnamed: as in Material, which follows from people and standings. words: of the language of the pages.
    """

    def __init__(self, common: Common, unnamed: Mapping[str | None, Unnamed], words: Strings) -> None:
        self.common, self.unnamed, self.words = common, unnamed, words
        self.settings, self.site, self.with_pages = common.settings, common.site, frozenset(common.with_pages)
        self.events = {e.slug: e for e in common.events}
        self.sessions = {(s.event, s.slug): s for s in common.sessions}
        self._voices = {
            fold(name): p.slug for p in common.people.values() for name in (p.name, p.titled_name, p.slug, *p.aliases)
        }
        self._people: dict[tuple[str, str | None], Person | None] = {}
        self._links: dict[tuple[str | None, str | None], tuple[Link | None, Link | None]] = {}
        self._spoken_of: dict[str | None, list[Named]] = {}

    def shown_name(self, slug: str, event: str | None) -> str | None:
        """How somebody is named at an event, or None if they must not be named."""
        return shown_name(self.common.people, self.common.standings, slug, event)

    def title(self, asset: Asset) -> str:
        """The title; else the first sentence of its caption; else who is in it; else what it belongs to and when."""
        if asset.title and asset.title.strip():
            return asset.title.strip()
        if asset.caption and asset.caption.strip():
            return shortened(asset.caption)
        named = [name for slug in asset.people if (name := self.shown_name(slug, asset.event))]
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

    # --- cards ------------------------------------------------------------------------------------

    def recording(self, asset: Asset, folder: str) -> Recording:
        """A film or sound recording for a list. folder: where its page lies."""
        event, title = self.events.get(asset.event or ""), self.title(asset)
        return Recording(
            title=title,
            path=f"{folder}/index.html",
            kind=asset.kind.value,
            duration_ms=asset.duration_ms or 0,
            finished=asset.role is Role.FINISHED,
            poster=_poster(asset, folder),
            people=tuple(n for slug in asset.people if (n := self.shown_name(slug, asset.event))),
            event=event.name if event else None,
            day=day_of(asset),
            language=self._other_language(asset),
            title_language=written_in(title, asset.spoken.language) if asset.spoken else None,
        )

    def _other_language(self, asset: Asset) -> str | None:
        told = asset.spoken.language if asset.spoken and asset.spoken.words else None
        return told if told and is_another(told, self.site.language) else None

    def photo(self, asset: Asset, folder: str) -> Photo:
        """A photo for a grid. folder: where its page lies."""
        sizes: dict[str, list[PictureSize]] = {}
        files = photo_sizes(asset, folder)
        for path, r in files.items():
            sizes.setdefault(path[path.rindex(".") :], []).append(PictureSize(path, r.width_px or 1, r.height_px or 1))
        also = tuple((kind, tuple(sizes[suffix])) for suffix, kind in FORMATS.items() if suffix in sizes)
        alt = "" if asset.decorative else (asset.alt_text or "").strip()
        thumbhash = next((r.look for path, r in files.items() if r.look and path.endswith(".jpg")), None)
        return Photo(
            title=self.title(asset),
            path=f"{folder}/index.html",
            picture=Picture(tuple(sizes.get(".jpg", ())), alt, also, thumbhash),
            caption=asset.caption,
            credit=credit(asset),
            rights=asset.copyright,
            download=f"{folder}/download.jpg" if "photos" in self.settings.downloads else None,
        )

    # --- people and what they belong to -----------------------------------------------------------

    def person(self, slug: str, event: str | None) -> Person | None:
        """Somebody as they are shown at an event; None where they must not be named."""
        if (slug, event) not in self._people:
            self._people[slug, event] = self._person(slug, event)
        return self._people[slug, event]

    def _person(self, slug: str, event: str | None) -> Person | None:
        name = self.shown_name(slug, event)
        if name is None:
            return None
        if not named_in_full(self.common.standings[event].get(slug)):
            # a first name with role and organisation beside it would be as good as the full one
            return Person(name, initial=name[:1])
        known = self.common.people[slug]
        then = known.at(event)
        path = f"people/{slug}/index.html" if slug in self.with_pages else None
        return Person(name, path, then.role, then.organisation, initial=known.name[:1])

    def people(self, slugs: Sequence[str], event: str | None) -> tuple[Person, ...]:
        """Those of these people who may be named, as they are shown at an event."""
        return tuple(p for slug in slugs if (p := self.person(slug, event)))

    def voice_of(self, speaker: str) -> str | None:
        """The slug of the person whom the name of a voice means, if it means one on the people list."""
        return self._voices.get(fold(speaker))

    def voices(self, asset: Asset) -> texts.Voices:
        """Names of voices that may be shown: of people with a basis, or labels that name nobody on the people list."""

        def shown(voice: str | None) -> str | None:
            if not voice or not voice.strip():
                return None
            slug = self.voice_of(voice)
            if slug:
                return self.shown_name(slug, asset.event)
            hidden = self.unnamed[asset.event].found_in(voice)
            return self.shown_name(hidden, asset.event) if hidden else speaker_name(voice)

        return shown

    def may_show_word(self, word: str, event: str | None) -> bool:
        """Whether a keyword or tag may be shown: not if it names somebody who must not be named in full."""
        return self.unnamed[event].found_in(word) is None

    def spoken_of(self, event: str | None) -> Sequence[Named]:
        """The people to listen for: somebody shown by first name or none may well say the full one themselves."""
        if event not in self._spoken_of:
            standings = self.common.standings[event]
            hidden = (p for p in self.common.people.values() if not named_in_full(standings.get(p.slug)))
            self._spoken_of[event] = [ways_to_name(p) for p in hidden]
        return self._spoken_of[event]

    def shown_slug(self, session: Session) -> str:
        """What a session is called in addresses: its slug; its place on the agenda where that would name somebody."""
        if not self.unnamed[session.event].found_in(session.slug):
            return session.slug
        agenda = [s.slug for s in self.common.sessions if s.event == session.event]
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


def _poster(asset: Asset, folder: str) -> Picture | None:
    """What stands for a recording: its poster; for sound without one its waveform, drawn as a picture."""
    poster = asset.renditions.get("poster")
    if poster:
        return Picture((PictureSize(f"{folder}/{POSTER}", poster.width_px or 16, poster.height_px or 9),))
    if asset.kind is Kind.AUDIO and "waveform" in asset.renditions:
        return Picture((PictureSize(f"{folder}/{WAVEFORM}", 1000, 160),))
    return None


def common_of(material: Material, site: Site) -> Common:
    """What the pages of a gallery of this material have in common."""
    return Common(
        settings=material.settings,
        site=site,
        people=material.people,
        standings=material.standings,
        events=material.events,
        sessions=material.sessions,
        with_pages=tuple(sorted(people_with_pages(material))),
    )


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
