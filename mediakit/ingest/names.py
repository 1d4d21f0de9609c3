"""Where the files of a card go: the same path as on the card, unless the disk cannot hold such a name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from mediakit.media.disk import Habits

_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]')
_LONGEST = 255


def names_on_disk(card_paths: Iterable[str], habits: Habits, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """For each path on the card its path on the disk; on nearly every card and disk the two are equal.

    Bytes that are no UTF-8 are written %FF, so that every program can open the copy; characters that Windows or
    exFAT forbid become "_"; names that a case-folding disk would take for one get " (2)". Collisions are settled in
    the order of the card's paths, so the answer is always the same. known: what was settled earlier, kept as it is.
    """
    settled = dict(known or {})
    taken = {_same(path, habits) for path in settled.values()}
    for path in sorted(set(card_paths) - settled.keys()):
        wanted = "/".join(_part(part, habits) for part in path.split("/"))
        free, number = wanted, 2
        while _same(free, habits) in taken:
            free, number = numbered(wanted, number), number + 1
        settled[path] = free
        taken.add(_same(free, habits))
    return settled


def numbered(path: str, number: int) -> str:
    """The path with a number before its suffix, never too long: for a file that changed on the card since.

    >>> numbered("M4ROOT/MEDIAPRO.XML", 2)
    'M4ROOT/MEDIAPRO (2).XML'
    """
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    longer = f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
    return folder + slash + (longer if len(longer.encode()) <= _LONGEST else _shortened(longer))


def _part(name: str, habits: Habits) -> str:
    # %FF for a byte that is no UTF-8: reversible, and legal everywhere
    safe = "".join(_percent(ord(c)) if 0xD800 <= ord(c) <= 0xDFFF else c for c in name)
    if habits.forbids:
        safe = _FORBIDDEN.sub("_", safe)
        safe = re.sub(r"[. ]+$", lambda m: "_" * len(m[0]), safe)
        safe = _RESERVED.sub(r"\1_\2", safe)
    return safe if len(safe.encode()) <= _LONGEST else _shortened(safe)


def _percent(surrogate: int) -> str:
    # a byte that is no UTF-8; else half a character, which Windows lets stand in a name
    return f"%{surrogate - 0xDC00:02X}" if 0xDC80 <= surrogate <= 0xDCFF else f"%u{surrogate:04X}"


def _shortened(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    ending = f"~{hashlib.blake2b(name.encode(), digest_size=4).hexdigest()}" + (
        dot + suffix if stem and len(suffix) <= 12 else ""
    )
    return (stem or name).encode()[: _LONGEST - len(ending.encode())].decode("utf-8", "ignore") + ending


def _same(path: str, habits: Habits) -> str:
    # HFS+ and APFS compare names after normalising; a case-folding disk folds as well
    return unicodedata.normalize("NFC", path).casefold() if habits.folds_case else path
