"""How far each promise has come: what somebody said of it, and what followed from facts since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from mediakit.catalogue import assets, deliverables, events, publications
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.deliverables import Attached
from mediakit.catalogue.publications import Sent
from mediakit.domain.asset import Approval
from mediakit.domain.deliverable import Deliverable, Fact, Stage, Step, followed
from mediakit.domain.facts import Role


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as it stands: deliverable.state is the state that facts lead to; history ends with that."""

    deliverable: Deliverable
    history: tuple[Step, ...]

    @property
    def because(self) -> str | None:
        """The fact that led to its state, where nobody said it."""
        return self.history[-1].because if self.history else None


def standing(catalogue: Catalogue, event: str | None = None) -> list[Promise]:
    """All promises, or those of one event, by due date, as they stand today. Raises UnknownName for the event."""
    if event:
        events.find(catalogue, event)
    tied = deliverables.attached(catalogue)
    ids = list(dict.fromkeys(one.asset for some in tied.values() for one in some))
    approved = {a.id: a.approval for a in assets.load(catalogue, ids) if a.approved and a.approval} if ids else {}
    sent = {s.asset: s for s in publications.online(catalogue, ids, surely=True)}
    states = deliverables.states(catalogue)
    return [
        _standing(d, states.get((d.event, d.slug), []), facts_of(d, tied.get((d.event, d.slug), ()), approved, sent))
        for d in deliverables.every(catalogue, event)
    ]


def one(catalogue: Catalogue, found: Deliverable) -> Promise:
    """One promise as it stands."""
    return next(p for p in standing(catalogue, found.event) if p.deliverable.slug == found.slug)


def _standing(deliverable: Deliverable, history: Sequence[Step], facts: Sequence[Fact]) -> Promise:
    step = followed(deliverable.state, history, facts)
    if step is None:
        return Promise(deliverable, tuple(history))
    return Promise(replace(deliverable, state=step.state), (*history, step))


def facts_of(
    deliverable: Deliverable,
    tied: Sequence[Attached],
    approved: Mapping[str, Approval],
    sent: Mapping[str, Sent],
) -> list[Fact]:
    """What the assets that are tied to a promise show: filmed, edited, approved, published."""
    found = []
    for one in tied:
        stage = Stage.EDITED if one.role is Role.FINISHED else Stage.FILMED
        found.append(Fact(stage, one.at, f"a {_WORDS[one.role]} is attached"))
        if not deliverable.is_kept_by(one.role):
            continue
        if approval := approved.get(one.asset):
            found.append(Fact(Stage.APPROVED, _utc(approval.at), f"{approval.by} approved it"))
        if there := sent.get(one.asset):
            found.append(Fact(Stage.PUBLISHED, _utc(there.at), f"it is online at {there.destination}"))
    return found


_WORDS = {Role.RUSH: "rush", Role.FINISHED: "finished film or photo", Role.PHOTO: "photo"}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def due(promises: Sequence[Promise], until: date | None) -> list[Promise]:
    """What is due and not published, the most overdue first; until: only what is due by that day."""
    return [
        p
        for p in promises
        if (day := p.deliverable.due) and p.deliverable.state is not Stage.PUBLISHED and (until is None or day <= until)
    ]
