"""Words with times in a window: repeats that were said stay, repeats that nobody said go."""

from __future__ import annotations

from mediakit.media.speech_timed import Timed, hurried, without_unsaid_repeats


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
