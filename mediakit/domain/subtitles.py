"""Captions and transcripts as files: WebVTT (W3C), SubRip, plain text. Text in, text out; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from mediakit.domain.captions_rules import RIGHT_TO_LEFT, Cue, width
from mediakit.domain.sentences import join
from mediakit.domain.span import format_position
from mediakit.domain.transcript import Segment, Transcript

PARAGRAPH_PAUSE_MS = 1_500
PARAGRAPH_CHARACTERS = 600

_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def to_vtt(cues: Iterable[Cue], *, language: str | None = None) -> str:
    """WebVTT: escaped text, one blank line between cues, the voice as `<v …>` where it is known.

    language: a BCP 47 tag for the header; anything else is left out. In a language written from right to left a line
    that begins with other letters has a mark of direction before it: WebVTT takes each line's direction from its first
    strong letter (section 6.2.1), and an isolate does not count as one.
    """
    head = f"WEBVTT\nLanguage: {language}\n" if language and is_language(language) else "WEBVTT\n"
    blocks = [
        f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}\n{_voice(cue)}"
        + "\n".join(mark + _vtt_text(line) for line, mark in _directed(cue.lines, language, "&rlm;"))
        + "\n"
        for cue in cues
    ]
    return "\n".join([head, *blocks])


def to_srt(cues: Iterable[Cue], *, language: str | None = None) -> str:
    """SubRip: numbered cues, comma before the milliseconds. It knows no escapes; an arrow in the text is written →."""
    blocks = [
        f"{number}\n{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}\n"
        + "\n".join(mark + line.replace("-->", "→") for line, mark in _directed(cue.lines, language, "\u200f"))
        + "\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def to_txt(transcript: Transcript, *, times: bool = False) -> str:
    """Plain paragraphs, broken at a change of speaker or a pause; with times, each begins with its position."""
    paragraphs = []
    for group in paragraphs_of(transcript):
        text = join((segment.text.strip() for segment in group), transcript.language)
        name = speaker_name(group[0].speaker)
        before = f"[{format_position(group[0].start_ms)}] " if times else ""
        paragraphs.append(f"{before}{f'{name}: ' if name else ''}{text}\n")
    return "\n".join(paragraphs)


def paragraphs_of(transcript: Transcript) -> list[list[Segment]]:
    """The segments in paragraphs: one voice each, ended by a pause of 1.5 s or at about 600 characters."""
    groups: list[list[Segment]] = []
    for segment in transcript.segments:
        last = groups[-1][-1] if groups else None
        if (
            last is None
            or segment.speaker != last.speaker
            or segment.start_ms - last.end_ms >= PARAGRAPH_PAUSE_MS
            or sum(len(s.text) for s in groups[-1]) >= PARAGRAPH_CHARACTERS
        ):
            groups.append([])
        groups[-1].append(segment)
    return groups


def with_names(cues: Iterable[Cue], longest: int) -> list[Cue]:
    """The captions with "NAME:" instead of a dash where a known voice begins, wherever that fits into `longest`
    columns. Voices that have only a number keep their dash.
    """
    found: list[Cue] = []
    voice: str | None = None
    for cue in cues:
        opening = cue.lines[0].removeprefix("- ")
        name = cue.speaker if cue.speaker and not cue.speaker.isdigit() else None
        labelled = f"{' '.join(name.split()).upper()}: {opening}" if name else ""
        marked = cue.lines[0] != opening or (voice is None and name is not None)
        if name and marked and cue.speaker != voice and width(labelled) <= longest:
            cue = replace(cue, lines=(labelled, *cue.lines[1:]))
        voice = cue.speaker or voice
        found.append(cue)
    return found


def is_language(tag: str) -> bool:
    """True if it looks like a BCP 47 tag."""
    return bool(_LANGUAGE.match(tag))


def is_right_to_left(language: str | None) -> bool:
    """True for a language that is written from right to left.

    >>> is_right_to_left("ar-EG"), is_right_to_left("en")
    (True, False)
    """
    return (language or "").lower().partition("-")[0] in RIGHT_TO_LEFT


def _directed(lines: Iterable[str], language: str | None, mark: str) -> list[tuple[str, str]]:
    """Each line with the mark that has to stand before it, or ""."""
    right = is_right_to_left(language)
    return [(line, mark if right and _begins_left_to_right(line) else "") for line in lines]


def _begins_left_to_right(line: str) -> bool:
    strong = (found for c in line if (found := unicodedata.bidirectional(c)) in ("L", "R", "AL"))
    return next(strong, "R") == "L"


def speaker_name(speaker: str | None) -> str | None:
    """A speaker as shown: a person's name as it is; a voice that has only a number is "Speaker 1"."""
    return f"Speaker {speaker}" if speaker and speaker.isdigit() else speaker


def clock(milliseconds: int, mark: str) -> str:
    """A position in full, with `mark` before the milliseconds.

    >>> clock(3_723_004, "."), clock(83_500, ",")
    ('01:02:03.004', '00:01:23,500')
    """
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"


def _voice(cue: Cue) -> str:
    name = speaker_name(cue.speaker)
    return f"<v {_vtt_text(' '.join(name.split()))}>" if name and name.strip() else ""


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
