"""The due dates of promises as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from mediakit.domain.calendar_feed import Occasion, calendar
from mediakit.domain.deliverable import Stage
from mediakit.domain.span import format_position
from mediakit.logistics.promises import Promise

_BEFORE_ANY = datetime(2000, 1, 1, tzinfo=UTC)


def feed(promises: Sequence[Promise], name: str) -> str:
    """A calendar with a whole day for each promise that has a due date; published ones are marked as done."""
    return calendar(f"{name}: due", [one for p in promises if (one := _occasion(p))])


def _occasion(promise: Promise) -> Occasion | None:
    one = promise.deliverable
    if one.due is None:
        return None
    done = "Done: " if one.state is Stage.PUBLISHED else "Due: "
    told = [
        f"State: {one.state}",
        f"For: {one.organisation}" if one.organisation else "",
        f"Made by: {one.who}" if one.who else "",
        f"Length: {format_position(one.length_ms)}" if one.length_ms else "",
        f"Shape: {one.shape}" if one.shape else "",
        one.note or "",
    ]
    return Occasion(
        uid=f"deliverable-{one.event}-{one.slug}@mediakit",
        summary=f"{done}{one.title}",
        starts=one.due,
        ends=one.due,
        stamp=_stamp(promise),
        description="\n".join(text for text in told if text),
    )


def _stamp(promise: Promise) -> datetime:
    moments = [step.at for step in promise.history if step.at]
    return datetime.fromisoformat(max(moments)) if moments else _BEFORE_ANY
