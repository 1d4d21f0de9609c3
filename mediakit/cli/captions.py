"""`captions`: hold captions against the rules, and mend them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mediakit.cli.captions_set import set_
from mediakit.cli.terminal import Terminal, printable, reports
from mediakit.domain.errors import Misuse, NoWorkspace
from mediakit.domain.span import format_position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediakit.domain.caption_fix import Mended
    from mediakit.domain.caption_lint import Breach, Lint, RuleShare
    from mediakit.domain.captions_rules import CaptionRules
    from mediakit.editorial.caption_files import Checked

SHOWN = 3
LONGEST_SHOWN = 160


@click.group()
def captions() -> None:
    """Hold captions against the rules, and mend them."""


@captions.command("lint")
@click.argument("source", metavar="FILE|ASSET")
@click.option("--strict", is_flag=True, help="Exit with 1 if a rule is kept less often than it should be.")
@click.option("--portrait", is_flag=True, help="A file for an upright film: three lines of 25 characters.")
@click.option("--language", metavar="CODE", help="Language of a file that names none, such as cy.")
@reports
def lint_(terminal: Terminal, source: str, strict: bool, portrait: bool, language: str | None) -> None:
    """Say how well captions keep the rules: line length, reading speed, gaps, breaks.

    FILE is anybody's WebVTT, SRT or TTML; for an ASSET the voice is known too, so that a caption that comes
    too late shows, and haste is excused where the speaker is faster than anybody reads. The numbers are in
    [captions] of mediakit.toml.

    \b
    Examples:
      mediakit captions lint supplier.srt
      mediakit captions lint A001/C0012 --strict
    """
    from mediakit.editorial import caption_files

    if caption_files.is_file(source):
        rules, names = _rules(terminal, portrait)
        checked = caption_files.lint_file(Path(source), rules, language=language, names=names)
    else:
        with terminal.catalogue() as catalogue:
            checked = caption_files.lint_asset(catalogue, terminal.workspace.settings, source)
    terminal.report(caption_files.checked_document(checked), lambda: list(_lint_lines(checked)))
    if strict and (not checked.lint.holds or any(problem.fatal for problem in checked.problems)):
        terminal.fail()


@captions.command("fix")
@click.argument("source", metavar="FILE|ASSET")
@click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="Default: NAME-fixed.")
@click.option("--all", "every", is_flag=True, help="ASSET: also the captions that a person made.")
@click.option("--portrait", is_flag=True, help="A file for an upright film: three lines of 25 characters.")
@click.option("--language", metavar="CODE", help="Language of a file that names none, such as cy.")
@reports
def fix_(terminal: Terminal, source: str, file: Path | None, every: bool, portrait: bool, language: str | None) -> None:
    """Break and time captions anew where they break the rules. No word is changed.

    A FILE's captions that keep the rules stay; the rest is written to another file, or to -o FILE; italics,
    colours and positions are not kept. An ASSET's captions are made anew from its words; those that a person
    made stay. If anything changed, its approval lapses.

    \b
    Examples:
      mediakit captions fix supplier.srt -o for-the-web.vtt
      mediakit captions fix A001/C0012
    """
    from mediakit.editorial import caption_files

    if caption_files.is_file(source):
        _fix_file(terminal, Path(source), file, portrait, language)
    elif file is not None:
        raise Misuse(
            "-o goes with a file", hint=f"for a file of its captions: mediakit transcript export {source} -o …"
        )
    else:
        _fix_asset(terminal, source, every)


def _fix_file(terminal: Terminal, source: Path, file: Path | None, portrait: bool, language: str | None) -> None:
    from mediakit.editorial import caption_files
    from mediakit.media.files import write_whole

    target = caption_files.destination(source, file)
    form = caption_files.form_of(target, source)
    rules, names = _rules(terminal, portrait)
    mended = caption_files.fix_file(source, rules, language=language, names=names, form=form)
    write_whole(target, mended.text)
    fixed = mended.fixed
    document = {
        "source": mended.source,
        "file": str(target),
        "format": mended.format,
        "before": caption_files.lint_document(fixed.before),
        "after": caption_files.lint_document(fixed.after),
        "changes": caption_files.changes_document(fixed.changes),
    }
    head = f"{target} written: {_kept(fixed.after)}, {_part(fixed.before)} before"
    terminal.report(document, lambda: [head, *_change_lines(fixed.changes), *_left(fixed.after)])


def _fix_asset(terminal: Terminal, source: str, every: bool) -> None:
    from mediakit.editorial import caption_files

    with terminal.catalogue() as catalogue:
        mended = caption_files.fix_asset(catalogue, terminal.workspace.settings, source, every=every)
    document = {
        "asset": mended.asset,
        "kept": mended.kept,
        "after": caption_files.lint_document(mended.lint),
        "changes": caption_files.changes_document(mended.changes),
    }
    by_hand = f", {mended.kept} made by a person left as they are" if mended.kept else ""
    head = f"{printable(mended.short)}: {_kept(mended.lint)}{by_hand}"
    terminal.report(document, lambda: [head, *_change_lines(mended.changes), *_left(mended.lint)])


def _rules(terminal: Terminal, portrait: bool) -> tuple[CaptionRules, tuple[str, ...]]:
    """The numbers and the names of the workspace; outside any the defaults, and no names."""
    from mediakit.catalogue.captioning import known_names, rules_of
    from mediakit.domain.workspace import Settings

    inside = terminal.folder is not None
    with suppress(NoWorkspace):
        inside = terminal.workspace is not None
    if not inside:
        return rules_of(Settings(), portrait=portrait), ()
    settings = terminal.workspace.settings
    with terminal.catalogue() as catalogue:
        return rules_of(settings, portrait=portrait), known_names(catalogue, settings)


def _kept(report: Lint) -> str:
    return f"{_part(report)} captions keep every rule"


def _part(report: Lint) -> str:
    return f"{report.conform} of {report.cues}"


def _lint_lines(checked: Checked) -> Iterator[str]:
    from mediakit.editorial.caption_files import told

    report = checked.lint
    yield f"{checked.source}: {_kept(report)}"
    if report.excused:
        who = "1 is" if report.excused == 1 else f"{report.excused} are"
        yield f"  {who} excused from the reading speed: the speaker is faster than anybody reads"
    for rule in report.rules:
        short = "" if rule.holds else f", {_per_cent(rule.target)} wanted"
        yield f"  {_per_cent(rule.share):>6}  {rule.asks} ({rule.conform} of {rule.checked}{short})"
        yield from _breach_lines(rule)
    yield from (told(Path(checked.source).name, problem) for problem in checked.problems)


def _breach_lines(rule: RuleShare) -> Iterator[str]:
    broken = [breach for breach in rule.breaches if not breach.excused]
    for breach in broken[:SHOWN]:
        yield from _breach(breach)
    if len(broken) > SHOWN:
        yield f"          and {len(broken) - SHOWN} more: --json lists them"


def _breach(breach: Breach) -> Iterator[str]:
    text = breach.text if len(breach.text) <= LONGEST_SHOWN else f"{breach.text[: LONGEST_SHOWN - 1]}…"
    yield f"          {format_position(breach.start_ms)}  {text}"
    yield f"                {breach.reason}; {breach.fix}"


def _left(report: Lint) -> Iterator[str]:
    for breach in report.breaches[:SHOWN]:
        yield from _breach(breach)
    if len(report.breaches) > SHOWN:
        yield f"          and {len(report.breaches) - SHOWN} more: mediakit captions lint lists them"


def _change_lines(changes: Sequence[Mended]) -> list[str]:
    if not changes:
        return ["nothing to change"]
    before, after = sum(len(c.before) for c in changes), sum(len(c.after) for c in changes)
    places = "1 place" if len(changes) == 1 else f"{len(changes)} places"
    noun = "caption" if before == 1 else "captions"
    return [f"{before} {noun} made anew as {after}, in {places}"]


def _per_cent(share: float) -> str:
    text = f"{share * 100:.1f}".removesuffix(".0")
    return "99.9 %" if text == "100" and share < 1 else f"{text} %"


captions.add_command(set_)
