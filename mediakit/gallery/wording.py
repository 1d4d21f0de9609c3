"""Numbers, moments and sizes as the pages word them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from mediakit.domain.span import format_position

# not strftime's: a page must not depend on the locale of the machine that builds it
_MONTHS = "January February March April May June July August September October November December".split()


def seconds(milliseconds: int) -> str:
    """Seconds as in an address: at most three decimals, none that say nothing.

    >>> seconds(83_500), seconds(7_000), seconds(40)
    ('83.5', '7', '0.04')
    """
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


def duration(milliseconds: int) -> str:
    """An ISO 8601 duration, for `<time>`.

    >>> duration(83_500), duration(3_600_000)
    ('PT1M23S', 'PT1H')
    """
    total = milliseconds // 1000
    parts = [(total // 3600, "H"), (total // 60 % 60, "M"), (total % 60, "S")]
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0S")


def spoken_duration(milliseconds: int) -> str:
    """How long it plays, in words, for those who hear the page.

    >>> spoken_duration(83_500), spoken_duration(3_661_000)
    ('1 minute 23 seconds', '1 hour 1 minute')
    """
    total = milliseconds // 1000
    parts = [(total // 3600, "hour"), (total // 60 % 60, "minute"), (total % 60, "second")]
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n]
    return " ".join(said[:2]) or "less than a second"


def day(moment: date | datetime) -> str:
    """A day as people write it: 30 January 2024."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def days(starts: date, ends: date | None) -> str:
    """The days of an event.

    >>> days(date(2024, 1, 30), date(2024, 1, 31)), days(date(2024, 1, 31), date(2024, 2, 1))
    ('30–31 January 2024', '31 January – 1 February 2024')
    """
    if ends is None or ends <= starts:
        return day(starts)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}–{day(ends)}"
    if starts.year == ends.year:
        return f"{starts.day} {_MONTHS[starts.month - 1]} – {day(ends)}"
    return f"{day(starts)} – {day(ends)}"


def time_of_day(moment: datetime) -> str:
    """A wall-clock time: 09:30."""
    return f"{moment:%H:%M}"


def size(size_bytes: int) -> str:
    """The size of a file as people say it.

    >>> size(900), size(43_000), size(12_400_000)
    ('900 bytes', '43 kB', '12.4 MB')
    """
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes < 1e9 else f"{size_bytes / 1e9:.1f} GB"


def lines(text: str) -> Iterator[str]:
    """The paragraphs of a text somebody typed."""
    return (line.strip() for line in re.split(r"\n\s*\n|\r?\n", text) if line.strip())


# by the names that templates know
FILTERS: dict[str, Callable[..., Any]] = {
    "clock": format_position,
    "seconds": seconds,
    "duration": duration,
    "spoken_duration": spoken_duration,
    "day": day,
    "days": days,
    "time": time_of_day,
    "size": size,
    "lines": lines,
}
