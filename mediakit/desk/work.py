"""Long work, started here and watched here: `process`, `build`, `publish`, one at a time, each in its own process.

The command is the one a person would type. What it prints is the log; what it prints last sums it up.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

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
# what a result says line by line: the kind of each line, which asset or page it is, and why
_LINE = re.compile(r"(new|changed|gone|withheld): +(.*?)(?:: (.*))?$")
# the desk has a link there
_IN_A_TERMINAL = re.compile(r"; look at it with: mediakit serve$|: see them with --json$")
_PART = re.compile(r".*: ([\d,]+) (?:steps|files)$")


@dataclass(slots=True)
class Task:
    """One command that was started here. status: its exit status, None while it runs. total: items of its part."""

    words: tuple[str, ...]
    label: str
    started_at: datetime
    process: subprocess.Popen[str]
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LINES_KEPT))
    result: list[str] = field(default_factory=list)
    status: int | None = None
    stopping: bool = False
    total: int = 0
    done: int = 0

    @property
    def running(self) -> bool:
        return self.status is None

    @property
    def summary(self) -> str:
        """How it ended, in a sentence."""
        if self.running:
            return f"{self.done} of {self.total} done" if self.total else "beginning"
        if self.status == STOPPED or self.stopping:
            return "Stopped. Nothing is half done: start it again and it goes on where it was."
        if self.result and self.words[0] == "publish" and "--plan" not in self.words and self.status == 0:
            return f"It is published. {self.result[-1]}"
        if self.result:
            return _IN_A_TERMINAL.sub("", self.result[-1])
        # what went wrong, before what to do about it
        wrong = [line.removeprefix("mediakit: ") for line in self.lines if line.startswith("mediakit: ")]
        return (wrong or list(self.lines) or [f"ended with status {self.status}"])[-1]

    @property
    def told(self) -> dict[str, list[tuple[str, str]]]:
        """The lines of its result by their kind, each as what it is about and why; "" for all other lines."""
        found: dict[str, list[tuple[str, str]]] = {}
        for line in self.result if self.running else self.result[:-1]:
            known = _LINE.match(line)
            kind, what, why = known.groups("") if known else ("", _IN_A_TERMINAL.sub("", line), "")
            found.setdefault(kind, []).append((what, why))
        return found

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
            argv = [sys.executable, "-m", "mediakit", "-C", str(self._workspace.root), *words]
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
    results = threading.Thread(target=_collect, args=(task,), daemon=True)
    results.start()
    for line in process.stderr:
        if line.strip():
            task.hear(line.rstrip())
    results.join()
    task.status = process.wait()


def _collect(task: Task) -> None:
    assert task.process.stdout is not None
    task.result += [line.rstrip() for line in task.process.stdout if line.strip()]
