"""The page of a film or sound recording: player, chapters, transcript, what can be taken along, how it is described."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from mediakit.catalogue.said import Said
from mediakit.domain import chapters as parts
from mediakit.domain.asset import Asset
from mediakit.domain.contact_sheet import sheet_for
from mediakit.domain.facts import Described, Kind, Role, TimeSource
from mediakit.gallery import texts
from mediakit.gallery.asset_pages import DATA, data_of, find_entry, with_text
from mediakit.gallery.backdrop import Backdrop, credit
from mediakit.gallery.mentions import mentions
from mediakit.gallery.pages import Download, EmbedPage, Recording, RecordingPage
from mediakit.gallery.part import (
    POSTER,
    WAVEFORM,
    MadeFile,
    MediaFile,
    Part,
    RecordingAround,
    folder_of,
    playable,
)
from mediakit.gallery.playing import Chapter, Description, Passage, Thumbnails
from mediakit.media.photo_xmp import text_segment

CAPTIONS, CUES, CHAPTERS, TRANSCRIPT, STILL = (
    "captions.vtt", "captions.js", "chapters.vtt", "transcript.txt", "still.jpg",
)  # fmt: skip
SHEET = "stills-sheet"


def recording_part(backdrop: Backdrop, asset: Asset, said: Said | None, around: RecordingAround) -> Part:
    """All that comes of a film or sound recording: its page, with captions and transcript beside it, and its files."""
    folder, segments = folder_of(around.card.path), said.segments if said else ()
    chapters, own = _chapters(backdrop, asset, said)
    spoken = texts.passages(segments, backdrop.voices(asset), chapters if own else ())
    page = _page(backdrop, asset, said, around, chapters, spoken)
    # chapters that are set are in whatever language somebody typed
    page = replace(page, chapters_language=None if own else page.language)
    beside, still = _texts(backdrop, asset, said, page), _still(backdrop, asset, page)
    page = replace(page, downloads=tuple(_downloads(backdrop, asset, page, beside, still)))
    written = " ".join(t for t in (asset.caption, *(c.title for c in chapters if own), asset.description_text) if t)
    shown = parts.chapters_text([parts.Chapter(c.start_ms, c.title) for c in chapters])
    data = data_of(backdrop, replace(asset, chapters=shown or parts.NONE), page)
    return Part(
        pages=(page, EmbedPage(page.embed, page)) if page.embed else (page,),
        entry=find_entry(backdrop, asset, page, written, segments),
        texts=beside | {f"{folder}/{DATA}": data},
        media=_media(asset, page),
        made=_made(asset, folder, still),
        mentions=tuple(mentions(asset.id, segments, backdrop.spoken_of(asset.event))),
    )


def _page(
    backdrop: Backdrop,
    asset: Asset,
    said: Said | None,
    around: RecordingAround,
    chapters: tuple[Chapter, ...],
    spoken: tuple[Passage, ...],
) -> RecordingPage:
    """The page, but for what can be taken along."""
    card, folder, settings = around.card, folder_of(around.card.path), backdrop.settings
    captioned = bool(said and said.cues)
    assert isinstance(card, Recording)
    event, session = backdrop.links(asset)
    return RecordingPage(
        path=card.path,
        kind=card.kind,
        title=card.title,
        duration_ms=card.duration_ms,
        files=tuple(file for file, _ in playable(asset, folder)),
        finished=card.finished,
        poster=card.poster,
        caption=asset.caption,
        language=asset.spoken.language if asset.spoken else settings.language,
        title_language=card.title_language,
        captions=f"{folder}/{CAPTIONS}" if captioned else None,
        cues=f"{folder}/{CUES}" if captioned else None,
        passages=spoken,
        people=backdrop.people(asset.people, asset.event),
        event=event,
        session=session,
        day=card.day,
        updated=asset.approval.at if asset.approval else None,
        credit=credit(asset),
        copyright=asset.copyright,
        more=around.more,
        chapters=chapters,
        chapters_track=f"{folder}/{CHAPTERS}" if chapters else None,
        thumbnails=_thumbnails(asset, folder),
        description=Description(around.version, asset.description_not_needed, asset.description_text, around.described),
        may_save="film" in settings.downloads,
        embed=f"{folder}/embed/index.html" if settings.embed and backdrop.site.base_url else None,
        topics=around.topics,
    )


# --- chapters -------------------------------------------------------------------------------------


def _chapters(backdrop: Backdrop, asset: Asset, said: Said | None) -> tuple[tuple[Chapter, ...], bool]:
    """The chapters of a recording, and whether their titles say more than its transcript does."""
    duration_ms = asset.duration_ms or 0
    if asset.chapters:
        return _ended(parts.set_chapters(asset.chapters), duration_ms), True
    segments = said.segments if said else ()
    planned = _by_agenda(backdrop, asset, said)
    if planned:
        return _ended(planned, duration_ms), True
    return _ended(parts.from_transcript(segments, backdrop.voices(asset), duration_ms), duration_ms), False


def _by_agenda(backdrop: Backdrop, asset: Asset, said: Said | None) -> tuple[parts.Chapter, ...]:
    """The sessions it covers. Only a camera's own clock says so: a file from the edit is dated by its export."""
    own = backdrop.sessions.get((asset.event or "", asset.session or ""))
    told = asset.captured_at_source is not TimeSource.MTIME and not asset.captured_at_doubt
    if own is None or asset.role is not Role.RUSH or asset.captured_at is None or not told:
        return ()
    room = [s for s in backdrop.common.sessions if s.event == own.event and s.room == own.room and not s.opted_out]
    return parts.from_agenda(asset.captured_at, asset.duration_ms or 0, room, said.segments if said else ())


def _ended(found: tuple[parts.Chapter, ...], duration_ms: int) -> tuple[Chapter, ...]:
    found = tuple(c for c in found if c.start_ms < duration_ms)
    ends = [*(c.start_ms for c in found[1:]), duration_ms]
    return tuple(Chapter(c.start_ms, end, c.title) for c, end in zip(found, ends, strict=False))


# --- files ----------------------------------------------------------------------------------------


def _media(asset: Asset, page: RecordingPage) -> dict[str, MediaFile]:
    """The renditions that lie beside its page: poster, sizes to play, pictures for seeking."""
    folder = folder_of(page.path)
    found = {f"{folder}/{POSTER}": asset.renditions["poster"]} if "poster" in asset.renditions else {}
    found |= {file.path: rendition for file, rendition in playable(asset, folder)}
    if page.thumbnails:
        found[page.thumbnails.path] = asset.renditions[SHEET]
    return {path: MediaFile.of(rendition) for path, rendition in found.items()}


def _made(asset: Asset, folder: str, still: tuple[MadeFile, int] | None) -> dict[str, MadeFile]:
    """What is made of renditions: the press still; the waveform of sound that has no poster, as a picture."""
    found = {f"{folder}/{STILL}": still[0]} if still else {}
    wave = asset.renditions.get("waveform") if asset.kind is Kind.AUDIO else None
    if wave and "poster" not in asset.renditions:
        found[f"{folder}/{WAVEFORM}"] = MadeFile(MediaFile.of(wave), texts.waveform_svg)
    return found


def _thumbnails(asset: Asset, folder: str) -> Thumbnails | None:
    made, web = asset.renditions.get(SHEET), [p for p in asset.renditions if p.startswith("web-")]
    if made is None or not web:
        return None
    smallest = min((asset.renditions[p] for p in web), key=lambda r: (r.height_px or 0) * (r.width_px or 0))
    sheet = sheet_for(asset.duration_ms or 0, smallest.width_px or 1, smallest.height_px or 1)
    if (made.width_px, made.height_px) != sheet.size_px:
        return None
    tile = (sheet.tile_width_px, sheet.tile_height_px)
    return Thumbnails(f"{folder}/seeking.jpg", sheet.number, sheet.every_ms, sheet.columns, *tile)


def _still(backdrop: Backdrop, asset: Asset, page: RecordingPage) -> tuple[MadeFile, int] | None:
    """The poster in full size with title, caption, credit and rights written into it (IPTC), and its size in bytes."""
    made = asset.renditions.get("stills-full") or asset.renditions.get("poster")
    if "stills" not in backdrop.settings.downloads or asset.kind is not Kind.VIDEO or made is None:
        return None
    described = Described(
        title=page.title,
        caption=asset.caption,
        creator=asset.creator,
        credit=asset.credit,
        copyright=asset.copyright,
        people=tuple(p.name for p in page.people),
    )
    source = MediaFile.of(made)
    file = MadeFile(source, partial(with_text, described=described), repr(described))
    return file, source.size_bytes + len(text_segment(described))


# --- what lies beside -----------------------------------------------------------------------------


def _texts(backdrop: Backdrop, asset: Asset, said: Said | None, page: RecordingPage) -> dict[str, str]:
    """Captions, transcript and chapters as files, by path."""
    folder, voices, found = folder_of(page.path), backdrop.voices(asset), {}
    if page.chapters:
        found[f"{folder}/{CHAPTERS}"] = texts.chapters_vtt(page.chapters, page.language)
    if said and said.cues:
        found[f"{folder}/{CAPTIONS}"] = texts.captions_vtt(said.cues, page.language, voices)
        found[f"{folder}/{CUES}"] = texts.captions_script(said.cues)
    if page.passages:
        found[f"{folder}/{TRANSCRIPT}"] = texts.transcript_text(page.title, page.people, page.passages)
    return found


def _downloads(
    backdrop: Backdrop, asset: Asset, page: RecordingPage, beside: Mapping[str, str], still: tuple[MadeFile, int] | None
) -> Iterator[Download]:
    """What of it all the settings let visitors take along."""
    folder, allowed = folder_of(page.path), backdrop.settings.downloads
    if "film" in allowed:
        label = "Sound" if asset.kind is Kind.AUDIO else "Film"
        yield from (Download(label, file.path, made.bytes) for file, made in [*playable(asset, folder)][-1:])
    kinds = (("captions", "Captions (WebVTT)", CAPTIONS), ("transcript", "Transcript (plain text)", TRANSCRIPT))
    for kind, label, name in kinds:
        path = f"{folder}/{name}"
        if kind in allowed and path in beside:
            yield Download(label, path, len(beside[path].encode()))
    if still:
        yield Download("Press still (JPEG)", f"{folder}/{STILL}", still[1])
