"""Two versions of a text, word by word."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain import alignment, draft
from mediakit.domain.alignment import Run, align, share_alike
from tests.counting import calls_of

WORDS = st.lists(
    st.sampled_from("trust is built slowly and lost at once We Siân’s trust, — [laughs]".split()), max_size=40
)


@given(WORDS, WORDS)
def test_runs_cover_both_versions_whole_and_in_order(old: list[str], new: list[str]) -> None:
    i = j = 0
    for run in align(old, new):
        assert (run.old_from, run.new_from) == (i, j)
        assert run.old_to > i or run.new_to > j
        i, j = run.old_to, run.new_to
        if run.same:
            assert [alignment.comparable(w) for w in old[run.old_from : i]] == [
                alignment.comparable(w) for w in new[run.new_from : j]
            ]
    assert (i, j) == (len(old), len(new))


@given(WORDS)
def test_a_text_is_the_same_as_itself(words: list[str]) -> None:
    assert align(words, words) == ((Run(0, len(words), 0, len(words), True),) if words else ())


@given(WORDS, st.data())
def test_what_was_only_put_in_or_taken_out_leaves_all_other_words_where_they_were(
    words: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(words)))
    longer = [*words[:at], "Brintworth", *words[at:]]
    for old, new in ((words, longer), (longer, words)):
        assert sum(r.old_to - r.old_from for r in align(old, new) if r.same) == len(words)


def test_a_misheard_name_is_one_run_against_what_it_was_heard_as() -> None:
    runs = align("we asked I can't bring to earth about it".split(), "we asked Kate Brintworth about it".split())
    assert runs == (Run(0, 2, 0, 2, True), Run(2, 7, 2, 4, False), Run(7, 9, 4, 6, True))


def test_case_accents_and_punctuation_make_no_other_word() -> None:
    assert align("SIAN said well".split(), "Siân said: well!".split()) == (Run(0, 3, 0, 3, True),)


def spoken(count: int, seed: int) -> list[str]:
    """Words as often as words come in speech: few all the time, most seldom."""
    many = [f"word{n}" for n in range(5_000)]
    return random.Random(seed).choices(many, [1 / (n + 1) for n in range(5_000)], k=count)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.4])
def test_three_hours_are_aligned_whatever_was_corrected(share: float) -> None:
    chance = random.Random(7)
    old = spoken(30_000, 1)
    new = [f"new{chance.random()}" if chance.random() < share else word for word in old]
    runs = align(old, new)
    assert sum(r.old_to - r.old_from for r in runs if r.same) >= 0.97 * sum(
        a == b for a, b in zip(old, new, strict=True)
    )


@pytest.mark.parametrize(
    "texts",
    [
        lambda n: (["la"] * 30 * n, ["la"] * 29 * n),
        lambda n: (["la", "na"] * 15 * n, ["na", "la", "la"] * 10 * n),
        lambda n: (spoken(30 * n, 1), spoken(30 * n, 2)),
        lambda n: (spoken(30 * n, 1), ["nothing"] * 30 * n),
    ],
)
def test_however_odd_a_text_twice_as_much_of_it_is_no_more_than_about_twice_the_work(
    texts: Callable[[int], tuple[list[str], list[str]]],
) -> None:
    some, twice, more = (calls_of(partial(align, *texts(n))) for n in (100, 200, 400))
    assert more < 2.6 * twice < 2.6 * 2.6 * some


def test_two_recordings_share_words_and_hardly_three_in_a_row() -> None:
    old, other = spoken(3_000, 1), spoken(3_000, 2)
    assert share_alike(align(old, other)) < 0.05 * 3_000
    assert share_alike(align(old, old)) == 3_000


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_a_cleaned_text_is_one_line_of_printable_letters_and_stays_as_it_is(text: str) -> None:
    clean = draft.clean(text)
    assert draft.clean(clean) == clean
    assert all(c.isprintable() or c in "\u200c\u200d" for c in clean)
