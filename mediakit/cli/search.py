"""`search`: a phrase, and the second it was said."""

from __future__ import annotations

import time
from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports

_ONLY = "Only {}."


@click.command()
@click.argument("query", required=False)
@click.option("--person", metavar="PERSON", help="Only in what shows this person.")
@click.option("--organisation", metavar="NAME", help="Only in what shows somebody of this organisation.")
@click.option("--role", metavar="ROLE", help="Only rush, finished or photo; or where somebody of this role is shown.")
@click.option("--event", metavar="EVENT", help="Only in this event.")
@click.option("--session", metavar="SESSION", help="Only in this session of the agenda.")
@click.option("--kind", type=click.Choice(["video", "audio", "photo"]), help="Only in assets of this kind.")
@click.option("--speaker", metavar="PERSON", help="Only what this person, or voice, says.")
@click.option("--since", metavar="DAY", help="Only what was filmed on this day or later: 2026-05-13, or 2026-05.")
@click.option("--until", metavar="DAY", help="Only what was filmed on this day or earlier.")
@click.option("--sort", type=click.Choice(["relevance", "time"]), default="relevance", help="Best first, or by time.")
@click.option("--context", "around", type=click.IntRange(0, 20), default=0, metavar="N", help="N sentences around.")
@click.option("--group", type=click.Choice(["recording"]), help="Each recording once, with its best hits.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, metavar="N", help="Most hits.")
@click.option("--mode", type=click.Choice(["words", "meaning", "both"]), default="words", show_default=True,
              help="Find the words, or what means the same, or both.")  # fmt: skip
@click.option("--csv", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write the hits to a table, too.")
@click.option("--open", "opened", type=click.IntRange(1), is_flag=False, flag_value=1, metavar="[N]",
              help="Play the first hit in the browser, or the N-th.")  # fmt: skip
@click.option("--prepare", is_flag=True, help="Read what is new for --mode meaning; can be stopped and started again.")
@reports
def search(
    terminal: Terminal,
    query: str | None,
    prepare: bool,
    around: int,
    group: str | None,
    file: Path | None,
    opened: int | None,
    **asked: str | int | None,
) -> None:
    """Find a phrase, and the second it was said.

    Looks in transcripts, titles, captions, names and tags. All words must occur, in any form (trust finds trusted);
    "in quotes" they must stand together, just so; matern* is the beginning of a word. OR and NOT (or a hyphen before
    a word) are understood, and brackets, and NEAR(trust midwives, 5). A misspelt name is found. person:, speaker:,
    event:, session:, kind:, role:, organisation: and date: within the query narrow it down as the options do. A query
    that begins with a hyphen goes after --. --mode both takes a question, and finds what answers it in other words.

    \b
    Examples:
      mediakit search '"last mile" trust' --event annual-gathering-2026
      mediakit search 'trust -funding speaker:"Ada Okafor" date:2026-05' --context 1
    """
    from mediakit.cli import search_report
    from mediakit.editorial.search import Query, look

    if query is None and not prepare:
        raise click.UsageError("say what to find, such as: mediakit search trust")
    started = time.perf_counter()
    with terminal.catalogue() as catalogue:
        if prepare:
            read = search_report.prepare(terminal, catalogue)
        if query is None:
            terminal.report({"read": read}, list)
            return
        found = look(catalogue, Query(query, around=around, **asked))  # type: ignore[arg-type]
        seconds = round(time.perf_counter() - started, 3)
        if file:
            search_report.write_table(terminal, file, found)
        if opened:
            search_report.play(terminal, catalogue, found, opened)
    shown = query.encode("utf-8", "replace").decode()
    if terminal.as_json:
        terminal.report(search_report.document(found, shown, seconds, grouped=group is not None), list)
        return
    for line in search_report.lines(found, shown, grouped=group is not None):
        click.echo(line)
