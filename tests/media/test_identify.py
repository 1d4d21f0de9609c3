"""What a file is, by its content: names mean nothing, text is no media, and every refusal says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Kind
from mediakit.media import boxes, identify

from .conftest import PICTURE, Maker


def test_a_film_named_as_a_photo_is_a_film(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(clip.read_bytes())
    assert identify.read_facts(tmp_path / "holiday.jpg").kind is Kind.VIDEO


@pytest.mark.parametrize("name", ["still.jpg", "still.png", "still.webp", "still.gif", "still.tiff"])
def test_a_photo_named_as_a_film_is_a_photo(name: str, make: Maker, tmp_path: Path) -> None:
    made = make(name, *PICTURE, "-frames:v", "1")
    (tmp_path / "talk.mp4").write_bytes(made.read_bytes())
    facts = identify.read_facts(tmp_path / "talk.mp4")
    assert (facts.kind, facts.width_px, facts.height_px) == (Kind.PHOTO, 320, 180)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page, not a film"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html/>', "a web page, not a film"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "Git LFS pointer"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "a text file"),
        ("\ufeff1\n00:00:01,000 --> 00:00:02,000\nHello\n".encode("utf-16"), "a text file"),
        (b"#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n", "a text file"),
        (b"ffconcat version 1.0\nfile talk.mov\n", "a text file"),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 96\n", "a text file"),
        ("Größe, naïve Zoë\n".encode("latin-1"), "a text file"),
        (b"\x1b[31mred\x1b[0m\r\n" * 50, "a text file"),
        (b'<?xml version="1.0"?><NonRealTimeMeta/>', "a text file"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"PK\x03\x04\x14\0\x06\0", "a zip archive"),
        (bytes(20_000), "nothing but zeros"),
        (bytes(range(256)) * 40, "not"),
    ],
)
def test_what_is_no_media_is_refused_in_plain_words(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").write_bytes(content)
    with pytest.raises(Undecodable, match=reason):
        identify.read_facts(tmp_path / "talk.mp4")


def test_text_in_letters_of_two_bytes_may_break_at_the_end_of_what_is_looked_at() -> None:
    assert identify.why_no_media(("é" * 5000).encode()[: identify.HEAD_BYTES - 1]) is not None
    assert identify.why_no_media(("会場" * 5000).encode()[: identify.HEAD_BYTES]) is not None


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Undecodable, match="folder"):
        identify.read_facts(tmp_path)


def test_a_recording_that_was_not_closed_says_that_its_index_is_missing(clip: Path, tmp_path: Path) -> None:
    data = clip.read_bytes()
    (tmp_path / "open.mp4").write_bytes(data[: data.index(b"moov") - 4])
    with pytest.raises(Undecodable, match="its index is missing: .* the camera may be able to repair it"):
        identify.read_facts(tmp_path / "open.mp4")


def test_a_copy_that_stopped_early_says_so(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "early.mp4").write_bytes(clip.read_bytes()[:2000])
    with pytest.raises(Undecodable, match="cut short"):
        identify.read_facts(tmp_path / "early.mp4")


def test_boxes_that_make_no_sense_end_the_walk(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x03free" + bytes(100))
    assert [kind for kind, _, _ in boxes.outermost(tmp_path / "x.mp4")] == [b"ftyp", b"free"]
    assert boxes.why_unreadable(tmp_path / "x.mp4") == "it is damaged from byte 16 on: nothing of it can be played"


@pytest.mark.real_media
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("keynote.mp4", "a web page"),
        ("lfs_pointer.mp4", "Git LFS pointer"),
        ("zero_bytes.jpg", "empty"),
        ("only_first_4k.mp4", "cut short"),
        ("sample_malformed_free_box.mp4", "damaged from byte 32"),
    ],
)
def test_real_bad_files_are_refused_with_their_reason(real_media: Path, name: str, reason: str) -> None:
    with pytest.raises(Undecodable, match=reason):
        identify.read_facts(real_media / "bad" / name)


@pytest.mark.real_media
def test_real_files_under_wrong_names_are_what_they_hold(real_media: Path) -> None:
    assert identify.read_facts(real_media / "bad" / "jpeg_inside.mp4").kind is Kind.PHOTO
    assert identify.read_facts(real_media / "bad" / "mp4_inside.jpg").kind is Kind.VIDEO
    assert identify.read_facts(real_media / "bad" / "wrong_extension.aac").kind is Kind.AUDIO
