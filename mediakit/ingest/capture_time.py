"""When something was recorded, and how we know: what the camera wrote, its sidecar, its file name, its file time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from mediakit.domain.errors import Misuse
from mediakit.domain.facts import TimeSource

# No camera of this trade is older; the epochs of QuickTime (1904), Unix (1970) and FAT (1980) mean an unset clock.
_FIRST_YEAR = 1995
_UNSET = ((1904, 1, 1), (1970, 1, 1), (1980, 1, 1), (2000, 1, 1), (2001, 1, 1))
_OFFSET = re.compile(r"^([+-]?)(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one file's time. metadata, sidecar: naive where no zone was written. name: the file's own."""

    name: str
    mtime_ns: int | None = None
    metadata: datetime | None = None
    metadata_source: TimeSource = TimeSource.METADATA
    sidecar: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """When it was taken: `at` is aware, in the offset it was recorded with, the clock put right.

    camera_said: the same before the clock was put right. doubt: why it can hardly be true, in plain words, or None.
    """

    at: datetime | None = None
    source: TimeSource | None = None
    camera_said: datetime | None = None
    doubt: str | None = None


def taken(told: Told, zone: ZoneInfo, clock_offset: timedelta, now: datetime) -> Taken:
    """Settle when a file was taken. zone: for times without one; clock_offset is added; now: for times to come.

    A sidecar that names its zone is believed before a container that may hold local time under the name of UTC.
    """
    for moment, source in _by_trust(told, zone):
        said = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        try:
            at = said + clock_offset
            offset = at.utcoffset()
        except (OverflowError, ValueError):
            continue
        # a fixed offset: what was recorded stays what it was, whatever becomes of the zone's rules
        fixed = at if offset is None or not isinstance(at.tzinfo, ZoneInfo) else _fixed(at)
        return Taken(fixed, source, _fixed(said), _doubt(fixed, now))
    return Taken()


def _by_trust(told: Told, zone: ZoneInfo) -> Iterator[tuple[datetime, TimeSource]]:
    sidecar, metadata = told.sidecar, told.metadata
    if sidecar and (sidecar.tzinfo or not metadata):
        yield sidecar, TimeSource.SIDECAR
    if metadata:
        yield metadata, told.metadata_source
    named = from_name(told.name)
    filed = _moment_of(told.mtime_ns, zone)
    if named and named.day_only and filed and filed.date() == named.at.date():
        yield filed, TimeSource.MTIME
    if named:
        yield named.at, TimeSource.FILENAME
    if filed:
        yield filed, TimeSource.MTIME


def _fixed(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    return moment.replace(tzinfo=timezone(offset)) if offset is not None else moment


def _moment_of(mtime_ns: int | None, zone: tzinfo) -> datetime | None:
    if not mtime_ns:
        return None
    try:
        return datetime.fromtimestamp(mtime_ns // 1_000_000_000, zone)
    except (OverflowError, ValueError, OSError):
        return None


def _doubt(at: datetime, now: datetime) -> str | None:
    if at > now + timedelta(days=1):
        return f"{at:%Y-%m-%d} is still to come: the camera's clock was wrong"
    if (at.year, at.month, at.day) in _UNSET:
        return f"{at:%Y-%m-%d} is where cameras begin when their clock was never set"
    if at.year < _FIRST_YEAR:
        return f"{at:%Y-%m-%d} is hardly when this was taken: the camera's clock was wrong"
    return None


@dataclass(frozen=True, slots=True)
class Named:
    """A moment read off a file's name; day_only if the name holds no time of day."""

    at: datetime
    day_only: bool = False


_DAY = r"(?P<y>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])"
_TIME = r"(?P<H>[01]\d|2[0-3])[-.:_h]?(?P<M>[0-5]\d)[-.:_m]?(?P<S>[0-5]\d)"
# VID_20240130_141500, PXL_20240130_141500123, DJI_20240130141500_0001, "2024-01-30 14.15.00", "… at 14.15.00"
_STAMP = re.compile(rf"(?<!\d){_DAY}(?:[ _T-]|,? at )?{_TIME}(?!\d{{5}})")
# WhatsApp keeps the day alone: IMG-20240130-WA0007
_DAY_ALONE = re.compile(rf"^(?:IMG|VID|AUD|PTT|DOC)-{_DAY}-WA\d+", re.IGNORECASE)


def from_name(name: str) -> Named | None:
    """The moment that a phone, recorder or screen recorder wrote into a file's name, or None.

    Pixel phones (PXL_) write UTC; all others local time, which is returned naive.
    """
    if match := _STAMP.search(name):
        at = _moment(*(match[k] for k in ("y", "m", "d", "H", "M", "S")))
        if at:
            return Named(at.replace(tzinfo=UTC) if name.upper().startswith("PXL_") else at)
    if match := _DAY_ALONE.match(name):
        day = _moment(match["y"], match["m"], match["d"])
        return Named(day, day_only=True) if day else None
    return None


def _moment(year: str, month: str, day: str, hour: str = "0", minute: str = "0", second: str = "0") -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
    except ValueError:
        return None


def parse_clock_offset(text: str) -> timedelta:
    """What is to be added to a camera's clock, as a user types it: ±H:MM or ±H:MM:SS.

    >>> parse_clock_offset("-1:00:00")
    datetime.timedelta(days=-1, seconds=82800)

    Raises Misuse for anything else.
    """
    match = _OFFSET.match(text.strip().replace("−", "-"))
    if not match:
        hint = "a camera an hour fast takes -1:00:00, one ten minutes slow takes +0:10:00"
        raise Misuse(f"{text!r} is no clock offset", where="--clock-offset", hint=hint)
    sign, hours, minutes, seconds = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -size if sign == "-" else size
