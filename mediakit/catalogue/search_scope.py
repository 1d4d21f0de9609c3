"""Which passages a search looks in: filters by name, day, kind and voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from mediakit.catalogue import events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.search_match import Within
from mediakit.domain.errors import UnknownName
from mediakit.domain.naming import fold, slugify

KINDS, ROLES = ("video", "audio", "photo"), ("rush", "finished", "photo")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look in: everything that is not None must hold.

    role: rush, finished or photo, or what somebody does (midwife); since, until: days such as 2026-05-13, or the
    beginning of one (2026-05); until includes it.
    """

    person: str | None = None
    organisation: str | None = None
    role: str | None = None
    event: str | None = None
    session: str | None = None
    kind: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def within(catalogue: Catalogue, filters: Filters) -> Within:
    """What to look in. Raises UnknownName for an event, person, session or organisation that is not there."""
    scope: list[tuple[str, ...]] = []
    if filters.kind:
        scope.append((f"k{_one_of(filters.kind, KINDS, 'kind')}",))
    if filters.role in ROLES:
        scope.append((f"r{filters.role}",))
    if filters.event:
        scope.append((f"e{_event(catalogue, filters.event)}",))
    limits = list(_limits(catalogue, filters))
    speaker, alone = _voice(catalogue, filters.speaker)
    if speaker is not None:
        spoken = catalogue.rows("SELECT DISTINCT asset FROM passages WHERE speaker = ?", [speaker])
        limits.append(frozenset(r["asset"] for r in spoken) | alone)
    assets = frozenset.intersection(*limits) if limits else None
    return Within(tuple(scope), assets, speaker, alone)


def _one_of(wanted: str, known: Iterable[str], what: str) -> str:
    if wanted.lower() in known:
        return wanted.lower()
    raise UnknownName(f"no such {what}", where=wanted, hint=f"one of: {', '.join(known)}")


def _event(catalogue: Catalogue, name: str) -> int:
    number = catalogue.value("SELECT id FROM events WHERE slug = ? OR name = ? COLLATE NOCASE", [name, name])
    if number is None:
        number = catalogue.value("SELECT id FROM events WHERE slug = ?", [slugify(name)])
    # the error that every command gives for an event
    return int(number) if number is not None else events.number(catalogue, events.find(catalogue, name).slug)


def _limits(catalogue: Catalogue, filters: Filters) -> Iterable[frozenset[str]]:
    if filters.person:
        slug = people.find(catalogue, filters.person).slug
        yield _ids(
            catalogue,
            "SELECT asset FROM asset_people JOIN people p ON p.id = person_id WHERE p.slug = :slug",
            slug=slug,
        )
    if filters.organisation:
        yield _of(catalogue, "organisation", filters.organisation)
    if filters.role and filters.role not in ROLES:
        yield _of(catalogue, "role", filters.role)
    if filters.session:
        yield _session(catalogue, filters.session)
    if filters.since or filters.until:
        # the day is the one on the clock of the place
        yield _ids(
            catalogue,
            "SELECT id FROM assets WHERE captured_at IS NOT NULL AND (:since IS NULL OR substr(captured_at, 1, 10) >= "
            ":since) AND (:until IS NULL OR substr(captured_at, 1, length(:until)) <= :until)",
            since=filters.since,
            until=filters.until,
        )


def _ids(catalogue: Catalogue, sql: str, **values: str | None) -> frozenset[str]:
    return frozenset(row[0] for row in catalogue.rows(sql, values))


def _of(catalogue: Catalogue, column: str, wanted: str) -> frozenset[str]:
    """Assets in which somebody of this organisation or role is, as at the asset's event."""
    rows = catalogue.rows(
        f"SELECT x.asset, coalesce(ap.{column}, p.{column}, '') AS held FROM asset_people x "
        "JOIN people p ON p.id = x.person_id JOIN assets a ON a.id = x.asset "
        "LEFT JOIN appearances ap ON ap.person_id = x.person_id AND ap.event_id = a.event_id"
    )
    found = frozenset(row["asset"] for row in rows if fold(wanted) in fold(row["held"]))
    listed = "SELECT 1 FROM organisations WHERE slug = ?1 OR name = ?1 COLLATE NOCASE"
    if not found and column == "organisation" and catalogue.value(listed, [wanted]):
        return found
    held = {
        fold(r[0])
        for r in catalogue.rows(f"SELECT {column} FROM people UNION SELECT {column} FROM appearances")
        if r[0]
    }
    if not found and not any(fold(wanted) in one for one in held):
        raise UnknownName(f"nobody has that {column}", where=wanted, hint="see: mediakit people list")
    return found


def _session(catalogue: Catalogue, wanted: str) -> frozenset[str]:
    rows = catalogue.rows("SELECT id, slug, title FROM sessions")
    numbers = [r["id"] for r in rows if wanted == r["slug"] or fold(wanted) == fold(r["title"])]
    numbers = numbers or [r["id"] for r in rows if fold(wanted) in fold(r["title"])]
    if not numbers:
        raise UnknownName("no such session", where=wanted, hint="see: mediakit event show EVENT")
    return frozenset(r["id"] for r in catalogue.rows_in("SELECT id FROM assets WHERE session_id IN (?)", numbers))


def _voice(catalogue: Catalogue, wanted: str | None) -> tuple[str | None, frozenset[str]]:
    if not wanted:
        return None, frozenset()
    if catalogue.value("SELECT 1 FROM passages WHERE speaker = ? LIMIT 1", [wanted]):
        slug = wanted
    else:
        slug = people.find(catalogue, wanted).slug
    alone = _ids(
        catalogue,
        "SELECT asset FROM asset_people x JOIN people p ON p.id = x.person_id WHERE p.slug = :slug "
        "AND (SELECT count(*) FROM asset_people y WHERE y.asset = x.asset) = 1",
        slug=slug,
    )
    return slug, alone
