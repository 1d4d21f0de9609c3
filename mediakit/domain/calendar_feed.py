"""Calendars that other programs subscribe to: iCalendar (RFC 5545), the same bytes for the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mediakit import __version__

_LONGEST_BYTES = 75
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry of a calendar. starts, ends: both days (the last one included), or both aware moments.

    An end that is not after its start is left out: nobody knows it. uid: the same for the same thing for ever. stamp:
    when it was last changed, aware. busy: False leaves the day free. url: where more about it can be read, or "".
    """

    uid: str
    summary: str
    starts: date
    ends: date
    stamp: datetime
    description: str = ""
    location: str = ""
    busy: bool = False
    url: str = ""


def calendar(name: str, occasions: Iterable[Occasion]) -> str:
    """A whole calendar as text, with the line ends that RFC 5545 asks for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//mediakit//mediakit {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        f"NAME:{_escaped(name)}",
        *(line for one in occasions for line in _lines(one)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _lines(one: Occasion) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(one.uid)}"
    yield f"DTSTAMP:{_utc(one.stamp)}"
    if isinstance(one.starts, datetime) and isinstance(one.ends, datetime):
        yield f"DTSTART:{_utc(one.starts)}"
        # RFC 5545, section 3.8.2.2: an end is later than its start
        if one.ends > one.starts:
            yield f"DTEND:{_utc(one.ends)}"
    else:
        yield f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}"
        # the end of a whole day is the day after it
        yield f"DTEND;VALUE=DATE:{one.ends + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(one.summary)}"
    if one.location:
        yield f"LOCATION:{_escaped(one.location)}"
    if one.description:
        yield f"DESCRIPTION:{_escaped(one.description)}"
    if one.url:
        # a value of type URI is not escaped, and holds no line end
        yield f"URL:{''.join(one.url.split())}"
    yield f"TRANSP:{'OPAQUE' if one.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    r"""Text as a value: backslash, semicolon, comma and line ends are escaped (RFC 5545, section 3.3.11).

    >>> _escaped("one, two; three")
    'one\\, two\\; three'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    plain = re.sub(r"([\\;,])", r"\\\1", _CONTROL.sub(" ", plain))
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, never within a character (RFC 5545, section 3.1)."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _LONGEST_BYTES:
            pieces.append(piece)
            piece, size = "", 1  # the space that the next piece begins with
        piece, size = piece + character, size + width
    return "\r\n ".join([*pieces, piece])
