"""Films for people to look at: the web rendition, the small proxy of a rush, and one picture that stands for it.

Each is a pure function that returns ffmpeg's arguments and a short one that runs them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from mediakit.domain.errors import MachineLacks, MediaError
from mediakit.domain.facts import Facts
from mediakit.domain.span import Span
from mediakit.media import audio, cuts, ffmpeg, files, picture, poster
from mediakit.media.made import CLEAN, Made, measure

PROXY_MOST_FPS = 30

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Quality:
    """How x264 is asked to encode: constant rate factor, preset, and the most it may spend on a second (kbit/s)."""

    crf: int = 20
    preset: str = "veryfast"
    most_kbps: int = 8_000
    audio_kbps: int = 128


PROXY_QUALITY = Quality(crf=27, preset="ultrafast", most_kbps=1_500, audio_kbps=96)


def _encoding(facts: Facts, quality: Quality, fps: Fraction | None) -> dict[str, Any]:
    rate = float(fps or facts.fps or 25)
    options: dict[str, Any] = {
        "c:v": "libx264",
        "preset": quality.preset,
        "crf": quality.crf,
        "maxrate": f"{quality.most_kbps}k",
        "bufsize": f"{2 * quality.most_kbps}k",
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        # a seek lands within two seconds
        "g": max(2, round(2 * rate)),
        "threads": ffmpeg.THREADS,
        "movflags": "+faststart",
        "format": "mp4",
        **CLEAN,
    }
    if facts.audio:
        options |= {"c:a": "aac", "b:a": f"{quality.audio_kbps}k"}
    return options


# --- the web rendition ------------------------------------------------------------------------------------------------


def web_arguments(
    source: Path,
    facts: Facts,
    target: Path,
    short_side_px: int,
    *,
    quality: Quality,
    level: audio.Level,
    silent: Sequence[Span] = (),
    watch: cuts.Watch | None = None,
) -> list[str]:
    """ffmpeg's arguments for `make_web`, once the sound's level is known."""
    node = picture.opened(source, facts)
    taken, fps = picture.taken_from(node, facts), picture.web_fps(facts)
    if fps:
        taken = taken.filter("fps", str(fps))
    size_px = picture.web_size(facts, short_side_px)
    shown = picture.shown(taken, facts, size_px, flags="lanczos+accurate_rnd")
    looks = []
    if watch is not None:
        both = shown.filter_multi_output("split")
        shown, looks = both[0], [cuts.small_output(both[1], watch.rate)]
    streams = [shown]
    if facts.audio:
        streams.append(audio.levelled(audio.mixed(node, facts, silent=silent), level))
    return ffmpeg.arguments(ffmpeg.sink(streams, target, **_encoding(facts, quality, fps)), *looks)


def make_web(
    source: Path,
    facts: Facts,
    target: Path,
    *,
    short_side_px: int,
    silent: Sequence[Span] = (),
    progress: Progress | None = None,
    quality: Quality | None = None,
    watch: cuts.Watch | None = None,
) -> Made:
    """H.264 and AAC stereo in MP4 that any browser plays at once: upright, square pixels, SDR, never enlarged.

    Sound at -16 LUFS and at most -1 dBTP. No metadata, no data tracks. Of a film that breaks off, what plays.
    The same input gives the same bytes. silent: nothing is heard in these spans. watch: sees the pictures too. Raises
    MediaError when there is not one picture.
    """
    picture.need_picture(source, facts)
    level = audio.find_level(source, facts, silent=silent, progress=progress) if facts.audio else audio.Level()
    quality = quality or Quality()
    with files.draft(target) as path:
        args = web_arguments(
            source, facts, path, short_side_px, quality=quality, level=level, silent=silent, watch=watch
        )
        if watch is not None:
            cuts.observe(args, watch, facts, progress=progress, times=120)
        else:
            ffmpeg.run(args, duration_ms=facts.duration_ms, progress=progress, limit_s=audio.limit_s(facts, times=120))
        made = _with_picture(measure(path), source)
    return made.moved(target)


# --- the proxy --------------------------------------------------------------------------------------------------------


def proxy_arguments(
    source: Path, facts: Facts, target: Path, short_side_px: int = 360, silent: Sequence[Span] = ()
) -> list[str]:
    """ffmpeg's arguments for `make_proxy`."""
    node = picture.opened(source, facts)
    taken, fps = picture.taken_from(node, facts), picture.web_fps(facts, PROXY_MOST_FPS)
    if fps:
        taken = taken.filter("fps", str(fps))
    size_px = picture.web_size(facts, short_side_px)
    streams = [picture.shown(taken, facts, size_px, flags="area")]
    if facts.audio:
        streams.append(audio.mixed(node, facts, silent=silent))
    return ffmpeg.arguments(ffmpeg.sink(streams, target, **_encoding(facts, PROXY_QUALITY, fps)))


def make_proxy(
    source: Path,
    facts: Facts,
    target: Path,
    *,
    short_side_px: int = 360,
    silent: Sequence[Span] = (),
    progress: Progress | None = None,
) -> Made:
    """A small MP4 of a rush to look through, made near decoding speed.

    Upright and SDR like the web rendition; the sound is not levelled. silent: nothing is heard in these spans. Raises
    MediaError when there is not one picture.
    """
    picture.need_picture(source, facts)
    with files.draft(target) as path:
        ffmpeg.run(
            proxy_arguments(source, facts, path, short_side_px, silent),
            duration_ms=facts.duration_ms,
            progress=progress,
            limit_s=audio.limit_s(facts, times=60),
        )
        made = _with_picture(measure(path), source)
    return made.moved(target)


def _with_picture(made: Made, source: Path) -> Made:
    if not made.width_px or not made.duration_ms:
        raise MediaError("not one picture can be decoded", where=source.name)
    return made


# --- the poster -------------------------------------------------------------------------------------------------------


def make_poster(
    source: Path, facts: Facts, target: Path, *, at_ms: int | None = None, long_side_px: int = 1280
) -> Made:
    """A JPEG of one frame: upright, sRGB, standard dynamic range, never enlarged, without metadata.

    at_ms chooses the moment; without it a frame that is neither black nor blank, sharp and not amid a cut is looked
    for, about a fifth into the film. Raises MediaError when there is not one picture.
    """
    picture.need_picture(source, facts)
    start_ms, number = (max(0, at_ms), 0) if at_ms is not None else poster.find(source, facts)
    with files.draft(target) as path:
        _take(source, facts, path, start_ms, number, long_side_px)
        made = measure(path)
    return dataclasses.replace(made, path=target, duration_ms=0)


def _take(source: Path, facts: Facts, path: Path, start_ms: int, number: int, long_side_px: int) -> None:
    """The frame, or the film's first where there is none so late: the last frame ends before the film does."""
    for at_ms, frame in ((start_ms, number), (0, 0)):
        try:
            ffmpeg.run(poster.arguments(source, facts, path, at_ms, frame, long_side_px), limit_s=poster.LIMIT_S)
        except MachineLacks:
            raise
        except MediaError:
            if at_ms == 0:
                raise
        if path.exists() and path.stat().st_size:
            return
    raise MediaError("not one picture can be decoded", where=source.name)
