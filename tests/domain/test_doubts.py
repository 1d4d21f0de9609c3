"""Words to look at: those that were heard with little certainty and that nobody settled, one after the other."""

from __future__ import annotations

from mediakit.domain.doubts import doubtful, following, names_first, preceding
from mediakit.domain.transcript import Change, Segment, Transcript, Word

SURE = {"We", "met", "there.", "Then", "and"}


def transcript(*changes: Change) -> Transcript:
    words = tuple(
        Word(w, 500 * i, 500 * (i + 1), 0.9 if w in SURE else 0.2)
        for i, w in enumerate("We met Kate Rintworth there. Then the — [redacted] and I".split())
    )
    return Transcript("en", 1.0, "s", "s", 9_000, (Segment(0, 5_500, " ".join(w.text for w in words), words),), changes)


def test_names_come_first_and_marks_blanks_and_openings_are_no_names() -> None:
    found = doubtful(transcript())
    assert [(d.text, d.name) for d in names_first(found)] == [
        ("Kate", True), ("Rintworth", True), ("the", False), ("I", False)
    ]  # fmt: skip
    assert (found[0].before, found[0].after) == ("We met", "Rintworth there. Then the — [redacted]")
    assert [d.text for d in doubtful(transcript(), below=0.1)] == []


def test_what_a_person_settled_is_not_asked_again_what_the_machine_changed_is() -> None:
    assert [d.text for d in doubtful(transcript(Change(1_000, 2_000, "x", "Kate Rintworth", by="Ada")))] == ["the", "I"]
    assert len(doubtful(transcript(Change(1_000, 2_000, "x", "Kate Rintworth")))) == 4


def test_a_page_goes_from_one_to_the_next_and_back() -> None:
    found = doubtful(transcript())
    one = following(found, -1)
    assert one
    assert one.text == "Kate"
    two = following(found, one.start_ms)
    assert two
    assert two.text == "Rintworth"
    assert preceding(found, two.start_ms) == one
    assert (following(found, 9_000), preceding(found, 1_000)) == (None, None)
