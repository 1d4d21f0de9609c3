"""What was promised to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DeliverableKind(StrEnum):
    INTERVIEW = "interview"
    FILM = "film"
    PHOTOS = "photos"
    CLIP = "clip"


class Stage(StrEnum):
    """How far a promise has come, in order."""

    PLANNED = "planned"
    FILMED = "filmed"
    EDITED = "edited"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def rank(self) -> int:
        return list(Stage).index(self)


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A promise: what, for whom, by when, how long, and how far it has come. organisation, person: slugs."""

    slug: str
    event: str
    title: str
    kind: DeliverableKind = DeliverableKind.FILM
    organisation: str | None = None
    person: str | None = None
    due: date | None = None
    length_ms: int | None = None
    state: Stage = Stage.PLANNED
    assets: tuple[str, ...] = ()
