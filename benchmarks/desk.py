"""How long the desk's pages take at 10,000 assets, how large they are, a save, search as one types, a long film.

    .venv/bin/python benchmarks/desk.py [--assets 10000] [--words 30000] [--runs 5] [--wall]

The catalogue is made as for `status.py`. Each page is asked of the desk in this process: `after a write` for the first
time after something was saved, `again` once more with nothing changed; median of the runs in milliseconds of processor
time (--wall: as the clock has them), and bytes without pictures. Wanted: a list under 200 ms, a page under 100 kB, a
save under 50 ms, the first hits under 80 ms. Exit status 1 if one is over.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from starlette.testclient import TestClient
from status import SAID, make

from mediakit.catalogue import approvals, assets, transcripts
from mediakit.catalogue.connect import open_catalogue
from mediakit.desk.app import application
from mediakit.domain.transcript import Segment, Transcript, Word
from mediakit.domain.workspace import Workspace

ORIGIN = "http://127.0.0.1:8150"
PAGE_MS, PAGE_BYTES, SAVE_MS, HITS_MS = 200, 100_000, 50, 80
CLOCK = [time.process_time]
LISTS = (
    "/", "/footage", "/footage?needs=captions&page=30", "/footage?q=table", "/photos", "/photos?needs=alt&page=90",
    "/people", "/approve", "/promises", "/work",
)  # fmt: skip


class Asking:
    """A browser at the desk, and what it measured that is over what is wanted."""

    def __init__(self, workspace: Workspace, runs: int) -> None:
        self.app = application(workspace)
        self.client = TestClient(self.app.asgi, base_url=ORIGIN, follow_redirects=False)
        self.client.get(f"/open?key={self.app.desk.keys.door}")
        self.runs, self.over, self.said = runs, 0, ""

    def get(self, path: str) -> tuple[float, int]:
        """Milliseconds and bytes of one page."""
        began = CLOCK[0]()
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return (CLOCK[0]() - began) * 1000, len(answer.content)

    def save(self, photo: str, number: int) -> float:
        """Milliseconds of saving one photo's alt text, as the page's script does."""
        headers = {"Origin": ORIGIN, "Accept": "application/json"}
        said = f"A hall, seen {number} times."
        fields = {"token": self.app.desk.keys.form, "alt_text": said, "was.alt_text": self.said}
        self.said = said
        began = CLOCK[0]()
        answer = self.client.post(f"/photos/{photo}", data=fields, headers=headers)
        assert answer.status_code == 200, answer.text
        return (CLOCK[0]() - began) * 1000

    def correct(self, film: str, said: str) -> float:
        """Milliseconds of saving one sentence of a film, as the page's script does."""
        base = self.client.get(f"/film/{film}/draft").json()["revision"]
        headers = {"Origin": ORIGIN, "Accept": "application/json"}
        fields = {"token": self.app.desk.keys.form, "by": "A. Tester", "base": base, "text-5": said}
        began = CLOCK[0]()
        answer = self.client.post(f"/film/{film}/save", data=fields, headers=headers)
        assert answer.status_code == 200, answer.text
        return (CLOCK[0]() - began) * 1000

    def told(self, what: str, ms: float, limit: float, note: str = "") -> None:
        """Print a figure, and remember if it is over."""
        self.over += ms > limit
        print(f"{what:<46}{ms:>8.0f} ms (wanted: under {limit:.0f}){note}")


def lists(asking: Asking, photo: str) -> None:
    """Every list, for the first time after a write and again; and the saves in between."""
    saves = []
    for path in (*LISTS, f"/photos/{photo}?needs=alt"):
        first, again, size = [], [], 0
        for _ in range(asking.runs):
            saves.append(asking.save(photo, len(saves)))
            ms, size = asking.get(path)
            first.append(ms)
            again.append(asking.get(path)[0])
        shown = path if len(path) < 40 else path[:8] + "…"
        asking.over += size > PAGE_BYTES
        asking.told(f"{shown}, after a write", statistics.median(first), PAGE_MS, f", {size:,} bytes")
        asking.told(f"{shown}, again", statistics.median(again), PAGE_MS)
    asking.told("a save", statistics.median(saves), SAVE_MS)


def typing(asking: Asking) -> None:
    """Search as one types: the page and the words suggested, letter after letter."""
    meant = ("listened", "families", "network", "wrote the plan")
    typed = [words[:n] for words in meant for n in range(1, len(words) + 1)]
    took = [asking.get(f"/search?q={text}")[0] for text in typed]
    asking.told("search as one types, the slowest", max(took), HITS_MS, f", median {statistics.median(took):.0f} ms")
    asking.told("words suggested, the slowest", max(asking.get(f"/search/suggest?q={t}")[0] for t in typed), HITS_MS)


def long_film(asking: Asking, workspace: Workspace, words: int) -> None:
    """A film of so many words: its page, and the rest of its sentences."""
    said = SAID.split()
    with open_catalogue(workspace.catalogue_path) as catalogue:
        film = assets.ids(catalogue, assets.Wanted(kind="video"))[0]
        segments = tuple(
            Segment(5_000 * n, 5_000 * n + 4_800, SAID,
                    tuple(Word(w, 5_000 * n + 280 * i, 5_000 * n + 280 * i + 250, 0.3 if (7 * n + i) % 15 == 0 else 0.9)
                          for i, w in enumerate(said)))
            for n in range(words // len(said))
        )  # fmt: skip
        long = Transcript("en", 1.0, "faster-whisper", "packaged", 5_000 * len(segments), segments)
        transcripts.put(catalogue, film, long, [], key="long")
    took = [asking.get(f"/film/{film}") for _ in range(asking.runs)]
    asking.over += took[-1][1] > PAGE_BYTES
    median = statistics.median(ms for ms, _ in took)
    asking.told(f"a film of {words:,} words opens", median, PAGE_MS, f", {took[-1][1]:,} bytes")
    rest = statistics.median(asking.get(f"/film/{film}?view=words&pane=rest")[0] for _ in range(asking.runs))
    print(f"{'its other sentences, meanwhile':<46}{rest:>8.0f} ms")
    saves = [asking.correct(film, f"{SAID} Number {n}.") for n in range(asking.runs)]
    print(f"{'one sentence of it saved, with its captions':<46}{statistics.median(saves):>8.0f} ms")
    for view in ("history", "captions", "review"):
        ms, size = asking.get(f"/film/{film}?view={view}")
        asking.over += size > PAGE_BYTES
        asking.told(f"its {view}", ms, PAGE_MS, f", {size:,} bytes")


def main() -> int:
    """Make the catalogue, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--keep", type=Path, help="make the catalogue here, once")
    options = parser.parse_args()
    if options.wall:
        CLOCK[0] = time.perf_counter
    with tempfile.TemporaryDirectory() as room:
        folder = options.keep or Path(room) / "desk"
        if not (folder / "catalogue.db").is_file():
            make(folder, options.assets)
            with open_catalogue(folder / "catalogue.db") as catalogue:
                approvals.put(catalogue, assets.load(catalogue)[::10], by="A. Tester")
        workspace = Workspace(folder)
        with open_catalogue(workspace.catalogue_path) as catalogue:
            photo = assets.ids(catalogue, assets.Wanted(kind="photo"))[-1]
            before = assets.one(catalogue, photo).alt_text or ""
        asking = Asking(workspace, options.runs)
        asking.said = before
        lists(asking, photo)
        typing(asking)
        long_film(asking, workspace, options.words)
    return int(asking.over > 0)


if __name__ == "__main__":
    sys.exit(main())
