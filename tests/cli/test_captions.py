"""`captions`: files and assets held against the rules, and mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mediakit.catalogue import assets, captioning, transcripts
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.span import Span
from mediakit.domain.subtitles_read import read_captions
from mediakit.domain.workspace import parse_settings
from tests.cli.conftest import SAID, Library, Run

GOOD = "1\n00:00:00,000 --> 00:00:02,500\nWe learned to trust each other.\n"
BAD = GOOD + "\n2\n00:00:02,700 --> 00:00:05,700\nWhen the families came back to us we changed it.\n"
KEPT = StoredCue(Span(4_100, 6_900), ("Ask", "Sian Prys-Howell about the last mile", "<soon>."), "adebayo", kept=True)


def test_a_file_is_held_against_the_rules_outside_any_workspace(anywhere: Path, run: Run) -> None:
    Path("film.srt").write_text(BAD, "utf-8")
    ran = run("captions", "lint", "film.srt")
    assert ran.status == 0
    assert ran.out.startswith("film.srt: 1 of 2 captions keep every rule")
    assert "a line of 48 characters, 37 at most" in ran.out
    assert run("captions", "lint", "film.srt", "--strict").status == 1


def test_good_captions_pass_the_strict_look(anywhere: Path, run: Run) -> None:
    Path("film.srt").write_text(GOOD, "utf-8")
    assert run("captions", "lint", "film.srt", "--strict").status == 0


def test_the_report_as_json_gives_each_rule_its_share_and_each_breach_its_place(anywhere: Path, run: Run) -> None:
    Path("film.srt").write_text(BAD, "utf-8")
    document = json.loads(run("captions", "lint", "film.srt", "--json").out)
    assert {k: document[k] for k in ("format", "captions", "conform", "share", "holds")} == {
        "format": "srt", "captions": 2, "conform": 1, "share": 0.5, "holds": False,
    }  # fmt: skip
    wide = next(rule for rule in document["rules"] if rule["rule"] == "line_length")
    assert (wide["checked"], wide["conform"], wide["share"], wide["holds"]) == (2, 1, 0.5, False)
    assert {k: wide["breaches"][0][k] for k in ("caption", "start")} == {"caption": 2, "start": 2.7}


def test_the_settings_of_the_workspace_are_the_rules(workspace: Path, run: Run) -> None:
    Path("film.srt").write_text(BAD, "utf-8")
    settings = Path("mediakit.toml").read_text("utf-8").replace("\nline_characters = 37", "\nline_characters = 50")
    Path("mediakit.toml").write_text(
        settings.replace("gap_seconds = 1.0", "gap_seconds = 0").replace("= 180", "= 220"), "utf-8"
    )
    assert run("captions", "lint", "film.srt").out.startswith("film.srt: 2 of 2")


def test_the_names_of_the_workspace_are_not_taken_apart(library: Library, run: Run) -> None:
    text = "00:00:01,000 --> 00:00:04,000\nThen we met Adébáyò\n\n00:00:04,000 --> 00:00:06,000\nFálàdé in the hall.\n"
    Path("film.srt").write_text(text, "utf-8")
    assert "“Adébáyò Fálàdé” is taken apart" in run("captions", "lint", "film.srt").out
    run("captions", "fix", "film.srt", "-o", "film.srt")
    lines = [line for cue in read_captions(Path("film.srt").read_bytes(), "x").cues for line in cue.lines]
    assert any("Adébáyò Fálàdé" in line for line in lines)


def test_the_letters_say_which_limits_hold_where_the_file_does_not(anywhere: Path, run: Run) -> None:
    Path("film.srt").write_text(f"00:00:00,000 --> 00:00:06,000\n{'これはとても長い字幕の行ですから'}\n", "utf-8")
    document = json.loads(run("captions", "lint", "film.srt", "--json").out)
    assert (document["language"], document["conform"]) == ("ja", 0)


def test_what_cannot_be_read_is_told_with_its_line_and_status_2(anywhere: Path, run: Run) -> None:
    Path("film.vtt").write_text("WEBVTT\n\n00:09 --> soon\nWe began.\n", "utf-8")
    Path("empty.srt").write_bytes(b"")
    for name, told in (("film.vtt", "film.vtt:3: no times"), ("empty.srt", "the file is empty"), ("no.vtt", "No such")):
        ran = run("captions", "lint", name)
        assert (ran.status, ran.out) == (2, "")
        assert told in ran.err


def test_a_file_is_mended_beside_the_first_and_neither_is_ever_overwritten(anywhere: Path, run: Run) -> None:
    Path("film.srt").write_text(BAD, "utf-8")
    ran = run("captions", "fix", "film.srt")
    assert ran.out.startswith("film-fixed.srt written: 2 of 2 captions keep every rule, 1 of 2 before")
    assert Path("film.srt").read_text("utf-8") == BAD
    found = read_captions(Path("film-fixed.srt").read_bytes(), "film-fixed.srt")
    assert [c.lines for c in found.cues][-1] == ("When the families came back", "to us we changed it.")
    assert run("captions", "fix", "film.srt").status == 2
    assert run("captions", "fix", "film.srt", "-o", "film.srt").status == 0
    assert run("captions", "lint", "film.srt", "--strict").status == 0


@pytest.mark.parametrize("ending", ["vtt", "ttml", "srt"])
def test_the_ending_of_the_new_file_says_its_form(anywhere: Path, run: Run, ending: str) -> None:
    Path("film.srt").write_text(BAD, "utf-8")
    document = json.loads(run("captions", "fix", "film.srt", "-o", f"new.{ending}", "--json").out)
    assert (document["format"], document["after"]["conform"], len(document["changes"])) == (ending, 2, 1)
    assert len(read_captions(Path(f"new.{ending}").read_bytes(), f"new.{ending}").cues) == 2


def test_a_file_whose_text_would_be_lost_is_not_mended(anywhere: Path, run: Run) -> None:
    Path("film.srt").write_text(BAD.replace("00:00:02,700", "soon"), "utf-8")
    ran = run("captions", "fix", "film.srt")
    assert ran.status == 2
    assert "film.srt:6: no times" in ran.err
    assert not Path("film-fixed.srt").exists()
    assert run("captions", "fix", "film.srt", "-o", "film.docx").status == 2


def test_an_asset_is_held_against_its_voice(library: Library, run: Run) -> None:
    document = json.loads(run("captions", "lint", library.film, "--json").out)
    assert (document["format"], document["captions"]) == ("asset", 2)
    assert "sync" in [rule["rule"] for rule in document["rules"]]


def test_mending_an_asset_leaves_what_a_person_made_unless_all_is_said(library: Library, run: Run) -> None:
    with library.catalogue() as catalogue:
        before = transcripts.cues(catalogue, library.film)
        transcripts.put_cues(catalogue, library.film, [before[0], KEPT])
    ran = run("captions", "fix", library.film)
    assert "1 made by a person left as they are" in ran.out
    with library.catalogue() as catalogue:
        assert transcripts.cues(catalogue, library.film)[1] == KEPT
    assert run("captions", "fix", library.film, "--all").status == 0
    with library.catalogue() as catalogue:
        made = transcripts.cues(catalogue, library.film)
        assert KEPT not in made
        assert not any(cue.kept for cue in made)
    assert "nothing to change" in run("captions", "fix", library.film).out


def test_captions_under_other_rules_leave_a_persons_own(library: Library) -> None:
    narrow = parse_settings("[captions]\nline_characters = 20\nlines = 3\n")
    with library.catalogue() as catalogue:
        transcripts.put_cues(catalogue, library.film, [KEPT])
        asset = assets.one(catalogue, library.film)
        made = captioning.anew(catalogue, asset, SAID, narrow)
    assert made[-1] == KEPT
    assert max(len(line) for cue in made[:-1] for line in cue.lines) <= 20


def test_names_of_the_people_list_stay_on_one_line(library: Library) -> None:
    with library.catalogue() as catalogue:
        assert "Adébáyò Fálàdé" in captioning.known_names(catalogue, parse_settings(""))


def test_timed_text_and_text_with_times_are_handed_out(library: Library, run: Run) -> None:
    ttml = run("transcript", "export", library.film, "--format", "ttml").out
    assert [cue.lines[0] for cue in read_captions(ttml.encode(), "x.ttml").cues] == [
        "Trust is built slowly.",
        "Ask Sian Prys-Howell",
    ]
    assert run("transcript", "export", library.film, "--format", "txt", "--times").out.startswith("[0:00] ")
    assert not run("transcript", "export", library.film, "--format", "txt").out.startswith("[")
