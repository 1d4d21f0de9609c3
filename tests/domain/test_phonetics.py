from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mediakit.domain import phonetics


def apart(heard: str, name: str) -> float:
    """How far what was heard is from a name, as a share of all there is to hear in it."""
    ways = [""]
    for word in phonetics.split(name):
        ways = [way + reading for way in ways for reading in phonetics.readings(word)]
    return min(phonetics.distance(phonetics.phrase(heard), way) / phonetics.weight(way) for way in ways)


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("Kate Rintworth", "Kate Brintworth"),
        ("Mohamid Rafik", "Mohammed Rafiq"),
        ("Enkechi Okonko", "Nkechi Okonkwo"),
        ("Lou Allen Jones", "Llewellyn-Jones"),
        ("Makka skill", "MacAskill"),
        ("N-I-H-R", "NIHR"),
        ("Vo Chick", "Wójcik"),
        ("Sharn", "Siân"),
    ],
)
def test_a_name_sounds_like_what_a_recogniser_makes_of_it(heard: str, name: str) -> None:
    assert apart(heard, name) < 0.32


@pytest.mark.parametrize(
    ("heard", "name"),
    [("the building", "Brintworth"), ("waiting list", "Venkataraman"), ("patients", "Pritchard"), ("data", "NIHR")],
)
def test_ordinary_words_are_far_from_a_name(heard: str, name: str) -> None:
    assert apart(heard, name) > 0.6


def test_a_word_without_vowels_is_said_letter_by_letter_and_may_be_said_as_a_word() -> None:
    assert phonetics.english("NHS") == "enACes"
    assert phonetics.readings("NIHR") >= {"enIACa", "nihr"}


words = some.text(alphabet="abcdefghijklmnopqrstuvwxyzéłśâ'0123456789- ", max_size=24)


@given(words)
def test_every_text_has_a_reading_in_known_sounds(text: str) -> None:
    assert phonetics.weight(phonetics.phrase(text)) >= 0
    for word in phonetics.split(text):
        assert all(phonetics.weight(reading) > 0 for reading in phonetics.readings(word))


@given(words, words)
def test_distance_is_the_same_both_ways_and_nothing_to_itself(one: str, other: str) -> None:
    a, b = phonetics.phrase(one), phonetics.phrase(other)
    assert phonetics.distance(a, a) == 0
    assert phonetics.distance(a, b) == pytest.approx(phonetics.distance(b, a))
    assert phonetics.distance(a, b) <= phonetics.weight(a) + phonetics.weight(b) + 1e-9


@given(words, words)
def test_no_more_sound_makes_a_comparison_better_than_it_promised(begun: str, more: str) -> None:
    comparing = phonetics.Comparison(phonetics.phrase("Brintworth"))
    comparing.hear(phonetics.phrase(begun))
    promised = comparing.least
    comparing.hear(phonetics.phrase(more))
    assert comparing.distance >= promised - 1e-9
