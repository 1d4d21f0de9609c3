"""Photos in grids and sets: those of one moment folded into one, the best of them on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from mediakit.domain import event as nouns
from mediakit.domain.asset import Asset, photo_versions
from mediakit.domain.bursts import bursts
from mediakit.domain.facts import Kind, TimeSource
from mediakit.gallery.cards import Cards
from mediakit.gallery.pages import Link, Photo
from mediakit.gallery.pages_beside import PhotoSet, PhotosPage

T = TypeVar("T")

PHOTOS_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """What tells which photos are of one moment. order: its place in a set."""

    id: str
    camera: str
    shape: tuple[int, int]
    at: float | None
    look: str | None
    sharp: tuple[float, int]
    order: tuple[bool, float, str, str]


def moments(cards: Cards, photos: Iterable[Asset]) -> list[tuple[Asset, ...]]:
    """Photos as bursts, the one to show first: what was rated highest, then the sharpest; the rest in order of time.

    A photo whose camera or time nobody knows is a moment of its own.
    """
    known = {a.id: a for a in photos}
    found: list[tuple[Asset, ...]] = []
    frames = [_frame(cards, a) for a in known.values()]
    frames.sort(key=lambda frame: frame.order)
    for burst in bursts(frames):
        row = [known[i] for i in burst.photos]
        if len(row) == 1:
            found.append((row[0],))
            continue
        top = max(row, key=lambda a: (a.rating or 0, a.id == burst.top))
        found.append((top, *(a for a in row if a is not top)))
    return found


def moments_of_all(cards: Cards) -> list[tuple[Asset, ...]]:
    """The same of every photo that is shown: found once, the first page and the grid of all of them ask for it too."""
    if not cards.moments:
        cards.moments += moments(cards, (a for a in cards.of.published if a.kind is Kind.PHOTO))
    return cards.moments


def _frame(cards: Cards, asset: Asset) -> Frame:
    """A photo is in the sets of everything it belongs to: it is looked at once."""
    if asset.id not in cards.frames:
        cards.frames[asset.id] = _look_at(asset)
    return cards.frames[asset.id]


def _look_at(asset: Asset) -> Frame:
    told = asset.captured_at_source in (TimeSource.METADATA, TimeSource.SIDECAR) and not asset.captured_at_doubt
    at = asset.captured_at.timestamp() if asset.captured_at and told and asset.camera else None
    made = photo_versions(asset)
    shape = (asset.width_px or 0, asset.height_px or 0)
    measured = next((r for r in made if r.look), None)
    sharp = ((measured.sharpness or 0.0) if measured else 0.0, made[0].bytes if made else 0)
    look, order = measured.look if measured else None, in_order_of_time(asset)
    return Frame(asset.id, f"{asset.card} {asset.camera}", shape, at, look, sharp, order)


def in_order_of_time(asset: Asset) -> tuple[bool, float, str, str]:
    """The order of a set: as it was taken; what has no time last."""
    return (asset.captured_at is None, asset.captured_at.timestamp() if asset.captured_at else 0, asset.short, asset.id)


def grid(cards: Cards, photos: Iterable[Asset], most: int | None = None) -> tuple[Photo, ...]:
    """Photos for a grid, in the order given, those of one moment folded into one; most: how many moments."""
    given = list(photos)
    place = {a.id: n for n, a in enumerate(given)}
    found = moments_of_all(cards) if len(given) == len(cards.photos) else moments(cards, given)
    folded = sorted(found, key=lambda row: min(place[a.id] for a in row))
    shown = []
    for top, *others in folded[:most]:
        card = cards.photos[top.id]
        shown.append(replace(card, more=tuple(cards.photos[a.id] for a in others)) if others else card)
    return tuple(shown)


def of_event(cards: Cards, event: str) -> list[Asset]:
    """The photos of an event, as they were taken."""
    return _as_taken(cards, (event, None), cards.by_event.get(event, ()))


def of_session(cards: Cards, session: nouns.Session) -> list[Asset]:
    """The photos of a session, as they were taken."""
    key = (session.event, session.slug)
    return _as_taken(cards, key, cards.by_session.get(key, ()))


def _as_taken(cards: Cards, key: tuple[str, str | None], shown: Iterable[Asset]) -> list[Asset]:
    """Sorted once: the pages of each session ask for the whole event's again and again."""
    if key not in cards.photo_rows:
        cards.photo_rows[key] = sorted((a for a in shown if a.kind is Kind.PHOTO), key=in_order_of_time)
    return cards.photo_rows[key]


def set_of_event(cards: Cards, event: str) -> str | None:
    """Where the photos of an event are, if it has any."""
    return f"events/{event}/photos/index.html" if of_event(cards, event) else None


def set_of_session(cards: Cards, session: nouns.Session) -> str | None:
    """Where the photos of a session are: only where there are several, and they are not all of their event."""
    here = of_session(cards, session)
    if len(here) < 2 or len(here) == len(of_event(cards, session.event)):
        return None
    return f"events/{session.event}/photos/{cards.shown_slug(session)}/index.html"


def photo_pages(cards: Cards) -> Iterator[PhotosPage]:
    """The grid of all photos, newest first, and the sets of events and sessions as they were taken."""
    everything = [a for a in cards.of.published if a.kind is Kind.PHOTO]
    if not everything:
        return
    events = [e for e in cards.of.events if of_event(cards, e.slug)]
    sets = tuple(_event_set(cards, e) for e in reversed(events)) if len(events) > 1 else ()
    yield from _pages(cards, everything, PhotosPage("photos/index.html", "Photos", (), sets=sets))
    for event in events:
        above = (Link("Photos", "photos/index.html"),)
        here = of_event(cards, event.slug)
        parts = tuple(_session_sets(cards, event))
        base = PhotosPage(f"events/{event.slug}/photos/index.html", event.name, (), above=above)
        base = replace(base, starts=event.starts, ends=event.ends, parts=parts, updated=cards.updated(here))
        base = replace(base, archive=cards.archives.get(event.slug))
        yield from _pages(cards, here, base)
        for session in cards.sessions.values():
            path = set_of_session(cards, session) if session.event == event.slug else None
            if path:
                beneath = (*above, Link(event.name, base.path))
                yield from _pages(cards, of_session(cards, session), PhotosPage(path, session.title, (), above=beneath))


def _event_set(cards: Cards, event: nouns.Event) -> PhotoSet:
    here = of_event(cards, event.slug)
    cover = max(here, key=lambda a: a.rating or 0)
    path = f"events/{event.slug}/photos/index.html"
    return PhotoSet(event.name, path, len(here), cards.photos[cover.id].picture, event.starts, event.ends)


def _session_sets(cards: Cards, event: nouns.Event) -> Iterator[PhotoSet]:
    for session in cards.sessions.values():
        path = set_of_session(cards, session) if session.event == event.slug else None
        if path:
            yield PhotoSet(session.title, path, len(of_session(cards, session)))


def _pages(cards: Cards, photos: Sequence[Asset], base: PhotosPage) -> Iterator[PhotosPage]:
    shown = grid(cards, photos)
    folder = base.path.removesuffix("/index.html")
    for number, path, before, after, items in paged(shown, folder, PHOTOS_A_PAGE):
        page = replace(base, path=path, photos=items, number=number, previous=before, following=after)
        page = replace(page, total=len(photos), moments=len(shown), first=(number - 1) * PHOTOS_A_PAGE)
        yield page if number == 1 else replace(page, sets=())


def paged(
    items: Sequence[T], folder: str, most: int
) -> Iterator[tuple[int, str, str | None, str | None, tuple[T, ...]]]:
    """Number, path, path before, path after and items of each page of a long list."""
    paths = [
        f"{folder}/index.html" if n == 1 else f"{folder}/page/{n}/index.html"
        for n in range(1, -(-len(items) // most) + 1)
    ]
    for i, path in enumerate(paths):
        before, after = paths[i - 1] if i else None, paths[i + 1] if i + 1 < len(paths) else None
        yield i + 1, path, before, after, tuple(items[i * most : (i + 1) * most])
