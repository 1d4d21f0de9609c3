"""Erasing from the catalogue: which rows go, what names them still, and pages that hold nothing of it any more."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mediakit.catalogue import addresses, search, tombstones
from mediakit.catalogue.connect import Catalogue, gate
from mediakit.catalogue.tombstones import Buried
from mediakit.domain.errors import CatalogueBusy
from mediakit.domain.names import words

# what was said is asked of the search, which knows it by heart
_NOT_READ = ("segments", "cues", "passages", "tombstones", "renditions", "outcomes", "publication_items")
_LONGEST_SHOWN = 80
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is to be erased: assets by id, a person by slug, and assets that stay without that person.

    forms: how the person may be named, as `domain.names` writes it.
    """

    assets: tuple[str, ...]
    person: str | None = None
    kept: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What an erasure would come to. rows: table → how many go; naming: table, row's name and text that still names
    what was erased; state: digest of the rows concerned.
    """

    rows: tuple[tuple[str, int], ...]
    naming: tuple[tuple[str, str, str], ...]
    state: str


class _TrialEnds(Exception):
    """Takes a trial back."""


def try_out(catalogue: Catalogue, doomed: Doomed) -> Trial:
    """Erase, look at what is left, and take it all back: nothing is changed."""
    before = _counts(catalogue)
    state = _state(catalogue, doomed)
    found: list[Trial] = []
    try:
        with catalogue.writing():
            _delete(catalogue, doomed)
            after = _counts(catalogue)
            rows = tuple((table, n - after[table]) for table, n in before.items() if n != after[table])
            found.append(Trial(rows, tuple(_naming(catalogue, doomed)), state))
            raise _TrialEnds
    except _TrialEnds:
        return found[0]


def erase(catalogue: Catalogue, doomed: Doomed, by: str, reason: str, files: Iterable[tuple[str, int]]) -> None:
    """Take everything of it out of the catalogue and set tombstones. files: checksum and bytes of further originals."""
    catalogue.execute("PRAGMA secure_delete = ON")
    with catalogue.writing():
        known = catalogue.rows_in("SELECT id, bytes FROM assets WHERE id IN (?)", doomed.assets)
        for row in list(known):
            tombstones.put(catalogue, Buried.ASSET, by, reason, checksum=row["id"], size_bytes=row["bytes"])
        there = catalogue.value("SELECT 1 FROM people WHERE slug = ?", [doomed.person])
        if there:
            tombstones.put(catalogue, Buried.PERSON, by, reason)
        _delete(catalogue, doomed)
        for checksum, size_bytes in files:
            held = catalogue.value("SELECT 1 FROM originals WHERE checksum = ?", [checksum])
            if size_bytes and not held and tombstones.of_content(catalogue, checksum, size_bytes) is None:
                tombstones.put(catalogue, Buried.FILE, by, reason, checksum=checksum, size_bytes=size_bytes)


def scrub(catalogue: Catalogue) -> None:
    """Write the whole catalogue anew, so that no free page, index or log holds what was deleted.

    Raises CatalogueBusy while another command has the catalogue open; then it can be done again.
    """
    with catalogue.writing():
        search.rebuild(catalogue)
    with gate(catalogue.path):
        catalogue.connection.execute("VACUUM")
        busy = catalogue.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        hint = "end the other mediakit command (the desk, too), then: mediakit erase --continue"
        raise CatalogueBusy("another command has the catalogue open, which keeps what was erased", hint=hint)


def _tables(catalogue: Catalogue) -> list[str]:
    rows = catalogue.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [r["name"] for r in rows if not re.search(r"^_?sqlite_|_fts|^search_words$", r["name"])]


def _counts(catalogue: Catalogue) -> dict[str, int]:
    return {table: int(catalogue.value(f"SELECT count(*) FROM {table}")) for table in _tables(catalogue)}


def _state(catalogue: Catalogue, doomed: Doomed) -> str:
    """A digest of every row that hangs on these assets or this person."""
    state = hashlib.blake2b(digest_size=16)
    for table in _tables(catalogue):
        for reference in catalogue.rows(f"PRAGMA foreign_key_list({table})"):
            column, target = reference["from"], reference["table"]
            if target == "assets":
                sql, keys = f"SELECT * FROM {table} WHERE {column} IN (?)", [*doomed.assets, *doomed.kept]
            elif target == "people" and doomed.person:
                sql = f"SELECT * FROM {table} WHERE {column} IN (SELECT id FROM people WHERE slug IN (?))"
                keys = [doomed.person]
            else:
                continue
            state.update(repr([tuple(row) for row in catalogue.rows_in(sql, keys)]).encode("utf-8", "replace"))
    for row in catalogue.rows_in("SELECT * FROM assets WHERE id IN (?)", [*doomed.assets, *doomed.kept]):
        state.update(repr(tuple(row)).encode("utf-8", "replace"))
    for row in catalogue.rows("SELECT * FROM people WHERE slug = ?", [doomed.person]):
        state.update(repr(tuple(row)).encode("utf-8", "replace"))
    return state.hexdigest()


# --- deleting, inside `writing()` -------------------------------------------------------------------------------------


def _delete(catalogue: Catalogue, doomed: Doomed) -> None:
    for asset in doomed.assets:
        _delete_asset(catalogue, asset)
    if doomed.person:
        for asset in doomed.kept:
            _leave_without(catalogue, asset)
        _forget_imports(catalogue, doomed)
        _rename_addresses(catalogue, doomed)
        _forget_addresses(catalogue, doomed)
        _delete_person(catalogue, doomed.person)
    for asset in doomed.kept:
        search.index_asset(catalogue, asset)


def _delete_asset(catalogue: Catalogue, asset: str) -> None:
    catalogue.execute("DELETE FROM originals WHERE asset = ? OR checksum = ?", [asset, asset])
    catalogue.execute("UPDATE assets SET replaces = NULL WHERE replaces = ?", [asset])
    catalogue.execute("DELETE FROM changes WHERE name = ? OR instr(old, ?) OR instr(new, ?)", [asset] * 3)
    # by the search's own trigger, row after row: a cascade would do the same
    catalogue.execute("DELETE FROM passages WHERE asset = ?", [asset])
    catalogue.execute("DELETE FROM assets WHERE id = ?", [asset])
    _forget_publications(catalogue, asset)


def _forget_publications(catalogue: Catalogue, asset: str) -> None:
    """Keep no more than that it is still online somewhere: an address may hold a title, and so a name."""
    last = "SELECT max(id) FROM publications WHERE withdrawn_at IS NULL GROUP BY destination"
    catalogue.execute(f"DELETE FROM publication_items WHERE asset = ? AND publication_id NOT IN ({last})", [asset])
    catalogue.execute("UPDATE publication_items SET page = substr(page, 1, instr(page, '/')) WHERE asset = ?", [asset])


def _leave_without(catalogue: Catalogue, asset: str) -> None:
    """An asset that stays: hidden, unanswered and unapproved until somebody looked at it anew."""
    catalogue.update("assets", {"hidden": 1, "answered": None}, {"id": asset})
    catalogue.execute("DELETE FROM approvals WHERE asset = ?", [asset])


def _delete_person(catalogue: Catalogue, slug: str) -> None:
    for table in ("segments", "cues", "passages"):
        catalogue.execute(f"UPDATE {table} SET speaker = NULL WHERE speaker = ?", [slug])
    for row in catalogue.rows("SELECT id, old, new, name FROM changes"):
        told = f"{row['old'] or ''}, {row['new'] or ''}, {row['name']}"
        if slug in re.split(r"[^\w-]+", told):
            catalogue.execute("DELETE FROM changes WHERE id = ?", [row["id"]])
    catalogue.execute("DELETE FROM people WHERE slug = ?", [slug])


def _rename_addresses(catalogue: Catalogue, doomed: Doomed) -> None:
    """Give sessions, promises and assets whose names in addresses were made of the person's another one."""
    for table in ("sessions", "deliverables", "assets"):
        for row in catalogue.rows(f"SELECT id, slug FROM {table}"):
            if _names(row["slug"], doomed.forms, _NOTHING):
                new = f"{table.removesuffix('s')}-{str(row['id'])[:12]}"
                catalogue.update(table, {"slug": new}, {"id": row["id"]})


def _forget_addresses(catalogue: Catalogue, doomed: Doomed) -> None:
    """What lay in the gallery at an address that bears the person's name leads nowhere any more."""
    there = {row["folder"] for row in catalogue.rows("SELECT folder FROM addresses")}
    assert doomed.person is not None
    addresses.forget_naming(catalogue, doomed.person, [f for f in there if _names(f, doomed.forms, _marks(doomed))])


def _forget_imports(catalogue: Catalogue, doomed: Doomed) -> None:
    """Take what names the person out of what the last import is remembered to have written.

    A field that is not remembered counts as a person's own, which a later import leaves alone.
    """
    marks = _marks(doomed)
    for table in _tables(catalogue):
        columns = [c["name"] for c in catalogue.rows(f"PRAGMA table_info({table})")]
        keys = [c["name"] for c in catalogue.rows(f"PRAGMA table_info({table})") if c["pk"]]
        if "imported" not in columns:
            continue
        for row in catalogue.rows(f"SELECT * FROM {table} WHERE imported IS NOT NULL"):
            told = json.loads(row["imported"])
            kept = {
                name: value
                for name, value in told.items()
                if not _names(json.dumps(value, ensure_ascii=False), doomed.forms, marks)
            }
            if kept != told:
                values = {"imported": json.dumps(kept, ensure_ascii=False)}
                catalogue.update(table, values, {key: row[key] for key in keys})


# --- what still names it ----------------------------------------------------------------------------------------------


def _naming(catalogue: Catalogue, doomed: Doomed) -> Iterator[tuple[str, str, str]]:
    """Every text of the catalogue, but for what was said, that still names the person or holds an asset's id."""
    marks = _marks(doomed)
    for table in _tables(catalogue):
        if table in _NOT_READ:
            continue
        columns = [c["name"] for c in catalogue.rows(f"PRAGMA table_info({table})") if c["type"] == "TEXT"]
        for row in catalogue.rows(f"SELECT * FROM {table}"):
            for column in columns:
                text = row[column]
                if text and _names(str(text), doomed.forms, marks):
                    yield f"{table}.{column}", _row_name(row), str(text)[:_LONGEST_SHOWN]


def _marks(doomed: Doomed) -> re.Pattern[str]:
    """Finds the ids of assets, and the slug of the person as a word of its own."""
    slug = [rf"(?<![\w-]){re.escape(doomed.person)}(?![\w-])"] if doomed.person else []
    return re.compile("|".join([*doomed.assets, *slug]) or r"(?!)")


def _names(text: str, forms: Sequence[str], marks: re.Pattern[str]) -> bool:
    if marks.search(text):
        return True
    if not forms:
        return False
    line = f" {' '.join(words(_unescaped(text)))} "
    return any(form in line for form in forms)


def _unescaped(text: str) -> str:
    """JSON that was written with escapes, as people read it."""
    if "\\u" in text:
        try:
            return json.dumps(json.loads(text), ensure_ascii=False)
        except ValueError:
            return text
    return text


def _row_name(row: object) -> str:
    keys = row.keys()  # type: ignore[attr-defined]
    for name in ("slug", "short", "title", "name", "word", "asset", "id"):
        if name in keys and row[name]:  # type: ignore[index]
            return str(row[name])  # type: ignore[index]
    return ""
