"""The board for a phone: what can still be done comes first. Page values for the template, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mediakit.domain.naming import folder_name
from mediakit.domain.workspace import Workspace
from mediakit.logistics.coverage import Coverage, Moment, PersonCover, PromiseCover, SessionCover
from mediakit.media import files
from mediakit.media.templates import Templates, template_folders

TEMPLATE = "coverage.html.j2"
# who has just left the stage can be caught at the coffee table
_JUST_OVER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do. when: in a few words; what: whom or what it is about; where; gaps: what is missing."""

    when: str
    what: str
    where: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Some cards under a heading. urgent: it can be put right now."""

    title: str
    cards: tuple[Card, ...]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """What the template is given. counts: (number, of what)."""

    language: str
    event: str
    at: str
    gaps: int
    counts: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]


def board(found: Coverage, language: str) -> Board:
    """The board of an event: now and next, just over, people who are still to be seen, promises, then all the rest."""
    zone = ZoneInfo(found.event.timezone)
    at = found.at.astimezone(zone)
    waiting = [s for s in by_urgency(found) if s.gaps]
    soon = [s for s in waiting if s.when in (Moment.NOW, Moment.TO_COME) and _same_day(s, at)]
    recent = [s for s in waiting if s.when is Moment.OVER and _just_over(s, found.at)]
    rest = [s for s in waiting if s not in soon and s not in recent]
    people = [p for p in people_by_urgency(found) if p.gaps]
    still = [p for p in people if p.next is not None]
    gone = [p for p in people if p.next is None]
    promises = [p for p in found.promises if p.gaps]
    sections = (
        Section("Now and next", tuple(_session(s, at) for s in soon), urgent=True),
        Section("Just over", tuple(_session(s, at) for s in recent), urgent=True),
        Section("People still to be seen", tuple(_person(p, at) for p in still), urgent=True),
        Section("Other people", tuple(_person(p, at) for p in gone)),
        Section("Promises", tuple(_promise(p) for p in promises)),
        Section("Other sessions", tuple(_session(s, at) for s in rest)),
    )
    counts = ((len(waiting), "sessions"), (len(people), "people"), (len(promises), "promises"))
    told = f"{at:%A} {at.day} {at:%B}, {at:%H:%M}"
    return Board(language, found.event.name, told, found.gaps, counts, tuple(s for s in sections if s.cards))


def by_urgency(found: Coverage) -> list[SessionCover]:
    """Sessions as they can still be filmed: running, to come, just over (the latest first), then long past."""
    order = [Moment.NOW, Moment.TO_COME, Moment.OVER, Moment.NO_TIME]

    def key(one: SessionCover) -> tuple[int, float]:
        starts = one.session.starts_at.timestamp() if one.session.starts_at else 0.0
        return order.index(one.when), -starts if one.when is Moment.OVER else starts

    return sorted(found.sessions, key=key)


def people_by_urgency(found: Coverage) -> list[PersonCover]:
    """People as they can still be met: by their next session; who has none left comes last."""

    def key(one: PersonCover) -> tuple[bool, float]:
        starts = one.next.starts_at if one.next else None
        return one.next is None, starts.timestamp() if starts else 0.0

    return sorted(found.people, key=key)


def write_board(workspace: Workspace, found: Coverage) -> Path:
    """Write the board to reports/coverage-EVENT.html, whole or not at all, and return where it lies."""
    target = workspace.reports / folder_name(f"coverage-{found.event.slug}.html")
    page = board(found, workspace.settings.language)
    text = Templates(template_folders(workspace.templates)).text(TEMPLATE, {"page": page})
    files.write_whole(target, text)
    return target


def _same_day(one: SessionCover, at: datetime) -> bool:
    starts = one.session.starts_at
    return one.when is Moment.NOW or (starts is not None and starts.astimezone(at.tzinfo).date() == at.date())


def _just_over(one: SessionCover, at: datetime) -> bool:
    ends = one.session.ends_at or one.session.starts_at
    return ends is not None and at - ends <= _JUST_OVER


def _session(one: SessionCover, at: datetime) -> Card:
    session = one.session
    when = "now" if one.when is Moment.NOW else _clock(session.starts_at, at)
    return Card(when, session.title, session.room or "", one.gaps)


def _person(one: PersonCover, at: datetime) -> Card:
    seen = one.next
    says = f" ({one.person.says})" if one.person.says else ""
    where = ", ".join(text for text in (seen.room, seen.title) if text) if seen else ""
    return Card(_clock(seen.starts_at, at) if seen else "", f"{one.person.name}{says}", where, one.gaps)


def _promise(one: PromiseCover) -> Card:
    due = one.deliverable.due
    return Card(f"due {due.day} {due:%b}" if due else "", one.deliverable.title, one.deliverable.who or "", one.gaps)


def _clock(moment: datetime | None, at: datetime) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(at.tzinfo)
    return f"{local:%H:%M}" if local.date() == at.date() else f"{local:%a %H:%M}"


def listed(cards: Sequence[Card]) -> list[str]:
    """Cards as lines of text."""
    return [f"  {c.when:<10} {c.what}{f', {c.where}' if c.where else ''}: {', '.join(c.gaps)}" for c in cards]
