"""One of us at a time: a lock that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from mediakit.domain.errors import CatalogueBusy


@contextlib.contextmanager
def only_one(file: Path, what: str) -> Iterator[None]:
    """Hold the lock `file` for the block. Raises CatalogueBusy, naming `what`, if somebody else holds it.

    Its folder is made for its owner alone: what lies beside a lock may say who is withheld and why.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _take(handle):
            hint = "wait until it has finished, then run this again"
            raise CatalogueBusy(f"another mediakit {what} is running in this workspace", hint=hint)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
