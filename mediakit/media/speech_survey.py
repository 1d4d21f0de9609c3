"""What of speech recognition is on this machine, told without loading a model."""

from __future__ import annotations

import importlib.metadata
import os
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.errors import NoModel
from mediakit.media.speech_models import PACKAGED_NAME, PACKAGED_SHA256, packaged_folder

ENGINES = {"faster-whisper": "faster-whisper", "openai-whisper": "openai-whisper"}


@dataclass(frozen=True, slots=True)
class SpeechSurvey:
    """engines: name → version; packaged: the packaged model and its sha256, or None with `trouble`.

    fetched: names of models that were fetched before. gpus: how many NVIDIA GPUs the recogniser can use.
    """

    engines: dict[str, str]
    packaged: str | None
    trouble: str | None
    fetched: tuple[str, ...]
    gpus: int


def survey() -> SpeechSurvey:
    """Look for engines, models and GPUs. The packaged weights are read to compare their sha256."""
    packaged, trouble = None, None
    try:
        if packaged_folder() is not None:
            packaged = f"{PACKAGED_NAME}, sha256 {PACKAGED_SHA256[:12]}… as it should be"
        else:
            trouble = "the packaged speech model is not installed"
    except NoModel as error:
        trouble = str(error)
    engines = {name: version for name, package in ENGINES.items() if (version := _version(package))}
    return SpeechSurvey(engines, packaged, trouble, _fetched(), _gpus() if "faster-whisper" in engines else 0)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _fetched() -> tuple[str, ...]:
    home = os.environ.get("HF_HOME")
    root = os.environ.get("HF_HUB_CACHE") or (f"{home}/hub" if home else "~/.cache/huggingface/hub")
    found = Path(root).expanduser().glob("models--*whisper*/snapshots/*/model.bin")
    return tuple(sorted({path.parts[-4].removeprefix("models--").replace("--", "/") for path in found}))


def _gpus() -> int:
    try:
        import ctranslate2

        return int(ctranslate2.get_cuda_device_count())
    except (ImportError, OSError, RuntimeError):
        # no driver, or one that does not fit: the processor does it
        return 0
