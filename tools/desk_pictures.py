"""Take pictures of the desk of a workspace with Chromium, for the README. Needs the extra `[e2e]`.

    .venv/bin/python tools/desk_pictures.py WORKSPACE docs/pictures
    .venv/bin/python tools/desk_pictures.py WORKSPACE docs/pictures --only desk-home desk-plan

The workspace is that of `mediakit demo`, or a copy of it: the desk is opened on it, looked at and closed again, and for
the plan of a publish a folder beside the pictures is named, to which nothing is sent. Exit status 3 without Chromium.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

SIZE_PX, QUALITY = (1280, 860), 82
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LONGEST_WORK_MS = 120_000


def first_of(page: Any, lists: str, links: str) -> None:
    """Go to the first thing that a list of the desk leads to."""
    page.goto(page.base + lists)
    page.goto(page.base + page.locator(links).first.get_attribute("href"))


def home(page: Any) -> None:
    page.goto(page.base + "/")


def approve(page: Any) -> None:
    """The first finished film that waits: change who is in one, and it does."""
    first_of(page, "/approve", "li:has-text('finished film') h2 a")
    page.wait_for_timeout(2000)


def photo(page: Any) -> None:
    first_of(page, "/photos?needs=alt", "ul.grid h2 a")


def film(page: Any) -> None:
    first_of(page, "/footage?role=finished", "ul.grid h2 a")
    page.wait_for_timeout(2000)


def people(page: Any) -> None:
    page.goto(page.base + "/people")


def person(page: Any) -> None:
    """The first who agreed to something."""
    page.goto(page.base + "/people")
    page.goto(page.base + page.locator("tr:has(.yes) th a").first.get_attribute("href"))


def plan(page: Any) -> None:
    """What a first publish would change."""
    with tempfile.TemporaryDirectory() as room:
        page.goto(page.base + "/work")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.fill("[name=new]", f"{room}/gallery")
        page.locator("form:has([name=new]) button").click()
        page.wait_for_load_state()
        built = page.get_by_role("button", name="Build it, and show what would change")
        if built.count():
            built.click()
        page.wait_for_selector("[data-work=over]", timeout=LONGEST_WORK_MS)
        # where it lies is of no interest, and another one each time
        page.evaluate(
            "room => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
            " while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replaceAll(room, '/srv/www'); }",
            room,
        )


VIEWS: dict[str, Callable[[Any], None]] = {
    "desk-home": home,
    "desk-approve": approve,
    "desk-photo": photo,
    "desk-film": film,
    "desk-people": people,
    "desk-person": person,
    "desk-plan": plan,
}


@contextmanager
def desk_open(workspace: Path) -> Iterator[str]:
    """The desk of a workspace, open for as long as it takes; yields the address that it prints."""
    words = ["-C", str(workspace), "desk", "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "mediakit", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[0]
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def page_at(address: str, browser: str, *, dark: bool) -> Iterator[Any]:
    """A window at the desk's first page; page.base is where its addresses begin."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        context = opened.new_context(
            viewport={"width": SIZE_PX[0], "height": SIZE_PX[1]},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
        )
        page = context.new_page()
        page.goto(address)
        page.wait_for_url(lambda url: "key=" not in url)
        page.base = address.partition("/open")[0]
        yield page
        opened.close()


def main() -> int:
    """Take every picture; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--chromium", help="the browser's program, if it is not on PATH")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=VIEWS, help="take only these")
    parser.add_argument("--dark", action="store_true", help="as on a machine set to dark")
    options = parser.parse_args()
    browser = options.chromium or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("no Chromium on PATH; name it with --chromium", file=sys.stderr)
        return 3
    options.into.mkdir(parents=True, exist_ok=True)
    with desk_open(options.workspace) as address, page_at(address, browser, dark=options.dark) as page:
        for name in options.only or VIEWS:
            VIEWS[name](page)
            page.wait_for_load_state("networkidle")
            target = options.into / f"{name}{'-dark' if options.dark else ''}.jpg"
            with Image.open(io.BytesIO(page.screenshot())) as drawn:
                drawn.convert("RGB").save(target, quality=QUALITY, optimize=True, progressive=True)
            print(f"{target}: {target.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
