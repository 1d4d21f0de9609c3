"""Finished work, as it came from the edit: copied, verified, catalogued, tied to its promise and its rushes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mediakit.catalogue import assets, cards, deliverables, describe, events, tombstones
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset, Enrolment, Original
from mediakit.domain.deliverable import Deliverable, Stage
from mediakit.domain.edit import Difference, as_text
from mediakit.domain.errors import MediaError, Misuse, Refused
from mediakit.domain.facts import Facts, Kind, Role, TimeSource
from mediakit.domain.progress import Progress
from mediakit.domain.workspace import Workspace
from mediakit.ingest.buried import AGAIN
from mediakit.ingest.capture_time import Told, taken
from mediakit.ingest.enrol import ReadFacts
from mediakit.ingest.names import names_on_disk, numbered
from mediakit.ingest.placing import FINISHED, require_originals
from mediakit.ingest.report import Row
from mediakit.ingest.scan import Unusable, printable, why
from mediakit.media import disk


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a user asked of `deliver`: names of assets and of the deliverable as typed.

    describes: the film of which this is the audio described version. again: take in what was erased before, too.
    """

    files: tuple[Path, ...]
    event: str
    deliverable: str | None = None
    sources: tuple[str, ...] = ()
    replaces: str | None = None
    describes: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of each file; duplicates: content that is an asset already, tied to the promise all the same."""

    taken_in: tuple[Row, ...]
    duplicates: tuple[Row, ...]
    failed: tuple[Unusable, ...]
    deliverable: str | None
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Meant:
    promise: Deliverable | None
    sources: tuple[str, ...]
    replaces: str | None
    describes: Asset | None
    zone: ZoneInfo
    again: bool


def deliver(
    workspace: Workspace, catalogue: Catalogue, delivery: Delivery, read_facts: ReadFacts, progress: Progress
) -> Delivered:
    """Take finished films and photos into originals/EVENT/finished. Every name is checked before anything is copied.

    A file that is no film, photo or sound fails alone. Raises Misuse, UnknownName, MachineLacks.
    """
    meant = _meant(workspace, catalogue, delivery)
    disk.remove_stale_drafts(workspace.originals / delivery.event / FINISHED)
    done: list[Row] = []
    doubles: list[Row] = []
    failed: list[Unusable] = []
    size_bytes = 0
    progress.begin("taking in", len(delivery.files), "files")
    for file in dict.fromkeys(delivery.files):
        outcome = _one(workspace, catalogue, delivery.event, meant, file, read_facts)
        if isinstance(outcome, Unusable):
            failed.append(outcome)
        else:
            asset_id, new = outcome
            (done if new else doubles).append(Row(str(file), asset_id))
            size_bytes += file.stat().st_size
            _tie(catalogue, meant, asset_id)
        progress.advance(1)
        told = outcome.reason if isinstance(outcome, Unusable) else "taken in, verified"
        progress.finished(f"{printable(file.name)}: {told}")
    slug = meant.promise.slug if meant.promise else None
    return Delivered(tuple(done), tuple(doubles), tuple(failed), slug, size_bytes)


def _meant(workspace: Workspace, catalogue: Catalogue, delivery: Delivery) -> _Meant:
    """Everything the user named, found; raises for the first that cannot be meant."""
    event = events.find(catalogue, delivery.event)
    require_originals(workspace)
    for file in delivery.files:
        if not file.is_file():
            raise Misuse("there is no such file" if not file.exists() else "is no file", where=printable(str(file)))
    promise = deliverables.find(catalogue, delivery.deliverable, delivery.event) if delivery.deliverable else None
    sources = tuple(assets.require(catalogue, delivery.sources)) if delivery.sources else ()
    replaces = assets.find(catalogue, delivery.replaces) if delivery.replaces else None
    if replaces and len(set(delivery.files)) > 1:
        raise Misuse("--replaces takes one file: which of these is the new version?", where="--replaces")
    describes = assets.one(catalogue, assets.find(catalogue, delivery.describes)) if delivery.describes else None
    if describes and describes.kind is not Kind.VIDEO:
        raise Misuse("only a film has an audio described version", where=describes.short)
    if describes and len(set(delivery.files)) > 1:
        raise Misuse("--describes takes one file: which of these is the described version?", where="--describes")
    return _Meant(promise, sources, replaces, describes, ZoneInfo(event.timezone), delivery.again)


def _one(
    workspace: Workspace, catalogue: Catalogue, event: str, meant: _Meant, file: Path, read_facts: ReadFacts
) -> tuple[str, bool] | Unusable:
    """The asset's id and whether it is new to the catalogue, or why the file was not taken in."""
    try:
        return _take_in(workspace, catalogue, event, meant, file, read_facts(file))
    except (MediaError, Refused) as error:
        return Unusable(str(file), error.what)
    except OSError as error:
        return Unusable(str(file), why(error))


def _take_in(
    workspace: Workspace, catalogue: Catalogue, event: str, meant: _Meant, file: Path, facts: Facts
) -> tuple[str, bool]:
    checksum = disk.copy_verified(file, ())
    if assets.known(catalogue, checksum):
        if checksum == meant.replaces:
            raise Refused("this is the very film it is to replace")
        if meant.describes and checksum == meant.describes.id:
            raise Refused("this is the very film it is to describe")
        return checksum, False
    _refuse_erased(catalogue, checksum, file, again=meant.again)
    target = _target(workspace.originals / event / FINISHED, file.name, checksum)
    if not target.exists() and disk.copy_verified(file, [target]) != checksum:
        raise MediaError("it changed while it was copied: wait until the export has finished")
    path = workspace.logical(target)
    original = Original(path, target.stat().st_size, checksum, printable(file.name), "main", checksum)
    with catalogue.writing():
        assets.add(catalogue, _enrolment(facts, original, file, event, meant))
        cards.put_files(catalogue, event, None, [original])
    return checksum, True


def _refuse_erased(catalogue: Catalogue, checksum: str, file: Path, *, again: bool) -> None:
    size_bytes = file.stat().st_size
    stone = tombstones.of_content(catalogue, checksum, size_bytes)
    if stone and not again:
        raise Refused(f"{stone.told}; {AGAIN}")
    if stone:
        with catalogue.writing():
            tombstones.take_away(catalogue, checksum, size_bytes)


def _target(folder: Path, name: str, checksum: str) -> Path:
    """Where the file goes: under its own name, or a numbered one if another version of that name lies there."""
    existing = next(p for p in (folder, *folder.parents) if p.is_dir())
    wanted = folder / names_on_disk([name], disk.habits(existing))[name]
    target, number = wanted, 2
    while target.exists() and disk.digest_from_disk(target) != checksum:
        target, number = wanted.with_name(numbered(wanted.name, number)), number + 1
    return target


def _enrolment(facts: Facts, original: Original, file: Path, event: str, meant: _Meant) -> Enrolment:
    source = facts.captured_at_source or TimeSource.METADATA
    told = Told(file.name, file.stat().st_mtime_ns, facts.captured_at, source)
    when = taken(told, meant.zone, timedelta(), datetime.now(UTC))
    return Enrolment(
        id=original.checksum,
        facts=facts,
        role=Role.FINISHED,
        path=original.path,
        bytes=original.bytes,
        event=event,
        captured_at=when.at,
        captured_at_source=when.source,
        captured_at_doubt=when.doubt,
        problem="; ".join(facts.warnings) or (None if facts.plays else "it opens, but nothing in it plays"),
        # the same film with a further voice shows the same people
        people=meant.describes.confirmed_people if meant.describes else (),
        sources=meant.sources,
        replaces=meant.replaces,
    )


def _tie(catalogue: Catalogue, meant: _Meant, asset_id: str) -> None:
    """Attach the asset to its promise, or to those that the film it replaces kept; they are edited at least.

    The film that it describes says so from now on.
    """
    if meant.describes:
        old = as_text(meant.describes, "audio_description")
        change = Difference(meant.describes.id, meant.describes.short, "audio_description", old, asset_id)
        describe.apply(catalogue, [change] if old != asset_id else [])
    promises = [meant.promise] if meant.promise else []
    if meant.replaces and not promises:
        promises = [d for d in deliverables.every(catalogue) if meant.replaces in d.assets]
    for promise in promises:
        deliverables.attach(catalogue, promise, asset_id)
        if promise.state.rank < Stage.EDITED.rank:
            deliverables.set_state(catalogue, promise, Stage.EDITED)
