"""`review`: a copy to look at before anything is public."""

from __future__ import annotations

from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports


@click.command()
@click.argument("names", metavar="ASSET…", nargs=-1, required=True)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", required=True,
    help="Where to put it: an empty folder, a new one, or an earlier review copy.",
)  # fmt: skip
@reports
def review(terminal: Terminal, names: tuple[str, ...], folder: Path) -> None:
    """Make a review copy: chosen items as pages, approved or not, in a folder to hand over.

    For those who are in a film, before they say yes to it. Each page is marked, and asks search engines to stay away.
    Nobody has to have approved it or agreed to the web; but whoever withdrew, let a consent run out, opted out or must
    not be photographed is in no review copy. Open its index.html, or put it where only they can see it. It is no part
    of the gallery: delete it when it was looked at.

    \b
    Example:
      mediakit review A001/C0012 --to /media/STICK/for-sian
    """
    from mediakit.catalogue import assets
    from mediakit.gallery.review import review as make

    with terminal.catalogue() as catalogue, terminal.progress() as progress:
        chosen = assets.load(catalogue, assets.require(catalogue, names))
        made = make(terminal.workspace, catalogue, [a.id for a in chosen], folder, progress)
    short = {a.id: a.short for a in chosen}
    if made.left_out:
        terminal.fail()
    document = {
        "folder": str(made.folder),
        "items": [{"asset": asset, "page": page} for asset, page in made.pages.items()],
        "left_out": [{"asset": v.asset, "reason": v.reason} for v in made.left_out],
        "written": made.written,
        "removed": made.removed,
    }
    lines = [f"left out: {short[v.asset]}: {v.reason}" for v in made.left_out]
    count = len(made.pages)
    lines.append(f"a review copy of {count} item{'s' * (count != 1)}: {made.folder / 'index.html'}")
    terminal.report(document, lambda: lines)
