"""One caption put right by hand: its lines and times as a person wants them, or mended where it breaks a rule.

The caption stays so whatever the rules say later; the rest is as it was. Each change is a revision, so that the way
back is the same as for words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mediakit.catalogue import assets, captioning, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset
from mediakit.domain.caption_fix import differences, fix
from mediakit.domain.caption_lint import Breach, Lint, lint
from mediakit.domain.captions import CaptionRules, Cue
from mediakit.domain.draft import clean
from mediakit.domain.errors import Misuse, Refused, UnknownName
from mediakit.domain.sentences import timed_words
from mediakit.domain.span import Span, format_position
from mediakit.domain.transcript import Transcript, Word
from mediakit.domain.workspace import Settings
from mediakit.editorial import amending, revising

# how many captions on each side may change so that one can keep the rules
_REACHES = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of an asset and how they keep the rules. breaches: index of a caption → what it breaks."""

    asset: Asset
    revision: int
    transcript: Transcript
    cues: tuple[StoredCue, ...]
    lint: Lint

    @property
    def breaches(self) -> dict[int, list[Breach]]:
        found: dict[int, list[Breach]] = {}
        for breach in self.lint.breaches:
            found.setdefault(breach.cue, []).append(breach)
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A caption, numbered from 1, as somebody wants it: lines, and times in ms. What is None stays."""

    number: int
    lines: Sequence[str] | None = None
    start_ms: int | None = None
    end_ms: int | None = None


def captions_of(catalogue: Catalogue, settings: Settings, asset: Asset) -> Captions:
    """The current captions, held against the rules of the workspace and against the voice. Raises Refused."""
    transcript, revision = amending.current_of(catalogue, asset)
    cues = tuple(transcripts.cues(catalogue, asset.id))
    return Captions(asset, revision, transcript, cues, _Rules(catalogue, settings, asset, transcript).lint(cues))


def put_right(
    catalogue: Catalogue,
    settings: Settings,
    asset: Asset,
    wanted: Wanted,
    *,
    by: str,
    revision: int | None = None,
) -> int:
    """Give a caption other lines or times; returns the number of the new revision.

    revision: only if this is still the current one. Raises UnknownName for a number that it does not have, Misuse for
    times that lie over a neighbour's or outside the recording, Refused if it was changed meanwhile.
    """
    transcript, current = _unchanged(catalogue, asset, revision)
    shown = transcripts.cues(catalogue, asset.id)
    number, before = wanted.number, _numbered(shown, wanted.number, asset)
    lines = before.lines if wanted.lines is None else tuple(text for line in wanted.lines if (text := clean(line)))
    if not lines:
        raise Misuse("a caption needs words", where=f"{asset.short}, caption {number}")
    span = _span(shown, number, before, wanted.start_ms, wanted.end_ms, transcript.duration_ms)
    after = StoredCue(span, lines, before.speaker, kept=True)
    if replace(before, kept=True) == after:
        return current
    return _store(catalogue, settings, asset, current, number - 1, number, [after], by=by)


def mend(
    catalogue: Catalogue, settings: Settings, asset: Asset, number: int, *, by: str, revision: int | None = None
) -> int:
    """Break and time a caption anew, with its neighbours where it takes them; returns the number of the new revision.

    Raises Refused where no other lines or times keep more of the rules: then only other words would.
    """
    transcript, current = _unchanged(catalogue, asset, revision)
    shown = tuple(transcripts.cues(catalogue, asset.id))
    _numbered(shown, number, asset)
    rules = _Rules(catalogue, settings, asset, transcript)
    broken = [b for b in rules.lint(shown).breaches if b.cue == number - 1]
    if not broken:
        raise Refused("it keeps every rule", where=f"{asset.short}, caption {number}")
    begun = len(rules.lint(shown).breaches)
    found = []
    for first, beyond, instead in _candidates(catalogue, settings, asset, transcript, shown, number - 1, rules):
        left = len(rules.lint((*shown[:first], *instead, *shown[beyond:])).breaches)
        if left < begun:
            found.append((beyond - first, left, first, instead))
    # the fewest captions that have to change, and of those the best
    best = min(found, key=lambda one: one[:2], default=None)
    if best is None:
        hint = f"{broken[0].fix}; change its lines or times by hand"
        raise Refused(f"it cannot be mended without other words: {broken[0].reason}", where=asset.short, hint=hint)
    size, _, first, instead = best
    return _store(catalogue, settings, asset, current, first, first + size, instead, by=by)


# --- how --------------------------------------------------------------------------------------------------------------


class _Rules:
    """The rules of one asset, to hold several rows of captions against."""

    def __init__(self, catalogue: Catalogue, settings: Settings, asset: Asset, transcript: Transcript) -> None:
        self.rules: CaptionRules = captioning.rules_for(asset, settings)
        self.names = captioning.known_names(catalogue, settings)
        self.transcript, self.cuts_ms = transcript, asset.cuts_ms
        self.words: list[Word] = [word for segment in transcript.segments for word in timed_words(segment)]

    def lint(self, cues: Sequence[StoredCue]) -> Lint:
        """What these captions break."""
        return lint(
            _plain(cues),
            self.rules,
            self.transcript.language,
            names=self.names,
            words=self.words,
            duration_ms=self.transcript.duration_ms,
            cuts_ms=self.cuts_ms,
        )


def _plain(cues: Sequence[StoredCue]) -> list[Cue]:
    return [Cue(cue.span.start_ms, cue.span.end_ms, cue.lines, cue.speaker) for cue in cues]


def _unchanged(catalogue: Catalogue, asset: Asset, revision: int | None) -> tuple[Transcript, int]:
    transcript, current = amending.current_of(catalogue, asset)
    if revision is not None:
        amending.need_unchanged(catalogue, asset, revision)
    return transcript, current


def _numbered(cues: Sequence[StoredCue], number: int, asset: Asset) -> StoredCue:
    if not 1 <= number <= len(cues):
        hint = f"its captions are 1 to {len(cues)}" if cues else "it has no captions"
        raise UnknownName("no such caption", where=f"{asset.short}, {number}", hint=hint)
    return cues[number - 1]


def _span(
    cues: Sequence[StoredCue], number: int, before: StoredCue, start_ms: int | None, end_ms: int | None, length_ms: int
) -> Span:
    begin = before.span.start_ms if start_ms is None else start_ms
    end = before.span.end_ms if end_ms is None else end_ms
    if begin >= end:
        raise Misuse("a caption ends after it begins", where=f"caption {number}")
    if length_ms and end > length_ms:
        raise Misuse(f"the recording ends at {length_ms / 1000:g} s", where=f"caption {number}")
    if number > 1 and begin < cues[number - 2].span.end_ms and begin != before.span.start_ms:
        until = cues[number - 2].span.end_ms / 1000
        raise Misuse(
            f"the caption before it stays until {until:g} s", where=f"caption {number}", hint="end that sooner"
        )
    if number < len(cues) and end > cues[number].span.start_ms and end != before.span.end_ms:
        since = cues[number].span.start_ms / 1000
        raise Misuse(
            f"the caption after it comes at {since:g} s", where=f"caption {number}", hint="let that come later"
        )
    return Span(begin, end)


def _candidates(
    catalogue: Catalogue,
    settings: Settings,
    asset: Asset,
    transcript: Transcript,
    shown: Sequence[StoredCue],
    at: int,
    rules: _Rules,
) -> Iterator[tuple[int, int, list[StoredCue]]]:
    """What could stand instead of some captions around one: [first, beyond) of them, and those instead."""
    made = captioning.anew(catalogue, asset, transcript, settings, keep=False)
    first = 0
    for change in differences(_plain(shown), _plain(made)):
        if change.before:
            first = _plain(shown).index(change.before[0], first)
            if first <= at < first + len(change.before):
                yield first, first + len(change.before), [_kept(cue) for cue in change.after]
    for reach in _REACHES:
        low, high = max(0, at - reach), min(len(shown), at + reach + 1)
        fixed = fix(_plain(shown[low:high]), rules.rules, transcript.language, names=rules.names)
        if fixed.changes and _fits(shown, low, high, fixed.cues):
            yield low, high, [_kept(cue) for cue in fixed.cues]


def _kept(cue: Cue) -> StoredCue:
    return StoredCue(Span(cue.start_ms, cue.end_ms), cue.lines, cue.speaker, kept=True)


def _fits(shown: Sequence[StoredCue], low: int, high: int, cues: Sequence[Cue]) -> bool:
    after_ms = shown[low - 1].span.end_ms if low else 0
    before_ms = shown[high].span.start_ms if high < len(shown) else max(c.end_ms for c in cues)
    return all(after_ms <= cue.start_ms and cue.end_ms <= before_ms for cue in cues)


def _store(
    catalogue: Catalogue,
    settings: Settings,
    asset: Asset,
    current: int,
    first: int,
    beyond: int,
    instead: Sequence[StoredCue],
    *,
    by: str,
) -> int:
    """Store a revision with other captions in one place; everything else stays as it is kept, redacted words too."""
    with catalogue.writing():
        amending.need_unchanged(catalogue, assets.one(catalogue, asset.id), current)
        transcript = transcripts.as_kept(catalogue, asset.id, current)
        cues = transcripts.cues_as_kept(catalogue, asset.id, current)
        assert transcript is not None
        how = f"caption at {format_position(cues[first].span.start_ms)}"
        made = [*cues[:first], *instead, *cues[beyond:]]
        return revising.keep(catalogue, settings, asset.id, transcript, by=by, how=how, cues=made)
