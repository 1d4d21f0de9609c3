"""`search`: a phrase, and the second it was said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, printable, reports
from mediakit.domain.document import printable_name
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.editorial.search import Found


@click.command()
@click.argument("query")
@click.option("--person", metavar="PERSON", help="Only in what shows this person.")
@click.option("--event", metavar="EVENT", help="Only in this event.")
@click.option("--kind", type=click.Choice(["video", "audio", "photo"]), help="Only in assets of this kind.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, metavar="N", help="Most hits.")
@click.option("--mode", type=click.Choice(["words"]), default="words", help="By words: the only mode there is.")
@reports
def search(
    terminal: Terminal, query: str, person: str | None, event: str | None, kind: str | None, limit: int, mode: str
) -> None:
    """Find a phrase, and the second it was said.

    Looks in transcripts, titles, captions, names and tags. All words must occur. "In quotes" they must stand
    together; trust* finds trusted; OR and NOT are understood. A query that begins with a hyphen goes after --.

    \b
    Example:
      mediakit search '"last mile" trust' --event annual-gathering-2026
    """
    from mediakit.catalogue import people
    from mediakit.editorial.search import Question, look

    started = time.perf_counter()
    with terminal.catalogue() as catalogue:
        total, found = look(catalogue, Question(query, person, event, kind, limit))
        names = {p.slug: p.name for p in people.every(catalogue)}
    seconds = round(time.perf_counter() - started, 3)
    shown = query.encode("utf-8", "replace").decode()
    if terminal.as_json:
        document = {"query": shown, "total": total, "hits": [hit_document(f) for f in found], "seconds": seconds}
        terminal.report(document, list)
        return
    for line in _lines(total, found, shown, names):
        click.echo(line)


def hit_document(found: Found) -> dict[str, Any]:
    """A hit as JSON: positions in seconds, None for what is written; snippet is HTML with <mark>."""
    from mediakit.editorial.search import snippet

    hit, asset = found.hit, found.asset
    return {
        "asset": asset.id,
        "name": printable_name(asset.name),
        "short": printable_name(asset.short),
        "title": asset.title,
        "kind": asset.kind.value,
        "event": asset.event,
        "person": found.person,
        "field": hit.field,
        "start": hit.start_ms / 1000 if hit.start_ms is not None else None,
        "end": hit.end_ms / 1000 if hit.end_ms is not None else None,
        "text": hit.text,
        "snippet": snippet(hit.marked),
        "score": hit.score,
    }


def _lines(total: int, found: list[Found], query: str, names: dict[str, str]) -> list[str]:
    from mediakit.editorial.search import by_recording

    shown = query if len(query) <= 60 else f"{query[:57]}…"
    if not found:
        return [printable(f"nothing fits {shown}")]
    lines = []
    for group in by_recording(found).values():
        asset = group[0].asset
        lines.append(click.style(printable(f"{asset.short}  {asset.title or ''}".rstrip()), underline=True))
        lines += [_hit_line(one, names) for one in group]
    more = f"the best {len(found)} of {total} hits; see more with --limit" if total > len(found) else f"{total} hits"
    return [*lines, "1 hit" if total == 1 else more]


def _hit_line(found: Found, names: dict[str, str]) -> str:
    from mediakit.editorial.search import pieces

    hit = found.hit
    where = format_position(hit.start_ms) if hit.start_ms is not None else hit.field.replace("_", " ")
    # styled here, and not by the report, which takes control characters out of what the catalogue holds
    parts = [(printable(part), is_hit) for part, is_hit in pieces(hit.marked)]
    text = "".join(click.style(part, bold=True) if is_hit else part for part, is_hit in parts)
    name = names.get(found.person or "") if hit.start_ms is not None else None
    who = f"{printable(name)}: " if name else ""
    return f"  {where:>8}  {who}{text}"
