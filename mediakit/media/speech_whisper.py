"""The one door to faster-whisper: Whisper's weights on CTranslate2, Silero's voice activity detection beside them.

A recording is cut into windows of speech at silences, each window is decoded by itself, so that no sentence is lost at
an edge and several windows or files can be decoded at once with the same words coming out. Nothing is sampled: the same
sound gives the same words.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.errors import MachineLacks, NoModel
from mediakit.domain.sentences import segments_of
from mediakit.domain.sentences_numbers import small_numbers_in_words
from mediakit.domain.transcript import Pending, Segment, Transcript
from mediakit.media import voice
from mediakit.media.speech import RATE_HZ, Sound
from mediakit.media.speech_decode import Decoder, Heard
from mediakit.media.speech_doubt import foreign
from mediakit.media.speech_models import Weights, find_weights
from mediakit.media.voice import Channels, Window

Samples = NDArray[np.float32]

IN_MEMORY_MS = 10 * 60_000
LISTEN_BLOCK = voice.FRAME * 1_875
WARM_UP = voice.FRAME * 64
MOST_WORKERS = 4
LANGUAGE_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class FasterWhisper:
    """faster-whisper with one loaded model, which serves several threads. Make it with `load`."""

    model: str
    decoder: Decoder
    at_once: int
    pool: ThreadPoolExecutor = field(repr=False)
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
    ) -> FasterWhisper:
        """Load a model: int8 on a processor, float16 on a GPU if CTranslate2 sees one.

        workers: windows decoded at the same time; threads: processor threads for each (0: one for each core, at most
        four workers). The network is used only with download. Raises NoModel.
        """
        weights = find_weights(model, download=download)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        workers = workers or min(cores, MOST_WORKERS)
        whisper = _load(weights, device, workers, threads or max(1, cores // workers), download=download)
        return cls(weights.name, Decoder(whisper), workers, ThreadPoolExecutor(workers, "speech"))

    def transcribe(
        self,
        sound: Sound,
        *,
        language: str | None = None,
        vocabulary: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> Transcript | Pending:
        """See SpeechEngine.transcribe. Memory is bounded: a long recording is kept on disk while it is worked on."""
        if language is not None and not self.decoder.speaks(language):
            return _unable(self.model, f"the recording is said to be in {language!r}")
        with tempfile.TemporaryDirectory(prefix="mediakit-speech-") as folder:
            tracks = _tracks(sound, folder)
            length_ms = max(len(track.samples) for track in tracks) * 1000 // RATE_HZ
            work = [(track, window) for track in tracks for window in track.windows]
            if not work:
                return Transcript(language or "und", 0.0, self.name, self.model, sound.duration_ms or length_ms)
            told = (language, 1.0) if language else self._language(work)
            heard = self._hear(work, told[0], vocabulary, progress)
        if language is None and not self.decoder.multilingual and (reason := foreign(heard)):
            return _unable(self.model, reason)
        duration_ms = sound.duration_ms or length_ms
        segments = _segments(tracks, heard, told[0], min(duration_ms, length_ms + 500))
        return Transcript(told[0], round(told[1], 4), self.name, self.model, duration_ms, segments)

    def _language(self, work: Sequence[tuple[_Track, Window]]) -> tuple[str, float]:
        """The language that most of up to three windows, spread over the recording, are taken for."""
        if not self.decoder.multilingual:
            return "en", 1.0
        chosen = [work[i * len(work) // LANGUAGE_WINDOWS] for i in range(min(LANGUAGE_WINDOWS, len(work)))]
        votes: dict[str, float] = {}
        for track, window in chosen:
            name, chance = self.decoder.language(window.samples(track.samples))
            votes[name] = votes.get(name, 0.0) + chance / len(chosen)
        best = max(votes, key=lambda name: votes[name])
        return best, votes[best]

    def _hear(
        self,
        work: Sequence[tuple[_Track, Window]],
        language: str,
        vocabulary: Sequence[str],
        progress: Callable[[float], None] | None,
    ) -> list[Heard]:
        """Every window decoded, in order. Windows are handed out as workers come free, so few are in memory."""
        room = threading.Semaphore(2 * self.at_once)
        stop = threading.Event()

        def one(track: _Track, window: Window) -> Heard:
            try:
                if stop.is_set():
                    raise InterruptedError
                return self.decoder.hear(track.samples, window, track.chances, language, vocabulary)
            finally:
                room.release()

        waiting: list[Future[Heard]] = []
        heard: list[Heard] = []
        try:
            for track, window in work:
                room.acquire()
                waiting.append(self.pool.submit(one, track, window))
            for future in waiting:
                heard.append(future.result())
                if progress:
                    progress(len(heard) / len(work))
        finally:
            stop.set()
        return heard


@dataclass(frozen=True, slots=True)
class _Track:
    """One voice or mix of a recording: its samples (in memory or on disk) and where it speaks."""

    speaker: str | None
    samples: Samples
    chances: NDArray[np.float32]
    windows: list[Window]


def _load(weights: Weights, device: str, workers: int, threads: int, *, download: bool) -> Any:
    import faster_whisper

    options = {"device": device, "cpu_threads": threads, "num_workers": workers, "local_files_only": not download}
    kind = "float16" if device != "cpu" and _has_gpu() else "int8"
    where = str(weights.folder or weights.name)
    try:
        return faster_whisper.WhisperModel(where, compute_type=kind, **options)
    # The mapping gate: CTranslate2, tokenizers and huggingface_hub each have exceptions of their own.
    except Exception as error:
        if weights.folder is None:
            hint = "use --model packaged, name a model's folder, or fetch it once with a network (--download)"
            raise NoModel("this speech model is not on this machine", where=weights.name, hint=hint) from error
        raise NoModel(
            f"the speech model does not load: {error}", where=where, hint="use --model packaged, or convert it again"
        ) from error


def _has_gpu() -> bool:
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())


def _unable(model: str, reason: str) -> Pending:
    return Pending(
        f"{reason}; the model {model} knows only English",
        "give a multilingual model with --model, or say --language en if it is English after all",
    )


def _tracks(sound: Sound, folder: str) -> list[_Track]:
    """The recording's voices: one mix, or one track each where two microphones hold different voices."""
    long = sound.duration_ms > IN_MEMORY_MS or not sound.duration_ms
    voices = [_gather(sound.read(i), f"{folder}/{i}.f32" if long else None) for i in range(sound.voices)]
    if len(voices) == 1:
        return [_track(None, voices[0])]
    size = min(map(len, voices))
    first, second = voices[0][:size], voices[1][:size]
    verdict = voice.compare_channels(first, second)
    if verdict is Channels.APART:
        return [_track("1", first), _track("2", second)]
    if verdict is Channels.FIRST:
        return [_track(None, first)]
    if verdict is Channels.SECOND:
        return [_track(None, second)]
    for begin in range(0, size, voice.BLOCK):
        part = slice(begin, begin + voice.BLOCK)
        first[part] = (first[part] + second[part]) / 2
    return [_track(None, first)]


def _gather(blocks: Iterator[Samples], path: str | None) -> Samples:
    """A voice's samples, in memory or (a long recording) in a temporary file. Raises MachineLacks on a full disk."""
    if path is None:
        parts = list(blocks)
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)
    try:
        with open(path, "wb") as file:  # noqa: PTH123
            size = sum(file.write(block.tobytes()) for block in blocks)
    except OSError as error:
        raise MachineLacks(
            f"no room for the sound while it is transcribed: {error.strerror}",
            where=path,
            hint="make room on the disk for temporary files, or set TMPDIR to a larger one",
        ) from None
    return np.memmap(path, np.float32, "r+", shape=(size // 4,)) if size >= 4 else np.zeros(0, np.float32)


def _track(speaker: str | None, samples: Samples) -> _Track:
    chances = speech_chances(samples)
    return _Track(speaker, samples, chances, voice.windows(chances))


def speech_chances(samples: Samples) -> NDArray[np.float32]:
    """How likely each 32 ms of a recording holds speech (Silero), 0.0 … 1.0, shape (ceil(n / 512),)."""
    from faster_whisper.vad import get_vad_model

    detector = get_vad_model()
    chances = [np.zeros(0, np.float32)]
    for begin in range(0, len(samples), LISTEN_BLOCK):
        # The detector remembers what it heard: each block begins a little before the frames that count.
        early = min(begin, WARM_UP)
        block = np.array(samples[begin - early : begin + LISTEN_BLOCK], np.float32)
        block = np.pad(block, (0, -len(block) % voice.FRAME))
        chances.append(np.ravel(detector(block))[early // voice.FRAME :])
    joined: NDArray[np.float32] = np.concatenate(chances).astype(np.float32)
    return joined


def _segments(tracks: Sequence[_Track], heard: Sequence[Heard], language: str, end_ms: int) -> tuple[Segment, ...]:
    """Sentences of every track, inside the recording, in order of time."""
    results = iter(heard)
    segments: list[Segment] = []
    for track in tracks:
        words = [word for _ in track.windows for word in next(results).words(end_ms)]
        if language == "en":
            words = list(small_numbers_in_words(words))
        segments.extend(segments_of(words, language, track.speaker))
    return tuple(sorted(segments, key=lambda s: (s.start_ms, s.end_ms)))
