"""Words put in the place of others in a transcript: found by text or by time, with their times carried over. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from mediakit.domain.captions import CaptionRules, Cue, width
from mediakit.domain.cue_words import Lines, Piece, lines_of, pieces, places, split
from mediakit.domain.redaction import REDACTED
from mediakit.domain.sentences import UNSPACED, ends_sentence, join, spread, timed_words
from mediakit.domain.transcript import Change, Segment, Transcript, Word

CONTEXT_WORDS = 6
# a word that is joined to its neighbour, by a hyphen or as O'Neill and can't are, is one word with it
_JOINS = "\\-\u2010\u2011"
_APOSTROPHES = "['\u2019]"
_BEFORE = rf"(?<![\w{_JOINS}])(?<!\w{_APOSTROPHES})"
_AFTER = rf"(?!\w)(?![{_JOINS}]\w)(?!{_APOSTROPHES}(?!s\b)\w)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that is looked for. whole: only whole words; case: only as it is written, capitals and all."""

    text: str
    whole: bool = True
    case: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a transcript: its words first … beyond - 1, counted through, and their time.

    heard: those words as they stand; written: what shall stand there; before, after: the words beside them.
    """

    first: int
    beyond: int
    start_ms: int
    end_ms: int
    heard: str
    written: str
    before: str = ""
    after: str = ""


def words_of(transcript: Transcript) -> list[Word]:
    """Every word in order; those of segments without words get times worked out from the segment's."""
    return [word for segment in transcript.segments for word in timed_words(segment)]


def find(transcript: Transcript, wanted: Wanted, instead: str = "") -> list[Hit]:
    """Every place where a text stands, of one voice each; written is the place with `instead` put in.

    Punctuation beside the text and a possessive 's stay. What begins a sentence goes on beginning with a capital.
    What is redacted is not found.
    """
    glue = "" if transcript.language in UNSPACED else " "
    pattern = _pattern(wanted, glue)
    return [hit for run in _runs(transcript, glue) for hit in _hits(run, pattern, instead)] if pattern else []


def _pattern(wanted: Wanted, glue: str) -> re.Pattern[str] | None:
    parts = [re.sub("['\u2019]", lambda _: _APOSTROPHES, re.escape(word)) for word in wanted.text.split()]
    if not parts:
        return None
    text = (re.escape(glue) if glue else "").join(parts)
    bounded = rf"{_BEFORE}{text}{_AFTER}" if wanted.whole and glue else text
    return re.compile(bounded, 0 if wanted.case else re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one voice says without a break: its words, the number of the first, and where each starts in the text.

    openings: the words that begin a segment.
    """

    words: Sequence[Word]
    number: int
    text: str
    starts: Sequence[int]
    openings: frozenset[int]
    glue: str

    def at(self, position: int) -> int:
        """The word that a position of the text lies in."""
        return bisect_right(self.starts, position) - 1

    def opens(self, word: int) -> bool:
        """Whether a sentence, or a segment, begins with this word."""
        return word in self.openings or ends_sentence(self.words[word - 1].text, self.words[word].text)

    def end(self, word: int) -> int:
        return self.starts[word] + len(self.words[word].text)

    def around(self, first: int, beyond: int) -> tuple[str, str]:
        before = self.words[max(0, first - CONTEXT_WORDS) : first]
        after = self.words[beyond : beyond + CONTEXT_WORDS]
        return self.glue.join(w.text for w in before), self.glue.join(w.text for w in after)


def _runs(transcript: Transcript, glue: str) -> Iterator[_Run]:
    number = 0
    for _, group in groupby(transcript.segments, key=lambda segment: segment.speaker):
        words: list[Word] = []
        openings: set[int] = set()
        for segment in group:
            openings.add(len(words))
            words += timed_words(segment)
        starts = list(accumulate((len(w.text) + len(glue) for w in words), initial=0))[:-1]
        yield _Run(words, number, glue.join(w.text for w in words), starts, frozenset(openings), glue)
        number += len(words)


def _hits(run: _Run, pattern: re.Pattern[str], instead: str) -> Iterator[Hit]:
    found: list[tuple[int, int, list[re.Match[str]]]] = []
    for match in pattern.finditer(run.text):
        first, beyond = run.at(match.start()), run.at(max(match.start(), match.end() - 1)) + 1
        if any(word.text == REDACTED for word in run.words[first:beyond]):
            continue
        if found and first < found[-1][1]:
            # twice in one word
            found[-1] = (found[-1][0], beyond, [*found[-1][2], match])
        else:
            found.append((first, beyond, [match]))
    for first, beyond, matches in found:
        before, after = run.around(first, beyond)
        start_ms, end_ms = run.words[first].start_ms, max(w.end_ms for w in run.words[first:beyond])
        heard = run.glue.join(w.text for w in run.words[first:beyond])
        written = _written(run, first, beyond, matches, instead)
        yield Hit(run.number + first, run.number + beyond, start_ms, end_ms, heard, written, before, after)


def _written(run: _Run, first: int, beyond: int, matches: Sequence[re.Match[str]], instead: str) -> str:
    text, at = "", run.starts[first]
    for match in matches:
        begins = run.opens(run.at(match.start())) and not re.search(r"\w", run.text[at : match.start()])
        capital = begins and match[0][:1].isupper() and instead[:1].islower()
        text += run.text[at : match.start()] + (instead[:1].upper() + instead[1:] if capital else instead)
        # an abbreviation's full stop ends the sentence too
        at = match.end() + (instead.endswith(".") and run.text.startswith(".", match.end()))
    return text + run.text[at : run.end(beyond - 1)]


def found_again(transcript: Transcript, change: Change) -> Hit | None:
    """Where a change stands, as a place where what was heard is to come back; None if it cannot be told any more."""
    words = words_of(transcript)
    inside = [n for n, w in enumerate(words) if w.start_ms >= change.start_ms and w.end_ms <= change.end_ms]
    if not change.written:
        at = next((n for n, w in enumerate(words) if w.start_ms >= change.start_ms), len(words))
        return Hit(at, at, change.start_ms, change.end_ms, "", change.heard)
    for first in inside:
        for beyond in range(first + 1, inside[-1] + 2):
            if join((w.text for w in words[first:beyond]), transcript.language) == change.written:
                return Hit(first, beyond, change.start_ms, change.end_ms, change.written, change.heard)
    return None


def reworded(transcript: Transcript, hits: Sequence[Hit]) -> Transcript:
    """The transcript with what is written in place of what was heard; hits do not overlap. Changes stay as they are.

    As many words as before keep their times; more or fewer are spread over the same span by their length.
    """
    words = words_of(transcript)
    new = {hit.first: _new_words(hit, words[hit.first : hit.beyond], transcript.language) for hit in hits}
    covered = {number for hit in hits for number in range(hit.first, hit.beyond)}
    segments: list[Segment] = []
    beyond = 0
    for segment in transcript.segments:
        first, beyond = beyond, beyond + len(timed_words(segment))
        # what is put in after the very last word belongs to the last segment
        numbers = range(first, beyond + (beyond == len(words)))
        if not any(number in covered or number in new for number in numbers):
            segments.append(segment)
            continue
        made = [
            word
            for number in numbers
            for word in (*new.get(number, ()), *(words[number:][:1] if number not in covered else ()))
        ]
        if made:
            segments.append(_with_words(segment, made, transcript.language))
    return transcript.with_segments(tuple(segments))


def _new_words(hit: Hit, was: Sequence[Word], language: str) -> list[Word]:
    texts = hit.written.split() if language not in UNSPACED else [hit.written] if hit.written else []
    if len(texts) == len(was):
        return [replace(word, text=text, probability=1.0) for word, text in zip(was, texts, strict=True)]
    if len(texts) == 1 and was:
        return [Word(texts[0], hit.start_ms, hit.end_ms, interpolated=any(word.interpolated for word in was))]
    return list(spread(texts, hit.start_ms, hit.end_ms))


def _with_words(segment: Segment, words: Sequence[Word], language: str) -> Segment:
    was = timed_words(segment)
    begins = not was or words[0].start_ms <= was[0].start_ms
    return replace(
        segment,
        start_ms=min(segment.start_ms, words[0].start_ms) if begins else words[0].start_ms,
        end_ms=max(segment.end_ms, *(w.end_ms for w in words)),
        text=join((w.text for w in words), language),
        words=tuple(words),
    )


def changed(transcript: Transcript, hits: Sequence[Hit], *, by: str, reason: str) -> Transcript:
    """`reworded`, with a change for each place: what the recogniser wrote there is kept through several of them."""
    changes = list(transcript.changes)
    for hit in hits:
        around = next((c for c in changes if c.start_ms <= hit.start_ms and hit.end_ms <= c.end_ms), None)
        inside = [c for c in changes if hit.start_ms <= c.start_ms and c.end_ms <= hit.end_ms]
        if around is not None and around not in inside:
            inside = [around]
            written = around.written.replace(hit.heard, hit.written, 1)
            told = replace(around, written=written, reason=reason, score=None, by=by, at="")
        else:
            heard = hit.heard
            for change in inside:
                heard = heard.replace(change.written, change.heard, 1) if change.written else heard
            told = Change(hit.start_ms, hit.end_ms, heard, hit.written, reason, by=by)
        changes = [*(c for c in changes if c not in inside), told]
    changes.sort(key=lambda change: (change.start_ms, change.end_ms))
    return replace(reworded(transcript, hits), changes=tuple(changes))


# --- captions that a person made --------------------------------------------------------------------------------------


def recaptioned(cues: Sequence[Cue], transcript: Transcript, hits: Sequence[Hit], rules: CaptionRules) -> list[Lines]:
    """The lines of each caption with the same words put in; no lines where none are left.

    transcript: as it was before. A line break stays where the lines still fit; else the caption is broken anew.
    """
    unspaced = transcript.language in UNSPACED
    words = words_of(transcript)
    units = [
        (text, n) for n, w in enumerate(words) for text in (split(w.text, unspaced=True) if unspaced else [w.text])
    ]
    shown = [(number, piece) for number, cue in enumerate(cues) for piece in pieces(cue.lines, unspaced=unspaced)]
    ranges = places([text for text, _ in units], [piece.text for _, piece in shown])
    texts: list[list[str]] = [[piece.text] for _, piece in shown]
    changed_cues: set[int] = set()
    for hit in hits:
        under = [
            at for at, (first, beyond) in enumerate(ranges)
            if any(hit.first <= n < hit.beyond for _, n in units[first:beyond])
        ]  # fmt: skip
        if not under:
            continue
        new = split(hit.written, unspaced=unspaced)
        one_for_one = len(new) == len(under)
        for order, at in enumerate(under):
            texts[at] = [new[order]] if one_for_one else new if order == 0 else []
        changed_cues |= {shown[at][0] for at in under}
    made: list[list[Piece]] = [[] for _ in cues]
    for (number, piece), new in zip(shown, texts, strict=True):
        made[number] += [Piece(piece.line, text) for text in new]
    return [
        _fitting(lines_of(found, unspaced=unspaced), rules, unspaced=unspaced) if number in changed_cues else cue.lines
        for number, (cue, found) in enumerate(zip(cues, made, strict=True))
    ]


def _fitting(lines: Lines, rules: CaptionRules, *, unspaced: bool) -> Lines:
    if all(width(line) <= rules.line_characters for line in lines):
        return lines
    texts = split(" ".join(lines), unspaced=unspaced)
    for count in range(max(1, len(lines)), max(rules.lines, len(lines)) + 1):
        broken = _broken(texts, count, "" if unspaced else " ")
        if all(width(line) <= rules.line_characters for line in broken):
            return broken
    return _broken(texts, max(rules.lines, len(lines)), "" if unspaced else " ")


def _broken(texts: Sequence[str], count: int, glue: str) -> Lines:
    """The words in so many lines at most, the longest as short as can be."""
    if count <= 1 or len(texts) <= 1:
        return (glue.join(texts),)
    best: Lines | None = None
    for at in range(1, len(texts)):
        lines = (glue.join(texts[:at]), *_broken(texts[at:], count - 1, glue))
        if best is None or max(map(width, lines)) < max(map(width, best)):
            best = lines
    return best or (glue.join(texts),)
