"""Catalogue → page values: everything the site will say, and nothing of what is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from mediakit.domain import event as nouns
from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind, Role
from mediakit.gallery import pages, photo_sets
from mediakit.gallery.asset_pages import add_photo_pages, add_recording_pages
from mediakit.gallery.cards import Cards, Gallery, people_with_pages
from mediakit.gallery.event_pages import add_event_pages, event_card
from mediakit.gallery.material import Material
from mediakit.gallery.organisation_pages import add_organisation_pages, organisations_shown
from mediakit.gallery.own_pages import COLOPHON, add_own_pages
from mediakit.gallery.pages import Link, Site
from mediakit.gallery.pages_beside import EventsPage
from mediakit.gallery.people_pages import add_people_pages
from mediakit.gallery.photo_sets import paged
from mediakit.gallery.topic_pages import add_topic_pages, find_topics, topics_of

ON_HOME, PHOTOS_ON_HOME = 6, 12
RECORDINGS_A_PAGE, FEED_ENTRIES = 48, 50


def gather(material: Material, base_url: str | None = None) -> Gallery:
    """The whole site as values. base_url: where it will be online, or None."""
    cards = Cards(material, _site(material, base_url))
    cards.topics = find_topics(cards)
    out = cards.gallery
    out.pages.append(_home(cards))
    out.pages += _lists(cards)
    add_recording_pages(cards)
    add_photo_pages(cards)
    add_event_pages(cards)
    add_people_pages(cards)
    add_organisation_pages(cards)
    add_topic_pages(cards)
    add_own_pages(cards)
    out.pages += [pages.SearchPage(), pages.NotFoundPage()]
    if out.site.base_url:
        out.pages += _for_machines(cards)
    return out


def _site(material: Material, base_url: str | None) -> Site:
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
        organisation=host if material.published else None,
        contact=settings.contact or None,
        base_url=f"{base_url.rstrip('/')}/" if base_url else None,
        sections=tuple(link for there, link in sections if there),
        colophon=COLOPHON,
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


# --- for search engines and readers of feeds ------------------------------------------------------


def _for_machines(cards: Cards) -> Iterator[pages.Page]:
    films = [a for a in cards.of.published if a.kind is not Kind.PHOTO and a.role is Role.FINISHED and a.approval]
    films.sort(key=lambda a: (a.approval.at if a.approval else None, a.id), reverse=True)
    entries = tuple(_feed_entry(cards, a) for a in films[:FEED_ENTRIES])
    yield pages.Feed(entries, max((e.updated for e in entries), default=datetime.fromtimestamp(0, UTC)))
    shown = sorted(p.path for p in cards.gallery.pages if p.path.endswith("index.html"))
    yield pages.Sitemap(tuple(path for path in shown if path != "search/index.html"))


def _feed_entry(cards: Cards, asset: Asset) -> pages.FeedEntry:
    card = cards.recordings[asset.id]
    assert asset.approval is not None
    return pages.FeedEntry(card.title, card.path, asset.approval.at, asset.caption, card.people)
