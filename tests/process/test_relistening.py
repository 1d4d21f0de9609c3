"""Another transcription of a recording that somebody corrected."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mediakit.catalogue import redactions, transcripts
from mediakit.catalogue.transcripts import StoredCue
from mediakit.cli.process import _document, _lines
from mediakit.domain.draft import Draft, Paragraph, Row
from mediakit.domain.progress import Silent
from mediakit.domain.revised import compare
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript
from mediakit.editorial import revising
from mediakit.process import run
from mediakit.process.run import Report, Request
from tests.process.conftest import Shoot


def hears(shoot: Shoot, *sentences: tuple[float, float, str]) -> None:
    """From now on the recogniser hears this in the film: start and end in seconds, text."""
    said = [{"start": start, "end": end, "text": text} for start, end, text in sentences]
    (shoot.workspace.root / "speech-script.json").write_text(json.dumps({"talk.mp4": {"segments": said}}))


def listen(shoot: Shoot, *, force: bool = False) -> Report:
    """Run the recogniser over the film."""
    only = (shoot.ids["talk.mp4"],)
    return run.process(shoot.catalogue, shoot.workspace, Request(only, ("speech",), force=force), Silent())


def now(shoot: Shoot) -> Transcript:
    """The film's current transcript."""
    current = transcripts.current(shoot.catalogue, shoot.ids["talk.mp4"])
    assert current is not None
    return current


def correct(shoot: Shoot, text: str, speaker: str | None = None, cues: list[StoredCue] | None = None) -> None:
    """Ada corrects the whole text."""
    draft = Draft("txt", (Paragraph(1, (Row(text, speaker),)),))
    transcript = compare(now(shoot), draft, by="Ada").transcript
    film = shoot.ids["talk.mp4"]
    revising.keep(shoot.catalogue, shoot.workspace.settings, film, transcript, by="Ada", how="import", cues=cues)


@pytest.fixture
def corrected(shoot: Shoot) -> Shoot:
    """The film, transcribed, and corrected by Ada."""
    listen(shoot)
    correct(shoot, "Trust is built slowly, and Kate Brintworth lost it.", "kate")
    return shoot


BETTER = (0.2, 1.8, "Trust was built slowly, and lost at one.")


def test_a_corrected_transcript_is_left_alone_without_force(corrected: Shoot) -> None:
    hears(corrected, BETTER)
    before = now(corrected)
    assert listen(corrected).done == ()
    assert now(corrected) == before


def test_a_new_transcription_keeps_the_corrections_and_improves_the_rest(corrected: Shoot) -> None:
    hears(corrected, BETTER)
    report = listen(corrected, force=True)
    film = corrected.ids["talk.mp4"]
    assert now(corrected).text == "Trust was built slowly, and Kate Brintworth lost it."
    assert {s.speaker for s in now(corrected).segments} == {"kate"}
    row = corrected.catalogue.row("SELECT * FROM transcripts WHERE current = 1 AND asset = ?", [film])
    assert row is not None
    assert (row["revision"], row["by"], row["how"]) == (3, "Ada", "process, corrections of Ada kept")
    shown = " ".join(line for cue in transcripts.cues(corrected.catalogue, film) for line in cue.lines)
    assert "Kate Brintworth" in shown
    (kept,) = report.merged.values()
    assert kept.kept >= 1
    assert listen(corrected).done == ()


def test_where_something_else_is_heard_now_it_is_told(corrected: Shoot) -> None:
    hears(corrected, BETTER)
    report = listen(corrected, force=True)
    (row,) = _document(report)["done"]  # type: ignore[misc]
    heard = [(c["heard_before"], c["heard_now"], c["written"]) for c in row["conflicts"]]
    assert heard == [("at once.", "at one.", "it.")]
    film = corrected.ids["talk.mp4"]
    assert "kept “" in _lines(report, {film: "A001/talk"})[0]


def test_the_same_again_tells_of_nothing(corrected: Shoot) -> None:
    before = now(corrected)
    (kept,) = listen(corrected, force=True).merged.values()
    assert kept.conflicts == ()
    assert replace(now(corrected), changes=()) == replace(before, changes=())


def test_corrections_survive_every_further_transcription(corrected: Shoot) -> None:
    for text in ("Rust is built.", BETTER[2], "Trust is built slowly, and Kate Brintworth lost it.", "Nothing."):
        hears(corrected, (0.2, 1.8, text))
        listen(corrected, force=True)
        assert "Kate Brintworth" in now(corrected).text


def test_captions_a_person_made_stay_where_their_words_do(shoot: Shoot) -> None:
    listen(shoot)
    own = [StoredCue(Span(100, 1_900), ("Trust is built slowly, and", "lost at once."), None, kept=True)]
    correct(shoot, "Trust is built slowly, and lost at once.", cues=own)
    listen(shoot, force=True)
    assert transcripts.cues(shoot.catalogue, shoot.ids["talk.mp4"]) == own


def test_what_is_redacted_is_in_no_conflict(corrected: Shoot) -> None:
    film = corrected.ids["talk.mp4"]
    with corrected.catalogue.writing():
        redactions.add(corrected.catalogue, film, [Span(0, 2_000)], reason="asked for", by="Ada")
        transcripts.refresh(corrected.catalogue, film)
    hears(corrected, BETTER)
    (kept,) = listen(corrected, force=True).merged.values()
    assert kept.conflicts == ()
    assert "Brintworth" not in now(corrected).text
    with corrected.catalogue.writing():
        redactions.remove(corrected.catalogue, film, 1)
    assert "Kate Brintworth" in now(corrected).text


def test_a_transcript_in_another_language_does_not_take_the_place_of_a_corrected_one(corrected: Shoot) -> None:
    before = now(corrected)
    script = {"talk.mp4": {"language": "fr", "segments": [{"start": 0.2, "end": 1.8, "text": "La confiance."}]}}
    (corrected.workspace.root / "speech-script.json").write_text(json.dumps(script))
    (failed,) = listen(corrected, force=True).failed
    assert failed.reason == "Ada corrected its transcript in en, and this one is in fr: the corrected one stays"
    assert now(corrected) == before
