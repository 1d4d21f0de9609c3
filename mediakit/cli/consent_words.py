"""Consents, the consent report and the traces of somebody, as JSON and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mediakit.domain.asset import Asset
from mediakit.domain.consent import Channel, Consent, ShowAs
from mediakit.domain.document import printable_name
from mediakit.domain.person import Person
from mediakit.domain.span import format_position
from mediakit.logistics.consents import Answer, ConsentReport, Entry
from mediakit.logistics.traces import Traces

_SHOWN = 12


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


# --- withdrawing -----------------------------------------------------------------------------------------------------


def traces_document(traces: Traces) -> dict[str, Any]:
    """The three lists as JSON; positions in seconds."""
    return {
        "tagged": [{"asset": a.id, "short": printable_name(a.short), "title": a.title} for a in traces.tagged],
        "perhaps": [
            {
                "asset": p.asset.id,
                "short": printable_name(p.asset.short),
                "reason": p.reason,
                "start": p.start_ms / 1000 if p.start_ms is not None else None,
            }
            for p in traces.perhaps
        ],
        "out_of_reach": [
            {"asset": s.asset, "destination": s.destination, "page": s.page, "at": s.at.isoformat()}
            for s in traces.out_of_reach
        ],
    }


def withdrawal_lines(
    person: Person, withdrawn: Sequence[Consent], traces: Traces, *, still_on_web: bool, channel: str | None
) -> list[str]:
    """What a withdrawal did and what is left to do. still_on_web: a basis for web stands all the same."""
    channels = ", ".join(dict.fromkeys(c.channel.value for c in withdrawn))
    asked = f"for {channel}" if channel else "for any channel"
    done = f"withdrawn for {channels}" if withdrawn else f"nothing stood {asked}, so there was nothing to withdraw"
    return [
        f"{person.name}: {done}",
        *_tagged_lines(traces, still_on_web),
        *_perhaps_lines(traces),
        *_out_of_reach_lines(traces),
    ]


def _tagged_lines(traces: Traces, still_on_web: bool) -> list[str]:
    if not traces.tagged:
        return ["tagged: in no asset, so the gallery has no picture or recording of them by name"]
    what = (
        "the consent for web stands, so these stay in the gallery"
        if still_on_web
        else "mediakit build leaves these out, and their captions and pages"
    )
    return [f"tagged in {_count(traces.tagged)}; {what}:", *_listed([_named(a) for a in traces.tagged])]


def _perhaps_lines(traces: Traces) -> list[str]:
    if not traces.perhaps:
        return ["perhaps: nothing untagged of their sessions, and no transcript names them"]
    rows = [
        f"{_named(p.asset)}{f' at {format_position(p.start_ms)}' if p.start_ms is not None else ''}: {p.reason}"
        for p in traces.perhaps
    ]
    return [f"perhaps in {_count(traces.perhaps)}; look at these:", *_listed(rows)]


def _out_of_reach_lines(traces: Traces) -> list[str]:
    sent = [f"{s.destination}: {s.page}, sent {s.at.date()}; publish there again" for s in traces.out_of_reach]
    head = "out of reach: still online until published again, and" if sent else "out of reach:"
    return [f"{head} whatever others downloaded, printed or put on other sites", *_listed(sent)]


def _count(items: Sequence[object]) -> str:
    return f"{len(items)} asset{'s' * (len(items) != 1)}"


def _named(asset: Asset) -> str:
    return f"{asset.short} [{asset.id[:8]}]" + (f" {asset.title}" if asset.title else "")


def _listed(rows: Sequence[str]) -> list[str]:
    more = [f"  and {len(rows) - _SHOWN} more: see them with --json"] if len(rows) > _SHOWN else []
    return [*(f"  {row}" for row in rows[:_SHOWN]), *more]


# --- the report ------------------------------------------------------------------------------------------------------


def report_document(found: ConsentReport) -> dict[str, Any]:
    """The consent report as JSON."""
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
            {"person": line.person.slug, "channel": "web", "reason": line.answers[Channel.WEB].answer.value}
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
    }


def _entry_document(entry: Entry) -> dict[str, Any]:
    consent = entry.consent
    return {
        "answer": entry.answer.value,
        "basis": consent.basis.value if consent else None,
        "show_as": consent.show_as.value if consent else None,
        "until": consent.until.isoformat() if consent and consent.until else None,
    }


def report_lines(found: ConsentReport) -> list[str]:
    """The consent report as a table and three lists, for people."""
    if not found.lines:
        return ["nobody is on the people list; add somebody with: mediakit people add"]
    names = {line.person.slug: line.person.name for line in found.lines}
    widest = min(36, max(len(name) for name in names.values()))
    head = f"{'':<{widest}}  " + " ".join(f"{channel.value:<16}" for channel in Channel)
    rows = [
        f"{line.person.name[:widest]:<{widest}}  "
        + " ".join(f"{_cell(entry):<16}" for entry in line.answers.values())
        + ("DO NOT PHOTOGRAPH" if line.person.do_not_photograph else "")
        for line in found.lines
    ]
    missing = [f"{line.person.name}: {_why(line.answers[Channel.WEB])}" for line in found.missing]
    expiring = [f"{names[c.person]}: {c.channel}, {c.until}" for c in found.expiring]
    withdrawn = [f"{names[c.person]}: {consent_line(c)}" for c in found.withdrawn]
    return [
        head.rstrip(),
        *(row.rstrip() for row in rows),
        f"missing for web: {len(missing)} of {len(found.lines)}",
        *(f"  {line}" for line in missing),
        f"running out within {found.within_days} days: {len(expiring)}",
        *(f"  {line}" for line in expiring),
        f"withdrawn: {len(withdrawn)}",
        *(f"  {line}" for line in withdrawn),
    ]


def _cell(entry: Entry) -> str:
    if entry.answer is Answer.YES:
        return f"to {entry.consent.until}" if entry.consent and entry.consent.until else "yes"
    return "-" if entry.answer is Answer.NONE else entry.answer.value


def _why(entry: Entry) -> str:
    if entry.answer is Answer.NONE:
        return "nothing recorded"
    if entry.answer is Answer.RAN_OUT and entry.consent:
        return f"ran out on {entry.consent.until}"
    return "withdrawn"
