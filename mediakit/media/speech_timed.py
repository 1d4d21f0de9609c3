"""Words with their times in a window, as the model's attention has them: joined, tightened, put into the recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.sentences import spread
from mediakit.domain.transcript import Change, Word
from mediakit.media import voice
from mediakit.media.speech_names import Naming
from mediakit.media.voice import Window

LONG_WORD_MS = 700
LONGEST_WORD_MS = 1_500
INSTANT_MS = 50
LONGEST_REPEAT = 40
LEAST_REPEAT = 3


@dataclass(frozen=True, slots=True)
class Timed:
    """A word with its span inside its window, in ms, and how sure the model is of it.

    naming: on the first word of a name that was put in place of what was heard. interpolated: see Word.
    """

    text: str
    start_ms: float
    end_ms: float
    probability: float
    interpolated: bool = False
    naming: Naming | None = None

    def later(self, by_ms: float) -> Timed:
        """The same word, so much later."""
        return replace(self, start_ms=self.start_ms + by_ms, end_ms=self.end_ms + by_ms)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a window.

    certainty: mean probability of its tokens, each counted once, 0.0 … 1.0. tokens: how many those are. language: of
    the words.
    """

    window: Window
    timed: tuple[Timed, ...]
    certainty: float
    tokens: int
    log_probability: float
    language: str

    def words(self, end_ms: int) -> list[Word]:
        """The words at their place in the recording, in order, none after its end. Times of no length are flagged."""
        words: list[Word] = []
        clock = 0
        for timed in self.timed:
            start = min(max(clock, self.window.position_ms(timed.start_ms)), end_ms)
            end = min(max(start, self.window.position_ms(timed.end_ms, end=True)), end_ms)
            clock = end
            guessed = timed.interpolated or end <= start
            words.append(Word(timed.text, start, end, round(timed.probability, 4), interpolated=guessed))
        return _spread_instants(words)

    def changes(self, end_ms: int) -> list[Change]:
        """Where names were put in place of what was heard, in order of time."""
        words = self.words(end_ms)
        return [
            Change(words[i].start_ms, words[i + len(n.text.split()) - 1].end_ms, n.heard, n.text, n.reason, n.certainty)
            for i, timed in enumerate(self.timed)
            if (n := timed.naming)
        ]


def _spread_instants(words: list[Word]) -> list[Word]:
    """A run of words without a length gets half of the time of the word before it, or keeps its instant."""
    i = 1
    while i < len(words):
        beyond = i
        while beyond < len(words) and words[beyond].end_ms <= words[beyond].start_ms:
            beyond += 1
        if beyond > i:
            host = words[i - 1]
            share = (host.end_ms - host.start_ms) // (beyond - i + 1)
            edges = [host.start_ms + share * k for k in range(beyond - i + 1)] + [host.end_ms]
            words[i - 1] = replace(host, end_ms=edges[1])
            for k in range(i, beyond):
                words[k] = replace(words[k], start_ms=edges[k - i + 1], end_ms=edges[k - i + 2])
        i = beyond + 1
    return words


def named(timed: Sequence[Timed], namings: Sequence[Naming]) -> tuple[Timed, ...]:
    """The words with names in place of what was heard: word for word where there are as many, else spread out."""
    words = list(timed)
    for naming in reversed(namings):
        heard = words[naming.first : naming.beyond]
        texts = naming.text.split()
        sure = max(naming.certainty, min(word.probability for word in heard))
        if len(texts) == len(heard):
            new = [replace(word, text=text, probability=sure) for word, text in zip(heard, texts, strict=True)]
        else:
            span = spread(texts, round(heard[0].start_ms), round(heard[-1].end_ms))
            new = [Timed(word.text, word.start_ms, word.end_ms, sure, interpolated=True) for word in span]
        words[naming.first : naming.beyond] = [replace(new[0], naming=naming), *new[1:]]
    return tuple(words)


def timed_of(found: list[dict[str, Any]]) -> list[Timed]:
    """Words with their punctuation and times in ms, from what a library found in the model's attention."""
    from faster_whisper.transcribe import merge_punctuations

    merge_punctuations(found, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
    timed: list[Timed] = []
    for word in found:
        text = word["word"]
        if not text.strip():
            continue
        span = (float(word["start"]) * 1000, float(word["end"]) * 1000)
        if timed and not text.startswith(" ") and text.isascii():
            before = timed[-1]
            timed[-1] = replace(before, text=before.text + text.strip(), end_ms=span[1])
        else:
            timed.append(Timed(text.strip(), *span, float(word["probability"])))
    return timed


def certainty_of(found: Sequence[dict[str, Any]]) -> tuple[float, int]:
    """Mean probability over the distinct words, and their tokens: what is repeated is easy to be sure of."""
    first: dict[tuple[int, ...], tuple[float, int]] = {}
    for word in found:
        first.setdefault(tuple(word["tokens"]), (float(word["probability"]), len(word["tokens"])))
    weight = sum(size for _, size in first.values())
    return sum(chance * size for chance, size in first.values()) / weight if weight else 1.0, weight


def without_unsaid_repeats(timed: Sequence[Timed]) -> list[Timed]:
    """The words without those repeats that the model wrote and to which its attention gives no time at all.

    Speakers do repeat themselves, and each time takes its time. A model that has lost count writes "we shall overcome"
    once or ten times too often; those words lie on one instant. One word needs three such repeats.
    """
    kept = list(timed)
    i = 0
    while i < len(kept):
        size = _unsaid(kept, i)
        if size:
            del kept[i : i + size]
            i = max(0, i - size)
        else:
            i += 1
    return kept


def _unsaid(words: Sequence[Timed], i: int) -> int:
    """How many words from here on are a repeat that nobody said; 0 if none."""
    for period in range(1, min(LONGEST_REPEAT, len(words) // 2) + 1):
        size = LEAST_REPEAT if period == 1 else period
        if i + size > len(words):
            break
        if words[i + size - 1].end_ms - words[i].start_ms >= INSTANT_MS * size:
            continue
        block = [_bare(word) for word in words[i : i + size]]
        around = (words[i + size : i + 2 * size], words[max(0, i - size) : i])
        if period == 1 and len(set(block)) == 1 and any(_bare(word) in block for part in around for word in part):
            return size
        if period > 1 and any([_bare(word) for word in part] == block for part in around):
            return size
    return 0


def _bare(word: Timed) -> str:
    return word.text.strip("\"'“”.,;:!?…").lower()


def hurried(timed: Sequence[Timed]) -> bool:
    """True if most words have no time to be said in: the model wrote them, nobody spoke them."""
    instants = sum(word.end_ms - word.start_ms < INSTANT_MS for word in timed)
    return instants > max(2, len(timed) // 2)


def filled(timed: Sequence[Timed], start_ms: float, end_ms: float, found: Sequence[Timed]) -> tuple[Timed, ...]:
    """The words with those put in that a second look at a span found; words that filled the span alone give way.

    found: words of a stretch a little wider than the span, of which those in its middle count. What the words before or
    after it hurried over is not put in a second time.
    """
    before = [word for word in timed if word.end_ms <= start_ms]
    after = [word for word in timed if word.start_ms >= end_ms]
    new = [
        replace(word, start_ms=max(start_ms, word.start_ms), end_ms=min(word.end_ms, end_ms))
        for word in found
        if start_ms <= (word.start_ms + word.end_ms) / 2 < end_ms
    ]
    new = new[_shared(before, new) :]
    return (*before, *new[: len(new) - _shared(new, after)], *after)


def _shared(first: Sequence[Timed], second: Sequence[Timed]) -> int:
    """How many words at the end of the first open the second too, where either has no time for them."""
    for size in range(min(len(first), len(second)), 0, -1):
        ends, opens = first[-size:], second[:size]
        if [_bare(word) for word in ends] != [_bare(word) for word in opens]:
            continue
        if any(part[-1].end_ms - part[0].start_ms < 2 * INSTANT_MS * size for part in (ends, opens)):
            return size
    return 0


def tightened(timed: Timed, window: Window, chances: NDArray[np.float32]) -> Timed:
    """A word that lasts too long has a pause in it: its longest run of speech is the word."""
    if timed.end_ms - timed.start_ms <= LONG_WORD_MS:
        return timed
    start_ms, end_ms = voice.voiced_part(window, chances, timed.start_ms, timed.end_ms)
    return replace(timed, start_ms=start_ms, end_ms=end_ms)
