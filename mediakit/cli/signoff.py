"""`signoff`: why each thing may be public, on one sheet that somebody signs."""

from __future__ import annotations

from dataclasses import asdict

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in


@click.command()
@click.argument("event", metavar="EVENT")
@reports
def signoff(terminal: Terminal, event: str) -> None:
    """Write the sign-off sheet of an event: why each thing may be public, and who said so.

    For each item: who appears, on what basis, which file is the evidence, who approved it and when, what was decided
    about captions and audio description; then what is withheld, and why. It goes to reports/ and prints on A4 (from the
    browser, to PDF too). The sheet's digest is kept with each `publish`, and changes with anything the sheet says.

    \b
    Example:
      mediakit signoff annual-gathering-2026
    """
    from mediakit.catalogue import publications
    from mediakit.gallery import signoff as sheets

    with terminal.catalogue() as catalogue:
        made = sheets.sheet(terminal.workspace, catalogue, event)
        there = publications.signed_off(catalogue, made.event, made.digest)
    sent = [{"destination": p.destination, "at": f"{p.at:%Y-%m-%d %H:%M}", "by": p.by or ""} for p in there]
    path = sheets.write_sheet(terminal.workspace, made, today_in(terminal.workspace.settings.timezone), sent)
    document = {**asdict(made), "starts": _day(made.starts), "ends": _day(made.ends)}
    document |= {"digest": made.digest, "published": sent, "html": str(path)}
    lines = [f"withheld: {one.title or one.short}: {one.reason}" for one in made.withheld]
    lines += [f"{len(made.items)} may be public, {len(made.withheld)} withheld; digest {made.digest}", str(path)]
    terminal.report(document, lambda: lines)


def _day(value: object) -> str | None:
    return str(value) if value else None
