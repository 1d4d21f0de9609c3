"""Speech to words: what an engine is, what it listens to, which one a workspace asked for.

Engines are ports. `Scripted` ships with the product, so that rehearsals, the demo and tests need no model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.domain.lexicon import NO_NAMES, Lexicon
from mediakit.domain.sentences import segments_of, spread
from mediakit.domain.transcript import Pending, Segment, Transcript, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mediakit.domain.facts import Facts
    from mediakit.domain.progress import Progress
    from mediakit.media.speech_voices_encoder import Encoder

    Samples = NDArray[np.float32]

RATE_HZ = 16_000
ENGINES = ("faster-whisper", "openai-whisper", "scripted")


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording as an engine hears it: read as often as needed, in blocks, never whole.

    name: for messages. digest: xxh128 of the file's content. duration_ms: what the recording's page says.
    voices: how many separately recorded channels there are to compare (1: nothing to compare).
    read(voice): blocks of float32, shape (n,), mono, 16 000 Hz, −1.0 … 1.0; of one of the voices, 0 … voices − 1.
    """

    name: str
    digest: str
    duration_ms: int
    voices: int
    read: Callable[[int], Iterator[Samples]]


class SpeechEngine(Protocol):
    """Something that writes down what is said. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The engine's name as the catalogue keeps it: "faster-whisper", "scripted"."""

    @property
    def model(self) -> str:
        """The model's name as the catalogue keeps it: "tiny.en"."""

    @property
    def at_once(self) -> int:
        """How many recordings are best transcribed at the same time, each by a thread of its own."""

    def transcribe(
        self,
        sound: Sound,
        *,
        language: str | None = None,
        lexicon: Lexicon = NO_NAMES,
        translate: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Transcript | Pending:
        """What is said in a recording: a transcript without segments if nothing is, Pending if the model cannot do it.

        language: ISO 639-1 if somebody said what is spoken, else it is heard or suspected. lexicon: names that may be
        spoken. translate: the words are wanted in English, whatever is spoken. progress is told the share done,
        0.0 … 1.0. Segments and words lie inside the recording. Raises MediaError if the sound cannot be read.
        """


def sound_of(source: Path, facts: Facts, digest: str) -> Sound:
    """The sound of a recording, for an engine. Several mono tracks count as channels, as cameras record them."""
    from mediakit.media import audio

    mono_tracks = len(facts.audio) > 1 and all(track.channels == 1 for track in facts.audio)
    channels = facts.channels or 1
    voices = min(2, len(facts.audio)) if mono_tracks else 2 if channels == 2 else 1

    def read(voice: int) -> Iterator[Samples]:
        if mono_tracks:
            return audio.read_pcm(source, facts, rate_hz=RATE_HZ, track=voice)
        return audio.read_pcm(source, facts, rate_hz=RATE_HZ, channel=voice if voices > 1 else None)

    return Sound(str(source), digest, facts.duration_ms or 0, voices, read)


def sound_in_memory(*voices: Samples, name: str = "sound", digest: str = "") -> Sound:
    """A sound that lies in memory: one array for each channel, all of the same length."""

    def read(voice: int) -> Iterator[Samples]:
        yield voices[voice]

    return Sound(name, digest, len(voices[0]) * 1000 // RATE_HZ, len(voices), read)


def open_engine(
    name: str = "faster-whisper",
    model: str = "packaged",
    *,
    download: bool = False,
    script: Path | None = None,
    language: str | None = None,
    translate: bool = False,
    voice_prints: bool = False,
    batch: int = 0,
    progress: Progress | None = None,
) -> SpeechEngine:
    """The engine of that name with its model loaded.

    model: "packaged", "auto", a model's name, a folder, or (openai-whisper) a .pt file. download: the user asked for
    the network to be used for it; progress is told of the download, and what "auto" chose for this language. script:
    the words of the scripted engine. voice_prints: voices of one track are told apart by them, to which the workspace
    agreed; a script says itself who speaks. batch: windows that faster-whisper decodes together (0: as fits the
    machine). Raises NoModel with the remedy, also if the engine is not installed, or
    Misuse for another name.
    """
    if model == "auto" and name != "scripted":
        from mediakit.media.speech_survey import best_model

        model = best_model(name, language=language, translate=translate, download=download, progress=progress)
    if name == "faster-whisper":
        from mediakit.media.speech_whisper import FasterWhisper

        prints = _encoder(voice_prints)
        return replace(FasterWhisper.load(model, download=download, batch=batch, progress=progress), prints=prints)
    if name == "openai-whisper":
        from mediakit.media.speech_openai import OpenAIWhisper

        prints = _encoder(voice_prints)
        return replace(OpenAIWhisper.load(model, download=download), prints=prints)
    if name == "scripted":
        if script is None:
            raise Misuse("the scripted engine needs a script", hint="give it the JSON file that holds the words")
        return Scripted.read(script)
    raise Misuse(f"no speech engine is called {name!r}", hint=f"use {', '.join(ENGINES[:-1])} or {ENGINES[-1]}")


def _encoder(wanted: bool) -> Encoder | None:
    from mediakit.media.speech_voices_encoder import Encoder

    return Encoder.load() if wanted else None


@dataclass(frozen=True, slots=True)
class Scripted:
    """An engine that knows what is said: transcripts by content digest or by file name. Nothing is listened to."""

    script: Mapping[str, Transcript | Pending]
    name: str = "scripted"
    model: str = "script"
    at_once: int = 1

    @classmethod
    def read(cls, path: Path) -> Scripted:
        """A script from JSON: {digest or file name: {"language", "segments": [{"start", "end", "text", …}]}}.

        Times are seconds. A segment may have "speaker" and "words" ([{"start", "end", "text"}]); without words its
        text is spread over its time. {"pending": reason, "remedy": text} stands for speech that cannot be done.
        Raises BadInputFile.
        """
        try:
            entries = json.loads(path.read_text("utf-8"))
            return cls({key: _scripted_entry(entry) for key, entry in entries.items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInputFile(
                f"no script of a recording: {error!r}", where=str(path), hint="see Scripted.read for its form"
            ) from None

    def transcribe(
        self,
        sound: Sound,
        *,
        language: str | None = None,
        lexicon: Lexicon = NO_NAMES,
        translate: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Transcript | Pending:
        """The transcript of the script for this recording, cut to its duration; Pending if it is not in the script."""
        known = self.script.get(sound.digest) or self.script.get(Path(sound.name).name)
        if progress:
            progress(1.0)
        if known is None:
            return Pending("the script does not have this recording", "use a speech model, or add it to the script")
        if isinstance(known, Pending):
            return known
        kept = tuple(s for s in known.segments if s.end_ms <= (sound.duration_ms or s.end_ms))
        return Transcript(
            known.language, 1.0, self.name, self.model, sound.duration_ms or known.duration_ms, segments=kept
        )


def _scripted_entry(entry: dict[str, Any]) -> Transcript | Pending:
    if "pending" in entry:
        return Pending(str(entry["pending"]), str(entry["remedy"]))
    language = str(entry.get("language", "en"))
    segments = tuple(s for each in entry["segments"] for s in _scripted_segments(each, language))
    last = max((segment.end_ms for segment in segments), default=0)
    return Transcript(language, 1.0, "scripted", "script", last, segments)


def _scripted_segments(entry: dict[str, Any], language: str) -> Iterable[Segment]:
    start_ms, end_ms = round(entry["start"] * 1000), round(entry["end"] * 1000)
    if entry.get("words"):
        words: tuple[Word, ...] = tuple(
            Word(str(w["text"]), round(w["start"] * 1000), round(w["end"] * 1000)) for w in entry["words"]
        )
    else:
        words = spread(str(entry["text"]).split(), start_ms, end_ms)
    return segments_of(words, language, entry.get("speaker"))
