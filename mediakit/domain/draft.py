"""A transcript as somebody gives it back, before it is compared: paragraphs or captions, and their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mediakit.domain.sentences import UNSPACED

_JOINERS = "\u200c\u200d"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a paragraph or caption: its text, and who speaks if the file says so: a slug, or a voice's number."""

    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a caption with its lines. line: where it stands in the file, from 1 (Word: the paragraph).

    start_ms, end_ms: as the file has them; None where it has none. lines: a caption's lines, letter by letter.
    """

    line: int
    rows: tuple[Row, ...]
    start_ms: int | None = None
    end_ms: int | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file holds. form: "docx", "txt", "vtt", "srt", "ttml", "json".

    asset, revision: what it was exported from, where the file says so. warnings: what was left aside, in plain lines.
    """

    form: str
    paragraphs: tuple[Paragraph, ...]
    asset: str | None = None
    revision: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_captions(self) -> bool:
        return self.form in ("vtt", "srt", "ttml")


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a draft: in which of its paragraphs, and of that in which row; who speaks if the file says so."""

    text: str
    paragraph: int
    row: int = 0
    speaker: str | None = None


def said(draft: Draft, language: str) -> tuple[Said, ...]:
    """The words of a draft in order; in scripts without spaces, its letters."""
    return tuple(
        Said(text, number, place, row.speaker)
        for number, paragraph in enumerate(draft.paragraphs)
        for place, row in enumerate(paragraph.rows)
        for text in units(row.text, language)
    )


def units(text: str, language: str) -> Iterator[str]:
    """What is aligned: words, or letters (with the marks that follow them) in scripts written without spaces."""
    if language not in UNSPACED:
        yield from text.split()
        return
    for word in text.split():
        letter = ""
        for c in word:
            if letter and not unicodedata.combining(c) and not (c.isascii() and letter[-1:].isascii()):
                yield letter
                letter = ""
            letter += c
        yield letter


def clean(text: str) -> str:
    """Text on one line: in composed form, without what nobody can see (but joiners, which some scripts need).

    >>> clean("co\\u00adchair\\u00a0 Sia\\u0302n\\t\\u200b")
    'cochair Siân'
    """
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(c if c.isprintable() or c in _JOINERS else " " if c.isspace() else "" for c in composed)
    return " ".join(seen.split())


def reads_alike(one: str, other: str) -> bool:
    """Whether two words are the same but for straight or curly quotes, which editors change by themselves."""
    return one == other or one.translate(_QUOTES) == other.translate(_QUOTES)
