"""Organisations: their part in each event, those of their people who may be named, and what shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mediakit.domain import event as nouns
from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind
from mediakit.domain.naming import fold
from mediakit.gallery import photo_sets
from mediakit.gallery.cards import Cards
from mediakit.gallery.logos import drawn
from mediakit.gallery.pages import Link, Organisation, Person, Picture, PictureSize
from mediakit.gallery.pages_beside import OrganisationPage
from mediakit.gallery.part import MadeFile, MediaFile
from mediakit.gallery.search_index import Entry


def organisations_shown(cards: Cards, event: str | None) -> tuple[Organisation, ...]:
    """Organisations with a part in an event (or in any event that is shown), each once, with its first part."""
    found = []
    order = list(nouns.Part)
    for organisation in cards.of.organisations:
        parts = [p for e, p in organisation.parts if (e in cards.events if event is None else e == event)]
        if parts:
            first = min(parts, key=order.index)
            shown = Organisation(
                organisation.name, first.value, _web_page(organisation), _logo(cards, organisation), None
            )
            shown = replace(shown, path=cards.organisation_paths.get(fold(organisation.name)))
            found.append((order.index(first), shown))
    return tuple(o for _, o in sorted(found, key=lambda pair: (pair[0], fold(pair[1].name))))


def _web_page(organisation: nouns.Organisation) -> str | None:
    return organisation.url if (organisation.url or "").startswith(("https://", "http://")) else None


def _logo(cards: Cards, organisation: nouns.Organisation) -> Picture | None:
    """The logo, drawn anew on white, without anything that was written into its file."""
    known = cards.of.logos.get(organisation.slug)
    path = cards.organisation_paths.get(fold(organisation.name))
    if known is None or path is None:
        return None
    target = f"{path.removesuffix('index.html')}logo.png"
    source = MediaFile(known.path, known.path.rsplit("-", 1)[-1], 0)
    cards.gallery.made[target] = MadeFile(source, drawn)
    return Picture((PictureSize(target, known.width_px, known.height_px),), "")


def add_organisation_pages(cards: Cards) -> None:
    """A page for every organisation with a part in an event that is shown."""
    for organisation in cards.of.organisations:
        path = cards.organisation_paths.get(fold(organisation.name))
        if path is None:
            continue
        here = [a for a in cards.of.published if _shows(cards, a, organisation.name)]
        parts = [(cards.events[e], part.value) for e, part in organisation.parts if e in cards.events]
        cards.gallery.pages.append(
            OrganisationPage(
                path=path,
                name=organisation.name,
                url=_web_page(organisation),
                logo=_logo(cards, organisation),
                parts=tuple((Link(e.name, f"events/{e.slug}/index.html"), part) for e, part in parts),
                people=tuple(_people(cards, organisation.name)),
                recordings=tuple(cards.recordings[a.id] for a in here if a.kind is not Kind.PHOTO),
                photos=photo_sets.grid(cards, [a for a in here if a.kind is Kind.PHOTO]),
                updated=cards.updated(here),
            )
        )
        cards.gallery.entries.append(Entry(path, "Organisation", organisation.name))


def _belongs(cards: Cards, slug: str, event: str | None, name: str) -> bool:
    """Whether somebody belonged to it at that event, and may be named in full there."""
    person = cards.of.people.get(slug)
    known = person is not None and cards.of.named_in_full(slug, event)
    return known and person is not None and fold(person.at(event).organisation or "") == fold(name)


def _shows(cards: Cards, asset: Asset, name: str) -> bool:
    return any(_belongs(cards, slug, asset.event, name) for slug in asset.people)


def _people(cards: Cards, name: str) -> Iterator[Person]:
    """Its people who are shown or on an agenda that is, each once, as at the latest event."""
    found: dict[str, Person] = {}
    for event in cards.of.events:
        named = [slug for s in cards.of.sessions if s.event == event.slug for slug in s.people]
        named += [slug for a in cards.by_event.get(event.slug, ()) for slug in a.people]
        for slug in dict.fromkeys(named):
            if _belongs(cards, slug, event.slug, name) and (person := cards.person(slug, event.slug)):
                found[slug] = replace(person, organisation=None, picture=cards.face(slug))
    yield from sorted(found.values(), key=lambda p: fold(p.name))
