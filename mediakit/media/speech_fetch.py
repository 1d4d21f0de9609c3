"""Speech models by name: which there are, which were fetched before, and fetching one when asked to."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from mediakit.domain.errors import MachineLacks, NoModel
from mediakit.domain.progress import Progress, Silent
from mediakit.media.disk import free_bytes

FILES = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*")
OFFLINE = "use --model packaged, name a model's folder, or fetch it once with a network (--download)"


def names() -> tuple[str, ...]:
    """The names that faster-whisper knows, as "small" or "large-v3"."""
    from faster_whisper.utils import available_models

    return tuple(available_models())


def fetched(name: str) -> Path | None:
    """The folder of a model that was fetched before and is whole, or None. No network."""
    from faster_whisper.utils import download_model

    try:
        folder = Path(download_model(name, local_files_only=True))
    # The mapping gate: huggingface_hub has several ways to say that it is not there.
    except Exception:  # noqa: BLE001
        return None
    return folder if (folder / "model.bin").is_file() else None


def fetch(name: str, progress: Progress | None = None) -> Path:
    """The folder of a model, fetched from Hugging Face unless it is here. progress is told its size, then the bytes.

    Raises NoModel for a name that is none, without a network, or if the download breaks off (what came stays, and the
    next try goes on from there); MachineLacks without room.
    """
    if (folder := fetched(name)) is not None:
        return folder
    repository = _repository(name)
    progress = progress or Silent()
    import huggingface_hub
    from huggingface_hub.constants import HF_HUB_CACHE

    try:
        told = huggingface_hub.HfApi().model_info(repository, files_metadata=True, timeout=30)
        size = sum(
            file.size or 0
            for file in told.siblings or ()
            if Path(file.rfilename).match(FILES[-1]) or file.rfilename in FILES
        )
        _need_room(Path(HF_HUB_CACHE), size)
        progress.begin(f"speech model {name}", size, "bytes")
        folder = Path(
            huggingface_hub.snapshot_download(repository, allow_patterns=list(FILES), tqdm_class=_bar(progress))
        )
    except MachineLacks:
        raise
    # The mapping gate: the network, the hub and the disk each have exceptions of their own.
    except Exception as error:
        raise NoModel(f"the speech model {name} cannot be fetched: {_in_short(error)}", hint=OFFLINE) from error
    if not (folder / "model.bin").is_file():
        raise NoModel(
            f"{repository} holds no model for faster-whisper", hint=f"use one of its own: {', '.join(names())}"
        )
    progress.finished(f"speech model {name} fetched")
    return folder


def _repository(name: str) -> str:
    from faster_whisper.utils import _MODELS

    if "/" in name:
        return name
    if name not in _MODELS:
        raise NoModel("no speech model has this name", where=name, hint=f"use one of {', '.join(names())}, or a folder")
    return str(_MODELS[name])


def _need_room(folder: Path, size_bytes: int) -> None:
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    if free_bytes(there) < size_bytes:
        raise MachineLacks(
            f"no room for the speech model ({size_bytes / 1e6:,.0f} MB)",
            where=str(folder),
            hint="make room there, or set HF_HOME to a folder on a larger disk",
        )


def _in_short(error: Exception) -> str:
    first = str(error).strip().splitlines()
    return first[0] if first else type(error).__name__


def _bar(progress: Progress) -> Any:
    """A bar as huggingface_hub wants it, which shows nothing and tells ours of the bytes that came."""
    from tqdm import tqdm  # type: ignore[import-untyped]

    lock = threading.Lock()

    class Told(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            kwargs["disable"] = True
            # beside the bar of bytes there are one of files and one of the network's own count
            self._counts = kwargs.get("unit") == "B" and not str(kwargs.get("desc")).startswith("Downloading")
            super().__init__(*args, **kwargs)

        def update(self, n: float | None = 1) -> bool | None:
            if self._counts and n:
                with lock:
                    progress.advance(int(n))
            return None

    return Told
