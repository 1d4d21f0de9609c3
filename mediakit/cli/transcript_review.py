"""`transcript review`: what was changed, what is doubtful, and a person's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.typed import by_option, numbers
from mediakit.domain.errors import Misuse
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.editorial.amending_review import Review, Settled

NONE = "nothing is transcribed yet: mediakit process"


@click.command()
@click.argument("names", nargs=-1, metavar="[ASSET…]")
@click.option("--event", metavar="EVENT", help="Only recordings of this event.")
@click.option("--accept", type=numbers, multiple=True, metavar="N", help="Confirm these (1,3-5), or all changes (all).")
@click.option("--undo", type=numbers, multiple=True, metavar="N", help="Put back what was heard.")
@click.option("--revision", type=int, metavar="R", help="Only if this is still the current revision.")
@click.option("--below", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Doubtful: less sure.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="Doubtful words shown; 0: all.")
@by_option
@reports
def review(
    terminal: Terminal,
    names: tuple[str, ...],
    event: str | None,
    accept: tuple[list[int] | None, ...],
    undo: tuple[list[int] | None, ...],
    revision: int | None,
    below: float,
    limit: int,
    by: str,
) -> None:
    """See what was changed in a transcript and which words are doubtful, and decide.

    Lists the names that were put in place of what was heard, what people changed, and the words that were heard with
    little certainty, those that look like names first. The numbers hold for the revision that is shown.

    \b
    Examples:
      mediakit transcript review --event lan
      mediakit transcript review A001/C0012 --accept 1,3 --undo 2 --by "Ada Okafor"
    """
    from mediakit.editorial import amending, amending_review

    with terminal.catalogue() as catalogue:
        chosen = amending.chosen(catalogue, names, event=event)
        shown = [amending_review.review(catalogue, asset, below=below) for asset in chosen]
        if not accept and not undo:
            documents = [_review_document(one) for one in shown]
            terminal.report(documents, lambda: _all_lines(shown, limit))
            return
        if len(names) != 1 or len(shown) != 1:
            raise Misuse("--accept and --undo need one asset", hint="mediakit transcript review A001/C0012 --accept 1")
        if revision is not None and revision != shown[0].revision:
            amending.need_unchanged(catalogue, shown[0].asset, revision)
        settings = terminal.workspace.settings
        settled = amending_review.settle(
            catalogue, settings, shown[0], accept=_all_of(accept), undo=_undone(undo, shown[0]), by=by
        )
    terminal.report(_settled_document(settled), lambda: [_settled_line(settled, by)])


def _all_of(typed: Sequence[list[int] | None]) -> list[int] | None:
    return None if None in typed else [n for some in typed if some for n in some]


def _undone(typed: Sequence[list[int] | None], shown: Review) -> list[int]:
    every = list(range(1, len(shown.changes) + 1))
    wanted = [n for some in typed for n in (every if some is None else some)]
    return list(dict.fromkeys(wanted))


def _review_document(shown: Review) -> dict[str, Any]:
    return {
        "asset": shown.asset.id,
        "short": shown.asset.short,
        "revision": shown.revision,
        "changes": [
            {
                "number": number, "start": c.start_ms / 1000, "end": c.end_ms / 1000, "heard": c.heard,
                "written": c.written, "reason": c.reason, "score": c.score, "by": c.by, "at": c.at,
            }
            for number, c in enumerate(shown.changes, 1)
        ],
        "doubtful": [
            {
                "number": shown.number_of_doubt(place), "start": d.start_ms / 1000, "end": d.end_ms / 1000,
                "text": d.text, "probability": d.probability, "name": d.name, "before": d.before, "after": d.after,
            }
            for place, d in enumerate(shown.doubts)
        ],
    }  # fmt: skip


def _all_lines(shown: Sequence[Review], limit: int) -> list[str]:
    some = [one for one in shown if one.changes or one.doubts] if len(shown) > 1 else shown
    lines = [line for one in some for line in _review_lines(one, limit)] or ([] if shown else [NONE])
    rest = len(shown) - len(some)
    return [*lines, f"{rest} more with nothing to look at"] if rest else lines


def _review_lines(shown: Review, limit: int) -> list[str]:
    head = f"{shown.asset.short}  {shown.asset.title or ''}".rstrip() + f" (revision {shown.revision})"
    lines = []
    for number, change in enumerate(shown.changes, 1):
        who = f"by {change.by}" if change.by else "to check"
        why = f"; {change.reason}" if change.reason else ""
        score = f", {change.score:.2f}" if change.score is not None else ""
        said = f"“{change.heard}” → “{change.written}”" if change.heard != change.written else f"“{change.written}”"
        lines.append(f"{number:4}  {format_position(change.start_ms)}  {said}  ({who}{why}{score})")
    most = limit or len(shown.doubts)
    for place, doubt in enumerate(shown.doubts[:most]):
        what = "a name?" if doubt.name else "doubtful"
        text = f"{doubt.before} [{doubt.text}] {doubt.after}".strip()
        number = shown.number_of_doubt(place)
        lines.append(f"{number:4}  {format_position(doubt.start_ms)}  {text}  ({what} {doubt.probability:.2f})")
    if len(shown.doubts) > most:
        lines.append(f"      and {len(shown.doubts) - most} more doubtful words: --limit 0 shows them")
    if not lines:
        return [f"{head}: nothing was changed, nothing is doubtful"]
    return [head, *lines]


def _settled_document(settled: Settled) -> dict[str, Any]:
    return {
        "asset": settled.asset.id,
        "revision": settled.revision,
        "accepted": list(settled.accepted),
        "undone": list(settled.undone),
    }


def _settled_line(settled: Settled, by: str) -> str:
    done = f"{len(settled.accepted)} accepted, {len(settled.undone)} undone by {by}"
    return f"{settled.asset.short}: {done}; it is revision {settled.revision} now, the numbers have changed"
