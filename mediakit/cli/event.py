"""`event`: events and their agenda."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli import event_agenda, typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.records import event_document, session_document

if TYPE_CHECKING:
    from mediakit.domain.event import Event, Organisation, Session
    from mediakit.domain.person import Person


@click.group()
def event() -> None:
    """Events and their agenda."""


event.add_command(event_agenda.import_)
event.add_command(event_agenda.set_)
event.add_command(event_agenda.session)


@event.command()
@click.argument("name", type=typed.line)
@click.option("--slug", type=typed.slug, metavar="SLUG", help="Its name in addresses and folders (default: from NAME).")
@click.option("--starts", type=typed.day, metavar="DATE", help="First day, as 2026-05-13.")
@click.option("--ends", type=typed.day, metavar="DATE", help="Last day (default: the first).")
@click.option("--venue", type=typed.line, metavar="TEXT", help="Where it is held.")
@click.option("--timezone", type=typed.zone, metavar="ZONE", help="Such as Europe/London (default: the workspace's).")
@click.option("--crowd-notice", type=typed.line, metavar="TEXT", help="The wording shown at the venue about filming.")
@click.option("--keep-until", type=typed.day, metavar="DATE", help="Until when its material may be kept.")
@reports
def add(
    terminal: Terminal,
    name: str,
    slug: str | None,
    starts: date | None,
    ends: date | None,
    timezone: str | None,
    **also: Any,
) -> None:
    """Add an event.

    With a crowd notice, pictures of the room in which nobody was named may be published; without one they may not.

    \b
    Example:
      mediakit event add "Annual gathering 2026" --starts 2026-05-13 --ends 2026-05-14
    """
    from mediakit.logistics import agenda_by_hand
    from mediakit.logistics.agenda_by_hand import Announced

    zone = timezone or terminal.workspace.settings.timezone
    with terminal.catalogue() as catalogue:
        new = agenda_by_hand.add_event(catalogue, Announced(name, zone, slug, starts, ends, **also))
    terminal.report(event_document(new), lambda: [f"event {new.slug} added: {new.name}"])


@event.command("list")
@reports
def list_(terminal: Terminal) -> None:
    """List the events, by date.

    \b
    Example:
      mediakit event list
    """
    from mediakit.catalogue import events

    with terminal.catalogue() as catalogue:
        found = events.every(catalogue)
    documents = [event_document(e) for e in found]
    terminal.report(documents, lambda: [_line(e) for e in found] or ['no events; add one: mediakit event add "Name"'])


@event.command()
@click.argument("slug", metavar="EVENT")
@reports
def show(terminal: Terminal, slug: str) -> None:
    """Show an event: its facts, organisations, people and agenda.

    \b
    Example:
      mediakit event show annual-gathering-2026
    """
    from mediakit.catalogue import events, organisations, people

    with terminal.catalogue() as catalogue:
        found = events.find(catalogue, slug)
        bodies = organisations.every(catalogue, slug)
        attending = people.every(catalogue, slug)
        agenda = events.sessions(catalogue, slug)
        names = {p.slug: p.name for p in people.every(catalogue)}
    document = {
        **event_document(found),
        "organisations": [{"slug": o.slug, "name": o.name, "part": _part(o, slug)} for o in bodies],
        "people": [p.slug for p in attending],
        "sessions": [session_document(s) for s in agenda],
    }
    terminal.report(document, lambda: [*_facts(found), *_bodies(bodies, attending, slug), *_agenda(agenda, names)])


def _part(organisation: Organisation, slug: str) -> str:
    return next(part.value for event, part in organisation.parts if event == slug)


def _line(found: Event) -> str:
    return f"{found.slug:<28} {_days(found):<24} {found.name}"


def _days(found: Event) -> str:
    if found.starts is None:
        return "no date"
    same = found.ends in (None, found.starts)
    return found.starts.isoformat() if same else f"{found.starts} to {found.ends}"


def _facts(found: Event) -> list[str]:
    facts = {
        "when": f"{_days(found)} ({found.timezone})",
        "venue": found.venue,
        "crowd notice": found.crowd_notice or "none: pictures of the room need every person named",
        "keep until": found.keep_until,
    }
    return [f"{found.name} ({found.slug})", *(f"  {key}: {value}" for key, value in facts.items() if value)]


def _bodies(bodies: list[Organisation], attending: list[Person], slug: str) -> list[str]:
    lines = [f"  {_part(o, slug)}: {o.name}" for o in bodies]
    return [*lines, f"  people: {len(attending)}" + ("" if attending else "; add one: mediakit people add")]


def _agenda(agenda: list[Session], names: dict[str, str]) -> list[str]:
    if not agenda:
        return ["agenda: empty"]
    lines, day = ["agenda:"], None
    for session in agenda:
        starts, ends = session.starts_at, session.ends_at
        if starts and starts.date() != day:
            day = starts.date()
            lines.append(f"  {day.isoformat()}")
        when = f"{starts:%H:%M}" + (f"–{ends:%H:%M}" if ends else "") if starts else "no time"
        when = "all day" if session.kind == "all day" else when
        who = ", ".join(names.get(p, p) for p in session.people)
        told = "; ".join(word for word in (session.room, who) if word)
        lines.append(f"    {when:<12} {session.title} [{session.slug}]" + (f" — {told}" if told else ""))
        if session.opted_out:
            lines.append(f"    {'':<12}   not to be recorded: nothing matched to it is published")
        if session.missing_since:
            lines.append(f"    {'':<12}   no longer in the agenda that was imported on {session.missing_since}")
    return lines
