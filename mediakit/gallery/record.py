"""What earlier builds wrote into the site, and what the last one came to. It lies outside the site."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import xxhash

from mediakit.domain.workspace import Workspace
from mediakit.media import files

# how the record of a site begins while no build runs
FINISHED = b'{"finished":true'


class Written(NamedTuple):
    """A file as a build left it: its key, its size in bytes, and when it was last written to (nanoseconds)."""

    key: str
    size_bytes: int
    mtime_ns: int = 0


# a file that was about to be written or removed
PENDING = Written("", 0)


@dataclass(slots=True)
class Record:
    """files: path → what was written there, or PENDING.

    search_key: of the search's index. stamp: of everything the last build went by, and result what it came to;
    "" where a build that changes nothing may still come to something else. finished: False while a build runs.
    address: the base URL that the last build was given, if any. stood: the stamp, even where a build that changes
    nothing may still come to something else. parts: the digest of what is kept of the parts that this site is made of.
    """

    files: dict[str, Written] = field(default_factory=dict)
    search_key: str = ""
    stamp: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    finished: bool = True
    address: str | None = None
    stood: str = ""
    parts: str = ""
    _whole: frozenset[str] | None = field(default=None, repr=False)

    def whole(self, site: Path) -> frozenset[str]:
        """The paths of those files that nobody had touched when this was first asked.

        One that was only given another time, as by copying the workspace, counts if its key is of its content.
        """
        if self._whole is None:
            start = f"{site}/"
            touched = [p for p, written in self.files.items() if not _stands(start + p, written)]
            gone = {p for p in touched if not self._as_written(start + p, p)}
            self._whole = frozenset(p for p, written in self.files.items() if written.key and p not in gone)
        return self._whole

    def intact(self, site: Path, path: str, key: str) -> bool:
        """Whether a file was written with this key, and is whole."""
        known = self.files.get(path)
        return known is not None and known.key == key and path in self.whole(site)

    def _as_written(self, file: str, path: str) -> bool:
        """Whether a file holds what was written, whatever its time says; the time is noted."""
        known = self.files[path]
        found = stand(file, known.key)
        if found.size_bytes != known.size_bytes or files.digest(Path(file)) != known.key:
            return False
        self.files[path] = found
        return True

    def all_intact(self, site: Path) -> bool:
        """Whether every file is there as it was written, by its size and its time."""
        return self.finished and all(_stands(f"{site}/{path}", written) for path, written in self.files.items())


def _stands(file: str, written: Written) -> bool:
    try:
        found = os.stat(file)
    except OSError:
        return False
    return found.st_size == written.size_bytes and found.st_mtime_ns == written.mtime_ns


def stand(file: str, key: str) -> Written:
    """How a file lies there now; of one that does not, the size is -1."""
    try:
        found = os.stat(file)
    except OSError:
        return Written(key, -1)
    return Written(key, found.st_size, found.st_mtime_ns)


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
        known = {path: Written(*told) for path, told in document["files"].items()}
        if any(_leads_out(path) for path in known):
            return Record(finished=False)
        result, address = dict(document["result"]), document.get("address")
        stood = str(document.get("stood", ""))
        parts = str(document.get("parts", ""))
        return Record(known, document["search"], document["stamp"], result, document["finished"], address, stood, parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record(finished=False)


def _leads_out(path: str) -> bool:
    """Whether a path does not stay in the folder it is of: a workspace may come from somebody else."""
    return path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/")


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
    target = record_path(workspace)
    files.write_whole(target, json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    files.sweep_drafts(target.parent)
