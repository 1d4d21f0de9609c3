"""Files that come back from Word, a text editor or a caption editor, as drafts. Nothing is looked up but names."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from mediakit.domain.draft import Draft, Paragraph, Row, clean
from mediakit.domain.errors import BadInputFile, MediakitError, Misuse
from mediakit.domain.span import parse_position
from mediakit.domain.subtitles_read import Read, read_captions
from mediakit.editorial.import_json import read_json
from mediakit.editorial.import_voices import Voices
from mediakit.media.docx import Docx, DocxParagraph, read_docx

LARGEST_BYTES = 20_000_000
FORMS = ".docx, .txt, .vtt, .srt, .ttml or .json"
_CAPTIONS = (".vtt", ".srt", ".ttml", ".dfxp", ".xml")
_TIME = re.compile(r"\s*\[\s*(\d[\d:., ]*)\]\s*")
_REVISION = re.compile(r"\brevision (\d{1,6})\b")
_HEADS = ("Heading1", "Title", "Subtitle", "MediakitNote")
_DASH = re.compile(r"^(?:[-–]\s+|[-–](?=\w)|>>\s*)")
_TAG = re.compile(r"</?(?:b|i|u|p|br|div|span|font|strong|em|html|body|script|style)\b[^>]*>", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# what of a caption file's oddities could cost words, or put wrong ones on the screen
_REFUSED_KINDS = ("encoding",)


def read_draft(path: Path, voices: Voices, *, duration_ms: int) -> Draft:
    """The file as a draft; its form is settled by its content, then by its ending.

    Raises Misuse if there is no such file, BadInputFile with every bad line for one that cannot be used: damaged, not
    UTF-8, times that are none or run backwards or leave the recording (duration_ms), HTML, names that nobody has.
    """
    if not path.is_file():
        raise Misuse("no such file", where=str(path), hint=f"give a {FORMS} file")
    try:
        draft = _read(path, voices, duration_ms)
    except OSError as error:
        raise BadInputFile(f"cannot be read: {error.strerror or error}", where=str(path)) from None
    if voices.unknown:
        hint = "add them with mediakit people add; if it is no name, write it without its colon"
        raise _bad(path, voices.unknown, "name", hint=hint)
    if not any(row.text for paragraph in draft.paragraphs for row in paragraph.rows):
        raise BadInputFile("no words in it", where=str(path))
    return draft


def _read(path: Path, voices: Voices, duration_ms: int) -> Draft:
    with path.open("rb") as file:
        head = file.read(8)
    suffix = path.suffix.lower()
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or suffix == ".docx":
        return _from_docx(path, read_docx(path), voices, duration_ms)
    if path.stat().st_size > LARGEST_BYTES:
        raise BadInputFile("larger than any transcript", where=str(path))
    data = path.read_bytes()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInputFile("the file is empty", where=str(path))
    if suffix == ".json" or data.lstrip()[:1] == b"{":
        return read_json(path, data, voices)
    found = read_captions(data, path.name)
    if found.format or suffix in _CAPTIONS:
        return _from_captions(path, found, voices, duration_ms)
    if suffix not in (".txt", ".text", ".md", ""):
        raise BadInputFile(f"not a kind of file that can be imported; give {FORMS}", where=str(path))
    return _from_text(path, _text(path, data), voices, duration_ms)


def _bad(path: Path, problems: Sequence[str], noun: str = "line", *, hint: str | None = None) -> BadInputFile:
    what = f"{len(problems)} {noun}{'s' * (len(problems) != 1)} cannot be used; nothing was changed"
    return BadInputFile(what, where=str(path), problems=tuple(problems), hint=hint)


def _from_captions(path: Path, found: Read, voices: Voices, duration_ms: int) -> Draft:
    refused = [p for p in found.problems if p.fatal or p.kind in _REFUSED_KINDS or "HTML" in p.what]
    problems = [(p.line, p.what) for p in refused]
    problems += [
        (cue.line, "begins after the recording's end")
        for cue in found.cues
        if duration_ms and cue.start_ms >= duration_ms + 1_000
    ]
    if problems:
        raise _bad(path, [f"line {line}: {what}" if line else what for line, what in sorted(problems)])
    paragraphs = []
    for cue in found.cues:
        where = f"line {cue.line}"
        speaker = voices.named(cue.speaker, where) if cue.speaker else None
        rows: list[Row] = []
        for line in cue.lines:
            undashed = _DASH.sub("", line)
            named, words = voices.leads(undashed, where, certainly=False)
            # who is named at the start of a caption speaks all of it, unless a dash gives the word to another
            goes_on = rows[-1].speaker if rows and undashed == line else speaker
            rows.append(Row(clean(words), named or goes_on))
        paragraphs.append(Paragraph(cue.line, tuple(rows), cue.start_ms, cue.end_ms, cue.lines))
    warnings = [f"line {p.line}: {p.what}" for p in found.problems if p not in refused]
    return Draft(found.format, tuple(paragraphs), warnings=tuple(warnings))


def _from_docx(path: Path, document: Docx, voices: Voices, duration_ms: int) -> Draft:
    turns, heads = _turns(document.paragraphs)
    paragraphs: list[Paragraph] = []
    problems: list[str] = []
    warnings = [
        f"paragraph {p.number} stands before the first time and is left out: {p.text.strip()[:40]}"
        for p in heads
        if p.text.strip() and p.style not in _HEADS
    ]
    clock = _Clock(duration_ms)
    for turn in turns:
        where = f"paragraph {turn.number}"
        start_ms, rest = clock.read(turn.text, where, problems)
        certainly = start_ms is not None and ":" in turn.lead[len(turn.text) - len(rest) :]
        speaker, words = voices.leads(rest, where, certainly=certainly)
        if words.strip():
            paragraphs.append(Paragraph(turn.number, (Row(clean(words), speaker),), start_ms))
    if problems:
        raise _bad(path, problems, "paragraph")
    revision = document.properties.get("mediakit-revision") or _said_revision(heads)
    return Draft(
        "docx",
        tuple(paragraphs),
        asset=document.properties.get("mediakit-asset"),
        revision=int(revision) if revision and revision.isdigit() else None,
        warnings=(*warnings, *_left_out(document)),
    )


def _turns(paragraphs: Sequence[DocxParagraph]) -> tuple[list[DocxParagraph], list[DocxParagraph]]:
    """What was said, and what stands before it."""
    timed = [i for i, p in enumerate(paragraphs) if _TIME.match(p.text) and p.style not in _HEADS]
    first = timed[0] if timed else next((i for i, p in enumerate(paragraphs) if p.style not in _HEADS), 0)
    return [p for p in paragraphs[first:] if p.style not in _HEADS], list(paragraphs[:first])


def _said_revision(heads: Sequence[DocxParagraph]) -> str | None:
    found = [match[1] for p in heads if p.style not in ("Heading1", "Title") and (match := _REVISION.search(p.text))]
    return found[0] if found else None


def _left_out(document: Docx) -> list[str]:
    told = []
    for noun in ("comments", "tables", "footnotes", "text boxes"):
        count = document.counts.get(noun, 0)
        if count:
            told.append(f"{count} {noun if count != 1 else noun.rstrip('s').replace('boxe', 'box')} left out")
    changes = sum(document.counts.get(noun, 0) for noun in ("insertions", "deletions", "moves"))
    if changes:
        told.append(f"{changes} tracked change{'s' * (changes != 1)} taken as accepted")
    return told


def _from_text(path: Path, text: str, voices: Voices, duration_ms: int) -> Draft:
    problems: list[str] = []
    clock = _Clock(duration_ms)
    paragraphs: list[Paragraph] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blank_between = any(not line.strip() for line in "\n".join(lines).strip("\n").split("\n"))
    goes_on = False
    for number, line in enumerate(lines, 1):
        where = f"line {number}"
        if _TAG.search(line):
            problems.append(f"{where}: HTML: {clean(line)[:40]}")
        start_ms, rest = clock.read(line, where, problems)
        speaker, words = voices.leads(rest, where, certainly=False)
        if not words.strip():
            goes_on = False
        elif goes_on and blank_between and start_ms is None and speaker is None:
            last = paragraphs[-1]
            joined = Row(clean(f"{last.rows[0].text} {words}"), last.rows[0].speaker)
            paragraphs[-1] = Paragraph(last.line, (joined,), last.start_ms)
        else:
            paragraphs.append(Paragraph(number, (Row(clean(words), speaker),), start_ms))
            goes_on = True
    if problems:
        raise _bad(path, problems)
    first = next((i for i, p in enumerate(paragraphs) if p.start_ms is not None), 0)
    warnings = [
        f"line {p.line} stands before the first time and is left out: {p.rows[0].text[:40]}" for p in paragraphs[:first]
    ]
    return Draft("txt", tuple(paragraphs[first:]), warnings=tuple(warnings))


def _text(path: Path, data: bytes) -> str:
    hint = "save it as plain text in UTF-8"
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInputFile("not UTF-8; nothing was changed", where=f"{path}:{line}", hint=hint) from None
    strange = next((i for i, c in enumerate(text) if c < " " and c not in "\t\r\n\f"), None)
    if strange is not None:
        line = text[:strange].count("\n") + 1
        raise BadInputFile("not a text file: it holds control characters", where=f"{path}:{line}", hint=hint)
    return text


class _Clock:
    """Reads the times before paragraphs, and notes those that are none, run backwards or leave the recording."""

    def __init__(self, duration_ms: int) -> None:
        self._duration_ms = duration_ms
        self._last_ms = 0

    def read(self, text: str, where: str, problems: list[str]) -> tuple[int | None, str]:
        """The time in brackets that a paragraph begins with, in milliseconds (None: it has none), and what follows."""
        found = _TIME.match(text)
        if not found:
            return None, text.lstrip()
        try:
            start_ms = parse_position(found[1].replace(" ", ""))
        except MediakitError:
            problems.append(f"{where}: no time: [{found[1].strip()}]; write [1:23]")
            return None, text[found.end() :]
        if start_ms > self._duration_ms + 1_000 and self._duration_ms:
            problems.append(f"{where}: [{found[1].strip()}] is after the recording's end")
        elif start_ms < self._last_ms:
            problems.append(f"{where}: [{found[1].strip()}] runs backwards; keep the paragraphs in their order")
        self._last_ms = max(self._last_ms, start_ms)
        return start_ms, text[found.end() :]
