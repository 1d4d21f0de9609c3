"""An edited transcript with what is redacted in it as it was kept, so that a redaction can be taken back. Pure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from mediakit.domain.redaction import REDACTED
from mediakit.domain.sentences import join, timed_words
from mediakit.domain.transcript import Segment, Transcript, Word


def restored(edited: Transcript, kept: Transcript) -> Transcript:
    """The edited version of a blanked transcript, with the words of `kept` wherever "[redacted]" was left alone.

    To be stored, never to be shown or handed out: whatever is read from the catalogue is blanked again.
    """
    if REDACTED not in edited.text:
        return edited
    words = sorted((w for s in kept.segments for w in timed_words(s)), key=lambda w: w.start_ms)
    whole = {(c.start_ms, c.end_ms, c.by, c.at): c for c in kept.changes}
    changes = tuple(
        whole.get((c.start_ms, c.end_ms, c.by, c.at), c) if {c.heard, c.written} <= {REDACTED, ""} else c
        for c in edited.changes
    )
    segments = tuple(_restored(s, words, edited.language) for s in edited.segments)
    return replace(edited, segments=segments, changes=changes)


def _restored(segment: Segment, kept: list[Word], language: str) -> Segment:
    if all(word.text != REDACTED for word in segment.words):
        return segment
    made: list[Word] = []
    for word in segment.words:
        made += (_under(word, kept) or [word]) if word.text == REDACTED else [word]
    return replace(segment, words=tuple(made), text=join((w.text for w in made), language))


def _under(blank: Word, kept: list[Word]) -> list[Word]:
    first = bisect_left(kept, blank.start_ms, key=lambda w: w.start_ms)
    beyond = bisect_left(kept, blank.end_ms, key=lambda w: w.start_ms)
    return [w for w in kept[first:beyond] if w.end_ms <= blank.end_ms]
