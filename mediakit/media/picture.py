"""The picture of a film as a graph: its size, its rate, upright, square, whole frames, standard dynamic range.

Decisions and graphs only; `film` and `poster` run them.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from mediakit.domain.errors import MediaError
from mediakit.domain.facts import Facts
from mediakit.media import ffmpeg

MOST_FPS = 60
USUAL_FPS = tuple(Fraction(n, d) for n, d in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1),
                                              (60000, 1001), (60, 1)))  # fmt: skip
TRANSFER_NAMES = {"pq": "smpte2084", "hlg": "arib-std-b67"}
# The light that becomes SDR white, in cd/m²: skin and paper come out as bright as the camera showed them
NOMINAL_NITS = 150
UNKNOWN_MATRIX = 2


# --- decisions --------------------------------------------------------------------------------------------------------


def web_size(facts: Facts, short_side_px: int) -> tuple[int, int]:
    """Width and height of a rendition: even, in the shape of the original as displayed, never larger than it.

    >>> from mediakit.domain.facts import Kind
    >>> web_size(Facts(Kind.VIDEO, width_px=1080, height_px=1920), 720)
    (720, 1280)
    """
    width_px, height_px = facts.width_px or 2, facts.height_px or 2
    scale = min(1.0, short_side_px / min(width_px, height_px))
    return _even(width_px * scale, width_px), _even(height_px * scale, height_px)


def poster_size(facts: Facts, long_side_px: int) -> tuple[int, int]:
    """Width and height of a still in the shape of the film as displayed, never larger than it."""
    width_px, height_px = facts.width_px or 1, facts.height_px or 1
    scale = min(1.0, long_side_px / max(width_px, height_px))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def _even(wanted: float, most_px: int) -> int:
    return max(2, min(round(wanted / 2) * 2, most_px // 2 * 2))


def web_fps(facts: Facts, most: int = MOST_FPS) -> Fraction | None:
    """The rate to force, or None to keep the original's: a varying rate becomes the usual one above its average.

    Rates over `most` are halved until they fit, so that every other picture is left out and movement stays even.
    """
    fps = facts.fps
    if fps is None or fps <= 0:
        return Fraction(25)
    if facts.variable_frame_rate:
        fps = next((usual for usual in USUAL_FPS if usual >= fps * Fraction(98, 100)), Fraction(most))
    elif fps <= most * Fraction(101, 100):
        return None
    while fps >= most * Fraction(3, 2):
        fps /= 2
    return min(fps, Fraction(most))


def matrix_in(facts: Facts) -> str:
    """The colour matrix of the original: as tagged, else by size as players do; Motion JPEG is BT.601 always."""
    if facts.extra.get("matrix", UNKNOWN_MATRIX) != UNKNOWN_MATRIX:
        return "auto"
    high = min(facts.width_px or 0, facts.height_px or 0) > 576
    return "bt709" if high and facts.vcodec != "mjpeg" else "bt601"


# --- the picture as a graph -------------------------------------------------------------------------------------------


def opened(source: Path, facts: Facts, **options: str | int | float) -> Any:
    """A film as an input node, with the decoder that it needs."""
    if facts.extra.get("alpha") and facts.vcodec in ("vp8", "vp9"):
        # ffmpeg's own decoder leaves out the transparency
        options = {"c:v": "libvpx" if facts.vcodec == "vp8" else "libvpx-vp9", **options}
    return ffmpeg.source(source, **options)


def taken_from(node: Any, facts: Facts) -> Any:
    """The picture of a recording, upright (ffmpeg turns it), in whole frames."""
    taken = node[str(facts.extra.get("video_stream", "v:0"))]
    if facts.interlaced:
        taken = taken.filter("bwdif", mode="send_frame", deint="interlaced")
    if facts.extra.get("alpha"):
        # over black, as an editor shows it
        taken = taken.filter("format", "gbrap").filter("premultiply", inplace=1)
    return taken


def shown(taken: Any, facts: Facts, size_px: tuple[int, int], *, flags: str) -> Any:
    """Scaled to square pixels and standard dynamic range: BT.709, limited range, 8 bits."""
    width_px, height_px = size_px
    scale = {"w": width_px, "h": height_px, "flags": flags}
    if facts.hdr:
        taken = taken.filter("scale", **scale)
        return _tone_mapped(taken, facts.hdr).filter("setsar", 1)
    taken = taken.filter("scale", **scale, in_color_matrix=matrix_in(facts), out_color_matrix="bt709", out_range="tv")
    return _tagged(taken.filter("format", "yuv420p")).filter("setsar", 1)


def _tone_mapped(taken: Any, hdr: str) -> Any:
    """PQ or HLG in BT.2020 to BT.709 (zimg and the Hable curve): skin keeps its colour, lights keep their drawing."""
    taken = taken.filter("zscale", tin=TRANSFER_NAMES[hdr], pin="2020", min="2020_ncl", t="linear", npl=NOMINAL_NITS)
    taken = taken.filter("format", "gbrpf32le").filter("zscale", p="709")
    taken = taken.filter("tonemap", "hable", desat=0)
    taken = taken.filter("zscale", t="709", m="709", r="limited", d="error_diffusion")
    return _tagged(taken.filter("format", "yuv420p"))


def _tagged(taken: Any) -> Any:
    return taken.filter("setparams", colorspace="bt709", color_primaries="bt709", color_trc="bt709", range="tv")


def need_picture(source: Path, facts: Facts) -> None:
    """Raises MediaError for a recording without a picture."""
    if not facts.width_px or not facts.height_px:
        raise MediaError("has no picture", where=source.name)
