"""The catalogue opens blank and older, refuses newer, and lets one command write at a time."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from mediakit.catalogue import connect, events
from mediakit.catalogue.backup import open_with_backup
from mediakit.catalogue.connect import SCHEMA_VERSION, Catalogue, catalogue_in_memory, create_catalogue, open_catalogue
from mediakit.catalogue.migrations import migrate, migrations
from mediakit.domain.errors import BadInputFile, CatalogueBusy, MachineLacks, NoWorkspace
from mediakit.domain.event import Event
from mediakit.domain.workspace import Workspace


def shape(catalogue: Catalogue) -> list[tuple[str, str]]:
    rows = catalogue.rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return [(r["name"], r["sql"]) for r in rows]


def names_of_migrations() -> list[str]:
    return [m.name for m in migrations._migrations]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new catalogue, closed."""
    create_catalogue(tmp_path / "catalogue.db").close()
    return tmp_path / "catalogue.db"


def test_a_blank_file_becomes_a_catalogue(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").touch()
    with open_catalogue(tmp_path / "catalogue.db") as catalogue:
        assert events.every(catalogue) == []
        assert catalogue.value("PRAGMA user_version") == SCHEMA_VERSION
        assert catalogue.value("PRAGMA foreign_keys") == 1
        assert catalogue.value("PRAGMA journal_mode") == "wal"


def test_the_version_counts_the_migrations() -> None:
    assert len(names_of_migrations()) == SCHEMA_VERSION


@pytest.mark.parametrize("stop", names_of_migrations())
def test_every_older_catalogue_comes_up_to_date_and_is_backed_up_first(tmp_path: Path, stop: str) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    version = names_of_migrations().index(stop)
    connection = sqlite3.connect(root / "catalogue.db")
    migrate(connection, until=stop)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with open_with_backup(Workspace(root)) as catalogue, catalogue_in_memory() as fresh:
        assert shape(catalogue) == shape(fresh)
    assert len(list((root / "backups").glob("*before-update*"))) == (1 if version else 0)


def test_opening_again_changes_nothing(file: Path) -> None:
    with open_catalogue(file) as catalogue:
        before = shape(catalogue)
    with create_catalogue(file) as catalogue:
        assert shape(catalogue) == before


def test_a_newer_catalogue_is_refused_and_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(BadInputFile, match="a newer mediakit made this catalogue"):
        open_catalogue(file)
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)


def test_no_catalogue_is_made_by_opening_one(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace):
        open_catalogue(tmp_path / "catalogue.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"not a database, but long enough to be one" * 200)
    with pytest.raises(MachineLacks, match="damaged"):
        open_catalogue(tmp_path / "catalogue.db")


def test_a_second_writer_waits_for_the_first(file: Path) -> None:
    with open_catalogue(file) as first:
        order: list[str] = []

        def second() -> None:
            with open_catalogue(file) as other, other.writing():
                order.append("second")
                events.add(other, Event("second", "Second"))

        with first.writing():
            thread = threading.Thread(target=second)
            thread.start()
            thread.join(0.3)
            events.add(first, Event("first", "First"))
            order.append("first")
        thread.join(10)
        assert order == ["first", "second"]
        assert events.slugs(first) == ["first", "second"]


def test_a_second_writer_that_waited_long_enough_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_MS", 100)
    with open_catalogue(file) as first, open_catalogue(file) as second, first.writing():
        events.add(first, Event("first", "First"))
        with pytest.raises(CatalogueBusy) as caught, second.writing():
            pass
        assert caught.value.hint
        assert events.slugs(second) == []


def test_a_reader_is_not_held_up_by_a_writer(file: Path) -> None:
    with open_catalogue(file) as writer, open_catalogue(file) as reader, writer.writing():
        events.add(writer, Event("lan", "Gathering"))
        assert events.slugs(reader) == []


def add_and_be_stopped(catalogue: Catalogue) -> None:
    with catalogue.writing():
        events.add(catalogue, Event("lan", "Gathering"))
        raise KeyboardInterrupt


def test_what_fails_half_way_leaves_nothing(file: Path) -> None:
    with open_catalogue(file) as catalogue:
        with pytest.raises(KeyboardInterrupt):
            add_and_be_stopped(catalogue)
        assert events.slugs(catalogue) == []
