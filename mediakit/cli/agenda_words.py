"""What an import of an agenda or a people list did, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mediakit.domain.event import Session
from mediakit.logistics.agenda_import import Changed, Plan
from mediakit.logistics.roster import Change

_SHOWN = 20
_LONGEST = 60
_NAMES = {"starts_at": "start", "ends_at": "end", "opted_out": "not to be recorded", "post_nominals": "post-nominals"}


def plan_document(plan: Plan, dry_run: bool) -> dict[str, Any]:
    """An import of an agenda as JSON; sessions and people by slug."""
    return {
        "event": plan.event.slug,
        "new_event": plan.new_event,
        "dry_run": dry_run,
        "added": [session.slug for session, _ in plan.added],
        "changed": [{"session": c.session.slug, "fields": _fields(c.fields)} for c in plan.changed],
        "removed": [session.slug for session in plan.gone],
        "pruned": [session.slug for session in plan.pruned],
        "returned": [session.slug for session in plan.back],
        "kept": [{"session": c.session.slug, "fields": _fields(c.kept)} for c in plan.kept],
        "unchanged": len(plan.unchanged),
        **people_document(plan.people.values()),
        "notes": list(plan.notes),
    }


def people_document(changes: Iterable[Change]) -> dict[str, Any]:
    """What becomes of people as JSON. A contact is private: that it changes is told, and not how."""
    changes = list(changes)
    changed = [c for c in changes if c.matters and not c.added]
    return {
        "people_added": [c.slug for c in changes if c.added],
        "people_changed": [
            {"person": c.slug, "fields": _fields(_public(c.details)), "as_at": _fields(c.as_at), "appears": c.appears}
            for c in changed
        ],
        "people_kept": [{"person": c.slug, "fields": _fields(_public(c.kept))} for c in changes if c.kept],
        "people_unchanged": sum(not c.matters for c in changes),
    }


def _public(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: ("private", "private") if name == "contact" else pair for name, pair in fields.items()}


def _fields(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {name: {"old": _plain(old), "new": _plain(new)} for name, (old, new) in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def import_lines(plan: Plan, dry_run: bool) -> list[str]:
    """An import of an agenda in words."""
    new = f" (a new event: {plan.event.name})" if plan.new_event else ""
    counts = [
        (len(plan.added), "added"),
        (len(plan.changed), "changed"),
        (len(plan.unchanged), "as they were"),
        (len(plan.gone), "no longer in the file"),
        (len(plan.pruned), "taken off"),
    ]
    told = ", ".join(f"{number} {what}" for number, what in counts if number) or "none"
    return [
        f"{plan.event.slug}{new}: sessions: {told}",
        *_some([_added(session) for session, _ in plan.added]),
        *_some([_changed(change) for change in plan.changed if set(change.fields) - {"identity"}]),
        *_some([f"  back  {session.title}: in the file again" for session in plan.back]),
        *_some([f"  gone  {session.title}: marked; --prune takes it off the agenda" for session in plan.gone]),
        *_some([f"  off   {session.title}" for session in plan.pruned]),
        *_some([line for change in plan.kept for line in _kept(change.session.title, change.kept)]),
        *people_lines(plan.people.values()),
        *(f"note: {note}" for note in plan.notes),
        *(["nothing was changed: this was a dry run"] if dry_run else []),
    ]


def people_lines(changes: Iterable[Change]) -> list[str]:
    """What becomes of people in words."""
    changes = list(changes)
    added, changed = [c for c in changes if c.added], [c for c in changes if c.matters and not c.added]
    counts = [(len(added), "added"), (len(changed), "changed"), (sum(not c.matters for c in changes), "as they were")]
    told = ", ".join(f"{number} {what}" for number, what in counts if number)
    return [
        f"people: {told or 'none'}",
        *_some([f"  new   {change.name} ({change.slug}){_as_at(change)}" for change in added]),
        *_some([f"  now   {change.name}: {_person(change)}" for change in changed]),
        *_some([line for change in changes if change.kept for line in _kept(change.name, _public(change.kept))]),
    ]


def _as_at(change: Change) -> str:
    told = [str(change.appeared.get(n) or change.imported.get(n) or "") for n in ("role", "organisation")]
    return f": {', '.join(word for word in told if word)}" if any(told) else ""


def _person(change: Change) -> str:
    as_at = {f"{name} at the event": pair for name, pair in change.as_at.items()}
    details = {n: pair for n, pair in change.details.items() if n not in change.as_at}
    told = [_field(name, pair) for name, pair in {**_public(details), **as_at}.items()]
    return "; ".join([*(["on the people list of the event"] if change.appears else []), *told])


def _added(session: Session) -> str:
    when = f"{session.starts_at:%a %d %b %H:%M}" if session.starts_at else "no time yet"
    when = f"{when[:-5]}all day" if session.kind == "all day" else when
    where = f", {session.room}" if session.room else ""
    mark = " (not to be recorded)" if session.opted_out else ""
    return f"  new   {when}  {session.title}{where}{mark}"


def _changed(change: Changed) -> str:
    told = [_field(name, pair) for name, pair in change.fields.items() if name != "identity"]
    return f"  now   {change.session.title}: {'; '.join(told)}"


def _kept(title: str, fields: Mapping[str, tuple[Any, Any]]) -> list[str]:
    return [
        f"  kept  {title}: {_NAMES.get(name, name)} stays {_word(name, now)}, as it was put here; the file says "
        f"{_word(name, told)}"
        for name, (now, told) in fields.items()
    ]


def _field(name: str, pair: tuple[Any, Any]) -> str:
    if name == "contact":
        return "contact changed"
    return f"{_NAMES.get(name, name)} {_word(name, pair[0])} → {_word(name, pair[1])}"


def _word(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d %b %H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nobody"
    text = " ".join(str(value or "").split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"“{text}”" if text else "nothing"


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([f"        and {more} more; --json lists them all"] if more > 0 else [])]
