"""Words put in the place of others: only where they are meant, with times, changes and captions carried over."""

from __future__ import annotations

import pytest

from mediakit.domain.captions import LANDSCAPE, Cue
from mediakit.domain.rewording import Wanted, changed, find, found_again, recaptioned, reworded
from mediakit.domain.transcript import Change, Segment, Transcript, Word


def segment(text: str, start_ms: int = 0, speaker: str | None = None) -> Segment:
    words = tuple(Word(w, start_ms + 500 * i, start_ms + 500 * (i + 1), 0.4) for i, w in enumerate(text.split()))
    return Segment(start_ms, start_ms + 500 * len(words), text, words, speaker)


def spoken(*texts: str, changes: tuple[Change, ...] = ()) -> Transcript:
    segments = tuple(segment(text, 10_000 * n) for n, text in enumerate(texts))
    return Transcript("en", 1.0, "scripted", "script", 60_000, segments, changes)


def put(transcript: Transcript, old: str, new: str, **how: bool) -> str:
    return reworded(transcript, find(transcript, Wanted(old, **how), new)).text


@pytest.mark.parametrize(
    ("text", "old", "new", "wanted"),
    [
        ("We met called a wick there.", "called a wick", "Kaldewick", "We met Kaldewick there."),
        ("So, “Rintworth,” she said.", "rintworth", "Brintworth", "So, “Brintworth,” she said."),
        ("Rintworth's plan, Rintworth’s.", "Rintworth", "Brintworth", "Brintworth's plan, Brintworth’s."),
        ("Data is. The data are.", "data", "figures", "Figures is. The figures are."),
        ("Trust matters. Trust us.", "trust", "faith", "Faith matters. Faith us."),
        ("It is Kate's.", "Kate's", "Cate's", "It is Cate's."),
        ("It is Kate’s.", "Kate's", "Cate’s", "It is Cate’s."),
        # one word with its neighbour
        ("The co-chair can't chair.", "chair", "sit", "The co-chair can't sit."),
        ("O'Neill and Neill", "Neill", "Neal", "O'Neill and Neal"),
        ("You can, we can't.", "can", "may", "You may, we can't."),
        ("retrust trusted trust", "trust", "faith", "retrust trusted faith"),
        # punctuation between the words of a phrase is part of it
        ("Kate. Rintworth came.", "Kate Rintworth", "Kate Brintworth", "Kate. Rintworth came."),
        ("Kate, Rintworth came.", "Kate, Rintworth", "Kate Brintworth", "Kate Brintworth came."),
        ("A (wick) here", "a (wick)", "Kaldewick", "Kaldewick here"),
        ("One one one.", "one", "two", "Two two two."),
        ("I said [redacted] there.", "redacted", "Kate", "I said [redacted] there."),
    ],
)
def test_what_is_meant_is_replaced_and_nothing_else(text: str, old: str, new: str, wanted: str) -> None:
    assert put(spoken(text), old, new) == wanted


def test_capitals_and_parts_of_words_count_only_if_asked_for() -> None:
    assert put(spoken("The nhs and NHSX, NHS."), "NHS", "N.H.S.", case=True) == "The nhs and NHSX, N.H.S."
    assert put(spoken("retrust trusttrust"), "trust", "faith", whole=False) == "refaith faithfaith"


def test_a_phrase_over_the_end_of_a_segment_is_found_within_one_voice() -> None:
    was = Transcript("en", 1.0, "s", "s", 60_000, (segment("We met Kate"), segment("Rintworth today.", 2_000)))
    made = reworded(was, find(was, Wanted("kate rintworth"), "Kate Brintworth"))
    assert made.text == "We met Kate Brintworth today."
    assert [s.start_ms for s in made.segments] == [0, 2_500]
    two = (segment("We met Kate", speaker="1"), segment("Rintworth today.", 2_000, "2"))
    assert find(was.with_segments(two), Wanted("kate rintworth"), "x") == []


def test_as_many_words_keep_their_times_and_others_share_the_span() -> None:
    was = spoken("We met called a wick there.")
    one = reworded(was, find(was, Wanted("called"), "caught")).segments[0].words
    assert one[2] == Word("caught", 1_000, 1_500)
    made = reworded(was, find(was, Wanted("called a wick"), "Kaldewick")).segments[0].words
    assert made[2] == Word("Kaldewick", 1_000, 2_500, 1.0)
    assert made[0].probability == 0.4
    more = reworded(was, find(was, Wanted("met"), "finally met up")).segments[0].words
    assert [w.text for w in more[1:4]] == ["finally", "met", "up"]
    assert (more[1].start_ms, more[3].end_ms) == (500, 1_000)


def test_a_segment_without_words_gets_them() -> None:
    bare = Transcript("en", 1.0, "s", "s", 9_000, (Segment(0, 4_000, "We met Rintworth there."),))
    made = reworded(bare, find(bare, Wanted("Rintworth"), "Brintworth"))
    assert made.text == "We met Brintworth there."
    assert [w.text for w in made.segments[0].words][2] == "Brintworth"


def test_what_was_heard_is_kept_through_several_changes_and_can_come_back() -> None:
    first = Change(1_000, 2_500, "called a wick", "Rint wick", "sounds like it", 0.7)
    was = spoken("We met Rint wick there.", changes=(first,))
    was = was.with_segments((segment("We met"), Segment(1_000, 3_000, "Rint wick there.", (
        Word("Rint", 1_000, 1_700), Word("wick", 1_700, 2_500), Word("there.", 2_500, 3_000))),))  # fmt: skip
    made = changed(was, find(was, Wanted("Rint wick"), "Kaldewick"), by="Ada", reason="replaced")
    assert [(c.heard, c.written, c.by) for c in made.changes] == [("called a wick", "Kaldewick", "Ada")]
    part = changed(was, find(was, Wanted("Rint"), "Brint"), by="Ada", reason="replaced")
    assert [(c.heard, c.written) for c in part.changes] == [("called a wick", "Brint wick")]
    for after in (made, part):
        hit = found_again(after, after.changes[0])
        assert hit
        assert changed(after, [hit], by="Bo", reason="undone").text == "We met called a wick there."
    assert found_again(spoken("Something else."), made.changes[0]) is None


def test_a_persons_captions_keep_their_lines_where_they_still_fit() -> None:
    was = spoken("We met called a wick there in the end.")
    hits = find(was, Wanted("called a wick"), "Kaldewick")
    cues = [Cue(0, 2_000, ("We met called", "a wick there")), Cue(2_000, 4_000, ("in the end.",))]
    assert recaptioned(cues, was, hits, LANDSCAPE) == [("We met Kaldewick", "there"), ("in the end.",)]
    longer = find(was, Wanted("met"), "met with everybody who was there")
    assert recaptioned(cues, was, longer, LANDSCAPE)[0] == (
        "We met with everybody who",
        "was there called a wick there",
    )
    split = [Cue(0, 1_000, ("We met called",)), Cue(1_000, 4_000, ("a wick there", "in the end."))]
    assert recaptioned(split, was, hits, LANDSCAPE) == [("We met Kaldewick",), ("there", "in the end.")]


def test_a_script_without_spaces_is_replaced_too() -> None:
    words = (Word("我", 0, 500), Word("叫", 500, 1_000), Word("小明。", 1_000, 2_000))
    was = Transcript("zh", 1.0, "s", "s", 9_000, (Segment(0, 2_000, "我叫小明。", words),))
    assert put(was, "小明", "小红") == "我叫小红。"
