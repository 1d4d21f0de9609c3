"""`organisation`: hosts, partners, funders, participants."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse
from mediakit.domain.event import Organisation, Part
from mediakit.domain.naming import free_slug, slugify
from mediakit.domain.records import organisation_document

if TYPE_CHECKING:
    from mediakit.domain.share import Share

_SHOWN = 40


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


@organisation.command()
@click.argument("name", metavar="ORGANISATION")
@reports
def show(terminal: Terminal, name: str) -> None:
    """Show an organisation and its share: people, sessions, material, and what it was promised.

    `export DIR --for ORGANISATION` writes what may be published of it, to hand over.

    \b
    Example:
      mediakit organisation show harrow-lane-foundation
    """
    from mediakit.catalogue import assets, verdicts
    from mediakit.catalogue.export_share import look

    with terminal.catalogue() as catalogue:
        share = look(catalogue, name)
        decided = verdicts.decide(catalogue, assets.load(catalogue), terminal.workspace.settings.timezone)
    withheld = decided.withheld
    document = {
        **organisation_document(share.organisation),
        "people": [p.slug for p in share.people],
        "sessions": [{"event": s.event, "session": s.slug, "title": s.title} for s in share.sessions],
        "assets": [{"asset": a.id, "short": a.short, "withheld": withheld.get(a.id)} for a in share.assets],
        "deliverables": [{"event": d.event, "deliverable": d.slug, "state": d.state} for d in share.deliverables],
    }
    terminal.report(document, lambda: _share_lines(share, withheld))


@organisation.command("set")
@click.argument("name", metavar="ORGANISATION")
@click.argument("words", nargs=-1, required=True, metavar="KEY=VALUE…")
@click.option("--event", metavar="EVENT", help="The event that role= is about.")
@reports
def set_(terminal: Terminal, name: str, words: tuple[str, ...], event: str | None) -> None:
    """Change an organisation: name, url, logo (a picture on this disk), and with --event its role.

    With a new name, the people who belong to it go along. An empty value (url=) takes it away.

    \b
    Example:
      mediakit organisation set harrow-lane url=https://harrowlane.example role=funder --event lan
    """
    from mediakit.catalogue import organisations
    from mediakit.domain.assignment import parse_assignments
    from mediakit.logistics.organisations_import import change

    told = parse_assignments(words, ["name", "url", "logo", "role"])
    with terminal.catalogue() as catalogue:
        before = organisations.find(catalogue, name)
        after = change(catalogue, terminal.workspace, before, told, event)
    one, other = organisation_document(before), organisation_document(after)
    lines = [f"{key}: {one[key] or 'nothing'} → {other[key] or 'nothing'}" for key in other if one[key] != other[key]]
    terminal.report(other, lambda: lines or ["that is so already"])


@organisation.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--event", metavar="EVENT", help="The event they have a part in.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@reports
def import_(terminal: Terminal, file: Path, event: str | None, dry_run: bool) -> None:
    """Take over a list of organisations (.csv, .xlsx): name, role, web page, logo (a file beside the list).

    What is known of an organisation stays; what is not is filled in. If one row is wrong, nothing is taken over.

    \b
    Example:
      mediakit organisation import partners.csv --event annual-gathering-2026
    """
    from mediakit.catalogue import events
    from mediakit.logistics.organisations_import import bring_in
    from mediakit.logistics.organisations_sheet import read_organisations

    with terminal.catalogue() as catalogue:
        if event:
            events.find(catalogue, event)
        listed = read_organisations(file)
        done = bring_in(catalogue, terminal.workspace, listed, event, dry_run=dry_run)
    document = {"dry_run": dry_run, "added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    lines = [f"  new   {slug}" for slug in done.added] + [
        f"  now   {c['organisation']}: {c['what']}" for c in done.changed
    ]
    told = f"organisations: {len(done.added)} added, {len(done.changed)} changed, {done.unchanged} as they were"
    dry = ["nothing was changed: this was a dry run"] if dry_run else []
    terminal.report(document, lambda: [told, *lines, *dry])


def _share_lines(share: Share, withheld: Mapping[str, str]) -> list[str]:
    found = share.organisation
    assets = [
        f"  {a.short} [{a.id[:8]}]{f' {a.title}' if a.title else ''}{_why(withheld.get(a.id))}" for a in share.assets
    ]
    may = sum(a.id not in withheld for a in share.assets)
    return [
        f"{found.name} ({found.slug}){_parts(found)}",
        *([f"  {found.url}"] if found.url else []),
        f"people: {len(share.people)}",
        *(f"  {p.titled_name} ({p.slug})" for p in share.people),
        f"sessions: {len(share.sessions)}",
        *(f"  {s.title} [{s.event}/{s.slug}]" for s in share.sessions),
        f"photos and recordings: {len(share.assets)}, of which {may} may be published",
        *assets[:_SHOWN],
        *([f"  and {len(assets) - _SHOWN} more: see them with --json"] if len(assets) > _SHOWN else []),
        f"deliverables: {len(share.deliverables)}",
        *(f"  {d.title} [{d.event}/{d.slug}] {d.state}{f', due {d.due}' if d.due else ''}" for d in share.deliverables),
    ]


def _why(reason: str | None) -> str:
    return f": withheld, {reason}" if reason else ""


def _parts(found: Organisation) -> str:
    return "".join(f", {part.value} of {event}" for event, part in found.parts)
