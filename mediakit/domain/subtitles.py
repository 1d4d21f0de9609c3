"""Captions and transcripts as files: WebVTT (W3C), SubRip, plain text. Text in, text out; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mediakit.domain.captions import Cue
from mediakit.domain.sentences import join
from mediakit.domain.span import format_position
from mediakit.domain.transcript import Segment, Transcript

PARAGRAPH_PAUSE_MS = 1_500
PARAGRAPH_CHARACTERS = 600

_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def to_vtt(cues: Iterable[Cue], *, language: str | None = None) -> str:
    """WebVTT: escaped text, one blank line between cues, the voice as `<v …>` where it is known.

    language: a BCP 47 tag for the header; anything else is left out.
    """
    head = f"WEBVTT\nLanguage: {language}\n" if language and _LANGUAGE.match(language) else "WEBVTT\n"
    blocks = [
        f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}\n{_voice(cue)}{_vtt_text(chr(10).join(cue.lines))}\n"
        for cue in cues
    ]
    return "\n".join([head, *blocks])


def to_srt(cues: Iterable[Cue]) -> str:
    """SubRip: numbered cues, comma before the milliseconds. It knows no escapes; an arrow in the text is written →."""
    blocks = [
        f"{number}\n{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}\n"
        + "\n".join(line.replace("-->", "→") for line in cue.lines)
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
