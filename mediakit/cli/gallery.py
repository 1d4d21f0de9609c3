"""`build` and `serve`: the gallery, and a look at it."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Refused

if TYPE_CHECKING:
    from mediakit.gallery.site import Built

# how many items are named in a line that is about many
NAMED = 6


@click.command()
@click.option("--base-url", metavar="URL", help="Where it will be online; makes the feed and the sitemap.")
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="As on this day: what embargo and consent allow then.")
@click.option("--forget", multiple=True, metavar="ADDRESS", help="An earlier address that shall lead nowhere any more.")
@reports
def build(terminal: Terminal, base_url: str | None, at: datetime | None, forget: tuple[str, ...]) -> None:
    """Render the gallery from what may be published.

    Names the first thing that stands in the way of everything withheld. What changed is written, what may no longer
    be shown is removed, the rest is left alone. Names spoken by somebody else are listed for a person to decide,
    and what keeps an item below WCAG 2.2 level AA, as far as a machine can tell. An old
    address leads to the new one when a title changes, unless it names somebody who may not be named.

    Example: mediakit build --base-url https://example.org/gallery/
    """
    if base_url is not None and not base_url.startswith(("https://", "http://")):
        raise click.BadParameter("it should begin with https://", param_hint="--base-url")
    from mediakit.catalogue import addresses
    from mediakit.gallery import site

    with terminal.catalogue() as catalogue, terminal.progress() as progress:
        addresses.forget(catalogue, forget)
        day = at.date() if at else None
        built = site.build(terminal.workspace, catalogue, at=day, base_url=base_url, progress=progress)
        short = {row["id"]: row["short"] for row in catalogue.rows("SELECT id, short FROM assets")}
    terminal.report(_document(built), lambda: _lines(built, short))


def _document(built: Built) -> dict[str, Any]:
    return {
        "pages": built.pages,
        "videos": built.videos,
        "photos": built.photos,
        "audio": built.audio,
        "withheld": [{"asset": v.asset, "reason": v.reason} for v in built.withheld],
        "mentions": [{"asset": m.asset, "person": m.person, "start": m.start_ms / 1000} for m in built.mentions],
        "titles": [
            {"event": t.event, "session": t.session, "title": t.title, "person": t.person} for t in built.titles
        ],
        "accessibility": [
            {"asset": s.asset, "level": s.level, "reasons": list(s.reasons), "exceptions": list(s.exceptions)}
            for s in built.accessibility
        ],
        "written": built.written,
        "unchanged": built.unchanged,
        "removed": built.removed,
        "seconds": built.elapsed_ms / 1000,
    }


def _lines(built: Built, short: dict[str, str]) -> list[str]:
    from mediakit.domain.span import format_position

    lines = [f"withheld: {short.get(v.asset, v.asset)}: {v.reason}" for v in built.withheld]
    lines += [
        f"to decide: {m.person} is named in {short.get(m.asset, m.asset)} at {format_position(m.start_ms)}, "
        "and has no consent or other basis for web"
        for m in built.mentions
    ]
    lines += [
        f"to decide: the title of session {t.session} names {t.person}, who has no basis for it; "
        f'rename it: mediakit event session set {t.event} {t.session} title="…"'
        for t in built.titles
    ]
    lines += _below_aa(built, short)
    shown = f"{built.videos} films, {built.photos} photos, {built.audio} sound recordings"
    touched = f"{built.written} files written, {built.unchanged} unchanged, {built.removed} removed"
    return [
        *lines,
        f"{built.pages} pages: {shown}; {len(built.withheld)} withheld",
        f"{touched} in {built.elapsed_ms / 1000:.1f} s; look at it with: mediakit serve",
    ]


def _below_aa(built: Built, short: dict[str, str]) -> list[str]:
    """One line for each thing that items lack, with their names; all of them are in the JSON."""
    lacking: dict[str, list[str]] = {}
    for standing in built.accessibility:
        for reason in standing.exceptions:
            lacking.setdefault(reason, []).append(short.get(standing.asset, standing.asset))
    return [
        f"below AA: {reason}: {', '.join(names[:NAMED])}{f' and {len(names) - NAMED} more' * (len(names) > NAMED)}"
        for reason, names in lacking.items()
    ]


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any that is free.")
@click.option("--reload", is_flag=True, help="Pages load themselves anew after each build.")
@click.pass_obj
def serve(terminal: Terminal, port: int, reload: bool) -> None:
    """Look at the gallery on this machine.

    Only this machine can see it. Stop it with Ctrl-C.

    Example: mediakit serve --port 8080 --reload
    """
    from mediakit.gallery.record import record_path
    from mediakit.gallery.serve import LOOPBACK, serving

    site = terminal.workspace.site
    if not (site / "index.html").is_file():
        raise Refused("there is no gallery yet", where=str(site), hint="make it with: mediakit build")
    record = record_path(terminal.workspace) if reload else None
    with serving(site, port, record) as server:
        click.echo(f"http://{LOOPBACK}:{server.server_address[1]}/  (stop with Ctrl-C)")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
