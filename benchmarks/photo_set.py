"""How smoothly a set of thousands of photos is looked through in Chromium: first paint, frames, long tasks, bytes.

    .venv/bin/python benchmarks/photo_set.py --photos 2000

Draws its own pictures (sixty, each used again under other names), builds a gallery of one event with them, and scrolls
each asked-for page of the set from top to bottom, 40 pixels a frame, as fast as the browser draws. Frames are those of
the page itself (requestAnimationFrame); a long task keeps the page busy for 50 ms or more (Long Tasks API); shifts are
those of the Layout Instability API. Needs the extra [e2e] and Chromium. On a busy machine frames tell of the machine.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import xxhash
from PIL import Image, ImageDraw, ImageFilter

from mediakit.catalogue import approvals, assets, events, work
from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.domain.asset import Enrolment, Rendition
from mediakit.domain.event import Event
from mediakit.domain.facts import Described, Facts, Kind, Role
from mediakit.domain.workspace import Workspace
from mediakit.gallery.serve import serving
from mediakit.gallery.site import build
from mediakit.media import photo

PICTURES, SIZES = 60, (480, 1280)
SHAPES = ((1500, 1000), (1000, 1500), (1600, 900), (1200, 1200))
BEGAN = datetime(2026, 1, 30, 9, 0, tzinfo=UTC)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
WATCH = """
window.moved = 0; window.long = [];
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) moved += e.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) long.push(e.duration); })
  .observe({ type: "longtask", buffered: true });
"""
SCROLL = """() => new Promise((done) => {
  const frames = []; let last = performance.now();
  const step = (now) => {
    frames.push(now - last); last = now;
    if (scrollY + innerHeight >= document.documentElement.scrollHeight - 1) return done(frames);
    scrollBy({ top: 40, behavior: "instant" }); requestAnimationFrame(step);
  };
  long.length = 0; requestAnimationFrame(step);
})"""


def drawn(number: int) -> Image.Image:
    """A picture with about as much detail as a photo."""
    chance, size = random.Random(number), SHAPES[number % len(SHAPES)]
    picture = Image.new("RGB", size, tuple(chance.choices(range(256), k=3)))
    drawing = ImageDraw.Draw(picture)
    for _ in range(600):
        x, y, r = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(3, 160)
        drawing.ellipse((x, y, x + r, y + r), fill=tuple(chance.choices(range(256), k=3)))
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def make_pictures(folder: Path) -> list[list[tuple[str, photo.Made]]]:
    """The sizes of each picture, with the names that their profiles have."""
    folder.mkdir()
    made = []
    for number in range(PICTURES):
        source = folder / f"{number}.png"
        drawn(number).save(source, compress_level=1)
        targets = [(folder / str(number) / f"photo-{px}{kind}", px) for px in SIZES for kind in (".jpg", ".webp")]
        done = photo.make_sizes(source, photo.read(source), targets)
        made.append([(f"{m.path.stem}{'-webp' if m.path.suffix == '.webp' else ''}", m) for m in done])
    return made


def fill(workspace: Workspace, catalogue: Catalogue, count: int) -> None:
    """A catalogue of one event with so many photos, five seconds apart, all approved."""
    pictures = make_pictures(workspace.root / "drawn")
    with catalogue.writing():
        events.add(catalogue, Event("day", "A long day", BEGAN.date(), BEGAN.date(), crowd_notice="Filming"))
        for number in range(count):
            asset = hashlib.md5(str(number).encode()).hexdigest()
            title = f"Photo {number}"
            described = Described(title=title, caption="Delegates talk.", alt_text=title, credit="R. Evans")
            facts = Facts(Kind.PHOTO, *SHAPES[number % PICTURES % len(SHAPES)], described=described)
            when = BEGAN + timedelta(seconds=5 * number)
            path = f"originals/{asset}"
            assets.add(catalogue, Enrolment(asset, facts, Role.PHOTO, path, 9, "day", captured_at=when))
            for profile, size in pictures[number % PICTURES]:
                path = f"renditions/{asset[:2]}/{asset}-{profile}{size.path.suffix}"
                file = workspace.locate(path)
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(size.path, file)
                checksum, look = xxhash.xxh128_hexdigest(file.read_bytes()), size.look.hash if size.look else None
                made = Rendition(profile, path, "key", size.bytes, checksum, size.width_px, size.height_px, None, look)
                work.put_rendition(catalogue, asset, made)
        approvals.put(catalogue, assets.load(catalogue), by="A. Tester")


def look_through(browser: Any, address: str, size: tuple[int, int]) -> str:
    """One page of the set, scrolled through; returns what was measured, in one line."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    loading = page.evaluate("long.map(Math.round)")
    before = _bytes(page)
    frames = sorted(page.evaluate(SCROLL)[1:])
    after, busy, moved = _bytes(page), page.evaluate("long.map(Math.round)"), page.evaluate("moved")
    page.context.close()
    late = sum(f > 34 for f in frames)
    return (
        f"first paint {painted:.0f} ms, long tasks while loading {loading}; {len(frames)} frames, p50 "
        f"{frames[len(frames) // 2]:.0f} ms, p95 {frames[len(frames) * 95 // 100]:.0f} ms, most {frames[-1]:.0f} ms, "
        f"{late} later than 34 ms; long tasks {busy}; CLS {moved:.4f}; {before / 1e3:.0f} kB, then {after / 1e3:.0f} kB"
    )


def _bytes(page: Any) -> float:
    entries = "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
    return float(page.evaluate(f"{entries}.reduce((n, e) => n + e.encodedBodySize, 0)"))


def measure(site: Path, numbers: Sequence[int]) -> None:
    """Look through pages of the set at two widths; prints a line for each."""
    from playwright import sync_api as playwright

    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    with serving(site) as server, playwright.sync_playwright() as started:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = started.chromium.launch(executable_path=program, args=QUIET)
        for number in numbers:
            path = "events/day/photos/" + (f"page/{number}/" if number > 1 else "")
            for size in ((1280, 860), (390, 844)):
                line = look_through(browser, f"http://127.0.0.1:{server.server_address[1]}/{path}", size)
                print(f"page {number}, {size[0]} px: {line}", flush=True)
        browser.close()
        server.shutdown()


def main() -> None:
    """Make, build, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        workspace = Workspace(Path(room))
        with create_catalogue(workspace.root / "catalogue.db") as catalogue:
            fill(workspace, catalogue, options.photos)
            build(workspace, catalogue, at=date(2026, 2, 1))
        measure(workspace.root / "site", options.pages)


if __name__ == "__main__":
    main()
