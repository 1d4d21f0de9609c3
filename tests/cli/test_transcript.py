"""`transcript`: read and handed out in the forms others take."""

from __future__ import annotations

import json
from pathlib import Path

import pysubs2
import pytest
import webvtt

from mediakit.catalogue import transcripts, work
from mediakit.domain.asset import Outcome
from mediakit.domain.transcript import Transcript
from tests.cli.conftest import Library, Run


def test_json_is_as_promised(library: Library, run: Run) -> None:
    ran = run("transcript", "export", library.film, "--format", "json", "--json")
    document = json.loads(ran.out)
    assert {k: document[k] for k in ("asset", "language", "engine", "model", "revision")} == {
        "asset": library.film,
        "language": "en",
        "engine": "scripted",
        "model": "script",
        "revision": 1,
    }
    first, second = document["segments"]
    assert {k: first[k] for k in ("index", "start", "end", "speaker", "text")} == {
        "index": 0, "start": 0.5, "end": 3.0, "speaker": "adebayo", "text": "Trust is built slowly.",
    }  # fmt: skip
    assert first["words"][0] == {"start": 0.5, "end": 1.0, "text": "Trust", "probability": 0.9}
    assert second["words"] == []


def test_captions_are_read_back_by_others_with_speakers_by_name(library: Library, run: Run) -> None:
    vtt, srt = (run("transcript", "export", library.film, "--format", form).out for form in ("vtt", "srt"))
    captions = webvtt.from_string(vtt)
    assert [c.start for c in captions] == ["00:00:00.500", "00:00:04.000"]
    assert captions[0].voice == "Adébáyò Fálàdé"
    assert captions[1].text == "Ask Sian Prys-Howell\nabout the last mile &lt;soon&gt;."
    read = pysubs2.SSAFile.from_string(srt)
    assert [(e.start, e.end) for e in read] == [(500, 3_000), (4_000, 7_000)]


def test_text_and_show_name_the_speaker(library: Library, run: Run) -> None:
    assert run("transcript", "export", library.film, "--format", "txt").out.startswith("Adébáyò Fálàdé: Trust is")
    shown = run("transcript", "show", library.film).out
    assert "[0:00] Adébáyò Fálàdé: Trust is built slowly." in shown
    assert "en, by scripted (script), revision 1" in shown
    assert json.loads(run("transcript", "show", library.film, "--json").out)["segments"]


def test_a_file_is_written_whole_and_its_ending_says_the_form(library: Library, run: Run) -> None:
    ran = run("transcript", "export", library.film, "-o", "out/opening.vtt")
    assert ran.status == 0
    assert Path("out/opening.vtt").read_text("utf-8").startswith("WEBVTT")
    assert [p.name for p in Path("out").iterdir()] == ["opening.vtt"]


@pytest.mark.parametrize(
    "words", [(), ("--format", "docx", "--json"), ("--format", "vtt", "--json"), ("-o", "."), ("-o", "x.doc")]
)
def test_a_form_that_is_not_clear_is_asked_for(library: Library, run: Run, words: tuple[str, ...]) -> None:
    ran = run("transcript", "export", library.film, *words)
    assert (ran.status, ran.out) == (2, "")


def test_a_photo_has_no_transcript(library: Library, run: Run) -> None:
    ran = run("transcript", "export", library.room, "--format", "json")
    assert (ran.status, ran.out) == (1, "")
    assert "a photo" in ran.err


def test_a_recording_not_transcribed_yet_says_why(library: Library, run: Run) -> None:
    with library.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("DELETE FROM transcripts")
    ran = run("transcript", "export", library.film, "--format", "json")
    assert (ran.status, ran.out) == (1, "")
    assert "not transcribed yet" in ran.err
    with library.catalogue() as catalogue:
        work.put_outcome(catalogue, Outcome(library.film, "speech", "k", "pending", reason="it sounds like French"))
    assert "it sounds like French" in run("transcript", "show", library.film).err


def test_a_recording_without_speech_gives_an_empty_list(library: Library, run: Run) -> None:
    with library.catalogue() as catalogue:
        transcripts.put(catalogue, library.film, Transcript("en", 0.5, "scripted", "script", 9_000), [], key="again")
    document = json.loads(run("transcript", "export", library.film, "--json").out)
    assert (document["segments"], document["revision"]) == ([], 2)
    assert "nobody speaks in it" in run("transcript", "show", library.film).out
    assert run("transcript", "export", library.film, "--format", "vtt").out.startswith("WEBVTT")


def test_a_silent_film_gives_an_empty_list(library: Library, run: Run) -> None:
    with library.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("DELETE FROM transcripts")
        catalogue.execute("UPDATE assets SET acodec = NULL")
    document = json.loads(run("transcript", "export", library.film, "--json").out)
    assert (document["segments"], document["language"]) == ([], None)
