"""What each page of an asset shows of others: neighbours, what follows, the same moment, versions, topics."""

from __future__ import annotations

from collections.abc import Iterator

from mediakit.domain.asset import Asset
from mediakit.domain.facts import Kind
from mediakit.gallery import photo_sets
from mediakit.gallery.cards import Cards
from mediakit.gallery.pages import Link
from mediakit.gallery.part import Around, PhotoAround, RecordingAround
from mediakit.gallery.topic_pages import topics_of


def arounds(cards: Cards) -> Iterator[tuple[Asset, Around]]:
    """Every asset that is shown, with what is around it."""
    yield from _of_recordings(cards)
    yield from _of_photos(cards)


def _of_recordings(cards: Cards) -> Iterator[tuple[Asset, Around]]:
    published = {a.id: a for a in cards.of.published}
    describing = {a.described_by: a for a in cards.of.published if a.described_by}

    def link(to: Asset | None) -> Link | None:
        return Link(cards.recordings[to.id].title, cards.page(to)) if to and to.kind is not Kind.PHOTO else None

    for asset in cards.of.published:
        if asset.kind is not Kind.PHOTO:
            yield (
                asset,
                RecordingAround(
                    card=cards.recordings[asset.id],
                    topics=topics_of(cards, (asset,)),
                    more=cards.following(asset),
                    version=link(published.get(asset.described_by or "")),
                    described=link(describing.get(asset.id)),
                ),
            )


def _of_photos(cards: Cards) -> Iterator[tuple[Asset, Around]]:
    everything = [a for a in cards.of.published if a.kind is Kind.PHOTO]
    alike = {a.id: row for row in photo_sets.moments_of_all(cards) for a in row}
    loose = [a for a in everything if a.event not in cards.events]
    for row in (*(photo_sets.of_event(cards, e) for e in cards.events), loose):
        links = [None, *(Link(cards.photos[a.id].title, cards.page(a)) for a in row), None]
        for number, asset in enumerate(row):
            yield (
                asset,
                PhotoAround(
                    card=cards.photos[asset.id],
                    topics=topics_of(cards, (asset,)),
                    previous=links[number],
                    following=links[number + 2],
                    moment=tuple(cards.photos[a.id] for a in alike[asset.id] if a is not asset),
                ),
            )
