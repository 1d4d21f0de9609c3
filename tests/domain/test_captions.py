"""Cues from words: hard limits for any input, and breaks where a reader expects them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.captions import LANDSCAPE, PORTRAIT, CaptionRules, Cue, make_cues, width
from mediakit.domain.captions_breaks import cost
from mediakit.domain.sentences import segments_of, sentences, spread
from mediakit.domain.transcript import Segment, Transcript, Word


def said(text: str, *, word_ms: int = 350, start_ms: int = 0, speaker: str | None = None) -> tuple[Segment, ...]:
    """Segments of a text spoken at an even pace."""
    words = text.split()
    return segments_of(spread(words, start_ms, start_ms + word_ms * len(words)), "en", speaker)


def transcript(*segments: Segment, duration_ms: int | None = None, language: str = "en") -> Transcript:
    end_ms = max((s.end_ms for s in segments), default=0) if duration_ms is None else duration_ms
    return Transcript(language, 1.0, "scripted", "script", end_ms, segments)


def lines(*segments: Segment, rules: CaptionRules = LANDSCAPE) -> list[tuple[str, ...]]:
    return [cue.lines for cue in make_cues(transcript(*segments, duration_ms=600_000), rules)]


words_anywhere = st.builds(
    Word,
    text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    start_ms=st.integers(0, 60_000),
    end_ms=st.integers(0, 60_000),
)
segments_anyhow = st.builds(
    Segment,
    start_ms=st.integers(0, 60_000),
    end_ms=st.integers(0, 60_000),
    text=st.text(max_size=20),
    words=st.lists(words_anywhere, max_size=25).map(tuple),
    speaker=st.sampled_from([None, "1", "2", "Kate Owusu"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(segments_anyhow, max_size=5), st.sampled_from([LANDSCAPE, PORTRAIT]), st.integers(200, 90_000))
def test_hard_limits_hold_for_any_words_at_any_times(
    segments: list[Segment], rules: CaptionRules, duration_ms: int
) -> None:
    cues = make_cues(transcript(*segments, duration_ms=duration_ms), rules)
    end_ms = 0
    for cue in cues:
        assert 1 <= len(cue.lines) <= rules.lines
        assert all(0 < width(line) <= rules.line_characters for line in cue.lines)
        assert end_ms <= cue.start_ms < cue.end_ms <= duration_ms
        assert cue.end_ms - cue.start_ms <= rules.longest_ms
        end_ms = cue.end_ms


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="abcXYZ,.'é9-", min_size=1, max_size=50), min_size=1, max_size=60), st.integers(1, 900)
)
def test_every_word_is_shown_once_and_in_order(texts: list[str], word_ms: int) -> None:
    segment = said(" ".join(texts), word_ms=word_ms)
    shown = "".join(cue.text.replace(" ", "") for cue in make_cues(transcript(*segment)))
    assert shown == "".join(texts)


def test_a_short_sentence_stands_on_one_line() -> None:
    assert lines(*said("We learned to trust each other.")) == [("We learned to trust each other.",)]


def test_a_sentence_of_two_lines_breaks_at_its_clause() -> None:
    assert lines(*said("When the families came back, we changed the whole clinic.")) == [
        ("When the families came back,", "we changed the whole clinic.")
    ]


def test_a_cue_ends_where_a_sentence_ends() -> None:
    cues = lines(
        *said("Nobody had asked the families before we did. So we went to see them at home, and we listened to them.")
    )
    assert cues[0][-1].endswith("did.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kate", "Brintworth"),
        ("Dr.", "Owusu"),
        ("12", "March"),
        ("five", "hundred"),
        ("the", "midwife"),
        ("of", "trust"),
    ],
)
def test_names_numbers_and_articles_stay_with_what_they_belong_to(before: str, after: str) -> None:
    assert cost(before, after) > cost("families", "listened")


def test_a_new_speaker_starts_a_new_cue_with_a_dash() -> None:
    cues = make_cues(
        transcript(*said("Shall we begin?", speaker="1"), *said("Yes, please.", start_ms=1_200, speaker="2"))
    )
    assert [(cue.speaker, cue.lines) for cue in cues] == [("1", ("Shall we begin?",)), ("2", ("- Yes, please.",))]


def test_a_short_word_stays_long_enough_to_be_read() -> None:
    word = Word("Yes.", 5_000, 5_120)
    (cue,) = make_cues(transcript(Segment(5_000, 5_120, "Yes.", (word,)), duration_ms=60_000))
    assert cue.end_ms - cue.start_ms >= 500


def test_gaps_are_none_or_at_least_a_second() -> None:
    parts = [said(f"This is sentence number {i}.", start_ms=i * 2_200) for i in range(8)]
    parts += [said("And this is much later.", start_ms=40_000)]
    cues = make_cues(transcript(*[s for part in parts for s in part], duration_ms=60_000))
    gaps = [b.start_ms - a.end_ms for a, b in pairwise(cues)]
    assert all(gap == 0 or gap >= 1_000 for gap in gaps)
    assert max(gaps) > 1_000


def test_normal_speech_gives_cues_that_can_be_read() -> None:
    text = (
        "The first thing we did was to sit down with the midwives and ask them what they needed. "
        "They told us that they needed time, and that nobody had ever asked them before. "
        "So we moved the Tuesday clinic to the evening, when the families could come, "
        "and within three months the number of missed appointments had fallen by half."
    )
    for cue in make_cues(transcript(*said(text, word_ms=360), duration_ms=60_000)):
        seconds = (cue.end_ms - cue.start_ms) / 1000
        assert len(cue.text) / seconds <= 20
        assert seconds >= 1


def test_a_portrait_film_has_three_short_lines() -> None:
    shown = lines(*said("When the families came back, we changed the whole clinic."), rules=PORTRAIT)
    assert all(len(cue) <= 3 and max(map(len, cue)) <= 25 for cue in shown)
    assert any(len(cue) == 3 for cue in shown)


def test_chinese_is_set_without_spaces_and_half_as_many_characters() -> None:
    words = spread(list("我们从家庭那里学到了很多东西而且我们改变了整个诊所的工作方式。"), 0, 9_000)
    cues = make_cues(transcript(*segments_of(words, "zh"), language="zh"))
    assert all(len(line) <= 18 and " " not in line for cue in cues for line in cue.lines)


def test_two_voices_at_once_share_their_time() -> None:
    left = said("He began a confused complaint against the wizard.", word_ms=500, speaker="1")
    right = said("The horizon seems distant.", start_ms=200, word_ms=500, speaker="2")
    cues = make_cues(transcript(*left, *right, duration_ms=5_000))
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cues))
    assert min(cue.end_ms - cue.start_ms for cue in cues) > 800


def test_a_recording_without_speech_has_no_cues() -> None:
    assert make_cues(transcript(duration_ms=5_000)) == ()


def test_half_an_hour_of_talk_is_set_in_seconds() -> None:
    text = " ".join(f"This is the {i}th thing that we saw with them, and it changed us." for i in range(700))
    cues = make_cues(transcript(*said(text)))
    assert isinstance(cues[0], Cue)
    assert len(cues) > 300


def test_sentences_end_where_they_end_and_not_at_titles() -> None:
    words = spread("Dr. Owusu met Prof. K. Lee at 9.30 p.m. on Monday. She left! Why? No. 7 asked.".split(), 0, 9_000)
    assert [" ".join(w.text for w in run) for run in sentences(words)] == [
        "Dr. Owusu met Prof. K. Lee at 9.30 p.m. on Monday.",
        "She left!",
        "Why?",
        "No. 7 asked.",
    ]
