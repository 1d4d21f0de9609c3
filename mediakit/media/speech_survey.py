"""What of speech recognition is on this machine, told without loading a model."""

from __future__ import annotations

import importlib.metadata
import os
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.errors import NoModel
from mediakit.domain.progress import Progress
from mediakit.media import speech_base
from mediakit.media.speech_choice import SIZES, choose, this_machine
from mediakit.media.speech_models import PACKAGED_NAME, PACKAGED_SHA256, packaged_folder

ENGINES = {"faster-whisper": "faster-whisper", "openai-whisper": "openai-whisper"}


@dataclass(frozen=True, slots=True)
class SpeechSurvey:
    """engines: name → version; packaged: the packaged model and its sha256, or None with `trouble`.

    fetched: repositories of models that were fetched before, in hub. multilingual: the extra's model and where it is
    joined, or None without the extra. gpus: how many NVIDIA GPUs the recogniser can use.
    """

    engines: dict[str, str]
    packaged: str | None
    trouble: str | None
    fetched: tuple[str, ...]
    hub: Path
    multilingual: str | None
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
    multilingual = f"{speech_base.NAME}, kept in {speech_base.cache_folder()}" if speech_base.is_installed() else None
    gpus = _gpus() if "faster-whisper" in engines else 0
    return SpeechSurvey(engines, packaged, trouble, _fetched(), hub_folder(), multilingual, gpus)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def at_hand(engine: str) -> tuple[str, ...]:
    """Names of the models that this engine can load here without a network, the packaged one first."""
    names = [PACKAGED_NAME] if _packaged_is_whole() else []
    if speech_base.is_installed():
        names.append(speech_base.NAME)
    if engine == "openai-whisper":
        names += sorted(path.stem for path in (cache_root() / "whisper").glob("*.pt"))
    else:
        names += [name for name in (short_name(each) for each in _fetched()) if name not in names]
    return tuple(names)


def best_model(
    engine: str,
    *,
    language: str | None = None,
    translate: bool = False,
    download: bool = False,
    progress: Progress | None = None,
) -> str:
    """The name of the best model that fits this machine: of those at hand, or with download of all there are.

    progress is told in one line which and of what. Raises NoModel if none fits.
    """
    machine = this_machine(gpu=_gpus() > 0)
    here = at_hand(engine)
    may = {size.name for size in SIZES} if download and engine == "faster-whisper" else set(here)
    best = choose(may | set(here), machine, language=language, translate=translate)
    if best is None:
        wanted = "for this language" if language not in (None, "en") or translate else "for this machine"
        hint = "install the extra [multilingual], or fetch one with --model NAME --download"
        raise NoModel(f"no speech model {wanted} is at hand (there are: {', '.join(here) or 'none'})", hint=hint)
    if progress:
        power = "a GPU" if machine.gpu_free_mb is not None else f"{machine.cores} cores"
        at = "to be fetched" if best not in here else f"the best at hand ({', '.join(here)})"
        progress.finished(f"speech model {best}: {at} for {power}")
    return best


def _packaged_is_whole() -> bool:
    try:
        return packaged_folder() is not None
    except NoModel:
        return False


def short_name(repository: str) -> str:
    """The name of a model as faster-whisper takes it, from the repository it was fetched from.

    >>> short_name("Systran/faster-whisper-large-v3"), short_name("me/my-whisper")
    ('large-v3', 'me/my-whisper')
    """
    owner, _, name = repository.partition("/")
    known = owner in ("Systran", "mobiuslabsgmbh") and name.startswith("faster-whisper-")
    return name.removeprefix("faster-whisper-") if known else repository


def cache_root() -> Path:
    """Where openai-whisper keeps a folder of models."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()


def hub_folder() -> Path:
    """Where Hugging Face's models are kept once they were fetched."""
    home = os.environ.get("HF_HOME")
    return Path(os.environ.get("HF_HUB_CACHE") or (f"{home}/hub" if home else "~/.cache/huggingface/hub")).expanduser()


def _fetched() -> tuple[str, ...]:
    found = hub_folder().glob("models--*whisper*/snapshots/*/model.bin")
    return tuple(sorted({path.parts[-4].removeprefix("models--").replace("--", "/") for path in found}))


def _gpus() -> int:
    try:
        import ctranslate2

        return int(ctranslate2.get_cuda_device_count())
    except (ImportError, OSError, RuntimeError):
        # no driver, or one that does not fit: the processor does it
        return 0
