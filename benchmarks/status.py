"""How long `status` takes over 10,000 assets, and a second `process` over 1,000 that has nothing to do.

    .venv/bin/python benchmarks/status.py [--assets 10000] [--idle 1000] [--runs 5]

The catalogues are made through the catalogue's own functions, as if ingest and process had run: eight photos in
ten assets, the rest rushes with a transcript. Whole commands are timed, from start to end of the process; the median of
the runs is printed (wanted: 1 s and 2 s at most), beside that of `mediakit --version`, the price of starting at all.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from mediakit.catalogue import assets, events, transcripts, work
from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.catalogue.foundation import lay
from mediakit.domain.asset import Enrolment, Outcome, Rendition, fingerprint
from mediakit.domain.event import Event
from mediakit.domain.facts import Described, Facts, Kind, Role
from mediakit.domain.span import Span
from mediakit.domain.transcript import Segment, Transcript, Word
from mediakit.domain.workspace import Workspace
from mediakit.process.plan import Step, steps_of

STATUS_LIMIT_S, IDLE_LIMIT_S = 1.0, 2.0
SAID = "We listened to families first and only then did we write the plan for the whole network"
BEGUN = datetime(2026, 5, 13, 9, 0, tzinfo=UTC)


def enrolment(number: int) -> Enrolment:
    """The asset of one number: a photo, or every fifth a rush of 90 s."""
    photo = number % 5 != 0
    if photo:
        facts = Facts(Kind.PHOTO, 6000, 4000, described=Described(caption=f"Table {number} in the long gallery"))
    else:
        facts = Facts(
            Kind.VIDEO, 1920, 1080, duration_ms=90_000, fps=Fraction(25), vcodec="h264", acodec="aac", channels=2,
            sample_rate_hz=48_000,
        )  # fmt: skip
    card, name = f"A{number // 1000:03d}", f"{'DSC' if photo else 'C'}{number:05d}.{'JPG' if photo else 'MP4'}"
    return Enrolment(
        id=(fingerprint(number) * 2)[:32],
        facts=facts,
        role=Role.PHOTO if photo else Role.RUSH,
        path=f"originals/gathering/{card}/{name}",
        bytes=8_000_000 if photo else 400_000_000,
        event="gathering",
        card=card,
        captured_at=BEGUN + timedelta(seconds=3 * number),
    )


def transcript() -> Transcript:
    """Ninety seconds of speech in nine segments."""
    words = list(enumerate(SAID.split()))
    segments = tuple(
        Segment(
            start_ms=10_000 * part,
            end_ms=10_000 * part + 9_000,
            text=SAID,
            words=tuple(Word(word, 10_000 * part + 500 * i, 10_000 * part + 500 * i + 400, 0.9) for i, word in words),
        )
        for part in range(9)
    )
    return Transcript("en", 1.0, "faster-whisper", "packaged", 90_000, segments)


def record_done(catalogue: Catalogue, workspace: Workspace, step: Step) -> None:
    """Record a step as process would have, with a file of a few bytes for each rendition."""
    asset = step.asset
    work.put_outcome(catalogue, Outcome(asset.id, step.stage, step.key, "done", elapsed_ms=1))
    if step.stage == "speech":
        spoken = transcript()
        cues = [transcripts.StoredCue(Span(s.start_ms, s.end_ms), (SAID[:37],)) for s in spoken.segments]
        transcripts.put(catalogue, asset.id, spoken, cues, key=step.key)
        return
    for recipe in step.recipes:
        if recipe.profile is None:
            continue
        path = f"renditions/{asset.id[:2]}/{asset.id}/{recipe.profile}{recipe.suffix}"
        file = workspace.locate(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"made")
        size = {"width_px": 1280, "height_px": 720}
        work.put_rendition(catalogue, asset.id, Rendition(recipe.profile, path, recipe.key, 4, "0" * 32, **size))


def make(root: Path, count: int) -> None:
    """A workspace with so many assets, everything made that process would make."""
    workspace = lay(root).workspace
    with create_catalogue(workspace.catalogue_path) as catalogue, catalogue.writing():
        events.add(catalogue, Event("gathering", "Annual gathering", crowd_notice="We are filming today"))
        for number in range(count):
            assets.add(catalogue, enrolment(number))
        for _ in range(2):
            # the transcript that the first round puts there can ask for captions in the second
            for asset in assets.load(catalogue, None):
                for step in steps_of(asset, workspace.settings):
                    if asset.outcomes.get(step.stage) is None:
                        record_done(catalogue, workspace, step)


def timed(runs: int, *words: str) -> tuple[float, str]:
    """Median seconds of a whole command, and what it printed the last time."""
    took, printed = [], ""
    for _ in range(runs):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "mediakit", *words], check=True, capture_output=True, text=True)
        took.append(time.perf_counter() - began)
        printed = done.stdout
    return statistics.median(took), printed


def main() -> int:
    """Make both workspaces, time the commands, print; exit status 1 if one is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=int, default=10_000)
    parser.add_argument("--idle", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        large, small = Path(room) / "large", Path(room) / "small"
        began = time.perf_counter()
        make(large, options.assets)
        make(small, options.idle)
        print(f"catalogues made in                          {time.perf_counter() - began:.1f} s")
        bare, _ = timed(options.runs, "--version")
        status, told = timed(options.runs, "-C", str(large), "status", "--json")
        idle, made = timed(options.runs, "-C", str(small), "process", "--json")
    nothing_left = not json.loads(told)["pending"] and not json.loads(made)["done"]
    print(f"mediakit --version                          {bare:.2f} s")
    print(f"status over {options.assets:>6} assets                   {status:.2f} s (wanted: at most {STATUS_LIMIT_S})")
    print(f"process over {options.idle:>5} assets, nothing to do     {idle:.2f} s (wanted: at most {IDLE_LIMIT_S})")
    if not nothing_left:
        print("something was left to do: the numbers above are not what they say")
    return int(status > STATUS_LIMIT_S or idle > IDLE_LIMIT_S or not nothing_left)


if __name__ == "__main__":
    sys.exit(main())
