"""What differs between two versions of a long text: the words alone that differ, with a few beside them."""

from __future__ import annotations

import random

from mediakit.domain.transcript import Transcript
from mediakit.editorial.amending_history import differences
from tests.domain.said import transcript

WORDS = "we asked about trust and they told us how slowly it is built".split()


def talk(*changed: tuple[int, str]) -> Transcript:
    """Two thousand words of a talk that says the same again and again, with some of them changed."""
    dice = random.Random(7)
    words = [dice.choice(WORDS) for _ in range(2_000)]
    for at, text in changed:
        words[at] = text
    return transcript(*(("1", " ".join(words[n : n + 10])) for n in range(0, len(words), 10)))


def test_a_word_that_differs_is_told_once_wherever_it_stands() -> None:
    before = talk()
    said = [word for segment in before.segments for word in segment.words]
    for at in (0, 5, 990, 1_994, 1_999):
        (found,) = differences(before, talk((at, "midwives")))
        assert (found.before, found.after, found.words) == (said[at].text, "midwives", 1)
        assert found.lead == " ".join(w.text for w in said[max(0, at - 4) : at])
        assert found.trail == " ".join(w.text for w in said[at + 1 : at + 5])
        assert found.start_ms == said[at].start_ms


def test_several_words_that_differ_are_told_in_order_and_none_where_none_does() -> None:
    found = differences(talk(), talk((3, "Siân"), (1_200, "Adébáyò"), (1_998, "Renée")))
    assert [one.after for one in found] == ["Siân", "Adébáyò", "Renée"]
    assert differences(talk(), talk()) == []
    assert [one.after for one in differences(talk(), talk((1_990, "Built,")))] == ["Built,"]
