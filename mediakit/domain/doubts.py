"""Words of a transcript that somebody should look at: the recogniser was unsure of them, and no person settled them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediakit.domain.redaction import REDACTED
from mediakit.domain.rewording import CONTEXT_WORDS, words_of
from mediakit.domain.sentences import ends_sentence
from mediakit.domain.transcript import Change, Transcript, Word

BELOW = 0.5
_CAPITALS_ANYHOW = frozenset({"I", "I'm", "I've", "I'd", "I'll", "I’m", "I’ve", "I’d", "I’ll", "OK"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubtful word with its probability 0.0 … 1.0; name: it looks like one. before, after: the words beside it."""

    start_ms: int
    end_ms: int
    text: str
    probability: float
    name: bool
    before: str
    after: str


def doubtful(transcript: Transcript, below: float = BELOW) -> list[Doubt]:
    """The words heard with a probability below this, in order of time; not those that a person changed or confirmed."""
    words = words_of(transcript)
    openings = _openings(transcript)
    settled = [change for change in transcript.changes if change.by is not None]
    found = []
    for number, word in enumerate(words):
        if word.probability >= below or word.text == REDACTED or not any(c.isalnum() for c in word.text):
            continue
        if any(_covers(change, word) for change in settled):
            continue
        before = " ".join(w.text for w in words[max(0, number - CONTEXT_WORDS) : number])
        after = " ".join(w.text for w in words[number + 1 : number + 1 + CONTEXT_WORDS])
        name = _like_a_name(word.text, opens=number in openings)
        found.append(Doubt(word.start_ms, word.end_ms, word.text, word.probability, name, before, after))
    return found


def names_first(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Those that look like names first, each group in order of time."""
    return sorted(doubts, key=lambda doubt: (not doubt.name, doubt.start_ms, doubt.end_ms))


def following(doubts: Sequence[Doubt], at_ms: int) -> Doubt | None:
    """The first doubtful word that begins after a position; None after the last one."""
    return min((d for d in doubts if d.start_ms > at_ms), key=lambda d: d.start_ms, default=None)


def preceding(doubts: Sequence[Doubt], at_ms: int) -> Doubt | None:
    """The last doubtful word that begins before a position; None before the first one."""
    return max((d for d in doubts if d.start_ms < at_ms), key=lambda d: d.start_ms, default=None)


def _openings(transcript: Transcript) -> frozenset[int]:
    """The numbers of the words that begin a sentence: their capital says nothing."""
    found, number = {0}, 0
    words = words_of(transcript)
    for segment in transcript.segments:
        found.add(number)
        number += len(segment.words) or len(segment.text.split())
    found |= {at + 1 for at, word in enumerate(words[:-1]) if ends_sentence(word.text, words[at + 1].text)}
    return frozenset(found)


def _covers(change: Change, word: Word) -> bool:
    return change.start_ms <= word.start_ms and word.end_ms <= change.end_ms


def _like_a_name(text: str, *, opens: bool) -> bool:
    bare = text.strip("\"'“”‘’«»()[].,;:!?…")
    return bare[:1].isupper() and not opens and bare not in _CAPITALS_ANYHOW
