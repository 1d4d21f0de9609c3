"""The one door to openai-whisper: Whisper's weights on PyTorch, for those who have it (the extra [openai-whisper]).

Windows, voices, guards and doubt are the same as with faster-whisper; only who computes is another.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.errors import NoModel
from mediakit.media.speech_base import sha256_of
from mediakit.media.speech_checkpoint import Checkpoint, read_checkpoint
from mediakit.media.speech_decode import BEAM, MOST_TOKENS, Asked, Decoder, Samples, Text
from mediakit.media.speech_listener import Listener
from mediakit.media.speech_models import find_weights
from mediakit.media.speech_timed import Heard
from mediakit.media.voice import Window

INSTALL = "pip install 'mediakit-gallery[openai-whisper]', or set [speech] engine to \"faster-whisper\""


@dataclass(frozen=True, slots=True)
class OpenAIWhisper(Listener):
    """openai-whisper with one loaded model. Make it with `load`."""

    name: str = "openai-whisper"

    @classmethod
    def load(cls, model: str = "packaged", *, download: bool = False, device: str = "auto") -> OpenAIWhisper:
        """Load a model: float32 on a processor, float16 on a GPU if PyTorch sees one.

        model: "packaged", a folder with a CTranslate2 model, a checkpoint of openai-whisper (a .pt file), or a model's
        name. The network is used only with download. Raises NoModel, also if openai-whisper is not installed.
        """
        library = _library()
        name, whisper = _load(library, model, _device(device), download=download)
        return cls(name, TorchDecoder(library, whisper), 1, ThreadPoolExecutor(1, "speech"))


class TorchDecoder(Decoder):
    """A model that openai-whisper loaded. Half-done work lies in the model itself, so it takes one window at a time."""

    def __init__(self, library: Any, whisper: Any) -> None:
        self._library = library
        self._whisper = whisper
        self._half = whisper.device.type == "cuda"
        self._alone = threading.Lock()
        self.multilingual = bool(whisper.is_multilingual)

    def speaks(self, language: str) -> bool:
        known = tuple(self._library.tokenizer.LANGUAGES)[: self._whisper.num_languages]
        return language in known if self.multilingual else language == "en"

    def language(self, samples: Samples) -> tuple[str, float]:
        with self._alone:
            return super().language(samples)

    def _language(self, encoded: Any) -> tuple[str, float]:
        _, chances = self._library.detect_language(self._whisper, encoded[0])
        best = max(chances, key=lambda name: chances[name])
        return str(best), float(chances[best])

    def hear(self, recording: Samples, window: Window, chances: NDArray[np.float32], asked: Asked) -> Heard:
        with self._alone:
            return super().hear(recording, window, chances, asked)

    def _tokenizer(self, language: str, *, translate: bool = False) -> Any:
        languages, task = self._whisper.num_languages, "translate" if translate else "transcribe"
        return self._library.tokenizer.get_tokenizer(
            self.multilingual, num_languages=languages, language=language, task=task
        )

    def _encode(self, samples: Samples) -> tuple[int, Any]:
        import torch

        audio, whisper = self._library.audio, self._whisper
        # 10 ms more than there is, as faster-whisper has it
        features = audio.log_mel_spectrogram(samples, whisper.dims.n_mels, padding=160, device=whisper.device)
        features = audio.pad_or_trim(features, audio.N_FRAMES)[None]
        with torch.no_grad():
            encoded = whisper.encoder(features.half() if self._half else features)
        return min(len(samples) // audio.HOP_LENGTH, audio.N_FRAMES), encoded

    def _generate(
        self, encoded: Any, tokenizer: Any, before: Sequence[int] = (), *, stamps: bool = False, no_repeat: int = 0
    ) -> Text:
        decoding = self._library.decoding
        options = decoding.DecodingOptions(
            # an English-only model's tokenizer names none
            language=tokenizer.language or "en",
            task=tokenizer.task or "transcribe",
            beam_size=BEAM,
            # without it the search ends before CTranslate2's does, and commas and full stops are lost
            patience=2.0,
            sample_len=MOST_TOKENS,
            prompt=list(before) or None,
            without_timestamps=not stamps,
            fp16=self._half,
        )
        task = decoding.DecodingTask(self._whisper, options)
        if no_repeat:
            task.logit_filters.append(_NoRepeat(no_repeat, task.sample_begin))
        result = task.run(encoded)[0]
        return Text.of(tokenizer, result.tokens, result.avg_logprob, result.no_speech_prob)

    def _score(
        self, encoded: Any, tokenizer: Any, texts: Sequence[Sequence[int]], before: Sequence[int], frames: int
    ) -> list[float]:
        import torch

        start = [*([tokenizer.sot_prev, *before] if before else []), *tokenizer.sot_sequence, tokenizer.no_timestamps]
        scores: list[float] = []
        for text in texts:
            tokens = torch.tensor([[*start, *text]], device=self._whisper.device)
            with torch.no_grad():
                logits = self._whisper.decoder(tokens[:, :-1], encoded).float()[0, len(start) - 1 :]
            chances = torch.log_softmax(logits, -1).gather(1, tokens[0, len(start) :, None])
            scores.append(float(chances.sum()))
        return scores

    def _align(self, encoded: Any, tokenizer: Any, tokens: Sequence[int], frames: int) -> list[dict[str, Any]]:
        whisper = self._whisper
        model = _Encoded(whisper.decoder, whisper.dims, whisper.alignment_heads, whisper.device)
        found = self._library.timing.find_alignment(model, tokenizer, list(tokens), encoded[0], frames)
        return [dataclasses.asdict(word) for word in found]


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A model that is given the encoder's output in place of a spectrogram, so that it is not computed again."""

    decoder: Any
    dims: Any
    alignment_heads: Any
    device: Any

    def __call__(self, encoded: Any, tokens: Any) -> Any:
        return self.decoder(tokens, encoded)


@dataclass(frozen=True, slots=True)
class _NoRepeat:
    """A filter in openai-whisper's decoding: so many tokens in a row never come twice."""

    length: int
    begin: int

    def apply(self, logits: Any, tokens: Any) -> None:
        for row, written in enumerate(tokens[:, self.begin :].tolist()):
            logits[row, repeats(written, self.length)] = -np.inf


def repeats(written: Sequence[int], length: int) -> list[int]:
    """The tokens that would make the last `length` tokens equal to some that were written before."""
    last = tuple(written[len(written) - length + 1 :])
    starts = range(len(written) - length + 1)
    return [written[i + length - 1] for i in starts if tuple(written[i : i + length - 1]) == last]


def _library() -> Any:
    """openai-whisper. Raises NoModel if it is not installed, or if another program has its name."""
    try:
        import whisper
    except ModuleNotFoundError as error:
        if error.name != "whisper":
            raise NoModel(f"openai-whisper is not whole: {error}", hint=INSTALL) from error
        raise NoModel("openai-whisper is not installed", hint=INSTALL) from None
    # The mapping gate: PyTorch and numba raise what they like where they do not fit the machine.
    except Exception as error:
        raise NoModel(f"openai-whisper does not start: {error}", hint=f"install it again: {INSTALL}") from error
    if not hasattr(whisper, "load_model"):
        raise NoModel(
            "the program installed under the name whisper is another one, not openai-whisper",
            where=getattr(whisper, "__file__", None),
            hint=f"pip uninstall whisper, then {INSTALL}",
        )
    import whisper.timing

    return whisper


def _device(wanted: str) -> str:
    import torch

    if wanted != "auto":
        return wanted
    return "cuda" if torch.cuda.is_available() else "cpu"


def _load(library: Any, model: str, device: str, *, download: bool) -> tuple[str, Any]:
    """The model's name for the catalogue, and the model."""
    path = Path(model).expanduser()
    where = model
    try:
        if path.is_file():
            whisper = library.load_model(str(path), device)
            # A copy of a published model follows its heads; another of the same name keeps those it has.
            with suppress(KeyError, RuntimeError):
                whisper.set_alignment_heads(library._ALIGNMENT_HEADS[path.stem])
            return path.stem, whisper
        if path.suffix == ".pt":
            raise NoModel("no such file with a speech model", where=model, hint="look at the path given to --model")
        weights = find_weights(model)
        if weights.folder is not None:
            where = str(weights.folder)
            return weights.name, _built(library, read_checkpoint(weights.folder)).to(device)
        root = _cache()
        if not download and not _fetched(library, model, root):
            hint = "use --model packaged, name a .pt file, or fetch it once with a network (--download)"
            raise NoModel("this speech model is not on this machine", where=model, hint=hint)
        return model, library.load_model(model, device, download_root=str(root))
    except NoModel:
        raise
    # The mapping gate: PyTorch, its unpickler and the network each have exceptions of their own.
    except Exception as error:
        raise NoModel(
            f"the speech model does not load: {error}", where=where, hint="use --model packaged, or fetch it again"
        ) from error


def _built(library: Any, checkpoint: Checkpoint) -> Any:
    """A model with these weights, in float32 on the processor."""
    import torch

    whisper = library.model.Whisper(library.model.ModelDimensions(**checkpoint.dims))
    whisper.load_state_dict({name: torch.from_numpy(weight) for name, weight in checkpoint.state.items()})
    if checkpoint.alignment_heads:
        heads = torch.zeros(whisper.dims.n_text_layer, whisper.dims.n_text_head, dtype=torch.bool)
        for layer, head in checkpoint.alignment_heads:
            heads[layer, head] = True
        whisper.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
    return whisper


def _cache() -> Path:
    """Where openai-whisper keeps the models that it fetched."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "whisper"


def _fetched(library: Any, name: str, root: Path) -> bool:
    """True if this model was fetched before and is whole: openai-whisper itself would go to the network if not."""
    address = library._MODELS.get(name)
    if address is None:
        known = ", ".join(library.available_models())
        raise NoModel("openai-whisper has no model of this name", where=name, hint=f"it has {known}")
    *_, sha256, file = address.split("/")
    return (root / file).is_file() and sha256_of(root / file) == str(sha256)
