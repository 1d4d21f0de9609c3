"""Full-text search over everything said and written: passages with their place in the recording."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediakit.catalogue import search_words
from mediakit.catalogue.connect import Catalogue, Row, given_sql
from mediakit.catalogue.search_match import EVERYWHERE, SCOPE, WRITTEN, Plan, Within, matching, said, understand
from mediakit.domain.chapters import NONE
from mediakit.domain.labels import without_labels
from mediakit.domain.query import Any, compared, parse, places
from mediakit.domain.ranking import HIT_CLOSES, HIT_OPENS, Sought, marked, score

__all__ = ["FIELDS", "HIT_CLOSES", "HIT_OPENS", "Hit"]

FIELDS = (
    "title", "caption", "alt_text", "extended_description", "chapters", "description_text", "name", "keywords", "tags",
    "people",
)  # fmt: skip
# so many hits are counted; of more than RANKED the newest are ranked, and all that is written
COUNTED, RANKED = 1_000, 120
PATIENCE_S = 0.15
_PRIVATE = str.maketrans("", "", HIT_OPENS + HIT_CLOSES + SCOPE + "\0")


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
    number: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What fits. numbers: of passages, up to COUNTED; whole: whether these are all; hits: the best, best first."""

    numbers: tuple[int, ...] = ()
    whole: bool = True
    hits: tuple[Hit, ...] = ()
    also: tuple[tuple[str, str], ...] = ()


def find(
    catalogue: Catalogue, query: str, assets: Iterable[str] | None = None, *, limit: int = 20
) -> tuple[int, list[Hit]]:
    """How many passages fit, and the best of them, best first. `assets`: only in these. Never an SQL or FTS error.

    limit −1: every one, however many there are. Words are taken as they are spelled; hints (person:) are none.
    """
    node = parse(query).node
    if node is None:
        return 0, []
    within = Within(assets=frozenset(assets)) if assets is not None else EVERYWHERE
    plan = understand(catalogue, node, forgiving=False)
    if limit < 0 or limit > RANKED:
        numbers, _ = matching(catalogue, plan.expression(), within, most=10**9)
        hits = _ranked(catalogue, plan, numbers)
        return len(numbers), hits if limit < 0 else hits[:limit]
    result = best(catalogue, plan, within, limit)
    return len(result.numbers), list(result.hits)


def best(catalogue: Catalogue, plan: Plan, within: Within = EVERYWHERE, limit: int = 20) -> Result:
    """The best passages that fit, and the numbers of all that fit, up to COUNTED."""
    wide = plan.expression()
    numbers, whole = matching(catalogue, wide, within, most=COUNTED, patience_s=PATIENCE_S)
    picked = numbers
    if len(numbers) > RANKED:
        picked = _worth_ranking(catalogue, plan, wide, within, numbers)
    hits = _ranked(catalogue, plan, picked, limit)
    return Result(tuple(numbers), whole, tuple(hits), tuple(plan.also))


def _worth_ranking(catalogue: Catalogue, plan: Plan, wide: str, within: Within, numbers: Sequence[int]) -> list[int]:
    """The rows to rank of too many: what has the words as typed, each side of an OR, what is written, the newest."""
    asked: list[tuple[str, int]] = []
    if plan.expression(wide=False) != wide:
        asked.append((plan.expression(wide=False), RANKED // 2))
    if isinstance(plan.node, Any):
        share = max(20, RANKED // len(plan.node.these))
        asked += [(plan.expression(node, wide=False), share) for node in plan.node.these]
    picked: dict[int, None] = {}
    for expression, most in asked:
        picked.update(dict.fromkeys(matching(catalogue, expression, within, most=most, patience_s=PATIENCE_S / 5)[0]))
    for number in numbers:
        if len(picked) >= RANKED:
            break
        picked[number] = None
    return list(picked)


def _ranked(catalogue: Catalogue, plan: Plan, numbers: Sequence[int], limit: int | None = None) -> list[Hit]:
    sought = plan.sought(said(catalogue))
    rows = catalogue.rows(
        "SELECT * FROM passages WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(numbers))]
    )
    ranked = [(-score(compared(row["text"]), sought, row["field"]), row) for row in rows]
    ranked.sort(key=lambda pair: (pair[0], pair[1]["asset"], pair[1]["start_ms"] or -1, pair[1]["id"]))
    return [_hit(row, sought, -worse) for worse, row in ranked[:limit]]


def passages(catalogue: Catalogue, numbers: Sequence[int], plan: Plan | None = None) -> list[Hit]:
    """Passages by their numbers, in this order; with what a query seeks marked, where there is one."""
    hits = {h.number: h for h in _ranked(catalogue, plan, numbers)} if plan else {}
    if not plan:
        rows = catalogue.rows_in("SELECT * FROM passages WHERE id IN (?)", list(numbers))
        hits = {row["id"]: _hit(row) for row in rows}
    return [hits[number] for number in numbers if number in hits]


def around(catalogue: Catalogue, hit: Hit, count: int) -> list[Hit]:
    """The `count` passages said before and after one, itself among them, in order of time."""
    if hit.start_ms is None or count < 1:
        return [hit]
    sql = "SELECT * FROM passages WHERE asset = ? AND field = 'said' AND id {} ? ORDER BY id {} LIMIT ?"
    before = catalogue.rows(sql.format("<", "DESC"), [hit.asset, hit.number, count])
    after = catalogue.rows(sql.format(">", "ASC"), [hit.asset, hit.number, count])
    return [*(_hit(row) for row in reversed(before)), hit, *(_hit(row) for row in after)]


def _hit(row: Row, sought: Sequence[Sought] = (), points: float = 0.0) -> Hit:
    return Hit(
        asset=row["asset"],
        field=row["field"],
        start_ms=row["start_ms"],
        end_ms=row["end_ms"],
        speaker=row["speaker"],
        text=row["text"],
        marked=marked(row["text"], places(row["text"]), sought),
        # what FTS5 found and is not seen here has a word of a script that is parted otherwise
        score=round(max(points, 0.01), 4) if sought else 0.0,
        number=row["id"],
    )


# --- writing ----------------------------------------------------------------------------------------------------------


def index_asset(catalogue: Catalogue, asset_id: str) -> None:
    """Bring the passages of what is written about an asset up to date. Inside `writing()`."""
    row = catalogue.row(
        "SELECT title, caption, alt_text, extended_description, chapters, description_text, name, keywords, "
        "(SELECT group_concat(tag, ', ') FROM tags WHERE asset = a.id) AS tags, "
        "(SELECT group_concat(trim(coalesce(p.honorific, '') || ' ' || p.name) || coalesce(', ' || p.role, '') || "
        "coalesce(', ' || p.organisation, ''), '; ') FROM asset_people x JOIN people p ON p.id = x.person_id "
        "WHERE x.asset = a.id) AS people FROM assets a WHERE id = ?",
        [asset_id],
    )
    if row is None:
        return
    new = []
    for field in FIELDS:
        text = row[field]
        if field == "keywords":
            text = ", ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
        if field == "name":
            text = re.sub(r"[_.]", " ", text)
        if text and text.strip() and text not in ("decorative", NONE):
            new.append((field, None, None, None, text))
    _put(catalogue, asset_id, new, is_written=True)


def index_said(catalogue: Catalogue, asset_id: str, said: Iterable[tuple[int, int, str | None, str]]) -> None:
    """Bring what is said in a recording up to date: rows of start_ms, end_ms, speaker, text. Inside `writing()`."""
    spoken = ((start, end, speaker, without_labels(text)) for start, end, speaker, text in said)
    new = [("said", *row) for row in spoken if row[-1]]
    _put(catalogue, asset_id, new, is_written=False)


_New = tuple[str, int | None, int | None, str | None, str]
_ADD = given_sql("id", "asset", "field", "start_ms", "end_ms", "speaker", "text", "scope") + (
    " INSERT INTO passages (id, asset, field, start_ms, end_ms, speaker, text, scope) SELECT * FROM given"
)
_REWORD = given_sql("start_ms", "end_ms", "speaker", "text", "id") + (
    " UPDATE passages SET start_ms = given.start_ms, end_ms = given.end_ms, speaker = given.speaker, text = given.text"
    " FROM given WHERE passages.id = given.id"
)
_DROP = given_sql("id") + " DELETE FROM passages WHERE id IN (SELECT id FROM given)"


def _at_once(catalogue: Catalogue, sql: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        catalogue.execute(sql, [json.dumps(rows, ensure_ascii=False)])


def _put(catalogue: Catalogue, asset_id: str, new: Sequence[_New], *, is_written: bool) -> None:
    which = "field <> 'said'" if is_written else "field = 'said'"
    cleaned = ((*row[:4], unicodedata.normalize("NFC", row[4].translate(_PRIVATE))) for row in new)
    rows = [row for row in cleaned if row[4]]
    before = catalogue.rows(
        f"SELECT id, field, start_ms, end_ms, speaker, text FROM passages WHERE asset = ? AND {which} ORDER BY id",
        [asset_id],
    )
    if [tuple(row)[1:] for row in before] == rows:
        return
    kept, numbers = _kept(before, rows), [row["id"] for row in before]
    differs = [i for i in range(kept) if tuple(before[i])[1:] != rows[i]]
    # of which words are found where is rewritten only where the words are others
    moved = [(*rows[i][1:4], numbers[i]) for i in differs if before[i]["text"] == rows[i][4]]
    reworded = [(*rows[i][1:], numbers[i]) for i in differs if before[i]["text"] != rows[i][4]]
    catalogue.execute_many("UPDATE passages SET start_ms = ?, end_ms = ?, speaker = ? WHERE id = ?", moved)
    _at_once(catalogue, _REWORD, reworded)
    _at_once(catalogue, _DROP, [(number,) for number in numbers[kept:]])
    scope = _scope(catalogue, asset_id)
    last = "SELECT max(id) FROM passages" if is_written else "SELECT max(id) FROM passages WHERE id < ?"
    first = max(int(catalogue.value(last, [] if is_written else [WRITTEN]) or 0), WRITTEN * is_written) + 1
    _at_once(catalogue, _ADD, [(first + i, asset_id, *row, scope) for i, row in enumerate(rows[kept:])])
    gone, come = Counter(row["text"] for row in before), Counter(row[4] for row in rows)
    search_words.learn(catalogue, (gone - come).elements(), (come - gone).elements())


def _kept(before: Sequence[Row], rows: Sequence[_New]) -> int:
    """How many passages keep their rows, with other words perhaps: all where as many come as go, of the same fields.

    Otherwise those before the first that differs, so that what comes after it stays in order of its numbers.
    """
    if [row["field"] for row in before] == [row[0] for row in rows]:
        return len(rows)
    pairs = enumerate(zip(before, rows, strict=False))
    return next((i for i, (old, new) in pairs if tuple(old)[1:] != new), min(len(before), len(rows)))


def _scope(catalogue: Catalogue, asset_id: str) -> str:
    row = catalogue.row("SELECT kind, role, coalesce(event_id, 0) AS event FROM assets WHERE id = ?", [asset_id])
    return f"{SCOPE}k{row['kind']} {SCOPE}r{row['role']} {SCOPE}e{row['event']}" if row else ""


def rebuild(catalogue: Catalogue) -> None:
    """Write the whole index anew, so that nothing in it holds what was deleted. Inside `writing()`."""
    catalogue.execute("INSERT INTO passages_fts(passages_fts) VALUES ('rebuild')")
    search_words.relearn(catalogue.connection)
    catalogue.execute("INSERT INTO search_words_fts(search_words_fts) VALUES ('rebuild')")
