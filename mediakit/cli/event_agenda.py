"""`event import`, `event set`, `event session`: the agenda comes in, and a person's hand corrects it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mediakit.cli import typed
from mediakit.cli.agenda_words import import_lines, plan_document
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.records import event_document, session_document


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--event", metavar="EVENT", help="Whose agenda it is (default: the event that the file names).")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--prune", is_flag=True, help="Take sessions off that the file no longer has and nothing was filmed of.")
@reports
def import_(terminal: Terminal, file: Path, event: str | None, dry_run: bool, prune: bool) -> None:
    """Take over an agenda, or a newer state of one.

    FILE is a schedule of pretalx, frab or Pentabarf (schedule.json, schedule.xml), a calendar (.ics), or a spreadsheet
    (.csv, .xlsx) with a heading row. Speakers come onto the people list.

    Imported again, it changes what the file changed: sessions are known by their id, else by title and time. What
    somebody changed here is kept and listed. A session that is no longer in the file is marked, not deleted. If one
    row is wrong, nothing is taken over, and every wrong row is listed.

    \b
    Example:
      mediakit event import schedule.json --event annual-gathering-2026 --dry-run
    """
    from mediakit.cli import match_words as words
    from mediakit.logistics import agenda_import, matching

    zone = terminal.workspace.settings.timezone
    with terminal.catalogue() as catalogue:
        decided = agenda_import.take_over(catalogue, file, event, zone, dry_run=dry_run, prune=prune)
        matched = None if dry_run else matching.match(catalogue, decided.event.slug)
        told = words.ingested_lines(matched, words.offsets_of(catalogue)) if matched else []
    document = {**plan_document(decided, dry_run), "match": words.matched_document(matched) if matched else None}
    terminal.report(document, lambda: [*import_lines(decided, dry_run), *told])


@click.command("set")
@click.argument("slug", metavar="EVENT")
@click.argument("words", nargs=-1, required=True, metavar="KEY=VALUE…")
@reports
def set_(terminal: Terminal, slug: str, words: tuple[str, ...]) -> None:
    """Change an event: name, starts, ends, venue, timezone, crowd_notice, keep_until.

    An empty value (venue=) takes it away.

    \b
    Example:
      mediakit event set annual-gathering-2026 venue="The Corn Exchange" ends=2026-05-14
    """
    from mediakit.logistics import agenda_by_hand

    with terminal.catalogue() as catalogue:
        before, after = agenda_by_hand.set_event(catalogue, slug, words)
    terminal.report(event_document(after), lambda: _differences(event_document(before), event_document(after)))


@click.group()
def session() -> None:
    """Sessions of an agenda, by hand."""


@session.command("add")
@click.argument("event", metavar="EVENT")
@click.argument("title", type=typed.line)
@click.option("--starts", metavar="WHEN", help='When it starts, as "13/05/2026 10:00"; a time alone, on the first day.')
@click.option("--ends", metavar="WHEN", help="When it ends; a time alone means the same day.")
@click.option("--room", type=typed.line, metavar="TEXT", help="Where.")
@click.option("--kind", type=typed.line, metavar="TEXT", help="Such as talk, panel, interview, break (default: talk).")
@click.option("--person", "people", multiple=True, metavar="PERSON", help="Who speaks; repeat it.")
@click.option("--opted-out", is_flag=True, help="Those who speak do not want it recorded.")
@reports
def session_add(terminal: Terminal, event: str, title: str, people: tuple[str, ...], **also: Any) -> None:
    """Add a session to an agenda.

    An import leaves it alone; one that has it too fills in what is not known of it.

    \b
    Example:
      mediakit event session add lan "On trust" --starts "13/05/2026 10:00" --ends 10:45 --room Hall --person sian
    """
    from mediakit.logistics import agenda_by_hand

    with terminal.catalogue() as catalogue:
        made = agenda_by_hand.add_session(catalogue, event, title, people, **also)
    terminal.report(session_document(made), lambda: [f"{made.title} is on the agenda of {event}, as {made.slug}"])


@session.command("set")
@click.argument("event", metavar="EVENT")
@click.argument("name", metavar="SESSION")
@click.argument("words", nargs=-1, required=True, metavar="KEY=VALUE…")
@reports
def session_set(terminal: Terminal, event: str, name: str, words: tuple[str, ...]) -> None:
    """Change a session: title, kind, room, starts, ends, abstract, people, opted_out.

    people=slug;slug replaces who speaks, people+=slug adds, people-=slug takes out. Later imports keep what was
    changed here.

    \b
    Example:
      mediakit event session set annual-gathering-2026 on-trust room="Long Gallery" people+=sian-prys-howell
    """
    from mediakit.logistics import agenda_by_hand

    with terminal.catalogue() as catalogue:
        before, after = agenda_by_hand.set_session(catalogue, event, name, words)
    terminal.report(session_document(after), lambda: _differences(session_document(before), session_document(after)))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    changed = [f"{name}: {_told(before[name])} → {_told(after[name])}" for name in after if before[name] != after[name]]
    return changed or ["that is so already"]


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "nobody"
    return {None: "nothing", True: "yes", False: "no"}.get(value, str(value))
