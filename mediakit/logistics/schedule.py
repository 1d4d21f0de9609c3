"""Agendas in files: which format a file is, told by its content and never by its name, and what it says."""

from __future__ import annotations

import json
from datetime import date, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from mediakit.domain.agenda import MOST_SESSIONS, Agenda, Problems, check
from mediakit.domain.errors import BadInputFile
from mediakit.media.sheets import content_of

_HINT = "event import reads schedule.json and schedule.xml (pretalx, frab, Pentabarf), .ics, .csv and .xlsx"
_SIGNATURES = (
    (b"\xff\xd8\xff", "a photo (JPEG)"), (b"\x89PNG", "a picture (PNG)"), (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF; ask for the spreadsheet it was made from"), (b"\x1f\x8b", "packed (gzip); unpack it first"),
    (b"II*\x00", "a picture (TIFF)"), (b"MM\x00*", "a picture (TIFF)"), (b"\x1aE\xdf\xa3", "a film"),
    (b"RIFF", "a recording or a picture"), (b"OggS", "a recording"), (b"ID3", "a recording (MP3)"),
    (b"SQLite format 3", "a database"), (b"\x7fELF", "a program"), (b"{\\rtf", "a word processor's file (RTF)"),
)  # fmt: skip


def read_agenda(path: Path, zone: str, first_day: date | None = None) -> Agenda:
    """The agenda of a file. zone: IANA name, of times that name none, and that all times are given in.

    first_day: of the event, for days that are written without a year or not at all.

    Raises Misuse where there is no such file, BadInputFile (with a line for every bad row) for one that is no agenda.
    """
    content = content_of(path, "an agenda", _HINT)
    local = ZoneInfo(zone)
    problems = Problems(str(path))
    agenda = _read(path, content, local, first_day, problems)
    if len(agenda.entries) > MOST_SESSIONS:
        what = f"{len(agenda.entries):,} sessions are more than any agenda has"
        raise BadInputFile(what, where=str(path), hint="is it the right file?")
    check(list(agenda.entries), problems)
    problems.refuse_if_any()
    if not agenda.entries:
        raise BadInputFile("there is no session in it", where=str(path), hint="is it the right file? " + _HINT)
    return agenda


def _read(path: Path, content: bytes, local: tzinfo, first_day: date | None, problems: Problems) -> Agenda:
    # each format is imported where it is used: a calendar needs two libraries that a spreadsheet does not
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        from mediakit.logistics import schedule_sheet

        return schedule_sheet.read(path, local, first_day, problems)
    told = next((what for mark, what in _SIGNATURES if content.startswith(mark)), None)
    if told is None and content[4:8] == b"ftyp":
        told = "a film or a photo"
    if told:
        raise BadInputFile(f"no agenda: it is {told}", where=str(path), hint=_HINT)
    text = text_of(path, content)
    begins = text.lstrip("\ufeff \t\r\n")[:400]
    if begins.startswith(("{", "[")):
        from mediakit.logistics import schedule_json

        return schedule_json.read(_json(path, text), local, problems)
    if begins.startswith("<"):
        from mediakit.logistics import schedule_xml

        return schedule_xml.read(path, content, local, problems)
    if begins.upper().startswith("BEGIN:"):
        from mediakit.logistics import schedule_calendar

        return schedule_calendar.read(path, text, local, first_day, problems)
    from mediakit.logistics import schedule_sheet

    return schedule_sheet.read(path, local, first_day, problems)


def text_of(path: Path, content: bytes) -> str:
    """A file's text: UTF-8, UTF-16 with its mark, or Windows-1252. Raises BadInputFile for what is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    odd = sum(1 for c in text[:4000] if not c.isprintable() and c not in "\r\n\t\xa0\u2028\x0b\x0c")
    if "\0" in text or odd * 20 > len(text[:4000]):
        raise BadInputFile("no agenda, and no text either", where=str(path), hint=_HINT)
    return text


def _json(path: Path, text: str) -> object:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg}"
        hint = "was it downloaded to the end? fetch it again"
        raise BadInputFile(what, where=f"{path}, line {error.lineno}", hint=hint) from None
    except (RecursionError, ValueError):
        raise BadInputFile("no agenda: JSON nested too deeply", where=str(path), hint=_HINT) from None
