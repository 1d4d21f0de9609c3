"""Captions held against the rules and mended: somebody's file, or those of an asset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediakit.catalogue import captioning, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset
from mediakit.domain.caption_fix import Fixed, Mended, differences, fix
from mediakit.domain.caption_lint import Breach, Lint, RuleShare, lint
from mediakit.domain.caption_scripts import language_of_script
from mediakit.domain.captions_rules import CaptionRules, Cue
from mediakit.domain.errors import BadInputFile, Misuse, Refused
from mediakit.domain.sentences import timed_words
from mediakit.domain.subtitles import to_srt, to_vtt
from mediakit.domain.subtitles_read import LARGEST_BYTES, Problem, Read, read_captions
from mediakit.domain.subtitles_ttml import to_ttml
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings
from mediakit.editorial.handout import gather

ENDINGS = {".vtt": "vtt", ".srt": "srt", ".ttml": "ttml", ".xml": "ttml", ".dfxp": "ttml", ".itt": "ttml"}
# other kinds of captions, so that they are not looked for among the assets
_OTHERS = {".ass", ".ssa", ".sbv", ".scc", ".smi", ".stl", ".sub", ".txt"}
# what mending puts right; anything else that is fatal would lose text
_MENDABLE = ("overlap", "order")


@dataclass(frozen=True, slots=True)
class Checked:
    """Captions held against the rules. source: as the user named it; format: "vtt", "srt", "ttml", or "asset"."""

    source: str
    format: str
    language: str | None
    problems: tuple[Problem, ...]
    lint: Lint


@dataclass(frozen=True, slots=True)
class MendedFile:
    """A caption file as it should be. text: the whole of it, in `format`."""

    source: str
    format: str
    text: str
    fixed: Fixed


@dataclass(frozen=True, slots=True)
class MendedAsset:
    """The captions of an asset made anew. kept: how many a person made, which stayed."""

    asset: str
    short: str
    cues: int
    kept: int
    changes: tuple[Mended, ...]
    lint: Lint


def is_file(name: str) -> bool:
    """Whether a user's word names a caption file rather than an asset: its ending says so."""
    return Path(name).suffix.lower() in {*ENDINGS, *_OTHERS}


def read_file(path: Path) -> Read:
    """A caption file. Raises BadInputFile, with a line for each problem, where no captions can be read from it."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise BadInputFile(f"cannot be read: {error.strerror}", where=str(path)) from None
    read = read_captions(data, path.name)
    if not read.cues:
        first, *rest = [told(path.name, problem) for problem in read.fatal]
        raise BadInputFile(first, problems=tuple(rest))
    return read


def told(name: str, problem: Problem) -> str:
    """A problem with its place: "film.srt:12: what"."""
    return f"{name}:{problem.line}: {problem.what}" if problem.line else f"{name}: {problem.what}"


def lint_file(path: Path, rules: CaptionRules, *, language: str | None = None, names: Sequence[str] = ()) -> Checked:
    """Somebody's caption file held against the rules; its own language counts unless one is given.

    names: kept on one line.
    """
    read = read_file(path)
    tongue = language or _language(read)
    return Checked(str(path), read.format, tongue, read.problems, lint(_cues(read), rules, tongue, names=names))


def _language(read: Read) -> str | None:
    """What the file says, else what its letters say."""
    return read.language or language_of_script(line for cue in read.cues for line in cue.lines)


def lint_asset(catalogue: Catalogue, settings: Settings, name: str) -> Checked:
    """An asset's captions held against the rules and against its voice. Raises UnknownName, Refused."""
    handout = gather(catalogue, name)
    report = _lint_of(catalogue, settings, handout.asset, handout.transcript, handout.cues)
    return Checked(handout.asset.short, "asset", handout.transcript.language, (), report)


def _lint_of(
    catalogue: Catalogue, settings: Settings, asset: Asset, transcript: Transcript, cues: Sequence[StoredCue]
) -> Lint:
    rules = captioning.rules_for(asset, settings)
    words = [word for segment in transcript.segments for word in timed_words(segment)]
    return lint(
        transcripts.shown(cues, {}),
        rules,
        transcript.language,
        names=captioning.known_names(catalogue, settings),
        words=words,
        duration_ms=transcript.duration_ms,
        cuts_ms=asset.cuts_ms,
    )


def fix_file(
    path: Path,
    rules: CaptionRules,
    *,
    language: str | None = None,
    names: Sequence[str] = (),
    form: str | None = None,
) -> MendedFile:
    """A caption file mended, in its own format or in `form`. Nothing is written.

    Raises BadInputFile where mending would lose text: times that cannot be read, captions that end before they start.
    """
    read = read_file(path)
    lost = [problem for problem in read.fatal if problem.kind not in _MENDABLE]
    if lost:
        first, *rest = [told(path.name, problem) for problem in lost]
        raise BadInputFile(first, hint="put these lines right first", problems=tuple(rest))
    tongue = language or _language(read)
    fixed = fix(_cues(read), rules, tongue, names=names)
    chosen = form or read.format
    return MendedFile(str(path), chosen, _written(fixed.cues, chosen, language or read.language), fixed)


def fix_asset(catalogue: Catalogue, settings: Settings, name: str, *, every: bool = False) -> MendedAsset:
    """Make an asset's captions anew from its words; those a person made stay unless `every`.

    An approval of other captions lapses by itself. Raises UnknownName; Refused where nothing was transcribed.
    """
    handout = gather(catalogue, name)
    asset, spoken = handout.asset, handout.asset.spoken
    if spoken is None:
        raise Refused("nothing is said in it", where=asset.short)
    made = captioning.anew(catalogue, asset, handout.transcript, settings, keep=not every)
    changes = differences(transcripts.shown(handout.cues, {}), transcripts.shown(made, {}))
    with catalogue.writing():
        if changes or list(handout.cues) != made:
            transcripts.put_cues(catalogue, asset.id, made)
        captioning.record(catalogue, asset, spoken.revision, settings)
    report = _lint_of(catalogue, settings, asset, handout.transcript, made)
    return MendedAsset(asset.id, asset.short, len(made), sum(cue.kept for cue in made), changes, report)


def destination(source: Path, given: Path | None) -> Path:
    """Where a mended file goes: where the user says, else beside the source as NAME-fixed. Raises Misuse."""
    target = given or source.with_name(f"{source.stem}-fixed{source.suffix}")
    if target.is_dir():
        raise Misuse("that is a folder; name a file", where=str(target))
    if given is None and target.exists():
        raise Misuse("there is such a file already", where=str(target), hint="name another, or this one, with -o FILE")
    return target


def form_of(target: Path, source: Path) -> str | None:
    """The format that the ending of a file asks for; None: as the source. Raises Misuse for another ending."""
    ending = target.suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if ending in ("", source.suffix.lower()):
        return None
    raise Misuse(f"{ending} is no caption file", where=str(target), hint=f"one of: {', '.join(ENDINGS)}")


def _cues(read: Read) -> list[Cue]:
    return [Cue(cue.start_ms, cue.end_ms, cue.lines, cue.speaker) for cue in read.cues]


def _written(cues: Sequence[Cue], form: str, language: str | None) -> str:
    if form == "ttml":
        return to_ttml(cues, language=language)
    return to_srt(cues, language=language) if form == "srt" else to_vtt(cues, language=language)


def checked_document(checked: Checked) -> dict[str, Any]:
    """A report as JSON: shares from 0 to 1, positions in seconds; every breach of every rule."""
    return {
        "source": checked.source,
        "format": checked.format,
        "language": checked.language,
        **lint_document(checked.lint),
        "problems": [{"line": p.line, "what": p.what, "fatal": p.fatal} for p in checked.problems],
    }


def lint_document(report: Lint) -> dict[str, Any]:
    """How well the rules are kept, as JSON."""
    return {
        "captions": report.cues,
        "conform": report.conform,
        "share": _share(report.conform, report.cues),
        "excused": report.excused,
        "holds": report.holds,
        "rules": [_rule_document(rule) for rule in report.rules],
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _rule_document(rule: RuleShare) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "asks": rule.asks,
        "checked": rule.checked,
        "conform": rule.conform,
        "share": round(rule.share, 4),
        "target": rule.target,
        "holds": rule.holds,
        "breaches": [_breach_document(breach) for breach in rule.breaches],
    }


def _breach_document(breach: Breach) -> dict[str, Any]:
    return {
        "caption": breach.cue + 1,
        "start": breach.start_ms / 1000,
        "text": breach.text,
        "reason": breach.reason,
        "fix": breach.fix,
        "excused": breach.excused,
    }


def changes_document(changes: Sequence[Mended]) -> list[Mapping[str, Any]]:
    """What was changed, as JSON: the captions before and after at each place."""
    return [{"before": _cues_document(change.before), "after": _cues_document(change.after)} for change in changes]


def _cues_document(cues: Sequence[Cue]) -> list[dict[str, Any]]:
    return [{"start": c.start_ms / 1000, "end": c.end_ms / 1000, "lines": list(c.lines)} for c in cues]
