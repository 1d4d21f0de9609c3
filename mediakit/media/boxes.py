"""The outermost boxes of an MP4 or QuickTime file (ISO/IEC 14496-12): enough to say why one does not open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_OUTERMOST = frozenset(
    kind.encode() for kind in "ftyp moov mdat free skip wide moof mfra uuid pnot meta styp sidx pdin".split()
)
_MOST = 10_000


def outermost(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Each outermost box as (type, position, size in bytes as claimed), until one makes no sense."""
    whole_bytes = path.stat().st_size
    with path.open("rb") as file:
        position = 0
        for _ in range(_MOST):
            file.seek(position)
            header = file.read(16)
            if len(header) < 8:
                return
            size_bytes, kind = int.from_bytes(header[:4], "big"), header[4:8]
            if size_bytes == 1:
                size_bytes = int.from_bytes(header[8:16], "big")
            elif size_bytes == 0:
                size_bytes = whole_bytes - position
            yield kind, position, size_bytes
            if size_bytes < 8:
                return
            position += size_bytes


def why_unreadable(path: Path) -> str | None:
    """Why an MP4 or QuickTime file does not open, in words for people; None if it is no such file or seems whole."""
    whole_bytes = path.stat().st_size
    found = list(outermost(path))
    if not found or found[0][0] not in _OUTERMOST:
        return None
    for kind, position, size_bytes in found:
        if kind not in _OUTERMOST or size_bytes < 8:
            return f"it is damaged from byte {position} on: nothing of it can be played"
        if position + size_bytes > whole_bytes:
            missing = position + size_bytes - whole_bytes
            return f"the copy was cut short ({missing} bytes are missing) and nothing of it can be played"
    if not any(kind == b"moov" for kind, _, _ in found):
        return "its index is missing: the recording was not closed; the camera may be able to repair it"
    return None
