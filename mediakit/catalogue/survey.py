"""What SQLite this machine has, and whether a catalogue is sound: for `doctor`."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from mediakit.catalogue.connect import SCHEMA_VERSION

# STRICT tables
OLDEST = (3, 37, 0)


@dataclass(frozen=True, slots=True)
class Sqlite:
    """The SQLite of this Python; lacks: what mediakit needs of it and it does not have."""

    version: str
    lacks: tuple[str, ...]


def sqlite() -> Sqlite:
    """Version and features, found out by using them."""
    lacks = [] if sqlite3.sqlite_version_info >= OLDEST else ["STRICT tables (version 3.37 or later)"]
    try:
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter unicode61 remove_diacritics 2')")
    except sqlite3.Error:
        lacks.append("full-text search (FTS5)")
    return Sqlite(sqlite3.sqlite_version, tuple(lacks))


def trouble_of(path: Path) -> str | None:
    """What is wrong with a catalogue, in plain words; None if it is sound. Nothing is changed, nothing is upgraded."""
    if not path.is_file():
        return "it is not there"
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        return f"it cannot be read: {error}"
    if said != "ok":
        return f"it is damaged: {said}"
    if version > SCHEMA_VERSION:
        return "a newer mediakit made it"
    return f"a row of {broken[0]} points to nothing" if broken else None
