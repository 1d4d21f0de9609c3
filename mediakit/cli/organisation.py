"""`organisation`: hosts, partners, funders, participants."""

from __future__ import annotations

from pathlib import Path

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse
from mediakit.domain.event import Organisation, Part
from mediakit.domain.naming import free_slug, slugify
from mediakit.domain.records import organisation_document


@click.group()
def organisation() -> None:
    """Who the event belongs to and who takes part."""


@organisation.command()
@click.argument("name", type=typed.line)
@click.option("--slug", type=typed.slug, metavar="SLUG", help="Its name in addresses (default: from NAME).")
@click.option("--role", type=click.Choice([p.value for p in Part]), help="Its part in the event (with --event).")
@click.option("--logo", type=click.Path(path_type=Path), metavar="FILE", help="A picture; copied into the workspace.")
@click.option("--url", type=typed.url, metavar="URL", help="Its web page.")
@click.option("--event", metavar="EVENT", help="The event it has a part in.")
@reports
def add(
    terminal: Terminal,
    name: str,
    slug: str | None,
    role: str | None,
    logo: Path | None,
    url: str | None,
    event: str | None,
) -> None:
    """Add an organisation, or give one that is there a part in a further event.

    \b
    Example:
      mediakit organisation add "Northmoor Health Observatory" --role host --event annual-gathering-2026
    """
    from mediakit.catalogue import events, organisations
    from mediakit.logistics import logo as logos

    if role and not event:
        raise Misuse("a part is played in an event: name it with --event")
    parts = ((event, Part(role or Part.PARTICIPANT)),) if event else ()
    with terminal.catalogue() as catalogue:
        if event:
            events.find(catalogue, event)
        taken = [o.slug for o in organisations.every(catalogue)]
        wanted = slug or slugify(name, fallback="") or free_slug("organisation", taken)
        kept = logos.keep(terminal.workspace, wanted, logo) if logo else None
        organisations.add(catalogue, Organisation(wanted, name, url, kept, parts))
        found = organisations.find(catalogue, wanted)
    terminal.report(organisation_document(found), lambda: [f"organisation {found.slug}: {found.name}{_parts(found)}"])


@organisation.command("list")
@click.option("--event", metavar="EVENT", help="Only those with a part in this event.")
@reports
def list_(terminal: Terminal, event: str | None) -> None:
    """List the organisations: hosts first, then partners, funders, participants.

    \b
    Example:
      mediakit organisation list --event annual-gathering-2026
    """
    from mediakit.catalogue import events, organisations

    with terminal.catalogue() as catalogue:
        if event:
            events.find(catalogue, event)
        found = organisations.every(catalogue, event)
    documents = [organisation_document(o) for o in found]
    terminal.report(documents, lambda: [f"{o.slug:<28} {o.name}{_parts(o)}" for o in found] or ["no organisations"])


def _parts(found: Organisation) -> str:
    return "".join(f", {part.value} of {event}" for event, part in found.parts)
