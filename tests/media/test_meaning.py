"""Vectors are kept small, and the nearest is still the nearest."""

from __future__ import annotations

import numpy as np

from mediakit.media.meaning import DIMENSIONS, nearest, packed


def test_what_is_kept_small_is_as_near_as_it_was() -> None:
    draw = np.random.default_rng(3)
    vectors = draw.standard_normal((50, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = packed(vectors)
    assert len(kept) == 50 * (DIMENSIONS + 4)
    for row, likeness in nearest(kept, vectors[7], 50):
        assert abs(likeness - float(vectors[row] @ vectors[7])) < 0.01
    ((first, likeness),) = nearest(kept, vectors[7], 1)
    assert first == 7
    assert likeness > 0.99


def test_one_stretch_is_enough() -> None:
    one = np.zeros((1, DIMENSIONS), np.float32)
    one[0, 0] = 1.0
    assert nearest(packed(one), one[0], 12) == [(0, 1.0)]
