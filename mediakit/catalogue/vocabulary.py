"""Words that corrections taught: besides those in mediakit.toml, the recogniser and the pass over names know them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue, now
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.naming import fold

LONGEST_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Learnt:
    """A word (or a few) with how it is spoken and what the recogniser wrote for it.

    asset: id of the recording it was learnt from; by: who taught it; at: ISO 8601.
    """

    word: str
    says: str | None = None
    heard_as: tuple[str, ...] = ()
    asset: str | None = None
    by: str = ""
    at: str = ""


def add(
    catalogue: Catalogue,
    word: str,
    says: str | None = None,
    heard_as: Sequence[str] = (),
    asset: str | None = None,
    *,
    by: str,
) -> Learnt:
    """Learn a word; one that is known keeps what was known of it and takes over what is new. Returns it as it now is.

    Raises Misuse for an empty word, or one of more than 80 characters.
    """
    wanted = _line(word)
    if not wanted or len(wanted) > LONGEST_CHARACTERS:
        raise Misuse(f"a word has 1 to {LONGEST_CHARACTERS} characters", where=wanted[:40] or None)
    before = next((known for known in every(catalogue) if known.word == wanted), None)
    heard = [*(before.heard_as if before else ()), *map(_line, heard_as)]
    kept = tuple(dict.fromkeys(text for text in heard if text and text != wanted))
    told = {
        "says": _line(says or "") or (before.says if before else None),
        "heard_as": json.dumps(kept, ensure_ascii=False),
    }
    with catalogue.writing():
        if before:
            catalogue.update("vocabulary", told, {"word": wanted})
        else:
            catalogue.insert("vocabulary", {"word": wanted, **told, "asset": asset, "by": by, "at": now()})
    return next(known for known in every(catalogue) if known.word == wanted)


def every(catalogue: Catalogue) -> list[Learnt]:
    """All words that were learnt, in order of the alphabet."""
    rows = catalogue.rows("SELECT word, says, heard_as, asset, by, at FROM vocabulary")
    found = [Learnt(r["word"], r["says"], tuple(json.loads(r["heard_as"])), r["asset"], r["by"], r["at"]) for r in rows]
    return sorted(found, key=lambda learnt: (fold(learnt.word), learnt.word))


def remove(catalogue: Catalogue, word: str) -> Learnt:
    """Forget a word; returns what was known of it. Raises UnknownName."""
    wanted = _line(word)
    for learnt in every(catalogue):
        if learnt.word == wanted:
            with catalogue.writing():
                catalogue.execute("DELETE FROM vocabulary WHERE word = ?", [wanted])
            return learnt
    raise UnknownName("no such word was learnt", where=wanted or word, hint="see: mediakit vocabulary list")


def _line(text: str) -> str:
    return " ".join(text.split())
