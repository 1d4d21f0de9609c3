"""Which session a clip or photo shows, how surely, and who is then in it. Pure: time and place in, a guess out.

A guess is between 0 and 1 and never 1, which is a person's own word. Below LEAST nothing is claimed: two sessions at
one time, and nobody knows in which room the camera stood, is no answer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mediakit.catalogue.matches import Filmed, Stood
from mediakit.domain.event import Session
from mediakit.domain.naming import fold

LEAST = 0.5
_NEAR = timedelta(minutes=15)
_NO_END = timedelta(hours=1)
_LONGEST = timedelta(hours=14)
_BREAKS = ("break", "lunch", "coffee", "registration", "dinner", "reception", "social", "networking")
_WHOLE_DAY = "all day"
# how far a time is believed, by where it was read
_BELIEVED = {"metadata": 1.0, "sidecar": 1.0, "filename": 0.95, "timecode": 0.8, "mtime": 0.7}
_ROOM_UNKNOWN, _BREAK, _NEARBY = 0.85, 0.85, 0.8
_RIVAL, _RIVAL_NEARBY = 0.6, 0.3
_SUSPECTED = 0.5


def is_break(session: Session) -> bool:
    """Whether nobody speaks in it: coffee, lunch, registration, or something that lasts the whole day."""
    kind = fold(session.kind)
    return kind == _WHOLE_DAY or any(word in kind for word in _BREAKS)


def is_interview(session: Session) -> bool:
    """Whether it is an interview slot."""
    return "interview" in fold(session.kind)


@dataclass(frozen=True, slots=True)
class Slot:
    """A session with the times it is held against. room: as it is compared."""

    session: Session
    starts: datetime
    ends: datetime
    room: str
    is_break: bool
    is_interview: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One session that an asset could show. score: 0 to 1. in_known_room: both rooms are known, and are one."""

    slot: Slot
    score: float
    overlaps: bool
    in_known_room: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one asset. session: slug, None where nothing is sure enough; reason: why not, else empty."""

    asset: Filmed
    session: str | None
    confidence: float
    people: tuple[tuple[str, float], ...]
    candidates: tuple[Candidate, ...] = ()
    room: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where cards and cameras stood, by name and day."""

    of: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def where(self, asset: Filmed) -> str | None:
        """The room that an asset was filmed in, as somebody noted it for its card, else for its camera."""
        day = asset.at.date().isoformat() if asset.at else ""
        for name in (asset.card, asset.camera):
            for when in (day, ""):
                if name and (room := self.of.get((fold(name), when))):
                    return room
        return None


def rooms_of(stood: Sequence[Stood]) -> Rooms:
    """Where everything stood, ready to be asked."""
    return Rooms({(fold(s.camera), s.day): s.room for s in stood})


class Timetable:
    """The sessions of one event that have a time, found by time."""

    def __init__(self, agenda: Sequence[Session]) -> None:
        timed = [s for s in agenda if s.starts_at and s.kind != _WHOLE_DAY and s.missing_since is None]
        slots = (_slot(s, s.starts_at, timed) for s in timed if s.starts_at)
        self.slots = sorted(slots, key=lambda slot: slot.starts)
        self._starts = [slot.starts for slot in self.slots]

    def near(self, begins: datetime, ends: datetime) -> list[Slot]:
        """The slots that overlap a stretch of time or lie close to it."""
        first = bisect_left(self._starts, begins - _LONGEST)
        last = bisect_right(self._starts, ends + _NEAR)
        return [slot for slot in self.slots[first:last] if slot.ends + _NEAR >= begins]


def _slot(session: Session, starts: datetime, agenda: Sequence[Session]) -> Slot:
    if session.ends_at and session.ends_at > starts:
        return _known(session, starts, min(session.ends_at, starts + _LONGEST))
    # without an end: until the next one in the same room, an hour at most
    later = [s.starts_at for s in agenda if s.room == session.room and s.starts_at and s.starts_at > starts]
    return _known(session, starts, min([*later, starts + _NO_END]))


def _known(session: Session, starts: datetime, ends: datetime) -> Slot:
    return Slot(session, starts, ends, fold(session.room or ""), is_break(session), is_interview(session))


def match(asset: Filmed, timetable: Timetable, rooms: Rooms, *, suspected: bool = False) -> Match:
    """Decide on one asset. suspected: the clock of its card seems to be wrong, so its time is worth little."""
    room = rooms.where(asset)
    if asset.at is None or asset.doubt:
        return Match(asset, None, 0.0, (), (), room, asset.doubt or "nobody knows when it was taken")
    candidates = candidates_of(asset, timetable, room)
    if not candidates:
        where = f" in {room}" if room else ""
        return Match(asset, None, 0.0, (), (), room, f"no session{where} lies near {asset.at:%d %b %Y %H:%M}")
    sure = confidence(candidates) * (_SUSPECTED if suspected else 1.0)
    if sure < LEAST:
        return Match(asset, None, sure, (), candidates, room, _why_not(asset, candidates, room, suspected=suspected))
    session = candidates[0].slot.session
    return Match(asset, session.slug, sure, people_of(asset, session, sure), candidates, room)


def candidates_of(asset: Filmed, timetable: Timetable, room: str | None) -> tuple[Candidate, ...]:
    """The sessions that an asset could show, the likeliest first."""
    if asset.at is None:
        return ()
    ends = asset.at + timedelta(milliseconds=asset.duration_ms)
    where = fold(room or "")
    found = [c for slot in timetable.near(asset.at, ends) if (c := _candidate(asset, slot, where))]
    return tuple(sorted(found, key=lambda c: -c.score))


def confidence(candidates: Sequence[Candidate]) -> float:
    """How sure the first of these is, seeing the second."""
    first, *others = candidates
    if not others:
        return min(first.score, 0.99)
    rival = _RIVAL if others[0].overlaps or not first.overlaps else _RIVAL_NEARBY
    return round(max(min(first.score, 0.99) - rival * others[0].score, 0.0), 3)


def _candidate(asset: Filmed, slot: Slot, room: str) -> Candidate | None:
    if room and slot.room and room != slot.room:
        return None
    timely, overlaps = _timely(asset, slot)
    if not timely:
        return None
    known = bool(room and slot.room)
    score = timely * (1.0 if known else _ROOM_UNKNOWN) * _BELIEVED.get(asset.source or "", 0.7) * _fits(asset, slot)
    return Candidate(slot, round(score, 3), overlaps, known)


def _timely(asset: Filmed, slot: Slot) -> tuple[float, bool]:
    """How well the times agree (0 to 1), and whether they overlap at all."""
    begins = asset.at or slot.starts
    length = timedelta(milliseconds=asset.duration_ms)
    ends = begins + length
    if asset.duration_ms < 1000:
        if slot.starts <= begins < slot.ends:
            return 1.0, True
    elif (overlap := min(ends, slot.ends) - max(begins, slot.starts)) > timedelta():
        return max(overlap / length, overlap / (slot.ends - slot.starts)), True
    gap = max(slot.starts - ends, begins - slot.ends, timedelta())
    return max(0.0, _NEARBY * (1 - gap / _NEAR)), False


def time_words(asset: Filmed, slot: Slot) -> str:
    """How the times agree, in words."""
    begins = asset.at or slot.starts
    ends = begins + timedelta(milliseconds=asset.duration_ms)
    if not _timely(asset, slot)[1]:
        gap = max(slot.starts - ends, begins - slot.ends, timedelta())
        side = "before it begins" if ends <= slot.starts else "after it ends"
        return f"{round(gap.total_seconds() / 60)} min {side}"
    if asset.duration_ms < 1000:
        return "taken during it"
    share = (min(ends, slot.ends) - max(begins, slot.starts)) / (ends - begins)
    return f"{share:.0%} of it lies in the session"


def place_words(candidate: Candidate) -> str:
    """What is known of the room, in words."""
    room = candidate.slot.session.room
    if candidate.in_known_room:
        return f"the camera stood in {room}"
    return f"nobody said where the camera stood ({room})" if room else "the session has no room"


def _fits(asset: Filmed, slot: Slot) -> float:
    """What else speaks for or against it: the shot, people that somebody named, a break."""
    score = _BREAK if slot.is_break else 1.0
    if asset.shot in ("interview", "talk") and (asset.shot == "interview") != slot.is_interview:
        score *= 0.3
    elif asset.shot == "crowd" and slot.is_interview:
        score *= 0.6
    billed = slot.session.people
    if asset.people and asset.people_chosen and not set(asset.people) & set(billed):
        score *= 0.5 if billed else 0.7
    return score


def people_of(asset: Filmed, session: Session, sure: float) -> tuple[tuple[str, float], ...]:
    """Who is in it then, and how surely: those billed, unless it shows the room, or too many could be meant."""
    if is_break(session) or asset.shot in ("crowd", "detail") or not session.people:
        return ()
    photo, alone = asset.kind == "photo", len(session.people) == 1
    if is_interview(session) and alone:
        factor = 0.95 if photo else 1.0
    elif alone:
        factor = 0.9
    else:
        factor = 0.6 if photo else 0.75
    each = round(sure * factor, 3)
    return tuple((slug, each) for slug in session.people) if each >= LEAST else ()


def _why_not(asset: Filmed, candidates: Sequence[Candidate], room: str | None, *, suspected: bool) -> str:
    if suspected:
        return "the clock of its card seems to be wrong"
    first = candidates[0]
    if len(candidates) > 1 and confidence(candidates[:1]) >= LEAST:
        second = candidates[1].slot.session
        both = f"{first.slot.session.slug} or {second.slug}"
        return f"it could show {both}" + ("" if room else "; say in which room the camera stood")
    return f"the nearest is {first.slot.session.slug}: {time_words(asset, first.slot)}"
