"""Catalogue → page values: everything the site will say, and nothing of what is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mediakit.catalogue.addresses import Address
from mediakit.domain import event as nouns
from mediakit.domain.facts import Kind, Role
from mediakit.gallery import pages, photo_sets
from mediakit.gallery.accessibility import judge_all
from mediakit.gallery.arounds import arounds
from mediakit.gallery.backdrop import people_with_pages
from mediakit.gallery.cards import Cards, Gallery
from mediakit.gallery.event_pages import add_event_pages, event_card
from mediakit.gallery.look import Look
from mediakit.gallery.machines import add_machine_files
from mediakit.gallery.material import Material
from mediakit.gallery.moved import add_moved_pages, addresses
from mediakit.gallery.organisation_pages import add_organisation_pages, organisations_shown
from mediakit.gallery.own_pages import COLOPHON, add_own_pages
from mediakit.gallery.pages import Link, Site
from mediakit.gallery.pages_beside import EventsPage
from mediakit.gallery.parts import NOTHING, Before
from mediakit.gallery.people_pages import add_people_pages
from mediakit.gallery.photo_archive import add_photo_archives
from mediakit.gallery.photo_sets import paged
from mediakit.gallery.robots import robots_of
from mediakit.gallery.topic_pages import add_topic_pages, find_topics, topics_of
from mediakit.gallery.wording import ENGLISH

ON_HOME, PHOTOS_ON_HOME = 6, 12
RECORDINGS_A_PAGE = 48


def gather(
    material: Material,
    base_url: str | None = None,
    look: Look | None = None,
    known: Sequence[Address] = (),
    before: Before = NOTHING,
) -> Gallery:
    """The whole site as values. base_url: where it will be online, or None. look: its words and logo.

    known: addresses of earlier builds. before: parts of the last one, of which some may be taken over.
    """
    cards = Cards(material, _site(material, base_url, look), look.words if look else ENGLISH, before)
    cards.topics = find_topics(cards)
    out = cards.gallery
    out.standings = judge_all(material)
    for asset, around in arounds(cards):
        out.parts.put(asset, around)
    out.pages.append(_home(cards))
    add_photo_archives(cards)
    out.pages += _lists(cards)
    _add_parts(cards)
    add_event_pages(cards)
    add_people_pages(cards)
    add_organisation_pages(cards)
    add_topic_pages(cards)
    add_own_pages(cards)
    out.pages += [pages.SearchPage(), pages.NotFoundPage()]
    add_machine_files(cards)
    out.addresses += addresses(material, cards.with_pages)
    add_moved_pages(cards, out.addresses, known)
    return out


def _add_parts(cards: Cards) -> None:
    """The page of every asset and what lies beside it, as far as it is not taken over."""
    out = cards.gallery
    for part in out.parts.make():
        out.pages += part.pages
        out.texts |= part.texts
        out.media |= part.media
        out.made |= part.made


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
        colophon=COLOPHON,
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
    events = [event_card(cards, e) for e in cards.of.events]
    return pages.HomePage(
        featured=cards.recordings[featured.id] if featured else None,
        featured_text=featured.caption if featured else None,
        recordings=tuple(cards.recordings[a.id] for a in shown),
        recordings_total=sum(a.kind is Kind.VIDEO for a in recordings),
        photos=photo_sets.grid(cards, photos, PHOTOS_ON_HOME),
        photos_total=len(photos),
        events=tuple(reversed(events)),
        organisations=organisations_shown(cards, None) if events else (),
        topics=topics_of(cards, cards.of.published),
    )


def _lists(cards: Cards) -> Iterator[pages.Page]:
    for kind, title, folder in ((Kind.VIDEO, "Films", "videos"), (Kind.AUDIO, "Sound", "audio")):
        recordings = [cards.recordings[a.id] for a in cards.of.published if a.kind is kind]
        for number, path, before, after, items in paged(recordings, folder, RECORDINGS_A_PAGE):
            yield pages.RecordingsPage(path, title, items, number, before, after, len(recordings))
    yield from photo_sets.photo_pages(cards)
    if cards.of.events:
        yield EventsPage("events/index.html", tuple(event_card(cards, e) for e in reversed(cards.of.events)))
