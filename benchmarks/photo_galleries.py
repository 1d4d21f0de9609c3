"""What a gallery of photos costs here and with others, on the same photos: from nothing, unchanged, with one more.

    .venv/bin/python benchmarks/photo_galleries.py --photos 500 --sigal ENVIRONMENT/bin/sigal
    .venv/bin/python benchmarks/photo_galleries.py --photos 500 --thumbsup FOLDER/node_modules/.bin/thumbsup

Makes its own photos (3000 × 2000, JPEG). mediakit takes them in, checks every byte twice, makes three sizes of each in
JPEG and WebP, and builds pages, search and downloads with captions written into them; sigal makes one size and a
thumbnail of each, and a page an album; thumbsup two sizes and a thumbnail. So the ratio tells what the difference
costs, and not who is faster at the same; "like sigal" is mediakit with the two sizes that sigal makes, in JPEG alone.
Each may use two processes. Prints processor time of everything they started, and wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH_PX, HEIGHT_PX = 3000, 2000
SIGAL = "img_size = (1920, 1280)\nthumb_size = (480, 320)\nimg_options = {'quality': 82}\nuse_orig = False\n"
# the settings of a new workspace, and those that make what sigal makes
AS_ALWAYS, LIKE_SIGAL = (
    ("sizes = [480, 1280, 2560]", 'formats = ["jpeg", "webp"]'),
    (
        "sizes = [480, 1920]",
        'formats = ["jpeg"]',
    ),
)


def make_photo(path: Path, number: int) -> None:
    """A picture with as much detail as photos have: a thousand soft and hard shapes."""
    chance = random.Random(number)
    picture = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), tuple(chance.choices(range(256), k=3)))
    drawing = ImageDraw.Draw(picture)
    for _ in range(1000):
        x, y, size = chance.randrange(WIDTH_PX), chance.randrange(HEIGHT_PX), chance.randrange(4, 300)
        drawing.ellipse((x, y, x + size, y + size), fill=tuple(chance.choices(range(256), k=3)))
    exif = Image.Exif()
    exif[0x0132] = f"2026:01:30 {9 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
    picture.save(path, quality=88, exif=exif)


def run(command: Sequence[str | Path]) -> tuple[float, float, str]:
    """Processor and wall seconds of a command with all that it started, and what it printed."""
    started = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[0]} ended with {child.returncode}:\n{said}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - started, said


class Mediakit:
    """The commands that take photos from a folder to a gallery."""

    def __init__(self, workspace: Path, photos: Path, wanted: tuple[str, ...] = AS_ALWAYS) -> None:
        self.workspace, self.photos = workspace, photos
        self._run("init", workspace, inside=False)
        settings = workspace / "mediakit.toml"
        text = settings.read_text("utf-8")
        for usual, other in zip(AS_ALWAYS, wanted, strict=True):
            assert usual in text, usual
            text = text.replace(usual, other)
        settings.write_text(text, "utf-8")
        self._run("event", "add", "Day", "--starts", "2026-01-30")

    def _run(self, *command: str | Path, inside: bool = True) -> tuple[float, float, str]:
        where = ["-C", self.workspace] if inside else []
        return run([sys.executable, "-c", "from mediakit.cli.main import run; run()", *where, *command])

    def gallery(self) -> dict[str, tuple[float, float]]:
        """What each step took. Describing and approving, which people do, is done in between and not counted."""
        spent = {"taking in": self._run("ingest", self.photos, "--event", "day", "--one-copy")[:2]}
        ids = [asset["id"] for asset in json.loads(self._run("assets", "--json")[2])]
        self._run("set", *ids, "people=none", "alt_text=decorative", "--yes")
        spent["making sizes"] = self._run("process", "--jobs", "2", "-q")[:2]
        self._run("approve", "--event", "day", "--by", "A. Tester")
        spent["building"] = self._run("build")[:2]
        return spent


class Sigal:
    """One command does all."""

    def __init__(self, program: Path, folder: Path, photos: Path) -> None:
        self.program, self.folder, self.photos = program, folder, photos
        folder.mkdir()
        (folder / "sigal.conf.py").write_text(SIGAL)

    def gallery(self) -> dict[str, tuple[float, float]]:
        settings = self.folder / "sigal.conf.py"
        return {
            "all": run([self.program, "build", "-q", "-n", "2", "-c", settings, self.photos, self.folder / "site"])[:2]
        }


class Thumbsup:
    """One command does all, with exiftool and GraphicsMagick."""

    def __init__(self, program: Path, folder: Path, photos: Path) -> None:
        self.program, self.folder, self.photos = program, folder, photos

    def gallery(self) -> dict[str, tuple[float, float]]:
        where = ["--input", self.photos, "--output", self.folder]
        return {"all": run([self.program, *where, "--concurrency", "2", "--usage-stats", "false"])[:2]}


def main() -> None:
    """Make photos, build with both, add one, build again; print each."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--photos", type=int, default=500)
    options.add_argument("--sigal", type=Path, help="sigal's program, in an environment of its own")
    options.add_argument("--thumbsup", type=Path, help="thumbsup's program; exiftool and gm are on the PATH")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        photos = top / "photos" / "A001"
        photos.mkdir(parents=True)
        for number in range(given.photos):
            make_photo(photos / f"P{number:05}.jpg", number)
        galleries: dict[str, Mediakit | Sigal | Thumbsup] = {"mediakit": Mediakit(top / "workspace", photos)}
        if given.sigal:
            galleries["like sigal"] = Mediakit(top / "alike", photos, LIKE_SIGAL)
            galleries["sigal"] = Sigal(given.sigal, top / "sigal", photos.parent)
        if given.thumbsup:
            galleries["thumbsup"] = Thumbsup(given.thumbsup, top / "thumbsup", photos.parent)
        print(f"{given.photos} photos                               cpu s   wall s")
        for when in ("from nothing", "nothing changed", "one more photo"):
            if when == "one more photo":
                make_photo(photos / "Q.jpg", given.photos)
            for name, gallery in galleries.items():
                steps = gallery.gallery()
                told = ", ".join(f"{step} {cpu_s:.1f}" for step, (cpu_s, _) in steps.items()) if len(steps) > 1 else ""
                cpu_s, wall_s = (sum(column) for column in zip(*steps.values(), strict=True))
                print(f"{when:<18} {name:<10} {cpu_s:14.1f} {wall_s:8.1f}   {told}", flush=True)


if __name__ == "__main__":
    main()
