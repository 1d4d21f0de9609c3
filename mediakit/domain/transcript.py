"""Transcripts: words with times, in segments, as one revision of what was said in a recording."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mediakit.domain.labels import is_sound


@dataclass(frozen=True, slots=True)
class Word:
    """One word with the punctuation that belongs to it, no leading space.

    start_ms, end_ms: position in the recording. probability: the recogniser's, 0.0 … 1.0; 1.0 for a person's.
    interpolated: the time was worked out from its neighbours, not heard.
    """

    text: str
    start_ms: int
    end_ms: int
    probability: float = 1.0
    interpolated: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech by one voice, usually a sentence. text is what is shown; words carry its times.

    " ".join(word.text) equals text except in scripts that are written without spaces.
    """

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Where the words are not as the recogniser wrote them, or where a person confirmed them.

    start_ms, end_ms: position in the recording, start_ms <= end_ms. heard: what the recogniser wrote there ("" for
    nothing); written: what stands there now ("": taken out; equal to heard: confirmed). by: the person; None: the pass
    over names did it, with its reason and its score 0.0 … 1.0. at: ISO 8601; "" until it is stored.
    """

    start_ms: int
    end_ms: int
    heard: str
    written: str
    reason: str = ""
    score: float | None = None
    by: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said in one recording. No segments: a recording without speech.

    language: ISO 639-1, as heard; language_probability 0.0 … 1.0. engine: "faster-whisper", "scripted", "person", …;
    model: the model's name. duration_ms: of the recording. changes: in order of time. translated_from: ISO 639-1 of
    what was spoken, where the words are a translation into `language`.
    """

    language: str
    language_probability: float
    engine: str
    model: str
    duration_ms: int
    segments: tuple[Segment, ...] = ()
    changes: tuple[Change, ...] = ()
    translated_from: str | None = None

    @property
    def word_count(self) -> int:
        """How many words were said; a label such as [applause] is none."""
        return sum(len(s.words) or len(s.text.split()) for s in self.segments if not is_sound(s.text))

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.segments)

    def with_segments(self, segments: tuple[Segment, ...]) -> Transcript:
        """The same recording with other segments."""
        return replace(self, segments=segments)


@dataclass(frozen=True, slots=True)
class Pending:
    """Speech that the model at hand cannot do: why, and the remedy, in one sentence each."""

    reason: str
    remedy: str
