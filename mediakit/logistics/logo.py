"""Logos of organisations, kept in the workspace's logos/."""

from __future__ import annotations

import shutil
from pathlib import Path

from mediakit.domain.errors import BadInputFile, MachineLacks, MediaError, Misuse
from mediakit.domain.workspace import Workspace
from mediakit.media import files

# What every browser shows; SVG is left out because it can carry scripts.
FORMATS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "GIF": ".gif"}


def keep(workspace: Workspace, organisation: str, file: Path) -> str:
    """Copy a logo into the workspace, whole; returns its logical path. The same picture twice is one file.

    Raises Misuse if there is no such file, BadInputFile if it is no PNG, JPEG, WebP or GIF.
    """
    from mediakit.media import photo

    if not file.is_file():
        raise Misuse("no such file", where=str(file))
    hint = "save it as PNG or JPEG"
    try:
        kind = str(photo.read(file).extra.get("format"))
    except MediaError as error:
        raise BadInputFile(f"no picture that can be a logo: {error.what}", where=str(file), hint=hint) from None
    if kind not in FORMATS:
        raise BadInputFile(f"{kind} is no format for a logo", where=str(file), hint=hint)
    try:
        target = workspace.root / "logos" / f"{organisation}-{files.digest(file)[:12]}{FORMATS[kind]}"
        if not target.is_file():
            with files.draft(target) as draft:
                shutil.copyfile(file, draft)
    except OSError as error:
        raise MachineLacks(f"the logo cannot be kept: {error.strerror}", where=str(file)) from None
    return workspace.logical(target)
