"""Whom a text names: however the name is written, and nobody who may be named."""

from __future__ import annotations

import pytest

from mediakit.domain.consent import ShowAs
from mediakit.domain.names import Unnamed
from mediakit.domain.person import Person
from mediakit.domain.verdict import Standing

LUKASZ = Person("lukasz-wisniewski-hart", "Łukasz Wiśniewski-Hart", honorific="Dr", aliases=("Luki",))


def found(text: str, show_as: ShowAs | None = None) -> bool:
    return Unnamed([LUKASZ], {LUKASZ.slug: Standing(LUKASZ.slug, LUKASZ.name, show_as)}).found_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "With Łukasz Wiśniewski-Hart.",
        "LUKASZ WISNIEWSKI HART speaks",
        "Wiśniewski-Hart, Łukasz",
        "Dr Wiśniewski-Hart at the door",
        "Luki at the door",
        "lukasz-wisniewski-hart.jpg",
        "Łukasz\nWiś\u00adniewski\u2011Hart",
        "Łu\u200bkasz Wiśniewski-Hart",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert found(text)
    assert found(text, ShowAs.FIRST)
    assert found(text, ShowAs.NONE)
    assert not found(text, ShowAs.FULL)


@pytest.mark.parametrize("text", ["", "The heart of it", "Łukasz", "Harts and hinds", "Wiśniewski", "Lukis"])
def test_other_words_name_nobody(text: str) -> None:
    assert not found(text)
