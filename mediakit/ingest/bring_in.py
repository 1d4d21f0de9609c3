"""Cards into the workspace, one after another: recognised, copied, verified, catalogued, judged, written down."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mediakit.catalogue import cards, events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Original
from mediakit.domain.errors import MachineLacks, MediaError, Misuse
from mediakit.domain.naming import folder_name
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.ingest.enrol import Circumstances, Enrolled, ReadFacts, enrol
from mediakit.ingest.manifest import Entry, Manifest, as_csv, as_json
from mediakit.ingest.names import names_on_disk
from mediakit.ingest.offload import Brought, Known, Place, check_room, offload
from mediakit.ingest.recognise import Held, Sameness, compare, decide
from mediakit.ingest.report import CardReport, Safety, safety
from mediakit.ingest.scan import Listing, Unusable, printable, scan, why
from mediakit.media import disk
from mediakit.media.files import write_whole


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asked of `ingest`. also: further folders that get the whole card. clock_offset is added."""

    sources: tuple[Path, ...]
    event: str
    card: str | None = None
    camera: str | None = None
    clock_offset: timedelta = timedelta()
    people: tuple[str, ...] = ()
    also: tuple[Path, ...] = ()
    one_copy: bool = False
    in_place: bool = False


def ingest(
    workspace: Workspace, catalogue: Catalogue, request: Request, read_facts: ReadFacts, progress: Progress
) -> list[CardReport]:
    """Take in cards. Everything asked for is checked before anything is written.

    Raises Misuse or UnknownName for what cannot be meant, MachineLacks if a disk is full, gone or unplugged; what was
    copied until then stays, and the same command goes on from there.
    """
    event = events.find(catalogue, request.event)
    slugs = tuple(people.find(catalogue, name).slug for name in request.people)
    listings = [scan(source) for source in dict.fromkeys(request.sources)]
    _check_places(workspace, request, listings)
    reports = []
    for listing in listings:
        job = _Job(workspace, catalogue, request, listing, slugs, ZoneInfo(event.timezone))
        reports.append(job.run(read_facts, progress))
    return reports


def _check_places(workspace: Workspace, request: Request, listings: Sequence[Listing]) -> None:
    if workspace.offline("originals/x"):
        hint = "plug the disk in, or change [paths] in mediakit.toml"
        raise MachineLacks("the disk for originals is not there", where=str(workspace.originals), hint=hint)
    if request.in_place and request.also:
        raise Misuse("--in-place copies nothing, so it cannot go with --also")
    for also in request.also:
        if not also.is_dir() and not also.parent.is_dir():
            raise Misuse("there is no such folder", where=str(also), hint="is the disk plugged in?")
    written = [workspace.originals, *request.also]
    own = (workspace.originals, workspace.renditions, workspace.site, workspace.private, workspace.reports)
    for listing in listings:
        root = listing.root.resolve()
        for folder in [] if request.in_place else written:
            if folder.resolve().is_relative_to(root):
                raise Misuse(f"{folder} lies on the card itself", where=printable(str(listing.root)))
        if any(root.is_relative_to(folder.resolve()) for folder in (*own, *request.also)):
            raise Misuse("this folder belongs to mediakit: it is no card", where=printable(str(listing.root)))
    for first, second in ((a, b) for i, a in enumerate(written) for b in written[i + 1 :]):
        if first.resolve() == second.resolve():
            raise Misuse("the second copy would lie on top of the first", where=str(second))


class _Job:
    """One card on its way in."""

    def __init__(
        self,
        workspace: Workspace,
        catalogue: Catalogue,
        request: Request,
        listing: Listing,
        people_slugs: tuple[str, ...],
        zone: ZoneInfo,
    ) -> None:
        self.workspace, self.catalogue, self.request, self.listing = workspace, catalogue, request, listing
        self.people, self.zone = people_slugs, zone

    def run(self, read_facts: ReadFacts, progress: Progress) -> CardReport:
        """Copy, catalogue, judge, write the manifest."""
        places: tuple[Place, ...] = ()
        wanted = self.request.card or folder_name(os.fsdecode(self.listing.root.name))
        if self.request.in_place:
            name = self._free_name(wanted)
            brought, failed = _digest_in_place(self.listing, progress)
        else:
            known = self._known()
            name, places = self._places(folder_name(wanted))
            check_room(self.listing.files, places, known)
            brought, failed = offload(self.listing, places, known, progress)
        self._put_card(name)
        circumstances = Circumstances(
            self.request.event, name, self.zone, self.request.clock_offset, self.request.camera, self.people,
            self.request.in_place,
        )  # fmt: skip
        enrolled = enrol(brought, circumstances, self.workspace, self.catalogue, read_facts, progress)
        self._put_card(name, enrolled.layout)
        failed = tuple(sorted((*failed, *self.listing.unusable), key=lambda u: u.path))
        verdict = self._judge(brought, failed, places)
        report = _report(name, self.listing, enrolled, failed, verdict, len(places))
        self._write_down(report, brought, places)
        return report

    def _put_card(self, name: str, layout: str | None = None) -> None:
        seconds = int(self.request.clock_offset.total_seconds())
        source, camera = printable(str(self.listing.root)), self.request.camera
        cards.put(
            self.catalogue,
            cards.Card(self.request.event, name, source, camera, layout, seconds, self.request.in_place),
        )

    def _known(self) -> Known:
        known = Known()
        for original in cards.files(self.catalogue):
            path = self.workspace.locate(original.path)
            if original.path.startswith("originals/"):
                known.add(path, original.bytes, original.checksum)
        return known

    def _places(self, wanted: str) -> tuple[str, tuple[Place, ...]]:
        """The card's name in this event, and where its files go: NAME-2 for another card that calls itself NAME."""
        event = self.request.event
        number, name = 1, wanted
        first = self._place(self.workspace.originals / event / name, name)
        while self._sameness(first, name) is Sameness.OTHER:
            number += 1
            name = f"{wanted}-{number}"
            first = self._place(self.workspace.originals / event / name, name)
        others = [self._place(also / event / name, None) for also in self.request.also]
        return name, (first, *others)

    def _place(self, root: Path, card: str | None) -> Place:
        known: dict[str, str] = {}
        if card is not None:
            lies = {o.card_path: self.workspace.locate(o.path) for o in self._held(card) if _original(o)}
            for found in self.listing.files:
                path = lies.get(printable(found.path))
                if path and path.is_relative_to(root):
                    known[found.path] = path.relative_to(root).as_posix()
        existing = next(p for p in (root, *root.parents) if p.is_dir())
        names = names_on_disk((f.path for f in self.listing.files), disk.habits(existing), known)
        return Place(root, names)

    def _held(self, card: str) -> list[Original]:
        return cards.files(self.catalogue, self.request.event, card)

    def _sameness(self, place: Place, card: str) -> Sameness:
        known = cards.find(self.catalogue, self.request.event, card)
        if known and known.in_place:
            return Sameness.OTHER
        held: dict[str, Held] = {}
        for found in self.listing.files:
            if place.at(found).is_file():
                facts = place.at(found).stat()
                held[found.path] = Held(facts.st_size, facts.st_mtime_ns)
        compared = compare(self.listing.files, held)
        for path in () if compared.other else compared.unsure:
            if disk.digest_from_disk(self.listing.root / path) != disk.digest_from_disk(place.root / place.names[path]):
                return Sameness.OTHER
        if compared.unsure and not compared.other:
            return Sameness.SAME
        held_any = any(place.root.rglob("*")) if place.root.is_dir() else bool(self._held(card))
        only_indexes = bool(held) and not compared.same and not compared.other
        return Sameness.SAME if only_indexes and self._all_held(held) else decide(compared, held_any=held_any)

    def _all_held(self, held: Mapping[str, Held]) -> bool:
        """A card without a single recording: the same if every file of it is held."""
        return all(f.path in held for f in self.listing.files)

    def _free_name(self, wanted: str) -> str:
        """In place, a card is the same card if it lies where it lay."""
        number, name = 1, folder_name(wanted)
        while (there := cards.find(self.catalogue, self.request.event, name)) is not None:
            if there.in_place and there.source == printable(str(self.listing.root)):
                break
            number += 1
            name = f"{folder_name(wanted)}-{number}"
        return name

    def _judge(self, brought: Sequence[Brought], failed: Sequence[Unusable], places: Sequence[Place]) -> Safety:
        whole = [p for n, p in enumerate(places) if len({b.copies[n].stat().st_dev for b in brought}) <= 1]
        devices = {disk.device_of(p.root) for p in whole}
        if os.path.ismount(self.listing.root):
            # what lies on the card itself goes when the card is formatted
            devices -= {disk.device_of(self.listing.root)}
        return safety(
            failed=len(failed),
            verified=len(whole) == len(places),
            devices=devices,
            one_copy=self.request.one_copy,
            in_place=self.request.in_place,
        )

    def _write_down(self, report: CardReport, brought: Sequence[Brought], places: Sequence[Place]) -> None:
        for number, place in enumerate(places[1:], start=1):
            lying = [self.workspace.logical(b.path) for b in brought if b.copies[number].is_file()]
            cards.put_copies(self.catalogue, lying, str(self.request.also[number - 1].resolve()))
            del place
        manifest = Manifest(
            self.request.event,
            report.card,
            report.source,
            report.layout,
            datetime.now(UTC),
            tuple(str(p.root) for p in places),
            report.safety.safe,
            self._entries(report.card, brought),
            tuple((u.path, u.reason) for u in report.failed),
        )
        stem = folder_name(f"{self.request.event}-{report.card}-manifest")
        write_whole(self.workspace.reports / f"{stem}.json", as_json(manifest))
        write_whole(self.workspace.reports / f"{stem}.csv", as_csv(manifest))

    def _entries(self, card: str, brought: Sequence[Brought]) -> tuple[Entry, ...]:
        """Every file that was ever copied from this card, also those that left it since."""
        times = {self.workspace.logical(b.path): b.found.mtime_ns for b in brought}
        entries = []
        for held in self._held(card):
            mtime_ns = times.get(held.path)
            if mtime_ns is None:
                path = self.workspace.locate(held.path)
                mtime_ns = path.stat().st_mtime_ns if path.is_file() else 0
            what = held.reason or ("asset" if held.role == "main" else f"duplicate of {held.asset}")
            entries.append(Entry(held.card_path, held.path, held.bytes, mtime_ns, held.checksum, what))
        return tuple(entries)


def _original(original: Original) -> bool:
    return original.path.startswith("originals/")


def _digest_in_place(listing: Listing, progress: Progress) -> tuple[tuple[Brought, ...], tuple[Unusable, ...]]:
    """Files as they lie: read and known by their content, not copied, not changed."""
    brought, failed = [], []
    progress.begin(f"reading {printable(listing.root.name)}", listing.size_bytes, "bytes")
    for found in listing.files:
        path = listing.root / found.path
        if printable(str(path)) != str(path):
            failed.append(Unusable(found.path, "its name cannot be kept as text: rename it, or copy the card instead"))
            continue
        try:
            brought.append(Brought(found, path, disk.copy_verified(path, (), progress.advance), ()))
        except MediaError as error:
            failed.append(Unusable(found.path, error.what))
        except OSError as error:
            failed.append(Unusable(found.path, why(error)))
    return tuple(brought), tuple(failed)


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
        damaged=enrolled.damaged,
        clock=enrolled.clock,
    )
