"""`transcript`: read and hand out what was said."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mediakit.cli.terminal import Terminal, printable, reports
from mediakit.cli.transcript_amend import rename_speaker, replace
from mediakit.cli.transcript_check import check
from mediakit.cli.transcript_history import diff, history, revert
from mediakit.cli.transcript_import import import_
from mediakit.cli.transcript_redact import redact
from mediakit.cli.transcript_review import review
from mediakit.domain.errors import Misuse
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.editorial.handout import Handout

FORMATS = ["json", "vtt", "srt", "ttml", "txt", "docx"]


@click.group()
def transcript() -> None:
    """Read and hand out transcripts and captions."""


@transcript.command()
@click.argument("asset")
@reports
def show(terminal: Terminal, asset: str) -> None:
    """Read what was said, with times and speakers.

    \b
    Example:
      mediakit transcript show A001/C0012
    """
    from mediakit.domain.records import spoken_document
    from mediakit.editorial.handout import gather

    with terminal.catalogue() as catalogue:
        handout = gather(catalogue, asset)
    terminal.report(spoken_document(handout.asset, handout.transcript), lambda: _lines(handout))


def _lines(handout: Handout) -> list[str]:
    from mediakit.domain.subtitles import to_txt
    from mediakit.editorial.handout import named

    asset, spoken = handout.asset, handout.asset.spoken
    length = format_position(asset.duration_ms or 0)
    made = f", {spoken.language}, by {spoken.engine} ({spoken.model}), revision {spoken.revision}" if spoken else ""
    head = f"{asset.short}  {asset.title or ''}".rstrip() + f" ({length}{made})"
    if not handout.transcript.segments:
        return [head, "nobody speaks in it"]
    return [head, "", *to_txt(named(handout.transcript, handout.names), times=True).rstrip("\n").split("\n")]


@transcript.command()
@click.argument("asset")
@click.option("--format", "form", type=click.Choice(FORMATS), help="What kind of file.")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="Default: stdout.")
@click.option("--times", is_flag=True, help="Plain text: begin each paragraph with its position.")
@reports
def export(terminal: Terminal, asset: str, form: str | None, file: Path | None, times: bool) -> None:
    """Hand out a transcript (json, txt, docx for Word) or its captions (vtt, srt, ttml).

    Without --format, the ending of FILE says it. What comes back corrected: transcript import.

    \b
    Example:
      mediakit transcript export A001/C0012 --format vtt -o opening.vtt
    """
    from mediakit.editorial.docx_handout import docx
    from mediakit.editorial.handout import gather, name_columns, written
    from mediakit.media.files import write_whole

    chosen = _form(form, file, terminal.as_json)
    with terminal.catalogue() as catalogue:
        handout = gather(catalogue, asset)
    columns = name_columns(handout, terminal.workspace.settings)
    content = docx(handout) if chosen == "docx" else written(handout, chosen, times=times, name_columns=columns)
    if file is None:
        click.echo(content, nl=False)
        return
    write_whole(file, content)
    document = {"asset": handout.asset.id, "format": chosen, "file": str(file)}
    terminal.report(document, lambda: [f"{printable(handout.asset.short)} written to {file}"])


def _form(form: str | None, file: Path | None, as_json: bool) -> str:
    if file is not None and file.is_dir():
        raise Misuse("that is a folder; name a file", where=str(file))
    if form is None and file is not None and file.suffix.lower() in (".json", ".vtt", ".srt", ".ttml", ".txt", ".docx"):
        return file.suffix.lower()[1:]
    if form is None and not as_json:
        raise Misuse("say which kind of file: --format json, vtt, srt, ttml, txt or docx")
    if form == "docx" and file is None and sys.stdout.isatty():
        raise Misuse("a Word file is not for the screen", hint="add -o interview.docx")
    if as_json and file is None and form not in (None, "json"):
        raise Misuse(f"--json prints JSON, --format {form} does not", hint="leave one of them out, or add -o FILE")
    return form or "json"


transcript.add_command(import_)
for amendment in (review, replace, history, diff, revert, rename_speaker, redact, check):
    transcript.add_command(amendment)
