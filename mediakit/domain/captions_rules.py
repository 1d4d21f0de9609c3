"""The limits of captions: the BBC's numbers, other scripts' own, and what a caption is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import NamedTuple

from mediakit.domain.sentences import UNSPACED

BBC_LINE_CHARACTERS = 37
PORTRAIT_LINE_CHARACTERS = 25
SPEAKER_MARKS = ("dash", "name", "none")


class _Script(NamedTuple):
    """A script's limits after Netflix's timed-text style guides, in columns (two for each full-width character)."""

    columns: int
    columns_per_s: int


_CYRILLIC, _ARABIC = _Script(39, 17), _Script(42, 17)
_SCRIPTS = {
    "zh": _Script(32, 18),
    "yue": _Script(32, 18),
    "ja": _Script(26, 14),
    "ko": _Script(32, 24),
    "th": _Script(35, 17),
    "he": _Script(42, 17),
    "yi": _Script(42, 17),
    "hi": _Script(42, 17),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), _ARABIC),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk"), _CYRILLIC),
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "ps", "he", "yi", "dv", "sd", "ug"})


def is_unspaced(language: str | None) -> bool:
    """True for a language that is written without spaces between words, whatever its region.

    >>> is_unspaced("zh-Hant"), is_unspaced("en-GB")
    (True, False)
    """
    return (language or "").lower().partition("-")[0] in UNSPACED


@dataclass(frozen=True, slots=True)
class CaptionRules:
    """The limits of captions. line_characters and lines are never exceeded, longest_ms neither.

    words_per_minute, characters_per_s: the fastest a caption should have to be read (0: not counted). word_ms: least
    time for each word. gap_ms: cues closer than this are joined up. early_ms: how long before the voice a cue may come
    if it could not be read otherwise; late_ms: how long after it. linger_ms: how long it stays after the voice if
    nothing follows. shortest_ms: of a cue; half of it for a single word. speakers: how a change of voice is shown,
    one of SPEAKER_MARKS; "name" keeps room for the name, which is written where a file is handed out.
    """

    line_characters: int = BBC_LINE_CHARACTERS
    lines: int = 2
    longest_ms: int = 7_000
    shortest_ms: int = 1_000
    word_ms: int = 300
    words_per_minute: int = 180
    characters_per_s: int = 20
    gap_ms: int = 1_000
    early_ms: int = 600
    late_ms: int = 1_200
    linger_ms: int = 600
    speakers: str = "dash"

    def in_portrait(self) -> CaptionRules:
        """The same for a 9:16 film: three lines of 25 characters."""
        return replace(self, lines=3, line_characters=min(PORTRAIT_LINE_CHARACTERS, self.line_characters))

    def for_language(self, language: str | None) -> CaptionRules:
        """The same for another script: its own width and reading speed; unspaced scripts have no words to count."""
        base = (language or "").lower().partition("-")[0]
        script = _SCRIPTS.get(base)
        if script is None:
            return self
        columns = max(4, script.columns * self.line_characters // BBC_LINE_CHARACTERS)
        speed = max(1, script.columns_per_s * self.characters_per_s // 20)
        found = replace(self, line_characters=columns, characters_per_s=speed)
        return replace(found, word_ms=0, words_per_minute=0) if is_unspaced(language) else found

    def least_ms(self, words: int) -> int:
        """The least time that so many words stay, whatever the voice does."""
        shortest_ms = self.shortest_ms if words > 1 else self.shortest_ms // 2
        return min(max(shortest_ms, words * self.word_ms), self.longest_ms)

    def reading_ms(self, words: int, columns: int) -> int:
        """The time it takes to read so many words of so many columns."""
        by_words = words * 60_000 // self.words_per_minute if self.words_per_minute else 0
        by_columns = columns * 1000 // self.characters_per_s if self.characters_per_s else 0
        return min(max(self.least_ms(words), by_words, by_columns), self.longest_ms)


LANDSCAPE = CaptionRules()
PORTRAIT = LANDSCAPE.in_portrait()


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption as shown: start_ms < end_ms, lines of plain text, who speaks (None: not known)."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None = None

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def width(text: str) -> int:
    """Columns a text takes: one for each character, two for the wide ones of East Asian scripts, none for marks."""
    if text.isascii():
        return len(text)
    return max(1, sum(_columns(character) for character in text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) == "Mn" else 1
