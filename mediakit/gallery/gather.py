"""Catalogue → page values: everything the site will say, and nothing of what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from mediakit.catalogue.addresses import Address
from mediakit.domain import event as nouns
from mediakit.domain.facts import Kind, Role
from mediakit.domain.naming import fold
from mediakit.gallery import pages
from mediakit.gallery.asset_pages import add_photo_pages
from mediakit.gallery.cards import Cards, Gallery, people_with_pages
from mediakit.gallery.look import Look
from mediakit.gallery.machines import add_machine_files
from mediakit.gallery.material import Material
from mediakit.gallery.moved import add_moved_pages, addresses
from mediakit.gallery.pages import EventCard, Link, Organisation, Session, Site
from mediakit.gallery.recording_pages import add_recording_pages
from mediakit.gallery.robots import robots_of
from mediakit.gallery.search_index import Entry, Said
from mediakit.gallery.wording import ENGLISH

T = TypeVar("T")

ON_HOME, PHOTOS_ON_HOME, PHOTOS_ON_EVENT = 6, 12, 60
RECORDINGS_A_PAGE, PHOTOS_A_PAGE = 48, 120


def gather(
    material: Material, base_url: str | None = None, look: Look | None = None, known: Sequence[Address] = ()
) -> Gallery:
    """The whole site as values. base_url: where it will be online, or None. look: its words and logo.

    known: addresses of earlier builds.
    """
    cards = Cards(material, _site(material, base_url, look), look.words if look else ENGLISH)
    out = cards.gallery
    out.pages.append(_home(cards))
    out.pages += _lists(cards)
    add_recording_pages(cards)
    add_photo_pages(cards)
    for event in material.events:
        out.pages.append(_event_page(cards, event))
        titles = tuple(Said(None, s.title) for s in material.sessions if s.event == event.slug)
        out.entries.append(_found_by(event, titles))
    _add_people(cards)
    out.pages += [pages.SearchPage(), pages.NotFoundPage()]
    add_machine_files(cards)
    out.addresses += addresses(material, cards.with_pages)
    add_moved_pages(cards, out.addresses, known)
    return out


def _site(material: Material, base_url: str | None, look: Look | None) -> Site:
    settings = material.settings
    kinds = {a.kind for a in material.published}
    host = next((o.name for o in material.organisations if any(p is nouns.Part.HOST for _, p in o.parts)), None)
    sections = (
        (Kind.VIDEO in kinds, Link("Films", "videos/index.html")),
        (Kind.AUDIO in kinds, Link("Sound", "audio/index.html")),
        (Kind.PHOTO in kinds, Link("Photos", "photos/index.html")),
        (bool(people_with_pages(material)), Link("People", "people/index.html")),
        (bool(material.events), Link("Events", "events/index.html")),
    )
    return Site(
        name=settings.name,
        language=settings.language,
        strapline=settings.tagline or None,
        organisation=settings.organisation or (host if material.published else None),
        contact=settings.contact or None,
        base_url=f"{base_url.rstrip('/')}/" if base_url else None,
        sections=tuple(link for there, link in sections if there),
        logo=look.logo if look else None,
        themed=look is not None and look.themed,
        robots=robots_of(settings),
        licence=settings.licence or None,
        licence_url=settings.licence_url or None,
    )


def _home(cards: Cards) -> pages.HomePage:
    recordings = [a for a in cards.of.published if a.kind is not Kind.PHOTO]
    finished = [a for a in recordings if a.role is Role.FINISHED]
    featured = next((a for a in finished if a.kind is Kind.VIDEO), None)
    shown = [a for a in finished or recordings if a is not featured][:ON_HOME]
    photos = sorted((a for a in cards.of.published if a.kind is Kind.PHOTO), key=lambda a: -(a.rating or 0))
    events = [_event_card(cards, e) for e in cards.of.events]
    return pages.HomePage(
        featured=cards.recordings[featured.id] if featured else None,
        featured_text=featured.caption if featured else None,
        recordings=tuple(cards.recordings[a.id] for a in shown),
        recordings_total=sum(a.kind is Kind.VIDEO for a in recordings),
        photos=tuple(cards.photos[a.id] for a in photos[:PHOTOS_ON_HOME]),
        photos_total=len(photos),
        events=tuple(reversed(events)),
        organisations=_organisations(cards, None) if events else (),
    )


def _lists(cards: Cards) -> Iterator[pages.Page]:
    for kind, title, folder in ((Kind.VIDEO, "Films", "videos"), (Kind.AUDIO, "Sound", "audio")):
        recordings = [cards.recordings[a.id] for a in cards.of.published if a.kind is kind]
        for number, path, before, after, items in _paged(recordings, folder, RECORDINGS_A_PAGE):
            yield pages.RecordingsPage(path, title, items, number, before, after, len(recordings))
    photos = [cards.photos[a.id] for a in cards.of.published if a.kind is Kind.PHOTO]
    for number, path, before, after, shown in _paged(photos, "photos", PHOTOS_A_PAGE):
        yield pages.PhotosPage(path, shown, number, before, after, len(photos))
    if cards.of.events:
        yield pages.EventsPage("events/index.html", tuple(_event_card(cards, e) for e in reversed(cards.of.events)))


def _paged(
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


# --- events ---------------------------------------------------------------------------------------


def _event_path(event: nouns.Event) -> str:
    return f"events/{event.slug}/index.html"


def _found_by(event: nouns.Event, titles: tuple[Said, ...]) -> Entry:
    year = str(event.starts.year) if event.starts else ""
    own = Entry(_event_path(event), "Event", event.name, text=event.venue or "", said=titles, year=year)
    return replace(own, event=event.name, event_slug=event.slug)


def _event_card(cards: Cards, event: nouns.Event) -> EventCard:
    shown = cards.by_event.get(event.slug, [])
    photos = sum(a.kind is Kind.PHOTO for a in shown)
    return EventCard(event.name, _event_path(event), event.starts, event.ends, event.venue, len(shown) - photos, photos)


def _event_page(cards: Cards, event: nouns.Event) -> pages.EventPage:
    sessions = [s for s in cards.of.sessions if s.event == event.slug]
    loose = [a for a in cards.by_event.get(event.slug, ()) if (event.slug, a.session or "") not in cards.sessions]
    named = [slug for s in sessions for slug in s.people]
    named += [slug for a in cards.by_event.get(event.slug, ()) for slug in a.people]
    pairs = [(slug, cards.person(slug, event.slug)) for slug in dict.fromkeys(named)]
    people = [replace(p, picture=cards.face(slug)) for slug, p in pairs if p]
    return pages.EventPage(
        path=_event_path(event),
        name=event.name,
        starts=event.starts,
        ends=event.ends,
        venue=event.venue,
        sessions=tuple(_session(cards, s) for s in sessions),
        recordings=tuple(cards.recordings[a.id] for a in loose if a.kind is not Kind.PHOTO),
        photos=tuple(cards.photos[a.id] for a in loose if a.kind is Kind.PHOTO)[:PHOTOS_ON_EVENT],
        people=tuple(sorted(people, key=lambda p: fold(p.name))),
        organisations=_organisations(cards, event.slug),
    )


def _session(cards: Cards, session: nouns.Session) -> Session:
    shown = cards.by_session.get((session.event, session.slug), [])
    return Session(
        title=session.title,
        anchor=cards.anchor(session),
        starts=session.starts_at,
        ends=session.ends_at,
        room=session.room,
        people=cards.people(session.people, session.event),
        recordings=tuple(cards.recordings[a.id] for a in shown if a.kind is not Kind.PHOTO),
        photos=tuple(cards.photos[a.id] for a in shown if a.kind is Kind.PHOTO)[:PHOTOS_ON_EVENT],
    )


def _organisations(cards: Cards, event: str | None) -> tuple[Organisation, ...]:
    """Organisations with a part in an event (or in any event that is shown), each once, with its first part."""
    found = []
    order = list(nouns.Part)
    for organisation in cards.of.organisations:
        parts = [p for e, p in organisation.parts if (e in cards.events if event is None else e == event)]
        if parts:
            first = min(parts, key=order.index)
            url = organisation.url if (organisation.url or "").startswith(("https://", "http://")) else None
            found.append((order.index(first), Organisation(organisation.name, first.value, url)))
    return tuple(o for _, o in sorted(found, key=lambda pair: (pair[0], fold(pair[1].name))))


# --- people ---------------------------------------------------------------------------------------


def _add_people(cards: Cards) -> None:
    everybody = []
    for slug in sorted(cards.with_pages, key=lambda s: (fold(cards.of.people[s].name), s)):
        appearing = cards.by_person[slug]
        latest = next((a.event for a in appearing if a.event), None)
        person = cards.person(slug, latest)
        if person is None or person.path is None:
            continue
        shown = replace(person, picture=cards.face(slug))
        everybody.append(shown)
        known = cards.of.people[slug]
        where = [e for e in cards.of.events if any(a.event == e.slug for a in appearing)]
        cards.gallery.pages.append(
            pages.PersonPage(
                path=person.path,
                person=shown,
                appearances=tuple(
                    (Link(e.name, _event_path(e)), known.at(e.slug).role, known.at(e.slug).organisation) for e in where
                ),
                recordings=tuple(cards.recordings[a.id] for a in appearing if a.kind is not Kind.PHOTO),
                photos=tuple(cards.photos[a.id] for a in appearing if a.kind is Kind.PHOTO),
            )
        )
        about = ", ".join(text for text in (person.role, person.organisation) if text)
        cards.gallery.entries.append(Entry(person.path, "Person", person.name, text=about, people=(person.name,)))
    if everybody:
        cards.gallery.pages.append(pages.PeoplePage("people/index.html", tuple(everybody)))
