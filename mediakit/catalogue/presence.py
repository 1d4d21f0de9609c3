"""Where somebody is in the material without being tagged: as a voice, as named in a photo's own description."""

from __future__ import annotations

import json

from mediakit.catalogue.connect import Catalogue


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
