"""Looking for a sentence as people do: names, forms, filters, order, counts, suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediakit.catalogue import assets, events, people, redactions, search, search_words, transcripts
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.domain.asset import Enrolment
from mediakit.domain.errors import Misuse, UnknownName
from mediakit.domain.event import Event, Session
from mediakit.domain.facts import Described, Facts, Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript, Word
from mediakit.editorial.search import Found, Query, look, suggest

MORNING, EVENING, ROOM = "aa" * 16, "bb" * 16, "cc" * 16
SAID = {
    MORNING: (
        ("naqvi", "We trusted the midwives, said Dr Naqvi’s team."),
        ("naqvi", "Today Brintworth has one clinic, and Mrs O’Malley runs it."),
        ("hughes", "Then Hughes asked what a hug is worth."),
        ("hughes", "Nobody at Brintworth had trust to spare in Łódź."),
    ),
    EVENING: (
        (None, "Of the people, by the people, for the people."),
        (None, "Hugh thanked everyone, trusting that the co-operation goes on."),
        (None, "Maternity care at the last mile."),
    ),
}


def at(day: int) -> datetime:
    return datetime(2026, 5, day, 11, tzinfo=ZoneInfo("Europe/London"))


def said(asset: str) -> Transcript:
    made = []
    for number, (speaker, text) in enumerate(SAID[asset]):
        start = 10_000 * number
        words = tuple(Word(w, start + 300 * i, start + 300 * i + 250, 0.9) for i, w in enumerate(text.split()))
        made.append(Segment(start, start + 9_000, text, words, speaker))
    return Transcript("en", 1, "scripted", "s", 60_000, tuple(made))


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    """A talk of two voices on the 13th, one of Hugh alone on the 20th at another event, and a photo of Naqvi."""
    with catalogue_in_memory() as opened:
        events.add(opened, Event("lan", "Gathering"))
        events.add(opened, Event("wessex", "Wessex Day"))
        for slug, name in {"naqvi": "Samira Naqvi", "hughes": "Rhys Hughes", "hugh": "Hugh Owen"}.items():
            people.add(opened, Person(slug, name))
        people.appear(opened, "naqvi", Appearance("lan", "Midwife", "Oakvale Trust"))
        events.put_session(opened, Session("trust", "lan", "On trust", people=("naqvi",)))
        film = Facts(Kind.VIDEO, duration_ms=60_000, acodec="aac")
        sound = Facts(Kind.AUDIO, duration_ms=60_000, acodec="aac")
        photo = Facts(Kind.PHOTO, 600, 400, described=Described(title="Trust at work"))
        add(opened, MORNING, film, "lan", at(13), ("naqvi", "hughes"))
        add(opened, EVENING, sound, "wessex", at(20), ("hugh",))
        add(opened, ROOM, photo, "lan", at(13), ("naqvi",))
        with opened.writing():
            opened.execute("UPDATE assets SET session_id = (SELECT id FROM sessions) WHERE id = ?", [MORNING])
        for asset in SAID:
            transcripts.put(opened, asset, said(asset), [], key="k")
        yield opened


def add(opened: Catalogue, made: str, facts: Facts, event: str, moment: datetime, shown: tuple[str, ...]) -> None:
    role = Role.PHOTO if facts.kind is Kind.PHOTO else Role.RUSH
    path = f"originals/{event}/A001/{made[:4]}.X"
    assets.add(opened, Enrolment(made, facts, role, path, 1, event, captured_at=moment, people=shown))


def texts(found: Found) -> list[str]:
    return [one.hit.text for one in found.hits]


def starts(found: Found) -> set[tuple[str, int | None]]:
    """Recording and second of each hit, but for the lines about who is in it."""
    return {(one.recording.id[:2], one.hit.start_ms) for one in found.hits if one.hit.field != "people"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("trust", {("aa", 0), ("aa", 30_000), ("bb", 10_000), ("cc", None)}),
        ('"trust"', {("aa", 30_000), ("cc", None)}),
        ("hughes", {("aa", 20_000)}),
        ("hugh", {("bb", 10_000)}),
        ("omalley", {("aa", 10_000)}),
        ('"mrs omalley runs"', {("aa", 10_000)}),
        ("O'Malley's", {("aa", 10_000)}),
        ("lodz", {("aa", 30_000)}),
        ("omall*", {("aa", 10_000)}),
        ("matern*", {("bb", 20_000)}),
        ("NEAR(trust team, 6)", {("aa", 0)}),
        ("NEAR(trust team, 1)", set()),
        ("(clinic OR spare) brintworth", {("aa", 10_000), ("aa", 30_000)}),
        ("brintworth -clinic", {("aa", 30_000)}),
        ("nothing NOT brintworth", set()),
        ("-brintworth", set()),
    ],
)
def test_what_is_typed_finds_what_is_meant(
    catalogue: Catalogue, typed: str, wanted: set[tuple[str, int | None]]
) -> None:
    assert starts(look(catalogue, Query(typed))) == wanted


@pytest.mark.parametrize(
    ("typed", "right"), [("Brentworth", "brintworth"), ("nakvi", "naqvi"), ("matenrity", "maternity")]
)
def test_a_misspelt_name_is_found_and_it_is_said(catalogue: Catalogue, typed: str, right: str) -> None:
    found = look(catalogue, Query(typed))
    assert found.also == ((typed.lower(), right),)
    assert all(right in text.lower() for text in texts(found))
    assert found.hits


def test_a_name_in_quotes_is_taken_as_it_is(catalogue: Catalogue) -> None:
    assert look(catalogue, Query('"brentworth"')).hits == ()


def test_the_word_as_typed_comes_before_its_other_forms(catalogue: Catalogue) -> None:
    spoken = [text for text in texts(look(catalogue, Query("trusted"))) if "trust" in text and "Oakvale" not in text]
    assert "trusted" in spoken[0]


@pytest.mark.parametrize(
    ("narrowed", "wanted"),
    [
        ({"person": "hugh"}, {"bb"}),
        ({"person": "Samira Naqvi"}, {"aa", "cc"}),
        ({"organisation": "oakvale"}, {"aa", "cc"}),
        ({"role": "midwife"}, {"aa", "cc"}),
        ({"role": "photo"}, {"cc"}),
        ({"event": "wessex"}, {"bb"}),
        ({"session": "On trust"}, {"aa"}),
        ({"kind": "audio"}, {"bb"}),
        ({"speaker": "hughes"}, {"aa"}),
        ({"speaker": "hugh"}, {"bb"}),
        ({"since": "2026-05-14"}, {"bb"}),
        ({"until": "2026-05-13"}, {"aa", "cc"}),
        ({"since": "2026-05", "until": "2026-05"}, {"aa", "bb", "cc"}),
        ({"since": "2027"}, set()),
    ],
)
def test_filters_narrow_it_down(catalogue: Catalogue, narrowed: dict[str, str], wanted: set[str]) -> None:
    asked = look(catalogue, Query("trust", **narrowed))  # type: ignore[arg-type]
    assert {one.recording.id[:2] for one in asked.hits} == wanted
    typed = " ".join(f'{name}:"{value}"' for name, value in narrowed.items())
    assert starts(look(catalogue, Query(f"trust {typed}"))) == starts(asked)


def test_a_speaker_is_only_what_that_voice_says(catalogue: Catalogue) -> None:
    assert starts(look(catalogue, Query("trust speaker:hughes"))) == {("aa", 30_000)}


def test_a_range_of_days_is_typed_with_two_dots(catalogue: Catalogue) -> None:
    assert {h.recording.id[:2] for h in look(catalogue, Query("trust date:2026-05-14..2026-05-20")).hits} == {"bb"}


def test_filters_alone_list_what_is_there_in_order_of_time(catalogue: Catalogue) -> None:
    found = look(catalogue, Query("speaker:naqvi"))
    assert [one.hit.start_ms for one in found.hits if one.hit.start_ms is not None] == [0, 10_000]


def test_an_unknown_filter_within_the_query_is_told_and_an_unknown_option_refused(catalogue: Catalogue) -> None:
    found = look(catalogue, Query("trust person:nobody"))
    assert (found.hits, len(found.notes)) == ((), 1)
    assert look(catalogue, Query("trust date:yesterday")).notes
    with pytest.raises(UnknownName):
        look(catalogue, Query("trust", person="nobody"))
    with pytest.raises(Misuse):
        look(catalogue, Query("trust", since="yesterday"))


def test_by_time_is_as_it_was_said(catalogue: Catalogue) -> None:
    found = look(catalogue, Query("trust", sort="time"))
    moments = [(one.recording.captured_at, one.recording.short, one.hit.start_ms or 0) for one in found.hits]
    assert moments == sorted(moments)


def test_sentences_around_are_of_the_same_recording(catalogue: Catalogue) -> None:
    (hit,) = look(catalogue, Query("hug", around=1, kind="video")).hits
    assert [one.start_ms for one in hit.around] == [10_000, 20_000, 30_000]
    (last,) = look(catalogue, Query("maternity", around=2)).hits
    assert [one.start_ms for one in last.around] == [0, 10_000, 20_000]


def test_facets_count_the_hits(catalogue: Catalogue) -> None:
    found = look(catalogue, Query("trust speaker:naqvi OR brintworth", facets=True))
    assert found.facets.speakers == (("naqvi", 2),)
    spread = look(catalogue, Query("maternity OR clinic OR spare", facets=True)).facets
    assert spread.kinds == (("video", 2), ("audio", 1))
    assert spread.events == (("lan", 2), ("wessex", 1))
    assert spread.people == (("hughes", 2), ("naqvi", 2), ("hugh", 1))


def test_redacted_words_are_neither_found_nor_suggested(catalogue: Catalogue) -> None:
    assert suggest(catalogue, "the brint") == ["Brintworth"]
    with catalogue.writing():
        for start in (10_000, 30_000):
            redactions.add(catalogue, MORNING, [Span(start, start + 9_000)], reason="asked", by="Ada")
        transcripts.refresh(catalogue, MORNING)
    assert look(catalogue, Query("Brintworth")).hits == ()
    assert look(catalogue, Query("Brentworth")).also == ()
    assert suggest(catalogue, "brint") == []


def test_the_words_are_those_of_the_passages_whatever_came_and_went(catalogue: Catalogue) -> None:
    transcripts.put(catalogue, MORNING, said(EVENING), [], key="k2")
    transcripts.put(catalogue, EVENING, said(MORNING), [], key="k2")
    transcripts.put(catalogue, MORNING, said(MORNING), [], key="k3")
    rows = "SELECT word, spelling, uses, capitals, lowers FROM search_words ORDER BY word, spelling"
    before = [tuple(row) for row in catalogue.rows(rows)]
    with catalogue.writing():
        search.rebuild(catalogue)
    assert [tuple(row) for row in catalogue.rows(rows)] == before


def test_putting_the_same_transcript_again_writes_nothing(catalogue: Catalogue) -> None:
    before = catalogue.value("SELECT group_concat(id) FROM passages")
    with catalogue.writing():
        transcripts.refresh(catalogue, MORNING)
    assert catalogue.value("SELECT group_concat(id) FROM passages") == before


def test_suggestions_complete_the_last_word_with_the_capital_of_a_name(catalogue: Catalogue) -> None:
    assert suggest(catalogue, "trust in nob") == ["nobody"]
    assert suggest(catalogue, "naq") == ["Naqvi"]
    assert suggest(catalogue, "") == []
    assert suggest(catalogue, "naq ") == []


def test_more_hits_than_are_counted_are_told_as_more(catalogue: Catalogue) -> None:
    many = [(1_000 * i, 1_000 * i + 900, None, f"The number {i} of the people.") for i in range(1_200)]
    with catalogue.writing():
        search.index_said(catalogue, MORNING, many)
    found = look(catalogue, Query("the people"))
    assert (found.total, found.more, len(found.hits)) == (search.COUNTED, True, 20)
    assert search.find(catalogue, "people", limit=-1)[0] >= 1_200
    # what says it best is seen however much there is
    assert texts(look(catalogue, Query("number OR maternity")))[0].startswith("Maternity")


def test_a_name_is_known_by_its_capitals(catalogue: Catalogue) -> None:
    assert [word.is_name for word in search_words.known(catalogue, "brintworth")] == [True]
    assert [word.is_name for word in search_words.known(catalogue, "people")] == [False]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=60)
    | st.text("\"*()-:^{}+ ANDORTNE'’\\%_,59", max_size=40)
    | st.lists(
        st.sampled_from(
            ["trust", '"of the', 'people"', "NEAR(", "(", ")", ", 3)", "OR", "AND", "NOT", "-", "t*", "*", "person:",
             "date:", "speaker:x", 'event:"', "kind:video", "O’Malley", "brentwoth", "text:", "scope:",
             "\ue010kvideo", "\x00"]
        ),
        max_size=9,
    ).map(" ".join)
)  # fmt: skip
def test_no_string_is_an_error(catalogue: Catalogue, typed: str) -> None:
    found = look(catalogue, Query(typed, facets=True, around=1))
    assert found.total >= len(found.hits)
    assert isinstance(suggest(catalogue, typed), list)
