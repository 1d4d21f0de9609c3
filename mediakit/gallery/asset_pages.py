"""The pages of photos; and what lies beside the page of any asset, and can be found of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mediakit.domain.asset import Asset, photo_versions
from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Described, Kind
from mediakit.domain.transcript import Segment
from mediakit.gallery import photo_sets, texts
from mediakit.gallery.cards import KINDS, Cards, MadeFile, MediaFile, credit, day_of
from mediakit.gallery.pages import Download, Link, Person, Photo
from mediakit.gallery.pages_beside import PhotoPage
from mediakit.gallery.playing import PlayableFile
from mediakit.gallery.search_index import Entry, Said
from mediakit.gallery.topic_pages import topics_of
from mediakit.media.photo_xmp import embed_text, text_segment


def add_photo_pages(cards: Cards) -> None:
    """A page for every photo, each with its neighbours in the set of its event."""
    everything = [a for a in cards.of.published if a.kind is Kind.PHOTO]
    alike = {a.id: row for row in photo_sets.moments(cards, everything) for a in row}
    loose = [a for a in everything if a.event not in cards.events]
    for row in (*(photo_sets.of_event(cards, e) for e in cards.events), loose):
        for number, asset in enumerate(row):
            before = row[number - 1] if number else None
            after = row[number + 1] if number + 1 < len(row) else None
            moment = tuple(cards.photos[a.id] for a in alike[asset.id] if a is not asset)
            _photo_page(cards, asset, (_neighbour(cards, before), _neighbour(cards, after)), moment)


def _neighbour(cards: Cards, asset: Asset | None) -> Link | None:
    return Link(cards.photos[asset.id].title, cards.page(asset)) if asset else None


def _above(cards: Cards, asset: Asset) -> tuple[Link, ...]:
    """What a photo belongs to: all photos, and the set of its event."""
    event = cards.events.get(asset.event or "")
    everything = Link("Photos", "photos/index.html")
    return (everything, Link(event.name, f"events/{event.slug}/photos/index.html")) if event else (everything,)


def _photo_page(cards: Cards, asset: Asset, around: tuple[Link | None, Link | None], moment: tuple[Photo, ...]) -> None:
    card = cards.photos[asset.id]
    event, session = cards.links(asset)
    people = cards.people(asset.people, asset.event)
    downloads: tuple[Download, ...] = ()
    if card.download:
        cards.gallery.made[card.download], size_bytes = to_keep(cards, asset)
        downloads = (Download("JPEG", card.download, size_bytes),)
    cards.gallery.pages.append(
        PhotoPage(
            path=card.path,
            title=card.title,
            picture=card.picture,
            caption=asset.caption if asset.caption != card.title else None,
            description=asset.extended_description,
            credit=credit(asset),
            creator=asset.creator,
            copyright=asset.copyright,
            people=people,
            event=event,
            session=session,
            day=day_of(asset),
            previous=around[0],
            following=around[1],
            downloads=downloads,
            above=_above(cards, asset),
            moment=moment,
            topics=topics_of(cards, (asset,)),
            updated=cards.updated((asset,)),
        )
    )
    written = " ".join(t for t in (asset.caption, card.picture.alt, asset.extended_description) if t)
    find_entry(cards, asset, card.title, people, written)
    put_data(cards, asset, card.title, people, ())


def to_keep(cards: Cards, asset: Asset) -> tuple[MadeFile, int]:
    """The largest size with caption, credit, rights and alt text written into it (IPTC), and how many bytes that is."""
    if asset.id not in cards.to_keep:
        described, largest = _described(cards, asset), photo_versions(asset)[-1]
        source = MediaFile(largest.path, largest.checksum, largest.bytes)
        made = MadeFile(source, partial(with_text, described=described), repr(described))
        cards.to_keep[asset.id] = made, source.size_bytes + len(text_segment(described))
    return cards.to_keep[asset.id]


def _described(cards: Cards, asset: Asset) -> Described:
    return Described(
        title=cards.photos[asset.id].title,
        caption=asset.caption,
        alt_text=None if asset.decorative else asset.alt_text,
        extended_description=asset.extended_description,
        creator=asset.creator,
        credit=asset.credit,
        copyright=asset.copyright,
        keywords=tuple(word for word in asset.keywords if cards.may_show_word(word, asset.event)),
        people=tuple(p.name for p in cards.people(asset.people, asset.event)),
    )


def with_text(picture: bytes, described: Described) -> bytes:
    """A picture with a text written into it (IPTC)."""
    try:
        return embed_text(picture, described)
    except Undecodable:
        # a rendition that was damaged since it was made: `verify` names it, and the gallery is built all the same
        return picture


def find_entry(
    cards: Cards,
    asset: Asset,
    title: str,
    people: Sequence[Person],
    written: str,
    segments: Sequence[Segment] = (),
) -> None:
    """What the search finds of an asset. written: texts about it; segments: what is said in it."""
    event = cards.events.get(asset.event or "")
    day = day_of(asset) or (event.starts if event else None)
    voice = cards.voices(asset)
    entry = Entry(
        path=cards.page(asset),
        kind=KINDS[asset.kind],
        title=title,
        who="; ".join(", ".join(t for t in (p.name, p.role, p.organisation) if t) for p in people),
        event=event.name if event else "",
        text=written,
        said=tuple(Said(s.start_ms, s.text.strip(), voice(s.speaker)) for s in segments if s.text.strip()),
        event_slug=event.slug if event else "",
        people=tuple(p.name for p in people),
        year=str(day.year) if day else "",
    )
    cards.gallery.entries.append(entry)


def put_data(cards: Cards, asset: Asset, title: str, people: Sequence[Person], files: Sequence[PlayableFile]) -> None:
    """The published fields of an asset, beside its page."""
    session = cards.sessions.get((asset.event or "", asset.session or ""))
    cards.gallery.texts[f"{cards.of.folders[asset.id]}/data.json"] = texts.data_json(
        asset,
        title,
        people,
        files,
        session=cards.shown_slug(session) if session else None,
        dated=day_of(asset) is not None,
        words_kept=lambda word: cards.may_show_word(word, asset.event),
    )
