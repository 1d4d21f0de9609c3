"""Events: their agenda with what was recorded of each session, and what can be taken along."""

from __future__ import annotations

from dataclasses import replace

from mediakit.domain import event as nouns
from mediakit.domain.facts import Kind
from mediakit.domain.naming import fold
from mediakit.gallery import photo_sets, topic_pages
from mediakit.gallery.cards import Cards
from mediakit.gallery.event_files import downloads_of
from mediakit.gallery.organisation_pages import organisations_shown
from mediakit.gallery.pages import EventCard, Picture
from mediakit.gallery.pages_beside import EventPage, Session
from mediakit.gallery.search_index import Entry, Said

PHOTOS_ON_EVENT, PHOTOS_OF_SESSION = 24, 6


def event_path(event: nouns.Event) -> str:
    """Where the page of an event is."""
    return f"events/{event.slug}/index.html"


def event_card(cards: Cards, event: nouns.Event) -> EventCard:
    """An event for a list."""
    shown = cards.by_event.get(event.slug, [])
    photos, films = (sum(a.kind is kind for a in shown) for kind in (Kind.PHOTO, Kind.VIDEO))
    card = EventCard(event.name, event_path(event), event.starts, event.ends, event.venue, len(shown) - photos, photos)
    return replace(card, films=films, cover=_cover(cards, event))


def _cover(cards: Cards, event: nouns.Event) -> Picture | None:
    """The photo with the most stars, the first of them; else the still of the first film."""
    photos = photo_sets.of_event(cards, event.slug)
    if photos:
        best = max(photos, key=lambda a: a.rating or 0)
        return replace(cards.photos[best.id].picture, alt="")
    films = (a for a in cards.by_event.get(event.slug, ()) if a.kind is Kind.VIDEO)
    return next((poster for a in films if (poster := cards.recordings[a.id].poster)), None)


def add_event_pages(cards: Cards) -> None:
    """A page for every event of which something is shown."""
    for event in cards.of.events:
        cards.gallery.pages.append(_event_page(cards, event))
        titles = tuple(Said(None, s.title) for s in cards.of.sessions if s.event == event.slug)
        cards.gallery.entries.append(_found_by(event, titles))


def _found_by(event: nouns.Event, titles: tuple[Said, ...]) -> Entry:
    year = str(event.starts.year) if event.starts else ""
    own = Entry(event_path(event), "Event", event.name, text=event.venue or "", said=titles, year=year)
    return replace(own, event=event.name, event_slug=event.slug)


def _event_page(cards: Cards, event: nouns.Event) -> EventPage:
    sessions = [s for s in cards.of.sessions if s.event == event.slug]
    here = cards.by_event.get(event.slug, [])
    loose = [a for a in here if (event.slug, a.session or "") not in cards.sessions]
    photos = photo_sets.of_event(cards, event.slug)
    loose_photos = [a for a in photos if (event.slug, a.session or "") not in cards.sessions]
    named = [slug for s in sessions for slug in s.people]
    named += [slug for a in here for slug in a.people]
    pairs = [(slug, cards.person(slug, event.slug)) for slug in dict.fromkeys(named)]
    people = [replace(p, picture=cards.face(slug)) for slug, p in pairs if p]
    return EventPage(
        path=event_path(event),
        name=event.name,
        starts=event.starts,
        ends=event.ends,
        venue=event.venue,
        sessions=tuple(_session(cards, s) for s in sessions),
        recordings=tuple(cards.recordings[a.id] for a in loose if a.kind is not Kind.PHOTO),
        photos=photo_sets.grid(cards, loose_photos, PHOTOS_ON_EVENT),
        photos_total=len(photos),
        photo_set=photo_sets.set_of_event(cards, event.slug),
        people=tuple(sorted(people, key=lambda p: fold(p.name))),
        organisations=organisations_shown(cards, event.slug),
        topics=topic_pages.topics_of(cards, here),
        notice=event.crowd_notice,
        downloads=tuple(downloads_of(cards, event)),
        updated=cards.updated(here),
    )


def _session(cards: Cards, session: nouns.Session) -> Session:
    shown = cards.by_session.get((session.event, session.slug), [])
    photos = photo_sets.of_session(cards, session)
    return Session(
        title=session.title,
        anchor=cards.anchor(session),
        starts=session.starts_at,
        ends=session.ends_at,
        room=session.room,
        people=cards.people(session.people, session.event),
        recordings=tuple(cards.recordings[a.id] for a in shown if a.kind is not Kind.PHOTO),
        photos=photo_sets.grid(cards, photos, PHOTOS_OF_SESSION),
        photos_total=len(photos),
        photo_set=photo_sets.set_of_session(cards, session),
    )
