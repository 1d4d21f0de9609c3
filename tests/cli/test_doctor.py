"""`doctor`: what is here, what is wrong, and what to do about each."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run


def findings(run: Run, status: int = 0, *words: str) -> dict[str, dict[str, Any]]:
    ran = run(*words, "doctor", "--json")
    assert ran.status == status, ran.err
    document = json.loads(ran.out)
    assert document["ok"] is (status == 0)
    assert all(f["remedy"] for f in document["findings"] if f["state"] != "ok")
    return {f["name"]: f for f in document["findings"]}


def change_setting(workspace: Path, old: str, new: str) -> None:
    file = workspace / "mediakit.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_everything_is_told_in_a_workspace(workspace: Path, run: Run) -> None:
    found = findings(run)
    assert {
        "mediakit",
        "python",
        "libraries",
        "sqlite",
        "ffmpeg",
        "speech",
        "model",
        "gpu",
        "catalogue",
    } <= found.keys()
    assert "libx264" in found["ffmpeg"]["says"]
    assert "sha256" in found["model"]["says"]
    assert found["catalogue"]["state"] == "note"
    run("backup")
    assert findings(run)["catalogue"]["state"] == "ok"
    assert "everything that is needed is here" in run("doctor").out


def test_it_works_outside_a_workspace(anywhere: Path, run: Run) -> None:
    assert "mediakit init" in findings(run)["workspace"]["remedy"]


def test_a_workspace_that_got_into_a_synced_folder_is_told(workspace: Path, run: Run) -> None:
    synced = workspace.parent / "Dropbox" / "gathering"
    shutil.copytree(workspace, synced)
    found = findings(run, 1, "-C", str(synced))
    assert found["place"]["state"] == "wrong"
    assert "Dropbox copies this folder" in found["place"]["says"]


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"\x55" * 8_000, None])
def test_a_catalogue_that_is_damaged_or_gone_is_told(workspace: Path, run: Run, content: bytes | None) -> None:
    if content is None:
        (workspace / "catalogue.db").unlink()
    else:
        (workspace / "catalogue.db").write_bytes(content)
    found = findings(run, 1)
    assert found["catalogue"]["state"] == "wrong"
    assert "mediakit restore" in found["catalogue"]["remedy"]


def test_settings_that_cannot_be_read_do_not_stop_it(workspace: Path, run: Run) -> None:
    change_setting(workspace, 'timezone = "Europe/London"', 'timezone = "Mars"')
    assert "Mars" in findings(run, 1)["settings"]["says"]


def test_an_engine_or_a_model_that_is_not_here_is_told(workspace: Path, run: Run) -> None:
    change_setting(workspace, 'model = "packaged"', 'model = "no-such-model"')
    assert findings(run, 1)["model"]["state"] == "wrong"
    change_setting(workspace, 'engine = "faster-whisper"', 'engine = "scripted"')
    assert "model" not in findings(run)


def test_a_disk_that_is_not_plugged_in_is_offline_and_not_wrong(workspace: Path, run: Run) -> None:
    gone = workspace.parent / "unplugged" / "originals"
    change_setting(workspace, 'originals = "originals"', f"originals = '{gone}'")
    assert "offline" in findings(run)["originals"]["says"]
