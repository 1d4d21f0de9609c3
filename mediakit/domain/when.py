"""Days, times and lengths as people write them on agendas, the British way first."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from mediakit.domain.errors import Misuse

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_OTHER_MONTHS = {"mär": 3, "mai": 5, "okt": 10, "dez": 12, "sept": 9}
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::(\d{2}))?\s*(?:h|hrs?|hours|uhr)?\s*([ap])?\.?\s?(?:m\b\.?)?", re.IGNORECASE
)
_LENGTH = re.compile(r"(?:(\d{1,2})\s*(?:hours?|hrs?|h)\.?\s*)?(?:(\d{1,3})\s*(?:m|mins?|minutes?)?\b\.?)?")
FIRST_YEAR, LAST_YEAR = 1970, 2100


def parse_day(text: str, near: date | None = None) -> date:
    """A day: 13/05/2026, 13.5.26, Wed 13th May 2026, 2026-05-13; without a year, the one nearest to `near`.

    Raises Misuse for what is no day, for a day that another weekday is said of, and where the year is not known.

    >>> parse_day("Thursday 14th of May", date(2026, 5, 13)).isoformat()
    '2026-05-14'
    """
    plain = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", text.strip().lower())
    weekday = next((n for n, name in enumerate(_WEEKDAYS) if re.search(rf"\b{name}[a-z]*\b", plain)), None)
    numbers = _numbers(plain, text)
    day = _built(numbers, text, near)
    if weekday is not None and day.weekday() != weekday:
        raise Misuse(f"{text.strip()!r}: {day.isoformat()} is a {day:%A}")
    return day


def is_day(text: str, near: date | None = None) -> bool:
    """Whether text is a day and nothing else."""
    try:
        parse_day(text, near)
    except Misuse:
        return False
    return True


def _numbers(plain: str, text: str) -> tuple[int | None, int, int]:
    """Year, month, day as written."""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00)?)?", plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(?:[a-z]+,?\s+)?(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}|\d{2})?)?", plain):
        return _year(found[3]), int(found[2]), int(found[1])
    words = [w for w in re.split(r"[\s,.\-/]+", plain) if w not in ("", "of", "the", "day")]
    words = [w for w in words if not any(re.fullmatch(rf"{d}[a-z]*", w) for d in _WEEKDAYS) or w.startswith("mond ")]
    months = [m for w in words if (m := _month(w))]
    digits = [w for w in words if w.isdecimal()]
    if len(months) == 1 and len(digits) + 1 == len(words) and 1 <= len(digits) <= 2:
        day, year = digits[0], digits[1] if len(digits) > 1 else None
        if len(day) == 4 and year is not None:
            day, year = year, day
        return _year(year), months[0], int(day)
    raise Misuse(f"{text.strip()!r} is no day; write it as 13 May 2026, 13/05/2026 or 2026-05-13")


def _month(word: str) -> int | None:
    if word in _OTHER_MONTHS:
        return _OTHER_MONTHS[word]
    return _MONTHS.index(word[:3]) + 1 if word.isalpha() and word[:3] in _MONTHS else None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _built(numbers: tuple[int | None, int, int], text: str, near: date | None) -> date:
    year, month, day = numbers
    try:
        if year is not None:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise Misuse(f"{text.strip()!r}: no event was in the year {year}")
            return date(year, month, day)
        if near is None:
            raise Misuse(f"{text.strip()!r} does not say which year; write it with the year")
        built = [date(y, month, day) for y in (near.year - 1, near.year, near.year + 1) if _exists(y, month, day)]
        return min(built, key=lambda d: abs((d - near).days))
    except ValueError:
        first = "; the day comes first, then the month" if 1 <= day <= 12 < month <= 31 else ""
        raise Misuse(f"{text.strip()!r}: there is no such day{first}") from None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def parse_time(text: str) -> time:
    """A time of day: 9.30am, 09:30, 0930, 2 pm, noon, 14h30. 1:30 to 6:59 without am, pm or a nought are afternoon.

    Raises Misuse.

    >>> parse_time("9.30am").isoformat("minutes"), parse_time("1.30").isoformat("minutes")
    ('09:30', '13:30')
    """
    plain = text.strip().lower().replace("\u2009", " ")
    if plain in _NAMED_TIMES:
        return _NAMED_TIMES[plain]
    plain = re.sub(r"^(?:(?:12\s*)?(noon|midday|midnight))$|^12(?:[.:]00)?\s*(noon|midday)$", "12:00", plain)
    if re.fullmatch(r"\d{3,4}\s*(?:[ap]\.?m\.?|h|hrs?)?", plain):
        plain = re.sub(r"^(\d{1,2})(\d{2})", r"\1:\2", plain)
    found = _CLOCK.fullmatch(plain)
    if not found or not (found[2] or found[4] or "uhr" in plain or re.search(r"\d\s*h", plain)):
        raise Misuse(f"{text.strip()!r} is no time; write it as 09:30 or 9.30am")
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise Misuse(f"{text.strip()!r} is no time; write it as 09:30 or 9.30am")
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    elif 1 <= hour <= 6 and len(found[1]) == 1:
        hour += 12
    if hour == 24 and not minute:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        raise Misuse(f"{text.strip()!r}: there is no such time") from None


def parse_times(text: str) -> tuple[time, time | None]:
    """A time, or from when to when: "09:30–10:15", "9.30 to 10.15am", "2-3pm". Raises Misuse.

    >>> [t.isoformat("minutes") for t in parse_times("2-3pm")]
    ['14:00', '15:00']
    """
    parts = [
        p.strip() for p in re.split(r"\s*(?:-|–|—|−|\bto\b|\buntil\b|\btill\b|\bbis\b)\s*", text.strip()) if p.strip()
    ]
    if len(parts) == 1:
        return parse_time(parts[0]), None
    if len(parts) != 2:
        raise Misuse(f"{text.strip()!r} is no time; write it as 09:30 or 09:30–10:15")
    half = re.search(r"([ap])\.?m\.?$", parts[1].lower())
    ends = parse_time(f"{parts[1]}:00" if re.fullmatch(r"\d{1,2}", parts[1]) else parts[1])
    starts_text = parts[0]
    if half and not re.search(r"[ap]\.?m\.?$|noon|midday", starts_text.lower()):
        starts = parse_time(f"{starts_text}{half[1]}m")
        # "11.30–1.15pm" begins in the morning
        return (starts if starts <= ends else parse_time(f"{starts_text}am")), ends
    bare = re.fullmatch(r"\d{1,2}", starts_text)
    return parse_time(f"{starts_text}:00" if bare else starts_text), ends


def parse_moment(text: str, near: date | None = None) -> datetime:
    """A day and a time in one text, ISO 8601 or as people write it; naive unless a zone is written. Raises Misuse.

    >>> parse_moment("13/05/2026 10:00").isoformat()
    '2026-05-13T10:00:00'
    """
    plain = text.strip()
    try:
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d", plain):
            moment = datetime.fromisoformat(plain)
            if not FIRST_YEAR <= moment.year <= LAST_YEAR:
                raise Misuse(f"{plain!r} is in the year {moment.year}; write one from {FIRST_YEAR} to {LAST_YEAR}")
            return moment
    except ValueError:
        pass
    found = re.fullmatch(
        r"(.+?)[\s,]+(?:at\s+)?(\d{1,2}(?:[:.]\d{2}(?::\d{2})?)?\s*(?:[ap]\.?m\.?)?)", plain, re.IGNORECASE
    )
    if not found:
        raise Misuse(f"{plain!r} is no day and time; write it as 13/05/2026 10:00")
    return datetime.combine(parse_day(found[1], near), parse_time(found[2]))


def parse_length(text: str) -> timedelta:
    """A length: 45, 45 min, 1h30, 0:45, 01:30:00. Numbers alone are minutes. Raises Misuse.

    >>> parse_length("1h30"), parse_length("0:45")
    (datetime.timedelta(seconds=5400), datetime.timedelta(seconds=2700))
    """
    plain = text.strip().lower()
    if found := re.fullmatch(r"(?:(\d+)\s*(?:days?|d|:(?=\d+:\d\d:))\s*,?\s*)?(\d{1,3}):(\d{2})(?::(\d{2}))?", plain):
        return timedelta(days=int(found[1] or 0), hours=int(found[2]), minutes=int(found[3]))
    found = _LENGTH.fullmatch(plain)
    if plain and found and (found[1] or found[2]):
        return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    raise Misuse(f"{text.strip()!r} is no length; write it as 45 min or 1:30")
