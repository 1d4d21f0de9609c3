"""Opening the catalogue: one SQLite file, WAL, foreign keys, one writer at a time."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediakit.domain.errors import BadInputFile, CatalogueBusy, MachineLacks, MediakitError, NoWorkspace

# How many migrations migrations.py holds. Kept here so that a read needs no import of sqlite_utils (0.18 s).
SCHEMA_VERSION = 13
BUSY_MS = 30_000
# Below SQLite's own limit of variables in one statement on every build.
BATCH = 500

Row = sqlite3.Row


class Catalogue:
    """An open catalogue. Reads by `rows`, `row`, `value`; writes inside `with catalogue.writing():` only.

    Not to be shared between threads: the thread that opened it records what the others made.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        self.connection, self.path = connection, path
        connection.row_factory = sqlite3.Row
        connection.isolation_level = None

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """Every row of a query."""
        with gate(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Row | None:
        """The first row of a query, or None."""
        with gate(self.path):
            found: Row | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, parameters)
        return row[0] if row else None

    def rows_in(self, sql: str, keys: Sequence[object]) -> Iterator[Row]:
        """Rows of a query with `IN (?)` for any number of keys, in batches."""
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            yield from self.rows(sql.replace("(?)", f"({','.join('?' * len(batch))})"), batch)

    def execute(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> sqlite3.Cursor:
        """Run one statement; inside `writing()` if it changes anything."""
        with gate(self.path):
            return self.connection.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row."""
        with gate(self.path):
            self.connection.executemany(sql, rows)

    def insert(self, table: str, values: Mapping[str, object], *, conflict: str = "") -> int:
        """Insert one row; `conflict` is an ON CONFLICT clause. Returns the row's number."""
        cursor = self.execute(insert_sql(table, values, conflict), tuple(values.values()))
        return cursor.lastrowid or 0

    def update(self, table: str, values: Mapping[str, object], where: Mapping[str, object]) -> None:
        """Change the rows that equal `where`."""
        if values:
            self.execute(update_sql(table, values, where), (*values.values(), *where.values()))

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all of the block is kept, or nothing. Nested ones join the outer."""
        if self.connection.in_transaction:
            yield
            return
        with gate(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        with gate(self.path):
            self.connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in where no other command has it open."""
        self.connection.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def given_sql(*columns: str) -> str:
    """The opening of a statement that has many rows at once as a table `given`; bind them as one JSON array of arrays.

    One statement for all of them where each would set off a trigger that writes to a full-text index: FTS5 writes its
    part to the disk at the end of every statement.

    >>> given_sql("id", "text")
    "WITH given(id, text) AS (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
    """
    values = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(columns)))
    return f"WITH given({', '.join(columns)}) AS (SELECT {values} FROM json_each(?))"


def insert_sql(table: str, values: Mapping[str, object], conflict: str = "") -> str:
    """The INSERT statement for a row.

    >>> insert_sql("tags", {"asset": 1, "tag": 2})
    'INSERT INTO tags (asset, tag) VALUES (?, ?)'
    """
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}".rstrip()


def update_sql(table: str, values: Mapping[str, object], where: Mapping[str, object]) -> str:
    """The UPDATE statement for some columns of the rows that equal `where`.

    >>> update_sql("assets", {"title": 1}, {"id": 2})
    'UPDATE assets SET title = ? WHERE id IS ?'
    """
    changed, kept = ", ".join(f"{n} = ?" for n in values), " AND ".join(f"{n} IS ?" for n in where)
    return f"UPDATE {table} SET {changed} WHERE {kept}"


def now() -> str:
    """This moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextlib.contextmanager
def gate(path: Path | None) -> Iterator[None]:
    """The one place where SQLite's errors become ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        where = str(path) if path else "catalogue"
        if "locked" in text or "busy" in text:
            hint = "wait until the other mediakit command has finished, then run this again"
            raise CatalogueBusy("another command is writing to the catalogue", where=where, hint=hint) from error
        if "full" in text:
            raise MachineLacks("the disk is full", where=where, hint="make room and run it again") from error
        if "readonly" in text or "unable to open" in text or "disk I/O" in text:
            hint = "check the disk and the folder's permissions"
            raise MachineLacks(f"the catalogue cannot be used: {text}", where=where, hint=hint) from error
        raise
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "not a database" in text or "malformed" in text:
            hint = "keep this file, and bring back the last backup with: mediakit restore backups/…"
            raise MachineLacks("the catalogue is damaged", where=str(path or "catalogue"), hint=hint) from error
        raise


def open_catalogue(path: Path, *, backup: Callable[[Catalogue], None] | None = None) -> Catalogue:
    """Open an existing catalogue, bringing an older one up to date after `backup` was called with it.

    Raises NoWorkspace if there is none, BadInputFile if a newer mediakit made it, MachineLacks if it is damaged.
    """
    if not path.is_file():
        hint = "make one with: mediakit init, or bring back a backup with: mediakit restore FILE"
        raise NoWorkspace("there is no catalogue here", where=str(path), hint=hint)
    catalogue = _connect(path)
    version = int(catalogue.value("PRAGMA user_version") or 0)
    if version > SCHEMA_VERSION:
        catalogue.close()
        hint = "update mediakit, or restore a backup that this version made"
        raise BadInputFile("a newer mediakit made this catalogue", where=str(path), hint=hint)
    if version < SCHEMA_VERSION:
        if backup and version:
            backup(catalogue)
        _migrate(catalogue)
    _switch_on(catalogue)
    return catalogue


def create_catalogue(path: Path) -> Catalogue:
    """Make a catalogue that its owner alone can read, or bring the one that is there up to date, and open it."""
    if not path.exists():
        # what cannot be made is said by SQLite, in the words of the gate
        with contextlib.suppress(OSError):
            path.touch(mode=0o600)
    catalogue = _connect(path)
    _migrate(catalogue)
    _switch_on(catalogue)
    return catalogue


def catalogue_in_memory() -> Catalogue:
    """An empty catalogue that lives as long as the object."""
    catalogue = Catalogue(sqlite3.connect(":memory:"))
    _migrate(catalogue)
    _switch_on(catalogue)
    return catalogue


def _connect(path: Path) -> Catalogue:
    with gate(path):
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000)
    catalogue = Catalogue(connection, path)
    catalogue.execute("PRAGMA journal_mode = WAL")
    catalogue.execute("PRAGMA synchronous = NORMAL")
    return catalogue


@contextlib.contextmanager
def as_it_stands(catalogue: Catalogue) -> Iterator[Catalogue]:
    """The catalogue as it is at this moment, whatever is written meanwhile; only to read from.

    One in memory is its own: nobody else writes into it.
    """
    if catalogue.path is None or catalogue.connection.in_transaction:
        yield catalogue
        return
    with _connect(catalogue.path) as frozen:
        frozen.execute("BEGIN")
        # the first thing that is read says as of when all the rest is
        frozen.value("SELECT count(*) FROM sqlite_master")
        yield frozen


def _switch_on(catalogue: Catalogue) -> None:
    # only now: a migration may rebuild a table that others point to
    catalogue.execute("PRAGMA foreign_keys = ON")


def _migrate(catalogue: Catalogue) -> None:
    from mediakit.catalogue.migrations import migrate

    try:
        migrate(catalogue.connection)
    except sqlite3.Error as error:
        raise MediakitError(
            f"the catalogue could not be brought up to date: {error}", hint="run mediakit doctor and keep its output"
        ) from error
    catalogue.connection.row_factory = sqlite3.Row
    catalogue.connection.isolation_level = None
