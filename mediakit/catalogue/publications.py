"""What was sent where, and has not been taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mediakit.catalogue import assets
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.verdicts import decide


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


def online_by_person(catalogue: Catalogue) -> dict[str, list[Sent]]:
    """What is online of the assets in which somebody is tagged, by the person's slug."""
    sent: dict[str, list[Sent]] = {}
    ids = [r["asset"] for r in catalogue.rows("SELECT DISTINCT asset FROM publication_items")]
    for one in online(catalogue, ids):
        sent.setdefault(one.asset, []).append(one)
    found: dict[str, list[Sent]] = {}
    for row in catalogue.rows("SELECT asset, slug FROM asset_people JOIN people ON people.id = person_id ORDER BY 2"):
        found.setdefault(row["slug"], []).extend(sent.get(row["asset"], ()))
    return found


def no_longer_allowed(catalogue: Catalogue, timezone: str) -> list[tuple[str, str]]:
    """Assets that are online somewhere and would be withheld today: asset and why, with the place."""
    sent = online(catalogue, [r["asset"] for r in catalogue.rows("SELECT DISTINCT asset FROM publication_items")])
    if not sent:
        return []
    there = assets.load(catalogue, list(dict.fromkeys(s.asset for s in sent)))
    withheld = decide(catalogue, there, timezone).withheld
    gone = {s.asset for s in sent} - {a.id for a in there}
    withheld |= dict.fromkeys(gone, "it is not in the catalogue any more")
    return [(s.asset, f"{withheld[s.asset]}; online at {s.destination}") for s in sent if s.asset in withheld]
