"""Which words of a transcript the words of its captions are: captions have no times for single words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a caption's text: the number of its line, and the text, which has no space in it."""

    line: int
    text: str


def pieces(lines: Sequence[str], *, unspaced: bool = False) -> list[Piece]:
    """The words of a caption; its characters in a script that is written without spaces.

    >>> pieces(("Trust is", "built."))
    [Piece(line=0, text='Trust'), Piece(line=0, text='is'), Piece(line=1, text='built.')]
    """
    return [Piece(at, text) for at, line in enumerate(lines) for text in split(line, unspaced=unspaced)]


def split(text: str, *, unspaced: bool) -> list[str]:
    """A text in words, or in characters."""
    return [c for c in text if not c.isspace()] if unspaced else text.split()


def lines_of(found: Iterable[Piece], *, unspaced: bool = False) -> Lines:
    """The lines that these pieces make; a line without any is left out."""
    lines: dict[int, list[str]] = {}
    for piece in found:
        lines.setdefault(piece.line, []).append(piece.text)
    return tuple(("" if unspaced else " ").join(texts) for _, texts in sorted(lines.items()))


def places(words: Sequence[str], shown: Sequence[str]) -> list[tuple[int, int]]:
    """Where each piece stands among the words, as a range of them, last exclusive.

    One word where it is found, in order; else all the words between the places of its neighbours, which can be none.

    >>> places(["We", "met", "Kate", "Rintworth."], ["We", "met", "-", "Brintworth"])
    [(0, 1), (1, 2), (2, 4), (2, 4)]
    """
    at: list[int | None] = [None] * len(shown)
    keys = [_key(word) for word in words], [_key(text) for text in shown]
    for begin, found, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        at[found : found + size] = range(begin, begin + size)
    ranges, low = [], 0
    for place in at:
        ranges.append((low, len(words)) if place is None else (place, place + 1))
        low = low if place is None else place + 1
    high = len(words)
    for number in range(len(at) - 1, -1, -1):
        if at[number] is None:
            ranges[number] = (ranges[number][0], high)
        high = ranges[number][0] if at[number] is not None else high
    return ranges


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()) or text
