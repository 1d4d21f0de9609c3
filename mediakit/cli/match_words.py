"""What matching found, as JSON and in words."""

from __future__ import annotations

from typing import Any

from mediakit.catalogue.connect import Catalogue
from mediakit.logistics.matching import Matched
from mediakit.logistics.matching_clock import Suspicion
from mediakit.logistics.matching_rules import Match, place_words, time_words
from mediakit.logistics.matching_words import Moved

_MOST_LISTED = 12


def matched_document(found: Matched) -> dict[str, Any]:
    """matched: what is new; unmatched: with the reason; clocks: what is suspected of cards."""
    return {
        "matched": [match_document(m) for m in found.new if m.session],
        "unmatched": [{"asset": m.asset.id, "short": m.asset.short, "reason": m.reason} for m in found.unmatched],
        "unchanged": found.standing,
        "clocks": [clock_document(c) for c in found.clocks],
    }


def match_document(match: Match) -> dict[str, Any]:
    """One match: people with how surely."""
    return {
        "asset": match.asset.id,
        "short": match.asset.short,
        "session": match.session,
        "confidence": round(match.confidence, 3),
        "people": [{"person": slug, "confidence": sure} for slug, sure in match.people],
    }


def clock_document(clock: Suspicion) -> dict[str, Any]:
    """A clock that seems to be wrong; add: seconds."""
    return {
        "event": clock.event,
        "card": clock.card,
        "add": clock.add_s,
        "clips": clock.clips,
        "fits": clock.fits,
        "fits_as_it_is": clock.fitted,
        "says": clock.told,
    }


def moved_document(moved: Moved) -> dict[str, Any]:
    """A clock that was put right."""
    told = {"event": moved.event, "card": moved.card, "clips": moved.clips, "clock_offset": moved.offset_s}
    return {**told, "asset": moved.short, "was": moved.was.isoformat(), "now": moved.now.isoformat()}


def matched_lines(found: Matched, *, plan: bool = False, offsets: dict[str, int] | None = None) -> list[str]:
    """Counts, what has no session and why, and clocks with what to type."""
    sure = [m for m in found.new if m.session]
    lines = [f"{m.asset.short:<28} → {m.session} ({m.confidence:.0%}){_people(m)}" for m in sure[:_MOST_LISTED]]
    lines += [f"… and {len(sure) - _MOST_LISTED} more"] if len(sure) > _MOST_LISTED else []
    verb = "would be matched" if plan else "matched"
    counts = f"{len(sure)} {verb} to sessions, {found.standing} as before, {len(found.unmatched)} without one"
    lines += [counts, *_reasons(found)]
    for clock in found.clocks:
        lines += clock_lines(clock, offsets or {})
    return lines


def ingested_lines(found: Matched, offsets: dict[str, int]) -> list[str]:
    """The same, short: for the end of `ingest` and `event import`. Nothing where nothing was new."""
    sure = sum(1 for m in found.new if m.session)
    if not found.new and not found.clocks:
        return []
    loose = f"; {len(found.unmatched)} without one: mediakit match --plan" if found.unmatched else ""
    lines = [f"{sure} matched to sessions{loose}"]
    for clock in found.clocks:
        lines += clock_lines(clock, offsets)
    return lines


def clock_lines(clock: Suspicion, offsets: dict[str, int]) -> list[str]:
    """A suspicion, and what to type if it is right."""
    offset = offset_text(clock.add_s + offsets.get(clock.card, 0))
    command = f'mediakit match --event {clock.event} --clock "{clock.card}={offset}"'
    return [clock.told, f"  {clock.fitted} fit as they are; if the clock was wrong: {command}"]


def offset_text(seconds: int) -> str:
    """Seconds as ±H:MM:SS.

    >>> offset_text(-3600)
    '-1:00:00'
    """
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else '+'}{hours}:{rest // 60:02}:{rest % 60:02}"


def _people(match: Match) -> str:
    return f": {', '.join(slug for slug, _ in match.people)}" if match.people else ""


def _reasons(found: Matched) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for match in found.unmatched:
        by_reason.setdefault(match.reason, []).append(match.asset.short)
    lines = []
    for reason, names in list(by_reason.items())[:_MOST_LISTED]:
        which = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        lines.append(f"  {which}: {reason}")
    more = len(by_reason) - _MOST_LISTED
    return [*lines, f"  … and {more} more reasons: mediakit match --json"] if more > 0 else lines


def explained_document(match: Match, clocks: list[Suspicion]) -> dict[str, Any]:
    """One asset with every candidate: why each is likely or not."""
    return {
        **match_document(match),
        "by_hand": match.asset.session_chosen,
        "captured_at": match.asset.at.isoformat() if match.asset.at else None,
        "captured_at_source": match.asset.source,
        "room": match.room,
        "reason": match.reason or None,
        "candidates": [
            {
                "session": c.slot.session.slug,
                "score": c.score,
                "starts_at": c.slot.starts.isoformat(),
                "ends_at": c.slot.ends.isoformat(),
                "room": c.slot.session.room,
                "time": time_words(match.asset, c.slot),
                "place": place_words(c),
            }
            for c in match.candidates
        ],
        "clocks": [clock_document(c) for c in clocks],
    }


def explained_lines(match: Match, clocks: list[Suspicion]) -> list[str]:
    """The same in words: clock, room, overlap, second best."""
    asset = match.asset
    when = f"{asset.at:%d %b %Y %H:%M:%S}, read from the {asset.source}" if asset.at else "not known"
    lines = [f"{asset.short}: {_verdict(match)}", f"  taken: {when}"]
    lines.append(
        f"  room: {match.room or 'not said; say it with: mediakit match --room ' + (asset.card or 'CARD') + '=ROOM'}"
    )
    for number, one in enumerate(match.candidates[:4]):
        session = one.slot.session
        word = "best" if number == 0 else "next"
        times = f"{one.slot.starts:%H:%M}–{one.slot.ends:%H:%M}"
        lines.append(
            f"  {word}: {session.slug} ({times}): {time_words(asset, one.slot)}; {place_words(one)}; {one.score:.0%}"
        )
    if asset.people_chosen:
        lines.append("  who is in it was said by a person")
    elif match.people:
        lines.append("  who may be in it: " + ", ".join(f"{slug} ({sure:.0%})" for slug, sure in match.people))
    return [*lines, *(line for clock in clocks for line in clock_lines(clock, {}))]


def _verdict(match: Match) -> str:
    if match.asset.session_chosen:
        return f"{match.session or 'no session'}, as a person chose"
    if match.session:
        return f"{match.session}, {match.confidence:.0%} sure"
    return f"no session: {match.reason}"


def moved_lines(moved: list[Moved]) -> list[str]:
    """What became of clocks, each shown on one clip."""
    return [
        f"{m.card}: {offset_text(m.offset_s)} on the camera's time; {m.short} was {m.was:%d %b %H:%M:%S}, "
        f"is {m.now:%d %b %H:%M:%S} ({m.clips} clip{'s' * (m.clips != 1)})"
        for m in moved
    ]


def offsets_of(catalogue: Catalogue) -> dict[str, int]:
    """What is added to the time of each card already, in seconds, by name."""
    from mediakit.catalogue import cards

    return {c.name: c.clock_offset_s for c in cards.every(catalogue)}
