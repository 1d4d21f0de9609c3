"""When captions come and go: with the voice, long enough to read, joined up or a second apart, never overlapping.

Each cue may come a little before its voice, or after it; of all ways to share out the time the one is taken in which
cues are least hurried (dynamic programming over shifts of a tenth of a second).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from mediakit.domain.captions_rules import CaptionRules, Cue, width

STEP_MS = 100
CUT_MS = 300
_HURRIED, _VERY_HURRIED, _FAILS, _NO_WAY = 40.0, 200.0, 12.0, 1e9


@dataclass(frozen=True, slots=True)
class Draft:
    """A cue whose times are still those of its words. fixed: the times are a person's and stay.

    fresh: a new voice begins with it.
    """

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    words: int
    speaker: str | None
    fixed: bool = False
    fresh: bool = False

    def needed_ms(self, rules: CaptionRules) -> int:
        """The time it takes to read."""
        if self.fixed:
            return self.end_ms - self.start_ms
        return rules.reading_ms(self.words, sum(map(width, self.lines)) + len(self.lines) - 1)


def timed(drafts: Sequence[Draft], duration_ms: int, rules: CaptionRules, cuts_ms: Sequence[int] = ()) -> list[Cue]:
    """The drafts as cues, in order. duration_ms: of the recording, 0 if not known. cuts_ms: its cuts, in order."""
    voiced = _shared_out(drafts, rules)
    starts = _starts(voiced, duration_ms, rules)
    _within(starts, voiced, duration_ms)
    cues = _ends(voiced, starts, duration_ms, rules)
    return _at_cuts(cues, voiced, cuts_ms, duration_ms, rules) if cuts_ms else cues


def _shared_out(drafts: Sequence[Draft], rules: CaptionRules) -> list[Draft]:
    """Two voices at once: the first keeps its share of their time by its length."""
    found: list[Draft] = []
    for draft in drafts:
        if found and not draft.fixed and draft.start_ms < found[-1].end_ms - rules.shortest_ms:
            before = found[-1]
            first, second = sum(map(len, before.lines)), sum(map(len, draft.lines))
            together_ms = max(before.end_ms, draft.end_ms) - before.start_ms
            start_ms = max(draft.start_ms, before.start_ms + together_ms * first // max(1, first + second))
            draft = replace(draft, start_ms=start_ms, end_ms=max(start_ms, draft.end_ms))
        found.append(draft)
    return found


def _starts(drafts: Sequence[Draft], duration_ms: int, rules: CaptionRules) -> list[int]:
    """When each cue appears, at the least haste over all of them."""
    free = list(range(-rules.early_ms, rules.late_ms + 1, STEP_MS))
    if 0 not in free:
        insort(free, 0)
    best: list[tuple[float, int]] = [(0.0, -1)]
    trail: list[list[tuple[float, int]]] = []
    options: list[list[int]] = []
    for i, draft in enumerate(drafts):
        here = [draft.start_ms] if draft.fixed else [draft.start_ms + s for s in free if draft.start_ms + s >= 0]
        if i == 0:
            best = [(_shift_cost(start_ms - draft.start_ms), -1) for start_ms in here]
        else:
            before = _Before.of(drafts[i - 1], options[-1], best, rules)
            best = [_cheapest(before, draft, start_ms, rules) for start_ms in here]
        trail.append(best)
        options.append(here)
    return _walk_back(options, trail, _last_costs(drafts, options, trail, duration_ms, rules))


@dataclass(frozen=True, slots=True)
class _Before:
    """The cue before one, with every start it may have, in order, and what the way there costs.

    lows: for each start the least of those costs so far, and which one it is of. hastes: by the time it is given, as
    far as that alone decides.
    """

    draft: Draft
    starts: Sequence[int]
    costs: Sequence[tuple[float, int]]
    lows: Sequence[tuple[float, int]]
    needed_ms: int
    least_ms: int
    hastes: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls, draft: Draft, starts: Sequence[int], costs: Sequence[tuple[float, int]], rules: CaptionRules
    ) -> _Before:
        lows = list(accumulate(((cost, j) for j, (cost, _) in enumerate(costs)), min))
        return cls(draft, starts, costs, lows, draft.needed_ms(rules), rules.least_ms(draft.words))

    def in_time(self, start_ms: int, rules: CaptionRules) -> int:
        """How many of its starts leave it all the time it needs until then, and not too much: the first so many."""
        if self.draft.fixed or not self.starts or start_ms - self.starts[0] > rules.longest_ms:
            return 0
        return bisect_right(self.starts, start_ms - max(1, self.needed_ms, self.least_ms))


def _cheapest(before: _Before, draft: Draft, start_ms: int, rules: CaptionRules) -> tuple[float, int]:
    """The least cost of showing `draft` at start_ms, and which start of the one before gives it."""
    idle = before.in_time(start_ms, rules)
    found = before.lows[idle - 1] if idle else (float("inf"), 0)
    for j in range(idle, len(before.starts)):
        # haste only adds to it
        if before.costs[j][0] >= found[0]:
            continue
        haste = before.hastes.get(start_ms - before.starts[j])
        if haste is None:
            haste = _between(before, before.starts[j], start_ms, rules)
        price = before.costs[j][0] + haste
        if price < found[0]:
            found = (price, j)
    return found[0] + (0.0 if draft.fixed else _shift_cost(start_ms - draft.start_ms)), found[1]


def _between(before: _Before, from_ms: int, start_ms: int, rules: CaptionRules) -> float:
    """What is wrong with a cue that is there from from_ms until the next one comes at start_ms."""
    given_ms = start_ms - from_ms
    if given_ms <= 0 or (before.draft.fixed and start_ms < before.draft.end_ms):
        return _NO_WAY
    haste = _haste(before.needed_ms, given_ms) + (_FAILS if given_ms < before.least_ms else 0.0)
    over_ms = given_ms - rules.longest_ms
    if 0 < over_ms < rules.gap_ms and before.draft.end_ms > from_ms + rules.longest_ms - rules.gap_ms:
        haste += _FAILS
    if over_ms <= 0 and not before.draft.fixed:
        before.hastes[given_ms] = haste
    return haste


def _haste(needed_ms: int, given_ms: int) -> float:
    lacking = max(0, needed_ms - given_ms) / needed_ms
    return (_FAILS if lacking else 0.0) + _HURRIED * lacking + _VERY_HURRIED * lacking * lacking


def _shift_cost(shift_ms: int) -> float:
    seconds = shift_ms / 1000
    return 6.0 * seconds * seconds + (1.0 if shift_ms > 0 else 3.0) * abs(seconds)


def _last_costs(
    drafts: Sequence[Draft],
    options: Sequence[Sequence[int]],
    trail: Sequence[Sequence[tuple[float, int]]],
    duration_ms: int,
    rules: CaptionRules,
) -> list[float]:
    """What the whole costs for each start of the last cue, which may stay until the recording ends."""
    if not drafts:
        return []
    last = drafts[-1]
    needed_ms, least_ms = last.needed_ms(rules), rules.least_ms(last.words)
    costs = []
    for start_ms, (cost, _) in zip(options[-1], trail[-1], strict=True):
        given_ms = duration_ms - start_ms if duration_ms else needed_ms
        costs.append(cost + (_haste(needed_ms, given_ms) if given_ms > 0 else _NO_WAY))
        costs[-1] += _FAILS if given_ms < least_ms else 0.0
    return costs


def _walk_back(
    options: Sequence[Sequence[int]], trail: Sequence[Sequence[tuple[float, int]]], last_costs: Sequence[float]
) -> list[int]:
    starts = [0] * len(options)
    at = last_costs.index(min(last_costs)) if last_costs else 0
    for i in range(len(options) - 1, -1, -1):
        starts[i] = options[i][at]
        at = trail[i][at][1]
    return starts


def _within(starts: list[int], drafts: Sequence[Draft], duration_ms: int) -> None:
    """Make every start later than the one before and earlier than the end, whatever the words' times are."""
    count = len(starts)
    bounded = duration_ms >= count
    step_ms = max(1, min(40, duration_ms // max(1, count))) if bounded else 1
    for i in range(count - 1, 0, -1):
        if drafts[i].fixed and not drafts[i - 1].fixed:
            starts[i - 1] = max(0, min(starts[i - 1], starts[i] - step_ms))
    for i in range(1, count):
        floor_ms = starts[i - 1] + step_ms
        if drafts[i - 1].fixed:
            floor_ms = max(floor_ms, drafts[i - 1].end_ms)
        starts[i] = max(starts[i], floor_ms)
    if bounded:
        for i, start_ms in enumerate(starts):
            starts[i] = min(start_ms, duration_ms - step_ms * (count - i))


def _ends(drafts: Sequence[Draft], starts: list[int], duration_ms: int, rules: CaptionRules) -> list[Cue]:
    cues: list[Cue] = []
    for i, draft in enumerate(drafts):
        last = i + 1 == len(drafts)
        limit_ms = (duration_ms if duration_ms >= len(drafts) else None) if last else starts[i + 1]
        if draft.fixed:
            end_ms = draft.end_ms if limit_ms is None else min(draft.end_ms, limit_ms)
        else:
            end_ms = _end(draft, starts[i], limit_ms, last, rules)
            if not last and not drafts[i + 1].fixed and 0 < starts[i + 1] - end_ms < rules.gap_ms:
                # it could stay no longer: the next one comes a little early rather than after a flicker
                starts[i + 1] = max(end_ms, starts[i + 1] - rules.early_ms)
        cues.append(Cue(starts[i], max(starts[i] + 1, end_ms), draft.lines, draft.speaker))
    return cues


def _end(draft: Draft, start_ms: int, limit_ms: int | None, last: bool, rules: CaptionRules) -> int:
    """When a cue goes: after its voice and when it was read; joined to the next, or a gap before it."""
    ceiling_ms = start_ms + rules.longest_ms
    read_ms = start_ms + draft.needed_ms(rules)
    wanted_ms = min(max(draft.end_ms + rules.linger_ms, read_ms), ceiling_ms)
    if limit_ms is None:
        return wanted_ms
    if last or limit_ms - wanted_ms >= rules.gap_ms:
        return min(wanted_ms, limit_ms)
    if limit_ms <= ceiling_ms:
        return limit_ms
    apart_ms = limit_ms - rules.gap_ms
    # not a gap of a few frames: it goes in time, if it was heard and read by then
    return apart_ms if apart_ms >= max(read_ms, draft.end_ms - 200) else ceiling_ms


def _at_cuts(
    cues: list[Cue], drafts: Sequence[Draft], cuts_ms: Sequence[int], duration_ms: int, rules: CaptionRules
) -> list[Cue]:
    """The same with changes of caption moved onto a change of shot that is near (BBC, "Match subtitles to shot").

    A caption that stays on after its voice goes with its shot; one that comes after a gap comes with it.
    """
    cuts = sorted(cuts_ms)
    for i, draft in enumerate(drafts):
        _begin_at_a_cut(cues, i, draft, cuts, rules)
        cue = cues[i]
        following = cues[i + 1] if i + 1 < len(cues) else None
        cut_ms = near_cut(cuts, cue.end_ms) or _over_before(cuts, draft, cue)
        if draft.fixed or cut_ms is None or cut_ms <= cue.start_ms or cut_ms > (duration_ms or cut_ms):
            continue
        moved = replace(cue, end_ms=cut_ms)
        joined = following is not None and following.start_ms == cue.end_ms
        after = replace(following, start_ms=cut_ms) if joined and following and cut_ms < following.end_ms else None
        pairs = [(cue, moved, draft)]
        if joined:
            if after is None or following is None or drafts[i + 1].fixed:
                continue
            pairs.append((following, after, drafts[i + 1]))
        elif following is not None and following.start_ms - cut_ms < rules.gap_ms:
            continue
        if all(_no_worse(old, new, of, rules) for old, new, of in pairs):
            cues[i] = moved
            if after is not None:
                cues[i + 1] = after
    return cues


def _begin_at_a_cut(cues: list[Cue], i: int, draft: Draft, cuts: Sequence[int], rules: CaptionRules) -> None:
    """Move the beginning of a cue that no other one touches."""
    cue, before_ms = cues[i], cues[i - 1].end_ms if i else None
    cut_ms = near_cut(cuts, cue.start_ms)
    if draft.fixed or cut_ms is None or cut_ms >= cue.end_ms or before_ms == cue.start_ms:
        return
    gap_ms = rules.gap_ms if before_ms is None else cut_ms - before_ms
    moved = replace(cue, start_ms=cut_ms)
    if (gap_ms == 0 or gap_ms >= rules.gap_ms) and _no_worse(cue, moved, draft, rules):
        cues[i] = moved


def _over_before(cuts: Sequence[int], draft: Draft, cue: Cue) -> int | None:
    """The first cut after the voice of a cue while the cue is still there."""
    at = bisect_left(cuts, draft.end_ms)
    return cuts[at] if at < len(cuts) and cuts[at] < cue.end_ms else None


def _no_worse(old: Cue, new: Cue, draft: Draft, rules: CaptionRules) -> bool:
    given_ms = new.end_ms - new.start_ms
    enough_ms = min(draft.needed_ms(rules), old.end_ms - old.start_ms)
    return enough_ms <= given_ms <= rules.longest_ms


def near_cut(cuts: Sequence[int], moment_ms: int) -> int | None:
    """The cut (of some in order) that is nearest to a moment, if it is so near that a caption should keep to it."""
    at = bisect_left(cuts, moment_ms)
    near = [cut for cut in cuts[max(0, at - 1) : at + 1] if abs(cut - moment_ms) <= CUT_MS]
    return min(near, key=lambda cut: abs(cut - moment_ms)) if near else None
