"""Captions from words: cues that can be read in time, after the BBC subtitle guidelines.

Line length, number of lines, order and the recording's end are never broken; breaks at sentences, clauses and breaths,
balance, reading speed and gaps are kept as well as the speech allows. Upper duration and characters a second follow
the Netflix timed-text style, where the BBC gives none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from mediakit.domain import captions_breaks as breaks
from mediakit.domain.sentences import UNSPACED, timed_words
from mediakit.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class CaptionRules:
    """The limits of captions. line_characters and lines are never exceeded, longest_ms neither.

    word_ms: least time a word needs. characters_per_s: reading speed aimed at. gap_ms: cues closer than this are
    joined up. early_ms: how long before the voice a cue may come if it could not be read otherwise; late_ms: how long
    after it, to give the one before its time. linger_ms: how long it stays after the voice if nothing follows.
    mark_speakers: a change of speaker is shown by a dash.
    """

    line_characters: int = 37
    lines: int = 2
    longest_ms: int = 7_000
    shortest_ms: int = 1_000
    word_ms: int = 300
    characters_per_s: int = 20
    gap_ms: int = 1_000
    early_ms: int = 400
    late_ms: int = 800
    linger_ms: int = 600
    mark_speakers: bool = True

    def in_portrait(self) -> CaptionRules:
        """The same for a 9:16 film: three lines of 25 characters."""
        return replace(self, lines=3, line_characters=min(25, self.line_characters))


LANDSCAPE = CaptionRules()
PORTRAIT = LANDSCAPE.in_portrait()


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption as shown: start_ms < end_ms, lines of plain text, who speaks (None: not known)."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None = None

    @property
    def text(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word that fits on a line, with sane times."""

    text: str
    start_ms: int
    end_ms: int
    width: int


@dataclass(frozen=True, slots=True)
class _Draft:
    """A cue whose times are still those of its words."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    words: int
    speaker: str | None

    def needed_ms(self, rules: CaptionRules) -> int:
        """The time it takes to read."""
        characters = sum(map(len, self.lines))
        wanted = max(
            rules.shortest_ms if self.words > 1 else rules.shortest_ms // 2,
            self.words * rules.word_ms,
            characters * 1000 // rules.characters_per_s,
        )
        return min(wanted, rules.longest_ms)


def make_cues(transcript: Transcript, rules: CaptionRules = LANDSCAPE) -> tuple[Cue, ...]:
    """The captions of a transcript, in order, without overlap, inside the recording. Every word is in them, in order.

    A word longer than a line is cut to pieces. Words that lie outside the recording are moved inside. Pure.
    """
    glue = "" if transcript.language in UNSPACED else " "
    drafts: list[_Draft] = []
    voices = len({segment.speaker for segment in transcript.segments}) > 1
    for speaker, tokens in _runs(transcript, rules):
        if voices and rules.mark_speakers and drafts:
            tokens = _dashed(tokens, rules)
        drafts.extend(_arrange(tokens, speaker, glue, rules))
    return tuple(_timed(drafts, transcript.duration_ms, rules))


def width(text: str) -> int:
    """Columns a text takes: one for each character, two for the wide ones of East Asian scripts."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _runs(transcript: Transcript, rules: CaptionRules) -> Iterator[tuple[str | None, list[_Token]]]:
    """The tokens of each stretch by one speaker, with times that never run backwards."""
    clock_ms = 0
    limit_ms = transcript.duration_ms or None
    for speaker, segments in groupby(transcript.segments, key=lambda s: s.speaker):
        tokens: list[_Token] = []
        floor_ms = 0
        for segment in segments:
            for word in timed_words(segment):
                start_ms = max(floor_ms, word.start_ms if limit_ms is None else min(word.start_ms, limit_ms))
                end_ms = max(start_ms, word.end_ms if limit_ms is None else min(word.end_ms, limit_ms))
                floor_ms = start_ms
                tokens.extend(_pieces(word.text, start_ms, end_ms, rules.line_characters))
        if tokens:
            clock_ms = max(clock_ms, tokens[-1].end_ms)
            yield speaker, tokens


def _pieces(text: str, start_ms: int, end_ms: int, longest: int) -> Iterator[_Token]:
    """The word as tokens: cleaned of what no caption may hold, cut where it is longer than a line."""
    clean = "".join(c for c in " ".join(text.split()) if c.isprintable())
    for part in clean.split():
        while part:
            size = longest
            while width(part[:size]) > longest:
                size -= 1
            piece, part = part[: max(1, size)], part[max(1, size) :]
            yield _Token(piece, start_ms, end_ms, width(piece))


def _dashed(tokens: Sequence[_Token], rules: CaptionRules) -> list[_Token]:
    first = tokens[0]
    if first.width + 2 > rules.line_characters:
        return list(tokens)
    return [replace(first, text=f"- {first.text}", width=first.width + 2), *tokens[1:]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A speaker's words with running sums, so that any run of them is judged in one step.

    after: what a break after each token costs. columns, silence, ends: sums over the tokens before each position.
    """

    tokens: Sequence[_Token]
    after: Sequence[int]
    columns: Sequence[int]
    silence: Sequence[float]
    ends: Sequence[int]
    space: int

    @classmethod
    def of(cls, tokens: Sequence[_Token], space: int) -> _Line:
        pairs = list(pairwise(tokens))
        pauses = [b.start_ms - a.end_ms for a, b in pairs]
        after = [breaks.cost(a.text, b.text, p) for (a, b), p in zip(pairs, pauses, strict=True)] + [breaks.SENTENCE]
        columns = list(accumulate((t.width + space for t in tokens), initial=0))
        silence = list(accumulate((max(0, p - 500) / 20 for p in pauses), initial=0.0))
        return cls(tokens, after, columns, silence, list(accumulate((a == 0 for a in after), initial=0)), space)

    def width(self, first: int, last: int) -> int:
        """Columns of tokens first … last on one line."""
        return self.columns[last + 1] - self.columns[first] - self.space


def _arrange(tokens: Sequence[_Token], speaker: str | None, glue: str, rules: CaptionRules) -> list[_Draft]:
    """Cut a speaker's words into cues at the least cost over all of them (dynamic programming from the end)."""
    line = _Line.of(tokens, len(glue))
    count = len(tokens)
    best: list[tuple[float, int, tuple[int, ...]]] = [(0.0, count, ())] * (count + 1)
    for first in range(count - 1, -1, -1):
        choice: tuple[float, int, tuple[int, ...]] | None = None
        for last in range(first, count):
            if last > first and tokens[last].end_ms - tokens[first].start_ms > rules.longest_ms:
                break
            if line.width(first, last) > (rules.line_characters + line.space) * rules.lines:
                break
            layout = _lines(line, first, last, rules.line_characters, rules.lines)
            if layout is None:
                continue
            price = best[last + 1][0] + layout[0] + _cue_cost(line, first, last, rules)
            if choice is None or price < choice[0]:
                choice = (price, last + 1, layout[1])
        assert choice is not None, "a single token always fits"
        best[first] = choice
    return list(_read_off(tokens, best, speaker, glue))


def _read_off(
    tokens: Sequence[_Token], best: Sequence[tuple[float, int, tuple[int, ...]]], speaker: str | None, glue: str
) -> Iterator[_Draft]:
    first = 0
    while first < len(tokens):
        _, beyond, starts = best[first]
        lines = tuple(glue.join(t.text for t in tokens[a:b]) for a, b in pairwise([*starts, beyond]))
        end_ms = max(token.end_ms for token in tokens[first:beyond])
        yield _Draft(tokens[first].start_ms, end_ms, lines, beyond - first, speaker)
        first = beyond


def _cue_cost(line: _Line, first: int, last: int, rules: CaptionRules) -> float:
    """What is wrong with a cue of these words: a poor end, too little time, a silence or a new sentence inside."""
    tokens, after = line.tokens, line.after
    begin_ms = tokens[first].start_ms
    until_ms = tokens[last + 1].start_ms if last + 1 < len(tokens) else tokens[last].end_ms + rules.linger_ms
    words = last - first + 1
    characters = line.width(first, last) + 1
    needed_ms = max(words * rules.word_ms, characters * 1000 // rules.characters_per_s, rules.shortest_ms)
    price = 22.0 + after[last] + line.silence[last] - line.silence[first]
    price += 70.0 * max(0, needed_ms - max(1, until_ms - begin_ms)) / needed_ms
    whole = after[last] == breaks.SENTENCE and (first == 0 or after[first - 1] == breaks.SENTENCE)
    if words <= 2 and not whole:
        price += 25.0
    if line.ends[last] > line.ends[first]:
        # A tail of one sentence with the head of another reads badly at both ends.
        price += 0.0 if after[last] == breaks.SENTENCE else 40.0
        price += 0.0 if first == 0 or after[first - 1] == breaks.SENTENCE else 20.0
    return price


def _lines(line: _Line, first: int, last: int, longest: int, lines: int) -> tuple[float, tuple[int, ...]] | None:
    """The best way to set these words in lines: its cost, and the token each line starts with; None if it can't be."""
    total = line.width(first, last)
    if total <= longest:
        return 0.0, (first,)
    if lines == 1 or total > (longest + line.space) * lines:
        return None
    best: tuple[float, tuple[int, ...]] | None = None
    for i in range(first, last):
        columns = line.width(first, i)
        if columns > longest:
            break
        rest = _lines(line, i + 1, last, longest, lines - 1)
        if rest is None:
            continue
        uneven = abs(columns - (total - columns - line.space) / len(rest[1]))
        price = 4.0 + 0.5 * line.after[i] + 0.6 * uneven + rest[0]
        if best is None or price < best[0]:
            best = price, (first, *rest[1])
    return best


def _timed(drafts: Sequence[_Draft], duration_ms: int, rules: CaptionRules) -> list[Cue]:
    """Times on the screen: from the voice, long enough to read, joined up or a second apart, never overlapping."""
    starts = _starts(drafts, duration_ms, rules)
    cues = []
    for i, draft in enumerate(drafts):
        start_ms = starts[i]
        last = i + 1 == len(drafts)
        ceiling_ms = start_ms + rules.longest_ms
        if not last:
            ceiling_ms = min(ceiling_ms, starts[i + 1])
        elif duration_ms >= len(drafts):
            ceiling_ms = min(ceiling_ms, duration_ms)
        wanted_ms = max(draft.end_ms + rules.linger_ms, start_ms + draft.needed_ms(rules))
        if not last and starts[i + 1] - wanted_ms < rules.gap_ms:
            wanted_ms = starts[i + 1]
        cues.append(Cue(start_ms, max(start_ms + 1, min(wanted_ms, ceiling_ms)), draft.lines, draft.speaker))
    return cues


def _starts(drafts: Sequence[_Draft], duration_ms: int, rules: CaptionRules) -> list[int]:
    """When each cue appears: with its voice, a little earlier if it needs the time and the one before can spare it."""
    count = len(drafts)
    bounded = duration_ms >= count
    step_ms = max(1, min(40, duration_ms // max(1, count))) if bounded else 1
    starts: list[int] = []
    for i, draft in enumerate(drafts):
        start_ms, floor_ms = draft.start_ms, 0
        if i:
            before = drafts[i - 1]
            floor_ms = max(starts[-1] + step_ms, min(start_ms, starts[-1] + before.needed_ms(rules)))
            if start_ms < before.end_ms - rules.shortest_ms:
                start_ms = max(start_ms, _shared(before, draft, starts[-1]))
        following_ms = drafts[i + 1].start_ms if i + 1 < count else max(duration_ms, draft.end_ms)
        lacking_ms = max(0, draft.needed_ms(rules) - (following_ms - start_ms))
        if i and not lacking_ms:
            spare_ms = following_ms - start_ms - draft.needed_ms(rules)
            wanted_ms = starts[-1] + drafts[i - 1].needed_ms(rules) - start_ms
            start_ms += max(0, min(spare_ms, wanted_ms, rules.late_ms))
        starts.append(max(floor_ms, start_ms - min(lacking_ms, rules.early_ms)))
    if bounded:
        for i, start_ms in enumerate(starts):
            starts[i] = min(start_ms, duration_ms - step_ms * (count - i))
    return starts


def _shared(before: _Draft, draft: _Draft, start_ms: int) -> int:
    """Two voices at once: the first keeps its share of their time by its length."""
    first, second = sum(map(len, before.lines)), sum(map(len, draft.lines))
    together = max(before.end_ms, draft.end_ms) - start_ms
    return start_ms + together * first // max(1, first + second)
