"""Names, numbers, labels and other scripts in captions; a person's captions and the cuts of a film."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.captions import LANDSCAPE, PORTRAIT, CaptionRules, Cue, make_cues, width
from mediakit.domain.captions_units import NameList, units
from mediakit.domain.sentences import segments_of, spread
from mediakit.domain.transcript import Segment, Transcript

NAMES = ("Jan van der Berg", "St Mary's Hospital", "Dr Kate Brintworth", "Kate Brintworth", "Royal College of Nursing")


def said(text: str, *, word_ms: int = 380, start_ms: int = 0, speaker: str | None = None) -> tuple[Segment, ...]:
    words = text.split()
    return segments_of(spread(words, start_ms, start_ms + word_ms * len(words)), "en", speaker)


def transcript(*segments: Segment, language: str = "en") -> Transcript:
    return Transcript(language, 1.0, "scripted", "script", max((s.end_ms for s in segments), default=0) + 900, segments)


def lines_of(cues: tuple[Cue, ...]) -> list[str]:
    return [line for cue in cues for line in cue.lines]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from("we then they so asked listened people helped today always clinic home".split()), max_size=9
    ),
    st.sampled_from([*NAMES, "£4.2 million", "20 per cent", "12 March 2024", "twenty five", "the midwife", "page 12"]),
    st.lists(st.sampled_from("and when it was there with them again later".split()), max_size=9),
    st.sampled_from([LANDSCAPE, PORTRAIT]),
)
def test_names_numbers_and_articles_stay_on_one_line(
    before: list[str], unit: str, after: list[str], rules: CaptionRules
) -> None:
    text = " ".join([*before, unit, *after])
    assert any(unit in line for line in lines_of(make_cues(transcript(*said(text)), rules, names=NAMES)))


def test_a_name_is_found_whatever_its_case_and_with_its_possessive() -> None:
    texts = "we met kate brintworth's team".split()
    assert (2, 4) in units(texts, [0] * 4, "en", NameList(NAMES), 37)


def test_a_unit_wider_than_a_line_is_broken_all_the_same() -> None:
    name = "Her Royal Highness Princess Alexandra The Honourable Lady Ogilvy"
    cues = make_cues(transcript(*said(f"It was {name} who came.")), names=[name])
    assert all(width(line) <= 37 for line in lines_of(cues))
    assert " ".join(lines_of(cues)) == f"It was {name} who came."


def test_articles_of_the_language_only() -> None:
    assert (0, 2) in units(["le", "soin"], [0], "fr", NameList(), 37)
    assert (0, 2) not in units(["le", "soin"], [0], "en", NameList(), 37)


def test_a_label_stands_alone_and_is_no_speaker() -> None:
    segments = (*said("Thank you all.", speaker="1"), Segment(1_200, 4_000, "[applause and cheers]", (), None))
    segments += said("We begin again.", start_ms=4_100, speaker="1")
    cues = make_cues(transcript(*segments))
    assert [cue.lines for cue in cues] == [("Thank you all.",), ("[applause and cheers]",), ("We begin again.",)]


def test_a_redaction_inside_a_sentence_is_read_with_it_and_a_long_one_stands_alone() -> None:
    parts = (*said("I spoke to"), Segment(1_200, 1_800, "[redacted]"), *said("about it.", start_ms=1_900))
    assert [cue.text for cue in make_cues(transcript(*parts))] == ["I spoke to [redacted] about it."]
    parts = (*said("I spoke to him."), Segment(1_600, 9_000, "[redacted]"), *said("Then we left.", start_ms=9_100))
    assert [cue.text for cue in make_cues(transcript(*parts))] == ["I spoke to him.", "[redacted]", "Then we left."]


def test_a_change_of_voice_is_shown_as_the_rules_say() -> None:
    spoken = transcript(*said("Shall we begin?", speaker="ama"), *said("Yes.", start_ms=1_300, speaker="2"))
    assert [c.lines[0] for c in make_cues(spoken)] == ["Shall we begin?", "- Yes."]
    assert [c.lines[0] for c in make_cues(spoken, CaptionRules(speakers="none"))] == ["Shall we begin?", "Yes."]


def test_room_is_kept_for_the_name_that_will_be_written() -> None:
    text = "We moved the clinic to the evening on Tuesday, so that they came."
    spoken = transcript(*said("Why?", speaker="1"), *said(text, start_ms=700, speaker="kate-brintworth"))
    cues = make_cues(spoken, CaptionRules(speakers="name"), labels={"kate-brintworth": "Kate Brintworth"})
    opening = next(cue for cue in cues if cue.speaker == "kate-brintworth").lines[0]
    assert opening.startswith("- We")
    assert len("KATE BRINTWORTH: ") + len(opening) - 2 <= 37


KEPT = Cue(2_000, 4_500, ("we changed the", "whole clinic for them,"), None)
TALK = "When the families came back we changed the whole clinic for them, and it worked very well for everybody there."


def test_what_a_person_made_stays_and_the_rest_is_set_around_it() -> None:
    cues = make_cues(transcript(*said(TALK)), kept=[KEPT])
    assert KEPT in cues
    assert " ".join(cue.text for cue in cues) == TALK
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cues))


def test_a_kept_caption_is_let_go_when_its_words_change() -> None:
    cues = make_cues(transcript(*said(TALK.replace("whole", "entire"))), kept=[KEPT])
    assert KEPT not in cues
    assert " ".join(cue.text for cue in cues) == TALK.replace("whole", "entire")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=12),
    st.sets(st.integers(0, 11)),
    st.lists(st.integers(-800, 800), min_size=12, max_size=12),
)
def test_captions_around_kept_ones_never_overlap_and_lose_no_word(
    sizes: list[int], chosen: set[int], shifts: list[int]
) -> None:
    words = [f"word{i}" for i in range(sum(sizes))]
    spoken = transcript(*said(" ".join(words)))
    kept, at = [], 0
    for i, size in enumerate(sizes):
        start_ms = max(0, at * 380 + shifts[i])
        if i in chosen:
            kept.append(Cue(start_ms, start_ms + size * 380, (" ".join(words[at : at + size]),)))
        at += size
    cues = make_cues(spoken, kept=kept)
    assert " ".join(cue.text for cue in cues).split() == words
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cues))


def test_a_change_of_caption_moves_onto_a_cut_that_is_near() -> None:
    spoken = transcript(*said("We learned to trust each other in those weeks.", word_ms=400))
    spoken = transcript(*spoken.segments, *said("Then the families came back to us.", start_ms=4_000))
    plain = make_cues(spoken)
    change_ms = plain[0].end_ms
    assert plain[1].start_ms == change_ms
    at_cut = make_cues(spoken, cuts_ms=[500, change_ms + 200])
    assert at_cut[0].end_ms == at_cut[1].start_ms == change_ms + 200
    assert make_cues(spoken, cuts_ms=[change_ms + 900]) == plain


@pytest.mark.parametrize(
    ("language", "text", "columns"),
    [
        ("ja", "私たちは家族から多くのことを学びましたそして診療所全体を変えましたそれはとても良いことでした", 26),
        ("zh", "我们从家庭那里学到了很多东西而且我们改变了整个诊所的工作方式这是一件非常好的事情", 32),
        ("th", "เราเรียนรู้มากมายจากครอบครัวและเราเปลี่ยนคลินิกทั้งหมดซึ่งเป็นสิ่งที่ดีมากสำหรับทุกคน", 35),
    ],
)
def test_scripts_without_spaces_have_their_own_width(language: str, text: str, columns: int) -> None:
    words = spread(list(text), 0, 20_000)
    cues = make_cues(transcript(*segments_of(words, language), language=language))
    assert "".join(lines_of(cues)) == text
    assert max(map(width, lines_of(cues))) <= columns


@pytest.mark.parametrize(("language", "columns"), [("ru", 39), ("ar", 42), ("he", 42), ("ko", 32), ("en", 37)])
def test_other_scripts_have_their_own_width(language: str, columns: int) -> None:
    assert LANDSCAPE.for_language(language).line_characters == columns
    assert PORTRAIT.for_language(language).line_characters < columns


def test_ordinary_speech_comes_with_its_voice_and_is_not_shifted() -> None:
    parts = [said(f"This is quite a short sentence, number {i}.", start_ms=i * 5_000) for i in range(5)]
    cues = make_cues(transcript(*[s for part in parts for s in part]))
    assert [cue.start_ms for cue in cues] == [0, 5_000, 10_000, 15_000, 20_000]


def test_a_hurried_caption_borrows_time_from_its_neighbours() -> None:
    slow = said("We waited.", word_ms=900)
    fast = said("and then they all came in at once to see us.", start_ms=2_600, word_ms=230)
    last = said("Nobody knew.", start_ms=6_500, word_ms=900)
    cues = make_cues(transcript(*slow, *fast, *last))
    hurried = next(cue for cue in cues if "came in" in cue.text)
    assert len(hurried.text.split()) * 60_000 / (hurried.end_ms - hurried.start_ms) <= 180


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The same thing came up again and again.", ("The same thing came up", "again and again.")),
        (
            "Nine health systems used to send us nine different spreadsheets.",
            ("Nine health systems used to send us", "nine different spreadsheets."),
        ),
    ],
)
def test_a_verb_keeps_the_little_word_that_ends_it(text: str, shown: tuple[str, ...]) -> None:
    assert [cue.lines for cue in make_cues(transcript(*said(text)))] == [shown]


def test_no_word_of_a_sentence_is_stranded_before_the_next_one() -> None:
    cues = make_cues(transcript(*said("Certainly, which colour would you like? We have blue, black, and red.")))
    assert not any(line.startswith("like?") for line in lines_of(cues))
