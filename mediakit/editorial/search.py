"""Who said the thing about trust, and when: passages that fit, with what they belong to."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mediakit.catalogue import search, search_words
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.search import HIT_CLOSES, HIT_OPENS, Hit, Result
from mediakit.catalogue.search_match import SCOPE, Within, matching, understand
from mediakit.catalogue.search_recordings import Facets, Recording, facets, in_time, known_people, recordings
from mediakit.catalogue.search_scope import Filters, within
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.query import Typed, key_of, parse

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
SORTS = ("relevance", "time")
MODES = ("words", "meaning", "both")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and in what: every filter that is not None must hold. `words` may hold filters, too.

    limit: the most hits wanted; around: how many sentences before and after each hit; mode: by words, meaning or both.
    """

    words: str
    person: str | None = None
    organisation: str | None = None
    role: str | None = None
    event: str | None = None
    session: str | None = None
    kind: str | None = None
    speaker: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 20
    sort: str = "relevance"
    around: int = 0
    mode: str = "words"
    facets: bool = False


@dataclass(frozen=True, slots=True)
class FoundHit:
    """One hit with the recording it is in. person: the slug of who speaks, or of the only person attached.

    speaks: the name of who speaks, or what the voice is called; around: the passages before and after it, itself among
    them; how: "words", "meaning" or "both".
    """

    hit: Hit
    recording: Recording
    person: str | None
    speaks: str | None
    around: tuple[Hit, ...] = ()
    how: str = "words"


@dataclass(frozen=True, slots=True)
class Found:
    """What fits. total: how many passages; more: there are more than that; hits: the best, in the order asked for.

    also: (word as typed, name that was looked for as well); notes: what could not be done, in plain words; facets: how
    the hits are spread, where it was asked for.
    """

    total: int = 0
    more: bool = False
    hits: tuple[FoundHit, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    facets: Facets = field(default_factory=Facets)


def look(catalogue: Catalogue, query: Query) -> Found:
    """The passages that fit, best first. Any string is a query; a wrong filter within it is told in `notes`.

    Raises UnknownName for a filter of the query's own fields that is not there, Misuse for one that is no day.
    """
    typed = parse(query.words)
    filters = _filters(query)
    where = within(catalogue, filters)
    try:
        hinted = _hinted(typed, filters)
        where = where if hinted == filters else within(catalogue, hinted)
    except (UnknownName, Misuse) as error:
        return Found(notes=(str(error),))
    if query.mode != "words" and typed.node is not None:
        from mediakit.editorial import search_meaning

        return search_meaning.look(catalogue, query, where)
    result = by_words(catalogue, typed, where, query, narrowed=bool(hinted))
    return shown(catalogue, query, result)


def by_words(catalogue: Catalogue, typed: Typed, where: Within, query: Query, *, narrowed: bool = False) -> Result:
    """The passages that have the words. narrowed: without a word, everything in `where` fits."""
    if typed.node is None:
        return _everything(catalogue, where, query) if narrowed else Result()
    plan = understand(catalogue, typed.node)
    result = search.best(catalogue, plan, where, query.limit)
    if query.sort == "time":
        numbers = in_time(catalogue, result.numbers)[: query.limit]
        result = replace(result, hits=tuple(search.passages(catalogue, numbers, plan)))
    return result


def _everything(catalogue: Catalogue, where: Within, query: Query) -> Result:
    # every passage has a kind: so all of them fit
    anything = f"scope : ({' OR '.join(f'{chr(34)}{SCOPE}k{kind}{chr(34)}' for kind in ('video', 'audio', 'photo'))})"
    numbers, whole = matching(catalogue, anything, where, most=search.COUNTED, patience_s=search.PATIENCE_S)
    first = in_time(catalogue, numbers)[: query.limit]
    return Result(tuple(numbers), whole, tuple(search.passages(catalogue, first)))


def shown(catalogue: Catalogue, query: Query, result: Result, how: Mapping[int, str] | None = None) -> Found:
    """Hits with what they belong to. how: the way a passage was found, by its number."""
    there = recordings(catalogue, list(dict.fromkeys(hit.asset for hit in result.hits)))
    slugs = [hit.speaker for hit in result.hits] + [slug for r in there.values() for slug in r.people]
    names = known_people(catalogue, slugs)
    hits = []
    for hit in result.hits:
        recording = there[hit.asset]
        alone = recording.people[0] if len(recording.people) == 1 else None
        person = hit.speaker if hit.speaker in names else alone
        speaks = names.get(person or "") or hit.speaker if hit.start_ms is not None else None
        around = tuple(search.around(catalogue, hit, query.around)) if query.around else ()
        hits.append(FoundHit(hit, recording, person, speaks, around, (how or {}).get(hit.number, "words")))
    spread = facets(catalogue, result.numbers) if query.facets else Facets()
    return Found(len(result.numbers), not result.whole, tuple(hits), result.also, (), spread)


def _filters(query: Query) -> Filters:
    named = {name: getattr(query, name) for name in ("person", "organisation", "role", "event", "session")}
    return Filters(**named, kind=query.kind, speaker=query.speaker, since=_day(query.since), until=_day(query.until))


def _hinted(typed: Typed, filters: Filters) -> Filters:
    for name, value in typed.hints:
        if name == "date":
            since, dots, until = value.partition("..")
            filters = replace(filters, since=_day(since or None), until=_day((until if dots else since) or None))
        else:
            filters = replace(filters, **{name: _day(value) if name in ("since", "until") else value or None})
    return filters


def _day(text: str | None) -> str | None:
    if text and not _DAY.fullmatch(text):
        raise Misuse("not a day", where=text, hint="write it as 2026-05-13, 2026-05 or 2026")
    return text


def suggest(catalogue: Catalogue, typed: str, limit: int = 8) -> list[str]:
    """Words that the last word typed may become, the most used first; nothing where none was begun.

    A name comes with its capital.
    """
    begun = re.search(r"[^\W_][\w'’]*$", typed)
    if not begun:
        return []
    word = key_of(begun[0].rstrip("'’"))[0]
    found = search_words.beginning(catalogue, word, limit + 8) if word else []
    once = dict.fromkeys(one.word.capitalize() if one.is_name else one.word for one in found)
    return list(once)[:limit]


def snippet(marked: str) -> str:
    """The passage as HTML: each hit inside <mark>, everything else escaped.

    >>> snippet("a < b and " + HIT_OPENS + "trust" + HIT_CLOSES)
    'a &lt; b and <mark>trust</mark>'
    """
    return html.escape(marked).replace(HIT_OPENS, "<mark>").replace(HIT_CLOSES, "</mark>")


def pieces(marked: str) -> list[tuple[str, bool]]:
    """The passage in pieces for a terminal: (text, whether it is a hit).

    >>> pieces("in " + HIT_OPENS + "trust" + HIT_CLOSES + " we")
    [('in ', False), ('trust', True), (' we', False)]
    """
    found = []
    for number, part in enumerate(marked.split(HIT_OPENS)):
        hit, closed, rest = part.partition(HIT_CLOSES) if number else ("", "", part)
        found += [(hit, True)] if closed else []
        found.append((rest if closed or not number else hit, False))
    return [(" ".join(text.split("\n")), is_hit) for text, is_hit in found if text]


def by_recording(found: Sequence[FoundHit]) -> Mapping[str, list[FoundHit]]:
    """Hits by asset id: the asset of the best hit first, and within an asset what is written, then in order of time."""
    groups: dict[str, list[FoundHit]] = {}
    for one in found:
        groups.setdefault(one.recording.id, []).append(one)
    return {asset: sorted(hits, key=_place) for asset, hits in groups.items()}


def _place(found: FoundHit) -> int:
    return -1 if found.hit.start_ms is None else found.hit.start_ms
