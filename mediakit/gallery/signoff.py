"""The sign-off sheet of an event: why each thing may be public, who said so, and what is held back.

It names files of evidence, never what is in them. Its digest is over what it says, not over the day it was printed: the
same digest is kept with each publication, so that a signed sheet can be held against what went online.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from mediakit.catalogue import assets, consents, events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Asset
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel, Consent, ShowAs, in_force
from mediakit.domain.event import Event
from mediakit.domain.facts import Kind
from mediakit.domain.naming import folder_name
from mediakit.domain.person import Person
from mediakit.domain.workspace import Workspace
from mediakit.gallery.material import in_order, site_folders
from mediakit.media import files
from mediakit.media.templates import Templates, template_folders

TEMPLATE = "signoff.html.j2"
_SHOWN_AS = {ShowAs.FULL: "full name", ShowAs.FIRST: "first name only", ShowAs.NONE: "without a name"}


@dataclass(frozen=True, slots=True)
class Appearing:
    """Somebody who is in an item. until: the last day of the basis; evidence: a file's name."""

    person: str
    name: str
    role: str | None
    basis: str
    shown_as: str
    given_on: str | None
    until: str | None
    evidence: str | None
    taken_by: str | None


@dataclass(frozen=True, slots=True)
class SignedItem:
    """One thing that may be public. nobody: why no person is listed; captions: who checked them, and which revision."""

    asset: str
    short: str
    title: str
    kind: str
    page: str
    appearing: tuple[Appearing, ...]
    nobody: str | None
    approved_by: str
    approved_at: str
    note: str | None
    captions: str | None
    alt_text: str | None
    audio_description: str | None


@dataclass(frozen=True, slots=True)
class Exempt:
    """One thing that is withheld, and the first reason."""

    asset: str
    short: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sign-off of one event as it stands."""

    event: str
    name: str
    venue: str | None
    starts: date | None
    ends: date | None
    items: tuple[SignedItem, ...]
    withheld: tuple[Exempt, ...]

    @property
    def digest(self) -> str:
        """32 hex digits over what it says."""
        said = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def sheet(workspace: Workspace, catalogue: Catalogue, event: str) -> Sheet:
    """The sheet of an event as of today. Raises UnknownName."""
    return _Sheets(workspace, catalogue).of(events.find(catalogue, event))


def digests(workspace: Workspace, catalogue: Catalogue, shown: Collection[str]) -> dict[str, str]:
    """Event slug → digest of its sheet, for the events of the assets that are shown."""
    sheets = _Sheets(workspace, catalogue)
    wanted = {a.event for a in sheets.everything if a.id in shown}
    return {e.slug: sheets.of(e).digest for e in events.every(catalogue) if e.slug in wanted}


class _Sheets:
    """What all sheets are made from, read once."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self.zone = workspace.settings.timezone
        self.everything = assets.load(catalogue)
        self.withheld = decide(catalogue, self.everything, self.zone).withheld
        self.folders = site_folders(self.everything)
        self.people = {p.slug: p for p in people.every(catalogue)}
        self.given: dict[str, list[Consent]] = {}
        for one in consents.every(catalogue):
            self.given.setdefault(one.person, []).append(one)

    def of(self, event: Event) -> Sheet:
        mine = sorted((a for a in self.everything if a.event == event.slug), key=in_order)
        items = tuple(self._item(a, event) for a in mine if a.id not in self.withheld)
        withheld = tuple(
            Exempt(a.id, a.short, a.title or "", self.withheld[a.id]) for a in mine if a.id in self.withheld
        )
        return Sheet(event.slug, event.name, event.venue, event.starts, event.ends, items, withheld)

    def _item(self, asset: Asset, event: Event) -> SignedItem:
        assert asset.approval is not None
        appearing = tuple(self._appearing(self.people[slug], event) for slug in asset.people)
        return SignedItem(
            asset=asset.id,
            short=asset.short,
            title=asset.title or "",
            kind=_kind(asset),
            page=f"{self.folders[asset.id]}/",
            appearing=appearing,
            nobody=None if appearing else _nobody(asset, event),
            approved_by=asset.approval.by,
            approved_at=asset.approval.at.isoformat(timespec="minutes"),
            note=asset.approval.note,
            captions=_captions(asset),
            alt_text=asset.alt_text if asset.kind is Kind.PHOTO else None,
            audio_description=audio_description(asset),
        )

    def _appearing(self, person: Person, event: Event) -> Appearing:
        day = today_in(event.timezone)
        given = in_force(self.given.get(person.slug, ()), Channel.WEB, day)
        then = person.at(event.slug)
        assert given is not None
        return Appearing(
            person=person.slug,
            name=person.titled_name,
            role=", ".join(text for text in (then.role, then.organisation) if text) or None,
            basis=given.basis.value.replace("-", " "),
            shown_as=_SHOWN_AS[given.show_as],
            given_on=str(given.given_on or given.recorded_at.date()),
            until=str(given.until) if given.until else None,
            # what is in the form is nobody's business here: its name is enough to find it
            evidence=PurePosixPath(given.evidence).name if given.evidence else None,
            taken_by=given.by,
        )


def _kind(asset: Asset) -> str:
    noun = {Kind.VIDEO: "film", Kind.AUDIO: "sound recording", Kind.PHOTO: "photo"}[asset.kind]
    return f"{noun} ({asset.role.value})" if asset.kind is not Kind.PHOTO else noun


def _nobody(asset: Asset, event: Event) -> str:
    if asset.answered:
        return "nobody can be recognised"
    return f"under the notice at the venue: {event.crowd_notice}"


def _captions(asset: Asset) -> str | None:
    """Who read the captions last; None for a photo, and for what makes no sound."""
    if asset.kind is Kind.PHOTO or asset.spoken is None:
        return None
    if not asset.spoken.words:
        return "nobody speaks"
    made = f"corrected by {asset.spoken.by}" if asset.spoken.by else "as the recogniser wrote them"
    return f"{made}, revision {asset.spoken.revision}; the approval covers them"


def audio_description(asset: Asset) -> str | None:
    """What was decided about describing a film for those who cannot see it; None where nobody decided."""
    if asset.described_by:
        return f"an audio described version: {asset.described_by[:8]}"
    if asset.description_not_needed:
        return f"not needed: {asset.description_not_needed}"
    return "as text, on its page" if asset.description_text else None


def write_sheet(workspace: Workspace, made: Sheet, printed_on: date, sent: Sequence[Mapping[str, str]]) -> Path:
    """Write a sheet to reports/signoff-EVENT.html, whole or not at all. sent: where this very sheet went online."""
    target = workspace.reports / folder_name(f"signoff-{made.event}.html")
    values = {
        "sheet": made,
        "language": workspace.settings.language,
        "printed_on": printed_on,
        "sent": sent,
        "groups": list(_groups(made)),
    }
    files.write_whole(target, Templates(template_folders(workspace.templates)).text(TEMPLATE, values))
    return target


def _groups(made: Sheet) -> Iterator[tuple[str, tuple[SignedItem, ...]]]:
    for heading, start in (("Films", "film"), ("Sound recordings", "sound"), ("Photos", "photo")):
        found = tuple(item for item in made.items if item.kind.startswith(start))
        if found:
            yield heading, found
