"""What a backup holds, read without bringing it back."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from mediakit.catalogue.backup import CATALOGUE_NAME


def holds(backup: Path, assets: Sequence[str], person: str | None) -> bool:
    """Whether one of these assets, or this person, is in a backup; one that cannot be read counts as holding them."""
    try:
        with tempfile.TemporaryDirectory(dir=backup.parent, prefix=".look-") as room:
            return _database_holds(_database(backup, Path(room)), assets, person)
    except (OSError, KeyError, sqlite3.Error, zipfile.BadZipFile):
        return True


def _database(backup: Path, room: Path) -> Path:
    if not zipfile.is_zipfile(backup):
        return backup  # a damaged catalogue that was put aside
    with zipfile.ZipFile(backup) as archive:
        return Path(archive.extract(CATALOGUE_NAME, room))


def _database_holds(database: Path, assets: Sequence[str], person: str | None) -> bool:
    uri = f"{database.absolute().as_uri()}?mode=ro&immutable=1"
    asked = [("SELECT 1 FROM assets WHERE id = ?", asset) for asset in assets]
    asked += [("SELECT 1 FROM people WHERE slug = ?", person)] if person else []
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        return any(connection.execute(sql, [name]).fetchone() for sql, name in asked)
