"""Search by meaning: a question finds the passage that answers it in other words, ranked together with the word hits.

What is shown is always the passage itself, with its second and who speaks.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mediakit.catalogue import search, search_vectors
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.search import Hit, Result
from mediakit.catalogue.search_match import Within, understand
from mediakit.catalogue.search_recordings import in_time
from mediakit.domain.progress import Progress, Silent
from mediakit.domain.query import Any, Term, leaves, parse, words_of
from mediakit.editorial import search as by_words
from mediakit.editorial.search import Found, Query
from mediakit.media import meaning

# Below this likeness a passage is about something else. Measured on the pairs of tests/editorial/meaning_pairs.py.
LEAST_LIKE = 0.2
MOST_STRETCHES = 60
MOST_OF_A_RECORDING = 12
# so many recordings are read on the way; more are a task of their own
READ_ON_THE_WAY = 12
# reciprocal rank fusion: Cormack, Clarke and Büttcher 2009
RANK_OFFSET = 60
RAREST_WORDS = 6
# a hit that has only some of the words counts for so much less
SOME_WORDS = 0.4
# what a question is made of, and not what it is about
_ASKING = frozenset(
    "a an the and or but of to in on at by for from with as is are was were be been it its this that these those there "
    "i we you he she they me us him them my our your his her their not no so if then than when what who whom whose how "
    "all any some which why where do does did done has have had can could should would will may might about".split()
)


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch near in meaning: passages first … last of a recording; likeness 0 … 1."""

    asset: str
    first: int
    last: int
    likeness: float


def prepare(catalogue: Catalogue, progress: Progress | None = None) -> int:
    """Read every recording that was not read yet, or changed since; returns how many. Raises NoModel: see `read`."""
    left = search_vectors.missing(catalogue, meaning.MODEL)
    read(catalogue, left, progress)
    return len(left)


def read(catalogue: Catalogue, recordings: Sequence[str], progress: Progress | None = None) -> None:
    """Read recordings for their meaning.

    Each is kept as it is read: it can be stopped and started again. Raises NoModel without the extra.
    """
    if not recordings:
        return
    told, reader = progress or Silent(), meaning.reader()
    told.begin("reading", len(recordings), "recordings")
    for asset in recordings:
        made = search_vectors.stretches(catalogue, asset)
        vectors = meaning.packed(reader.read([text for _, _, text in made]))
        search_vectors.put(catalogue, asset, meaning.MODEL, [(first, last) for first, last, _ in made], vectors)
        told.advance(1)


def look(catalogue: Catalogue, query: Query, where: Within) -> Found:
    """The passages that fit by meaning, or by meaning and words. Raises NoModel without the extra."""
    unread = search_vectors.missing(catalogue, meaning.MODEL)
    read(catalogue, unread[:READ_ON_THE_WAY])
    left = len(unread[READ_ON_THE_WAY:])
    alike = _stretches(catalogue, query.words, where)
    said, weight = _word_hits(catalogue, query, where) if query.mode == "both" else (Result(), 1.0)
    hits, how = _fused(catalogue, said.hits, weight, alike, query)
    numbers = tuple(dict.fromkeys((*said.numbers, *(hit.number for hit in hits))))
    if query.sort == "time":
        place = {number: i for i, number in enumerate(in_time(catalogue, [hit.number for hit in hits]))}
        hits.sort(key=lambda hit: place[hit.number])
    found = by_words.shown(catalogue, query, Result(numbers, said.whole, tuple(hits[: query.limit]), said.also), how)
    notes = (f"{left} recordings are not read for meaning yet: mediakit search --prepare",) if left else ()
    return replace(found, notes=notes)


def _stretches(catalogue: Catalogue, question: str, where: Within) -> list[Near]:
    asked = meaning.reader().read([" ".join(words_of(question))])[0]
    best: list[tuple[float, str, int]] = []
    for asset, vectors in search_vectors.every(catalogue, meaning.MODEL, where):
        for row, likeness in meaning.nearest(vectors, asked, MOST_OF_A_RECORDING):
            if likeness >= LEAST_LIKE:
                best.append((likeness, asset, row))
    top = heapq.nlargest(MOST_STRETCHES, best)
    return [Near(asset, *search_vectors.stretch(catalogue, asset, row), likeness) for likeness, asset, row in top]


def _word_hits(catalogue: Catalogue, query: Query, where: Within) -> tuple[Result, float]:
    """The hits of all words, or else of some, and what such a hit counts for."""
    node = parse(query.words).node
    if node is None:
        return Result(), 1.0
    most = max(query.limit, MOST_STRETCHES)
    plan = understand(catalogue, node)
    result = search.best(catalogue, plan, where, most)
    terms = [term for term in leaves(node) if isinstance(term, Term)]
    if result.hits or len(terms) < 3:
        return result, 1.0
    # a question has words that its answer has not: any of its rarest will do
    telling = [term for term in dict.fromkeys(terms) if not _ASKING.issuperset(term.words)]
    if not telling:
        return result, 1.0
    rarest = sorted(telling, key=lambda term: plan.terms[term].uses)[:RAREST_WORDS]
    some = understand(catalogue, Any(tuple(rarest)), forgiving=False)
    return search.best(catalogue, some, where, most), SOME_WORDS


def _fused(
    catalogue: Catalogue, said: Sequence[Hit], weight: float, alike: Sequence[Near], query: Query
) -> tuple[list[Hit], dict[int, str]]:
    """Both lists in one, by reciprocal rank; a word hit within a stretch is one hit, and is both."""
    points = {hit.number: weight / (RANK_OFFSET + rank) for rank, hit in enumerate(said, 1)}
    hits, how = {hit.number: hit for hit in said}, dict.fromkeys(points, "words")
    taken: set[int] = set()
    for rank, near in enumerate(alike, 1):
        numbers = range(near.first, near.last + 1)
        more = 1 / (RANK_OFFSET + rank)
        both = [number for number in numbers if number in how and how[number] != "meaning"]
        if both:
            number = max(both, key=lambda n: points[n])
            if how[number] == "words":
                points[number], how[number] = points[number] + more, "both"
        elif taken.isdisjoint(numbers):
            hit = search_vectors.hit(catalogue, near.asset, near.first, near.last, near.likeness)
            if hit is not None and (query.speaker is None or _voice_fits(hit, query)):
                hits[hit.number], points[hit.number], how[hit.number] = hit, more, "meaning"
        taken.update(numbers)
    order = sorted(hits, key=lambda number: -points[number])
    return [hits[number] for number in order], how


def _voice_fits(hit: Hit, query: Query) -> bool:
    return hit.speaker is None or hit.speaker == query.speaker
