"""Sound: one loudness, waveforms in the open format, samples that keep their channel and their time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mediakit.domain.errors import MediaError
from mediakit.media import audio, probe

from .conftest import PICTURE, TONE, Maker


def _samples(source: Path, **options: int | None) -> np.ndarray:
    return np.concatenate(list(audio.read_pcm(source, probe.read(source), **options)))  # type: ignore[arg-type]


def _tone_hz(samples: np.ndarray, rate_hz: int = 16_000) -> float:
    """The loudest frequency."""
    return float(np.abs(np.fft.rfft(samples)).argmax() * rate_hz / len(samples))


@pytest.fixture(scope="session")
def two_voices(make: Maker) -> Path:
    """Two seconds with 300 Hz on the left and 1000 Hz on the right, as two lapel microphones record."""
    return make("pair.wav", "-f", "lavfi", "-i", "aevalsrc=0.3*sin(300*2*PI*t)|0.3*sin(1000*2*PI*t):d=2:s=48000")


@pytest.mark.parametrize(
    ("lufs", "peak_db", "wanted"),
    [
        (-23.0, -10.0, audio.Level(7.0, False)),
        (-23.0, -3.0, audio.Level(7.0, True)),
        (-9.0, 0.5, audio.Level(-7.0, False)),
        (-60.0, -40.0, audio.Level(24.0, False)),
        (None, None, audio.Level(0.0, False)),
    ],
)
def test_gain_brings_to_sixteen_and_leaves_noise_and_silence_alone(
    lufs: float | None, peak_db: float | None, wanted: audio.Level
) -> None:
    assert audio.level_for(audio.Loudness(lufs, peak_db)) == wanted


def test_a_limited_level_makes_up_for_what_limiting_took() -> None:
    assert audio.corrected(audio.Level(7.0, True), audio.Loudness(-18.0, -2.0)) == audio.Level(9.0, True)
    assert audio.corrected(audio.Level(7.0, True), audio.Loudness(-30.0, -2.0)) == audio.Level(13.0, True)


def test_an_m4a_has_its_loudness_and_stays_under_its_peak(make: Maker, tmp_path: Path) -> None:
    clicks = make(
        "clicks.wav", "-f", "lavfi", "-i", "aevalsrc=0.02*sin(2500*t)+0.6*lt(mod(t\\,0.5)\\,0.002):d=4:s=48000"
    )
    made = audio.make_m4a(clicks, probe.read(clicks), tmp_path / "a.m4a")
    facts = probe.read(made.path)
    heard = audio.measure_loudness(made.path, facts, channels=1)
    assert (heard.true_peak_db or 0) <= -1
    assert (facts.acodec, facts.channels) == ("aac", 1)
    assert (heard.integrated_lufs or 0) > -26


def test_stereo_stays_stereo_and_plays_as_long(two_voices: Path, tmp_path: Path) -> None:
    made = audio.make_m4a(two_voices, probe.read(two_voices), tmp_path / "a.m4a")
    facts = probe.read(tmp_path / "a.m4a")
    assert facts.channels == 2
    assert made.duration_ms == pytest.approx(2000, abs=60)
    assert audio.measure_loudness(tmp_path / "a.m4a", facts).integrated_lufs == pytest.approx(-16, abs=0.7)


def test_a_film_without_sound_has_none_to_make(make: Maker, tmp_path: Path) -> None:
    mute = make("mute.mp4", *PICTURE, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    with pytest.raises(MediaError, match="has no sound"):
        audio.make_m4a(mute, probe.read(mute), tmp_path / "a.m4a")


def test_a_waveform_is_in_the_open_format(make: Maker, tmp_path: Path) -> None:
    half = make("half.wav", "-f", "lavfi", "-i", "aevalsrc=0.5*sin(440*2*PI*t)*lt(t\\,1):d=2:s=16000")
    made = audio.make_waveform(half, probe.read(half), tmp_path / "w.json")
    said = json.loads((tmp_path / "w.json").read_text())
    assert {k: said[k] for k in ("version", "channels", "sample_rate", "bits")} == {
        "version": 2, "channels": 1, "sample_rate": 16_000, "bits": 8,
    }  # fmt: skip
    assert said["length"] * 2 == len(said["data"])
    assert said["length"] == pytest.approx(20, abs=1)
    low, high = said["data"][::2], said["data"][1::2]
    assert max(high[2:9]) == pytest.approx(64, abs=2)
    assert min(low[2:9]) == pytest.approx(-64, abs=2)
    assert max(map(abs, said["data"][24:])) <= 1
    assert made.duration_ms == pytest.approx(2000, abs=110)


def test_a_long_recording_gets_fewer_points_a_second() -> None:
    assert audio.samples_per_point(60_000) == 1_600
    assert 8 * 3600 * 16_000 / audio.samples_per_point(8 * 3_600_000) <= 4_000


def test_samples_are_mono_at_the_rate_asked_for(clip: Path) -> None:
    samples = _samples(clip, rate_hz=8_000)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(16_000, abs=400)
    assert _tone_hz(samples, 8_000) == pytest.approx(440, abs=2)
    assert np.abs(samples).max() <= 1.0


def test_blocks_are_small(clip: Path) -> None:
    assert max(len(block) for block in audio.read_pcm(clip, probe.read(clip))) <= 16_384


def test_one_channel_of_two_voices_can_be_heard_alone(two_voices: Path) -> None:
    assert _tone_hz(_samples(two_voices, channel=0)) == pytest.approx(300, abs=2)
    assert _tone_hz(_samples(two_voices, channel=1)) == pytest.approx(1000, abs=2)
    both = np.abs(np.fft.rfft(_samples(two_voices)))
    assert both[600] > 100
    assert both[2000] > 100


def test_a_second_track_can_be_heard_alone(make: Maker) -> None:
    other = ("-f", "lavfi", "-i", "sine=f=900:d=2")
    two = make("lavs.mov", *TONE, *other, "-map", "0", "-map", "1", "-c:a", "pcm_s16le")
    assert _tone_hz(_samples(two, track=1)) == pytest.approx(900, abs=2)


def test_a_channel_or_track_that_is_not_there_is_refused(two_voices: Path) -> None:
    for options in ({"channel": 2}, {"track": 1}):
        with pytest.raises(MediaError, match="has no sound track"):
            next(audio.read_pcm(two_voices, probe.read(two_voices), **options))  # type: ignore[arg-type]


def test_sound_that_begins_late_keeps_its_time(make: Maker, clip: Path, sound: Path) -> None:
    both = ("-i", f"file:{clip}", "-itsoffset", "1", "-i", f"file:{sound}", "-map", "0:v", "-map", "1:a")
    late = make("late.mp4", *both, "-c:v", "copy", "-c:a", "aac")
    samples = _samples(late)
    assert len(samples) / 16_000 == pytest.approx(3, abs=0.1)
    assert np.abs(samples[:14_000]).max() < 0.01
    assert np.abs(samples[17_000:]).max() > 0.05
