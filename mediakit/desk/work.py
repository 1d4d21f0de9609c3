"""Long work, started here and watched here: `process`, `build`, `publish`, one at a time, each in its own process.

The command is the one a person would type, with `--json`: the document that it gives says what it came to, and what it
prints about itself is the log.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mediakit.desk.outcome import sentence
from mediakit.domain.errors import Refused
from mediakit.domain.workspace import Workspace

COMMANDS = {
    "process": "Making what is missing",
    "build": "Building the gallery",
    "publish": "Publishing the gallery",
}
PLANNING = "What publishing would change"
LINES_KEPT = 500
STOPPED = 130
PATIENCE_S = 20
_PART = re.compile(r".*: ([\d,]+) (?:steps|files)$")
_WRONG, _HINT = "mediakit: ", "hint: "


@dataclass(slots=True)
class Task:
    """One command that was started here. words: as one would type it; status: its exit status, None while it runs.

    total: items of its part. document: the result that it gives for scripts; None where it came to none.
    """

    words: tuple[str, ...]
    label: str
    started_at: datetime
    process: subprocess.Popen[str]
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LINES_KEPT))
    document: dict[str, Any] | None = None
    status: int | None = None
    stopping: bool = False
    total: int = 0
    done: int = 0

    @property
    def running(self) -> bool:
        return self.status is None

    @property
    def stopped(self) -> bool:
        """Somebody stopped it, and it did not come to its end."""
        return not self.running and self.document is None and (self.stopping or self.status == STOPPED)

    @property
    def planned(self) -> str | None:
        """The place of which it shows the plan; None if it does another thing, or came to nothing."""
        return self.words[1] if "--plan" in self.words and self.document is not None else None

    @property
    def wrong(self) -> tuple[str, str]:
        """What kept it from coming to anything, and what to do about it; empty if it came to something."""
        if self.running or self.stopped or self.document is not None:
            return "", ""
        told = [line.removeprefix(_WRONG) for line in self.lines if line.startswith(_WRONG)]
        hints = [line.removeprefix(_HINT) for line in self.lines if line.startswith(_HINT)]
        return (told or list(self.lines) or [f"it ended with status {self.status}"])[-1], (hints or [""])[-1]

    @property
    def summary(self) -> str:
        """How it ended, in a sentence."""
        if self.running:
            return f"{self.done} of {self.total} done" if self.total else "beginning"
        if self.stopped:
            return "Stopped. Nothing is half done: start it again and it goes on where it was."
        return self.wrong[0] if self.document is None else sentence(self.words, self.document)

    def hear(self, line: str) -> None:
        """One line of what it prints about itself."""
        self.lines.append(line)
        part = _PART.match(line)
        if part:
            self.total, self.done = int(part[1].replace(",", "")), 0
        elif self.total:
            self.done = min(self.total, self.done + 1)


class Work:
    """The one thing that runs, if anything does, and what ran last."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self.last: Task | None = None

    @property
    def current(self) -> Task | None:
        """What runs now."""
        return self.last if self.last and self.last.running else None

    def start(self, *words: str) -> Task:
        """Start a command of COMMANDS with its words. Raises Refused while another runs."""
        with self._lock:
            if self.current:
                raise Refused(f"{self.current.label} is still running", hint="wait until it has ended, or stop it")
            argv = [sys.executable, "-m", "mediakit", "-C", str(self._workspace.root), *words, "--json"]
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
                # a Ctrl-C that ends the desk reaches the work through `stop`, once
                start_new_session=True,
            )
            label = PLANNING if "--plan" in words else COMMANDS[words[0]]
            self.last = Task(words, label, datetime.now(UTC), process)
        threading.Thread(target=_listen, args=(self.last,), daemon=True).start()
        return self.last

    def stop(self, *, wait: bool = False) -> None:
        """Ask what runs to stop, as Ctrl-C does; it leaves nothing half done. wait: until it has."""
        task = self.current
        if task is None:
            return
        task.stopping = True
        with contextlib.suppress(OSError):
            task.process.send_signal(signal.SIGTERM if os.name != "nt" else signal.SIGINT)
        if wait:
            try:
                task.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                task.process.kill()


def _listen(task: Task) -> None:
    """Hear a task out: progress on stderr, result on stdout."""
    process = task.process
    assert process.stdout is not None
    assert process.stderr is not None
    told: list[str] = []
    results = threading.Thread(target=lambda stream: told.append(stream.read()), args=(process.stdout,), daemon=True)
    results.start()
    for line in process.stderr:
        if line.strip():
            task.hear(line.rstrip())
    results.join()
    with contextlib.suppress(ValueError):
        # what was stopped, or wrong from the beginning, gives none
        task.document = json.loads("".join(told))
    task.status = process.wait()
