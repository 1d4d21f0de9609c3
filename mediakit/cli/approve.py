"""`approve`: a person's decision to publish."""

from __future__ import annotations

from collections.abc import Sequence

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Misuse


@click.command()
@click.argument("names", nargs=-1, metavar="[ASSET…]")
@click.option("--event", metavar="EVENT", help="Everything of this event that is not approved yet.")
@click.option("--role", type=click.Choice(["rush", "finished", "photo"]), help="With --event: only this role.")
@click.option("--by", required=True, metavar="NAME", help="Who decides: a person's name.")
@click.option("--note", metavar="TEXT", help="Kept with the approval.")
@reports
def approve(
    terminal: Terminal, names: tuple[str, ...], event: str | None, role: str | None, by: str, note: str | None
) -> None:
    """Decide, by name, that assets may be published as they are now.

    An approval covers captions, people, picture and alt text, and lapses when one of them changes. What has no
    captions or alt text yet cannot be approved; it is listed, and the exit status is 1.

    Example: mediakit approve --event lan --role finished --by "Ada Okafor"
    """
    from mediakit.catalogue import assets
    from mediakit.editorial import approving

    if bool(names) == bool(event):
        raise Misuse("name assets, or an event with --event" + (", not both" if names else ""))
    with terminal.catalogue() as catalogue:
        wanted = assets.Wanted(event=event, role=role)
        ids = assets.ids(catalogue, wanted) if event else assets.require(catalogue, names)
        decided = approving.approve(catalogue, ids, by=by, note=note, only_open=bool(event))
    good, refused = decided.good, decided.refused
    if refused:
        terminal.fail()
    document = {
        "approved": [a.id for a in good],
        "refused": [{"asset": a.id, "reason": reason} for a, reason in refused],
    }
    terminal.report(document, lambda: _lines(good, refused, by))


def _lines(good: Sequence[Asset], refused: Sequence[tuple[Asset, str]], by: str) -> list[str]:
    lines = [f"{a.short}: not approved, {reason}" for a, reason in refused]
    return [*lines, f"{len(good)} approved by {by}" + (f", {len(refused)} could not be" if refused else "")]
