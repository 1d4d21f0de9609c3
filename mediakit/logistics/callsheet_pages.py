"""Call sheets as files: a page that prints on A4 and reads on a phone, and a calendar for each of the crew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mediakit.domain.calendar_feed import Occasion, calendar
from mediakit.domain.errors import MachineLacks
from mediakit.domain.naming import folder_name, slugify
from mediakit.domain.span import format_position
from mediakit.domain.workspace import Workspace
from mediakit.logistics.callsheet import Called, Line, Sheet, ShotsWanted
from mediakit.media import files
from mediakit.media.templates import Templates, template_folders

TEMPLATE = "callsheet.html.j2"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as they stand on the page. mark: "no" must not be filmed, "ask" has not said yes, "yes" has."""

    name: str
    says: str
    role: str
    consent: str
    mark: str
    contact: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One session on the page. mark: "mine", "other", or "break"."""

    time: str
    title: str
    kind: str
    room: str
    mark: str
    not_recorded: bool
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """One promise of the shot list. consent, mark: of the person it shows, as in Who; "" where it shows nobody."""

    title: str
    consent: str
    mark: str
    made_by: str
    mine: bool
    facts: str
    shots: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the template is given. refused: names with how they can be told apart; printed: when it was made."""

    language: str
    event: str
    day: str
    venue: str
    crew: str
    rooms: str
    printed: str
    notice: str
    private: bool
    refused: tuple[Who, ...]
    entries: tuple[Entry, ...]
    shots: tuple[Shot, ...]
    people: tuple[Who, ...]
    kit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one sheet."""

    sheet: Sheet
    html: Path


def page(sheet: Sheet, workspace: Workspace, now: datetime, *, private: bool) -> Page:
    """The page of a sheet. private: it holds contacts."""
    settings = workspace.settings
    return Page(
        language=settings.language,
        event=sheet.event.name,
        day=_day(sheet.day, year=True),
        venue=sheet.event.venue or "",
        crew=sheet.crew.name,
        rooms=", ".join(sheet.crew.rooms),
        printed=f"{_day(now.date())}, {now:%H:%M}",
        notice=sheet.event.crowd_notice or "",
        private=private,
        refused=tuple(_who(c) for c in sheet.refused),
        entries=tuple(_entry(line) for line in sheet.lines),
        shots=tuple(_shot(s) for s in sheet.shots),
        people=tuple(_who(c) for c in sheet.people),
        kit=settings.kit,
    )


def write(
    workspace: Workspace, sheets: Sequence[Sheet], folder: Path, now: datetime, *, private: bool
) -> tuple[list[Written], list[Path]]:
    """Write every sheet, and a calendar for each of the crew; all of it is made before anything is written.

    Raises BadInputFile for a template that is wrong, MachineLacks where nothing can be written.
    """
    renderer = Templates(template_folders(workspace.templates))
    texts: dict[Path, str] = {}
    written = []
    for sheet in sheets:
        target = folder / f"{_stem(sheet, sheet.day)}.html"
        texts[target] = renderer.text(TEMPLATE, {"page": page(sheet, workspace, now, private=private)})
        written.append(Written(sheet, target))
    calendars = []
    for crew in dict.fromkeys(s.crew for s in sheets):
        mine = [s for s in sheets if s.crew == crew]
        target = folder / f"{_stem(mine[0], None)}.ics"
        texts[target] = agenda(mine, now)
        calendars.append(target)
    try:
        for path, text in texts.items():
            files.write_whole(path, text)
    except OSError as error:
        raise MachineLacks(f"it cannot be written: {error.strerror}", where=str(folder)) from None
    return written, calendars


def _stem(sheet: Sheet, day: date | None) -> str:
    crew = slugify(sheet.crew.name, fallback="crew") if sheet.crew.name else ""
    parts = ["callsheet", sheet.event.slug, day.isoformat() if day else "", crew]
    return folder_name("-".join(part for part in parts if part))


def agenda(sheets: Sequence[Sheet], now: datetime) -> str:
    """The sessions of some sheets as a calendar; those of others are left out."""
    first = sheets[0]
    name = f"{first.event.name}{f': {first.crew.name}' if first.crew.name else ''}"
    lines = {line.session.slug: line for s in sheets for line in s.lines if line.mine and line.starts}
    return calendar(name, [_occasion(first, line, now) for line in lines.values()])


def _occasion(sheet: Sheet, line: Line, now: datetime) -> Occasion:
    session = line.session
    told = [f"{c.person.titled_name}{_spoken(c)}: {c.consent}" for c in line.people]
    if session.opted_out:
        told.insert(0, "NOT TO BE RECORDED")
    starts = line.starts or now
    ends = line.ends if line.ends and line.ends > starts else starts
    place = ", ".join(text for text in (session.room, sheet.event.venue) if text)
    uid = f"session-{session.event}-{session.slug}@mediakit"
    return Occasion(uid, session.title, starts, ends, now, "\n".join(told), place, busy=not line.is_break)


def _entry(line: Line) -> Entry:
    session = line.session
    mark = "break" if line.is_break else ("mine" if line.mine else "other")
    kind = "" if session.kind in ("talk", "break") else session.kind
    people = tuple(_who(c) for c in line.people)
    return Entry(_time(line), session.title, kind, session.room or "", mark, session.opted_out, people)


def _shot(wanted: ShotsWanted) -> Shot:
    one = wanted.deliverable
    facts = [
        one.kind.value,
        format_position(one.length_ms) if one.length_ms else "",
        one.shape or "",
        f"due {_day(one.due)}" if one.due else "",
        one.note or "",
    ]
    shown = _who(wanted.person) if wanted.person else None
    consent, mark = (shown.consent, shown.mark) if shown else ("", "")
    seen = tuple(", ".join(t for t in (_time(line), line.session.room) if t) for line in wanted.seen)
    told = "; ".join(fact for fact in facts if fact)
    return Shot(one.title, consent, mark, one.who or "", wanted.mine, told, one.wanted_shots, seen)


def _who(called: Called) -> Who:
    person = called.person
    mark = "no" if called.refused else ("yes" if called.said_yes else "ask")
    return Who(person.titled_name, person.says or "", called.role, called.consent, mark, called.contact)


def _spoken(called: Called) -> str:
    return f" ({called.person.says})" if called.person.says else ""


def _time(line: Line) -> str:
    if line.starts is None:
        return "no time yet"
    if line.session.kind == "all day":
        return "all day"
    return f"{line.starts:%H:%M}" + (f"–{line.ends:%H:%M}" if line.ends else "")


def _day(day: date, *, year: bool = False) -> str:
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if year else "")
