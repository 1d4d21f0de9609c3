"""What can be taken along from the page of an event: its agenda, what was said, its photos."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mediakit.domain import event as nouns
from mediakit.domain.calendar_feed import Occasion, calendar
from mediakit.domain.facts import Kind
from mediakit.domain.when import FIRST_YEAR, LAST_YEAR
from mediakit.gallery import texts
from mediakit.gallery.address import address
from mediakit.gallery.cards import Bundle, Cards
from mediakit.gallery.keys import text_key
from mediakit.gallery.pages import Download

# file beside the page of a recording, how it ends in the ZIP, and what the settings call it
WORDS = (("captions.vtt", "vtt", "captions"), ("transcript.txt", "txt", "transcript"))
WHOLE_DAY = "all day"
_BEFORE_ANY = datetime(2000, 1, 1, tzinfo=UTC)


def downloads_of(cards: Cards, event: nouns.Event) -> Iterator[Download]:
    """What the settings let visitors take along; each file is put into the gallery."""
    yield from _agenda(cards, event)
    if photos := cards.archives.get(event.slug):
        yield photos
    yield from _words(cards, event)


def _agenda(cards: Cards, event: nouns.Event) -> Iterator[Download]:
    """The sessions with a time as a calendar (RFC 5545): just what the page says of each.

    A title that names somebody who may not be named stays on the page until a person renames it, and is in no calendar:
    what went into one is never called back.
    """
    unnamed = cards.of.unnamed[event.slug]
    here = [s for s in cards.of.sessions if s.event == event.slug and _has_a_day(s)]
    sessions = [s for s in here if not unnamed.found_in(s.title)]
    if "agenda" not in cards.of.settings.downloads or not sessions:
        return
    stamp = cards.updated(cards.by_event.get(event.slug, [])) or _BEFORE_ANY
    text = calendar(event.name, [_occasion(cards, event, s, stamp) for s in sessions])
    path = f"events/{event.slug}/agenda.ics"
    cards.gallery.texts[path] = text
    yield Download("Agenda for your calendar (iCalendar)", path, len(text.encode("utf-8", "replace")))


def _has_a_day(session: nouns.Session) -> bool:
    """Whether a calendar can hold it: it cannot add a day to the last one there is."""
    moments = [moment for moment in (session.starts_at, session.ends_at) if moment]
    return session.starts_at is not None and all(FIRST_YEAR <= m.year <= LAST_YEAR for m in moments)


def _occasion(cards: Cards, event: nouns.Event, session: nouns.Session, stamp: datetime) -> Occasion:
    people = cards.people(session.people, session.event)
    names = [", ".join(text for text in (p.name, p.role, p.organisation) if text) for p in people]
    site, where = cards.gallery.site, f"events/{event.slug}/index.html#{cards.anchor(session)}"
    unnamed = cards.of.unnamed[event.slug]
    starts = session.starts_at or stamp
    ends = session.ends_at or starts
    whole = session.kind == WHOLE_DAY
    return Occasion(
        # the slug of a session may name somebody; what it is called on the page does not
        uid=f"{cards.anchor(session)}@{event.slug}.mediakit",
        summary=session.title,
        starts=starts.date() if whole else starts,
        ends=max(starts.date(), (ends - timedelta(days=1)).date()) if whole else ends,
        stamp=stamp,
        description="\n".join(names),
        location=", ".join(text for text in (session.room, event.venue) if text and not unnamed.found_in(text)),
        url=address(site, where) if site.base_url else "",
    )


def _words(cards: Cards, event: nouns.Event) -> Iterator[Download]:
    """Every caption file and transcript of the event in one file, where there is more than one recording with words."""
    parts, allowed, inside = cards.gallery.parts, cards.of.settings.downloads, []
    for asset in cards.by_event.get(event.slug, ()):
        if asset.kind is not Kind.PHOTO:
            folder = cards.of.folders[asset.id]
            slug = folder.rsplit("/", 1)[-1]
            beside = [(f"{slug}.{suffix}", f"{folder}/{name}") for name, suffix, what in WORDS if what in allowed]
            inside += [
                (name, asset.id, path, told)
                for name, path in beside
                if (told := parts.text(asset.id, path)) is not None
            ]
    if len({name.rsplit(".", 1)[0] for name, *_ in inside}) > 1:
        inside.sort()
        path = f"events/{event.slug}/captions-and-transcripts.zip"
        size_bytes = texts.packed_bytes((name, told[1]) for name, _, _, told in inside)

        def make() -> bytes:
            return texts.packed([(name, parts.of(asset_id).texts[path]) for name, asset_id, path, _ in inside])

        key = text_key(repr([(name, told[0]) for name, _, _, told in inside]))
        cards.gallery.bundles[path] = Bundle(key, size_bytes, make)
        yield Download("Captions and transcripts (ZIP)", path, size_bytes)
