"""Everything that is shown, and where to find it: cards of assets for lists, who is in what. Shared by all pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from mediakit.catalogue.addresses import Address
from mediakit.domain.accessibility import Standing
from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind, Role
from mediakit.domain.naming import fold
from mediakit.gallery.backdrop import Backdrop, common_of
from mediakit.gallery.keys import Keys
from mediakit.gallery.material import Material
from mediakit.gallery.pages import Download, Page, Picture, Recording, Site, Topic
from mediakit.gallery.part import MadeFile, MediaFile
from mediakit.gallery.parts import NOTHING, Before, Parts
from mediakit.gallery.search_index import Entry
from mediakit.media.strings import Strings

if TYPE_CHECKING:
    from mediakit.gallery.photo_sets import Frame


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
    """Everything that will lie in the site, by path, beside the search.

    parts: of each asset; what was made of them is among the rest, what is taken over is not. addresses: where
    everything lies that has a page, for whoever looks for it there later. standings: how far each item meets WCAG.
    """

    site: Site
    parts: Parts
    pages: list[Page] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    media: dict[str, MediaFile] = field(default_factory=dict)
    made: dict[str, MadeFile] = field(default_factory=dict)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    archives: dict[str, Archive] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    standings: tuple[Standing, ...] = ()
    keys: Keys = field(default_factory=Keys)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Texts in one file. Equal keys mean equal content."""

    key: str
    size_bytes: int
    make: Callable[[], bytes]


class Cards(Backdrop):
    """Look-ups over the material: whatever is shown of assets, and the backdrop that it is shown before.

    before: parts of the last build that may be taken over. archives: event → its photos in one file.
    """

    def __init__(self, material: Material, site: Site, words: Strings, before: Before = NOTHING) -> None:
        common = common_of(material, site)
        super().__init__(common, material.unnamed, words)
        self.of = material
        # not `self`: whoever makes a part has no assets to look at but its own
        parts = Parts(Backdrop(common, material.unnamed, words), material.said, before)
        self.gallery = Gallery(site, parts, keys=parts.keys)
        self.by_session: dict[tuple[str, str], list[Asset]] = defaultdict(list)
        self.by_person: dict[str, list[Asset]] = defaultdict(list)
        self.by_event: dict[str, list[Asset]] = defaultdict(list)
        for asset in material.published:
            self._file(asset)
        self._rows = {event: _leading(shown) for event, shown in self.by_event.items()}
        self._faces: dict[str, Picture | None] = {}
        self._places = {a.id: at for row in self._rows.values() for at, a in enumerate(row)}
        self.organisation_paths = _organisation_paths(material)
        self.topics: dict[str, Topic] = {}
        self.archives: dict[str, Download] = {}
        self.photo_rows: dict[tuple[str, str | None], list[Asset]] = {}
        self.frames: dict[str, Frame] = {}
        self.moments: list[tuple[Asset, ...]] = []
        shown, folders = material.published, material.folders
        self.recordings = {a.id: self.recording(a, folders[a.id]) for a in shown if a.kind is not Kind.PHOTO}
        self.photos = {a.id: self.photo(a, folders[a.id]) for a in shown if a.kind is Kind.PHOTO}

    def _file(self, asset: Asset) -> None:
        for slug in asset.people:
            self.by_person[slug].append(asset)
        if asset.event:
            self.by_event[asset.event].append(asset)
            if (asset.event, asset.session or "") in self.sessions:
                self.by_session[asset.event, asset.session or ""].append(asset)

    def page(self, asset: Asset) -> str:
        return f"{self.of.folders[asset.id]}/index.html"

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
            return self.voice_of(voice)
        return asset.people[0] if len(asset.people) == 1 else None

    def face(self, slug: str) -> Picture | None:
        """A picture of somebody alone, decorative beside their name: a photo of them, else their own film's poster."""
        if slug not in self._faces:
            self._faces[slug] = self._face(slug) if slug in self.with_pages else None
        return self._faces[slug]

    def _face(self, slug: str) -> Picture | None:
        alone = [a for a in self.by_person[slug] if a.people == (slug,)]
        pictures = [self.photos[a.id].picture for a in alone if a.kind is Kind.PHOTO and a.shot in (None, "interview")]
        pictures += [p for a in alone if a.kind is Kind.VIDEO and (p := self.recordings[a.id].poster)]
        return Picture(pictures[0].sizes[:1], "") if pictures else None

    def following(self, asset: Asset, most: int = 3) -> tuple[Recording, ...]:
        """The recordings that follow it in its event, going round; only finished ones where there are any."""
        row = self._rows.get(asset.event or "", [])
        at = self._places.get(asset.id, -1)
        around = (row[(at + n) % len(row)] for n in range(1, min(most, len(row)) + 1))
        return tuple(self.recordings[a.id] for a in around if a.id != asset.id)


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
