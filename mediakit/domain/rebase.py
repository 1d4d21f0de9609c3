"""An edit of an older version, brought up to date with what others changed since. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mediakit.domain.alignment import Run, align
from mediakit.domain.alignment_changes import span_of
from mediakit.domain.alignment_times import Edit, edits_of
from mediakit.domain.draft import Said
from mediakit.domain.revised import Flat, flat
from mediakit.domain.sentences import join
from mediakit.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Clash:
    """The same words changed twice, differently: what stood there first, what the file says, what stands there now."""

    start_ms: int
    base: str
    edited: str
    current: str


@dataclass(frozen=True, slots=True)
class _Both:
    """What the two sides made of the same words first … last − 1 of the base; one of them may have left them alone."""

    first: int
    last: int
    ours: tuple[Edit, ...]
    theirs: tuple[Edit, ...]


def rebase(base: Transcript, current: Transcript, said: Sequence[Said]) -> tuple[tuple[Said, ...], tuple[Clash, ...]]:
    """The words of a file that was made from `base`, as they would be had it been made from `current`; and clashes.

    Where the file did not change who speaks, the result names nobody, so that whoever was named since stays.
    """
    old, now = flat(base), flat(current)
    ours = align([w.text for w in old.words], [s.text for s in said])
    words = _unnamed(base, old, said, ours)
    other = [Said(w.text, 0) for w in now.words]
    theirs = align([w.text for w in old.words], [s.text for s in other])
    our_edits, their_edits = edits_of(old.words, words, ours), edits_of(old.words, other, theirs)
    made: list[Said] = []
    clashes: list[Clash] = []
    at = 0
    for both in _together(our_edits, their_edits):
        if not both.theirs:
            continue
        here, there = _stretch(our_edits, both, both.ours), _stretch(their_edits, both, both.theirs)
        edited, instead = words[here.start : here.stop], [other[k].text for k in there]
        if both.ours and [s.text for s in edited] != instead:
            clashes.append(_clash(old, both, edited, instead, base.language))
        made += words[at : here.start]
        made += _standing_in(words, here, instead)
        at = here.stop
    return (*made, *words[at:]), tuple(clashes)


def _unnamed(base: Transcript, old: Flat, said: Sequence[Said], runs: Sequence[Run]) -> list[Said]:
    """The words of the file; where it names whoever was named there in the base, without a name."""
    voices = {
        j: base.segments[old.segments[i]].speaker
        for run in runs
        if run.old_to - run.old_from == run.new_to - run.new_from
        for i, j in zip(range(run.old_from, run.old_to), range(run.new_from, run.new_to), strict=True)
    }
    return [replace(s, speaker=None) if j in voices and voices[j] == s.speaker else s for j, s in enumerate(said)]


def _together(ours: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[_Both]:
    """The edits of both sides in order, those that share a word (or a place between words) in one."""
    edits = sorted([(e, True) for e in ours] + [(e, False) for e in theirs], key=lambda x: (x[0].old_from, x[0].old_to))
    group: list[tuple[Edit, bool]] = []
    first = last = -1
    for edit, mine in edits:
        touches = edit.old_from < last or first == last == edit.old_from == edit.old_to
        if group and not touches:
            yield _both(first, last, group)
            group = []
        first, last = (first, max(last, edit.old_to)) if group else (edit.old_from, edit.old_to)
        group.append((edit, mine))
    if group:
        yield _both(first, last, group)


def _both(first: int, last: int, group: Sequence[tuple[Edit, bool]]) -> _Both:
    return _Both(first, last, tuple(e for e, mine in group if mine), tuple(e for e, mine in group if not mine))


def _stretch(edits: Sequence[Edit], both: _Both, own: Sequence[Edit]) -> range:
    """Where the base's words of `both` stand on the side of these edits; own: those of them that touch the words."""
    before = next((e for e in reversed(edits) if e not in own and e.old_to <= both.first), Edit(0, 0, 0, 0))
    begin = before.new_to + (both.first - before.old_to)
    last = own[-1] if own else Edit(both.first, both.first, begin, begin)
    return range(begin, last.new_to + (both.last - last.old_to))


def _standing_in(words: Sequence[Said], here: range, texts: Sequence[str]) -> list[Said]:
    """Words of the current version in the place of those of the file: in their paragraph and line."""
    near = words[here.start : here.stop] or words[max(0, here.start - 1) : here.start + 1]
    if not near:
        return [Said(text, 0) for text in texts]
    return [replace(near[min(n, len(near) - 1)], text=text) for n, text in enumerate(texts)]


def _clash(old: Flat, both: _Both, edited: Sequence[Said], instead: Sequence[str], language: str) -> Clash:
    there = old.words[both.first : both.last]
    start_ms, _ = span_of(there or old.words[max(0, both.first - 1) : both.first + 1])
    base = join((w.text for w in there), language)
    return Clash(start_ms, base, join((s.text for s in edited), language), join(instead, language))
