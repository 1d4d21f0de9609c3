"""Reading somebody's captions: WebVTT, SubRip or TTML in whatever encoding, with every problem and its line. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from mediakit.domain.subtitles_blocks import ARROW, is_times, read_srt, read_vtt
from mediakit.domain.subtitles_found import Problem, Read, ReadCue, in_order
from mediakit.domain.subtitles_timed_text import NotTimedText, read_ttml

__all__ = ["LARGEST_BYTES", "Problem", "Read", "ReadCue", "read_captions"]

LARGEST_BYTES = 16_000_000
# Two frames: tools round times, and nobody sees it.
ROUNDING_MS = 80

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOTTED = re.compile(r"\d\.\d{3}\s*-->|-->\s*[\d:]+\.\d{3}")
_OTHERS = (
    (re.compile(r"^\s*\[Script Info\]", re.IGNORECASE), "a SubStation Alpha file"),
    (re.compile(r"^\s*Scenarist_SCC"), "a Scenarist file"),
    (re.compile(r"^\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}\s*$", re.MULTILINE), "a YouTube SBV file"),
    (re.compile(r"^\s*<sami\b", re.IGNORECASE), "a SAMI file"),
    (re.compile(r"^\{\d+\}\{\d+\}"), "a MicroDVD file"),
)


def read_captions(data: bytes, name: str) -> Read:
    """The cues of a caption file as they stand in it, and what is wrong with it. `name` only settles doubt.

    Formatting is taken off; a voice is known only where the file marks it as such (<v …>, ttm:agent): "Name:" and
    dashes stay in the text. Never raises: what cannot be read is a fatal problem, and the rest is read.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return _nothing("the file is empty", "size")
    if len(data) > LARGEST_BYTES:
        return _nothing(f"{len(data) / 1e6:.0f} MB: too large for captions", "size")
    text, problem = _decoded(data)
    if text is None:
        return _nothing("not a caption file: it holds no text", "format")
    problems = [problem] if problem else []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    form = _format(text, lines, name)
    if not form:
        return _nothing(_other(text), "format", problems)
    if form == "ttml":
        try:
            found = read_ttml(_XML_DECLARATION.sub("", text, count=1))
        except NotTimedText as error:
            return _nothing(error.what, "format", problems, line=error.line)
    else:
        found = read_vtt(lines) if form == "vtt" else read_srt(lines)
    if form == "vtt":
        problems += _header(lines, data)
    problems += found.problems
    if not found.cues and not any(p.fatal for p in problems):
        problems.append(Problem(0, "no captions in it", True, "format"))
    return Read(form, found.language, found.cues, in_order([*problems, *_sequence(found.cues)]))


def _nothing(what: str, kind: str, others: Sequence[Problem] = (), *, line: int = 0) -> Read:
    return Read("", None, (), in_order([*others, Problem(line, what, True, kind)]))


def _decoded(data: bytes) -> tuple[str | None, Problem | None]:
    """The text, and a doubt about its encoding; None for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), None
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), None
    if b"\x00" in data:
        return None, None
    declared = _DECLARED.match(data)
    if declared:
        try:
            return data.decode(declared.group(1).decode("ascii")), None
        except (LookupError, UnicodeError):
            return _eight_bit(data)
    return _eight_bit(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: nearly every second byte of its times and spaces is zero."""
    head = data[:400]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 8 or max(even, odd) * 5 < len(head):
        return None
    return "utf-16-be" if even > odd * 4 else "utf-16-le" if odd > even * 4 else None


def _eight_bit(data: bytes) -> tuple[str | None, Problem | None]:
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        strange = sum(byte < 32 and byte not in b"\t\r\n\f\x1a" for byte in data[:4000])
        if strange * 50 > len(data[:4000]):
            return None, None
        told = "not UTF-8: read as Windows-1252; look at the accented letters and the £ signs"
        return data.decode("cp1252", "replace"), Problem(line, told, False, "encoding")


def _format(text: str, lines: Sequence[str], name: str) -> str:
    if re.match(r"WEBVTT(?:[ \t\n\r]|$)", text):
        return "vtt"
    head = text.lstrip()
    if head.startswith("<") and (re.search(r"<(?:\w+:)?tt[\s>]", head[:4000]) or head.startswith("<?xml")):
        return "ttml"
    if not any(is_times(line) for line in lines) or any(mark.search(text[:4000]) for mark, _ in _OTHERS):
        return ""
    dotted = bool(_DOTTED.search(text))
    return "vtt" if dotted and (name.lower().endswith(".vtt") or text.lstrip().startswith("WEBVTT")) else "srt"


def _other(text: str) -> str:
    known = next((told for mark, told in _OTHERS if mark.search(text[:4000])), None)
    found = f"{known}: save it as WebVTT or SRT" if known else "not a caption file (WebVTT, SRT or TTML)"
    return found if known or ARROW in text else f"{found}: no times in it"


def _header(lines: Sequence[str], data: bytes) -> list[Problem]:
    problems = []
    if not lines[0].startswith("WEBVTT"):
        told = "no header: a WebVTT file begins with WEBVTT, and players refuse it without"
        problems.append(Problem(1, told, False, "header"))
    elif len(lines) > 1 and lines[1].strip() and is_times(lines[1]):
        problems.append(Problem(2, "no empty line after WEBVTT", False, "header"))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(data):
        problems.append(Problem(1, "UTF-16: a WebVTT file is UTF-8, and players refuse others", False, "encoding"))
    return problems


def _sequence(cues: Sequence[ReadCue]) -> list[Problem]:
    """Cues that come before their time or lie over another. Two that share both times are shown together."""
    problems = []
    latest: ReadCue | None = None
    for cue in cues:
        if latest is not None and (cue.start_ms, cue.end_ms) != (latest.start_ms, latest.end_ms):
            over_ms = latest.end_ms - cue.start_ms
            if cue.start_ms < latest.start_ms:
                told = f"starts before the caption of line {latest.line}, which stands before it"
                problems.append(Problem(cue.line, told, True, "order"))
            elif over_ms > 0:
                told = f"starts {over_ms / 1000:.3f} s before the caption of line {latest.line} ends"
                problems.append(Problem(cue.line, told, over_ms > ROUNDING_MS, "overlap"))
        latest = cue if latest is None or cue.end_ms >= latest.end_ms else latest
    return problems
