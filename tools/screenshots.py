"""Take pictures of a built gallery with Chromium, at desktop and phone width: for the README, and to see that it works.

Of a folder of reports it takes the call sheet, a consent form and the coverage board.

    .venv/bin/python tools/screenshots.py site docs/pictures
    .venv/bin/python tools/screenshots.py reports docs/pictures
    .venv/bin/python tools/screenshots.py site docs/pictures --chromium /usr/bin/chromium --dark

The site is served on this machine alone for as long as it takes. Exit status 1 if a page is blank or asked for a file
that is not there, 3 if there is no Chromium.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import io
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image

DESKTOP, PHONE, SHEET = (1280, 860), (390, 844), (794, 1123)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LARGEST_SIDE_PX, QUALITY = 1280, 82
# the time that pages get to load their pictures and run their scripts, as the page itself counts it
SETTLE_MS = 6000
# a page of text and pictures has hundreds; an error or an empty page only a few
FEWEST_COLOURS = 40


@dataclass(frozen=True, slots=True)
class View:
    """One picture to take: its file's name, the page, and the size of the window in CSS pixels."""

    name: str
    page: str
    size_px: tuple[int, int]


def papers(reports: Path) -> list[View]:
    """Of what is made for the days themselves: a call sheet and the board on a phone, a form as on paper."""
    kinds = [
        ("callsheet-phone", "callsheet-*.html", PHONE),
        ("coverage-phone", "coverage-*.html", PHONE),
        ("consent-form", "consent-forms/*/*.html", SHEET),
    ]
    found = [(name, sorted(reports.glob(pattern)), size) for name, pattern, size in kinds]
    return [View(name, files[-1].relative_to(reports).as_posix(), size) for name, files, size in found if files]


# the fullest page of each of these folders beside the list of them, and where on it to look
FOLDERS = (
    ("film", "videos"), ("photo", "photos"), ("event", "events#agenda"), ("person", "people"),
    ("organisation", "organisations"), ("topic", "topics"),
)  # fmt: skip
SINGLE = (
    ("films", "videos/"), ("photos", "photos/"), ("events", "events/"), ("people", "people/"), ("topics", "topics/"),
    ("about", "about/"), ("accessibility", "accessibility/"),
)  # fmt: skip


def views(site: Path) -> list[View]:
    """Every kind of page, the fullest of its kind, each at both widths."""
    pages = {"home": "", "search": "search/?q=trust", "not-found": "404.html"}
    pages |= {name: page for name, page in SINGLE if (site / page / "index.html").is_file()}
    for name, told in FOLDERS:
        folder, mark, place = told.partition("#")
        found = sorted((site / folder).glob("*/index.html"), key=lambda f: (-f.stat().st_size, f))
        if found:
            pages[name] = f"{folder}/{found[0].parent.name}/{mark}{place}"
    sets = sorted((site / "events").glob("*/photos/index.html"))
    if sets:
        pages["set"] = f"{sets[0].parent.relative_to(site).as_posix()}/"
    return [
        View(f"{name}{suffix}", page, size)
        for name, page in sorted(pages.items())
        for suffix, size in (("", DESKTOP), ("-phone", PHONE))
    ]


def frame(view: View) -> str:
    """A page that shows another in a frame of just this size: Chromium's own window cannot be as narrow as a phone."""
    width, height = view.size_px
    return (
        "<!doctype html><style>body{margin:0}iframe{border:0;display:block}</style>"
        f'<iframe src="/{quote(view.page, safe="/?=#")}" width="{width}" height="{height}"></iframe>'
    )


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site, and under /frame-NAME the frame of a view."""

    frames: dict[str, str] = {}
    missing: list[str] = []

    def do_GET(self) -> None:
        page = self.frames.get(self.path)
        if page is None:
            return super().do_GET()
        body = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        # a browser asks for this one whatever the page says
        if self.path != "/favicon.ico":
            self.missing.append(self.path)
        super().send_error(code, message, explain)

    def log_message(self, *_: object) -> None:
        """Nothing: what the browser asks for and gets is of no interest."""


@contextmanager
def served(site: Path, wanted: list[View], missing: list[str]) -> Iterator[str]:
    """Serve a site on a free port of this machine; yields its address. missing grows by what was asked for in vain."""
    frames = {f"/frame-{v.name}": frame(v) for v in wanted}
    handler = type("Handler", (_Handler,), {"frames": frames, "missing": missing})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def arguments(browser: str, url: str, view: View, target: Path, profile: Path, *, dark: bool) -> list[str]:
    """What Chromium is asked: one page, drawn without a window, into a PNG."""
    width, height = view.size_px
    return [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
        f"--user-data-dir={profile}", f"--window-size={width},{height + 200}", f"--screenshot={target}",
        f"--virtual-time-budget={SETTLE_MS}", *(["--blink-settings=preferredColorScheme=0"] if dark else []), url,
    ]  # fmt: skip


def picture(browser: str, address: str, view: View, *, dark: bool) -> Image.Image:
    """The view as Chromium shows it, cut to its size. Raises OSError if Chromium draws nothing."""
    with tempfile.TemporaryDirectory() as room:
        target = Path(room) / "page.png"
        argv = arguments(browser, f"{address}/frame-{view.name}", view, target, Path(room) / "profile", dark=dark)
        done = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)
        if not target.is_file():
            last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
            raise OSError(f"{browser} drew nothing: {last[0]}")
        with Image.open(io.BytesIO(target.read_bytes())) as drawn:
            return drawn.convert("RGB").crop((0, 0, *view.size_px))


def main() -> int:
    """Take every picture; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--chromium", help="the browser's program, if it is not on PATH")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="take only these, by the name of their file")
    parser.add_argument("--dark", action="store_true", help="as on a machine set to dark")
    options = parser.parse_args()
    browser = options.chromium or next((b for b in BROWSERS if shutil.which(b)), None)
    if browser is None:
        print("no Chromium on PATH; name it with --chromium", file=sys.stderr)
        return 3
    options.into.mkdir(parents=True, exist_ok=True)
    wanted = papers(options.site) or views(options.site)
    wanted = [view for view in wanted if options.only is None or view.name in options.only]
    blank: list[str] = []
    missing: list[str] = []
    with served(options.site.resolve(), wanted, missing) as address:
        for view in wanted:
            image = picture(browser, address, view, dark=options.dark)
            small = image.resize((160, 160))
            colours = len(small.getcolors(160 * 160) or ())
            if colours < FEWEST_COLOURS:
                blank.append(view.name)
            image.thumbnail((LARGEST_SIDE_PX, LARGEST_SIDE_PX))
            target = options.into / f"{view.name}{'-dark' if options.dark else ''}.jpg"
            image.save(target, quality=QUALITY, optimize=True, progressive=True)
            print(f"{target}: {target.stat().st_size / 1000:.0f} kB, {colours} colours")
    if blank:
        print(f"blank: {', '.join(blank)}", file=sys.stderr)
    if missing:
        print(f"not there: {', '.join(sorted(set(missing)))}", file=sys.stderr)
    return int(bool(blank or missing))


if __name__ == "__main__":
    sys.exit(main())
