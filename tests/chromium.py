"""A real browser for tests: Chromium, playwright and axe-core.

Where they are not there the tests that import this are skipped, unless MEDIAKIT_E2E says that they must be there.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


def comes_true(page: Any, script: str, arg: object = None, seconds: float = 60) -> None:
    """Wait until a page says so. It is asked from here: its own policy forbids it to run text as a script."""
    end = time.monotonic() + seconds
    while not _says(page, script, arg):
        assert time.monotonic() < end, f"it did not come true: {script}"
        page.wait_for_timeout(30)


def _says(page: Any, script: str, arg: object) -> object:
    try:
        return page.evaluate(script, arg)
    except playwright.Error:  # it is just going to another page
        return False


def chromium(*more: str) -> Iterator[Any]:
    """A browser, closed at the end."""
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=FOUND, args=[*QUIETLY, *more])
        yield opened
        opened.close()


chromium_opened = contextmanager(chromium)
