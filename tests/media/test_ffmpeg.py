"""The door to ffmpeg: what it refuses, what it says, and that nothing outlives it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from mediakit.domain.errors import MachineLacks, MediaError
from mediakit.media import ffmpeg


def test_the_ffmpeg_in_use_is_complete_and_knows_its_version() -> None:
    assert ffmpeg.lacking() == ()
    assert ffmpeg.version()[0].isdigit() or ffmpeg.version().startswith("n")


@pytest.mark.parametrize(
    "name", ["-dash.mov", "a:b %03d #1.mp4", 'quote\'s "and" $(x).mp4', "two  spaces .mp4", "会場 🎤.mp4"]
)
def test_any_file_name_is_safe_as_input_and_output(name: str, clip: Path, tmp_path: Path) -> None:
    there = tmp_path / name
    there.write_bytes(clip.read_bytes())
    made = tmp_path / f"made {name}"
    taken = ffmpeg.source(there)
    ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([taken["v:0"]], made, c="copy")))
    assert made.stat().st_size > 1000


def test_a_playlist_cannot_make_ffmpeg_open_another_file(clip: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "talk.mp4"
    hostile.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{clip}\n#EXT-X-ENDLIST\n")
    concat = tmp_path / "list.mp4"
    concat.write_text(f"ffconcat version 1.0\nfile '{clip}'\n")
    for file in (hostile, concat):
        with pytest.raises(MediaError):
            ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([ffmpeg.source(file)["v:0"]], tmp_path / "made.mp4")))
    assert not (tmp_path / "made.mp4").exists()


def test_progress_rises_to_the_end(clip: Path, tmp_path: Path) -> None:
    seen: list[float] = []
    taken = ffmpeg.source(clip)
    args = ffmpeg.arguments(ffmpeg.sink([taken["v:0"]], tmp_path / "x.mp4", vcodec="libx264", preset="ultrafast"))
    ffmpeg.run(args, duration_ms=2000, progress=seen.append)
    assert seen == sorted(seen)
    assert 0.8 < seen[-1] <= 1


def test_progress_is_told_also_where_the_length_is_not_known(clip: Path, tmp_path: Path) -> None:
    seen: list[float] = []
    taken = ffmpeg.source(clip)
    ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([taken["a:0"]], None, format="null")), progress=seen.append)
    assert seen
    assert set(seen) == {0.0}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see its processes")
def test_a_ctrl_c_in_the_terminal_does_not_look_like_a_broken_file(tmp_path: Path) -> None:
    groups: list[set[int]] = []

    def look(_: float) -> None:
        children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
        groups.append({os.getpgid(int(child)) for child in children})

    endless = ffmpeg.generated("testsrc2=s=64x64:d=1")
    ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([endless], tmp_path / "x.ts", f="mpegts")), progress=look)
    assert groups
    assert os.getpgid(0) not in set.union(*groups)


def test_a_failure_is_said_in_plain_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\0\x08free" + b"\x07" * 5000)
    with pytest.raises(MediaError, match="it is damaged"):
        ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([ffmpeg.source(broken)["v:0"]], tmp_path / "x.mp4")))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_what_the_machine_lacks(clip: Path) -> None:
    with pytest.raises(MachineLacks, match="the disk is full"):
        ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([ffmpeg.source(clip)["v:0"]], Path("/dev/full"), f="mpegts", c="copy")))


def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    endless = ffmpeg.generated("testsrc2=s=640x360")
    started = time.monotonic()
    with pytest.raises(MediaError, match="longer than"):
        ffmpeg.run(ffmpeg.arguments(ffmpeg.sink([endless], tmp_path / "x.mp4", vcodec="libx264")), limit_s=1)
    assert time.monotonic() - started < 5


def test_no_process_outlives_an_exception(tmp_path: Path) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    endless = ffmpeg.arguments(ffmpeg.sink([ffmpeg.generated("testsrc2=s=64x64")], tmp_path / "x.ts", f="mpegts"))
    with pytest.raises(KeyboardInterrupt):
        ffmpeg.run(endless, duration_ms=1000, progress=interrupted)
    size = (tmp_path / "x.ts").stat().st_size
    time.sleep(0.3)
    assert (tmp_path / "x.ts").stat().st_size == size


def test_a_pipe_that_nobody_reads_on_ends_its_process(sound: Path) -> None:
    before = threading.active_count()
    blocks = ffmpeg.pipe(ffmpeg.arguments(ffmpeg.sink([ffmpeg.source(sound)["a:0"]], None, format="s16le", ar=8000)))
    assert len(next(blocks)) > 0
    blocks.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_a_pipe_yields_every_sample(sound: Path) -> None:
    args = ffmpeg.arguments(ffmpeg.sink([ffmpeg.source(sound)["a:0"]], None, format="s16le", ar=8000))
    assert sum(map(len, ffmpeg.pipe(args))) == 2 * 8000 * 2


def test_stopping_ends_what_runs_at_once_and_starts_nothing_more() -> None:
    hour = ["-re", "-f", "lavfi", "-i", "sine=d=3600", "-f", "null", "-"]
    stop = ffmpeg.Stop()
    threading.Timer(0.5, stop.now).start()
    started = time.monotonic()
    for _ in range(2):
        with ffmpeg.stoppable(stop), pytest.raises(ffmpeg.Stopped):
            ffmpeg.run(hour)
    assert time.monotonic() - started < 20
    ffmpeg.run(["-f", "lavfi", "-i", "sine=d=0.1", "-f", "null", "-"])
