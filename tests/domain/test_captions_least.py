"""What the making of captions leaves out to be quick changes nothing: the same as looking at everything."""

from __future__ import annotations

import random

from mediakit.domain import captions, captions_timing
from mediakit.domain.captions import LANDSCAPE, PORTRAIT, CaptionRules
from mediakit.domain.captions_timing import Draft
from mediakit.domain.captions_units import NameList
from mediakit.domain.transcript import Word

WORDS = (
    "the a of and to in was that we they it for on with trust midwives asked about learning network, slowly because "
    "which women told us night born interrupted measures everybody could agree Aldermere Dr. Owusu twenty three per "
    "cent 40 hospital consultant administration extraordinarily I you not never very, but so"
).split()


def line_of(seed: int, rules: CaptionRules) -> captions._Line:
    """The words of somebody who speaks now fast, now slowly, now not at all."""
    dice, at_ms, words = random.Random(seed), 0, []
    for _ in range(dice.randint(1, 160)):
        text = dice.choice(WORDS) + dice.choices(["", ".", "?"], [88, 10, 2])[0]
        lasts_ms = dice.randint(90, 520)
        words.append(Word(text, at_ms, at_ms + lasts_ms))
        at_ms += lasts_ms + dice.choice([0, 0, 0, 20, 60, 250, 350, 700, 2_500, 8_000])
    tokens = list(captions._tokens(words, "en", NameList(), rules))
    return captions._Line.of(tokens, 1, sorted(dice.sample(range(at_ms + 9), 5)) if seed % 3 == 0 else ())


def lines_of(
    line: captions._Line, first: int, last: int, rules: CaptionRules, lines: int
) -> tuple[float, tuple[int, ...]] | None:
    """The cheapest way to set words in so many lines, of all there are; of two as cheap the one that breaks first."""
    if line.width(first, last) <= rules.line_characters:
        return 0.0, (first,)
    best: tuple[float, tuple[int, ...]] | None = None
    for i in range(first, last) if lines > 1 else ():
        rest = lines_of(line, i + 1, last, rules, lines - 1)
        columns = line.width(first, i)
        if columns > rules.line_characters or rest is None:
            continue
        left = line.width(first, last) - columns - line.space
        stranded = line.strands(first, i) + (line.strands(i + 1, last) if len(rest[1]) == 1 else 0)
        price = captions.TWO_LINES + 0.5 * line.after[i] + 0.6 * abs(columns - left / len(rest[1]))
        price += captions.STRANDED * stranded + rest[0]
        if best is None or price < best[0]:
            best = price, (first, *rest[1])
    return best


def cut(line: captions._Line, rules: CaptionRules) -> list[tuple[str, ...]]:
    """The captions at the least cost, with every possible one looked at."""
    count = len(line.tokens)
    best: list[tuple[float, int, tuple[int, ...]]] = [(0.0, count, ())] * (count + 1)
    for first in range(count - 1, -1, -1):
        found = []
        for last in range(first, count):
            lasts_ms = line.tokens[last].end_ms - line.tokens[first].start_ms
            layout = lines_of(line, first, last, rules, rules.lines)
            if (last == first or lasts_ms <= rules.longest_ms) and layout is not None:
                price = best[last + 1][0] + layout[0] + captions._cue_cost(line, first, last, rules)
                found.append((price, last + 1, layout[1]))
        best[first] = min(found, key=lambda one: one[0])
    return [draft.lines for draft in captions._read_off(line.tokens, best, None, " ")]


def test_the_captions_are_those_of_the_least_cost_of_all() -> None:
    for seed in range(40):
        rules = PORTRAIT if seed % 4 == 1 else LANDSCAPE
        line = line_of(seed, rules)
        assert [d.lines for d in captions._arrange(line, None, " ", rules)] == cut(line, rules), seed


def test_the_times_are_those_of_the_least_haste_of_all() -> None:
    for seed in range(60):
        dice, at_ms, drafts = random.Random(seed), seed * 37 % 2_000, []
        for _ in range(dice.randint(2, 12)):
            lasts_ms, words = dice.randint(300, 6_000), dice.randint(1, 14)
            lines = (" ".join(["words"] * words)[:37],)
            drafts.append(Draft(at_ms, at_ms + lasts_ms, lines, words, None, fixed=dice.random() < 0.1))
            at_ms += lasts_ms + dice.choice([0, 0, 40, 400, 1_500, 9_000])
        assert captions_timing._starts(drafts, at_ms, LANDSCAPE) == starts(drafts, at_ms, LANDSCAPE), seed


def starts(drafts: list[Draft], duration_ms: int, rules: CaptionRules) -> list[int]:
    """When each cue begins, with every pair of beginnings looked at."""
    shifts = range(-rules.early_ms, rules.late_ms + 1, captions_timing.STEP_MS)
    options = [[d.start_ms] if d.fixed else [d.start_ms + s for s in shifts if d.start_ms + s >= 0] for d in drafts]
    first = [(captions_timing._shift_cost(start - drafts[0].start_ms), -1) for start in options[0]]
    trail = [first]
    for i in range(1, len(drafts)):
        before = captions_timing._Before.of(drafts[i - 1], options[i - 1], trail[-1], rules)
        row = []
        for start in options[i]:
            ways = [(trail[-1][j][0] + captions_timing._between(before, options[i - 1][j], start, rules), j)
                    for j in range(len(options[i - 1]))]  # fmt: skip
            least = min(ways)
            own = 0.0 if drafts[i].fixed else captions_timing._shift_cost(start - drafts[i].start_ms)
            row.append((least[0] + own, least[1]))
        trail.append(row)
    last = captions_timing._last_costs(drafts, options, trail, duration_ms, rules)
    return captions_timing._walk_back(options, trail, last)
