"""Write docs/commands.md from what `mediakit COMMAND --help` prints. Run it after changing a command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from mediakit.cli.main import program
from mediakit.cli.registry import SECTIONS

TARGET = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
WIDTH = 100

OPENING = """\
# Commands

This page is what `mediakit --help` and `mediakit COMMAND --help` print, written by `tools/write_commands.py`; a test
compares it with the program.

An asset is named by its id (any unique prefix of four or more characters), by CARD/CLIP, or by its original's path.
Positions in a recording are typed as `83.5`, `1:23.5` or `00:01:23.500`.

| exit status | means |
|---|---|
| 0 | all done; what is withheld or waits for a model is listed |
| 1 | finished, but some items failed or something asked for does not hold; the rest is done and kept |
| 2 | wrong usage, an unknown name, or a wrong input file: nothing was done |
| 3 | the machine lacks something: ffmpeg, a model, room on the disk, a local disk for the catalogue |
| 130 | stopped with Ctrl-C: nothing is half done, and the same command goes on |
"""


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    # the width is given, so that the page is the same on every terminal
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _every(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """A command's full name and help, then the same of the commands below it."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _every(inner, _context(inner, name, context))


def page() -> str:
    """The whole page."""
    context = _context(program, "mediakit", None)
    parts = [OPENING, f"```text\n{program.get_help(context)}\n```\n"]
    for section, commands in SECTIONS.items():
        parts.append(f"## {section}\n")
        for name in commands:
            command = program.get_command(context, name)
            if command is None:
                raise KeyError(name)
            for path, text in _every(command, _context(command, name, context)):
                level = "###" if path == f"mediakit {name}" else "####"
                parts.append(f"{level} {path.removeprefix('mediakit ')}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
    print(f"written: {TARGET}")
