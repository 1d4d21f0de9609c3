"""How long a gallery takes to build: from nothing, again with nothing changed, again with one thing changed.

    .venv/bin/python benchmarks/build.py --assets 10000

Makes a catalogue of its own in a temporary folder, with small files in place of renditions: one film in five, with
two minutes of speech, the rest photos. Each build is a process of its own. Prints its wall and processor time, how much
of that went into the index of the search, the most memory it held, and files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import xxhash

from mediakit.catalogue import approvals, assets, consents, events, people, transcripts, work
from mediakit.catalogue.connect import Catalogue, create_catalogue, open_catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Enrolment, Rendition
from mediakit.domain.consent import Basis, Channel, Consent
from mediakit.domain.event import Event, Session
from mediakit.domain.facts import Described, Facts, Kind, Role
from mediakit.domain.person import Appearance, Person
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript
from mediakit.domain.workspace import Workspace
from mediakit.gallery import site

T = TypeVar("T")
DAY = date(2026, 3, 1)
BEGAN = datetime(2026, 1, 30, 9, 0, tzinfo=UTC)
PEOPLE, SESSIONS, EVENTS, SENTENCES = 60, 30, 4, 25
VOCABULARY = [f"{a}{b}" for a in "ba ce di fo gu ma ne pi ro su ta ve".split() for b in "lar den mis tor vane".split()]


def fill(workspace: Workspace, catalogue: Catalogue, count: int) -> None:
    """A catalogue of `count` assets, all approved, with a file for each rendition."""
    chance = random.Random(7)
    with catalogue.writing():
        for e in range(EVENTS):
            events.add(catalogue, Event(f"e{e}", f"Event {e}", BEGAN.date(), BEGAN.date(), crowd_notice="Filming"))
            for s in range(SESSIONS):
                starts = BEGAN + timedelta(minutes=15 * s)
                events.put_session(catalogue, Session(f"s{s}", f"e{e}", f"Session {s}", starts_at=starts))
        for p in range(PEOPLE):
            appearing = tuple(Appearance(f"e{e}", "midwife", "Riverside") for e in range(EVENTS))
            people.add(catalogue, Person(f"person-{p}", f"First{p} Last{p}", appearances=appearing))
        moment = BEGAN
        given = [Consent(f"person-{p}", Channel.WEB, Basis.CONSENT, moment) for p in range(PEOPLE - 5)]
        consents.record(catalogue, given)
        for number in range(count):
            _asset(workspace, catalogue, number, chance)
        catalogue.execute(
            "UPDATE assets SET session_id = 1 + (16 * unicode(id) + unicode(substr(id, 2))) % 100"
            " WHERE unicode(substr(id, 3)) % 2"
        )
        approvals.put(catalogue, assets.load(catalogue), by="A. Tester")


def _asset(workspace: Workspace, catalogue: Catalogue, number: int, chance: random.Random) -> None:
    film = number % 5 == 0
    asset = hashlib.md5(str(number).encode()).hexdigest()
    words = " ".join(chance.choices(VOCABULARY, k=6))
    described = Described(title=f"{words} {number}", caption=words, alt_text=words, credit="R. Evans")
    kind = Kind.VIDEO if film else Kind.PHOTO
    facts = Facts(kind, 1920, 1080, duration_ms=120_000 if film else None, acodec="aac" if film else None,
                  described=described)  # fmt: skip
    who = tuple({f"person-{chance.randrange(PEOPLE - 5)}" for _ in range(2)})
    role = Role.FINISHED if film else Role.PHOTO
    event = f"e{number % EVENTS}"
    when = BEGAN + timedelta(seconds=number)
    assets.add(catalogue, Enrolment(asset, facts, role, f"originals/{asset}", 9, event, captured_at=when, people=who))
    sizes = {"poster": 1280, "web-720": 1280} if film else {"photo-480": 480, "photo-1280": 1280, "photo-2560": 1920}
    for profile, width in sizes.items():
        path = f"renditions/{asset[:2]}/{asset}-{profile}.jpg"
        file = workspace.locate(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(asset + profile)
        checksum = xxhash.xxh128_hexdigest(file.read_bytes())
        made = Rendition(profile, path, "key", file.stat().st_size, checksum, width, width * 9 // 16)
        work.put_rendition(catalogue, asset, made)
    if film:
        spoken = [" ".join(chance.choices(VOCABULARY, k=12)) + "." for _ in range(SENTENCES)]
        segments = tuple(Segment(i * 4500, i * 4500 + 4400, text) for i, text in enumerate(spoken))
        cues = [StoredCue(Span(s.start_ms, s.end_ms), (s.text[:37],)) for s in segments]
        transcripts.put(catalogue, asset, Transcript("en", 1.0, "scripted", "-", 120_000, segments), cues, key="k")


# --- measuring ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """One build in a process of its own, Python's own start included, as a command would have it.

    cpu_s: processor time; search_s: how much of it went into the index of the search.
    """

    wall_s: float
    cpu_s: float
    search_s: float
    most_mb: float
    pages: int
    written: int
    unchanged: int


def measure(folder: Path) -> Measured:
    """Build once and say what it took."""
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, __file__, "--build", str(folder)], stdout=subprocess.PIPE)
    assert child.stdout
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    wall_s = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit("the build failed")
    return Measured(wall_s, used.ru_utime + used.ru_stime, most_mb=used.ru_maxrss / 1024, **json.loads(said))


def build_here(folder: Path) -> None:
    """Build in this process, and print as JSON what came of it and what the index of the search took."""
    spent = [0.0]
    site._search_outputs = _timed(site._search_outputs, spent)
    workspace = Workspace(folder)
    with open_catalogue(workspace.catalogue_path) as catalogue:
        built = site.build(workspace, catalogue, at=DAY)
    told = {"pages": built.pages, "written": built.written, "unchanged": built.unchanged}
    print(json.dumps({**told, "search_s": spent[0]}))


def _timed(make: Callable[..., Iterable[T]], spent: list[float]) -> Callable[..., Iterable[T]]:
    def timed(*args: object) -> Iterable[T]:
        started = time.process_time()
        made = list(make(*args))
        spent[0] += time.process_time() - started
        return made

    return timed


CHANGES = {
    "nothing changed": "",
    "one caption changed": "UPDATE assets SET caption = 'Another caption, made at ' || strftime('%f')"
    " WHERE id = (SELECT min(id) FROM assets WHERE kind = 'video')",
    "one title changed": "UPDATE assets SET title = 'Another title, made at ' || strftime('%f')"
    " WHERE id = (SELECT max(id) FROM assets WHERE kind = 'photo')",
    "one person withdrew": "UPDATE consents SET withdrawn_at = '2026-02-01T00:00:00+00:00' WHERE person_id = 7",
}


def main() -> None:
    """Fill, build from nothing, change, build again; print each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assets", type=int, default=1000)
    options.add_argument("--build", type=Path, help="build what lies in this folder, once, and print it as JSON")
    options.add_argument("--keep", type=Path, help="fill this folder, or take it as it is, and leave it there")
    given = options.parse_args()
    if given.build:
        build_here(given.build)
        return
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(given.keep or Path(scratch))
        workspace.root.mkdir(parents=True, exist_ok=True)
        if not workspace.catalogue_path.exists():
            with create_catalogue(workspace.catalogue_path) as catalogue:
                fill(workspace, catalogue, given.assets)
        shutil.rmtree(workspace.site, ignore_errors=True)
        shutil.rmtree(workspace.state, ignore_errors=True)
        print(f"{given.assets} assets      wall s   cpu s  of it search    MB  written  unchanged")
        _print("from nothing", measure(workspace.root))
        for what, sql in CHANGES.items():
            with open_catalogue(workspace.catalogue_path) as catalogue, catalogue.writing():
                if sql:
                    catalogue.execute(sql)
            _print(what, measure(workspace.root))


def _print(what: str, it: Measured) -> None:
    print(
        f"{what:<20} {it.wall_s:7.2f} {it.cpu_s:7.2f} {it.search_s:13.2f} {it.most_mb:5.0f}"
        f" {it.written:8} {it.unchanged:10}",
        flush=True,
    )


if __name__ == "__main__":
    main()
