"""What a command needs of the terminal: the workspace it runs in, where to report, who listens to progress."""

from __future__ import annotations

import functools
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from mediakit.domain.errors import MediakitError

# `mediakit --help` imports this module: whatever it does not need is imported where it is used
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from mediakit.catalogue.connect import Catalogue
    from mediakit.domain.progress import Progress
    from mediakit.domain.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


class Terminal:
    """One run of the program. folder: what -C named; as_json, quiet: what the command's own options said."""

    def __init__(self, folder: str | None, debug: bool) -> None:
        self.folder: Path | None = None
        if folder is not None:
            from pathlib import Path

            self.folder = Path(folder)
        self.debug = debug
        self.as_json = self.quiet = False
        self.status = 0
        self._workspace: Workspace | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace: the folder of -C, else the nearest at or above the current one. Raises NoWorkspace."""
        if self._workspace is None:
            from pathlib import Path

            from mediakit.domain.workspace import find_workspace

            here = Path.cwd()
            self._workspace = find_workspace(self.folder or here, exactly=self.folder is not None)
        return self._workspace

    def catalogue(self) -> AbstractContextManager[Catalogue]:
        """The workspace's catalogue, opened; an older one is backed up and brought up to date first."""
        from mediakit.catalogue.backup import open_with_backup

        return open_with_backup(self.workspace)

    def report(self, document: object, lines: Callable[[], Sequence[str]]) -> None:
        """Print the result: the JSON document with --json, else the lines."""
        if self.as_json:
            import json

            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
            return
        for line in lines():
            # a file's name may hold a line end, and must not be able to write a line of its own
            click.echo(printable(line).replace("\n", " "))

    def say(self, text: str) -> None:
        """A message for people, on stderr; nothing with -q."""
        if not self.quiet:
            click.echo(printable(text), err=True)

    def fail(self, status: int = 1) -> None:
        """Finish, but with this exit status: some items failed, or something asked for does not hold."""
        self.status = max(self.status, status)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Who listens: a live bar on a terminal, a plain line per finished item elsewhere, nobody with -q."""
        if self.quiet:
            from mediakit.domain.progress import Silent

            yield Silent()
        elif sys.stderr.isatty():
            bar = _Bar()
            try:
                yield bar
            finally:
                bar.stop()
        else:
            yield _Lines()


def printable(text: str) -> str:
    """Text that any terminal can show: undecodable bytes of file names and control characters become '?'."""
    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() or c in "\n\t" else "?" for c in clean)


class _Lines:
    """One plain line per finished item."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def begin(self, label: str, total: int, unit: str) -> None:
        amount = f"{total / 1e6:,.1f} MB" if unit == "bytes" else f"{total:,} {unit}"
        self.finished(f"{label}: {amount}")

    def advance(self, amount: int) -> None:
        """Only finished items are told."""

    def finished(self, item: str) -> None:
        with self._lock:
            click.echo(printable(item), err=True)


class _Bar:
    """A live bar with rate and time left."""

    def __init__(self) -> None:
        self._rich: RichProgress | None = None
        self._task: TaskID | None = None
        self._unit, self._done, self._started = "", 0, 0.0
        self._lock = threading.Lock()

    def begin(self, label: str, total: int, unit: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        with self._lock:
            if self._rich is None:
                columns = (
                    TextColumn("{task.description}"),
                    BarColumn(),
                    MofNCompleteColumn(),
                    TextColumn("{task.fields[rate]}"),
                )
                self._rich = RichProgress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
                self._rich.start()
            if self._task is not None:
                self._rich.remove_task(self._task)
            self._unit, self._done, self._started = unit, 0, time.monotonic()
            scale = 1_000_000 if unit == "bytes" else 1
            self._task = self._rich.add_task(label, total=max(1, total // scale), rate="")

    def advance(self, amount: int) -> None:
        with self._lock:
            if self._rich is None or self._task is None:
                return
            self._done += amount
            elapsed = max(time.monotonic() - self._started, 0.01)
            scale, unit = (1_000_000, "MB") if self._unit == "bytes" else (1, self._unit)
            rate = f"{self._done / scale / elapsed:.1f} {unit}/s"
            self._rich.update(self._task, completed=self._done / scale, rate=rate)

    def finished(self, item: str) -> None:
        with self._lock:
            if self._rich is not None:
                self._rich.console.print(printable(item), markup=False, highlight=False)

    def stop(self) -> None:
        if self._rich is not None:
            self._rich.stop()


class _Takes(Protocol):
    def __call__(self, terminal: Terminal, /, *args: Any, **kwargs: Any) -> None: ...


def reports(function: F) -> F:
    """A command that reports: gives it --json and -q, and the Terminal as its first argument."""

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for scripts.")
    @click.option("-q", "--quiet", is_flag=True, help="No progress and no messages.")
    @click.pass_obj
    @functools.wraps(function)
    def command(terminal: Terminal, /, *args: Any, as_json: bool, quiet: bool, **kwargs: Any) -> None:
        terminal.as_json, terminal.quiet = as_json, quiet
        function(terminal, *args, **kwargs)

    return command  # type: ignore[return-value]


def explain(error: MediakitError) -> list[str]:
    """An error in one to three plain lines (and one for each further bad row of an input file)."""
    problems = getattr(error, "problems", ())
    lines = [f"mediakit: {error}", *(f"  {problem}" for problem in problems)]
    return [*lines, f"hint: {error.hint}"] if error.hint else lines
