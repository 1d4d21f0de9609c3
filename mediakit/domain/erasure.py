"""What an erasure would remove, what it would leave, and the code that says nothing has changed since it was shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that goes. kind: original, part, sidecar, duplicate, copy, rendition, evidence, report, backup, record
    of a copy that was handed out, or leftover of a command that was killed.

    path: logical, or absolute outside the workspace; checksum: of its content, "" where nobody knows it.
    """

    kind: str
    path: str
    size_bytes: int
    checksum: str = ""

    @property
    def must_go(self) -> bool:
        """Whether the erasure stops where this cannot be removed: what lies outside the workspace may be read-only."""
        return not (self.kind == "copy" or self.path.startswith("/") or self.path[1:2] == ":")


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not removed: where it is, and what to do about it."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """Everything that one erasure is about.

    name: as a person knows it; person: slug, if somebody is erased; forms: how they may be named; assets: ids that go
    whole; kept: ids of assets that stay without the person; rows: table → how many rows go; pieces: files that go;
    manifests: reports whose lines about these files go; site_files: files of the gallery that go; backups: those that
    hold it, and whether they go too; out_of_reach and stays: what does not; state: digest of the rows concerned.
    """

    name: str
    person: str | None
    forms: tuple[str, ...]
    assets: tuple[str, ...]
    kept: tuple[str, ...]
    pieces: tuple[Piece, ...]
    rows: tuple[tuple[str, int], ...]
    manifests: tuple[str, ...]
    site_files: int
    backups: tuple[Piece, ...]
    with_backups: bool
    out_of_reach: tuple[Left, ...]
    stays: tuple[Left, ...]
    state: str

    @property
    def code(self) -> str:
        """Eight letters and digits: the same as long as the same would be removed and left."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")
        letters = []
        for _ in range(_CODE_LENGTH):
            number, letter = divmod(number, len(_CODE_LETTERS))
            letters.append(_CODE_LETTERS[letter])
        return "".join(letters)

    @property
    def files(self) -> tuple[Piece, ...]:
        """Every file that goes."""
        return (*self.pieces, *(self.backups if self.with_backups else ()))

    def left_behind(self, further: tuple[Left, ...]) -> Erasure:
        """The same with more that could not be reached."""
        return replace(self, out_of_reach=(*self.out_of_reach, *further))


def to_document(erasure: Erasure) -> dict[str, Any]:
    """The erasure as JSON keeps it in the journal."""
    return asdict(erasure)


def from_document(document: dict[str, Any]) -> Erasure:
    """The erasure out of the journal. Raises KeyError, TypeError for what is none."""
    values = dict(document)
    for name in ("pieces", "backups"):
        values[name] = tuple(Piece(**p) for p in values[name])
    for name in ("out_of_reach", "stays"):
        values[name] = tuple(Left(**left) for left in values[name])
    values["rows"] = tuple((str(table), int(count)) for table, count in values["rows"])
    for name in ("forms", "assets", "kept", "manifests"):
        values[name] = tuple(values[name])
    return Erasure(**values)
