"""The one door to spreadsheets: CSV in whatever dialect, and XLSX by openpyxl. Rows in and out, nothing interpreted."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from mediakit.domain.errors import BadInputFile, MachineLacks, Misuse
from mediakit.media import files

Cell = str | int | float | bool | date | datetime | time | timedelta | None

LARGEST_BYTES = 32 << 20
# an XLSX is a zip file: what it may unpack to, so that a small file cannot fill the memory
LARGEST_UNPACKED_BYTES = 400 << 20
MOST_ROWS = 200_000
# somebody formatted a whole column: a million rows that hold nothing
_EMPTY_ROWS_AT_THE_END = 5_000
_DELIMITERS = ",;\t|"
# what a spreadsheet would run as a formula; and what a workbook cannot hold
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_CANNOT_BE_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HINT = "save it as CSV (UTF-8) or as an Excel workbook (.xlsx)"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something. number: as the spreadsheet shows it, or the line of the file it begins on.

    CSV cells are text; XLSX cells are what the spreadsheet holds: text, number, yes or no, date, time, or None.
    """

    number: int
    cells: tuple[Cell, ...]

    def text(self, column: int) -> str:
        """A cell as text on one line, "" where there is none; dates and times in ISO 8601, whole numbers without .0.

        >>> Row(2, (" Ada\\xa0 Okafor ", 3.0, date(2026, 5, 13), None)).text(0)
        'Ada Okafor'
        """
        return cell_text(self.cells[column]) if 0 <= column < len(self.cells) else ""


def cell_text(cell: Cell) -> str:
    """What a cell says, as text on one line.

    >>> cell_text(3.0), cell_text(datetime(2026, 5, 13)), cell_text(True), cell_text(None)
    ('3', '2026-05-13', 'yes', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        whole_day = cell.time() == time(0)
        return cell.date().isoformat() if whole_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    return " ".join(str(cell).split())


def read_rows(path: Path, sheet: str | None = None) -> list[Row]:
    """Every row that holds something, of a CSV file or of one sheet (default: the first that holds anything).

    Raises Misuse where there is no such file, BadInputFile for one that is no spreadsheet or too large,
    MachineLacks for one that cannot be read.
    """
    content = content_of(path, "a spreadsheet", _HINT)
    if content[:4] == b"PK\x03\x04":
        return _workbook_rows(path, content, sheet)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadInputFile("a workbook of the old kind (.xls), or one with a password", where=str(path), hint=_HINT)
    return list(_csv_rows(path, _text(path, content)))


def content_of(path: Path, kind: str, hint: str) -> bytes:
    """All of a list that somebody sent. kind: what it should be. Raises Misuse, BadInputFile, MachineLacks."""
    if not path.is_file():
        raise Misuse("no such file" if not path.exists() else "this is no file", where=str(path))
    try:
        if path.stat().st_size > LARGEST_BYTES:
            what = f"too large for {kind}: {path.stat().st_size / 1e6:,.0f} MB"
            raise BadInputFile(what, where=str(path), hint="is it the right file?")
        content = path.read_bytes()
    except OSError as error:
        raise MachineLacks(f"it cannot be read: {error.strerror}", where=str(path)) from None
    if not content.strip():
        raise BadInputFile("the file is empty", where=str(path), hint=hint)
    return content


# --- CSV -------------------------------------------------------------------------------------------------------------


def _text(path: Path, content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            # what a widespread spreadsheet writes when it is asked for plain CSV
            text = content.decode("cp1252", "replace")
    odd = sum(1 for c in text[:4000] if not c.isprintable() and c not in "\r\n\t\xa0\u2028\x0b")
    if "\0" in text or odd * 20 > len(text[:4000]):
        raise BadInputFile("no spreadsheet, and no text either", where=str(path), hint=_HINT)
    return text


def _csv_rows(path: Path, text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    first = 1
    try:
        for cells in reader:
            told_delimiter = first == 1 and text[:4].lower() == "sep="
            if any(cell.strip() for cell in cells) and not told_delimiter:
                yield Row(first, tuple(_as_meant(cell) for cell in cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise BadInputFile(f"not valid CSV: {error}", where=f"{path}, line {first}", hint=_HINT) from None


def _as_meant(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_RUNS) else cell


def _delimiter(text: str) -> str:
    """What parts the cells: of the usual four, the one that the most of the first lines have equally often."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    if lines and lines[0].lower().startswith("sep="):
        return lines[0][4:5] or ","
    best, most = ",", (0, 0)
    for mark in _DELIMITERS:
        counts = Counter(n for line in lines if (n := _outside_quotes(line).count(mark)))
        often = counts.most_common(1)[0] if counts else (0, 0)
        if (often[1], often[0]) > most:
            best, most = mark, (often[1], often[0])
    return best


def _outside_quotes(line: str) -> str:
    return "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def _workbook_rows(path: Path, content: bytes, sheet: str | None) -> list[Row]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED_BYTES:
                raise BadInputFile("too large for a spreadsheet once it is unpacked", where=str(path), hint=_HINT)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            return _first_that_holds_anything(path, book, sheet)
        finally:
            book.close()
    except BadInputFile:
        raise
    except Exception as error:  # noqa: BLE001 (the gate of openpyxl, which raises whatever its parsers do)
        what = f"no workbook that can be read ({type(error).__name__})"
        raise BadInputFile(what, where=str(path), hint=_HINT) from None


def _first_that_holds_anything(path: Path, book: Any, sheet: str | None) -> list[Row]:
    names = [name for name in book.sheetnames if sheet in (None, name)]
    if not names:
        there = ", ".join(book.sheetnames)
        raise BadInputFile(f"it has no sheet called {sheet}", where=str(path), hint=f"sheets: {there}")
    for name in names:
        rows = list(_sheet_rows(path, book[name]))
        if rows:
            return rows
    raise BadInputFile("the file is empty", where=str(path), hint="is it the right file?")


def _sheet_rows(path: Path, page: Any) -> Iterator[Row]:
    # the size that a file says it has may be wrong, and is not needed
    if hasattr(page, "reset_dimensions"):
        page.reset_dimensions()
    if not hasattr(page, "iter_rows"):
        return  # a sheet that is a chart
    last = held = 0
    for number, cells in enumerate(page.iter_rows(values_only=True), 1):
        if any(cell is not None and str(cell).strip() for cell in cells):
            last, held = number, held + 1
            yield Row(number, tuple(cells))
        if held > MOST_ROWS:
            raise BadInputFile(f"more than {MOST_ROWS:,} rows", where=str(path), hint="is it the right file?")
        if number - last > _EMPTY_ROWS_AT_THE_END:
            return


# --- writing ---------------------------------------------------------------------------------------------------------


def write_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table as CSV or, where the name ends in .xlsx, as a workbook; whole or not at all.

    Nothing in it runs as a formula. Raises Misuse for another ending, MachineLacks where it cannot be written.
    """
    form = path.suffix.lower()
    if form not in (".csv", ".xlsx"):
        raise Misuse("the name should end in .csv or .xlsx", where=str(path))
    content = _as_workbook(header, rows) if form == ".xlsx" else _as_csv(header, rows)
    try:
        files.write_whole(path, content)
    except OSError as error:
        raise MachineLacks(f"it cannot be written: {error.strerror}", where=str(path)) from None


def _as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    # a byte order mark, without which a widespread program reads UTF-8 as Windows-1252
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([f"'{c}" if c.startswith(_RUNS) else c for c in row] for row in rows)
    return out.getvalue()


def _as_workbook(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    for row in (header, *rows):
        page.append([_CANNOT_BE_KEPT.sub("", text) for text in row])
    for cells in page.iter_rows():
        for cell in cells:
            cell.data_type = "s"
    page.freeze_panes = "A2"
    for number, name in enumerate(header, 1):
        widest = max(len(name), *(len(row[number - 1]) for row in rows), 6) if rows else len(name)
        page.column_dimensions[page.cell(1, number).column_letter].width = min(widest + 2, 60)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
