"""Names: slugs for addresses, folder names that every disk accepts, short names of clips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N",
    }
)  # fmt: skip
SLUG_LETTERS = 60
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def fold(text: str) -> str:
    """Text without accents, in lower case, for comparing names.

    >>> fold("Siân Ní Łukasz")
    'sian ni lukasz'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def slugify(text: str, *, fallback: str = "item", limit: int = SLUG_LETTERS) -> str:
    """Lower-case ASCII letters, digits and single hyphens; never empty, never longer than limit.

    >>> slugify("Siân Ní Dhomhnaill-O'Neill"), slugify("会場")
    ('sian-ni-dhomhnaill-oneill', 'item')
    """
    plain = fold(text).replace("'", "").replace("’", "").encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-")
    if slug in _RESERVED:
        slug = f"{slug}-1"
    return slug or fallback


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """The wanted slug, or the first of wanted-2, wanted-3 … that is not taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def folder_name(text: str, *, fallback: str = "CARD") -> str:
    """A name that is a single folder on Linux, macOS and Windows; letters of any script are kept.

    >>> folder_name("A001: Canon/1"), folder_name(".."), folder_name("NUL")
    ('A001_ Canon_1', 'CARD', 'NUL_')
    """
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "_", text.encode("utf-8", "replace").decode())
    kept = unicodedata.normalize("NFC", kept).strip().rstrip(". ").lstrip(".")
    # a hundred letters, and room left of the 255 bytes that a name may have where each letter takes four
    kept = kept[:100].encode()[:240].decode("utf-8", "ignore").strip()
    if kept.casefold().split(".")[0] in _RESERVED:
        kept += "_"
    return kept or fallback


def short_name(card: str, file_name: str) -> str:
    """The short name CARD/CLIP of an asset: the card and the file's name without its extension."""
    stem = file_name.rsplit(".", 1)[0] if "." in file_name.lstrip(".") else file_name
    return f"{card}/{stem}"
