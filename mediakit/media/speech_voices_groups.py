"""How many voices there are among voice prints, and which voice speaks when. Arithmetic on arrays, no sound.

Prints of one voice lie close together (the cosine of the angle between them is about 0.75 for two windows of the same
voice, 0.42 for two of different ones), but each window also has its words in it. So windows are first put into more
groups than there can be voices; who speaks is then smoothed over time, and groups whose means are too close to be two
voices become one, the closest first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Labels = NDArray[np.int64]

MOST_COMPARED = 1_000
MOST_GROUPS = 16
ALIKE = 0.70
# Two means this close are one voice; a mean over little speech is less certain, so it has to be further away.
ONE_VOICE = 0.87
ONE_VOICE_OF_LITTLE = 0.77
MUCH_WINDOWS = 20
LEAST_WINDOWS = 4
MOST_VOICES = 8
SMOOTHINGS = 6
# What a change of voice costs, in cosines, where there is no pause; a pause makes it likelier.
CHANGE = 0.35


def voices_of(prints: Array, pauses: NDArray[np.bool_]) -> Array:
    """The mean print of each voice, shape (k, size), k from 1 to 8; of no prints, none.

    prints: of windows in order of time, shape (n, size), each of length 1. pauses: true where a pause is before one.
    """
    if not len(prints):
        return prints
    costs = np.where(pauses, CHANGE * 0.4, CHANGE).astype(np.float32)
    labels = _smoothed(prints, _first_groups(prints), costs)
    while True:
        means = means_of(prints, labels)
        sizes = np.bincount(labels)
        if len(means) == 1:
            return means
        near = means @ means.T - 2 * np.eye(len(means), dtype=np.float32)
        smallest = int(sizes.argmin())
        one, other = (int(i) for i in divmod(int(np.argmax(near - _limits(sizes))), len(means)))
        if sizes[smallest] < LEAST_WINDOWS:
            one, other = smallest, int(near[smallest].argmax())
        elif near[one, other] < _limits(sizes)[one, other] and len(means) <= MOST_VOICES:
            return means
        joined = np.unique(np.where(labels == one, other, labels), return_inverse=True)[1].astype(np.int64)
        labels = _smoothed(prints, joined, costs)


def along(scores: Array, costs: Array) -> Labels:
    """The most likely voice at each step, shape (n,), from how well each fits, shape (n, k), and what a change costs.

    costs: shape (n,), of a change right before each step (Viterbi).
    """
    steps, count = scores.shape
    came = np.zeros((steps, count), np.int64)
    total = scores[0].astype(np.float64)
    for i in range(1, steps):
        best = int(total.argmax())
        changed = total[best] - costs[i] > total
        came[i] = np.where(changed, best, np.arange(count))
        total = np.where(changed, total[best] - costs[i], total) + scores[i]
    path = np.empty(steps, np.int64)
    path[-1] = total.argmax()
    for i in range(steps - 1, 0, -1):
        path[i - 1] = came[i, path[i]]
    return path


def means_of(prints: Array, labels: Labels) -> Array:
    """The mean of each group's prints, of length 1, in order of the labels 0, 1, …, all of which occur."""
    sums = np.zeros((int(labels.max()) + 1, prints.shape[1]), np.float32)
    np.add.at(sums, labels, prints)
    means: Array = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return means


def _limits(sizes: Labels) -> NDArray[np.float64]:
    """How close two groups of these sizes may be and still are two voices, shape (k, k)."""
    fewer = np.minimum(sizes[:, None], sizes[None, :])
    limits: NDArray[np.float64] = np.where(fewer >= MUCH_WINDOWS, ONE_VOICE, ONE_VOICE_OF_LITTLE)
    return limits


def _smoothed(prints: Array, labels: Labels, costs: Array) -> Labels:
    """Who speaks, worked out from the groups' means until it stays the same; groups nobody is left in are gone."""
    for _ in range(SMOOTHINGS):
        told = along(prints @ means_of(prints, labels).T, costs)
        told = np.unique(told, return_inverse=True)[1].astype(np.int64)
        if np.array_equal(told, labels):
            break
        labels = told
    return labels


def _first_groups(prints: Array) -> Labels:
    """Groups of prints that are alike (average linkage); of many prints, some are compared and the rest follow."""
    chosen = np.unique(np.linspace(0, len(prints) - 1, min(len(prints), MOST_COMPARED)).astype(np.int64))
    labels = _linked(prints[chosen])
    if len(chosen) == len(prints):
        return labels
    nearest = (prints @ means_of(prints[chosen], labels).T).argmax(axis=1)
    return np.unique(nearest, return_inverse=True)[1].astype(np.int64)


def _linked(prints: Array) -> Labels:
    labels = np.arange(len(prints))
    sizes = np.ones(len(prints))
    near = (prints @ prints.T).astype(np.float64)
    np.fill_diagonal(near, -np.inf)
    left = len(prints)
    while left > 1:
        one, other = sorted(divmod(int(near.argmax()), len(prints)))
        if near[one, other] < ALIKE and left <= MOST_GROUPS:
            break
        row = (near[one] * sizes[one] + near[other] * sizes[other]) / (sizes[one] + sizes[other])
        near[one], near[:, one] = row, row
        near[one, one] = -np.inf
        near[other], near[:, other] = -np.inf, -np.inf
        sizes[one] += sizes[other]
        labels[labels == other] = one
        left -= 1
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
