"""What people call the columns of a list of consents, and what they write into its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from mediakit.domain.consent import Basis, Channel, ShowAs
from mediakit.domain.naming import fold
from mediakit.media.sheets import Cell, Row, cell_text

NAMES: Mapping[str, tuple[str, ...]] = {
    "person": ("person", "name", "full name", "participant", "speaker", "slug", "who"),
    "first": ("first name", "forename", "given name", "given names"),
    "last": ("surname", "last name", "family name"),
    "channel": ("channel", "channels", "where", "use", "uses", "may be used on", "agreed channels"),
    "basis": ("basis", "lawful basis", "legal basis"),
    "given": ("given", "given on", "date", "date given", "date signed", "signed", "signed on", "date of consent"),
    "until": ("until", "expires", "expires on", "expiry", "expiry date", "valid until", "ends", "end date"),
    "show_as": ("show as", "shown as", "name shown", "named as", "how named"),
    "guardian": ("guardian", "parent", "parent or guardian", "parent guardian", "on behalf of", "given by"),
    "by": ("by", "taken by", "collected by", "recorded by", "witness"),
    "organisations": ("organisations", "organizations", "organisations named", "named organisations"),
    "evidence": ("evidence", "form", "file", "scan", "evidence file"),
    "note": ("note", "notes", "comment", "comments", "agreed to", "what was agreed"),
    "web": ("web", "website", "online", "web site"),
    "social": ("social", "social media"),
    "print": ("print", "printed", "publications"),
    "press": ("press", "media", "press and media"),
    "internal": ("internal", "intranet", "internal use"),
}
TICKS = tuple(c.value for c in Channel)
_YES = {"yes", "y", "x", "true", "1", "ok", "agreed", "agree", "✓", "✔", "☑", "☒", "ja", "oui"}
_NO = {"", "no", "n", "false", "0", "-", "–", "—", "declined", "refused", "☐", "none", "n/a"}
_MONTHS = "january february march april may june july august september october november december".split()
_HEADER_WITHIN = 12


def find_header(rows: Sequence[Row]) -> tuple[int, dict[str, int]] | None:
    """Which row names the columns, and which column is what; None if no row near the top does.

    Such a row names people, and where they may be shown: in one column, or in a column for each channel.
    """
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = _columns(row)
        names_people = "person" in columns or {"first", "last"} <= columns.keys()
        if names_people and columns.keys() & {"channel", *TICKS}:
            return index, columns
    return None


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, cell in enumerate(row.cells):
        title = re.sub(r"[\W_]+", " ", fold(cell_text(cell))).strip()
        for name, spellings in NAMES.items():
            if title in spellings:
                found.setdefault(name, number)
    return found


def unread(row: Row, columns: Mapping[str, int]) -> list[str]:
    """The titles of columns that mean nothing here."""
    return [text for n in range(len(row.cells)) if (text := row.text(n)) and n not in columns.values()]


def ticked(text: str) -> bool | None:
    """Whether a tick box says yes; None if that cannot be told.

    >>> ticked("x"), ticked(""), ticked("only with her face hidden")
    (True, False, None)
    """
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def channels(text: str) -> tuple[Channel, ...] | None:
    """Channels out of one cell, parted by commas, semicolons, slashes or "and"; "all" is all; None for an unknown one.

    >>> channels("Web, social media and print") == (Channel.WEB, Channel.SOCIAL, Channel.PRINT)
    True
    """
    words = [w.strip() for w in re.split(r"[,;/&+\n]|\band\b", fold(text)) if w.strip()]
    if words in (["all"], ["all channels"], ["everything"]):
        return tuple(Channel)
    found = [next((c for c in Channel if word in NAMES[c.value]), None) for word in words]
    return None if None in found else tuple(dict.fromkeys(c for c in found if c))


def basis(text: str) -> Basis | None:
    """A lawful basis by its name; empty is consent; None for an unknown one."""
    word = re.sub(r"[\W_]+", "-", text.strip().casefold())
    known: dict[str, Basis] = {"": Basis.CONSENT, "legitimate-interest": Basis.LEGITIMATE_INTERESTS}
    return known.get(word) or next((b for b in Basis if b.value == word), None)


def show_as(text: str) -> ShowAs | None:
    """How somebody is to be named; empty is by full name; None if that cannot be told."""
    word = re.sub(r"\s+(name|only|name only)$", "", text.strip().casefold())
    return {
        "": ShowAs.FULL, "full": ShowAs.FULL, "yes": ShowAs.FULL, "first": ShowAs.FIRST, "forename": ShowAs.FIRST,
        "none": ShowAs.NONE, "no": ShowAs.NONE, "without": ShowAs.NONE, "anonymous": ShowAs.NONE,
    }.get(word)  # fmt: skip


def day(cell: Cell) -> date | None:
    """A day as a spreadsheet or a person in Britain writes it; None for what is no day.

    >>> day("13/05/2026") == day("13 May 2026") == day("2026-05-13") == date(2026, 5, 13), day("05/13/2026")
    (True, None)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell_text(cell)
    if re.fullmatch(r"\d{4}-\d\d-\d\d([ T]00:00(:00)?)?", text, re.ASCII):
        return _date(text[:4], text[5:7], text[8:10])
    if found := re.fullmatch(r"(\d\d?)[./-](\d\d?)[./-](\d{4})", text, re.ASCII):
        return _date(found[3], found[2], found[1])
    if found := re.fullmatch(r"(?:[A-Za-z]+,? )?(\d\d?)(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})", text, re.ASCII):
        months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(found[2].lower())]
        return _date(found[3], str(months[0]), found[1]) if months else None
    return None


def _date(year: str, month: str, day_of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def listed(text: str) -> tuple[str, ...]:
    """Names in one cell, parted by semicolons; by commas where there is no semicolon."""
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))
