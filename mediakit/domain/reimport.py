"""Importing again: what a file changes, and what it must leave alone because a person changed it since. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """changed: field → (as it was, as it will be). kept: field → (as a person has it, what the file says instead)."""

    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    kept: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def merge(current: Mapping[str, Any], imported: Mapping[str, Any] | None, told: Mapping[str, Any]) -> Merged:
    """Decide on each field that the file tells.

    current: as it stands. imported: what the last import wrote, None where there was none. A field is overwritten only
    where it still is what was imported, or where nothing was known; else a person changed it, and it is kept (and only
    spoken of where the file has changed since too).

    >>> merge({"room": "Hall", "title": "On trust"}, {"room": "Hall", "title": "Trust"}, {"room": "Loft", "title": "T"})
    Merged(changed={'room': ('Hall', 'Loft')}, kept={'title': ('On trust', 'T')})
    """
    changed, kept = {}, {}
    before = imported or {}
    for name, new in told.items():
        now = current.get(name)
        if _same(now, new):
            continue
        untouched = _same(now, before[name]) if name in before else _empty(now)
        if untouched:
            changed[name] = (now, new)
        elif name not in before or not _same(before[name], new):
            kept[name] = (now, new)
    return Merged(changed, kept)


def _same(one: Any, other: Any) -> bool:
    return one == other or (_empty(one) and _empty(other))


def _empty(value: Any) -> bool:
    return value in (None, "", (), [], False)
