"""How much there is of everything, for `status`: counted by SQLite, whatever the size."""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.catalogue import assets
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Outcome
from mediakit.domain.facts import Kind


@dataclass(frozen=True, slots=True)
class Counts:
    """kinds, roles: how many assets of each."""

    events: int
    kinds: dict[str, int]
    roles: dict[str, int]
    approved: int
    bytes: int
    duration_ms: int
    failed: tuple[Outcome, ...]
    waiting: tuple[Outcome, ...]
    shorts: dict[str, str]


def counts(catalogue: Catalogue) -> Counts:
    """Count everything there is."""
    totals = catalogue.row("SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(duration_ms), 0) AS ms FROM assets")
    assert totals is not None
    kinds = {k.value: 0 for k in Kind} | _by(catalogue, "kind")
    outcomes = catalogue.rows(
        "SELECT o.*, a.short FROM outcomes o JOIN assets a ON a.id = o.asset WHERE o.status <> 'done' "
        "ORDER BY o.status, a.short, o.stage"
    )
    found = [(r["status"], r["short"], assets.outcome(r)) for r in outcomes]
    return Counts(
        events=int(catalogue.value("SELECT count(*) FROM events")),
        kinds=kinds,
        roles=_by(catalogue, "role"),
        approved=int(catalogue.value("SELECT count(DISTINCT asset) FROM approvals")),
        bytes=int(totals["bytes"]),
        duration_ms=int(totals["ms"]),
        failed=tuple(o for status, _, o in found if status == "failed"),
        waiting=tuple(o for status, _, o in found if status == "pending"),
        shorts={o.asset: short for _, short, o in found},
    )


def _by(catalogue: Catalogue, column: str) -> dict[str, int]:
    return {r[0]: r[1] for r in catalogue.rows(f"SELECT {column}, count(*) FROM assets GROUP BY {column}")}
