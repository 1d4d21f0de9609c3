"""`demo`: the sample shoot, taken the whole way by the same commands that a user types."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import MediakitError


@click.command()
@click.argument("folder", metavar="[DIR]", default="mediakit-demo", type=click.Path(path_type=Path, file_okay=False))
@reports
def demo(terminal: Terminal, folder: Path) -> None:
    """Make the sample shoot and take it all the way to a built gallery.

    A small invented conference: three interviews and a talk on two camera cards, a dozen photos, four finished films,
    its people, agenda, promises and consent forms. One form is missing and one camera's clock is an hour out, so that
    there is something to find. Run again, it reuses what is there.

    Example: mediakit demo
    """
    from mediakit.sample import shoot

    folder = folder.absolute()
    runner = _Runner(terminal, folder)
    runner(["init", str(folder)], inside=False)
    shoot.name_gallery(folder)
    terminal.folder = folder
    with terminal.catalogue() as catalogue:
        shoot.found(catalogue)
    runner.all(shoot.importing(folder))
    with terminal.catalogue() as catalogue:
        shoot.promise(catalogue)
        taken_in = shoot.taken_in(catalogue)
    if not taken_in:
        terminal.say("Drawing and filming the sample shoot …")
        with terminal.progress() as progress:
            shoot.make(folder, progress)
        runner.all(shoot.ingesting(folder))
        runner.all(shoot.delivering(folder))
    runner.all(shoot.describing(folder))
    runner(["process", "-q"])
    runner.all(shoot.approving())
    runner(["process", "-q"])
    runner(["build", "-q"])
    for words in shoot.on_paper():
        runner(words, aside=True)
    _where_to_look(terminal, folder)


class _Runner:
    """Runs commands one after the other, each shown as it would be typed. The first that fails ends the demo."""

    def __init__(self, terminal: Terminal, folder: Path) -> None:
        self.terminal, self.folder = terminal, folder

    def all(self, commands: Sequence[Sequence[str]]) -> None:
        """Run each of the commands."""
        for words in commands:
            self(words)

    def __call__(self, words: Sequence[str], *, inside: bool = True, aside: bool = False) -> None:
        from mediakit.cli.main import main

        self.terminal.say(f"$ mediakit {shlex.join(words)}")
        words = [*words, "-q"] if self.terminal.quiet and "-q" not in words else list(words)
        run: Callable[[], int] = lambda: main(["-C", str(self.folder), *words] if inside else list(words))
        status = _aside(run) if self.terminal.as_json or aside else run()
        if status not in (0, 1):
            raise MediakitError(f"mediakit {words[0]} ended with status {status}", where="demo")


def _aside(run: Callable[[], int]) -> int:
    """Run a command without its report: stdout belongs to the demo's own, and what counts is the files it makes."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):
        return run()


def _where_to_look(terminal: Terminal, folder: Path) -> None:
    from mediakit.sample import shoot

    site = folder / "site" / "index.html"
    document = {"workspace": str(folder), "site": str(site)}
    lines = [
        "",
        "The gallery is built. Look at it:",
        f"  open {site}",
        f"  or:  mediakit -C {shlex.quote(str(folder))} serve",
        "and see what was held back, and why:",
        f"  mediakit -C {shlex.quote(str(folder))} build",
        f"  mediakit -C {shlex.quote(str(folder))} consent report",
        "and the days themselves: call sheets for the crew, forms to sign, and what is missing as day two begins:",
        *(f"  open {folder / 'reports' / page}" for page in shoot.papers()),
    ]
    terminal.report(document, lambda: lines)
