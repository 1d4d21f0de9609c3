"""What people write into a list of consents, and what is made of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mediakit.domain.consent import Basis, Channel, ShowAs
from mediakit.logistics import consents_columns as columns
from mediakit.media.sheets import Cell, Row

DAY = date(2026, 5, 13)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-05-13", "13/05/2026", "13.5.2026", "13 May 2026", "13th May 2026", "Wed 13 May 2026", "13 may, 2026", DAY,
        datetime.fromisoformat("2026-05-13T09:30"), "2026-05-13 00:00:00",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_in_britain_write_it(cell: Cell) -> None:
    assert columns.day(cell) == DAY


@pytest.mark.parametrize("cell", ["05/13/2026", "31/02/2026", "13/05/26", "soon", "", 46155, "13 Octember 2026"])
def test_what_is_no_day_is_none(cell: Cell) -> None:
    assert columns.day(cell) is None


def test_channels_are_named_in_one_cell_however_they_are_parted() -> None:
    assert columns.channels("Website; social media & Print") == (Channel.WEB, Channel.SOCIAL, Channel.PRINT)
    assert columns.channels("ALL") == tuple(Channel)
    assert columns.channels("web, web") == (Channel.WEB,)
    assert columns.channels("") == ()
    assert columns.channels("web, television") is None


def test_a_tick_is_told_from_none_and_from_words() -> None:
    assert [columns.ticked(text) for text in ("Yes", "x", "✓", "", "No", "-", "if asked first")] == [
        True, True, True, False, False, False, None,
    ]  # fmt: skip


def test_basis_and_naming_have_their_usual_words() -> None:
    assert columns.basis("Legitimate interests") is Basis.LEGITIMATE_INTERESTS
    assert columns.basis("") is Basis.CONSENT
    assert columns.basis("because") is None
    assert columns.show_as("First name only") is ShowAs.FIRST
    assert columns.show_as("no name") is ShowAs.NONE
    assert columns.show_as("quietly") is None


def test_the_row_of_titles_may_stand_below_others() -> None:
    rows = [
        Row(1, ("Consent forms, day one",)),
        Row(3, ("No.", "First name", "SURNAME", "Web-site", "Date Signed")),
        Row(4, (1, "Ada", "Okafor", "x", DAY)),
    ]
    assert columns.find_header(rows) == (1, {"first": 1, "last": 2, "web": 3, "given": 4})
    assert columns.unread(rows[1], {"first": 1, "last": 2, "web": 3, "given": 4}) == ["No."]
    assert columns.find_header(rows[:1]) is None


def test_organisations_are_parted_by_semicolons_where_names_hold_commas() -> None:
    assert columns.listed("Ynys Board; Calder, Dunmarsh and Sons") == ("Ynys Board", "Calder, Dunmarsh and Sons")
    assert columns.listed("Ynys Board, Calder") == ("Ynys Board", "Calder")
