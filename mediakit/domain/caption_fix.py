"""Mending captions: what keeps the rules stays as it is; the rest is broken and timed anew, without losing a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from mediakit.domain.caption_lint import DASHES, Lint, is_marked, lint, word_count
from mediakit.domain.captions import make_cues
from mediakit.domain.captions_rules import CaptionRules, Cue, is_unspaced
from mediakit.domain.captions_timing import Draft, timed
from mediakit.domain.labels import is_label
from mediakit.domain.sentences import spread
from mediakit.domain.transcript import Segment, Transcript

_VOICE = "\x00voice"
_UNSAID = {ord(mark): None for mark in " -–—>"}


@dataclass(frozen=True, slots=True)
class Mended:
    """Captions in place of others: those before, those after. One of the two may be empty."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Captions as they should be, what was changed, and how well they keep the rules before and after."""

    cues: tuple[Cue, ...]
    changes: tuple[Mended, ...]
    before: Lint
    after: Lint


def fix(cues: Sequence[Cue], rules: CaptionRules, language: str | None = None, *, names: Sequence[str] = ()) -> Fixed:
    """The same words in captions that keep the rules as well as their times allow. Pure.

    Words are taken to be spoken evenly while their caption shows. Captions that keep every rule stay; where their
    neighbours cannot be mended otherwise, they give some of their time or words. Never worse than before.
    """
    ordered = tuple(sorted(cues, key=lambda cue: cue.start_ms))
    begin = lint(ordered, rules, language, names=names)
    base = _retimed(ordered, rules.for_language(language))
    report = lint(base, rules, language, names=names)
    if _badness(report) >= _badness(begin):
        base, report = ordered, begin
    best, best_report = base, report
    for reach in (0, 1, 2):
        if not best_report.breaches:
            break
        broken = {breach.cue for breach in report.breaches} | _befores(report)
        released = {i for at in broken for i in range(at - reach, at + reach + 1)}
        made = _made([cue for i, cue in enumerate(base) if i not in released], base, rules, language, names)
        found = lint(made, rules, language, names=names)
        if _said(made) == _said(base) and _badness(found) < _badness(best_report):
            best, best_report = made, found
    return Fixed(best, differences(cues, best), begin, best_report)


def _retimed(cues: Sequence[Cue], rules: CaptionRules) -> tuple[Cue, ...]:
    """The same captions with their lines as they are, at other times."""
    drafts = [Draft(cue.start_ms, cue.end_ms, cue.lines, word_count(cue), cue.speaker) for cue in cues]
    return tuple(timed(drafts, 0, replace(rules, linger_ms=0)))


def _befores(report: Lint) -> set[int]:
    """The captions before a bad gap or overlap: it is they that have to stay longer or to go sooner."""
    return {breach.cue - 1 for breach in report.breaches if breach.rule in ("gaps", "order", "breaks")}


def _badness(report: Lint) -> tuple[int, int]:
    hard = sum(breach.rule in ("order", "lines", "line_length") for breach in report.breaches)
    return hard, len(report.breaches)


def _said(cues: Sequence[Cue]) -> str:
    """All that is said, letter by letter; dashes only show who speaks."""
    return "".join(cue.text for cue in cues).translate(_UNSAID)


def _made(
    kept: Sequence[Cue], cues: Sequence[Cue], rules: CaptionRules, language: str | None, names: Sequence[str]
) -> tuple[Cue, ...]:
    segments = tuple(_segments(cues, rules, is_unspaced(language)))
    theirs = {(cue.start_ms, cue.end_ms, cue.lines): cue.speaker for cue in kept}
    own = {segment.speaker: cue.speaker for segment, cue in _owners(segments, cues)}
    spoken = Transcript(language or "en", 1.0, "person", "", 0, segments)
    # dashes and names stand in the text already, and a caption goes when the one it comes from went
    quiet = replace(rules, speakers="none", linger_ms=0)
    made = make_cues(spoken, quiet, names=names, kept=[replace(cue, speaker=None) for cue in kept])
    return tuple(
        replace(cue, speaker=theirs.get((cue.start_ms, cue.end_ms, cue.lines), own.get(cue.speaker))) for cue in made
    )


def _owners(segments: Sequence[Segment], cues: Sequence[Cue]) -> Iterator[tuple[Segment, Cue]]:
    for segment in segments:
        at = int((segment.speaker or "").removeprefix(_VOICE).partition(".")[0])
        yield segment, cues[at]


def _segments(cues: Sequence[Cue], rules: CaptionRules, unspaced: bool) -> Iterator[Segment]:
    """The captions as speech: one segment for each, or for each line that begins with a dash."""
    voice = ""
    before: str | None = None
    for i, cue in enumerate(cues):
        lines = list(cue.lines)
        changed = cue.speaker is not None and before is not None and cue.speaker != before
        if changed and rules.speakers != "none" and not is_marked(cue):
            lines[0] = f"- {lines[0]}"
        parts = _parts(lines)
        times = spread([" ".join(part) for part in parts], cue.start_ms, cue.end_ms)
        for number, (part, time) in enumerate(zip(parts, times, strict=True)):
            if not voice or changed or number or part[0].split(" ", 1)[0] in DASHES:
                voice = f"{_VOICE}{i}.{number}"
            text = "".join(part) if unspaced else " ".join(part)
            texts = list(text.replace(" ", "")) if unspaced else text.split()
            yield Segment(time.start_ms, time.end_ms, text, spread(texts, time.start_ms, time.end_ms), voice)
        before = cue.speaker or before


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """The lines in groups: a line that begins with a dash, in a caption of several voices, begins one."""
    parts: list[list[str]] = []
    for line in lines:
        if not parts or line.split(" ", 1)[0] in DASHES or is_label(line) or is_label(parts[-1][-1]):
            parts.append([])
        parts[-1].append(line)
    return parts


def differences(before: Sequence[Cue], after: Sequence[Cue]) -> tuple[Mended, ...]:
    """Where two rows of captions differ in lines or times, each place with what stood and what stands there."""
    old = [(cue.start_ms, cue.end_ms, cue.lines) for cue in before]
    new = [(cue.start_ms, cue.end_ms, cue.lines) for cue in after]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(Mended(tuple(before[a:b]), tuple(after[c:d])) for what, a, b, c, d in steps if what != "equal")
