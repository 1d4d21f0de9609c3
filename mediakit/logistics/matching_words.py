"""What people say to matching: in which room a camera stood, and how wrong a clock was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mediakit.catalogue import cards, events, matches
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.matches import Stood
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.event import Event
from mediakit.domain.naming import fold
from mediakit.domain.when import parse_day


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock put right: how many clips, and its effect on the first of them."""

    event: str
    card: str
    clips: int
    offset_s: int
    short: str
    was: datetime
    now: datetime


def the_event(catalogue: Catalogue, event: str | None) -> Event:
    """The event meant: the one named, or the only one there is. Raises Misuse, UnknownName."""
    if event:
        return events.find(catalogue, event)
    there = events.every(catalogue)
    if len(there) == 1:
        return there[0]
    hint = f"one of: {', '.join(e.slug for e in there[:8])}" if there else 'add one: mediakit event add "Name"'
    raise Misuse("which event is this? Name it with --event", hint=hint)


def rooms_told(catalogue: Catalogue, event: Event, words: Sequence[str]) -> list[Stood]:
    """CARD=ROOM or CARD=ROOM@DAY as typed; an empty room takes it back. Raises Misuse for what cannot be meant."""
    rooms = {fold(s.room): s.room for s in events.sessions(catalogue, event.slug) if s.room}
    return [_stood(event, word, rooms) for word in words]


def _stood(event: Event, word: str, rooms: Mapping[str, str]) -> Stood:
    camera, equals, told = (" ".join(part.split()) for part in word.partition("="))
    if not camera or not equals:
        raise Misuse(f"{word!r} is not CARD=ROOM", hint='for example: --room "A001=Great Hall"')
    # a room may have an @ in its name
    room, _, day = (told, "", "") if fold(told) in rooms else told.partition("@")
    room = room.strip()
    if room and fold(room) not in rooms:
        there = ", ".join(sorted(rooms.values())) or "none; import the agenda first"
        raise UnknownName(f"the agenda of {event.slug} has no such room", where=room, hint=f"rooms: {there}")
    on = parse_day(day, event.starts).isoformat() if day.strip() else ""
    return Stood(event.slug, camera, rooms.get(fold(room), ""), on)


def not_seen(catalogue: Catalogue, stood: Sequence[Stood]) -> list[str]:
    """Names among these that no card or camera has yet."""
    known = {fold(name) for f in matches.filmed(catalogue) for name in (f.card, f.camera) if name}
    known |= {fold(c.name) for c in cards.every(catalogue)}
    return [s.camera for s in stood if fold(s.camera) not in known]


def clocks_moved(catalogue: Catalogue, event: Event, told: Sequence[tuple[str, timedelta]]) -> list[Moved]:
    """Put the clocks of cards right; nothing is done unless every card is known. offset: added to the camera's time."""
    there = {fold(c.name): c for c in cards.every(catalogue, event.slug)}
    for name, _ in told:
        if fold(name) not in there:
            hint = f"cards: {', '.join(c.name for c in there.values()) or 'none'}"
            raise UnknownName(f"{event.slug} has no such card", where=name, hint=hint)
    with catalogue.writing():
        return [_moved(catalogue, event, there[fold(name)], offset) for name, offset in told]


def _moved(catalogue: Catalogue, event: Event, card: cards.Card, offset: timedelta) -> Moved:
    by = offset - timedelta(seconds=card.clock_offset_s)
    clips = [f for f in matches.filmed(catalogue, event.slug) if f.card == card.name and f.at]
    moments = {f.id: f.at + by for f in clips if f.at}
    offset_s = int(offset.total_seconds())
    matches.move_clock(catalogue, event.slug, card.name, offset_s, moments)
    first = clips[0] if clips else None
    if first is None or first.at is None:
        raise Misuse("none of its clips has a time", where=card.name)
    return Moved(event.slug, card.name, len(clips), offset_s, first.short, first.at, moments[first.id])
