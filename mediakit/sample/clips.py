"""How the sample's films are put together: ffmpeg's arguments, decided here and run elsewhere.

Pictures come as a stream of JPEG frames or as PNG and JPEG files, the sound as one finished WAV file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FPS = 25
DRAWN_FPS = 12.5
"""How often somebody who talks is drawn anew: each drawing is shown twice, as animators do."""
WIDTH_PX, HEIGHT_PX = 1280, 720

_TITLE_S, _END_S, _TITLE_FADE_S, _END_FADE_S = 2.4, 3.0, 0.5, 0.6
SPEECH_BEGINS_S = _TITLE_S - _TITLE_FADE_S
"""When the rush begins inside a finished talking head."""

_FROM_JPEG = "scale=in_range=pc:out_range=tv:in_color_matrix=bt601:out_color_matrix=bt709,format=yuv420p,setsar=1"
_CADENCE = f"fps={FPS},settb=AVTB"
_FROM_RGB = "scale=out_range=tv:out_color_matrix=bt709,format=yuv420p,setsar=1"
# Half of the frames are the one before once more: looking ahead (mbtree) makes those nearly free at any preset.
# A fixed number of threads and bit-exact writers: the same bytes on every machine with the same ffmpeg.
_QUICK = "mbtree=1:rc-lookahead=4:ref=1:subme=1:b-adapt=0:bframes=1:weightp=0:scenecut=0:me=dia"
_X264 = (
    "-c:v", "libx264", "-preset", "superfast", "-x264-params", _QUICK, "-crf", "22",
     "-g", "125", "-threads", "4", "-pix_fmt", "yuv420p",
    "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
)  # fmt: skip
_AAC = ("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000")
_EXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")


@dataclass(frozen=True, slots=True)
class Written:
    """What a camera writes into a clip. begun: by its own clock; fps: frames drawn for a second of it."""

    begun: datetime
    timecode: str | None
    fps: float


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a montage: a still that is panned over, or a piece of a rush from starts_s on.

    over: a transparent PNG that lies on it, its top left corner at over_at (pixels). moves: a still is panned over.
    """

    path: Path
    length_s: float
    starts_s: float | None = None
    over: Path | None = None
    over_at: tuple[int, int] = (0, 0)
    moves: bool = True


def rush_arguments(frames: Path, sound: Path, target: Path, written: Written) -> list[str]:
    """A rush as it lies on a card: picture, sound, the camera's time and its timecode."""
    begun = written.begun.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    return [
        *_frames(frames, written.fps), "-i", f"file:{sound}", "-map", "0:v", "-map", "1:a",
        "-vf", f"{_FROM_JPEG},fps={FPS}",
        *_X264, *_AAC, *_EXACT, "-map_metadata", "-1", "-metadata", f"creation_time={begun}",
        *(("-timecode", written.timecode) if written.timecode else ()),
        "-movflags", "+faststart", "-f", "mp4", f"file:{target}",
    ]  # fmt: skip


def film_length_s(rush_s: float) -> float:
    """How long a finished talking head is that holds a whole rush."""
    return SPEECH_BEGINS_S + rush_s - _END_FADE_S + _END_S


def film_arguments(frames: Path, signs: Signs, sound: Path, target: Path, rush_s: float) -> list[str]:
    """A finished talking head: title, the rush with its name strap for five seconds, end card."""
    ends = SPEECH_BEGINS_S + rush_s - _END_FADE_S
    # Cards are laid over the film and fade by their transparency: a cross-fade filter would turn every frame to 4:4:4.
    graph = (
        f"[0:v]{_FROM_JPEG},{_CADENCE},"
        f"tpad=start_duration={SPEECH_BEGINS_S}:stop_mode=clone:stop_duration={_END_S - _END_FADE_S}[talk];"
        f"[1:v]{_held(_TITLE_S)},format=rgba,fade=t=out:st={SPEECH_BEGINS_S}:d={_TITLE_FADE_S}:alpha=1[title];"
        f"[2:v]{_held(5.4)},format=rgba,fade=t=in:st=0:d=0.4:alpha=1,fade=t=out:st=4.8:d=0.5:alpha=1,"
        f"setpts=PTS+{SPEECH_BEGINS_S + 1.6:.3f}/TB[strap];"
        f"[3:v]{_held(_END_S)},format=rgba,fade=t=in:st=0:d={_END_FADE_S}:alpha=1,setpts=PTS+{ends:.3f}/TB[end];"
        f"[talk][strap]overlay={signs.strap_at[0]}:{signs.strap_at[1]}:eof_action=pass[named];"
        "[named][title]overlay=0:0:eof_action=pass[opened];"
        f"[opened][end]overlay=0:0:eof_action=repeat,format=yuv420p,{_CADENCE}[film]"
    )
    return [
        *_frames(frames, DRAWN_FPS), *_still(signs.title), *_still(signs.strap),
        *_still(signs.end),
        "-i", f"file:{sound}", "-filter_complex", graph, "-map", "[film]", "-map", "4:a",
        *_X264, *_AAC, *_EXACT, "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", f"file:{target}",
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signs:
    """The PNG files that a finished film is lettered with; strap_at: its top left corner in pixels."""

    title: Path
    strap: Path
    strap_at: tuple[int, int]
    end: Path


def montage_arguments(parts: Sequence[Part], sound: Path, target: Path) -> list[str]:
    """Stills and pieces of rushes cut together over one sound; the whole fades in and out."""
    inputs: list[str] = []
    graph: list[str] = []
    number = 0
    for n, part in enumerate(parts):
        if part.starts_s is None:
            inputs += _still(part.path)
            move = _pan(part.length_s, backwards=n % 2 == 1) if part.moves else f"{_FROM_RGB},{_CADENCE}"
            graph.append(f"[{number}:v]{_held(part.length_s)},{move}[picture{n}]")
        else:
            inputs += ["-ss", f"{part.starts_s:.3f}", "-t", f"{part.length_s:.3f}", "-i", f"file:{part.path}"]
            graph.append(f"[{number}:v]setsar=1,{_CADENCE},format=yuv420p[picture{n}]")
        number += 1
        if part.over:
            inputs += _still(part.over)
            x, y = part.over_at
            fades = f"fade=t=in:st=0.3:d=0.4:alpha=1,fade=t=out:st={part.length_s - 0.5:.2f}:d=0.4:alpha=1"
            graph.append(f"[{number}:v]{_held(part.length_s)},format=rgba,{fades}[over{n}]")
            graph.append(f"[picture{n}][over{n}]overlay={x}:{y}:eof_action=pass,format=yuv420p[part{n}]")
            number += 1
        else:
            graph.append(f"[picture{n}]null[part{n}]")
    whole = sum(part.length_s for part in parts)
    labels = "".join(f"[part{n}]" for n in range(len(parts)))
    fades = f"fade=t=in:d=0.5,fade=t=out:st={whole - 0.7:.3f}:d=0.7"
    graph.append(f"{labels}concat=n={len(parts)}:v=1:a=0,fps={FPS},{fades}[film]")
    return [
        *inputs, "-i", f"file:{sound}", "-filter_complex", ";".join(graph), "-map", "[film]", "-map", f"{number}:a",
        *_X264, *_AAC, *_EXACT, "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", f"file:{target}",
    ]  # fmt: skip


def _frames(path: Path, fps: float) -> list[str]:
    return ["-f", "mjpeg", "-framerate", str(fps), "-i", f"file:{path}"]


def _still(path: Path) -> list[str]:
    return ["-framerate", str(FPS), "-i", f"file:{path}"]


def _held(seconds: float) -> str:
    """One picture for a while: read once and repeated, not read again for every frame."""
    return f"loop=loop={round(seconds * FPS) - 1}:size=1:start=0,setpts=N/{FPS}/TB"


def _pan(seconds: float, *, backwards: bool) -> str:
    """A slow move over a 3:2 still: nine tenths of its width are shown."""
    share = f"t/{seconds:.3f}"
    along = f"(1-{share})" if backwards else share
    crop = f"crop=w=in_w*0.9:h=in_w*0.9*9/16:x='(in_w-out_w)*{along}':y='(in_h-out_h)*0.45'"
    return f"{crop},scale={WIDTH_PX}:{HEIGHT_PX}:flags=bilinear,{_FROM_RGB},{_CADENCE}"
