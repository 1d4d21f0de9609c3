"""What is there for programs: the feed, the sitemap, robots.txt, and the catalogue of everything published."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind, Role
from mediakit.gallery import pages, pages_beside
from mediakit.gallery.cards import Cards
from mediakit.gallery.head import cut
from mediakit.gallery.pages import Page, Site, SitemapEntry, SitemapVideo
from mediakit.gallery.robots import robots_txt

FEED_ENTRIES = 50
# the protocol allows 50,000 addresses and 50 MB a file; a film's entry with its description can take 3 kB
SITEMAP_ENTRIES = 15_000
VIDEO_TITLE, VIDEO_DESCRIPTION = 100, 2048
# what is worth finding: not the search itself, nor what only leads on or is shown inside other pages
LISTED = (
    pages.HomePage, pages.RecordingsPage, pages.RecordingPage, pages_beside.PhotosPage, pages_beside.EventsPage,
    pages_beside.EventPage, pages_beside.PhotoPage, pages_beside.PeoplePage, pages_beside.PersonPage,
    pages_beside.OrganisationPage, pages_beside.TopicsPage, pages_beside.TopicPage, pages_beside.AboutPage,
    pages_beside.AccessibilityPage,
)  # fmt: skip


def add_machine_files(cards: Cards) -> None:
    """Feed and sitemap where there is an address, robots.txt where there is something to ask, and catalogue.json."""
    out = cards.gallery
    out.texts["catalogue.json"] = catalogue_json(cards)
    if out.site.base_url or out.site.robots:
        out.texts["robots.txt"] = robots_txt(out.site.robots, out.site.base_url)
    if out.site.base_url:
        out.pages.append(_feed(cards))
        out.pages += sitemap(out.site, out.pages)


def catalogue_json(cards: Cards) -> str:
    """Every published asset as beside its page, in the order of the site, each with where that page is."""
    rows = []
    for asset in cards.of.published:
        folder = cards.of.folders[asset.id]
        told = cards.gallery.texts[f"{folder}/data.json"].strip()
        rows.append(f'{{"page": {json.dumps(folder + "/", ensure_ascii=False)}, {told.removeprefix("{")}')
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
    file = next(iter(cards.playable(asset)), None)
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
        size_bytes=cards.gallery.media[file.path].size_bytes if file else 0,
        rights=asset.copyright or cards.gallery.site.licence,
    )


# --- sitemap ----------------------------------------------------------------------------------------------------------


def sitemap(site: Site, shown: Sequence[Page], most: int = SITEMAP_ENTRIES) -> Iterator[Page]:
    """The sitemap; an index and its parts where it is longer than `most` entries. Empty where nobody is to find it."""
    wanted = [] if "noindex" in site.robots else sorted((p for p in shown if isinstance(p, LISTED)), key=_path)
    entries = [_sitemap_entry(site, page) for page in wanted]
    if len(entries) <= most:
        yield pages.Sitemap(tuple(entries))
        return
    parts = [
        pages.Sitemap(tuple(entries[start : start + most]), f"sitemap-{number}.xml")
        for number, start in enumerate(range(0, len(entries), most), 1)
    ]
    yield pages.SitemapIndex(tuple(part.path for part in parts))
    yield from parts


def _path(page: Page) -> str:
    return page.path


def _sitemap_entry(site: Site, page: Page) -> SitemapEntry:
    match page:
        case pages_beside.PhotoPage():
            return SitemapEntry(page.path, images=(page.picture.largest.path,))
        case pages.RecordingPage(kind="video") if page.poster and page.files:
            names = ", ".join(person.name for person in page.people)
            video = SitemapVideo(
                title=cut(page.title, VIDEO_TITLE),
                description=cut(page.caption or names or page.title, VIDEO_DESCRIPTION),
                poster=page.poster.largest.path,
                file=page.files[-1].path,
                duration_ms=page.duration_ms,
                uploader=site.organisation or site.name,
            )
            return SitemapEntry(page.path, page.updated, video=video)
        case pages.RecordingPage():
            return SitemapEntry(page.path, page.updated)
        case _:
            return SitemapEntry(page.path)
