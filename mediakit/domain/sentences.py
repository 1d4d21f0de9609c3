"""Words into sentences: where a sentence ends, how words are joined, and times for words that have none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mediakit.domain.transcript import Segment, Word

UNSPACED = frozenset({"zh", "yue", "ja", "th", "lo", "my", "km", "bo"})
LONGEST_SENTENCE_MS = 30_000
LONGEST_PAUSE_MS = 2_000

_ENDS = re.compile(r"[.!?…。！？؟।۔]+[\"'”’»)\]]*$")
_NOT_AN_END = frozenset(
    "mr mrs ms mx dr prof st sr jr rev hon gen col sgt capt lt vs etc e.g i.e cf no nos approx dept fig vol".split()
)
_INITIALS = re.compile(r"^(?:[A-Za-z]\.)+$")


def join(texts: Iterable[str], language: str) -> str:
    """Words as running text: with spaces, or without in a script that is written without them.

    >>> join(["Good", "morning."], "en"), join(["你", "好"], "zh")
    ('Good morning.', '你好')
    """
    return ("" if language in UNSPACED else " ").join(texts)


def ends_sentence(word: str, following: str | None = None) -> bool:
    """True if a sentence ends with this word; `following` is the word after it, which settles initials and "no.".

    >>> ends_sentence("trust."), ends_sentence("Dr.", "Owusu"), ends_sentence("K.", "Brintworth"), ends_sentence("1.")
    (True, False, False, True)
    """
    if not _ENDS.search(word):
        return False
    bare = word.strip("\"'“”‘’«»()[]")
    if bare.endswith(("!", "?", "…", "。", "！", "？", "؟", "।", "۔")) or not bare.endswith("."):
        return True
    if following is None:
        return True
    stem = bare.rstrip(".").lower()
    if stem in _NOT_AN_END:
        return stem in ("etc", "no") and following[:1].isupper()
    if _INITIALS.match(bare):
        return bare.count(".") > 1 and following[:1].isupper()
    return not following[:1].islower()


def sentences(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words in runs: one sentence each, cut also at a long pause and where a run gets longer than 30 s."""
    runs: list[tuple[Word, ...]] = []
    begin = 0
    for i, (word, after) in enumerate(pairwise(words), 1):
        pause = after.start_ms - word.end_ms > LONGEST_PAUSE_MS
        if ends_sentence(word.text, after.text) or pause or after.end_ms - words[begin].start_ms > LONGEST_SENTENCE_MS:
            runs.append(tuple(words[begin:i]))
            begin = i
    if words:
        runs.append(tuple(words[begin:]))
    return runs


def segments_of(words: Sequence[Word], language: str, speaker: str | None = None) -> tuple[Segment, ...]:
    """One segment for each sentence of these words, which are in order of time and of one voice."""
    return tuple(
        Segment(
            start_ms=run[0].start_ms,
            end_ms=max(word.end_ms for word in run),
            text=join((word.text for word in run), language),
            words=run,
            speaker=speaker,
        )
        for run in sentences(words)
    )


def spread(texts: Sequence[str], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """Words without times, spread over a span by their length; each is flagged as interpolated."""
    weights = [len(text) + 2 for text in texts]
    total, span, so_far = sum(weights), max(0, end_ms - start_ms), 0
    words = []
    for text, weight in zip(texts, weights, strict=True):
        begin = start_ms + span * so_far // total
        so_far += weight
        words.append(Word(text, begin, start_ms + span * so_far // total, interpolated=True))
    return tuple(words)


def timed_words(segment: Segment) -> tuple[Word, ...]:
    """The words of a segment; where it has none, those of its text with interpolated times."""
    return segment.words or spread(segment.text.split(), segment.start_ms, segment.end_ms)
