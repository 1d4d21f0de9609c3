"""`transcript import`: corrections that come back from Word, a text editor or a caption editor."""

from __future__ import annotations

import shlex
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, printable, reports
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from mediakit.domain.learning import Lesson
    from mediakit.domain.revised import Passage
    from mediakit.editorial.importing import Proposal

COLUMNS = 80


@click.command("import")
@click.argument("asset")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", type=typed.line, metavar="NAME", help="Who corrected it (default: your login name).")
@click.option("--from-revision", type=click.IntRange(1), metavar="N", help="The revision that FILE was exported from.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Store it without asking.")
@click.option("--learn", is_flag=True, help="Add the names and terms that were corrected to the vocabulary.")
@reports
def import_(
    terminal: Terminal,
    asset: str,
    file: Path,
    by: str | None,
    from_revision: int | None,
    dry_run: bool,
    yes: bool,
    learn: bool,
) -> None:
    """Take a corrected transcript back: Word (docx), text, captions (vtt, srt, ttml) or JSON.

    Shows what changed, then asks; with --json, and where nobody sits at the terminal, it stores only with --yes. Words
    that stayed keep their times; captions from a caption editor stay as they are, line by line. What a person
    corrected survives the next transcription.

    \b
    Example:
      mediakit transcript import A001/C0012 interview.docx --by "Ada Okafor"
    """
    from mediakit.catalogue import people
    from mediakit.editorial import importing

    settings = terminal.workspace.settings
    who = by or typed.login_name()
    with terminal.catalogue() as catalogue:
        proposal = importing.propose_file(catalogue, settings, asset, file, by=who, from_revision=from_revision)
        names = {p.slug: p.name for p in people.every(catalogue)}
        asked = not (yes or dry_run or terminal.as_json) and sys.stdin.isatty() and proposal.differs
        if asked:
            _show(diff_lines(proposal, names))
        stored = None
        if proposal.differs and not dry_run and (yes or (asked and click.confirm("Store this?", err=True))):
            stored = importing.save(catalogue, settings, proposal)
            if learn:
                importing.learn(catalogue, proposal)
    ending = _ending(proposal, stored, learn=learn, asked=asked)
    terminal.report(_document(proposal, stored), lambda: [*([] if asked else diff_lines(proposal, names)), *ending])


def _show(lines: list[str]) -> None:
    for line in lines:
        click.echo(printable(line))


def _document(proposal: Proposal, stored: int | None) -> dict[str, object]:
    return {
        "asset": proposal.asset.id,
        "revision": stored or proposal.revision,
        "stored": stored is not None,
        "from_revision": proposal.base,
        "changes": [
            {"start": d.start_ms / 1000, "end": d.end_ms / 1000, "before": d.before, "after": d.after}
            for d in proposal.diff.differences
        ],
        "speakers": [
            {"start": v.start_ms / 1000, "end": v.end_ms / 1000, "before": v.before, "after": v.after}
            for v in proposal.diff.voices
        ],
        "captions": proposal.cues_changed,
        "warnings": list(proposal.warnings),
        "learnt": [{"word": w.word, "heard_as": w.heard_as} for w in proposal.learnt],
    }


def _ending(proposal: Proposal, stored: int | None, *, learn: bool, asked: bool) -> list[str]:
    if not proposal.differs:
        return [f"nothing differs from revision {proposal.revision}; nothing stored"]
    words, captions = len(proposal.diff.differences), proposal.cues_changed
    counted = [f"{words} change{'s' * (words != 1)}"] if words or not captions else []
    counted += [f"{captions} caption{'s' * (captions != 1)}"] if captions else []
    total = " and ".join(counted)
    if stored is None:
        return [f"{total}; nothing stored" if asked else f"{total}; nothing stored yet: run it again with --yes"]
    lines = [f"{total} stored as revision {stored}, by {proposal.by}"]
    if proposal.learnt and learn:
        return [*lines, f"learnt: {', '.join(w.word for w in proposal.learnt)}"]
    if proposal.learnt:
        lines += ["to have these words recognised next time:", *(_offer(w) for w in proposal.learnt)]
    return lines


def _offer(lesson: Lesson) -> str:
    heard = f" --heard-as {shlex.quote(lesson.heard_as)}" if lesson.heard_as else ""
    return f"  mediakit vocabulary add {shlex.quote(lesson.word)}{heard}"


def diff_lines(proposal: Proposal, names: Mapping[str, str]) -> list[str]:
    """What differs, for eighty columns: where, who speaks, - what stood there, + what does now."""
    lines = [f"note: {warning}" for warning in proposal.warnings]
    for passage in proposal.diff.passages:
        lines += _passage(passage, names)
    for voice in proposal.diff.voices:
        when = f"{format_position(voice.start_ms)} – {format_position(voice.end_ms)}"
        lines.append(f"{when}  speaker: {_who(voice.before, names)} → {_who(voice.after, names)}")
    if proposal.cues_changed:
        count = proposal.cues_changed
        lines.append(f"{count} caption{'s' * (count != 1)} with other lines or times: kept as the file has them")
    return lines


def _who(speaker: str | None, names: Mapping[str, str]) -> str:
    from mediakit.domain.subtitles import speaker_name

    return speaker_name(names.get(speaker or "", speaker)) or "nobody named"


def _passage(passage: Passage, names: Mapping[str, str]) -> Iterator[str]:
    yield format_position(passage.start_ms) + (f"  {_who(passage.speaker, names)}" if passage.speaker else "")
    for sign, side in (("-", 0), ("+", 1)):
        pieces = [(piece[side], piece[0] == piece[1]) for piece in passage.pieces if piece[side]]
        text = " ".join(text if same else f"[{text}]" for text, same in pieces)
        yield from textwrap.wrap(text, COLUMNS - 2, initial_indent=f"  {sign} ", subsequent_indent="    ")
