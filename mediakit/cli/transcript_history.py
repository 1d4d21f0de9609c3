"""`transcript history`, `diff`, `revert`: how a transcript came to be what it is, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.typed import by_option
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.editorial.amending_history import Difference, Entry


@click.command()
@click.argument("asset")
@reports
def history(terminal: Terminal, asset: str) -> None:
    """List the revisions of a transcript: when, by whom, how, and how much changed.

    \b
    Example:
      mediakit transcript history A001/C0012
    """
    from mediakit.editorial import amending, amending_history

    with terminal.catalogue() as catalogue:
        found = amending.chosen(catalogue, [asset])[0]
        entries = amending_history.history(catalogue, found)
    revisions = [_entry_document(e) for e in entries]
    terminal.report({"asset": found.id, "revisions": revisions}, lambda: [_entry_line(e) for e in entries])


def _entry_document(entry: Entry) -> dict[str, Any]:
    r = entry.revision
    return {
        "revision": r.number, "current": r.current, "at": r.at, "by": r.by, "how": r.how, "engine": r.engine,
        "model": r.model, "language": r.language, "words": r.words, "changed": entry.changed,
    }  # fmt: skip


def _entry_line(entry: Entry) -> str:
    r = entry.revision
    who = r.by or f"{r.engine} ({r.model})"
    changed = "" if entry.changed is None else f", {entry.changed} changed"
    mark = "*" if r.current else " "
    return f"{mark}{r.number:3}  {r.at[:16].replace('T', ' ')}  {who}: {r.how}  ({r.words} words{changed})"


@click.command()
@click.argument("asset")
@click.argument("first", type=int, required=False)
@click.argument("second", type=int, required=False)
@reports
def diff(terminal: Terminal, asset: str, first: int | None, second: int | None) -> None:
    """Show the words that differ between two revisions of a transcript.

    Without numbers: the current revision and the one before it. With one: that one and the current one.

    \b
    Example:
      mediakit transcript diff A001/C0012 1 3
    """
    from mediakit.editorial import amending, amending_history

    with terminal.catalogue() as catalogue:
        found = amending.chosen(catalogue, [asset])[0]
        a, b, differences = amending_history.compared(catalogue, found, first, second)
    document = {
        "asset": found.id,
        "first": a,
        "second": b,
        "differences": [
            {"start": d.start_ms / 1000, "end": d.end_ms / 1000, "before": d.before, "after": d.after}
            for d in differences
        ],
    }
    terminal.report(document, lambda: _difference_lines(found.short, a, b, differences))


def _difference_lines(short: str, a: int, b: int, differences: Sequence[Difference]) -> list[str]:
    if not differences:
        return [f"{short}: revisions {a} and {b} have the same words"]
    lines = [
        f"{format_position(d.start_ms)}  {f'“{d.before}”' if d.before else '(nothing)'} → "
        f"{f'“{d.after}”' if d.after else '(nothing)'}"
        for d in differences
    ]
    return [f"{short}: from revision {a} to {b}", *lines]


@click.command()
@click.argument("asset")
@click.argument("revision", type=int)
@by_option
@reports
def revert(terminal: Terminal, asset: str, revision: int, by: str) -> None:
    """Make an earlier revision of a transcript the current one again, with its captions.

    It becomes a new revision, so that nothing is lost. What is redacted now stays so.

    \b
    Example:
      mediakit transcript revert A001/C0012 2
    """
    from mediakit.editorial import amending, amending_history

    with terminal.catalogue() as catalogue:
        found = amending.chosen(catalogue, [asset])[0]
        number = amending_history.revert(catalogue, terminal.workspace.settings, found, revision, by=by)
    document = {"asset": found.id, "revision": number, "reverted_to": revision}
    terminal.report(document, lambda: [f"{found.short}: revision {number} is as revision {revision} was"])
