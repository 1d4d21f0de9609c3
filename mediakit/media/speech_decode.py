"""One window of speech to words: decoding, guards against invented text, and times from the model's attention."""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.lexicon import NO_NAMES, Lexicon
from mediakit.domain.soundalike import Said
from mediakit.media import voice
from mediakit.media.speech_names import namings
from mediakit.media.speech_timed import (
    LONGEST_WORD_MS,
    Heard,
    Timed,
    certainty_of,
    filled,
    hurried,
    named,
    tightened,
    timed_of,
    without_unsaid_repeats,
)
from mediakit.media.voice import Window

Samples = NDArray[np.float32]

BEAM = 5
MOST_TOKENS = 224
PROMPT_TOKENS = 200
LOOP_RATIO = 2.4
UNSURE = -1.0
SILENT = 0.6
SURE = 0.75
LIKELY = 0.63
PUNCTUATION = "\"'“”‘’.,;:!?()[]…"
CLEAR = 0.8
LEAST_OF_A_LANGUAGE_MS = 3_000
# A second look at a stretch goes on to what is said after it, or starts with what is said before it, or is at it alone.
CONTEXTS_MS = ((320, 4_000), (4_000, 0), (0, 0))


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
    def says(self) -> bool:
        """True if it has words, and is not what the model writes over silence."""
        silent = self.no_speech > SILENT and self.log_probability < UNSURE
        return not silent and any(map(str.isalnum, self.text))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a recogniser.

    language: ISO 639-1, of most of the recording. lexicon: names that may be spoken. translate: the words are
    wanted in English. mixed: a window may be in another language, where the model is sure of it.
    """

    language: str
    lexicon: Lexicon = NO_NAMES
    translate: bool = False
    mixed: bool = False

    @property
    def written(self) -> str:
        """The language of the words that come out."""
        return "en" if self.translate else self.language

    @property
    def near(self) -> list[str]:
        """Names to expect from the start, where no pass over names follows: it knows how English is read."""
        if self.written == "en":
            return []
        return [term.text for term in self.lexicon.terms if term.near and not term.part]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with the times of its words, without repeats that nobody said; certainty, tokens: see Heard."""

    text: Text
    timed: tuple[Timed, ...]
    certainty: float
    tokens: int

    @classmethod
    def of(cls, text: Text, found: Sequence[dict[str, Any]]) -> Reading:
        """From a text and what a library found in the model's attention."""
        certainty, tokens = certainty_of(found)
        return cls(text, tuple(without_unsaid_repeats(timed_of(list(found)))), certainty, tokens)

    @property
    def repeats(self) -> bool:
        """True if it still repeats itself, as a refrain does, or a model that has lost its way."""
        return not self.text.finished or repetitive(" ".join(word.text for word in self.timed))

    @property
    def invented(self) -> bool:
        """True if nobody can have said it: it repeats itself faster than anybody speaks."""
        return self.repeats and hurried(self.timed)

    @property
    def stands(self) -> bool:
        """True if no other try is needed."""
        sure = self.certainty >= SURE and not self.invented
        return self.text.finished and (sure or not (self.repeats or self.text.log_probability < UNSURE))

    @property
    def shown(self) -> bool:
        """True if it may be written down. What repeats itself has to be surer than other text, and take its time."""
        return not self.repeats or self.certainty >= SURE or (self.certainty >= LIKELY and not self.invented)


class Decoder(ABC):
    """A loaded Whisper model, asked window by window. Safe to call from several threads.

    What to make of its answers is the same for every library that runs such a model; how to ask is each library's own.
    """

    multilingual: bool

    @abstractmethod
    def speaks(self, language: str) -> bool:
        """True if the model can write down this language (ISO 639-1)."""

    def language(self, samples: Samples) -> tuple[str, float]:
        """The language of a window and its probability."""
        return self._language(self._encode(samples)[1])

    @abstractmethod
    def _language(self, encoded: Any) -> tuple[str, float]:
        """The language of a window that is encoded, and its probability."""

    @abstractmethod
    def _tokenizer(self, language: str, *, translate: bool = False) -> Any:
        """The library's tokenizer, which turns text in that language, or its translation, to tokens and back."""

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
    def _score(
        self, encoded: Any, tokenizer: Any, texts: Sequence[Sequence[int]], before: Sequence[int], frames: int
    ) -> list[float]:
        """The log-likelihood of each text (tokens) for a window, in nats, if `before` was said before it."""

    @abstractmethod
    def _align(self, encoded: Any, tokenizer: Any, tokens: Sequence[int], frames: int) -> list[dict[str, Any]]:
        """Words as the library finds them in the model's attention: word, tokens, start, end (s), probability."""

    def hear(self, recording: Samples, window: Window, chances: NDArray[np.float32], asked: Asked) -> Heard:
        """What is said in a window of a recording; no words if it is taken for silence, noise or music."""
        look, first = self._first(window.samples(recording), asked)
        best = self._read(look, asked, first)
        if asked.mixed and (other := self._other(look, window, asked)):
            second = self._read(look, other)
            if second.certainty > best.certainty:
                best, asked = second, other
        if not best.text.says:
            return Heard(window, (), 1.0, 0, best.text.log_probability, asked.written)
        # What is not to be shown still tells that the model did not understand.
        timed = tuple(tightened(word, window, chances) for word in best.timed if best.shown)
        if timed:
            timed = self._with_unheard(recording, window, chances, asked, timed)
            timed = self._with_names(look, asked, timed)
        return Heard(window, timed, best.certainty, best.tokens, best.text.log_probability, asked.written)

    def _first(self, samples: Samples, asked: Asked) -> tuple[tuple[int, Any], Reading | None]:
        """A window encoded, and its plain reading where that came along with it."""
        return self._encode(samples), None

    def _other(self, look: tuple[int, Any], window: Window, asked: Asked) -> Asked | None:
        """The same for another language, if this window is clearly in one."""
        if window.duration_ms < LEAST_OF_A_LANGUAGE_MS:
            return None
        language, chance = self._language(look[1])
        clear = language != asked.language and chance >= CLEAR and self.speaks(language)
        return replace(asked, language=language) if clear else None

    def _read(self, look: tuple[int, Any], asked: Asked, plain: Reading | None = None) -> Reading:
        """The best reading of a window that is encoded. plain: the first try, if it was made."""
        tokenizer = self._tokenizer(asked.language, translate=asked.translate and asked.language != "en")
        plain = plain or self._reading(look, tokenizer, before=prompt(tokenizer, asked.near))
        if plain.stands:
            return plain
        others = ({"no_repeat": 4}, {"stamps": True})
        return _best(plain, *(self._reading(look, tokenizer, **way) for way in others))

    def _reading(self, look: tuple[int, Any], tokenizer: Any, **way: Any) -> Reading:
        frames, encoded = look
        text = self._generate(encoded, tokenizer, **way)
        return Reading.of(text, self._align(encoded, tokenizer, text.tokens, frames))

    def _with_names(self, look: tuple[int, Any], asked: Asked, timed: tuple[Timed, ...]) -> tuple[Timed, ...]:
        """The words with the names that they sound like, where the recording bears it out."""
        if not asked.lexicon or asked.written != "en" or asked.language != "en":
            return timed
        words = [Said(word.text, word.probability) for word in timed]
        ears = _Ears(self, look, self._tokenizer(asked.language))
        return named(timed, namings(words, asked.lexicon, ears))

    def _with_unheard(
        self,
        recording: Samples,
        window: Window,
        chances: NDArray[np.float32],
        asked: Asked,
        timed: tuple[Timed, ...],
    ) -> tuple[Timed, ...]:
        """The words with those of stretches that the model passed over although somebody speaks there."""
        tokenizer = self._tokenizer(asked.language, translate=asked.translate and asked.language != "en")
        spans = [(word.start_ms, word.end_ms) for word in timed if word.end_ms - word.start_ms < LONGEST_WORD_MS]
        for start_ms, end_ms in reversed(voice.unheard(window, chances, spans)):
            for before_ms, after_ms in CONTEXTS_MS:
                begin_ms = max(0.0, start_ms - before_ms)
                part = window.part(begin_ms, end_ms + after_ms, len(chances))
                second = self._reading(self._encode(part.samples(recording)), tokenizer)
                found = [tightened(word, part, chances).later(begin_ms) for word in second.timed]
                more = filled(timed, start_ms, end_ms, found)
                if second.stands and second.text.says and second.certainty >= LIKELY and len(more) > len(timed):
                    timed = more
                    break
        return timed


@dataclass(frozen=True, slots=True)
class _Ears:
    """A decoder with the sound of one window before it, as the pass over names needs it."""

    decoder: Decoder
    look: tuple[int, Any]
    tokenizer: Any

    def score(self, texts: Sequence[str], names: Sequence[str]) -> Sequence[float]:
        frames, encoded = self.look
        tokens = [self.tokenizer.encode(f" {text.strip()}") for text in texts]
        return self.decoder._score(encoded, self.tokenizer, tokens, prompt(self.tokenizer, names), frames)

    def again(self, names: Sequence[str]) -> str:
        before = prompt(self.tokenizer, names)
        return self.decoder._generate(self.look[1], self.tokenizer, before).text

    def knows(self, word: str) -> bool:
        return len(self.tokenizer.encode(f" {word.strip(PUNCTUATION).lower()}")) == 1


def _best(*tries: Reading) -> Reading:
    """Of a text that loops or is unsure, decoded in several ways that are all repeatable, the best."""
    return max(tries, key=lambda reading: (not reading.invented, reading.certainty))


def repetitive(text: str) -> bool:
    """True if a text can be packed so small that it must say the same again and again."""
    data = text.encode()
    return len(data) > 0 and len(data) / len(zlib.compress(data)) > LOOP_RATIO


def prompt(tokenizer: Any, names: Sequence[str]) -> list[int]:
    """Names to expect, as what was said before; as many as fit into Whisper's budget."""
    tokens: list[int] = []
    for word in names:
        more = tokenizer.encode(f" {word.strip()},")
        if len(tokens) + len(more) > PROMPT_TOKENS:
            break
        tokens.extend(more)
    return tokens
