"""The shoot on disk: what the cameras wrote, whole, dated, and used again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from mediakit.ingest import sidecars
from mediakit.sample import cards, clips, footage, montage, rushes, voice
from mediakit.sample.draw import talk
from mediakit.sample.footage import CLIPS, Clip
from mediakit.sample.photos import PHOTOS

NUALA = next(clip for clip in CLIPS if clip.voice == "nuala")
SIAN = next(clip for clip in CLIPS if clip.voice == "sian")
SHORT_S = 1.2


@pytest.fixture(scope="session")
def take(tmp_path_factory: pytest.TempPathFactory) -> rushes.Take:
    """A second of somebody talking, small."""
    folder = tmp_path_factory.mktemp("take")
    frames = list(
        talk.talking(talk.Setup(SIAN.person, "study", x=520), [0, 2, 4, 5, 3] * 3, clips.DRAWN_FPS, scale=0.25)
    )
    path = folder / "sian.mjpeg"
    path.write_bytes(b"".join(frames))
    return rushes.Take(clip=SIAN, frames=path, first=frames[0], length_s=SHORT_S)


def test_a_rush_plays_and_carries_the_cameras_time_and_timecode(take: rushes.Take, tmp_path: Path) -> None:
    target = tmp_path / "MVI_0101.MP4"
    rushes.write_rush(take, target)
    with av.open(str(target)) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.width, video.height, float(video.average_rate or 0)) == (320, 180, 25.0)
        assert audio.codec_context.sample_rate == 48_000
        assert film.metadata["creation_time"] == "2026-05-13T10:34:20.000000Z"
        assert video.metadata["timecode"] == "11:34:20:00"
        assert abs((film.duration or 0) / 1_000_000 - SHORT_S) < 0.15


def test_a_rush_has_the_same_bytes_every_time(take: rushes.Take, tmp_path: Path) -> None:
    for name in ("one.mp4", "other.mp4"):
        rushes.write_rush(take, tmp_path / name)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "other.mp4").read_bytes()


def test_a_sony_card_says_beside_the_clip_when_it_was_begun_by_its_own_clock(take: rushes.Take) -> None:
    names = rushes.sidecar_names(NUALA)
    assert names == ("PRIVATE/M4ROOT/CLIP/C0001M01.XML", "PRIVATE/M4ROOT/THMBNL/C0001T01.JPG")
    beside = sidecars.parse(rushes.sidecar(replace(take, clip=NUALA), names[0]))
    assert beside.captured_at == NUALA.camera_time
    assert beside.camera == "Sony ILME-FX30"
    assert rushes.sidecar(take, names[1]).startswith(b"\xff\xd8")
    assert rushes.sidecar_names(SIAN) == ()


def test_a_quote_begins_before_its_first_word_and_ends_after_its_last() -> None:
    quote = next(part for part in montage.CUT if isinstance(part, montage.Quote) and part.voice == "sian")
    said = voice.reading("sian").sentence(quote.first)
    assert "trust is built slowly" in said.text
    begins, lasts = montage.stretch_s(quote)
    assert begins < said.start_ms / 1000
    assert begins + lasts > said.end_ms / 1000


def test_the_event_film_is_half_a_minute_long_and_shows_nobody_who_withdrew() -> None:
    assert 20 < sum(montage.length_s(part) for part in montage.CUT) < 36
    scenes = {part.scene for part in montage.CUT if isinstance(part, montage.Still)}
    assert not scenes & {"panel", "portrait-harpreet", "portrait-lukasz"}


def test_a_montage_asks_for_each_still_and_each_piece_once() -> None:
    parts = [clips.Part(Path("a.jpg"), 2.0, over=Path("t.png")), clips.Part(Path("b.mp4"), 3.0, starts_s=1.5)]
    words = clips.montage_arguments(parts, Path("s.wav"), Path("t.mp4"))
    assert [words[n + 1] for n, word in enumerate(words) if word == "-i"] == [
        "file:a.jpg", "file:t.png", "file:b.mp4", "file:s.wav",
    ]  # fmt: skip
    assert "concat=n=2:v=1:a=0" in words[words.index("-filter_complex") + 1]


LITTLE = cards.Shoot(clips=(), films=(), photos=PHOTOS[4:6], photo_px=120)


def test_what_is_there_is_used_again_and_what_is_gone_is_made_again(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    first = cards.make_cards(tmp_path / "cards", lambda *said: told.append(said), LITTLE)
    assert first.made == 2
    assert [said[:2] for said in told] == [(1, 2), (2, 2)]
    assert (first.cards["P001"] / "DCIM/100EOSR6/IMG_0436.JPG").is_file()
    assert cards.make_cards(tmp_path / "cards", shoot=LITTLE).made == 0
    gone = first.cards["P001"] / "DCIM/100EOSR6/IMG_0441.JPG"
    before = gone.read_bytes()
    gone.unlink()
    assert cards.make_cards(tmp_path / "cards", shoot=LITTLE).made == 1
    assert gone.read_bytes() == before


def test_a_shoot_of_another_edition_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards.make_cards(tmp_path, shoot=LITTLE)
    monkeypatch.setattr(cards, "EDITION", cards.EDITION + 1)
    assert cards.make_cards(tmp_path, shoot=LITTLE).made == 2


def test_a_broken_stamp_is_no_stamp(tmp_path: Path) -> None:
    cards.make_cards(tmp_path, shoot=LITTLE)
    (tmp_path / cards.STAMP).write_text("[]")
    assert cards.make_cards(tmp_path, shoot=LITTLE).made == 2


def test_every_clip_has_a_place_on_its_card() -> None:
    def place(clip: Clip) -> str:
        return f"{clip.card.name}/{clip.path}"

    assert len({place(clip) for clip in CLIPS}) == len(CLIPS)
    assert {clip.short for clip in CLIPS} >= {short for film in footage.FILMS for short in film.rushes}
