"""Which spellings may be one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.domain.spelling import difference, edits, skeleton


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("brentworth", "brintworth"), ("nakvi", "naqvi"), ("nackvee", "naqvi"), ("caldewick", "kaldewick"),
        ("oluwasheun", "oluwaseun"), ("fitsroy", "fitzroy"), ("matenrity", "maternity"), ("philips", "fillips"),
    ],
)  # fmt: skip
def test_a_name_misheard_or_mistyped_is_near(typed: str, right: str) -> None:
    assert difference(typed, right) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("hughes", "hugh"), ("trust", "rusty"), ("ada", "ida"), ("okafor", "okonkwo"), ("davies", "david")],
)
def test_another_name_is_not(one: str, other: str) -> None:
    assert difference(one, other) is None


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_edits_are_the_same_both_ways_and_none_only_for_the_same_word(a: str, b: str) -> None:
    assert edits(a, b, 8) == edits(b, a, 8)
    assert (edits(a, b, 8) == 0) == (a == b)
    assert edits(a, b, 2) == min(edits(a, b, 8), 3)


@given(st.text(max_size=50))
def test_every_string_has_a_skeleton(word: str) -> None:
    assert isinstance(skeleton(word), str)
