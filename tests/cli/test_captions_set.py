"""One caption put right by hand, and a person's word that they read all of it, as commands."""

from __future__ import annotations

import json

import pytest

from .conftest import Library, Run
from .corrected import Desk, transcribed


@pytest.fixture
def desk(library: Library, run: Run) -> Desk:
    return transcribed(library, run)


def test_a_caption_takes_other_lines_and_times_and_stays_so(desk: Desk, run: Run) -> None:
    lines = ("--line", "- Trust is built slowly and", "--line", "it is lost at once.")
    ran = run("captions", "set", desk.library.film, "2", *lines, "--to", "8", "--by", "Ada", "--json")
    assert ran.status == 0
    assert json.loads(ran.out)["caption"] == 2
    cue = desk.cues()[1]
    assert (cue.lines, cue.span.end_ms, cue.kept) == (
        ("- Trust is built slowly and", "it is lost at once."),
        8_000,
        True,
    )
    assert desk.history()[-1] == (2, "Ada", "caption at 0:04")
    # made anew, it still stands
    run("captions", "fix", desk.library.film)
    assert desk.cues()[1].lines == cue.lines


def test_a_caption_is_mended_where_it_breaks_a_rule(desk: Desk, run: Run) -> None:
    film = desk.library.film
    run("captions", "set", film, "2", "--line", "- Trust is built slowly and it is lost at once.", "--by", "Ada")
    assert "still: a line of 47 characters" in run("captions", "set", film, "2", "--to", "7.8", "--by", "Ada").out
    assert run("captions", "set", film, "2", "--mend", "--by", "Ada").status == 0
    assert max(len(line) for cue in desk.cues() for line in cue.lines) <= 37


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("9", "--line", "x"), 2, "its captions are 1 to 3"),
        (("2",), 2, "say either --mend"),
        (("2", "--mend", "--line", "x"), 2, "say either --mend"),
        (("2", "--to", "9"), 2, "the caption after it comes at 8.35 s"),
        (("3", "--to", "99"), 2, "the recording ends at"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, run: Run, words: tuple[str, ...], status: int, told: str
) -> None:
    ran = run("captions", "set", desk.library.film, *words, "--by", "Ada")
    assert (ran.status, told in ran.err) == (status, True)
    assert len(desk.history()) == 1


def test_checked_leaves_a_transcript_to_whoever_read_it(desk: Desk, run: Run) -> None:
    ran = run("transcript", "check", desk.library.film, "--by", "Ada Okafor")
    assert (ran.status, "checked by Ada Okafor" in ran.out) == (0, True)
    assert desk.history()[-1][1:] == ("Ada Okafor", "checked")
    document = json.loads(run("show", desk.library.film, "--json").out)
    assert document["transcript"]["revision"] == desk.history()[-1][0]
    assert run("transcript", "check", desk.library.film, "--revision", "1", "--by", "Bea").status == 1
