"""Coverage: the agenda, the people and the promises held against what was filmed; what is missing, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mediakit.catalogue import consents, events, footage, people
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.footage import Footage
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Channel, Consent
from mediakit.domain.deliverable import Deliverable, DeliverableKind, Stage
from mediakit.domain.event import Event, Session
from mediakit.domain.person import Person
from mediakit.logistics import promises
from mediakit.logistics.consents import Answer, answer
from mediakit.logistics.matching_rules import is_break, is_interview

_WIDE = frozenset({"wide", "wide shot", "totale", "establishing"})
_NOT_A_PORTRAIT = ("crowd", "talk")
_ASSUMED = timedelta(hours=1)


class Moment(StrEnum):
    """Where a session lies, seen from now."""

    NOW = "now"
    TO_COME = "to come"
    OVER = "over"
    NO_TIME = "no time"


@dataclass(frozen=True, slots=True)
class SessionCover:
    """One session. assets: ids; transcripts: how many of them have one; gaps: what is missing, in plain words."""

    session: Session
    when: Moment
    assets: tuple[str, ...]
    transcripts: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonCover:
    """Somebody of the event. assets: how many show them; consent: for the web; next: the session they are in next."""

    person: Person
    assets: int
    consent: Answer
    gaps: tuple[str, ...]
    next: Session | None


@dataclass(frozen=True, slots=True)
class PromiseCover:
    """A promise. material: how many assets there are that it is, or could be, made from."""

    deliverable: Deliverable
    material: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A whole event as at one moment: sessions in order of time, people of name, promises of due date."""

    event: Event
    at: datetime
    sessions: tuple[SessionCover, ...]
    people: tuple[PersonCover, ...]
    promises: tuple[PromiseCover, ...]

    @property
    def gaps(self) -> int:
        """How many things are missing altogether."""
        gaps = [*(s.gaps for s in self.sessions), *(p.gaps for p in self.people), *(d.gaps for d in self.promises)]
        return sum(len(some) for some in gaps)


def coverage(catalogue: Catalogue, slug: str, at: datetime) -> Coverage:
    """Hold an event against what there is of it. at: the moment that counts as now, aware. Raises UnknownName."""
    event = events.find(catalogue, slug)
    agenda = [s for s in events.sessions(catalogue, slug) if s.missing_since is None]
    there = footage.of_event(catalogue, slug)
    promised = [p.deliverable for p in promises.standing(catalogue, slug)]
    today = today_in(event.timezone, at)
    recorded: dict[str, list[Consent]] = {}
    for consent in consents.every(catalogue):
        recorded.setdefault(consent.person, []).append(consent)
    everybody = attending(people.every(catalogue), agenda, promised, slug)
    return Coverage(
        event,
        at,
        sessions=cover_sessions(agenda, there, at),
        people=cover_people(everybody, agenda, there, recorded, at, today),
        promises=tuple(cover_promise(d, agenda, there, today) for d in promised),
    )


def attending(
    everybody: Sequence[Person], agenda: Sequence[Session], promised: Sequence[Deliverable], event: str
) -> list[Person]:
    """The people of an event: on its list, on its agenda, or promised a film."""
    named = {slug for s in agenda for slug in s.people} | {d.person for d in promised if d.person}
    return [p for p in everybody if p.slug in named or any(a.event == event for a in p.appearances)]


# --- sessions --------------------------------------------------------------------------------------------------------


def cover_sessions(agenda: Sequence[Session], there: Sequence[Footage], at: datetime) -> tuple[SessionCover, ...]:
    """Every session of an agenda with what is missing of it."""
    of_session: dict[str, list[Footage]] = {}
    for one in there:
        if one.session:
            of_session.setdefault(one.session, []).append(one)
    return tuple(_cover_session(s, of_session.get(s.slug, []), at) for s in agenda)


def _cover_session(session: Session, filmed: Sequence[Footage], at: datetime) -> SessionCover:
    ids = tuple(f.id for f in filmed)
    spoken = sum(f.spoken for f in filmed)
    return SessionCover(session, moment_of(session, at), ids, spoken, session_gaps(session, filmed))


def moment_of(session: Session, at: datetime) -> Moment:
    """Whether a session is over, running or to come."""
    if session.starts_at is None:
        return Moment.NO_TIME
    ends = session.ends_at or session.starts_at + _ASSUMED
    if session.starts_at > at:
        return Moment.TO_COME
    return Moment.NOW if at < ends else Moment.OVER


def session_gaps(session: Session, filmed: Sequence[Footage]) -> tuple[str, ...]:
    """What is missing of one session; of a break nothing ever is."""
    rushes = [f for f in filmed if f.role != "finished"]
    clips = [f for f in rushes if f.kind == "video"]
    if session.opted_out:
        return (f"must not be recorded, and {_count(filmed, 'file')} of it are here",) if filmed else ()
    if is_break(session):
        return ()
    recordings = [f for f in rushes if f.has_sound]
    silent = bool(recordings) and not any(f.spoken for f in filmed)
    late = ("no transcript",) if silent else ()
    if is_interview(session):
        if not clips:
            return ("no footage", *late)
        return (("only one angle", *late)) if len({f.angle for f in clips}) == 1 else late
    if not clips:
        return ("no footage", *late)
    wide = any(f.shot == "crowd" or f.tags & _WIDE for f in clips)
    return late if wide else ("no wide shot", *late)


def _count(some: Sequence[object], noun: str) -> str:
    return f"{len(some)} {noun}{'s' * (len(some) != 1)}"


# --- people ----------------------------------------------------------------------------------------------------------


def cover_people(
    everybody: Sequence[Person],
    agenda: Sequence[Session],
    there: Sequence[Footage],
    recorded: Mapping[str, Sequence[Consent]],
    at: datetime,
    today: date,
) -> tuple[PersonCover, ...]:
    """Everybody with what is missing of them."""
    counts = Counter(slug for f in there for slug in f.people)
    portrayed = {f.people[0] for f in there if is_portrait(f)}
    coming: dict[str, Session] = {}
    for session in reversed(agenda):
        if moment_of(session, at) in (Moment.NOW, Moment.TO_COME):
            coming |= dict.fromkeys(session.people, session)
    found = []
    for person in everybody:
        entry = answer(recorded.get(person.slug, ()), Channel.WEB, today)
        portrait = person.slug in portrayed
        gaps = person_gaps(person, entry.answer, counts[person.slug], portrait=portrait)
        if "no consent" in gaps and recorded.get(person.slug):
            gaps = ("no consent for the web", *gaps[1:])
        found.append(PersonCover(person, counts[person.slug], entry.answer, gaps, coming.get(person.slug)))
    return tuple(found)


def is_portrait(one: Footage) -> bool:
    """Whether a photo shows one person, as somebody said, and not as one of a room."""
    alone = one.kind == "photo" and len(one.people) == 1 and one.confirmed
    return alone and (one.shot not in _NOT_A_PORTRAIT or "portrait" in one.tags)


def person_gaps(person: Person, consent: Answer, assets: int, *, portrait: bool) -> tuple[str, ...]:
    """What is missing of one person; who must not be photographed needs nothing but not to be there."""
    if person.do_not_photograph:
        return (f"must not be photographed, and is in {assets} file{'s' * (assets != 1)}",) if assets else ()
    gaps = {
        "no consent": consent is Answer.NONE,
        "consent withdrawn": consent is Answer.WITHDRAWN,
        "consent ran out": consent is Answer.RAN_OUT,
        "nothing filmed": consent is Answer.YES and not assets,
        # nobody asks somebody who said no to stand before the camera
        "no portrait": consent is not Answer.WITHDRAWN and not portrait,
    }
    return tuple(gap for gap, missing in gaps.items() if missing)


# --- promises --------------------------------------------------------------------------------------------------------


def cover_promise(
    deliverable: Deliverable, agenda: Sequence[Session], there: Sequence[Footage], today: date
) -> PromiseCover:
    """A promise with what is missing of it."""
    interviews = {s.slug for s in agenda if is_interview(s)}
    tied = len(deliverable.assets) + len(deliverable.quotes)
    material = tied or sum(_could_serve(deliverable, f, interviews) for f in there)
    gaps = []
    if not material and deliverable.state in (Stage.PLANNED, Stage.FILMED):
        gaps.append("no material")
    if deliverable.is_late(today):
        gaps.append("late")
    return PromiseCover(deliverable, material, tuple(gaps))


def _could_serve(deliverable: Deliverable, one: Footage, interviews: set[str]) -> bool:
    """Whether something could be material for a promise to which nothing was attached yet."""
    if one.role == "finished" or (deliverable.person and deliverable.person not in one.people):
        return False
    if deliverable.kind is DeliverableKind.PHOTOS:
        return one.kind == "photo"
    if deliverable.kind is DeliverableKind.INTERVIEW:
        return one.kind != "photo" and (one.shot == "interview" or one.session in interviews)
    return one.kind == "video"
