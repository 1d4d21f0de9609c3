"""Call sheets: for each day, and for each of the crew, what happens when and where, whom to film, and whom not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mediakit.catalogue import consents, events, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.consent import Channel
from mediakit.domain.deliverable import Deliverable, Stage
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.event import Event, Session
from mediakit.domain.naming import fold
from mediakit.domain.person import Person
from mediakit.domain.verdict import Standing
from mediakit.logistics import promises
from mediakit.logistics.coverage import attending
from mediakit.logistics.matching_rules import is_break


@dataclass(frozen=True, slots=True)
class Crew:
    """One of the crew; rooms: where they film, () for everywhere. name "" is everybody."""

    name: str = ""
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody on a call sheet. consent: a few words; refused: must not be photographed; contact: private, or ""."""

    person: Person
    role: str
    consent: str
    said_yes: bool
    refused: bool
    contact: str


@dataclass(frozen=True, slots=True)
class Line:
    """One session of the running order. mine: it is for this one of the crew."""

    session: Session
    starts: datetime | None
    ends: datetime | None
    people: tuple[Called, ...]
    mine: bool
    is_break: bool


@dataclass(frozen=True, slots=True)
class ShotsWanted:
    """What a promise needs filmed. seen: when and where its person can be met that day; mine: this one makes it."""

    deliverable: Deliverable
    person: Called | None
    seen: tuple[Line, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One day for one of the crew. refused: everybody of the event who must not be photographed, or took back a yes."""

    event: Event
    day: date
    crew: Crew
    lines: tuple[Line, ...]
    shots: tuple[ShotsWanted, ...]
    people: tuple[Called, ...]
    refused: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What call sheets are made of, read once. standings, contacts: by person; no contacts unless they were wanted."""

    event: Event
    agenda: tuple[Session, ...]
    people: Mapping[str, Person]
    standings: Mapping[str, Standing]
    promised: tuple[Deliverable, ...]
    contacts: Mapping[str, str]


def read(catalogue: Catalogue, slug: str, today: date, *, with_contacts: bool) -> Facts:
    """Everything that call sheets of an event need. Raises UnknownName."""
    event = events.find(catalogue, slug)
    agenda = tuple(s for s in events.sessions(catalogue, slug) if s.missing_since is None)
    promised = tuple(p.deliverable for p in promises.standing(catalogue, slug))
    listed = attending(people.every(catalogue), agenda, promised, slug)
    return Facts(
        event=event,
        agenda=agenda,
        people={p.slug: p for p in listed},
        standings=consents.standings(catalogue, Channel.WEB, today),
        promised=promised,
        contacts=people.contacts(catalogue) if with_contacts else {},
    )


def crew_told(words: Sequence[str], agenda: Sequence[Session]) -> list[Crew]:
    """NAME or NAME=ROOM,ROOM as typed. Raises Misuse without a name, UnknownName for a room that is not there."""
    rooms = {fold(s.room): s.room for s in agenda if s.room}
    told = []
    for word in words:
        name, _, where = word.partition("=")
        # a room may have a comma in its name
        parts = [where] if fold(" ".join(where.split())) in rooms else where.split(",")
        wanted = [" ".join(part.split()) for part in parts if part.strip()]
        if not name.strip():
            raise Misuse(f"{word!r} names nobody", hint='for example: --crew "Kit=Great Hall"')
        for room in wanted:
            if fold(room) not in rooms:
                hint = f"rooms: {', '.join(sorted(rooms.values())) or 'none; import the agenda first'}"
                raise UnknownName("the agenda has no such room", where=room, hint=hint)
        told.append(Crew(" ".join(name.split()), tuple(rooms[fold(room)] for room in wanted)))
    return told or [Crew()]


def days_of(facts: Facts, wanted: date | None) -> list[date]:
    """The days that get a sheet: the one that was asked for, or every day of the agenda. Raises Misuse for none."""
    zone = ZoneInfo(facts.event.timezone)
    days = sorted({s.starts_at.astimezone(zone).date() for s in facts.agenda if s.starts_at})
    if not days:
        hint = f"bring in the agenda: mediakit event import FILE --event {facts.event.slug}"
        raise Misuse("its agenda has no session with a time", where=facts.event.slug, hint=hint)
    if wanted and wanted not in days:
        hint = f"its days: {', '.join(day.isoformat() for day in days)}"
        raise Misuse(f"nothing is on its agenda on {wanted}", where=facts.event.slug, hint=hint)
    return [wanted] if wanted else days


def sheet(facts: Facts, day: date, crew: Crew) -> Sheet:
    """The call sheet of a day for one of the crew."""
    zone = ZoneInfo(facts.event.timezone)
    yours = {d.person for d in facts.promised if d.person and is_for(d, crew)}
    lines = tuple(_line(facts, s, zone, crew, yours) for s in facts.agenda if _on(s, day, zone))
    shots = [_shots(facts, d, lines, crew) for d in facts.promised if d.state is Stage.PLANNED]
    # whoever is not there that day is filmed on another
    wanted = [s for s in shots if s.seen or s.person is None]
    called = {c.person.slug: c for line in lines for c in line.people}
    refused = [_called(facts, p) for p in facts.people.values() if p.do_not_photograph or _took_back(facts, p)]
    return Sheet(
        event=facts.event,
        day=day,
        crew=crew,
        lines=lines,
        shots=tuple(sorted(wanted, key=_by_time)),
        people=tuple(sorted(called.values(), key=lambda c: fold(c.person.name))),
        refused=tuple(refused),
    )


def _by_time(wanted: ShotsWanted) -> tuple[bool, bool, float]:
    """This one's own first; then what has its time, in order of it."""
    starts = next((line.starts for line in wanted.seen if line.starts), None)
    return not wanted.mine, starts is None, starts.timestamp() if starts else 0.0


def is_for(deliverable: Deliverable, crew: Crew) -> bool:
    """Whether one of the crew makes this; everybody's sheet has it all."""
    return bool(crew.name) and fold(deliverable.who or "") == fold(crew.name)


def _on(session: Session, day: date, zone: ZoneInfo) -> bool:
    # what has no time yet could be on any day
    return session.starts_at is None or session.starts_at.astimezone(zone).date() == day


def _line(facts: Facts, session: Session, zone: ZoneInfo, crew: Crew, yours: set[str]) -> Line:
    here = not crew.rooms or fold(session.room or "") in {fold(room) for room in crew.rooms}
    return Line(
        session=session,
        starts=session.starts_at.astimezone(zone) if session.starts_at else None,
        ends=session.ends_at.astimezone(zone) if session.ends_at else None,
        people=tuple(_called(facts, facts.people[slug]) for slug in session.people if slug in facts.people),
        mine=here or bool(yours & set(session.people)),
        is_break=is_break(session),
    )


def _took_back(facts: Facts, person: Person) -> bool:
    standing = facts.standings.get(person.slug)
    return standing is not None and standing.withdrawn


def _called(facts: Facts, person: Person) -> Called:
    at = person.at(facts.event.slug)
    standing = facts.standings.get(person.slug, Standing(person.slug, person.name))
    role = ", ".join(text for text in (at.role, at.organisation) if text)
    yes = standing.show_as is not None and not person.do_not_photograph
    contact = facts.contacts.get(person.slug, "")
    return Called(person, role, consent_words(standing), yes, person.do_not_photograph, contact)


def consent_words(standing: Standing) -> str:
    """Where somebody stands for the web, in a few words for the crew."""
    if standing.do_not_photograph:
        return "do not photograph or film"
    if standing.show_as is not None:
        names = {"full": "said yes", "first": "said yes: first name only", "none": "said yes: without the name"}
        return names[standing.show_as.value]
    if standing.withdrawn:
        return "took it back: do not film"
    return "form ran out: ask again" if standing.expired else "no consent for the web: ask first"


def _shots(facts: Facts, deliverable: Deliverable, lines: Sequence[Line], crew: Crew) -> ShotsWanted:
    person = facts.people.get(deliverable.person) if deliverable.person else None
    seen = tuple(line for line in lines if person and person.slug in line.session.people)
    return ShotsWanted(deliverable, _called(facts, person) if person else None, seen, is_for(deliverable, crew))
