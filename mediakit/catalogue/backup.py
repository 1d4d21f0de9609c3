"""Backups of the catalogue, the settings, private/ and logos/, made safely while in use; and bringing one back."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from mediakit.catalogue import tombstones
from mediakit.catalogue.connect import BUSY_MS, SCHEMA_VERSION, Catalogue, Row, gate, open_catalogue
from mediakit.domain.errors import BadInputFile, MachineLacks, Misuse
from mediakit.domain.workspace import SETTINGS_FILE, Workspace

CATALOGUE_NAME = "catalogue.db"
KEPT_FOLDERS = ("private", "logos")
_BLOCK_BYTES = 1 << 20
# what a restore leaves free on the disk
_SPARE_BYTES = 50 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """before: the backup of what was there, if anything was; settings: where the backup's differing settings lie.

    erased: ids of assets that were erased since the backup was made and are back now; people: how many people were.
    """

    before: Path | None
    settings: Path | None
    erased: tuple[str, ...] = ()
    people: int = 0


@contextlib.contextmanager
def open_with_backup(workspace: Workspace) -> Iterator[Catalogue]:
    """The workspace's catalogue, opened; an older one is backed up to backups/ before it is brought up to date."""

    def backup(_: Catalogue) -> None:
        _write(workspace, workspace.backups, "before-update")

    with open_catalogue(workspace.catalogue_path, backup=backup) as catalogue:
        yield catalogue


def back_up(workspace: Workspace, folder: Path | None = None) -> Path:
    """Write catalogue, settings, private/ and logos/ to one zip file in folder (default: backups/); returns its path.

    Readable by its owner alone. Raises MachineLacks where it cannot be written, or the catalogue is damaged.
    """
    return _write(workspace, folder or workspace.backups, "backup")


def _write(workspace: Workspace, folder: Path, why: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{secrets.token_hex(6)}.draft"
        try:
            _fill(workspace, draft)
            return _name(draft, folder, f"mediakit-{why}-{stamp}")
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise _disk_trouble(error, "the backup cannot be written", folder) from None


def _fill(workspace: Workspace, draft: Path) -> None:
    with tempfile.TemporaryDirectory(dir=draft.parent, prefix=".backup-") as room:
        copy = Path(room) / CATALOGUE_NAME
        with gate(workspace.catalogue_path):
            _copy_database(workspace.catalogue_path, copy)
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                archive.write(copy, CATALOGUE_NAME)
                for path in _kept(workspace):
                    archive.write(path, path.relative_to(workspace.root).as_posix())
            file.flush()
            os.fsync(file.fileno())


def _kept(workspace: Workspace) -> list[Path]:
    folders = [workspace.root / name for name in KEPT_FOLDERS]
    found = [workspace.root / SETTINGS_FILE, *(path for folder in folders for path in folder.rglob("*"))]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _name(draft: Path, folder: Path, stem: str) -> Path:
    number = 1
    while (target := folder / (f"{stem}.zip" if number == 1 else f"{stem}-{number}.zip")).exists():
        number += 1
    draft.replace(target)
    return target


def _copy_database(source: Path, target: Path) -> None:
    uri = f"{source.absolute().as_uri()}?mode=ro"
    with (
        contextlib.closing(sqlite3.connect(uri, uri=True, timeout=BUSY_MS / 1000)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        # in one step: a snapshot as of now, whatever another command writes meanwhile
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
        if new.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("database disk image is malformed")


def restore(workspace: Workspace, file: Path) -> Restored:
    """Put a backup in place of catalogue, private/ and logos/; what was there is backed up first.

    The settings here are kept; where those of the backup differ they are put beside them. Raises BadInputFile if the
    file is no backup, or one that a newer mediakit made; then nothing was changed.
    """
    if not file.is_file():
        raise Misuse("no such file", where=str(file), hint="backups lie in backups/")
    try:
        with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".restore-") as room:
            unpacked = Path(room)
            _unpack(file, unpacked)
            _check(unpacked / CATALOGUE_NAME, file)
            stones = _tombstones(workspace)
            before = _save_what_is_here(workspace)
            with gate(workspace.catalogue_path):
                _take_over(workspace, unpacked / CATALOGUE_NAME)
            for name in KEPT_FOLDERS:
                _move(workspace, unpacked, name)
            with open_catalogue(workspace.catalogue_path) as catalogue:
                erased, people = tombstones.bring_over(catalogue, stones)
            return Restored(before, _settings_beside(workspace, unpacked / SETTINGS_FILE), tuple(erased), people)
    except OSError as error:
        raise _disk_trouble(error, "the backup cannot be brought back", workspace.root) from None


def _tombstones(workspace: Workspace) -> list[Row]:
    """The tombstones of the catalogue that is about to be replaced; none where it cannot be read."""
    if not workspace.catalogue_path.is_file() or not _is_sound(workspace.catalogue_path):
        return []
    with contextlib.closing(sqlite3.connect(workspace.catalogue_path, timeout=BUSY_MS / 1000)) as connection:
        catalogue = Catalogue(connection, workspace.catalogue_path)
        there = catalogue.value("SELECT 1 FROM sqlite_master WHERE name = 'tombstones'")
        return tombstones.every(catalogue) if there else []


def _save_what_is_here(workspace: Workspace) -> Path | None:
    if not workspace.catalogue_path.is_file():
        return None
    if _is_sound(workspace.catalogue_path):
        return _write(workspace, workspace.backups, "before-restore")
    # a damaged catalogue is why people restore: it is put aside as it is
    workspace.backups.mkdir(exist_ok=True)
    aside = workspace.backups / f"damaged-{secrets.token_hex(4)}.db"
    workspace.catalogue_path.replace(aside)
    for suffix in ("-wal", "-shm"):
        workspace.catalogue_path.with_name(CATALOGUE_NAME + suffix).unlink(missing_ok=True)
    return aside


def _is_sound(database: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.OperationalError:
        # locked or unreadable is another trouble, which the next step tells
        return True
    except sqlite3.DatabaseError:
        return False


def _unpack(file: Path, room: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            wanted = [entry for entry in archive.infolist() if _belongs(entry)]
            size_bytes = sum(entry.file_size for entry in wanted)
            free_bytes = shutil.disk_usage(room).free
            if size_bytes > free_bytes - _SPARE_BYTES:
                what = f"it needs {size_bytes / 1e9:,.1f} GB, and the disk has {free_bytes / 1e9:,.1f} GB free"
                raise MachineLacks(what, where=str(file), hint="make room and run it again")
            for entry in wanted:
                _extract(archive, entry, room)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise BadInputFile(f"not a backup: {error}", where=str(file), hint="backups lie in backups/") from None


def _belongs(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if entry.is_dir() or ".." in parts or any(":" in part for part in parts):
        return False
    return parts in ((CATALOGUE_NAME,), (SETTINGS_FILE,)) or (len(parts) > 1 and parts[0] in KEPT_FOLDERS)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: Path) -> None:
    target = room.joinpath(*PurePosixPath(entry.filename).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    # what is private stays so: neither the mode in the file nor that of a new file is trusted
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out, archive.open(entry) as packed:
        shutil.copyfileobj(packed, out, _BLOCK_BYTES)


def _check(database: Path, file: Path) -> None:
    if not database.is_file():
        raise BadInputFile("not a backup: there is no catalogue in it", where=str(file), hint="backups lie in backups/")
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            connection.execute("SELECT count(*) FROM assets").fetchone()
    except sqlite3.Error as error:
        raise BadInputFile(f"not a backup of a catalogue: {error}", where=str(file)) from None
    if not sound:
        raise BadInputFile("the catalogue in it is damaged", where=str(file), hint="try an older backup")
    if version > SCHEMA_VERSION:
        raise BadInputFile("a newer mediakit made this backup", where=str(file), hint="update mediakit first")


def _take_over(workspace: Workspace, database: Path) -> None:
    # through SQLite, so that a command that has the catalogue open sees the change instead of a torn file
    with (
        contextlib.closing(sqlite3.connect(database)) as old,
        contextlib.closing(sqlite3.connect(workspace.catalogue_path, timeout=BUSY_MS / 1000)) as new,
    ):
        new.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        # waits for another command's write to end, and says so if it does not
        new.execute("BEGIN IMMEDIATE")
        new.execute("ROLLBACK")
        old.backup(new)
        new.execute("PRAGMA journal_mode = WAL")


def _move(workspace: Workspace, unpacked: Path, name: str) -> None:
    for path in sorted((unpacked / name).rglob("*")):
        if not path.is_file():
            continue
        target = workspace.root / path.relative_to(unpacked)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if name == "private" else 0o777)
        if target.exists():
            # evidence is read-only, which some systems take to heart
            target.chmod(0o600)
        path.replace(target)
        target.chmod(0o400 if name == "private" else 0o644)


def _settings_beside(workspace: Workspace, packed: Path) -> Path | None:
    here = workspace.root / SETTINGS_FILE
    if not packed.is_file() or packed.read_bytes() == here.read_bytes():
        return None
    target = workspace.root / "mediakit.from-backup.toml"
    packed.replace(target)
    target.chmod(0o644)
    return target


def _disk_trouble(error: OSError, what: str, folder: Path) -> MachineLacks:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return MachineLacks("the disk is full", where=str(folder), hint="make room and run it again")
    hint = "name a folder that you may write to"
    return MachineLacks(f"{what}: {error.strerror or error}", where=str(folder), hint=hint)
