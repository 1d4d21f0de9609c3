"""Copies that were read back, and what the disks of a machine are like."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xxhash

from mediakit.domain.errors import MachineLacks, MediaError
from mediakit.media import disk
from mediakit.media.files import make_writable

WORDS = b"every word that was said on the day " * 40_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "card" / "C0001.MP4"
    path.parent.mkdir()
    path.write_bytes(WORDS)
    os.utime(path, ns=(1, 1_706_620_500_123_456_789))
    return path


def test_a_copy_is_equal_read_only_and_keeps_its_time(tmp_path: Path, source: Path) -> None:
    targets = [tmp_path / "a" / "C.MP4", tmp_path / "b" / "deep" / "C.MP4"]
    read: list[int] = []
    assert disk.copy_verified(source, targets, read.append) == xxhash.xxh128(WORDS).hexdigest()
    for target in targets:
        assert target.read_bytes() == WORDS
        assert target.stat().st_mtime_ns == source.stat().st_mtime_ns
        assert not target.stat().st_mode & 0o222
        assert list(target.parent.iterdir()) == [target]
    assert sum(read) == 3 * len(WORDS)


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path, source: Path) -> None:
    target = tmp_path / "C.MP4"
    target.write_bytes(b"another film")
    with pytest.raises(FileExistsError):
        disk.copy_verified(source, [target])
    assert target.read_bytes() == b"another film"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["C.MP4", "card"]


def test_a_link_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path, source: Path) -> None:
    link = source.with_name("LINK.MP4")
    link.symlink_to(source)
    if not hasattr(os, "O_NOFOLLOW"):
        pytest.skip("this system follows links")
    with pytest.raises(MediaError, match="cannot be read"):
        disk.copy_verified(link, [tmp_path / "x.MP4"])
    assert not (tmp_path / "x.MP4").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_pipe_put_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MediaError, match="no longer a file"):
        disk.copy_verified(tmp_path / "pipe", [tmp_path / "x.MP4"])


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_file_too_large_for_the_disk_leaves_nothing_behind(tmp_path: Path, source: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(MediaError, match="too large for the disk"):
            disk.copy_verified(source, [tmp_path / "out" / "C.MP4"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "out").iterdir()) == []


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of one megabyte mounted on a folder, where the system lets us."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only an administrator may mount a disk")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=1m"):
        pytest.skip("no disk may be mounted here")
    try:
        yield
    finally:
        libc.umount2(os.fsencode(folder), 2)


def test_a_full_disk_is_said_plainly_and_no_half_file_stays(tmp_path: Path, source: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    with small_disk(full):
        with pytest.raises(MachineLacks, match="the disk is full") as raised:
            disk.copy_verified(source, [full / "C.MP4", tmp_path / "other" / "C.MP4"])
        assert raised.value.exit_status == 3
        assert list(full.iterdir()) == []
        assert list((tmp_path / "other").iterdir()) == []
        assert disk.free_bytes(full / "not" / "there" / "yet") <= 1 << 20
        assert disk.device_of(full) != disk.device_of(tmp_path)


def test_a_link_of_known_content_takes_its_place_without_new_bytes(tmp_path: Path, source: Path) -> None:
    known, target = tmp_path / "known.mp4", tmp_path / "b" / "again.mp4"
    digest = disk.copy_verified(source, [known])
    assert disk.link_verified(known, target, digest)
    assert target.read_bytes() == WORDS
    assert not target.stat().st_mode & 0o222


def test_a_damaged_file_is_not_linked_to(tmp_path: Path, source: Path) -> None:
    known, target = tmp_path / "known.mp4", tmp_path / "again.mp4"
    digest = disk.copy_verified(source, [known])
    make_writable(known)
    known.write_bytes(WORDS[:-1] + b"x")
    assert not disk.link_verified(known, target, digest)
    assert not disk.link_verified(tmp_path / "gone.mp4", target, digest)
    assert not target.exists()


def test_drafts_of_a_killed_run_go(tmp_path: Path) -> None:
    left = tmp_path / "deep" / f"{disk.DRAFT_PREFIX}00{disk.DRAFT_SUFFIX}"
    left.parent.mkdir()
    left.write_bytes(b"half")
    assert disk.remove_stale_drafts(tmp_path) == 1
    assert not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no file that is open")
def test_drafts_of_a_living_run_stay(tmp_path: Path) -> None:
    held = tmp_path / f"{disk.DRAFT_PREFIX}11{disk.DRAFT_SUFFIX}"
    held.write_bytes(b"half")
    lock = "import fcntl,sys; f=open(sys.argv[1]); fcntl.flock(f, 2); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", lock, str(held)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as living:
        assert living.stdout is not None
        living.stdout.readline()
        assert disk.remove_stale_drafts(tmp_path) == 0
        living.communicate()
    assert disk.remove_stale_drafts(tmp_path) == 1


def test_samples_tell_two_recordings_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_bytes(bytes(1_000_000))
    other.write_bytes(bytes(999_999) + b"x")
    assert disk.samples_equal(one, one)
    assert not disk.samples_equal(one, other)
    assert not disk.samples_equal(one, Path(__file__))


def test_what_a_disk_makes_of_names_is_found_out_by_trying(tmp_path: Path) -> None:
    found = disk.habits(tmp_path)
    assert list(tmp_path.iterdir()) == []
    if sys.platform == "linux":
        assert found == disk.Habits(folds_case=False, forbids=False)


def test_the_disk_under_a_folder_is_read_from_the_list_of_mounts() -> None:
    mounts = "1 0 254:0 / / rw - ext4 /dev/vda rw\n2 1 0:30 / /media/My\\040Disk rw - btrfs /dev/sdb1 rw\nbroken\n"
    assert disk.mount_source(mounts, "/media/My Disk/lan") == "/dev/sdb1"
    assert disk.mount_source(mounts, "/media/My Diskette") == "/dev/vda"
    assert disk.mount_source("", "/x") == ""


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that nothing can catch")
def test_a_copy_that_is_killed_leaves_no_file_under_a_final_name(tmp_path: Path) -> None:
    source, folder = tmp_path / "big.mov", tmp_path / "out"
    with source.open("wb") as file:
        file.truncate(200 << 20)
    folder.mkdir()
    copy = (
        "import sys; from pathlib import Path; from mediakit.media import disk;"
        "disk.copy_verified(Path(sys.argv[1]), [Path(sys.argv[2])])"
    )
    with subprocess.Popen([sys.executable, "-c", copy, str(source), str(folder / "big.mov")]) as running:
        for _ in range(2000):
            if any(p.stat().st_size for p in folder.iterdir()):
                break
            time.sleep(0.005)
        running.kill()
    assert all(disk.is_draft(p.name) for p in folder.iterdir())
    assert disk.remove_stale_drafts(folder) == 1


def test_a_file_that_grows_while_it_is_copied_is_not_taken_for_whole(tmp_path: Path, source: Path) -> None:
    def grow(_: int) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    with pytest.raises(MediaError, match="was being written"):
        disk.copy_verified(source, [tmp_path / "out" / "C.MP4"], grow)
    assert list((tmp_path / "out").iterdir()) == []
