"""What earlier builds wrote into the site, and what the last one came to. It lies outside the site."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xxhash

from mediakit.domain.workspace import Workspace
from mediakit.media import files

# how the record of a site begins while no build runs
FINISHED = b'{"finished":true'


@dataclass(slots=True)
class Record:
    """files: path → (key, size in bytes); a key of "" is a file that was about to be written or removed.

    search_key: of the search's index. stamp: of everything the last build went by, and result what it came to;
    "" where a build that changes nothing may still come to something else. finished: False while a build runs.
    address: the base URL that the last build was given, if any. stood: the stamp, even where a build that changes
    nothing may still come to something else. parts: the digest of what is kept of the parts that this site is made of.
    """

    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    search_key: str = ""
    stamp: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    finished: bool = True
    address: str | None = None
    stood: str = ""
    parts: str = ""
    _whole: frozenset[str] | None = field(default=None, repr=False)

    def whole(self, site: Path) -> frozenset[str]:
        """The paths of those files that had the size they were written with when this was first asked."""
        if self._whole is None:
            start, files = f"{site}/", self.files.items()
            self._whole = frozenset(p for p, (key, size) in files if key and _size(start + p) == size)
        return self._whole

    def intact(self, site: Path, path: str, key: str) -> bool:
        """Whether a file was written with this key, and is whole."""
        known = self.files.get(path)
        return known is not None and known[0] == key and path in self.whole(site)

    def all_intact(self, site: Path) -> bool:
        """Whether every file is there with the size it had."""
        return self.finished and all(_size(f"{site}/{path}") == size for path, (_, size) in self.files.items())


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


def record_path(workspace: Workspace) -> Path:
    """Where the record lies: one of the site, and one of each folder that took its place."""
    if workspace.aside is None:
        return workspace.state / "site.json"
    name = xxhash.xxh128_hexdigest(os.fsencode(workspace.aside))[:16]
    return workspace.state / "aside" / f"{name}.json"


def read_record(workspace: Workspace) -> Record:
    """The record, or an empty one of an unfinished build if there is none that can be read."""
    try:
        document = json.loads(record_path(workspace).read_bytes())
        known = {path: (str(key), int(size)) for path, (key, size) in document["files"].items()}
        result, address = dict(document["result"]), document.get("address")
        stood = str(document.get("stood", ""))
        parts = str(document.get("parts", ""))
        return Record(known, document["search"], document["stamp"], result, document["finished"], address, stood, parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record(finished=False)


def save_record(workspace: Workspace, record: Record) -> None:
    """Keep the record, whole or not at all."""
    document = {
        "finished": record.finished,
        "stamp": record.stamp,
        "result": record.result,
        "search": record.search_key,
        "address": record.address,
        "stood": record.stood,
        "parts": record.parts,
        "files": record.files,
    }
    files.write_whole(record_path(workspace), json.dumps(document, ensure_ascii=False, separators=(",", ":")))
