"""Channels told apart, and windows of speech cut at silence: pure arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mediakit.media import voice
from mediakit.media.voice import FRAME, FRAME_MS, WINDOW_FRAMES, Channels, compare_channels, windows

RATE_HZ = 16_000
Samples = NDArray[np.float32]


def talk(seconds: float, *, seed: int, turns: tuple[int, ...] = (1,)) -> Samples:
    """Noise in the loudness of speech; `turns` says for each part of the time whether it is loud."""
    noise = np.random.default_rng(seed).normal(size=int(seconds * RATE_HZ)).astype(np.float32)
    envelope = np.repeat(np.array(turns, np.float32), -(-len(noise) // len(turns)))[: len(noise)]
    return noise * (0.002 + 0.1 * envelope)


def test_two_microphones_with_a_voice_on_each_are_told_apart() -> None:
    left, right = talk(20, seed=1, turns=(1, 0, 1, 0)), talk(20, seed=2, turns=(0, 1, 0, 1))
    assert compare_channels(left + 0.05 * right, right + 0.05 * left) is Channels.APART


def test_ordinary_stereo_is_one_sound() -> None:
    middle = talk(10, seed=1, turns=(1, 0, 1))
    left, right = middle + talk(10, seed=2) * 0.1, middle + talk(10, seed=3) * 0.1
    assert compare_channels(left, right) is Channels.ALIKE


def test_a_dead_channel_is_left_out() -> None:
    voice_, dead = talk(5, seed=1), np.zeros(5 * RATE_HZ, np.float32)
    assert compare_channels(voice_, dead) is Channels.FIRST
    assert compare_channels(dead, voice_) is Channels.SECOND


def test_channels_that_cancel_each_other_are_never_mixed() -> None:
    first = talk(5, seed=1)
    assert compare_channels(first, -0.9 * first) is Channels.FIRST


@pytest.mark.parametrize("length", [0, 100])
def test_no_sound_has_no_voices(length: int) -> None:
    assert compare_channels(np.zeros(length, np.float32), np.zeros(length, np.float32)) is not Channels.APART


def speaking(*spans: tuple[int, int], frames: int) -> NDArray[np.float32]:
    chances = np.full(frames, 0.02, np.float32)
    for a, b in spans:
        chances[a:b] = 0.95
    return chances


def test_silence_has_no_windows() -> None:
    assert windows(np.full(2_000, 0.05, np.float32)) == []


def test_a_click_is_no_speech() -> None:
    assert windows(speaking((100, 103), frames=500)) == []


def test_a_long_silence_is_left_out_and_times_lead_back_to_the_recording() -> None:
    (window,) = windows(speaking((100, 200), (1_000, 1_100), frames=1_500))
    assert window.duration_ms < 300 * FRAME_MS + 1_000
    samples = window.samples(np.arange(1_500 * FRAME, dtype=np.float32))
    assert len(samples) == len(window.frames) * FRAME
    for index in (0, 50, len(window.frames) - 1):
        assert window.position_ms(index * FRAME_MS) * RATE_HZ // 1000 == samples[index * FRAME]


def test_long_talk_is_cut_in_a_pause() -> None:
    pauses = [(i, i + 12) for i in range(200, 3_000, 190)]
    chances = np.full(3_000, 0.95, np.float32)
    for a, b in pauses:
        chances[a:b] = 0.05
    for window in windows(chances)[:-1]:
        assert any(a <= window.frames[-1] <= b for a, b in pauses)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1, width=32), max_size=40), st.integers(1, 90))
def test_every_frame_of_speech_is_in_exactly_one_window_of_bounded_length(levels: list[float], each: int) -> None:
    chances = np.repeat(np.array(levels, np.float32), each)
    cut = windows(chances)
    frames = np.concatenate([w.frames for w in cut]) if cut else np.zeros(0, np.int64)
    assert all(len(w.frames) <= WINDOW_FRAMES for w in cut)
    assert np.all(np.diff(frames) > 0)
    for a, b in voice.speech_stretches(chances):
        assert np.isin(np.arange(a, b), frames).all()
