"""The formats that photos are published in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from mediakit.media import photo
from tests.media.test_photo import SERIAL, corners, exif_of, is_upright, stored_for


@pytest.mark.parametrize("suffix", ["webp", "avif"])
def test_every_format_for_the_web_carries_nothing_but_the_picture_and_is_the_same_again(
    tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / "a.jpg"
    stored_for(corners(960, 640), 6).save(source, exif=exif_of(6), quality=95)
    targets = [(tmp_path / f"{side}.{kind}", side) for side in (96, 480) for kind in ("jpg", suffix)]
    made = photo.make_sizes(source, photo.read(source), targets)
    assert {m.path.name for m in made} == {"96.jpg", f"96.{suffix}", "480.jpg", f"480.{suffix}"}
    first = (tmp_path / f"480.{suffix}").read_bytes()
    with Image.open(tmp_path / f"480.{suffix}") as image:
        assert image.size == (480, 320)
        assert not image.getexif()
        assert [name for name in ("exif", "xmp", "icc_profile") if image.info.get(name)] == []
    assert is_upright(tmp_path / f"480.{suffix}")
    for trace in (SERIAL.encode(), b"GPS", b"Canon", str(tmp_path).encode()):
        assert trace not in first
    photo.make_sizes(source, photo.read(source), targets)
    assert (tmp_path / f"480.{suffix}").read_bytes() == first
