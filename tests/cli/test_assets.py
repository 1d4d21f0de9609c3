"""Listing, describing and approving, as it is typed and as it comes back from a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue import assets
from mediakit.media import ffmpeg

from .conftest import Library, Run


@pytest.fixture
def shoot(workspace: Path, run: Run) -> Path:
    """A workspace with two photos of a card, processed."""
    card = workspace.parent / "P001" / "DCIM"
    card.mkdir(parents=True)
    for number, colour in enumerate(("red", "navy")):
        picture = f"color={colour}:s=900x600:d=1"
        ffmpeg.run(["-f", "lavfi", "-i", picture, "-frames:v", "1", f"file:{card / f'IMG_000{number}.JPG'}"])
    assert run("event", "add", "Gathering", "--slug", "lan", "--crowd-notice", "Filming today").status == 0
    assert run("people", "add", "Siân O’Neill", "--slug", "sian").status == 0
    assert run("ingest", card.parent, "--event", "lan", "--one-copy", "-q").status == 0
    assert run("process", "-q").status == 0
    return workspace


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    ran = run("assets", "--json", *words)
    assert ran.status == 0, ran.err
    documents: list[dict[str, Any]] = json.loads(ran.out)
    return documents


def photo(run: Run, number: int) -> dict[str, Any]:
    return next(a for a in listed(run) if a["name"] == f"IMG_000{number}.JPG")


def test_an_asset_has_every_field_that_is_promised(shoot: Path, run: Run) -> None:
    promised = """id kind role shot name short event card path bytes checksum captured_at captured_at_source duration
        width height rotation fps vcodec acodec channels sample_rate timecode camera title caption alt_text
        credit rating creator copyright keywords extended_description parts people session tags approved
        state error renditions transcript"""
    assert set(promised.split()) <= photo(run, 0).keys()


def test_an_asset_is_known_by_id_prefix_short_name_and_path(shoot: Path, run: Run) -> None:
    known = photo(run, 0)
    for name in (known["id"], known["id"][:8], "P001/IMG_0000", known["path"]):
        assert json.loads(run("show", name, "--json").out)["id"] == known["id"]
    assert run("show", "zzzz").status == 2
    assert "P001/IMG" in run("show", "P001/IMG_0000").out


def test_what_is_typed_is_kept_and_an_empty_value_empties(shoot: Path, run: Run) -> None:
    assert run("set", "P001/IMG_0000", "title=E = mc²", "tags=trust, data", "people=sian", "rating=4").status == 0
    known = photo(run, 0)
    assert (known["title"], known["tags"], known["people"], known["rating"]) == (
        "E = mc²", ["data", "trust"], ["sian"], 4,
    )  # fmt: skip
    assert run("set", "P001/IMG_0000", "title=", "people=none").status == 0
    known = photo(run, 0)
    assert (known["title"], known["people"], known["people_answered"]) == (None, [], "none")


@pytest.mark.parametrize(
    "words",
    [
        ("P001/IMG_0000",),
        ("P001/IMG_0000", "titel=x"),
        ("P001/IMG_0000", "people=nobody-we-know"),
        ("P001/IMG_0009", "title=x"),
        ("P001/IMG_0000", "title=x", "rating=nine"),
        ("title=x",),
    ],
)
def test_nothing_is_written_when_one_word_is_wrong(shoot: Path, run: Run, words: tuple[str, ...]) -> None:
    ran = run("set", *words)
    assert ran.status == 2
    assert ran.out == ""
    assert 1 <= len(ran.err.strip().splitlines()) <= 3
    assert photo(run, 0)["title"] is None


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_alt_texts_come_back_from_a_spreadsheet(shoot: Path, run: Run) -> None:
    assert run("assets", "--csv", "list.csv").status == 0
    rows = rows_of(shoot / "list.csv")
    for number, row in enumerate(rows):
        row["alt_text"] = f"=Photo {number}, “quoted”; with a semicolon"
    with (shoot / "edited.csv").open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    shown = run("set", "--from", "edited.csv")
    assert shown.status == 0
    assert "2 changes in 2 assets; nothing written yet" in shown.out
    assert photo(run, 0)["alt_text"] is None
    assert run("set", "--from", "edited.csv", "--yes").status == 0
    assert photo(run, 0)["alt_text"] == "=Photo 0, “quoted”; with a semicolon"
    assert "nothing differs" in run("set", "--from", "edited.csv").out


def test_a_cell_is_never_run_as_a_formula_and_comes_back_as_it_was(shoot: Path, run: Run) -> None:
    run("set", "P001/IMG_0000", 'title==HYPERLINK("http://example.org")')
    run("assets", "--csv", "list.csv")
    assert {r["title"] for r in rows_of(shoot / "list.csv")} == {"", '\'=HYPERLINK("http://example.org")'}
    assert "nothing differs" in run("set", "--from", "list.csv").out


def test_every_bad_row_is_named_and_nothing_is_written(shoot: Path, run: Run) -> None:
    (shoot / "bad.csv").write_text(
        "short,title,rating,people\nP001/IMG_0000,Fine,3,\nP001/IMG_0001,Fine,eleven,\nP009/NONE,Fine,1,\n"
        "P001/IMG_0001,Fine,1,who\n"
    )
    ran = run("set", "--from", "bad.csv", "--yes")
    assert ran.status == 2
    assert all(f"row {n}" in ran.err for n in (3, 4, 5))
    assert "row 2" not in ran.err
    assert photo(run, 0)["title"] is None


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04rest of a workbook", b"name,age\n1,2\n", b"id;colour\n;;\n", b"\x00\x01\x02\xff"]
)
def test_what_is_no_list_of_assets_is_refused_in_plain_words(shoot: Path, run: Run, content: bytes) -> None:
    (shoot / "other.csv").write_bytes(content)
    ran = run("set", "--from", "other.csv", "--yes")
    assert ran.status == 2
    assert "other.csv" in ran.err
    assert "unexpected" not in ran.err


def test_a_photo_without_alt_text_cannot_be_approved(shoot: Path, run: Run) -> None:
    run("set", "P001/IMG_0000", "alt_text=A red square")
    ran = run("approve", "--event", "lan", "--by", "Ada Okafor", "--json")
    assert ran.status == 1
    told = json.loads(ran.out)
    assert told["approved"] == [photo(run, 0)["id"]]
    assert told["refused"] == [{"asset": photo(run, 1)["id"], "reason": "it has no alt text"}]
    assert photo(run, 0)["approved"]["by"] == "Ada Okafor"


def test_an_approval_lapses_with_the_alt_text_and_can_be_given_again(shoot: Path, run: Run) -> None:
    run("set", "P001/IMG_0000", "alt_text=A red square")
    run("approve", "P001/IMG_0000", "--by", "Ada Okafor")
    run("set", "P001/IMG_0000", "alt_text=A scarlet square")
    assert (photo(run, 0)["approved"], photo(run, 0)["lapsed"]) == (None, "alt text changed")
    run("set", "P001/IMG_0000", "alt_text=A red square")
    assert photo(run, 0)["approved"]["by"] == "Ada Okafor"


def test_an_approval_needs_a_name_and_something_to_approve(shoot: Path, run: Run) -> None:
    assert run("approve", "P001/IMG_0000").status == 2
    assert run("approve", "--by", "Ada").status == 2
    assert run("approve", "P001/IMG_0000", "--event", "lan", "--by", "Ada").status == 2


def test_status_counts_and_says_what_is_left(shoot: Path, run: Run) -> None:
    told = json.loads(run("status", "--json").out)
    assert told["assets"] == {"video": 0, "audio": 0, "photo": 2}
    assert (told["events"], told["pending"], told["failed"], told["online"]) == (1, {}, [], [])


def test_the_frame_of_a_poster_is_chosen_and_the_poster_is_due_again(library: Library, run: Run) -> None:
    assert run("set", library.film, "poster=0:02.5").status == 0
    with library.catalogue() as catalogue:
        assert assets.one(catalogue, library.film).poster_ms == 2_500
    assert run("set", library.film, "poster=0:02.5").out.strip() == "nothing differs"
    assert run("set", library.film, "poster=").status == 0
    with library.catalogue() as catalogue:
        assert assets.one(catalogue, library.film).poster_ms is None


def test_a_poster_after_the_end_or_of_a_photo_is_refused(library: Library, run: Run) -> None:
    ended = run("set", library.film, "poster=1:00")
    assert (ended.status, "the film ends at 9 s" in ended.err) == (2, True)
    assert "only a film has a poster" in run("set", library.room, "poster=0:01").err
