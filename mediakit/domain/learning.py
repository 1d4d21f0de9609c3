"""Words that a correction teaches: names and terms that the recogniser wrote otherwise. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mediakit.domain.names import words
from mediakit.domain.redaction import REDACTED
from mediakit.domain.revised import Difference

LONGEST_HEARD_WORDS = 6
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_POSSESSIVE = re.compile(r"['’]s$")
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir dame lord lady baroness rev sister nurse".split())
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]*[A-Z0-9]s?")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A word (or a few) that the recogniser should know, and what it wrote instead, where it wrote anything."""

    word: str
    heard_as: str | None = None


def lessons(differences: Iterable[Difference], known: Collection[str]) -> tuple[Lesson, ...]:
    """What these corrections teach: words with a capital inside a sentence, and acronyms, that are in no known text.

    known: names, aliases and vocabulary. Each is learnt once; of what is redacted nothing is.
    """
    spoken = {word for text in known for word in words(text)}
    found: dict[str, Lesson] = {}
    for difference in differences:
        if REDACTED in f"{difference.before} {difference.after}":
            continue
        for term, whole in _terms(difference):
            if not set(words(term)) <= spoken and not set(words(term)) <= set(words(difference.before)):
                heard = _bare(difference.before) if whole else ""
                found.setdefault(term, Lesson(term, heard if 0 < len(heard.split()) <= LONGEST_HEARD_WORDS else None))
    return tuple(found.values())


def _terms(difference: Difference) -> Iterator[tuple[str, bool]]:
    """The names and terms in what was written; with whether that is all that was written there."""
    texts = difference.after.split()
    run: list[str] = []
    for number, text in enumerate([*texts, ""]):
        bare = _POSSESSIVE.sub("", _bare(text))
        first = number == 0 and difference.starts_sentence
        ends = number > 0 and texts[number - 1][-1:] in ".?!" and not run
        if bare and _is_term(bare) and (_ACRONYM.fullmatch(bare) or not (ends or (first and not _goes_on(texts)))):
            run.append(bare)
            if text[-1:] not in ",;:.?!":
                continue
        if len(run) > 1 or (run and run[0].lower() not in _TITLES):
            yield " ".join(run), len(run) == len(texts)
        run = []


def _goes_on(texts: list[str]) -> bool:
    return len(texts) > 1 and _is_term(_bare(texts[1]))


def _is_term(word: str) -> bool:
    return (
        word[:1].isupper()
        and len(word) > 1
        and word not in ("I'm", "I’m", "I've", "I’ve", "I'll", "I’ll", "I'd", "I’d")
    )


def _bare(text: str) -> str:
    return _EDGES.sub("", text)
