"""An agenda taken over: what is added, changed, gone and kept, decided first and then done all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from mediakit.catalogue import agenda as kept
from mediakit.catalogue import events
from mediakit.catalogue.agenda import Known, Rostered
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.agenda import Agenda, Entry, Problems, Speaker
from mediakit.domain.calendar import today_in
from mediakit.domain.errors import Misuse
from mediakit.domain.event import Event, Session
from mediakit.domain.naming import fold, free_slug, slugify
from mediakit.domain.reimport import merge
from mediakit.logistics import roster
from mediakit.logistics.roster import Change, Roster, Told
from mediakit.logistics.schedule import read_agenda

DEFAULT_KIND = "talk"


@dataclass(frozen=True, slots=True)
class Changed:
    """A session that the file changes. fields: name → (as it was, as it will be)."""

    session: Session
    fields: Mapping[str, tuple[Any, Any]]
    kept: Mapping[str, tuple[Any, Any]]
    imported: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import does.

    event: as it will be; new_event: it is not there yet. unchanged: sessions the file agrees on (some with fields that
    a person's hand keeps). gone: no longer in the file, marked and left; pruned: taken off the agenda; back: again in
    the file. people: slug → what becomes of them.
    """

    event: Event
    new_event: bool
    known: Rostered
    added: tuple[tuple[Session, Mapping[str, Any]], ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[Changed, ...]
    gone: tuple[Session, ...]
    pruned: tuple[Session, ...]
    back: tuple[Session, ...]
    people: Mapping[str, Change] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> list[Changed]:
        """Sessions with a field that a person changed and the file would have otherwise."""
        return [c for c in (*self.changed, *self.unchanged) if c.kept]


def take_over(catalogue: Catalogue, path: Path, event: str | None, zone: str, *, dry_run: bool, prune: bool) -> Plan:
    """Read a file, decide, and do it unless it is a dry run; returns what was decided.

    event: whose agenda it is, None to go by the file. zone: of a new event, where the file names none. Raises
    UnknownName, Misuse, BadInputFile; then nothing was written.
    """
    there = events.every(catalogue)
    wanted = events.find(catalogue, event) if event else None
    agenda, meant, new = read_for(path, there, wanted, zone)
    # what is decided rests on what is there: nobody writes in between
    with catalogue.writing():
        decided = plan(
            agenda,
            meant,
            new_event=new,
            known=kept.sessions(catalogue, meant.slug),
            people=kept.rostered(catalogue, meant.slug),
            prune=prune,
            problems=Problems(str(path)),
        )
        if not wanted and not new:
            _refuse_another_event(decided, str(path))
        if not dry_run:
            apply(catalogue, decided, today_in(meant.timezone))
    return decided


def read_for(path: Path, there: Sequence[Event], wanted: Event | None, zone: str) -> tuple[Agenda, Event, bool]:
    """The agenda of a file, the event that it is of, and whether that is a new one.

    wanted: the event that somebody named. zone: of new events, where the file names none. Raises Misuse where it cannot
    be told which event is meant.
    """
    guess = wanted or (there[0] if len(there) == 1 else None)
    agenda = read_agenda(path, guess.timezone if guess else zone, guess.starts if guess else None)
    event, new = (wanted, False) if wanted else _meant(agenda, there, zone, str(path))
    if event.timezone != (guess.timezone if guess else zone):
        agenda = read_agenda(path, event.timezone, event.starts)
    return agenda, event, new


def _meant(agenda: Agenda, there: Sequence[Event], zone: str, where: str) -> tuple[Event, bool]:
    slug = slugify(agenda.slug or agenda.name or "", fallback="")
    for event in there:
        if slug == event.slug or (agenda.name and fold(agenda.name) == fold(event.name)):
            return event, False
    if len(there) == 1 and _overlap(agenda, there[0]):
        return there[0], False
    if slug and (not there or agenda.starts):
        name = agenda.name or agenda.slug or slug
        return Event(slug, name, agenda.starts, agenda.ends or agenda.starts, timezone=agenda.timezone or zone), True
    if there:
        hint = f"say it with --event: {', '.join(e.slug for e in there[:8])}"
        raise Misuse("it does not say which event it is the agenda of", where=where, hint=hint)
    hint = 'add the event first: mediakit event add "Name" --starts 2026-05-13'
    raise Misuse("it does not say which event it is the agenda of", where=where, hint=hint)


def _refuse_another_event(decided: Plan, where: str) -> None:
    """Refuse a file that has no session of an agenda that it would take off whole. Raises Misuse."""
    lost = len(decided.gone) + len(decided.pruned)
    if lost and not (decided.changed or decided.unchanged or decided.back):
        slug, sessions = decided.event.slug, "one session" if lost == 1 else f"{lost} sessions"
        hint = f"if it is a new agenda of the same event, say --event {slug}; if not, add its event first"
        raise Misuse(f"it has nothing of the {sessions} that {slug} took from an agenda before", where=where, hint=hint)


def _overlap(agenda: Agenda, event: Event) -> bool:
    days = [e.starts_at.date() for e in agenda.entries if e.starts_at]
    days += [day for day in (agenda.starts, agenda.ends) if day]
    if event.starts is None or not days:
        return True
    return min(days) <= (event.ends or event.starts) and event.starts <= max(days)


def plan(
    agenda: Agenda,
    event: Event,
    *,
    new_event: bool,
    known: Sequence[Known],
    people: Rostered,
    prune: bool,
    problems: Problems,
) -> Plan:
    """Decide on every session and speaker. Raises BadInputFile where a speaker could be several people."""
    listed = Roster(people, event.slug)
    matched = _match(agenda.entries, known)
    taken = {k.session.slug for k in known}
    added: list[tuple[Session, Mapping[str, Any]]] = []
    changed: list[Changed] = []
    unchanged: list[Changed] = []
    for number, entry in enumerate(agenda.entries):
        told = _told(entry, _billed(entry, listed, problems))
        there = matched.get(number)
        if there is None:
            new = _new(entry, event.slug, told, taken)
            taken.add(new.slug)
            added.append((new, told))
            continue
        change = _change(there, entry, told)
        (changed if change.fields else unchanged).append(change)
    problems.refuse_if_any()
    gone = _gone(agenda, known, {k.session.slug for k in matched.values()})
    pruned = tuple(k.session for k in gone if prune and not k.assets)
    marked = tuple(k.session for k in gone if k.session not in pruned)
    back = tuple(k.session for k in matched.values() if k.session.missing_since)
    return Plan(
        event=_filled(event, agenda),
        new_event=new_event,
        known=people,
        added=tuple(added),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        gone=marked,
        pruned=pruned,
        back=back,
        people=listed.changes,
        notes=(
            *agenda.notes,
            *_zone_told(agenda, event),
            *_outside(agenda.entries, event),
            *_days_told(event, _filled(event, agenda), new_event),
        ),
    )


def _billed(entry: Entry, listed: Roster, problems: Problems) -> tuple[str, ...]:
    found = []
    for speaker in entry.speakers:
        try:
            found.append(listed.take(_as_told(speaker, entry.where)))
        except Misuse as error:
            problems.add(entry.where, str(error))
    return tuple(dict.fromkeys(found))


def _as_told(speaker: Speaker, where: str) -> Told:
    fields = {
        "honorific": speaker.honorific,
        "post_nominals": speaker.post_nominals,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "contact": speaker.email,
    }
    return Told(speaker.name, where, speaker.identity, fields={n: v for n, v in fields.items() if v})


def _told(entry: Entry, people: tuple[str, ...]) -> dict[str, Any]:
    """What the file says of a session, field by field; of what it does not speak, nothing."""
    everything = {
        "kind": entry.kind or DEFAULT_KIND,
        "room": entry.room,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "abstract": entry.abstract,
        "people": people,
        "opted_out": entry.opted_out,
    }
    return {"title": entry.title, **{name: value for name, value in everything.items() if name in entry.told}}


def _new(entry: Entry, event: str, told: Mapping[str, Any], taken: set[str]) -> Session:
    slug = free_slug(slugify(entry.title, fallback="session"), taken)
    return Session(slug=slug, event=event, identity=entry.identity, **{"kind": DEFAULT_KIND, **told})


def _change(there: Known, entry: Entry, told: Mapping[str, Any]) -> Changed:
    current = {name: getattr(there.session, name) for name in told}
    if there.imported is None and told.get("kind", DEFAULT_KIND) != DEFAULT_KIND == there.session.kind:
        current["kind"] = None  # what nobody said
    merged = merge(current, there.imported, told)
    fields = dict(merged.changed)
    _carry_end(there.session, fields)
    if entry.identity and there.session.identity != entry.identity:
        fields["identity"] = (there.session.identity, entry.identity)
    return Changed(there.session, fields, merged.kept, told)


def _carry_end(session: Session, fields: dict[str, tuple[Any, Any]]) -> None:
    """Move the end with the start, where the file moves the start past an end of which it says nothing."""
    starts = fields.get("starts_at", (None, None))[1]
    if starts and session.starts_at and session.ends_at and "ends_at" not in fields and session.ends_at < starts:
        fields["ends_at"] = (session.ends_at, starts + (session.ends_at - session.starts_at))


def _match(entries: Sequence[Entry], known: Sequence[Known]) -> dict[int, Known]:
    """Number of an entry → the session it is: by identity, else title and start, else title, else room and start."""
    found: dict[int, Known] = {}
    free = {k.session.slug: k for k in known}
    for rule in _RULES:
        rows: dict[object, list[int]] = {}
        for number, entry in enumerate(entries):
            if number not in found and (key := rule.of_entry(entry)) is not None:
                rows.setdefault(key, []).append(number)
        there: dict[object, list[Known]] = {}
        for one in free.values():
            if (key := rule.of_session(one.session)) is not None:
                there.setdefault(key, []).append(one)
        for key, some in rows.items():
            # only where both sides have one of it: two talks called “Lunch” are not guessed at
            one_each = len(some) == 1 and len(there.get(key, ())) == 1
            if one_each and rule.allows(entries[some[0]], there[key][0].session):
                found[some[0]] = free.pop(there[key][0].session.slug)
    return found


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a row and a session may be the same: keys that are equal; loose: not where both have an id of their own."""

    of_entry: Callable[[Entry], object]
    of_session: Callable[[Session], object]
    loose: bool = False

    def allows(self, entry: Entry, session: Session) -> bool:
        return not (self.loose and entry.identity and session.identity)


_RULES = (
    _Rule(lambda e: e.identity, lambda s: s.identity),
    _Rule(lambda e: (fold(e.title), e.starts_at, e.room), lambda s: (fold(s.title), s.starts_at, s.room)),
    _Rule(lambda e: (fold(e.title), e.starts_at), lambda s: (fold(s.title), s.starts_at)),
    _Rule(lambda e: fold(e.title), lambda s: fold(s.title), loose=True),
    _Rule(
        lambda e: (e.starts_at, e.room) if e.starts_at and e.room and e.speakers else None,
        lambda s: (s.starts_at, s.room) if s.starts_at and s.room and s.people else None,
        loose=True,
    ),
)


def _gone(agenda: Agenda, known: Iterable[Known], found: set[str]) -> list[Known]:
    """Sessions of earlier imports that the file no longer has; of its own days, where it does not tell the event's."""
    missing = [k for k in known if k.imported is not None and k.session.slug not in found]
    days = {e.starts_at.date() for e in agenda.entries if e.starts_at}
    if agenda.starts or not days:
        return missing
    first, last = min(days), max(days)
    return [k for k in missing if k.session.starts_at is None or first <= k.session.starts_at.date() <= last]


def _filled(event: Event, agenda: Agenda) -> Event:
    """The event with the days that the file tells, where nobody said them."""
    days = [e.starts_at.date() for e in agenda.entries if e.starts_at]
    starts = event.starts or agenda.starts or (min(days) if days else None)
    last = [(e.ends_at - timedelta(seconds=1)).date() for e in agenda.entries if e.ends_at]
    ends = event.ends or agenda.ends or (max([*days, *last]) if days else None)
    return replace(event, starts=starts, ends=max(starts, ends) if starts and ends else ends)


def _days_told(before: Event, after: Event, new_event: bool) -> list[str]:
    if new_event or before.starts or not after.starts:
        return []
    days = f"{after.starts} to {after.ends}" if after.ends != after.starts else f"{after.starts}"
    return [f"the event had no days; they are taken from the file: {days}"]


def _zone_told(agenda: Agenda, event: Event) -> list[str]:
    if agenda.timezone in (None, event.timezone):
        return []
    hint = f"mediakit event set {event.slug} timezone={agenda.timezone}"
    return [f"the file is of {agenda.timezone}, the event of {event.timezone}; if the file is right: {hint}"]


def _outside(entries: Iterable[Entry], event: Event) -> list[str]:
    if not event.starts or not event.ends:
        return []
    out = [e for e in entries if e.starts_at and not _within(e.starts_at.date(), event.starts, event.ends)]
    if not out:
        return []
    first = out[0]
    day = first.starts_at.date() if first.starts_at else None
    count = f"{len(out)} sessions are" if len(out) > 1 else "one session is"
    days = f"{event.starts} to {event.ends}" if event.ends != event.starts else f"{event.starts}"
    return [f"{count} outside the event's days ({days}), the first “{first.title}” on {day}"]


def _within(day: date, first: date, last: date) -> bool:
    return first <= day <= last


def apply(catalogue: Catalogue, decided: Plan, today: date) -> None:
    """Do what was decided, all of it or nothing. today: in the event's zone, for what is newly gone."""
    event = decided.event.slug
    with catalogue.writing():
        if decided.new_event:
            events.add(catalogue, decided.event)
        else:
            events.change(catalogue, decided.event)
        roster.write(catalogue, decided.known, event, decided.people)
        kept.add_sessions(catalogue, event, decided.added)
        for change in (*decided.changed, *decided.unchanged):
            fields = {name: new for name, (_, new) in change.fields.items()}
            if change.session.missing_since:
                fields["missing_since"] = None
            kept.change_session(catalogue, event, change.session.slug, fields, change.imported)
        for session in decided.gone:
            if session.missing_since is None:
                kept.change_session(catalogue, event, session.slug, {"missing_since": today})
        kept.remove_sessions(catalogue, event, [s.slug for s in decided.pruned])
