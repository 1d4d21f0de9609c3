"""What a page says of itself to whoever links to it: a title, a sentence, a picture, and the data of schema.org.

All of it comes out of the page's own values, so that nothing is told here that the page does not show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mediakit.gallery import pages, pages_beside, schema
from mediakit.gallery.pages import Page, Picture, PictureSize, Site
from mediakit.gallery.playing import PlayableFile
from mediakit.gallery.wording import days, listed
from mediakit.media.strings import Strings

DESCRIPTION_CHARACTERS = 200
# as large as the cards of those who show them; larger is only slower
CARD_PX = 1200
# what they can show
SHOWN = (".jpg", ".jpeg", ".png", ".webp")


@dataclass(frozen=True, slots=True)
class Card:
    """The picture of a card. Its path is inside the site; alt is never empty."""

    path: str
    width_px: int
    height_px: int
    alt: str


@dataclass(frozen=True, slots=True)
class Head:
    """kind: of Open Graph. film: a file that may be played where the page is linked. documents: JSON-LD."""

    title: str
    description: str | None = None
    kind: str = "website"
    card: Card | None = None
    film: PlayableFile | None = None
    documents: tuple[schema.Document, ...] = ()


def head_of(site: Site, page: Page, words: Strings) -> Head:
    """The head of a page. Data for search engines only where there is an address for them to point to."""
    documents = tuple(schema.documents(site, page)) if site.base_url else ()
    title = title_of(site, page, words)
    found = next((p for p in _pictures(site, page) if p), None)
    return Head(
        title=title,
        description=description_of(site, page, words),
        kind=_kind(page),
        card=_card(found, title) if found else None,
        film=page.files[-1] if isinstance(page, pages.RecordingPage) and page.files else None,
        documents=documents,
    )


def title_of(site: Site, page: Page, words: Strings) -> str:
    """What a page is called by itself, without the name of the site."""
    match page:
        case pages.RecordingPage() | pages_beside.PhotoPage():
            return page.title
        case pages.RecordingsPage():
            return words.say(page.title)
        case pages_beside.EventPage() | pages_beside.OrganisationPage() | pages_beside.TopicPage():
            return page.name
        case pages_beside.TopicsPage():
            return words.say("Topics")
        case pages_beside.AboutPage():
            return words.say("About and rights")
        case pages_beside.AccessibilityPage():
            return words.say("Accessibility statement")
        case pages_beside.PersonPage():
            return page.person.name
        case pages_beside.PhotosPage():
            return page.title if page.above else words.say("Photos")
        case pages_beside.EventsPage():
            return words.say("Events")
        case pages_beside.PeoplePage():
            return words.say("People")
        case pages.SearchPage():
            return words.say("Search")
        case _:
            return site.name


def description_of(site: Site, page: Page, words: Strings) -> str | None:
    """A sentence about a page, of what it shows itself; None where there is nothing more to say than its title."""
    said: str | None
    match page:
        case pages.RecordingPage():
            said = page.caption or listed([p.name for p in page.people], words)
        case pages_beside.PhotoPage():
            said = page.caption or page.picture.alt
        case pages_beside.EventPage():
            said = ", ".join(t for t in (days(page.starts, page.ends, words) if page.starts else "", page.venue) if t)
        case pages_beside.PersonPage():
            said = ", ".join(t for t in (page.person.role, page.person.organisation) if t)
        case pages.HomePage():
            said = site.strapline
        case _:
            return None
    return cut(said) if said else None


def cut(text: str, most: int = DESCRIPTION_CHARACTERS) -> str:
    """A text on one line, cut at a word if it is long.

    >>> cut("One  two\\nthree", 9)
    'One two…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _kind(page: Page) -> str:
    match page:
        case pages.RecordingPage(kind="video"):
            return "video.other"
        case pages_beside.PersonPage():
            return "profile"
        case pages.RecordingPage() | pages_beside.PhotoPage():
            return "article"
        case _:
            return "website"


def _pictures(site: Site, page: Page) -> Iterable[Picture | None]:
    """Pictures that could stand for a page, the best first."""
    match page:
        case pages.RecordingPage():
            return (_usable(page.poster), _usable(site.logo))
        case pages_beside.PhotoPage():
            return (_usable(page.picture),)
        case pages_beside.PersonPage():
            photos = (p.picture for p in page.photos)
            return map(_usable, (page.person.picture, *(r.poster for r in page.recordings), *photos, site.logo))
        case pages.HomePage():
            first = (page.featured.poster if page.featured else None, *(r.poster for r in page.recordings))
            return map(_usable, (*first, *(p.picture for p in page.photos), site.logo))
        case pages_beside.EventPage():
            recordings = (*page.recordings, *(r for s in page.sessions for r in s.recordings))
            pictures = (p.picture for p in (*page.photos, *(p for s in page.sessions for p in s.photos)))
            return map(_usable, (*(r.poster for r in recordings), *pictures, site.logo))
        case pages.RecordingsPage():
            return map(_usable, (*(r.poster for r in page.recordings), site.logo))
        case pages_beside.PhotosPage():
            return (_usable(p.picture) for p in page.photos)
        case _:
            return (_usable(site.logo),)


def _usable(picture: Picture | None) -> Picture | None:
    """A picture that others can show: of pixels, and not a drawing."""
    return picture if picture and picture.largest.path.lower().endswith(SHOWN) else None


def _card(picture: Picture, title: str) -> Card:
    size: PictureSize = picture.at_least(CARD_PX)
    return Card(size.path, size.width_px, size.height_px, picture.alt or title)
