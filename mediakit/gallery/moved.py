"""Old addresses that lead to the new ones: which there are, and which must not live on.

An address is made of words, and words name people. One is kept only as long as everybody it names, or named when it
was given, may be named in full and is still called so; and only while the page it leads to is published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from mediakit.catalogue.addresses import Address
from mediakit.domain.address_names import NamesInAddresses, names_somebody, parts_of_name
from mediakit.gallery.backdrop import people_with_pages
from mediakit.gallery.cards import Cards
from mediakit.gallery.material import Material
from mediakit.gallery.pages import MovedPage


def addresses(material: Material, with_pages: Collection[str]) -> Iterator[Address]:
    """Where everything lies that has a page now. with_pages: slugs of people."""
    parts = {slug: parts_of_name(person) for slug, person in material.people.items()}
    for asset in material.published:
        folder = material.folders[asset.id]
        words = set(folder.rpartition("/")[2].split("-"))
        # beside somebody's picture a surname is enough
        named = tuple(slug for slug in asset.people if slug in parts and not parts[slug].isdisjoint(words))
        yield Address("asset", asset.id, folder, named)
    for slug in sorted(with_pages):
        yield Address("person", slug, f"people/{slug}", (slug,))
    for event in material.events:
        yield Address("event", event.slug, f"events/{event.slug}")


def not_yet_known(material: Material, now: Sequence[Address], known: Sequence[Address]) -> list[Address]:
    """The addresses of now that have to be remembered, with everybody they name or ever named."""
    latest = {(a.noun, a.thing): a for a in known}
    names: NamesInAddresses | None = None
    new = []
    for address in now:
        before = latest.get((address.noun, address.thing))
        same = before is not None and before.folder == address.folder
        if same and before is not None and set(address.named) <= set(before.named):
            continue
        names = names or NamesInAddresses(material.people.values())
        found = {*address.named, *names.found_in(address.folder), *(before.named if same and before else ())}
        new.append(Address(address.noun, address.thing, address.folder, tuple(sorted(found))))
    return new


def add_moved_pages(cards: Cards, now: Sequence[Address], known: Sequence[Address]) -> None:
    """A page at every old address that may lead to what it stood for; whatever lies there now comes first."""
    moved = _moved(cards.of, now, known)
    if not moved:
        return
    there = {page.path for page in cards.gallery.pages} | {cards.page(a) for a in cards.of.published}
    titles = _titles(cards)
    for folder, address in sorted(moved.items()):
        path = f"{folder}/index.html"
        if path not in there:
            title = titles[address.noun, address.thing]
            cards.gallery.pages.append(MovedPage(path, title, f"{address.folder}/index.html"))


def still_leading(material: Material, known: Sequence[Address]) -> Iterator[str]:
    """The old folders from which a gallery of this material leads on."""
    yield from _moved(material, list(addresses(material, people_with_pages(material))), known)


def _moved(material: Material, now: Sequence[Address], known: Sequence[Address]) -> dict[str, Address]:
    """Old folder → where what lay there lies now; of two things that lay there, the later one."""
    lies = {(a.noun, a.thing): a for a in now}
    taken = {a.folder for a in now}
    old = {
        a.folder: a
        for a in known
        if a.folder not in taken and (a.noun, a.thing) in lies and lies[a.noun, a.thing].folder != a.folder
    }
    if not old:
        return {}
    shown = {a.id: a.people for a in material.published}
    names = NamesInAddresses(material.people.values())
    return {
        folder: lies[a.noun, a.thing]
        for folder, a in old.items()
        if _may_live_on(material, a, names, shown.get(a.thing, ()))
    }


def _may_live_on(material: Material, old: Address, names: NamesInAddresses, shown: Sequence[str]) -> bool:
    if any(unnamed.found_in(old.folder) for unnamed in material.unnamed.values()):
        return False
    beside = (slug for slug in shown if names_somebody(old.folder, material.people[slug]))
    named = {*old.named, *names.found_in(old.folder), *beside}
    return all(_is_called_so(material, slug, old.folder) for slug in named)


def _is_called_so(material: Material, slug: str, folder: str) -> bool:
    """Whether somebody is still on the people list under a name that stands in a folder's, and may be named so."""
    person = material.people.get(slug)
    if person is None or not names_somebody(folder, person):
        return False
    return all(material.named_in_full(slug, event) for event in material.standings)


def _titles(cards: Cards) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {("asset", a.id): cards.title(a) for a in cards.of.published}
    found |= {("person", slug): cards.of.people[slug].name for slug in cards.with_pages}
    return found | {("event", e.slug): e.name for e in cards.of.events}
