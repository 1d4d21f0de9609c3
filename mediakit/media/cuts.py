"""Where one shot ends and the next begins, told from small grey frames while a film is decoded for something else.

A cut is a frame that looks nothing like the one before it, and stays so. A fade takes several frames, a flash goes
away again, a pan or a shaken camera changes every frame, and a lamp leaves the shapes where they are: none of those is
a cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediakit.domain.facts import Facts
from mediakit.media import audio, ffmpeg, picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

SMALL_PX = (64, 36)
FRAME_BYTES = SMALL_PX[0] * SMALL_PX[1]
# The frames of which all is kept at once: two minutes, 7 MB.
BLOCK_FRAMES = 3_000
# Mean change of a pixel, of 255: less is no other shot, however still the film is.
LEAST_CHANGE = 9.0
# How many times the change of the frames around it, in this many on either side.
AGAINST_OTHERS, BESIDE_FRAMES = 2.5, 3
# How much of a change may be left when what comes after is held against what was before: less is a flash.
LASTING, FLASH_MS = 0.45, 360
# Two frames whose shapes agree so much (correlation) are one shot in another light.
SAME_SHAPES = 0.9
FLAT = 4.0
# A name that is faded in below, a logo, a subtitle: less than this share of what is lit changes.
LEAST_SHARE, CHANGED, LIT = 0.4, 10, 24


def rate_of(facts: Facts, fps: Fraction | None = None) -> Fraction:
    """Frames a second that are looked at: those of what is made, so that a cut lies on one of its frames."""
    return fps or picture.web_fps(facts) or facts.fps or Fraction(25)


def small_grey(shown: Any, rate: Fraction) -> Any:
    """The stream of small grey frames of a film, one for each of its frames."""
    width_px, height_px = SMALL_PX
    even = shown.filter("fps", str(rate), start_time=0)
    return even.filter("scale", w=width_px, h=height_px, flags="area").filter("format", "gray")


def small_output(shown: Any, rate: Fraction) -> Any:
    """An output of small grey frames to standard output, for `Watch`."""
    return ffmpeg.sink([small_grey(shown, rate)], None, format="rawvideo", **{"c:v": "rawvideo"})


class Watch:
    """Takes in a film's small grey frames as bytes, in any portions, and knows its cuts in the end."""

    def __init__(self, rate: Fraction) -> None:
        self.rate = rate
        self._rest = b""
        self._margin = max(BESIDE_FRAMES, round(FLASH_MS * rate / 1000)) + 1
        self._frames: Grey | None = None
        self._first = 0
        self._found: list[int] = []

    @property
    def reached_ms(self) -> int:
        """How much of the film was seen."""
        seen = 0 if self._frames is None else len(self._frames)
        return self._at_ms(self._first + seen + len(self._rest) // FRAME_BYTES)

    def see(self, data: bytes) -> None:
        """Take in more of the film."""
        self._rest += data
        if len(self._rest) >= BLOCK_FRAMES * FRAME_BYTES:
            self._look(last=False)

    def cuts_ms(self) -> tuple[int, ...]:
        """The first moment of each new shot, in order. Ask once, when the film is over."""
        self._look(last=True)
        return tuple(self._at_ms(number) for number in self._found)

    def _at_ms(self, number: int) -> int:
        return round(number * 1000 / self.rate)

    def _look(self, *, last: bool) -> None:
        import numpy as np

        whole = len(self._rest) // FRAME_BYTES
        fresh = np.frombuffer(self._rest[: whole * FRAME_BYTES], np.uint8).reshape(whole, -1)
        self._rest = self._rest[whole * FRAME_BYTES :]
        frames = fresh if self._frames is None else np.concatenate((self._frames, fresh))
        decided = len(frames) if last else max(0, len(frames) - self._margin)
        begin = 0 if self._first == 0 else self._margin
        found = [number for number in cuts_in(frames, self.rate) if begin <= number < decided]
        self._found += [self._first + number for number in found]
        # what may still be beside a cut is looked at again with what follows
        kept = max(0, decided - self._margin)
        self._frames, self._first = frames[kept:], self._first + kept


def cuts_in(frames: Grey, rate: Fraction) -> list[int]:
    """The numbers of the frames that begin a new shot. frames: uint8, shape (n, pixels), at `rate` a second."""
    import numpy as np

    if len(frames) < 2:
        return []
    light = frames.astype(np.float32)
    change = np.zeros(len(light), np.float32)
    change[1:] = np.abs(np.diff(light, axis=0)).mean(axis=1)
    candidates = [int(k) for k in np.flatnonzero(change >= LEAST_CHANGE) if _stands_out(change, int(k))]
    lasting = max(1, round(FLASH_MS * rate / 1000))
    return [
        k
        for k in candidates
        if _all_over(light[k - 1], light[k])
        and not _same_shapes(light[k - 1], light[k])
        and not _flash(light, change, k, lasting)
    ]


def _stands_out(change: NDArray[np.float32], k: int) -> bool:
    others = [*change[max(1, k - BESIDE_FRAMES) : k], *change[k + 1 : k + 1 + BESIDE_FRAMES]]
    return not others or bool(change[k] >= AGAINST_OTHERS * max(others))


def _all_over(before: NDArray[np.float32], after: NDArray[np.float32]) -> bool:
    """Whether the picture changes, and not a part of it. What stays black is not counted: bars beside a photo."""
    import numpy as np

    lit = np.maximum(before, after) > LIT
    return bool(np.mean(np.abs(after - before)[lit] > CHANGED) >= LEAST_SHARE) if lit.any() else False


def _same_shapes(before: NDArray[np.float32], after: NDArray[np.float32]) -> bool:
    import numpy as np

    if before.std() < FLAT or after.std() < FLAT:
        return False
    return bool(np.corrcoef(before, after)[0, 1] >= SAME_SHAPES)


def _flash(light: NDArray[np.float32], change: NDArray[np.float32], k: int, lasting: int) -> bool:
    """Whether the film soon looks again as it did before frame k, or did shortly before as it does from k on."""
    import numpy as np

    later = light[k + 1 : k + 1 + lasting]
    earlier = light[max(0, k - 1 - lasting) : k - 1]
    back = [float(np.abs(frame - light[k - 1]).mean()) for frame in later]
    again = [float(np.abs(frame - light[k]).mean()) for frame in earlier]
    return min((*back, *again), default=255.0) < LASTING * float(change[k])


def arguments(source: Path, facts: Facts) -> list[str]:
    """ffmpeg's arguments for `find`."""
    taken = picture.taken_from(picture.opened(source, facts), facts)
    small = taken.filter("scale", w=SMALL_PX[0] * 2, h=SMALL_PX[1] * 2, flags="area")
    return ffmpeg.arguments(small_output(small, rate_of(facts)))


def find(source: Path, facts: Facts, *, progress: Callable[[float], None] | None = None) -> tuple[int, ...]:
    """The cuts of a film (ms, in order), for which it is decoded once. Raises MediaError when it has no picture."""
    picture.need_picture(source, facts)
    watch = Watch(rate_of(facts))
    observe(arguments(source, facts), watch, facts, progress=progress, times=30)
    return watch.cuts_ms()


def observe(
    args: Sequence[str], watch: Watch, facts: Facts, *, progress: Callable[[float], None] | None, times: int
) -> None:
    """Run ffmpeg with an output for `watch` among others, for at most so many times the film's length.

    progress: the share done, 0 … 1. Raises as `ffmpeg.pipe` does.
    """
    for block in ffmpeg.pipe(list(args), limit_s=audio.limit_s(facts, times=times)):
        watch.see(block)
        if progress and facts.duration_ms:
            progress(min(1.0, watch.reached_ms / facts.duration_ms))
