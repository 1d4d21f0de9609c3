"""`init`: a workspace is made once and never harmed."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from mediakit.domain.default_settings import DEFAULT_SETTINGS
from tests.cli.conftest import Run


def test_init_makes_settings_catalogue_and_folders_and_says_what_comes_next(anywhere: Path, run: Run) -> None:
    ran = run("init", "gathering")
    made = anywhere / "gathering"
    assert ran.status == 0
    assert "mediakit event add" in ran.out
    assert (made / "mediakit.toml").read_text("utf-8") == DEFAULT_SETTINGS
    folders = {"originals", "renditions", "private", "reports", "templates"}
    assert folders | {"mediakit.toml", "catalogue.db"} <= {p.name for p in made.iterdir()}
    assert stat.S_IMODE((made / "private").stat().st_mode) == 0o700


def test_nobody_else_on_the_machine_reads_contacts_and_consents_out_of_the_catalogue(workspace: Path, run: Run) -> None:
    run("people", "add", "Ada Okafor", "--contact", "ada@example.org")
    run("build")
    assert stat.S_IMODE((workspace / "catalogue.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((workspace / ".mediakit").stat().st_mode) == 0o700


def test_init_again_leaves_everything_as_it_is(workspace: Path, run: Run) -> None:
    run("event", "add", "Gathering")
    settings = workspace / "mediakit.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = "Gallery"', 'name = "Ours"'), "utf-8")
    ran = run("init")
    assert ran.status == 0
    assert "already" in ran.out
    assert 'name = "Ours"' in settings.read_text("utf-8")
    assert "gathering" in run("event", "list").out


def test_init_gives_one_json_document(anywhere: Path, run: Run) -> None:
    document = json.loads(run("init", "--json").out)
    assert document["workspace"] == str(anywhere.resolve())
    assert "catalogue.db" in document["made"]
    assert json.loads(run("init", "--json").out)["made"] == []


def test_init_in_the_folder_of_dash_c(anywhere: Path, run: Run) -> None:
    assert run("-C", "there", "init", "sub").status == 0
    assert (anywhere / "there" / "sub" / "mediakit.toml").is_file()


def test_a_folder_with_other_things_in_it_becomes_a_workspace(anywhere: Path, run: Run) -> None:
    (anywhere / "notes.txt").write_text("mine")
    (anywhere / "originals" / "mine").mkdir(parents=True)
    assert run("init").status == 0
    assert (anywhere / "notes.txt").read_text() == "mine"


def test_init_refuses_a_synced_folder_in_plain_words(anywhere: Path, run: Run) -> None:
    ran = run("init", "OneDrive - Northmoor/gathering")
    assert ran.status == 3
    assert ran.out == ""
    assert "OneDrive copies this folder" in ran.err
    assert "hint: choose a folder on this machine's own disk" in ran.err
    assert not (anywhere / "OneDrive - Northmoor").exists()


def test_init_where_a_file_lies_says_so(anywhere: Path, run: Run) -> None:
    (anywhere / "gathering").write_text("a file")
    ran = run("init", "gathering")
    assert ran.status == 2
    assert "there is a file where the workspace should be" in ran.err


def test_a_lost_catalogue_is_not_replaced_by_an_empty_one(workspace: Path, run: Run) -> None:
    (workspace / "originals" / "lan").mkdir()
    (workspace / "catalogue.db").unlink()
    ran = run("init")
    assert ran.status == 2
    assert "their catalogue is gone" in ran.err
    assert "restore" in ran.err
    assert not (workspace / "catalogue.db").exists()


def test_outside_a_workspace_a_command_names_init(anywhere: Path, run: Run) -> None:
    ran = run("event", "list")
    assert (ran.status, ran.out) == (2, "")
    assert "mediakit init" in ran.err
