"""What was sent where, and has not been taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mediakit.catalogue.connect import Catalogue


@dataclass(frozen=True, slots=True)
class Sent:
    """One asset at one published place: its page there, and when it went."""

    asset: str
    destination: str
    page: str
    at: datetime


def online(catalogue: Catalogue, asset_ids: Sequence[str]) -> list[Sent]:
    """Where these assets are as far as is known: the last publication to each place that still holds them."""
    rows = catalogue.rows_in(
        "SELECT i.asset, p.destination, i.page, p.at FROM publication_items i "
        "JOIN publications p ON p.id = i.publication_id WHERE i.asset IN (?) AND p.withdrawn_at IS NULL "
        "AND p.id = (SELECT max(id) FROM publications q WHERE q.destination = p.destination) "
        "ORDER BY p.destination, i.page",
        list(asset_ids),
    )
    return [Sent(r["asset"], r["destination"], r["page"], datetime.fromisoformat(r["at"])) for r in rows]
