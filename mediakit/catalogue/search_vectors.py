"""What was said, by meaning: for each recording its stretches of a few sentences, and a vector for each.

A recording's vectors go when a word of its transcript changes, and are made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.search import Hit
from mediakit.catalogue.search_match import Within

# sentences in a stretch, and how far the next one begins after it
SENTENCES, STEP = 3, 2
LONGEST_CHARACTERS = 600


def missing(catalogue: Catalogue, model: str) -> list[str]:
    """The recordings with speech that have no vectors of this model."""
    rows = catalogue.rows(
        "SELECT t.asset FROM transcripts t WHERE t.current = 1 AND t.words > 0 "
        "AND NOT EXISTS (SELECT 1 FROM search_vectors v WHERE v.asset = t.asset AND v.model = ?) "
        "AND EXISTS (SELECT 1 FROM passages p WHERE p.asset = t.asset AND p.field = 'said') ORDER BY t.asset",
        [model],
    )
    return [row["asset"] for row in rows]


def stretches(catalogue: Catalogue, asset: str) -> list[tuple[int, int, str]]:
    """The stretches of a recording: its first and last passage, and their text. One voice in each."""
    rows = catalogue.rows(
        "SELECT id, speaker, text FROM passages WHERE asset = ? AND field = 'said' ORDER BY id", [asset]
    )
    made: list[tuple[int, int, str]] = []
    first = 0
    while first < len(rows):
        beyond = first + 1
        while beyond < min(len(rows), first + SENTENCES) and rows[beyond]["speaker"] == rows[first]["speaker"]:
            beyond += 1
        text = " ".join(row["text"] for row in rows[first:beyond])
        made.append((rows[first]["id"], rows[beyond - 1]["id"], text[:LONGEST_CHARACTERS]))
        # the last sentences of a voice are in a stretch already
        voice_ends = beyond == len(rows) or rows[beyond]["speaker"] != rows[first]["speaker"]
        first = beyond if voice_ends else first + STEP
    return made


def put(catalogue: Catalogue, asset: str, model: str, places: Sequence[tuple[int, int]], vectors: bytes) -> None:
    """Keep a recording's vectors."""
    with catalogue.writing():
        catalogue.execute(
            "INSERT OR REPLACE INTO search_vectors (asset, model, stretches, vectors) VALUES (?, ?, ?, ?)",
            [asset, model, json.dumps(places, separators=(",", ":")), vectors],
        )


def every(catalogue: Catalogue, model: str, within: Within) -> Iterator[tuple[str, bytes]]:
    """Recordings with their vectors, of those to look in."""
    scopes = [f"({' OR '.join(_HELD[token[0]] for token in choice)})" for choice in within.scope]
    values = [token[1:] for choice in within.scope for token in choice]
    where = " AND ".join(["v.model = ?", *scopes])
    cursor = catalogue.execute(
        f"SELECT v.asset, v.vectors FROM search_vectors v JOIN assets a ON a.id = v.asset WHERE {where}",
        [model, *values],
    )
    for asset, vectors in cursor:
        if within.assets is None or asset in within.assets:
            yield asset, vectors


_HELD = {"k": "a.kind = ?", "r": "a.role = ?", "e": "a.event_id = CAST(? AS INTEGER)"}


def stretch(catalogue: Catalogue, asset: str, row: int) -> tuple[int, int]:
    """The first and last passage of one of a recording's stretches."""
    text = catalogue.value(
        "SELECT json_extract(stretches, ?) FROM search_vectors WHERE asset = ?", [f"$[{row}]", asset]
    )
    first, last = json.loads(text)
    return int(first), int(last)


def hit(catalogue: Catalogue, asset: str, first: int, last: int, points: float) -> Hit | None:
    """A stretch as a hit: the passage itself, from its first sentence to its last."""
    rows = catalogue.rows(
        "SELECT * FROM passages WHERE asset = ? AND field = 'said' AND id BETWEEN ? AND ? ORDER BY id",
        [asset, first, last],
    )
    if not rows:
        return None
    text = " ".join(row["text"] for row in rows)
    return Hit(
        asset, "said", rows[0]["start_ms"], rows[-1]["end_ms"], rows[0]["speaker"], text, text, round(points, 4),
        rows[0]["id"],
    )  # fmt: skip
