"""Sound for people and machines: a web rendition at one loudness, a waveform, samples for speech recognition."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediakit.domain.errors import MediaError
from mediakit.domain.facts import Facts
from mediakit.domain.span import Span
from mediakit.media import ffmpeg, files
from mediakit.media.made import CLEAN, Made, measure

if TYPE_CHECKING:
    import numpy as np

TARGET_LUFS = -16.0
# AAC adds up to a decibel to the peaks it is given: this keeps what is written under -1 dBTP
CEILING_DB = -2.5
MOST_GAIN_DB = 24.0
RATE_HZ = 48_000
MOST_TRACKS = 8
WAVEFORM_RATE_HZ = 16_000
POINTS_PER_S, MOST_POINTS = 10, 4_000
# ffmpeg reads an expression of at most about a hundred terms
SPANS_AT_ONCE = 50

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS (None: silence) and true peak in dBTP (None: silence), as EBU R 128 measures them."""

    integrated_lufs: float | None
    true_peak_db: float | None


@dataclass(frozen=True, slots=True)
class Level:
    """How a recording is brought to its loudness: gain in decibels, and whether peaks have to be limited."""

    gain_db: float = 0.0
    limits: bool = False


# --- the sound of a recording as a graph ------------------------------------------------------------------------------


def mixed(node: Any, facts: Facts, *, channels: int = 2, silent: Sequence[Span] = ()) -> Any:
    """All that is to be heard of a recording as one stereo (or mono) node at 48 kHz; nothing is heard while `silent`.

    Several mono tracks (a microphone on each) are mixed; of other tracks the first is taken. Channels without a known
    layout (a recorder's four inputs) are all heard in the middle.
    """
    tracks = facts.audio[:MOST_TRACKS]
    layout = "mono" if channels == 1 else "stereo"
    if len(tracks) > 1 and all(track.channels == 1 for track in tracks):
        inputs = [node[str(track.index)].filter("aresample", RATE_HZ) for track in tracks]
        sound = ffmpeg.joined(inputs, "amix", inputs=len(inputs), duration="longest")
    else:
        sound = node[str(tracks[0].index)]
        if _unknown_layout(facts):
            sound = sound.filter("pan", _to_the_middle(tracks[0].channels))
    # async: silence where sound is missing, so that lips stay in step
    sound = sound.filter("aresample", RATE_HZ, **{"async": 1}).filter("aformat", channel_layouts=layout)
    return _hushed(sound, silent) if silent else sound


def _hushed(node: Any, silent: Sequence[Span]) -> Any:
    """The node without any sound in these spans, to the millisecond."""
    # volume decides once for each frame: frames of a millisecond, and then again of a usual size
    node = node.filter("asetnsamples", n=RATE_HZ // 1000, p=0)
    for first in range(0, len(silent), SPANS_AT_ONCE):
        some = silent[first : first + SPANS_AT_ONCE]
        during = "+".join(f"between(t,{span.start_ms / 1000:.3f},{span.end_ms / 1000:.3f})" for span in some)
        node = node.filter("volume", 0, enable=during)
    return node.filter("asetnsamples", n=1024, p=0)


def _unknown_layout(facts: Facts, track: int = 0) -> bool:
    sound = facts.audio[track]
    return sound.channels > 2 and (not sound.layout or sound.layout.endswith("channels"))


def _to_the_middle(channels: int) -> str:
    # "<" makes the gains add up to 1
    return "mono|c0<" + "+".join(f"c{number}" for number in range(channels))


def levelled(node: Any, level: Level) -> Any:
    """The node louder or quieter by the level's gain; where it limits, true peaks are held under the ceiling."""
    if level.gain_db:
        node = node.filter("volume", f"{level.gain_db:.2f}dB", precision="float")
    if not level.limits:
        return node
    # at 192 kHz the samples show the peaks that a player will make between them
    node = node.filter("aresample", 192_000)
    node = node.filter("alimiter", limit=f"{10 ** (CEILING_DB / 20):.4f}", level=0, attack=5, release=60, latency=1)
    return node.filter("aresample", RATE_HZ)


def level_for(loudness: Loudness) -> Level:
    """What brings a recording to -16 LUFS: at most 24 dB up, noise is not to be made a programme. Silence stays."""
    if loudness.integrated_lufs is None:
        return Level()
    gain_db = round(min(MOST_GAIN_DB, TARGET_LUFS - loudness.integrated_lufs), 2)
    return Level(gain_db, (loudness.true_peak_db or 0.0) + gain_db > CEILING_DB)


def corrected(level: Level, loudness: Loudness) -> Level:
    """The level again, once it was heard what limiting took away: at most 6 dB more."""
    if loudness.integrated_lufs is None or level.gain_db >= MOST_GAIN_DB:
        return level
    lost_db = min(6.0, max(0.0, TARGET_LUFS - loudness.integrated_lufs))
    return Level(round(level.gain_db + lost_db, 2), True)


def loudness_arguments(
    source: Path, facts: Facts, channels: int = 2, level: Level | None = None, silent: Sequence[Span] = ()
) -> list[str]:
    """ffmpeg's arguments that measure the mixed sound (EBU R 128 with true peak) at a level and write nothing."""
    node = levelled(mixed(ffmpeg.source(source), facts, channels=channels, silent=silent), level or Level())
    node = node.filter("ebur128", peak="true", framelog="quiet")
    return ffmpeg.arguments(ffmpeg.sink([node], None, format="null"))


def measure_loudness(
    source: Path,
    facts: Facts,
    *,
    channels: int = 2,
    level: Level | None = None,
    silent: Sequence[Span] = (),
    progress: Progress | None = None,
) -> Loudness:
    """Loudness of what `mixed` gives, heard at a level. A mono file is measured as one channel, as EBU R 128 has it.

    progress is called with 0 while it measures, so that it can be stopped.
    """
    args = loudness_arguments(source, facts, channels, level, silent)
    said = ffmpeg.run(args, progress=progress, limit_s=limit_s(facts, times=20), report=True)
    summary = said.rpartition("Summary:")[2]
    return Loudness(
        _number(re.search(r"I:\s+(\S+) LUFS", summary), floor=-69.0),
        _number(re.search(r"Peak:\s+(\S+) dBFS", summary), floor=-100.0),
    )


def find_level(
    source: Path,
    facts: Facts,
    *,
    channels: int = 2,
    silent: Sequence[Span] = (),
    progress: Progress | None = None,
) -> Level:
    """The level for -16 LUFS and at most -1 dBTP, measured; a recording that must be limited is measured again."""
    level = level_for(measure_loudness(source, facts, channels=channels, silent=silent, progress=progress))
    if not level.limits:
        return level
    limited = measure_loudness(source, facts, channels=channels, level=level, silent=silent, progress=progress)
    return corrected(level, limited)


def _number(match: re.Match[str] | None, *, floor: float) -> float | None:
    value = float(match[1]) if match and match[1] not in ("nan", "-nan") else -math.inf
    return value if value > floor and math.isfinite(value) else None


def limit_s(facts: Facts, *, times: int) -> float:
    """Seconds that a step may take before it is taken for stuck: two minutes and so many times the playing time."""
    return min(120 + times * (facts.duration_ms or 0) / 1000, 24 * 3600)


# --- what is made of it -----------------------------------------------------------------------------------------------


def m4a_arguments(source: Path, facts: Facts, target: Path, level: Level, silent: Sequence[Span] = ()) -> list[str]:
    """ffmpeg's arguments for `make_m4a`, once the level is known."""
    channels = _channels(facts)
    node = levelled(mixed(ffmpeg.source(source), facts, channels=channels, silent=silent), level)
    bitrate = "96k" if channels == 1 else "128k"
    options = {"c:a": "aac", "b:a": bitrate, "movflags": "+faststart", "format": "ipod", **CLEAN}
    return ffmpeg.arguments(ffmpeg.sink([node], target, **options))


def _channels(facts: Facts) -> int:
    return 1 if all(track.channels == 1 for track in facts.audio) else 2


def make_m4a(
    source: Path, facts: Facts, target: Path, *, silent: Sequence[Span] = (), progress: Progress | None = None
) -> Made:
    """AAC in MP4 (128 kb/s stereo, 96 kb/s mono) at -16 LUFS, without metadata. Raises MediaError.

    silent: nothing is heard in these spans.
    """
    _need_sound(source, facts)
    level = find_level(source, facts, channels=_channels(facts), silent=silent, progress=progress)
    with files.draft(target) as path:
        args = m4a_arguments(source, facts, path, level, silent)
        ffmpeg.run(args, duration_ms=facts.duration_ms, progress=progress, limit_s=limit_s(facts, times=20))
        made = measure(path)
    return made.moved(target)


def make_waveform(source: Path, facts: Facts, target: Path, *, silent: Sequence[Span] = ()) -> Made:
    """Peaks as JSON in audiowaveform's open data format, version 2: 8 bits, one channel, about ten points a second.

    At most about 4,000 points: a long recording gets fewer a second. The sound is streamed; it is flat while `silent`.
    Raises MediaError.
    """
    _need_sound(source, facts)
    per_point = samples_per_point(facts.duration_ms or 0)
    sound = _flattened(read_pcm(source, facts, rate_hz=WAVEFORM_RATE_HZ), silent)
    data = list(_peaks(sound, per_point))
    if not data:
        raise MediaError("no sound could be decoded", where=source.name)
    document = {
        "version": 2,
        "channels": 1,
        "sample_rate": WAVEFORM_RATE_HZ,
        "samples_per_pixel": per_point,
        "bits": 8,
        "length": len(data) // 2,
        "data": data,
    }
    files.write_whole(target, json.dumps(document, separators=(",", ":")) + "\n")
    duration_ms = round(len(data) // 2 * per_point * 1000 / WAVEFORM_RATE_HZ)
    return Made(target, None, None, target.stat().st_size, duration_ms)


def samples_per_point(duration_ms: int) -> int:
    """Samples at 16 kHz that share one point of a waveform."""
    fewest = WAVEFORM_RATE_HZ // POINTS_PER_S
    return max(fewest, math.ceil(duration_ms * WAVEFORM_RATE_HZ / 1000 / MOST_POINTS))


def _flattened(blocks: Iterable[np.ndarray[Any, Any]], silent: Sequence[Span]) -> Iterator[np.ndarray[Any, Any]]:
    """The same samples (16 kHz), zero in these spans."""
    at = 0
    for block in blocks:
        for span in silent:
            first, beyond = (ms * WAVEFORM_RATE_HZ // 1000 - at for ms in (span.start_ms, span.end_ms))
            if first < len(block) and beyond > 0:
                block[max(0, first) : beyond] = 0
        at += len(block)
        yield block


def _peaks(blocks: Iterator[np.ndarray[Any, Any]], per_point: int) -> Iterator[int]:
    """Lowest and highest of each per_point samples, -128 … 127, in turn."""
    import numpy as np

    rest: np.ndarray[Any, Any] = np.zeros(0, dtype=np.float32)
    for block in blocks:
        rest = np.concatenate((rest, block))
        whole = len(rest) // per_point
        rows, rest = rest[: whole * per_point].reshape(whole, per_point), rest[whole * per_point :]
        yield from _pairs(rows)
    if len(rest):
        yield from _pairs(rest.reshape(1, -1))


def _pairs(rows: np.ndarray[Any, Any]) -> list[int]:
    import numpy as np

    if not len(rows):
        return []
    ends = np.stack((rows.min(axis=1), rows.max(axis=1)), axis=1)
    return [int(value) for value in np.clip(np.round(np.nan_to_num(ends) * 127), -128, 127).ravel()]


# --- samples ----------------------------------------------------------------------------------------------------------


def pcm_arguments(
    source: Path, facts: Facts, *, rate_hz: int = 16_000, channel: int | None = None, track: int = 0
) -> list[str]:
    """ffmpeg's arguments that write float32 mono samples to standard output."""
    node = ffmpeg.source(source)[str(facts.audio[track].index)]
    if channel is not None:
        node = node.filter("pan", f"mono|c0<c{channel}")
    elif _unknown_layout(facts, track):
        node = node.filter("pan", _to_the_middle(facts.audio[track].channels))
    node = node.filter("aresample", rate_hz, **{"async": 1, "first_pts": 0}).filter("aformat", channel_layouts="mono")
    return ffmpeg.arguments(ffmpeg.sink([node], None, format="f32le", **{"c:a": "pcm_f32le", "ac": 1, "ar": rate_hz}))


def read_pcm(
    source: Path, facts: Facts, *, rate_hz: int = 16_000, channel: int | None = None, track: int = 0
) -> Iterator[np.ndarray[Any, Any]]:
    """The sound of one track in blocks: float32, shape (n,), mono, rate_hz, -1.0 … 1.0; streamed, n is at most 16,384.

    channel picks one channel (0 is the left) of a recording with a person on each; without it all are mixed. Time 0 is
    the start of the recording, also where the sound begins later. Raises MediaError when track or channel is missing.
    """
    import numpy as np

    _need_sound(source, facts)
    if not 0 <= track < len(facts.audio) or (channel is not None and not 0 <= channel < facts.audio[track].channels):
        raise MediaError(f"has no sound track {track} with channel {channel or 0}", where=source.name)
    args = pcm_arguments(source, facts, rate_hz=rate_hz, channel=channel, track=track)
    for block in ffmpeg.pipe(args, limit_s=limit_s(facts, times=60)):
        yield np.frombuffer(block[: len(block) // 4 * 4], dtype="<f4").astype(np.float32)


def _need_sound(source: Path, facts: Facts) -> None:
    if not facts.audio:
        raise MediaError("has no sound", where=source.name)
