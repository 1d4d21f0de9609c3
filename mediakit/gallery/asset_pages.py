"""The page of a photo and its files; and what lies beside the page of any asset, and can be found of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mediakit.domain.asset import Asset
from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Described
from mediakit.domain.transcript import Segment
from mediakit.gallery import texts
from mediakit.gallery.backdrop import KINDS, Backdrop, credit, day_of
from mediakit.gallery.keys import text_key
from mediakit.gallery.pages import Download, Link, Photo, RecordingPage
from mediakit.gallery.pages_beside import PhotoPage
from mediakit.gallery.part import MadeFile, MediaFile, Part, PhotoAround, ToKeep, folder_of, photo_sizes
from mediakit.gallery.search_index import Entry, Said
from mediakit.media.photo_xmp import embed_text, text_segment

DATA = "data.json"


def photo_part(backdrop: Backdrop, asset: Asset, around: PhotoAround) -> Part:
    """All that comes of a photo: its page, with its neighbours in the set of its event, and its files."""
    card, folder = around.card, folder_of(around.card.path)
    assert isinstance(card, Photo)
    event, session = backdrop.links(asset)
    people = backdrop.people(asset.people, asset.event)
    media = {path: MediaFile.of(r) for path, r in photo_sizes(asset, folder).items()}
    kept = _kept(backdrop, asset, card, media[card.picture.largest.path])
    page = PhotoPage(
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
        previous=around.previous,
        following=around.following,
        downloads=tuple(Download("JPEG", path, told.size_bytes) for path, (_, told) in kept.items()),
        above=_above(backdrop, asset),
        moment=around.moment,
        topics=around.topics,
        updated=asset.approval.at if asset.approval else None,
    )
    written = " ".join(t for t in (asset.caption, card.picture.alt, asset.extended_description) if t)
    return Part(
        pages=(page,),
        entry=find_entry(backdrop, asset, page, written),
        texts={f"{folder}/{DATA}": data_of(backdrop, asset, page)},
        media=media,
        made={path: made for path, (made, _) in kept.items()},
        to_keep=next((told for _, told in kept.values()), None),
    )


def _above(backdrop: Backdrop, asset: Asset) -> tuple[Link, ...]:
    """What a photo belongs to: all photos, and the set of its event."""
    event = backdrop.events.get(asset.event or "")
    everything = Link("Photos", "photos/index.html")
    return (everything, Link(event.name, f"events/{event.slug}/photos/index.html")) if event else (everything,)


def _kept(backdrop: Backdrop, asset: Asset, card: Photo, source: MediaFile) -> dict[str, tuple[MadeFile, ToKeep]]:
    """What the settings let visitors take along, by path: the source with a text in it."""
    if card.download is None:
        return {}
    described = _described(backdrop, asset, card)
    made = MadeFile(source, partial(with_text, described=described), repr(described))
    told = ToKeep(text_key(f"{source.checksum}{made.told}"), source.size_bytes + len(text_segment(described)))
    return {card.download: (made, told)}


def _described(backdrop: Backdrop, asset: Asset, card: Photo) -> Described:
    """What is written (IPTC) into the largest size: caption, credit, rights, alt text."""
    return Described(
        title=card.title,
        caption=asset.caption,
        alt_text=None if asset.decorative else asset.alt_text,
        extended_description=asset.extended_description,
        creator=asset.creator,
        credit=asset.credit,
        copyright=asset.copyright,
        keywords=tuple(word for word in asset.keywords if backdrop.may_show_word(word, asset.event)),
        people=tuple(p.name for p in backdrop.people(asset.people, asset.event)),
    )


def with_text(picture: bytes, described: Described) -> bytes:
    """A picture with a text written into it (IPTC)."""
    try:
        return embed_text(picture, described)
    except Undecodable:
        # a rendition that was damaged since it was made: `verify` names it, and the gallery is built all the same
        return picture


def find_entry(
    backdrop: Backdrop, asset: Asset, page: PhotoPage | RecordingPage, written: str, segments: Sequence[Segment] = ()
) -> Entry:
    """What the search finds of an asset. written: texts about it; segments: what is said in it."""
    event = backdrop.events.get(asset.event or "")
    day = day_of(asset) or (event.starts if event else None)
    voice = backdrop.voices(asset)
    return Entry(
        path=page.path,
        kind=KINDS[asset.kind],
        title=page.title,
        who="; ".join(", ".join(t for t in (p.name, p.role, p.organisation) if t) for p in page.people),
        event=event.name if event else "",
        text=written,
        said=tuple(Said(s.start_ms, s.text.strip(), voice(s.speaker)) for s in segments if s.text.strip()),
        event_slug=event.slug if event else "",
        people=tuple(p.name for p in page.people),
        year=str(day.year) if day else "",
    )


def data_of(backdrop: Backdrop, asset: Asset, page: PhotoPage | RecordingPage) -> str:
    """The published fields of an asset, which lie beside its page."""
    session = backdrop.sessions.get((asset.event or "", asset.session or ""))
    return texts.data_json(
        asset,
        page.title,
        page.people,
        page.files if isinstance(page, RecordingPage) else (),
        session=backdrop.shown_slug(session) if session else None,
        dated=day_of(asset) is not None,
        words_kept=lambda word: backdrop.may_show_word(word, asset.event),
    )
