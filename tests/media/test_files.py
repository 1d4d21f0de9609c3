"""Files without a second copy: a reflink, else a hard link that nobody can write to, else a copy."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from mediakit.media import files
from mediakit.media.files import Sharing


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film" * 1000)
    return path


def _no_clones(made: int, given: int) -> None:
    raise OSError("Operation not supported")


def _clones(made: int, given: int) -> None:
    os.write(made, os.read(given, 1 << 20))


@pytest.mark.skipif(os.name != "posix", reason="a read-only file cannot be replaced on Windows")
def test_a_hard_link_is_read_only_so_that_an_edit_of_one_does_not_alter_both(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_FICLONE", _no_clones)
    target = film.with_name("there.mp4")
    Sharing().share(film, target)
    assert target.samefile(film)
    assert not stat.S_IMODE(target.stat().st_mode) & 0o222
    target.unlink()
    assert film.read_bytes() == b"film" * 1000


def test_a_disk_that_clones_gives_a_file_of_its_own(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_FICLONE", _clones)
    target = film.with_name("there.mp4")
    Sharing().share(film, target)
    assert not target.samefile(film)
    target.write_bytes(b"edited")
    assert film.read_bytes() == b"film" * 1000


def test_a_disk_that_cannot_clone_is_asked_once(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(made: int, given: int) -> None:
        asked.append(made)
        _no_clones(made, given)

    monkeypatch.setattr(files, "_FICLONE", counted)
    sharing = Sharing()
    for number in range(3):
        sharing.share(film, film.with_name(f"{number}.mp4"))
    assert len(asked) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a second disk that is always there")
def test_another_disk_gets_a_copy(film: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        target = Path(folder) / "there.mp4"
        if target.parent.stat().st_dev == film.stat().st_dev:
            pytest.skip("/dev/shm is no disk of its own here")
        Sharing().share(film, target)
        assert target.read_bytes() == film.read_bytes()
        assert target.stat().st_nlink == 1
        target.write_bytes(b"edited")


def test_what_a_link_points_to_is_copied_and_never_given_a_second_name(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_FICLONE", _no_clones)
    pointing = film.with_name("pointing.mp4")
    pointing.symlink_to(film)
    target = film.with_name("there.mp4")
    Sharing().share(pointing, target)
    assert not target.is_symlink()
    assert not target.samefile(film)
    assert target.read_bytes() == film.read_bytes()


def test_a_file_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Sharing().share(tmp_path / "gone.mp4", tmp_path / "there.mp4")
    assert os.listdir(tmp_path) == []


def test_drafts_that_a_kill_left_behind_are_swept_and_those_of_others_at_work_are_not(tmp_path: Path) -> None:
    left, at_work = tmp_path / ".0123456789abcdef.draft.json", tmp_path / ".fedcba9876543210.draft.json"
    somebodys = tmp_path / ".notes.draft.json"
    for file in (left, at_work, somebodys):
        file.write_text("{}")
    for file in (left, somebodys):
        os.utime(file, (1, 1))
    files.sweep_drafts(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [at_work.name, somebodys.name]
