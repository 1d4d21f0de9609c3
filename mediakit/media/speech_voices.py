"""Whose voice says what in a recording of one track, told by voice prints: an opt-in, for they are biometric data.

Voices are numbered "1", "2", … in the order in which they are first heard, in this recording alone. The prints live
while this runs; none is stored, none is compared with another recording's, and a voice has no name until a person
gives it one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.sentences import ends_sentence, join
from mediakit.domain.transcript import Segment, Word
from mediakit.media.speech_voices_encoder import RATE_HZ, WINDOW_MS, Encoder
from mediakit.media.speech_voices_groups import CHANGE, Array, along, voices_of

HOP_MS = 200
# A shorter stretch between two pauses has too little voice in it to be looked at, or to count as a voice's own.
LEAST_MS = 300
LEAST_OF_ITS_OWN_MS = 800
PAUSE_MS = 300
LEAST_VOICE_MS = 1_000

Stretch = tuple[int, int]


def told_apart(
    segments: Sequence[Segment],
    samples: Array,
    encoder: Encoder,
    language: str,
    each: Callable[[], object] | None = None,
) -> tuple[Segment, ...]:
    """The sentences of one track with the voice of each, cut where the voice changes; unchanged if there is only one.

    segments: in order of time, with words. samples: float32, mono, 16 000 Hz, of the whole recording.
    each: called now and then; it may raise to stop the work.
    """
    words = [word for segment in segments for word in segment.words]
    looks = windows_of(words)
    if not looks:
        return tuple(segments)
    sounds = [samples[a * RATE_HZ // 1000 : b * RATE_HZ // 1000] for a, b in looks]
    prints = encoder.prints(sounds, each)
    numbers = numbered(words, speaking(words, looks, prints))
    if numbers is None:
        return tuple(segments)
    following = iter(numbers)
    told: list[Segment] = []
    for segment in segments:
        pairs = [(next(following), word) for word in segment.words]
        runs = [(number, [word for _, word in run]) for number, run in groupby(pairs, key=lambda pair: pair[0])]
        told += [_cut(segment, run, number, language) for number, run in runs]
    return tuple(told)


def windows_of(words: Sequence[Word]) -> list[Stretch]:
    """Where to take prints, in ms: every 0.2 s, none across a pause, so that few hold two voices."""
    looks: list[Stretch] = []
    for start_ms, end_ms in _stretches(words):
        rest_ms = end_ms - start_ms - WINDOW_MS
        if rest_ms <= 0:
            looks += [(start_ms, end_ms)] if end_ms - start_ms >= LEAST_MS else []
            continue
        hops = -(-rest_ms // HOP_MS)
        begins = [start_ms + rest_ms * i // hops for i in range(hops + 1)]
        looks += [(begin, begin + WINDOW_MS) for begin in begins]
    return looks


def _stretches(words: Sequence[Word]) -> list[Stretch]:
    """What is said between two pauses, from its first word to its last, in ms."""
    stretches: list[Stretch] = []
    for word in words:
        if stretches and word.start_ms - stretches[-1][1] < PAUSE_MS:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], word.end_ms))
        else:
            stretches.append((word.start_ms, word.end_ms))
    return stretches


def speaking(words: Sequence[Word], looks: Sequence[Stretch], prints: Array) -> list[int]:
    """Which voice says each word: 0, 1, …, as many as there are. looks: where the prints were taken."""
    long = np.array([end - start >= LEAST_OF_ITS_OWN_MS for start, end in looks])
    own = [look for look, counts in zip(looks, long, strict=True) if counts]
    pauses = np.array([True, *(after[0] >= before[1] + PAUSE_MS for before, after in pairwise(own))][: len(own)])
    means = voices_of(prints[long], pauses)
    if len(means) < 2:
        return [0] * len(words)
    fits = _fit_of_words(words, looks, prints @ means.T)
    costs = _costs(words)
    voices = along(fits, costs)
    while len(heard := _heard_ms(words, voices)) > 1 and min(heard.values()) < LEAST_VOICE_MS:
        fits[:, min(heard, key=lambda voice: heard[voice])] = -np.inf
        voices = along(fits, costs)
    return [int(voice) for voice in voices]


def _fit_of_words(words: Sequence[Word], looks: Sequence[Stretch], fits: Array) -> Array:
    """How well each voice fits each word, shape (words, voices): over its windows, those around its middle most.

    A word weighs as much as it is long, in windows; one that no window holds fits all voices alike.
    """
    middles = np.array([(start + end) / 2 for start, end in looks])
    made = np.zeros((len(words), fits.shape[1]), np.float32)
    for i, word in enumerate(words):
        first, beyond = np.searchsorted(middles, (word.start_ms - WINDOW_MS / 2, word.end_ms + WINDOW_MS / 2))
        near = np.arange(first, beyond)
        shared = [min(looks[j][1], word.end_ms) > max(looks[j][0], word.start_ms) for j in near]
        near = near[np.array(shared, bool)] if shared else near
        if len(near):
            away = np.abs(middles[near] - (word.start_ms + word.end_ms) / 2)
            weights = np.maximum(0.02, 1 - away / (WINDOW_MS / 2))
            made[i] = weights @ fits[near] / weights.sum() * max(1.0, (word.end_ms - word.start_ms) / HOP_MS)
    return made


def _costs(words: Sequence[Word]) -> NDArray[np.float32]:
    """What it costs to change the voice before each word: little at a pause, less than else after a sentence."""
    costs = [CHANGE]
    for before, after in pairwise(words):
        pause = after.start_ms - before.end_ms >= PAUSE_MS
        ended = ends_sentence(before.text, after.text)
        costs.append(CHANGE * (0.4 if pause and ended else 0.6 if pause or ended else 2.0))
    return np.array(costs, np.float32)


def _heard_ms(words: Sequence[Word], voices: NDArray[np.int64]) -> dict[int, int]:
    heard: dict[int, int] = {}
    for word, voice in zip(words, voices.tolist(), strict=True):
        heard[voice] = heard.get(voice, 0) + max(1, word.end_ms - word.start_ms)
    return heard


def numbered(words: Sequence[Word], voices: Sequence[int]) -> list[str] | None:
    """The voices as "1", "2", … in the order of their first words; None if there is only one."""
    order = list(dict.fromkeys(voices))
    if len(order) < 2:
        return None
    return [str(order.index(voice) + 1) for voice in voices]


def _cut(segment: Segment, words: Sequence[Word], number: str, language: str) -> Segment:
    """The part of a sentence that one voice says."""
    if len(words) == len(segment.words):
        return replace(segment, speaker=number)
    text = join((word.text for word in words), language)
    end_ms = max(word.end_ms for word in words)
    return replace(segment, start_ms=words[0].start_ms, end_ms=end_ms, text=text, words=tuple(words), speaker=number)
