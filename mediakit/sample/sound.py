"""What is heard under the voices: the quiet of a room, the murmur of a hall, a few soft chords."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

from mediakit.sample.voice import RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHORDS = (
    (130.81, 196.0, 246.94, 329.63),
    (110.0, 164.81, 196.0, 261.63),
    (87.31, 174.61, 220.0, 329.63),
    (98.0, 146.83, 246.94, 293.66),
)
_TUNE = (523.25, 659.26, 783.99, 659.26, 587.33, 783.99, 880.0, 659.26)
_CHORD_S = 3.6


def samples(seconds: float) -> int:
    """How many samples a stretch of time has."""
    return round(seconds * RATE_HZ)


def room_tone(seconds: float, *, seed: int, people: bool = False) -> NDArray[np.float32]:
    """The sound of a quiet room, about −62 dB; with people: a hall that listens, about −50 dB. The same every time."""
    import numpy as np

    dice = np.random.default_rng(seed)
    count = samples(seconds)
    spectrum = np.fft.rfft(dice.normal(0.0, 1.0, count))
    hertz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    shape = 1.0 / np.maximum(hertz, 60.0)
    if people:
        shape += np.exp(-(((hertz - 420.0) / 260.0) ** 2)) * 0.004
    tone = np.fft.irfft(spectrum * shape, count)
    tone /= max(1e-9, float(np.sqrt(np.mean(tone**2))))
    return (tone * (0.0032 if people else 0.0008)).astype(np.float32)


def music(seconds: float) -> NDArray[np.float32]:
    """Soft chords with a plucked tune above them, peak about 0.3, fading in and out. The same every time."""
    import numpy as np

    count = samples(seconds)
    mix = np.zeros(count + samples(_CHORD_S * 2), dtype=np.float64)
    time = np.arange(samples(_CHORD_S + 1.4)) / RATE_HZ
    swell = np.clip(time / 1.1, 0, 1) * np.clip((_CHORD_S + 1.4 - time) / 1.4, 0, 1)
    for number in range(int(seconds / _CHORD_S) + 1):
        start = samples(number * _CHORD_S)
        for pitch in _CHORDS[number % 4]:
            for detune, strength in ((0.999, 0.5), (1.001, 0.5), (2.0, 0.12), (3.0, 0.04)):
                mix[start : start + len(time)] += np.sin(np.pi * 2 * pitch * detune * time) * swell * strength * 0.09
    pluck = np.arange(samples(1.5)) / RATE_HZ
    for number in range(int(seconds / (_CHORD_S / 4))):
        start = samples(number * _CHORD_S / 4)
        pitch = _TUNE[(number * 3 + number // 8) % 8]
        ring = np.exp(-pluck * 3.6) * np.clip(pluck / 0.006, 0, 1)
        tone = np.sin(np.pi * 2 * pitch * pluck) + 0.25 * np.sin(np.pi * 4 * pitch * pluck)
        mix[start : start + len(pluck)] += tone * ring * 0.055
    mix = mix[:count]
    edge = np.minimum(np.arange(count), np.arange(count)[::-1]) / samples(1.2)
    return np.asarray(mix * np.clip(edge, 0, 1) * 0.5, dtype=np.float32)


def mixed(seconds: float, *parts: tuple[float, NDArray[np.float32], float]) -> NDArray[np.float32]:
    """Sounds laid over one another: each is (where it begins in seconds, the sound, how loud)."""
    import numpy as np

    mix = np.zeros(samples(seconds), dtype=np.float32)
    for begins, sound, gain in parts:
        at = samples(begins)
        end = min(len(mix), at + len(sound))
        mix[at:end] += sound[: end - at] * gain
    return np.clip(mix, -0.98, 0.98)


def ducked(bed: NDArray[np.float32], voices: NDArray[np.float32], under: float = 0.22) -> NDArray[np.float32]:
    """Music made quieter wherever somebody speaks. Both are of the same length."""
    import numpy as np

    size = RATE_HZ // 20
    count = -(-len(voices) // size)
    padded = np.zeros(count * size, dtype=np.float32)
    padded[: len(voices)] = np.abs(voices)
    speaks = (padded.reshape(count, size).max(axis=1) > 0.03).astype(np.float64)
    near = np.convolve(speaks, np.ones(25), mode="same") > 0
    gain = np.convolve(np.where(near, under, 1.0), np.ones(11) / 11, mode="same")
    gain[:6], gain[-6:] = gain[6], gain[-7]
    curve = np.interp(np.arange(len(bed)), np.arange(count) * size, gain)
    return np.asarray(bed * curve, dtype=np.float32)


def wav(sound: NDArray[np.float32]) -> bytes:
    """The sound as a mono 16-bit WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((sound * 32767).astype("<i2").tobytes())
    return file.getvalue()
