"""`ingest`, `deliver` and `verify` as they are typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mediakit.media import disk, ffmpeg
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=10:d=1")
    ffmpeg.run([*picture, "-c:v", "libx264", "-pix_fmt", "yuv420p", f"file:{path}"])
    return path


@pytest.fixture
def card(tmp_path: Path, film: Path, workspace: Path, run: Run) -> Path:
    """A card with one clip, one note and nothing else; the event "lan" is there."""
    run("event", "add", "Learning and Action Network", "--slug", "lan")
    root = tmp_path / "A001"
    (root / "DCIM" / "100CANON").mkdir(parents=True)
    (root / "DCIM" / "100CANON" / "MVI_0001.MP4").write_bytes(film.read_bytes())
    (root / "notes.txt").write_text("chart at 10:15")
    return root


def document(out: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(out)
    return read


def test_a_script_reads_what_became_of_every_file(run: Run, card: Path) -> None:
    ran = run("ingest", card, "--event", "lan", "--one-copy", "--json")
    got = document(ran.out)
    assert ran.status == 0
    (asset,) = got["ingested"]
    assert (asset["short"], asset["kind"], asset["role"]) == ("A001/MVI_0001", "video", "rush")
    assert asset["checksum"] == f"xxh128:{asset['id']}"
    assert asset["path"] == "originals/lan/A001/DCIM/100CANON/MVI_0001.MP4"
    assert [k["source"] for k in got["kept"]] == ["notes.txt"]
    assert (got["duplicates"], got["failed"]) == ([], [])
    assert (got["files"], got["copies"], got["verified"], got["safe_to_format"]) == (2, 1, True, True)
    assert got["cards"][0]["card"] == "A001"
    assert got["bytes"] > 0
    assert got["seconds"] >= 0


def test_one_copy_on_one_disk_is_not_safe_and_says_why(run: Run, card: Path) -> None:
    ran = run("ingest", card, "--event", "lan")
    assert ran.status == 0
    assert "NOT safe to format" in ran.out
    assert "--also" in ran.out


def test_the_verdict_comes_last_after_what_does_not_play(run: Run, card: Path) -> None:
    (card / "DCIM" / "100CANON" / "MVI_0002.MP4").write_bytes(b"")
    lines = run("ingest", card, "--event", "lan", "--one-copy").out.splitlines()
    assert "MVI_0002.MP4" in lines[0]
    assert lines[-1] == "A001: SAFE TO FORMAT: every file was copied, read back and compared, on one disk"


def test_the_clock_is_shown_on_one_clip(run: Run, card: Path) -> None:
    os.utime(card / "DCIM" / "100CANON" / "MVI_0001.MP4", (1_706_620_500, 1_706_620_500))
    ran = run("ingest", card, "--event", "lan", "--clock-offset", "-1:00:00")
    assert "the camera said 30 Jan 13:15:00, taken as 12:15:00" in ran.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--event", "nowhere"), "no such event"),
        ((), "--event"),
        (("--event", "lan", "--clock-offset", "an hour"), "no clock offset"),
        (("--event", "lan", "--person", "nobody"), "people list"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_nothing_is_done(
    run: Run, card: Path, workspace: Path, words: tuple[str, ...], told: str
) -> None:
    ran = run("ingest", card, *words, "--json")
    assert ran.status == 2
    assert ran.out == ""
    assert told in ran.err
    assert not (workspace / "originals" / "lan").exists()


def test_a_film_is_delivered_and_found_again(run: Run, card: Path, film: Path) -> None:
    run("deliverable", "add", "The event film", "--event", "lan", "--slug", "film")
    got = document(run("deliver", film, "--event", "lan", "--for", "film", "--json").out)
    (asset,) = got["delivered"]
    assert (asset["role"], asset["path"]) == ("finished", "originals/lan/finished/film.mp4")
    again = document(run("deliver", film, "--event", "lan", "--json").out)
    assert [d["asset"] for d in again["duplicates"]] == [asset["id"]]


def test_verify_finds_one_flipped_bit(run: Run, card: Path, workspace: Path) -> None:
    run("ingest", card, "--event", "lan")
    assert run("verify").status == 0
    victim = workspace / "originals" / "lan" / "A001" / "notes.txt"
    victim.chmod(0o644)
    victim.write_text("chart at 10:16")
    ran = run("verify", "--json")
    assert ran.status == 1
    assert document(ran.out)["damaged"] == ["originals/lan/A001/notes.txt"]


def test_without_a_source_the_cards_that_are_plugged_in_are_listed(run: Run, workspace: Path) -> None:
    ran = run("ingest", "--json")
    assert ran.status == 0
    assert isinstance(document(ran.out)["cards"], list)


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that nothing can catch")
def test_a_run_that_is_killed_leaves_no_half_file_and_the_same_command_finishes(
    run: Run, card: Path, workspace: Path
) -> None:
    with (card / "ZZ_LONG.MOV").open("wb") as file:
        file.truncate(48 << 20)
    words = ["-C", str(workspace), "ingest", str(card), "--event", "lan", "--one-copy", "--json"]
    held = workspace / "originals" / "lan" / "A001"
    with subprocess.Popen([sys.executable, "-m", "mediakit", *words], stdout=subprocess.DEVNULL) as running:
        for _ in range(3000):
            if any(p.stat().st_size > 1 << 20 for p in held.glob(f"{disk.DRAFT_PREFIX}*")):
                break
            time.sleep(0.005)
        running.kill()
    finals = [p for p in held.rglob("*") if p.is_file() and not disk.is_draft(p.name)]
    assert held / "ZZ_LONG.MOV" not in finals
    assert all(p.stat().st_size == (card / p.relative_to(held)).stat().st_size for p in finals)
    got = document(run(*words).out)
    assert got["safe_to_format"] is True
    assert len(got["ingested"]) == 1
    assert not list(held.rglob("*.draft"))
    assert (held / "ZZ_LONG.MOV").stat().st_size == 48 << 20
