"""Who is meant by a name in a file that came back: somebody on the people list, or a voice without a name."""

from __future__ import annotations

import re

from mediakit.catalogue import people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import UnknownName
from mediakit.domain.naming import fold
from mediakit.domain.transcript import Transcript

_ANONYMOUS = re.compile(r"(?:speaker\s+)?(\d{1,3})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,5}")
_SMALL = frozenset(
    "van von de der den del della di da dos das la le ten ter bin ibn al el y i ap ab ferch mac o".split()
)


class Voices:
    """Names of speakers for one recording; those that nobody has are collected in `unknown` with the line."""

    def __init__(self, catalogue: Catalogue, transcript: Transcript) -> None:
        self._catalogue = catalogue
        self._there = {s.speaker for s in transcript.segments if s.speaker}
        self._words = {word for s in transcript.segments for word in s.text.split()}
        self._texts = {s.text for s in transcript.segments}
        self._known: dict[str, str | UnknownName] = {}
        self.unknown: list[str] = []

    def named(self, name: str, line: str) -> str | None:
        """The slug of the person of that name, the number of a voice; None, and noted, for anybody else."""
        found = self._find(name)
        if isinstance(found, str):
            return found
        told = f"{line}: {found.what}: {name}"
        self.unknown.append(f"{told} ({found.hint})" if found.hint else told)
        return None

    def leads(self, text: str, line: str, *, certainly: bool) -> tuple[str | None, str]:
        """Who speaks a paragraph by what it begins with, and its words: "Kate Brintworth: We began" names somebody.

        A few words before a colon that name nobody are words, unless they look like a name that was not there before,
        or stand where only a name stands (certainly).
        """
        name, colon, rest = text.partition(":")
        name = name.strip()
        if not colon or not name or len(name) > 80 or rest[:1].strip():
            return None, text
        found = self._find(name)
        if isinstance(found, str):
            return found, rest
        said_so = f"{name.split()[-1]}:" in self._words
        if certainly or (self._looks_like_a_name(name) and not said_so):
            return self.named(name, line), rest
        return None, text

    def is_as_it_was(self, text: str) -> bool:
        """Whether a segment of the current transcript reads so."""
        return text in self._texts

    def _looks_like_a_name(self, text: str) -> bool:
        words = text.split()
        return bool(_NAME.fullmatch(text)) and all(w[:1].isupper() or w.lower() in _SMALL for w in words)

    def _find(self, name: str) -> str | UnknownName:
        anonymous = _ANONYMOUS.fullmatch(name)
        if anonymous:
            return str(int(anonymous[1]))
        if name in self._there:
            return name
        key = fold(name)
        if key not in self._known:
            try:
                self._known[key] = people.find(self._catalogue, name).slug
            except UnknownName as error:
                self._known[key] = error
        return self._known[key]
