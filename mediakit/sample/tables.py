"""The sample's spreadsheets, as somebody would keep them: the agenda, the people list, the alternative texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from mediakit.media import files
from mediakit.sample import story
from mediakit.sample.photos import PHOTOS, AltText

AGENDA, PEOPLE, ALT_TEXTS = "agenda.csv", "people.csv", "alt_texts.csv"


def agenda() -> str:
    """The agenda, a session a row: title, kind, room, start, end, people (by name, with semicolons), abstract."""
    rows = (
        (
            session.title,
            session.kind,
            session.room or "",
            session.starts_at.isoformat(timespec="minutes") if session.starts_at else "",
            session.ends_at.isoformat(timespec="minutes") if session.ends_at else "",
            "; ".join(story.person_named(slug).name for slug in session.people),
            session.abstract or "",
        )
        for session in story.SESSIONS
    )
    return _table(("title", "kind", "room", "start", "end", "people", "abstract"), rows)


def people() -> str:
    """The people list: name, honorific, role, organisation, aliases (with semicolons), says."""
    rows = (
        (p.name, p.honorific or "", p.role or "", p.organisation or "", "; ".join(p.aliases), p.says or "")
        for p in story.PEOPLE
    )
    return _table(("name", "honorific", "role", "organisation", "aliases", "says"), rows)


def alt_texts() -> str:
    """The alternative texts that somebody typed, by the photo's short name."""
    rows = ((photo.short, photo.alt_text) for photo in PHOTOS if photo.alt_text_in is AltText.SPREADSHEET)
    return _table(("asset", "alt_text"), rows)


def write_tables(folder: Path) -> tuple[Path, ...]:
    """Write the three tables into a folder and return their paths."""
    tables = ((AGENDA, agenda()), (PEOPLE, people()), (ALT_TEXTS, alt_texts()))
    for name, text in tables:
        files.write_whole(folder / name, text)
    return tuple(folder / name for name, _ in tables)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    # A byte order mark, since Excel takes a CSV file without one for its own old encoding.
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
