"""Words with times in a window: repeats that were said stay, repeats that nobody said go."""

from __future__ import annotations

import numpy as np
import pytest

from mediakit.media.speech_doubt import without_unclear
from mediakit.media.speech_timed import Heard, Timed, filled, hurried, without_unsaid_repeats
from mediakit.media.voice import FRAME_MS, Window, unheard


def words(text: str) -> list[Timed]:
    """Words from "text@start+length", in seconds."""
    made = []
    for each in text.split():
        word, _, span = each.partition("@")
        start, _, length = span.partition("+")
        made.append(Timed(word, float(start) * 1000, (float(start) + float(length)) * 1000, 0.9))
    return made


def said(text: str) -> str:
    return " ".join(word.text for word in without_unsaid_repeats(words(text)))


def test_a_refrain_that_takes_its_time_stays() -> None:
    assert said("We@0+.2 shall@.2+.3 go.@.5+.4 We@1+.2 shall@1.2+.3 go.@1.5+.4 We@2+.2 shall@2.2+.3 go.@2.5+.4") == (
        "We shall go. We shall go. We shall go."
    )


def test_a_repeat_without_any_time_goes() -> None:
    assert said("We@0+.2 shall@.2+.3 go.@.5+0 We@.5+0 shall@.5+0 go.@.5+0 We@1+.2 shall@1.2+.3 go.@1.5+.4") == (
        "We shall go. We shall go."
    )


def test_a_repeat_without_time_goes_wherever_it_is_cut_in() -> None:
    # the words that lie on one instant begin in the middle of a sentence
    assert said(
        "We@0+.2 shall@.2+.3 go@.5+.3 on.@.8+.4 We@1.5+.2 shall@1.7+0 go@1.7+0 on.@1.7+0 We@1.7+0 shall@2+.3"
    ) == ("We shall go on. We shall")


def test_no_said_six_times_stays() -> None:
    text = "No,@0+.6 no,@.6+.5 no,@1.1+.7 no,@1.9+.4 no,@2.3+.2 no.@2.5+.2"
    assert said(text).lower().count("no") == 6


def test_one_word_may_lie_on_an_instant_beside_its_double() -> None:
    assert said("Merrily,@0+.4 merrily,@.5+0 merrily@.5+.4") == "Merrily, merrily, merrily"


def test_a_word_without_end_is_written_down_a_few_times_at_most() -> None:
    loop = " ".join(f"no@{3 + i * 0.001}+0" for i in range(60))
    assert said(f"I@0+.2 said@.2+.4 no,@.6+.4 {loop}").count("no") <= 3


def test_words_that_only_lie_close_together_are_no_repeat() -> None:
    assert said("to@1+0 be@1+0 or@1+0 not@1+0 now@1+.4") == "to be or not now"


def test_a_text_with_no_time_to_be_said_in_is_hurried() -> None:
    assert hurried(words("a@0+0 b@0+0 c@0+0 d@0+.4"))
    assert not hurried(words("a@0+.2 b@.2+.2 c@.4+0 d@.4+.4"))


# --- stretches that were passed over ----------------------------------------------------------------------------------


def window(seconds: float) -> Window:
    return Window(np.arange(int(seconds * 1000 / FRAME_MS)))


def speaking(seconds: float, *stretches: tuple[float, float]) -> np.ndarray:
    chances = np.zeros(int(seconds * 1000 / FRAME_MS), np.float32)
    for a, b in stretches:
        chances[int(a * 1000 / FRAME_MS) : int(b * 1000 / FRAME_MS)] = 0.9
    return chances


def test_speech_that_no_word_covers_is_found() -> None:
    chances = speaking(20, (0, 6), (8, 14))
    assert unheard(window(20), chances, [(0, 3_000), (3_000, 6_000)]) == [(6_000, pytest.approx(20_000, abs=32))]


def test_a_pause_between_words_is_no_speech_passed_over() -> None:
    chances = speaking(20, (0, 6), (15, 20))
    assert unheard(window(20), chances, [(0, 6_000), (15_000, 20_000)]) == []


def test_what_a_second_look_finds_goes_to_its_place() -> None:
    before = words("We@0+.3 met@.3+.4 again@9+.4 today.@9.4+.4")
    found = filled(before, 700, 9_000, words("met@.3+.4 them@1.7+.3 at@2+.3 home@2.3+.6"))
    assert " ".join(word.text for word in found) == "We met them at home again today."
    assert found[2].start_ms == 1_700


def test_what_was_hurried_over_is_not_put_in_twice() -> None:
    squeezed = words("We@0+.3 met@.3+.4 them@.7+0 at@.7+0 home.@.7+0 Good.@9+.4")
    found = filled(squeezed, 700, 9_000, words("them@1.7+.3 at@2+.3 home@2.3+.6 and@3+.3 talked@3.3+.4"))
    assert " ".join(word.text for word in found) == "We met them at home. and talked Good."


def test_a_sentence_said_again_in_the_stretch_is_put_in() -> None:
    once = words("We@0+.3 met@.3+.4 them.@.7+.6 Good.@9+.4")
    found = filled(once, 1_300, 9_000, words("We@2+.3 met@2.3+.3 them@2.6+.6"))
    assert " ".join(word.text for word in found) == "We met them. We met them Good."


# --- a window of another language -------------------------------------------------------------------------------------


def heard(text: str, certainty: float, tokens: int) -> Heard:
    return Heard(window(29), tuple(words(text)), certainty, tokens, -0.3, "en")


def test_a_window_that_was_not_understood_is_marked_in_place_of_invented_words() -> None:
    english, invented = heard("We@0+.3 met@.3+.4", 0.9, 14), heard("Their@2+.3 hint@3+.4 of@5+.4", 0.48, 19)
    first, second = without_unclear([english, invented])
    assert first == english
    assert [(word.text, word.start_ms, word.end_ms) for word in second.timed] == [("[unclear]", 2_000, 5_400)]


def test_a_few_doubtful_words_are_left_as_they_are() -> None:
    few = heard("Yes.@0+.3", 0.32, 1)
    assert without_unclear([few]) == [few]


def test_a_window_without_words_has_no_mark() -> None:
    assert without_unclear([heard("", 0.2, 20)])[0].timed == ()
