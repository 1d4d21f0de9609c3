"""When something was recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from mediakit.domain.errors import Misuse
from mediakit.domain.facts import TimeSource
from mediakit.ingest.capture_time import Taken, Told, from_name, parse_clock_offset, taken
from mediakit.ingest.sidecars import Beside, parse

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 5, 14, tzinfo=UTC)
NONE = timedelta()
FILE_TIME_NS = 1_706_620_500 * 10**9


def clock(*moment: int) -> datetime:
    """What a camera without a zone writes."""
    return datetime(*moment, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


def when(told: Told, offset: timedelta = NONE) -> Taken:
    return taken(told, LONDON, offset, NOW)


def test_a_time_without_a_zone_takes_the_events() -> None:
    summer = when(Told("x.jpg", metadata=clock(2024, 7, 1, 9, 30)))
    assert summer.at is not None
    assert summer.at.isoformat() == "2024-07-01T09:30:00+01:00"
    assert summer.source is TimeSource.METADATA


def test_the_offset_a_camera_recorded_is_kept_unconverted() -> None:
    told = when(Told("x.mov", metadata=datetime(2024, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))))
    assert told.at is not None
    assert told.at.isoformat() == "2024-07-01T09:30:00+05:30"


def test_a_sidecar_that_names_its_zone_is_believed_before_the_container() -> None:
    sidecar = datetime(2024, 1, 30, 14, 15, tzinfo=timezone(timedelta(hours=1)))
    told = when(Told("C0001.MP4", metadata=datetime(2024, 1, 30, 14, 15, tzinfo=UTC), sidecar=sidecar))
    assert (told.at, told.source) == (sidecar, TimeSource.SIDECAR)


def test_a_clock_an_hour_fast_is_put_right_and_what_it_said_is_kept() -> None:
    told = when(Told("x.mov", metadata=clock(2024, 1, 30, 15, 15)), parse_clock_offset("-1:00:00"))
    assert told.at is not None
    assert told.camera_said is not None
    assert told.at.isoformat() == "2024-01-30T14:15:00+00:00"
    assert told.camera_said.isoformat() == "2024-01-30T15:15:00+00:00"


def test_the_file_name_comes_before_the_file_time() -> None:
    told = when(Told("VID_20240130_141500.mp4", FILE_TIME_NS))
    assert told.at is not None
    assert (told.at.isoformat(), told.source) == ("2024-01-30T14:15:00+00:00", TimeSource.FILENAME)
    assert when(Told("C0001.MP4", FILE_TIME_NS)).source is TimeSource.MTIME


def test_a_name_with_the_day_alone_takes_the_file_time_of_that_day() -> None:
    told = when(Told("IMG-20240130-WA0007.jpg", FILE_TIME_NS))
    assert told.at is not None
    assert (told.at.hour, told.source) == (13, TimeSource.MTIME)
    assert when(Told("IMG-20230101-WA0007.jpg", FILE_TIME_NS)).source is TimeSource.FILENAME


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("VID_20240130_141500.mp4", "2024-01-30T14:15:00"),
        ("20240130_141500.jpg", "2024-01-30T14:15:00"),
        ("PXL_20240130_141500123.mp4", "2024-01-30T14:15:00+00:00"),
        ("DJI_20240130141500_0001_D.MP4", "2024-01-30T14:15:00"),
        ("2024-01-30 14.15.00.mov", "2024-01-30T14:15:00"),
        ("WhatsApp Video 2024-01-30 at 14.15.00.mp4", "2024-01-30T14:15:00"),
        ("Screenshot_20240130-141500.png", "2024-01-30T14:15:00"),
        ("IMG-20240130-WA0007.jpg", "2024-01-30T00:00:00"),
        ("GX010042.MP4", None),
        ("C0001.MP4", None),
        ("20241330_141500.jpg", None),
        ("VID_20240231_141500.mp4", None),
        ("2412-153948-0000.flac", None),
    ],
)
def test_phones_and_recorders_write_the_time_into_the_name(name: str, moment: str | None) -> None:
    found = from_name(name)
    assert (found.at.isoformat() if found else None) == moment


@pytest.mark.parametrize(
    ("moment", "word"),
    [(clock(2099, 1, 1), "still to come"), (clock(1904, 1, 1), "never set"), (clock(1985, 5, 5), "wrong")],
)
def test_a_date_that_can_hardly_be_is_kept_and_doubted(moment: datetime, word: str) -> None:
    told = when(Told("x.mov", metadata=moment))
    assert told.at is not None
    assert told.at.replace(tzinfo=None) == moment
    assert word in (told.doubt or "")


def test_nothing_known_is_no_time() -> None:
    assert when(Told("x.mov")) == Taken()
    assert when(Told("x.mov", metadata=datetime.max.replace(tzinfo=UTC)), timedelta(days=9)) == Taken()


@pytest.mark.parametrize("text", ["1", "1:60", "an hour", "+1:00:99", ""])
def test_what_is_no_clock_offset_is_refused(text: str) -> None:
    with pytest.raises(Misuse, match="clock offset"):
        parse_clock_offset(text)
    assert parse_clock_offset("+0:10") == timedelta(minutes=10)
    assert parse_clock_offset("−1:00:00") == -timedelta(hours=1)


SONY = b"""<?xml version="1.0"?><NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00">
<CreationDate value="2024-01-30T15:15:00+01:00"/><Device manufacturer="Sony" modelName="ILCE-7M4" serialNo="0042"/>
</NonRealTimeMeta>"""


def test_a_sony_sidecar_tells_the_moment_and_the_camera_and_no_serial_number() -> None:
    told = parse(SONY)
    assert told == Beside(datetime.fromisoformat("2024-01-30T15:15:00+01:00"), "Sony ILCE-7M4")


def test_a_p2_sidecar_has_its_values_as_text() -> None:
    dates = b"<Access><CreationDate>2024-01-30T15:15:00+00:00</CreationDate></Access>"
    device = b"<Device><Manufacturer>Panasonic</Manufacturer><ModelName>AG-HPX</ModelName></Device>"
    told = parse(b"<P2Main>" + dates + device + b"</P2Main>")
    assert told.captured_at == datetime(2024, 1, 30, 15, 15, tzinfo=UTC)
    assert told.camera == "Panasonic AG-HPX"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<a",
        b"\xff\xfe\0",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><CreationDate>&x;</CreationDate></a>',
    ],
)
def test_a_hostile_sidecar_tells_nothing(document: bytes) -> None:
    assert parse(document) == Beside()
