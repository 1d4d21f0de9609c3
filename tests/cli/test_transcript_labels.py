"""A label such as [applause] that a person put in: kept, shown as it is, and never taken for speech."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediakit.catalogue import transcripts
from mediakit.domain.span import Span
from mediakit.domain.workspace import Settings
from mediakit.process import relistening
from tests.cli.conftest import Library, Run
from tests.cli.corrected import HEARD, Desk, transcribed

LABEL = "[laughter and applause]"


@pytest.fixture
def desk(library: Library, run: Run) -> Desk:
    return transcribed(library, run)


@pytest.fixture
def labelled(desk: Desk) -> Desk:
    """The film with a label after its last sentence, as somebody put it in with a caption editor."""
    path = desk.out("srt")
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{text}\n\n4\n00:00:13,300 --> 00:00:13,990\n{LABEL}\n", "utf-8")
    ran = desk.back(path)
    assert ran.status == 0, ran.err
    return desk


def test_a_label_is_a_caption_and_a_segment_of_its_own(labelled: Desk) -> None:
    last = labelled.cues()[-1]
    assert (last.span, last.lines, last.kept) == (Span(13_300, 13_990), (LABEL,), True)
    assert labelled.now().segments[-1].text == LABEL


def test_a_label_is_not_found_as_something_said(labelled: Desk) -> None:
    assert "nothing" in labelled.run("search", "applause").out.lower()
    assert labelled.run("search", "pilot").out.count("pilot") == 1


def test_a_label_does_not_count_as_words(labelled: Desk) -> None:
    with labelled.library.catalogue() as catalogue:
        counted = [r["words"] for r in catalogue.rows("SELECT words FROM transcripts ORDER BY revision")]
    assert counted[0] == counted[1]


def test_a_label_keeps_the_rules_and_is_not_read_as_words_a_minute(labelled: Desk) -> None:
    told = labelled.run("captions", "lint", labelled.library.film, "--json").out
    assert '"reading_speed"' in told
    assert LABEL not in told


def test_a_label_stays_when_the_recording_is_listened_to_again(labelled: Desk) -> None:
    with labelled.library.catalogue() as catalogue:
        relistening.store(catalogue, Settings(), labelled.library.film, HEARD, key="again")
        assert transcripts.current(catalogue, labelled.library.film).segments[-1].text == LABEL
    last = labelled.cues()[-1]
    assert (last.span, last.lines, last.kept) == (Span(13_300, 13_990), (LABEL,), True)


def test_a_label_goes_out_and_comes_back_in_word(labelled: Desk) -> None:
    path: Path = labelled.out("docx")
    assert "nothing differs" in labelled.back(path).out
