"""Sound that must not be heard is not in what is made: silent exactly there, and loud right beside it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mediakit.domain.span import Span
from mediakit.media import audio, film, probe

from .conftest import PICTURE, Maker

SILENT = (Span(1_000, 1_700), Span(2_500, 2_600))


@pytest.fixture(scope="session")
def tone(make: Maker) -> Path:
    """Four seconds of 440 Hz, as sound that is stored in frames as long as they come."""
    return make("tone.flac", "-f", "lavfi", "-i", "aevalsrc=0.4*sin(440*2*PI*t):d=4:s=44100")


@pytest.fixture(scope="session")
def toned(make: Maker, tone: Path) -> Path:
    """The same with a picture."""
    return make("toned.mp4", *PICTURE, "-i", f"file:{tone}", "-shortest", "-c:v", "libx264", "-c:a", "aac")


def loudness(source: Path) -> np.ndarray:
    """The loudest sample of each 10 ms, -1 … 1, mono."""
    samples = np.concatenate(list(audio.read_pcm(source, probe.read(source))))
    loudest: np.ndarray = np.abs(samples[: len(samples) // 160 * 160].reshape(-1, 160)).max(axis=1)
    return loudest


def assert_silent_exactly_there(source: Path) -> None:
    heard = loudness(source)
    for span in SILENT:
        first, beyond = span.start_ms // 10, span.end_ms // 10
        # a lossy codec smears an edge over its window of 20 ms or so; the margins of a redaction are wider
        assert heard[first + 3 : beyond - 3].max() < 0.001
        assert heard[first - 5 : first - 2].min() > 0.05
        assert heard[beyond + 3 : beyond + 6].min() > 0.05


def test_a_sound_rendition_is_silent_there(tone: Path, tmp_path: Path) -> None:
    made = audio.make_m4a(tone, probe.read(tone), tmp_path / "a.m4a", silent=SILENT)
    assert_silent_exactly_there(made.path)
    assert made.duration_ms == pytest.approx(4_000, abs=60)


def test_films_are_silent_there(toned: Path, tmp_path: Path) -> None:
    facts = probe.read(toned)
    quick = film.Quality(preset="ultrafast")
    web = film.make_web(toned, facts, tmp_path / "w.mp4", short_side_px=90, quality=quick, silent=SILENT[:1])
    proxy = film.make_proxy(toned, facts, tmp_path / "p.mp4", short_side_px=90, silent=SILENT[:1])
    for made in (web, proxy):
        heard = loudness(made.path)
        assert heard[103:167].max() < 0.001
        assert heard[90:97].min() > 0.02
        assert heard[175:190].min() > 0.02


def test_a_waveform_is_flat_there(tone: Path, tmp_path: Path) -> None:
    audio.make_waveform(tone, probe.read(tone), tmp_path / "w.json", silent=SILENT)
    data = json.loads((tmp_path / "w.json").read_text())["data"]
    loud = [max(abs(a), abs(b)) for a, b in zip(data[0::2], data[1::2], strict=True)]
    assert loud[10:17] == [0] * 7
    assert loud[25:26] == [0]
    assert min(loud[:10] + loud[17:25] + loud[26:39]) > 40


def test_a_limited_level_stays_silent_there(make: Maker, tmp_path: Path) -> None:
    clicks = make(
        "clicky.wav", "-f", "lavfi", "-i", "aevalsrc=0.02*sin(2500*t)+0.6*lt(mod(t\\,0.5)\\,0.002):d=4:s=48000"
    )
    made = audio.make_m4a(clicks, probe.read(clicks), tmp_path / "c.m4a", silent=[Span(900, 1_700)])
    heard = loudness(made.path)
    assert heard[93:167].max() < 0.001
    assert heard.max() > 0.3


def test_hundreds_of_silences_are_kept_too(tone: Path, tmp_path: Path) -> None:
    many = [Span(start_ms, start_ms + 2) for start_ms in range(0, 3_000, 10)] + [Span(3_000, 3_500)]
    made = audio.make_m4a(tone, probe.read(tone), tmp_path / "a.m4a", silent=many)
    heard = loudness(made.path)
    assert heard[303:347].max() < 0.001
    assert heard[360:390].min() > 0.05
