"""Where somebody is in the material without being tagged: as a voice, as shown by the file, as named by others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage with a name in it. field: "said", or where it is written; start_ms: in the recording, if it is said."""

    asset: str
    field: str
    start_ms: int | None


def mentions(catalogue: Catalogue, names: Iterable[str]) -> list[Mention]:
    """Every passage in which one of these names stands, its words in that order: all of them, never the best few."""
    found: list[Mention] = []
    for name in names:
        phrase = '"' + name.replace('"', " ") + '"'
        rows = catalogue.rows(
            "SELECT p.asset, p.field, p.start_ms FROM passages_fts JOIN passages p ON p.id = passages_fts.rowid "
            "WHERE passages_fts MATCH ? ORDER BY p.id",
            [f"text : {phrase}"],
        )
        found += [Mention(r["asset"], r["field"], r["start_ms"]) for r in rows]
    return found


def voices(catalogue: Catalogue, slug: str) -> dict[str, int]:
    """Recordings in whose current transcript somebody is a speaker → where they first speak (ms)."""
    rows = catalogue.rows(
        "SELECT t.asset, min(s.start_ms) AS start_ms FROM segments s JOIN transcripts t ON t.id = s.transcript_id "
        "WHERE s.speaker = ? AND t.current = 1 GROUP BY t.asset",
        [slug],
    )
    return {r["asset"]: r["start_ms"] for r in rows}


def shown_in_files(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Assets → the names that their files themselves give as people shown (IPTC Person Shown), where they give any."""
    rows = catalogue.rows('SELECT id, facts FROM assets WHERE facts LIKE \'%"people_shown": ["%\'')
    return {r["id"]: tuple(str(n) for n in json.loads(r["facts"]).get("people_shown") or ()) for r in rows}
