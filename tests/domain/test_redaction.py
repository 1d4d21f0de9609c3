"""What must not be read or heard: blanked in words, captions and changes, and nothing else."""

from __future__ import annotations

import pytest

from mediakit.domain.redaction import REDACTED, blanked, blanked_lines, silences, sure_span
from mediakit.domain.span import Span
from mediakit.domain.transcript import Change, Segment, Transcript, Word


def segment(text: str, start_ms: int = 0, *, each_ms: int = 500, timed: bool = True) -> Segment:
    words = tuple(
        Word(w, start_ms + each_ms * i, start_ms + each_ms * (i + 1), 0.9, not timed)
        for i, w in enumerate(text.split())
    )
    return Segment(start_ms, start_ms + each_ms * len(words), text, words)


def spoken(*segments: Segment, language: str = "en", changes: tuple[Change, ...] = ()) -> Transcript:
    return Transcript(language, 1.0, "scripted", "script", 60_000, segments, changes)


def test_a_run_of_redacted_words_becomes_one_word_with_their_time() -> None:
    was = spoken(segment("My name is Kate Brintworth today."), segment("Thank you.", 4_000))
    seen = blanked(was, [Span(1_500, 2_500)])
    assert seen.text == "My name is [redacted] today. Thank you."
    assert seen.segments[0].words[3] == Word(REDACTED, 1_500, 2_500)
    assert seen.segments[1] is was.segments[1]


def test_a_word_that_only_touches_the_stretch_stays() -> None:
    was = spoken(segment("one two three"))
    assert blanked(was, [Span(500, 1_000)]).text == "one [redacted] three"
    assert blanked(was, [Span(499, 1_000)]).text == "[redacted] three"


def test_words_whose_times_are_not_known_go_rather_than_stay() -> None:
    untimed = Segment(0, 3_000, "three words here")
    assert blanked(spoken(untimed), [Span(100, 200)]).text == REDACTED


def test_a_word_whose_time_was_worked_out_may_be_anywhere_between_those_beside_it() -> None:
    words = [Word(w, 500 * i, 500 * (i + 1), 0.9) for i, w in enumerate("we are concerned differs from most".split())]
    words[3] = Word("differs", 1_500, 1_800, 0.9, True)
    words[4:] = [Word("from", 2_700, 3_000), Word("most", 3_000, 3_400)]
    was = spoken(Segment(0, 3_400, " ".join(w.text for w in words), tuple(words)))
    assert blanked(was, [Span(2_500, 2_600)]).text == "we are concerned [redacted] from most"
    assert blanked(was, [Span(500, 1_000)]).text == "we [redacted] concerned differs from most"
    assert sure_span(was, 3, 4) == Span(1_500, 2_700)
    assert sure_span(was, 4, 6) == Span(2_700, 3_400)
    far = was.with_segments((segment("one", timed=False), segment("two", 30_000)))
    assert sure_span(far, 0, 1) == Span(0, 2_500)


def test_what_was_changed_there_tells_nothing_of_it() -> None:
    told = Change(1_500, 2_500, "Kate Rintworth", "Kate Brintworth", "sounds like Kate Brintworth", 0.8)
    other = Change(3_000, 3_500, "a", "the")
    seen = blanked(spoken(segment("My name is Kate Brintworth"), changes=(told, other)), [Span(1_500, 2_500)])
    assert (seen.changes[0].heard, seen.changes[0].written, seen.changes[0].reason) == (REDACTED, REDACTED, "")
    assert seen.changes[1] == other


def test_blanking_again_changes_nothing() -> None:
    seen = blanked(spoken(segment("My name is Kate Brintworth")), [Span(1_500, 2_500)])
    assert blanked(seen, [Span(1_500, 2_500)]) == seen


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("My name is", "Kate Brintworth today."), ("My name is", "[redacted] today.")),
        (("My name is Kate", "Brintworth today."), ("My name is [redacted]", "today.")),
        # somebody wrote it their own way: what stands between what is known goes
        (("My name is", "Dr K. Brintworth-Hale, today."), ("My name is", "[redacted] today.")),
        (("Kate", "Brintworth"), ("[redacted]",)),
        (("[redacted]",), ("[redacted]",)),
        (("My name is today.",), ("My name is today.",)),
    ],
)
def test_captions_lose_what_the_words_lose(lines: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    was = spoken(segment("My name is Kate Brintworth today."))
    assert blanked_lines([(Span(0, 3_000), lines)], was, [Span(1_500, 2_500)]) == [wanted]


def test_only_the_redacted_one_of_two_equal_words_goes_from_the_captions() -> None:
    was = spoken(segment("Kate said that"), segment("Kate left early", 2_000), segment("and Kate came", 4_000))
    cues = [(Span(0, 1_500), ("Kate said that",)), (Span(2_000, 3_500), ("Kate left early",)),
            (Span(4_000, 5_500), ("and Kate came",))]  # fmt: skip
    assert blanked_lines(cues, was, [Span(2_000, 2_500)]) == [
        ("Kate said that",), ("[redacted] left early",), ("and Kate came",)
    ]  # fmt: skip


def test_a_name_over_two_captions_goes_from_both() -> None:
    was = spoken(segment("My name is Kate Brintworth today."))
    cues = [(Span(0, 2_000), ("My name is Kate",)), (Span(2_000, 3_000), ("Brintworth today.",))]
    assert blanked_lines(cues, was, [Span(1_500, 2_500)]) == [("My name is [redacted]",), ("[redacted] today.",)]


def test_a_script_without_spaces_is_blanked_by_the_character() -> None:
    words = (Word("我", 0, 500), Word("叫", 500, 1_000), Word("小明", 1_000, 2_000), Word("。", 2_000, 2_100))
    was = spoken(Segment(0, 2_100, "我叫小明。", words), language="zh")
    assert blanked(was, [Span(1_000, 2_000)]).text == "我叫[redacted]。"
    assert blanked_lines([(Span(0, 2_100), ("我叫小明。",))], was, [Span(1_000, 2_000)]) == [("我叫[redacted]。",)]


def test_a_caption_that_lies_in_the_stretch_goes_whatever_it_says() -> None:
    was = spoken(segment("Hello there"), segment("Something else entirely", 10_000))
    assert blanked_lines([(Span(10_100, 10_900), ("Hello there",))], was, [Span(10_000, 11_000)]) == [(REDACTED,)]


def test_silences_have_a_margin_and_those_that_touch_are_one() -> None:
    assert silences([Span(20, 100), Span(150, 200), Span(900, 1_000)]) == (Span(0, 260), Span(840, 1_060))
    assert silences([]) == ()
