"""The files beside a page: captions, transcript, data, and a sound recording's waveform as a picture."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from mediakit.domain.asset import Asset
from mediakit.domain.captions import Cue
from mediakit.domain.document import published_document
from mediakit.domain.span import format_position
from mediakit.domain.subtitles import to_vtt
from mediakit.domain.transcript import Segment
from mediakit.gallery.pages import Person
from mediakit.gallery.playing import Chapter, Passage, PlayableFile, Sentence

# a passage is a stretch that can be taken in at a glance: it ends at a new voice, a pause, or when it gets long
LONGEST_PASSAGE_CHARACTERS = 420
PAUSE_MS = 2_500
WAVE_BARS = 160

_JSON = json.JSONEncoder(ensure_ascii=False)
_CLOSE_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

# the voice of a segment → the name to show, or None
Voices = Callable[[str | None], str | None]


def passages(segments: Sequence[Segment], voices: Voices, chapters: Sequence[Chapter] = ()) -> tuple[Passage, ...]:
    """Segments as passages of sentences; a voice is named where it begins to speak, a chapter where it begins."""
    ahead = list(chapters)
    found: list[Passage] = []
    row: list[Sentence] = []
    voice: str | None = None
    shown: str | None = None
    before: Segment | None = None
    chapter: Chapter | None = None
    for segment in (s for s in segments if s.text.strip()):
        due = [c for c in ahead if c.start_ms <= segment.start_ms]
        if before is not None and (due or _parts(before, segment, row)):
            found.append(Passage(tuple(row), voice, chapter))
            row, voice, chapter = [], None, None
        chapter = due[-1] if due else chapter
        ahead = ahead[len(due) :]
        if before is None or before.speaker != segment.speaker:
            named = voices(segment.speaker)
            voice = named if named != shown else None
            shown = named
        row.append(Sentence(segment.start_ms, max(segment.end_ms, segment.start_ms), segment.text.strip()))
        before = segment
    return (*found, Passage(tuple(row), voice, chapter)) if row else tuple(found)


def _parts(before: Segment, after: Segment, row: Sequence[Sentence]) -> bool:
    return (
        before.speaker != after.speaker
        or after.start_ms - before.end_ms > PAUSE_MS
        or sum(len(s.text) for s in row) + len(after.text) > LONGEST_PASSAGE_CHARACTERS
    )


def captions_vtt(cues: Sequence[Cue], language: str, voices: Voices) -> str:
    """Captions as WebVTT, with the names of voices that may be shown."""
    named = ((cue, voices(cue.speaker)) for cue in cues)
    return to_vtt((c if c.speaker == name else replace(c, speaker=name) for c, name in named), language=language)


def captions_script(cues: Sequence[Cue]) -> str:
    """The same captions as a script, for a page that was opened from a disk, where browsers refuse to read a .vtt."""
    rows = [[c.start_ms / 1000, c.end_ms / 1000, escape("\n".join(c.lines), quote=False)] for c in cues]
    return f"mediakitCues({_CLOSE_JSON.encode(rows)});\n"


def chapters_vtt(chapters: Sequence[Chapter], language: str) -> str:
    """Chapters as WebVTT."""
    return to_vtt((Cue(c.start_ms, c.end_ms, (c.title,)) for c in chapters), language=language)


def transcript_text(title: str, people: Sequence[Person], spoken: Sequence[Passage]) -> str:
    """A transcript as plain text: title, who speaks, then passages with their time."""
    lines = [title]
    lines += [", ".join(part for part in (p.name, p.role, p.organisation) if part) for p in people]
    for passage in spoken:
        lines.append("")
        if passage.chapter:
            lines += [passage.chapter.title, ""]
        opening = f"[{format_position(passage.sentences[0].start_ms)}]"
        lines.append(f"{opening} {passage.voice}:" if passage.voice else opening)
        lines.append(" ".join(s.text for s in passage.sentences))
    return "\n".join(lines) + "\n"


def packed(inside: Sequence[tuple[str, str]]) -> bytes:
    """Texts as one ZIP, stored without a date: the same bytes for the same texts on every machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in inside:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, text.encode("utf-8", "replace"))
    return buffer.getvalue()


def packed_bytes(inside: Iterable[tuple[str, int]]) -> int:
    """How large texts are as one ZIP, by the name and the size in bytes of each."""
    # a header before each, the same once more in the directory with its name, and the end of the directory
    return 22 + sum(30 + 46 + 2 * len(name.encode()) + size for name, size in inside)


def data_json(
    asset: Asset,
    title: str,
    people: Sequence[Person],
    files: Sequence[PlayableFile],
    *,
    session: str | None,
    dated: bool,
    words_kept: Callable[[str], bool],
) -> str:
    """The published fields of an asset as JSON.

    dated: whether its capture time can be believed. words_kept: whether a keyword or tag may be shown.
    """
    document: dict[str, Any] = published_document(asset)
    document["title"] = title
    document["captured_at"] = document["captured_at"] if dated else None
    document["keywords"] = [word for word in document["keywords"] if words_kept(word)]
    document["tags"] = [word for word in document["tags"] if words_kept(word)]
    document["session"] = session
    if asset.described_by:
        # which asset it is says nothing to anybody outside; the page links it where it is published
        document["audio_description"] = None
    document["people"] = [{"name": p.name, "role": p.role, "organisation": p.organisation} for p in people]
    document["files"] = [
        {"file": f.path.rsplit("/", 1)[-1], "width": f.width_px or None, "height": f.height_px or None} for f in files
    ]
    spoken = asset.spoken
    document["transcript"] = (
        {"language": spoken.language, "words": spoken.words, "duration": spoken.duration_ms / 1000} if spoken else None
    )
    return _JSON.encode(document) + "\n"


def waveform_svg(peaks: bytes) -> str:
    """A waveform (audiowaveform's JSON, version 2) as a calm picture of bars, 1000 × 160."""
    document = json.loads(peaks)
    data, top = document["data"], float(1 << (int(document.get("bits", 8)) - 1))
    loud = [max(abs(a), abs(b)) / top for a, b in zip(data[0::2], data[1::2], strict=False)]
    step = max(1.0, len(loud) / WAVE_BARS)
    bars = [
        max(loud[int(i * step) : max(int(i * step) + 1, int((i + 1) * step))], default=0.0) for i in range(WAVE_BARS)
    ]
    drawn = "".join(
        f"M{i * 1000 / WAVE_BARS + 3:g} {80 - max(2.0, height * 76):.1f}v{2 * max(2.0, height * 76):.1f}"
        for i, height in enumerate(bars)
    )
    # one grey that shows on light and dark alike: a picture in <img> does not know the page's colours
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 160" width="1000" height="160" '
        f'preserveAspectRatio="none"><path d="{drawn}" stroke="#7a8a86" stroke-width="3.2" '
        'stroke-linecap="round" fill="none"/></svg>\n'
    )
