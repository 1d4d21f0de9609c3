"""How a search is told: as JSON, as lines for a terminal, as a table, as a page that plays."""

from __future__ import annotations

import contextlib
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, printable
from mediakit.domain.document import printable_name
from mediakit.domain.errors import Refused
from mediakit.domain.span import format_position
from mediakit.editorial.search import Found, FoundHit, by_recording, pieces, snippet

if TYPE_CHECKING:
    from mediakit.catalogue.connect import Catalogue
    from mediakit.catalogue.search import Hit

_SHOWN_OF_A_RECORDING = 3


def document(found: Found, query: str, seconds: float, *, grouped: bool) -> dict[str, Any]:
    """The whole answer as JSON. total_is_more: there are more than `total`."""
    told: dict[str, Any] = {
        "query": query,
        "total": found.total,
        "total_is_more": found.more,
        "hits": [hit_document(one) for one in found.hits],
        "also": [{"typed": typed, "found": word} for typed, word in found.also],
        "notes": list(found.notes),
        "seconds": seconds,
    }
    if grouped:
        groups = by_recording(found.hits)
        told["recordings"] = [
            {"asset": asset, "title": hits[0].recording.title, "hits": [hit_document(one) for one in hits]}
            for asset, hits in groups.items()
        ]
    return told


def hit_document(found: FoundHit) -> dict[str, Any]:
    """A hit as JSON: positions in seconds, None for what is written; snippet is HTML with <mark>."""
    hit, recording = found.hit, found.recording
    told: dict[str, Any] = {
        "asset": recording.id,
        "name": printable_name(recording.name),
        "short": printable_name(recording.short),
        "title": recording.title,
        "kind": recording.kind,
        "event": recording.event,
        "session": recording.session,
        "person": found.person,
        "speaker": found.speaks,
        "field": hit.field,
        "start": _seconds(hit.start_ms),
        "end": _seconds(hit.end_ms),
        "text": hit.text,
        "snippet": snippet(hit.marked),
        "score": hit.score,
        "found_by": found.how,
    }
    if found.around:
        told["context"] = [
            {"start": _seconds(one.start_ms), "end": _seconds(one.end_ms), "text": one.text} for one in found.around
        ]
    return told


def _seconds(ms: int | None) -> float | None:
    return ms / 1000 if ms is not None else None


def lines(found: Found, query: str, *, grouped: bool) -> list[str]:
    """The answer in lines for a terminal, each recording once, with its hits in order of time."""
    shown = query if len(query) <= 60 else f"{query[:57]}…"
    told = [printable(f"note: {note}") for note in found.notes]
    if found.also:
        names = ", ".join(f"{word.capitalize()} (you typed {typed})" for typed, word in found.also)
        told.append(printable(f"also: {names}"))
    if not found.hits:
        return [*told, printable(f"nothing fits {shown}")]
    for hits in by_recording(found.hits).values():
        recording = hits[0].recording
        told.append(click.style(printable(f"{recording.short}  {recording.title or ''}".rstrip()), underline=True))
        picked = hits
        if grouped and len(hits) > _SHOWN_OF_A_RECORDING:
            best = sorted(hits, key=lambda one: -one.hit.score)[:_SHOWN_OF_A_RECORDING]
            picked = [one for one in hits if one in best]
        told += [line for one in picked for line in _hit_lines(one)]
        if len(picked) < len(hits):
            told.append(f"            and {len(hits) - len(picked)} more")
    return [*told, _total(found)]


def _total(found: Found) -> str:
    number = f"more than {found.total:,}" if found.more else f"{found.total:,}"
    if found.total > len(found.hits):
        return f"the best {len(found.hits)} of {number} hits; see more with --limit"
    return "1 hit" if found.total == 1 and not found.more else f"{number} hits"


def _hit_lines(found: FoundHit) -> list[str]:
    if not found.around:
        return [_hit_line(found)]
    before = [one for one in found.around if one.number < found.hit.number]
    after = [one for one in found.around if one.number > found.hit.number]
    return [*map(_context_line, before), _hit_line(found), *map(_context_line, after)]


def _context_line(hit: Hit) -> str:
    where = format_position(hit.start_ms or 0)
    return click.style(f"  {where:>8}  {printable(' '.join(hit.text.split()))}", dim=True)


def _hit_line(found: FoundHit) -> str:
    hit = found.hit
    where = format_position(hit.start_ms) if hit.start_ms is not None else hit.field.replace("_", " ")
    # styled here, and not by the report, which takes control characters out of what the catalogue holds
    parts = [(printable(part), is_hit) for part, is_hit in pieces(hit.marked)]
    text = "".join(click.style(part, bold=True) if is_hit else part for part, is_hit in parts)
    who = f"{printable(found.speaks)}: " if found.speaks else ""
    return f"  {where:>8}  {who}{text}"


def write_table(terminal: Terminal, file: Path, found: Found) -> None:
    """Write the hits to a spreadsheet, and say so."""
    from mediakit.editorial import search_files

    search_files.write_table(file, found.hits)
    terminal.say(f"{len(found.hits)} hits written to {file}")


def prepare(terminal: Terminal, catalogue: Catalogue) -> int:
    """Read for its meaning what is new or was changed; returns how many recordings."""
    from mediakit.editorial import search_meaning

    with terminal.progress() as progress:
        read = search_meaning.prepare(catalogue, progress)
    terminal.say(f"{read} read; all that is said can be found by its meaning")
    return read


def play(terminal: Terminal, catalogue: Catalogue, found: Found, number: int) -> None:
    """Open the page that plays the hit of this number, counted from 1, and say where it lies."""
    from mediakit.editorial import search_files

    if number > len(found.hits):
        raise Refused(f"there is no hit number {number}", hint=f"there are {len(found.hits)}")
    # as they are listed, each recording once
    listed = [one for hits in by_recording(found.hits).values() for one in hits]
    page = search_files.write_player(catalogue, terminal.workspace, listed[number - 1])
    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(page.as_uri())
    terminal.say(f"opened in the browser: {page}")
