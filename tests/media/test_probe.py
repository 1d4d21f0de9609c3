"""Facts of films and sound: what is displayed, how long it plays, what is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Kind, TimeSource
from mediakit.media import ffmpeg, probe, trial

from .conftest import PICTURE, TONE, Maker

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def test_a_clip_is_read_as_it_is_displayed(clip: Path) -> None:
    facts = probe.read(clip)
    assert (facts.kind, facts.width_px, facts.height_px, facts.rotation) == (Kind.VIDEO, 320, 180, 0)
    assert facts.duration_ms == pytest.approx(2000, abs=60)
    assert (facts.fps, facts.variable_frame_rate, facts.interlaced) == (Fraction(25), False, False)
    assert (facts.vcodec, facts.acodec, facts.channels, facts.sample_rate_hz) == ("h264", "aac", 2, 48_000)
    assert facts.warnings == ()
    assert facts.plays


def test_a_phone_film_stands_upright(turned: Path) -> None:
    facts = probe.read(turned)
    assert (facts.width_px, facts.height_px, facts.rotation) == (180, 320, 90)


def test_pixels_that_are_not_square_are_made_so(make: Maker) -> None:
    facts = probe.read(make("wide.mp4", *PICTURE, "-vf", "setsar=4/3", *H264))
    assert (facts.width_px, facts.height_px) == (427, 180)


def test_interlaced_pictures_are_noticed(make: Maker) -> None:
    facts = probe.read(
        make("fields.mpg", *PICTURE, "-vf", "tinterlace=interleave_top", "-c:v", "mpeg2video", "-flags", "+ilme+ildct")
    )
    assert facts.interlaced


@pytest.mark.parametrize(("transfer", "hdr"), [("smpte2084", "pq"), ("arib-std-b67", "hlg"), ("bt709", None)])
def test_high_dynamic_range_is_named(transfer: str, hdr: str | None, make: Maker) -> None:
    colour = f"setparams=color_trc={transfer}:color_primaries=bt2020:colorspace=bt2020nc"
    made = make(f"{transfer}.mp4", *PICTURE, "-t", "0.4", "-vf", f"format=yuv420p10le,{colour}", "-c:v", "libx264")
    assert probe.read(made).hdr == hdr


def test_a_rate_that_varies_is_seen_in_the_packet_times(make: Maker) -> None:
    made = make("phone.mp4", *PICTURE, "-vf", "select='not(mod(n,3))+lt(n,20)'", "-fps_mode", "vfr", *H264)
    facts = probe.read(made)
    assert facts.variable_frame_rate
    assert facts.fps is not None
    assert 8 < facts.fps < 25


def test_matroska_milliseconds_are_no_varying_rate(make: Maker) -> None:
    made = make("ntsc.mkv", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=60000/1001:d=1", *H264)
    facts = probe.read(made)
    assert not facts.variable_frame_rate
    assert float(facts.fps or 0) == pytest.approx(59.94, rel=0.02)


def test_cover_art_is_no_film(make: Maker) -> None:
    cover = make("cover.png", *PICTURE, "-frames:v", "1")
    made = make("song.mp3", *TONE, "-i", f"file:{cover}", "-map", "0", "-map", "1", "-disposition:v", "attached_pic")
    facts = probe.read(made)
    assert (facts.kind, facts.acodec, facts.width_px) == (Kind.AUDIO, "mp3", None)


def test_an_mp4_without_a_picture_is_sound(make: Maker) -> None:
    assert probe.read(make("sound.mp4", *TONE, "-c:a", "aac")).kind is Kind.AUDIO


def test_every_sound_track_is_known_with_its_layout(make: Maker) -> None:
    surround = ("-f", "lavfi", "-i", "sine=d=2,aformat=channel_layouts=5.1")
    each = ("-map", "0", "-map", "1", "-map", "2", "-c:a", "pcm_s16le", "-metadata:s:a:1", "language=fra")
    made = make("tracks.mov", *PICTURE, *surround, *TONE, *H264, *each)
    tracks = probe.read(made).audio
    assert [(t.codec, t.channels) for t in tracks] == [("pcm_s16le", 6), ("pcm_s16le", 1)]
    assert tracks[0].layout is not None
    assert tracks[0].layout.startswith("5.1")
    assert tracks[1].language == "fra"
    assert tracks[1].index == 2


def test_raw_aac_plays_as_long_as_its_frames(make: Maker) -> None:
    facts = probe.read(make("raw.aac", *TONE, "-c:a", "aac", "-b:a", "64k"))
    assert facts.duration_ms == pytest.approx(2000, abs=100)
    assert facts.warnings == ()


def test_the_cameras_timecode_date_and_name_are_read(make: Maker, clip: Path) -> None:
    tags = {
        "com.apple.quicktime.creationdate": "2024-01-30T09:15:00+0100",
        "creation_time": "2024-01-30T08:15:09Z",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 15",
        "title": " Trust \x07 ",
    }
    words = [word for name, value in tags.items() for word in ("-metadata", f"{name}={value}")]
    keep = ("-c", "copy", "-timecode", "10:20:30:05", "-movflags", "use_metadata_tags")
    made = make("camera.mov", "-i", f"file:{clip}", *keep, *words)
    facts = probe.read(made)
    assert facts.timecode == "10:20:30:05"
    assert facts.captured_at is not None
    assert facts.captured_at.isoformat() == "2024-01-30T09:15:00+01:00"
    assert facts.captured_at_source is TimeSource.METADATA
    assert facts.camera == "Apple iPhone 15"
    assert facts.described.title == "Trust"


def test_a_date_that_cannot_be_right_is_kept_and_flagged(make: Maker, clip: Path) -> None:
    facts = probe.read(
        make("1970.mp4", "-i", f"file:{clip}", "-c", "copy", "-metadata", "creation_time=1980-01-01T00:00:00Z")
    )
    assert facts.captured_at is not None
    assert "recording date, 1980-01-01" in facts.warnings[0]


def test_no_position_and_no_serial_number_becomes_a_fact(make: Maker, clip: Path) -> None:
    made = make("where.mov", "-i", f"file:{clip}", "-c", "copy", "-movflags", "use_metadata_tags",
                "-metadata", "location=+51.5333-000.1255/", "-metadata", "serial=SN4711")  # fmt: skip
    assert "51.5333" not in repr(probe.read(made))
    assert "4711" not in repr(probe.read(made))


def test_a_copy_cut_short_says_how_much_plays(make: Maker, clip: Path, tmp_path: Path) -> None:
    whole = make(
        "fast.mp4", "-stream_loop", "4", "-i", f"file:{clip}", "-c", "copy", "-movflags", "+faststart"
    ).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) * 6 // 10])
    facts = probe.read(tmp_path / "cut.mp4")
    assert 3000 < (facts.duration_ms or 0) < 8500
    assert any("cut short" in warning and "of 0:10 play" in warning for warning in facts.warnings)


def test_a_cut_matroska_says_how_much_plays(make: Maker, clip: Path, tmp_path: Path) -> None:
    whole = make("long.mkv", "-stream_loop", "4", "-i", f"file:{clip}", "-c", "copy").read_bytes()
    (tmp_path / "cut.mkv").write_bytes(whole[: len(whole) // 2])
    facts = probe.read(tmp_path / "cut.mkv")
    assert 3000 < (facts.duration_ms or 0) < 7000
    assert any("cut short" in warning for warning in facts.warnings)


def test_holes_in_a_film_are_found(clip: Path, tmp_path: Path) -> None:
    data = bytearray(clip.read_bytes())
    start = data.index(b"mdat") + len(data) // 3
    for hole in range(6):
        data[start + hole * 3000 : start + hole * 3000 + 400] = bytes(400)
    (tmp_path / "holes.mp4").write_bytes(data)
    facts = probe.read(tmp_path / "holes.mp4")
    assert any("cannot be decoded, the first at 0:0" in warning for warning in facts.warnings)
    assert facts.plays


def test_a_film_of_which_nothing_decodes_does_not_play(clip: Path, tmp_path: Path) -> None:
    data = bytearray(clip.read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov") - 4
    data[start:end] = b"\xff" * (end - start)
    (tmp_path / "dead.mp4").write_bytes(data)
    facts = probe.read(tmp_path / "dead.mp4")
    assert not facts.plays
    assert facts.warnings


def test_a_header_that_claims_a_huge_picture_is_refused(tmp_path: Path) -> None:
    ffmpeg.run(
        [
            "-f",
            "lavfi",
            "-i",
            "color=s=16x16:d=0.1",
            "-c:v",
            "rawvideo",
            "-pix_fmt",
            "yuv420p",
            f"file:{tmp_path / 'x.avi'}",
        ]
    )
    data = bytearray((tmp_path / "x.avi").read_bytes())
    at = data.index(b"strf") + 8 + 4
    data[at : at + 8] = (60_000).to_bytes(4, "little") + (60_000).to_bytes(4, "little")
    (tmp_path / "x.avi").write_bytes(data)
    with pytest.raises(Undecodable):
        probe.read(tmp_path / "x.avi")


def test_an_empty_wav_is_sound_that_does_not_play(tmp_path: Path) -> None:
    header = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\0\0\0"
    (tmp_path / "empty.wav").write_bytes(header)
    facts = probe.read(tmp_path / "empty.wav")
    assert (facts.kind, facts.plays, facts.duration_ms) == (Kind.AUDIO, False, 0)


def test_a_large_file_is_read_in_stretches(clip: Path, make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make("minutes.mp4", "-stream_loop", "29", "-i", f"file:{clip}", "-c", "copy")
    whole = probe.read(made)
    monkeypatch.setattr(trial, "WHOLE_BYTES", 1000)
    part = probe.read(made)
    assert part.duration_ms == whole.duration_ms
    assert (part.fps, part.warnings, part.plays) == (whole.fps, (), True)


# --- a second witness -------------------------------------------------------------------------------------------------


def _ffprobe(path: Path) -> dict[str, Any]:
    ask = ("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", f"file:{path}")
    answer: dict[str, Any] = json.loads(subprocess.run(ask, capture_output=True, check=True).stdout)
    return answer


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not on this machine")
def test_ffprobe_says_the_same_where_it_is_installed(make: Maker, clip: Path, turned: Path, sound: Path) -> None:
    wide = make("wide.mp4", *PICTURE, "-vf", "setsar=4/3", *H264)
    for path in (clip, turned, sound, wide):
        facts, said = probe.read(path), _ffprobe(path)
        by_type = {stream["codec_type"]: stream for stream in reversed(said["streams"])}
        assert (facts.duration_ms or 0) / 1000 == pytest.approx(float(said["format"]["duration"]), abs=0.1)
        if video := by_type.get("video"):
            matrix = next((x for x in video.get("side_data_list", []) if "rotation" in x), {"rotation": 0})
            assert (facts.vcodec, facts.rotation) == (video["codec_name"], -matrix["rotation"] % 360)
            aspect = Fraction(video.get("sample_aspect_ratio", "1:1").replace(":", "/"))
            sides = round(video["width"] * aspect), video["height"]
            assert {facts.width_px, facts.height_px} == set(sides)
            assert facts.fps == Fraction(video["avg_frame_rate"])
        if heard := by_type.get("audio"):
            wanted = heard["codec_name"], heard["channels"], int(heard["sample_rate"])
            assert (facts.acodec, facts.channels, facts.sample_rate_hz) == wanted


# --- real recordings --------------------------------------------------------------------------------------------------


def _problems(entry: dict[str, Any], folder: Path) -> list[str]:
    said, facts = entry["facts"], probe.read(folder / entry["path"])
    wanted = Kind.VIDEO if said.get("video_streams") else Kind.AUDIO
    found = [] if facts.kind is wanted else [f"kind {facts.kind}"]
    length_s = entry.get("duration_s")
    if length_s and length_s < 10_000 and abs((facts.duration_ms or 0) / 1000 - length_s) > max(0.25, 0.03 * length_s):
        found.append(f"duration {facts.duration_ms} ms, wanted {length_s} s")
    videos = said.get("video") or []
    for video in (videos if isinstance(videos, list) else [videos])[:1]:
        if facts.vcodec != video["codec"]:
            found.append(f"vcodec {facts.vcodec}")
        size = (facts.width_px or 0) - video["display_width"], (facts.height_px or 0) - video["display_height"]
        if max(map(abs, size)) > 2:
            found.append(f"size {facts.width_px}×{facts.height_px}")
        rate = video.get("avg_fps")
        if rate and abs(float(facts.fps or 0) - rate) > 0.05 * rate:
            found.append(f"fps {facts.fps}, wanted {rate}")
        if said.get("variable_frame_rate", facts.variable_frame_rate) != facts.variable_frame_rate:
            found.append(f"variable {facts.variable_frame_rate}")
    tracks = said.get("audio") or []
    tracks = tracks if isinstance(tracks, list) else [tracks]
    if tracks and (facts.acodec, facts.channels) not in [(t["codec"], t["channels"]) for t in tracks]:
        found.append(f"sound {facts.acodec} {facts.channels}")
    return [f"{entry['path']}: {problem}" for problem in found]


@pytest.mark.real_media
def test_real_recordings_are_read_as_other_tools_read_them(
    real_media: Path, real_manifest: list[dict[str, Any]]
) -> None:
    entries = [e for e in real_manifest if e["kind"] in ("video", "video-speech", "speech")]
    assert len(entries) > 80
    assert [problem for entry in entries for problem in _problems(entry, real_media)] == []


@pytest.mark.real_media
def test_real_damage_is_said(real_media: Path) -> None:
    bad = real_media / "bad"
    assert "0:21 of 0:35 play" in probe.read(bad / "truncated_60pct.mp4").warnings[0]
    assert "the first at 0:18" in probe.read(bad / "holes.mp4").warnings[0]
    assert not probe.read(bad / "invalid-bitstream.webm").plays
    assert probe.read(bad / "100kB-garbage-prefix.mp3").duration_ms == pytest.approx(1070, abs=100)
    assert probe.read(real_media / "video" / "sample_fragmented.mp4").duration_ms == pytest.approx(1070, abs=100)
