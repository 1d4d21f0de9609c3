"""The one door to faster-whisper: Whisper's weights on CTranslate2."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mediakit.domain.errors import NoModel
from mediakit.domain.progress import Progress
from mediakit.media.speech_batches import Batches
from mediakit.media.speech_decode import BEAM, MOST_TOKENS, Asked, Decoder, Reading, Samples, Text, prompt
from mediakit.media.speech_fetch import OFFLINE, fetch, fetched
from mediakit.media.speech_listener import Listener
from mediakit.media.speech_models import Weights, find_weights

MOST_WORKERS = 4
SCORED_AT_ONCE = 16
BATCH_ON_A_GPU = 16
LEAST_CHANCE = 1e-9


@dataclass(frozen=True, slots=True)
class FasterWhisper(Listener):
    """faster-whisper with one loaded model. Make it with `load`."""

    name: str = "faster-whisper"

    @classmethod
    def load(
        cls,
        model: str = "packaged",
        *,
        download: bool = False,
        workers: int = 0,
        threads: int = 0,
        device: str = "auto",
        batch: int = 0,
        progress: Progress | None = None,
    ) -> FasterWhisper:
        """Load a model: int8 on a processor, float16 on a GPU if CTranslate2 sees one.

        workers: windows decoded at the same time; threads: processor threads for each (0: one for each core, at most
        four workers). batch: windows decoded together (0: 16 on a GPU; one by one on a processor, where two whole
        files at once are quicker). The network is used only with download, of which progress is told. Raises NoModel.
        """
        weights = find_weights(model)
        if weights.folder is None:
            folder = fetch(weights.name, progress) if download else fetched(weights.name)
            weights = replace(weights, folder=folder)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        at_once = workers or min(cores, MOST_WORKERS)
        batch = batch or (BATCH_ON_A_GPU if device != "cpu" and _has_gpu() else 1)
        # a batch keeps all cores busy by itself
        workers = 1 if batch > 1 else at_once
        whisper = _load(weights, device, workers, threads or max(1, cores // workers))
        decoder = CTranslateDecoder(whisper) if batch == 1 else BatchDecoder(whisper, batch)
        pool = ThreadPoolExecutor(at_once if batch == 1 else 2 * batch, "speech")
        return cls(weights.name, decoder, at_once, pool, batch=batch)


class CTranslateDecoder(Decoder):
    """A model that faster-whisper loaded. CTranslate2 itself sees to threads."""

    def __init__(self, whisper: Any) -> None:
        self._whisper = whisper
        self.multilingual = bool(whisper.model.is_multilingual)

    def speaks(self, language: str) -> bool:
        return language in self._whisper.supported_languages

    def _language(self, encoded: Any) -> tuple[str, float]:
        token, chance = self._whisper.model.detect_language(encoded)[0][0]
        return str(token).strip("<|>"), float(chance)

    def _tokenizer(self, language: str, *, translate: bool = False) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        whisper, task = self._whisper, "translate" if translate else "transcribe"
        return Tokenizer(whisper.hf_tokenizer, self.multilingual, task=task, language=language)

    def _encode(self, samples: Samples) -> tuple[int, Any]:
        frames, features = self._spectrogram(samples)
        return frames, self._whisper.encode(features)

    def _spectrogram(self, samples: Samples) -> tuple[int, Samples]:
        """Frames that hold sound, and the spectrogram of 30 s: float32, shape (mels, 3000)."""
        from faster_whisper.audio import pad_or_trim

        features = self._whisper.feature_extractor(samples)
        return min(features.shape[-1] - 1, 3000), pad_or_trim(features[:, :3000])

    def _generate(
        self, encoded: Any, tokenizer: Any, before: Sequence[int] = (), *, stamps: bool = False, no_repeat: int = 0
    ) -> Text:
        start = [*([tokenizer.sot_prev, *before] if before else []), *tokenizer.sot_sequence]
        if not stamps:
            start.append(tokenizer.no_timestamps)
        return self._texts(encoded, tokenizer, [start], no_repeat)[0]

    def _texts(self, encoded: Any, tokenizer: Any, starts: Sequence[Sequence[int]], no_repeat: int = 0) -> list[Text]:
        """What the model writes for each window of a batch. starts: what it begins with, of one length."""
        from faster_whisper.transcribe import get_suppressed_tokens

        results = self._whisper.model.generate(
            encoded,
            [list(start) for start in starts],
            beam_size=BEAM,
            max_length=min(448, len(starts[0]) + MOST_TOKENS),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            max_initial_timestamp_index=50,
            no_repeat_ngram_size=no_repeat,
        )
        found = []
        for result in results:
            ids = result.sequences_ids[0]
            mean = result.scores[0] * len(ids) / (len(ids) + 1)
            found.append(Text.of(tokenizer, ids, mean, result.no_speech_prob))
        return found

    def _score(
        self, encoded: Any, tokenizer: Any, texts: Sequence[Sequence[int]], before: Sequence[int], frames: int
    ) -> list[float]:
        import ctranslate2

        start = [*([tokenizer.sot_prev, *before] if before else []), *tokenizer.sot_sequence]
        sound = np.asarray(encoded.to_device(ctranslate2.Device.cpu))
        scores: list[float] = []
        for first in range(0, len(texts), SCORED_AT_ONCE):
            some = [list(text) for text in texts[first : first + SCORED_AT_ONCE]]
            repeated = ctranslate2.StorageView.from_array(np.repeat(sound, len(some), 0))
            found = self._whisper.model.align(repeated, start, some, frames)
            for text, result in zip(some, found, strict=True):
                chances = np.asarray(result.text_token_probs[: len(text)], np.float64)
                scores.append(float(np.log(np.maximum(chances, LEAST_CHANCE)).sum()))
        return scores

    def _align(self, encoded: Any, tokenizer: Any, tokens: Sequence[int], frames: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._whisper.find_alignment(tokenizer, [list(tokens)], encoded, frames)[0]
        return found


@dataclass(frozen=True, slots=True)
class _Job:
    """One window for a batch: frames that hold sound, its spectrogram, and what is asked."""

    frames: int
    features: Samples
    asked: Asked


class BatchDecoder(CTranslateDecoder):
    """The same, with the first reading of several windows made together; all that follows is made one by one."""

    def __init__(self, whisper: Any, most: int) -> None:
        super().__init__(whisper)
        self._batches: Batches[_Job, tuple[tuple[int, Any], Reading]] = Batches(self._together, most)

    def _first(self, samples: Samples, asked: Asked) -> tuple[tuple[int, Any], Reading | None]:
        return self._batches.ask(_Job(*self._spectrogram(samples), asked))

    def _together(self, jobs: Sequence[_Job]) -> list[tuple[tuple[int, Any], Reading]]:
        import ctranslate2

        encoded = self._whisper.encode(np.stack([job.features for job in jobs]))
        each = np.asarray(encoded.to_device(ctranslate2.Device.cpu))
        done: dict[int, Reading] = {}
        for same in _alike([job.asked for job in jobs]):
            part = encoded if len(same) == len(jobs) else ctranslate2.StorageView.from_array(each[same])
            readings = self._readings(part, jobs[same[0]].asked, [jobs[i].frames for i in same])
            done.update(zip(same, readings, strict=True))
        looks = [ctranslate2.StorageView.from_array(each[i : i + 1].copy()) for i in range(len(jobs))]
        return [((job.frames, look), done[i]) for i, (job, look) in enumerate(zip(jobs, looks, strict=True))]

    def _readings(self, encoded: Any, asked: Asked, frames: Sequence[int]) -> list[Reading]:
        """The plain readings of windows of which the same is asked."""
        tokenizer = self._tokenizer(asked.language, translate=asked.translate and asked.language != "en")
        before = prompt(tokenizer, asked.near)
        start = [*([tokenizer.sot_prev, *before] if before else []), *tokenizer.sot_sequence, tokenizer.no_timestamps]
        texts = self._texts(encoded, tokenizer, [start] * len(frames))
        tokens = [list(text.tokens) for text in texts]
        found = self._whisper.find_alignment(tokenizer, tokens, encoded, list(frames))
        return [Reading.of(text, words) for text, words in zip(texts, found, strict=True)]


def _alike(asked: Sequence[Asked]) -> list[list[int]]:
    """The places of those that are asked the same, in order: their texts begin with the same tokens."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, one in enumerate(asked):
        groups.setdefault((one.language, one.translate, *one.near), []).append(i)
    return list(groups.values())


def _load(weights: Weights, device: str, workers: int, threads: int) -> Any:
    import faster_whisper

    if weights.folder is None:
        raise NoModel("this speech model is not on this machine", where=weights.name, hint=OFFLINE)
    kind = "float16" if device != "cpu" and _has_gpu() else "int8"
    options = {"device": device, "cpu_threads": threads, "num_workers": workers, "local_files_only": True}
    where = str(weights.folder)
    try:
        return faster_whisper.WhisperModel(where, compute_type=kind, **options)
    # The mapping gate: CTranslate2 and tokenizers have exceptions of their own.
    except Exception as error:
        raise NoModel(
            f"the speech model does not load: {error}", where=where, hint="use --model packaged, or convert it again"
        ) from error


def _has_gpu() -> bool:
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())
