"""The manifest of a card: every file with its size, time and checksum, for people (CSV) and programs (JSON)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mediakit.ingest.scan import printable


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. card_path: as on the card; path: logical, in the workspace; what: "asset", "duplicate", or why kept."""

    card_path: str
    path: str
    size_bytes: int
    mtime_ns: int
    checksum: str
    what: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A card's manifest. copies: the folders that hold the card, each read back and compared at `written_at`."""

    event: str
    card: str
    source: str
    layout: str
    written_at: datetime
    copies: tuple[str, ...]
    safe_to_format: bool
    entries: tuple[Entry, ...]
    failed: tuple[tuple[str, str], ...] = ()


def as_json(manifest: Manifest) -> str:
    """The manifest as JSON: checksums are "xxh128:" and 32 hex digits; times are UTC."""
    document = {
        "event": manifest.event,
        "card": manifest.card,
        "source": printable(manifest.source),
        "layout": manifest.layout,
        "written_at": manifest.written_at.isoformat(timespec="seconds"),
        "copies": [printable(c) for c in manifest.copies],
        "safe_to_format": manifest.safe_to_format,
        "files": [
            {
                "card_path": printable(e.card_path),
                "path": e.path,
                "bytes": e.size_bytes,
                "modified_at": _moment(e.mtime_ns),
                "checksum": f"xxh128:{e.checksum}",
                "what": e.what,
            }
            for e in manifest.entries
        ],
        "failed": [{"card_path": printable(p), "reason": reason} for p, reason in manifest.failed],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_csv(manifest: Manifest) -> str:
    """The same as a table that a spreadsheet opens; failed files are rows without a checksum."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["card_path", "path", "bytes", "modified_at", "xxh128", "what"])
    rows: list[Sequence[object]] = [
        (printable(e.card_path), e.path, e.size_bytes, _moment(e.mtime_ns), e.checksum, e.what)
        for e in manifest.entries
    ]
    rows += [(printable(path), "", "", "", "", f"failed: {reason}") for path, reason in manifest.failed]
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _harmless(cell: object) -> object:
    # a spreadsheet would take a file called =cmd… for a formula
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _moment(mtime_ns: int) -> str:
    try:
        return datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""
