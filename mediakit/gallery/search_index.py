"""What can be found on the site, and the postings of one page: which words stand where in it.

A page is two rows of words. What is said: its sentences one after the other, the first word at place 0. What is
written: the title from place 0, who is in it from 256, its caption from 768. Postings are text from the start, as they
will lie in the site: search_codes.py tells how numbers are written, search_files.py what files there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mediakit.gallery.search_codes import bucket_of, number, read_numbers, rising
from mediakit.gallery.search_words import Heard, heard

WHO, CAPTION = 256, 768
# sentences are fetched in blocks of about so many characters
BLOCK_CHARACTERS = 2_400
# between the two words of a pair that is a term of its own; no word holds it
PAIR = "_"
# how the postings of a word in a page begin: one place in what is said, several, only in what is written, both
ONCE, OFTEN, WRITTEN, BOTH = range(4)


class Said(NamedTuple):
    """A sentence: start in ms, None for what has no place in a recording; its words; who speaks, if that is shown."""

    start_ms: int | None
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found of one page, and by what it can be filtered.

    who: as it is shown. event, event_slug: the event it belongs to, or is. people: names, as they are shown.
    year: four digits, or "".
    """

    path: str
    kind: str
    title: str
    who: str = ""
    event: str = ""
    text: str = ""
    said: tuple[Said, ...] = ()
    event_slug: str = ""
    people: tuple[str, ...] = ()
    year: str = ""

    @property
    def key(self) -> str:
        return self.path.removesuffix("/index.html")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that need not be there yet. key: of its page; digest: over all of the entry; entry: gives it."""

    key: str
    digest: str
    entry: Callable[[], Entry]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page: what is said, with the place where each sentence begins, and what is written."""

    said: Heard
    starts: tuple[int, ...]
    written: tuple[tuple[int, str], ...]


def words_of(entry: Entry) -> Words:
    """The words of a page with their places."""
    row: list[str] = []
    others: list[tuple[int, str]] = []
    starts = []
    for sentence in entry.said:
        starts.append(len(row))
        main, beside = heard(sentence.text)
        others += [(len(row) + place, word) for place, word in beside]
        row += main
    fields = ((entry.title, 0, WHO), (entry.who, WHO, CAPTION), (entry.text, CAPTION, 1 << 30))
    written = tuple(found for text, first, end in fields for found in _written(text, first, end))
    return Words((row, others), tuple(starts), written)


def _written(text: str, first: int, end: int) -> Iterator[tuple[int, str]]:
    main, beside = heard(text)
    for place, word in (*enumerate(main), *beside):
        yield min(first + place, end - 1), word


def postings(words: Words) -> dict[str, str]:
    """Word → where it stands in the page."""
    said: dict[str, list[int]] = defaultdict(list)
    row, others = words.said
    for place, word in enumerate(row):
        said[word].append(place)
    for place, word in others:
        said[word].append(place)
    for _, word in others:
        said[word].sort()
    written: dict[str, list[int]] = defaultdict(list)
    for place, word in words.written:
        written[word].append(place)
    found = {word: _spoken(places, written.get(word)) for word, places in said.items()}
    return found | {w: f"{number(WRITTEN)}{_places(set(p))}" for w, p in written.items() if w not in said}


def pairs(words: Words, stops: Collection[str]) -> dict[str, str]:
    """The same of each two words beside each other that are both too common to be listed: in a phrase they count."""
    if not stops:
        return {}
    said: dict[str, list[int]] = defaultdict(list)
    row = words.said[0]
    common = [word in stops for word in row]
    for place in range(len(row) - 1):
        if common[place] and common[place + 1]:
            said[row[place] + PAIR + row[place + 1]].append(place)
    return {pair: _spoken(places, None) for pair, places in said.items()}


def _spoken(said: list[int], written: list[int] | None) -> str:
    if written:
        return f"{number(BOTH)}{_places(said)}{_places(set(written))}"
    if len(said) == 1:
        return number(ONCE) + number(said[0])
    return f"{number(OFTEN)}{_places(said)}"


def _places(places: Iterable[int]) -> str:
    ordered = sorted(places)
    return number(len(ordered) - 1) + rising(ordered)


def first_only(posting: str) -> str:
    """The same with only the first place of what is said, and of what is written."""
    how, *rest = read_numbers(posting)
    if how in (ONCE, WRITTEN):
        return posting if how == ONCE else number(WRITTEN) + number(0) + number(rest[1])
    if how == OFTEN:
        return number(ONCE) + number(rest[1])
    many = rest[0] + 1
    return number(BOTH) + number(0) + number(rest[1]) + number(0) + number(rest[many + 2])


def pieces(found: dict[str, str], buckets: int) -> dict[int, str]:
    """The postings of a page by bucket, each as text: word, posting, word, posting…"""
    by_bucket: dict[int, list[str]] = defaultdict(list)
    for word, posting in found.items():
        by_bucket[bucket_of(word, buckets)] += (word, posting)
    return {bucket: " ".join(those) for bucket, those in by_bucket.items()}


def characters(entry: Entry) -> int:
    """How much there is to find of a page."""
    return sum(len(sentence.text) for sentence in entry.said) + len(entry.title) + len(entry.who) + len(entry.text)


def blocks(entry: Entry) -> list[tuple[int, int]]:
    """First sentence and the one after the last of each block of a page's sentences."""
    found, first, size = [], 0, 0
    for place, sentence in enumerate(entry.said):
        if size and size + len(sentence.text) > BLOCK_CHARACTERS:
            found.append((first, place))
            first, size = place, 0
        size += len(sentence.text) + 12
    return [*found, (first, len(entry.said))] if entry.said else []
