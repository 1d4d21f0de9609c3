"""Whether speech is in another language than the one a model knows, told from how sure the model is of its words.

An English-only model answers French with fluent English and claims to be certain of the language. What gives it away is
the probability of each token once the text is known: of English it is sure, of what it made up it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mediakit.media.speech_timed import Heard, Timed

# Measured with tiny.en: recordings of English stay above 0.68 (noise, accents, single words), thirteen other languages
# under 0.58. A robot's two words in English (0.7 s) had 0.62: next to nothing is not enough to tell.
LEAST_CERTAINTY = 0.63
# One or two words are too little to tell: "Yes." had 0.32, "Hello." 0.44, while French "Oui." came out at 0.21.
LEAST_EVIDENCE = 4
LEAST_CERTAINTY_OF_FEW = 0.25
# Of one window among others: English ones stayed above 0.68, of other languages they were under 0.56.
LEAST_CERTAINTY_OF_A_WINDOW = 0.58
LEAST_TOKENS_OF_A_WINDOW = 12
UNCLEAR = "[unclear]"


def certainty(heard: Sequence[Heard]) -> float:
    """Mean certainty of what was heard, by its tokens, 0.0 … 1.0; 1.0 where nothing was."""
    tokens = sum(part.tokens for part in heard)
    return sum(part.certainty * part.tokens for part in heard) / tokens if tokens else 1.0


def foreign(heard: Sequence[Heard]) -> str | None:
    """Why this is taken for another language, in one clause, or None."""
    sure = certainty(heard)
    few = sum(part.tokens for part in heard) < LEAST_EVIDENCE
    if sure >= (LEAST_CERTAINTY_OF_FEW if few else LEAST_CERTAINTY):
        return None
    return f"the words are doubtful ({sure:.0%} sure), as if another language were spoken"


def without_unclear(heard: Sequence[Heard]) -> list[Heard]:
    """What was heard, with a mark in place of the words of a window that was not understood, as of another language."""
    return [_marked(part) if _is_unclear(part) else part for part in heard]


def _is_unclear(part: Heard) -> bool:
    much = part.tokens >= LEAST_TOKENS_OF_A_WINDOW and len(part.timed) > 0
    return much and part.certainty < LEAST_CERTAINTY_OF_A_WINDOW


def _marked(part: Heard) -> Heard:
    mark = Timed(UNCLEAR, part.timed[0].start_ms, part.timed[-1].end_ms, part.certainty)
    return replace(part, timed=(mark,))
