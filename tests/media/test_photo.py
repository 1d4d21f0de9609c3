"""Photos are read right, shown upright and in their colours, and say nothing of where they were taken."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Described, Facts, Kind
from mediakit.media import photo, photo_colour

# pytest forgets the filters that the door itself sets
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

CORNERS = {"red": (220, 20, 20), "green": (20, 200, 20), "blue": (20, 20, 220), "white": (240, 240, 240)}
SERIAL = "SN-31337-4711"


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """An upright picture: red top left, green top right, blue bottom left, white bottom right."""
    image = Image.new("RGB", (width, height))
    for name, at in (("red", (0, 0)), ("green", (1, 0)), ("blue", (0, 1)), ("white", (1, 1))):
        left, top = at[0] * width // 2, at[1] * height // 2
        image.paste(CORNERS[name], (left, top, left + width // 2, top + height // 2))
    return image


def noise(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(7).integers(0, 255, (height, width, 3), dtype=np.uint8))


def stored_for(image: Image.Image, orientation: int) -> Image.Image:
    """What a camera stores so that `orientation` turns it into `image`."""
    back = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90"}
    turn = {**back, 7: "TRANSVERSE", 8: "ROTATE_270"}.get(orientation)
    return image.transpose(Image.Transpose[turn]) if turn else image


def exif_of(orientation: int | None = None, interop: str | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x10F], exif[0x110] = "Canon", "Canon EOS 90D"
    if orientation is not None:
        exif[0x112] = orientation
    details: dict[int, Any] = exif.get_ifd(0x8769)
    details |= {
        0x9003: "2024:01:30 14:05:06",
        0x9011: "+00:00",
        0xA431: SERIAL,
        0xA435: SERIAL,
        0x927C: b"maker's notes",
    }
    details |= {0x8827: 800, 0xA434: "EF-S18-55mm"}
    if interop:
        details[0xA005] = {1: interop}
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 53.0, 50.5), 3: "W", 4: (8.0, 28.0, 1.5)})
    return exif


def levels(path: Path, *places: tuple[float, float]) -> list[tuple[int, ...]]:
    """Colours at relative places of a picture."""
    with Image.open(path) as image:
        rgb = np.asarray(image.convert("RGB"))
    return [tuple(int(v) for v in rgb[int(y * rgb.shape[0]), int(x * rgb.shape[1])]) for x, y in places]


def near(seen: tuple[int, ...], wanted: tuple[int, ...], slack: int = 14) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(seen, wanted, strict=True))


def is_upright(path: Path) -> bool:
    seen = levels(path, (0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    return all(near(a, b) for a, b in zip(seen, CORNERS.values(), strict=True))


def made_of(source: Path, *long_sides: int) -> tuple[photo.Made, ...]:
    targets = [(source.parent / f"{source.name}-{side}.jpg", side) for side in long_sides]
    return photo.make_sizes(source, photo.read(source), targets)


@pytest.mark.parametrize("orientation", range(10))
def test_a_photo_stands_upright_whatever_its_orientation(tmp_path: Path, orientation: int) -> None:
    source = tmp_path / "a.jpg"
    stored_for(corners(), orientation).save(source, exif=exif_of(orientation), quality=95)
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px) == (96, 64)
    (made,) = made_of(source, 48)
    assert (made.width_px, made.height_px) == (48, 32)
    assert is_upright(made.path)


@pytest.mark.parametrize("suffix", ["png", "webp", "tiff", "avif"])
@pytest.mark.parametrize("orientation", [6, 7])
def test_other_formats_are_turned_once_and_not_twice(tmp_path: Path, suffix: str, orientation: int) -> None:
    source = tmp_path / f"a.{suffix}"
    stored_for(corners(), orientation).save(source, exif=exif_of(orientation), quality=100)
    facts = photo.read(source)
    assert (facts.width_px, facts.height_px) == (96, 64)
    assert is_upright(made_of(source, 96)[0].path)


def test_a_png_that_keeps_its_orientation_behind_the_pixels_is_turned(tmp_path: Path) -> None:
    source, buffer = tmp_path / "a.png", io.BytesIO()
    stored_for(corners(), 8).save(buffer, "PNG")
    exif = exif_of(8).tobytes().removeprefix(b"Exif\0\0")
    chunk = len(exif).to_bytes(4, "big") + b"eXIf" + exif + zlib.crc32(b"eXIf" + exif).to_bytes(4, "big")
    content = buffer.getvalue()
    source.write_bytes(content[:-12] + chunk + content[-12:])
    assert photo.read(source).width_px == 96
    assert is_upright(made_of(source, 96)[0].path)


def test_facts_hold_camera_date_and_lens_but_neither_position_nor_serial_number(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    corners().save(source, exif=exif_of())
    facts = photo.read(source)
    assert (facts.kind, facts.camera) == (Kind.PHOTO, "Canon EOS 90D")
    assert facts.captured_at
    assert facts.captured_at.isoformat() == "2024-01-30T14:05:06+00:00"
    assert (facts.extra["lens"], facts.extra["iso"], facts.plays, facts.warnings) == ("EF-S18-55mm", 800, True, ())
    assert SERIAL not in repr(facts)
    assert "53.0" not in repr(facts)
    json.dumps(facts.extra, allow_nan=False)


def test_a_web_size_carries_nothing_but_the_picture(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    packet = b'<rdf:RDF xmlns:exif="x"><exif:GPSLatitude>51</exif:GPSLatitude></rdf:RDF>'
    corners().save(source, exif=exif_of(), xmp=packet, comment=b"a secret comment")
    content = made_of(source, 64)[0].path.read_bytes()
    for trace in (
        b"Exif",
        b"http://ns.adobe",
        b"GPS",
        b"secret",
        b"8BIM",
        SERIAL.encode(),
        b"Canon",
        str(tmp_path).encode(),
    ):
        assert trace not in content


def test_sizes_are_never_enlarged_and_never_made_twice(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    corners(300, 200).save(source)
    made = made_of(source, 2048, 150, 1024)
    assert [(m.path.name, m.width_px, m.height_px) for m in made] == [
        ("a.jpg-150.jpg", 150, 100),
        ("a.jpg-1024.jpg", 300, 200),
    ]
    assert [m.bytes for m in made] == [m.path.stat().st_size for m in made]


def test_what_a_photo_looks_like_is_measured_on_one_copy_of_every_photo(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    noise(3000, 2000).save(source)
    made = made_of(source, 480, 1280, 2560)
    assert [m.look is not None for m in made] == [False, True, False]
    assert [m.look is not None for m in made_of(source, 2560, 2000)] == [True, False]


def test_making_a_size_again_gives_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    noise(300, 200).save(source)
    first = made_of(source, 100)[0].path.read_bytes()
    assert made_of(source, 100)[0].path.read_bytes() == first


def test_a_thread_of_a_picture_keeps_one_pixel(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    Image.new("RGB", (3000, 1), "red").save(source)
    assert [(m.width_px, m.height_px) for m in made_of(source, 320)] == [(320, 1)]


@pytest.mark.parametrize("named", ["profile", "interoperability"])
def test_adobe_rgb_arrives_in_srgb(tmp_path: Path, named: str) -> None:
    source = tmp_path / "a.jpg"
    options: dict[str, Any] = (
        {"icc_profile": photo_colour.adobe_rgb()} if named == "profile" else {"exif": exif_of(interop="R03")}
    )
    Image.new("RGB", (64, 64), (200, 100, 60)).save(source, quality=98, subsampling=0, **options)
    adobe, srgb = (ImageCms.ImageCmsProfile(io.BytesIO(p)) for p in (photo_colour.adobe_rgb(), photo_colour.srgb()))
    patch = ImageCms.profileToProfile(Image.new("RGB", (1, 1), (200, 100, 60)), adobe, srgb)
    assert patch
    wanted = patch.getpixel((0, 0))
    assert isinstance(wanted, tuple)
    assert wanted[0] > 225
    assert near(levels(made_of(source, 64)[0].path, (0.5, 0.5))[0], wanted, 4)


def test_our_srgb_profile_is_the_one_everybody_means() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(photo_colour.srgb()))
    patches = noise(16, 16)
    turned = ImageCms.profileToProfile(patches, ours, ImageCms.createProfile("sRGB"))
    assert turned
    assert np.abs(np.asarray(turned).astype(int) - np.asarray(patches)).max() <= 1


def test_a_damaged_colour_profile_costs_nothing(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    corners().save(source, icc_profile=b"\0" * 200, quality=95)
    assert is_upright(made_of(source, 96)[0].path)


@pytest.mark.parametrize(
    ("image", "wanted"),
    [
        (Image.fromarray(np.full((8, 8), 32768, dtype=np.uint16)), (128, 128, 128)),
        (Image.new("RGBA", (8, 8), (255, 0, 0, 0)), (255, 255, 255)),
        (Image.new("RGBA", (8, 8), (0, 0, 0, 128)), (127, 127, 127)),
        (Image.new("LA", (8, 8), (0, 0)), (255, 255, 255)),
        (Image.new("1", (8, 8), 1), (255, 255, 255)),
        (Image.new("P", (8, 8), 0), (0, 0, 0)),
    ],
    ids=["16 bit", "see-through", "half see-through", "grey and see-through", "1 bit", "palette"],
)
def test_every_kind_of_pixel_becomes_opaque_rgb(tmp_path: Path, image: Image.Image, wanted: tuple[int, ...]) -> None:
    source = tmp_path / "a.png"
    image.save(source)
    assert near(levels(made_of(source, 8)[0].path, (0.5, 0.5))[0], wanted, 3)


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    Image.new("CMYK", (16, 16), (0, 255, 255, 0)).save(source)
    assert near(levels(made_of(source, 16)[0].path, (0.5, 0.5))[0], (255, 0, 0), 6)


def test_the_first_frame_of_an_animation_is_shown(tmp_path: Path) -> None:
    source = tmp_path / "a.gif"
    Image.new("RGB", (8, 8), "red").save(source, save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")])
    assert photo.read(source).extra["animated"] is True
    assert near(levels(made_of(source, 8)[0].path, (0.5, 0.5))[0], (254, 0, 0), 4)


def test_a_jpeg_cut_in_half_says_how_much_can_be_seen_and_shows_it(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    noise(320, 240).save(source)
    content = source.read_bytes()
    source.write_bytes(content[: len(content) // 2])
    facts = photo.read(source)
    share = re.search(r"cut off: about (\d+)% of the picture can be seen", facts.warnings[0])
    assert share
    assert 35 <= int(share[1]) <= 60
    assert facts.plays
    (made,) = made_of(source, 320)
    assert (made.width_px, made.height_px) == (320, 240)
    assert near(levels(made.path, (0.5, 0.95))[0], (128, 128, 128), 3)


@pytest.mark.parametrize("suffix", ["png", "bmp", "gif", "webp", "avif", "jp2", "tiff"])
def test_other_formats_that_are_cut_off_say_so_or_are_refused(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / f"a.{suffix}"
    noise(200, 200).save(source, **({"compression": "tiff_lzw"} if suffix == "tiff" else {}))
    content = source.read_bytes()
    source.write_bytes(content[: len(content) // 2])
    with contextlib.suppress(Undecodable):
        facts = photo.read(source)
        assert facts.warnings
        if facts.plays:
            assert made_of(source, 100)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html>", "not a picture"),
        (b"\xff\xd8\xff\xe1%HExif\0\0II*\0", "damaged"),
        (b"II*\0\x08\0\0\0\xff\xff" + b"\1" * 300, "picture"),
        (
            b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0" * 6 + b",\0\0\0\0\xff\xff\xff\xff\0\2\2L\1\0;",
            "250 megapixels: refused",
        ),
    ],
    ids=["empty", "web page", "damaged header", "hostile TIFF", "bomb"],
)
def test_what_is_no_picture_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, word: str, capfd: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a.jpg"
    source.write_bytes(content)
    with pytest.raises(Undecodable, match=word) as caught:
        photo.read(source)
    assert caught.value.where == str(source)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunk = (13).to_bytes(4, "big") + b"IHDR" + header + zlib.crc32(b"IHDR" + header).to_bytes(4, "big")
    source.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT\x35\xaf\x06\x1e")
    for attempt in (
        lambda: photo.read(source),
        lambda: photo.make_sizes(source, Facts(Kind.PHOTO), [(tmp_path / "b.jpg", 100)]),
        lambda: photo.placeholder(source),
    ):
        with pytest.raises(Undecodable, match="250 megapixels"):
            attempt()
    assert not (tmp_path / "b.jpg").exists()


def test_a_missing_file_is_not_called_a_damaged_picture(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        photo.read(tmp_path / "gone.jpg")


def test_a_placeholder_is_the_average_colour(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    Image.new("RGB", (40, 30), (250, 130, 10)).save(source)
    assert photo.placeholder(source) == "#fa820a"


def test_a_thumbhash_holds_average_and_shape(tmp_path: Path) -> None:
    import base64

    source = tmp_path / "a.png"
    Image.new("RGB", (200, 100), (255, 255, 255)).save(source)
    content = base64.b64decode(photo.thumbhash(source))
    head = int.from_bytes(content[:3], "little")
    assert (head & 63, head >> 6 & 63, head >> 12 & 63, head >> 23) == (63, 32, 32, 0)
    assert content[4] >> 7 == 1
    assert len(content) <= 26


def test_text_written_into_a_published_copy_is_read_back_and_leaves_the_pixels_alone(tmp_path: Path) -> None:
    said = Described(
        title="Opening",
        caption="Dr Zoë Ñandú <b>& friends</b>\nin Cork",
        alt_text="A woman at a lectern",
        extended_description="Behind her a screen",
        creator="Seán O’Brien",
        credit="The Observatory",
        copyright="© 2024 The Observatory",
        keywords=("midwives", "Cork"),
        people=("Zoë Ñandú",),
    )
    source = tmp_path / "a.jpg"
    corners().save(source)
    plain = made_of(source, 96)[0].path.read_bytes()
    told = photo.embed_text(plain, said)
    (tmp_path / "b.jpg").write_bytes(told)
    assert photo.read(tmp_path / "b.jpg").described == said
    assert (
        told == photo.embed_text(told, said) == photo.embed_text(photo.embed_text(plain, Described(title="old")), said)
    )
    assert photo.embed_text(told, Described()) == plain
    with Image.open(io.BytesIO(plain)) as before, Image.open(io.BytesIO(told)) as after:
        assert before.tobytes() == after.tobytes()


def test_text_too_long_for_a_jpeg_loses_its_description_first(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    corners().save(source)
    plain = source.read_bytes()
    told = photo.embed_text(plain, Described(caption="c", extended_description="long " * 20_000))
    source.write_bytes(told)
    assert photo.read(source).described == Described(caption="c")
    source.write_bytes(photo.embed_text(plain, Described(caption="long " * 20_000, credit="R. Evans")))
    assert photo.read(source).described == Described(credit="R. Evans")
    with pytest.raises(Undecodable, match="not a JPEG"):
        photo.embed_text(b"PNG", Described(caption="c"))


def test_importing_the_photo_door_does_not_import_pillow() -> None:
    check = "import sys, mediakit.media.photo; sys.exit(any(m in sys.modules for m in ('PIL', 'numpy', 'pi_heif')))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@pytest.mark.real_media
def test_real_photos_are_read_as_their_known_facts_say(real_media: Path, real_manifest: list[dict[str, Any]]) -> None:
    wrong = []
    for entry in real_manifest:
        known = entry.get("facts") or {}
        if entry["kind"] != "photo" or (known.get("pillow_open") != "ok" and "cr3" not in entry["path"]):
            continue
        facts = photo.read(real_media / entry["path"])
        moment = facts.captured_at.isoformat() if facts.captured_at else ""
        taken = str(known.get("exif_datetime_original") or "")
        if not re.match(r"(19|20)\d\d:\d\d:\d\d \d\d:\d\d:\d\d", taken):
            taken = ""
        checks = {
            "size": (facts.width_px, facts.height_px) == (known["display_width"], known["display_height"]),
            "date": moment.startswith(taken[:19].replace(":", "-", 2).replace(" ", "T")),
            "caption": (known.get("iptc_caption") or "").strip()[:40] in str(facts.described.caption),
            "creator": (known.get("iptc_byline") or "").strip() in str(facts.described.creator),
            "rating": known.get("rating") is None or facts.described.rating == round(float(known["rating"])),
        }
        wrong += [(entry["path"], name) for name, holds in checks.items() if not holds]
    assert wrong == []


@pytest.mark.real_media
@pytest.mark.parametrize("name", ["IMG_2927.HEIC", "rot1mir0.avif", "test.dng", "Channel_digital_image_CMYK_color.jpg"])
def test_real_photos_keep_their_shape(real_media: Path, tmp_path: Path, name: str) -> None:
    source = real_media / "photos" / name
    facts = photo.read(source)
    (made,) = photo.make_sizes(source, facts, [(tmp_path / "a.jpg", 320)])
    assert facts.width_px
    assert facts.height_px
    assert made.width_px / made.height_px == pytest.approx(facts.width_px / facts.height_px, rel=0.03)
