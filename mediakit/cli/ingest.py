"""`ingest`, `deliver` and `verify`: originals come in, and stay what they were."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediakit.catalogue.connect import Catalogue
    from mediakit.ingest.deliver import Delivered
    from mediakit.ingest.plugged import Plugged
    from mediakit.ingest.report import CardReport, Row
    from mediakit.ingest.scan import Unusable
    from mediakit.ingest.verify import Verified
    from mediakit.logistics.matching import Matched

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("sources", nargs=-1, type=_PATH, metavar="[SOURCE…]")
@click.option("--event", metavar="EVENT", help="The event these cards belong to.")
@click.option("--card", metavar="NAME", help="What to call the card (default: its folder's or volume's name).")
@click.option("--camera", metavar="NAME", help="What to call the camera.")
@click.option("--room", metavar="ROOM", help="The room of the agenda that the camera stood in.")
@click.option("--clock-offset", metavar="±H:MM:SS", help="Added to the camera's time: an hour fast takes -1:00:00.")
@click.option("--person", "people", multiple=True, metavar="PERSON", help="Who is in all of it; may be repeated.")
@click.option("--also", multiple=True, type=_PATH, metavar="DIR", help="Copy to this disk as well; may be repeated.")
@click.option("--one-copy", is_flag=True, help="Call the card safe to format with copies on one disk only.")
@click.option("--in-place", is_flag=True, help="Catalogue files where they lie, read-only, without copying.")
@click.option("--again", is_flag=True, help="Take in what was erased before, too.")
@reports
def ingest(
    terminal: Terminal,
    sources: tuple[Path, ...],
    event: str | None,
    room: str | None,
    clock_offset: str | None,
    **options: Any,
) -> None:
    """Copy cards to originals, verified, and catalogue them.

    A card is copied whole: every file is read back from the disk and compared before the card is called safe to
    format, and copies have to lie on two disks (--also) unless you say --one-copy. The card itself is never changed.
    If a run is stopped, run it again: it goes on. Without SOURCE, the cards that are plugged in are listed.

    Clips and photos are matched to the agenda's sessions at once; --room tells sessions at one time apart.

    Example: mediakit ingest /media/A001 --event lan --also /media/backup
    """
    from datetime import timedelta

    from mediakit.cli import match_words as words
    from mediakit.ingest import bring_in
    from mediakit.ingest.capture_time import parse_clock_offset

    if not sources:
        _list_plugged(terminal)
        return
    if not event:
        raise Misuse("which event is this? Name it with --event", hint="see: mediakit event list")
    offset = parse_clock_offset(clock_offset) if clock_offset else timedelta()
    request = bring_in.Request(sources, event, clock_offset=offset, **options)
    started = time.monotonic()
    with terminal.catalogue() as catalogue:
        from mediakit.media.identify import read_facts

        _check_room(catalogue, event, room)
        with terminal.progress() as progress:
            cards = bring_in.ingest(terminal.workspace, catalogue, request, read_facts, progress)
        matched = _match(catalogue, event, room, cards)
        document = _document(cards, _assets(catalogue, [r for c in cards for r in c.ingested]))
        document["match"] = words.matched_document(matched)
        offsets = words.offsets_of(catalogue)
    document["seconds"] = round(time.monotonic() - started, 3)
    if any(c.failed for c in cards):
        terminal.fail()
    lines = [line for card in cards for line in _lines(card)]
    terminal.report(document, lambda: [*lines, *words.ingested_lines(matched, offsets)])


def _check_room(catalogue: Catalogue, event: str, room: str | None) -> None:
    from mediakit.catalogue import events
    from mediakit.logistics.matching_words import rooms_told

    if room is not None:
        rooms_told(catalogue, events.find(catalogue, event), [f"card={room}"])


def _match(catalogue: Catalogue, event: str, room: str | None, reports: Sequence[CardReport]) -> Matched:
    """Note where the cards were filmed, and match what is on them to the agenda."""
    from mediakit.catalogue import events, matches
    from mediakit.logistics import matching, matching_words

    names = {c.card for c in reports}
    if room:
        told = [f"{name}={room}" for name in sorted(names)]
        matches.put_rooms(catalogue, matching_words.rooms_told(catalogue, events.find(catalogue, event), told))
    return matching.match(catalogue, event, cards=names)


def _assets(catalogue: Catalogue, rows: Iterable[Row]) -> list[dict[str, Any]]:
    from mediakit.catalogue import assets
    from mediakit.domain.document import asset_document
    from mediakit.ingest.scan import printable

    sources = {r.asset: printable(r.source) for r in rows}
    return [{**asset_document(a), "source": sources[a.id]} for a in assets.load(catalogue, list(sources))]


def _document(cards: Sequence[CardReport], ingested: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ingested": ingested,
        "duplicates": [row for c in cards for row in _rows(c, c.duplicates)],
        "kept": [row for c in cards for row in _reasons(c, c.kept)],
        "failed": [row for c in cards for row in _reasons(c, c.failed)],
        "unplayable": [row for c in cards for row in _reasons(c, c.unplayable)],
        "warnings": [row for c in cards for row in _reasons(c, c.warnings)],
        "cards": [_card(c) for c in cards],
        "files": sum(c.files for c in cards),
        "bytes": sum(c.size_bytes for c in cards),
        "verified": all(c.verified for c in cards),
        "copies": min((c.copies for c in cards), default=0),
        "safe_to_format": all(c.safety.safe for c in cards),
    }


def _card(card: CardReport) -> dict[str, Any]:
    from mediakit.ingest.scan import printable

    clock = card.clock and {
        "source": printable(card.clock.source),
        "camera_said": card.clock.camera_said.isoformat(),
        "taken_as": card.clock.taken_as.isoformat(),
    }
    return {
        "card": card.card,
        "source": printable(card.source),
        "layout": card.layout,
        "safe_to_format": card.safety.safe,
        "because": card.safety.because,
        "clock": clock,
    }


def _rows(card: CardReport, rows: Iterable[Row]) -> list[dict[str, str]]:
    from mediakit.ingest.scan import printable

    return [{"source": printable(r.source), "asset": r.asset, "card": card.card} for r in rows]


def _reasons(card: CardReport, rows: Iterable[Unusable]) -> list[dict[str, str]]:
    from mediakit.ingest.scan import printable

    return [{"source": printable(r.path), "reason": r.reason, "card": card.card} for r in rows]


def _lines(card: CardReport) -> list[str]:
    from mediakit.ingest.scan import printable

    lines = [f"{printable(u.path)}: not copied: {u.reason}" for u in card.failed]
    lines += [f"{printable(u.path)}: {u.reason}" for u in card.warnings]
    lines += [f"{printable(u.path)}: cannot be played or shown: {u.reason}" for u in card.unplayable]
    if card.unplayable:
        lines.append("  only the camera may be able to repair these: put the card back before you format it")
    if card.clock:
        said, now = card.clock.camera_said, card.clock.taken_as
        lines.append(f"{printable(card.clock.source)}: the camera said {said:%d %b %H:%M:%S}, taken as {now:%H:%M:%S}")
    counts = f"{len(card.ingested)} new, {len(card.duplicates)} known already, {len(card.kept)} kept beside them" + (
        f", {len(card.failed)} failed" if card.failed else ""
    )
    lines.append(f"{card.card}: {card.files} files, {card.size_bytes / 1e6:,.1f} MB: {counts}")
    verdict = "SAFE TO FORMAT" if card.safety.safe else "NOT safe to format"
    return [*lines, f"{card.card}: {verdict}: {card.safety.because}"]


def _list_plugged(terminal: Terminal) -> None:
    from mediakit.ingest.plugged import plugged

    found = plugged()
    document = {
        "cards": [{"card": p.name, "source": str(p.path), "layout": p.layout, "bytes": p.size_bytes} for p in found]
    }
    terminal.report(document, lambda: _plugged_lines(found))


def _plugged_lines(found: Sequence[Plugged]) -> list[str]:
    lines = [f"{p.path}  {p.layout}, {p.size_bytes / 1e9:.1f} GB" for p in found]
    hint = "take one in with: mediakit ingest FOLDER --event EVENT"
    return [*lines, hint] if lines else [f"no camera card is plugged in; {hint}"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE…")
@click.option("--event", required=True, metavar="EVENT", help="The event this work belongs to.")
@click.option("--for", "deliverable", metavar="DELIVERABLE", help="The promise it keeps.")
@click.option("--from", "sources", multiple=True, metavar="ASSET", help="A rush it came from; may be repeated.")
@click.option("--replaces", metavar="ASSET", help="The earlier version, which stays with its history.")
@click.option("--describes", metavar="ASSET", help="The film of which this is the audio described version.")
@click.option("--again", is_flag=True, help="Take in what was erased before, too.")
@reports
def deliver(terminal: Terminal, files: tuple[Path, ...], event: str, **options: Any) -> None:
    """Take in finished work, as it came from the edit.

    Each file is copied to originals/EVENT/finished, read back and compared. The promise it keeps becomes edited.

    Example: mediakit deliver ada.mp4 --event lan --for ada-okafor --from A001/C0012
    """
    from mediakit.ingest import deliver as delivering
    from mediakit.media.identify import read_facts

    with terminal.catalogue() as catalogue:
        with terminal.progress() as progress:
            delivery = delivering.Delivery(files, event, **options)
            done = delivering.deliver(terminal.workspace, catalogue, delivery, read_facts, progress)
        document = _delivered(done, _assets(catalogue, done.taken_in))
    if done.failed:
        terminal.fail()
    terminal.report(document, lambda: _delivered_lines(done, document["delivered"]))


def _delivered(done: Delivered, taken_in: list[dict[str, Any]]) -> dict[str, Any]:
    from mediakit.ingest.scan import printable

    return {
        "delivered": taken_in,
        "duplicates": [{"source": printable(r.source), "asset": r.asset} for r in done.duplicates],
        "failed": [{"source": printable(u.path), "reason": u.reason} for u in done.failed],
        "deliverable": done.deliverable,
        "bytes": done.size_bytes,
        "verified": not done.failed,
    }


def _delivered_lines(done: Delivered, taken_in: list[dict[str, Any]]) -> list[str]:
    from mediakit.ingest.scan import printable

    lines = [f"{printable(u.path)}: not taken in: {u.reason}" for u in done.failed]
    lines += [f"{printable(r.source)}: known already as {r.asset[:12]}" for r in done.duplicates]
    lines += [f"{a['short']}: taken in as {a['id'][:12]}" for a in taken_in]
    return [*lines, f"tied to {done.deliverable}"] if done.deliverable and len(lines) > len(done.failed) else lines


@click.command()
@click.option("--against", type=_PATH, metavar="DIR", help="Check a further copy of the originals instead.")
@reports
def verify(terminal: Terminal, against: Path | None) -> None:
    """Re-read every original and rendition against its checksum.

    Damaged and missing files are listed, and the exit status is 1. Files on a disk that is not plugged in are offline;
    files among the originals that nobody took in are unknown.

    Example: mediakit verify --against /media/backup
    """
    from mediakit.ingest import verify as verifying

    if against is not None and not against.is_dir():
        raise Misuse("there is no such folder", where=str(against), hint="is the disk plugged in?")
    with terminal.catalogue() as catalogue, terminal.progress() as progress:
        workspace = terminal.workspace
        found = (
            verifying.verify_against(workspace, catalogue, against, progress)
            if against
            else verifying.verify(workspace, catalogue, progress)
        )
    if not found.sound:
        terminal.fail()
    document = {
        "checked": found.checked,
        "bytes": found.size_bytes,
        "damaged": list(found.damaged),
        "missing": list(found.missing),
        "unknown": list(found.unknown),
        "offline": list(found.offline),
    }
    terminal.report(document, lambda: _verified_lines(found))


def _verified_lines(found: Verified) -> list[str]:
    lists = {"damaged": found.damaged, "missing": found.missing, "unknown": found.unknown, "offline": found.offline}
    lines = [f"{path}: {word}" for word, paths in lists.items() for path in paths]
    told = ", ".join(f"{len(paths)} {word}" for word, paths in lists.items() if paths) or "all as they were"
    return [*lines, f"{found.checked} files, {found.size_bytes / 1e9:.2f} GB read again: {told}"]
