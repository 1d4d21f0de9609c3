"""`backup`, `restore`, `export`: nothing is lost, nothing private leaves unasked."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import stat
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue.connect import SCHEMA_VERSION
from tests.cli.conftest import Library, Run


def save(run: Run, *words: object) -> Path:
    return Path(json.loads(run("backup", *words, "--json").out)["file"])


def names(run: Run) -> list[str]:
    return [p["slug"] for p in json.loads(run("people", "list", "--json").out)]


# --- backup and restore ----------------------------------------------------------------------------------------------


def test_a_backup_brings_back_catalogue_and_private_files(library: Library, run: Run) -> None:
    (library.root.parent / "form.pdf").write_bytes(b"%PDF")
    run("consent", "record", "sian", "--channel", "web", "--evidence", library.root.parent / "form.pdf")
    file = save(run, library.root.parent / "elsewhere")
    assert file.parent == library.root.parent / "elsewhere"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    run("people", "add", "Somebody Later")
    evidence = next((library.root / "private" / "consent").iterdir())
    evidence.unlink()
    assert run("restore", file).status == 0
    assert names(run) == ["adebayo", "sian"]
    assert evidence.read_bytes() == b"%PDF"
    assert stat.S_IMODE(evidence.stat().st_mode) == 0o400
    assert [p.name for p in library.root.iterdir() if p.name.startswith(".restore")] == []


def test_a_restore_saves_what_was_there_before(library: Library, run: Run) -> None:
    file = save(run)
    run("people", "add", "Somebody Later")
    before = json.loads(run("restore", file, "--json").out)["before"]
    assert run("restore", before).status == 0
    assert "somebody-later" in names(run)


def test_a_restore_twice_is_the_same_as_once(library: Library, run: Run) -> None:
    (library.root.parent / "form.pdf").write_bytes(b"%PDF")
    run("consent", "record", "sian", "--channel", "web", "--evidence", library.root.parent / "form.pdf")
    file = save(run)
    assert [run("restore", file).status, run("restore", file).status] == [0, 0]


def test_a_new_machine_begins_with_init_and_restore(library: Library, run: Run) -> None:
    settings = library.root / "mediakit.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = "Gallery"', 'name = "Ours"'), "utf-8")
    file = save(run, library.root.parent)
    fresh = library.root.parent / "fresh"
    run("init", fresh)
    ran = run("-C", fresh, "restore", file)
    assert ran.status == 0
    assert "settings differ" in ran.out
    assert 'name = "Ours"' in (fresh / "mediakit.from-backup.toml").read_text("utf-8")
    assert [p["slug"] for p in json.loads(run("-C", fresh, "people", "list", "--json").out)] == ["adebayo", "sian"]


def test_a_damaged_catalogue_is_put_aside_by_a_restore(library: Library, run: Run) -> None:
    file = save(run)
    database = library.root / "catalogue.db"
    database.write_bytes(b"SQLite format 3\0" + b"\x55" * 8_000)
    assert run("people", "list").status == 3
    assert run("backup").status == 3
    ran = run("restore", file)
    assert ran.status == 0, ran.err
    assert names(run) == ["adebayo", "sian"]
    assert [p.name.split("-")[0] for p in sorted((library.root / "backups").iterdir())] == ["damaged", "mediakit"]


def test_a_backup_while_another_command_writes_holds_what_was_finished(library: Library, run: Run) -> None:
    writer = sqlite3.connect(library.root / "catalogue.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE people SET name = 'half done'")
    file = save(run)
    writer.execute("COMMIT")
    writer.close()
    run("restore", file)
    assert "half done" not in run("people", "list").out


def test_many_backups_at_once_are_many_files(library: Library, run: Run) -> None:
    assert len({save(run) for _ in range(3)}) == 3


def newer(database: bytes, folder: Path) -> bytes:
    """The database as a newer mediakit would have left it."""
    file = folder / "newer.db"
    file.write_bytes(database)
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    return file.read_bytes()


@pytest.mark.parametrize("case", ["text", "empty zip", "not a database", "newer", "truncated", "absent"])
def test_what_is_no_backup_changes_nothing(library: Library, run: Run, case: str) -> None:
    good = save(run, library.root.parent)
    database = zipfile.ZipFile(good).read("catalogue.db")
    bad = library.root.parent / "bad.zip"
    if case == "text":
        bad.write_text("no zip")
    elif case == "truncated":
        bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    elif case != "absent":
        with zipfile.ZipFile(bad, "w") as archive:
            if case == "not a database":
                archive.writestr("catalogue.db", b"x" * 5000)
            elif case == "newer":
                archive.writestr("catalogue.db", newer(database, library.root.parent))
            archive.writestr("private/planted.txt", "planted")
    run("people", "add", "Somebody Later")
    ran = run("restore", bad)
    assert (ran.status, ran.out) == (2, "")
    assert "somebody-later" in names(run)
    assert not (library.root / "private" / "planted.txt").exists()
    assert not (library.root / "backups").exists()


def test_a_backup_cannot_write_outside_private(library: Library, run: Run) -> None:
    good = save(run, library.root.parent)
    hostile = library.root.parent / "hostile.zip"
    shutil.copy(good, hostile)
    with zipfile.ZipFile(hostile, "a") as archive:
        for name in (
            "private/../../escaped.txt",
            "/escaped.txt",
            "site/index.html",
            "private\\..\\escaped.txt",
            "a.py",
        ):
            archive.writestr(name, "escaped")
    assert run("restore", hostile).status == 0
    assert [p for p in library.root.parent.rglob("*") if p.is_file() and p.read_bytes() == b"escaped"] == []


def test_a_restore_waits_for_a_writer_to_finish(library: Library, run: Run) -> None:
    file = save(run)
    writer = sqlite3.connect(library.root / "catalogue.db", isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, writer.execute, ["COMMIT"])
    timer.start()
    assert run("restore", file).status == 0
    timer.join()
    writer.close()
    assert names(run) == ["adebayo", "sian"]


def test_a_backup_that_cannot_be_written_says_where(library: Library, run: Run) -> None:
    (library.root / "taken").write_text("a file")
    ran = run("backup", "taken")
    assert (ran.status, ran.out) == (3, "")
    assert "taken" in ran.err


# --- export ----------------------------------------------------------------------------------------------------------


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return rows


def everything_in(folder: Path) -> str:
    return "\n".join(p.read_text("utf-8", "replace") for p in sorted(folder.rglob("*")) if p.is_file())


@pytest.fixture
def told(library: Library, run: Run) -> Library:
    """The library with a promise, a contact, a form; the film may be published, and Siân has no consent."""
    (library.root.parent / "form.pdf").write_bytes(b"%PDF evidence")
    run("people", "add", "Third Person", "--contact", "third@example.org")
    run("consent", "record", "adebayo", "--channel", "web", "--note", "a private note", "--evidence", "../form.pdf")
    run("deliverable", "add", "Interview: Siân Prys-Howell", "--event", "lan", "--person", "sian")
    with library.catalogue() as catalogue, catalogue.writing():
        for profile in ("proxy", "poster"):
            row = {"asset": library.film, "profile": profile, "key": "k", "path": f"renditions/{profile}", "bytes": 1}
            catalogue.insert("renditions", {**row, "checksum": "c", "made_at": "2026-01-01T00:00:00+00:00"})
    assert run("approve", library.film, "--by", "A. Tester").status == 0
    return library


def test_an_export_without_private_facts_holds_only_what_may_be_published(told: Library, run: Run) -> None:
    ran = run("export", "out", "--json")
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["left_out"] == {"people": 2, "assets' words": 2}
    out = told.root / "out"
    text = everything_in(out)
    for secret in ("third@example.org", "a private note", "%PDF", "private/consent", "Siân", "at the window"):
        assert secret not in text, secret
    assert [p["slug"] for p in read(out, "people")] == ["adebayo"]
    assert [a["title"] for a in read(out, "assets")] == ["Opening <words> & trust", None, None]
    assert read(out, "deliverables")[0]["title"] == "[withheld]"
    assert read(out, "sessions")[0]["people"] == ["adebayo"]
    assert [p.name for p in sorted((out / "transcripts").iterdir())] == [f"{told.film}.json", f"{told.film}.vtt"]


def test_a_withheld_transcript_leaves_only_with_private(told: Library, run: Run) -> None:
    run("consent", "withdraw", "adebayo")
    run("export", "out")
    assert "Trust is built" not in everything_in(told.root / "out")
    run("export", "all", "--with-private")
    assert "Trust is built" in everything_in(told.root / "all")


def test_an_export_with_private_facts_holds_everything(told: Library, run: Run) -> None:
    assert run("export", "out", "--with-private").status == 0
    out = told.root / "out"
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert read(out, "contacts") == [{"person": "third-person", "name": "Third Person", "contact": "third@example.org"}]
    assert len(read(out, "people")) == 3
    consent = read(out, "consents")[0]
    assert (out / consent["evidence"]).read_bytes() == b"%PDF evidence"
    reasons = {a["id"]: a["withheld"] for a in read(out, "assets")}
    assert reasons[told.film] is None
    assert reasons[told.portrait] == "nobody approved it"
    manifest = json.loads((out / "mediakit-export.json").read_text("utf-8"))
    there = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert there == {*manifest["files"], "mediakit-export.json"}


def test_lists_come_as_csv_that_no_spreadsheet_runs(told: Library, run: Run) -> None:
    run("set", told.film, "caption==HYPERLINK(1)")
    run("export", "out", "--format", "csv", "--with-private")
    text = (told.root / "out" / "assets.csv").read_bytes().decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows[told.film]["caption"] == "'=HYPERLINK(1)"
    assert rows[told.portrait]["people"] == "sian"


def test_an_earlier_export_is_replaced_and_anything_else_is_not_touched(told: Library, run: Run) -> None:
    out = told.root / "out"
    out.mkdir()
    assert run("export", "out", "--with-private").status == 0
    assert run("export", "out").status == 0
    assert not (out / "contacts.json").exists()
    (out / "mine.txt").write_text("mine")
    ran = run("export", "out", "--with-private")
    assert (ran.status, ran.out) == (2, "")
    assert "mine.txt" in ran.err
    assert not (out / "contacts.json").exists()
    assert [p.name for p in told.root.iterdir() if ".draft" in p.name or ".old" in p.name] == []


@pytest.mark.parametrize("place", [".", "originals/out", "private/out", "mediakit.toml"])
def test_an_export_does_not_go_where_other_files_lie(told: Library, run: Run, place: str) -> None:
    assert run("export", place).status == 2


def test_every_list_of_an_export_is_json_with_the_fields_of_the_commands(told: Library, run: Run) -> None:
    run("export", "out", "--with-private")
    events = json.loads(run("event", "list", "--json").out)
    assert read(told.root / "out", "events") == events
    shown = json.loads(run("assets", "--json").out)
    exported = [{k: v for k, v in a.items() if k != "withheld"} for a in read(told.root / "out", "assets")]
    assert exported == shown
