"""Films as they are published: upright, square, SDR, at one loudness, nothing private in them, the same bytes."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from mediakit.domain.errors import MediaError
from mediakit.domain.facts import Facts, Kind
from mediakit.media import audio, ffmpeg, film, identify, picture, poster, probe

from .conftest import PICTURE, TONE, Maker

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
QUICK = film.Quality(preset="ultrafast")


def _video(width_px: int, height_px: int, fps: Fraction | int = 25, **more: object) -> Facts:
    facts = Facts(Kind.VIDEO, width_px=width_px, height_px=height_px, fps=Fraction(fps), duration_ms=2000)
    return dataclasses.replace(facts, **more)  # type: ignore[arg-type]


def _web(source: Path, target: Path, short_side_px: int = 1080) -> Facts:
    film.make_web(source, probe.read(source), target, short_side_px=short_side_px, quality=QUICK)
    return probe.read(target)


def _frame(path: Path, at_s: float = 0) -> np.ndarray:
    """RGB of one frame, uint8, shape (height, width, 3)."""
    facts = identify.read_facts(path)
    taken = ["-ss", str(at_s), "-i", f"file:{path}", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    pixels = np.frombuffer(b"".join(ffmpeg.pipe(taken)), dtype=np.uint8)
    return pixels.reshape(facts.height_px or 0, facts.width_px or 0, 3)


# --- decisions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width_px", "height_px", "short_side_px", "wanted"),
    [
        (1920, 1080, 720, (1280, 720)),
        (1080, 1920, 720, (720, 1280)),
        (640, 360, 1080, (640, 360)),
        (201, 111, 1080, (200, 110)),
        (4096, 2160, 1080, (2048, 1080)),
        (3, 2, 360, (2, 2)),
        (8000, 20, 360, (8000, 20)),
    ],
)
def test_a_rendition_is_even_and_never_enlarged(
    width_px: int, height_px: int, short_side_px: int, wanted: tuple[int, int]
) -> None:
    assert picture.web_size(_video(width_px, height_px), short_side_px) == wanted


@pytest.mark.parametrize(
    ("fps", "varies", "most", "wanted"),
    [
        (Fraction(25), False, 60, None),
        (Fraction(60000, 1001), False, 60, None),
        (Fraction(25, 2), False, 60, None),
        (Fraction(120), False, 60, Fraction(60)),
        (Fraction(50), False, 30, Fraction(25)),
        (Fraction(31), False, 30, Fraction(30)),
        (Fraction(298, 10), True, 60, Fraction(30000, 1001)),
        (Fraction(13), True, 60, Fraction(24000, 1001)),
        (Fraction(240), True, 60, Fraction(60)),
    ],
)
def test_the_rate_is_kept_or_made_steady(fps: Fraction, varies: bool, most: int, wanted: Fraction | None) -> None:
    assert picture.web_fps(_video(640, 360, fps, variable_frame_rate=varies), most) == wanted


def test_only_what_needs_it_is_deinterlaced_and_tone_mapped() -> None:
    def graph(facts: Facts) -> str:
        return " ".join(film.proxy_arguments(Path("a.mov"), facts, Path("b.mp4")))

    plain = graph(_video(1920, 1080))
    assert "bwdif" not in plain
    assert "tonemap" not in plain
    assert "bwdif" in graph(_video(1920, 1080, interlaced=True))
    assert "tin=smpte2084" in graph(_video(1920, 1080, hdr="pq"))
    assert "tin=arib-std-b67" in graph(_video(1920, 1080, hdr="hlg"))
    assert "libvpx-vp9" in graph(_video(200, 200, vcodec="vp9", extra={"alpha": True}))


def test_black_blank_and_cut_frames_do_not_stand_for_a_film() -> None:
    steps = np.indices((54, 96)).sum(axis=0) // 8 % 2
    scene = (60 + steps * 140).astype(np.uint8)
    black, grey = np.full_like(scene, 2), np.full_like(scene, 120)
    scores = poster.score(np.stack([black, black, grey, scene, scene, scene, black]))
    assert int(scores.argmax()) == 4
    assert scores[0] == scores[2] == 0


# --- the web rendition ------------------------------------------------------------------------------------------------


def test_a_web_film_is_h264_and_aac_and_starts_at_once(clip: Path, tmp_path: Path) -> None:
    facts = _web(clip, tmp_path / "web.mp4")
    data = (tmp_path / "web.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert (facts.vcodec, facts.acodec, facts.channels) == ("h264", "aac", 2)
    assert (facts.width_px, facts.height_px, facts.fps) == (320, 180, 25)
    assert facts.extra["pixel_format"] == "yuv420p"
    assert facts.duration_ms == pytest.approx(2000, abs=100)


def test_made_says_what_was_written(clip: Path, tmp_path: Path) -> None:
    seen: list[float] = []
    made = film.make_web(
        clip, probe.read(clip), tmp_path / "w.mp4", short_side_px=90, quality=QUICK, progress=seen.append
    )
    assert (made.width_px, made.height_px) == (160, 90)
    assert made.bytes == (tmp_path / "w.mp4").stat().st_size
    assert made.path == tmp_path / "w.mp4"
    assert seen == sorted(seen)
    assert seen[-1] > 0.8
    assert [file.name for file in tmp_path.iterdir()] == ["w.mp4"]


def test_a_phone_film_is_turned_in_its_pixels(turned: Path, tmp_path: Path) -> None:
    facts = _web(turned, tmp_path / "web.mp4")
    assert (facts.width_px, facts.height_px, facts.rotation) == (180, 320, 0)


def test_wide_pixels_become_square_ones(make: Maker, tmp_path: Path) -> None:
    facts = _web(make("wide.mp4", *PICTURE, "-vf", "setsar=4/3", *H264), tmp_path / "web.mp4")
    assert facts.width_px == pytest.approx(427, abs=1)
    assert facts.height_px == 180


def test_an_interlaced_film_comes_out_in_whole_frames(make: Maker, tmp_path: Path) -> None:
    fields = make("f.mpg", *PICTURE, "-vf", "tinterlace=interleave_top", "-c:v", "mpeg2video", "-flags", "+ilme+ildct")
    facts = _web(fields, tmp_path / "web.mp4")
    assert not facts.interlaced
    assert float(facts.fps or 0) == pytest.approx(12.5, abs=0.6)


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_a_high_dynamic_range_film_comes_out_in_bt709(transfer: str, make: Maker, tmp_path: Path) -> None:
    space = f"zscale=t={transfer}:p=2020:m=2020_ncl:tin=709:pin=709:min=709:npl=200,format=yuv420p10le"
    bars = ("-f", "lavfi", "-i", "color=0x804020:s=320x180:d=0.4")
    source = make(f"bars-{transfer}.mp4", *bars, "-vf", f"format=gbrp,{space}", "-c:v", "libx264", "-crf", "10")
    facts = _web(source, tmp_path / "web.mp4")
    assert (facts.hdr, facts.extra["matrix"], facts.extra["pixel_format"]) == (None, 1, "yuv420p")
    red, green, blue = _frame(tmp_path / "web.mp4").mean(axis=(0, 1))
    assert red > green > blue
    assert red - blue > 30


def test_colours_of_a_small_untagged_film_are_not_shifted(make: Maker, tmp_path: Path) -> None:
    green = make("green.mp4", "-f", "lavfi", "-i", "color=0x20C040:s=320x180:d=0.4",
                 "-vf", "scale=out_color_matrix=bt601:out_range=tv,format=yuv420p", *H264)  # fmt: skip
    _web(green, tmp_path / "web.mp4")
    taken = ["-i", f"file:{tmp_path / 'web.mp4'}", "-frames:v", "1", "-vf", "scale=in_color_matrix=bt709,format=rgb24"]
    data = b"".join(ffmpeg.pipe([*taken, "-f", "rawvideo", "pipe:1"]))
    mean = np.frombuffer(data, dtype=np.uint8).reshape(-1, 3).mean(axis=0)
    assert mean == pytest.approx([0x20, 0xC0, 0x40], abs=6)


def test_transparency_is_laid_over_black(make: Maker, tmp_path: Path) -> None:
    left_only = "format=yuva420p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*lt(X,64)'"
    half = ("-f", "lavfi", "-i", f"color=red:s=128x128:d=0.4,{left_only}")
    source = make("strap.webm", *half, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")
    assert probe.read(source).extra["alpha"]
    _web(source, tmp_path / "web.mp4")
    frame = _frame(tmp_path / "web.mp4")
    assert frame[64, 20, 0] > 200
    assert frame[64, 110].max() < 30


def test_sound_comes_out_at_one_loudness(make: Maker, clip: Path, tmp_path: Path) -> None:
    quiet = make("quiet.mp4", "-i", f"file:{clip}", "-c:v", "copy", "-af", "volume=-10dB", "-c:a", "aac")
    for source in (clip, quiet):
        facts = _web(source, tmp_path / "web.mp4")
        heard = audio.measure_loudness(tmp_path / "web.mp4", facts)
        assert heard.integrated_lufs == pytest.approx(-16, abs=0.7)
        assert (heard.true_peak_db or 0) <= -1


def test_silence_stays_silent_and_a_film_without_sound_stays_without(make: Maker, tmp_path: Path) -> None:
    silent = make("silent.mp4", *PICTURE, "-f", "lavfi", "-i", "anullsrc=d=2", *H264, "-c:a", "aac", "-shortest")
    assert _web(silent, tmp_path / "a.mp4").channels == 2
    mute = make("mute.mp4", *PICTURE, *H264)
    assert _web(mute, tmp_path / "b.mp4").audio == ()


def test_sound_in_six_channels_or_on_two_tracks_is_all_heard_in_stereo(make: Maker, tmp_path: Path) -> None:
    surround = make("51.mov", *PICTURE, "-f", "lavfi", "-i", "sine=d=2,aformat=channel_layouts=5.1", *H264,
                    "-c:a", "pcm_s16le")  # fmt: skip
    assert _web(surround, tmp_path / "a.mp4").channels == 2
    quiet = ("-f", "lavfi", "-i", "anullsrc=cl=mono:d=2")
    two = make("two.mov", *PICTURE, *quiet, *TONE, *H264, "-map", "0", "-map", "1", "-map", "2", "-c:a", "pcm_s16le")
    facts = _web(two, tmp_path / "b.mp4")
    assert len(facts.audio) == 1
    assert audio.measure_loudness(tmp_path / "b.mp4", facts).integrated_lufs == pytest.approx(-16, abs=0.7)


def test_sound_that_ends_early_does_not_shorten_the_film(make: Maker, tmp_path: Path) -> None:
    short = make("short.mp4", *PICTURE, "-f", "lavfi", "-i", "sine=d=0.7", *H264, "-c:a", "aac")
    assert _web(short, tmp_path / "web.mp4").duration_ms == pytest.approx(2000, abs=100)


def test_nothing_private_goes_out(make: Maker, clip: Path, tmp_path: Path) -> None:
    words = {"title": "Secret title", "location": "+51.5333-000.1255/", "comment": "Secret note"}
    words |= {"artist": "Secret name", "creation_time": "2024-01-30T08:15:09Z"}
    tags = [word for name, value in words.items() for word in ("-metadata", f"{name}={value}")]
    source = make("secret.mov", "-i", f"file:{clip}", "-c", "copy", "-timecode", "10:20:30:05", *tags,
                  "-metadata:s:v", "handler_name=Secret handler", "-movflags", "use_metadata_tags")  # fmt: skip
    facts = probe.read(source)
    film.make_web(source, facts, tmp_path / "web.mp4", short_side_px=180, quality=QUICK)
    film.make_proxy(source, facts, tmp_path / "proxy.mp4")
    film.make_poster(source, facts, tmp_path / "poster.jpg")
    audio.make_m4a(source, facts, tmp_path / "sound.m4a")
    for made in tmp_path.iterdir():
        data = made.read_bytes()
        for private in (b"Secret", b"51.5333", b"loci", b"\xa9xyz", b"tmcd", b"Lavc6", b"Lavf", b"2024", b"Exif"):
            assert private not in data, f"{private!r} in {made.name}"


def test_the_same_film_gives_the_same_bytes(clip: Path, tmp_path: Path) -> None:
    facts = probe.read(clip)
    for folder in ("a", "b"):
        film.make_web(clip, facts, tmp_path / folder / "web.mp4", short_side_px=180, quality=film.Quality())
        film.make_proxy(clip, facts, tmp_path / folder / "proxy.mp4")
        film.make_poster(clip, facts, tmp_path / folder / "poster.jpg")
    for name in ("web.mp4", "proxy.mp4", "poster.jpg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


# --- damage -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cut(make: Maker, clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of ten seconds of which the last four were not copied."""
    whole = make("ten.mp4", "-stream_loop", "4", "-i", f"file:{clip}", "-c", "copy", "-movflags", "+faststart")
    path = tmp_path_factory.mktemp("cut") / "cut.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    return path


def test_a_film_that_breaks_off_yields_what_plays(cut: Path, tmp_path: Path) -> None:
    facts = probe.read(cut)
    film.make_poster(cut, facts, tmp_path / "poster.jpg", at_ms=9_000)
    for made in (
        film.make_proxy(cut, facts, tmp_path / "proxy.mp4"),
        film.make_web(cut, facts, tmp_path / "web.mp4", short_side_px=90, quality=QUICK),
    ):
        assert made.duration_ms == pytest.approx(facts.duration_ms, abs=300)


def test_a_film_without_one_picture_is_refused_and_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    data = bytearray(clip.read_bytes())
    start, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    data[start:end] = b"\xff" * (end - start)
    dead = tmp_path / "dead.mp4"
    dead.write_bytes(data)
    facts = probe.read(clip)
    for make_it in (film.make_proxy, film.make_poster):
        with pytest.raises(MediaError):
            make_it(dead, facts, tmp_path / "made.mp4")
    assert [file.name for file in tmp_path.iterdir()] == ["dead.mp4"]


def test_sound_alone_has_no_proxy(sound: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="has no picture"):
        film.make_proxy(sound, probe.read(sound), tmp_path / "p.mp4")


# --- the poster -------------------------------------------------------------------------------------------------------


def test_a_poster_is_not_the_black_that_a_film_begins_with(make: Maker, tmp_path: Path) -> None:
    faded = make("faded.mp4", *PICTURE, "-vf", "fade=in:0:40", *H264)
    made = film.make_poster(faded, probe.read(faded), tmp_path / "p.jpg")
    assert (made.width_px, made.height_px, made.duration_ms) == (320, 180, 0)
    assert made.bytes > 4000


def test_a_poster_can_be_chosen_and_is_not_enlarged(turned: Path, tmp_path: Path) -> None:
    facts = probe.read(turned)
    made = film.make_poster(turned, facts, tmp_path / "p.jpg", at_ms=1500, long_side_px=160)
    assert (made.width_px, made.height_px) == (90, 160)
    late = film.make_poster(turned, facts, tmp_path / "late.jpg", at_ms=60_000)
    assert (late.width_px, late.height_px) == (180, 320)
    photo = identify.read_facts(tmp_path / "p.jpg")
    assert (photo.width_px, photo.height_px, photo.kind) == (90, 160, Kind.PHOTO)


def test_a_film_of_one_picture_has_a_poster(make: Maker, tmp_path: Path) -> None:
    blink = make("blink.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=0.04", *H264)
    made = film.make_poster(blink, probe.read(blink), tmp_path / "p.jpg")
    assert (made.width_px, made.height_px) == (320, 180)
