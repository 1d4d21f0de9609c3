"""Consents and the traces of somebody, as JSON and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mediakit.domain.asset import Asset
from mediakit.domain.consent import Channel, Consent, ShowAs
from mediakit.domain.document import printable_name
from mediakit.domain.person import Person
from mediakit.domain.span import format_position
from mediakit.logistics.consents import Entry, why_not
from mediakit.logistics.traces import Traces, title_without

_SHOWN = 12


def consent_line(recorded: Consent) -> str:
    """A consent in one line."""
    words = [f"{recorded.channel} ({recorded.basis})"]
    if recorded.given_on:
        words.append(f"given {recorded.given_on}" + (f" by {recorded.guardian}" if recorded.guardian else ""))
    if recorded.by:
        words.append(f"taken by {recorded.by}")
    if recorded.until:
        words.append(f"until {recorded.until}")
    if recorded.show_as is not ShowAs.FULL:
        words.append("by first name" if recorded.show_as is ShowAs.FIRST else "without name")
    if recorded.withdrawn_at:
        words.append(f"withdrawn {recorded.withdrawn_at.date()}")
    return ", ".join(words)


def consent_lines(person: Person, recorded: Sequence[Consent], stands: Mapping[Channel, Entry]) -> list[str]:
    """The whole history of one person, and where they stand today."""
    lines = [f"{person.titled_name} ({person.slug})"]
    if person.do_not_photograph:
        lines.append("  must not be photographed, whatever is recorded below")
    lines += [f"  {channel.value}: {why_not(entry) or 'yes'}" for channel, entry in stands.items()]
    lines.append("history:" if recorded else "history: nothing was ever recorded, so nothing of them is published")
    for one in recorded:
        lines.append(f"  {consent_line(one)}")
        details = {
            "agreed to": one.note,
            "organisations named": "; ".join(one.organisations),
            "form": one.evidence,
            "withdrawn because": one.withdrawn_reason,
            "recorded": one.recorded_at.date().isoformat(),
        }
        lines += [f"    {name}: {value}" for name, value in details.items() if value]
    return lines


# --- withdrawing -----------------------------------------------------------------------------------------------------


def traces_document(traces: Traces) -> dict[str, Any]:
    """The three lists as JSON; positions in seconds."""
    tagged = {a.id for a in traces.tagged}
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
            {
                "asset": s.asset,
                "destination": s.destination,
                "page": s.page,
                "at": s.at.isoformat(),
                "tagged": s.asset in tagged,
            }
            for s in traces.out_of_reach
        ],
        "titles": [
            {"event": t.session.event, "session": t.session.slug, "title": t.session.title}
            for t in traces.titles
            if t.field == "title"
        ],
    }


def withdrawal_lines(
    person: Person,
    withdrawn: Sequence[Consent],
    traces: Traces,
    *,
    still_on_web: bool,
    channel: str | None,
    removed: int | None = None,
) -> list[str]:
    """What a withdrawal did and what is left to do. still_on_web: a basis for web stands all the same.

    removed: files that a build took out of the gallery at once, if it was asked to.
    """
    channels = ", ".join(dict.fromkeys(c.channel.value for c in withdrawn))
    asked = f"for {channel}" if channel else "for any channel"
    done = f"withdrawn for {channels}" if withdrawn else f"nothing stood {asked}, so there was nothing to withdraw"
    return [
        f"{person.name}: {done}",
        *_tagged_lines(traces, still_on_web, removed),
        *_perhaps_lines(traces),
        *_title_lines(person, traces, still_on_web),
        *_out_of_reach_lines(traces),
    ]


def _tagged_lines(traces: Traces, still_on_web: bool, removed: int | None) -> list[str]:
    gone = [] if removed is None else [f"the gallery was built again: {removed} files taken out of it"]
    if not traces.tagged:
        return ["tagged: in no asset, so the gallery has no picture or recording of them by name", *gone]
    if still_on_web:
        what = "the consent for web stands, so these stay in the gallery"
    elif removed is None:
        what = "mediakit build leaves these out, and their captions and pages"
    else:
        what = "none of these is in the gallery now"
    return [f"tagged in {_count(traces.tagged)}; {what}:", *_listed([_named(a) for a in traces.tagged]), *gone]


def _perhaps_lines(traces: Traces) -> list[str]:
    if not traces.perhaps:
        return ["perhaps: nothing untagged of their sessions, and no transcript names them"]
    rows = [
        f"{_named(p.asset)}{f' at {format_position(p.start_ms)}' if p.start_ms is not None else ''}: {p.reason}"
        for p in traces.perhaps
    ]
    return [f"perhaps in {_count(traces.perhaps)}; look at these:", *_listed(rows)]


def _title_lines(person: Person, traces: Traces, still_on_web: bool) -> list[str]:
    titles = [t.session for t in traces.titles if t.field == "title"]
    if not titles or still_on_web:
        return []
    rows = [
        f'{s.title}: mediakit event session set {s.event} {s.slug} title="{title_without(s.title, person)}"'
        for s in titles
    ]
    return ["titles of the agenda name them, and stay until somebody renames them, such as:", *_listed(rows)]


def _out_of_reach_lines(traces: Traces) -> list[str]:
    tagged = {a.id for a in traces.tagged}
    sent = [
        f"{s.destination}: {s.page}, sent {s.at.date()}; publish there again"
        + ("" if s.asset in tagged else " (they may be in it)")
        for s in traces.out_of_reach
    ]
    head = "out of reach: still online until published again, and" if sent else "out of reach:"
    return [f"{head} whatever others downloaded, printed or put on other sites", *_listed(sent)]


def _count(items: Sequence[object]) -> str:
    return f"{len(items)} asset{'s' * (len(items) != 1)}"


def _named(asset: Asset) -> str:
    return f"{asset.short} [{asset.id[:8]}]" + (f" {asset.title}" if asset.title else "")


def _listed(rows: Sequence[str]) -> list[str]:
    more = [f"  and {len(rows) - _SHOWN} more: see them with --json"] if len(rows) > _SHOWN else []
    return [*(f"  {row}" for row in rows[:_SHOWN]), *more]
