"""What was made: a rendition as it lies on disk, and the options that keep it free of everything private."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from mediakit.domain.errors import MediaError, Undecodable
from mediakit.media import probe

# No tags, no chapters, no encoder's date: nothing personal goes out, and the same bytes come back.
CLEAN = {
    "map_metadata": -1,
    "map_metadata:s": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags:v": "+bitexact",
    "flags:a": "+bitexact",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A rendition that was written and opens. Size None where there is no picture; duration_ms 0 for a still."""

    path: Path
    width_px: int | None
    height_px: int | None
    bytes: int
    duration_ms: int

    def moved(self, path: Path) -> Made:
        """The same rendition under its final name."""
        return dataclasses.replace(self, path=path)


def measure(path: Path) -> Made:
    """Look at what was just written. Raises MediaError if it does not open."""
    try:
        width_px, height_px, duration_ms = probe.outline(path)
    except Undecodable:
        raise MediaError("nothing in it could be decoded") from None
    return Made(path, width_px, height_px, path.stat().st_size, duration_ms)
