"""`consent`: who may be shown, where, on what basis, until when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli import typed
from mediakit.cli.consent_report import report
from mediakit.cli.consent_sheets import forms, import_
from mediakit.cli.consent_words import consent_line, consent_lines, traces_document, withdrawal_lines
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Basis, Channel, ShowAs
from mediakit.domain.records import consent_document, person_document

if TYPE_CHECKING:
    from mediakit.catalogue.connect import Catalogue
    from mediakit.domain.workspace import Workspace

_CHANNELS = click.Choice([c.value for c in Channel])


@click.group()
def consent() -> None:
    """Who may be shown, where, on what basis, until when."""


consent.add_command(import_)
consent.add_command(forms)


@consent.command()
@click.argument("person")
@click.option("--channel", "channels", type=_CHANNELS, multiple=True, required=True, help="Where; repeat it for more.")
@click.option("--basis", type=click.Choice([b.value for b in Basis]), default="consent", help="On what lawful basis.")
@click.option("--by", type=typed.line, metavar="NAME", help="Who took it: the one who asked, or holds the form.")
@click.option("--guardian", type=typed.line, metavar="NAME", help="Who gave it for somebody who cannot themselves.")
@click.option("--given", type=typed.day, metavar="DATE", help="When it was given (default: today).")
@click.option("--show-as", type=click.Choice([s.value for s in ShowAs]), default="full", help="How they are named.")
@click.option(
    "--until", type=typed.day, metavar="DATE", help="Its last day (default: as [consent] default_years says)."
)
@click.option("--no-end", is_flag=True, help="It stands until it is withdrawn, whatever the settings say.")
@click.option("--organisations", type=typed.line, multiple=True, metavar="NAME", help="Named on the form; repeat it.")
@click.option("--evidence", type=click.Path(path_type=Path), metavar="FILE", help="The form; copied into private/.")
@click.option("--note", type=typed.line, metavar="TEXT", help="What exactly was agreed to.")
@reports
def record(terminal: Terminal, person: str, channels: tuple[str, ...], evidence: Path | None, **terms: Any) -> None:
    """Record that somebody may be shown.

    \b
    Example:
      mediakit consent record sian-prys-howell --channel web --channel print --evidence form.pdf
    """
    from mediakit.logistics import consents_recording

    agreed = consents_recording.Agreed(channels, **terms)
    with terminal.catalogue() as catalogue:
        known, new = consents_recording.record(catalogue, terminal.workspace, person, agreed, evidence)
    terminal.report([consent_document(c) for c in new], lambda: [f"{known.name}: {consent_line(c)}" for c in new])


@consent.command()
@click.argument("person")
@reports
def show(terminal: Terminal, person: str) -> None:
    """Show everything one person ever agreed to, and took back.

    The oldest first, with what exactly was agreed, who took it, and where the form is kept.

    \b
    Example:
      mediakit consent show sian-prys-howell
    """
    from mediakit.catalogue import consents, people
    from mediakit.logistics.consents import answer

    today = today_in(terminal.workspace.settings.timezone)
    with terminal.catalogue() as catalogue:
        known = people.find(catalogue, person)
        recorded = consents.every(catalogue, known.slug)
    stands = {channel: answer(recorded, channel, today) for channel in Channel}
    document = {
        **person_document(known),
        "channels": {channel.value: entry.answer.value for channel, entry in stands.items()},
        "consents": [consent_document(c) for c in recorded],
    }
    terminal.report(document, lambda: consent_lines(known, recorded, stands))


@consent.command()
@click.argument("person")
@click.option("--channel", type=_CHANNELS, help="Only for this channel (default: for all).")
@click.option("--reason", type=typed.line, metavar="TEXT", help="Why, in their words.")
@click.option("--now", is_flag=True, help="Build the gallery again at once, without them.")
@reports
def withdraw(terminal: Terminal, person: str, channel: str | None, reason: str | None, now: bool) -> None:
    """Record that somebody takes their consent back, and say where they are.

    Three lists: where they are tagged (the next build leaves them out, or this command does with --now), where they
    may be and nobody said so (look at these), and what cannot be called back. Sessions whose titles name them are told
    apart, since an agenda keeps its titles.

    \b
    Example:
      mediakit consent withdraw sian-prys-howell --reason "changed employer" --now
    """
    from mediakit.logistics import consents_recording

    with terminal.catalogue() as catalogue:
        done = consents_recording.withdraw(catalogue, terminal.workspace, person, channel, reason)
        removed = _built_anew(terminal, catalogue, terminal.workspace) if now else None
    known, withdrawn, traces, web = done.person, done.consents, done.traces, done.web
    document = {"person": known.slug, "withdrawn": [c.channel.value for c in withdrawn], "web": web, "removed": removed}
    told = withdrawal_lines(known, withdrawn, traces, still_on_web=web, channel=channel, removed=removed)
    terminal.report({**document, **traces_document(traces)}, lambda: told)


def _built_anew(terminal: Terminal, catalogue: Catalogue, workspace: Workspace) -> int:
    """How many files a build took out of the gallery; 0 where none was ever built."""
    from mediakit.gallery.site import rebuild

    with terminal.progress() as progress:
        built = rebuild(workspace, catalogue, progress)
    return built.removed if built else 0


consent.add_command(report)
