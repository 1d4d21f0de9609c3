"""Captions held against the rules, one by one, and mended without losing a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.caption_fix import fix
from mediakit.domain.caption_lint import RULES, Lint, lint
from mediakit.domain.captions import LANDSCAPE, PORTRAIT, Cue, make_cues
from mediakit.domain.sentences import segments_of, spread
from mediakit.domain.subtitles_read import read_captions
from mediakit.domain.transcript import Transcript, Word

GOOD = (
    Cue(0, 2_500, ("We learned to trust each other.",)),
    Cue(2_500, 6_000, ("When the families came back,", "we changed the clinic.")),
    Cue(7_500, 9_000, ("[applause]",)),
)


def broken(report: Lint) -> list[tuple[str, int]]:
    return [(breach.rule, breach.cue) for breach in report.breaches]


def test_good_captions_keep_every_rule() -> None:
    report = lint(GOOD, LANDSCAPE, "en")
    assert report.holds
    assert (report.cues, report.conform, report.excused) == (3, 3, 0)
    assert all(rule.share == 1 for rule in report.rules)


@pytest.mark.parametrize(
    ("cue", "rule"),
    [
        (Cue(10_500, 14_000, ("a line that is certainly far too wide for",)), "line_length"),
        (Cue(10_500, 14_000, ("we", "went", "home")), "lines"),
        (Cue(10_500, 18_500, ("We waited for them.",)), "longest"),
        (Cue(10_500, 11_300, ("We did wait.",)), "least_time"),
        (Cue(10_500, 12_500, ("We did wait for a day", "and then we all left.")), "reading_speed"),
        (Cue(9_200, 12_500, ("We waited for them.",)), "gaps"),
        (Cue(8_000, 12_500, ("We waited for them.",)), "order"),
        (Cue(10_500, 12_500, ("We waited for the", "midwife.")), "breaks"),
        (Cue(10_500, 12_500, ("[door slams]", "We waited.")), "labels"),
    ],
)
def test_each_breach_is_found_with_a_reason_and_a_way_to_mend_it(cue: Cue, rule: str) -> None:
    report = lint([*GOOD, cue], LANDSCAPE, "en")
    assert (rule, 3) in broken(report)
    breach = next(b for b in report.breaches if b.rule == rule)
    assert breach.reason
    assert breach.fix
    assert breach.start_ms == cue.start_ms
    assert report.conform == 3


def test_a_name_taken_apart_over_two_captions_is_found() -> None:
    cues = [Cue(0, 2_000, ("We spoke with Kate",)), Cue(2_000, 4_000, ("Brintworth about it.",))]
    assert broken(lint(cues, LANDSCAPE, "en", names=["Kate Brintworth"])) == [("breaks", 0)]
    assert broken(lint(cues, LANDSCAPE, "en")) == []


def test_a_new_voice_has_to_be_seen() -> None:
    cues = [Cue(0, 2_000, ("Shall we begin?",), "Ama"), Cue(2_000, 4_000, ("Yes, please.",), "Kate")]
    assert broken(lint(cues, LANDSCAPE, "en")) == [("speakers", 1)]
    for opening in ("- Yes, please.", "KATE: Yes, please."):
        assert broken(lint([cues[0], Cue(2_000, 4_000, (opening,), "Kate")], LANDSCAPE, "en")) == []
    unnamed = [cues[0], Cue(2_000, 4_000, ("Yes, please.",))]
    assert broken(lint(unnamed, LANDSCAPE, "en")) == []


def test_a_caption_far_from_its_voice_is_found_where_the_voice_is_known() -> None:
    words = [Word(text, 4_000 + i * 300, 4_200 + i * 300) for i, text in enumerate("We learned to trust".split())]
    cue = Cue(2_000, 5_000, ("We learned to trust",))
    assert broken(lint([cue], LANDSCAPE, "en", words=words)) == [("sync", 0)]
    assert broken(lint([cue], LANDSCAPE, "en")) == []


def test_haste_is_excused_only_where_the_speaker_is_that_fast() -> None:
    texts = [f"word{i}" for i in range(40)]
    fast = [Word(text, i * 200, i * 200 + 180) for i, text in enumerate(texts)]
    slow = [Word(text, i * 400, i * 400 + 380) for i, text in enumerate(texts)]
    cue = Cue(2_000, 3_000, ("word10 word11 word12", "word13 word14"))
    report = lint([cue], LANDSCAPE, "en", words=fast, duration_ms=8_000)
    assert (broken(report), report.excused) == ([], 1)
    late = Cue(4_000, 5_000, cue.lines)
    report = lint([late], LANDSCAPE, "en", words=slow, duration_ms=16_000)
    assert ("reading_speed", 0) in broken(report)


def test_portrait_and_other_scripts_have_their_own_width() -> None:
    cue = Cue(0, 3_000, ("When the families came back,",))
    assert broken(lint([cue], PORTRAIT, "en")) == [("line_length", 0)]
    assert broken(lint([Cue(0, 6_000, ("あなたはビジターを見ることはないでしょう",))], LANDSCAPE, "ja")) == [
        ("line_length", 0)
    ]
    assert broken(lint([Cue(0, 6_000, ("あなたはビジターを見る",))], LANDSCAPE, "ja")) == []


def test_no_captions_are_no_breach() -> None:
    assert lint((), LANDSCAPE).holds


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from("we the and families changed clinic trust, always. Then".split()), min_size=1, max_size=90)
)
def test_our_own_captions_of_calm_speech_keep_every_rule(texts: list[str]) -> None:
    words = spread(texts, 0, len(texts) * 420)
    spoken = Transcript("en", 1.0, "person", "", len(texts) * 420 + 2_000, segments_of(words, "en"))
    report = lint(make_cues(spoken), LANDSCAPE, "en", words=words, duration_ms=spoken.duration_ms)
    assert broken(report) == []


HURRIED = (
    Cue(0, 1_000, ("We learned to trust each other, and when the families came back",)),
    Cue(1_300, 1_900, ("we changed the whole clinic,",)),
    Cue(2_000, 9_500, ("and it worked.",)),
)


def test_mending_breaks_and_times_anew_and_keeps_every_word() -> None:
    fixed = fix(HURRIED, LANDSCAPE, "en")
    assert " ".join(cue.text for cue in fixed.cues) == " ".join(cue.text for cue in HURRIED)
    assert len(fixed.after.breaches) < len(fixed.before.breaches)
    assert not [b for b in fixed.after.breaches if RULES[b.rule][1] == 1.0]
    assert fixed.changes


def test_good_captions_are_left_as_they_are() -> None:
    fixed = fix(GOOD, LANDSCAPE, "en")
    assert (fixed.cues, fixed.changes) == (GOOD, ())


def test_mending_twice_is_mending_once() -> None:
    once = fix(HURRIED, LANDSCAPE, "en")
    twice = fix(once.cues, LANDSCAPE, "en")
    assert len(twice.after.breaches) <= len(once.after.breaches)
    assert fix(twice.cues, LANDSCAPE, "en").cues == twice.cues


def test_two_voices_in_one_caption_stay_apart_when_it_is_mended() -> None:
    cues = [Cue(0, 5_000, ("- Did you ask the families what they wanted then?", "- Yes, we did."))]
    fixed = fix(cues, LANDSCAPE, "en")
    assert fixed.cues[-1].lines[-1] == "- Yes, we did."
    assert fixed.after.conform == len(fixed.cues)


spans = st.lists(
    st.tuples(st.integers(-500, 2_500), st.integers(100, 9_000), st.integers(1, 22)), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(spans, st.sampled_from([LANDSCAPE, PORTRAIT]))
def test_mending_never_makes_it_worse_nor_loses_a_word(rows: list[tuple[int, int, int]], rules: object) -> None:
    cues, clock_ms, number = [], 0, 0
    for gap_ms, length_ms, count in rows:
        start_ms = max(0, clock_ms + gap_ms)
        cues.append(Cue(start_ms, start_ms + length_ms, (" ".join(f"w{number + i}" for i in range(count)),)))
        clock_ms, number = start_ms + length_ms, number + count
    chosen = PORTRAIT if rules is PORTRAIT else LANDSCAPE
    fixed = fix(cues, chosen, "en")
    said = " ".join(cue.text for cue in sorted(cues, key=lambda cue: cue.start_ms))
    assert " ".join(cue.text for cue in fixed.cues) == said
    assert len(fixed.after.breaches) <= len(fixed.before.breaches)
    assert all(cue.start_ms < cue.end_ms for cue in fixed.cues)


@pytest.mark.real_media
def test_real_files_are_mended_without_losing_a_letter(real_media: Path) -> None:
    for path in sorted((real_media / "captions").iterdir()):
        read = read_captions(path.read_bytes(), path.name)
        cues = [Cue(c.start_ms, c.end_ms, c.lines, c.speaker) for c in read.cues]
        fixed = fix(cues, LANDSCAPE, read.language)
        letters = [c for cue in cues for c in cue.text if c.isalnum()]
        assert [c for cue in fixed.cues for c in cue.text if c.isalnum()] == letters, path.name
        assert fixed.after.conform / max(1, fixed.after.cues) >= fixed.before.conform / max(1, fixed.before.cues)
