"""How long a gallery takes to build: from nothing, again with nothing changed, again with one thing changed.

    .venv/bin/python benchmarks/build.py [ASSETS]

Makes a catalogue of its own in a temporary folder, with small files in place of renditions: one film in five, with
two minutes of speech, the rest photos. Prints seconds, files and the ratio to the first build.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

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
from mediakit.gallery.site import Built, build

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
        catalogue.execute("UPDATE assets SET session_id = 1 + abs(random()) % 100 WHERE abs(random()) % 2")
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


def measure(workspace: Workspace) -> tuple[float, Built]:
    """Seconds of one build with a freshly opened catalogue, as a command would have it."""
    started = time.perf_counter()
    with open_catalogue(workspace.catalogue_path) as catalogue:
        built = build(workspace, catalogue, at=DAY)
    return time.perf_counter() - started, built


def main() -> None:
    """Fill, build three times, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        with create_catalogue(workspace.catalogue_path) as catalogue:
            fill(workspace, catalogue, count)
        first, built = measure(workspace)
        _print("from nothing", first, first, built)
        again, built = measure(workspace)
        _print("nothing changed", again, first, built)
        with open_catalogue(workspace.catalogue_path) as catalogue, catalogue.writing():
            catalogue.execute("UPDATE assets SET caption = 'Another caption' WHERE kind = 'video' AND id LIKE '0%'"
                              " AND id = (SELECT min(id) FROM assets WHERE kind = 'video')")  # fmt: skip
        once, built = measure(workspace)
        _print("one caption changed", once, first, built)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} assets, {built.pages} pages; at most {most:.0f} MB of memory")


def _print(what: str, seconds: float, first: float, built: Built) -> None:
    print(f"{what:<20} {seconds:7.2f} s  {seconds / first:6.1%}  {built.written} written, {built.unchanged} unchanged")


if __name__ == "__main__":
    main()
