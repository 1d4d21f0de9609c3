"""`callsheet`: the day's running order for the crew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in

if TYPE_CHECKING:
    from mediakit.logistics.callsheet_pages import Written


@click.command()
@click.argument("event", metavar="EVENT")
@click.option("--day", type=typed.day, metavar="DATE", help="Only this day (default: every day of the agenda).")
@click.option("--crew", multiple=True, metavar="NAME[=ROOM,…]", help="A sheet for this one of the crew; repeat it.")
@click.option(
    "-o", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to put them."
)
@click.option("--with-contacts", is_flag=True, help="With telephone numbers and addresses, which are private.")
@reports
def callsheet(
    terminal: Terminal, event: str, day: date | None, crew: tuple[str, ...], folder: Path | None, with_contacts: bool
) -> None:
    """Write call sheets: the running order of each day, whom to film, and whom not.

    Each holds times, rooms and people with how their names are said, where they stand with consent, what the promises
    need filmed, and the kit. A page that prints on A4 and reads on a phone, and a calendar (.ics), go to reports/. With
    --crew everybody gets their own: the sessions in their rooms, and what they make (`deliverable … --who`) first.

    \b
    Example:
      mediakit callsheet annual-gathering-2026 --day 2026-05-13 --crew "Kit=Great Hall" --crew "Jo=Library"
    """
    from mediakit.logistics import callsheet as sheets
    from mediakit.logistics import callsheet_pages as pages

    zone = terminal.workspace.settings.timezone
    with terminal.catalogue() as catalogue:
        facts = sheets.read(catalogue, event, today_in(zone), with_contacts=with_contacts)
    members = sheets.crew_told(crew, facts.agenda)
    made = [sheets.sheet(facts, one, member) for member in members for one in sheets.days_of(facts, day)]
    now = datetime.now(UTC).astimezone(ZoneInfo(facts.event.timezone))
    target = folder or terminal.workspace.reports
    written, calendars = pages.write(terminal.workspace, made, target, now, private=with_contacts)
    document = {
        "event": event,
        "sheets": [_document(one) for one in written],
        "calendars": [str(path) for path in calendars],
        "private": with_contacts,
    }
    lines = [_line(one) for one in written] + [f"calendar: {path}" for path in calendars]
    if with_contacts:
        terminal.say("they hold private contacts: keep them safe")
    terminal.report(document, lambda: lines)


def _document(one: Written) -> dict[str, Any]:
    sheet = one.sheet
    return {
        "day": sheet.day.isoformat(),
        "crew": sheet.crew.name or None,
        "html": str(one.html),
        "sessions": [line.session.slug for line in sheet.lines],
        "mine": [line.session.slug for line in sheet.lines if line.mine],
        "shots": [s.deliverable.slug for s in sheet.shots],
        "people": [
            {"person": c.person.slug, "consent": c.consent, "do_not_photograph": c.refused} for c in sheet.people
        ],
        "do_not_photograph": [c.person.slug for c in sheet.refused if c.refused],
        "withdrawn": [c.person.slug for c in sheet.refused if not c.refused],
    }


def _line(one: Written) -> str:
    sheet = one.sheet
    who = f" for {sheet.crew.name}" if sheet.crew.name else ""
    sessions, shots = _count(len(sheet.lines), "session"), _count(len(sheet.shots), "promise")
    return f"{sheet.day}{who}: {sessions}, {shots} to film for: {one.html}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
