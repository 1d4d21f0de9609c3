"""The words that search knows: how each is spelled, how often it is used, how often with a capital as a name is.

They are learnt when a passage is written and forgotten when the last one goes, so that nothing that was blanked or
erased can be suggested.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue, Row, given_sql
from mediakit.domain.query import WORD, key_of
from mediakit.domain.spelling import difference, may_differ, skeleton

# A word is a name where it is written in small letters no more than once in so many times with a capital.
SMALL_SHARE = 10
FEW_USES = 5
MOST_NEAR = 4
MOST_FORMS = 24
MOST_TRIED = 20_000

# the first word of a sentence, whatever stands before it
_BEGINS = re.compile(rf"(?:\A|[.!?:…]+\s+)[\W_]*({WORD.pattern})")

# (word, spelling) → how often it occurs: uses, with a capital, in small letters
Tally = dict[tuple[str, str], list[int]]


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the index. word: as it is compared; spelling: as the index has it, in one or more tokens."""

    word: str
    spelling: str
    uses: int
    capitals: int
    lowers: int

    @property
    def is_name(self) -> bool:
        """Whether it is always written with a capital, within a sentence too. A Trust is not: people trust it."""
        return self.capitals > 0 and self.capitals >= self.lowers * SMALL_SHARE


def tally(texts: Iterable[str]) -> Tally:
    """How often each word occurs, by (word, spelling): uses, capitals, small letters.

    Capitals and small letters count within a sentence, where a name alone has the one and never the other.

    >>> tally(["Trust is slow. Ask Ada: trust it."])[("trust", "trust")]
    [2, 0, 0]
    >>> tally(["Trust is slow, and Ada knows trust."])[("ada", "ada")]
    [1, 1, 0]
    """
    # joined, so that one pass finds them all: a full stop and a line end part two sentences
    joined = ".\n".join(texts)
    firsts = Counter(_BEGINS.findall(joined))
    found: Tally = {}
    for word, number in Counter(WORD.findall(joined)).items():
        counts = found.setdefault(key_of(word), [0, 0, 0])
        counts[0] += number
        # the first word has a capital anyhow
        within = number - firsts[word]
        if word[0].isupper():
            counts[1] += within
        elif word[0].islower():
            counts[2] += within
    return found


def learn(catalogue: Catalogue, gone: Iterable[str], come: Iterable[str]) -> None:
    """Take over that these texts went out of the index and those came in. Inside `writing()`."""
    changes = tally(come)
    for key, counts in tally(gone).items():
        before = changes.get(key, (0, 0, 0))
        changes[key] = [more - less for more, less in zip(before, counts, strict=True)]
    _apply(catalogue.connection, changes)


def relearn(connection: sqlite3.Connection) -> None:
    """All words anew, from the passages as they are. Inside a transaction."""
    connection.execute("DELETE FROM search_words")
    _apply(connection, tally(row[0] for row in connection.execute("SELECT text FROM passages")))


_UPSERT = f"""{given_sql("word", "spelling", "uses", "capitals", "lowers")}
INSERT INTO search_words (word, spelling, sound, uses, capitals, lowers)
SELECT word, spelling, '', uses, capitals, lowers FROM given WHERE true
ON CONFLICT (word, spelling) DO UPDATE
SET uses = uses + excluded.uses, capitals = capitals + excluded.capitals, lowers = lowers + excluded.lowers"""

_FORGET = f"""{given_sql("word", "spelling")} DELETE FROM search_words WHERE id IN (
SELECT w.id FROM given g CROSS JOIN search_words w ON w.word = g.word AND w.spelling = g.spelling WHERE w.uses <= 0)"""


def _apply(connection: sqlite3.Connection, changes: Tally) -> None:
    [last] = connection.execute("SELECT max(id) FROM search_words").fetchone()
    # in the order of the index, so that neighbours are written together
    rows = sorted((word, spelling, *counts) for (word, spelling), counts in changes.items() if word and any(counts))
    connection.execute(_UPSERT, [json.dumps(rows, ensure_ascii=False)])
    if fewer := [key for key, counts in changes.items() if counts[0] < 0]:
        connection.execute(_FORGET, [json.dumps(fewer, ensure_ascii=False)])
    # how a word sounds takes longest to tell, and is told once
    new = connection.execute("SELECT id, word FROM search_words WHERE id > ?", [last or 0]).fetchall()
    sounds = [(skeleton(row[1]), row[0]) for row in new]
    connection.executemany("UPDATE search_words SET sound = ? WHERE id = ?", sounds)


def known(catalogue: Catalogue, word: str) -> list[Known]:
    """Every spelling of a word that the index has."""
    return [_known(row) for row in catalogue.rows("SELECT * FROM search_words WHERE word = ?", [word])]


def forms(catalogue: Catalogue, word: str) -> list[Known]:
    """Other forms of a word (trust: trusted, trusting). A name has none, and is none of another word's."""
    if not word.isascii() or not word.isalpha() or any(found.is_name for found in known(catalogue, word)):
        return []
    rows = catalogue.rows(
        "SELECT w.* FROM search_words_fts f JOIN search_words w ON w.id = f.rowid "
        "WHERE search_words_fts MATCH ? AND w.word <> ? ORDER BY w.uses DESC LIMIT ?",
        [f'"{word}"', word, MOST_FORMS],
    )
    return [found for found in map(_known, rows) if not found.is_name]


def near(catalogue: Catalogue, word: str, *, names_only: bool) -> list[Known]:
    """Words that may be meant where this one was typed, the nearest first: misspelt, or written as heard."""
    if not may_differ(word) or len(word) > 40:
        return []
    rows = catalogue.rows(
        "SELECT * FROM search_words WHERE sound = :sound AND sound <> '' UNION "
        "SELECT * FROM (SELECT * FROM search_words WHERE word >= :first AND word < :beyond "
        "AND length(word) BETWEEN :least AND :most LIMIT :tried)",
        {
            "sound": skeleton(word),
            "first": word[0],
            "beyond": word[0] + "\U0010ffff",
            "least": len(word) - may_differ(word),
            "most": len(word) + may_differ(word),
            "tried": MOST_TRIED,
        },
    )
    letters = set(word)
    alike = [row for row in rows if row["word"] != word and len(letters ^ set(row["word"])) <= 2 * may_differ(word) + 2]
    found = [(difference(word, row["word"]), _known(row)) for row in alike]
    close = [(apart, one) for apart, one in found if apart is not None and (one.is_name or not names_only)]
    close.sort(key=lambda pair: (pair[0], not pair[1].is_name, -pair[1].uses, pair[1].word))
    return [one for apart, one in close if apart is not None and apart <= (close[0][0] or 0) + 0.75][:MOST_NEAR]


def beginning(catalogue: Catalogue, prefix: str, limit: int) -> list[Known]:
    """The most used words that begin so."""
    rows = catalogue.rows(
        "SELECT * FROM search_words WHERE word >= ? AND word < ? ORDER BY uses DESC, word LIMIT ?",
        [prefix, prefix + "\U0010ffff", limit],
    )
    return [_known(row) for row in rows]


def odd_spellings(catalogue: Catalogue, prefix: str) -> Sequence[str]:
    """Spellings of words that begin so and that the index has otherwise: "o malley" for omall…"""
    rows = catalogue.rows(
        "SELECT spelling FROM search_words WHERE word >= ? AND word < ? AND spelling <> word "
        "ORDER BY uses DESC LIMIT 12",
        [prefix, prefix + "\U0010ffff"],
    )
    return [row["spelling"] for row in rows]


def _known(row: Row) -> Known:
    return Known(row["word"], row["spelling"], row["uses"], row["capitals"], row["lowers"])
