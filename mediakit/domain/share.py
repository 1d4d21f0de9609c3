"""An organisation's share of the material: its people, the sessions they speak in, what shows them, its promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediakit.domain.asset import Asset
from mediakit.domain.deliverable import Deliverable
from mediakit.domain.event import Organisation, Session
from mediakit.domain.naming import fold
from mediakit.domain.person import Person


@dataclass(frozen=True, slots=True)
class Share:
    """What concerns one organisation, each in the order it was given. people: at any event, or as last known."""

    organisation: Organisation
    people: tuple[Person, ...]
    sessions: tuple[Session, ...]
    assets: tuple[Asset, ...]
    deliverables: tuple[Deliverable, ...]

    @property
    def events(self) -> frozenset[str]:
        """Every event that it has to do with, by slug."""
        there = {event for event, _ in self.organisation.parts}
        there |= {s.event for s in self.sessions} | {d.event for d in self.deliverables}
        return frozenset(there | {a.event for a in self.assets if a.event})


def share_of(
    organisation: Organisation,
    people: Iterable[Person],
    sessions: Iterable[Session],
    assets: Sequence[Asset],
    deliverables: Iterable[Deliverable],
) -> Share:
    """The share of an organisation.

    An asset is of it if it shows somebody who was of it at that event, keeps a promise made to it, or belongs to a
    session in which its people speak and nobody is attached. Somebody's organisation is a name or a slug.
    """
    names = {fold(organisation.name), fold(organisation.slug)}

    def is_of(person: Person, event: str | None) -> bool:
        return fold(person.at(event).organisation or "") in names

    listed = list(people)
    by_slug = {p.slug: p for p in listed}
    theirs = tuple(p for p in listed if any(is_of(p, e) for e in (None, *(a.event for a in p.appearances))))
    spoken = tuple(s for s in sessions if any(who in by_slug and is_of(by_slug[who], s.event) for who in s.people))
    promised = tuple(d for d in deliverables if d.organisation == organisation.slug)
    keeps = {asset for d in promised for asset in d.assets}
    places = {(s.event, s.slug) for s in spoken}

    def shows(asset: Asset) -> bool:
        if asset.id in keeps or any(who in by_slug and is_of(by_slug[who], asset.event) for who in asset.people):
            return True
        return not asset.people and (asset.event, asset.session) in places

    return Share(organisation, theirs, spoken, tuple(a for a in assets if shows(a)), promised)
