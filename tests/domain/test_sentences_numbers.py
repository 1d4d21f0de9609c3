"""Small numbers in words, and all that stays in digits."""

from __future__ import annotations

import pytest

from mediakit.domain.sentences import spread
from mediakit.domain.sentences_numbers import small_numbers_in_words


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("We had 6 spoons and 5 slabs.", "We had six spoons and five slabs."),
        ("1, 2, 3.", "One, two, three."),
        ("It took us 3.", "It took us three."),
        ("On 6 March at 9 am we met.", "On 6 March at 9 am we met."),
        ("See chapter 4 and page 7.", "See chapter 4 and page 7."),
        ("Call 0 1 8 0 3 now.", "Call 0 1 8 0 3 now."),
        ("6, 5, 4, 3, 2, 1, 0.", "6, 5, 4, 3, 2, 1, 0."),
        ("1. From fairest creatures", "1. From fairest creatures"),
        ("Room P9 has 12 beds, 2 of 40 free.", "Room P9 has 12 beds, two of 40 free."),
        ("It cost 5 million.", "It cost 5 million."),
    ],
)
def test_a_lone_digit_is_spelled_and_figures_stay(heard: str, written: str) -> None:
    words = spread(heard.split(), 0, 9_000)
    spelled = small_numbers_in_words(words)
    assert " ".join(word.text for word in spelled) == written
    assert [(w.start_ms, w.end_ms) for w in spelled] == [(w.start_ms, w.end_ms) for w in words]
