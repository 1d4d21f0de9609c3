"""The folder of an export: replaced whole, and only if it is empty, new, or an earlier export."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from mediakit.domain.errors import MachineLacks, Misuse
from mediakit.domain.workspace import Workspace

MANIFEST = "mediakit-export.json"


@contextlib.contextmanager
def replaced_whole(folder: Path, workspace: Workspace, *, private: bool) -> Iterator[Path]:
    """Yield an empty folder beside `folder`; when the block ends well it takes its place. private: for its owner alone.

    Raises Misuse, before anything is written, where the folder holds anything but an earlier export, or lies where
    mediakit keeps its own files; MachineLacks where it cannot be written.
    """
    target = folder.absolute()
    _refuse(target, workspace)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.draft")
    try:
        draft.mkdir(parents=True, mode=0o700 if private else 0o777)
        try:
            yield draft
            _swap(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        hint = "name a folder on a disk with room that you may write to (not the top of the disk itself)"
        what = f"the export cannot be written: {error.strerror or error}"
        raise MachineLacks(what, where=str(folder), hint=hint) from None


def _refuse(target: Path, workspace: Workspace) -> None:
    real = target.resolve()
    kept = (workspace.originals, workspace.renditions, workspace.private, workspace.site, workspace.templates)
    if any(real.is_relative_to(place.resolve()) for place in kept):
        raise Misuse("mediakit keeps its own files there", where=str(target), hint="name another folder")
    if not target.exists():
        return
    if not target.is_dir():
        raise Misuse("there is a file of that name", where=str(target), hint="name another folder")
    there = {p.relative_to(target).as_posix() for p in target.rglob("*") if not p.is_dir()}
    foreign = sorted(there - _of_earlier_export(target))
    if foreign:
        what = f"it holds something that is no earlier export: {foreign[0]}"
        raise Misuse(what, where=str(target), hint="name a new or an empty folder")


def _of_earlier_export(target: Path) -> set[str]:
    try:
        listed = json.loads((target / MANIFEST).read_text("utf-8"))["files"]
        return {MANIFEST, *(str(name) for name in listed)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _swap(draft: Path, target: Path) -> None:
    if not target.exists():
        os.replace(draft, target)
        return
    old = target.with_name(f".{target.name}.{secrets.token_hex(4)}.old")
    os.replace(target, old)
    try:
        os.replace(draft, target)
    except OSError:
        os.replace(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)
