"""Captions that change just before or after a change of shot, and are read twice (BBC, "Match subtitles to shot").

Only where they could change with it: a caption that would then be too short, or stay too long, is excused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mediakit.domain.captions_rules import CaptionRules, Cue, width
from mediakit.domain.captions_timing import near_cut

# One frame of 25 a second, and a little: on the cut.
ON_IT_MS = 45


@dataclass(frozen=True, slots=True)
class Beside:
    """A caption that begins or ends beside a cut. late_ms: how far after it. stuck: it cannot well be moved there."""

    cue: int
    cut_ms: int
    late_ms: int
    begins: bool
    stuck: bool


def near_cuts(cues: Sequence[Cue], cuts_ms: Sequence[int]) -> int:
    """How many captions begin or end near a cut, or on it."""
    return sum(near_cut(cuts_ms, cue.start_ms) is not None or near_cut(cuts_ms, cue.end_ms) is not None for cue in cues)


def beside_cuts(cues: Sequence[Cue], cuts_ms: Sequence[int], rules: CaptionRules) -> Iterator[Beside]:
    """Every change of caption that is near a cut and not on it; where two captions meet, it is the second's."""
    for i, cue in enumerate(cues):
        before = cues[i - 1] if i else None
        following = cues[i + 1] if i + 1 < len(cues) else None
        joined = before is not None and before.end_ms == cue.start_ms
        begin_ms = _off(cuts_ms, cue.start_ms)
        if begin_ms is not None:
            moved = [(cue, replace(cue, start_ms=begin_ms))]
            if before is not None and joined:
                moved.append((before, replace(before, end_ms=begin_ms)))
            too_near = before is not None and not joined and begin_ms - before.end_ms < rules.gap_ms
            stuck = too_near or not all(_still_read(old, new, rules) for old, new in moved)
            yield Beside(i, begin_ms, cue.start_ms - begin_ms, begins=True, stuck=stuck)
        end_ms = _off(cuts_ms, cue.end_ms)
        if end_ms is not None and not (following is not None and following.start_ms == cue.end_ms):
            too_near = following is not None and following.start_ms - end_ms < rules.gap_ms
            stuck = too_near or not _still_read(cue, replace(cue, end_ms=end_ms), rules)
            yield Beside(i, end_ms, cue.end_ms - end_ms, begins=False, stuck=stuck)


def _off(cuts_ms: Sequence[int], moment_ms: int) -> int | None:
    cut_ms = near_cut(cuts_ms, moment_ms)
    return cut_ms if cut_ms is not None and abs(cut_ms - moment_ms) > ON_IT_MS else None


def _still_read(old: Cue, new: Cue, rules: CaptionRules) -> bool:
    columns = sum(map(width, old.lines)) + len(old.lines) - 1
    needed_ms = rules.reading_ms(len(old.text.split()), columns)
    return min(needed_ms, old.end_ms - old.start_ms) <= new.end_ms - new.start_ms <= rules.longest_ms
