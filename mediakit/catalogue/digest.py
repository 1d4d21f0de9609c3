"""Whether anything has changed that a published page could show: one digest over what the catalogue holds of it."""

from __future__ import annotations

import xxhash

from mediakit.catalogue.connect import Catalogue

# What was said and shown as captions is covered by the digest of its transcript.
_SHOWN = (
    "SELECT * FROM events ORDER BY id",
    "SELECT * FROM sessions ORDER BY id",
    "SELECT * FROM session_people ORDER BY session_id, person_id",
    "SELECT * FROM organisations ORDER BY id",
    "SELECT * FROM event_organisations ORDER BY event_id, organisation_id, part",
    "SELECT * FROM people ORDER BY id",
    "SELECT * FROM appearances ORDER BY person_id, event_id",
    "SELECT * FROM consents ORDER BY id",
    "SELECT * FROM assets ORDER BY id",
    "SELECT * FROM asset_people ORDER BY asset, person_id",
    "SELECT * FROM tags ORDER BY asset, tag",
    "SELECT * FROM approvals ORDER BY id",
    "SELECT * FROM renditions ORDER BY asset, profile",
    "SELECT * FROM outcomes ORDER BY asset, stage",
    "SELECT * FROM transcripts WHERE current = 1 ORDER BY id",
    "SELECT * FROM redactions ORDER BY id",
    "SELECT id, asset, start_ms, end_ms, text FROM quotes ORDER BY id",
)
_AT_ONCE = 2000


def digest_of_what_is_shown(catalogue: Catalogue) -> str:
    """32 hex digits; equal only if every row that a page could show is equal."""
    state = xxhash.xxh128()
    for sql in _SHOWN:
        state.update(sql.encode())
        cursor = catalogue.execute(sql)
        cursor.row_factory = None  # plain tuples: a third of the time of named rows
        while rows := cursor.fetchmany(_AT_ONCE):
            state.update(repr(rows).encode("utf-8", "surrogatepass"))
    return state.hexdigest()
