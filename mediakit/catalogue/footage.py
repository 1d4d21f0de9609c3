"""What there is of an event, as far as coverage asks: every asset in short, in one or two queries."""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue


@dataclass(frozen=True, slots=True)
class Footage:
    """One asset of an event. angle: the camera, or the card where no camera is known; spoken: it has a transcript.

    people: everybody in it, as slugs; confirmed: a person said so.
    """

    id: str
    kind: str
    role: str
    shot: str | None
    session: str | None
    angle: str
    has_sound: bool
    spoken: bool
    people: tuple[str, ...]
    confirmed: bool
    tags: frozenset[str]


def of_event(catalogue: Catalogue, event: str) -> list[Footage]:
    """Every asset of an event, in order of time."""
    people: dict[str, list[str]] = {}
    guessed: set[str] = set()
    for asset, slug, source in catalogue.rows(
        "SELECT x.asset, p.slug, x.source FROM asset_people x JOIN people p ON p.id = x.person_id "
        "JOIN assets a ON a.id = x.asset JOIN events e ON e.id = a.event_id WHERE e.slug = ? ORDER BY 1, 2",
        [event],
    ):
        people.setdefault(asset, []).append(slug)
        if source == "match":
            guessed.add(asset)
    tags: dict[str, set[str]] = {}
    for asset, tag in catalogue.rows("SELECT asset, lower(tag) FROM tags"):
        tags.setdefault(asset, set()).add(tag)
    spoken = {row[0] for row in catalogue.rows("SELECT asset FROM transcripts WHERE current = 1")}
    rows = catalogue.rows(
        "SELECT a.id, a.kind, a.role, a.shot, s.slug, coalesce(c.camera, a.camera, c.name, ''), a.acodec IS NOT NULL "
        "FROM assets a JOIN events e ON e.id = a.event_id LEFT JOIN sessions s ON s.id = a.session_id "
        "LEFT JOIN cards c ON c.id = a.card_id WHERE e.slug = ? ORDER BY a.captured_at IS NULL, a.captured_at, a.short",
        [event],
    )
    return [
        Footage(
            asset, kind, role, shot, session, angle, bool(sound), asset in spoken, tuple(people.get(asset, ())),
            asset not in guessed, frozenset(tags.get(asset, ())),
        )
        for asset, kind, role, shot, session, angle, sound in rows
    ]  # fmt: skip
