"""A review copy: some items as the gallery will show them, approved or not, in a folder to hand to those who are in it.

It is how people come to say yes, so whoever was not asked yet does not stand in its way; whoever said no does
(docs/decisions/0022 tells why). It is marked on every page, and is never a part of the site.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mediakit.catalogue import assets, events, organisations, people, said
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Asset
from mediakit.domain.consent import ShowAs
from mediakit.domain.errors import Refused
from mediakit.domain.event import Session
from mediakit.domain.names import Unnamed
from mediakit.domain.progress import Progress, Silent
from mediakit.domain.verdict import Standing, Verdict, not_for_review
from mediakit.domain.workspace import Workspace
from mediakit.gallery.gather import gather
from mediakit.gallery.look import read_look
from mediakit.gallery.material import Material, in_order, site_folders
from mediakit.gallery.outputs import bring_about
from mediakit.gallery.record import Record, read_record, save_record
from mediakit.gallery.site import plan
from mediakit.media.lock import only_one
from mediakit.media.place import MARKER

ROBOTS_TXT = "User-agent: *\nDisallow: /\n"
_ASKED = "noindex, nofollow, noarchive, noai, noimageai"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review copy that was made. pages: asset id → its page below folder; left_out: what is not in it, and why."""

    folder: Path
    pages: Mapping[str, str]
    left_out: tuple[Verdict, ...]
    written: int
    removed: int


def review(
    workspace: Workspace,
    catalogue: Catalogue,
    ids: Sequence[str],
    folder: Path,
    progress: Progress | None = None,
) -> Reviewed:
    """Make a review copy of assets in a folder that is empty or holds an earlier one.

    Raises Refused if nothing of it may be shown to anybody, or for a folder that holds anything else.
    """
    target = Path(os.path.realpath(folder))
    aside = replace(workspace, aside=target)
    _refuse_folder(workspace, aside, target)
    with only_one(workspace.state / "review.lock", "review"):
        material = _material(workspace, catalogue, ids)
        if not material.published:
            why = "; ".join(dict.fromkeys(v.reason or "" for v in material.withheld))
            raise Refused(f"nothing of it can be handed over: {why}")
        look = read_look(workspace)
        gallery = gather(material, None, look)
        gallery.site = replace(gallery.site, review=True, robots=_ASKED)
        gallery.texts["robots.txt"] = ROBOTS_TXT
        record = read_record(aside)
        planned = plan(gallery, aside, record, look)
        kept, written, removed = bring_about(aside, record, planned, (), progress or Silent())
        save_record(aside, Record(kept))
    shown = {a.id: f"{material.folders[a.id]}/" for a in material.published}
    return Reviewed(target, shown, material.withheld, written, removed)


def _refuse_folder(workspace: Workspace, aside: Workspace, target: Path) -> None:
    root = Path(os.path.realpath(workspace.root))
    own = (workspace.site, workspace.originals, workspace.renditions, workspace.private, workspace.state)
    if root.is_relative_to(target) or any(target.is_relative_to(os.path.realpath(folder)) for folder in own):
        raise Refused("this folder is the workspace's own", where=str(target), hint="name another for the review copy")
    if any((folder / MARKER).exists() for folder in (target, *target.parents)):
        raise Refused("the gallery is published there", where=str(target), hint="name another for the review copy")
    if target.exists() and not target.is_dir():
        raise Refused("this is no folder", where=str(target))
    if target.is_dir() and any(target.iterdir()) and not _is_earlier_copy(aside):
        hint = "name an empty folder, or a new one"
        raise Refused("it holds files that are no review copy", where=str(target), hint=hint)


def _is_earlier_copy(aside: Workspace) -> bool:
    """Whether a folder still holds what was put there: somebody may have deleted it, and put other files there."""
    record, folder = read_record(aside), aside.site
    if not record.finished:
        # of a copy that was stopped on its way, it is not known which files are whole
        return bool(record.files)
    lying = {p: (folder / p).stat().st_size for p in record.files if (folder / p).is_file()}
    return bool(lying) and all(size == record.files[path].size_bytes for path, size in lying.items())


def _material(workspace: Workspace, catalogue: Catalogue, ids: Sequence[str]) -> Material:
    """Just these assets, as far as nobody in them said no."""
    everything = assets.load(catalogue)
    decided = decide(catalogue, everything, workspace.settings.timezone)
    agenda = {(s.event, s.slug): s for s in events.sessions(catalogue)}
    chosen = [a for a in everything if a.id in ids]
    everybody = people.every(catalogue)
    # a text may name who was not asked, and nobody who said no
    naming = {e: Unnamed(everybody, dict(_as_reviewed(by, set(by)))) for e, by in decided.standings.items()}
    verdicts = [_verdict(a, decided.standings[a.event], naming[a.event], agenda) for a in chosen]
    allowed = {v.asset for v in verdicts if v.may_publish}
    shown = sorted((_told(a) for a in chosen if a.id in allowed), key=in_order)
    asked = {slug for a in shown for slug in a.people}
    standings = {event: dict(_as_reviewed(by, asked)) for event, by in decided.standings.items()}
    spoken, captioned = said.spoken_in(catalogue)
    return Material(
        # they are looked at, and not yet to be printed
        settings=replace(workspace.settings, photos_zip_mb=0),
        published=tuple(shown),
        withheld=tuple(v for v in verdicts if not v.may_publish),
        folders=site_folders(everything),
        said=said.Sayings(catalogue, [a.id for a in shown if a.spoken]),
        spoken=spoken,
        captioned=captioned,
        people={p.slug: p for p in everybody},
        standings=standings,
        unnamed={event: Unnamed(everybody, by) for event, by in standings.items()},
        events=tuple(e for e in events.every(catalogue) if any(a.event == e.slug for a in shown)),
        # the rest of the agenda is none of their business
        sessions=tuple(s for s in agenda.values() if any((a.event, a.session) == (s.event, s.slug) for a in shown)),
        organisations=tuple(organisations.every(catalogue)),
    )


def _told(asset: Asset) -> Asset:
    """A guess who is in it is not told to anybody."""
    return replace(asset, people=asset.confirmed_people, matched=())


def _verdict(
    asset: Asset, standings: Mapping[str, Standing], naming: Unnamed, agenda: Mapping[tuple[str, str], Session]
) -> Verdict:
    session = agenda.get((asset.event or "", asset.session or ""))
    opted_out = session is not None and session.opted_out
    return Verdict(asset.id, not_for_review(asset, standings, opted_out=opted_out) or naming.reason(_told(asset)))


def _as_reviewed(standings: Mapping[str, Standing], asked: set[str]) -> Iterator[tuple[str, Standing]]:
    """Those who are in it and were not asked yet are named in full: they are who it is made for."""
    for slug, one in standings.items():
        not_asked = one.show_as is None and not (one.withdrawn or one.expired or one.do_not_photograph)
        yield slug, replace(one, show_as=ShowAs.FULL) if slug in asked and not_asked else one
