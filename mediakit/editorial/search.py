"""Who said the thing about trust, and when: passages that fit, with what they belong to."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mediakit.catalogue import assets, people, search
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.search import HIT_CLOSES, HIT_OPENS, Hit
from mediakit.domain.asset import Asset


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and in what: every name that is not None must hold. limit: the most hits wanted."""

    words: str
    person: str | None = None
    event: str | None = None
    kind: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with its asset; person: the slug of who speaks, or of the only person attached."""

    hit: Hit
    asset: Asset
    person: str | None


def look(catalogue: Catalogue, question: Question) -> tuple[int, list[Found]]:
    """How many passages fit, and the best of them, best first. Any string is a question.

    Raises UnknownName for an event or person that is not there.
    """
    # composed letters, as in the index; undecodable bytes of a command line are no words
    words = unicodedata.normalize("NFC", question.words.encode("utf-8", "replace").decode())
    wanted = assets.Wanted(event=question.event, person=question.person, kind=question.kind)
    within = None if wanted == assets.Wanted() else assets.ids(catalogue, wanted)
    total, hits = search.find(catalogue, words, within, limit=question.limit)
    loaded = {a.id: a for a in assets.load(catalogue, list(dict.fromkeys(h.asset for h in hits)))}
    known = {p.slug for p in people.every(catalogue)} if hits else set()
    return total, [Found(h, loaded[h.asset], _speaker(h, loaded[h.asset], known)) for h in hits]


def _speaker(hit: Hit, asset: Asset, known: Collection[str]) -> str | None:
    if hit.speaker and hit.speaker in known:
        return hit.speaker
    return asset.people[0] if len(asset.people) == 1 else None


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


def by_recording(found: Sequence[Found]) -> Mapping[str, list[Found]]:
    """Hits by asset id: the asset of the best hit first, and within an asset what is written, then in order of time."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.asset.id, []).append(one)
    return {asset: sorted(hits, key=_place) for asset, hits in groups.items()}


def _place(found: Found) -> int:
    return -1 if found.hit.start_ms is None else found.hit.start_ms
