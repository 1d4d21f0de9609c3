"""Tiny media, made once per test session with the real ffmpeg, each showing one thing cameras do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mediakit.media import ffmpeg

Maker = Callable[..., Path]

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2")
TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=2")


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """make("clip.mp4", *ffmpeg arguments before the output) runs ffmpeg once and gives the file's path."""
    folder = tmp_path_factory.mktemp("media")

    def maker(name: str, *args: str) -> Path:
        target = folder / name
        if not target.exists():
            ffmpeg.run([*args, f"file:{target}"])
        return target

    return maker


@pytest.fixture(scope="session")
def clip(make: Maker) -> Path:
    """Two seconds of 320×180 at 25 fps, H.264 and a stereo 440 Hz tone at 48 kHz in AAC; index at the end."""
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac", "-ac", "2")
    return make("clip.mp4", *PICTURE, *TONE, *codecs)


@pytest.fixture(scope="session")
def sound(make: Maker) -> Path:
    """Two seconds of a 440 Hz tone, mono 48 kHz, 16-bit WAV."""
    return make("tone.wav", *TONE)


@pytest.fixture(scope="session")
def turned(make: Maker, clip: Path) -> Path:
    """The clip as a phone held upright records it: stored lying, shown turned by 90 degrees clockwise."""
    return make("turned.mp4", "-display_rotation", "-90", "-i", f"file:{clip}", "-c", "copy")
