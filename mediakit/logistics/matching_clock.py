"""Clocks that are wrong: a whole card that fits the agenda, but for one and the same distance. Suspected, and said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from mediakit.catalogue.matches import Filmed
from mediakit.logistics.matching_rules import Rooms, Slot, Timetable, candidates_of

# by how much clocks are usually wrong: summer time, the zone of the last job, noon for midnight, the day
_USUAL_HOURS = (1, 2, 12)
_FEWEST, _FEWEST_ELSE, _FEWEST_SESSIONS = 2, 4, 2
_WELL, _BADLY, _OVERLAP = 0.8, 0.34, 0.5
_IN_MINUTES = 120
_HALF_HOURS = [timedelta(minutes=30 * n) for n in range(-28, 29) if n]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A card whose clock seems to be wrong.

    add_s: what to add to its times, in seconds; fits: how many of its clips lie in a session then, fitted: how many do
    now, of `clips`; from_min, to_min: how far after (before: negative) the sessions' beginnings they lie now.
    """

    event: str
    card: str
    add_s: int
    clips: int
    fits: int
    fitted: int
    from_min: int
    to_min: int

    @property
    def told(self) -> str:
        """The suspicion in one sentence."""
        low, high = sorted((abs(self.from_min), abs(self.to_min)))
        first = f"{low}" if high < _IN_MINUTES else _span(low)
        span = _span(low) if low == high else f"{first} to {_span(high)}"
        side = "after" if self.add_s < 0 else "before"
        which = (
            ("both" if self.clips == 2 else f"all {self.clips}")
            if self.fits == self.clips
            else f"{self.fits} of {self.clips}"
        )
        verb = "lie" if self.fits > 1 else "lies"
        speed = f"{_span(abs(self.add_s) // 60)} {'fast' if self.add_s < 0 else 'slow'}"
        return f"{which} clips of {self.card} {verb} {span} {side} the sessions they would fit: is its clock {speed}?"


def _span(minutes: int) -> str:
    if minutes >= 2 * 24 * 60:
        return f"{minutes / (24 * 60):.0f} days"
    hours, rest = divmod(minutes, 60)
    if minutes < _IN_MINUTES:
        return "an hour" if minutes == 60 else f"{minutes} min"
    return f"{hours} h" + (f" {rest} min" if rest else "")


def suspicions(filmed: Iterable[Filmed], timetable: Timetable, rooms: Rooms) -> list[Suspicion]:
    """Every card of an event whose clips fit badly as they are, and well at one and the same distance."""
    cards: dict[tuple[str, str], list[Filmed]] = {}
    for asset in filmed:
        if asset.card and asset.at and not asset.doubt and asset.source != "mtime":
            cards.setdefault((asset.event, asset.card), []).append(asset)
    if not timetable.slots:
        return []
    found = [_suspicion(clips, timetable, rooms) for clips in cards.values() if len(clips) >= _FEWEST]
    return [one for one in found if one]


def _suspicion(clips: Sequence[Filmed], timetable: Timetable, rooms: Rooms) -> Suspicion | None:
    # a long card says no more in a thousand photos than in fifty spread over it
    some = clips[:: max(1, len(clips) // 50)]
    fitted = sum(_fit(c, timetable, rooms, timedelta(), breaks=True) is not None for c in some)
    if fitted > _BADLY * len(some):
        return None
    ranked = [(_rank(some, timetable, rooms, shift), shift) for shift in [*_HALF_HOURS, *_whole_days(some, timetable)]]
    rank, shift = max(ranked, key=lambda pair: pair[0])
    if rank[0] < _WELL * len(some) or rank[0] <= fitted:
        return None
    return _told(clips, timetable, rooms, shift)


def _rank(clips: Sequence[Filmed], timetable: Timetable, rooms: Rooms, shift: timedelta) -> tuple[int, bool, float]:
    """How well clips fit if their clock is shifted: how many do, whether clocks are often wrong by that, how little.

    Clips that all fall into one session could do so anywhere: that counts as nothing.
    """
    slots = [slot for c in clips if (slot := _fit(c, timetable, rooms, shift, breaks=False))]
    usual = not shift % timedelta(days=1) or abs(shift) / timedelta(hours=1) in _USUAL_HOURS
    enough = len(clips) >= (_FEWEST if usual else _FEWEST_ELSE)
    sessions = len({slot.session.slug for slot in slots})
    return len(slots) if enough and sessions >= _FEWEST_SESSIONS else 0, usual, -abs(shift.total_seconds())


def _told(clips: Sequence[Filmed], timetable: Timetable, rooms: Rooms, shift: timedelta) -> Suspicion:
    slots = [(c, _fit(c, timetable, rooms, shift, breaks=False)) for c in clips]
    away = [round((c.at - slot.starts).total_seconds() / 60) for c, slot in slots if slot and c.at]
    fitted = sum(_fit(c, timetable, rooms, timedelta(), breaks=True) is not None for c in clips)
    first = clips[0]
    add_s = int(shift.total_seconds())
    return Suspicion(first.event, first.card or "", add_s, len(clips), len(away), fitted, min(away), max(away))


def _fit(asset: Filmed, timetable: Timetable, rooms: Rooms, shift: timedelta, *, breaks: bool) -> Slot | None:
    """The session that an asset lies in if its clock is shifted; None where there is none."""
    if asset.at is None:
        return None
    moved = replace(asset, at=asset.at + shift)
    for candidate in candidates_of(moved, timetable, rooms.where(moved)):
        wanted = breaks or not candidate.slot.is_break
        if wanted and candidate.overlaps and candidate.score >= _OVERLAP:
            return candidate.slot
    return None


def _whole_days(clips: Sequence[Filmed], timetable: Timetable) -> list[timedelta]:
    """The distances from the first clip's day to each day of the agenda."""
    first = min(c.at for c in clips if c.at)
    days = sorted({slot.starts.date() for slot in timetable.slots})
    return [timedelta(days=(day - first.date()).days) for day in days if day != first.date()]
