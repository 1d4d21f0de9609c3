"""Page values into text, through the one door to templates.

A template finds `site` and `page` (see pages) and `head` (see head), the functions `to(path)` and `address(path)` that
make a relative link and a full address, `t(text, …)` and `tn(one, many, n, …)` that say it in the site's language (see
media/strings.py), and the filters of wording.py. docs/themes.md lists them all.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from mediakit.gallery import pages, pages_beside, wording
from mediakit.gallery.address import address
from mediakit.gallery.head import head_of
from mediakit.gallery.pages import Page, Site
from mediakit.media.strings import read_strings
from mediakit.media.templates import Templates

TEMPLATES: dict[type, str] = {
    pages.HomePage: "home.html.j2",
    pages.RecordingsPage: "recordings.html.j2",
    pages_beside.PhotosPage: "photos.html.j2",
    pages_beside.EventsPage: "events.html.j2",
    pages_beside.EventPage: "event.html.j2",
    pages.RecordingPage: "recording.html.j2",
    pages.EmbedPage: "embed.html.j2",
    pages_beside.PhotoPage: "photo.html.j2",
    pages_beside.PeoplePage: "people.html.j2",
    pages_beside.PersonPage: "person.html.j2",
    pages_beside.OrganisationPage: "organisation.html.j2",
    pages_beside.TopicsPage: "topics.html.j2",
    pages_beside.TopicPage: "topic.html.j2",
    pages_beside.AboutPage: "about.html.j2",
    pages_beside.AccessibilityPage: "accessibility.html.j2",
    pages.SearchPage: "search.html.j2",
    pages.NotFoundPage: "404.html.j2",
    pages.MovedPage: "moved.html.j2",
    pages.Feed: "feed.xml.j2",
    pages.Sitemap: "sitemap.xml.j2",
    pages.SitemapIndex: "sitemap-index.xml.j2",
}


def relative_link(here: str, target: str) -> str:
    """A link from one file of the site to another, percent-encoded, working from a disk as from any web server.

    >>> relative_link("videos/opening/index.html", "static/site.css")
    '../../static/site.css'
    """
    path, mark, fragment = target.partition("#")
    link = _way(here.rpartition("/")[0], path) if path else ""
    return link + mark + quote(fragment, safe="=,") if mark else link


@functools.lru_cache(maxsize=16_384)
def _way(folder: str, path: str) -> str:
    """The way from a folder to a file, both inside the site. A page links the same few files again and again."""
    here, there = folder.split("/") if folder else [], path.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return quote("/".join([*[".."] * (len(here) - shared), *there[shared:]]))


class Renderer:
    """Turns page values into text with one set of templates, in the language of the site (BCP 47)."""

    def __init__(self, folders: Sequence[Path], language: str = "en-GB") -> None:
        self._words = read_strings(folders, language)
        self._templates = Templates(folders, wording.filters(self._words), self._words.functions, reload=False)

    def text(self, site: Site, page: Page) -> str:
        """The text of a page. Raises BadInputFile naming the template and its line if a template cannot be used."""
        values = {
            "site": site,
            "page": page,
            "head": head_of(site, page, self._words),
            "to": lambda path: relative_link(page.path, path),
            "address": lambda path: address(site, path),
        }
        return self._templates.text(TEMPLATES[type(page)], values)
