"""Processing for real: made, recorded, and the same when done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mediakit.catalogue import approvals, assets, search, transcripts
from mediakit.domain.asset import State
from mediakit.domain.errors import CatalogueBusy, MachineLacks, MediakitError
from mediakit.domain.progress import Silent
from mediakit.media.files import digest
from mediakit.media.lock import only_one
from mediakit.process import run
from mediakit.process.run import Report, Request

from .conftest import Shoot


def processed(shoot: Shoot, **options: object) -> Report:
    return run.process(shoot.catalogue, shoot.workspace, Request(**options), Silent())  # type: ignore[arg-type]


def made(shoot: Shoot, name: str) -> set[str]:
    return set(assets.one(shoot.catalogue, shoot.ids[name]).renditions)


def test_everything_gets_what_its_page_needs(shoot: Shoot) -> None:
    report = processed(shoot)
    assert report.failed == ()
    assert made(shoot, "talk.mp4") == {"poster", "proxy", "waveform"}
    assert made(shoot, "silent.mp4") == {"poster", "proxy"}
    assert made(shoot, "photo.jpg") == {
        "photo-480", "photo-1280", "photo-1500", "photo-480-webp", "photo-1280-webp", "photo-1500-webp",
    }  # fmt: skip
    assert {a.state for a in assets.load(shoot.catalogue)} == {State.READY}


def test_what_was_said_can_be_found_and_is_captioned(shoot: Shoot) -> None:
    processed(shoot)
    total, hits = search.find(shoot.catalogue, '"built slowly"')
    assert total == 1
    assert hits[0].asset == shoot.ids["talk.mp4"]
    assert hits[0].start_ms == 200
    cues = transcripts.cues(shoot.catalogue, shoot.ids["talk.mp4"])
    assert " ".join(" ".join(c.lines) for c in cues) == "Trust is built slowly, and lost at once."


def test_twice_is_the_same_as_once(shoot: Shoot) -> None:
    processed(shoot)
    again = processed(shoot)
    assert again.done == ()
    assert again.skipped > 5


def test_renditions_that_were_deleted_come_back_byte_for_byte(shoot: Shoot) -> None:
    processed(shoot)
    files = sorted(p for p in shoot.workspace.renditions.rglob("*") if p.is_file())
    before = [digest(p) for p in files]
    for path in files:
        path.unlink()
    processed(shoot)
    assert [digest(p) for p in files] == before


def test_the_catalogue_knows_the_checksum_of_every_rendition(shoot: Shoot) -> None:
    processed(shoot)
    for asset in assets.load(shoot.catalogue):
        for rendition in asset.renditions.values():
            path = shoot.workspace.locate(rendition.path)
            assert digest(path) == rendition.checksum
            assert path.stat().st_size == rendition.bytes


def test_one_broken_film_costs_one_line(shoot: Shoot, footage: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes((footage / "silent.mp4").read_bytes())
    asset_id = shoot.add(broken) if digest(broken) not in shoot.ids.values() else shoot.ids["silent.mp4"]
    path = shoot.workspace.locate(assets.one(shoot.catalogue, asset_id).path)
    path.write_bytes(path.read_bytes()[:300])
    report = processed(shoot)
    assert {(o.asset, o.status) for o in report.failed} == {(asset_id, "failed")}
    assert all(o.reason and "Traceback" not in o.reason for o in report.failed)
    assert assets.one(shoot.catalogue, asset_id).state is State.FAILED
    assert {o.stage for o in processed(shoot).failed} == {o.stage for o in report.failed}
    assert processed(shoot).done == ()


def test_an_original_that_is_not_there_is_said_and_nothing_else_stops(shoot: Shoot) -> None:
    shoot.workspace.locate(assets.one(shoot.catalogue, shoot.ids["photo.jpg"]).path).unlink()
    report = processed(shoot)
    assert [(o.stage, o.reason) for o in report.failed] == [("photo", "its original is not there")]
    assert made(shoot, "talk.mp4")


def test_an_approved_rush_gets_its_size_for_the_web(shoot: Shoot) -> None:
    processed(shoot)
    talk = assets.one(shoot.catalogue, shoot.ids["talk.mp4"])
    approvals.put(shoot.catalogue, [talk], by="Ada Okafor")
    report = processed(shoot)
    assert [(o.asset, o.stage) for o in report.done] == [(talk.id, "web"), (talk.id, "stills")]
    assert {"web-120", "stills-sheet", "stills-full"} <= made(shoot, "talk.mp4")


def test_other_sizes_replace_the_old_ones_on_disk_too(shoot: Shoot) -> None:
    processed(shoot)
    smaller = shoot.with_settings(photo_sizes_px=(200,), photo_formats=("jpeg", "avif"))
    run.process(shoot.catalogue, smaller, Request(), Silent())
    assert made(shoot, "photo.jpg") == {"photo-200", "photo-200-avif"}
    folder = shoot.workspace.renditions
    assert sorted(p.name for p in folder.rglob("photo-*.*")) == ["photo-200-avif.avif", "photo-200.jpg"]


def test_only_one_process_runs_in_a_workspace(shoot: Shoot) -> None:
    with only_one(shoot.workspace.state / "process.lock", "process"), pytest.raises(CatalogueBusy):
        processed(shoot)


def test_a_recording_the_script_does_not_have_waits_and_says_what_helps(shoot: Shoot) -> None:
    (shoot.workspace.root / "speech-script.json").write_text("{}")
    report = processed(shoot)
    assert [o.stage for o in report.pending] == ["speech"]
    assert "speech model" in (report.pending[0].reason or "")
    assert report.failed == ()
    assert run.pending_stages(shoot.catalogue, shoot.workspace) == {"speech": 1}


def test_a_model_that_was_named_and_is_not_there_is_an_error(shoot: Shoot) -> None:
    whisper = shoot.with_settings(speech_engine="faster-whisper", speech_model="no-such-model")
    with pytest.raises(MediakitError):
        run.process(shoot.catalogue, whisper, Request(model_was_named=True, stages=("speech",)), Silent())


def test_a_model_that_is_not_there_leaves_speech_waiting_and_makes_the_rest(shoot: Shoot) -> None:
    whisper = shoot.with_settings(speech_engine="faster-whisper", speech_model="no-such-model")
    report = run.process(shoot.catalogue, whisper, Request(), Silent())
    assert [o.stage for o in report.pending] == ["speech"]
    assert report.failed == ()
    assert "proxy" in made(shoot, "talk.mp4")


@pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")
@pytest.mark.parametrize(("blow", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_stopped_leaves_no_half_file_and_goes_on(shoot: Shoot, blow: int, status: int) -> None:
    (shoot.workspace.root / "mediakit.toml").write_text(
        '[speech]\nengine = "scripted"\n[films]\nproxy_size = 90\nweb_sizes = [120]\n'
    )
    program = [sys.executable, "-m", "mediakit", "-C", str(shoot.workspace.root), "process", "--jobs", "1"]
    child = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    folder = shoot.workspace.renditions
    deadline = time.monotonic() + 30
    while not list(folder.rglob("*.jpg")) and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    child.send_signal(blow)
    _, err = child.communicate(timeout=30)
    assert child.returncode in (status, 0), err.decode()
    assert processed(shoot).failed == ()
    known = {r.path for a in assets.load(shoot.catalogue) for r in a.renditions.values()}
    there = {shoot.workspace.logical(p) for p in folder.rglob("*") if p.is_file()}
    assert there == known


def test_an_original_that_was_away_is_tried_again_once_it_is_back(shoot: Shoot) -> None:
    folder = shoot.workspace.originals
    folder.rename(folder.with_name("unplugged"))
    away = processed(shoot)
    assert {o.reason for o in away.failed} == {"its original is not there"}
    folder.with_name("unplugged").rename(folder)
    back = processed(shoot)
    assert back.failed == ()
    assert {o.asset for o in back.done} == set(shoot.ids.values())


def test_renditions_on_a_disk_that_is_not_plugged_in_are_not_written_where_it_should_be(
    shoot: Shoot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    disk = tmp_path_factory.mktemp("media") / "unplugged"
    with pytest.raises(MachineLacks, match="not there"):
        run.process(shoot.catalogue, shoot.with_settings(renditions=str(disk)), Request(), Silent())
    assert not disk.exists()
    assert processed(shoot).failed == ()
