"""The desk as somebody started it, for a real browser to look at; see tests/chromium.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def until(happens: Callable[[], object], seconds: float = 120) -> None:
    """Wait for something; the desk forbids scripts that are made of text, so that a page cannot wait itself."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


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
