"""A new workspace: settings, catalogue and folders, laid where they can last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mediakit.catalogue.connect import create_catalogue
from mediakit.catalogue.place import refuse_unfit
from mediakit.domain.default_settings import DEFAULT_SETTINGS
from mediakit.domain.errors import MachineLacks, Misuse
from mediakit.domain.workspace import SETTINGS_FILE, Workspace, find_workspace


@dataclass(frozen=True, slots=True)
class Laid:
    """A workspace that stands; made: what was made just now, relative to it (empty: everything was there)."""

    workspace: Workspace
    made: tuple[str, ...]


def lay(folder: Path) -> Laid:
    """Make a workspace of a folder, or complete the one that is there; nothing that exists is touched.

    Raises MachineLacks for a folder on a network share or in a syncing service, Misuse where a file is in the way or
    a workspace has originals but its catalogue is gone.
    """
    refuse_unfit(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _lay(folder.resolve())
    except (FileExistsError, NotADirectoryError):
        raise Misuse("there is a file where the workspace should be", where=str(folder)) from None
    except OSError as error:
        hint = "choose a folder that you may write to, on a disk with room"
        raise MachineLacks(f"no workspace can be made: {error.strerror}", where=str(folder), hint=hint) from None


def _lay(root: Path) -> Laid:
    made = []
    settings = root / SETTINGS_FILE
    workspace = find_workspace(root, exactly=True) if settings.is_file() else Workspace(root)
    if not workspace.catalogue_path.exists():
        if settings.is_file():
            _refuse_orphans(workspace)
        create_catalogue(workspace.catalogue_path).close()
        made.append(workspace.catalogue_path.name)
    folders = (workspace.originals, workspace.renditions, workspace.private, workspace.reports, workspace.templates)
    for folder in folders:
        if folder.is_relative_to(root) and not folder.is_dir():
            folder.mkdir(parents=True, mode=0o700 if folder == workspace.private else 0o777)
            made.append(f"{folder.relative_to(root).as_posix()}/")
    # last: with this file the folder is a workspace
    if not settings.is_file():
        draft = settings.with_name(f".{SETTINGS_FILE}.draft")
        draft.write_text(DEFAULT_SETTINGS, "utf-8")
        draft.replace(settings)
        made.append(SETTINGS_FILE)
    return Laid(workspace, tuple(made))


def _refuse_orphans(workspace: Workspace) -> None:
    if workspace.originals.is_dir() and any(workspace.originals.iterdir()):
        hint = "bring it back with: mediakit restore backups/…, or begin a new workspace in another folder"
        raise Misuse("there are originals here, but their catalogue is gone", where=str(workspace.root), hint=hint)
