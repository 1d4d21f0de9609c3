"""`consent report`: whose consent is missing, whose runs out soon, who withdrew and is online all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mediakit.cli.consent_words import consent_line
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel
from mediakit.logistics.consents import Answer, ConsentReport, Entry, why_not


@click.command()
@click.option("--event", metavar="EVENT", help="Only the people list of this event.")
@click.option(
    "--within", "--expiring", type=click.IntRange(0, 36500), default=30, show_default=True, metavar="DAYS", help="Soon."
)
@click.option(
    "--channel",
    type=click.Choice([c.value for c in Channel]),
    default="web",
    show_default=True,
    help="What is missing.",
)
@click.option("--csv", "file", type=click.Path(path_type=Path), metavar="FILE", help="Also write it as a spreadsheet.")
@reports
def report(terminal: Terminal, event: str | None, within: int, channel: str, file: Path | None) -> None:
    """Say whose consent is missing, whose runs out soon, and who withdrew.

    Last comes what is online of people who have no consent for the web any more, with the place. The spreadsheet has
    a row for each person and channel.

    \b
    Example:
      mediakit consent report --event annual-gathering-2026 --within 90 --csv consents.csv
    """
    from mediakit.catalogue import consents, events, people, publications
    from mediakit.logistics.consents import consent_report
    from mediakit.logistics.consents_table import write_table

    with terminal.catalogue() as catalogue:
        zone = events.find(catalogue, event).timezone if event else terminal.workspace.settings.timezone
        asked = people.every(catalogue, event)
        recorded = consents.every(catalogue)
        sent = publications.online_by_person(catalogue)
    found = consent_report(asked, recorded, day=today_in(zone), within_days=within, channel=Channel(channel), sent=sent)
    if file:
        write_table(found, file)
        terminal.say(f"written to {file}; it holds private facts")
    terminal.report(_document(found), lambda: _lines(found))


def _document(found: ConsentReport) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "people": [
            {
                "person": line.person.slug,
                "name": line.person.name,
                "do_not_photograph": line.person.do_not_photograph,
                "channels": {channel.value: _entry_document(entry) for channel, entry in line.answers.items()},
            }
            for line in found.lines
        ],
        "missing": [
            {"person": line.person.slug, "channel": found.channel.value, "reason": _answer(line.answers[found.channel])}
            for line in found.missing
        ],
        "expiring": [
            {"person": c.person, "channel": c.channel.value, "until": c.until.isoformat() if c.until else None}
            for c in found.expiring
        ],
        "withdrawn": [
            {
                "person": c.person,
                "channel": c.channel.value,
                "at": c.withdrawn_at.isoformat() if c.withdrawn_at else None,
                "reason": c.withdrawn_reason,
            }
            for c in found.withdrawn
        ],
        "published": [
            {
                "person": p.person.slug,
                "reason": p.reason,
                "asset": p.sent.asset,
                "destination": p.sent.destination,
                "page": p.sent.page,
                "at": p.sent.at.isoformat(),
            }
            for p in found.published
        ],
    }


def _answer(entry: Entry) -> str:
    return entry.answer.value


def _entry_document(entry: Entry) -> dict[str, Any]:
    consent = entry.consent
    return {
        "answer": entry.answer.value,
        "basis": consent.basis.value if consent else None,
        "show_as": consent.show_as.value if consent else None,
        "until": consent.until.isoformat() if consent and consent.until else None,
    }


def _lines(found: ConsentReport) -> list[str]:
    """The consent report as a table and four lists, for people."""
    if not found.lines:
        return ["nobody is on the people list; add somebody with: mediakit people add"]
    names = {line.person.slug: line.person.name for line in found.lines}
    missing = [f"{line.person.name}: {why_not(line.answers[found.channel])}" for line in found.missing]
    expiring = [f"{names[c.person]}: {c.channel}, {c.until}" for c in found.expiring]
    withdrawn = [f"{names[c.person]}: {consent_line(c)}" for c in found.withdrawn]
    online = [f"{p.person.name} ({p.reason}): {p.sent.destination}: {p.sent.page}" for p in found.published]
    return [
        *_table(found),
        f"missing for {found.channel}: {len(missing)} of {len(found.lines)}",
        *(f"  {line}" for line in missing),
        f"running out within {found.within_days} days: {len(expiring)}",
        *(f"  {line}" for line in expiring),
        f"withdrawn: {len(withdrawn)}",
        *(f"  {line}" for line in withdrawn),
        f"online without consent for web: {len(online)}" + ("; publish there again" if online else ""),
        *(f"  {line}" for line in online),
    ]


def _table(found: ConsentReport) -> list[str]:
    widest = min(36, max(len(line.person.name) for line in found.lines))
    head = f"{'':<{widest}}  " + " ".join(f"{channel.value:<16}" for channel in Channel)
    rows = [
        f"{line.person.name[:widest]:<{widest}}  "
        + " ".join(f"{_cell(entry):<16}" for entry in line.answers.values())
        + ("DO NOT PHOTOGRAPH" if line.person.do_not_photograph else "")
        for line in found.lines
    ]
    return [head.rstrip(), *(row.rstrip() for row in rows)]


def _cell(entry: Entry) -> str:
    if entry.answer is Answer.YES:
        return f"to {entry.consent.until}" if entry.consent and entry.consent.until else "yes"
    return "-" if entry.answer is Answer.NONE else entry.answer.value
