"""A speaker encoder: from a second or two of speech to 256 numbers that lie close together for the same voice.

Three layers of LSTM and a projection, as in Wan, Wang, Papir and Lopez Moreno, "Generalized end-to-end loss for speaker
verification" (2018), computed with numpy. What comes out is a voice print: it is biometric data, lives only while a
recording is listened to, and is never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mediakit.media.speech_voices_weights import read_weights

Array = NDArray[np.float32]

RATE_HZ = 16_000
HOP = 160
FFT = 400
MELS = 40
WINDOW_MS = 1_600
WINDOW = WINDOW_MS * RATE_HZ // 1000
LAYERS = 3
SIZE = 256
AT_ONCE = 64
# Quiet speech is made this loud before it is looked at, as it was when the encoder learnt.
LEAST_RMS = 10 ** (-30 / 20)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of LSTM: weights of what comes in, shape (n, 4 × 256), of what it remembers (256, 4 × 256), and bias."""

    inward: Array
    remembered: Array
    bias: Array


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded encoder; it is only read, so several threads can use it. Make it with `load`."""

    layers: tuple[Layer, ...]
    projection: Array
    bias: Array

    @classmethod
    def load(cls) -> Encoder:
        """The encoder with the weights of resemblyzer. Raises NoModel if they are not there, or damaged."""
        return cls.of(read_weights())

    @classmethod
    def of(cls, weights: Mapping[str, Array]) -> Encoder:
        """The encoder with these weights, by PyTorch's names. Raises KeyError if some are missing."""
        layers = tuple(
            Layer(
                np.ascontiguousarray(weights[f"lstm.weight_ih_l{i}"].T),
                np.ascontiguousarray(weights[f"lstm.weight_hh_l{i}"].T),
                weights[f"lstm.bias_ih_l{i}"] + weights[f"lstm.bias_hh_l{i}"],
            )
            for i in range(LAYERS)
        )
        return cls(layers, np.ascontiguousarray(weights["linear.weight"].T), weights["linear.bias"])

    def prints(self, sounds: Sequence[Array], each: Callable[[], object] | None = None) -> Array:
        """A print of each sound, float32, shape (n, 256), of length 1 and none of its numbers negative.

        sounds: float32, mono, 16 000 Hz, each of WINDOW samples; a shorter one is repeated until it is as long.
        each: called before each few sounds; it may raise to stop the work.
        """
        made = [np.zeros((0, SIZE), np.float32)]
        for begin in range(0, len(sounds), AT_ONCE):
            if each:
                each()
            mels = np.stack([mel_power(_levelled(sound)) for sound in sounds[begin : begin + AT_ONCE]])
            made.append(self.encode(mels))
        return np.concatenate(made)

    def encode(self, mels: Array) -> Array:
        """Prints of mel spectrograms, shape (n, steps, 40) → (n, 256)."""
        outputs = np.ascontiguousarray(mels.transpose(1, 0, 2))
        for layer in self.layers:
            outputs = _run(layer, outputs)
        raised = np.maximum(outputs[-1] @ self.projection + self.bias, 0)
        lengths = np.linalg.norm(raised, axis=1, keepdims=True)
        prints: Array = (raised / np.maximum(lengths, 1e-6)).astype(np.float32)
        return prints


def _run(layer: Layer, steps: Array) -> Array:
    """What a layer gives for each step, shape (steps, n, inputs) → (steps, n, 256)."""
    count = steps.shape[1]
    inward = steps.reshape(-1, steps.shape[2]) @ layer.inward + layer.bias
    inward = inward.reshape(len(steps), count, 4 * SIZE)
    hidden, cell = np.zeros((count, SIZE), np.float32), np.zeros((count, SIZE), np.float32)
    outputs = np.empty((len(steps), count, SIZE), np.float32)
    for i, step in enumerate(inward):
        gates = step + hidden @ layer.remembered
        # in the order of PyTorch: what comes in, what is forgotten, the new, what goes out
        opened = _sigmoid(gates)
        new = np.tanh(gates[:, 2 * SIZE : 3 * SIZE])
        cell = opened[:, SIZE : 2 * SIZE] * cell + opened[:, :SIZE] * new
        hidden = opened[:, 3 * SIZE :] * np.tanh(cell)
        outputs[i] = hidden
    return outputs


def _sigmoid(values: Array) -> Array:
    # as tanh, which does not overflow
    opened: Array = np.float32(0.5) * np.tanh(np.float32(0.5) * values) + np.float32(0.5)
    return opened


def _levelled(sound: Array) -> Array:
    """A window of exactly WINDOW samples, made louder if it is quiet."""
    # numpy repeats a sound to fill the window, and takes zeros for a sound without any
    whole = sound[:WINDOW] if len(sound) >= WINDOW else np.resize(sound, WINDOW)
    rms = float(np.sqrt(np.mean(np.square(whole, dtype=np.float64))))
    levelled: Array = whole * np.float32(LEAST_RMS / rms) if 0 < rms < LEAST_RMS else whole
    return levelled


def mel_power(sound: Array) -> Array:
    """Power in 40 mel bands every 10 ms, no logarithm, shape (n / 160, 40); 25 ms windows, zeros around the sound."""
    padded = np.pad(sound, (FFT // 2, FFT // 2))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP][: max(1, len(sound) // HOP)]
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)).astype(np.float32)
    power = np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2
    mels: Array = (power @ _bands()).astype(np.float32)
    return mels


@cache
def _bands() -> NDArray[np.float64]:
    """Triangles on Slaney's mel scale from 0 to 8 000 Hz, each with an area of 1, shape (201, 40)."""
    edges_hz = _hertz(np.linspace(0, _mel(RATE_HZ / 2), MELS + 2))
    at_hz = np.arange(FFT // 2 + 1) * RATE_HZ / FFT
    low, middle, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    rising = (at_hz[:, None] - low) / (middle - low)
    falling = (high - at_hz[:, None]) / (high - middle)
    bands: NDArray[np.float64] = np.maximum(0, np.minimum(rising, falling)) * 2 / (high - low)
    return bands


def _mel(hertz: float) -> float:
    """Slaney's scale above 1 000 Hz: 15 mel there, and a mel is a factor of 6.4 ^ (1 / 27)."""
    return 15 + float(np.log(hertz / 1000) / np.log(6.4) * 27)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    hertz: NDArray[np.float64] = np.where(mels < 15, mels * 200 / 3, 1000 * np.exp(np.log(6.4) / 27 * (mels - 15)))
    return hertz
