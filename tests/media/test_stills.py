"""Small pictures of a whole film on one sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mediakit.domain.contact_sheet import sheet_for
from mediakit.domain.errors import MediaError
from mediakit.media.stills import make_sheet

from .conftest import Maker

GOP = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-r", "10", "-g", "20")
# red for four seconds, then green, then blue
COLOURS = ("-f", "lavfi", "-i", "color=red:s=64x36:r=10:d=4,setparams=range=tv", "-f", "lavfi", "-i",
           "color=lime:s=64x36:r=10:d=4", "-f", "lavfi", "-i", "color=blue:s=64x36:r=10:d=4",
           "-filter_complex", "[0][1][2]concat=n=3")  # fmt: skip


def test_each_tile_shows_the_film_at_its_time(make: Maker, tmp_path: Path) -> None:
    film = make("colours.mp4", *COLOURS, *GOP)
    made = make_sheet(film, tmp_path / "sheet.jpg", duration_ms=12_000)
    sheet = sheet_for(12_000, 64, 36)
    assert (sheet.number, sheet.every_ms) == (6, 2_000)
    assert (made.width_px, made.height_px) == sheet.size_px == (960, 90)
    with Image.open(made.path) as picture:
        middles = [picture.getpixel((160 * n + 80, 45)) for n in range(6)]
    strongest = ["red green blue".split()[max(range(3), key=pixel.__getitem__)] for pixel in middles]
    assert strongest == ["red", "red", "green", "green", "blue", "blue"]


def test_the_same_film_gives_the_same_sheet(make: Maker, tmp_path: Path) -> None:
    film = make("colours.mp4", *COLOURS, *GOP)
    one, other = (make_sheet(film, tmp_path / name, duration_ms=12_000).path for name in ("1.jpg", "2.jpg"))
    assert one.read_bytes() == other.read_bytes()


def test_a_film_of_one_picture_has_a_sheet_of_one(make: Maker, tmp_path: Path) -> None:
    film = make("one.mp4", "-f", "lavfi", "-i", "testsrc2=s=90x160:r=10:d=0.1", *GOP)
    made = make_sheet(film, tmp_path / "sheet.jpg", duration_ms=100)
    assert (made.width_px, made.height_px) == (90, 160)


def test_a_long_film_has_no_more_than_a_hundred_tiles() -> None:
    for minutes in (3, 4, 50, 700):
        sheet = sheet_for(minutes * 60_000 + 1, 1920, 1080)
        assert sheet.number <= 100
        assert sheet.every_ms % 1000 == 0
        assert sheet.number * sheet.every_ms >= minutes * 60_000
    assert sheet.columns == 10


def test_a_recording_without_a_picture_is_refused(sound: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        make_sheet(sound, tmp_path / "sheet.jpg", duration_ms=2_000)
    assert not list(tmp_path.iterdir())
