"""One window of speech to words: decoding, guards against invented text, and times from the model's attention."""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.transcript import Word
from mediakit.media import voice
from mediakit.media.voice import Window

Samples = NDArray[np.float32]

BEAM = 5
MOST_TOKENS = 224
PROMPT_TOKENS = 200
LOOP_RATIO = 2.4
UNSURE = -1.0
SILENT = 0.6
SURE = 0.75
LONG_WORD_MS = 700


@dataclass(frozen=True, slots=True)
class Text:
    """What the model wrote for a window: tokens, their mean log-probability, how likely there was no speech at all."""

    tokens: tuple[int, ...]
    text: str
    log_probability: float
    no_speech: float
    finished: bool = True

    @classmethod
    def of(cls, tokenizer: Any, ids: Sequence[int], log_probability: float, no_speech: float) -> Text:
        """From the ids that a library gives: without times, and unfinished if there was no end to it."""
        tokens = tuple(token for token in ids if token < tokenizer.eot)
        written = tokenizer.decode(list(tokens)).strip()
        return cls(tokens, written, log_probability, no_speech, finished=len(ids) < MOST_TOKENS)

    @property
    def loops(self) -> bool:
        """True if it repeats itself as no speaker does, or never came to an end."""
        data = self.text.encode()
        return not self.finished or (len(data) > 0 and len(data) / len(zlib.compress(data)) > LOOP_RATIO)

    @property
    def doubtful(self) -> bool:
        """True if it is worth another try."""
        return self.loops or self.log_probability < UNSURE

    @property
    def says(self) -> bool:
        """True if it has words, and is not what the model writes over silence."""
        silent = self.no_speech > SILENT and self.log_probability < UNSURE
        return not silent and any(map(str.isalnum, self.text))


@dataclass(frozen=True, slots=True)
class Timed:
    """A word with its span inside its window, in ms, and how sure the model is of it."""

    text: str
    start_ms: float
    end_ms: float
    probability: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a window. certainty: mean probability of its tokens, each counted once, 0.0 … 1.0."""

    window: Window
    timed: tuple[Timed, ...]
    certainty: float
    tokens: int
    log_probability: float

    def words(self, end_ms: int) -> list[Word]:
        """The words at their place in the recording, in order, none after its end. Times of no length are flagged."""
        words: list[Word] = []
        clock = 0
        for timed in self.timed:
            start = min(max(clock, self.window.position_ms(timed.start_ms)), end_ms)
            end = min(max(start, self.window.position_ms(timed.end_ms, end=True)), end_ms)
            clock = end
            words.append(Word(timed.text, start, end, round(timed.probability, 4), interpolated=end <= start))
        return _spread_instants(words)


def _spread_instants(words: list[Word]) -> list[Word]:
    """A run of words without a length gets half of the time of the word before it, or keeps its instant."""
    i = 1
    while i < len(words):
        beyond = i
        while beyond < len(words) and words[beyond].interpolated:
            beyond += 1
        if beyond > i:
            host = words[i - 1]
            share = (host.end_ms - host.start_ms) // (beyond - i + 1)
            edges = [host.start_ms + share * k for k in range(beyond - i + 1)] + [host.end_ms]
            words[i - 1] = replace(host, end_ms=edges[1])
            for k in range(i, beyond):
                words[k] = replace(words[k], start_ms=edges[k - i + 1], end_ms=edges[k - i + 2])
        i = beyond + 1
    return words


class Decoder(ABC):
    """A loaded Whisper model, asked window by window. Safe to call from several threads.

    What to make of its answers is the same for every library that runs such a model; how to ask is each library's own.
    """

    multilingual: bool

    @abstractmethod
    def speaks(self, language: str) -> bool:
        """True if the model can write down this language (ISO 639-1)."""

    @abstractmethod
    def language(self, samples: Samples) -> tuple[str, float]:
        """The language of a window and its probability."""

    @abstractmethod
    def _tokenizer(self, language: str) -> Any:
        """The library's tokenizer, which turns text in that language to tokens and back."""

    @abstractmethod
    def _encode(self, samples: Samples) -> tuple[int, Any]:
        """Spectrogram frames (10 ms) that hold sound, and the encoder's output for 30 s padded with silence."""

    @abstractmethod
    def _generate(
        self, encoded: Any, tokenizer: Any, before: Sequence[int] = (), *, stamps: bool = False, no_repeat: int = 0
    ) -> Text:
        """What the model writes for a window by beam search.

        before: tokens it takes for what was said before. stamps: with times in between. no_repeat: so many tokens in
        a row never come twice (0: they may).
        """

    @abstractmethod
    def _align(self, encoded: Any, tokenizer: Any, tokens: Sequence[int], frames: int) -> list[dict[str, Any]]:
        """Words as the library finds them in the model's attention: word, tokens, start, end (s), probability."""

    def hear(
        self,
        recording: Samples,
        window: Window,
        chances: NDArray[np.float32],
        language: str,
        vocabulary: Sequence[str] = (),
    ) -> Heard:
        """What is said in a window of a recording; no words if it is taken for silence, noise or music."""
        tokenizer = self._tokenizer(language)
        frames, encoded = self._encode(window.samples(recording))

        def read(text: Text) -> Heard:
            timed, certainty = _timed(self._align(encoded, tokenizer, text.tokens, frames))
            # Doubtful text that repeats itself is not to be shown, but it tells that the model did not understand.
            shown = certainty >= SURE or not text.loops
            tight = tuple(_tightened(word, window, chances) for word in timed if shown)
            return Heard(window, tight, certainty, len(text.tokens), text.log_probability)

        plain = self._generate(encoded, tokenizer, _prompt(tokenizer, vocabulary))
        if plain.finished and (not plain.doubtful or read(plain).certainty >= SURE):
            return read(plain) if plain.says else Heard(window, (), 1.0, 0, plain.log_probability)
        best = self._once_more(encoded, tokenizer, plain)
        return read(best) if best.says else Heard(window, (), 1.0, 0, best.log_probability)

    def _once_more(self, encoded: Any, tokenizer: Any, plain: Text) -> Text:
        """A text that loops or is unsure, decoded in other ways that are as repeatable: the best of all."""
        tries = [
            plain,
            self._generate(encoded, tokenizer, no_repeat=4),
            self._generate(encoded, tokenizer, stamps=True),
        ]
        return max(tries, key=lambda text: (not text.loops, text.log_probability))


def _timed(found: list[dict[str, Any]]) -> tuple[list[Timed], float]:
    """Words with their punctuation and times in ms, and the mean probability of the distinct tokens."""
    from faster_whisper.transcribe import merge_punctuations

    certainty = _certainty(found)
    merge_punctuations(found, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
    timed: list[Timed] = []
    for word in found:
        text = word["word"]
        if not text.strip():
            continue
        span = (float(word["start"]) * 1000, float(word["end"]) * 1000)
        if timed and not text.startswith(" ") and text.isascii():
            before = timed[-1]
            timed[-1] = replace(before, text=before.text + text.strip(), end_ms=span[1])
        else:
            timed.append(Timed(text.strip(), *span, float(word["probability"])))
    return timed, certainty


def _prompt(tokenizer: Any, vocabulary: Sequence[str]) -> list[int]:
    """Names and words to expect, as what was said before; as many as fit into Whisper's budget."""
    tokens: list[int] = []
    for word in vocabulary:
        more = tokenizer.encode(f" {word.strip()},")
        if len(tokens) + len(more) > PROMPT_TOKENS:
            break
        tokens.extend(more)
    return tokens


def _certainty(found: Sequence[dict[str, Any]]) -> float:
    """Mean probability over the distinct words: what is repeated is easy to be sure of."""
    first: dict[tuple[int, ...], tuple[float, int]] = {}
    for word in found:
        first.setdefault(tuple(word["tokens"]), (float(word["probability"]), len(word["tokens"])))
    weight = sum(size for _, size in first.values())
    return sum(chance * size for chance, size in first.values()) / weight if weight else 1.0


def _tightened(timed: Timed, window: Window, chances: NDArray[np.float32]) -> Timed:
    """A word that lasts too long has a pause in it: its longest run of speech is the word."""
    if timed.end_ms - timed.start_ms <= LONG_WORD_MS:
        return timed
    start_ms, end_ms = voice.voiced_part(window, chances, timed.start_ms, timed.end_ms)
    return replace(timed, start_ms=start_ms, end_ms=end_ms)
