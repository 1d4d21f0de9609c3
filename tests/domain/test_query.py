"""What somebody types becomes a query, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.domain.query import All, Any, Near, Term, leaves, parse, places, spoken


def words(text: str) -> list[tuple[str, ...]]:
    return [term.words for term in leaves(parse(text).node)]


def test_words_side_by_side_must_all_occur() -> None:
    assert parse("trust midwives").node == All((Term(("trust",)), Term(("midwives",))))


def test_and_binds_closer_than_or_and_brackets_closer_than_both() -> None:
    a, b, c = Term(("a",)), Term(("b",)), Term(("c",))
    assert parse("a b OR c").node == Any((All((a, b)), c))
    assert parse("a (b OR c)").node == All((a, Any((b, c))))
    assert parse("a AND b OR c").node == Any((All((a, b)), c))


@pytest.mark.parametrize("typed", ["trust -wait", "trust NOT wait", "-wait trust"])
def test_a_hyphen_before_a_word_is_not(typed: str) -> None:
    assert parse(typed).node == All((Term(("trust",)),), (Term(("wait",)),))


def test_a_hyphen_within_a_word_holds_its_parts_together() -> None:
    assert words("co-operation") == [("co", "operation")]


def test_near_takes_words_and_phrases_and_a_distance() -> None:
    assert parse('NEAR(trust "last mile", 3)').node == Near((Term(("trust",)), Term(("last", "mile"), quoted=True)), 3)
    assert parse("NEAR(a b 7)").node == Near((Term(("a",)), Term(("b",))), 7)


def test_hints_narrow_down_and_other_colons_are_words() -> None:
    typed = parse('trust person:"Siân Prys" kind:video col:val')
    assert typed.hints == (("person", "Siân Prys"), ("kind", "video"))
    assert words('trust person:"Siân Prys" kind:video col:val') == [("trust",), ("col", "val")]


@pytest.mark.parametrize("typed", ["O’Malley", "o'malley", "OMALLEY", "omalley’s"])
def test_apostrophes_capitals_and_possessives_make_no_difference(typed: str) -> None:
    assert words(typed) == [("omalley",)]


def test_accents_and_letters_of_other_alphabets_are_folded() -> None:
    assert [word for word, _ in spoken("Siân Łukasz Ødegård")] == ["sian", "lukasz", "odegard"]


@given(st.text(max_size=80) | st.text("\"*()-:^{}+ ANDORTNE’'\\%_,5", max_size=60))
def test_no_string_is_refused(text: str) -> None:
    for term in leaves(parse(text).node):
        assert term.words
        assert all(word for word in term.words)


@given(st.text(max_size=80))
def test_the_places_of_words_are_within_the_text_and_in_order(text: str) -> None:
    found = places(text)
    assert all(0 <= first < beyond <= len(text) for first, beyond, _ in found)
    assert [first for first, _, _ in found] == sorted(first for first, _, _ in found)
