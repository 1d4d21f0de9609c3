"""Numbers, moments and sizes as the pages word them, in the language of the words they are given (English without).

Names of months, the order of a date, and the marks in numbers are texts like all others: see templates/strings/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from mediakit.domain.languages import direction, is_another, language_name
from mediakit.domain.span import format_position
from mediakit.media.strings import Strings

ENGLISH = Strings()
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


def spoken_duration(milliseconds: int, words: Strings = ENGLISH) -> str:
    """How long it plays, in words, for those who hear the page.

    >>> spoken_duration(83_500), spoken_duration(3_661_000)
    ('1 minute 23 seconds', '1 hour 1 minute')
    """
    total = milliseconds // 1000
    hours, minutes, rest = total // 3600, total // 60 % 60, total % 60
    said = [
        words.count("{n} hour", "{n} hours", hours) if hours else "",
        words.count("{n} minute", "{n} minutes", minutes) if minutes else "",
        words.count("{n} second", "{n} seconds", rest) if rest else "",
    ]
    return " ".join([part for part in said if part][:2]) or words.say("less than a second")


def day(moment: date | datetime, words: Strings = ENGLISH) -> str:
    """A day as people write it: 30 January 2024."""
    return words.say(
        "{day} {month} {year}", day=_day(moment, words), month=_month(moment, words), year=str(moment.year)
    )


def days(starts: date, ends: date | None, words: Strings = ENGLISH) -> str:
    """The days of an event.

    >>> days(date(2024, 1, 30), date(2024, 1, 31)), days(date(2024, 1, 31), date(2024, 2, 1))
    ('30–31 January 2024', '31 January – 1 February 2024')
    """
    if ends is None or ends <= starts:
        return day(starts, words)
    first = _day(starts, words)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return words.say("{first}–{day}", first=first, day=day(ends, words))
    if starts.year == ends.year:
        first = words.say("{day} {month}", day=first, month=_month(starts, words))
        return f"{first} – {day(ends, words)}"
    return f"{day(starts, words)} – {day(ends, words)}"


def _month(moment: date, words: Strings) -> str:
    return words.say(_MONTHS[moment.month - 1])


def _day(moment: date, words: Strings) -> str:
    # "1st": English writes a plain 1, others do not (1er janvier)
    return words.pages.get("1st", "1") if moment.day == 1 else str(moment.day)  # type: ignore[return-value]


def time_of_day(moment: datetime) -> str:
    """A wall-clock time: 09:30."""
    return f"{moment:%H:%M}"


def size(size_bytes: int, words: Strings = ENGLISH) -> str:
    """The size of a file as people say it.

    >>> size(900), size(43_000), size(12_400_000)
    ('900 bytes', '43 kB', '12.4 MB')
    """
    if size_bytes < 1000:
        return words.count("{n} byte", "{n} bytes", size_bytes)
    if size_bytes < 1_000_000:
        return words.say("{n} kB", n=words.number(size_bytes / 1000))
    if size_bytes < 1e9:
        return words.say("{n} MB", n=words.number(size_bytes / 1e6, 1))
    return words.say("{n} GB", n=words.number(size_bytes / 1e9, 1))


def listed(names: Sequence[str], words: Strings = ENGLISH) -> str:
    """Names in a row.

    >>> listed(["Ada", "Bo", "Cy"])
    'Ada, Bo and Cy'
    """
    if len(names) < 2:
        return "".join(names)
    return words.say("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def language(tag: str, words: Strings = ENGLISH) -> str:
    """What a language is called in the language of the pages.

    >>> language("cy")
    'Welsh'
    """
    return words.say(language_name(tag))


def marks(tag: str | None, site_language: str) -> Markup:
    """The attributes of an element whose words are in another language than the page's; nothing where they are not.

    >>> marks("ar", "en-GB"), marks("en", "en-GB")
    (Markup(' lang="ar" dir="rtl"'), Markup(''))
    """
    if not tag or not is_another(tag, site_language):
        return Markup("")
    turned = direction(tag) != direction(site_language)
    return Markup(' lang="{}" dir="{}"' if turned else ' lang="{}"').format(tag, direction(tag))


def lines(text: str) -> Iterator[str]:
    """The paragraphs of a text somebody typed."""
    return (line.strip() for line in re.split(r"\n\s*\n|\r?\n", text) if line.strip())


def filters(words: Strings) -> dict[str, Callable[..., Any]]:
    """What templates may write behind a bar, in the language of the words."""
    spoken: dict[str, Callable[..., str]] = {
        "spoken_duration": spoken_duration,
        "day": day,
        "days": days,
        "size": size,
        "listed": listed,
        "language": language,
    }
    return {
        "clock": format_position,
        "seconds": seconds,
        "duration": duration,
        "time": time_of_day,
        "lines": lines,
        "marks": marks,
        "direction": direction,
        "number": words.number,
        **{name: partial(told, words=words) for name, told in spoken.items()},
    }


FILTERS = filters(ENGLISH)
