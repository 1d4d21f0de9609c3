"""`people import`, `export`, `set`, `merge`: the people list comes in, goes out, and is put right by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.agenda_words import people_document, people_lines
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.records import person_document

if TYPE_CHECKING:
    from mediakit.catalogue.people_merging import Moving


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--event", metavar="EVENT", help="Puts them on the people list of this event, with roles as at it.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@reports
def import_(terminal: Terminal, file: Path, event: str | None, dry_run: bool) -> None:
    """Take over a people list, or a newer state of one.

    FILE is a spreadsheet (.csv, .xlsx) with a heading row, or a schedule whose speakers are taken. A name may come
    with honorific and letters ("Prof. Dame Siân Ní Łukasz OBE"), surname first or in capitals.

    Imported again, it changes what the file changed; what somebody changed here is kept and listed. A list that
    `people export` wrote is taken at its word, emptied cells too. If one row is wrong, nothing is taken over.

    \b
    Example:
      mediakit people import delegates.xlsx --event annual-gathering-2026 --dry-run
    """
    from mediakit.logistics.roster_import import take_over

    with terminal.catalogue() as catalogue:
        changes = take_over(catalogue, file, event, terminal.workspace.settings.timezone, dry_run=dry_run)
    document = {"event": event, "dry_run": dry_run, **people_document(changes.values())}
    dry = ["nothing was changed: this was a dry run"] if dry_run else []
    terminal.report(document, lambda: [*people_lines(changes.values()), *dry])


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv|FILE.xlsx")
@click.option("--event", metavar="EVENT", help="Only the people list of this event, with roles as at it.")
@click.option("--with-private", is_flag=True, help="With how to reach them. Keep the file safe.")
@reports
def export(terminal: Terminal, file: Path, event: str | None, with_private: bool) -> None:
    """Write the people list to a spreadsheet, which `people import` reads back.

    \b
    Example:
      mediakit people export people.xlsx --event annual-gathering-2026
    """
    from mediakit.catalogue import events
    from mediakit.catalogue import people as listed
    from mediakit.logistics.roster_sheet import write_people

    with terminal.catalogue() as catalogue:
        if event:
            events.find(catalogue, event)
        found = listed.every(catalogue, event)
        contacts = listed.contacts(catalogue) if with_private else None
    write_people(file, found, event, contacts)
    private = "; it holds private contacts" if with_private else ""
    terminal.report({"file": str(file), "people": len(found)}, lambda: [f"{len(found)} people in {file}{private}"])


@click.command("set")
@click.argument("name", metavar="PERSON")
@click.argument("words", nargs=-1, required=True, metavar="KEY=VALUE…")
@click.option("--event", metavar="EVENT", help="Role and organisation as at this event.")
@reports
def set_(terminal: Terminal, name: str, words: tuple[str, ...], event: str | None) -> None:
    """Change somebody: name, honorific, post_nominals, role, organisation, says, alias, contact, do_not_photograph.

    alias+=NAME adds another spelling, alias-=NAME takes one away; an empty value (says=) empties a field. Later
    imports keep what was changed here.

    \b
    Example:
      mediakit people set sian-prys-howell role="Consultant midwife" alias+="Sian Howell" --event lan
    """
    from mediakit.catalogue import people as listed
    from mediakit.logistics.roster_import import set_by_hand

    with terminal.catalogue() as catalogue:
        before, old = listed.find(catalogue, name), listed.contact(catalogue, name)
        set_by_hand(catalogue, before, words, event)
        after, new = listed.find(catalogue, before.slug), listed.contact(catalogue, before.slug)
    one, other = person_document(before), person_document(after)
    lines = [f"{key}: {_told(one[key])} → {_told(other[key])}" for key in other if one[key] != other[key]]
    lines += ["contact changed"] if old != new else []
    terminal.report(other, lambda: lines or ["that is so already"])


@click.command()
@click.argument("keep")
@click.argument("other")
@click.option("--yes", is_flag=True, help="Do it; without this, what would move is shown.")
@reports
def merge(terminal: Terminal, keep: str, other: str, yes: bool) -> None:
    """Make one person of two spellings: everything of OTHER becomes KEEP's.

    Photos, recordings, sessions, consents, deliverables and what they say in transcripts move; OTHER's name becomes
    another spelling of KEEP. What is known of KEEP stays, and gaps are filled. This cannot be undone.

    \b
    Example:
      mediakit people merge sian-prys-howell sian-howell --yes
    """
    from mediakit.catalogue import people_merging

    with terminal.catalogue() as catalogue:
        moving = people_merging.look(catalogue, keep, other)
        kept = people_merging.merge(catalogue, moving) if yes else moving.keep
    document = {
        "keep": moving.keep.slug,
        "other": moving.other.slug,
        "moves": dict(moving.hangs),
        "aliases": list(moving.aliases),
        "merged": yes,
        "person": person_document(kept),
    }
    terminal.report(document, lambda: _merge_lines(moving, yes))


def _merge_lines(moving: Moving, done: bool) -> list[str]:
    keep, other = moving.keep, moving.other
    verb = "has become" if done else "would become"
    moves = [f"  {what}: {number}" for what, number in moving.hangs.items()] or ["  nothing hangs on them"]
    also = [f"  also written: {', '.join(moving.aliases)}"] if moving.aliases else []
    flag = other.do_not_photograph or keep.do_not_photograph
    refused = ["  do not photograph: holds for both, so nothing of them is published"] if flag else []
    hint = [] if done else ["nothing was changed; do it with --yes"]
    return [f"{other.name} ({other.slug}) {verb} {keep.name} ({keep.slug}):", *moves, *also, *refused, *hint]


def _as_at(appearance: dict[str, str | None]) -> str:
    told = ", ".join(word for word in (appearance["role"], appearance["organisation"]) if word)
    return f"{told or 'no role'} at {appearance['event']}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(v if isinstance(v, str) else _as_at(v) for v in value) or "nothing"
    return {None: "nothing", True: "yes", False: "no"}.get(value, str(value))
