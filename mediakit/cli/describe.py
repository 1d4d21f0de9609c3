"""`set`: what people say about assets, typed or out of a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.edit import Difference


@click.command("set")
@click.argument("words", nargs=-1, metavar="ASSET… KEY=VALUE…")
@click.option("--from", "file", type=click.Path(path_type=Path), help="Take the changes from a spreadsheet (CSV).")
@click.option("--yes", is_flag=True, help="With --from: write the changes; without it they are only shown.")
@reports
def set_(terminal: Terminal, words: tuple[str, ...], file: Path | None, yes: bool) -> None:
    """Describe assets: title, alt text, people, tags, embargo.

    KEY is one of title, caption, alt_text, extended_description, credit, creator, copyright, rating, people, session,
    shot, embargo, tags, hidden, poster, chapters, audio_description, description_text. An empty value empties the
    field. `people=none` says that nobody can be recognised, `alt_text=decorative` that a picture says nothing that the
    text around it does not, `poster=0:12.5` which frame of a film stands for it: `process` makes the poster anew.

    `chapters="0:00 Welcome | 2:15 Questions"` sets a film's chapters, `chapters=none` says that it has none.
    `audio_description` is the asset that is the film's audio described version, or `not-needed: ` and why;
    `description_text` is all that is seen and said, as text.

    For many at once: `mediakit assets --csv list.csv`, edit it as a spreadsheet, `mediakit set --from list.csv`
    shows what would change, and `--yes` writes it.

    Example: mediakit set A001/C0012 title="Opening words" people=ada-okafor shot=interview
    """
    from mediakit.editorial import describing

    with terminal.catalogue() as catalogue:
        request = describing.from_file(catalogue, file) if file else describing.from_words(catalogue, words)
        changes = describing.changes(catalogue, request)
        if yes or not file:
            describing.write(catalogue, changes)
    terminal.report([_document(c) for c in changes], lambda: _lines(changes, written=yes or not file))


def _document(change: Difference) -> dict[str, str]:
    return {"asset": change.asset, "field": change.key, "old": change.old, "new": change.new}


def _lines(changes: list[Difference], *, written: bool) -> list[str]:
    if not changes:
        return ["nothing differs"]
    lines = [f"{c.short}  {c.key}: {_cell(c.old)} → {_cell(c.new)}" for c in changes]
    assets = len({c.asset for c in changes})
    total = f"{len(changes)} change{'s' * (len(changes) != 1)} in {assets} asset{'s' * (assets != 1)}"
    return [*lines, f"{total} written" if written else f"{total}; nothing written yet: run it again with --yes"]


def _cell(text: str) -> str:
    if not text:
        return "(empty)"
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= 60 else f"“{flat[:57]}…”"
