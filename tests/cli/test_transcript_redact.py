"""`transcript redact` as it is typed, and what it says."""

from __future__ import annotations

import json

import pytest

from mediakit.catalogue import transcripts
from tests.cli.conftest import Library, Run


def everything(film: str, run: Run) -> str:
    """All that commands read out of a transcript."""
    forms = [run("transcript", "export", film, "--format", form).out for form in ("json", "vtt", "srt", "txt")]
    shown = [run("transcript", command, film).out for command in ("show", "review")]
    return "".join(forms + shown + [run("search", "built").out, run("export", "open", "--with-private").out])


def test_a_word_is_shown_and_then_in_nothing_that_is_read(library: Library, run: Run) -> None:
    dry = run("transcript", "redact", library.film, "--word", "built slowly", "--dry-run")
    assert "Trust is [built slowly.]" in dry.out
    assert "slowly" in everything(library.film, run)
    done = json.loads(run("transcript", "redact", library.film, "--word", "slowly", "--by", "Ada", "--json").out)
    assert [(r["start"], r["end"], r["by"], r["reason"]) for r in done["redactions"]] == [(2.3, 2.8, "Ada", "")]
    assert done["hits"][0]["heard"] == "slowly."
    assert done["left"]
    assert "Trust is built [redacted]" in run("transcript", "show", library.film).out
    assert "slowly" not in everything(library.film, run)
    assert json.loads(run("search", "slowly", "--json").out)["total"] == 0
    assert not [p for p in (library.root / "open").rglob("*") if p.is_file() and b"slowly" in p.read_bytes()]


def test_a_segment_without_the_times_of_its_words_goes_as_a_whole(library: Library, run: Run) -> None:
    done = json.loads(run("transcript", "redact", library.film, "--word", "Prys-Howell", "--json").out)
    assert [(r["start"], r["end"]) for r in done["redactions"]] == [(4.0, 7.0)]
    assert "last mile" not in run("transcript", "export", library.film, "--format", "vtt").out


def test_the_list_and_taking_one_back(library: Library, run: Run) -> None:
    assert "nothing is redacted" in run("transcript", "redact", library.film, "--list").out
    run("transcript", "redact", library.film, "--from", "0:01.6", "--to", "1.9", "--reason", "a name")
    known = json.loads(run("transcript", "redact", library.film, "--list", "--json").out)["redactions"]
    assert [(r["start"], r["end"], r["reason"]) for r in known] == [(1.6, 1.9, "a name")]
    assert "0:01.6 to 0:01.9" in run("transcript", "redact", library.film, "--list").out
    assert run("transcript", "redact", library.film, "--remove", known[0]["number"] + 1).status == 2
    assert run("transcript", "redact", library.film, "--remove", known[0]["number"]).status == 0
    assert "Trust is built slowly." in run("transcript", "show", library.film).out


def test_a_correction_meanwhile_does_not_lose_the_words_for_good(library: Library, run: Run) -> None:
    run("transcript", "redact", library.film, "--from", "1.7", "--to", "2.2")
    run("transcript", "replace", "Trust", "Faith", library.film)
    number = json.loads(run("transcript", "redact", library.film, "--list", "--json").out)["redactions"][0]["number"]
    run("transcript", "redact", library.film, "--remove", number)
    assert "Faith is built slowly." in run("transcript", "show", library.film).out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 2),
        (("--from", "1"), 2),
        (("--from", "2", "--to", "1"), 2),
        (("--from", "10", "--to", "11"), 2),
        (("--from", "x", "--to", "11"), 2),
        (("--word", "x", "--list"), 2),
        (("--word", "never said"), 1),
        (("--remove", "1"), 2),
        (("--word", "slowly", "--by", ""), 2),
    ],
)
def test_what_is_not_clear_or_not_there_redacts_nothing(
    library: Library, run: Run, words: tuple[str, ...], status: int
) -> None:
    ran = run("transcript", "redact", library.film, *words)
    assert (ran.status, ran.out) == (status, "")
    with library.catalogue() as catalogue:
        assert transcripts.current(catalogue, library.film) is not None
        assert catalogue.value("SELECT count(*) FROM redactions") == 0


def test_a_photo_has_nothing_to_redact(library: Library, run: Run) -> None:
    assert run("transcript", "redact", library.room, "--from", "1", "--to", "2").status == 1
