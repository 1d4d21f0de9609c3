"""`consent`: who may be shown, where, on what basis, until when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from mediakit.cli import typed
from mediakit.cli.consent_words import (
    consent_line,
    report_document,
    report_lines,
    traces_document,
    withdrawal_lines,
)
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs
from mediakit.domain.errors import Misuse
from mediakit.domain.records import consent_document

_CHANNELS = click.Choice([c.value for c in Channel])


@click.group()
def consent() -> None:
    """Who may be shown, where, on what basis, until when."""


@consent.command()
@click.argument("person")
@click.option("--channel", "channels", type=_CHANNELS, multiple=True, required=True, help="Where; repeat it for more.")
@click.option("--basis", type=click.Choice([b.value for b in Basis]), default="consent", help="On what lawful basis.")
@click.option("--by", type=typed.line, metavar="NAME", help="Who gave it, if not they themselves: a guardian.")
@click.option("--given", type=typed.day, metavar="DATE", help="When it was given (default: today).")
@click.option("--show-as", type=click.Choice([s.value for s in ShowAs]), default="full", help="How they are named.")
@click.option("--until", type=typed.day, metavar="DATE", help="Its last day.")
@click.option("--evidence", type=click.Path(path_type=Path), metavar="FILE", help="The form; copied into private/.")
@click.option("--note", type=typed.line, metavar="TEXT", help="What exactly was agreed to.")
@reports
def record(
    terminal: Terminal, person: str, channels: tuple[str, ...], evidence: Path | None, given: date | None, **terms: Any
) -> None:
    """Record that somebody may be shown.

    \b
    Example:
      mediakit consent record sian-prys-howell --channel web --channel print --evidence form.pdf
    """
    from mediakit.catalogue import consents, people
    from mediakit.logistics import evidence as forms

    today = today_in(terminal.workspace.settings.timezone)
    given_on = given or today
    if given_on > today:
        raise Misuse(f"a consent cannot have been given on {given_on}: that day is still to come")
    if terms["until"] and terms["until"] < given_on:
        raise Misuse(f"it would run out on {terms['until']}, before it was given on {given_on}")
    terms |= {"basis": Basis(terms["basis"]), "show_as": ShowAs(terms["show_as"])}
    with terminal.catalogue() as catalogue:
        known = people.find(catalogue, person)
        kept = forms.keep(terminal.workspace, known.slug, given_on, evidence) if evidence else None
        moment = datetime.now(UTC)
        new = [
            Consent(known.slug, Channel(c), recorded_at=moment, given_on=given_on, evidence=kept, **terms)
            for c in dict.fromkeys(channels)
        ]
        consents.record(catalogue, new)
    terminal.report([consent_document(c) for c in new], lambda: [f"{known.name}: {consent_line(c)}" for c in new])


@consent.command()
@click.argument("person")
@click.option("--channel", type=_CHANNELS, help="Only for this channel (default: for all).")
@click.option("--reason", type=typed.line, metavar="TEXT", help="Why, in their words.")
@reports
def withdraw(terminal: Terminal, person: str, channel: str | None, reason: str | None) -> None:
    """Record that somebody takes their consent back, and say where they are.

    Three lists: where they are tagged (the next build leaves them out), where they may be and nobody said so (look at
    these), and what cannot be called back.

    \b
    Example:
      mediakit consent withdraw sian-prys-howell --reason "changed employer"
    """
    from mediakit.catalogue import consents, people
    from mediakit.logistics.consents import Answer, answer
    from mediakit.logistics.traces import trace

    today = today_in(terminal.workspace.settings.timezone)
    with terminal.catalogue() as catalogue:
        known = people.find(catalogue, person)
        withdrawn = consents.withdraw(catalogue, known.slug, Channel(channel) if channel else None, reason)
        web = answer(consents.every(catalogue, known.slug), Channel.WEB, today).answer is Answer.YES
        traces = trace(catalogue, known)
    document = {"person": known.slug, "withdrawn": [c.channel.value for c in withdrawn], "web": web}
    told = withdrawal_lines(known, withdrawn, traces, still_on_web=web, channel=channel)
    terminal.report({**document, **traces_document(traces)}, lambda: told)


@consent.command()
@click.option("--event", metavar="EVENT", help="Only the people list of this event.")
@click.option("--expiring", type=click.IntRange(0, 36500), default=30, show_default=True, metavar="DAYS", help="Soon.")
@reports
def report(terminal: Terminal, event: str | None, expiring: int) -> None:
    """Say whose consent is missing, whose runs out soon, and who withdrew.

    \b
    Example:
      mediakit consent report --event annual-gathering-2026 --expiring 90
    """
    from mediakit.catalogue import consents, events, people
    from mediakit.logistics.consents import consent_report

    with terminal.catalogue() as catalogue:
        zone = events.find(catalogue, event).timezone if event else terminal.workspace.settings.timezone
        asked = people.every(catalogue, event)
        recorded = consents.every(catalogue)
    found = consent_report(asked, recorded, day=today_in(zone), within_days=expiring)
    terminal.report(report_document(found), lambda: report_lines(found))
