"""The pass over names: words that sound like somebody on the people list become them where the sound agrees.

Proposals come from spelling and sound alone (domain/soundalike.py). Then the model that heard the recording is asked
once more, with the proposed names as what was said before: how likely is the sentence as it stands, how likely with
the name in it? Knowing the names takes away the handicap of a word that it has never seen, and it is told only those
that are near to what it heard. Measured in benchmarks/names.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from mediakit.domain.lexicon import Lexicon
from mediakit.domain.phonetics import weight
from mediakit.domain.sentences import ends_sentence
from mediakit.domain.soundalike import LOST, Proposal, Said, after_title, expected, propose, worth_expecting

# What a name has to reach: how much likelier it makes the sentence, in nats, less BY_DISTANCE for each 1.0 that it
# sounds away from what was written. Measured: whole names that were not said stay under −10, in plain text under −13.
BY_DISTANCE = 20.0
MOST_DISTANCE = 0.75
WHOLE, WHOLE_NEAR = -10.0, -12.0
# For a whole name that the recogniser wrote there itself, expecting it among others, sounding otherwise counts less by
# this. Measured: it wrote none that nobody said.
WRITTEN_ITSELF = 6.0
# A name of less sound than this gets only its share of that: "Do Thi" fits many words, "Featherstonehaugh" none.
FULL_WEIGHT = 3.0
# A surname alone, being short, fits many words, unless a title stands before it: it has to sound nearly the same.
PART, PART_NEAR, PART_AFTER_TITLE = -3.0, -6.0, -8.0
PART_BY_DISTANCE, PART_NEARLY_SAME = 50.0, 0.1
# Behind a title stands a surname, of somebody else as like as not: further than this it is never taken for one that is
# known (a little further for whoever is near), and no single word for first name and surname.
FURTHEST_TITLED, FURTHEST_TITLED_NEAR, FURTHEST_WHOLE_TITLED = 0.5, 0.65, 0.3
# Asked for on top where the recogniser took all of it for ordinary words, in small letters.
SMALL_LETTERS = 4.0
# A whole name is written rather than its surname alone, where both are proved and it makes the sentence no more than
# this less likely: what stands there for the first name was lost anyway.
FOR_THE_REST = 6.0
# Sentences are judged with this many words after the name; what comes later does not depend on it.
WORDS_AFTER = 6
MOST_AT_ONCE = 24


class Ears(Protocol):
    """The recogniser with the sound of one window before it."""

    def score(self, texts: Sequence[str], names: Sequence[str]) -> Sequence[float]:
        """The log-likelihood of each text, in nats, if these names were said before."""

    def again(self, names: Sequence[str]) -> str:
        """What it writes if it expects these names."""

    def knows(self, word: str) -> bool:
        """Whether it has this word, in small letters, as one of those it is used to: "black", "sense"."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Words first … beyond − 1 of what was heard are written as `text`. certainty: 0.0 … 1.0."""

    first: int
    beyond: int
    heard: str
    text: str
    reason: str
    certainty: float


def namings(words: Sequence[Said], lexicon: Lexicon, ears: Ears) -> list[Naming]:
    """What is to be changed in the words of one window, in order. Nothing that the sound does not bear out."""
    proposals = propose(words, lexicon)
    kept = _without_overlaps((proposal, math.inf) for proposal in proposals if proposal.certain)
    kept = _without_overlaps([*kept, *_proved(words, [p for p in proposals if not p.certain], ears)])
    left = [i for i, word in enumerate(words) if word.probability < LOST and not any(_covers(p, i) for p, _ in kept)]
    if left and (names := worth_expecting(words, lexicon)):
        proved = _proved(words, expected(words, ears.again(names).split(), lexicon), ears)
        kept = [one for one in kept if not any(_is_more_of(words, whole, one[0]) for whole, _ in proved)]
        kept = _without_overlaps([*kept, *proved])
    return [_naming(words, proposal, margin) for proposal, margin in sorted(kept, key=lambda one: one[0].first)]


def _covers(proposal: Proposal, place: int) -> bool:
    return proposal.first <= place < proposal.beyond


def _without_overlaps(accepted: Iterable[tuple[Proposal, float]]) -> list[tuple[Proposal, float]]:
    """The best of those that are about the same words."""
    kept: list[tuple[Proposal, float]] = []
    for proposal, margin in sorted(accepted, key=lambda one: (-one[1], one[0].first)):
        if not any(proposal.overlaps(other) for other, _ in kept):
            kept.append((proposal, margin))
    return kept


def _proved(words: Sequence[Said], proposals: Sequence[Proposal], ears: Ears) -> list[tuple[Proposal, float]]:
    """The proposals that the sound bears out, each with how far it is above what is asked of it, in nats."""
    doubtful = proposals[:MOST_AT_ONCE]
    if not doubtful:
        return []
    names = list(dict.fromkeys(proposal.term.text for proposal in doubtful))
    pairs = [_pair(words, proposal) for proposal in doubtful]
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    likely = dict(zip(texts, ears.score(texts, names), strict=True))
    gains = [likely[named] - likely[heard] for heard, named in pairs]
    margins = [gain - asked_of(words, proposal, ears) for gain, proposal in zip(gains, doubtful, strict=True)]
    proved = [one for one in zip(doubtful, gains, margins, strict=True) if one[2] >= 0]
    wholes = [(proposal, gain) for proposal, gain, _ in proved]
    return [
        (proposal, margin)
        for proposal, gain, margin in proved
        if not any(_is_more_of(words, whole, proposal) and more >= gain - FOR_THE_REST for whole, more in wholes)
    ]


def _is_more_of(words: Sequence[Said], whole: Proposal, part: Proposal) -> bool:
    """Whether a whole name covers its part and words beside it, all of which the recogniser had lost."""
    if whole.term.part or whole.term.text != part.term.of:
        return False
    covers = whole.first <= part.first and part.beyond <= whole.beyond
    beside = [i for i in range(whole.first, whole.beyond) if not _covers(part, i)]
    return covers and bool(beside) and all(words[i].probability < LOST for i in beside)


def asked_of(words: Sequence[Said], proposal: Proposal, ears: Ears) -> float:
    """How much likelier the sentence must become by this name, in nats; without end where both are ordinary words."""
    term, span = proposal.term, words[proposal.first : proposal.beyond]
    if after_title(words, proposal.first) and proposal.distance > _furthest_titled(proposal):
        return math.inf
    small = SMALL_LETTERS * all(_is_small(words, i) for i in range(proposal.first, proposal.beyond))
    if not term.part:
        full = min(1.0, max(map(weight, term.readings)) / FULL_WEIGHT)
        least = full * (WHOLE_NEAR if term.near else WHOLE)
        more = small + BY_DISTANCE * min(proposal.distance, MOST_DISTANCE)
        return least + max(0.0, more - WRITTEN_ITSELF * proposal.written)
    if after_title(words, proposal.first):
        return PART_AFTER_TITLE + max(0.0, BY_DISTANCE * proposal.distance - WRITTEN_ITSELF * proposal.written)
    if ears.knows(term.text) and all(ears.knows(word.text) for word in span):
        return math.inf
    least = PART_NEAR if term.near else PART
    return least + small + PART_BY_DISTANCE * max(0.0, proposal.distance - PART_NEARLY_SAME)


def _furthest_titled(proposal: Proposal) -> float:
    if proposal.term.part:
        return FURTHEST_TITLED_NEAR if proposal.term.near else FURTHEST_TITLED
    one_word = proposal.beyond - proposal.first == 1 and " " in proposal.term.text
    return FURTHEST_WHOLE_TITLED if one_word else math.inf


def _is_small(words: Sequence[Said], place: int) -> bool:
    """Whether a word has small letters, or a capital only because a sentence begins with it."""
    text = words[place].text
    opens = not place or ends_sentence(words[place - 1].text, text)
    return text.islower() or (opens and text[1:].islower() and text != "I")


def _pair(words: Sequence[Said], proposal: Proposal) -> tuple[str, str]:
    """The text as it was heard and with the name, both up to a few words after it."""
    end = min(len(words), proposal.beyond + WORDS_AFTER)
    before = [word.text for word in words[: proposal.first]]
    after = [word.text for word in words[proposal.beyond : end]]
    heard = [word.text for word in words[proposal.first : proposal.beyond]]
    return " ".join([*before, *heard, *after]), " ".join([*before, _written(heard, proposal.term.text), *after])


def _naming(words: Sequence[Said], proposal: Proposal, margin: float) -> Naming:
    heard = [word.text for word in words[proposal.first : proposal.beyond]]
    text = _written(heard, proposal.term.text)
    if proposal.certain:
        reason = f"spelt as in {proposal.term.source}"
        return Naming(proposal.first, proposal.beyond, " ".join(heard), text, reason, 1.0)
    reason = f"sounds like a name in {proposal.term.source}"
    certainty = round(1 / (1 + math.exp(-margin / 4)), 3)
    return Naming(proposal.first, proposal.beyond, " ".join(heard), text, reason, certainty)


def _written(heard: Sequence[str], text: str) -> str:
    """The name with the punctuation around what was heard, and its possessive ending.

    >>> _written(["(Kate", "Rintworth's),"], "Kate Brintworth")
    "(Kate Brintworth's),"
    """
    opening = re.match(r"[\"'“‘(\[]*", heard[0])
    closing = re.search(r"(?:['’]s)?[\"'”’)\],.;:!?…]*$", heard[-1])
    return f"{opening.group() if opening else ''}{text}{closing.group() if closing else ''}"
