"""A model converted for CTranslate2 turned into openai-whisper's checkpoint, on a model of a few numbers."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mediakit.domain.errors import NoModel
from mediakit.media.speech_checkpoint import checkpoint_of, read_checkpoint, read_variables

Array = NDArray[Any]
TYPES = {"f4": 0, "i1": 1, "i2": 2, "i4": 3, "f2": 4, "u2": 5}
WIDTH, MELS, SOUND, TEXT, VOCABULARY = 4, 3, 6, 5, 7


def text(value: str) -> bytes:
    data = value.encode() + b"\0"
    return struct.pack("<H", len(data)) + data


def packed(variables: Mapping[str, Array], *, spec: str = "WhisperSpec", version: int = 6) -> bytes:
    """A model.bin as CTranslate2 writes it; arrays of u2 stand for bfloat16."""
    out = struct.pack("<I", version) + text(spec) + struct.pack("<II", 3, len(variables))
    for name, array in variables.items():
        out += text(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        out += struct.pack("<BI", TYPES[array.dtype.str[1:]], array.nbytes) + array.tobytes()
    return out + struct.pack("<I", 1) + text("decoder/projection/weight") + text("decoder/embeddings/weight")


def tiny_model() -> dict[str, Array]:
    """A Whisper of one layer, width 4 and 2 heads, with numbers that can be told apart."""
    dice = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "encoder/conv1/weight": (WIDTH, MELS, 3),
        "encoder/conv1/bias": (WIDTH,),
        "encoder/conv2/weight": (WIDTH, WIDTH, 3),
        "encoder/conv2/bias": (WIDTH,),
        "encoder/position_encodings/encodings": (SOUND, WIDTH),
        "decoder/position_encodings/encodings": (TEXT, WIDTH),
        "decoder/embeddings/weight": (VOCABULARY, WIDTH),
    }
    linear = {"self_attention/linear_0": (3, 1), "self_attention/linear_1": (1, 1)}
    linear |= {"ffn/linear_0": (4, 1), "ffn/linear_1": (1, 4)}
    cross = {"attention/linear_0": (1, 1), "attention/linear_1": (2, 1), "attention/linear_2": (1, 1)}
    for side, parts in (("encoder", linear), ("decoder", linear | cross)):
        norms = {f"layer_0/{part.split('/')[0]}/layer_norm" for part in parts} | {"layer_norm"}
        for norm in norms:
            shapes |= {f"{side}/{norm}/gamma": (WIDTH,), f"{side}/{norm}/beta": (WIDTH,)}
        for part, (rows, columns) in parts.items():
            shapes[f"{side}/layer_0/{part}/weight"] = (rows * WIDTH, columns * WIDTH)
            shapes[f"{side}/layer_0/{part}/bias"] = (rows * WIDTH,)
    model: dict[str, Array] = {name: dice.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    for side in ("encoder", "decoder"):
        model[f"{side}/num_heads"] = np.array(2, np.int16)
        model[f"{side}/pre_norm"] = np.array(1, np.int8)
    return model


def test_every_array_comes_back_with_its_shape_and_type(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    model = tiny_model()
    path.write_bytes(packed(model))
    read = read_variables(path)
    assert set(read) == {*model, "decoder/projection/weight"}
    for name, array in model.items():
        assert read[name].dtype == array.dtype
        np.testing.assert_array_equal(read[name], array)
    np.testing.assert_array_equal(read["decoder/projection/weight"], model["decoder/embeddings/weight"])


def test_the_shapes_tell_the_dimensions() -> None:
    assert checkpoint_of(tiny_model()).dims == {
        "n_mels": MELS,
        "n_audio_ctx": SOUND,
        "n_audio_state": WIDTH,
        "n_audio_head": 2,
        "n_audio_layer": 1,
        "n_vocab": VOCABULARY,
        "n_text_ctx": TEXT,
        "n_text_state": WIDTH,
        "n_text_head": 2,
        "n_text_layer": 1,
    }


def test_a_fused_matrix_gives_its_rows_to_query_key_and_value_in_turn() -> None:
    model = tiny_model()
    state = checkpoint_of(model).state
    fused = model["decoder/layer_0/self_attention/linear_0/weight"]
    names = [f"decoder.blocks.0.attn.{part}.weight" for part in ("query", "key", "value")]
    np.testing.assert_array_equal(np.concatenate([state[name] for name in names]), fused)
    fused = model["decoder/layer_0/attention/linear_1/bias"]
    np.testing.assert_array_equal(state["decoder.blocks.0.cross_attn.value.bias"], fused[WIDTH:])
    assert not [name for name in state if name.endswith("key.bias")]


def test_weights_of_eight_bits_are_divided_by_the_scale_of_their_row(tmp_path: Path) -> None:
    plain, rounded = tiny_model(), tiny_model()
    for name in [name for name in plain if name.endswith(("linear_0/weight", "embeddings/weight"))]:
        scale = 127 / np.abs(plain[name]).max(axis=1)
        rounded[name] = np.rint(plain[name] * scale[:, None]).astype(np.int8)
        rounded[f"{name}_scale"] = scale.astype(np.float32)
    (tmp_path / "model.bin").write_bytes(packed(rounded))
    state = read_checkpoint(tmp_path).state
    for name, weight in checkpoint_of(plain).state.items():
        assert state[name].dtype == np.float32
        np.testing.assert_allclose(state[name], weight, atol=0.02)


def test_weights_of_sixteen_bits_are_read_whichever_kind_they_are(tmp_path: Path) -> None:
    model = tiny_model()
    conv, norm, out = (f"encoder/{part}" for part in ("conv1/weight", "layer_norm/gamma", "layer_norm/beta"))
    half = model | {conv: model[conv].astype(np.float16)}
    half[norm] = (model[norm].view(np.uint32) >> 16).astype(np.uint16)
    half[out] = np.rint(model[out] * 1_000).astype(np.int16)
    half[f"{out}_scale"] = np.array(1_000, np.float32)
    (tmp_path / "model.bin").write_bytes(packed(half))
    state = read_checkpoint(tmp_path).state
    np.testing.assert_allclose(state["encoder.conv1.weight"], model[conv], rtol=1e-3)
    np.testing.assert_allclose(state["encoder.ln_post.weight"], model[norm], rtol=1e-2)
    np.testing.assert_allclose(state["encoder.ln_post.bias"], model[out], atol=1e-3)


def test_the_heads_that_follow_the_sound_are_taken_from_the_settings_of_the_model(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(packed(tiny_model()))
    assert read_checkpoint(tmp_path).alignment_heads is None
    (tmp_path / "config.json").write_text(json.dumps({"alignment_heads": [[0, 1]]}))
    assert read_checkpoint(tmp_path).alignment_heads == ((0, 1),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a model at all",
        packed(tiny_model())[:500],
        packed(tiny_model(), spec="TransformerSpec"),
        packed(tiny_model(), version=9),
        packed({name: array for name, array in tiny_model().items() if name != "encoder/conv1/weight"}),
    ],
    ids=["empty", "text", "cut off", "translator", "newer", "incomplete"],
)
def test_what_is_no_whisper_model_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(NoModel) as caught:
        read_checkpoint(tmp_path)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
