"""Files that the desk serves: its own style and scripts, the gallery's, renditions of assets, and the gallery as it was
built. Nothing else.

A rendition is asked for by asset and profile and looked up in the catalogue, never by a path: neither originals nor
private files can be reached.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, RedirectResponse, Response

from mediakit.catalogue import assets
from mediakit.desk.asked import Asked
from mediakit.desk.ways import page
from mediakit.domain.errors import UnknownName
from mediakit.domain.workspace import Workspace
from mediakit.gallery.headers import TYPES
from mediakit.gallery.serve import locate
from mediakit.media.templates import template_folders

_OWN = ("css", "js")
# what is asked for under the key of its content may be kept: another content has another address
_KEPT = {"Cache-Control": "private, max-age=86400, immutable"}


def own(asked: Asked) -> Response:
    """The desk's style sheets and scripts, and those of the gallery."""
    folder, path = asked.names["folder"], asked.names["path"]
    for templates in template_folders(asked.workspace.templates):
        top = templates / "static" if folder == "static" else templates / "desk" / folder
        found = locate(top, "/" + path) if folder == "static" or folder in _OWN else None
        if found is not None and found.suffix.lower() in TYPES and _inside(found, templates):
            return FileResponse(found, media_type=TYPES[found.suffix.lower()], headers={"Cache-Control": "no-cache"})
    raise UnknownName("there is no such file")


def _inside(file: Path, top: Path) -> bool:
    """Whether a file lies in a folder, links and all."""
    return file.resolve().is_relative_to(top.resolve())


def built(asked: Asked) -> Response:
    """The gallery as it was built, as `mediakit serve` shows it."""
    path = asked.names["path"]
    found = locate(asked.workspace.site, f"/{path}")
    if found is None:
        raise UnknownName("the gallery has no such page", where=path or None, hint="build the gallery, and look again")
    if found.name == "index.html" and path and not path.endswith(("/", "index.html")):
        return RedirectResponse(f"/gallery/{quote(path)}/", 303)
    media_type = TYPES.get(found.suffix.lower(), "application/octet-stream")
    return FileResponse(found, media_type=media_type, headers={"Cache-Control": "no-cache"})


def rendition(asked: Asked) -> Response:
    """A rendition, whole or in part (RFC 9110, section 14): `/media/ASSET/PROFILE`, ASSET being the full id."""
    asset_id, profile = asked.names["asset"], asked.names["profile"]
    if not re.fullmatch(r"[0-9a-f]{32}", asset_id):
        raise UnknownName("there is no such file")
    found = assets.one(asked.catalogue, asset_id).renditions.get(profile)
    file = within(asked.workspace, found.path) if found else None
    if found is None or file is None:
        raise UnknownName("there is no such file")
    kept = _KEPT if asked.query.text("v") == found.checksum[:12] else {"Cache-Control": "no-cache"}
    return FileResponse(file, media_type=TYPES.get(file.suffix.lower(), "application/octet-stream"), headers=kept)


def within(workspace: Workspace, logical: str) -> Path | None:
    """The file of a rendition, if it lies among the renditions; None if it is not there, or points out of there."""
    file = workspace.locate(logical)
    top = workspace.renditions.resolve()
    try:
        return file if file.is_file() and file.resolve().is_relative_to(top) else None
    except (OSError, ValueError):
        return None


WAYS = (
    page("/media/{asset}/{profile}", rendition),
    page("/own/{folder}/{path:path}", own),
    page("/gallery/{path:path}", built),
)
