"""`assets` and `show`."""

from __future__ import annotations

from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.asset import Asset
from mediakit.domain.document import asset_document
from mediakit.domain.span import format_position


@click.command()
@click.option("--event", metavar="EVENT", help="Only of this event.")
@click.option("--person", metavar="PERSON", help="Only with this person.")
@click.option("--kind", type=click.Choice(["video", "audio", "photo"]), help="Only of this kind.")
@click.option("--role", type=click.Choice(["rush", "finished", "photo"]), help="Only of this role.")
@click.option("--state", type=click.Choice(["new", "ready", "failed"]), help="Only in this state.")
@click.option("--unmatched", is_flag=True, help="Only rushes and photos that belong to no session yet.")
@click.option("--csv", "file", type=click.Path(path_type=Path), help="Write a spreadsheet to FILE (- for stdout).")
@reports
def assets(
    terminal: Terminal,
    event: str | None,
    person: str | None,
    kind: str | None,
    role: str | None,
    state: str | None,
    unmatched: bool,
    file: Path | None,
) -> None:
    """List assets, or write them to a spreadsheet.

    The spreadsheet comes back edited with `mediakit set --from FILE`.

    Example: mediakit assets --event lan --kind photo --csv photos.csv
    """
    from mediakit.catalogue import assets as catalogued
    from mediakit.catalogue import matches

    with terminal.catalogue() as catalogue:
        wanted = catalogued.Wanted(event=event, person=person, kind=kind, role=role)
        found = catalogued.load(catalogue, catalogued.ids(catalogue, wanted))
        loose = matches.unmatched(catalogue, event) if unmatched else frozenset()
    listed = [a for a in found if state in (None, a.state.value) and (not unmatched or a.id in loose)]
    if file is not None:
        _write(terminal, file, listed)
        if not terminal.as_json:
            return
    terminal.report([asset_document(a) for a in listed], lambda: [_line(a) for a in listed] or ["no assets"])


def _write(terminal: Terminal, file: Path, listed: list[Asset]) -> None:
    from mediakit.editorial.describing import spreadsheet
    from mediakit.media.files import write_whole

    text = spreadsheet(listed)
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    write_whole(file, text)
    terminal.say(f"{len(listed)} assets written to {file}; take it back with: mediakit set --from {file}")


def _line(asset: Asset) -> str:
    size = f"{asset.width_px}×{asset.height_px}" if asset.width_px else ""
    length = format_position(asset.duration_ms) if asset.duration_ms is not None else ""
    told = asset.title or asset.problem or ""
    return f"{asset.id[:8]}  {asset.short:<28} {asset.kind:<5} {asset.state:<6} {length:>8} {size:>10}  {told}".rstrip()


@click.command()
@click.argument("asset")
@reports
def show(terminal: Terminal, asset: str) -> None:
    """Show one asset in full.

    ASSET is an id (four digits or more), a short name CARD/CLIP, or the path of the original.

    Example: mediakit show A001/C0012
    """
    from mediakit.catalogue import assets as catalogued

    with terminal.catalogue() as catalogue:
        found = catalogued.one(catalogue, catalogued.find(catalogue, asset))
    document = asset_document(found)
    terminal.report(document, lambda: _full(document))


def _full(document: dict[str, object]) -> list[str]:
    lines = []
    for name, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{name}:")
            lines += ["  " + "  ".join(str(v) for v in row.values() if v is not None) for row in value]
        elif isinstance(value, dict):
            lines.append(f"{name}: " + ", ".join(f"{k} {v}" for k, v in value.items() if v is not None))
        elif value not in (None, [], "", False):
            lines.append(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return lines
