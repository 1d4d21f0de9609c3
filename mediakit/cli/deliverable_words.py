"""Promises as JSON and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mediakit.domain.asset import Asset
from mediakit.domain.deliverable import Deliverable
from mediakit.domain.records import deliverable_document
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.logistics.promises import Promise
    from mediakit.logistics.promises_import import Changed, Plan

_WORDS = {"organisation": "for", "length_ms": "length", "identity": "id"}


def document(deliverable: Deliverable) -> dict[str, Any]:
    """A promise that was just made."""
    return deliverable_document(deliverable)


def promise_document(promise: Promise, today: date) -> dict[str, Any]:
    """A promise as it stands; because: the fact its state followed from; late: it was due before today."""
    history = [{"state": s.state.value, "at": s.at, "by": s.by} for s in promise.history]
    late = promise.deliverable.is_late(today)
    return {**deliverable_document(promise.deliverable, history), "because": promise.because, "late": late}


def line(found: Deliverable, today: date) -> str:
    """A promise on one line."""
    when = found.due.isoformat() if found.due else "no date"
    length = format_position(found.length_ms) if found.length_ms else ""
    told = [found.title, length, found.shape or "", found.organisation or "", found.who or ""]
    words = ", ".join(word for word in told if word)
    return f"{when:<10} {'LATE' if found.is_late(today) else '    '} {found.state:<9} {found.slug:<32} {words}"


def full(promise: Promise, attached: Sequence[Asset], quotes: Sequence[Mapping[str, Any]], today: date) -> list[str]:
    """A promise in full."""
    one = promise.deliverable
    facts = {
        "event": one.event,
        "kind": one.kind.value,
        "for": one.organisation,
        "shows": one.person,
        "made by": one.who,
        "due": f"{one.due}{', LATE' if one.is_late(today) else ''}" if one.due else None,
        "length": format_position(one.length_ms) if one.length_ms else None,
        "shape": one.shape,
        "to film": ", ".join(one.wanted_shots),
        "note": one.note,
    }
    lines = [f"{one.title} ({one.slug}): {one.state}"]
    lines += [f"  {name}: {value}" for name, value in facts.items() if value]
    lines += [f"  {a.role}: {a.short}{f' ({a.title})' if a.title else ''}" for a in attached]
    lines += [f"  quote {q['quote']}: “{q['text']}”" for q in quotes]
    for step in promise.history:
        why = step.by or step.because or ""
        lines.append(f"  {step.at[:16].replace('T', ' ')}  {step.state}{f': {why}' if why else ''}")
    return lines


def plan_document(plan: Plan, dry_run: bool) -> dict[str, Any]:
    """What an import changes: fields as [before, after]."""
    return {
        "event": plan.event,
        "dry_run": dry_run,
        "added": [d.slug for d, _ in plan.added],
        "changed": [_changed(c) for c in plan.changed],
        "unchanged": len(plan.unchanged),
        "kept": [{"deliverable": c.deliverable.slug, "fields": sorted(c.kept)} for c in _kept(plan)],
        "gone": [d.slug for d in plan.gone],
        "columns_not_read": list(plan.unread),
    }


def plan_lines(plan: Plan, dry_run: bool) -> list[str]:
    """The same in words."""
    lines = [f"+ {d.title} ({d.slug})" for d, _ in plan.added]
    for change in plan.changed:
        for name, (before, after) in change.fields.items():
            lines.append(f"~ {change.deliverable.slug}: {_WORDS.get(name, name)}: {_text(before)} → {_text(after)}")
    for change in _kept(plan):
        for name, (here, there) in change.kept.items():
            told = f"{_text(here)} stays, as a person changed it (the list says {_text(there)})"
            lines.append(f"= {change.deliverable.slug}: {_WORDS.get(name, name)}: {told}")
    lines += [f"- {d.slug} is no longer in the list; it stays" for d in plan.gone]
    lines += [f"these columns were not read: {', '.join(plan.unread[:8])}"] if plan.unread else []
    counts = f"{len(plan.added)} new, {len(plan.changed)} changed, {len(plan.unchanged)} as they were"
    return [*lines, f"{counts}; nothing written" if dry_run else counts]


def _kept(plan: Plan) -> list[Changed]:
    return [c for c in (*plan.changed, *plan.unchanged) if c.kept]


def _changed(change: Changed) -> dict[str, Any]:
    fields = {_WORDS.get(name, name): [_plain(value) for value in pair] for name, pair in change.fields.items()}
    return {"deliverable": change.deliverable.slug, "fields": fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str:
    if value in (None, "", ()):
        return "nothing"
    return ", ".join(value) if isinstance(value, tuple) else str(_plain(value))
