"""Pictures of the sample: the right size, the same every time, with what a photographer writes into them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ExifTags, Image

from mediakit.sample import story
from mediakit.sample.draw import darkroom, figure, scenes, signs, talk
from mediakit.sample.draw.looks import LOOKS, look_of
from mediakit.sample.draw.sheet import Sheet, box, mixed, rgba
from mediakit.sample.photos import PHOTOS, AltText, Photo

TINY_PX = 216


def photo(scene: str) -> Photo:
    return next(photo for photo in PHOTOS if photo.scene == scene)


@pytest.mark.parametrize("scene", [photo.scene for photo in PHOTOS])
def test_every_photograph_can_be_drawn_in_the_shape_of_a_camera(scene: str) -> None:
    picture = scenes.draw_scene(scene, 0.2)
    long, short = max(picture.size), min(picture.size)
    assert abs(long / short - 1.5) < 0.02
    assert (picture.height > picture.width) is photo(scene).upright


def test_everybody_has_a_look_of_their_own() -> None:
    assert set(LOOKS) == {person.slug for person in story.PEOPLE}
    assert len(set(LOOKS.values())) == len(LOOKS)


def test_a_mouth_that_opens_changes_the_face_and_nothing_else() -> None:
    look = look_of(story.SIAN.slug)
    shut, wide = (figure.draw_layers(look, scale=0.3, mouth=mouth) for mouth in (0, figure.MOUTHS - 1))
    assert shut.head.tobytes() != wide.head.tobytes()
    assert (shut.body.tobytes(), shut.behind.tobytes()) == (wide.body.tobytes(), wide.behind.tobytes())


def test_somebody_who_talks_is_drawn_the_same_every_time() -> None:
    setup = talk.Setup(story.RENEE.slug, "long-gallery", x=500)
    frames = [list(talk.talking(setup, [0, 3, 5, 2], 12.5, scale=0.15)) for _ in range(2)]
    assert frames[0] == frames[1]
    assert len(set(frames[0])) > 2


def test_eyes_blink_now_and_then() -> None:
    blinks = [blink for _, blink, _ in talk.poses([0] * 250, 12.5, seed=3)]
    assert 0 < sum(blinks) < 25


def test_a_photograph_tells_when_by_whom_and_what_of(tmp_path: Path) -> None:
    path = tmp_path / "IMG.JPG"
    told = photo("portrait-sian")
    darkroom.write_photo(told, path, long_side_px=TINY_PX)
    with Image.open(path) as picture:
        exif, packet = picture.getexif(), picture.info["xmp"].decode()
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    assert detail[ExifTags.Base.DateTimeOriginal] == "2026:05:13 11:52:40"
    assert detail[ExifTags.Base.OffsetTimeOriginal] == "+01:00"
    assert exif[ExifTags.Base.Model] == "Canon EOS R6m2"
    for text in (told.caption, told.alt_text, "Kit Ashdown-Vega", "Siân Prys-Howell"):
        assert text in packet
    assert b"8BIM\x04\x04" in path.read_bytes()


def test_an_upright_photograph_lies_on_its_side_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "IMG.JPG"
    darkroom.write_photo(photo("portrait-adebayo"), path, long_side_px=TINY_PX)
    with Image.open(path) as picture:
        assert picture.width > picture.height
        assert picture.getexif()[ExifTags.Base.Orientation] == 6


def test_one_photograph_holds_a_position_and_the_undescribed_hold_no_alternative_text() -> None:
    assert [p.scene for p in PHOTOS if darkroom.exif(p).get_ifd(ExifTags.IFD.GPSInfo)] == ["table-work"]
    for each in PHOTOS:
        assert ("AltTextAccessibility" in darkroom.xmp(each)) is (each.alt_text_in is AltText.FILE)


def test_a_photograph_has_the_same_bytes_every_time(tmp_path: Path) -> None:
    for name in ("one.jpg", "other.jpg"):
        darkroom.write_photo(photo("notes-wall"), tmp_path / name, long_side_px=TINY_PX)
    assert (tmp_path / "one.jpg").read_bytes() == (tmp_path / "other.jpg").read_bytes()


def test_a_name_strap_holds_the_whole_name() -> None:
    long, at = signs.trimmed(
        signs.strap("Tamsin Featherstonehaugh-Obi", "Programme manager, The Harrow Lane Foundation")
    )
    short, _ = signs.trimmed(signs.strap("Zoë Çelik", "Parent"))
    assert short.width < long.width < 1280 - at[0]


def test_what_is_clipped_stays_inside_and_what_lies_outside_is_let_go() -> None:
    page = Sheet(20, 20, sharp=1).clip(box(0, 0, 10, 20))
    page.shape(box(-5, -5, 40, 40), "#ff0000").shape(box(30, 30, 5, 5), "#00ff00").clip(None)
    picture = page.picture()
    assert picture.getpixel((5, 5)) == (255, 0, 0, 255)
    assert picture.getpixel((15, 5)) == (0, 0, 0, 0)


def test_colours_mix() -> None:
    assert rgba("#10203040") == (16, 32, 48, 64)
    assert mixed("#000000", "#ffffff", 0.5).startswith("#808080")
