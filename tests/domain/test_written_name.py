"""A name in one cell is taken apart as the person who wrote it meant it."""

from __future__ import annotations

import pytest

from mediakit.domain.written_name import name_of_address, parse_name, surname_comes_first


@pytest.mark.parametrize(
    ("written", "honorific", "name", "letters"),
    [
        ("Prof. Dame Siân Ní Łukasz OBE FRCM", "Prof. Dame", "Siân Ní Łukasz", "OBE FRCM"),
        ("Rt Hon Sir Bo Lind KC MP", "Rt Hon Sir", "Bo Lind", "KC MP"),
        ("The Revd Canon Jo Bell", "The Revd Canon", "Jo Bell", None),
        ("Ada Okafor, PhD, FRCM", None, "Ada Okafor", "PhD FRCM"),
        ("Okafor, Ada", None, "Ada Okafor", None),
        ("OKAFOR, Dr Ada OBE", "Dr", "Ada Okafor", "OBE"),
        ("OKAFOR, ADA OBE", None, "Ada Okafor", "OBE"),
        ("Ní Dhomhnaill, Nuala", None, "Nuala Ní Dhomhnaill", None),
        ("van der Berg, Anna", None, "Anna van der Berg", None),
        ("SIÂN PRYS-HOWELL", None, "Siân Prys-Howell", None),
        ("OKAFOR Ada", None, "Ada Okafor", None),
        ("Ada OKAFOR", None, "Ada Okafor", None),
        ("ANNA VAN DER BERG", None, "Anna van der Berg", None),
        ("SEAN MCDONALD", None, "Sean McDonald", None),
        ("RENÉE O’MALLEY MBE", None, "Renée O’Malley", "MBE"),
        ("J.R.R. Tolkien", None, "J.R.R. Tolkien", None),
        ("JJ Abrams", None, "JJ Abrams", None),
        ("Li Ma", None, "Li Ma", None),
        ("ADA LI", None, "Ada Li", None),
        ("Madonna", None, "Madonna", None),
        ("Bronwen St John-Achebe", None, "Bronwen St John-Achebe", None),
    ],
)
def test_what_stands_before_and_after_a_name_is_known(
    written: str, honorific: str | None, name: str, letters: str | None
) -> None:
    found = parse_name(written)
    assert (found.honorific, found.name, found.post_nominals) == (honorific, name, letters)


def test_a_decomposed_name_and_one_with_what_cannot_be_seen_are_the_same_name() -> None:
    assert parse_name("Sia\u0302n\u00a0\u200bPrys\u00ad-Howell").name == "Siân Prys-Howell"


@pytest.mark.parametrize(
    ("written", "name", "rest", "email"),
    [
        ("Ada Okafor <ada@eastfell.example>", "Ada Okafor", None, "ada@eastfell.example"),
        ("Ada Okafor (Eastfell) <ada@eastfell.example>", "Ada Okafor", "Eastfell", "ada@eastfell.example"),
        ("Ada Okafor, Registrar, Eastfell", "Ada Okafor", "Registrar, Eastfell", None),
        ("Ada Okafor – Eastfell Health System", "Ada Okafor", "Eastfell Health System", None),
        ("ada@eastfell.example", "", None, "ada@eastfell.example"),
        ("", "", None, None),
    ],
)
def test_what_is_no_part_of_the_name_is_kept_apart(
    written: str, name: str, rest: str | None, email: str | None
) -> None:
    found = parse_name(written)
    assert (found.name, found.rest, found.email) == (name, rest, email)


def test_a_whole_column_tells_that_surnames_come_first() -> None:
    column = ["Prys Howell, Siân", "Okafor, Ada", "Lind, Bo", ""]
    assert surname_comes_first(column)
    assert parse_name("Prys Howell, Siân", surname_first=True).name == "Siân Prys Howell"
    assert not surname_comes_first(["Ada Okafor, OBE", "Bo Lind, PhD"])


def test_an_address_alone_may_tell_a_name() -> None:
    assert name_of_address("ada.okafor@x.example") == "Ada Okafor"
    assert name_of_address("press@x.example") == ""
