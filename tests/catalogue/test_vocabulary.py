"""Words that corrections taught."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mediakit.catalogue import vocabulary
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.domain.errors import Misuse, UnknownName


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    with catalogue_in_memory() as made:
        yield made


def test_a_word_is_known_once_with_everything_that_was_said_of_it(catalogue: Catalogue) -> None:
    vocabulary.add(catalogue, "Kaldewick", heard_as=["called a wick"], by="Ada")
    again = vocabulary.add(
        catalogue, " Kaldewick ", says="KAL-duh-wick", heard_as=["cold a wick", "Kaldewick"], by="Bo"
    )
    assert vocabulary.every(catalogue) == [again]
    assert (again.says, again.heard_as, again.by) == ("KAL-duh-wick", ("called a wick", "cold a wick"), "Ada")
    assert vocabulary.add(catalogue, "Kaldewick", by="Bo") == again


def test_words_are_listed_in_order_of_the_alphabet(catalogue: Catalogue) -> None:
    for word in ("zebra", "Éire", "apple"):
        vocabulary.add(catalogue, word, by="Ada")
    assert [learnt.word for learnt in vocabulary.every(catalogue)] == ["apple", "Éire", "zebra"]


@pytest.mark.parametrize("word", ["", "  ", "a" * 81])
def test_what_is_no_word_is_refused(catalogue: Catalogue, word: str) -> None:
    with pytest.raises(Misuse):
        vocabulary.add(catalogue, word, by="Ada")
    assert vocabulary.every(catalogue) == []


def test_a_word_can_be_forgotten_and_only_if_it_was_known(catalogue: Catalogue) -> None:
    vocabulary.add(catalogue, "Kaldewick", by="Ada")
    assert vocabulary.remove(catalogue, "Kaldewick").word == "Kaldewick"
    with pytest.raises(UnknownName):
        vocabulary.remove(catalogue, "Kaldewick")
