"""Chapters: typed by a person, taken from the agenda, or found in what is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mediakit.domain.chapters import (
    Chapter,
    chapters_text,
    first_words,
    from_agenda,
    from_transcript,
    parse_chapters,
)
from mediakit.domain.errors import Misuse
from mediakit.domain.event import Session
from mediakit.domain.transcript import Segment

TEN = datetime(2026, 1, 30, 10, tzinfo=UTC)


def session(slug: str, title: str, starts: int, ends: int | None = None) -> Session:
    """A session that begins and ends so many minutes after ten."""
    end = TEN + timedelta(minutes=ends) if ends is not None else None
    return Session(slug, "lan", title, starts_at=TEN + timedelta(minutes=starts), ends_at=end)


def talk(*rows: tuple[int, int, str, str | None]) -> list[Segment]:
    """Segments from start and end in seconds, text and speaker."""
    return [Segment(start * 1000, end * 1000, text, (), speaker) for start, end, text, speaker in rows]


def nobody(_: str | None) -> None:
    return None


def test_chapters_come_back_from_a_spreadsheet_as_they_went_out() -> None:
    typed = "0:00 Welcome | 2:15.5 What we learned | 1:02:03 Questions"
    chapters = parse_chapters(typed)
    assert [c.start_ms for c in chapters] == [0, 135_500, 3_723_000]
    assert parse_chapters(chapters_text(chapters)) == chapters


def test_chapters_may_be_typed_on_lines_with_dashes_as_video_platforms_have_them() -> None:
    assert parse_chapters("00:00 - Welcome\n\n02:15 – Trust, slowly\n") == (
        Chapter(0, "Welcome"),
        Chapter(135_000, "Trust, slowly"),
    )


@pytest.mark.parametrize(
    "typed", ["Welcome", "0:00", "0:00 A | 0:00 B", "2:00 B | 1:00 A", "x:00 A", "0:00 " + "a" * 200]
)
def test_what_is_no_list_of_chapters_is_refused(typed: str) -> None:
    with pytest.raises(Misuse):
        parse_chapters(typed)


def test_a_recording_of_several_sessions_has_them_as_chapters() -> None:
    agenda = [session("a", "Opening", -5, 20), session("b", "Break", 20, 40), session("c", "Trust", 40, 60)]
    assert from_agenda(TEN, 3_600_000, agenda) == (
        Chapter(0, "Opening"),
        Chapter(1_200_000, "Break"),
        Chapter(2_400_000, "Trust"),
    )


def test_a_recording_of_one_session_has_no_chapters_from_the_agenda() -> None:
    agenda = [session("a", "Opening", -5, 20), session("c", "Trust", 40, 60), session("z", "Earlier", -60, -30)]
    assert from_agenda(TEN, 900_000, agenda) == ()


def test_the_parts_of_a_session_are_its_chapters() -> None:
    agenda = [session("all", "Morning", 0, 60), session("a", "Welcome", 0, 10), session("b", "Keynote", 10, 60)]
    assert [c.title for c in from_agenda(TEN, 3_600_000, agenda)] == ["Welcome", "Keynote"]


def test_a_session_begins_in_the_pause_that_is_near_its_time() -> None:
    said = talk((0, 1_230, "Thank you.", None), (1_250, 1_300, "Good morning.", None), (1_301, 2_000, "Now.", None))
    agenda = [session("a", "Opening", 0, 20), session("b", "Trust", 20, 40)]
    assert from_agenda(TEN, 2_400_000, agenda, said)[1] == Chapter(1_250_000, "Trust")


def test_a_long_film_has_chapters_where_the_voice_changes_called_by_who_speaks_and_their_first_words() -> None:
    said = talk(
        (0, 100, "Welcome to all of you who came today in spite of the rain.", "ann"),
        (101, 220, "Thank you.", "ben"),
        (221, 300, "And now to questions.", "ann"),
    )
    found = from_transcript(said, lambda voice: {"ann": "Ann Lee", "ben": "Ben Orr"}[voice or ""], 400_000)
    assert found == (
        Chapter(0, "Ann Lee: Welcome to all of you who came…"),
        Chapter(101_000, "Ben Orr: Thank you"),
        Chapter(221_000, "Ann Lee: And now to questions"),
    )


def test_voices_that_may_not_be_named_are_not_named() -> None:
    said = talk((0, 100, "Welcome.", "ann"), (101, 220, "Thank you.", "ben"), (221, 380, "And now.", "ann"))
    assert [c.title for c in from_transcript(said, nobody, 400_000)] == ["Welcome", "Thank you", "And now"]


def test_the_longest_pause_makes_the_chapter() -> None:
    said = talk((0, 60, "One.", None), (63, 80, "Two.", None), (90, 200, "Three.", None), (200, 300, "Four.", None))
    assert [c.start_ms for c in from_transcript(said, nobody, 300_000)] == [0, 90_000]


def test_a_short_film_and_one_that_never_pauses_have_no_chapters() -> None:
    turns = talk(*((n * 20, n * 20 + 19, "A turn.", str(n % 2)) for n in range(11)))
    assert from_transcript(turns, nobody, 220_000) == ()
    even = talk(*((n * 10, n * 10 + 10, "On and on.", None) for n in range(60)))
    assert from_transcript(even, nobody, 600_000) == ()


def test_no_chapter_is_shorter_than_a_minute_or_a_twelfth_of_the_film() -> None:
    turns = talk(*((n * 20, n * 20 + 19, "A turn.", str(n % 2)) for n in range(180)))
    starts = [c.start_ms for c in from_transcript(turns, nobody, 3_600_000)]
    assert 6 <= len(starts) <= 12
    assert min(b - a for a, b in zip(starts, [*starts[1:], 3_600_000], strict=True)) >= 150_000


def test_first_words_are_cut_at_a_word_and_in_scripts_without_spaces_at_a_letter() -> None:
    assert first_words("Trust.") == "Trust"
    assert first_words("信頼" * 40) == "信頼" * 24 + "…"
    assert len(first_words("Antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis " * 3)) <= 49
