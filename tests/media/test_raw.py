"""A RAW is as large as its sensor says, and is shown by the largest picture its camera put inside."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from mediakit.domain.errors import Undecodable
from mediakit.media import photo, raw

Entry = tuple[int, int, tuple[int, ...] | bytes]


def tiff(main: list[Entry], sensor: list[Entry], magic: bytes = b"*\0", tail: bytes = b"") -> bytes:
    """A little-endian TIFF: a main directory, a sub-directory with the sensor's picture, and what follows them."""
    first = 16
    second = first + 2 + 12 * (len(main) + 1) + 4
    values = second + 2 + 12 * len(sensor) + 4
    outside = b""

    def directory(entries: list[Entry]) -> bytes:
        nonlocal outside
        table = struct.pack("<H", len(entries))
        for tag, kind, value in sorted(entries):
            packed = (
                value if isinstance(value, bytes) else struct.pack(f"<{len(value)}{'H' if kind == 3 else 'I'}", *value)
            )
            if len(packed) > 4:
                packed, outside = struct.pack("<I", values + len(outside)), outside + packed
            table += struct.pack("<HHI", tag, kind, len(value)) + packed.ljust(4, b"\0")
        return table + bytes(4)

    both = directory([*main, (0x14A, 4, (second,))]) + directory(sensor)
    return (b"II" + magic + struct.pack("<I", first)).ljust(first, b"\0") + both + outside + tail


def jpeg(width: int, height: int, bars: bool = False) -> bytes:
    """Red over blue; with black bars above and below if asked for."""
    image = Image.new("RGB", (width, height), (0, 0, 0))
    top = height // 8 if bars else 0
    image.paste((220, 20, 20), (0, top, width, height // 2))
    image.paste((20, 20, 220), (0, height // 2, width, height - top))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


CAMERA: list[Entry] = [(0x10F, 2, b"NIKON CORPORATION\0"), (0x110, 2, b"NIKON Z 6\0")]
SENSOR: list[Entry] = [(0x100, 4, (6048,)), (0x101, 4, (4024,)), (0x106, 3, (32803,))]


def turned_camera(orientation: int) -> list[Entry]:
    return [*CAMERA, (0x112, 3, (orientation,))]


def test_a_raw_is_as_large_as_its_sensor_and_shown_by_its_largest_jpeg(tmp_path: Path) -> None:
    source = tmp_path / "a.nef"
    source.write_bytes(tiff(turned_camera(1), SENSOR, tail=b"\0" * 99 + jpeg(160, 106) + b"\1" * 99 + jpeg(1620, 1080)))
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px, facts.camera) == (6048, 4024, "NIKON Z 6")
    assert (facts.extra["preview_width_px"], facts.plays, facts.warnings) == (1620, True, ())
    made = photo.make_sizes(source, facts, [(tmp_path / "s.jpg", 300), (tmp_path / "l.jpg", 2048)])
    assert [(m.width_px, m.height_px) for m in made] == [(300, 200), (1620, 1080)]


@pytest.mark.parametrize("stored", [(600, 400), (400, 600)], ids=["as the sensor lies", "turned already"])
def test_an_upright_raw_is_shown_upright_however_its_preview_lies(tmp_path: Path, stored: tuple[int, int]) -> None:
    source = tmp_path / "a.nef"
    source.write_bytes(tiff(turned_camera(6), SENSOR, tail=jpeg(*stored)))
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px) == (4024, 6048)
    (made,) = photo.make_sizes(source, facts, [(tmp_path / "s.jpg", 300)])
    assert (made.width_px, made.height_px) == (200, 300)


def test_black_bars_around_a_preview_are_cut_away(tmp_path: Path) -> None:
    source = tmp_path / "a.nef"
    square: list[Entry] = [(0x100, 4, (4000,)), (0x101, 4, (2250,)), (0x106, 3, (32803,))]
    source.write_bytes(tiff(turned_camera(1), square, tail=jpeg(640, 480, bars=True)))
    (made,) = photo.make_sizes(source, photo.read(source), [(tmp_path / "s.jpg", 1000)])
    assert (made.width_px, made.height_px) == (640, 360)
    with Image.open(made.path) as image:
        red, _, blue = image.convert("RGB").getpixel((320, 6))  # type: ignore[misc]
    assert red > 180 > blue


def test_a_dng_is_cropped_as_it_asks_for(tmp_path: Path) -> None:
    source = tmp_path / "a.dng"
    main: list[Entry] = [*turned_camera(1), (0xC612, 1, b"\1\4\0\0")]
    source.write_bytes(tiff(main, [*SENSOR, (0xC620, 4, (6000, 4000))], tail=jpeg(300, 200)))
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px, facts.extra["format"]) == (6000, 4000, "DNG")
    assert facts.warnings == ("its preview has only 300 × 200 pixels: export a larger JPEG from the photo editor",)


def test_a_canon_cr3_is_read_by_its_boxes(tmp_path: Path) -> None:
    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + name + content

    main = tiff([*turned_camera(8), (0x100, 3, (6000,)), (0x101, 3, (4000,))], [])
    exif = tiff([(0x9003, 2, b"2018:02:21 12:08:56\0"), (0xA431, 2, b"0123456\0")], [])
    canon = box(b"uuid", bytes.fromhex("85c0b687820f11e08111f4ce462b6a48") + box(b"CMT1", main) + box(b"CMT2", exif))
    source = tmp_path / "a.cr3"
    head = box(b"ftyp", b"crx \0\0\0\1crx isom") + box(b"moov", canon)
    source.write_bytes(head + box(b"mdat", jpeg(1620, 1080)))
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px, facts.rotation) == (4000, 6000, 270)
    assert facts.captured_at
    assert facts.captured_at.isoformat() == "2018-02-21T12:08:56"
    assert "0123456" not in repr(facts)
    (made,) = photo.make_sizes(source, facts, [(tmp_path / "s.jpg", 300)])
    assert (made.width_px, made.height_px) == (200, 300)


def test_a_fujifilm_raf_is_read_by_its_header(tmp_path: Path) -> None:
    preview = jpeg(1200, 800)
    directory = struct.pack(">IHHHHHH", 2, 0x100, 4, 4100, 6100, 0x111, 4) + struct.pack(">HH", 4000, 6000)
    head = b"FUJIFILMCCD-RAW 0201".ljust(84, b"\0")
    head += struct.pack(">III", 128, len(preview), 128 + len(preview))
    source = tmp_path / "a.raf"
    source.write_bytes(head.ljust(128, b"\0") + preview + directory)
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px, facts.extra["format"]) == (6000, 4000, "RAF")
    assert photo.make_sizes(source, facts, [(tmp_path / "s.jpg", 300)])[0].width_px == 300


def test_a_raw_without_a_preview_is_known_and_not_shown(tmp_path: Path) -> None:
    source = tmp_path / "a.nef"
    source.write_bytes(tiff(turned_camera(1), SENSOR))
    facts = photo.read(source)
    assert (facts.width_px, facts.plays) == (6048, False)
    assert "no preview" in facts.warnings[0]
    with pytest.raises(Undecodable, match="nothing of the picture can be seen"):
        photo.make_sizes(source, facts, [(tmp_path / "s.jpg", 300)])


def test_a_cut_off_preview_gives_way_to_a_smaller_whole_one(tmp_path: Path) -> None:
    source = tmp_path / "a.nef"
    large = jpeg(1620, 1080)
    source.write_bytes(tiff(turned_camera(1), SENSOR, tail=jpeg(600, 400) + large[: len(large) // 2]))
    assert photo.read(source).extra["preview_width_px"] == 600


def test_an_ordinary_tiff_is_no_raw(tmp_path: Path) -> None:
    source = tmp_path / "a.tiff"
    Image.new("RGB", (40, 30)).save(source)
    assert raw.read_raw(source) is None
    assert photo.read(source).extra["format"] == "TIFF"


def test_directories_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    source = tmp_path / "a.nef"
    content = bytearray(tiff(turned_camera(1), SENSOR, tail=jpeg(300, 200)))
    end = 16 + 2 + 12 * 4
    content[end : end + 4] = struct.pack("<I", 16)
    source.write_bytes(bytes(content))
    assert photo.read(source).width_px == 6048
