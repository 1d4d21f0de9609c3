"""Where the shots of a film change: found by `process`, kept to by its captions."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mediakit.catalogue.connect import Catalogue


def put(catalogue: Catalogue, asset_id: str, cuts_ms: Sequence[int]) -> None:
    """Keep the cuts of a film (ms, in order; none: it is known to have none), in place of those before."""
    with catalogue.writing():
        catalogue.execute(
            "INSERT INTO cuts (asset, at_ms) VALUES (?, ?) ON CONFLICT (asset) DO UPDATE SET at_ms = excluded.at_ms",
            [asset_id, json.dumps(list(cuts_ms))],
        )


def by_asset(catalogue: Catalogue) -> dict[str, tuple[int, ...]]:
    """The cuts of every film that has any."""
    rows = catalogue.rows("SELECT asset, at_ms FROM cuts WHERE at_ms <> '[]'")
    return {row["asset"]: tuple(json.loads(row["at_ms"])) for row in rows}
