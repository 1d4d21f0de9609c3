"""Spreadsheets as people send them: every dialect of CSV, workbooks, and what is neither."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from mediakit.domain.errors import BadInputFile, Misuse
from mediakit.media import sheets
from mediakit.media.sheets import Row, cell_text, read_rows


def written(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize(
    "content",
    [
        "Name,Role\nSiân Prys,Midwife\n".encode(),
        "\ufeffName,Role\r\nSiân Prys,Midwife\r\n".encode(),
        "Name;Role\nSiân Prys;Midwife\n".encode("cp1252"),
        "Name\tRole\nSiân Prys\tMidwife\n".encode("utf-16"),
        'sep=|\n"Name"|"Role"\n"Siân Prys"|"Midwife"'.encode(),
        "Name,Role\rSiân Prys,Midwife\r".encode(),
    ],
)
def test_every_dialect_gives_the_same_cells(tmp_path: Path, content: bytes) -> None:
    rows = read_rows(written(tmp_path, content))
    assert [r.cells for r in rows] == [("Name", "Role"), ("Siân Prys", "Midwife")]


def test_a_row_knows_the_line_it_begins_on_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    rows = read_rows(written(tmp_path, b'a,b\n\n"one\ntwo",c\n,,\nlast,d\n'))
    assert [(r.number, r.text(0)) for r in rows] == [(1, "a"), (3, "one two"), (6, "last")]
    assert rows[0].text(9) == ""


def test_commas_in_quotes_part_no_cells(tmp_path: Path) -> None:
    rows = read_rows(written(tmp_path, b'Name;Note\nAda;"a, b, c, d"\nBo;"e, f, g, h"\n'))
    assert [len(r.cells) for r in rows] == [2, 2, 2]


def test_a_workbook_keeps_what_its_cells_are(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("People")
    page = book["People"]
    page["A2"], page["B2"], page["C2"] = "Ada", 3.0, date(2026, 5, 13)
    page["A5"], page["B5"], page["C5"] = "Bo", True, time(9, 30)
    book.save(tmp_path / "list.xlsx")
    rows = read_rows(tmp_path / "list.xlsx")
    assert [(r.number, [cell_text(c) for c in r.cells]) for r in rows] == [
        (2, ["Ada", "3", "2026-05-13"]),
        (5, ["Bo", "yes", "09:30:00"]),
    ]
    with pytest.raises(BadInputFile, match="no sheet called Other"):
        read_rows(tmp_path / "list.xlsx", "Other")


def test_a_workbook_that_is_called_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ada", date(2026, 5, 13)])  # type: ignore[union-attr]
    book.save(tmp_path / "list.csv")
    assert read_rows(tmp_path / "list.csv")[0].text(1) == "2026-05-13"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (bytes(range(256)) * 40, "no spreadsheet"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "no spreadsheet"),
        (b"PK\x03\x04 broken", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old kind"),
    ],
)
def test_what_is_no_spreadsheet_is_told_in_a_line(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(BadInputFile, match=told):
        read_rows(written(tmp_path, content))


def test_what_is_not_there_or_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misuse, match="no such file"):
        read_rows(tmp_path / "absent.csv")
    monkeypatch.setattr(sheets, "LARGEST_BYTES", 10)
    with pytest.raises(BadInputFile, match="too large"):
        read_rows(written(tmp_path, b"Name,Role\nAda,Midwife\n"))
    monkeypatch.undo()
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED_BYTES", 10)
    openpyxl.Workbook().save(tmp_path / "bomb.xlsx")
    with pytest.raises(BadInputFile, match="unpacked"):
        read_rows(tmp_path / "bomb.xlsx")


def test_cells_become_text_as_people_would_write_them() -> None:
    assert Row(1, (" Ada\xa0 Okafor\n", 2.5, None)).text(0) == "Ada Okafor"
    assert cell_text(2.5) == "2.5"
    assert cell_text(datetime.fromisoformat("2026-05-13T09:30")) == "2026-05-13 09:30:00"
