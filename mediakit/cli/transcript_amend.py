"""`transcript replace` and `rename-speaker`: corrections on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.typed import by_option, position
from mediakit.domain.errors import Misuse
from mediakit.domain.span import Span, format_position

if TYPE_CHECKING:
    from mediakit.domain.rewording import Hit
    from mediakit.editorial.amending import Draft, Named


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("names", nargs=-1, metavar="[ASSET…]")
@click.option("--everywhere", is_flag=True, help="In every transcript (with --event: of that event).")
@click.option("--event", metavar="EVENT", help="Only in recordings of this event.")
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
@click.option("--whole-word/--within-words", "whole", default=True, help="Whole words only; on without either.")
@click.option("--case", is_flag=True, help="Only where capitals are the same.")
@click.option("--learn", is_flag=True, help="Teach the recogniser NEW, heard as OLD, for later transcriptions.")
@by_option
@reports
def replace(
    terminal: Terminal,
    old: str,
    new: str,
    names: tuple[str, ...],
    everywhere: bool,
    event: str | None,
    dry_run: bool,
    whole: bool,
    case: bool,
    learn: bool,
    by: str,
) -> None:
    """Put a word or phrase in place of another, in one transcript or in all.

    Punctuation beside it stays, a possessive 's too, and what begins a sentence goes on beginning with a capital.
    Words keep their times; captions follow. Each place is shown. One new revision is stored for each transcript.

    \b
    Examples:
      mediakit transcript replace "called a wick" Kaldewick A001/C0012
      mediakit transcript replace Rintworth Brintworth --everywhere --dry-run
    """
    from mediakit.catalogue import vocabulary
    from mediakit.domain.rewording import Wanted
    from mediakit.editorial import amending

    if not names and not everywhere and not event:
        raise Misuse("name assets, or say --everywhere", hint="--dry-run shows first what would change")
    if names and everywhere:
        raise Misuse("name assets, or say --everywhere, not both")
    settings = terminal.workspace.settings
    with terminal.catalogue() as catalogue:
        chosen = amending.chosen(catalogue, names, event=event)
        wanted = Wanted(old, whole=whole, case=case)
        drafts = amending.replacing(catalogue, settings, chosen, wanted, new, by=by)
        revisions: list[int] = []
        if drafts and not dry_run:
            with catalogue.writing():
                revisions = amending.save(catalogue, settings, drafts, by=by, how="replace")
                if learn:
                    vocabulary.add(catalogue, new, heard_as=[old], asset=drafts[0].asset.id, by=by)
    document = _replaced_document(drafts, revisions, old, new, learnt=learn and bool(revisions))
    terminal.report(document, lambda: _replaced_lines(drafts, revisions, old, new, learn))


def hit_document(hit: Hit) -> dict[str, Any]:
    """One place in a transcript: positions in seconds."""
    return {
        "start": hit.start_ms / 1000,
        "end": hit.end_ms / 1000,
        "heard": hit.heard,
        "written": hit.written,
        "before": hit.before,
        "after": hit.after,
    }


def _replaced_document(
    drafts: Sequence[Draft], revisions: Sequence[int], old: str, new: str, *, learnt: bool
) -> dict[str, Any]:
    stored: list[int | None] = list(revisions) or [None] * len(drafts)
    return {
        "old": old,
        "new": new,
        "hits": sum(len(d.hits) for d in drafts),
        "assets": [
            {"asset": d.asset.id, "revision": number, "hits": [hit_document(hit) for hit in d.hits]}
            for d, number in zip(drafts, stored, strict=True)
        ],
        "written": bool(revisions),
        "learnt": learnt,
    }


def _replaced_lines(drafts: Sequence[Draft], revisions: Sequence[int], old: str, new: str, learn: bool) -> list[str]:
    if not drafts:
        return [f"“{old}” is nowhere in it"]
    lines = []
    for draft in drafts:
        for hit in draft.hits:
            place = f"{draft.asset.short}  {format_position(hit.start_ms)}"
            lines.append(f"{place}  {hit.before} [{hit.heard} → {hit.written}] {hit.after}")
    hits = sum(len(d.hits) for d in drafts)
    total = f"{hits} place{'s' * (hits != 1)} in {len(drafts)} transcript{'s' * (len(drafts) != 1)}"
    if not revisions:
        return [*lines, f"{total}; nothing was changed (--dry-run)"]
    approved = sum(d.asset.approved for d in drafts)
    if approved:
        total += f"; the approval of {approved} lapsed"
    taught = f"{new} is in the vocabulary now, heard as “{old}”"
    offer = f'so that it is heard right next time: mediakit vocabulary add "{new}" --heard-as "{old}"'
    # an ordinary word needs no teaching
    offered = [] if new == new.lower() else [offer]
    return [*lines, total + " changed", *([taught] if learn else offered)]


@click.command("rename-speaker")
@click.argument("asset")
@click.argument("voice")
@click.argument("who", metavar="PERSON")
@click.option("--from", "start_ms", type=position, metavar="T", help="Only from this position on.")
@click.option("--to", "end_ms", type=position, metavar="T", help="Only up to this position.")
@by_option
@reports
def rename_speaker(
    terminal: Terminal, asset: str, voice: str, who: str, start_ms: int | None, end_ms: int | None, by: str
) -> None:
    """Say whose voice it is, in a whole transcript or in one stretch.

    VOICE is as the transcript shows it: 1, a person's name on the people list, or - for where nobody is named. PERSON
    is somebody on the people list, - to take a name off, or "Speaker 3" for a voice without a name. Put -- before a -.

    \b
    Examples:
      mediakit transcript rename-speaker A001/C0012 1 ada-okafor
      mediakit transcript rename-speaker A001/C0012 --from 1:23.5 --to 2:10 -- - "Speaker 2"
    """
    from mediakit.editorial import amending

    within = _within(start_ms, end_ms)
    with terminal.catalogue() as catalogue:
        found = amending.chosen(catalogue, [asset])[0]
        settings = terminal.workspace.settings
        named = amending.naming(catalogue, settings, found, voice, who, within)
        revision = amending.save(catalogue, settings, [named.draft], by=by, how="rename-speaker")[0]
    document = {
        "asset": found.id, "voice": named.voice, "person": named.person, "seconds": named.speech_ms / 1000,
        "revision": revision, "left": list(named.left),
    }  # fmt: skip
    terminal.report(document, lambda: _named_lines(named, revision))


def _within(start_ms: int | None, end_ms: int | None) -> Span | None:
    if start_ms is None and end_ms is None:
        return None
    if end_ms is not None and (start_ms or 0) >= end_ms:
        raise Misuse("the stretch ends before it begins")
    return Span(start_ms or 0, 2**53 if end_ms is None else end_ms)


def _named_lines(named: Named, revision: int) -> list[str]:
    from mediakit.domain.subtitles import speaker_name

    voice, who = (speaker_name(v) or "nobody" for v in (named.voice, named.person))
    asset = named.draft.asset
    lines = [
        f"{asset.short}: {voice} is {who} now, in {format_position(named.speech_ms)} of speech (revision {revision})"
    ]
    return [*lines, *named.left]
