"""The pages' own words in the language of the site. English is the key: what has no translation stays English.

`templates/strings/<language>.json` holds {"pages": {English: translation}, "scripts": {English: translation}}; a
workspace's file of that name adds to the packaged one and replaces its lines. A text that counts is kept under the
English for many, as [one, many].
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from mediakit.domain.errors import BadInputFile

FOLDER = "strings"
# how a language writes numbers, told by one that has everything in it
NUMBER = "1,234.5"
# languages in which nothing, too, is counted like one (Unicode CLDR plural rules)
_NONE_IS_ONE = frozenset({"fr", "pt", "hy", "hi", "bn", "fa"})


@dataclass(frozen=True, slots=True)
class Strings:
    """Translations for one language; empty for English. scripts: what the site's scripts say."""

    language: str = "en-GB"
    pages: Mapping[str, str | list[str]] = field(default_factory=dict)
    scripts: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: str, **values: object) -> str:
        """A text with its {places} filled in; what is filled in may be Markup, all else is escaped with it.

        >>> Strings(pages={"by {name}": "de {name}"}).say("by {name}", name="Ada")
        'de Ada'
        """
        found = self.pages.get(text, text)
        return _fill(found if isinstance(found, str) else found[-1], values)

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """A text that counts: `{n}` is the number.

        >>> Strings().count("{n} photo", "{n} photos", 1), Strings("fr").count("{n} film", "{n} films", 0)
        ('1 photo', '0 film')
        >>> Strings().count("{n} photo", "{n} photos", 12_345)
        '12,345 photos'
        """
        found = self.pages.get(many)
        forms = found if isinstance(found, list) else [one, many]
        single = n == 1 or (n == 0 and self.language.split("-")[0] in _NONE_IS_ONE)
        return _fill(forms[0] if single else forms[-1], {"n": self.number(n), **values})

    def number(self, n: int | float, decimals: int = 0) -> str:
        """A number with the language's own marks, which are read off its translation of "1,234.5".

        >>> Strings().number(12_345), Strings(pages={"1,234.5": "1.234,5"}).number(1_234.56, 1)
        ('12,345', '1.234,6')
        """
        told = self.say(NUMBER)
        thousands, point = told[1:-5], told[-2]
        return f"{n:,.{decimals}f}".translate({ord(","): thousands, ord("."): point})

    @property
    def functions(self) -> dict[str, Any]:
        """What templates call: t(text, …), tn(one, many, n, …), and the words of the scripts."""
        told: dict[str, Callable[..., Any] | Mapping[str, str]] = {"t": self.say, "tn": self.count}
        return {**told, "script_words": dict(self.scripts)}


def read_strings(folders: Sequence[Path], language: str) -> Strings:
    """The words of a language (BCP 47): of "fr-CA", what fr.json and then fr-CA.json say. folders: first counts first.

    Raises BadInputFile naming a file that is no such catalogue of strings.
    """
    base = language.split("-")[0].lower()
    pages: dict[str, str | list[str]] = {}
    scripts: dict[str, str] = {}
    for name in dict.fromkeys((base, language)):
        for folder in reversed(folders):
            file = folder / FOLDER / f"{name}.json"
            if file.is_file():
                told = _read(file)
                pages |= told.get("pages", {})
                scripts |= told.get("scripts", {})
    return Strings(language, pages, scripts)


def _read(file: Path) -> dict[str, dict[str, Any]]:
    where = f"templates/{FOLDER}/{file.name}"
    try:
        told = json.loads(file.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise BadInputFile(f"cannot be read as JSON: {error}", where=where) from None
    if not isinstance(told, dict) or not all(isinstance(told.get(part, {}), dict) for part in ("pages", "scripts")):
        raise BadInputFile('expected {"pages": {English: translation}, "scripts": {…}}', where=where)
    for english, text in (*told.get("pages", {}).items(), *told.get("scripts", {}).items()):
        fine = isinstance(text, str) or (
            isinstance(text, list) and len(text) == 2 and all(type(x) is str for x in text)
        )
        if not fine:
            raise BadInputFile(f"“{english}” needs a text, or [one, many]", where=where)
    return told


def _fill(text: str, values: Mapping[str, object]) -> str:
    marked = any(isinstance(value, Markup) for value in values.values())
    for name, value in values.items():
        if marked:
            text = escape(text).replace(f"{{{name}}}", escape(value))
        else:
            text = text.replace(f"{{{name}}}", str(value))
    return text
