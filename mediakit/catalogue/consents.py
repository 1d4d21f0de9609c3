"""Consents: what was recorded, what was withdrawn, and where somebody stands on a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from mediakit.catalogue import people
from mediakit.catalogue.connect import Catalogue, Row, now
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs, in_force
from mediakit.domain.verdict import Standing


def record(catalogue: Catalogue, consents: Sequence[Consent]) -> None:
    """Keep new consents beside the old ones. Raises UnknownName before anything is written."""
    numbers = {r["slug"]: r["id"] for r in catalogue.rows("SELECT slug, id FROM people")}
    rows = [(numbers.get(c.person) or people.number(catalogue, c.person), c) for c in consents]
    with catalogue.writing():
        for person_id, consent in rows:
            catalogue.insert(
                "consents",
                {
                    "person_id": person_id,
                    "channel": consent.channel.value,
                    "basis": consent.basis.value,
                    "recorded_at": consent.recorded_at.isoformat(timespec="seconds"),
                    "given_on": consent.given_on.isoformat() if consent.given_on else None,
                    "given_by": consent.by,
                    "guardian": consent.guardian,
                    "organisations": json.dumps(consent.organisations, ensure_ascii=False),
                    "show_as": consent.show_as.value,
                    "until": consent.until.isoformat() if consent.until else None,
                    "evidence": consent.evidence,
                    "note": consent.note,
                },
            )


def withdraw(catalogue: Catalogue, person: str, channel: Channel | None, reason: str | None) -> list[Consent]:
    """Withdraw what stands for one channel, or for all; returns what was withdrawn, before the withdrawal."""
    standing = [
        c for c in every(catalogue, person) if c.withdrawn_at is None and (channel is None or c.channel == channel)
    ]
    with catalogue.writing():
        for consent in standing:
            catalogue.update("consents", {"withdrawn_at": now(), "withdrawn_reason": reason}, {"id": consent.number})
    return standing


def every(catalogue: Catalogue, person: str | None = None) -> list[Consent]:
    """Everything ever recorded, for one person (slug) or for all, oldest first."""
    rows = catalogue.rows(
        "SELECT consents.*, people.slug AS person FROM consents JOIN people ON people.id = person_id "
        "WHERE :person IS NULL OR people.slug = :person ORDER BY consents.id",
        {"person": person},
    )
    return [_consent(row) for row in rows]


def standings(catalogue: Catalogue, channel: Channel, day: date) -> dict[str, Standing]:
    """Where everybody on the people list stands for one channel on one day, by slug."""
    recorded: dict[str, list[Consent]] = {}
    for consent in every(catalogue):
        if consent.channel == channel:
            recorded.setdefault(consent.person, []).append(consent)
    found = {}
    for person in people.every(catalogue):
        theirs = recorded.get(person.slug, [])
        basis = in_force(theirs, channel, day)
        last = theirs[-1] if theirs else None
        found[person.slug] = Standing(
            slug=person.slug,
            name=person.name,
            show_as=basis.show_as if basis else None,
            do_not_photograph=person.do_not_photograph,
            withdrawn=basis is None and last is not None and last.withdrawn_at is not None,
            expired=last.until if basis is None and last is not None and last.withdrawn_at is None else None,
        )
    return found


def _consent(row: Row) -> Consent:
    return Consent(
        person=row["person"],
        channel=Channel(row["channel"]),
        basis=Basis(row["basis"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        given_on=date.fromisoformat(row["given_on"]) if row["given_on"] else None,
        by=row["given_by"],
        show_as=ShowAs(row["show_as"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        evidence=row["evidence"],
        note=row["note"],
        withdrawn_at=datetime.fromisoformat(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        withdrawn_reason=row["withdrawn_reason"],
        number=row["id"],
        guardian=row["guardian"],
        organisations=tuple(json.loads(row["organisations"])),
    )
