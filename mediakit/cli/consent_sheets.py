"""`consent import` and `consent forms`: many consents at once, and the paper they are given on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports

if TYPE_CHECKING:
    from mediakit.logistics.consents_import import Intake, Skipped


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--given", type=typed.day, metavar="DATE", help="When they were given, for rows that name no day.")
@click.option("--dry-run", is_flag=True, help="Only show what would be recorded.")
@reports
def import_(terminal: Terminal, file: Path, given: date | None, dry_run: bool) -> None:
    """Record the consents of many people, out of a spreadsheet.

    FILE is CSV or XLSX. One column says who (a name or a slug of the people list), one says where (channel: web, print
    …), or there is a column for each channel with a tick. Further columns are read where they are there: basis, given,
    until, show as, guardian, taken by, organisations, evidence (a file beside the list), note.

    One row that cannot be right, and nothing is recorded. The same list again records nothing twice, and brings nothing
    back that was withdrawn since.

    \b
    Example:
      mediakit consent import forms-of-the-day.xlsx --dry-run
    """
    from mediakit.logistics.consents_import import read_list, take_in

    with terminal.catalogue() as catalogue:
        intake = read_list(terminal.workspace, catalogue, file, given_on=given)
        if not dry_run:
            take_in(terminal.workspace, catalogue, intake)
    terminal.report(_document(intake, dry_run), lambda: _lines(intake, dry_run))


@click.command()
@click.argument("event")
@click.option("--person", "people", multiple=True, metavar="PERSON", help="Only for this person; repeat it for more.")
@click.option("--missing", is_flag=True, help="Only for people who have no consent for the web yet.")
@click.option("--blank", type=click.IntRange(0, 500), default=0, metavar="N", help="So many empty forms at the end.")
@click.option("--large-print", is_flag=True, help="In 18 point, for people who need it.")
@click.option("-o", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Where (default: reports/).")
@reports
def forms(terminal: Terminal, event: str, **asked: Any) -> None:
    """Make consent forms to print, one for each person of an event.

    Name, role and organisation come from the people list, the organisations that would show the material from the
    event. Each form is an HTML page that prints on A4; all-forms.html holds all of them. To word them your own way,
    copy the template consent-form.html.j2 into templates/ and change it.

    \b
    Example:
      mediakit consent forms annual-gathering-2026 --missing --blank 20
    """
    from mediakit.logistics.forms import Asked, print_forms

    with terminal.catalogue() as catalogue:
        done = print_forms(terminal.workspace, catalogue, Asked(event, **asked))
    document = {
        "together": str(done.together),
        "forms": [{"person": slug, "file": str(file)} for slug, file in done.forms],
        "left_out": [{"name": name, "reason": reason} for name, reason in done.left_out],
    }
    told = [f"left out: {name}: {reason}" for name, reason in done.left_out]
    last = f"{len(done.forms)} forms; print them from {done.together}"
    terminal.report(document, lambda: [*told, last])


def _document(intake: Intake, dry_run: bool) -> dict[str, Any]:
    return {
        "recorded": [
            {
                "row": form.row,
                "person": form.person.slug,
                "channel": channel.value,
                "given_on": form.given_on.isoformat(),
                "until": form.until.isoformat() if form.until else None,
            }
            for form, channel in intake.new
        ],
        "skipped": [
            {"row": s.row, "person": s.person, "channel": s.channel.value if s.channel else None, "reason": s.reason}
            for s in intake.skipped
        ],
        "unread": list(intake.unread),
        "dry_run": dry_run,
    }


def _lines(intake: Intake, dry_run: bool) -> list[str]:
    by_row: dict[int, list[str]] = {}
    forms = {form.row: form for form, _ in intake.new}
    for form, channel in intake.new:
        by_row.setdefault(form.row, []).append(channel.value)
    lines = [f"row {row}: {forms[row].person.name}: {', '.join(channels)}" for row, channels in sorted(by_row.items())]
    lines += [_skipped(s) for s in intake.skipped]
    if intake.unread:
        lines.append(f"columns not read: {', '.join(intake.unread)}")
    people = len({form.person.slug for form, _ in intake.new})
    total = f"{len(intake.new)} consents of {people} people"
    return [*lines, f"{total} would be recorded; nothing was written" if dry_run else f"{total} recorded"]


def _skipped(one: Skipped) -> str:
    channel = f", {one.channel}" if one.channel else ""
    return f"row {one.row}: {one.person}{channel}: left out: {one.reason}"
