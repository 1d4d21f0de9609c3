"""The one door to ffmpeg: which binary, how an argument list is written, how it is run, and what its failures mean.

Argument lists are compiled by ffmpeg-python (`source`, `sink`, `arguments`); the process is always our own (`run`,
`pipe`). Inputs may only be local files in containers that hold pictures and sound: a playlist, a subtitle file or a
script that ffmpeg would follow to other files or to the network is refused by ffmpeg itself.
"""

from __future__ import annotations

import collections
import contextlib
import contextvars
import functools
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from mediakit.domain.errors import MachineLacks, MediaError

OLDEST = 6
# A fixed number, not the machine's: x264 writes other bytes with another number of threads.
THREADS = 4
# Eight thousand by sixteen thousand: more than any camera records, less than fills a laptop's memory.
MAX_PIXELS = 1 << 27
PROTOCOLS = "file,pipe"
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,mxf,mxf_opatom,flv,asf,dv,gxf,lxf,wtv,"
    "ogg,flac,mp3,aac,loas,ac3,eac3,dts,truehd,wav,w64,aiff,au,caf,amr,amrnb,amrwb,ape,wv,tta,tak,dsf,mpc,mpc8,"
    "h264,hevc,vvc,av1,obu,ivf"
)
NEEDED_ENCODERS = ("libx264", "aac", "mjpeg")
NEEDED_FILTERS = ("zscale", "tonemap", "loudnorm", "thumbnail", "bwdif", "scale", "volume", "overlay")

_STDERR_LINES, _STDERR_CHARS = 60, 400
_CHUNK_BYTES = 1 << 16


class Stopped(BaseException):
    """Somebody asked for everything to end: what is being done is let go of, and nobody's file is to blame."""


class Stop:
    """Ends every ffmpeg that was started under it (`stoppable`), now and from now on. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self.said = False

    def now(self) -> None:
        """End what runs; whoever waits for it gets Stopped."""
        with self._lock:
            self.said = True
            for process in self._running:
                process.kill()

    def check(self) -> None:
        """Raises Stopped once `now` was called."""
        if self.said:
            raise Stopped

    @contextlib.contextmanager
    def holding(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Let the process be ended by `now` during the block; raises Stopped after it if that was asked."""
        with self._lock:
            self._running.add(process)
            if self.said:
                process.kill()
        try:
            yield
        finally:
            with self._lock:
                self._running.discard(process)
        self.check()


_STOP: contextvars.ContextVar[Stop] = contextvars.ContextVar("stop")


@contextlib.contextmanager
def stoppable(stop: Stop) -> Iterator[None]:
    """Every ffmpeg that this thread starts in the block ends when `stop` says so, and raises Stopped."""
    token = _STOP.set(stop)
    try:
        yield
    finally:
        _STOP.reset(token)


# --- which binary ---------------------------------------------------------------------------------------------------


@functools.cache
def binary() -> Path:
    """The ffmpeg to use: the system's if it is version 6 or later and complete, else the one that came with mediakit.

    Raises MachineLacks when neither is there.
    """
    system = shutil.which("ffmpeg")
    if system and _major(_ask(Path(system), "-version")) >= OLDEST and not lacking(Path(system)):
        return Path(system)
    packaged = _packaged()
    if packaged is None:
        raise MachineLacks("no usable ffmpeg found", hint="install mediakit again, or install ffmpeg 6 or later")
    return packaged


def _packaged() -> Path | None:
    import imageio_ffmpeg

    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        return None


@functools.cache
def version() -> str:
    """The version of the ffmpeg in use, as it names itself ("9.0.2", "n7.1-12-gabc")."""
    words = _ask(binary(), "-version").split()
    return words[2] if len(words) > 2 and words[1] == "version" else "unknown"


def lacking(program: Path | None = None) -> tuple[str, ...]:
    """The encoders and filters that mediakit needs and this ffmpeg (by default: the one in use) does not have."""
    program = program or binary()
    encoders = _names(_ask(program, "-encoders"))
    filters = _names(_ask(program, "-filters"))
    return tuple(n for n in NEEDED_ENCODERS if n not in encoders) + tuple(n for n in NEEDED_FILTERS if n not in filters)


def _major(text: str) -> int:
    match = re.match(r"ffmpeg version n?(\d+)\.", text)
    return int(match[1]) if match else 0


def _names(listing: str) -> set[str]:
    return {words[1] for line in listing.splitlines() if len(words := line.split()) > 1}


def _ask(program: Path, question: str) -> str:
    try:
        answer = subprocess.run(
            [program, "-hide_banner", question] if question != "-version" else [program, question],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode("utf-8", "replace")


# --- writing argument lists -------------------------------------------------------------------------------------------


def source(path: Path, **options: str | int | float) -> Any:
    """A media file as ffmpeg-python's input node: select with `["v:0"]`, filter with `.filter(name, …)`.

    Any name is safe (leading dash, colons, percent signs); only that local file can be opened, as one of CONTAINERS.
    """
    import ffmpeg

    return ffmpeg.input(
        f"file:{path}",
        **{
            "protocol_whitelist": PROTOCOLS,
            "format_whitelist": CONTAINERS,
            "max_pixels": MAX_PIXELS,
            "threads": THREADS,
            **options,
        },
    )


def generated(description: str) -> Any:
    """A libavfilter source ("anullsrc=r=48000", "testsrc2=s=64x64") as an input node."""
    import ffmpeg

    return ffmpeg.input(description, f="lavfi")


def sink(streams: list[Any], path: Path | None, **options: Any) -> Any:
    """An output node for one file, or for standard output (None): `format` is required there."""
    import ffmpeg

    return ffmpeg.output(*streams, "pipe:1" if path is None else f"file:{path}", **options)


def joined(nodes: list[Any], name: str, **options: Any) -> Any:
    """A filter with several inputs, `overlay` or `amerge`."""
    import ffmpeg

    return ffmpeg.filter(nodes, name, **options)


def arguments(*outputs: Any) -> list[str]:
    """The argument list of a graph, without the program's name; run it with `run` or `pipe`."""
    import ffmpeg

    node = outputs[0] if len(outputs) == 1 else ffmpeg.merge_outputs(*outputs)
    return [str(word) for word in ffmpeg.get_args(node)]


# --- running ----------------------------------------------------------------------------------------------------------


def run(
    args: list[str],
    *,
    duration_ms: int | None = None,
    progress: Callable[[float], None] | None = None,
    limit_s: float | None = None,
    report: bool = False,
) -> str:
    """Run ffmpeg to its end and return the last lines it wrote to stderr: with report=True also what filters measured.

    progress is called about twice a second with the part that is done, 0 … 1 (0 if duration_ms of the output is not
    known), never less than before; what it raises ends the process. The process never outlives this call: Ctrl-C, any
    exception and limit_s (seconds of wall time) end it. Raises MediaError with ffmpeg's reason in plain words,
    MachineLacks when the disk is full. Existing outputs are overwritten.
    """
    # "info" prints the file's own tags as well, which could read like any error: only where a filter reports
    level = "info" if report else "warning"
    command = [str(binary()), *_GLOBALS, "-loglevel", level, "-progress", "pipe:1", "-y", *args]
    with _process(command, limit_s) as (process, stderr):
        assert process.stdout is not None
        reached = 0.0
        for line in process.stdout:
            if progress and line.startswith(b"out_time_us="):
                # between two passes of a filter ffmpeg reports "N/A"
                reached = max(reached, _share(line[12:], duration_ms))
                progress(reached)
    return "\n".join(stderr)


def _share(out_time_us: bytes, duration_ms: int | None) -> float:
    if not duration_ms or not out_time_us.strip().isdigit():
        return 0.0
    return min(1.0, int(out_time_us) / 1000 / duration_ms)


def pipe(args: list[str], *, limit_s: float | None = None) -> Iterator[bytes]:
    """Run ffmpeg and yield what it writes to standard output in blocks of at most 64 KiB.

    The process ends when the caller stops asking. Raises like `run`, after the last block.
    """
    command = [str(binary()), *_GLOBALS, "-loglevel", "warning", *args]
    with _process(command, limit_s) as (process, _):
        assert process.stdout is not None
        while block := process.stdout.read(_CHUNK_BYTES):
            yield block


_GLOBALS = (
    *("-nostdin", "-hide_banner", "-nostats", "-max_error_rate", "1"),
    *("-filter_threads", str(THREADS), "-filter_complex_threads", str(THREADS)),
)


# A Ctrl-C in the terminal is for mediakit, which then ends its processes: were it for them too, each would look like
# a file that failed.
_APART: dict[str, Any] = {"creationflags": 0x200} if sys.platform == "win32" else {"process_group": 0}


@contextlib.contextmanager
def _process(
    command: list[str], limit_s: float | None
) -> Iterator[tuple[subprocess.Popen[bytes], collections.deque[str]]]:
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **_APART
        )
    except OSError as error:
        raise MachineLacks(
            f"ffmpeg does not start ({error.strerror})", where=command[0], hint="run mediakit doctor"
        ) from None
    lines: collections.deque[str] = collections.deque(maxlen=_STDERR_LINES)
    reader = threading.Thread(target=_drain, args=(process.stderr, lines), daemon=True)
    expired = threading.Event()
    timer = threading.Timer(limit_s, _expire, (process, expired)) if limit_s else None
    try:
        reader.start()
        if timer:
            timer.daemon = True
            timer.start()
        with _STOP.get(Stop()).holding(process):
            yield process, lines
            status = process.wait()
        reader.join(5)
    finally:
        if timer:
            timer.cancel()
        _end(process)
        reader.join(5)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
    if expired.is_set():
        raise MediaError(f"took longer than {limit_s:.0f} s and was stopped", hint="play the file; it may be damaged")
    if status:
        raise _failure(list(lines))


def _drain(stream: IO[bytes], lines: collections.deque[str]) -> None:
    with contextlib.suppress(ValueError, OSError):
        # readline with a limit: a message without an end must not fill the memory
        while line := stream.readline(1 << 14):
            text = line.decode("utf-8", "replace").strip()
            if text:
                lines.append(text[:_STDERR_CHARS])


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()


# --- failures in plain words ------------------------------------------------------------------------------------------

_PLAIN = (
    (r"Invalid data found when processing input|moov atom not found|EBML header|error reading header", "it is damaged"),
    (r"Format not on whitelist", "it is not a picture, film or sound"),
    (r"matches no streams|does not contain any stream|Cannot find a matching", "no video or audio stream found"),
    (r"Picture size|exceeds? (?:the )?max|max_pixels", "it claims a picture larger than any camera makes"),
    (r"No such file or directory", "the file is not there any more"),
    (r"Permission denied|Operation not permitted", "the file may not be read or written"),
    (r"Input/output error", "the disk could not be read"),
    (r"Cannot allocate memory|Out of memory", "it needs more memory than this machine has"),
    (r"[Dd]ecoder .*not found|Unknown decoder|could not find codec", "its codec is unknown to this ffmpeg"),
    (r"is empty|[Nn]othing was (?:encoded|written)|received no packets", "nothing in it could be decoded"),
)
_CHATTER = re.compile(
    r"^(Conversion failed|Exiting|Press |Error (opening|parsing|splitting|initializing|while|sending|during)|"
    r"Task finished|Terminating|Stream mapping|Stream #|Metadata:|Duration:|Last message repeated)"
)


def _failure(lines: list[str]) -> MediaError | MachineLacks:
    text = "\n".join(lines)
    if re.search(r"No space left on device|Disk quota exceeded", text):
        return MachineLacks("the disk is full", hint="make room and run it again")
    for pattern, plain in _PLAIN:
        if re.search(pattern, text):
            return MediaError(plain, hint="play the file; if it plays, run mediakit doctor and keep its output")
    return MediaError(_last(lines), hint="play the file; if it plays, run mediakit doctor and keep its output")


def _last(lines: list[str]) -> str:
    """The last line that says something, without the addresses and the paths that ffmpeg puts before it."""
    for line in reversed(lines):
        plain = re.sub(r"^(\[[^\]]*\] ?)+", "", line).strip()
        plain = re.sub(r"'?file:[^']*'?:? ?", "", plain)
        if plain and not _CHATTER.match(plain):
            return f"ffmpeg could not make it: {plain}"
    return "ffmpeg could not make it and did not say why"
