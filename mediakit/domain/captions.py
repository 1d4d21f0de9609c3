"""Captions from words: cues that can be read in time, after the BBC subtitle guidelines.

Line length, number of lines, order and the recording's end are never broken; breaks at sentences, clauses and breaths,
balance, reading speed and gaps are kept as well as the speech allows. Upper duration and characters a second follow
the Netflix timed-text style, where the BBC gives none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from mediakit.domain import captions_breaks as breaks
from mediakit.domain.captions_kept import Kept, find_kept
from mediakit.domain.captions_rules import LANDSCAPE, PORTRAIT, CaptionRules, Cue, is_unspaced, width
from mediakit.domain.captions_timing import CUT_MS, Draft, timed
from mediakit.domain.captions_units import NameList, units
from mediakit.domain.labels import is_label
from mediakit.domain.sentences import ends_sentence, timed_words
from mediakit.domain.transcript import Segment, Transcript, Word

__all__ = ["LANDSCAPE", "PORTRAIT", "CaptionRules", "Cue", "make_cues", "width"]

REDACTED = "[redacted]"
STRANDED = 26.0
TWO_LINES = 4.0
A_CUE = 22.0
# A caption over a change of shot is read twice: dearer than one more that ends at a clause, cheaper than a torn phrase.
ACROSS_A_CUT = 34.0


@dataclass(frozen=True, slots=True)
class _Token:
    """Words that stay on one line and fit there, with sane times."""

    text: str
    start_ms: int
    end_ms: int
    width: int
    words: int = 1

    @property
    def first_word(self) -> str:
        return self.text.removeprefix("- ").split(" ", 1)[0]

    @property
    def last_word(self) -> str:
        return self.text.rsplit(" ", 1)[-1]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that are set together: one voice, or one label, or one caption that a person made.

    fresh: another voice than before begins with it.
    """

    speaker: str | None
    words: tuple[Word, ...]
    fresh: bool = False
    kept: Cue | None = None


def make_cues(
    transcript: Transcript,
    rules: CaptionRules = LANDSCAPE,
    *,
    names: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    kept: Sequence[Cue] = (),
    cuts_ms: Sequence[int] = (),
) -> tuple[Cue, ...]:
    """The captions of a transcript, in order, without overlap, inside the recording. Every word is in them, in order.

    names: people, places and organisations that stay on one line. labels: speaker → name as it will be written, for
    rules.speakers "name". kept: captions that a person made; they stay as they are wherever their words do. cuts_ms:
    changes of shot, in order. A word longer than a line is cut to pieces; words outside the recording are moved
    inside. Pure.
    """
    rules = rules.for_language(transcript.language)
    known = NameList(names)
    glue = "" if is_unspaced(transcript.language) else " "
    drafts: list[Draft] = []
    for stretch in _stretches(transcript, kept):
        if stretch.kept is not None:
            cue = stretch.kept
            drafts.append(Draft(cue.start_ms, cue.end_ms, cue.lines, len(stretch.words), cue.speaker, fixed=True))
            continue
        tokens = list(_tokens(stretch.words, transcript.language, known, rules))
        if not tokens:
            continue
        if stretch.fresh:
            tokens = _marked(tokens, stretch.speaker, labels or {}, rules, first=not drafts)
        drafts.extend(_arrange(_Line.of(tokens, len(glue), cuts_ms), stretch.speaker, glue, rules))
    return tuple(timed(drafts, transcript.duration_ms, rules, cuts_ms))


def _stretches(transcript: Transcript, kept: Sequence[Cue]) -> Iterator[_Stretch]:
    """The words in stretches, with times inside the recording that never run backwards within a voice."""
    spoken = [
        (segment.speaker, apart, word)
        for i, segment in enumerate(transcript.segments)
        for apart in (_is_apart(transcript.segments, i),)
        for word in _sane(segment, transcript.duration_ms)
    ]
    found = find_kept([word for _, _, word in spoken], kept, unspaced=is_unspaced(transcript.language))
    voices = len({speaker for speaker, _, _ in spoken}) > 1
    voice: str | None = None
    begun = False
    for speaker, apart, words, cue in _runs(spoken, found):
        fresh = voices and not apart and (not begun or speaker != voice)
        yield _Stretch(speaker, words, fresh, cue)
        if not apart:
            voice, begun = speaker, True


def _runs(
    spoken: Sequence[tuple[str | None, int, Word]], found: Sequence[Kept]
) -> Iterator[tuple[str | None, int, tuple[Word, ...], Cue | None]]:
    """Runs of words that have the same voice and label, cut where a person's caption begins and ends."""
    starts = {kept.first: kept for kept in found}
    row: list[Word] = []
    i = 0
    while i < len(spoken):
        kept = starts.get(i)
        if kept is not None:
            yield spoken[i][0], 0, tuple(word for _, _, word in spoken[i : kept.beyond]), kept.cue
            i = kept.beyond
            continue
        row.append(spoken[i][2])
        i += 1
        if i == len(spoken) or i in starts or spoken[i][:2] != spoken[i - 1][:2]:
            yield *spoken[i - 1][:2], tuple(row), None
            row = []


def _is_apart(segments: Sequence[Segment], i: int) -> int:
    """A number of its own for a label that stands in a caption of its own, else 0.

    A short redaction inside a sentence is read with the words around it.
    """
    segment = segments[i]
    if not is_label(segment.text):
        return 0
    if segment.text.strip().lower().startswith(REDACTED) and segment.end_ms - segment.start_ms < 2_000:
        before, after = segments[i - 1] if i else None, segments[i + 1] if i + 1 < len(segments) else None
        last = before.text.split()[-1:] if before and before.speaker == segment.speaker else []
        if last and not ends_sentence(last[0]):
            return 0
        if after and after.speaker == segment.speaker and after.text.strip()[:1].islower():
            return 0
    return i + 1


def _sane(segment: Segment, duration_ms: int) -> Iterator[Word]:
    """The words of a segment with times inside the recording, none before the one before it."""
    floor_ms = 0
    for word in timed_words(segment):
        start_ms = max(floor_ms, min(word.start_ms, duration_ms) if duration_ms else word.start_ms)
        end_ms = max(start_ms, min(word.end_ms, duration_ms) if duration_ms else word.end_ms)
        floor_ms = start_ms
        same = start_ms == word.start_ms and end_ms == word.end_ms
        yield word if same else replace(word, start_ms=start_ms, end_ms=end_ms)


def _tokens(words: Sequence[Word], language: str, names: NameList, rules: CaptionRules) -> Iterator[_Token]:
    """The words as tokens: units that stay together, and words that are longer than a line in pieces."""
    pieces: list[_Token] = []
    floor_ms = 0
    for word in words:
        floor_ms = max(floor_ms, word.start_ms)
        pieces.extend(_pieces(word.text, floor_ms, max(floor_ms, word.end_ms), rules.line_characters))
    pauses = [b.start_ms - a.end_ms for a, b in pairwise(pieces)]
    for first, beyond in units([p.text for p in pieces], pauses, language, names, rules.line_characters):
        run = pieces[first:beyond]
        text = " ".join(token.text for token in run)
        end_ms = max(token.end_ms for token in run)
        if len(run) > 1:
            # a label may last for minutes; what was said may not be taken apart for it
            end_ms = min(end_ms, run[0].start_ms + rules.longest_ms)
        yield _Token(text, run[0].start_ms, end_ms, width(text), len(run))


def _pieces(text: str, start_ms: int, end_ms: int, longest: int) -> Iterator[_Token]:
    """The word as tokens: cleaned of what no caption may hold, cut where it is longer than a line."""
    if text.isascii() and text.isprintable() and " " not in text and 0 < len(text) <= longest:
        yield _Token(text, start_ms, end_ms, len(text))
        return
    clean = "".join(c for c in " ".join(text.split()) if c.isprintable())
    for part in clean.split():
        while part:
            size = longest
            while width(part[:size]) > longest:
                size -= 1
            piece, part = part[: max(1, size)], part[max(1, size) :]
            yield _Token(piece, start_ms, end_ms, width(piece))


def _marked(
    tokens: Sequence[_Token], speaker: str | None, labels: Mapping[str, str], rules: CaptionRules, *, first: bool
) -> list[_Token]:
    """The tokens with a dash before the first, and room for the name where one will be written there."""
    if rules.speakers == "none":
        return list(tokens)
    opening = tokens[0]
    text = opening.text if first else f"- {opening.text}"
    columns = width(text)
    name = labels.get(speaker or "", "") if rules.speakers == "name" else ""
    if name:
        columns = max(columns, opening.width + width(name) + 2)
    if columns > rules.line_characters:
        columns = width(text)
    if columns > rules.line_characters:
        return list(tokens)
    return [replace(opening, text=text, width=columns), *tokens[1:]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A speaker's words with running sums, so that any run of them is judged in one step.

    after: what a break after each token costs. columns, silence, ends, words: sums over the tokens before it. heads:
    words of its sentence up to and with each token; tails: from it on. cuts: changes of shot, in order.
    """

    tokens: Sequence[_Token]
    after: Sequence[int]
    columns: Sequence[int]
    silence: Sequence[float]
    ends: Sequence[int]
    words: Sequence[int]
    heads: Sequence[int]
    tails: Sequence[int]
    space: int
    cuts: Sequence[int] = ()
    needs: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, tokens: Sequence[_Token], space: int, cuts_ms: Sequence[int]) -> _Line:
        pairs = list(pairwise(tokens))
        pauses = [b.start_ms - a.end_ms for a, b in pairs]
        after = [breaks.cost(a.last_word, b.first_word, p) for (a, b), p in zip(pairs, pauses, strict=True)]
        after.append(breaks.SENTENCE)
        columns = list(accumulate((t.width + space for t in tokens), initial=0))
        silence = list(accumulate((max(0, p - 500) / 20 for p in pauses), initial=0.0))
        ends = list(accumulate((a == 0 for a in after), initial=0))
        words = list(accumulate((t.words for t in tokens), initial=0))
        heads = _sentence_words(tokens, [False, *(a == 0 for a in after[:-1])])
        tails = _sentence_words(tokens[::-1], [a == 0 for a in reversed(after)])[::-1]
        return cls(tokens, after, columns, silence, ends, words, heads, tails, space, sorted(cuts_ms))

    def strands(self, first: int, last: int) -> int:
        """How many ends of a line strand a word or two of a sentence that goes on on another line."""
        if self.ends[last] == self.ends[first]:
            return 0
        goes_on = first > 0 and self.after[first - 1] != breaks.SENTENCE and self.tails[first] <= 2
        begins = self.after[last] != breaks.SENTENCE and self.heads[last] <= 2
        return goes_on + begins

    def cuts_inside(self, first: int, last: int) -> int:
        """How many changes of shot lie well inside tokens first … last, where no caption begins or ends."""
        begin_ms, end_ms = self.tokens[first].start_ms + CUT_MS, self.tokens[last].end_ms - CUT_MS
        return max(0, bisect_left(self.cuts, end_ms) - bisect_right(self.cuts, begin_ms)) if self.cuts else 0

    def needed_ms(self, words: int, columns: int, rules: CaptionRules) -> int:
        """How long a cue of so many words and columns has to stay; remembered, since there are few such sizes."""
        found = self.needs.get((words, columns))
        if found is None:
            found = self.needs[words, columns] = max(rules.reading_ms(words, columns), rules.shortest_ms)
        return found

    def width(self, first: int, last: int) -> int:
        """Columns of tokens first … last on one line."""
        return self.columns[last + 1] - self.columns[first] - self.space


def _sentence_words(tokens: Sequence[_Token], begins: Sequence[bool]) -> list[int]:
    """For each token the words of its sentence so far, itself included."""
    counts: list[int] = []
    for token, new in zip(tokens, begins, strict=True):
        counts.append(token.words + (0 if new or not counts else counts[-1]))
    return counts


def _arrange(line: _Line, speaker: str | None, glue: str, rules: CaptionRules) -> list[Draft]:
    """Cut a speaker's words into cues at the least cost over all of them (dynamic programming from the end)."""
    tokens = line.tokens
    count = len(tokens)
    best: list[tuple[float, int, tuple[int, ...]]] = [(0.0, count, ())] * (count + 1)
    ends_ms = [token.end_ms for token in tokens]
    most = (rules.line_characters + line.space) * rules.lines
    for first in range(count - 1, -1, -1):
        choice: tuple[float, int, tuple[int, ...]] | None = None
        until_ms = tokens[first].start_ms + rules.longest_ms
        for last in range(first, count):
            columns = line.width(first, last)
            if (last > first and ends_ms[last] > until_ms) or columns > most:
                break
            # every cost is at least that of one more cue and of its end: what is dearer already is no choice
            if choice is not None and best[last + 1][0] + A_CUE + line.after[last] > choice[0] + 0.001:
                continue
            own = _cue_cost(line, first, last, rules)
            layout = _lines(line, first, last, rules.line_characters, rules.lines)
            if layout is None:
                continue
            price = best[last + 1][0] + layout[0] + own
            if choice is None or price < choice[0]:
                choice = (price, last + 1, layout[1])
        assert choice is not None, "a single token always fits"
        best[first] = choice
    return list(_read_off(tokens, best, speaker, glue))


def _read_off(
    tokens: Sequence[_Token], best: Sequence[tuple[float, int, tuple[int, ...]]], speaker: str | None, glue: str
) -> Iterator[Draft]:
    first = 0
    while first < len(tokens):
        _, beyond, starts = best[first]
        lines = tuple(glue.join(t.text for t in tokens[a:b]) for a, b in pairwise([*starts, beyond]))
        end_ms = max(token.end_ms for token in tokens[first:beyond])
        words = sum(token.words for token in tokens[first:beyond])
        yield Draft(tokens[first].start_ms, end_ms, lines, words, speaker)
        first = beyond


def _cue_cost(line: _Line, first: int, last: int, rules: CaptionRules) -> float:
    """What is wrong with a cue of these words: a poor end, too little time, a silence or a new sentence inside."""
    tokens, after = line.tokens, line.after
    begin_ms = tokens[first].start_ms
    until_ms = tokens[last + 1].start_ms if last + 1 < len(tokens) else tokens[last].end_ms + rules.linger_ms
    words = line.words[last + 1] - line.words[first]
    needed_ms = line.needed_ms(words, line.width(first, last), rules)
    price = A_CUE + after[last] + line.silence[last] - line.silence[first]
    if until_ms - begin_ms < needed_ms:
        price += 70.0 * (needed_ms - max(1, until_ms - begin_ms)) / needed_ms
    whole = after[last] == breaks.SENTENCE and (first == 0 or after[first - 1] == breaks.SENTENCE)
    if words <= 2 and not whole:
        price += 25.0
    if line.cuts:
        price += ACROSS_A_CUT * line.cuts_inside(first, last)
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
    if lines == 2:
        return _two_lines(line, first, last, longest)
    best: tuple[float, tuple[int, ...]] | None = None
    for i in range(first, last):
        columns = line.width(first, i)
        if columns > longest:
            break
        rest = _lines(line, i + 1, last, longest, lines - 1)
        if rest is None:
            continue
        uneven = abs(columns - (total - columns - line.space) / len(rest[1]))
        stranded = line.strands(first, i) + (line.strands(i + 1, last) if len(rest[1]) == 1 else 0)
        price = TWO_LINES + 0.5 * line.after[i] + 0.6 * uneven + STRANDED * stranded + rest[0]
        if best is None or price < best[0]:
            best = price, (first, *rest[1])
    return best


def _two_lines(line: _Line, first: int, last: int, longest: int) -> tuple[float, tuple[int, ...]] | None:
    """The same for two lines, of which only the breaks are looked at that leave neither too long."""
    columns, after, space = line.columns, line.after, line.space
    begin, end = columns[first], columns[last + 1]
    least, most = end - space - longest, begin + space + longest
    ends = line.ends[first] != line.ends[last]
    best: tuple[float, int] | None = None
    for i in range(max(first, bisect_left(columns, least, first, last + 1) - 1), last):
        at = columns[i + 1]
        if at > most:
            break
        uneven = abs((at - begin - space) - (end - at - space))
        stranded = line.strands(first, i) + line.strands(i + 1, last) if ends else 0
        price = TWO_LINES + 0.5 * after[i] + 0.6 * uneven + STRANDED * stranded
        if best is None or price < best[0]:
            best = price, i + 1
    return (best[0], (first, best[1])) if best else None
