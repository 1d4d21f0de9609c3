"""Transcripts and edited versions of them for tests: sentences with who says them, a word each 350 ms."""

from __future__ import annotations

from mediakit.domain.draft import Draft, Paragraph, Row
from mediakit.domain.transcript import Segment, Transcript, Word

WORD_MS, STEP_MS, PAUSE_MS = 300, 350, 500


def transcript(*sentences: tuple[str | None, str], probability: float = 0.8) -> Transcript:
    """A transcript of these sentences, (speaker, text), with times for each word."""
    at_ms = 0
    segments = []
    for speaker, text in sentences:
        words = []
        for word in text.split():
            words.append(Word(word, at_ms, at_ms + WORD_MS, probability))
            at_ms += STEP_MS
        segments.append(Segment(words[0].start_ms, words[-1].end_ms, text, tuple(words), speaker))
        at_ms += PAUSE_MS
    return Transcript("en", 0.99, "scripted", "script", at_ms + 2_000, tuple(segments))


def draft(*paragraphs: tuple[str | None, str]) -> Draft:
    """The same as it comes back from an editor."""
    made = (Paragraph(number, (Row(text, speaker),)) for number, (speaker, text) in enumerate(paragraphs, 1))
    return Draft("docx", tuple(made))


def words(spoken: Transcript) -> list[Word]:
    """All words in order."""
    return [word for segment in spoken.segments for word in segment.words]


def texts(spoken: Transcript) -> list[tuple[str | None, str]]:
    """Speaker and text of each segment."""
    return [(segment.speaker, segment.text) for segment in spoken.segments]
