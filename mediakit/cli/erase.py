"""`erase`: what the law can demand; shown first, done only when nothing has changed since."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from mediakit.cli import typed
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.catalogue.connect import Catalogue
    from mediakit.domain.erasure import Erasure, Left
    from mediakit.logistics.erasing import Asked
    from mediakit.logistics.erasing_journal import Decided

_SHOWN = 20
_TABLES = {
    "transcripts": "transcripts and their earlier revisions",
    "segments": "stretches of speech",
    "cues": "captions",
    "passages": "entries of the search",
    "consents": "consents",
    "quotes": "quotes",
    "people": "people",
    "assets": "assets",
    "originals": "originals",
    "renditions": "renditions",
    "copies": "copies",
    "approvals": "approvals",
    "changes": "lines of the diary of changes",
}


@click.command()
@click.argument("name", required=False, metavar="[ASSET|PERSON]")
@click.option("--reason", type=typed.line, metavar="TEXT", help="Why; it is kept, and names nobody who is erased.")
@click.option("--by", type=typed.line, metavar="NAME", help="Who decides: a person's name.")
@click.option(
    "--keep", multiple=True, metavar="ASSET", help="Of a person: this stays, hidden and without them; repeat."
)
@click.option("--backups", is_flag=True, help="Remove the workspace's own backups that still hold it, too.")
@click.option("--yes", "code", metavar="CODE", help="The code that the list was shown with: now remove it.")
@click.option("--continue", "resume", is_flag=True, help="Finish an erasure that was interrupted.")
@reports
def erase(
    terminal: Terminal,
    name: str | None,
    reason: str | None,
    by: str | None,
    keep: tuple[str, ...],
    backups: bool,
    code: str | None,
    resume: bool,
) -> None:
    """Erase an asset, or a person with everything they are in.

    In two steps. The first lists what would go: originals, their copies, everything made of them, transcripts and
    their revisions, quotes, evidence of consent, pages of the gallery; and what would stay, or is out of reach. The
    second, with --yes and the code of that list, removes it for good, if nothing has changed since.

    What stays is a tombstone without content: when, by whom and why. The same file is not taken in again unawares.

    \b
    Example:
      mediakit erase sian-prys-howell --reason "asked to be erased, letter of 12 June" --by "Nuala Byrne"
    """
    from mediakit.logistics import erasing_journal as journal
    from mediakit.logistics.erasing import Asked

    with terminal.catalogue() as catalogue:
        begun = journal.read(terminal.workspace)
        if resume or (begun and begun.code == code):
            _finish(terminal, catalogue, begun)
            return
        if begun:
            hint = "finish that first: mediakit erase --continue"
            raise Refused(f"the erasure of {begun.erasure.name} was interrupted", hint=hint)
        if not (name and reason and by):
            raise Misuse("it needs a name, --reason and --by", hint="mediakit erase --help")
        _ask(terminal, catalogue, Asked(name, keep, backups), reason, by, code)


def _ask(terminal: Terminal, catalogue: Catalogue, asked: Asked, reason: str, by: str, code: str | None) -> None:
    """Show what would go; with the right code, let it go."""
    from mediakit.logistics.erasing import plan, problem_of_words
    from mediakit.logistics.erasing_journal import Decided

    if problem := problem_of_words(catalogue, asked, (reason, by)):
        raise Misuse(problem, where="--reason, --by")
    erasure = plan(terminal.workspace, catalogue, asked)
    if code == erasure.code:
        _finish(terminal, catalogue, Decided(erasure, by, reason, code))
        return
    if code:
        terminal.say("what would be removed is not what was shown with that code: this is how it stands now")
        terminal.fail()
    terminal.report(_document(erasure, done=False), lambda: _lines(erasure, done=False))


def _finish(terminal: Terminal, catalogue: Catalogue, decided: Decided | None) -> None:
    from mediakit.gallery.site import rebuild_without_traces
    from mediakit.logistics.erasing_act import carry_out

    if decided is None:
        raise Refused("no erasure was interrupted, so there is nothing to finish")
    workspace = terminal.workspace
    with terminal.progress() as progress:
        rebuild = partial(rebuild_without_traces, workspace, catalogue, progress)
        done = carry_out(workspace, catalogue, decided, rebuild, progress)
    if len(done.out_of_reach) > len(decided.erasure.out_of_reach):
        terminal.fail()
    terminal.report(_document(done, done=True), lambda: _lines(done, done=True))


def _document(erasure: Erasure, *, done: bool) -> dict[str, Any]:
    return {
        "name": erasure.name,
        "person": erasure.person,
        "assets": list(erasure.assets),
        "kept": list(erasure.kept),
        "erased": done,
        "files": [{"kind": p.kind, "path": p.path, "bytes": p.size_bytes} for p in erasure.files],
        "catalogue": dict(erasure.rows),
        "manifests": list(erasure.manifests),
        "site_files": erasure.site_files,
        "backups": [{"path": p.path, "bytes": p.size_bytes} for p in erasure.backups],
        "out_of_reach": _left(erasure.out_of_reach),
        "stays": _left(erasure.stays),
        "code": None if done else erasure.code,
    }


def _left(rows: Sequence[Left]) -> list[dict[str, str]]:
    return [{"where": row.where, "what": row.what} for row in rows]


def _lines(erasure: Erasure, *, done: bool) -> list[str]:
    lines = [f"{erasure.name}: {'erased' if done else 'this would be erased'}:"]
    kinds = Counter(p.kind for p in erasure.files)
    for kind, count in kinds.items():
        mine = [p for p in erasure.files if p.kind == kind]
        lines.append(f"  {kind}: {_files(count)}, {sum(p.size_bytes for p in mine) / 1e6:,.1f} MB")
        if kind != "rendition":
            lines += _shown([f"    {p.path}" for p in mine])
    rows = [f"{count} {_TABLES[table]}" for table, count in erasure.rows if table in _TABLES]
    lines.append(f"  catalogue: {', '.join(rows) or 'nothing'}")
    lines += [f"  gallery: {_files(erasure.site_files)}"] if erasure.site_files else []
    lines += [f"  lines about it in {m}" for m in erasure.manifests]
    lines += _kept(erasure)
    lines += _told(erasure, done)
    if not done:
        lines.append("nothing was removed yet; to erase it for good, the same command with:")
        lines.append(f"  --yes {erasure.code}")
    return lines


def _kept(erasure: Erasure) -> list[str]:
    if not erasure.kept:
        return []
    return [f"stays without them, hidden and unapproved: {', '.join(k[:12] for k in erasure.kept)}"]


def _told(erasure: Erasure, done: bool) -> list[str]:
    lines = []
    if erasure.backups and not erasure.with_backups:
        what = "they still hold it" if done else "these still hold it; --backups removes them too"
        lines.append(f"backups: {what}")
        lines += _shown([f"  {p.path}" for p in erasure.backups])
    for head, rows in (("stays, for you to decide:", erasure.stays), ("out of reach:", erasure.out_of_reach)):
        lines += [head, *_shown([f"  {_one(row)}" for row in rows])] if rows else []
    return lines


def _one(row: Left) -> str:
    return f"{row.where}: {row.what}"


def _shown(rows: list[str]) -> list[str]:
    more = [f"    and {len(rows) - _SHOWN} more: see them with --json"] if len(rows) > _SHOWN else []
    return [*rows[:_SHOWN], *more]


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"
