"""`backup`, `restore`, `export`: what keeps the catalogue when the machine does not."""

from __future__ import annotations

from pathlib import Path

import click

from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import Misuse


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
@reports
def backup(terminal: Terminal, folder: Path | None) -> None:
    """Save the catalogue and private files, safely while in use.

    All of it, with the settings, goes into one file. DIR is where it goes (default: backups/ in the workspace;
    another disk is better). Originals are not in it: they are
    kept safe by the copies that `ingest --also` makes.

    \b
    Example:
      mediakit backup /media/archive
    """
    from mediakit.catalogue.backup import back_up

    file = back_up(terminal.workspace, folder)
    size_bytes = file.stat().st_size
    document = {"file": str(file), "bytes": size_bytes}
    terminal.report(document, lambda: [f"saved to {file} ({size_bytes / 1e6:,.1f} MB); it holds private facts"])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@reports
def restore(terminal: Terminal, file: Path) -> None:
    """Bring back a backup of the catalogue.

    Private files come with it. What is there now is backed up first. Settings stay as they are here. What was erased
    since the backup was made is named: it has to be erased again. On a new machine: `mediakit init`, then this.

    \b
    Example:
      mediakit restore /media/archive/mediakit-backup-2026-05-14T081500Z.zip
    """
    from mediakit.catalogue.backup import restore as bring_back

    done = bring_back(terminal.workspace, file)
    document = {
        "restored": str(file),
        "before": str(done.before) if done.before else None,
        "settings": str(done.settings) if done.settings else None,
        "erased": list(done.erased),
        "people_erased": done.people,
    }
    back = [f"erased since this backup was made, and back now; erase them again: {', '.join(done.erased)}"]
    people = f"{done.people} people were erased since this backup was made, and may be back now: erase them again"
    if done.erased or done.people:
        terminal.fail()
    back = [*(back if done.erased else []), *([people] if done.people else [])]
    before = [f"what was here before is in {done.before}"] if done.before else []
    settings = [f"its settings differ from those here; they lie in {done.settings}"] if done.settings else []
    terminal.report(document, lambda: [f"restored from {file}", *before, *settings, *back])


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True, help="Of lists."
)
@click.option("--with-private", is_flag=True, help="With contacts, evidence, and what is withheld. Keep it safe.")
@click.option(
    "--for", "organisation", metavar="ORG", help="Only the share of this organisation, with its films and photos."
)
@reports
def export(terminal: Terminal, folder: Path, form: str, with_private: bool, organisation: str | None) -> None:
    """Write the whole catalogue as open files.

    Without --with-private: no contacts, no evidence, no words or people of what may not be published today.

    With --for: what concerns one organisation, to hand to it: its people, their sessions, what may be published of
    them with captions and transcripts, and what it was promised. Nothing private, and nobody who may not be named.

    DIR is new, empty, or an earlier export, which is replaced.

    \b
    Example:
      mediakit export handover --format csv
    """
    from mediakit.catalogue.export import write
    from mediakit.catalogue.export_share import write_share

    if organisation and with_private:
        raise Misuse("an organisation's share has nothing private in it", hint="leave out --with-private, or --for")
    with terminal.catalogue() as catalogue:
        if organisation:
            done = write_share(catalogue, terminal.workspace, folder, form, organisation)
        else:
            done = write(catalogue, terminal.workspace, folder, form, with_private=with_private)
    document = {"folder": str(folder), "files": done.files, "left_out": done.left_out}
    left = ", ".join(f"{n} {what}" for what, n in done.left_out.items() if n)
    why = "may not be published or named, or is not made yet" if organisation else "--with-private writes them too"
    more = [f"left out: {left}; {why}"] if left else []
    terminal.report(document, lambda: [f"{done.files} files written to {folder}", *more])
