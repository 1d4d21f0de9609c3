"""`init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
@reports
def init(terminal: Terminal, folder: Path | None) -> None:
    """Make a workspace.

    It gets settings, an empty catalogue, and folders for originals and what is made from them. DIR is the folder
    to use (default: the current one). In a workspace that stands already, nothing is changed.

    \b
    Example:
      mediakit init gathering
    """
    from mediakit.catalogue.foundation import lay

    base = terminal.folder or Path.cwd()
    laid = lay(base / folder if folder else base)
    root = laid.workspace.root
    document = {"workspace": str(root), "made": list(laid.made)}
    terminal.report(document, lambda: _lines(root, laid.made))


def _lines(root: Path, made: tuple[str, ...]) -> list[str]:
    if not made:
        return [f"{root} is a workspace already; nothing was changed"]
    next_step = 'next: mediakit event add "Name of the event" --starts 2026-05-13'
    return [f"workspace made in {root}: {', '.join(made)}", next_step]
