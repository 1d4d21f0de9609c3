"""`publish`: the gallery where people see it; what that changes is said first, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mediakit.cli import typed
from mediakit.cli.publish_words import (
    history_document,
    history_lines,
    plan_document,
    plan_lines,
    sent_document,
    sent_lines,
)
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse

if TYPE_CHECKING:
    from mediakit.gallery.publish import Errand


@click.command()
@click.argument("destination", metavar="[DEST]", required=False)
@click.option("--plan", "only_plan", is_flag=True, help="Say what would change there; send nothing.")
@click.option("--build", "build_first", is_flag=True, help="Build the gallery first, as of today.")
@click.option("--rollback", is_flag=True, help="Put back what was there before the last publish, if it may be shown.")
@click.option("--by", type=typed.line, metavar="NAME", help="Who publishes (default: the name you logged in with).")
@click.option(
    "--horizon", type=click.IntRange(0, 3660), default=30, show_default=True, help="Days that --plan looks ahead."
)
@click.option("--take-over", is_flag=True, help="Another gallery that is published there may give way to this one.")
@click.option("--forget", is_flag=True, help="Note that nothing is there any more; the place itself is not asked.")
@reports
def publish(
    terminal: Terminal,
    destination: str | None,
    only_plan: bool,
    build_first: bool,
    rollback: bool,
    by: str | None,
    horizon: int,
    take_over: bool,
    forget: bool,
) -> None:
    """Put the gallery where people see it: a folder, a server by ssh, or object storage (s3://).

    Sends what `build` made, if that is still what a build of today would make: media first, pages after, removals last.
    Folders and servers change at one moment; an interrupted publish goes on when it is run again. A place that holds
    anything else is refused. --plan says what becomes public, what changes, what disappears and why, what is withheld,
    and which embargo or consent ends soon. Without DEST it lists what was published where.

    \b
    Example:
      mediakit publish web@example.org:/srv/www/gallery --plan
      mediakit publish web@example.org:/srv/www/gallery --by "Nuala Byrne"
    """
    if sum((only_plan, rollback, forget)) > 1 or (build_first and (rollback or forget)):
        raise Misuse("--plan, --rollback and --forget exclude each other, and --build goes with --plan alone")
    if destination is None:
        if only_plan or rollback or forget or build_first:
            raise Misuse("it needs a DEST", hint="mediakit publish --help")
        _history(terminal)
        return
    from mediakit.gallery import publish as publishing
    from mediakit.gallery import site
    from mediakit.gallery.outlook import outlook

    with terminal.catalogue() as catalogue, terminal.progress() as progress:
        if forget:
            _forget(terminal, catalogue, destination)
            return
        errand = _errand(terminal, catalogue, destination, by, progress, take_over)
        if build_first:
            site.rebuild(terminal.workspace, catalogue, progress) or site.build(
                terminal.workspace, catalogue, progress=progress
            )
        short = {row["id"]: row["short"] for row in catalogue.rows("SELECT id, short FROM assets")}
        if only_plan:
            planned = publishing.plan(errand)
            soon = outlook(catalogue, terminal.workspace.settings.timezone, horizon)
            document = plan_document(errand.place.name, planned, soon)
            terminal.report(document, lambda: plan_lines(errand.place.name, planned, soon, short))
            return
        if rollback:
            made = publishing.rollback(errand)
            terminal.report(sent_document(made), lambda: sent_lines(made))
            return
        planned, made = publishing.publish(errand)
    document = plan_document(errand.place.name, planned, ()) | sent_document(made)
    terminal.report(document, lambda: [*plan_lines(errand.place.name, planned, (), short), *sent_lines(made)])


def _errand(
    terminal: Terminal, catalogue: Any, destination: str, by: str | None, progress: Any, take_over: bool
) -> Errand:
    from mediakit.domain.destination import parse_destination
    from mediakit.gallery.places import open_place
    from mediakit.gallery.publish import Errand

    place = open_place(terminal.workspace, parse_destination(destination))
    return Errand(terminal.workspace, catalogue, place, by or typed.login_name(), progress, take_over)


def _forget(terminal: Terminal, catalogue: Any, destination: str) -> None:
    from mediakit.catalogue import publications
    from mediakit.domain.destination import parse_destination
    from mediakit.domain.errors import UnknownName
    from mediakit.gallery.places import name_of

    name = name_of(parse_destination(destination))
    if not publications.of_place(catalogue, name, 1):
        raise UnknownName("nothing was published there", where=name, hint="see what was: mediakit publish")
    count = publications.forget(catalogue, name)
    told = f"{name}: noted that {count} item{'s' * (count != 1)} are not there any more; nothing was removed"
    terminal.report({"destination": name, "forgotten": count}, lambda: [told])


def _history(terminal: Terminal) -> None:
    from mediakit.catalogue import publications

    with terminal.catalogue() as catalogue:
        sent = publications.history(catalogue)
    terminal.report(history_document(sent), lambda: history_lines(sent))
