"""Two spellings of one person become one: everything that hangs on the second hangs on the first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from mediakit.catalogue import addresses, people, search
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import Misuse
from mediakit.domain.person import Person

# what hangs on a person: what it is called → the count of it
_HANGS = {
    "photos and recordings": "SELECT count(*) FROM asset_people WHERE person_id = ?",
    "sessions": "SELECT count(*) FROM session_people WHERE person_id = ?",
    "events": "SELECT count(*) FROM appearances WHERE person_id = ?",
    "consents": "SELECT count(*) FROM consents WHERE person_id = ?",
    "deliverables": "SELECT count(*) FROM deliverables WHERE person_id = ?",
}
_SPOKEN = (
    "SELECT count(DISTINCT t.asset) FROM segments s JOIN transcripts t ON t.id = s.transcript_id WHERE s.speaker = ?"
)
# tables whose rows are one a person and something else: of two, the first person's stays
ONE_EACH = ("asset_people", "session_people", "appearances")
MANY = ("consents", "deliverables", "speakers", "former_slugs", "addresses")
SPEAKERS = ("segments", "cues", "passages")


@dataclass(frozen=True, slots=True)
class Moving:
    """What a merge would do: keep takes over from other. hangs: what → how many, all that are more than none."""

    keep: Person
    other: Person
    hangs: Mapping[str, int]
    aliases: tuple[str, ...]


def look(catalogue: Catalogue, keep: str, other: str) -> Moving:
    """What would move from other to keep. Raises UnknownName, Misuse where they are one already."""
    first, second = people.find(catalogue, keep), people.find(catalogue, other)
    if first.slug == second.slug:
        raise Misuse(f"{keep} and {other} are one person already, {first.slug}")
    number = people.number(catalogue, second.slug)
    hangs = {what: int(catalogue.value(sql, [number])) for what, sql in _HANGS.items()}
    hangs["transcripts in which they speak"] = int(catalogue.value(_SPOKEN, [second.slug]))
    known = {first.name, *first.aliases}
    further = [n for n in dict.fromkeys((second.name, *second.aliases)) if n not in known]
    return Moving(first, second, {what: n for what, n in hangs.items() if n}, tuple(further))


def merge(catalogue: Catalogue, moving: Moving) -> Person:
    """Do it, all of it or nothing; returns the person who stays.

    Their own details stay, and what was not known of them is taken over; do-not-photograph holds for both. Every
    consent and withdrawal is kept. The slug that goes leads to the one who stays, and is never given to anybody else.
    """
    keep, other = moving.keep, moving.other
    with catalogue.writing():
        first, second = people.number(catalogue, keep.slug), people.number(catalogue, other.slug)
        touched = [r["asset"] for r in catalogue.rows("SELECT asset FROM asset_people WHERE person_id = ?", [second])]
        _fill_appearances(catalogue, first, second)
        _prefer_a_persons_word(catalogue, first, second)
        for table in ONE_EACH:
            catalogue.execute(f"UPDATE OR IGNORE {table} SET person_id = ? WHERE person_id = ?", [first, second])
        for table in MANY:
            catalogue.execute(f"UPDATE {table} SET person_id = ? WHERE person_id = ?", [first, second])
        for table in SPEAKERS:
            catalogue.execute(f"UPDATE {table} SET speaker = ? WHERE speaker = ?", [keep.slug, other.slug])
        _carry_approvals(catalogue, keep.slug, other.slug)
        addresses.rename_person(catalogue, keep.slug, other.slug)
        values = _filled(catalogue, moving, first, second)
        catalogue.execute("DELETE FROM people WHERE id = ?", [second])
        catalogue.update("people", values, {"id": first})
        catalogue.insert("former_slugs", {"slug": other.slug, "person_id": first})
        people.index_assets_of(catalogue, keep.slug)
        for asset in touched:
            search.index_asset(catalogue, asset)
    return people.find(catalogue, keep.slug)


def _prefer_a_persons_word(catalogue: Catalogue, first: int, second: int) -> None:
    """Where both are in one asset and a person said so of the second, a person said so."""
    catalogue.execute(
        "UPDATE asset_people SET source = 'person', confidence = NULL WHERE person_id = ? AND asset IN "
        "(SELECT asset FROM asset_people WHERE person_id = ? AND source = 'person')",
        [first, second],
    )


def _fill_appearances(catalogue: Catalogue, first: int, second: int) -> None:
    """Where both were at one event, what is not known of the first there is taken from the second."""
    for column in ("role", "organisation"):
        catalogue.execute(
            f"UPDATE appearances SET {column} = (SELECT b.{column} FROM appearances b WHERE b.person_id = ? AND "
            f"b.event_id = appearances.event_id) WHERE person_id = ? AND {column} IS NULL AND EXISTS (SELECT 1 FROM "
            "appearances b WHERE b.person_id = ? AND b.event_id = appearances.event_id)",
            [second, first, second],
        )


def _filled(catalogue: Catalogue, moving: Moving, first: int, second: int) -> dict[str, object]:
    keep, other = moving.keep, moving.other
    columns = ("honorific", "post_nominals", "role", "organisation", "says")
    values: dict[str, object] = {n: getattr(keep, n) or getattr(other, n) for n in columns}
    contacts = [catalogue.value("SELECT contact FROM people WHERE id = ?", [number]) for number in (first, second)]
    values["contact"] = "; ".join(dict.fromkeys(c for c in contacts if c)) or None
    values["do_not_photograph"] = int(keep.do_not_photograph or other.do_not_photograph)
    values["aliases"] = json.dumps([*keep.aliases, *moving.aliases], ensure_ascii=False)
    return values


def _carry_approvals(catalogue: Catalogue, keep: str, other: str) -> None:
    """An approval says who was in the picture; the person is the same, so it holds."""
    for row in catalogue.rows("SELECT id, what FROM approvals WHERE instr(what, ?)", [other]):
        what = json.loads(row["what"])
        slugs = str(what.get("people", "")).split(",")
        if other in slugs:
            what["people"] = ",".join(sorted({keep if slug == other else slug for slug in slugs}))
            catalogue.update("approvals", {"what": json.dumps(what, sort_keys=True)}, {"id": row["id"]})
