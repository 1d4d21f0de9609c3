"""The keys of what the site is made of: 32 hex digits over everything that a value says.

Equal keys mean equal values. What many pages show (a photo's card, somebody's name and role) is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from operator import attrgetter
from types import NoneType
from typing import Any

import xxhash

from mediakit.domain.asset import Asset
from mediakit.gallery import pages
from mediakit.gallery.search_index import Entry

# what says all that it is when it is written out
_PLAIN = frozenset((str, int, float, bool, NoneType, date, datetime))
# what writes out every field of itself, in less time than it could be taken apart here
_WRITTEN_OUT = frozenset((Asset,))
_SHARED = frozenset((pages.Recording, pages.Photo, pages.Picture, pages.Person, pages.RecordingPage, Entry))


class Keys:
    """Keys of values that do not change, and live at least as long as this."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}
        self._parts: dict[type, Callable[[Any], tuple[object, ...]] | None] = {}

    def of(self, value: object) -> str:
        """The key of a page, or of what the search finds of one."""
        return self._digest(value).hex()

    def of_all(self, *values: object) -> str:
        """The key of several values together, of which none is looked at again."""
        return _digest(self._told(values)).hex()

    def _digest(self, value: object) -> bytes:
        known = self._known.get(id(value))
        if known is None:
            # the value is kept: another one could have its id once it is gone
            known = self._known[id(value)] = (value, _digest(self._told(value)))
        return known[1]

    def _flat(self, value: object) -> object:
        """The value as what can be written out quickly: a tuple for a value of ours, a list for a tuple."""
        return self._digest(value) if type(value) in _SHARED else self._told(value)

    def _told(self, value: object) -> object:
        flat, kind = self._flat, type(value)
        if isinstance(value, tuple):
            return [part if type(part) in _PLAIN else flat(part) for part in value]
        if kind in _WRITTEN_OUT:
            return repr(value)
        if isinstance(value, dict):
            return ("dict", self._told(tuple(value)), self._told(tuple(value.values())))
        if kind not in self._parts:
            self._parts[kind] = _parts_of(kind)
        parts = self._parts[kind]
        if parts is None:
            return (kind.__name__, repr(value))
        return (kind.__name__, *[part if type(part) in _PLAIN else flat(part) for part in parts(value)])


def key_of(value: object) -> str:
    """The key of one value alone."""
    return Keys().of(value)


def text_key(text: str) -> str:
    """The key of a text: 32 hex digits, equal only for equal texts."""
    return xxhash.xxh128_hexdigest(text.encode("utf-8", "surrogatepass"))


def _parts_of(kind: type) -> Callable[[Any], tuple[object, ...]] | None:
    """What takes a value of ours apart; None for what is none."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _digest(told: object) -> bytes:
    return xxhash.xxh128_digest(repr(told).encode("utf-8", "surrogatepass"))
