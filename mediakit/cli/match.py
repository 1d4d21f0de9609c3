"""`match`: clips and photos find their session and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mediakit.cli import match_words as words
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse

if TYPE_CHECKING:
    from datetime import timedelta

    from mediakit.catalogue.connect import Catalogue
    from mediakit.catalogue.matches import Stood
    from mediakit.logistics.matching_words import Moved


@click.command()
@click.option("--event", metavar="EVENT", help="Only of this event.")
@click.option("--room", "rooms", multiple=True, metavar="CARD=ROOM[@DAY]", help="Where a card or camera filmed.")
@click.option("--clock", "clocks", multiple=True, metavar="CARD=±H:MM:SS", help="Put a card's clock right.")
@click.option("--explain", metavar="ASSET", help="Say why this one has the session it has, and change nothing.")
@click.option("--plan", is_flag=True, help="Show what would be matched, and write nothing.")
@reports
def match(
    terminal: Terminal,
    event: str | None,
    rooms: tuple[str, ...],
    clocks: tuple[str, ...],
    explain: str | None,
    plan: bool,
) -> None:
    """Match clips and photos to sessions and people, by time and place.

    It runs by itself after `ingest` and `event import`. What a person chose is never changed, and who a match finds in
    a picture is a guess: somebody still has to say it. Two sessions at one time are told apart by the room in which the
    camera stood. A clock that seems to be wrong is named; --clock puts it right (what is added to the camera's time).

    \b
    Example:
      mediakit match --event annual-gathering-2026 --room "A001=Great Hall" --room A002=Library
    """
    from mediakit.logistics import matching

    if plan and (rooms or clocks):
        raise Misuse("--plan writes nothing, so it cannot go with --room or --clock")
    offsets = [_offset(word) for word in clocks]
    with terminal.catalogue() as catalogue:
        if explain:
            _explain(terminal, catalogue, explain)
            return
        stood, moved = _told(terminal, catalogue, event, rooms, offsets)
        found = matching.match(catalogue, event, plan=plan)
        before = words.offsets_of(catalogue)
    document = {
        **words.matched_document(found),
        "plan": plan,
        "rooms": [{"event": s.event, "camera": s.camera, "room": s.room or None, "day": s.day or None} for s in stood],
        "clocks_moved": [words.moved_document(m) for m in moved],
    }
    told = words.moved_lines(moved)
    terminal.report(document, lambda: [*told, *words.matched_lines(found, plan=plan, offsets=before)])


def _offset(word: str) -> tuple[str, timedelta]:
    from mediakit.ingest.capture_time import parse_clock_offset

    card, equals, offset = word.partition("=")
    if not equals or not card.strip():
        raise Misuse(f"{word!r} is not CARD=±H:MM:SS", hint="a camera an hour fast takes --clock A001=-1:00:00")
    return card.strip(), parse_clock_offset(offset)


def _told(
    terminal: Terminal,
    catalogue: Catalogue,
    event: str | None,
    rooms: tuple[str, ...],
    offsets: list[tuple[str, timedelta]],
) -> tuple[list[Stood], list[Moved]]:
    """Write down rooms and clocks, all of them or none."""
    from mediakit.catalogue import matches
    from mediakit.logistics import matching_words

    if not rooms and not offsets:
        return [], []
    meant = matching_words.the_event(catalogue, event)
    stood = matching_words.rooms_told(catalogue, meant, rooms)
    with catalogue.writing():
        matches.put_rooms(catalogue, stood)
        moved = matching_words.clocks_moved(catalogue, meant, offsets)
    for name in matching_words.not_seen(catalogue, stood):
        terminal.say(f"no card or camera is called {name} yet; its room is kept for when one comes")
    return stood, moved


def _explain(terminal: Terminal, catalogue: Catalogue, name: str) -> None:
    from mediakit.catalogue import assets
    from mediakit.logistics import matching

    found, clocks = matching.explain(catalogue, assets.find(catalogue, name))
    terminal.report(words.explained_document(found, clocks), lambda: words.explained_lines(found, clocks))
