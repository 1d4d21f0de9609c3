"""What a person says about an asset, checked before anything is written."""

from __future__ import annotations

import pytest

from mediakit.domain.asset import Answered
from mediakit.domain.edit import Difference, Edit, as_text, differences, normalise, parse_assignment
from mediakit.domain.errors import Misuse

from .made import photo


def test_a_value_may_hold_equals_signs_and_a_key_may_be_typed_as_one_speaks() -> None:
    assert parse_assignment("title=E = mc²") == ("title", "E = mc²")
    assert parse_assignment("Alt Text=Two people") == ("alt_text", "Two people")


@pytest.mark.parametrize("typed", ["titel=x", "rating=7", "embargo=soon", "hidden=maybe", "shot=selfie", "no value"])
def test_what_cannot_be_is_refused_with_a_hint(typed: str) -> None:
    with pytest.raises(Misuse):
        parse_assignment(typed)


def test_lists_are_tidied() -> None:
    assert normalise("tags", " maternity;trust ,, maternity") == "maternity, trust"


def test_only_what_differs_is_a_difference() -> None:
    one = photo(tags=("trust", "data"), people=("ada",), answered=Answered.PEOPLE)
    edits = [
        Edit(one.id, "tags", "trust, data"),
        Edit(one.id, "people", "ada"),
        Edit(one.id, "title", "Opening"),
        Edit(one.id, "rating", ""),
    ]
    assert differences({one.id: one}, edits) == [Difference(one.id, one.short, "title", "", "Opening")]


def test_nobody_recognisable_is_an_answer() -> None:
    assert as_text(photo(answered=Answered.NONE), "people") == "none"
    assert as_text(photo(), "people") == ""


def test_a_poster_is_a_position_and_reads_as_it_is_typed() -> None:
    assert normalise("poster", "72.5") == "1:12.5"
    assert as_text(photo(poster_ms=72_500), "poster") == normalise("poster", "0:01:12.500")
    assert normalise("poster", "") == ""
    with pytest.raises(Misuse):
        normalise("poster", "soon")
