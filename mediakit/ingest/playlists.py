"""AVCHD playlists: which streams of a card are one recording that the camera split at 2 or 4 GB."""

from __future__ import annotations

import struct

# Blu-ray play items: 1 begins something new, 5 and 6 go on from the one before without a gap.
_SEAMLESS = (5, 6)
LONGEST_BYTES = 1 << 20


def spanned(playlist: bytes) -> list[list[str]]:
    """Runs of stream names ("00000", "00001") that play on without a gap, in order; [] for what is no playlist.

    Reads the PlayList() structure of an .MPL/.mpls file (AVCHD, Blu-ray BD-ROM part 3, "MPLS" 0100 to 0300).
    """
    if playlist[:4] != b"MPLS" or len(playlist) < 20:
        return []
    try:
        (start,) = struct.unpack_from(">I", playlist, 8)
        (count,) = struct.unpack_from(">H", playlist, start + 6)
        at, runs = start + 10, list[list[str]]()
        for _ in range(count):
            (length,) = struct.unpack_from(">H", playlist, at)
            name = playlist[at + 2 : at + 7].decode("ascii")
            (flags,) = struct.unpack_from(">H", playlist, at + 11)
            if runs and flags & 0x0F in _SEAMLESS:
                runs[-1].append(name)
            else:
                runs.append([name])
            at += 2 + length
    except (struct.error, UnicodeDecodeError):
        return []
    return [run for run in runs if len(run) > 1]
