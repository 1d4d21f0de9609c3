"""An agenda as a file tells it, whatever the format: sessions with who speaks, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from mediakit.domain.errors import BadInputFile

MOST_SESSIONS = 10_000
LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody as an agenda or a people list names them. identity: what its software calls them; None in most files.

    email is private. role, organisation: as at the event.
    """

    name: str
    honorific: str | None = None
    post_nominals: str | None = None
    role: str | None = None
    organisation: str | None = None
    email: str | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of a file. where: "line 4", "row 7", "event 12"; starts_at, ends_at: aware, in the event's zone.

    told: which of kind, room, starts_at, ends_at, abstract, people and opted_out the file speaks of at all; of the
    others it says nothing, and what is known of them stays.
    """

    where: str
    title: str
    identity: str | None = None
    kind: str | None = None
    room: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    abstract: str | None = None
    speakers: tuple[Speaker, ...] = ()
    opted_out: bool = False
    told: frozenset[str] = frozenset({"kind", "room", "starts_at", "ends_at", "abstract", "people", "opted_out"})


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything a file tells. name, starts, ends, timezone, venue: of the event, where the file speaks of it.

    notes: what somebody should know who imports it (an unknown zone, times taken as afternoon), one sentence each.
    """

    form: str
    entries: tuple[Entry, ...]
    name: str | None = None
    slug: str | None = None
    starts: date | None = None
    ends: date | None = None
    timezone: str | None = None
    notes: tuple[str, ...] = field(default=())


class Problems:
    """Collects what is wrong with a file, one line for each row, and refuses all of it at once."""

    _MOST_SHOWN = 40

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Note one problem: where in the file, and what is wrong."""
        self.lines.append(f"{where}: {what}")

    def refuse_if_any(self) -> None:
        """Raise BadInputFile with every problem, if there is one."""
        if not self.lines:
            return
        self.lines.sort(key=_place)
        shown = tuple(self.lines[: self._MOST_SHOWN])
        more = len(self.lines) - len(shown)
        further = (f"and {more} more like these",) if more else ()
        count = f"{len(self.lines)} things are wrong in it" if len(self.lines) > 1 else "one thing is wrong in it"
        hint = "put these right in the file and import it again"
        what = f"{count}, so nothing was taken over"
        raise BadInputFile(what, where=self.path, hint=hint, problems=(*shown, *further))


def _place(line: str) -> int:
    """The first number of a problem's line: where in the file it is."""
    found = re.search(r"\d+", line.split(":", 1)[0])
    return int(found[0]) if found else 0


def check(entries: list[Entry], problems: Problems) -> None:
    """Note what no agenda can hold: no title, one identity or one session twice, an end before its start."""
    seen: dict[object, str] = {}
    for entry in entries:
        if not entry.title:
            problems.add(entry.where, "it has no title")
        elif len(entry.title) > LONGEST_TITLE:
            problems.add(entry.where, f"its title has {len(entry.title):,} characters; is it in the right column?")
        if entry.starts_at and entry.ends_at and entry.ends_at < entry.starts_at:
            problems.add(entry.where, f"“{entry.title}” would end before it starts")
        key: object = entry.identity or (entry.title.casefold(), entry.starts_at, entry.room)
        if key in seen:
            same = f"its id {entry.identity} is" if entry.identity else "the same session is"
            problems.add(entry.where, f"{same} also in {seen[key]}")
        seen.setdefault(key, entry.where)
