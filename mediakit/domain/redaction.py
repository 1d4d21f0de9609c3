"""What must not be read or heard: words blanked in transcripts and captions, and when the sound is silent. Pure.

Whatever cannot be told apart from what is redacted goes with it: too much is blanked rather than too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from mediakit.domain.cue_words import Lines, Piece, lines_of, pieces, places, split
from mediakit.domain.sentences import UNSPACED, join, timed_words
from mediakit.domain.span import Span
from mediakit.domain.transcript import Change, Segment, Transcript, Word

REDACTED = "[redacted]"
# the sound falls silent a little before the first word and comes back a little after the last
SOUND_MARGIN_MS = 60
# how far off the time of a word may be that was worked out and not heard
UNSURE_MS = 2_000
# captions and words this close to a redaction are compared; those in the inner part are blanked where they must be
_AROUND_MS, _NEAR_MS = 20_000, 8_000


def silences(spans: Iterable[Span]) -> tuple[Span, ...]:
    """When a rendition is silent: each span with its margins, in order, those that touch made one.

    >>> silences([Span(2_000, 2_500), Span(1_000, 1_900)])
    (Span(start_ms=940, end_ms=2560),)
    """
    found: list[Span] = []
    for span in sorted(spans):
        start_ms, end_ms = max(0, span.start_ms - SOUND_MARGIN_MS), span.end_ms + SOUND_MARGIN_MS
        if found and start_ms <= found[-1].end_ms:
            found[-1] = Span(found[-1].start_ms, max(end_ms, found[-1].end_ms))
        else:
            found.append(Span(start_ms, end_ms))
    return tuple(found)


def blanked(transcript: Transcript, spans: Sequence[Span]) -> Transcript:
    """The transcript with each run of redacted words as one word, REDACTED; changes that tell of them tell nothing."""
    if not spans:
        return transcript
    marked = zip(transcript.segments, _marked(transcript, spans), strict=True)
    segments = tuple(_blanked_segment(segment, words, transcript.language) for segment, words in marked)
    changes = tuple(_blanked_change(c, spans) for c in transcript.changes)
    return replace(transcript, segments=segments, changes=changes)


def sure_span(transcript: Transcript, first: int, beyond: int) -> Span:
    """The stretch in which words first … beyond - 1 (counted through) are heard for certain, were times worked out."""
    ranges = [where for segment in _ranges(transcript) for where in segment][first:beyond]
    return Span(max(0, min(start_ms for start_ms, _ in ranges)), max(end_ms for _, end_ms in ranges))


def _blanked_segment(segment: Segment, marked: Sequence[tuple[Word, bool]], language: str) -> Segment:
    if not any(is_hidden for _, is_hidden in marked):
        return segment
    words: list[Word] = []
    for is_hidden, run in groupby(marked, key=lambda pair: pair[1]):
        found = [word for word, _ in run]
        words += [Word(REDACTED, found[0].start_ms, max(w.end_ms for w in found))] if is_hidden else found
    return replace(segment, text=join((word.text for word in words), language), words=tuple(words))


def _marked(transcript: Transcript, spans: Sequence[Span]) -> list[list[tuple[Word, bool]]]:
    """The words of each segment, each with whether it is, or may be, said in one of these spans."""
    return [
        [
            (word, any(_meets(start_ms, end_ms, span) for span in spans))
            for word, (start_ms, end_ms) in zip(timed_words(segment), ranges, strict=True)
        ]
        for segment, ranges in zip(transcript.segments, _ranges(transcript), strict=True)
    ]


def _ranges(transcript: Transcript) -> list[list[tuple[int, int]]]:
    """Where each word of each segment may be said, from and to (ms).

    A word with a time that was heard: there. One whose time was worked out: between the heard ones beside it, at most
    UNSURE_MS from where it is thought to be. Any of a segment whose words have no times: anywhere in it.
    """
    words = [word for segment in transcript.segments for word in segment.words]
    after: list[int] = []
    following_ms = 2**62
    for word in reversed(words):
        after.append(following_ms)
        following_ms = following_ms if word.interpolated else word.start_ms
    after.reverse()
    ranges: list[list[tuple[int, int]]] = []
    before_ms = number = 0
    for segment in transcript.segments:
        found: list[tuple[int, int]] = []
        for word in segment.words:
            if word.interpolated:
                start_ms = min(word.start_ms, max(before_ms, word.start_ms - UNSURE_MS))
                found.append((start_ms, max(word.end_ms, min(after[number], word.end_ms + UNSURE_MS))))
            else:
                found.append((word.start_ms, word.end_ms))
                before_ms = word.end_ms
            number += 1
        ranges.append(found if segment.words else [(segment.start_ms, segment.end_ms)] * len(timed_words(segment)))
    return ranges


def _meets(start_ms: int, end_ms: int, span: Span) -> bool:
    """Whether something shares an instant with a span; something without length is the instant it is at."""
    return start_ms < span.end_ms and span.start_ms < max(end_ms, start_ms + 1)


def _blanked_change(change: Change, spans: Sequence[Span]) -> Change:
    if not any(_meets(change.start_ms, change.end_ms, span) for span in spans):
        return change
    heard, written = (REDACTED if text else "" for text in (change.heard, change.written))
    return replace(change, heard=heard, written=written, reason="")


# --- captions ---------------------------------------------------------------------------------------------------------


def blanked_lines(cues: Sequence[tuple[Span, Lines]], transcript: Transcript, spans: Sequence[Span]) -> list[Lines]:
    """The lines of each caption (its time and its lines) without what is redacted.

    transcript: what was said, as it is before anything is blanked. A caption's words have no times of their own: they
    are found among the words that were said, in order; what is not found there is blanked where a redaction may be.
    """
    lines = [shown for _, shown in cues]
    if not spans or not cues:
        return lines
    unspaced = transcript.language in UNSPACED
    said = [pair for words in _marked(transcript, spans) for pair in words]
    hidden: set[tuple[int, int]] = set()
    for span in spans:
        hidden |= _hidden_pieces(cues, said, span, unspaced)
    for number in {cue for cue, _ in hidden}:
        found = pieces(lines[number], unspaced=unspaced)
        marks = [(number, at) in hidden for at in range(len(found))]
        lines[number] = lines_of(_merged(found, marks), unspaced=unspaced)
    return lines


def _merged(found: Sequence[Piece], marks: Sequence[bool]) -> Iterator[Piece]:
    """The pieces with each run of hidden ones as one, even where it goes on in the next line."""
    for is_hidden, run in groupby(zip(found, marks, strict=True), key=lambda pair: pair[1]):
        these = [piece for piece, _ in run]
        yield from [Piece(these[0].line, REDACTED)] if is_hidden else these


def _hidden_pieces(
    cues: Sequence[tuple[Span, Lines]], said: Sequence[tuple[Word, bool]], span: Span, unspaced: bool
) -> set[tuple[int, int]]:
    """(caption, number of its piece) of all that is redacted around one span."""
    around = Span(max(0, span.start_ms - _AROUND_MS), span.end_ms + _AROUND_MS)
    near = Span(max(0, span.start_ms - _NEAR_MS), span.end_ms + _NEAR_MS)
    shown = [
        (number, at, piece.text)
        for number, (time, lines) in enumerate(cues)
        if _meets(time.start_ms, time.end_ms, around)
        for at, piece in enumerate(pieces(lines, unspaced=unspaced))
    ]
    words = [
        (text, is_hidden)
        for word, is_hidden in said
        if _meets(word.start_ms, word.end_ms, around)
        for text in (split(word.text, unspaced=True) if unspaced else [word.text])
    ]
    found = set()
    ranges = places([text for text, _ in words], [text for _, _, text in shown])
    for (number, at, _), (first, beyond) in zip(shown, ranges, strict=True):
        time = cues[number][0]
        inside = span.start_ms <= time.start_ms and time.end_ms <= span.end_ms
        hidden = any(is_hidden for _, is_hidden in words[first:beyond])
        if inside or (hidden and _meets(time.start_ms, time.end_ms, near)):
            found.add((number, at))
    return found
