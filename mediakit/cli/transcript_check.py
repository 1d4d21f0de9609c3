"""`transcript check`: a person's word that they read it from the first to the last."""

from __future__ import annotations

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.typed import by_option


@click.command()
@click.argument("asset")
@click.option("--revision", type=int, metavar="R", help="Only if this is still the current revision.")
@by_option
@reports
def check(terminal: Terminal, asset: str, revision: int | None, by: str) -> None:
    """Say that you have read a transcript and its captions from the first to the last.

    What is doubtful counts as right then, later transcriptions leave the words alone, and the desk stops asking for
    it. No word changes, and it is no approval: that decides about publishing.

    \b
    Example:
      mediakit transcript check A001/C0012 --by "Ada Okafor"
    """
    from mediakit.editorial import amending, drafts_checking

    with terminal.catalogue() as catalogue:
        found = amending.chosen(catalogue, [asset])[0]
        settings = terminal.workspace.settings
        number = drafts_checking.check(catalogue, settings, found, by=by, revision=revision)
    document = {"asset": found.id, "revision": number, "by": by}
    terminal.report(document, lambda: [f"{found.short}: checked by {by} (revision {number})"])
