"""When a photo was taken, from what its blocks say, and whether to believe it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from mediakit.media.photo_tags import Directory
from mediakit.media.photo_text import DATE_CREATED, TIME_CREATED, Written

_ORIGINAL, _DIGITISED = 0x9003, 0x9004
_OFFSETS = {_ORIGINAL: (0x9011, 0x9010), _DIGITISED: (0x9012, 0x9010)}
_FRACTIONS = {_ORIGINAL: 0x9291, _DIGITISED: 0x9292}
_GPS_TIME, _GPS_DATE = 7, 29
_CLOCKS_START = datetime(2000, 1, 2)  # noqa: DTZ001 - wall clock, compared without zone

_MOMENT = re.compile(
    r"^\s*(\d{4})[:/.-]?(\d\d)[:/.-]?(\d\d)"
    r"(?:[\sT]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*$"
)
_OFFSET = re.compile(r"^\s*(?:(Z)|([+-])(\d\d):?(\d\d))\s*$")


def captured_at(written: Written, thermal: bytes = b"") -> datetime | None:
    """When the picture was taken: wall clock as recorded, with an offset only if the file names one; else None.

    Order: EXIF DateTimeOriginal, a FLIR block, DateTimeDigitized, XMP, IPTC, GPS. Blank and zero dates are no dates.
    A date without a time is that day's midnight.
    """
    return next((moment for moment in _candidates(written, thermal) if moment), None)


def doubt(moment: datetime, now: datetime) -> str | None:
    """Why a date is hardly true, as one plain sentence, or None. `now` is aware; dates are kept whatever they say."""
    wall = moment.replace(tzinfo=None)
    day = f"{moment.day} {moment:%B} {moment.year}"
    if wall < _CLOCKS_START:
        return f"the date it carries, {day}, is probably that of a camera clock that was never set"
    if wall > now.astimezone(UTC).replace(tzinfo=None) + timedelta(days=2):
        return f"the date it carries, {day}, lies in the future: the camera's clock was wrong"
    return None


def parse(text: str | None, fraction: str | None = None, offset: str | None = None) -> datetime | None:
    """A moment as EXIF, XMP or IPTC write it; None if it is blank, zero or impossible.

    >>> parse("2021:05:16 12:27:36.107-07:00").isoformat()
    '2021-05-16T12:27:36.107000-07:00'
    >>> parse("2018:02:21 12:08:56", fraction="21", offset="+00:00").isoformat()
    '2018-02-21T12:08:56.210000+00:00'
    >>> parse("0000:00:00 00:00:00") is parse("    :  :     :  :  ") is None
    True
    """
    match = _MOMENT.match(text or "")
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    digits = match[7] or (fraction or "").strip()
    micro = int((digits + "000000")[:6]) if digits.isdecimal() else 0
    try:
        return datetime(year, month, day, hour, minute, second, micro, _zone(match[8] or offset))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    match = _OFFSET.match(text or "")
    if not match:
        return None
    if match[1]:
        return UTC
    size = timedelta(hours=int(match[3]), minutes=int(match[4]))
    return timezone(size if match[2] == "+" else -size) if size < timedelta(hours=24) else None


def _candidates(written: Written, thermal: bytes) -> Iterator[datetime | None]:
    exif, xmp = written.tags.exif, written.xmp
    yield _of_exif(exif, _ORIGINAL)
    yield _of_flir(thermal)
    yield _of_exif(exif, _DIGITISED)
    for name in ("exif:DateTimeOriginal", "photoshop:DateCreated", "exif:DateTimeDigitized", "xmp:CreateDate"):
        yield parse(next(iter(xmp.get(name, ())), None))
    dates, times = written.iptc.get(DATE_CREATED, ()), written.iptc.get(TIME_CREATED, ())
    yield parse(f"{dates[0]} {times[0]}") if dates and times else None
    yield parse(dates[0]) if dates else None
    yield _of_gps(written.tags.gps)
    yield parse(next(iter(xmp.get("exif:GPSTimeStamp", ())), None))


def _of_exif(exif: Directory, tag: int) -> datetime | None:
    offset = next((found for found in map(exif.text, _OFFSETS[tag]) if found), None)
    return parse(exif.text(tag), exif.text(_FRACTIONS[tag]), offset)


def _of_gps(gps: Directory) -> datetime | None:
    """GPS keeps UTC (Exif 3.0, 4.6.7); only its date and time are looked at, never its position."""
    day, clock = gps.text(_GPS_DATE), gps.tags.get(_GPS_TIME)
    if day and isinstance(clock, tuple) and len(clock) == 3 and all(0 <= part < 60 for part in clock):
        hour, minute, second = clock
        return parse(f"{day} {int(hour):02}:{int(minute):02}:{int(second):02}", offset="+00:00")
    return parse(day)


def _of_flir(block: bytes) -> datetime | None:
    """The moment in the camera record (type 0x20) of a thermal camera's FFF block, which has no EXIF date."""
    if block[:4] != b"FFF\0" or len(block) < 64:
        return None
    is_little = not 100 <= _number(block, 20, 4) < 200
    start, count = _number(block, 24, 4, is_little), _number(block, 28, 4, is_little)
    for at in range(start, start + 32 * min(count, 64), 32):
        if _number(block, at, 2, is_little) == 0x20:
            return _of_flir_record(block[_number(block, at + 12, 4, is_little) :])
    return None


def _of_flir_record(record: bytes) -> datetime | None:
    is_little = _number(record, 0, 2, is_little=True) == 2
    seconds, fraction_ms = _number(record, 900, 4, is_little), _number(record, 904, 4, is_little) & 0xFFFF
    minutes_west = _number(record, 908, 2, is_little)
    minutes_west -= 0x10000 if minutes_west > 0x7FFF else 0
    if len(record) < 910 or not seconds or abs(minutes_west) >= 24 * 60 or fraction_ms > 999:
        return None
    zone = timezone(timedelta(minutes=-minutes_west))
    return datetime.fromtimestamp(seconds, zone) + timedelta(milliseconds=fraction_ms)


def _number(block: bytes, at: int, size: int, is_little: bool = False) -> int:
    return int.from_bytes(block[at : at + size], "little" if is_little else "big")
