"""`consent`: who may be shown, where, on what basis, until when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs
from mediakit.domain.errors import Misuse

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


def consent_document(recorded: Consent) -> dict[str, Any]:
    """A consent as JSON: dates as ISO 8601, unknown as None; evidence relative to the workspace."""
    return {
        "person": recorded.person,
        "channel": recorded.channel.value,
        "basis": recorded.basis.value,
        "recorded_at": recorded.recorded_at.isoformat(timespec="seconds"),
        "given_on": recorded.given_on.isoformat() if recorded.given_on else None,
        "by": recorded.by,
        "show_as": recorded.show_as.value,
        "until": recorded.until.isoformat() if recorded.until else None,
        "evidence": recorded.evidence,
        "note": recorded.note,
        "withdrawn_at": recorded.withdrawn_at.isoformat() if recorded.withdrawn_at else None,
        "withdrawn_reason": recorded.withdrawn_reason,
    }


def consent_line(recorded: Consent) -> str:
    """A consent in one line."""
    words = [f"{recorded.channel} ({recorded.basis})"]
    if recorded.given_on:
        words.append(f"given {recorded.given_on}" + (f" by {recorded.by}" if recorded.by else ""))
    if recorded.until:
        words.append(f"until {recorded.until}")
    if recorded.show_as is not ShowAs.FULL:
        words.append("by first name" if recorded.show_as is ShowAs.FIRST else "without name")
    if recorded.withdrawn_at:
        words.append(f"withdrawn {recorded.withdrawn_at.date()}")
    return ", ".join(words)
