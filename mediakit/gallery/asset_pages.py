"""The page of one asset, with the files that lie beside it and what can be found of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mediakit.domain.asset import Asset
from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Described, Kind
from mediakit.domain.transcript import Segment
from mediakit.gallery import photo_sets, texts
from mediakit.gallery.cards import KINDS, Cards, MadeFile, credit, day_of
from mediakit.gallery.pages import Download, Link, Person, Photo, PlayableFile, RecordingPage
from mediakit.gallery.pages_beside import PhotoPage
from mediakit.gallery.search_index import Entry
from mediakit.gallery.topic_pages import topics_of
from mediakit.media.photo_xmp import embed_text, text_segment


def add_photo_pages(cards: Cards) -> None:
    """A page for every photo, each with its neighbours in the set of its event."""
    everything = [a for a in cards.of.published if a.kind is Kind.PHOTO]
    alike = {a.id: row for row in photo_sets.moments(everything) for a in row}
    loose = [a for a in everything if a.event not in cards.events]
    for row in (*(photo_sets.of_event(cards, e) for e in cards.events), loose):
        for number, asset in enumerate(row):
            before = row[number - 1] if number else None
            after = row[number + 1] if number + 1 < len(row) else None
            moment = tuple(cards.photos[a.id] for a in alike[asset.id] if a is not asset)
            _photo_page(cards, asset, (_neighbour(cards, before), _neighbour(cards, after)), moment)


def add_recording_pages(cards: Cards) -> None:
    """A page for every film and sound recording, with captions and transcript beside it."""
    for asset in cards.of.published:
        if asset.kind is not Kind.PHOTO:
            _recording_page(cards, asset)


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
    download = _to_keep(cards, asset, card, [p.name for p in people])
    cards.gallery.pages.append(
        PhotoPage(
            path=card.path,
            title=card.title,
            picture=card.picture,
            caption=asset.caption if asset.caption != card.title else None,
            description=asset.extended_description,
            credit=credit(asset),
            copyright=asset.copyright,
            people=people,
            event=event,
            session=session,
            day=day_of(asset),
            previous=around[0],
            following=around[1],
            downloads=(download,),
            above=_above(cards, asset),
            moment=moment,
            topics=topics_of(cards, (asset,)),
            updated=cards.updated((asset,)),
        )
    )
    written = " ".join(t for t in (asset.caption, card.picture.alt, asset.extended_description) if t)
    _find(cards, asset, card.title, people, written)
    _data(cards, asset, card.title, people, ())


def _to_keep(cards: Cards, asset: Asset, card: Photo, names: Sequence[str]) -> Download:
    """The largest size with caption, credit, rights and alt text written into it (IPTC), for whoever takes it along."""
    described = Described(
        title=card.title,
        caption=asset.caption,
        alt_text=None if asset.decorative else asset.alt_text,
        extended_description=asset.extended_description,
        creator=asset.creator,
        credit=asset.credit,
        copyright=asset.copyright,
        keywords=tuple(word for word in asset.keywords if cards.may_show_word(word, asset.event)),
        people=tuple(names),
    )
    source = cards.gallery.media[card.picture.largest.path]
    path = card.download or f"{cards.of.folders[asset.id]}/download.jpg"
    cards.gallery.made[path] = MadeFile(source, partial(_with_text, described=described), repr(described))
    return Download("JPEG", path, source.size_bytes + len(text_segment(described)))


def _with_text(picture: bytes, described: Described) -> bytes:
    try:
        return embed_text(picture, described)
    except Undecodable:
        # a rendition that was damaged since it was made: `verify` names it, and the gallery is built all the same
        return picture


def _recording_page(cards: Cards, asset: Asset) -> None:
    card, folder = cards.recordings[asset.id], cards.of.folders[asset.id]
    event, session = cards.links(asset)
    people = cards.people(asset.people, asset.event)
    said, voices = cards.of.said.get(asset.id), cards.voices(asset)
    spoken = texts.passages(said.segments, voices) if said else ()
    language = asset.spoken.language if asset.spoken else cards.of.settings.language
    files = tuple(cards.playable(asset))
    beside: list[tuple[str, str, str]] = []
    if said and said.cues:
        beside.append(("captions.vtt", "Captions (WebVTT)", texts.captions_vtt(said.cues, language, voices)))
        cards.gallery.texts[f"{folder}/captions.js"] = texts.captions_script(said.cues)
    if spoken:
        beside.append(("transcript.txt", "Transcript (plain text)", texts.transcript_text(card.title, people, spoken)))
    for name, _, text in beside:
        cards.gallery.texts[f"{folder}/{name}"] = text
    label = "Sound" if asset.kind is Kind.AUDIO else "Film"
    downloads = [Download(label, f.path, cards.gallery.media[f.path].size_bytes) for f in files[-1:]]
    downloads += [Download(label, f"{folder}/{name}", len(text.encode())) for name, label, text in beside]
    captions = f"{folder}/captions.vtt" if said and said.cues else None
    cards.gallery.pages.append(
        RecordingPage(
            path=card.path,
            kind=card.kind,
            title=card.title,
            duration_ms=card.duration_ms,
            files=files,
            finished=card.finished,
            poster=card.poster,
            caption=asset.caption,
            language=language,
            captions=captions,
            cues=f"{folder}/captions.js" if captions else None,
            passages=spoken,
            people=people,
            event=event,
            session=session,
            day=card.day,
            credit=credit(asset),
            copyright=asset.copyright,
            downloads=tuple(downloads),
            more=cards.following(asset),
        )
    )
    _find(cards, asset, card.title, people, asset.caption or "", said.segments if said else ())
    _data(cards, asset, card.title, people, files)


def _find(
    cards: Cards,
    asset: Asset,
    title: str,
    people: Sequence[Person],
    written: str,
    segments: Sequence[Segment] = (),
) -> None:
    who = "; ".join(", ".join(t for t in (p.name, p.role, p.organisation) if t) for p in people)
    event = cards.events.get(asset.event or "")
    said = tuple((s.start_ms, s.text.strip()) for s in segments if s.text.strip())
    entry = Entry(cards.page(asset), KINDS[asset.kind], title, who, event.name if event else "", written, said)
    cards.gallery.entries.append(entry)


def _data(cards: Cards, asset: Asset, title: str, people: Sequence[Person], files: Sequence[PlayableFile]) -> None:
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
