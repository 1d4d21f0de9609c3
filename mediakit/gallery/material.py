"""What the catalogue holds for the site, in a handful of bulk reads, and the verdict on every asset.

Everything later in this room works from `Material` alone, and `Material.published` is the only list of assets it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mediakit.catalogue import assets, events, organisations, people, said, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.said import Chosen, Said
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Asset
from mediakit.domain.consent import ShowAs
from mediakit.domain.event import Event, Organisation, Session
from mediakit.domain.facts import Kind
from mediakit.domain.names import Unnamed, named_in_full
from mediakit.domain.naming import slugify
from mediakit.domain.person import Person
from mediakit.domain.verdict import Standing, Verdict
from mediakit.domain.workspace import Settings

FOLDERS = {Kind.VIDEO: "videos", Kind.AUDIO: "audio", Kind.PHOTO: "photos"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo that an organisation gave: its logical path, and its size as it is shown."""

    path: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Material:
    """What may be on the site. published: in the order of the site; folders: asset id → its folder inside the site.

    standings: event slug (None: no event) → person slug → standing on the day of the build, in that event's zone.
    unnamed: event slug → finds in a text who may not be named in full there. spoken: assets in which something is said;
    captioned: those with captions; checked: those whose captions somebody read. quotes: asset id → what somebody chose
    of what is said. logos: by organisation.
    """

    settings: Settings
    published: tuple[Asset, ...]
    withheld: tuple[Verdict, ...]
    folders: Mapping[str, str]
    said: Mapping[str, Said]
    people: Mapping[str, Person]
    standings: Mapping[str | None, Mapping[str, Standing]]
    unnamed: Mapping[str | None, Unnamed]
    events: tuple[Event, ...]
    sessions: tuple[Session, ...]
    organisations: tuple[Organisation, ...]
    spoken: frozenset[str] = frozenset()
    captioned: frozenset[str] = frozenset()
    checked: frozenset[str] = frozenset()
    quotes: Mapping[str, tuple[Chosen, ...]] = field(default_factory=dict)
    logos: Mapping[str, Logo] = field(default_factory=dict)

    def shown_name(self, slug: str, event: str | None) -> str | None:
        """How somebody is named at an event, or None if they must not be named."""
        return shown_name(self.people, self.standings, slug, event)

    def named_in_full(self, slug: str, event: str | None) -> bool:
        """Whether somebody's full name, and so a page of their own, may be shown."""
        return named_in_full(self.standings[event].get(slug))


def shown_name(
    people: Mapping[str, Person], standings: Mapping[str | None, Mapping[str, Standing]], slug: str, event: str | None
) -> str | None:
    """How somebody is named at an event, or None if they must not be named."""
    standing, person = standings[event].get(slug), people.get(slug)
    if standing is None or person is None or not standing.may_be_shown:
        return None
    if standing.show_as is ShowAs.FULL:
        return person.titled_name
    return person.first_name if standing.show_as is ShowAs.FIRST else None


def gather_material(
    catalogue: Catalogue, settings: Settings, *, at: date | None = None, now: datetime | None = None
) -> Material:
    """Read the catalogue and decide on every asset as on the day `at` (default: today, in each event's zone)."""
    every_event = events.every(catalogue)
    sessions = events.sessions(catalogue)
    everything = assets.load(catalogue)
    decided = decide(catalogue, everything, settings.timezone, at=at, now=now)
    verdicts = decided.verdicts
    allowed = {v.asset for v in verdicts if v.may_publish}
    # a guess who is in it counts where it says no, and is not told to the public
    told = (
        replace(a, people=a.confirmed_people, matched=()) if a.matched else a for a in everything if a.id in allowed
    )
    published = sorted(told, key=in_order)
    shown_events, transcribed = {a.event for a in published}, [a.id for a in published if a.spoken]
    spoken, captioned = said.spoken_in(catalogue)
    filmed = {(a.event, a.session) for a in published}
    return Material(
        settings=settings,
        published=tuple(published),
        withheld=tuple(v for v in verdicts if not v.may_publish),
        folders=site_folders(everything),
        spoken=spoken,
        captioned=captioned,
        checked=transcripts.checked(catalogue),
        said=said.Sayings(catalogue, transcribed),
        people={p.slug: p for p in people.every(catalogue)},
        standings=decided.standings,
        unnamed=decided.unnamed,
        events=tuple(e for e in every_event if e.slug in shown_events),
        # what an agenda no longer has was called off, unless something was recorded of it
        sessions=tuple(
            s for s in sessions if s.event in shown_events and (not s.missing_since or (s.event, s.slug) in filmed)
        ),
        organisations=tuple(organisations.every(catalogue)),
        quotes=said.quotes(catalogue, transcribed),
    )


def in_order(asset: Asset) -> tuple[bool, float, str, str]:
    """The order of the site: finished work first, then the newest first."""
    moment = asset.captured_at or (asset.approval.at if asset.approval else None)
    return (asset.role != "finished", -moment.timestamp() if moment else 0.0, asset.title or "", asset.id)


def site_folders(everything: Sequence[Asset]) -> dict[str, str]:
    """Where each asset's page lies: from its title, never from its file's name, which may name people.

    Worked out over all assets, withheld ones too, so that no address moves when another asset comes or goes.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for asset in sorted(everything, key=lambda a: (a.role != "finished", a.id)):
        plain = slugify(asset.title, fallback="") if asset.title else ""
        folder = f"{FOLDERS[asset.kind]}/{plain or f'{asset.kind.value}-{asset.id[:8]}'}"
        if folder in taken:
            folder = f"{folder}-{asset.id[:8]}"
        taken.add(folder)
        found[asset.id] = folder
    return found
