"""Backups of the catalogue and of private/, made safely while in use; and bringing one back."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from mediakit.catalogue.connect import SCHEMA_VERSION, Catalogue, open_catalogue
from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.workspace import SETTINGS_FILE, Workspace

CATALOGUE_NAME = "catalogue.db"


@contextlib.contextmanager
def open_with_backup(workspace: Workspace) -> Iterator[Catalogue]:
    """The workspace's catalogue, opened; an older one is backed up to backups/ before it is brought up to date."""
    catalogue = open_catalogue(
        workspace.catalogue_path, backup=lambda _: _write(workspace, workspace.backups, "before-update")
    )
    with catalogue:
        yield catalogue


def back_up(workspace: Workspace, folder: Path | None = None) -> Path:
    """Write catalogue, settings and private/ to one zip file in folder (default: backups/); returns its path."""
    return _write(workspace, folder or workspace.backups, "backup")


def _write(workspace: Workspace, folder: Path, why: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    target = folder / f"mediakit-{why}-{stamp}.zip"
    number = 2
    while target.exists():
        target = folder / f"mediakit-{why}-{stamp}-{number}.zip"
        number += 1
    draft = target.with_suffix(".draft")
    try:
        with tempfile.TemporaryDirectory() as room:
            copy = Path(room) / CATALOGUE_NAME
            _copy_database(workspace.catalogue_path, copy)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                archive.write(copy, CATALOGUE_NAME)
                for path in sorted([workspace.root / SETTINGS_FILE, *workspace.private.rglob("*")]):
                    if path.is_file() and not path.is_symlink():
                        archive.write(path, path.relative_to(workspace.root).as_posix())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _copy_database(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")


def restore(workspace: Workspace, file: Path) -> Path | None:
    """Put a backup in place of catalogue and private/; what was there is backed up first (its path is returned).

    Raises BadInputFile if the file is no backup, or one that a newer mediakit made; then nothing was changed.
    """
    if not file.is_file():
        raise Misuse("no such file", where=str(file), hint="backups lie in backups/")
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".restore-") as room:
        _unpack(file, Path(room))
        _check(Path(room) / CATALOGUE_NAME, file)
        before = _write(workspace, workspace.backups, "before-restore") if workspace.catalogue_path.is_file() else None
        _take_over(workspace, Path(room) / CATALOGUE_NAME)
        for path in sorted((Path(room) / "private").rglob("*")):
            if path.is_file():
                target = workspace.root / path.relative_to(room)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
    return before


def _unpack(file: Path, room: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                parts = PurePosixPath(entry.filename).parts
                expected = parts == (CATALOGUE_NAME,) or parts[:1] == ("private",)
                if expected and ".." not in parts and not entry.is_dir():
                    archive.extract(entry, room)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        raise BadInputFile(f"not a backup: {error}", where=str(file)) from None


def _check(database: Path, file: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            connection.execute("SELECT count(*) FROM assets").fetchone()
    except sqlite3.Error as error:
        raise BadInputFile(f"not a backup of a catalogue: {error}", where=str(file)) from None
    if not sound:
        raise BadInputFile("the catalogue in it is damaged", where=str(file))
    if version > SCHEMA_VERSION:
        raise BadInputFile("a newer mediakit made this backup", where=str(file), hint="update mediakit first")


def _take_over(workspace: Workspace, database: Path) -> None:
    # through SQLite, so that a command that has the catalogue open sees the change instead of a torn file
    with (
        contextlib.closing(sqlite3.connect(database)) as old,
        contextlib.closing(sqlite3.connect(workspace.catalogue_path, timeout=30)) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode = WAL")
