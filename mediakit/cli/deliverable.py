"""`deliverable`: what was promised, and how far it has come."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in
from mediakit.domain.deliverable import Deliverable, DeliverableKind, Stage
from mediakit.domain.errors import Misuse
from mediakit.domain.naming import free_slug, slugify
from mediakit.domain.records import deliverable_document
from mediakit.domain.span import format_position

KEYS = ("state", "title", "due")


@click.group()
def deliverable() -> None:
    """What was promised to whom, and how far it has come."""


@deliverable.command()
@click.argument("title", type=typed.line)
@click.option("--event", required=True, metavar="EVENT", help="The event it comes from.")
@click.option("--slug", type=typed.slug, metavar="SLUG", help="Its name in commands (default: from TITLE).")
@click.option("--kind", type=click.Choice([k.value for k in DeliverableKind]), default="film", show_default=True)
@click.option("--for", "organisation", metavar="ORG", help="The organisation it was promised to: its slug.")
@click.option("--person", metavar="PERSON", help="Whom it shows.")
@click.option("--due", type=typed.day, metavar="DATE", help="By when.")
@click.option("--length", "length_ms", type=typed.length, metavar="LENGTH", help="How long it should be, as 2:00.")
@reports
def add(terminal: Terminal, title: str, event: str, slug: str | None, kind: str, **promise: Any) -> None:
    """Add a promise.

    \b
    Example:
      mediakit deliverable add "Interview: Siân Prys-Howell" --event lan --kind interview --length 2:00
    """
    from mediakit.catalogue import deliverables, people

    with terminal.catalogue() as catalogue:
        if promise["person"]:
            promise["person"] = people.find(catalogue, promise["person"]).slug
        taken = [d.slug for d in deliverables.every(catalogue, event)]
        wanted = slug or slugify(title, fallback="") or free_slug("deliverable", taken)
        new = Deliverable(slug=wanted, event=event, title=title, kind=DeliverableKind(kind), **promise)
        deliverables.add(catalogue, new)
    terminal.report(deliverable_document(new), lambda: [f"promised: {new.title} ({new.slug})"])


@deliverable.command("list")
@click.option("--event", metavar="EVENT", help="Only of this event.")
@click.option("--due", is_flag=True, help="Only what is due and not published yet, the most urgent first.")
@reports
def list_(terminal: Terminal, event: str | None, due: bool) -> None:
    """List what was promised, by due date.

    \b
    Example:
      mediakit deliverable list --due
    """
    from mediakit.catalogue import deliverables, events

    today = today_in(terminal.workspace.settings.timezone)
    with terminal.catalogue() as catalogue:
        if event:
            events.find(catalogue, event)
        found = deliverables.every(catalogue, event)
        history = deliverables.history(catalogue)
    if due:
        found = [d for d in found if d.due is not None and d.state is not Stage.PUBLISHED]
    documents = [deliverable_document(d, history.get((d.event, d.slug), [])) for d in found]
    terminal.report(documents, lambda: [_line(d, today) for d in found] or ["nothing is due" if due else "no promises"])


@deliverable.command("set")
@click.argument("name", metavar="DELIVERABLE")
@click.argument("words", nargs=-1, required=True, metavar="KEY=VALUE…")
@click.option("--event", metavar="EVENT", help="Its event, where two have a promise of that name.")
@click.option("--by", type=typed.line, metavar="NAME", help="Who says so; kept with the state.")
@reports
def set_(terminal: Terminal, name: str, words: tuple[str, ...], event: str | None, by: str | None) -> None:
    """Say how far a promise has come, or give it another title or due date.

    KEY is one of state (planned, filmed, edited, approved, published), title, due; an empty due takes the date away.

    \b
    Example:
      mediakit deliverable set interview-sian-prys-howell state=edited --by "Ada Okafor"
    """
    from mediakit.catalogue import deliverables

    wanted = _wanted(words)
    with terminal.catalogue() as catalogue:
        found = deliverables.find(catalogue, name, event)
        with catalogue.writing():
            if "title" in wanted or "due" in wanted:
                title, due = wanted.get("title", found.title), wanted.get("due", found.due)
                deliverables.change(catalogue, found, title=title, due=due)
            if "state" in wanted:
                deliverables.set_state(catalogue, found, wanted["state"], by)
        kept = deliverables.find(catalogue, found.slug, found.event)
        history = deliverables.history(catalogue).get((kept.event, kept.slug), [])
    today = today_in(terminal.workspace.settings.timezone)
    terminal.report(deliverable_document(kept, history), lambda: [_line(kept, today)])


def _wanted(words: tuple[str, ...]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for word in words:
        key, separator, value = word.partition("=")
        if not separator or key not in KEYS:
            raise Misuse(f"{word!r}: not one of {', '.join(f'{k}=…' for k in KEYS)}")
        if key == "state":
            wanted[key] = _state(value)
        elif key == "due":
            wanted[key] = typed.day(value) if value else None
        else:
            wanted[key] = typed.line(value)
    return wanted


def _state(value: str) -> Stage:
    if value not in list(Stage):
        raise Misuse(f"there is no state {value!r}", hint=f"one of: {', '.join(Stage)}")
    return Stage(value)


def _line(found: Deliverable, today: date) -> str:
    when = found.due.isoformat() if found.due else "no date"
    late = found.due is not None and found.due < today and found.state is not Stage.PUBLISHED
    told = [found.title, format_position(found.length_ms) if found.length_ms else "", found.organisation or ""]
    words = ", ".join(word for word in told if word)
    return f"{when:<10} {'LATE' if late else '    '} {found.state:<9} {found.slug:<32} {words}"
