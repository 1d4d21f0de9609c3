"""Photos of one moment: together in time, and alike."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PIL import Image, ImageFilter

from mediakit.domain.bursts import bursts
from mediakit.domain.likeness import FARTHEST, alike, apart
from mediakit.media.photo_decode import pixels
from mediakit.media.photo_look import look_of, sharpness_of
from tests.domain.drawn import SIZE, hall, person


@dataclass(frozen=True, slots=True)
class Photo:
    """As bursts knows a photo."""

    id: str
    at: float | None
    look: str | None = None
    sharp: tuple[float, int] = (0.0, 0)
    camera: str = "A"
    shape: tuple[int, int] = SIZE


def look(image: Image.Image) -> str:
    return look_of(pixels(image)).hash


def blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


@pytest.mark.parametrize(
    "other", [lambda: person(510), lambda: person(light=25), lambda: blurred(person(), 4), lambda: person(450, 15)]
)
def test_the_same_moment_looks_alike_moved_a_little_lighter_or_blurred(other: Callable[[], Image.Image]) -> None:
    assert alike(look(person()), look(other())) is True


def test_another_view_looks_otherwise() -> None:
    assert alike(look(person()), look(hall())) is False
    assert alike(look(person(200)), look(person(760))) is False


def test_a_wall_is_like_a_wall_and_like_nothing_else() -> None:
    wall, other = Image.new("RGB", SIZE, (120, 120, 120)), Image.new("RGB", SIZE, (130, 130, 130))
    assert alike(look(wall), look(other)) is True
    assert apart(look(wall), look(hall())) == FARTHEST


def test_what_is_no_hash_is_neither_alike_nor_not() -> None:
    for broken in ("", "x", "AAAA", "é", "AAAAAAAAAAAA"):
        assert alike(broken, look(hall())) is None


def test_a_blurred_picture_is_less_sharp_and_a_sharp_face_before_a_blurred_hall_is_not() -> None:
    sharp = sharpness_of(pixels(person()))
    assert sharpness_of(pixels(blurred(person(), 2))) < sharp / 2
    face = blurred(person(), 6)
    face.paste(person().crop((380, 100, 580, 340)), (380, 100))
    assert sharpness_of(pixels(face)) > sharp / 2
    assert sharpness_of(pixels(Image.new("RGB", (2, 2)))) == 0


def test_the_look_of_any_shape_can_be_told() -> None:
    for size in ((1, 1), (3, 2000), (1999, 7), (101, 99), (1600, 1067)):
        made = look_of(pixels(Image.new("RGB", size, (9, 99, 199))))
        assert apart(made.hash, made.hash) == 0


def test_photos_of_one_camera_a_second_apart_and_alike_are_one_burst_with_the_sharpest_on_top() -> None:
    same, other = look(person()), look(hall())
    taken = [
        Photo("a", 0.0, same, (1.0, 9)),
        Photo("b", 0.5, same, (3.0, 1)),
        Photo("c", 1.0, same, (2.0, 5)),
        Photo("turned round", 1.5, other, (9.0, 1)),
        Photo("later", 4.0, other, (1.0, 1)),
    ]
    found = bursts(taken)
    assert [(pile.top, pile.photos) for pile in found] == [
        ("b", ("a", "b", "c")),
        ("turned round", ("turned round",)),
        ("later", ("later",)),
    ]


def test_two_cameras_and_two_shapes_are_never_one_burst() -> None:
    same = look(person())
    taken = [Photo("a", 0.0, same), Photo("b", 0.1, same, camera="B"), Photo("c", 0.2, same, shape=(640, 960))]
    assert len(bursts(taken)) == 3
    # and each camera's own burst goes on past the others
    assert bursts([*taken, Photo("d", 0.9, same)])[0].photos == ("a", "d")


def test_where_looks_were_not_measured_time_alone_decides_and_without_a_time_nothing_is_folded() -> None:
    assert len(bursts([Photo("a", 0.0), Photo("b", 1.0, look(hall()))])) == 1
    assert len(bursts([Photo("a", None), Photo("b", None)])) == 2


def test_a_camera_that_writes_the_same_bytes_gives_the_same_look() -> None:
    blob = io.BytesIO()
    person().save(blob, "PNG")
    with Image.open(blob) as again:
        assert look_of(pixels(again)) == look_of(pixels(person()))
