"""`people`: the people list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mediakit.cli import people_roster, typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.records import consent_document, person_document

if TYPE_CHECKING:
    from mediakit.domain.person import Person


@click.group()
def people() -> None:
    """The people list: names, roles, how a name is said."""


people.add_command(people_roster.import_)
people.add_command(people_roster.export)
people.add_command(people_roster.set_)
people.add_command(people_roster.merge)


@people.command()
@click.argument("name", type=typed.line)
@click.option("--slug", type=typed.slug, metavar="SLUG", help="The name in addresses (default: from NAME).")
@click.option("--honorific", type=typed.line, metavar="TEXT", help="Such as Dr or Prof.")
@click.option("--post-nominals", type=typed.line, metavar="TEXT", help="Such as OBE.")
@click.option("--role", type=typed.line, metavar="TEXT", help="What they are; with --event, at that event.")
@click.option("--organisation", type=typed.line, metavar="NAME", help="Where they work; a name or a known slug.")
@click.option("--alias", "aliases", type=typed.line, multiple=True, metavar="NAME", help="Another spelling; repeat it.")
@click.option("--says", type=typed.line, metavar="TEXT", help='How the name is said: "SHAHN preess-HOW-ell".')
@click.option("--contact", type=typed.line, metavar="TEXT", help="Kept private: never on the site.")
@click.option(
    "--do-not-photograph/--may-photograph",
    "refused",
    default=None,
    help="Never published, whatever else is recorded; also for somebody who is on the list already.",
)
@click.option("--event", metavar="EVENT", help="Puts them on the people list of this event.")
@reports
def add(
    terminal: Terminal, name: str, contact: str | None, event: str | None, refused: bool | None, **details: Any
) -> None:
    """Add somebody to the people list.

    Somebody who is on it already is added to a further event with --event, with role and organisation as at that event;
    how their name is said, another spelling, a contact or --do-not-photograph is noted of them at any time.

    \b
    Example:
      mediakit people add "Siân Prys-Howell" --role "Consultant midwife" --says "SHAHN preess-HOW-ell" --event lan
    """
    from mediakit.logistics import people_adding
    from mediakit.logistics.people_adding import Newcomer

    told = Newcomer(name, contact=contact, event=event, do_not_photograph=refused, **details)
    with terminal.catalogue() as catalogue:
        kept = people_adding.add(catalogue, told)
        near = [p for p in people_adding.alike(catalogue, name) if p.slug != kept.slug]
    for other in near:
        terminal.say(
            f"{other.name} ({other.slug}) is written nearly the same; one person? "
            f"mediakit people merge {other.slug} {kept.slug}"
        )
    where = f" at {event}" if event else ""
    terminal.report(person_document(kept), lambda: [f"{kept.name} is on the people list{where}, as {kept.slug}"])


@people.command("list")
@click.option("--event", metavar="EVENT", help="Only the people list of this event, with roles as at the event.")
@reports
def list_(terminal: Terminal, event: str | None) -> None:
    """List the people, by name.

    \b
    Example:
      mediakit people list --event annual-gathering-2026
    """
    from mediakit.catalogue import events
    from mediakit.catalogue import people as listed

    with terminal.catalogue() as catalogue:
        if event:
            events.find(catalogue, event)
        found = listed.every(catalogue, event)
    terminal.report([person_document(p) for p in found], lambda: [_line(p, event) for p in found] or ["nobody"])


@people.command()
@click.argument("name", metavar="PERSON")
@reports
def show(terminal: Terminal, name: str) -> None:
    """Show one person: what is known, where they appear, what they agreed to.

    PERSON is a slug, a full name or another spelling of it. The contact is shown here and nowhere else.

    \b
    Example:
      mediakit people show sian-prys-howell
    """
    from mediakit.catalogue import assets, consents
    from mediakit.catalogue import people as listed
    from mediakit.cli.consent_words import consent_line

    with terminal.catalogue() as catalogue:
        person = listed.find(catalogue, name)
        contact = listed.contact(catalogue, person.slug)
        recorded = consents.every(catalogue, person.slug)
        tagged = assets.ids(catalogue, assets.Wanted(person=person.slug))
    document = {
        **person_document(person),
        "contact": contact,
        "consents": [consent_document(c) for c in recorded],
        "assets": tagged,
    }
    terminal.report(
        document,
        lambda: [
            *_facts(person, contact),
            *[f"  consent: {consent_line(c)}" for c in recorded],
            *([] if recorded else ["  consent: none recorded, so nothing of them is published"]),
            f"  assets: {len(tagged)}",
        ],
    )


def _line(person: Person, event: str | None) -> str:
    then = person.at(event)
    told = ", ".join(word for word in (then.role, then.organisation) if word)
    flag = "  (do not photograph)" if person.do_not_photograph else ""
    return f"{person.slug:<28} {person.titled_name:<32} {told}{flag}".rstrip()


def _facts(person: Person, contact: str | None) -> list[str]:
    facts = {
        "said": person.says,
        "also written": ", ".join(person.aliases),
        "role": person.role,
        "organisation": person.organisation,
        "contact (private)": contact,
        "do not photograph": "yes" if person.do_not_photograph else None,
    }
    lines = [f"{person.titled_name} ({person.slug})", *(f"  {key}: {value}" for key, value in facts.items() if value)]
    for appearance in person.appearances:
        told = ", ".join(word for word in (appearance.role, appearance.organisation) if word)
        lines.append(f"  at {appearance.event}: {told or 'no role recorded'}")
    return lines
