"""Where things have lain in the gallery, so that an old address can lead to the new one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import UnknownName

Noun = Literal["asset", "person", "event"]

_COLUMNS = {"asset": "asset", "person": "person_id", "event": "event_id"}
_NUMBERS = {
    "asset": "SELECT id, id FROM assets",
    "person": "SELECT slug, id FROM people",
    "event": "SELECT slug, id FROM events",
}


@dataclass(frozen=True, slots=True)
class Address:
    """The folder inside the site that something had. thing: an asset's id, else a slug.

    named: slugs of the people whose names the folder's own name bore when it was given.
    """

    noun: Noun
    thing: str
    folder: str
    named: tuple[str, ...] = ()


def known(catalogue: Catalogue) -> list[Address]:
    """Every address that a build gave, the latest of each thing last."""
    rows = catalogue.rows(
        "SELECT a.asset, p.slug AS person, e.slug AS event, a.folder, a.named FROM addresses a "
        "LEFT JOIN people p ON p.id = a.person_id LEFT JOIN events e ON e.id = a.event_id ORDER BY a.id"
    )
    return [_read(*row) for row in rows]


def _read(asset: str | None, person: str | None, event: str | None, folder: str, named: str) -> Address:
    noun: Noun = "asset" if asset else "person" if person else "event"
    return Address(noun, asset or person or event or "", folder, tuple(json.loads(named)) if named != "[]" else ())


def remember(catalogue: Catalogue, given: Iterable[Address]) -> None:
    """Write addresses down as the latest of their things. A thing that is gone meanwhile is passed over."""
    with catalogue.writing():
        numbers = {noun: dict(tuple(row) for row in catalogue.rows(sql)) for noun, sql in _NUMBERS.items()}
        for noun, column in _COLUMNS.items():
            rows = [
                (numbers[noun][a.thing], a.folder, json.dumps(a.named, ensure_ascii=False))
                for a in given
                if a.noun == noun and a.thing in numbers[noun]
            ]
            catalogue.execute_many(f"DELETE FROM addresses WHERE {column} = ? AND folder = ?", [r[:2] for r in rows])
            catalogue.execute_many(f"INSERT INTO addresses ({column}, folder, named) VALUES (?, ?, ?)", rows)


def forget(catalogue: Catalogue, given: Sequence[str]) -> None:
    """Forget that anything ever lay at these addresses ("videos/old-title/"). Raises UnknownName, and forgets none."""
    folders = [g.strip().removesuffix("index.html").strip("/") for g in given]
    with catalogue.writing():
        for address, folder in zip(given, folders, strict=True):
            if not catalogue.execute("DELETE FROM addresses WHERE folder = ?", [folder]).rowcount:
                hint = "write it as a folder of the site, such as videos/old-title"
                raise UnknownName("no build put anything there", where=address, hint=hint)


def forget_naming(catalogue: Catalogue, slug: str, folders: Sequence[str]) -> None:
    """Forget every address that bore somebody's name, and these; inside `writing()`."""
    named = [a.folder for a in known(catalogue) if slug in a.named]
    catalogue.execute_many("DELETE FROM addresses WHERE folder = ?", [(f,) for f in {*named, *folders}])


def rename_person(catalogue: Catalogue, keep: str, other: str) -> None:
    """Two slugs are one person; inside `writing()`."""
    old, new = (json.dumps(slug, ensure_ascii=False) for slug in (other, keep))
    catalogue.execute("UPDATE addresses SET named = replace(named, ?, ?)", [old, new])
