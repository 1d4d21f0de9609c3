"""What is remembered of the parts of the last build, for the next one to take over. It is safe to delete.

`.mediakit/parts.json` lies beside the record of the site, which knows its digest: of two files that were not written by
the same build, this one counts for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import xxhash

from mediakit.domain.workspace import Workspace
from mediakit.gallery.mentions import Mention
from mediakit.gallery.part import ToKeep
from mediakit.gallery.parts import Taken
from mediakit.gallery.record import Record
from mediakit.media import files

# key, paths, what is found, data, mentions, the file to take along: as in Taken
Row = tuple[str, list[str], str, str, list[tuple[str, int]], tuple[str, int] | None]


def parts_path(workspace: Workspace) -> Path:
    """Where it lies."""
    return workspace.state / "parts.json"


class KeptParts:
    """The parts of the last build. made_by: the program and the look, without which no part is what it was."""

    def __init__(self, workspace: Workspace, record: Record, made_by: str) -> None:
        self._record, self._lying = record, record.whole(workspace.site)
        self._parts = _read(parts_path(workspace), record.parts, made_by)

    def part(self, asset_id: str, key: str) -> Taken | None:
        """What is remembered of a part of this key, if each of its files lies there as it was written."""
        row = self._parts.get(asset_id)
        if row is None or row[0] != key:
            return None
        known, paths, found, data, named, kept = row
        if not self._lying.issuperset(paths):
            return None
        mentions = tuple(Mention(asset_id, *mention) for mention in named)
        return Taken(known, tuple(paths), found, data, mentions, ToKeep(*kept) if kept else None)

    def text(self, path: str) -> tuple[str, int] | None:
        """The key and the size in bytes of a text that lies in the site."""
        written = self._record.files.get(path)
        return (written.key, written.size_bytes) if written else None


def save_parts(workspace: Workspace, made_by: str, parts: Mapping[str, Taken]) -> str:
    """Keep what the next build may take over; returns the digest by which the record knows it."""
    rows = {asset_id: _row(part) for asset_id, part in parts.items()}
    text = json.dumps({"made_by": made_by, "parts": rows}, separators=(",", ":"))
    files.write_whole(parts_path(workspace), text)
    return _digest(text.encode("ascii"))


def _row(part: Taken) -> Row:
    named = [(m.person, m.start_ms) for m in part.mentions]
    return (part.key, list(part.paths), part.found, part.data, named, part.to_keep)


def _read(path: Path, digest: str, made_by: str) -> dict[str, Row]:
    """What was kept, by asset id; nothing where it is not what the record knows of, or was made by another program."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    if not digest or _digest(content) != digest:
        return {}
    document = json.loads(content)
    parts: dict[str, Row] = document["parts"]
    return parts if document["made_by"] == made_by else {}


def _digest(content: bytes) -> str:
    return xxhash.xxh128_hexdigest(content)
