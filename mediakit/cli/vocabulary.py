"""`vocabulary`: words the recogniser should know, besides the people list and mediakit.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.cli.typed import by_option

if TYPE_CHECKING:
    from mediakit.catalogue.vocabulary import Learnt


@click.group()
def vocabulary() -> None:
    """Words that transcription should know: places, projects, terms."""


@vocabulary.command()
@click.argument("word")
@click.option("--says", metavar="TEXT", help="How it is spoken, where the spelling does not tell.")
@click.option("--heard-as", "heard_as", multiple=True, metavar="TEXT", help="What was written for it; more than once.")
@by_option
@reports
def add(terminal: Terminal, word: str, says: str | None, heard_as: tuple[str, ...], by: str) -> None:
    """Learn a word for later transcriptions, or more about one that is known.

    Names of people belong on the people list: mediakit people add.

    \b
    Example:
      mediakit vocabulary add Kaldewick --says "KAL-duh-wick" --heard-as "called a wick"
    """
    from mediakit.catalogue import vocabulary as words

    with terminal.catalogue() as catalogue:
        learnt = words.add(catalogue, word, says, heard_as, by=by)
    terminal.report(_document(learnt), lambda: [_line(learnt)])


@vocabulary.command("list")
@reports
def list_(terminal: Terminal) -> None:
    """List the words that were learnt, and those in mediakit.toml.

    \b
    Example:
      mediakit vocabulary list
    """
    from mediakit.catalogue import vocabulary as words

    with terminal.catalogue() as catalogue:
        learnt = words.every(catalogue)
    known = {one.word for one in learnt}
    settled = [words.Learnt(word) for word in terminal.workspace.settings.vocabulary if word not in known]
    rows = [*learnt, *settled]
    terminal.report([_document(one) for one in rows], lambda: [_line(one) for one in rows] or ["no words yet"])


@vocabulary.command()
@click.argument("word")
@reports
def remove(terminal: Terminal, word: str) -> None:
    """Forget a word. Transcripts stay as they are.

    \b
    Example:
      mediakit vocabulary remove Kaldewick
    """
    from mediakit.catalogue import vocabulary as words

    with terminal.catalogue() as catalogue:
        gone = words.remove(catalogue, word)
    terminal.report(_document(gone), lambda: [f"{gone.word} is forgotten"])


def _document(learnt: Learnt) -> dict[str, Any]:
    return {
        "word": learnt.word,
        "says": learnt.says,
        "heard_as": list(learnt.heard_as),
        "asset": learnt.asset,
        "by": learnt.by or None,
        "at": learnt.at or None,
        "from": "corrections" if learnt.by else "mediakit.toml",
    }


def _line(learnt: Learnt) -> str:
    heard = ", ".join(f"“{text}”" for text in learnt.heard_as)
    parts = [
        f"says {learnt.says}" if learnt.says else "",
        f"heard as {heard}" if heard else "",
        f"by {learnt.by}, {learnt.at[:10]}" if learnt.by else "in mediakit.toml",
    ]
    return f"{learnt.word}  ({'; '.join(part for part in parts if part)})"
