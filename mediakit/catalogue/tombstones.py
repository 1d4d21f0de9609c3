"""Tombstones: what was erased, when, by whom and why; enough to know the same file again, without its content."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mediakit.catalogue.connect import Catalogue, Row, now


class Buried(StrEnum):
    """What a tombstone stands for; a file is a part or a sidecar of an asset."""

    ASSET = "asset"
    FILE = "file"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """at: when it was erased; by: who decided; reason: in words that name nobody."""

    noun: Buried
    at: datetime
    by: str
    reason: str

    @property
    def told(self) -> str:
        """The tombstone in words.

        >>> Tombstone(Buried.ASSET, datetime(2026, 5, 14), "Nuala Byrne", "asked to").told
        'erased on 2026-05-14 by Nuala Byrne: asked to'
        """
        return f"erased on {self.at.date()} by {self.by}: {self.reason}"


def put(catalogue: Catalogue, noun: Buried, by: str, reason: str, *, checksum: str = "", size_bytes: int = 0) -> None:
    """Set a tombstone; inside `writing()`. checksum and size_bytes: of a file, by which it is known again."""
    salt = secrets.token_hex(16) if checksum else None
    values = {
        "noun": noun.value,
        "salt": salt,
        "digest": _digest(salt, checksum) if salt else None,
        "bytes": size_bytes if salt else None,
        "at": now(),
        "by": by,
        "reason": reason,
    }
    catalogue.insert("tombstones", values)


def sizes(catalogue: Catalogue) -> set[int]:
    """The sizes in bytes of files that were erased: a file of another size need not be looked at."""
    return {r["bytes"] for r in catalogue.rows("SELECT DISTINCT bytes FROM tombstones WHERE bytes IS NOT NULL")}


def of_content(catalogue: Catalogue, checksum: str, size_bytes: int) -> Tombstone | None:
    """The last tombstone of a file with this content, or None if it was never erased."""
    rows = catalogue.rows("SELECT * FROM tombstones WHERE bytes = ? ORDER BY id DESC", [size_bytes])
    row = next((r for r in rows if _digest(r["salt"], checksum) == r["digest"]), None)
    return Tombstone(Buried(row["noun"]), datetime.fromisoformat(row["at"]), row["by"], row["reason"]) if row else None


def take_away(catalogue: Catalogue, checksum: str, size_bytes: int) -> None:
    """Forget that a content was erased: somebody took it in again, knowing it. Inside `writing()`."""
    for row in catalogue.rows("SELECT id, salt, digest FROM tombstones WHERE bytes = ?", [size_bytes]):
        if _digest(row["salt"], checksum) == row["digest"]:
            catalogue.execute("DELETE FROM tombstones WHERE id = ?", [row["id"]])


def every(catalogue: Catalogue) -> list[Row]:
    """All tombstones as they stand, for a catalogue that takes this one's place."""
    return catalogue.rows("SELECT * FROM tombstones ORDER BY id")


def bring_over(catalogue: Catalogue, stones: Sequence[Row]) -> tuple[list[str], int]:
    """Set tombstones that another catalogue had and this one lacks: what is restored forgets no erasure.

    Returns the ids of assets that are here and were erased, and how many people were erased of whom this knows nothing.
    """
    names = ("noun", "salt", "digest", "bytes", "at", "by", "reason")
    here = {tuple(row[name] for name in names) for row in every(catalogue)}
    missing = [values for row in stones if (values := tuple(row[name] for name in names)) not in here]
    with catalogue.writing():
        for values in missing:
            catalogue.insert("tombstones", dict(zip(names, values, strict=True)))
    sized = sizes(catalogue)
    known = catalogue.rows("SELECT id, bytes FROM assets ORDER BY id")
    back = [r["id"] for r in known if r["bytes"] in sized and of_content(catalogue, r["id"], r["bytes"])]
    return back, sum(values[0] == Buried.PERSON for values in missing)


def _digest(salt: str, checksum: str) -> str:
    # salted: a checksum by itself could be looked up in exports and published pages
    return hashlib.blake2b(f"{salt}{checksum}".encode(), digest_size=16).hexdigest()
