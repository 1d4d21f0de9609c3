"""People: their role as at each event, what they said, films and photos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind
from mediakit.domain.naming import fold
from mediakit.gallery import photo_sets
from mediakit.gallery.cards import Cards
from mediakit.gallery.pages import Link
from mediakit.gallery.pages_beside import Appearance, PeoplePage, PersonPage, Quote
from mediakit.gallery.search_index import Entry


def add_people_pages(cards: Cards) -> None:
    """A page for everybody who is shown and may be named in full, and one with all of them."""
    everybody = []
    for slug in sorted(cards.with_pages, key=lambda s: (fold(cards.of.people[s].name), s)):
        appearing = cards.by_person[slug]
        latest = next((a.event for a in appearing if a.event), None)
        person = cards.person(slug, latest)
        if person is None or person.path is None:
            continue
        shown = replace(person, picture=cards.face(slug))
        everybody.append(shown)
        cards.gallery.pages.append(
            PersonPage(
                path=person.path,
                person=shown,
                appearances=tuple(_appearances(cards, slug)),
                quotes=tuple(_quotes(cards, slug, appearing)),
                recordings=tuple(cards.recordings[a.id] for a in appearing if a.kind is not Kind.PHOTO),
                photos=photo_sets.grid(cards, [a for a in appearing if a.kind is Kind.PHOTO]),
                updated=cards.updated(appearing),
            )
        )
        about = ", ".join(text for text in (person.role, person.organisation) if text)
        cards.gallery.entries.append(Entry(person.path, "Person", person.name, text=about, people=(person.name,)))
    if everybody:
        cards.gallery.pages.append(PeoplePage("people/index.html", tuple(everybody)))


def _appearances(cards: Cards, slug: str) -> Iterator[Appearance]:
    known = cards.of.people[slug]
    for event in cards.of.events:
        if any(a.event == event.slug for a in cards.by_person[slug]):
            then = known.at(event.slug)
            home = cards.organisation_paths.get(fold(then.organisation or ""))
            organisation = Link(then.organisation, home) if then.organisation else None
            yield Appearance(Link(event.name, f"events/{event.slug}/index.html"), then.role, organisation)


def _quotes(cards: Cards, slug: str, appearing: Sequence[Asset]) -> Iterator[Quote]:
    """What somebody chose of what they say; not where it names people who may not be named."""
    for asset in appearing:
        for chosen in cards.of.quotes.get(asset.id, ()):
            if cards.speaker(asset, chosen.start_ms, chosen.end_ms) == slug and cards.may_show_word(
                chosen.text, asset.event
            ):
                language = asset.spoken.language if asset.spoken else None
                yield Quote(chosen.text, chosen.start_ms, Link(cards.title(asset), cards.page(asset)), language)
