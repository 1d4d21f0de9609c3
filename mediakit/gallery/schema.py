"""What search engines are told of a page, in the words of schema.org, as JSON-LD documents.

Every address is a full one, so the site needs a base_url; and every fact is one that the page itself shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mediakit.gallery import pages, pages_beside
from mediakit.gallery.address import address
from mediakit.gallery.pages import Link, Organisation, Page, Person, Site
from mediakit.gallery.wording import duration, seconds

Document = dict[str, Any]
CONTEXT = "https://schema.org"


def documents(site: Site, page: Page) -> Iterator[Document]:
    """The documents of one page; none for pages that are about nothing of their own."""
    trail = _trail(page)
    match page:
        case pages.HomePage():
            yield _document(website(site))
        case pages.RecordingPage():
            clips = [(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in page.chapters]
            yield _document(recording(site, page, clips, page.embed))
        case pages_beside.PhotoPage():
            yield _document(image(site, page))
        case pages_beside.PersonPage():
            yield _document(profile(site, page))
        case pages_beside.EventPage() if page.starts:
            yield _document(event(site, page))
        case _:
            pass
    if trail:
        yield _document(breadcrumbs(site, trail, page))


def website(site: Site) -> Document:
    """WebSite, with a search that can be asked from outside."""
    return {
        "@type": "WebSite",
        "name": site.name,
        "url": site.base_url,
        "description": site.strapline,
        "inLanguage": site.language,
        "publisher": publisher(site),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{address(site, 'search/index.html')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def recording(
    site: Site, page: pages.RecordingPage, clips: Sequence[tuple[int, int, str]] = (), player: str | None = None
) -> Document:
    """VideoObject or AudioObject. clips: start, end (milliseconds) and title of each of its parts.

    player: path of the page that other websites may show in a frame.
    """
    here, file = address(site, page.path), page.files[-1] if page.files else None
    said = " ".join(s.text for passage in page.passages for s in passage.sentences)
    shown = page.updated or page.day
    names = ", ".join(person.name for person in page.people)
    return {
        "@type": "VideoObject" if page.kind == "video" else "AudioObject",
        "name": page.title,
        "description": page.caption or names or page.title,
        "url": here,
        "mainEntityOfPage": here,
        "thumbnailUrl": [address(site, page.poster.largest.path)] if page.poster else None,
        "uploadDate": shown.isoformat() if shown else None,
        "dateCreated": page.day.isoformat() if page.day else None,
        "duration": duration(page.duration_ms),
        "contentUrl": address(site, file.path) if file else None,
        "embedUrl": address(site, player) if player else None,
        "encodingFormat": file.media_type if file else None,
        "width": file.width_px or None if file else None,
        "height": file.height_px or None if file else None,
        "inLanguage": page.language,
        "transcript": said or None,
        "caption": _captions(site, page),
        "accessibilityFeature": ["captions", "transcript"] if page.captions and said else None,
        "isAccessibleForFree": True,
        "contributor": [person(site, p) for p in page.people] or None,
        "recordedAt": _event_link(site, page.event),
        "publisher": publisher(site),
        **_rights(site, page.credit, page.copyright),
        "hasPart": [_clip(here, *clip) for clip in clips] or None,
        "potentialAction": {
            "@type": "SeekToAction",
            "target": f"{here}#t={{seek_to_second_number}}",
            "startOffset-input": "required name=seek_to_second_number",
        },
    }


def image(site: Site, page: pages_beside.PhotoPage) -> Document:
    """ImageObject, with what may be done with it."""
    here, largest = address(site, page.path), page.picture.largest
    licensed = bool(site.licence_url or page.copyright)
    return {
        "@type": "ImageObject",
        "name": page.title,
        "caption": page.caption or page.picture.alt or None,
        "description": page.description or page.picture.alt or None,
        "url": here,
        "mainEntityOfPage": here,
        "contentUrl": address(site, largest.path),
        "thumbnailUrl": address(site, page.picture.smallest.path),
        "width": largest.width_px,
        "height": largest.height_px,
        "dateCreated": page.day.isoformat() if page.day else None,
        "inLanguage": site.language,
        "about": [person(site, p) for p in page.people] or None,
        "recordedAt": _event_link(site, page.event),
        **_rights(site, page.credit, page.copyright),
        "creator": {"@type": "Person", "name": page.creator} if page.creator else None,
        # where the licence can be asked for: the page says whose it is, and whom to write to
        "acquireLicensePage": here if licensed else None,
    }


def profile(site: Site, page: pages_beside.PersonPage) -> Document:
    """ProfilePage of a Person."""
    about = person(site, page.person)
    return {"@type": "ProfilePage", "url": address(site, page.path), "mainEntity": about}


def person(site: Site, who: Person) -> Document:
    """Person, with role and organisation as shown beside the name."""
    return {
        "@type": "Person",
        "name": who.name,
        "url": address(site, who.path) if who.path else None,
        "jobTitle": who.role,
        "worksFor": {"@type": "Organization", "name": who.organisation} if who.organisation else None,
        "image": address(site, who.picture.largest.path) if who.picture else None,
    }


def event(site: Site, page: pages_beside.EventPage) -> Document:
    """Event, with its sessions."""
    assert page.starts
    hosts = [_organisation(o) for o in page.organisations if o.role == "host"]
    ends = page.ends or page.starts
    pictures = [r.poster for r in page.recordings] + [p.picture for p in page.photos]
    place = _place(page.venue)
    return {
        "@type": "Event",
        "name": page.name,
        "url": address(site, page.path),
        "startDate": page.starts.isoformat(),
        "endDate": ends.isoformat(),
        "location": place,
        "image": [address(site, p.largest.path) for p in pictures[:1] if p] or None,
        "organizer": hosts or [publisher(site)],
        "sponsor": [_organisation(o) for o in page.organisations if o.role == "funder"] or None,
        "subEvent": [
            {
                "@type": "Event",
                "name": s.title,
                "startDate": s.starts.isoformat(),
                "endDate": s.ends.isoformat() if s.ends else None,
                "location": place,
                "performer": [person(site, p) for p in s.people] or None,
            }
            for s in page.sessions
            if s.starts
        ]
        or None,
    }


def breadcrumbs(site: Site, trail: Sequence[Link], page: Page) -> Document:
    """BreadcrumbList: from the first page to this one."""
    steps = (Link(site.name, "index.html"), *trail)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": step.name, "item": address(site, step.path or page.path)}
            for n, step in enumerate(steps, 1)
        ],
    }


def publisher(site: Site) -> Document:
    """The organisation whose gallery it is."""
    logo = address(site, site.logo.largest.path) if site.logo else None
    return {"@type": "Organization", "name": site.organisation or site.name, "url": site.base_url, "logo": logo}


def _trail(page: Page) -> tuple[Link, ...]:
    match page:
        case pages.RecordingPage(kind="audio"):
            return (Link("Sound", "audio/index.html"), Link(page.title, page.path))
        case pages.RecordingPage():
            return (Link("Films", "videos/index.html"), Link(page.title, page.path))
        case pages_beside.PhotoPage():
            return (Link("Photos", "photos/index.html"), Link(page.title, page.path))
        case pages_beside.EventPage():
            return (Link("Events", "events/index.html"), Link(page.name, page.path))
        case pages_beside.PersonPage():
            return (Link("People", "people/index.html"), Link(page.person.name, page.path))
        case _:
            return ()


def _captions(site: Site, page: pages.RecordingPage) -> Document | None:
    if not page.captions:
        return None
    where = address(site, page.captions)
    return {"@type": "MediaObject", "contentUrl": where, "encodingFormat": "text/vtt", "inLanguage": page.language}


def _clip(here: str, start_ms: int, end_ms: int, title: str) -> Document:
    at = {"startOffset": start_ms / 1000, "endOffset": end_ms / 1000}
    return {"@type": "Clip", "name": title, **at, "url": f"{here}#t={seconds(start_ms)}"}


def _rights(site: Site, credit: str | None, notice: str | None) -> Document:
    return {"creditText": credit, "copyrightNotice": notice, "license": site.licence_url}


def _event_link(site: Site, link: Link | None) -> Document | None:
    if link is None or link.path is None:
        return None
    return {"@type": "Event", "name": link.name, "url": address(site, link.path)}


def _place(venue: str | None) -> Document | None:
    return {"@type": "Place", "name": venue, "address": venue} if venue else None


def _organisation(shown: Organisation) -> Document:
    return {"@type": "Organization", "name": shown.name, "url": shown.url}


def _document(told: Document) -> Document:
    return {"@context": CONTEXT, **_without_nothing(told)}


def _without_nothing(told: Any) -> Any:
    """The same without what is not known: an empty field says something, a missing one nothing."""
    if isinstance(told, dict):
        return {key: _without_nothing(value) for key, value in told.items() if value is not None}
    return [_without_nothing(value) for value in told] if isinstance(told, list) else told
