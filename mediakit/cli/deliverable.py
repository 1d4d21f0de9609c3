"""`deliverable`: what was promised, and how far it has come."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from mediakit.cli import deliverable_words as told
from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in
from mediakit.domain.deliverable import SHAPES, Deliverable, DeliverableKind, Stage
from mediakit.domain.errors import Misuse
from mediakit.domain.naming import free_slug, slugify

_ANY_DAY = "any day"


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
@click.option("--who", type=typed.line, metavar="NAME", help="Who makes it.")
@click.option("--due", type=typed.day, metavar="DATE", help="By when.")
@click.option("--length", "length_ms", type=typed.length, metavar="LENGTH", help="How long it should be, as 2:00.")
@click.option("--shape", type=click.Choice(SHAPES), help="Width to height of the picture.")
@click.option("--shot", "shots", type=typed.line, multiple=True, metavar="TEXT", help="What to film for it; repeat it.")
@click.option("--note", type=typed.line, metavar="TEXT", help="What else was said about it.")
@reports
def add(terminal: Terminal, title: str, event: str, slug: str | None, kind: str, **promise: Any) -> None:
    """Add a promise.

    \b
    Example:
      mediakit deliverable add "Interview: Siân Prys-Howell" --event lan --kind interview --length 2:00 --shape 9:16
    """
    from mediakit.catalogue import deliverables, people

    with terminal.catalogue() as catalogue:
        if promise["person"]:
            promise["person"] = people.find(catalogue, promise["person"]).slug
        taken = [d.slug for d in deliverables.every(catalogue, event)]
        wanted = slug or slugify(title, fallback="") or free_slug("deliverable", taken)
        new = Deliverable(slug=wanted, event=event, title=title, kind=DeliverableKind(kind), **promise)
        deliverables.add(catalogue, new)
        kept = deliverables.find(catalogue, new.slug, event)
    terminal.report(told.document(kept), lambda: [f"promised: {new.title} ({new.slug})"])


def until(value: str) -> date | int | str:
    """A day, or in how many days."""
    words = value.split()
    if words and words[0].isdecimal() and len(words[0]) < 5 and words[1:] in ([], ["days"], ["day"]):
        return int(words[0])
    return value if value == _ANY_DAY else typed.day(value)


@deliverable.command("list")
@click.option("--event", metavar="EVENT", help="Only of this event.")
@click.option(
    "--due",
    type=until,
    is_flag=False,
    flag_value=_ANY_DAY,
    metavar="[DATE|DAYS]",
    help="Only what is due and not published, overdue first; by this day, or within so many days.",
)
@click.option("--who", metavar="NAME", help="Only what this person makes.")
@reports
def list_(terminal: Terminal, event: str | None, due: date | int | str | None, who: str | None) -> None:
    """List what was promised, by due date.

    A state is what somebody said last, or what followed since: filmed when a rush is attached, edited when a finished
    film is, approved and published when that is.

    \b
    Example:
      mediakit deliverable list --due 14
    """
    from mediakit.domain.naming import fold
    from mediakit.logistics import promises

    today = today_in(terminal.workspace.settings.timezone)
    with terminal.catalogue() as catalogue:
        found = promises.standing(catalogue, event)
    if due is not None:
        last = today + timedelta(days=due) if isinstance(due, int) else due
        found = promises.due(found, last if isinstance(last, date) else None)
    if who:
        found = [p for p in found if fold(who) in fold(p.deliverable.who or "")]
    documents = [told.promise_document(p, today) for p in found]
    none = "nothing is due" if due is not None else "no promises"
    terminal.report(documents, lambda: [told.line(p.deliverable, today) for p in found] or [none])


@deliverable.command()
@click.argument("name", metavar="DELIVERABLE")
@click.option("--event", metavar="EVENT", help="Its event, where two have a promise of that name.")
@reports
def show(terminal: Terminal, name: str, event: str | None) -> None:
    """Show one promise in full, with its history and what is attached.

    \b
    Example:
      mediakit deliverable show event-film
    """
    from mediakit.catalogue import assets, deliverables
    from mediakit.logistics import promises

    with terminal.catalogue() as catalogue:
        found = promises.one(catalogue, deliverables.find(catalogue, name, event))
        attached = assets.load(catalogue, found.deliverable.assets)
        quotes = deliverables.quoted(catalogue, found.deliverable)
    today = today_in(terminal.workspace.settings.timezone)
    document = {**told.promise_document(found, today), "quoted": quotes}
    terminal.report(document, lambda: told.full(found, attached, quotes, today))


@deliverable.command("set")
@click.argument("name", metavar="DELIVERABLE")
@click.argument("words", nargs=-1, required=True, metavar="KEY=VALUE…")
@click.option("--event", metavar="EVENT", help="Its event, where two have a promise of that name.")
@click.option("--by", type=typed.line, metavar="NAME", help="Who says so (default: your login name).")
@reports
def set_(terminal: Terminal, name: str, words: tuple[str, ...], event: str | None, by: str | None) -> None:
    """Say how far a promise has come, or change it.

    KEY is one of state (planned, filmed, edited, approved, published), title, kind, for, person, who, due, length,
    shape, shots, note; an empty value takes it away, shots+=TEXT adds one. The state that somebody says stands against
    all that happened before.

    \b
    Example:
      mediakit deliverable set interview-sian-prys-howell state=edited --by "Ada Okafor"
    """
    from mediakit.catalogue import deliverables, events
    from mediakit.domain.assignment import parse_assignments
    from mediakit.logistics import promises, promises_fields

    assignments = parse_assignments(words, promises_fields.KEYS, promises_fields.LISTS)
    with terminal.catalogue() as catalogue:
        found = deliverables.find(catalogue, name, event)
        near = events.find(catalogue, found.event).starts
        fields = promises_fields.changed(catalogue, found, assignments, near)
        state = fields.pop("state", None)
        with catalogue.writing():
            deliverables.change(catalogue, found, fields)
            if state:
                deliverables.set_state(catalogue, found, Stage(state), by or typed.login_name())
        kept = promises.one(catalogue, found)
    today = today_in(terminal.workspace.settings.timezone)
    terminal.report(told.promise_document(kept, today), lambda: [told.line(kept.deliverable, today)])


@deliverable.command()
@click.argument("name", metavar="DELIVERABLE")
@click.argument("assets", nargs=-1, metavar="[ASSET…]")
@click.option("--quote", "quotes", type=int, multiple=True, metavar="NUMBER", help="A quote that keeps it; repeat it.")
@click.option("--event", metavar="EVENT", help="Its event, where two have a promise of that name.")
@click.option("--take-off", is_flag=True, help="Take them off it again.")
@reports
def attach(
    terminal: Terminal, name: str, assets: tuple[str, ...], quotes: tuple[int, ...], event: str | None, take_off: bool
) -> None:
    """Tie rushes, photos, films or quotes to the promise they are for.

    \b
    Example:
      mediakit deliverable attach event-film A001/C0012 A001/C0013
    """
    from mediakit.catalogue import assets as catalogued
    from mediakit.catalogue import deliverables
    from mediakit.logistics import promises

    if not assets and not quotes:
        raise Misuse("name an asset, or a quote with --quote", hint="see: mediakit assets")
    put, put_quote = deliverables.attach, deliverables.attach_quote
    if take_off:
        put, put_quote = deliverables.detach, deliverables.detach_quote
    with terminal.catalogue() as catalogue:
        found = deliverables.find(catalogue, name, event)
        ids = catalogued.require(catalogue, assets) if assets else []
        with catalogue.writing():
            for one in ids:
                put(catalogue, found, one)
            for number in quotes:
                put_quote(catalogue, found, number)
        kept = promises.one(catalogue, deliverables.find(catalogue, found.slug, found.event))
    today = today_in(terminal.workspace.settings.timezone)
    terminal.report(told.promise_document(kept, today), lambda: [told.line(kept.deliverable, today)])


@deliverable.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--event", metavar="EVENT", help="Whose promises they are (default: the only event).")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@reports
def import_(terminal: Terminal, file: Path, event: str | None, dry_run: bool) -> None:
    """Take over a list of promises from a spreadsheet.

    FILE is CSV or XLSX with a heading row: title, and any of kind, for, person, who, due, length, shape, state, shots,
    note, id. Taken over again, it changes what the list changed: promises are known by their id, else by their title.
    What somebody changed here is kept and listed. If one row is wrong nothing is taken over, and every wrong row is
    listed.

    \b
    Example:
      mediakit deliverable import promises.xlsx --event annual-gathering-2026 --dry-run
    """
    from mediakit.logistics import matching_words, promises_import

    with terminal.catalogue() as catalogue:
        meant = matching_words.the_event(catalogue, event)
        decided = promises_import.plan(catalogue, meant, file)
        if not dry_run:
            promises_import.apply(catalogue, decided, f"the list {file.name}")
    terminal.report(told.plan_document(decided, dry_run), lambda: told.plan_lines(decided, dry_run))


@deliverable.command()
@click.option("--event", metavar="EVENT", help="Only of this event.")
@click.option("--who", metavar="NAME", help="Only what this person makes.")
@click.option("-o", "file", type=click.Path(path_type=Path), metavar="FILE", help="Where (default: reports/due.ics).")
@reports
def feed(terminal: Terminal, event: str | None, who: str | None, file: Path | None) -> None:
    """Write the due dates as a calendar that other programs subscribe to.

    Each promise keeps its entry for ever, so that a calendar program changes it where it stands.

    \b
    Example:
      mediakit deliverable feed --event annual-gathering-2026 -o due.ics
    """
    from mediakit.domain.naming import fold
    from mediakit.logistics import promises, promises_feed
    from mediakit.media.files import write_whole

    target = file or terminal.workspace.reports / "due.ics"
    with terminal.catalogue() as catalogue:
        found = promises.standing(catalogue, event)
    wanted = [p for p in found if p.deliverable.due and (not who or fold(who) in fold(p.deliverable.who or ""))]
    write_whole(target, promises_feed.feed(wanted, terminal.workspace.settings.name))
    document = {"file": str(target), "entries": len(wanted)}
    terminal.report(document, lambda: [f"{len(wanted)} due dates written to {target}"])
