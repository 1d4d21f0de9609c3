"""A photo's date is the one its camera wrote, with the zone it wrote and none that it did not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mediakit.media.photo_dates import captured_at, doubt, parse
from mediakit.media.photo_tags import Directory, Tags, Value
from mediakit.media.photo_text import Written

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def exif(**values: str) -> Directory:
    names = {"original": 0x9003, "digitised": 0x9004, "offset": 0x9011, "fraction": 0x9291}
    tags: dict[int, Value] = {names[name]: value.encode() + b"\0" for name, value in values.items()}
    return Directory(tags)


def shown(written: Written) -> str | None:
    moment = captured_at(written)
    return moment.isoformat() if moment else None


def test_the_moment_of_the_shutter_comes_with_its_fraction_and_offset() -> None:
    tags = Tags(exif=exif(original="2020:05:04 18:39:11", offset="-04:00", fraction="644"))
    assert shown(Written(tags)) == "2020-05-04T18:39:11.644000-04:00"


def test_a_date_without_a_zone_stays_without_one() -> None:
    assert shown(Written(Tags(exif=exif(original="2003:08:06 18:04:34")))) == "2003-08-06T18:04:34"


@pytest.mark.parametrize("blank", ["    :  :     :  :  ", "0000:00:00 00:00:00", "", "2001:13:45 99:99:99"])
def test_a_clock_that_was_never_set_gives_way_to_the_next_source(blank: str) -> None:
    tags = Tags(exif=exif(original=blank))
    assert shown(Written(tags)) is None
    assert shown(Written(tags, xmp={"photoshop:DateCreated": ("2019-10-16T19:01:00Z",)})) == "2019-10-16T19:01:00+00:00"


def test_sources_are_asked_in_their_order() -> None:
    gps = Directory({29: b"2023:10:10\0", 7: (8.0, 5.0, 3.5)})
    iptc = {55: ("20090624",), 60: ("094107+0100",)}
    packet = {"xmp:CreateDate": ("2014-12-18T17:36:40-02:00",)}
    digitised = Tags(exif=exif(digitised="2001:01:01 10:00:00"), gps=gps)
    assert shown(Written(digitised, iptc, packet)) == "2001-01-01T10:00:00"
    assert shown(Written(Tags(gps=gps), iptc, packet)) == "2014-12-18T17:36:40-02:00"
    assert shown(Written(Tags(gps=gps), iptc)) == "2009-06-24T09:41:07+01:00"
    assert shown(Written(Tags(gps=gps))) == "2023-10-10T08:05:03+00:00"


def test_a_date_alone_is_that_day() -> None:
    assert shown(Written(iptc={55: ("20020620",)})) == "2002-06-20T00:00:00"


def test_a_zone_inside_the_value_is_kept() -> None:
    moment = parse("2021:05:16 12:27:36.107-07:00")
    assert moment
    assert moment.isoformat() == "2021-05-16T12:27:36.107000-07:00"


@pytest.mark.parametrize(
    ("moment", "word"),
    [(datetime(1997, 2, 2, 0, 50), "never set"), (datetime(2099, 9, 29), "future"), (datetime(2024, 1, 30), None)],  # noqa: DTZ001
)
def test_a_date_that_can_hardly_be_true_is_doubted(moment: datetime, word: str | None) -> None:
    said = doubt(moment, NOW)
    assert (said is None) if word is None else (said and word in said)


def test_a_thermal_cameras_own_block_is_read() -> None:
    record = (
        (2).to_bytes(2, "little") + bytes(898) + (1_621_193_256).to_bytes(4, "little") + (107).to_bytes(4, "little")
    )
    record += (420).to_bytes(2, "little")
    head = (
        b"FFF\0" + bytes(16) + (100).to_bytes(4, "big") + (64).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes(32)
    )
    entry = (0x20).to_bytes(2, "big") + bytes(10) + (96).to_bytes(4, "big") + len(record).to_bytes(4, "big") + bytes(12)
    moment = captured_at(Written(), head + entry + record)
    assert moment
    assert moment.isoformat() == "2021-05-16T12:27:36.107000-07:00"
