"""What is there for programs: the feed, the sitemap, robots.txt, and the catalogue of everything published."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind, Role
from mediakit.gallery import pages, pages_beside
from mediakit.gallery.cards import Cards
from mediakit.gallery.head import cut
from mediakit.gallery.pages import Page, SitemapEntry, SitemapVideo
from mediakit.gallery.part import folder_of, playable
from mediakit.gallery.robots import robots_txt

FEED_ENTRIES = 50
# the protocol allows 50,000 addresses and 50 MB a file; a film's entry with its description can take 3 kB
SITEMAP_ENTRIES = 15_000
VIDEO_TITLE, VIDEO_DESCRIPTION = 100, 2048
_JSON = json.JSONEncoder(ensure_ascii=False)
# what is worth finding beside the assets: not the search itself, nor what only leads on or is shown inside other pages
LISTED = (
    pages.HomePage, pages.RecordingsPage, pages_beside.PhotosPage, pages_beside.EventsPage, pages_beside.EventPage,
    pages_beside.PeoplePage, pages_beside.PersonPage, pages_beside.OrganisationPage, pages_beside.TopicsPage,
    pages_beside.TopicPage, pages_beside.AboutPage, pages_beside.AccessibilityPage,
)  # fmt: skip


def add_machine_files(cards: Cards) -> None:
    """Feed and sitemap where there is an address, robots.txt where there is something to ask, and catalogue.json."""
    out = cards.gallery
    out.texts["catalogue.json"] = catalogue_json(cards)
    if out.site.base_url or out.site.robots:
        out.texts["robots.txt"] = robots_txt(out.site.robots, out.site.base_url)
    if out.site.base_url:
        out.pages.append(_feed(cards))
        out.pages += sitemap(() if "noindex" in out.site.robots else _sitemap_entries(cards))


def catalogue_json(cards: Cards) -> str:
    """Every published asset as beside its page, in the order of the site, each with where that page is."""
    rows = []
    for asset in cards.of.published:
        folder = cards.of.folders[asset.id]
        told = cards.gallery.parts.data(asset.id).strip()
        rows.append(f'{{"page": {_JSON.encode(folder + "/")}, {told.removeprefix("{")}')
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


# --- feed -------------------------------------------------------------------------------------------------------------


def _feed(cards: Cards) -> pages.Feed:
    films = [a for a in cards.of.published if a.kind is not Kind.PHOTO and a.role is Role.FINISHED and a.approval]
    films.sort(key=lambda a: (a.approval.at if a.approval else None, a.id), reverse=True)
    entries = tuple(_feed_entry(cards, a) for a in films[:FEED_ENTRIES])
    return pages.Feed(entries, max((e.updated for e in entries), default=datetime.fromtimestamp(0, UTC)))


def _feed_entry(cards: Cards, asset: Asset) -> pages.FeedEntry:
    card = cards.recordings[asset.id]
    assert asset.approval is not None
    file, rendition = next(playable(asset, folder_of(card.path)))
    return pages.FeedEntry(
        title=card.title,
        path=card.path,
        updated=asset.approval.at,
        uid=uuid.uuid5(uuid.NAMESPACE_OID, asset.id).urn,
        summary=asset.caption,
        people=card.people,
        duration_ms=card.duration_ms,
        poster=card.poster if asset.kind is Kind.VIDEO else None,
        file=file,
        size_bytes=rendition.bytes,
        rights=asset.copyright or cards.gallery.site.licence,
    )


# --- sitemap ----------------------------------------------------------------------------------------------------------


def sitemap(entries: Iterable[SitemapEntry], most: int = SITEMAP_ENTRIES) -> Iterator[Page]:
    """The sitemap; an index and its parts where it is longer than `most` entries. Empty where nobody is to find it."""
    ordered = sorted(entries, key=lambda entry: entry.path)
    if len(ordered) <= most:
        yield pages.Sitemap(tuple(ordered))
        return
    parts = [
        pages.Sitemap(tuple(ordered[start : start + most]), f"sitemap-{number}.xml")
        for number, start in enumerate(range(0, len(ordered), most), 1)
    ]
    yield pages.SitemapIndex(tuple(part.path for part in parts))
    yield from parts


def _sitemap_entries(cards: Cards) -> Iterator[SitemapEntry]:
    """Every page that is worth finding: of each asset by its card, since not each page is made anew; and the others."""
    for asset in cards.of.published:
        if asset.kind is Kind.PHOTO:
            photo = cards.photos[asset.id]
            yield SitemapEntry(photo.path, images=(photo.picture.largest.path,))
        else:
            updated = asset.approval.at if asset.approval else None
            yield SitemapEntry(cards.page(asset), updated, video=_sitemap_video(cards, asset))
    yield from (SitemapEntry(page.path) for page in cards.gallery.pages if isinstance(page, LISTED))


def _sitemap_video(cards: Cards, asset: Asset) -> SitemapVideo | None:
    card, site = cards.recordings[asset.id], cards.site
    if asset.kind is not Kind.VIDEO or card.poster is None:
        return None
    *_, (file, _) = playable(asset, folder_of(card.path))
    return SitemapVideo(
        title=cut(card.title, VIDEO_TITLE),
        description=cut(asset.caption or ", ".join(card.people) or card.title, VIDEO_DESCRIPTION),
        poster=card.poster.largest.path,
        file=file.path,
        duration_ms=card.duration_ms,
        uploader=site.organisation or site.name,
    )
