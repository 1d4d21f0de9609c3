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
from mediakit.media.speech_decode import BEAM, MOST_TOKENS, Decoder, Samples, Text
from mediakit.media.speech_fetch import OFFLINE, fetch, fetched
from mediakit.media.speech_listener import Listener
from mediakit.media.speech_models import Weights, find_weights

MOST_WORKERS = 4
SCORED_AT_ONCE = 16
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
        progress: Progress | None = None,
    ) -> FasterWhisper:
        """Load a model: int8 on a processor, float16 on a GPU if CTranslate2 sees one.

        workers: windows decoded at the same time; threads: processor threads for each (0: one for each core, at most
        four workers). The network is used only with download, of which progress is told. Raises NoModel.
        """
        weights = find_weights(model)
        if weights.folder is None:
            folder = fetch(weights.name, progress) if download else fetched(weights.name)
            weights = replace(weights, folder=folder)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        workers = workers or min(cores, MOST_WORKERS)
        whisper = _load(weights, device, workers, threads or max(1, cores // workers))
        return cls(weights.name, CTranslateDecoder(whisper), workers, ThreadPoolExecutor(workers, "speech"))


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
        from faster_whisper.audio import pad_or_trim

        features = self._whisper.feature_extractor(samples)
        frames = min(features.shape[-1] - 1, 3000)
        return frames, self._whisper.encode(pad_or_trim(features[:, :3000]))

    def _generate(
        self, encoded: Any, tokenizer: Any, before: Sequence[int] = (), *, stamps: bool = False, no_repeat: int = 0
    ) -> Text:
        from faster_whisper.transcribe import get_suppressed_tokens

        prompt = [*([tokenizer.sot_prev, *before] if before else []), *tokenizer.sot_sequence]
        if not stamps:
            prompt.append(tokenizer.no_timestamps)
        result = self._whisper.model.generate(
            encoded,
            [prompt],
            beam_size=BEAM,
            max_length=min(448, len(prompt) + MOST_TOKENS),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            max_initial_timestamp_index=50,
            no_repeat_ngram_size=no_repeat,
        )[0]
        ids = result.sequences_ids[0]
        return Text.of(tokenizer, ids, result.scores[0] * len(ids) / (len(ids) + 1), result.no_speech_prob)

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
