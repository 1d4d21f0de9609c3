"""Whisper's weights as openai-whisper takes them, made in memory from a model that was converted for CTranslate2.

Both hold the same numbers. CTranslate2 names them otherwise, keeps the projections of attention that have the same
input in one matrix, and may have rounded them to 8 or 16 bits. Its model.bin (binary version 6) is a list of named
arrays, little-endian: each a name, a shape, a type and the bytes; then a list of second names.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediakit.domain.errors import NoModel
from mediakit.media.speech_models import WEIGHTS

Weight = NDArray[np.float32]

SPEC = "WhisperSpec"
BINARY_VERSIONS = (5, 6)
DTYPES: dict[int, str] = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}
BFLOAT16 = 5

WHOLE = {
    "encoder/conv1": "encoder.conv1",
    "encoder/conv2": "encoder.conv2",
    "encoder/layer_norm": "encoder.ln_post",
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/embeddings": "decoder.token_embedding",
    "decoder/layer_norm": "decoder.ln",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
}
# A fused matrix gives its rows to several projections in turn.
OF_A_LAYER = {
    "self_attention/layer_norm": ("attn_ln",),
    "self_attention/linear_0": ("attn.query", "attn.key", "attn.value"),
    "self_attention/linear_1": ("attn.out",),
    "attention/layer_norm": ("cross_attn_ln",),
    "attention/linear_0": ("cross_attn.query",),
    "attention/linear_1": ("cross_attn.key", "cross_attn.value"),
    "attention/linear_2": ("cross_attn.out",),
    "ffn/layer_norm": ("mlp_ln",),
    "ffn/linear_0": ("mlp.0",),
    "ffn/linear_1": ("mlp.2",),
}
LAST = {"weight": "weight", "bias": "bias", "gamma": "weight", "beta": "bias"}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model as openai-whisper takes it.

    dims: the fields of its ModelDimensions. state: float32 arrays by the names of its modules. alignment_heads: layer
    and head of the attention that follows the sound, for the times of words; None if the model does not say.
    """

    dims: Mapping[str, int]
    state: Mapping[str, Weight]
    alignment_heads: tuple[tuple[int, int], ...] | None


def read_checkpoint(folder: Path) -> Checkpoint:
    """The checkpoint in a folder with a CTranslate2 model. Raises NoModel if there is none or it is of another kind."""
    try:
        return checkpoint_of(read_variables(folder / WEIGHTS), _alignment_heads(folder / "config.json"))
    except (OSError, ValueError, KeyError, IndexError, TypeError, struct.error) as error:
        raise NoModel(
            f"the speech model cannot be converted for openai-whisper: {error}",
            where=str(folder),
            hint='give openai-whisper a .pt file, or use [speech] engine = "faster-whisper" for this model',
        ) from error


def read_variables(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a model.bin by name, second names too, as they are stored; they stay on the disk until used.

    Raises ValueError or struct.error for anything else.
    """
    with path.open("rb") as file:
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    version, at = _number(data, 0, "<I")
    spec, at = _text(data, at)
    if version not in BINARY_VERSIONS or spec != SPEC:
        raise ValueError(f"{WEIGHTS} is no Whisper model of CTranslate2 (binary version 5 or 6)")
    _revision, at = _number(data, at, "<I")
    count, at = _number(data, at, "<I")
    variables: dict[str, NDArray[Any]] = {}
    for _ in range(count):
        name, at = _text(data, at)
        rank, at = _number(data, at, "<B")
        shape = struct.unpack_from(f"<{rank}I", data, at)
        kind, at = _number(data, at + 4 * rank, "<B")
        size_bytes, at = _number(data, at, "<I")
        variables[name] = _array(data[at : at + size_bytes], kind, shape)
        at += size_bytes
    count, at = _number(data, at, "<I")
    for _ in range(count):
        second, at = _text(data, at)
        first, at = _text(data, at)
        variables[second] = variables[first]
    return variables


def checkpoint_of(
    variables: Mapping[str, NDArray[Any]], alignment_heads: tuple[tuple[int, int], ...] | None = None
) -> Checkpoint:
    """The same numbers under openai-whisper's names. Raises KeyError if some are missing, ValueError if they misfit."""
    state = dict(_renamed(variables))
    n_mels, n_audio_ctx = state["encoder.conv1.weight"].shape[1], len(state["encoder.positional_embedding"])
    n_vocab, n_state = state["decoder.token_embedding.weight"].shape
    dims = {
        "n_mels": n_mels,
        "n_audio_ctx": n_audio_ctx,
        "n_audio_state": state["encoder.conv1.weight"].shape[0],
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": _layers(variables, "encoder"),
        "n_vocab": n_vocab,
        "n_text_ctx": len(state["decoder.positional_embedding"]),
        "n_text_state": n_state,
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": _layers(variables, "decoder"),
    }
    return Checkpoint(dims, state, alignment_heads)


def _renamed(variables: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, Weight]]:
    for name in variables:
        if name in WHOLE:
            yield WHOLE[name], _plain(variables, name)
            continue
        stem, _, last = name.rpartition("/")
        if last not in LAST:
            continue
        if stem in WHOLE:
            yield f"{WHOLE[stem]}.{LAST[last]}", _plain(variables, name)
            continue
        side, layer, part = (*stem.split("/", 2), "", "")[:3]
        if not layer.startswith("layer_") or part not in OF_A_LAYER:
            continue
        new = OF_A_LAYER[part]
        for module, rows in zip(new, np.split(_plain(variables, name), len(new)), strict=True):
            # Whisper's keys have no bias; CTranslate2 fills its place with zeros.
            if not (module.endswith(".key") and last == "bias"):
                yield f"{side}.blocks.{layer.removeprefix('layer_')}.{module}.{LAST[last]}", rows


def _plain(variables: Mapping[str, NDArray[Any]], name: str) -> Weight:
    """A weight as float32; what was rounded to integers is divided by its scale, one for all or one for each row."""
    weight = variables[name]
    plain: Weight = weight.astype(np.float32)
    if weight.dtype.kind != "i":
        return plain
    scale = variables[f"{name}_scale"].astype(np.float32)
    return plain / scale.reshape(scale.shape + (1,) * (plain.ndim - scale.ndim))


def _layers(variables: Mapping[str, NDArray[Any]], side: str) -> int:
    return len({name.split("/")[1] for name in variables if name.startswith(f"{side}/layer_") and name.count("/") > 2})


def _alignment_heads(config: Path) -> tuple[tuple[int, int], ...] | None:
    if not config.is_file():
        return None
    heads = json.loads(config.read_text("utf-8")).get("alignment_heads")
    return tuple((int(layer), int(head)) for layer, head in heads) if heads else None


def _number(data: memoryview, at: int, form: str) -> tuple[int, int]:
    return int(struct.unpack_from(form, data, at)[0]), at + struct.calcsize(form)


def _text(data: memoryview, at: int) -> tuple[str, int]:
    size, at = _number(data, at, "<H")
    return bytes(data[at : at + size]).rstrip(b"\0").decode(), at + size


def _array(stored: memoryview, kind: int, shape: tuple[int, ...]) -> NDArray[Any]:
    if kind == BFLOAT16:
        # The upper half of a float32.
        wide = np.frombuffer(stored, "<u2").astype("<u4") << 16
        return wide.view("<f4").reshape(shape)
    if kind not in DTYPES:
        raise ValueError(f"{WEIGHTS} has numbers of an unknown type ({kind})")
    return np.frombuffer(stored, DTYPES[kind]).reshape(shape)
