"""A new transcription keeps what people corrected in the old one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.draft import Draft, said
from mediakit.domain.merging import Conflict, merge
from mediakit.domain.rebase import rebase
from mediakit.domain.revised import compare
from mediakit.domain.transcript import Change, Segment, Transcript, Word
from tests.domain.said import draft, texts, transcript, words

HEARD = transcript(
    ("1", "We asked I can't bring to earth about trust."),
    ("2", "Trust is built slowly you know."),
    ("1", "And it is lost at once, they say."),
)


def corrected(*paragraphs: str, names: tuple[str | None, ...] = ("1", "2", "1")) -> Transcript:
    """HEARD as Ada corrected it."""
    return compare(HEARD, draft(*zip(names, paragraphs, strict=True)), by="Ada").transcript


CORRECTED = corrected(
    "We asked Kate Brintworth about trust.", "Trust is not built slowly.", "And it is lost at once, they say."
)


def heard(segment: int, *words_there: tuple[str, int]) -> Segment:
    """A segment of HEARD in which other words were heard: each with how many of the old words' times it takes."""
    old = HEARD.segments[segment].words
    found: list[Word] = []
    at = 0
    for text, count in words_there:
        taken = old[at : at + count]
        found.append(Word(text, taken[0].start_ms + 20, taken[-1].end_ms + 20, 0.95))
        at += count
    return Segment(found[0].start_ms, found[-1].end_ms, " ".join(w.text for w in found), tuple(found), "1")


def again(*segments: Segment) -> Transcript:
    """Another recogniser's transcript of the same recording."""
    return replace(HEARD, model="small.en", segments=segments)


def test_the_same_transcription_once_more_gives_the_corrected_one() -> None:
    merged = merge(CORRECTED, HEARD)
    assert texts(merged.transcript) == texts(CORRECTED)
    assert merged.transcript.changes == CORRECTED.changes
    assert (merged.kept, merged.conflicts, merged.by) == (3, (), ("Ada",))


def test_what_nobody_corrected_stays_as_it_was_heard() -> None:
    assert merge(HEARD, HEARD).transcript == HEARD
    assert merge(HEARD, CORRECTED).transcript == CORRECTED
    assert merge(HEARD, CORRECTED).kept == 0


def test_corrected_words_stay_and_the_rest_gets_better() -> None:
    new = again(
        heard(0, ("We", 1), ("ask", 1), ("Kate", 2), ("Bringworth", 3), ("about", 1), ("trust.", 1)),
        HEARD.segments[1],
        heard(2, ("And", 1), ("it's", 2), ("lost", 1), ("at", 1), ("once,", 1), ("they", 1), ("said.", 1)),
    )
    merged = merge(CORRECTED, new)
    assert [text for _, text in texts(merged.transcript)] == [
        "We ask Kate Brintworth about trust.",
        "Trust is not built slowly.",
        "And it's lost at once, they said.",
    ]
    assert merged.transcript.model == "small.en"
    (conflict,) = merged.conflicts
    assert conflict == Conflict(
        conflict.start_ms, conflict.end_ms, "I can't bring to earth", "Kate Bringworth", "Kate Brintworth", "Ada"
    )
    kate = HEARD.segments[0].words[2]
    assert abs(conflict.start_ms - kate.start_ms) < 50


def test_what_the_new_one_hears_as_it_was_corrected_is_no_conflict() -> None:
    new = again(
        heard(0, ("We", 1), ("asked", 1), ("Kate", 2), ("Brintworth", 3), ("about", 1), ("trust.", 1)),
        *HEARD.segments[1:],
    )
    merged = merge(CORRECTED, new)
    assert merged.conflicts == ()
    assert merged.transcript.segments[0].text == "We asked Kate Brintworth about trust."
    assert merged.transcript.changes[0].heard == "Kate Brintworth"


def test_a_word_that_had_to_be_put_in_and_is_heard_now_stands_there_once() -> None:
    new = again(
        HEARD.segments[0],
        heard(1, ("Trust", 1), ("is", 1), ("not", 1), ("built", 1), ("slowly", 1), ("you", 1)),
        HEARD.segments[2],
    )
    assert merge(CORRECTED, new).transcript.segments[1].text.startswith("Trust is not built slowly")


def test_what_was_taken_out_is_taken_out_again() -> None:
    merged = merge(CORRECTED, again(*HEARD.segments))
    assert "you know" not in merged.transcript.text


def test_names_of_voices_go_to_who_speaks_at_that_time() -> None:
    named = corrected(*(text for _, text in texts(HEARD)), names=("kate", "2", "kate"))
    run_together = Segment(0, words(HEARD)[-1].end_ms, HEARD.text, tuple(words(HEARD)), "1")
    merged = merge(named, again(run_together))
    assert texts(merged.transcript) == [
        ("kate", HEARD.segments[0].text),
        ("1", HEARD.segments[1].text),
        ("kate", HEARD.segments[2].text),
    ]


def test_what_the_names_pass_altered_in_the_new_one_is_told_where_nobody_corrected() -> None:
    altered = Change(HEARD.segments[1].start_ms, HEARD.segments[1].start_ms + 300, "Rust", "Trust", score=0.9)
    merged = merge(CORRECTED, replace(HEARD, changes=(altered,)))
    assert altered in merged.transcript.changes
    assert len(merged.transcript.changes) == 4


def test_a_recording_in_which_nothing_is_heard_any_more_keeps_what_a_person_wrote() -> None:
    merged = merge(CORRECTED, replace(HEARD, segments=()))
    assert "Kate Brintworth" in merged.transcript.text
    assert [(c.heard_before, c.heard_now, c.written) for c in merged.conflicts] == [
        ("I can't bring to earth", "", "Kate Brintworth"),
        ("slowly you know.", "", "slowly."),
    ]


TEXTS = st.lists(st.sampled_from("trust is built slowly and lost at once".split()), min_size=1, max_size=25)


@settings(max_examples=400)
@given(TEXTS, TEXTS, TEXTS)
def test_however_the_two_differ_corrections_stay_and_times_run_forwards(
    old_words: list[str], kept_words: list[str], new_words: list[str]
) -> None:
    old = transcript(("1", " ".join(old_words)))
    by_ada = compare(
        old, draft(("1", " ".join(f"{w}ly" if n % 3 == 0 else w for n, w in enumerate(kept_words)))), by="Ada"
    )
    new = transcript(("1", " ".join(new_words)))
    merged = merge(by_ada.transcript, new).transcript
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(words(merged)))
    assert all(
        0 <= w.start_ms <= w.end_ms <= new.duration_ms for w in words(merged) if old.duration_ms <= new.duration_ms
    )
    written = sorted(c.written for c in merged.changes if c.by)
    assert written == sorted(c.written for c in by_ada.transcript.changes)
    assert all(text in merged.text for text in written)


# --- an edit of an older revision -------------------------------------------------------------------------------------


def rebased(file: Draft, current: Transcript) -> tuple[str, list[tuple[str, str, str]]]:
    """The words of the file brought up to date, and the clashes."""
    tokens, clashes = rebase(HEARD, current, said(file, "en"))
    return " ".join(t.text for t in tokens), [(c.base, c.edited, c.current) for c in clashes]


def test_what_others_changed_meanwhile_stays_beside_what_the_file_changes() -> None:
    file = draft(
        ("1", "We asked I can't bring to earth about it."),
        ("2", "Trust is built slowly you know."),
        ("1", "And it is gone at once, they all say."),
    )
    assert rebased(file, CORRECTED) == (
        "We asked Kate Brintworth about it. Trust is not built slowly. And it is gone at once, they all say.",
        [],
    )


def test_the_same_correction_on_both_sides_is_none() -> None:
    assert rebased(draft(*texts(CORRECTED)), CORRECTED) == (CORRECTED.text, [])


def test_the_same_words_changed_otherwise_on_both_sides_clash() -> None:
    file = draft(("1", "We asked Keith about trust."), *texts(HEARD)[1:])
    assert rebased(file, CORRECTED)[1] == [("I can't bring to earth", "Keith", "Kate Brintworth")]


def test_a_name_given_meanwhile_stays_where_the_file_did_not_change_who_speaks() -> None:
    named = corrected(*(text for _, text in texts(HEARD)), names=("kate", "2", "kate"))
    tokens, _ = rebase(HEARD, named, said(draft(*texts(HEARD)), "en"))
    file = draft(*texts(HEARD))
    assert compare(named, file, by="Bo", new=tokens).transcript == named


@given(TEXTS, TEXTS)
def test_a_file_nobody_edited_takes_nothing_back(old_words: list[str], new_words: list[str]) -> None:
    base, current = transcript(("1", " ".join(old_words))), transcript(("1", " ".join(new_words)))
    tokens, clashes = rebase(base, current, said(draft(*texts(base)), "en"))
    assert ([t.text for t in tokens], clashes) == (new_words, ())
