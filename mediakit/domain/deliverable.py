"""What was promised to somebody, and how far facts say that it has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mediakit.domain.facts import Role


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


SHAPES = ("16:9", "9:16", "1:1", "4:5", "4:3")
"""Width to height of the picture that is wanted."""

# what has to be filmed or photographed for a promise of each kind, where nobody said it
_SHOTS: Mapping[DeliverableKind, tuple[str, ...]] = {
    DeliverableKind.INTERVIEW: ("interview", "cutaway", "portrait"),
    DeliverableKind.FILM: ("b-roll", "wide shot"),
    DeliverableKind.PHOTOS: ("portraits", "the room", "details"),
    DeliverableKind.CLIP: ("talk", "wide shot"),
}


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A promise: what, for whom, by when, how long, and how far it has come. organisation, person: slugs.

    who: who makes it, as a name. shape: one of SHAPES; shots: what has to be filmed for it, in words. identity: what
    the team's own list calls it. assets: ids; quotes: numbers of quotes that keep it.
    """

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
    who: str | None = None
    shape: str | None = None
    shots: tuple[str, ...] = ()
    note: str | None = None
    identity: str | None = None
    quotes: tuple[int, ...] = ()

    @property
    def wanted_shots(self) -> tuple[str, ...]:
        """What has to be filmed for it: as somebody said, else what its kind needs."""
        return self.shots or _SHOTS[self.kind]

    def is_kept_by(self, role: Role) -> bool:
        """Whether something of this role is what was promised, and not only material for it."""
        return role is Role.FINISHED or (role is Role.PHOTO and self.kind is DeliverableKind.PHOTOS)

    def is_late(self, today: date) -> bool:
        """Whether it was due before today and is not published."""
        return self.due is not None and self.due < today and self.state is not Stage.PUBLISHED


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that shows how far a promise has come. at: ISO 8601 in UTC, None where it was not noted."""

    state: Stage
    at: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a promise: when, by whom (None: it followed from a fact), and from which."""

    state: Stage
    at: str
    by: str | None = None
    because: str | None = None


def followed(state: Stage, history: Sequence[Step], facts: Iterable[Fact]) -> Step | None:
    """The further state that facts lead to, or None.

    The latest word of a person outweighs every fact before it: who says "planned" because it is filmed once more is
    not contradicted by what was filmed the first time.
    """
    last = history[-1] if history else None
    since = last.at if last and last.by else ""
    further = [f for f in facts if f.state.rank > state.rank and (not since or (f.at or "") > since)]
    if not further:
        return None
    fact = max(further, key=lambda f: f.state.rank)
    return Step(fact.state, fact.at or (last.at if last else ""), None, fact.because)
