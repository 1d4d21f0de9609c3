"""Python's search for garbage, kept away from a build: a million frozen values hold none, and each search reads all."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """No search at all, while values are made in bulk: it would take a third of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


@contextlib.contextmanager
def of_what_is_new() -> Iterator[None]:
    """A search after all, of what is made from here on alone: rendering leaves cycles behind."""
    searching = gc.isenabled()
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        if not searching:
            gc.disable()
        gc.unfreeze()
