"""The voice under a caption: when it begins, and whether it is faster than anybody reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from mediakit.domain.captions_kept import find_kept
from mediakit.domain.captions_rules import CaptionRules, Cue, width
from mediakit.domain.transcript import Word

# A caption may come and go this long before and after its voice (BBC, "Match subtitle to pace of speaking").
AROUND_MS = 1_500


@dataclass(frozen=True, slots=True)
class Heard:
    """The speech under one cue: from its first word to its last, and how fast it is with 1.5 s on either side.

    fast: faster than the rules let anybody read, whatever the timing.
    """

    start_ms: int
    end_ms: int
    words_per_minute: float
    fast: bool


def listen(
    cues: Sequence[Cue], words: Sequence[Word], rules: CaptionRules, duration_ms: int = 0, *, unspaced: bool = False
) -> list[Heard | None]:
    """For each cue the speech under it; None where its words are not found near it. duration_ms: of the
    recording, 0 if not known."""
    found: list[Heard | None] = [None] * len(cues)
    if not words:
        return found
    starts = list(accumulate((word.start_ms for word in words), max))
    columns = list(accumulate((width(word.text) + (not unspaced) for word in words), initial=0))
    whose = {id(cue): i for i, cue in enumerate(cues)}
    for kept in find_kept(words, cues, unspaced=unspaced):
        start_ms = words[kept.first].start_ms
        end_ms = max(word.end_ms for word in words[kept.first : kept.beyond])
        begin_ms, until_ms = max(0, start_ms - AROUND_MS), min(end_ms + AROUND_MS, duration_ms or end_ms + AROUND_MS)
        first, beyond = bisect_left(starts, begin_ms), bisect_left(starts, until_ms)
        seconds = max(0.1, (until_ms - begin_ms) / 1000)
        per_minute = (beyond - first) * 60 / seconds
        by_columns = (columns[beyond] - columns[first]) / seconds
        fast = bool(rules.words_per_minute) and per_minute > rules.words_per_minute
        fast = fast or (bool(rules.characters_per_s) and by_columns > rules.characters_per_s)
        found[whose[id(kept.cue)]] = Heard(start_ms, end_ms, per_minute, fast)
    return found
