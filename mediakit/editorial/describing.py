"""Describing assets: requests from words or a spreadsheet → what differs → written. And the spreadsheet itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from mediakit.catalogue import assets, describe
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.edit import KEYS, Difference, Edit, as_text, differences, normalise, parse_assignment
from mediakit.domain.errors import BadInputFile, MediakitError, Misuse

# What a spreadsheet shows for orientation and `set --from` does not read, and then what it does.
SHOWN = (
    "id", "short", "kind", "role", "state", "captured_at", "duration", "event", "approved", "matched_session",
    "matched_people",
)  # fmt: skip
COLUMNS = (*SHOWN, *KEYS)
# A cell that begins with one of these is run as a formula by spreadsheet programs (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LARGEST_BYTES = 64 << 20


def from_words(catalogue: Catalogue, words: Sequence[str]) -> list[Edit]:
    """Edits from `ASSET… KEY=VALUE…` as typed. Raises Misuse or UnknownName before anything is written."""
    keys = {word for word in words if word.partition("=")[0].strip().lower().replace("-", "_") in KEYS and "=" in word}
    first = next((i for i, word in enumerate(words) if word in keys), len(words))
    names, assignments = list(words[:first]), [parse_assignment(w) for w in words[first:]]
    for name in [n for n in names if "=" in n and "/" not in n]:
        parse_assignment(name)
    if not assignments:
        raise Misuse("nothing to set", hint='for example: mediakit set A001/C0012 title="Opening words"')
    ids = assets.require(catalogue, names)
    return [describe.resolve(catalogue, Edit(i, key, value)) for i in ids for key, value in assignments]


def from_file(catalogue: Catalogue, path: Path) -> list[Edit]:
    """Edits from a CSV file as `assets --csv` writes it: any of its columns, in any order, with `id` or `short`.

    Reads what spreadsheet programs save: UTF-8 with or without mark, or Windows-1252; comma, semicolon or tab.
    Raises BadInputFile naming every bad row.
    """
    table = _rows(path)
    edits: list[tuple[str, Edit]] = []
    problems: list[str] = []
    for number, row in table:
        where = f"row {number}"
        try:
            asset_id = assets.find(catalogue, row.get("id") or row.get("short") or "")
        except MediakitError as error:
            problems.append(f"{where}: {error}")
            continue
        for key in KEYS:
            if key not in row:
                continue
            try:
                edits.append((where, Edit(asset_id, key, normalise(key, _plain(row[key])))))
            except MediakitError as error:
                problems.append(f"{where}, {key}: {error}")
    changed = _only_changed(catalogue, edits)
    good, more = describe.problems_of(catalogue, changed)
    problems += more
    if problems:
        what = f"{len(problems)} row{'s' * (len(problems) != 1)} cannot be used; nothing was written"
        raise BadInputFile(what, where=str(path), problems=tuple(problems))
    return good


def _only_changed(catalogue: Catalogue, edits: Sequence[tuple[str, Edit]]) -> list[tuple[str, Edit]]:
    # looking up people and sessions of 800 rows that say what is known already would cost seconds
    loaded = {a.id: a for a in assets.load(catalogue, list(dict.fromkeys(e.asset for _, e in edits)))}
    return [(where, edit) for where, edit in edits if as_text(loaded[edit.asset], edit.key) != edit.value]


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise Misuse("no such file", where=str(path), hint="write one with: mediakit assets --csv list.csv")
    if path.stat().st_size > _LARGEST_BYTES:
        raise BadInputFile("larger than any list of assets", where=str(path))
    blob = path.read_bytes()
    if blob[:4] == b"PK\x03\x04":
        hint = "in the spreadsheet program: Save as, CSV (UTF-8)"
        raise BadInputFile("a workbook, not a CSV file", where=str(path), hint=hint)
    text = _decoded(blob)
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    csv.field_size_limit(1 << 20)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise BadInputFile(f"not a CSV file: {error}", where=str(path)) from None
    names = [cell.strip().lower().replace(" ", "_") for cell in lines[0][1]] if lines else []
    if "id" not in names and "short" not in names:
        hint = "write one with: mediakit assets --csv list.csv"
        raise BadInputFile("the first row has neither a column id nor short", where=str(path), hint=hint)
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        raise BadInputFile(f"no such column: {', '.join(unknown)}", where=str(path), hint=f"one of: {', '.join(KEYS)}")
    return [(n, dict(zip(names, cells, strict=False))) for n, cells in lines[1:] if any(c.strip() for c in cells)]


def _decoded(blob: bytes) -> str:
    if blob[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return blob.decode("utf-16", "replace")
    try:
        return blob.decode("utf-8-sig")
    except UnicodeDecodeError:
        return blob.decode("cp1252", "replace")


def same_for_all(catalogue: Catalogue, asset_ids: Sequence[str], key: str, value: str) -> list[Edit]:
    """The same edit for each of these assets, by their full ids. Raises Misuse or UnknownName before anything is
    written.
    """
    if key in ("session", "poster"):
        return [describe.resolve(catalogue, Edit(asset_id, key, value)) for asset_id in asset_ids]
    # the same people for everybody: they are looked up once
    known = describe.resolve(catalogue, Edit(asset_ids[0], key, normalise(key, value))).value if asset_ids else value
    return [Edit(asset_id, key, known) for asset_id in asset_ids]


def changes(catalogue: Catalogue, edits: Sequence[Edit]) -> list[Difference]:
    """What the edits would change."""
    loaded = {a.id: a for a in assets.load(catalogue, list(dict.fromkeys(e.asset for e in edits)))}
    return differences(loaded, edits)


def write(catalogue: Catalogue, differing: Sequence[Difference]) -> None:
    """Write down what differs, all of it or nothing."""
    describe.apply(catalogue, differing)


def spreadsheet(listed: Sequence[Asset]) -> str:
    """The assets as CSV that any spreadsheet program opens, one row each; `set --from` takes it back edited.

    Begins with a byte order mark, without which a widespread program reads UTF-8 as Windows-1252.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for asset in listed:
        writer.writerow([_safe(cell) for cell in (*_shown(asset), *(as_text(asset, key) for key in KEYS))])
    return "\ufeff" + out.getvalue()


def sheet_of(differing: Sequence[Difference], *, before: bool) -> str:
    """Changes as CSV, one row for each asset: as they made it, or as it was before. `set --from` takes it."""
    keys = list(dict.fromkeys(c.key for c in differing))
    rows: dict[str, dict[str, str]] = {}
    for change in differing:
        rows.setdefault(change.asset, {"short": change.short})[change.key] = change.old if before else change.new
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", "short", *keys])
    for asset_id, row in rows.items():
        writer.writerow([_safe(cell) for cell in (asset_id, row["short"], *(row.get(key, "") for key in keys))])
    return "\ufeff" + out.getvalue()


def _shown(asset: Asset) -> tuple[str, ...]:
    return (
        asset.id,
        asset.short,
        asset.kind.value,
        asset.role.value,
        asset.state.value,
        asset.captured_at.isoformat(sep=" ") if asset.captured_at else "",
        f"{asset.duration_ms / 1000:.1f}" if asset.duration_ms is not None else "",
        asset.event or "",
        "yes" if asset.approved else "no",
        (asset.session or "") if asset.session_guessed else "",
        ", ".join(slug for slug, _ in asset.matched),
    )


def _safe(cell: str) -> str:
    clean = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return f"'{clean}" if clean.startswith(_FORMULA) and clean not in ("-1",) else clean


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
