"""Clips and photos find their session by time and place, and their people by the session: decided, then written.

What a person chose is never touched, and a guess is no answer to who is in something (see domain/verdict.py). The
people of what somebody approved are left as they were approved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mediakit.catalogue import events, matches
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.matches import Filmed, Found, Stood
from mediakit.domain.errors import Refused
from mediakit.domain.event import Session
from mediakit.logistics.matching_clock import Suspicion, suspicions
from mediakit.logistics.matching_rules import Match, Rooms, Timetable, people_of, rooms_of
from mediakit.logistics.matching_rules import match as guess

_CHOSEN = 0.99


@dataclass(frozen=True, slots=True)
class Matched:
    """What a run of matching found.

    new: what it changes; unmatched: where no session was sure enough; standing: how many are as they were before.
    """

    new: tuple[Match, ...]
    unmatched: tuple[Match, ...]
    clocks: tuple[Suspicion, ...]
    standing: int


def match(
    catalogue: Catalogue, event: str | None = None, *, cards: Collection[str] | None = None, plan: bool = False
) -> Matched:
    """Match the rushes and photos of one event, or of all; with cards, only theirs. plan: decide, and write nothing.

    Raises UnknownName for the event.
    """
    if event:
        events.find(catalogue, event)
    filmed = [f for f in matches.filmed(catalogue, event) if cards is None or f.card in cards]
    decided, clocks = decide(filmed, events.sessions(catalogue, event), matches.rooms(catalogue, event))
    changes = {m.asset.id: found for m in decided if (found := change(m))}
    if not plan:
        matches.write(catalogue, list(changes.values()))
    unmatched = tuple(m for m in decided if m.session is None and not m.asset.session_chosen)
    new = tuple(m for m in decided if m.asset.id in changes)
    standing = sum(1 for m in decided if m.session and m.asset.id not in changes)
    return Matched(new, unmatched, tuple(clocks), standing)


def decide(
    filmed: Sequence[Filmed], agenda: Sequence[Session], stood: Sequence[Stood]
) -> tuple[list[Match], list[Suspicion]]:
    """A match for every asset, and the clocks that seem to be wrong."""
    found: list[Match] = []
    clocks: list[Suspicion] = []
    for event in dict.fromkeys(f.event for f in filmed):
        mine = [f for f in filmed if f.event == event]
        sessions = {s.slug: s for s in agenda if s.event == event}
        timetable = Timetable(list(sessions.values()))
        rooms = rooms_of([s for s in stood if s.event == event])
        suspected = suspicions(mine, timetable, rooms)
        wrong = {s.card for s in suspected}
        for asset in mine:
            if asset.session_chosen:
                found.append(_by_hand(asset, sessions.get(asset.session or ""), rooms))
            else:
                found.append(guess(asset, timetable, rooms, suspected=asset.card in wrong))
        clocks += suspected
    return found, clocks


def _by_hand(asset: Filmed, session: Session | None, rooms: Rooms) -> Match:
    """A session that a person chose says who is in it as surely as any."""
    people = people_of(asset, session, _CHOSEN) if session else ()
    return Match(asset, asset.session, 1.0, people, (), rooms.where(asset))


def change(match: Match) -> Found | None:
    """What a match changes of its asset, or None. Nothing that a person chose."""
    asset = match.asset
    session = asset.session if asset.session_chosen else match.session
    sure = asset.confidence if asset.session_chosen else (match.confidence if match.session else None)
    people: tuple[tuple[str, float], ...] | None = tuple(sorted(match.people))
    if asset.people_chosen or asset.approved or people == asset.matched:
        people = None
    if people is None and (session, sure) == (asset.session, asset.confidence):
        return None
    return Found(asset.id, asset.event, session, sure, people)


def explain(catalogue: Catalogue, asset_id: str) -> tuple[Match, list[Suspicion]]:
    """How one asset stands to the agenda, with every candidate. Raises Refused for what is never matched by time."""
    everything = matches.filmed(catalogue)
    asset = next((f for f in everything if f.id == asset_id), None)
    if asset is None:
        what = "finished work is not matched by time: it belongs to the rushes that it was cut from"
        raise Refused(what, where=asset_id[:12], hint="say it with: mediakit set ASSET session=… people=…")
    mine = [f for f in everything if f.event == asset.event]
    agenda = events.sessions(catalogue, asset.event)
    rooms = rooms_of(matches.rooms(catalogue, asset.event))
    timetable = Timetable(agenda)
    clocks = [s for s in suspicions(mine, timetable, rooms) if s.card == asset.card]
    found = guess(asset, timetable, rooms, suspected=bool(clocks))
    if asset.session_chosen:
        chosen = next((s for s in agenda if s.slug == asset.session), None)
        by_hand = _by_hand(asset, chosen, rooms)
        found = Match(asset, by_hand.session, 1.0, by_hand.people, found.candidates, found.room)
    return found, clocks
