"""The recorded voices say their scripts, and a mouth follows them."""

from __future__ import annotations

import numpy as np
import pytest

from mediakit.sample import sound, voice
from mediakit.sample.footage import SCRIPTS


@pytest.mark.parametrize("name", [script.voice for script in SCRIPTS])
def test_every_word_of_a_script_has_its_time_in_the_recording(name: str) -> None:
    read = voice.reading(name)
    words = [word for sentence in read.sentences for word in sentence.words]
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)
    assert all(word.start_ms <= word.end_ms <= read.duration_ms for word in words)
    assert [sentence.text for sentence in read.sentences] == [" ".join(w.text for w in s.words) for s in read.sentences]


def test_a_recording_is_as_long_as_its_words_say() -> None:
    read, heard = voice.reading("nuala"), voice.sound("nuala")
    assert abs(len(heard) / voice.RATE_HZ - read.duration_ms / 1000) < 0.1
    assert 0.1 < float(np.abs(heard).max()) <= 1.0


def test_a_mouth_is_shut_in_silence_and_open_in_speech() -> None:
    silence = np.zeros(voice.RATE_HZ, dtype=np.float32)
    speech = np.sin(np.arange(voice.RATE_HZ) / 30).astype(np.float32) * 0.3
    followed = voice.mouths(np.concatenate([silence, speech]), 10, 6)
    assert followed[:10] == [0] * 10
    assert min(followed[10:]) > 2
    assert max(followed) < 6


def test_music_is_quiet_while_somebody_speaks() -> None:
    bed = np.full(sound.samples(6), 0.2, dtype=np.float32)
    speech = np.zeros_like(bed)
    speech[sound.samples(2) : sound.samples(4)] = 0.3
    ducked = sound.ducked(bed, speech, under=0.1)
    assert ducked[sound.samples(3)] < 0.03
    assert ducked[sound.samples(0.3)] > 0.18


def test_the_sound_of_a_room_is_the_same_every_time_and_hardly_heard() -> None:
    one, other = sound.room_tone(0.5, seed=4), sound.room_tone(0.5, seed=4)
    assert np.array_equal(one, other)
    assert float(np.sqrt(np.mean(one**2))) < 0.002
