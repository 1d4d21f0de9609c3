"""What was sent where, and has not been taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mediakit.catalogue import assets
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.catalogue.verdicts import decide
from mediakit.domain.publication import Item, Publication, Shown


@dataclass(frozen=True, slots=True)
class Sent:
    """One asset at one published place: its page there, and when it went."""

    asset: str
    destination: str
    page: str
    at: datetime


def online(catalogue: Catalogue, asset_ids: Sequence[str], *, surely: bool = False) -> list[Sent]:
    """Where these assets are as far as is known: the last publication to each place that still holds them.

    What was begun and not finished counts, as it may be there; surely: only what was finished.
    """
    done = "AND q.state = 'done'" if surely else ""
    rows = catalogue.rows_in(
        "SELECT i.asset, p.destination, i.page, p.at FROM publication_items i "
        "JOIN publications p ON p.id = i.publication_id WHERE i.asset IN (?) AND p.withdrawn_at IS NULL "
        "AND p.id = (SELECT max(id) FROM publications q WHERE q.destination = p.destination "
        f"AND q.withdrawn_at IS NULL {done}) "
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


# --- sending --------------------------------------------------------------------------------------


def begin(
    catalogue: Catalogue, destination: str, *, by: str, mark: str, release: str, digest: str, shown: Shown
) -> int:
    """Note that a gallery is being sent: from now on both what was there and what goes there may be online."""
    with catalogue.writing():
        maybe = catalogue.rows(
            "SELECT asset, page, shown FROM publication_items WHERE publication_id = "
            "(SELECT max(id) FROM publications WHERE destination = ? AND withdrawn_at IS NULL)",
            [destination],
        )
        number = catalogue.insert(
            "publications",
            {
                "destination": destination,
                "at": now(),
                "by": by,
                "digest": digest,
                "state": "begun",
                "mark": mark,
                "release": release,
                "shown": json.dumps(sorted(shown.rest)),
            },
        )
        there = {r["asset"]: Item(r["page"], r["shown"] or "") for r in maybe}
        _put_items(catalogue, number, {**there, **shown.items})
        return number


def finish(catalogue: Catalogue, number: int, shown: Shown, signed: Mapping[str, str]) -> None:
    """Note that a gallery that was begun is there, and nothing else. signed: event slug → digest of its sheet."""
    with catalogue.writing():
        catalogue.execute("DELETE FROM publication_items WHERE publication_id = ?", [number])
        _put_items(catalogue, number, shown.items)
        catalogue.update("publications", {"state": "done", "at": now()}, {"id": number})
        catalogue.execute(
            "DELETE FROM publications WHERE state = 'begun' AND destination = "
            "(SELECT destination FROM publications WHERE id = ?)",
            [number],
        )
        catalogue.execute_many(
            "INSERT OR REPLACE INTO publication_signoffs VALUES (?, ?, ?)",
            [(number, e, d) for e, d in signed.items()],
        )


def abandon(catalogue: Catalogue, number: int) -> None:
    """Note that nothing of what was begun became visible. By what the place is marked stays known."""
    with catalogue.writing():
        begun = catalogue.row("SELECT id FROM publications WHERE id = ? AND state = 'begun'", [number])
        if begun:
            catalogue.execute("DELETE FROM publication_items WHERE publication_id = ?", [number])
            catalogue.update("publications", {"withdrawn_at": now()}, {"id": number})


def forget(catalogue: Catalogue, destination: str) -> int:
    """Note that nothing is at a place any more; how many assets were there until now."""
    with catalogue.writing():
        last = catalogue.value(
            "SELECT max(id) FROM publications WHERE destination = ? AND withdrawn_at IS NULL", [destination]
        )
        count = catalogue.value("SELECT count(*) FROM publication_items WHERE publication_id = ?", [last])
        catalogue.execute(
            "UPDATE publications SET withdrawn_at = ? WHERE destination = ? AND withdrawn_at IS NULL",
            [now(), destination],
        )
    return int(count or 0)


def _put_items(catalogue: Catalogue, number: int, items: Mapping[str, Item]) -> None:
    catalogue.execute_many(
        "INSERT INTO publication_items (publication_id, asset, page, shown) VALUES (?, ?, ?, ?)",
        [(number, asset, item.page, item.shown) for asset, item in items.items()],
    )


def of_place(catalogue: Catalogue, destination: str, most: int = 20) -> list[Publication]:
    """What was sent to a place and not taken back, the latest first."""
    rows = catalogue.rows(
        "SELECT * FROM publications WHERE destination = ? AND withdrawn_at IS NULL ORDER BY id DESC LIMIT ?",
        [destination, most],
    )
    return [_publication(row, _shown(catalogue, row)) for row in rows]


def of_releases(catalogue: Catalogue, releases: Sequence[str]) -> list[Publication]:
    """Every sending of these releases that was not taken back."""
    rows = catalogue.rows_in("SELECT * FROM publications WHERE withdrawn_at IS NULL AND release IN (?)", releases)
    return [_publication(row, _shown(catalogue, row)) for row in list(rows)]


def marks(catalogue: Catalogue) -> list[str]:
    """By what places were ever known as ours, the latest first: a place may have two names."""
    rows = catalogue.rows("SELECT mark FROM publications WHERE mark IS NOT NULL GROUP BY mark ORDER BY max(id) DESC")
    return [row["mark"] for row in rows]


def history(catalogue: Catalogue) -> list[tuple[Publication, int]]:
    """Everything that was ever sent, the latest first, with the number of its assets; not what it showed."""
    rows = catalogue.rows(
        "SELECT p.*, (SELECT count(*) FROM publication_items i WHERE i.publication_id = p.id) AS held "
        "FROM publications p ORDER BY id DESC"
    )
    return [(_publication(row, None), row["held"]) for row in rows]


def signoffs(catalogue: Catalogue, number: int) -> dict[str, str]:
    """Event slug → digest of the sign-off sheet that stood when a gallery was sent."""
    rows = catalogue.rows("SELECT event, digest FROM publication_signoffs WHERE publication_id = ?", [number])
    return {row["event"]: row["digest"] for row in rows}


def signed_off(catalogue: Catalogue, event: str, digest: str) -> list[Publication]:
    """The last sending to each place at which this very sheet stood for an event, the latest first."""
    rows = catalogue.rows(
        "SELECT p.* FROM publications p JOIN publication_signoffs s ON s.publication_id = p.id "
        "WHERE s.event = ? AND s.digest = ? ORDER BY p.id DESC",
        [event, digest],
    )
    latest: dict[str, Publication] = {}
    for row in rows:
        latest.setdefault(row["destination"], _publication(row, None))
    return list(latest.values())


def _shown(catalogue: Catalogue, row: Row) -> Shown | None:
    if row["shown"] is None:
        return None
    held = catalogue.rows("SELECT * FROM publication_items WHERE publication_id = ? ORDER BY page", [row["id"]])
    rest = frozenset((kind, fingerprint) for kind, fingerprint in json.loads(row["shown"]))
    return Shown({r["asset"]: Item(r["page"], r["shown"] or "") for r in held}, rest)


def _publication(row: Row, shown: Shown | None) -> Publication:
    return Publication(
        number=row["id"],
        destination=row["destination"],
        at=datetime.fromisoformat(row["at"]),
        by=row["by"],
        digest=row["digest"],
        state=row["state"],
        mark=row["mark"],
        release=row["release"],
        shown=shown,
        withdrawn_at=datetime.fromisoformat(row["withdrawn_at"]) if row["withdrawn_at"] else None,
    )
