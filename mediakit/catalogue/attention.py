"""What needs a person: for every kind of need, how many assets have it, and which. Counted by SQLite, at any size."""

from __future__ import annotations

import json
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import approvable_of, description_of

# what nobody looks at any more is no work for anybody
_WANTED = "a.hidden = 0 AND coalesce(a.rating, 0) >= 0"
_SPOKEN = "FROM transcripts t WHERE t.asset = a.id AND t.current = 1"
_MADE = "SELECT 1 FROM renditions r WHERE r.asset = a.id AND"

# an asset that has everything its page needs: the same as Asset.lacks being None
COMPLETE = f"""CASE a.kind
    WHEN 'photo' THEN EXISTS ({_MADE} r.profile LIKE 'photo-%')
    WHEN 'video' THEN EXISTS ({_MADE} (r.profile = 'proxy' OR r.profile LIKE 'web-%'))
        AND EXISTS ({_MADE} r.profile = 'poster') AND (a.acodec IS NULL OR EXISTS (SELECT 1 {_SPOKEN}))
    ELSE EXISTS ({_MADE} r.profile = 'audio') AND (a.acodec IS NULL OR EXISTS (SELECT 1 {_SPOKEN})) END"""
FAILED = "EXISTS (SELECT 1 FROM outcomes o WHERE o.asset = a.id AND o.status = 'failed')"

# need → the condition that an asset `a` has it
CONDITIONS = {
    "failed": FAILED,
    "waiting": "EXISTS (SELECT 1 FROM outcomes o WHERE o.asset = a.id AND o.status = 'pending')",
    "captions": f"{_WANTED} AND a.kind <> 'photo' AND EXISTS (SELECT 1 {_SPOKEN} AND t.by IS NULL AND t.words > 0)",
    "names": f"{_WANTED} AND EXISTS (SELECT 1 FROM transcripts t JOIN transcript_changes c ON c.transcript_id = t.id "
    "WHERE t.asset = a.id AND t.current = 1 AND c.by IS NULL)",
    "alt": f"{_WANTED} AND a.kind = 'photo' AND trim(coalesce(a.alt_text, '')) = ''",
    "people": f"{_WANTED} AND (a.answered IS NULL OR EXISTS "
    "(SELECT 1 FROM asset_people x WHERE x.asset = a.id AND x.source = 'match'))",
    "redactions": f"EXISTS (SELECT 1 FROM redactions d WHERE d.asset = a.id) AND NOT ({COMPLETE})",
    "approval": f"{_WANTED} AND a.role <> 'rush' AND {COMPLETE} AND (a.kind <> 'photo' OR "
    "trim(coalesce(a.alt_text, '')) <> '') AND NOT EXISTS (SELECT 1 FROM approvals p WHERE p.asset = a.id)",
}
# and what columns alone do not tell
NEEDS = (*CONDITIONS, "lapsed")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many assets need something; finished: of them, finished films and photos that were delivered."""

    need: str
    number: int
    finished: int = 0


def counted(catalogue: Catalogue) -> dict[str, Counted]:
    """Every need with how many assets have it."""
    return {need: count(catalogue, need) for need in NEEDS}


def count(catalogue: Catalogue, need: str) -> Counted:
    """One need with how many assets have it."""
    if need == "lapsed":
        return Counted(need, len(lapsed(catalogue)))
    sql = f"SELECT count(*), coalesce(sum(a.role = 'finished'), 0) FROM assets a WHERE {CONDITIONS[need]}"
    row = catalogue.row(sql)
    assert row is not None
    return Counted(need, int(row[0]), int(row[1]))


def lapsed(catalogue: Catalogue) -> list[str]:
    """The assets whose last approval is no longer of what they are now, in order of id."""
    rows = catalogue.rows(
        "SELECT p.what, a.id, a.poster_ms, a.alt_text, a.answered, "
        "a.described_by, a.description_not_needed, a.description_text, "
        "(SELECT t.digest FROM transcripts t WHERE t.asset = a.id AND t.current = 1) AS captions, "
        "(SELECT group_concat(s.slug) FROM asset_people x JOIN people s ON s.id = x.person_id WHERE x.asset = a.id) "
        "AS people FROM approvals p JOIN assets a ON a.id = p.asset "
        "WHERE p.id = (SELECT max(id) FROM approvals WHERE asset = a.id) ORDER BY a.id"
    )
    return [
        row["id"]
        for row in rows
        if json.loads(row["what"])
        != approvable_of(
            row["id"],
            row["poster_ms"],
            row["people"].split(",") if row["people"] else (),
            row["answered"],
            row["captions"],
            row["alt_text"],
        )
        | description_of(row["described_by"], row["description_not_needed"], row["description_text"])
    ]


def people_in_material(catalogue: Catalogue) -> frozenset[str]:
    """The slugs of everybody who is attached to an asset."""
    sql = "SELECT slug FROM people WHERE id IN (SELECT person_id FROM asset_people)"
    return frozenset(row["slug"] for row in catalogue.rows(sql))


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is: of each kind, and how many an approval was ever given for."""

    films: int
    sound: int
    photos: int
    approved: int


def totals(catalogue: Catalogue) -> Totals:
    """Count what there is."""
    kinds = {row[0]: int(row[1]) for row in catalogue.rows("SELECT kind, count(*) FROM assets GROUP BY kind")}
    approved = int(catalogue.value("SELECT count(DISTINCT asset) FROM approvals"))
    return Totals(kinds.get("video", 0), kinds.get("audio", 0), kinds.get("photo", 0), approved)
