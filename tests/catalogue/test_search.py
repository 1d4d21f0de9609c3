"""Full-text search: every string a person can type is a query."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.catalogue import assets, events, search, transcripts
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.domain.asset import Enrolment
from mediakit.domain.event import Event
from mediakit.domain.facts import Described, Facts, Kind, Role
from mediakit.domain.labels import without_labels
from mediakit.domain.transcript import Segment, Transcript

FILM = "ab" * 16


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    """One film, described and transcribed."""
    with catalogue_in_memory() as opened:
        events.add(opened, Event("lan", "Gathering"))
        described = Described(title="Zoë’s café", keywords=("maternity", "co-operation"))
        facts = Facts(Kind.VIDEO, duration_ms=9_000, acodec="aac", described=described)
        assets.add(opened, Enrolment(FILM, facts, Role.RUSH, "originals/lan/A001/C0001_talk.MP4", 1, "lan"))
        said = (
            Segment(0, 2_000, "We trusted the midwives."),
            Segment(2_000, 4_000, "Mrs O’Neill said: don't wait for trust."),
            Segment(4_000, 6_000, "日本 is far."),
        )
        transcripts.put(opened, FILM, Transcript("en", 1, "scripted", "s", 9_000, said), [], key="k")
        yield opened


@pytest.mark.parametrize(
    ("query", "starts_ms"),
    [
        ("trust", {0, 2_000}),
        ("trust wait", {2_000}),
        ('"trusted the midwives"', {0}),
        ('"midwives trusted"', set()),
        ("midwi*", {0}),
        ("midwives OR far", {0, 4_000}),
        ("trust NOT wait", {0}),
        ("O'Neill", {2_000}),
        ("o’neill", {2_000}),
        ("日本", {4_000}),
        ("zoe cafe", {None}),
        ("MATERNITY", {None}),
        ("co-operation", {None}),
        ("talk", {None}),
    ],
)
def test_what_people_type_finds_what_they_mean(catalogue: Catalogue, query: str, starts_ms: set[int | None]) -> None:
    total, hits = search.find(catalogue, query)
    assert {h.start_ms for h in hits} == starts_ms
    assert total == len(hits)


@settings(max_examples=200, deadline=None)
@given(query=st.text(max_size=60) | st.text("\"*()-:^{}+ ANDORT'\\%_", max_size=40))
def test_no_string_is_an_error(catalogue: Catalogue, query: str) -> None:
    total, hits = search.find(catalogue, query)
    assert total >= len(hits)


def test_a_transcript_made_again_is_found_once(catalogue: Catalogue) -> None:
    said = (Segment(0, 2_000, "A unicorn spoke."),)
    before = transcripts.current(catalogue, FILM)
    for _ in range(2):
        transcripts.put(catalogue, FILM, Transcript("en", 1, "scripted", "s", 9_000, said), [], key="k")
    assert search.find(catalogue, "unicorn")[0] == 1
    assert search.find(catalogue, "midwives")[0] == 0
    assert before is not None
    transcripts.put(catalogue, FILM, before, [], key="k")
    assert search.find(catalogue, "unicorn")[0] == 0


_SAID = st.lists(
    st.tuples(st.integers(0, 60_000), st.sampled_from([None, "ada"]), st.text("Aaé’ '\"\\\n.\0你", max_size=12)),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(versions=st.lists(_SAID, min_size=1, max_size=4))
def test_whatever_came_and_went_the_index_agrees_with_the_passages(
    catalogue: Catalogue, versions: list[list[tuple[int, str | None, str]]]
) -> None:
    words = "SELECT word, spelling, uses, capitals, lowers FROM search_words ORDER BY word, spelling"
    with catalogue.writing():
        for said in versions:
            search.index_said(catalogue, FILM, [(start, start + 900, voice, text) for start, voice, text in said])
    kept = catalogue.rows("SELECT text FROM passages WHERE asset = ? AND field = 'said' ORDER BY id", [FILM])
    assert [row["text"] for row in kept] == [
        text for said in versions[-1] if (text := without_labels(said[2]).replace("\0", ""))
    ]
    # FTS5 raises where its index and the rows are not of one mind
    catalogue.execute("INSERT INTO passages_fts(passages_fts, rank) VALUES ('integrity-check', 1)")
    learnt = [tuple(row) for row in catalogue.rows(words)]
    with catalogue.writing():
        search.rebuild(catalogue)
    assert [tuple(row) for row in catalogue.rows(words)] == learnt


def test_the_index_is_written_once_for_a_talk_and_not_once_for_each_sentence(catalogue: Catalogue) -> None:
    def times_written(count: int, text: str) -> int:
        told: list[str] = []
        catalogue.connection.set_trace_callback(told.append)
        try:
            with catalogue.writing():
                search.index_said(catalogue, FILM, [(n, n + 1, None, f"{text} {n}.") for n in range(count)])
        finally:
            catalogue.connection.set_trace_callback(None)
        return sum("REPLACE INTO 'main'.'passages_fts_data'" in sql for sql in told)

    # it comes, has other words, and goes: each a few pages, where one for each of the 400 would be no less than 400
    assert 0 < times_written(400, "So it was said") < 100
    assert 0 < times_written(400, "And then at length") < 100
    assert 0 < times_written(0, "") < 100
