"""Redactions: stretches of a recording that must not be read or heard, whatever its transcript says next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue, now
from mediakit.domain.errors import UnknownName
from mediakit.domain.span import Span


@dataclass(frozen=True, slots=True)
class Redaction:
    """One redacted stretch. number: its name in commands; by: who decided; at: ISO 8601."""

    number: int
    asset: str
    span: Span
    reason: str
    by: str
    at: str


def of(catalogue: Catalogue, asset_id: str) -> list[Redaction]:
    """The redactions of an asset, in order of time."""
    rows = catalogue.rows("SELECT * FROM redactions WHERE asset = ? ORDER BY start_ms, end_ms, id", [asset_id])
    return [
        Redaction(r["id"], r["asset"], Span(r["start_ms"], r["end_ms"]), r["reason"], r["by"], r["at"]) for r in rows
    ]


def spans(catalogue: Catalogue, asset_id: str) -> tuple[Span, ...]:
    """The redacted stretches of an asset, in order of time."""
    sql = "SELECT start_ms, end_ms FROM redactions WHERE asset = ? ORDER BY start_ms, end_ms"
    return tuple(Span(start_ms, end_ms) for start_ms, end_ms in catalogue.rows(sql, [asset_id]))


def spans_by_asset(catalogue: Catalogue) -> dict[str, tuple[Span, ...]]:
    """The redacted stretches of every asset that has any."""
    found: dict[str, list[Span]] = {}
    for asset, start_ms, end_ms in catalogue.rows(
        "SELECT asset, start_ms, end_ms FROM redactions ORDER BY asset, start_ms, end_ms"
    ):
        found.setdefault(asset, []).append(Span(start_ms, end_ms))
    return {asset: tuple(those) for asset, those in found.items()}


def add(catalogue: Catalogue, asset_id: str, new: Sequence[Span], *, reason: str, by: str) -> None:
    """Note stretches of an asset; see transcripts.refresh for what follows from it. Inside `writing()`."""
    moment = now()
    for span in new:
        catalogue.insert(
            "redactions",
            {
                "asset": asset_id,
                "start_ms": span.start_ms,
                "end_ms": span.end_ms,
                "reason": reason,
                "by": by,
                "at": moment,
            },
        )


def remove(catalogue: Catalogue, asset_id: str, number: int) -> Redaction:
    """Take one back. Inside `writing()`. Raises UnknownName where the asset has none of that number."""
    for redaction in of(catalogue, asset_id):
        if redaction.number == number:
            catalogue.execute("DELETE FROM redactions WHERE id = ?", [number])
            return redaction
    known = ", ".join(str(r.number) for r in of(catalogue, asset_id))
    hint = f"its redactions: {known}" if known else "it has none"
    raise UnknownName("no such redaction", where=str(number), hint=hint)


def relatives(catalogue: Catalogue, asset_id: str) -> tuple[list[str], list[str]]:
    """Short names of the rushes that an asset was cut from, and of the films that were cut from it."""
    came_from = "SELECT short FROM sources JOIN assets ON id = came_from WHERE asset = ? ORDER BY short"
    cut_from_it = "SELECT short FROM sources JOIN assets ON id = asset WHERE came_from = ? ORDER BY short"
    return (
        [row["short"] for row in catalogue.rows(came_from, [asset_id])],
        [row["short"] for row in catalogue.rows(cut_from_it, [asset_id])],
    )
