"""Full-text search over everything said and written: passages with their place in the recording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mediakit.catalogue.connect import Catalogue, Row

# Private-use characters cannot be in the text: they mark a hit until the snippet is escaped.
HIT_OPENS, HIT_CLOSES = "\ue000", "\ue001"
OPERATORS = ("AND", "OR", "NOT")
FIELDS = ("title", "caption", "alt_text", "extended_description", "name", "keywords", "tags", "people")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that fits. start_ms, end_ms are None for what is written; marked has HIT_OPENS … HIT_CLOSES."""

    asset: str
    field: str
    start_ms: int | None
    end_ms: int | None
    speaker: str | None
    text: str
    marked: str
    score: float


def match_expression(query: str) -> str | None:
    """The FTS5 expression for what a person typed; None if there is no word in it.

    Words must all occur; "quoted words" in that order; a last * is a prefix; AND, OR and NOT between words are
    understood. Whatever else is typed is only a word.

    >>> match_expression('trust "last mile" matern*')
    '"trust" AND "last mile" AND "matern"*'
    >>> match_expression("AND OR NOT"), match_expression("*")
    ('"AND" OR "NOT"', None)
    """
    parts: list[str] = []
    operator = ""
    for quoted, plain in re.findall(r'"([^"]*)"?|([^\s"]+)', query[:2000]):
        if plain in OPERATORS and parts and not operator:
            operator = plain
            continue
        words = " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", quoted or plain))
        if words:
            parts += [operator or "AND"] * bool(parts) + [f'"{words}"{"*" if plain.endswith("*") else ""}']
            operator = ""
    if operator:
        parts += ["AND"] * bool(parts) + [f'"{operator.lower()}"']
    return " ".join(parts) or None


def find(
    catalogue: Catalogue, query: str, assets: Iterable[str] | None = None, *, limit: int = 20
) -> tuple[int, list[Hit]]:
    """How many passages fit, and the best of them, best first. `assets`: only in these. Never an SQL or FTS error."""
    expression = match_expression(query)
    if expression is None:
        return 0, []
    only = ""
    if assets is not None:
        catalogue.execute("CREATE TEMP TABLE IF NOT EXISTS wanted_assets (id TEXT PRIMARY KEY)")
        with catalogue.writing():
            catalogue.execute("DELETE FROM wanted_assets")
            catalogue.execute_many("INSERT OR IGNORE INTO wanted_assets VALUES (?)", [(a,) for a in assets])
        only = "AND p.asset IN (SELECT id FROM wanted_assets)"
    matching = f"FROM passages_fts JOIN passages p ON p.id = passages_fts.rowid WHERE passages_fts MATCH ? {only}"
    total = catalogue.value(f"SELECT count(*) {matching}", [expression])
    rows = catalogue.rows(
        "SELECT p.*, bm25(passages_fts) AS rank, "
        f"snippet(passages_fts, 0, '{HIT_OPENS}', '{HIT_CLOSES}', '…', 24) AS marked "
        f"{matching} ORDER BY rank, p.asset, p.start_ms, p.id LIMIT ?",
        [expression, limit],
    )
    return int(total), [_hit(row) for row in rows]


def _hit(row: Row) -> Hit:
    return Hit(
        asset=row["asset"],
        field=row["field"],
        start_ms=row["start_ms"],
        end_ms=row["end_ms"],
        speaker=row["speaker"],
        text=row["text"],
        marked=row["marked"],
        score=round(-float(row["rank"]), 4),
    )


def index_asset(catalogue: Catalogue, asset_id: str) -> None:
    """Bring the passages of what is written about an asset up to date. Inside `writing()`."""
    row = catalogue.row(
        "SELECT title, caption, alt_text, extended_description, name, keywords, "
        "(SELECT group_concat(tag, ', ') FROM tags WHERE asset = a.id) AS tags, "
        "(SELECT group_concat(trim(coalesce(p.honorific, '') || ' ' || p.name) || coalesce(', ' || p.role, '') || "
        "coalesce(', ' || p.organisation, ''), '; ') FROM asset_people x JOIN people p ON p.id = x.person_id "
        "WHERE x.asset = a.id) AS people FROM assets a WHERE id = ?",
        [asset_id],
    )
    if row is None:
        return
    catalogue.execute("DELETE FROM passages WHERE asset = ? AND field <> 'said'", [asset_id])
    for field in FIELDS:
        text = row[field]
        if field == "keywords":
            text = ", ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
        if field == "name":
            text = re.sub(r"[_.]", " ", text)
        if text and text.strip() and text != "decorative":
            clean = text.replace(HIT_OPENS, "").replace(HIT_CLOSES, "")
            catalogue.insert("passages", {"asset": asset_id, "field": field, "text": clean})
