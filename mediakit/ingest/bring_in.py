"""Cards into the workspace, one after another: recognised, copied, verified, catalogued, judged, written down."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mediakit.catalogue import cards, events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import Misuse
from mediakit.domain.naming import folder_name
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.ingest import buried
from mediakit.ingest.enrol import Circumstances, Enrolled, ReadFacts, enrol
from mediakit.ingest.layouts import is_system
from mediakit.ingest.manifest import Entry, Manifest, as_csv, as_json
from mediakit.ingest.offload import Brought, Place, check_room, offload, read_in_place
from mediakit.ingest.placing import check_folders, free_name, known_originals, places_for
from mediakit.ingest.report import CardReport, Safety, safety
from mediakit.ingest.scan import Listing, Unusable, printable, scan
from mediakit.media import disk
from mediakit.media.files import write_whole
from mediakit.media.lock import only_one


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked of `ingest`. also: further folders that get the whole card. clock_offset is added.

    again: take in what was erased before, too.
    """

    sources: tuple[Path, ...]
    event: str
    card: str | None = None
    camera: str | None = None
    clock_offset: timedelta = timedelta()
    people: tuple[str, ...] = ()
    also: tuple[Path, ...] = ()
    one_copy: bool = False
    in_place: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """One card on its way in, with everything it needs."""

    workspace: Workspace
    catalogue: Catalogue
    request: Request
    listing: Listing
    people: tuple[str, ...]
    zone: ZoneInfo


def ingest(
    workspace: Workspace, catalogue: Catalogue, request: Request, read_facts: ReadFacts, progress: Progress
) -> list[CardReport]:
    """Take in cards. Everything asked for is checked before anything is written.

    Raises Misuse or UnknownName for what cannot be meant, CatalogueBusy if a card of one of these names is just being
    taken in by another command, MachineLacks if a disk is full, gone or unplugged; what was copied until then stays,
    and the same command goes on from there.
    """
    event = events.find(catalogue, request.event)
    slugs = tuple(people.find(catalogue, name).slug for name in request.people)
    if request.in_place and request.also:
        raise Misuse("--in-place copies nothing, so it cannot go with --also")
    listings = [scan(source) for source in dict.fromkeys(request.sources)]
    check_folders(workspace, request.also, listings, in_place=request.in_place)
    zone = ZoneInfo(event.timezone)
    listings = [_without_erased(catalogue, listing, again=request.again) for listing in listings]
    jobs = [_Job(workspace, catalogue, request, listing, slugs, zone) for listing in listings]
    with contextlib.ExitStack() as held:
        for name in sorted({_wanted(job).casefold() for job in jobs}) if not request.in_place else ():
            # two cards that call themselves the same, read at once, would both be given that name
            held.enter_context(only_one(lock_of(workspace, request.event, name), f"ingest of a card called {name}"))
        return [_run(job, read_facts, progress) for job in jobs]


def _without_erased(catalogue: Catalogue, listing: Listing, *, again: bool) -> Listing:
    if again:
        buried.take_in_again(catalogue, listing)
        return listing
    return buried.without_erased(catalogue, listing)


def lock_of(workspace: Workspace, event: str, name: str) -> Path:
    """The file that is locked while a card of this name is taken in; the name itself may be too long for one."""
    key = hashlib.blake2b(f"{event}/{name.casefold()}".encode(), digest_size=8).hexdigest()
    return workspace.state / f"ingest-{key}.lock"


def _wanted(job: _Job) -> str:
    return folder_name(job.request.card or os.fsencode(job.listing.root.name).decode("utf-8", "replace"))


def _run(job: _Job, read_facts: ReadFacts, progress: Progress) -> CardReport:
    request, listing = job.request, job.listing
    wanted = _wanted(job)
    places: tuple[Place, ...] = ()
    if request.in_place:
        name = free_name(listing, wanted, request.event, job.catalogue)
        brought, failed = read_in_place(listing, progress)
    else:
        known = known_originals(job.workspace, job.catalogue)
        name, places = places_for(listing, wanted, request.event, request.also, job.workspace, job.catalogue)
        check_room(listing.files, places, known)
        brought, failed = offload(listing, places, known, progress)
    _put_card(job, name)
    said = Circumstances(
        event=request.event,
        card=name,
        zone=job.zone,
        clock_offset=request.clock_offset,
        camera=request.camera,
        people=job.people,
        in_place=request.in_place,
    )
    enrolled = enrol(brought, said, job.workspace, job.catalogue, read_facts, progress)
    _put_card(job, name, enrolled.layout)
    failed, unread = _without_rubbish((*failed, *listing.unusable))
    verdict = _judge(job, brought, failed, places)
    enrolled = replace(enrolled, kept=tuple(sorted((*enrolled.kept, *unread), key=lambda u: u.path)))
    report = _report(name, listing, enrolled, failed, verdict, len(places))
    _put_copies(job, brought)
    _write_manifest(job, report, brought, places)
    return report


def _without_rubbish(failed: Sequence[Unusable]) -> tuple[tuple[Unusable, ...], tuple[Unusable, ...]]:
    """What failed, and apart from it what an operating system keeps to itself: no camera put that there."""
    unread = tuple(
        Unusable(u.path, f"an operating system's own, which cannot be copied: {u.reason}")
        for u in failed
        if is_system(u.path)
    )
    return tuple(sorted((u for u in failed if not is_system(u.path)), key=lambda u: u.path)), unread


def _put_card(job: _Job, name: str, layout: str | None = None) -> None:
    request = job.request
    seconds = int(request.clock_offset.total_seconds())
    source = printable(str(job.listing.root))
    card = cards.Card(request.event, name, source, request.camera, layout, seconds, request.in_place)
    cards.put(job.catalogue, card)


def _judge(job: _Job, brought: Sequence[Brought], failed: Sequence[Unusable], places: Sequence[Place]) -> Safety:
    # a disk that went away while copying leaves its files on whatever lay under it: then they are on two devices
    whole = [p for n, p in enumerate(places) if len({b.copies[n].stat().st_dev for b in brought}) <= 1]
    devices = {disk.device_of(p.root) for p in whole}
    if os.path.ismount(job.listing.root):
        # what lies on the card itself goes when the card is formatted
        devices -= {disk.device_of(job.listing.root)}
    return safety(
        failed=len(failed),
        verified=len(whole) == len(places),
        devices=devices,
        one_copy=job.request.one_copy,
        in_place=job.request.in_place,
    )


def _put_copies(job: _Job, brought: Sequence[Brought]) -> None:
    paths = [job.workspace.logical(b.path) for b in brought]
    for folder in job.request.also:
        cards.put_copies(job.catalogue, paths, str(folder.resolve()))


def _write_manifest(job: _Job, report: CardReport, brought: Sequence[Brought], places: Sequence[Place]) -> None:
    manifest = Manifest(
        job.request.event,
        report.card,
        report.source,
        report.layout,
        datetime.now(UTC),
        tuple(str(p.root) for p in places),
        report.safety.safe,
        _entries(job, report.card, brought),
        tuple((u.path, u.reason) for u in report.failed),
    )
    stem = folder_name(f"{job.request.event}-{report.card}-manifest")
    write_whole(job.workspace.reports / f"{stem}.json", as_json(manifest))
    write_whole(job.workspace.reports / f"{stem}.csv", as_csv(manifest))


def _entries(job: _Job, card: str, brought: Sequence[Brought]) -> tuple[Entry, ...]:
    """Every file that was ever copied from this card, also those that have left it since."""
    times = {job.workspace.logical(b.path): b.found.mtime_ns for b in brought}
    entries = []
    for held in cards.files(job.catalogue, job.request.event, card):
        mtime_ns = times.get(held.path)
        if mtime_ns is None:
            path = job.workspace.locate(held.path)
            mtime_ns = path.stat().st_mtime_ns if path.is_file() else 0
        what = held.reason or ("asset" if held.role == "main" else f"duplicate of {held.asset}")
        entries.append(Entry(held.card_path, held.path, held.bytes, mtime_ns, held.checksum, what))
    return tuple(entries)


def _report(
    name: str, listing: Listing, enrolled: Enrolled, failed: tuple[Unusable, ...], verdict: Safety, copies: int
) -> CardReport:
    return CardReport(
        card=name,
        source=str(listing.root),
        layout=enrolled.layout,
        ingested=enrolled.ingested,
        duplicates=enrolled.duplicates,
        kept=enrolled.kept,
        failed=failed,
        files=len(listing.files) + len(listing.unusable),
        size_bytes=listing.size_bytes,
        verified=copies > 0 and not failed,
        copies=copies,
        safety=verdict,
        unplayable=enrolled.unplayable,
        warnings=enrolled.warnings,
        clock=enrolled.clock,
    )
