"""Who is named in the name of a folder: in full, either way round, cut off at its end."""

from __future__ import annotations

import pytest

from mediakit.domain.address_names import NamesInAddresses, names_somebody
from mediakit.domain.naming import SLUG_LETTERS, slugify
from mediakit.domain.person import Person

SIAN = Person("sian-oneill", "Siân O'Neill", honorific="Dr", aliases=("S. Thomas",))
LONG = Person("bronwen-featherstonehaugh", "Bronwen Featherstonehaugh")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Siân O'Neill on trust", True),
        ("O'Neill, Siân: on trust", True),
        ("A word with Dr O'Neill", True),
        ("S. Thomas speaks", True),
        ("Siân on trust", False),
        ("Trust", False),
        ("O'Neills of the north", False),
    ],
)
def test_a_full_name_is_found_as_titles_write_it(title: str, found: bool) -> None:
    assert NamesInAddresses([SIAN]).found_in(f"videos/{slugify(title)}") == (("sian-oneill",) if found else ())


@pytest.mark.parametrize("kept", range(4, len("bronwen-featherstonehaugh")))
def test_a_name_that_the_end_of_an_address_cuts_off_is_found(kept: int) -> None:
    before = "x" * (SLUG_LETTERS - 1 - kept)
    folder = f"videos/{before}-{'bronwen-featherstonehaugh'[:kept]}"
    assert NamesInAddresses([LONG]).found_in(folder) == ("bronwen-featherstonehaugh",)


def test_a_short_address_is_not_taken_for_one_that_was_cut() -> None:
    assert NamesInAddresses([LONG]).found_in("videos/hello-bronwen") == ()


def test_any_part_of_a_name_is_a_name_beside_the_picture_of_who_has_it() -> None:
    assert names_somebody("videos/a-word-with-oneill", SIAN)
    assert names_somebody("videos/thomas", SIAN)
    assert not names_somebody("videos/trust", SIAN)
