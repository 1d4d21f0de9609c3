"""A redaction reaches whatever is read out of the catalogue, and comes to words that are stored later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mediakit.catalogue import assets, events, redactions, search, transcripts
from mediakit.catalogue.connect import Catalogue, catalogue_in_memory
from mediakit.catalogue.said import said
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Enrolment
from mediakit.domain.event import Event
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.recipe import shape_of
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript, Word

FILM = "f1" * 16
TEXT = "I told Brintworth about it."
WORDS = tuple(Word(w, 500 * i, 500 * (i + 1)) for i, w in enumerate(TEXT.split()))
SAID = Transcript("en", 1.0, "scripted", "s", 9_000, (Segment(0, 2_500, TEXT, WORDS),))
CUES = [StoredCue(Span(0, 2_500), ("I told", "Brintworth about it."))]


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    with catalogue_in_memory() as made:
        events.add(made, Event("lan", "Gathering"))
        facts = Facts(Kind.VIDEO, 640, 360, duration_ms=9_000, vcodec="h264", acodec="aac")
        assets.add(made, Enrolment(FILM, facts, Role.RUSH, "originals/lan/A001/C1.MP4", 9, "lan"))
        transcripts.put(made, FILM, SAID, CUES, key="k")
        yield made


def redact(catalogue: Catalogue, start_ms: int = 1_000, end_ms: int = 1_500) -> None:
    with catalogue.writing():
        redactions.add(catalogue, FILM, [Span(start_ms, end_ms)], reason="", by="Ada")
        transcripts.refresh(catalogue, FILM)


def everything_read(catalogue: Catalogue) -> str:
    read = [transcripts.current(catalogue, FILM), transcripts.cues(catalogue, FILM), said(catalogue, [FILM])]
    for revision in transcripts.history(catalogue, FILM):
        read += [transcripts.revision(catalogue, FILM, revision.number)]
        read += [transcripts.cues(catalogue, FILM, revision.number)]
    return repr(read)


def test_whatever_is_read_is_without_it_old_revisions_and_search_too(catalogue: Catalogue) -> None:
    transcripts.put(catalogue, FILM, replace(SAID, engine="another"), CUES, key="k2")
    assert everything_read(catalogue).count("Brintworth") > 8
    redact(catalogue)
    assert "Brintworth" not in everything_read(catalogue)
    assert search.find(catalogue, "Brintworth") == (0, [])
    assert search.find(catalogue, "told redacted about")[0] == 1
    cue = said(catalogue, [FILM])[FILM].cues[0]
    assert cue.lines == ("I told", "[redacted] about it.")


def test_words_that_are_stored_later_are_blanked_too(catalogue: Catalogue) -> None:
    redact(catalogue)
    transcripts.put(catalogue, FILM, replace(SAID, engine="better"), CUES, key="k2")
    transcripts.put_cues(catalogue, FILM, CUES)
    assert "Brintworth" not in everything_read(catalogue)
    assert search.find(catalogue, "Brintworth") == (0, [])
    with catalogue.writing():
        redactions.remove(catalogue, FILM, redactions.of(catalogue, FILM)[0].number)
        transcripts.refresh(catalogue, FILM)
    assert search.find(catalogue, "Brintworth")[0] == 1


def test_the_digest_that_an_approval_covers_changes_even_where_no_word_goes(catalogue: Catalogue) -> None:
    before = assets.one(catalogue, FILM)
    redact(catalogue, 8_000, 8_500)
    after = assets.one(catalogue, FILM)
    assert before.spoken
    assert after.spoken
    assert before.spoken.digest != after.spoken.digest
    assert after.redacted == (Span(8_000, 8_500),)


def test_everything_that_sounds_is_stale_and_nothing_else(catalogue: Catalogue) -> None:
    from mediakit.domain.recipe import SOUNDING, stages_for
    from mediakit.domain.workspace import Settings

    settings = Settings(web_for_all=True)
    before = {s.name: s.key for s in stages_for(shape_of(assets.one(catalogue, FILM)), settings)}
    redact(catalogue)
    after = {s.name: s.key for s in stages_for(shape_of(assets.one(catalogue, FILM)), settings)}
    assert {name for name in before if before[name] != after[name]} == SOUNDING & set(before)
    sketch = assets.sketches(catalogue)[0]
    assert sketch.shape == shape_of(assets.one(catalogue, FILM))
