"""What a search tells of the recordings and photos that its hits are in, and how the hits are spread over them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue


@dataclass(frozen=True, slots=True)
class Recording:
    """An asset as far as a hit needs it. captured_at: ISO 8601; people: slugs; event, session: slugs."""

    id: str
    name: str
    short: str
    slug: str
    title: str | None
    kind: str
    role: str
    event: str | None
    session: str | None
    captured_at: str | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the passages that fit are of each event, kind, person (attached) and speaker, the most first."""

    events: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    people: tuple[tuple[str, int], ...] = ()
    speakers: tuple[tuple[str, int], ...] = ()


def recordings(catalogue: Catalogue, ids: Sequence[str]) -> dict[str, Recording]:
    """Assets by id, as far as hits need them."""
    rows = catalogue.rows(
        "SELECT a.id, a.name, a.short, a.slug, a.title, a.kind, a.role, e.slug AS event, s.slug AS session, "
        "a.captured_at, (SELECT group_concat(slug, char(10)) FROM (SELECT p.slug FROM asset_people x "
        "JOIN people p ON p.id = x.person_id WHERE x.asset = a.id ORDER BY p.slug)) AS people "
        "FROM json_each(?) j CROSS JOIN assets a ON a.id = j.value LEFT JOIN events e ON e.id = a.event_id "
        "LEFT JOIN sessions s ON s.id = a.session_id",
        [json.dumps(list(ids))],
    )
    names = ("id", "name", "short", "slug", "title", "kind", "role", "event", "session", "captured_at")
    return {
        row["id"]: Recording(
            **{n: row[n] for n in names}, people=tuple(filter(None, (row["people"] or "").split("\n")))
        )
        for row in rows
    }


def known_people(catalogue: Catalogue, slugs: Sequence[str | None]) -> dict[str, str]:
    """The names of people by slug; what is no person's is left out."""
    wanted = json.dumps(sorted({slug for slug in slugs if slug}))
    rows = catalogue.rows("SELECT slug, name FROM people WHERE slug IN (SELECT value FROM json_each(?))", [wanted])
    return {row["slug"]: row["name"] for row in rows}


def facets(catalogue: Catalogue, numbers: Sequence[int]) -> Facets:
    """How passages are spread over events, kinds, people and speakers."""
    rows = catalogue.rows(
        "SELECT asset, speaker, count(*) AS hits FROM passages WHERE id IN (SELECT value FROM json_each(?)) "
        "GROUP BY asset, speaker",
        [json.dumps(list(numbers))],
    )
    found = recordings(catalogue, sorted({row["asset"] for row in rows}))
    events: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    speakers: Counter[str] = Counter()
    for row in rows:
        recording = found[row["asset"]]
        kinds[recording.kind] += row["hits"]
        events.update({recording.event: row["hits"]} if recording.event else {})
        speakers.update({row["speaker"]: row["hits"]} if row["speaker"] else {})
        shown.update(dict.fromkeys(recording.people, row["hits"]))
    return Facets(*(_most_first(counted) for counted in (events, kinds, shown, speakers)))


def _most_first(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def in_time(catalogue: Catalogue, numbers: Sequence[int]) -> list[int]:
    """Passages in the order in which they were said: by when it was filmed, then by the place in the recording."""
    rows = catalogue.rows(
        "SELECT p.id FROM passages p JOIN assets a ON a.id = p.asset WHERE p.id IN (SELECT value FROM json_each(?)) "
        "ORDER BY a.captured_at IS NULL, a.captured_at, a.short, a.id, p.start_ms IS NOT NULL, p.start_ms, p.id",
        [json.dumps(list(numbers))],
    )
    return [row["id"] for row in rows]
