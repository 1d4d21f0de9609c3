"""A place as it was typed → the way to it."""

from __future__ import annotations

import os
from pathlib import Path

from mediakit.domain.destination import Destination, Way
from mediakit.domain.errors import Refused
from mediakit.domain.workspace import Workspace
from mediakit.media.place import Place
from mediakit.media.place_folder import FolderPlace
from mediakit.media.place_rsync import RsyncPlace, refuse_without_rsync


def open_place(workspace: Workspace, destination: Destination) -> Place:
    """The way to a place. Raises MachineLacks for a tool that is not here, Refused for the workspace's own folders."""
    if destination.way is Way.SSH:
        refuse_without_rsync()
        return RsyncPlace(destination.name, f"{destination.host}:{destination.path}", destination.port)
    if destination.way is Way.S3:
        from mediakit.gallery.headers import headers_of
        from mediakit.media.place_bucket import open_bucket

        return open_bucket(destination.path, workspace.state / "sending", headers_of)
    place = FolderPlace(Path(destination.path))
    _refuse_own_folders(workspace, place.root)
    return place


def name_of(destination: Destination) -> str:
    """The one name of a place, without asking it."""
    return FolderPlace(Path(destination.path)).name if destination.way is Way.FOLDER else destination.name


def _refuse_own_folders(workspace: Workspace, target: Path) -> None:
    """Publishing into originals or private files, or the workspace itself, is nobody's wish."""
    root = Path(os.path.realpath(workspace.root))
    own = (
        workspace.site,
        workspace.originals,
        workspace.renditions,
        workspace.private,
        workspace.state,
        workspace.backups,
        workspace.reports,
        workspace.templates,
    )
    real = [Path(os.path.realpath(folder)) for folder in own]
    if root.is_relative_to(target) or any(target.is_relative_to(folder) for folder in real):
        hint = "publish to a folder outside the workspace"
        raise Refused("this folder is the workspace's own", where=str(target), hint=hint)
