"""What is found in somebody's caption file: cues with the lines they stand on, and what is wrong with the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

# Marks of direction are the player's business (Unicode bidirectional algorithm); words must compare without them.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)*[ \t]+([^>]*)>")
_VTT_TAG = re.compile(r"<(?:/?(?:c|i|b|u|v|ruby|lang)(?:\.[^\s>]*)*(?:[ \t\n][^>]*)?|\d[\d:.]*|/)>")
_RUBY = re.compile(r"<rt(?:\.[^>]*)?>.*?(?:</rt>|(?=</ruby>)|$)", re.DOTALL)
_STYLE_TAG = re.compile(r"</?(?:i|b|u|s|em|strong|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}|\{/?[ibu]\}", re.IGNORECASE)
_PAGE_TAG = re.compile(
    r"</?(?:a|abbr|article|blockquote|body|code|div|h[1-6]|head|html|iframe|img|input|li|link|meta|object|ol|p|pre|q|"
    r"script|section|small|span|style|sub|sup|svg|table|tbody|td|th|tr|ul|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CODE = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a caption file. line: from 1 (0: the file as a whole). fatal: it cannot be imported so.

    kind: one of encoding, size, format, header, time, backwards, order, overlap, empty, markup, stray.
    """

    line: int
    what: str
    fatal: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReadCue:
    """A caption as it stands in a file: start_ms < end_ms, lines of plain text, the voice if the file names one.

    line: where in the file it begins (its times, or its <p>), from 1.
    """

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Read:
    """A caption file: format "vtt", "srt", "ttml" or "" (none of them), the language it names, cues as they stand."""

    format: str
    language: str | None
    cues: tuple[ReadCue, ...]
    problems: tuple[Problem, ...]

    @property
    def fatal(self) -> tuple[Problem, ...]:
        """The problems that stop an import."""
        return tuple(problem for problem in self.problems if problem.fatal)


def plain_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say anything: white space collapsed, nothing unseen.

    >>> plain_lines("  We  began. \\n\\n It was hard.")
    ('We began.', 'It was hard.')
    """
    lines = (" ".join(_UNSEEN.sub("", line).split()) for line in text.split("\n"))
    return tuple(line for line in lines if line)


def unescaped(text: str) -> str:
    """The text with its character references read; an ampersand on its own stays.

    >>> unescaped("Q&amp;A at AT&T")
    'Q&A at AT&T'
    """
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def voices_in(text: str) -> tuple[str, ...]:
    """The names in a WebVTT text's <v …> tags, in order, each once."""
    names = (" ".join(unescaped(name).split()) for name in _VOICE.findall(text))
    return tuple(dict.fromkeys(name for name in names if name))


def without_vtt_marks(text: str) -> str:
    """A WebVTT cue's text without its tags (WebVTT 1.0, section 3.3); the reading aid of a <ruby> is left out."""
    return unescaped(_VTT_TAG.sub("", _RUBY.sub("", _BREAK.sub("\n", text))))


def without_srt_marks(text: str) -> str:
    """A SubRip text without italics, colours and {\\an8}; what else stands in angle brackets is text."""
    text = _VOICE.sub("", text).replace("</v>", "")
    return unescaped(_STYLE_TAG.sub("", _BREAK.sub("\n", text)))


def without_page_marks(text: str) -> tuple[str, bool]:
    """The text without the tags of web pages, and whether there were any. Scripts go with all they hold."""
    clean = _PAGE_TAG.sub("", _CODE.sub("", text))
    return clean, clean != text


def quoted(text: str, longest: int = 40) -> str:
    """A piece of a file as an error shows it: one short line in quotation marks."""
    clean = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return f"“{clean[: longest - 1]}…”" if len(clean) > longest else f"“{clean}”"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by line, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: p.line))
