"""An edited transcript against the one there is: what changed, and when its words are said."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.domain.draft import Draft, Paragraph, Row, said
from mediakit.domain.learning import Lesson, lessons
from mediakit.domain.revised import Difference, compare, moved
from mediakit.domain.transcript import Change, Segment, Transcript, Word
from tests.domain.said import draft, texts, transcript, words

SAID = transcript(
    ("1", "We asked I can't bring to earth about trust."),
    ("2", "Trust is built slowly."),
    ("1", "And it is lost at once, they say."),
)
UNCHANGED = draft(*texts(SAID))


def edited(number: int, text: str, speaker: str | None = None) -> Draft:
    """The draft with another text in one paragraph."""
    paragraphs = list(UNCHANGED.paragraphs)
    paragraphs[number] = replace(paragraphs[number], rows=(Row(text, speaker),))
    return replace(UNCHANGED, paragraphs=tuple(paragraphs))


def test_what_comes_back_unchanged_is_the_same_transcript() -> None:
    diff = compare(SAID, UNCHANGED, by="Ada")
    assert not diff.differs
    assert diff.transcript == SAID


def test_words_in_the_place_of_others_share_their_time_and_the_rest_keeps_its_own() -> None:
    diff = compare(SAID, edited(0, "We asked Kate Brintworth about trust."), by="Ada")
    first = diff.transcript.segments[0]
    assert first.text == "We asked Kate Brintworth about trust."
    kate, brintworth = first.words[2:4]
    heard = SAID.segments[0].words
    assert (kate.start_ms, brintworth.end_ms) == (heard[2].start_ms, heard[6].end_ms)
    assert kate.end_ms == brintworth.start_ms
    assert (kate.interpolated, kate.probability) == (True, 1.0)
    assert first.words[:2] + first.words[4:] == heard[:2] + heard[7:]
    assert diff.transcript.segments[1:] == SAID.segments[1:]
    assert diff.transcript.changes == (
        Change(heard[2].start_ms, heard[6].end_ms, "I can't bring to earth", "Kate Brintworth", by="Ada"),
    )


def test_one_word_for_one_has_its_time() -> None:
    diff = compare(SAID, edited(1, "Trust is grown slowly."), by="Ada")
    assert diff.transcript.segments[1].words[2] == replace(SAID.segments[1].words[2], text="grown", probability=1.0)


def test_words_put_in_lie_between_their_neighbours() -> None:
    diff = compare(SAID, edited(1, "Trust is not ever built slowly."), by="Ada")
    before, put_in, built = (
        diff.transcript.segments[1].words[1],
        diff.transcript.segments[1].words[2:4],
        SAID.segments[1].words[2],
    )
    assert all(before.end_ms <= w.start_ms <= w.end_ms <= built.start_ms for w in put_in)
    assert [(c.heard, c.written) for c in diff.transcript.changes] == [("", "not ever")]


def test_words_taken_out_are_remembered() -> None:
    diff = compare(SAID, edited(2, "And it is lost they say."), by="Ada")
    assert diff.transcript.segments[2].text == "And it is lost they say."
    (change,) = diff.transcript.changes
    assert (change.heard, change.written) == ("at once,", "")
    assert (change.start_ms, change.end_ms) == (SAID.segments[2].words[4].start_ms, SAID.segments[2].words[5].end_ms)


def test_a_sentence_nobody_heard_becomes_one_of_its_own_at_the_time_it_is_given() -> None:
    paragraphs = [*UNCHANGED.paragraphs, Paragraph(4, (Row("Thank you all.", "2"),), SAID.duration_ms - 1_500)]
    diff = compare(SAID, replace(UNCHANGED, paragraphs=tuple(paragraphs)), by="Ada")
    last = diff.transcript.segments[-1]
    assert (last.speaker, last.text, last.start_ms) == ("2", "Thank you all.", SAID.duration_ms - 1_500)
    assert last.end_ms <= SAID.duration_ms


def test_another_speaker_changes_no_word() -> None:
    diff = compare(SAID, edited(1, "Trust is built slowly.", "kate"), by="Ada")
    assert diff.differences == ()
    assert [(v.before, v.after) for v in diff.voices] == [("2", "kate")]
    assert [s.speaker for s in diff.transcript.segments] == ["1", "kate", "1"]
    assert diff.transcript.segments[1].words == SAID.segments[1].words


def test_paragraphs_split_and_joined_without_another_word_are_no_change() -> None:
    joined = draft((None, " ".join(text for _, text in texts(SAID))))
    split = draft(*((None, word) for word in SAID.text.split()))
    assert not compare(SAID, joined, by="Ada").differs
    assert not compare(SAID, split, by="Ada").differs


def test_curly_quotes_that_an_editor_puts_in_are_no_change() -> None:
    assert not compare(SAID, edited(0, "We asked I can’t bring to earth about trust."), by="Ada").differs


def test_what_was_heard_stays_what_the_recogniser_wrote_however_often_it_is_corrected() -> None:
    once = compare(SAID, edited(0, "We asked Kate Brintwort about trust."), by="Ada").transcript
    twice = compare(once, edited(0, "We asked Kate Brintworth about trust."), by="Bo").transcript
    assert [(c.heard, c.written, c.by) for c in twice.changes] == [("I can't bring to earth", "Kate Brintworth", "Bo")]
    both = (
        edited(0, "We asked Kate Brintwort about trust.").paragraphs[:1]
        + edited(1, "Trust is grown slowly.").paragraphs[1:]
    )
    elsewhere = compare(once, replace(UNCHANGED, paragraphs=both), by="Bo")
    assert [c.by for c in elsewhere.transcript.changes] == ["Ada", "Bo"]


def test_a_correction_that_would_be_undone_is_told() -> None:
    corrected = compare(SAID, edited(0, "We asked Kate Brintworth about trust."), by="Ada").transcript
    undone = compare(corrected, UNCHANGED, by="Bo")
    assert [c.by for c in undone.taken_back] == ["Ada"]
    assert compare(corrected, edited(0, "We asked Dr Kate Brintworth about trust."), by="Bo").taken_back == ()


def test_what_the_names_pass_altered_is_carried_over() -> None:
    altered = Change(700, 2_400, "Rintworth", "bring", reason="sounds like", score=0.9)
    with_it = replace(SAID, changes=(altered,))
    assert compare(with_it, edited(1, "Trust is grown slowly."), by="Ada").transcript.changes[0] == altered


def test_a_paragraph_that_stands_elsewhere_is_found() -> None:
    rows = list(UNCHANGED.paragraphs)
    swapped = replace(UNCHANGED, paragraphs=(rows[2], rows[0], rows[1]))
    assert moved(SAID, swapped, said(swapped, "en")) == [3]
    assert moved(SAID, UNCHANGED, said(UNCHANGED, "en")) == []


def test_japanese_is_compared_letter_by_letter() -> None:
    spoken = Transcript("ja", 0.9, "scripted", "script", 3_000, (
        Segment(0, 1_000, "信頼は", (Word("信頼", 0, 600, 0.7), Word("は", 600, 1_000, 0.7)), "1"),
        Segment(1_200, 2_000, "大切です。", (Word("大切", 1_200, 1_600, 0.7), Word("です。", 1_600, 2_000, 0.7)), "1"),
    ))  # fmt: skip
    assert not compare(spoken, draft(("1", "信頼は大切です。")), by="Ada").differs
    diff = compare(spoken, draft(("1", "信頼が大切です。")), by="Ada")
    assert [(d.before, d.after) for d in diff.differences] == [("は", "が")]
    assert diff.transcript.text.replace(" ", "") == "信頼が大切です。"
    assert diff.transcript.segments[1] == spoken.segments[1]


def test_what_a_correction_teaches_is_a_name_or_a_term_that_nobody_knew() -> None:
    diff = compare(SAID, edited(0, "We asked Kate Brintworth about the NHS. Also trust."), by="Ada")
    assert lessons(diff.differences, ["Trust"]) == (
        Lesson("Kate Brintworth", "I can't bring to earth"),
        Lesson("NHS", None),
    )
    assert lessons(diff.differences, ["Kate Brintworth", "NHS England"]) == ()


EDIT = st.sampled_from(["keep", "keep", "keep", "drop", "swap", "two", "add", "case"])


@given(
    st.lists(st.sampled_from("trust is built slowly and lost at once we know.".split()), min_size=1, max_size=40),
    st.data(),
)
def test_times_stay_inside_the_recording_and_run_forwards_and_unchanged_words_keep_theirs(
    texts_said: list[str], data: st.DataObject
) -> None:
    half = max(1, len(texts_said) // 2)
    spoken = transcript(
        *((str(n % 2), " ".join(part)) for n, part in enumerate((texts_said[:half], texts_said[half:])) if part)
    )
    new: list[str] = []
    for number, word in enumerate(texts_said):
        edit = data.draw(EDIT)
        new += {"keep": [word], "drop": [], "swap": [f"x{number}"], "two": [f"y{number}", f"z{number}"],
                "add": [word, f"a{number}"], "case": [word.upper()]}[edit]  # fmt: skip
    diff = compare(spoken, draft(("1", " ".join(new) or "none")), by="Ada")
    made = words(diff.transcript)
    assert [w.text for w in made] == (new or ["none"])
    assert all(0 <= w.start_ms <= w.end_ms <= spoken.duration_ms for w in made)
    assert all(a.start_ms <= b.start_ms and a.end_ms <= b.end_ms for a, b in pairwise(made))
    known = {(w.start_ms, w.end_ms) for w in words(spoken)}
    assert all((w.start_ms, w.end_ms) in known for w in made if w.probability < 1.0)
    assert all(0 <= c.start_ms <= c.end_ms <= spoken.duration_ms for c in diff.transcript.changes)
    assert (diff.transcript == spoken) == (not diff.differs)
    again = compare(diff.transcript, draft(("1", " ".join(new) or "none")), by="Bo")
    assert again.differences == ()


def test_a_word_that_captions_had_to_cut_is_the_same_word() -> None:
    address = "https://www.example.org/learning-and-action-network"
    spoken = transcript(("1", f"You find it at {address} today."))
    lines = ("You find it at", address[:37], f"{address[37:]} today.")
    cue = Paragraph(1, tuple(Row(line) for line in lines), 0, 3_000, lines)
    assert not compare(spoken, Draft("srt", (cue,)), by="Ada").differs


@pytest.mark.parametrize("text", ["", "one"])
def test_next_to_nothing_left_is_no_trouble(text: str) -> None:
    diff = compare(SAID, draft(("1", text)), by="Ada")
    assert diff.transcript.text == text
    nothing = replace(SAID, segments=())
    assert compare(nothing, draft(("1", "Now there is.")), by="Ada").transcript.text == "Now there is."


def test_what_is_redacted_teaches_no_word() -> None:
    back = Difference(3_000, 4_000, "[redacted]", "Guttenberg", starts_sentence=False)
    away = Difference(3_000, 4_000, "Zamenhof", "Guttenberg [redacted]", starts_sentence=False)
    assert lessons([back, away], []) == ()
    open_words = Difference(3_000, 4_000, "gluten berg", "Guttenberg", starts_sentence=False)
    assert lessons([back, open_words], []) == (Lesson("Guttenberg", "gluten berg"),)
