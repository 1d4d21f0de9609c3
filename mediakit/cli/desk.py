"""`desk`: the local page for people without a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mediakit.cli.terminal import Terminal

if TYPE_CHECKING:
    from mediakit.desk.serving import Opened


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="This port and no other; 0: any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.pass_obj
def desk(terminal: Terminal, port: int | None, no_browser: bool) -> None:
    """Find, correct, describe and approve in the browser, without a terminal.

    Opens a page that only this machine, with the address printed here, can see. Whatever is done there is done by the
    same functions as the commands. Stop it with Ctrl-C. From another machine: through your own ssh tunnel.

    Example: mediakit desk
    """
    from mediakit.desk import serving

    workspace = terminal.workspace
    with terminal.catalogue():
        # an older catalogue is brought up to date here, and one that is damaged is told here
        pass
    serving.serve(workspace, port, _tell, browser=not no_browser)


def _tell(opened: Opened) -> None:
    if opened.elsewhere:
        click.echo(f"the desk of this workspace is open already: {opened.address}")
    else:
        click.echo(f"{opened.address}  (stop with Ctrl-C)")
