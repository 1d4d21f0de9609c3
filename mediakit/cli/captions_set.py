"""`captions set`: one caption put right by hand."""

from __future__ import annotations

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.typed import by_option, position
from mediakit.domain.errors import Misuse


@click.command("set")
@click.argument("asset")
@click.argument("number", type=click.IntRange(1))
@click.option("--line", "lines", multiple=True, metavar="TEXT", help="One line of it; repeat it for the next.")
@click.option("--from", "start_ms", type=position, metavar="T", help="When it comes.")
@click.option("--to", "end_ms", type=position, metavar="T", help="When it goes.")
@click.option("--mend", is_flag=True, help="Break and time it anew where it breaks a rule.")
@by_option
@reports
def set_(
    terminal: Terminal,
    asset: str,
    number: int,
    lines: tuple[str, ...],
    start_ms: int | None,
    end_ms: int | None,
    mend: bool,
    by: str,
) -> None:
    """Give one caption other lines or times, or mend it.

    NUMBER is as `captions lint --json` and the desk count them, from 1. The caption stays so, whatever the rules say
    later; what was said is not changed by it. It becomes a new revision, and an approval of the captions before lapses.

    \b
    Examples:
      mediakit captions set A001/C0012 14 --line "- Trust is built slowly" --line "and it is lost at once."
      mediakit captions set A001/C0012 14 --mend
    """
    from mediakit.editorial import amending, drafts_captions

    if mend == bool(lines or start_ms is not None or end_ms is not None):
        raise Misuse("say either --mend, or what to change: --line, --from, --to")
    with terminal.catalogue() as catalogue:
        found = amending.chosen(catalogue, [asset])[0]
        settings = terminal.workspace.settings
        if mend:
            revision = drafts_captions.mend(catalogue, settings, found, number, by=by)
        else:
            revision = drafts_captions.put_right(
                catalogue, settings, found, drafts_captions.Wanted(number, lines or None, start_ms, end_ms), by=by
            )
        after = drafts_captions.captions_of(catalogue, settings, found)
    left = [breach.reason for breach in after.breaches.get(number - 1, [])]
    document = {"asset": found.id, "caption": number, "revision": revision, "breaches": left}
    kept = [f"still: {reason}" for reason in left]
    terminal.report(document, lambda: [f"{found.short}: caption {number} put right (revision {revision})", *kept])
