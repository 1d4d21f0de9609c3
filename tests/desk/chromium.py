"""A real browser at the desk, as the tests need one: Chromium, playwright and axe-core.

Where they are not there the tests that import this are skipped, unless MEDIAKIT_E2E says that they must be there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FOUND = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if os.environ.get("MEDIAKIT_E2E"):
    import axe_playwright_python.sync_playwright as axe
    from playwright import sync_api as playwright
else:
    playwright = pytest.importorskip("playwright.sync_api")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    if FOUND is None:
        pytest.skip("Chromium is not on this machine", allow_module_level=True)

QUIETLY = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def breaches(page: Any) -> list[tuple[str, str]]:
    """What axe-core finds against WCAG 2.2 AA on the page as it is: the rule, and the first element."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [(broken["id"], broken["nodes"][0]["html"]) for broken in found]


def until(happens: Callable[[], object], seconds: float = 120) -> None:
    """Wait for something; the desk forbids scripts that are made of text, so that a page cannot wait itself."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def chromium(*more: str) -> Iterator[Any]:
    """A browser, closed at the end."""
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=FOUND, args=[*QUIETLY, *more])
        yield opened
        opened.close()


class Program:
    """`mediakit desk` itself, as somebody started it in a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        words = ["-C", str(self.folder), "desk", "--no-browser", "--port", "0"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mediakit", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().split()[0]
        self.base = self.address.partition("/open")[0]

    def crash(self) -> None:
        """As a power cut ends it."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def enter(self, browser: Any, **context: Any) -> Any:
        """A window of its own at the desk's first page."""
        page = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **context}).new_page()
        page.set_default_timeout(120_000)
        page.goto(self.address)
        page.wait_for_url(lambda url: "key=" not in url)
        return page
