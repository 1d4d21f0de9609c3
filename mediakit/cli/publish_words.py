"""What `publish` says: the plan, what was sent, and what was ever sent, in words and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediakit.domain.publication import Publication
    from mediakit.gallery.outlook import Ending
    from mediakit.gallery.publish import Plan, Published

_SHOWN = 40


def plan_document(destination: str, plan: Plan, soon: Sequence[Ending]) -> dict[str, Any]:
    """The plan for scripts."""
    found, items = plan.difference, plan.held.shown.items
    before = plan.last.shown.items if plan.last and plan.last.shown else {}
    return {
        "destination": destination,
        "digest": plan.held.digest,
        "first": plan.last is None,
        "new": [{"asset": a, "page": items[a].page} for a in found.new],
        "changed": [{"asset": a, "page": items[a].page} for a in found.changed],
        "gone": [{"asset": a, "page": before[a].page, "reason": plan.reasons[a]} for a in found.gone],
        "withheld": [{"asset": v.asset, "reason": v.reason} for v in plan.held.withheld],
        "ending": [
            {"day": e.day.isoformat(), "asset": e.asset, "appears": e.appears, "reason": e.reason} for e in soon
        ],
        "files": {
            "new": len(found.files_new) if plan.files_known else None,
            "changed": len(found.files_changed) if plan.files_known else None,
            "gone": len(found.files_gone) if plan.files_known else None,
            "all": len(plan.held.files),
        },
    }


def plan_lines(destination: str, plan: Plan, soon: Sequence[Ending], short: Mapping[str, str]) -> list[str]:
    """The plan for people."""
    found, items = plan.difference, plan.held.shown.items
    before = plan.last.shown.items if plan.last and plan.last.shown else {}
    lines = _some([f"new:       {items[a].page}" for a in found.new])
    lines += _some([f"changed:   {items[a].page}" for a in found.changed])
    # what disappears is never shortened: somebody waits for it
    lines += [f"gone:      {before[a].page}: {plan.reasons[a]}" for a in found.gone]
    lines += _some([f"withheld:  {short.get(v.asset, v.asset)}: {v.reason}" for v in plan.held.withheld])
    lines += [_soon(e, short) for e in soon]
    last = f"last published on {plan.last.at:%Y-%m-%d %H:%M}" if plan.last else "nothing was published there yet"
    lines.append(f"{destination}: {last}")
    items_told = f"{len(found.new)} new, {len(found.changed)} changed, {len(found.gone)} gone"
    files_told = f"{len(found.files_new)} new, {len(found.files_changed)} changed, {len(found.files_gone)} gone"
    of_files = (
        f" of {len(plan.held.files)} files {files_told}" if plan.files_known else f" {len(plan.held.files)} files"
    )
    return [*lines, f"{items_told}, {len(plan.held.withheld)} withheld;{of_files}"]


def _soon(ending: Ending, short: Mapping[str, str]) -> str:
    name = short.get(ending.asset, ending.asset)
    if ending.appears:
        return f"{ending.day}: {name} may be shown from that day: {ending.reason}"
    return f"{ending.day}: {name} has to go: {ending.reason}"


def _some(rows: list[str]) -> list[str]:
    more = [f"           and {len(rows) - _SHOWN} more: see them with --json"] if len(rows) > _SHOWN else []
    return [*rows[:_SHOWN], *more]


def sent_document(made: Published) -> dict[str, Any]:
    """What was sent, for scripts."""
    return {
        "destination": made.last.destination,
        "at": made.last.at.isoformat(),
        "by": made.last.by,
        "digest": made.last.digest,
        "release": made.last.release,
        "sent": made.sent.sent,
        "kept": made.sent.kept,
        "removed": made.sent.removed,
        "bytes": made.sent.size_bytes,
        "signoffs": dict(made.signoffs),
    }


def sent_lines(made: Published) -> list[str]:
    """What was sent, for people; the last line is what is kept of it."""
    sent = made.sent
    touched = (
        f"{sent.sent} files sent ({sent.size_bytes / 1e6:,.1f} MB), {sent.kept} were there, {sent.removed} removed"
    )
    return [touched, _line(made.last)]


def _line(one: Publication) -> str:
    return f"{one.at:%Y-%m-%d %H:%M} {one.by or '?'} → {one.destination}  {one.digest}"


def history_document(sent: Sequence[tuple[Publication, int]]) -> list[dict[str, Any]]:
    """Everything that was ever sent, for scripts."""
    return [
        {
            "destination": p.destination,
            "at": p.at.isoformat(),
            "by": p.by,
            "digest": p.digest,
            "state": p.state,
            "assets": count,
            "withdrawn_at": p.withdrawn_at.isoformat() if p.withdrawn_at else None,
        }
        for p, count in sent
    ]


def history_lines(sent: Sequence[tuple[Publication, int]]) -> list[str]:
    """Everything that was ever sent, for people."""
    if not sent:
        return ["nothing was published yet; begin with: mediakit publish DEST --plan"]
    return [f"{_line(p)}  {_state(p, count)}" for p, count in sent]


def _state(one: Publication, count: int) -> str:
    if one.withdrawn_at and one.state == "begun":
        return "came to nothing"
    if one.withdrawn_at:
        return f"not there since {one.withdrawn_at:%Y-%m-%d}"
    items = f"{count} item{'s' * (count != 1)}"
    return items if one.state == "done" else f"begun and not finished: up to {items} may be there; publish again"
