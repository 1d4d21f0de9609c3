"""The page of a film or sound recording: player, chapters, transcript, what can be taken along, how it is described."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from mediakit.catalogue.said import Said
from mediakit.domain import chapters as parts
from mediakit.domain.asset import Asset
from mediakit.domain.contact_sheet import sheet_for
from mediakit.domain.facts import Described, Kind, Role, TimeSource
from mediakit.gallery import texts
from mediakit.gallery.asset_pages import find_entry, put_data, with_text
from mediakit.gallery.cards import Cards, MadeFile, MediaFile, credit
from mediakit.gallery.pages import Download, EmbedPage, Link, Person, RecordingPage
from mediakit.gallery.playing import Chapter, Description, Passage, PlayableFile, Thumbnails
from mediakit.gallery.topic_pages import topics_of
from mediakit.media.photo_xmp import text_segment


def add_recording_pages(cards: Cards) -> None:
    """A page for every film and sound recording, with captions and transcript beside it."""
    published = {a.id: a for a in cards.of.published}
    describing = {a.described_by: a for a in cards.of.published if a.described_by}
    for asset in cards.of.published:
        if asset.kind is not Kind.PHOTO:
            version = published.get(asset.described_by or "")
            _add(cards, asset, _description(cards, asset, version, describing.get(asset.id)))


def _add(cards: Cards, asset: Asset, description: Description) -> None:
    folder = cards.of.folders[asset.id]
    people, files = cards.people(asset.people, asset.event), tuple(cards.playable(asset))
    said, settings = cards.of.said.get(asset.id), cards.of.settings
    chapters, own = _chapters(cards, asset, said)
    spoken = texts.passages(said.segments, cards.voices(asset), chapters if own else ()) if said else ()
    language = asset.spoken.language if asset.spoken else settings.language
    downloads = _beside(cards, asset, said, spoken, files)
    captions = f"{folder}/captions.vtt" if said and said.cues else None
    if chapters:
        cards.gallery.texts[f"{folder}/chapters.vtt"] = texts.chapters_vtt(chapters, language)
    card, (event, session) = cards.recordings[asset.id], cards.links(asset)
    page = RecordingPage(
        path=card.path,
        kind=card.kind,
        title=card.title,
        duration_ms=card.duration_ms,
        files=files,
        finished=card.finished,
        poster=card.poster,
        caption=asset.caption,
        language=language,
        # those that are set are in whatever language somebody typed
        chapters_language=None if own else language,
        title_language=card.title_language,
        captions=captions,
        cues=f"{folder}/captions.js" if captions else None,
        passages=spoken,
        people=people,
        event=event,
        session=session,
        day=card.day,
        updated=asset.approval.at if asset.approval else None,
        credit=credit(asset),
        copyright=asset.copyright,
        downloads=downloads,
        more=cards.following(asset),
        chapters=chapters,
        chapters_track=f"{folder}/chapters.vtt" if chapters else None,
        thumbnails=_thumbnails(cards, asset),
        description=description,
        may_save="film" in settings.downloads,
        embed=f"{folder}/embed/index.html" if settings.embed and cards.gallery.site.base_url else None,
        topics=topics_of(cards, (asset,)),
    )
    cards.gallery.pages.append(page)
    if page.embed:
        cards.gallery.pages.append(EmbedPage(page.embed, page))
    written = " ".join(t for t in (asset.caption, *(c.title for c in chapters if own), asset.description_text) if t)
    find_entry(cards, asset, card.title, people, written, said.segments if said else ())
    shown = parts.chapters_text([parts.Chapter(c.start_ms, c.title) for c in chapters])
    put_data(cards, replace(asset, chapters=shown or parts.NONE), card.title, people, files)


# --- chapters -------------------------------------------------------------------------------------


def _chapters(cards: Cards, asset: Asset, said: Said | None) -> tuple[tuple[Chapter, ...], bool]:
    """The chapters of a recording, and whether their titles say more than its transcript does."""
    duration_ms = asset.duration_ms or 0
    if asset.chapters:
        return _ended(parts.set_chapters(asset.chapters), duration_ms), True
    segments = said.segments if said else ()
    planned = _by_agenda(cards, asset, said)
    if planned:
        return _ended(planned, duration_ms), True
    return _ended(parts.from_transcript(segments, cards.voices(asset), duration_ms), duration_ms), False


def _by_agenda(cards: Cards, asset: Asset, said: Said | None) -> tuple[parts.Chapter, ...]:
    """The sessions it covers. Only a camera's own clock says so: a file from the edit is dated by its export."""
    own = cards.sessions.get((asset.event or "", asset.session or ""))
    told = asset.captured_at_source is not TimeSource.MTIME and not asset.captured_at_doubt
    if own is None or asset.role is not Role.RUSH or asset.captured_at is None or not told:
        return ()
    room = [s for s in cards.of.sessions if s.event == own.event and s.room == own.room and not s.opted_out]
    return parts.from_agenda(asset.captured_at, asset.duration_ms or 0, room, said.segments if said else ())


def _ended(found: tuple[parts.Chapter, ...], duration_ms: int) -> tuple[Chapter, ...]:
    found = tuple(c for c in found if c.start_ms < duration_ms)
    ends = [*(c.start_ms for c in found[1:]), duration_ms]
    return tuple(Chapter(c.start_ms, end, c.title) for c, end in zip(found, ends, strict=False))


# --- pictures -------------------------------------------------------------------------------------


def _thumbnails(cards: Cards, asset: Asset) -> Thumbnails | None:
    made, web = asset.renditions.get("stills-sheet"), [p for p in asset.renditions if p.startswith("web-")]
    if made is None or not web:
        return None
    smallest = min((asset.renditions[p] for p in web), key=lambda r: (r.height_px or 0) * (r.width_px or 0))
    sheet = sheet_for(asset.duration_ms or 0, smallest.width_px or 1, smallest.height_px or 1)
    if (made.width_px, made.height_px) != sheet.size_px:
        return None
    path = f"{cards.of.folders[asset.id]}/seeking.jpg"
    cards.gallery.media[path] = MediaFile(made.path, made.checksum, made.bytes)
    tile = (sheet.tile_width_px, sheet.tile_height_px)
    return Thumbnails(path, sheet.number, sheet.every_ms, sheet.columns, *tile)


def _still(cards: Cards, asset: Asset) -> Download | None:
    """The poster in full size with title, caption, credit and rights written into it (IPTC)."""
    made = asset.renditions.get("stills-full") or asset.renditions.get("poster")
    if asset.kind is not Kind.VIDEO or made is None:
        return None
    described = Described(
        title=cards.recordings[asset.id].title,
        caption=asset.caption,
        creator=asset.creator,
        credit=asset.credit,
        copyright=asset.copyright,
        people=tuple(p.name for p in cards.people(asset.people, asset.event)),
    )
    path = f"{cards.of.folders[asset.id]}/still.jpg"
    source = MediaFile(made.path, made.checksum, made.bytes)
    cards.gallery.made[path] = MadeFile(source, partial(with_text, described=described), repr(described))
    return Download("Press still (JPEG)", path, source.size_bytes + len(text_segment(described)))


# --- what lies beside -----------------------------------------------------------------------------


def _beside(
    cards: Cards, asset: Asset, said: Said | None, spoken: tuple[Passage, ...], files: tuple[PlayableFile, ...]
) -> tuple[Download, ...]:
    """Captions and transcript beside the page; returns what of it all the settings let visitors take along."""
    folder, allowed = cards.of.folders[asset.id], cards.of.settings.downloads
    people: tuple[Person, ...] = cards.people(asset.people, asset.event)
    language = asset.spoken.language if asset.spoken else cards.of.settings.language
    media, found = cards.gallery.media, []
    if "film" in allowed:
        label = "Sound" if asset.kind is Kind.AUDIO else "Film"
        found += [Download(label, f.path, media[f.path].size_bytes) for f in files[-1:]]
    if said and said.cues:
        text = texts.captions_vtt(said.cues, language, cards.voices(asset))
        cards.gallery.texts[f"{folder}/captions.vtt"] = text
        cards.gallery.texts[f"{folder}/captions.js"] = texts.captions_script(said.cues)
        if "captions" in allowed:
            found.append(Download("Captions (WebVTT)", f"{folder}/captions.vtt", len(text.encode())))
    if spoken:
        text = texts.transcript_text(cards.recordings[asset.id].title, people, spoken)
        cards.gallery.texts[f"{folder}/transcript.txt"] = text
        if "transcript" in allowed:
            found.append(Download("Transcript (plain text)", f"{folder}/transcript.txt", len(text.encode())))
    if "stills" in allowed and (still := _still(cards, asset)):
        found.append(still)
    return tuple(found)


def _description(cards: Cards, asset: Asset, version: Asset | None, of: Asset | None) -> Description:
    def link(to: Asset | None) -> Link | None:
        return Link(cards.recordings[to.id].title, cards.page(to)) if to and to.kind is not Kind.PHOTO else None

    return Description(link(version), asset.description_not_needed, asset.description_text, link(of))
