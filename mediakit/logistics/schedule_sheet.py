"""An agenda that somebody keeps in a spreadsheet: days in a column or in lines of their own, times in British ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

from mediakit.domain.agenda import Agenda, Entry, Problems, Speaker
from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.naming import fold
from mediakit.domain.when import (
    FIRST_YEAR,
    LAST_YEAR,
    is_day,
    parse_day,
    parse_length,
    parse_moment,
    parse_time,
    parse_times,
)
from mediakit.domain.written_name import clean, name_of_address, parse_name, role_and_organisation
from mediakit.logistics.columns import Columns, find_columns
from mediakit.media.sheets import Cell, Row, read_rows

KNOWN = {
    "title": ("title", "session", "session title", "session name", "talk", "talk title", "event", "topic", "item",
              "activity", "subject", "what", "name", "titel", "vortrag", "titre", "agenda item", "programme"),
    "subtitle": ("subtitle", "sub title", "untertitel", "strapline"),
    "room": ("room", "rooms", "location", "venue", "where", "place", "hall", "stage", "ort", "raum", "saal", "space"),
    "date": ("date", "day", "datum", "tag", "session date", "start date", "jour"),
    "start": ("start", "starts", "start time", "from", "begin", "begins", "time", "times", "when", "uhrzeit", "beginn",
              "starts at", "start at", "begin time", "time start", "date and time", "start date and time", "von",
              "slot"),
    "end": ("end", "ends", "end time", "to", "until", "finish", "finishes", "ende", "ends at", "finish time", "bis",
            "time end", "end date and time"),
    "length": ("duration", "length", "minutes", "mins", "dauer", "duration min", "duration mins", "duration minutes"),
    "identity": ("id", "code", "guid", "uid", "ref", "reference", "session id", "session code", "no", "nr", "number"),
    "kind": ("kind", "type", "format", "session type", "typ", "category", "session format"),
    "abstract": ("abstract", "description", "details", "summary", "beschreibung", "synopsis", "blurb", "about"),
    "speaker": ("speaker", "speakers", "presenter", "presenters", "people", "person", "who", "names", "panel",
                "panellist", "panellists", "panelist", "panelists", "chair", "chairs", "facilitator", "facilitators",
                "speaker name", "speaker s", "vortragende", "referent", "referenten", "led by", "host", "hosts",
                "contributor", "contributors", "interviewee"),
    "role": ("role", "speaker role", "job title", "position", "speaker title", "speaker job title"),
    "organisation": ("organisation", "organization", "affiliation", "employer", "company", "speaker organisation",
                     "speaker organization", "speaker affiliation", "institution"),
    "email": ("email", "e mail", "speaker email", "email address", "contact"),
    "not_recorded": ("do not record", "opt out", "optout", "recording opt out", "opted out", "no recording",
                     "not recorded", "do not film", "no filming", "opt out of recording"),
    "recorded": ("recording", "record", "recorded", "filming", "film", "filmed", "to be recorded", "may be recorded",
                 "ok to film", "ok to record", "consent to record"),
}  # fmt: skip
_BODIES = re.compile(
    r"\b(?:universit\w*|college|council|nhs|trust|hospital|health|foundation|department|ministry|institute\w*|centre|"
    r"center|ltd|limited|gmbh|inc|plc|llp|network|system|board|school|society|association|charity|agency|service|"
    r"group|collective|observatory|bbc|stadt\w*|landes\w*|bundes\w*|ag|e\.?v|head|director|manager|chair|officer|"
    r"professor of|lead|midwife|nurse|consultant|registrar|editor|chief|ceo|redakteur|prasident|oberburgermeister)\b"
)
_NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "tbc", "tba", "tbd", "?", "all", "various", "everyone", "everybody"}


@dataclass(frozen=True, slots=True)
class _Frame:
    columns: Columns
    local: tzinfo
    first_day: date | None


def read(path: Path, local: tzinfo, first_day: date | None, problems: Problems) -> Agenda:
    """The agenda of a CSV file or workbook; raises BadInputFile without a title column, notes what is bad in a row."""
    rows = read_rows(path)
    columns = find_columns(rows, KNOWN, "title")
    if columns is None:
        hint = "name the columns in the first row, such as: Title, Date, Start, End, Room, Speakers"
        raise BadInputFile("no agenda: there is no heading row with a title and a time", where=str(path), hint=hint)
    frame = _Frame(columns, local, first_day)
    word = "line" if path.suffix.lower() in (".csv", ".txt", ".tsv") else "row"
    entries: list[Entry] = []
    day: date | None = None
    for row in rows[columns.header + 1 :]:
        where = f"{word} {row.number}"
        try:
            told = _day_alone(row, frame) or _day_of(row, frame)
            day = told or day
            if _is_a_line_between(row, frame):
                continue
            entries.append(_entry(where, row, day or first_day, frame))
        except Misuse as error:
            problems.add(where, str(error))
    notes = [f"these columns were not read: {', '.join(columns.unknown[:8])}"] if columns.unknown else []
    return Agenda("spreadsheet", tuple(entries), notes=tuple(notes))


def _is_a_line_between(row: Row, frame: _Frame) -> bool:
    """A day or a headline between the sessions, or the headings once more."""
    filled = [number for number in range(len(row.cells)) if row.text(number)]
    title = frame.columns.text(row, "title")
    again = find_columns([row], KNOWN, "title")
    if again is not None and not any(c.isdecimal() for c in row.text(again.of["title"][0])) and len(again.of) > 2:
        return True
    alone = len(filled) == 1
    return alone and (not title or is_day(title, frame.first_day) or _day_alone(row, frame) is not None)


def _day_alone(row: Row, frame: _Frame) -> date | None:
    """The day of a row that says nothing else."""
    filled = [row.text(number) for number in range(len(row.cells)) if row.text(number)]
    if len(filled) != 1:
        return None
    told = re.sub(r"(?i)^day\s+\w+\s*[-–—:,.]\s*", "", filled[0])
    return parse_day(told, frame.first_day) if is_day(told, frame.first_day) else None


def _day_of(row: Row, frame: _Frame) -> date | None:
    numbers = frame.columns.of.get("date", ())
    for number in numbers:
        cell = row.cells[number] if number < len(row.cells) else None
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, int | float) and not isinstance(cell, bool) and 20_000 < cell < 80_000:
            return date(1899, 12, 30) + timedelta(days=int(cell))
        text = row.text(number)
        if text and re.match(r"\d{4}-\d\d-\d\d[T ]\d\d", text):
            return parse_moment(text).date()
        if text.lower() not in _NOTHING:
            return parse_day(text, frame.first_day)
    return None


def _entry(where: str, row: Row, day: date | None, frame: _Frame) -> Entry:
    columns = frame.columns
    title = clean(columns.text(row, "title"))
    starts, ends = _times(row, day, frame)
    told = {name for name in ("kind", "room", "abstract") if name in columns}
    told |= {"starts_at"} if "start" in columns else set()
    told |= {"ends_at"} if ends or "end" in columns or "length" in columns else set()
    told |= {"people"} if "speaker" in columns else set()
    told |= {"opted_out"} if "not_recorded" in columns or "recorded" in columns else set()
    abstract = [columns.text(row, "subtitle"), _several_lines(row, columns, "abstract")]
    return Entry(
        where=where,
        title=title,
        identity=clean(columns.text(row, "identity")) or None,
        kind=clean(columns.text(row, "kind")).lower() or None,
        room=clean(columns.text(row, "room")) or None,
        starts_at=starts,
        ends_at=ends,
        abstract="\n\n".join(text for text in abstract if text) or None,
        speakers=tuple(_speakers(row, columns)),
        opted_out=_opted_out(row, columns),
        told=frozenset(told),
    )


def _several_lines(row: Row, columns: Columns, name: str) -> str:
    for number in columns.of.get(name, ()):
        cell = row.cells[number] if number < len(row.cells) else None
        if isinstance(cell, str) and cell.strip():
            return cell.replace("\r\n", "\n").replace("\x00", "").strip()
    return ""


def _times(row: Row, day: date | None, frame: _Frame) -> tuple[datetime | None, datetime | None]:
    """When it starts and ends, in the event's zone; None where the row does not say."""
    columns = frame.columns
    begins, until = _clock(row, "start", frame)
    ends, _ = _clock(row, "end", frame)
    ends = ends or until
    if begins is None:
        return None, None
    starts = _placed(begins, day, frame)
    if ends is not None:
        end = _placed(ends, starts.date(), frame)
        # an evening that goes on past midnight
        if isinstance(ends, time) and end <= starts and (end + timedelta(days=1) - starts) < timedelta(hours=9):
            end += timedelta(days=1)
        return starts, end
    length = columns.text(row, "length")
    return starts, starts + parse_length(length) if length.lower() not in _NOTHING else None


def _clock(row: Row, name: str, frame: _Frame) -> tuple[datetime | time | None, time | None]:
    """A start or end as its cell has it: a moment, or a time of the day; and an end that the same cell tells."""
    for number in frame.columns.of.get(name, ()):
        cell: Cell = row.cells[number] if number < len(row.cells) else None
        if isinstance(cell, datetime):
            return (cell.time() if cell.year < 1901 else cell), None
        if isinstance(cell, time):
            return cell.replace(microsecond=0), None
        if isinstance(cell, timedelta) or (isinstance(cell, float) and 0 <= cell < 1):
            minutes = round((cell.total_seconds() / 60) if isinstance(cell, timedelta) else cell * 1440)
            return time(minutes // 60 % 24, minutes % 60), None
        text = row.text(number)
        if text.lower() in _NOTHING:
            continue
        if re.search(r"\d{4}|[/]|\d\.\d+\.", text) and not re.fullmatch(r"\d{4}(?:\s*[-–—]\s*\d{4})?", text):
            return parse_moment(text, frame.first_day), None
        if name == "start":
            return parse_times(text)
        return parse_time(text), None
    return None, None


def _placed(value: datetime | time, day: date | None, frame: _Frame) -> datetime:
    year = value.year if isinstance(value, datetime) else day.year if day else FIRST_YEAR
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Misuse(f"no event was in the year {year}")
    if isinstance(value, datetime):
        return value.replace(tzinfo=frame.local) if value.tzinfo is None else value.astimezone(frame.local)
    if day is None:
        raise Misuse("it has a time and no day; add a Date column, or give the event its days")
    return datetime.combine(day, value, tzinfo=frame.local)


def _opted_out(row: Row, columns: Columns) -> bool:
    refused = columns.text(row, "not_recorded").lower()
    if refused and refused not in ("no", "n", "false", "0", "-", "n/a"):
        return True
    return columns.text(row, "recorded").lower() in (
        "no",
        "n",
        "false",
        "0",
        "not",
        "opt out",
        "opted out",
        "do not record",
    )


def _speakers(row: Row, columns: Columns) -> Iterator[Speaker]:
    cells = columns.texts(row, "speaker")
    one_each = len(columns.of.get("speaker", ())) > 1
    written = [name for cell in cells for name in (_of_one_cell(cell) if not one_each else _split(cell, r"[;\n]"))]
    alone = len(written) == 1
    for text in written:
        named = parse_name(text)
        name = named.name or name_of_address(named.email or "")
        if not name or name.lower() in _NOTHING:
            continue
        role, organisation = role_and_organisation(named.rest)
        yield Speaker(
            name=name,
            honorific=named.honorific,
            post_nominals=named.post_nominals,
            role=(columns.text(row, "role") if alone else "") or role,
            organisation=(columns.text(row, "organisation") if alone else "") or organisation,
            email=named.email or (columns.text(row, "email") if alone and "@" in columns.text(row, "email") else None),
        )


def _of_one_cell(cell: str) -> Sequence[str]:
    """The people of a cell that may hold several: between semicolons, slashes, "and" and "&", or commas."""
    parts = _split(cell, r"[;\n|]|\s/\s")
    if len(parts) > 1:
        return parts
    commas = _split(cell, ",")
    if len(commas) > 1:
        # "Okafor, Ada" is one person, "Ada Okafor, Registrar" too; "Ada Okafor, Bo Lind and Jo Bell" are three
        names = all(len(part.split()) > 1 and not _is_body(part) for part in commas)
        if names or (len(commas) > 2 and not _is_body(cell)):
            return [name for part in commas for name in _split(part, r"\s(?:and|&|und)\s|^and\s")]
        return [cell]
    halves = _split(cell, r"\s(?:and|&|und)\s")
    return halves if all(len(half.split()) > 1 and not _is_body(half) for half in halves) else [cell]


def _is_body(part: str) -> bool:
    """Whether it is an organisation or a role rather than a name."""
    return bool(_BODIES.search(fold(part)))


def _split(text: str, pattern: str) -> list[str]:
    return [part.strip() for part in re.split(pattern, text) if part.strip()]
