"""Bursts: photos of one moment, of which one has to be chosen. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Protocol

# a camera held down takes several a second; somebody who looks again takes longer
PAUSE_S = 1.0


class Taken(Protocol):
    """What has to be known of a photo. at: seconds; detail: the more, the sharper, among pictures of one thing."""

    @property
    def id(self) -> str: ...
    @property
    def camera(self) -> Hashable: ...
    @property
    def shape(self) -> tuple[int, int]: ...
    @property
    def at(self) -> float | None: ...
    @property
    def detail(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Burst:
    """Photos of one moment, in order of time; top: the sharpest. One photo alone is a burst of one."""

    top: str
    photos: tuple[str, ...]


def bursts(taken: Iterable[Taken]) -> list[Burst]:
    """Photos, in order of time, as bursts: one camera, one shape, at most PAUSE_S from one to the next.

    The sharpest is the one whose web copy, of equal size, needs the most bytes: what is blurred is easily packed.
    """
    open_by_camera: dict[Hashable, tuple[float, list[Taken]]] = {}
    found: list[list[Taken]] = []
    for one in taken:
        key = (one.camera, one.shape)
        last = open_by_camera.get(key)
        if one.at is not None and last is not None and 0 <= one.at - last[0] <= PAUSE_S + 1e-3:
            row = last[1]
            row.append(one)
        else:
            row = [one]
            found.append(row)
        if one.at is not None:
            open_by_camera[key] = (one.at, row)
    return [Burst(max(row, key=lambda t: t.detail).id, tuple(t.id for t in row)) for row in found]
