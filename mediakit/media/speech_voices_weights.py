"""The weights of a speaker encoder, read from the package resemblyzer without PyTorch and without running its code.

The file is in PyTorch's older form: a magic number, a version and facts about the machine, each pickled; then the
pickled description of the tensors, in which their numbers are named by a key; then the pickled list of the keys; then,
for each key in that order, a count (64 bits) and the numbers themselves, little-endian.

Only the few names that such a description needs are let through: nothing in the file can run anything.
"""

from __future__ import annotations

import importlib.util
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.errors import NoModel
from mediakit.media.speech_base import sha256_of

PACKAGE = "resemblyzer"
WEIGHTS = "pretrained.pt"
SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
INSTALL = "pip install --no-deps resemblyzer==0.1.4"
HINT = f'{INSTALL} (only its weights are used), or set [speech] voices = "off"'
MAGIC = 0x1950A86A20F9469CFC6C
LARGEST = 50_000_000

Weight = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A tensor as the file describes it. stride: in numbers, for each dimension."""

    key: str
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def weights_path() -> Path | None:
    """The file in the package, which is found without being imported; None if the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / WEIGHTS).is_file():
            return path
    return None


def read_weights() -> dict[str, Weight]:
    """The encoder's weights by name, float32. Raises NoModel if the package is not there or its file is another."""
    return dict(tensors(_checked())["model_state"])


def weights_told() -> str:
    """One line on the weights. Raises NoModel as read_weights does."""
    return f"voice prints with the weights in {_checked().parent}, sha256 {SHA256[:12]}… as it should be"


def _checked() -> Path:
    path = weights_path()
    if path is None:
        raise NoModel("telling voices apart needs the weights of resemblyzer, which is not installed", hint=HINT)
    if sha256_of(path) != SHA256:
        raise NoModel(
            "the weights for telling voices apart are damaged or of another version",
            where=str(path),
            hint=f"install them again: {INSTALL} --force-reinstall",
        )
    return path


def tensors(path: Path) -> dict[str, Any]:
    """The dictionary in a file of PyTorch's older form, each tensor of float32 in it as an array.

    Raises ValueError or pickle.UnpicklingError for any other file, and for one that asks for anything but tensors.
    """
    with path.open("rb") as file:
        if _Reader(file).load() != MAGIC:
            raise ValueError("no file of PyTorch's older form")
        _version, _machine = _Reader(file).load(), _Reader(file).load()
        described = _Reader(file).load()
        keys = _Reader(file).load()
        stored = {str(key): _numbers(file) for key in keys}
    named: dict[str, Any] = _filled(described, stored)
    return named


def _numbers(file: BinaryIO) -> Weight:
    count = int.from_bytes(file.read(8), "little")
    if count > LARGEST:
        raise ValueError(f"a tensor of {count} numbers is not believed")
    data = file.read(4 * count)
    if len(data) != 4 * count:
        raise ValueError("the file ends too early")
    return np.frombuffer(data, "<f4")


def _filled(described: Any, stored: Mapping[str, Weight]) -> Any:
    """The description with an array in place of each tensor."""
    if isinstance(described, _Tensor):
        numbers = stored[described.key][described.offset :]
        reach = 1 + sum((size - 1) * step for size, step in zip(described.shape, described.stride, strict=True))
        if 0 in described.shape or min((0, *described.stride)) < 0 or reach > len(numbers):
            raise ValueError("a tensor is larger than its numbers")
        steps = tuple(4 * step for step in described.stride)
        return np.lib.stride_tricks.as_strided(numbers, described.shape, steps, writeable=False).astype(np.float32)
    if isinstance(described, dict):
        return {name: _filled(value, stored) for name, value in described.items()}
    if isinstance(described, list | tuple):
        return [_filled(value, stored) for value in described]
    return described


def _tensor(storage: str, offset: int, shape: tuple[int, ...], stride: tuple[int, ...], *_: object) -> _Tensor:
    return _Tensor(storage, int(offset), tuple(map(int, shape)), tuple(map(int, stride)))


class _Reader(pickle.Unpickler):
    """An unpickler that knows tensors of float32, ordered dictionaries and plain values, and refuses all else."""

    ALLOWED = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch", "FloatStorage"): "float32",
    }

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")
        return self.ALLOWED[module, name]

    def persistent_load(self, told: Any) -> str:
        kind, number, key, *_ = told
        if kind != "storage" or number != "float32":
            raise pickle.UnpicklingError(f"numbers of the kind {number!r} are not read")
        return str(key)
