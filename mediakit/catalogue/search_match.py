"""From a query to the rows that fit: FTS5 expressions that cannot be wrong, and rows in windows, the newest first.

Nothing here ranks all that fits: the most common words fit half of everything, and reading that much takes too long.
"""

from __future__ import annotations

import itertools
import json
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mediakit.catalogue import search_words
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.search_words import FEW_USES, Known
from mediakit.domain.query import All, Any, Near, Node, Term, leaves
from mediakit.domain.ranking import Sought

# first letter of what a passage's scope is made of; nobody can type it
SCOPE = "\ue010"
# what is written is numbered from here, what is said below
WRITTEN = 1 << 40
# rows to look through at once: first the newest, then twice as many
WINDOW, WIDEST_WINDOW = 60_000, 240_000
FORM_WEIGHT, NEAR_WEIGHT = 0.7, 0.5
MOST_SPELLINGS = 16
NEAR_CHOICES = 4
MANY_ASSETS = 300
MANY_ROWS = 60_000


@dataclass(frozen=True, slots=True)
class Within:
    """What to look in. scope: of each tuple one must hold; assets: only these; speaker: only what this voice says.

    alone: assets in which nobody else is, so that what has no speaker is theirs.
    """

    scope: tuple[tuple[str, ...], ...] = ()
    assets: frozenset[str] | None = None
    speaker: str | None = None
    alone: frozenset[str] = frozenset()


EVERYWHERE = Within()


@dataclass(frozen=True, slots=True)
class Understood:
    """A term and what it may be: the spellings of its words, other forms, names it is near to."""

    term: Term
    spellings: tuple[tuple[str, ...], ...]
    forms: tuple[Known, ...] = ()
    near: tuple[Known, ...] = ()
    uses: int = 0

    def sought(self, total: int) -> Sought:
        """What to look for in the text of a passage."""
        rarity = math.log(1 + total / (self.uses + sum(f.uses for f in self.forms) + 1)) + 0.1
        words = self.term.words
        if len(words) > 1:
            wanted = tuple(frozenset((word,)) for word in words)
            return Sought({}, rarity, wanted, words[-1] if self.term.prefix else None)
        if self.term.prefix:
            return Sought({}, rarity, (), words[0])
        weights = {one.word: NEAR_WEIGHT for one in self.near} | {form.word: FORM_WEIGHT for form in self.forms}
        return Sought({**weights, words[0]: 1.0}, rarity)


@dataclass(frozen=True, slots=True)
class Plan:
    """A query with all that its words may be. also: (as typed, near names that were looked for, too)."""

    node: Node
    terms: dict[Term, Understood] = field(default_factory=dict)

    @property
    def also(self) -> list[tuple[str, str]]:
        """Words as typed, each with a name that was looked for as well."""
        found = ((" ".join(u.term.words), near.word) for u in self.terms.values() for near in u.near)
        return list(dict.fromkeys(found))

    def sought(self, total: int) -> list[Sought]:
        """What to look for in the text of a passage; total: how many passages there are."""
        return [self.terms[term].sought(total) for term in dict.fromkeys(leaves(self.node))]

    def expression(self, node: Node | None = None, *, wide: bool = True) -> str:
        """The FTS5 expression; wide: with other forms and near names, too."""
        return f"text : ({self._of(self.node if node is None else node, wide)})"

    def _of(self, node: Node, wide: bool) -> str:
        if isinstance(node, Term):
            choices = self._choices(node, wide)
            return choices[0] if len(choices) == 1 else f"({' OR '.join(choices)})"
        if isinstance(node, Near):
            picks = [self._choices(term, wide)[:NEAR_CHOICES] for term in node.terms]
            every = itertools.islice(itertools.product(*picks), MOST_SPELLINGS)
            return f"({' OR '.join(f'NEAR({chr(32).join(pick)}, {node.apart})' for pick in every)})"
        if isinstance(node, Any):
            return f"({' OR '.join(self._of(n, wide) for n in node.these)})"
        positive = " AND ".join(self._of(n, wide) for n in node.these)
        negative = "".join(f" NOT {self._of(n, wide)}" for n in node.none_of)
        return f"(({positive}){negative})" if negative else f"({positive})"

    def _choices(self, term: Term, wide: bool) -> list[str]:
        understood = self.terms[term]
        star = "*" if term.prefix else ""
        every = itertools.islice(itertools.product(*understood.spellings), MOST_SPELLINGS)
        found = [f'"{" ".join(pick)}"{star}' for pick in every]
        if wide:
            found += [f'"{one.spelling}"' for one in (*understood.forms, *understood.near)]
        return list(dict.fromkeys(found))


def understand(catalogue: Catalogue, node: Node, *, forgiving: bool = True) -> Plan:
    """A query with what its words may be. forgiving: misspelt words and names are found, too."""
    plan = Plan(node)
    for term in _terms(node):
        if term not in plan.terms:
            plan.terms[term] = _understood(catalogue, term, forgiving)
    return plan


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, All | Any):
        for below in (*node.these, *(node.none_of if isinstance(node, All) else ())):
            yield from _terms(below)
    else:
        yield from leaves(node)


def _understood(catalogue: Catalogue, term: Term, forgiving: bool) -> Understood:
    known = [search_words.known(catalogue, word) for word in term.words]
    spellings = [
        tuple(dict.fromkeys((word, *(k.spelling for k in found))))
        for word, found in zip(term.words, known, strict=True)
    ]
    if term.prefix:
        spellings[-1] = (*spellings[-1], *search_words.odd_spellings(catalogue, term.words[-1]))
    uses = min(sum(k.uses for k in found) for found in known)
    plain = len(term.words) == 1 and not term.prefix and not term.quoted
    forms = search_words.forms(catalogue, term.words[0]) if plain else []
    near: list[Known] = []
    if plain and forgiving and uses + sum(form.uses for form in forms) <= FEW_USES:
        is_name = term.capital or any(k.is_name for k in known[0])
        if not uses or is_name:
            near = search_words.near(catalogue, term.words[0], names_only=bool(uses))
    return Understood(term, tuple(spellings), tuple(forms), tuple(near), uses)


def matching(
    catalogue: Catalogue, expression: str, within: Within = EVERYWHERE, *, most: int, patience_s: float | None = None
) -> tuple[list[int], bool]:
    """The numbers of passages that fit, the newest first, `most` at the most; and whether that is all of them.

    patience_s: after so much processor time, what was found so far will do. What other programs take does not count.
    """
    scopes = [f"scope : ({' OR '.join(_scope(one) for one in choice)})" for choice in within.scope]
    # what is rarest first: FTS5 steps along the first
    whole = " AND ".join(f"({part})" for part in (expression, *scopes))
    if within.assets is not None:
        return _in_assets(catalogue, whole, within, most, patience_s)
    return _in_windows(catalogue, whole, most, patience_s)


def _scope(token: str) -> str:
    return f'"{SCOPE}{token}"'


_FITS = (
    "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?"
)

_FITS_UP = _FITS.replace("DESC", "ASC")
_FITS_OF_A_VOICE = (
    "SELECT f.rowid AS id, p.asset AS asset, p.speaker AS speaker FROM passages_fts f JOIN passages p "
    "ON p.id = f.rowid WHERE passages_fts MATCH ?1 AND f.rowid BETWEEN ?2 AND ?3 "
    "AND (?4 IS NULL OR p.speaker = ?4 OR p.speaker IS NULL) ORDER BY f.rowid ASC"
)


def said(catalogue: Catalogue) -> int:
    """About how many passages are said: the highest of their numbers."""
    return int(catalogue.value("SELECT max(id) FROM passages WHERE id < ?", [WRITTEN]) or 0)


def written(catalogue: Catalogue, expression: str, most: int) -> list[int]:
    """The numbers of the passages that fit and are written, not said, the newest first."""
    return [row[0] for row in catalogue.rows(_FITS, [expression, WRITTEN, 2 * WRITTEN, most])]


def _in_windows(catalogue: Catalogue, expression: str, most: int, patience_s: float | None) -> tuple[list[int], bool]:
    began, window = time.thread_time(), WINDOW
    found = written(catalogue, expression, most)
    top = said(catalogue)
    while top > 0 and len(found) < most:
        if patience_s is not None and time.thread_time() - began > patience_s:
            return found, False
        low = max(0, top - window) if patience_s is not None else 0
        # FTS5 can leap to the beginning of a stretch, and only crawl to its end: a stretch below the newest is read up
        sql = _FITS if window == WINDOW else _FITS_UP
        rows = catalogue.rows(sql, [expression, low + 1, top, most - len(found) if window == WINDOW else -1])
        numbers = [row[0] for row in rows]
        found += numbers if window == WINDOW else numbers[::-1]
        top, window = low, min(2 * window, WIDEST_WINDOW)
    return found[:most], len(found) < most


def _in_assets(
    catalogue: Catalogue, expression: str, within: Within, most: int, patience_s: float | None
) -> tuple[list[int], bool]:
    assets = within.assets or frozenset()
    found: list[int] = []
    top = 2 * WRITTEN
    if len(assets) > MANY_ASSETS:
        examined = 0
        sql = (
            "SELECT f.rowid AS id, p.asset AS asset, p.speaker AS speaker FROM passages_fts f "
            "JOIN passages p ON p.id = f.rowid WHERE passages_fts MATCH ? ORDER BY f.rowid DESC LIMIT ?"
        )
        cursor = catalogue.execute(sql, [expression, MANY_ROWS])
        for number, asset, speaker in cursor:
            top, examined = number - 1, examined + 1
            if asset in assets and _speaks(within, number, asset, speaker):
                found.append(number)
                if len(found) >= most:
                    return found, False
        if examined < MANY_ROWS:
            return found, True
    began = time.thread_time()
    for first, last in sorted(_stretches(catalogue, sorted(assets)), reverse=True):
        if first > top:
            continue
        rows = catalogue.rows(_FITS_OF_A_VOICE, [expression, first, min(last, top), within.speaker])
        found += [
            r["id"]
            for r in reversed(rows)
            if r["asset"] in assets and _speaks(within, r["id"], r["asset"], r["speaker"])
        ]
        late = patience_s is not None and time.thread_time() - began > patience_s
        if len(found) >= most or late:
            return found[:most], False
    return found, True


def _speaks(within: Within, number: int, asset: str, speaker: str | None) -> bool:
    if within.speaker is None:
        return True
    return speaker == within.speaker or (speaker is None and number < WRITTEN and asset in within.alone)


def _stretches(catalogue: Catalogue, assets: Sequence[str]) -> Iterable[tuple[int, int]]:
    """The rows of each asset: what is said lies together, what is written lies together."""
    found = catalogue.rows(
        "SELECT (SELECT min(id) FROM passages WHERE asset = value AND field = 'said') AS first, "
        "(SELECT max(id) FROM passages WHERE asset = value AND field = 'said') AS last FROM json_each(?)",
        [json.dumps(assets)],
    )
    for row in found:
        if row["first"] is not None:
            yield row["first"], row["last"]
    written = catalogue.rows(
        "SELECT min(p.id) AS first, max(p.id) AS last FROM json_each(?) CROSS JOIN passages p ON p.asset = value "
        "AND p.field IN ('title', 'caption', 'alt_text', 'extended_description', 'chapters', 'description_text', "
        "'name', 'keywords', 'tags', 'people') "
        "GROUP BY p.asset",
        [json.dumps(assets)],
    )
    yield from ((row["first"], row["last"]) for row in written)
