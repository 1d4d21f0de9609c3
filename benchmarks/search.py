"""How fast a sentence is found among 1,000 hours of talk, against plain FTS5 with bm25 in the same run.

    .venv/bin/python benchmarks/search.py [--talks 1000] [--segments 600] [--keep FOLDER] [--cpu] [--meaning]

Makes a catalogue from a seed: words as often as in speech (the k-th word 1/k as often), names with capitals, two people
in each talk, ten events. Printed for each kind of query: p50, p99 and the slowest in milliseconds for the 20 best hits
with their snippets and the count, inside the process; the same for plain FTS5 (porter, bm25, snippet, count); then the
size, the time to add one more talk, and whole processes. Wanted: p50 under 5, p99 under 50, none over 300, a talk
under 50 ms, a process under 350 ms. --keep FOLDER makes the catalogue once. --cpu counts the
processor time of this process, for a machine that has other work; whole processes are always wall-clock. --meaning
times questions by meaning instead (needs the extra [search]). --datasette PYTHON measures Datasette's search beside, on
the plain table, where PYTHON is that of an environment with it (pip install datasette).
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from mediakit.catalogue import assets, events, people, search
from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.domain.asset import Enrolment
from mediakit.domain.event import Event
from mediakit.domain.facts import Facts, Kind, Role
from mediakit.domain.person import Person
from mediakit.editorial.search import Query, look, suggest

COMMON = (
    "the and to of a in that is it we you was for on they with this have be are as what so not but there at our from "
    "people think know really about when can just all who one do been because how work care like had their were would "
    "if which out more some your up time get then them these very said community could going need trust health service"
).split()
ENDINGS = ("", "s", "ed", "ing", "ly", "er", "ness", "ment")
VOCABULARY, NAMES = 30_000, 3_000
CLOCK = [time.perf_counter]


class Corpus:
    """The words of a made-up language that is spread like speech."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.draw = np.random.default_rng(seed)
        stems = {self._word(self.random.randint(2, 4)) for _ in range(9_000)}
        made = [stem + end for stem in sorted(stems) for end in self.random.sample(ENDINGS, 4)]
        self.random.shuffle(made)
        self.names = sorted({self._word(3).capitalize() for _ in range(NAMES)})
        rest = made[: VOCABULARY - len(self.names)]
        mixed = rest[:400] + self._mixed(rest[400:])
        self.words = [*COMMON, *mixed]
        weights = 1 / np.arange(2, len(self.words) + 2)
        self.odds = weights / weights.sum()

    def _mixed(self, rest: list[str]) -> list[str]:
        both = rest + self.names
        self.random.shuffle(both)
        return both

    def _word(self, syllables: int) -> str:
        return "".join(self.random.choice("bcdfghklmnprstvw") + self.random.choice("aeiou") for _ in range(syllables))

    def sentences(self, count: int) -> list[str]:
        """So many sentences of eight to twenty-two words."""
        lengths = self.draw.integers(8, 23, count)
        words = self.draw.choice(len(self.words), int(lengths.sum()), p=self.odds)
        made, at = [], 0
        for length in lengths:
            text = " ".join(self.words[i] for i in words[at : at + length])
            made.append(text[:1].upper() + text[1:] + ".")
            at += length
        return made


def fill(folder: Path, talks: int, segments: int) -> None:
    """A workspace with so many talks of so many segments, and the same in a plain FTS5 table."""
    corpus = Corpus(7)
    (folder / "mediakit.toml").write_text("")
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("CREATE VIRTUAL TABLE said USING fts5(text, tokenize='porter unicode61')")
    moment = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/London"))
    with create_catalogue(folder / "catalogue.db") as catalogue:
        with catalogue.writing():
            for number in range(10):
                events.add(catalogue, Event(f"event-{number}", f"Event {number}"))
            for name in corpus.names[:400]:
                people.add(catalogue, Person(f"p-{name.lower()}", f"Ada {name}"))
        for number in range(talks):
            said = corpus.sentences(segments)
            add_talk(catalogue, corpus, number, said, moment + timedelta(hours=number))
            plain.executemany("INSERT INTO said VALUES (?)", [(text,) for text in said])
            if number % 50 == 49:
                print(f"\r{number + 1} talks", end="", file=sys.stderr, flush=True)
        catalogue.execute("ANALYZE")
    plain.commit()
    plain.close()
    print("\r", end="", file=sys.stderr)


def add_talk(catalogue: Catalogue, corpus: Corpus, number: int, said: list[str], moment: datetime) -> None:
    """One talk with two people, as `process` would store its sentences for the search."""
    made = f"{number:08x}" * 4
    kind = Kind.AUDIO if number % 9 == 0 else Kind.VIDEO
    path = f"originals/event-{number % 10}/A001/C{number:05d}.MP4"
    both = tuple(f"p-{corpus.names[(number * k) % 400].lower()}" for k in (1, 7))
    facts = Facts(kind, duration_ms=3_600_000, acodec="aac")
    with catalogue.writing():
        new = Enrolment(made, facts, Role.RUSH, path, 1, f"event-{number % 10}", captured_at=moment, people=both)
        assets.add(catalogue, new)
        rows = [(6_000 * i, 6_000 * i + 5_900, both[i % 2], text) for i, text in enumerate(said)]
        search.index_said(catalogue, made, rows)


def say(catalogue: Catalogue, number: int, said: list[str]) -> None:
    """Another transcript for a talk, as after a correction: the old sentences go, the new ones come."""
    rows = [(6_000 * i, 6_000 * i + 5_900, None, text) for i, text in enumerate(said)]
    with catalogue.writing():
        search.index_said(catalogue, f"{number:08x}" * 4, rows)


def correct(catalogue: Catalogue, number: int, text: str) -> None:
    """Another text for one sentence in the middle of a talk."""
    asset = f"{number:08x}" * 4
    sql = "SELECT start_ms, end_ms, speaker, text FROM passages WHERE asset = ? AND field = 'said' ORDER BY id"
    rows = [tuple(row) for row in catalogue.rows(sql, [asset])]
    rows[len(rows) // 2] = (*rows[len(rows) // 2][:3], text)
    with catalogue.writing():
        search.index_said(catalogue, asset, rows)


def queries(corpus: Corpus, each: int) -> dict[str, list[str]]:
    """Queries of every kind, from the seed."""
    pick = random.Random(11)
    lasting = corpus.words[len(COMMON) :]
    middle, rare = lasting[:2_000], lasting[5_000:]
    sentences = corpus.sentences(each * 2)
    runs = [" ".join(text.strip(".").split()[2 : 2 + pick.randint(2, 4)]) for text in sentences]

    def many(one: Callable[[], str]) -> list[str]:
        return [one() for _ in range(each)]

    return {
        "rare word": many(lambda: pick.choice(rare)),
        "usual word": many(lambda: pick.choice(middle)),
        "stop word": [*COMMON[:each]],
        "two words": many(lambda: f"{pick.choice(middle)} {pick.choice(middle)}"),
        "stop words": many(lambda: " ".join(pick.sample(COMMON[:30], 3))),
        "phrase": [f'"{run}"' for run in runs[:each]],
        "phrase of stop words": many(lambda: '"' + " ".join(pick.sample(COMMON[:20], pick.randint(2, 4))) + '"'),
        "prefix": many(lambda: pick.choice(middle)[: pick.randint(2, 5)] + "*"),
        "prefix of one letter": [f"{letter}*" for letter in "abcdefghklmnprstvwy"],
        "OR": many(lambda: f"{pick.choice(rare)} OR {pick.choice(COMMON[:20])} OR {pick.choice(middle)}"),
        "NOT": many(lambda: f"{pick.choice(COMMON)} {pick.choice(middle)} NOT {pick.choice(COMMON[:20])}"),
        "NEAR": many(lambda: f"NEAR({pick.choice(COMMON)} {pick.choice(middle)}, 5)"),
        "misspelt name": many(lambda: _misspelt(pick, pick.choice(corpus.names))),
        "nothing": many(lambda: pick.choice(middle) + "qx"),
    }


def _misspelt(pick: random.Random, name: str) -> str:
    at = pick.randrange(1, len(name))
    return name[:at] + pick.choice("aeiou") + name[at + 1 :]


def figures(name: str, times: list[float]) -> str:
    """One line: p50, p99 and the slowest, in milliseconds."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{name:<28}{statistics.median(ordered):>9.2f}{p99:>9.2f}{ordered[-1]:>9.2f}"


def timed(once: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    began = CLOCK[0]()
    once()
    return (CLOCK[0]() - began) * 1000


PLAIN = (
    "SELECT rowid, snippet(said, 0, '[', ']', '…', 24) FROM said WHERE said MATCH ? ORDER BY bm25(said) LIMIT 20",
    "SELECT count(*) FROM said WHERE said MATCH ?",
)


def ask_plain(plain: sqlite3.Connection, query: str) -> None:
    """The same of plain FTS5."""
    for sql in PLAIN:
        plain.execute(sql, [query]).fetchall()


def compare(folder: Path, each: int) -> None:
    """Every kind of query, ours and plain."""
    corpus = Corpus(7)
    kinds = queries(corpus, each)
    with create_catalogue(folder / "catalogue.db") as catalogue:
        look(catalogue, Query("trust"))
        ours = {kind: [timed(lambda q=q: look(catalogue, Query(q))) for q in asked] for kind, asked in kinds.items()}
        for name, more in {
            "within a person": {"person": f"p-{corpus.names[7].lower()}"},
            "within an event": {"event": "event-1"},
            "within a kind": {"kind": "audio"},
            "since a day": {"since": "2026-02-01"},
            "by a speaker": {"speaker": f"p-{corpus.names[14].lower()}"},
        }.items():
            asked = [q for kind in ("usual word", "stop word", "phrase", "prefix") for q in kinds[kind][:10]]
            ours[name] = [timed(lambda q=q, m=more: look(catalogue, Query(q, **m))) for q in asked]
        facets = [timed(lambda q=q: look(catalogue, Query(q, facets=True))) for q in kinds["stop word"]]
        ours["stop word, with facets"] = facets
        typing = [word[:n] for word in kinds["usual word"] for n in (1, 2, 3, 4)]
        suggesting = [timed(lambda t=t: suggest(catalogue, t)) for t in typing]
        other = Corpus(7)
        other.draw = np.random.default_rng()
        made = [other.sentences(600) for _ in range(30)]
        moment = datetime(2027, 1, 5, 9, tzinfo=ZoneInfo("Europe/London"))
        first = 10_000 + int(catalogue.value("SELECT count(*) FROM assets"))
        added = [timed(lambda n=n: add_talk(catalogue, corpus, first + n, made[n], moment)) for n in range(10)]
        anew = [timed(lambda n=n: say(catalogue, first + n, made[10 + n])) for n in range(10)]
        one = [timed(lambda n=n: correct(catalogue, first + n, made[20][n])) for n in range(10)]
    plain = sqlite3.connect(folder / "plain.db")
    theirs = {kind: [timed(lambda q=q: ask_plain(plain, q)) for q in asked[:12]] for kind, asked in kinds.items()}
    print(f"{'milliseconds':<28}{'p50':>9}{'p99':>9}{'slowest':>9}      plain FTS5 with bm25")
    for kind, times in ours.items():
        print(figures(kind, times) + (figures("", theirs[kind])[25:] if kind in theirs else ""))
    every = [t for times in ours.values() for t in times]
    print(figures("all of them", every))
    print(figures("suggestions while typing", suggesting))
    print(figures("adding a talk (600)", added))
    print(figures("other words in all of it", anew))
    print(figures("one sentence corrected", one))
    size = (folder / "catalogue.db").stat().st_size / 1e6
    print(f"catalogue {size:.0f} MB, plain FTS5 {(folder / 'plain.db').stat().st_size / 1e6:.0f} MB")


# kinds of which Datasette's search box knows the meaning: it takes every word literally
LITERAL = ("rare word", "usual word", "stop word", "two words", "stop words", "nothing")


def beside(folder: Path, python: Path, each: int) -> None:
    """The same words in Datasette's search box: its SQL, which neither ranks nor cuts out a snippet, and its page."""
    kinds = {kind: asked for kind, asked in queries(Corpus(7), each).items() if kind in LITERAL}
    script = [python, Path(__file__).with_name("search_datasette.py"), folder / "plain.db"]
    wall = ["--wall"] * (CLOCK[0] is time.perf_counter)
    said = subprocess.run([*script, *wall], input=json.dumps(kinds), check=True, capture_output=True, text=True)
    times: dict[str, list[tuple[float, float]]] = json.loads(said.stdout)
    print(f"{'Datasette, milliseconds':<28}{'p50':>9}{'p99':>9}{'slowest':>9}      the whole page")
    for kind, both in times.items():
        print(figures(kind, [sql for sql, _ in both]) + figures("", [page for _, page in both])[25:])
    every = [pair for both in times.values() for pair in both]
    print(figures("all of them", [sql for sql, _ in every]) + figures("", [page for _, page in every])[25:])


def by_meaning(folder: Path) -> None:
    """Questions over a vector for every second sentence; the vectors are made up, the reading is not."""
    from mediakit.catalogue import search_vectors
    from mediakit.media import meaning

    draw = np.random.default_rng(7)
    reader = meaning.Reader()
    texts = Corpus(7).sentences(96)
    reading = timed(lambda: reader.read(texts)) / len(texts)
    with create_catalogue(folder / "catalogue.db") as catalogue:
        for asset in search_vectors.missing(catalogue, meaning.MODEL) or _talks(catalogue):
            made = search_vectors.stretches(catalogue, asset)
            vectors = draw.standard_normal((len(made), meaning.DIMENSIONS)).astype(np.float32)
            packed = meaning.packed(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
            search_vectors.put(catalogue, asset, meaning.MODEL, [(first, last) for first, last, _ in made], packed)
        kept = catalogue.row("SELECT count(*), sum(length(vectors)) FROM search_vectors")
        for mode in ("meaning", "both"):
            asked = ["why do people tell their story again", "who pays for it", "what was learned about trust"] * 3
            print(
                figures(f"--mode {mode}", [timed(lambda q=q, m=mode: look(catalogue, Query(q, mode=m))) for q in asked])
            )
    print(f"{reading:.1f} ms to read a sentence; {kept[0]} recordings, {kept[1] / 1e6:.0f} MB of vectors")


def _talks(catalogue: Catalogue) -> list[str]:
    there = (
        "SELECT DISTINCT asset FROM passages WHERE field = 'said' AND asset NOT IN (SELECT asset FROM search_vectors)"
    )
    return [row[0] for row in catalogue.rows(there)]


def processes(folder: Path) -> None:
    """Whole `mediakit search` processes."""
    for words in (["trust"], ["the"], ['"of the people"'], ["--json", "trust"]):
        asked = [sys.executable, "-m", "mediakit", "-C", str(folder), "search", *words]
        times = [timed(lambda a=asked: subprocess.run(a, check=True, capture_output=True)) for _ in range(7)]
        print(figures(f"mediakit search {' '.join(words)}", times))


def main() -> None:
    """Make the catalogue if it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=int, default=1_000)
    parser.add_argument("--segments", type=int, default=600)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--meaning", action="store_true")
    parser.add_argument("--datasette", type=Path, metavar="PYTHON")
    options = parser.parse_args()
    if options.cpu:
        CLOCK[0] = time.process_time
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "plain.db").is_file():
            fill(folder, options.talks, options.segments)
        if options.meaning:
            by_meaning(folder)
            return
        compare(folder, options.each)
        if options.datasette:
            beside(folder, options.datasette, options.each)
        CLOCK[0] = time.perf_counter
        processes(folder)


if __name__ == "__main__":
    main()
