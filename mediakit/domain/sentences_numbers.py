"""Small numbers as words, as the BBC's subtitle guidelines and most house styles have them: six spoons, but 6 March.

A recogniser writes "6" or "six" as it happens to; a caption should not change its mind from line to line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mediakit.domain.transcript import Word

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT = re.compile(r"^([\"'“‘(]*)([1-9])([,;:!?…\"'”’)]*\.?[\"'”’)]*)$")
_COUNTED_IN_DIGITS = frozenset(
    "january february march april may june july august september october november december am pm a.m p.m percent per "
    "million billion thousand hundred degrees kg km cm mm mg ml metres miles pounds pence euros dollars o'clock".split()
)
_NUMBERED = frozenset(
    "chapter page number no part section table figure step room day week grade level type phase version item line band "
    "unit platform channel section appendix volume january february march april may june july august september october "
    "november december".split()
)
LONGEST_RUN = 3


def small_numbers_in_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """English words with lone digits 1 … 9 spelled out; their times stay.

    Left as they are: dates, clock times, measures, "chapter 4", "1." that opens a list, and runs of more than three
    digits (telephone numbers, codes, countdowns).
    """
    texts = [word.text for word in words]
    return tuple(
        replace(word, text=_spelled(word.text, capital=_opens(texts, i))) if _is_lone(texts, i) else word
        for i, word in enumerate(words)
    )


def _is_lone(texts: Sequence[str], i: int) -> bool:
    if not _DIGIT.match(texts[i]):
        return False
    before = _bare(texts[i - 1]) if i else ""
    after = _bare(texts[i + 1]) if i + 1 < len(texts) else ""
    if before in _NUMBERED or after in _COUNTED_IN_DIGITS:
        return False
    if texts[i].endswith(".") and _opens(texts, i) and after:
        return False
    first = last = i
    while first > 0 and _numeric(texts[first - 1]):
        first -= 1
    while last + 1 < len(texts) and _numeric(texts[last + 1]):
        last += 1
    return last - first < LONGEST_RUN and all(_DIGIT.match(text) for text in texts[first : last + 1])


def _numeric(text: str) -> bool:
    return any(map(str.isdigit, text))


def _opens(texts: Sequence[str], i: int) -> bool:
    return i == 0 or texts[i - 1].rstrip("\"'”’)")[-1:] in (".", "!", "?", "…")


def _bare(text: str) -> str:
    return text.strip("\"'“”‘’().,;:!?…").lower()


def _spelled(text: str, *, capital: bool) -> str:
    match = _DIGIT.match(text)
    assert match, "only a lone digit is spelled"
    before, digit, after = match.groups()
    word = _WORDS[int(digit)]
    return f"{before}{word.capitalize() if capital else word}{after}"
