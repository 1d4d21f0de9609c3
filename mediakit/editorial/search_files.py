"""What a search leaves behind: a table of its hits, and a page that plays one of them from its second."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from mediakit.catalogue import assets
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Refused
from mediakit.domain.facts import Kind
from mediakit.domain.span import format_position
from mediakit.domain.workspace import Workspace
from mediakit.editorial.search import FoundHit, snippet
from mediakit.media import files, sheets

COLUMNS = ("recording", "title", "kind", "event", "filmed", "at", "seconds", "speaker", "where", "text", "asset")
PLAYER = "reports/player.html"


def rows(found: Sequence[FoundHit]) -> list[tuple[str, ...]]:
    """A row for each hit, in the order of COLUMNS; at: the position as 1:23, seconds: the same as a number."""
    made = []
    for one in found:
        hit, recording = one.hit, one.recording
        said = hit.start_ms is not None
        made.append(
            (
                recording.short,
                recording.title or "",
                recording.kind,
                recording.event or "",
                recording.captured_at or "",
                format_position(hit.start_ms) if hit.start_ms is not None else "",
                f"{hit.start_ms / 1000:.3f}" if hit.start_ms is not None else "",
                one.speaks or "",
                "said" if said else hit.field.replace("_", " "),
                hit.text,
                recording.id,
            )
        )
    return [tuple(cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for cell in row) for row in made]


def write_table(path: Path, found: Sequence[FoundHit]) -> None:
    """Write the hits as CSV or, where the name ends in .xlsx, as a workbook; whole or not at all."""
    sheets.write_rows(path, COLUMNS, rows(found))


def write_player(catalogue: Catalogue, workspace: Workspace, found: FoundHit) -> Path:
    """Write the page that plays a hit from its second, or shows its photo; it opens in any browser without a network.

    Raises Refused where neither a version of it nor its original is at hand.
    """
    asset = assets.one(catalogue, found.recording.id)
    source = _source(workspace, asset)
    if source is None:
        hint = "plug in the disk that holds it, or make its versions with: mediakit process"
        raise Refused("there is no file to play", where=asset.short, hint=hint)
    target = workspace.locate(PLAYER)
    target.parent.mkdir(parents=True, exist_ok=True)
    files.write_whole(target, page(found, asset.kind, source.resolve().as_uri()))
    return target


def _source(workspace: Workspace, asset: Asset) -> Path | None:
    """The version that a browser plays best; the original where there is none."""
    made = sorted(asset.renditions.values(), key=_fitness, reverse=True)
    paths = [rendition.path for rendition in made if _fitness(rendition)[0]]
    return next((path for path in map(workspace.locate, [*paths, asset.path]) if path.is_file()), None)


def _fitness(rendition: object) -> tuple[int, int]:
    profile, height_px = getattr(rendition, "profile", ""), getattr(rendition, "height_px", None) or 0
    kinds = {"photo": 3, "web": 3, "proxy": 2, "audio": 1}
    return kinds.get(profile.split("-")[0], 0), -abs(height_px - 720)


def page(found: FoundHit, kind: Kind, address: str) -> str:
    """The page as HTML. address: of the file to play."""
    hit, recording = found.hit, found.recording
    title = html.escape(recording.title or recording.short)
    at = f"#t={hit.start_ms / 1000:.3f}" if hit.start_ms is not None else ""
    source = html.escape(f"{address}{at}", quote=True)
    media = {
        Kind.VIDEO: f'<video controls autofocus preload="metadata" src="{source}"></video>',
        Kind.AUDIO: f'<audio controls autofocus preload="metadata" src="{source}"></audio>',
        Kind.PHOTO: f'<img src="{source}" alt="{html.escape(hit.text, quote=True)}">',
    }[kind]
    where = format_position(hit.start_ms) if hit.start_ms is not None else hit.field.replace("_", " ")
    who = f"{html.escape(found.speaks)}: " if found.speaks else ""
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
        "color:#1a1a1a;background:#fff}video,audio,img{width:100%;max-height:70vh}mark{background:#ffe58a}</style>\n"
        f"</head><body><main><h1>{title}</h1>\n{media}\n<p>{where} {who}{snippet(hit.marked)}</p>\n"
        f"<p>{html.escape(recording.short)}. For the team only: nothing here was approved.</p></main></body></html>\n"
    )
