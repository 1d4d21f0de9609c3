"""`transcript redact`: what nobody is to read or hear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.transcript_amend import hit_document
from mediakit.cli.typed import by_option, position
from mediakit.domain.errors import Misuse

if TYPE_CHECKING:
    from mediakit.catalogue.redactions import Redaction
    from mediakit.domain.rewording import Hit
    from mediakit.editorial.amending_redactions import Redacted


@click.command()
@click.argument("asset")
@click.option("--from", "start_ms", type=position, metavar="T", help="Where the stretch begins.")
@click.option("--to", "end_ms", type=position, metavar="T", help="Where it ends.")
@click.option("--word", metavar="TEXT", help="Every place where this word or phrase was recognised.")
@click.option("--reason", default="", metavar="TEXT", help="Kept with it, never published.")
@click.option("--dry-run", is_flag=True, help="Show what would be redacted and change nothing.")
@click.option("--list", "listing", is_flag=True, help="List what is redacted.")
@click.option("--remove", type=int, metavar="N", help="Take redaction N of the list back.")
@by_option
@reports
def redact(
    terminal: Terminal,
    asset: str,
    start_ms: int | None,
    end_ms: int | None,
    word: str | None,
    reason: str,
    dry_run: bool,
    listing: bool,
    remove: int | None,
    by: str,
) -> None:
    """Take a stretch out of everything that can be read or heard.

    The words become [redacted] in transcript, captions, search, exports and gallery, in every revision, whatever is
    transcribed or imported later; the sound of every version falls silent there. The original stays as it is. The
    asset is withheld from the gallery until it is processed and approved again.

    \b
    Examples:
      mediakit transcript redact A001/C0012 --from 1:23.5 --to 1:24.2 --reason "a patient's name"
      mediakit transcript redact A001/C0012 --word Brintworth --dry-run
    """
    from mediakit.catalogue import assets, redactions
    from mediakit.editorial import amending_redactions as redacting

    _need_one_of(start_ms is not None or end_ms is not None, word is not None, listing, remove is not None)
    with terminal.catalogue() as catalogue:
        found = assets.one(catalogue, assets.find(catalogue, asset))
        if listing:
            known = redactions.of(catalogue, found.id)
            document: dict[str, Any] = {"asset": found.id, "redactions": [_document(r) for r in known]}
            terminal.report(document, lambda: [_line(r) for r in known] or ["nothing is redacted in it"])
            return
        if remove is not None:
            done = redacting.take_back(catalogue, terminal.workspace, found, remove, by=by)
            terminal.report(_redacted_document(done, ()), lambda: _lines(done, (), taken_back=True))
            return
        places = redacting.places_of(catalogue, found, word) if word is not None else []
        spans = [redacting.stretch(found, span.start_ms, span.end_ms) for _, span in places]
        if word is None:
            if start_ms is None or end_ms is None:
                raise Misuse("a stretch needs both --from and --to")
            spans = [redacting.stretch(found, start_ms, end_ms)]
        hits = [hit for hit, _ in places]
        if dry_run:
            document = {"asset": found.id, "would": [_span_document(s.start_ms, s.end_ms) for s in spans]}
            document["hits"] = [hit_document(hit) for hit in hits]
            terminal.report(
                document, lambda: [*_places(hits), f"{len(spans)} to redact; nothing was changed (--dry-run)"]
            )
            return
        done = redacting.redact(catalogue, terminal.workspace, found, spans, reason=reason.strip(), by=by)
        written = redacting.written_too(found, word) if word is not None else []
    terminal.report(_redacted_document(done, hits, written), lambda: _lines(done, hits, written))


def _need_one_of(*given: bool) -> None:
    if sum(given) != 1:
        raise Misuse("say one of: --from with --to, --word, --list, --remove")


def _clock(milliseconds: int) -> str:
    """A position to the tenth of a second, where a word is short."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


def _span_document(start_ms: int, end_ms: int) -> dict[str, float]:
    return {"start": start_ms / 1000, "end": end_ms / 1000}


def _document(redaction: Redaction) -> dict[str, Any]:
    span = _span_document(redaction.span.start_ms, redaction.span.end_ms)
    return {"number": redaction.number, **span, "reason": redaction.reason, "by": redaction.by, "at": redaction.at}


def _redacted_document(done: Redacted, hits: Sequence[Hit], written: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "asset": done.asset.id,
        "redactions": [_document(r) for r in done.redactions],
        "changed": [_document(r) for r in done.changed],
        "hits": [hit_document(hit) for hit in hits],
        "written_too": list(written),
        "left": list(done.left),
    }


def _line(redaction: Redaction) -> str:
    span = f"{_clock(redaction.span.start_ms)} to {_clock(redaction.span.end_ms)}"
    why = f": {redaction.reason}" if redaction.reason else ""
    return f"{redaction.number:4}  {span}  by {redaction.by}, {redaction.at[:10]}{why}"


def _places(hits: Sequence[Hit]) -> list[str]:
    return [f"{_clock(hit.start_ms)}  {hit.before} [{hit.heard}] {hit.after}" for hit in hits]


def _lines(done: Redacted, hits: Sequence[Hit], written: Sequence[str] = (), *, taken_back: bool = False) -> list[str]:
    count = len(done.changed)
    what = "taken back" if taken_back else "redacted"
    lines = [*_places(hits), f"{done.asset.short}: {count} stretch{'es' * (count != 1)} {what}"]
    if not count:
        return [*lines[:-1], f"{done.asset.short}: all of this is redacted already"]
    if hits:
        lines.append("listen to it: what was recognised as another word is not found this way")
    lines += [f"its {field} says it too: mediakit set {done.asset.short} …" for field in written]
    return [*lines, *(f"left to do: {line}" if "mediakit" in line else line for line in done.left)]
