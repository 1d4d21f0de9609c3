"""Bursts: photos of one moment, of which one has to be chosen. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Protocol

from mediakit.domain.likeness import alike

# a camera held down takes several a second; somebody who looks again takes longer
PAUSE_S = 1.0


class Taken(Protocol):
    """What has to be known of a photo. at: seconds, None where nobody knows when; look: its ThumbHash, None if unknown.

    sharp: the more, the sharper, among pictures of one thing that were measured alike.
    """

    @property
    def id(self) -> str: ...
    @property
    def camera(self) -> Hashable: ...
    @property
    def shape(self) -> tuple[int, int]: ...
    @property
    def at(self) -> float | None: ...
    @property
    def look(self) -> str | None: ...
    @property
    def sharp(self) -> tuple[float, int]: ...


@dataclass(frozen=True, slots=True)
class Burst:
    """Photos of one moment, in order of time; top: the sharpest. One photo alone is a burst of one."""

    top: str
    photos: tuple[str, ...]


def bursts(taken: Iterable[Taken]) -> list[Burst]:
    """Photos, in order of time, as bursts: one camera, one shape, at most PAUSE_S from one to the next, and alike.

    Of photos whose looks were not measured, time alone is asked.
    """
    open_by_camera: dict[Hashable, list[Taken]] = {}
    found: list[list[Taken]] = []
    for one in taken:
        key = (one.camera, one.shape)
        row = open_by_camera.get(key)
        if row is not None and _goes_on(row[-1], one):
            row.append(one)
        else:
            row = [one]
            found.append(row)
        if one.at is not None:
            open_by_camera[key] = row
    return [_burst(row) for row in found]


def _burst(row: list[Taken]) -> Burst:
    if len(row) == 1:
        return Burst(row[0].id, (row[0].id,))
    return Burst(max(row, key=lambda t: t.sharp).id, tuple(t.id for t in row))


def _goes_on(before: Taken, one: Taken) -> bool:
    if before.at is None or one.at is None or not 0 <= one.at - before.at <= PAUSE_S + 1e-3:
        return False
    return not before.look or not one.look or alike(before.look, one.look) is not False
