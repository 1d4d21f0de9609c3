"""Captions that change with the shot: when they are made, and when they are held against the rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.caption_lint import lint
from mediakit.domain.captions import LANDSCAPE, Cue, make_cues
from mediakit.domain.transcript import Transcript
from tests.domain.said import transcript

FIRST, SECOND = "We learned to trust each other.", "Then the families came back to us."


def spoken(pause_ms: int = 0) -> Transcript:
    """Two sentences of 2,050 ms, so far apart."""
    told = transcript(("a", FIRST), ("a", SECOND))
    one, two = told.segments
    later = tuple(replace(w, start_ms=w.start_ms + pause_ms, end_ms=w.end_ms + pause_ms) for w in two.words)
    moved = replace(two, start_ms=two.start_ms + pause_ms, end_ms=two.end_ms + pause_ms, words=later)
    return replace(told, segments=(one, moved), duration_ms=told.duration_ms + pause_ms)


def test_a_caption_that_stays_on_after_its_voice_goes_with_its_shot() -> None:
    told = spoken(pause_ms=4_000)
    without = make_cues(told)
    cut_ms = told.segments[0].end_ms + 250
    assert without[0].end_ms > cut_ms
    assert next(cue.end_ms for cue in make_cues(told, cuts_ms=[cut_ms])) == cut_ms


def test_a_caption_after_a_gap_comes_with_its_shot() -> None:
    told = spoken(pause_ms=4_000)
    without = make_cues(told)
    for shift_ms in (-200, 120):
        cut_ms = without[1].start_ms + shift_ms
        assert make_cues(told, cuts_ms=[cut_ms])[1].start_ms == cut_ms


def test_a_cut_between_two_clauses_parts_two_captions() -> None:
    told = transcript(("a", "We came back, we stayed on"))
    assert len(make_cues(told)) == 1
    cut_ms = told.segments[0].words[3].start_ms - 30
    parted = make_cues(told, cuts_ms=[cut_ms])
    assert [cue.text for cue in parted] == ["We came back,", "we stayed on"]
    assert parted[0].end_ms == parted[1].start_ms == cut_ms


def test_a_caption_is_not_cut_short_for_a_cut() -> None:
    told = spoken()
    without = make_cues(told)
    cut_ms = without[0].start_ms + 250
    assert make_cues(told, cuts_ms=[cut_ms])[0].end_ms == without[0].end_ms


def test_a_change_of_caption_beside_a_cut_is_told_with_the_moment_it_should_have() -> None:
    cues = (Cue(0, 3_000, ("We learned.",)), Cue(3_000, 6_000, ("They came back.",)))
    report = lint(cues, LANDSCAPE, "en", cuts_ms=[2_800])
    (breach,) = [b for b in report.breaches if b.rule == "cuts"]
    assert (breach.cue, breach.reason) == (1, "begins 0.20 s after a change of shot")
    assert breach.fix == "let it begin with the shot, 0.20 s sooner"
    for cuts_ms in ([3_000], [3_020], [2_000], []):
        assert not [b for b in lint(cues, LANDSCAPE, "en", cuts_ms=cuts_ms).breaches if b.rule == "cuts"]


def test_a_caption_that_would_be_too_short_at_the_cut_is_excused() -> None:
    cues = (Cue(0, 3_000, ("We learned.",)), Cue(3_000, 4_000, ("They all came back.",)))
    report = lint(cues, LANDSCAPE, "en", cuts_ms=[3_200])
    (rule,) = [rule for rule in report.rules if rule.rule == "cuts"]
    assert [breach.excused for breach in rule.breaches] == [True]
    assert not [breach for breach in report.breaches if breach.rule == "cuts"]


words = st.sampled_from("we they came back. home, and then learned stayed families. trust the".split())


@given(
    st.lists(st.lists(words, min_size=2, max_size=12).map(" ".join), min_size=1, max_size=6),
    st.lists(st.integers(0, 20_000), max_size=8).map(sorted),
)
@settings(max_examples=60, deadline=None)
def test_cuts_change_no_word_and_break_no_other_rule(sentences: list[str], cuts_ms: list[int]) -> None:
    told = transcript(*((None, sentence) for sentence in sentences))
    without, cues = make_cues(told), make_cues(told, cuts_ms=cuts_ms)
    assert " ".join(cue.text for cue in cues) == " ".join(cue.text for cue in without)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cues))
    assert all(cue.start_ms < cue.end_ms <= told.duration_ms for cue in cues)
    broken = {b.rule for b in lint(cues, LANDSCAPE, "en").breaches if b.rule in ("order", "lines", "line_length")}
    assert not broken
