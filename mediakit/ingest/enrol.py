"""Copied files become assets: sorted into takes, probed two at a time, dated, and put into the catalogue."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from mediakit.catalogue import assets, cards
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Enrolment, Original
from mediakit.domain.errors import MediaError
from mediakit.domain.facts import Facts, Kind, Role, TimeSource
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.ingest import playlists, sidecars
from mediakit.ingest.capture_time import Taken, Told, taken
from mediakit.ingest.layouts import Arrangement, Take, arrange
from mediakit.ingest.offload import Brought
from mediakit.ingest.report import Clock, Row
from mediakit.ingest.scan import Unusable, printable

PROBES = 2
_MEDIA = frozenset(
    {".mp4", ".mov", ".mxf", ".mts", ".m2ts", ".avi", ".mkv", ".mpg", ".3gp", ".wav", ".mp3", ".m4a", ".jpg", ".jpeg",
     ".heic", ".cr2", ".cr3", ".nef", ".arw", ".dng", ".raf", ".orf", ".rw2", ".webm", ".aac", ".flac", ".tif", ".tiff"}
)  # fmt: skip

ReadFacts = Callable[[Path], Facts]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the user said of a card, and the rules its files are dated by. people: slugs."""

    event: str
    card: str
    zone: ZoneInfo
    clock_offset: timedelta = timedelta()
    camera: str | None = None
    people: tuple[str, ...] = ()
    in_place: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of the files of a card that were copied: each is in one of the first three lists."""

    layout: str
    ingested: tuple[Row, ...]
    duplicates: tuple[Row, ...]
    kept: tuple[Unusable, ...]
    unplayable: tuple[Unusable, ...] = ()
    warnings: tuple[Unusable, ...] = ()
    clock: Clock | None = None


def enrol(
    brought: Iterable[Brought],
    circumstances: Circumstances,
    workspace: Workspace,
    catalogue: Catalogue,
    read_facts: ReadFacts,
    progress: Progress,
) -> Enrolled:
    """Catalogue the files of one card. A file that cannot be opened is kept with its reason and stops nothing.

    read_facts is called in threads; the catalogue is written by the calling thread alone, take by take, so that a
    run that is stopped keeps what it did.
    """
    files = {b.found.path: b for b in brought}
    arrangement = arrange(files, _spans(files))
    ledger = _Ledger(files, circumstances, workspace, catalogue)
    order = [files[p] for take in arrangement.takes for p in (take.main, *take.parts)]
    wanted = [b for b in order if ledger.must_be_read(b)]
    progress.begin("reading", len(arrangement.takes), "files")
    with _read_ahead(wanted, read_facts) as reading:
        for take in arrangement.takes:
            ledger.enter(take, reading)
            progress.advance(1)
    for path in arrangement.system:
        ledger.keep(files[path], "left on the card by an operating system")
    return ledger.result(arrangement)


def _spans(files: Mapping[str, Brought]) -> list[tuple[str, ...]]:
    """Runs of AVCHD streams that are one recording, by path on the card, as the card's playlists tell."""
    streams = {
        (str(PurePosixPath(p).parent.parent).lower(), PurePosixPath(p).stem): p
        for p in files
        if PurePosixPath(p).parent.name.lower() == "stream"
    }
    spans = []
    for path, one in files.items():
        pure = PurePosixPath(path)
        if pure.suffix.lower() in (".mpl", ".mpls") and one.found.size_bytes <= playlists.LONGEST_BYTES:
            root = str(pure.parent.parent).lower()
            for run in playlists.spanned(one.path.read_bytes()):
                spans.append(tuple(streams[root, name] for name in run if (root, name) in streams))
    return spans


@contextlib.contextmanager
def _read_ahead(files: Iterable[Brought], read: ReadFacts) -> Iterator[Callable[[str], Facts | str]]:
    """Read facts in threads; yields what gives the facts of a content, or says why there are none."""
    pool = ThreadPoolExecutor(PROBES, thread_name_prefix="probe")
    try:
        contents = {b.checksum: b.path for b in reversed(list(files))}
        futures = {checksum: pool.submit(_read, read, contents[checksum]) for checksum in reversed(contents)}
        yield lambda checksum: futures[checksum].result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _read(read: ReadFacts, path: Path) -> Facts | str:
    try:
        return read(path)
    except MediaError as error:
        return error.what
    except OSError as error:
        return f"cannot be read: {(error.strerror or str(error)).lower()}"


class _Ledger:
    """Enters one card's takes into the catalogue and remembers what became of each file."""

    def __init__(
        self, files: Mapping[str, Brought], circumstances: Circumstances, workspace: Workspace, catalogue: Catalogue
    ) -> None:
        self.files, self.said, self.workspace, self.catalogue = files, circumstances, workspace, catalogue
        self.before = {o.path: o for o in cards.files(catalogue, circumstances.event, circumstances.card)}
        self.ingested: list[Row] = []
        self.duplicates: list[Row] = []
        self.kept: list[Unusable] = []
        self.unplayable: list[Unusable] = []
        self.warnings: list[Unusable] = []
        self.clock: Clock | None = None

    def result(self, arrangement: Arrangement) -> Enrolled:
        """Everything entered, in order of path."""
        by_source = lambda row: row.source
        by_path = lambda row: row.path
        return Enrolled(
            arrangement.layout,
            tuple(sorted(self.ingested, key=by_source)),
            tuple(sorted(self.duplicates, key=by_source)),
            tuple(sorted(self.kept, key=by_path)),
            tuple(sorted(self.unplayable, key=by_path)),
            tuple(sorted(self.warnings, key=by_path)),
            self.clock,
        )

    def must_be_read(self, file: Brought) -> bool:
        """False for what is empty, an asset already, or a part that was counted in an earlier run."""
        counted = self._earlier_part(file)
        return file.found.size_bytes > 0 and not counted and not assets.known(self.catalogue, file.checksum)

    def enter(self, take: Take, reading: Callable[[str], Facts | str]) -> None:
        """One take: its first file that opens is the asset; the files after it are parts of that."""
        owner: str | None = None
        for path in (take.main, *take.parts):
            file = self.files[path]
            owner = owner or self._owner_before(file)
            if owner is None:
                owner = self._asset(file, take, reading)
            elif assets.known(self.catalogue, file.checksum):
                self._double(file)
            else:
                self._part(file, owner, reading)
        for path in take.sidecars:
            if owner:
                self.keep(self.files[path], f"sidecar of {owner}", "sidecar", owner)
            else:
                self.keep(self.files[path], f"sidecar of {printable(take.main)}, which does not open")

    def keep(self, file: Brought, reason: str, role: str = "kept", asset: str | None = None) -> None:
        """A file that was copied and verified and is no asset."""
        self._record(file, role, asset, reason)
        self.kept.append(Unusable(file.found.path, reason))

    def _asset(self, file: Brought, take: Take, reading: Callable[[str], Facts | str]) -> str | None:
        if file.found.size_bytes == 0:
            self._cannot(file, "the file is empty")
            return None
        if assets.known(self.catalogue, file.checksum):
            self._double(file)
            return file.checksum
        facts = reading(file.checksum)
        if isinstance(facts, str):
            self._cannot(file, facts)
            return None
        with self.catalogue.writing():
            assets.add(self.catalogue, self._enrolment(file, take, facts))
            self._record(file, "main", file.checksum)
        self.ingested.append(Row(file.found.path, file.checksum))
        if facts.warnings or not facts.plays:
            problem = Unusable(file.found.path, "; ".join(facts.warnings) or "it opens, but nothing in it plays")
            (self.warnings if facts.plays else self.unplayable).append(problem)
        return file.checksum

    def _cannot(self, file: Brought, reason: str) -> None:
        self.keep(file, reason)
        if PurePosixPath(file.found.path).suffix.lower() in _MEDIA:
            self.unplayable.append(Unusable(file.found.path, reason))

    def _double(self, file: Brought) -> None:
        path = self.workspace.logical(file.path)
        before = self.before.get(path)
        main = before is not None and before.role == "main" and before.asset == file.checksum
        if not self.said.in_place:
            # a card that was only looked at before, and is copied now, may go: the copy is the original
            main = assets.bring_home(self.catalogue, file.checksum, path) or main
        self._record(file, "main" if main else "duplicate", file.checksum)
        self.duplicates.append(Row(file.found.path, file.checksum))

    def _part(self, file: Brought, owner: str, reading: Callable[[str], Facts | str]) -> None:
        if not self._earlier_part(file):
            facts = reading(file.checksum) if file.found.size_bytes else "the file is empty"
            if isinstance(facts, str):
                self.unplayable.append(Unusable(file.found.path, facts))
            else:
                # with its record, or a run that is killed between the two would count it twice
                with self.catalogue.writing():
                    assets.add_part(self.catalogue, owner, facts.duration_ms)
                    self._record(file, "part", owner, f"part of {owner}")
        self.keep(file, f"part of {owner}", "part", owner)

    def _earlier_part(self, file: Brought) -> bool:
        return self._owner_before(file) is not None

    def _owner_before(self, file: Brought) -> str | None:
        """The asset that an earlier run made this file a part of; its first file may have left the card since."""
        before = self.before.get(self.workspace.logical(file.path))
        return before.asset if before and before.role == "part" else None

    def _enrolment(self, file: Brought, take: Take, facts: Facts) -> Enrolment:
        beside = next((b for p in take.sidecars if (b := sidecars.read(self.files[p].path)) != sidecars.Beside()), None)
        told = Told(
            PurePosixPath(file.found.path).name,
            file.found.mtime_ns,
            facts.captured_at,
            facts.captured_at_source or TimeSource.METADATA,
            beside.captured_at if beside else None,
        )
        when = taken(told, self.said.zone, self.said.clock_offset, self.said.now)
        self._show_clock(file, when)
        described = facts.described
        for path in take.sidecars:
            described = sidecars.describe(self.files[path].path, described)
        camera = self.said.camera or facts.camera or (beside.camera if beside else None)
        return Enrolment(
            id=file.checksum,
            facts=replace(facts, camera=camera, described=described),
            role=Role.PHOTO if facts.kind is Kind.PHOTO else Role.RUSH,
            path=self.workspace.logical(file.path),
            bytes=file.found.size_bytes,
            event=self.said.event,
            card=self.said.card,
            in_place=self.said.in_place,
            captured_at=when.at,
            captured_at_source=when.source,
            captured_at_doubt=when.doubt,
            problem="; ".join(facts.warnings) or (None if facts.plays else "it opens, but nothing in it plays"),
            people=self.said.people,
        )

    def _show_clock(self, file: Brought, when: Taken) -> None:
        if self.said.clock_offset and self.clock is None and when.at and when.camera_said:
            self.clock = Clock(file.found.path, when.camera_said, when.at)

    def _record(self, file: Brought, role: str, asset: str | None = None, reason: str | None = None) -> None:
        path = self.workspace.logical(file.path)
        card_path = printable(file.found.path)
        original = Original(path, file.found.size_bytes, file.checksum, card_path, role, asset, reason)
        cards.put_files(self.catalogue, self.said.event, self.said.card, [original])
