"""WebVTT (W3C, 2019) and SubRip files as cues: strict about times, patient about everything else. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mediakit.domain.subtitles_found import (
    Problem,
    ReadCue,
    plain_lines,
    quoted,
    voices_in,
    without_page_marks,
    without_srt_marks,
    without_vtt_marks,
)

ARROW = "-->"
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:([.,])(\d{1,3}))?"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s+(.*))?\s*$")
# what a word processor makes of an arrow, and what hands type for one
# "9:00–17:00" is something that captions say: spoiled times have milliseconds on both sides, or hours
_CLOCK = r"\d{1,4}:\d\d(?:[.,]\d{2,3}|:\d\d(?:[.,]\d{1,3})?)"
_SPOILED = re.compile(rf"^\s*{_CLOCK}\s*(?:→|–>|—>|->|–+|=>)\s*{_CLOCK}\s*$")
_LANGUAGE = re.compile(r"^(?:language|lang)\s*[:=]\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*$", re.IGNORECASE)
_NOT_CUES = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")
_NUMBER = re.compile(r"^\s*\d+\s*$")


@dataclass(slots=True)
class _Block:
    """A cue in the making: where its times stand (line from 1), and the lines of its text with their numbers.

    end_ms 0: its times could not be read, and its text goes nowhere.
    """

    start_ms: int
    end_ms: int
    line: int
    text: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a file of blocks holds."""

    language: str | None
    cues: tuple[ReadCue, ...]
    problems: tuple[Problem, ...]


def is_times(line: str) -> bool:
    """True if the line gives the times of a cue, or was meant to."""
    return ARROW in line or bool(_SPOILED.match(line))


def read_vtt(lines: Sequence[str]) -> Blocks:
    """The cues of a WebVTT file. A header that is missing is the caller's to say."""
    problems: list[Problem] = []
    head = next((i for i, line in enumerate(lines) if not line.strip() or is_times(line)), len(lines))
    has_header = bool(lines) and lines[0].startswith("WEBVTT")
    named = [match.group(1) for line in lines[1:head] if (match := _LANGUAGE.match(line.strip()))]
    blocks: list[_Block] = []
    open_block: _Block | None = None
    skipping = pending = False
    for number, line in enumerate(lines[head if has_header else 0 :], (head if has_header else 0) + 1):
        if is_times(line):
            open_block = _times(number, line, ".", problems)
            skipping = pending = False
            blocks.append(open_block)
        elif not line.strip():
            open_block, skipping, pending = None, False, True
        elif skipping:
            continue
        elif open_block is not None:
            open_block.text.append((number, line))
        elif pending and _NOT_CUES.match(line):
            skipping = True
        elif not _names_a_cue(lines, number):
            _astray(number, line, blocks, problems)
    cues = [cue for block in blocks if block.end_ms and (cue := _vtt_cue(block, problems))]
    return Blocks(named[0] if named else None, tuple(cues), tuple(problems))


def read_srt(lines: Sequence[str]) -> Blocks:
    """The cues of a SubRip file; numbers may be wrong or missing."""
    problems: list[Problem] = []
    blocks: list[_Block] = []
    open_block: _Block | None = None
    blank_before = False
    for number, line in enumerate(lines, 1):
        if is_times(line):
            open_block = _times(number, line, ",", problems)
            blocks.append(open_block)
            blank_before = False
        elif not line.strip():
            blank_before = True
        elif _NUMBER.match(line) and _counts(lines, number, blank_before):
            open_block = None
        elif open_block is None:
            _astray(number, line, blocks, problems)
        else:
            if blank_before and open_block.text:
                problems.append(Problem(number, "an empty line inside a caption", False, "stray"))
            open_block.text.append((number, line))
            blank_before = False
    cues = [cue for block in blocks if block.end_ms and (cue := _srt_cue(block, problems))]
    return Blocks(None, tuple(cues), tuple(problems))


def _counts(lines: Sequence[str], number: int, blank_before: bool) -> bool:
    """Whether the number on this line counts a cue: times follow at once, or after an empty line if one is before."""
    after = lines[number] if number < len(lines) else ""
    if is_times(after):
        return True
    beyond = lines[number + 1] if number + 1 < len(lines) else ""
    return (blank_before or number == 1) and not after.strip() and is_times(beyond)


def _names_a_cue(lines: Sequence[str], number: int) -> bool:
    return number < len(lines) and is_times(lines[number])


def _astray(number: int, line: str, blocks: Sequence[_Block], problems: list[Problem]) -> None:
    """Text outside any cue: it goes with the one before, where somebody left an empty line in the middle."""
    before = blocks[-1] if blocks else None
    if before is None:
        problems.append(Problem(number, f"text that belongs to no caption: {quoted(line)}", False, "stray"))
        return
    if before.text and before.text[-1][0] < number - 1:
        problems.append(Problem(number, "an empty line inside a caption", False, "stray"))
    before.text.append((number, line))


def _times(number: int, line: str, mark: str, problems: list[Problem]) -> _Block:
    """The cue that begins on this line; the problem is noted where its times cannot be so."""
    match = _TIMES.match(line)
    begin = _milliseconds(match.groups()[0:5]) if match else None
    end = _milliseconds(match.groups()[5:10]) if match else None
    if match is None or begin is None or end is None:
        example = f"00:00:01{mark}000 {ARROW} 00:00:04{mark}000"
        problems.append(Problem(number, f"no times: {quoted(line)}; write them as {example}", True, "time"))
        return _Block(0, 0, number)
    if end <= begin:
        how = "ends before it starts" if end < begin else "ends when it starts"
        problems.append(Problem(number, f"a caption that {how}: {quoted(line)}", True, "backwards"))
        return _Block(0, 0, number)
    if mark == "." and "," in (match.group(4), match.group(9)):
        told = "a comma before the milliseconds, where WebVTT has a full stop: players leave such a caption out"
        problems.append(Problem(number, told, False, "time"))
    return _Block(begin, end, number)


def _milliseconds(parts: Sequence[str | None]) -> int | None:
    hours, minutes, seconds, _, fraction = parts
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "").ljust(3, "0"))


def _vtt_cue(block: _Block, problems: list[Problem]) -> ReadCue | None:
    voices = voices_in("\n".join(line for _, line in block.text))
    if len(voices) > 1:
        problems.append(Problem(block.line, f"several voices in one caption: {', '.join(voices)}", False, "markup"))
    text = without_vtt_marks("\n".join(_clean(block, problems)))
    return _cue(block, text, voices[0] if len(voices) == 1 else None, problems)


def _srt_cue(block: _Block, problems: list[Problem]) -> ReadCue | None:
    voices = voices_in("\n".join(line for _, line in block.text))
    text = without_srt_marks("\n".join(_clean(block, problems)))
    return _cue(block, text, voices[0] if len(voices) == 1 else None, problems)


def _clean(block: _Block, problems: list[Problem]) -> list[str]:
    """The lines of a cue without the tags of web pages, each of which is told."""
    for number, line in block.text:
        if without_page_marks(line)[1]:
            problems.append(Problem(number, f"HTML in a caption is left out: {quoted(line)}", False, "markup"))
    return without_page_marks("\n".join(line for _, line in block.text))[0].split("\n")


def _cue(block: _Block, text: str, speaker: str | None, problems: list[Problem]) -> ReadCue | None:
    lines = plain_lines(text)
    if not lines:
        problems.append(Problem(block.line, "a caption without text", False, "empty"))
        return None
    return ReadCue(block.start_ms, block.end_ms, lines, speaker, block.line)
