"""`coverage` and `missing`: the agenda, the people and the promises held against what was filmed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports

if TYPE_CHECKING:
    from mediakit.logistics.coverage import Coverage


@click.command()
@click.argument("event", metavar="EVENT")
@click.option("--at", metavar="WHEN", help='The moment that counts as now, as "13/05/2026 11:00" (default: now).')
@click.option("--strict", is_flag=True, help="End with status 1 while anything is missing.")
@reports
def coverage(terminal: Terminal, event: str, at: str | None, strict: bool) -> None:
    """Say what of an event is filmed, and what is missing.

    Sessions without footage, without a wide shot, or without a transcript; interviews filmed from one angle; people
    without a portrait, without consent, or with consent and nothing filmed; promises without material. What can still
    be put right comes first. A board for a phone is written to reports/coverage-EVENT.html.

    \b
    Example:
      mediakit coverage annual-gathering-2026 --strict
    """
    found, file = _found(terminal, event, at, strict)
    terminal.report(_document(found, file), lambda: [*_filmed(found), *_missing(found), f"board: {file}"])


@click.command()
@click.argument("event", metavar="EVENT")
@click.option("--at", metavar="WHEN", help='The moment that counts as now, as "13/05/2026 11:00" (default: now).')
@click.option("--strict", is_flag=True, help="End with status 1 while anything is missing.")
@reports
def missing(terminal: Terminal, event: str, at: str | None, strict: bool) -> None:
    """Say only what is missing of an event.

    The same as `mediakit coverage`, without what is there.

    \b
    Example:
      mediakit missing annual-gathering-2026
    """
    found, file = _found(terminal, event, at, strict)
    terminal.report(_document(found, file), lambda: [*_missing(found), f"board: {file}"])


def _found(terminal: Terminal, slug: str, at: str | None, strict: bool) -> tuple[Coverage, Path]:
    from mediakit.catalogue import events
    from mediakit.logistics import coverage as covering
    from mediakit.logistics.by_hand import moment
    from mediakit.logistics.coverage_board import write_board

    with terminal.catalogue() as catalogue:
        event = events.find(catalogue, slug)
        when = moment(event, at, event.starts) if at else datetime.now(UTC)
        found = covering.coverage(catalogue, slug, when)
    if strict and found.gaps:
        terminal.fail()
    return found, write_board(terminal.workspace, found)


def _document(found: Coverage, file: Path) -> dict[str, Any]:
    return {
        "event": found.event.slug,
        "at": found.at.isoformat(timespec="seconds"),
        "gaps": found.gaps,
        "sessions": [
            {
                "session": s.session.slug,
                "title": s.session.title,
                "kind": s.session.kind,
                "room": s.session.room,
                "starts_at": s.session.starts_at.isoformat() if s.session.starts_at else None,
                "when": s.when.value,
                "people": list(s.session.people),
                "assets": list(s.assets),
                "transcripts": s.transcripts,
                "gaps": list(s.gaps),
            }
            for s in found.sessions
        ],
        "people": [
            {
                "person": p.person.slug,
                "name": p.person.name,
                "assets": p.assets,
                "consent": p.consent.value,
                "next": p.next.slug if p.next else None,
                "gaps": list(p.gaps),
            }
            for p in found.people
        ],
        "deliverables": [
            {
                "deliverable": d.deliverable.slug,
                "title": d.deliverable.title,
                "state": d.deliverable.state.value,
                "due": d.deliverable.due.isoformat() if d.deliverable.due else None,
                "material": d.material,
                "gaps": list(d.gaps),
            }
            for d in found.promises
        ],
        "board": str(file),
    }


def _filmed(found: Coverage) -> list[str]:
    lines = [found.event.name]
    for one in found.sessions:
        session = one.session
        when = f"{session.starts_at:%d %b %H:%M}" if session.starts_at else "no time"
        told = f"{len(one.assets)} file{'s' * (len(one.assets) != 1)}" if one.assets else "-"
        lines.append(f"  {when:<13} {told:<10} {session.title}{f' ({session.room})' if session.room else ''}")
    shown = sum(1 for p in found.people if p.assets)
    return [*lines, f"  {shown} of {len(found.people)} people are in something", ""]


def _missing(found: Coverage) -> list[str]:
    from mediakit.logistics.coverage_board import board, listed

    page = board(found, "")
    if not found.gaps:
        return [f"nothing is missing of {found.event.name}"]
    counts = ", ".join(f"{number} {noun}" for number, noun in page.counts if number)
    lines = [f"missing of {found.event.name}, as it stood on {page.at}: {counts}"]
    for section in page.sections:
        lines += [f"{section.title}:", *listed(section.cards)]
    return lines
