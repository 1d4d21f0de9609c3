"""Which picture stands for a film: found among small grey frames of a few places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediakit.domain.errors import MachineLacks, MediaError
from mediakit.domain.facts import Facts
from mediakit.media import ffmpeg, picture
from mediakit.media.made import CLEAN

if TYPE_CHECKING:
    import numpy as np

# Where to look, as parts of the film: people are in their places after a fifth of it.
PLACES = (0.2, 0.45, 0.1, 0.7, 0.0)
LOOK_MS, LOOKS_PER_S = 4_000, 6
FULL_HD_PX = 1920 * 1088
SMALL_PX = (96, 54)
LIMIT_S = 300.0
# the last picture is kept, or a film of one picture would have none
_NEAREST = {"round": "near", "start_time": 0, "eof_action": "pass"}


# --- decisions --------------------------------------------------------------------------------------------------------


def places_ms(duration_ms: int) -> tuple[int, ...]:
    """Where to begin looking, best first, each once."""
    if duration_ms <= LOOK_MS:
        return (0,)
    return tuple(dict.fromkeys(round(duration_ms * part) for part in PLACES))


def look_arguments(source: Path, facts: Facts, start_ms: int) -> list[str]:
    """ffmpeg's arguments that write small grey frames of some seconds to standard output."""
    width_px, height_px = SMALL_PX
    taken = _from(source, facts, start_ms).filter("scale", w=width_px, h=height_px, flags="area")
    options = {"t": LOOK_MS / 1000, "format": "rawvideo", "c:v": "rawvideo"}
    return ffmpeg.arguments(ffmpeg.sink([taken.filter("format", "gray")], None, **options))


def arguments(source: Path, facts: Facts, target: Path, start_ms: int, number: int, long_side_px: int) -> list[str]:
    """ffmpeg's arguments that write the number-th frame looked at from start_ms as a JPEG."""
    taken = _from(source, facts, start_ms).filter("select", f"eq(n,{number})")
    taken = picture.shown(taken, facts, picture.poster_size(facts, long_side_px), flags="lanczos+accurate_rnd")
    # JFIF: BT.601, full range
    taken = taken.filter("scale", in_color_matrix="bt709", out_color_matrix="bt601", in_range="tv", out_range="pc")
    taken = taken.filter("format", "yuvj420p")
    options = {"frames:v": 1, "c:v": "mjpeg", "q:v": 3, "format": "image2pipe", **CLEAN}
    return ffmpeg.arguments(ffmpeg.sink([taken], target, **options))


def _from(source: Path, facts: Facts, start_ms: int) -> Any:
    options = {"ss": f"{start_ms / 1000:.3f}"} if start_ms else {}
    if (facts.width_px or 0) * (facts.height_px or 0) > FULL_HD_PX:
        # half the pictures of a large film are as good to choose from, and take half the time
        options["skip_frame"] = "noref"
    node = picture.opened(source, facts, **options)
    # the same few frames a second in both runs, so that a number means the same picture
    return picture.taken_from(node, facts).filter("fps", LOOKS_PER_S, **_NEAREST)


def score(frames: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """How well each frame stands for a film: uint8, shape (n, height, width), to float64, shape (n,); 0 is useless.

    Contrast and sharpness count for it; blackness, blankness and change from its neighbours (cuts, fades) against.
    """
    import numpy as np

    light = frames.astype(np.float64)
    mean, contrast = light.mean(axis=(1, 2)), light.std(axis=(1, 2))
    edges = np.abs(np.diff(light, axis=1)).mean(axis=(1, 2)) + np.abs(np.diff(light, axis=2)).mean(axis=(1, 2))
    change = np.zeros(len(light))
    if len(light) > 1:
        steps = np.abs(np.diff(light, axis=0)).mean(axis=(1, 2))
        change[:-1] += steps
        change[1:] = np.maximum(change[1:], steps)
    exposed = np.clip((mean - 16) / 40, 0, 1) * np.clip((250 - mean) / 30, 0, 1)
    quality: np.ndarray[Any, Any] = exposed * np.clip(contrast / 40, 0, 1) * (1 + edges / 10) / (1 + change / 8)
    return np.where(contrast < 6, 0.0, quality)


# --- looking ----------------------------------------------------------------------------------------------------------


def find(source: Path, facts: Facts) -> tuple[int, int]:
    """Start and number of the best frame of the first place that has a good one."""
    import numpy as np

    best, best_score = (0, 0), -1.0
    for start_ms in places_ms(facts.duration_ms or 0):
        frames = _look(source, facts, start_ms)
        if not len(frames):
            continue
        scores = score(frames)
        number = int(np.argmax(scores))
        if scores[number] > best_score:
            best, best_score = (start_ms, number), float(scores[number])
        if best_score > 0.3:
            break
    return best


def _look(source: Path, facts: Facts, start_ms: int) -> np.ndarray[Any, Any]:
    import numpy as np

    width_px, height_px = SMALL_PX
    data = b"".join(_until_broken(ffmpeg.pipe(look_arguments(source, facts, start_ms), limit_s=LIMIT_S)))
    whole = len(data) // (width_px * height_px)
    pixels = np.frombuffer(data[: whole * width_px * height_px], dtype=np.uint8)
    return pixels.reshape(whole, height_px, width_px)


def _until_broken(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """What comes before a failure: one bad place is no reason not to look at the next."""
    try:
        yield from blocks
    except MachineLacks:
        raise
    except MediaError:
        return
