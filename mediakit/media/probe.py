"""The one door to what a film or sound file is: its container's word, checked against what really plays.

Read with PyAV, the same libraries that ffmpeg is made of. No position and no serial number leaves this module.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from mediakit.domain.errors import MachineLacks, Undecodable
from mediakit.domain.facts import AudioTrack, Described, Facts, Kind, TimeSource
from mediakit.domain.span import format_position
from mediakit.media import ffmpeg, trial

OPEN_LIMIT_S, READ_LIMIT_S = 30.0, 30.0
FASTEST_FPS = 1000
TRANSFERS = {16: "pq", 18: "hlg"}
# Streams without a header that says how long they are: ffmpeg guesses from the bit rate.
_WITHOUT_LENGTH = frozenset({"mp3", "aac", "loas", "ac3", "eac3", "dts", "truehd", "h264", "hevc", "vvc", "obu", "amr"})
_SAMPLE_RATES_HZ = range(1_000, 800_000)


def read(path: Path) -> Facts:
    """The facts of a film or a sound recording, by its content.

    Reads at most 64 MiB (a large file: five stretches) and decodes a bounded number of pixels. Damage that still lets
    the file open becomes `warnings`. Raises Undecodable when it does not open, when it holds neither picture nor sound,
    or when its header claims a picture larger than ffmpeg.MAX_PIXELS.
    """
    size_bytes = path.stat().st_size
    with _opened(path) as container:
        video, audios = _streams(container)
        if video is None and not audios:
            raise Undecodable("no video or audio stream found", where=path.name)
        if video is not None:
            _refuse_bombs(video, path)
        claimed_s = _claimed_s(container, video, audios)
        tried = trial.attempt(container, video, audios, size_bytes=size_bytes, claimed_s=claimed_s)
        cut_s = _cut_s(container, [s for s in (video, *audios) if s], size_bytes)
        return _facts(_Reading(container, video, audios, tried, claimed_s, cut_s))


def outline(path: Path) -> tuple[int | None, int | None, int]:
    """Width, height (None without a picture) and duration in ms that the header of a finished rendition gives.

    For files that were just made: nothing is decoded and no damage is looked for. Raises Undecodable.
    """
    with _opened(path, containers=f"{ffmpeg.CONTAINERS},jpeg_pipe,image2,mjpeg") as container:
        video = container.streams.video[0] if container.streams.video else None
        audios = list(container.streams.audio)
        if video is None and not audios:
            raise Undecodable("no video or audio stream found", where=path.name)
        duration_ms = round(_claimed_s(container, video, audios) * 1000)
        return (
            (video.codec_context.width, video.codec_context.height, duration_ms) if video else (None, None, duration_ms)
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    container: Any
    video: Any | None
    audios: list[Any]
    tried: trial.Trial
    claimed_s: float
    cut_s: float | None


@contextlib.contextmanager
def _opened(path: Path, containers: str = ffmpeg.CONTAINERS) -> Iterator[Any]:
    """The mapping gate of PyAV: its errors become ours."""
    import av

    av.logging.set_level(None)
    options = {
        "protocol_whitelist": ffmpeg.PROTOCOLS,
        "format_whitelist": containers,
        "max_pixels": str(ffmpeg.MAX_PIXELS),
    }
    try:
        container = av.open(
            f"file:{path}", options=options, metadata_errors="replace", timeout=(OPEN_LIMIT_S, READ_LIMIT_S)
        )
    except (av.error.FFmpegError, ValueError, OverflowError, UnicodeError) as error:
        raise _refusal(error, path) from None
    except MemoryError:
        raise MachineLacks("it needs more memory than this machine has", where=path.name) from None
    try:
        yield container
    except av.error.FFmpegError as error:
        raise _refusal(error, path) from None
    finally:
        container.close()


def _refusal(error: Exception, path: Path) -> Undecodable:
    import av

    hint = "play the file; if it plays, run mediakit doctor and keep its output"
    if isinstance(error, av.error.ArgumentError):
        return Undecodable("not a picture, film or sound", where=path.name)
    if isinstance(error, av.error.EOFError):
        return Undecodable("breaks off before anything can be played: the copy was cut short", where=path.name)
    if isinstance(error, av.error.ExitError | av.error.TimeoutError):
        return Undecodable(f"could not be opened within {OPEN_LIMIT_S:.0f} s", where=path.name, hint=hint)
    if isinstance(error, av.error.PermissionError):
        return Undecodable("may not be read", where=path.name, hint="look at the file's permissions")
    return Undecodable(
        "does not open as any film or sound: it is damaged or something else", where=path.name, hint=hint
    )


# --- which streams count ----------------------------------------------------------------------------------------------


def _streams(container: Any) -> tuple[Any | None, list[Any]]:
    """The picture (the first that is no cover art and has samples) and the audio streams that have samples."""
    import av

    stills = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    pictures = [s for s in container.streams.video if not s.disposition & stills and _has_samples(container, s)]
    sounds = [s for s in container.streams.audio if s.codec_context is not None and _has_samples(container, s)]
    return (pictures[0] if pictures else None), sounds


def _has_samples(container: Any, stream: Any) -> bool:
    if stream.codec_context is None:
        return False
    if stream.type == "video" and not (stream.codec_context.width and stream.codec_context.height):
        return False
    if "mp4" in container.format.name:
        return bool(stream.frames or len(stream.index_entries))
    return True


def _refuse_bombs(video: Any, path: Path) -> None:
    width_px, height_px = video.codec_context.width, video.codec_context.height
    if width_px * height_px > ffmpeg.MAX_PIXELS:
        raise Undecodable(
            f"claims a picture of {width_px} × {height_px}, larger than any camera makes", where=path.name
        )


# --- how long it plays ------------------------------------------------------------------------------------------------


def _claimed_s(container: Any, video: Any | None, audios: list[Any]) -> float:
    """The length its header gives, from the streams that play: a telemetry track may run longer."""
    import av

    ends: list[float] = [
        float(((s.start_time or 0) + s.duration) * s.time_base) - (container.start_time or 0) / av.time_base
        for s in (video, *audios)
        if s is not None and s.duration and s.time_base
    ]
    if ends:
        return max(ends)
    return float((container.duration or 0) / av.time_base)


def _cut_s(container: Any, streams: list[Any], size_bytes: int) -> float | None:
    """Where an MP4 or QuickTime file breaks off whose index points beyond its end; None if it does not."""
    if "mp4" not in container.format.name:
        return None
    cuts = []
    for stream in streams:
        entries = stream.index_entries
        count = len(entries)
        if not count or entries[count - 1].pos + entries[count - 1].size <= size_bytes:
            continue
        first = entries[0].timestamp
        lost = next((e for e in entries if e.pos + e.size > size_bytes), None)
        if lost is not None:
            cuts.append(float((lost.timestamp - first) * stream.time_base))
    return max(cuts) if cuts else None


def _duration_s(reading: _Reading) -> float:
    if reading.cut_s is not None:
        return reading.cut_s
    if reading.tried.whole and reading.tried.ends_s:
        measured_s = max(reading.tried.ends_s.values())
        # packets round up to their own length, and an edit list may end inside one
        close = abs(measured_s - reading.claimed_s) <= max(0.25, 0.03 * reading.claimed_s)
        return reading.claimed_s if close and reading.claimed_s else measured_s
    return reading.claimed_s


def _warnings(reading: _Reading, duration_s: float, captured_at: datetime | None) -> tuple[str, ...]:
    tried, found = reading.tried, []
    if reading.video is not None and not tried.frames:
        found.append("not one picture can be decoded")
    if reading.audios and not tried.blocks:
        found.append("not one moment of its sound can be decoded")
    estimated = reading.container.format.name in _WITHOUT_LENGTH
    if not estimated and reading.claimed_s - duration_s > max(1.0, 0.03 * reading.claimed_s):
        plays, claimed = (format_position(round(s * 1000)) for s in (duration_s, reading.claimed_s))
        found.append(f"cut short: {plays} of {claimed} play")
    if tried.errors:
        at = (
            ""
            if tried.first_error_s is None
            else f", the first at {format_position(round(tried.first_error_s * 1000))}"
        )
        found.append(f"damaged: {tried.errors} frame{'s' * (tried.errors > 1)} cannot be decoded{at}")
    if captured_at and not 1990 <= captured_at.year <= datetime.now(UTC).year + 1:
        found.append(f"its recording date, {captured_at:%Y-%m-%d}, cannot be right: was the camera's clock set?")
    if reading.audios and reading.audios[0].codec_context.sample_rate not in _SAMPLE_RATES_HZ:
        found.append(f"its sample rate, {reading.audios[0].codec_context.sample_rate} Hz, cannot be right")
    return tuple(found)


# --- the picture ------------------------------------------------------------------------------------------------------


def _displayed(video: Any, rotation: int) -> tuple[int, int]:
    """Width and height as shown: pixels made square by widening or narrowing, then turned."""
    width_px, height_px = video.codec_context.width, video.codec_context.height
    aspect = video.sample_aspect_ratio or video.codec_context.sample_aspect_ratio or Fraction(1)
    if Fraction(1, 4) <= aspect <= 4:
        width_px = max(1, round(width_px * aspect))
    return (height_px, width_px) if rotation % 180 else (width_px, height_px)


def _rate(video: Any, tried: trial.Trial) -> tuple[Fraction | None, bool]:
    """Average frames per second and whether the rate varies (a packet interval leaves the median by over 12 %)."""
    times = tried.times_s
    gaps = [b - a for a, b in itertools.pairwise(times) if b > a]
    said = video.average_rate
    if len(gaps) < 2:
        return (said if said and said <= FASTEST_FPS else None), False
    middle = statistics.median(gaps)
    # containers that count milliseconds round each time
    varies = any(abs(gap - middle) > max(0.12 * middle, 0.0015) for gap in gaps[:-1])
    measured = Fraction(len(gaps) / (times[-1] - times[0])).limit_denominator(1001)
    if said and 0.9 <= said / measured <= 1.1:
        return said, varies
    # fields in packets of their own come twice as often as pictures
    if said and 0.45 <= said / measured <= 0.55:
        return said, False
    return measured, varies


# --- tags -------------------------------------------------------------------------------------------------------------


def _tags(holders: list[Any]) -> dict[str, str]:
    """Tags by lower-case name; what an earlier holder says goes before what a later one says."""
    found: dict[str, str] = {}
    for holder in holders:
        for name, value in holder.metadata.items():
            text = "".join(c for c in str(value) if c.isprintable() or c in "\n\t").strip()
            if text:
                found.setdefault(name.lower().removeprefix("com.apple.quicktime."), text[:10_000])
    return found


def _captured_at(tags: dict[str, str]) -> datetime | None:
    """When it was recorded: the phone's own local time with its zone before UTC; a date without a time is none."""
    for name in ("creationdate", "creation_time", "date_recorded", "date", "datetimeoriginal"):
        moment = _moment(tags.get(name, ""))
        if moment is not None:
            # GoPro writes local time where UTC belongs
            gopro = name == "creation_time" and "gopro" in tags.get("handler_name", "").lower()
            return moment.replace(tzinfo=None) if gopro else moment
    if "origination_date" in tags and "origination_time" in tags:
        return _moment(f"{tags['origination_date'].replace(':', '-')}T{tags['origination_time'].replace('-', ':')}")
    return None


def _moment(text: str) -> datetime | None:
    text = re.sub(r"^(\d{4}):(\d\d):(\d\d)", r"\1-\2-\3", text.strip())
    if not re.match(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text) or text.startswith("0000"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _camera(tags: dict[str, str]) -> str | None:
    make = tags.get("make") or tags.get("com.android.manufacturer") or tags.get("manufacturer")
    model = tags.get("model") or tags.get("com.android.model")
    if model and make and not model.lower().startswith(make.lower()):
        return f"{make} {model}"
    if not (make or model) and "gopro" in tags.get("handler_name", "").lower():
        return "GoPro"
    return model or make


def _described(tags: dict[str, str]) -> Described:
    words = re.split(r"[;,\n]", tags.get("keywords", ""))
    return Described(
        title=tags.get("title") or tags.get("displayname"),
        caption=tags.get("description") or tags.get("comment"),
        creator=tags.get("artist") or tags.get("author"),
        copyright=tags.get("copyright"),
        keywords=tuple(dict.fromkeys(word.strip() for word in words if word.strip())),
    )


# --- all together -----------------------------------------------------------------------------------------------------


def _facts(reading: _Reading) -> Facts:
    container, video, tried = reading.container, reading.video, reading.tried
    tags = _tags([container, *([video] if video else []), *reading.audios, *container.streams])
    # a track's title is not the film's, save in Ogg, which has no other place for one
    written = _tags([container, *(reading.audios if container.format.name == "ogg" else [])])
    tracks = tuple(_track(stream) for stream in reading.audios)
    duration_s, captured_at = _duration_s(reading), _captured_at(tags)
    rotation = round(-tried.rotation / 90) * 90 % 360
    width_px, height_px = _displayed(video, rotation) if video is not None else (None, None)
    fps, varies = _rate(video, tried) if video is not None else (None, False)
    transfer = tried.transfer or (int(video.codec_context.color_trc) if video is not None else 0)
    return Facts(
        kind=Kind.VIDEO if video is not None else Kind.AUDIO,
        width_px=width_px,
        height_px=height_px,
        rotation=rotation,
        duration_ms=round(duration_s * 1000),
        fps=fps,
        vcodec=video.codec_context.codec.canonical_name if video is not None else None,
        acodec=tracks[0].codec if tracks else None,
        channels=tracks[0].channels if tracks else None,
        sample_rate_hz=tracks[0].sample_rate_hz if tracks else None,
        audio=tracks,
        timecode=tags.get("timecode"),
        captured_at=captured_at,
        captured_at_source=TimeSource.METADATA if captured_at else None,
        camera=_camera(tags),
        interlaced=_interlaced(video, tried),
        variable_frame_rate=varies,
        hdr=TRANSFERS.get(transfer),
        described=_described(written),
        warnings=_warnings(reading, duration_s, captured_at),
        plays=bool(tried.frames or tried.blocks),
        extra=_extra(reading, tags),
    )


def _interlaced(video: Any | None, tried: trial.Trial) -> bool:
    if video is None:
        return False
    return tried.interlaced if tried.frames else video.codec_context.field_order >= 2


def _track(stream: Any) -> AudioTrack:
    context = stream.codec_context
    language = stream.language
    return AudioTrack(
        index=stream.index,
        codec=context.codec.canonical_name,
        channels=context.channels,
        sample_rate_hz=context.sample_rate,
        layout=context.layout.name or None,
        language=None if language in (None, "und", "") else language,
    )


def _extra(reading: _Reading, tags: dict[str, str]) -> dict[str, str | int | float | bool]:
    """video_stream: the index of the picture. matrix: its colour matrix (ITU-T H.273; 2 is unknown). alpha: it has
    transparency. time_reference: samples since midnight (BWF, EBU Tech 3285)."""
    extra: dict[str, str | int | float | bool] = {"container": reading.container.format.name}
    video = reading.video
    if video is not None:
        pixels = video.codec_context.pix_fmt or ""
        extra["video_stream"] = video.index
        extra["pixel_format"] = pixels
        extra["matrix"] = int(video.codec_context.colorspace)
        if tags.get("alpha_mode") == "1" or pixels.startswith(("yuva", "rgba", "bgra", "argb", "abgr", "gbrap")):
            extra["alpha"] = True
    if "com.android.capture.fps" in tags:
        extra["capture_fps"] = tags["com.android.capture.fps"]
    if "time_reference" in tags:
        extra["time_reference"] = tags["time_reference"]
    return extra
