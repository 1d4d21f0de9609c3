"""Which script a text is written in, and so which limits hold for it where nobody says its language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

# the first word of a letter's Unicode name → a language with that script's limits
_LANGUAGES = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "THAI": "th",
    "ARABIC": "ar",
    "HEBREW": "he",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
}
_LOOKED_AT = 20_000


def language_of_script(texts: Iterable[str]) -> str | None:
    """A language whose script most letters are of; None for Latin letters and for none. Kana make it Japanese.

    >>> language_of_script(["これはペンです。"]), language_of_script(["Мы начали."]), language_of_script(["We began."])
    ('ja', 'ru', None)
    """
    letters = [c for c in "".join(texts)[:_LOOKED_AT] if c.isalpha()]
    counts = Counter(_LANGUAGES.get(unicodedata.name(c, "").partition(" ")[0].partition("-")[0]) for c in letters)
    kana = counts["ja"]
    if kana and kana * 10 > counts["zh"]:
        counts["ja"] += counts.pop("zh", 0)
    found, count = max(counts.items(), key=lambda row: row[1], default=(None, 0))
    return found if count * 2 > len(letters) else None
