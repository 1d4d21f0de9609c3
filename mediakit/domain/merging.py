"""A new transcription with what people corrected in the old one: their words stay, the rest is new. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mediakit.domain.alignment import Run, align
from mediakit.domain.alignment_changes import Place, carried, comparable_text, heard, places, span_of
from mediakit.domain.labels import is_sound
from mediakit.domain.revised import Flat, flat
from mediakit.domain.sentences import join, spread
from mediakit.domain.transcript import Change, Segment, Transcript, Word

# half a short word: what two recognisers disagree by about when a word was said
_JITTER_MS = 100
# so many earlier segments may still be speaking when one begins
_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction where the new transcription hears something else than the old one did.

    The correction was kept. heard_before, heard_now: by the two recognisers; written: by the person.
    """

    start_ms: int
    end_ms: int
    heard_before: str
    heard_now: str
    written: str
    by: str


@dataclass(frozen=True, slots=True)
class Merged:
    """transcript: the new one with the corrections; kept: how many there are; by: who made them, in order."""

    transcript: Transcript
    conflicts: tuple[Conflict, ...]
    kept: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Patch:
    """Words first … last − 1 of the new transcription are a person's instead."""

    first: int
    last: int
    words: tuple[Word, ...]
    change: Change
    heard_now: str


def merge(old: Transcript, new: Transcript) -> Merged:
    """The new transcription of the same recording, with every correction of a person in the old one, and their names.

    A correction goes where its words were heard again; words a person took out are taken out again. A name that was
    given to a voice goes to whoever speaks at that time. Equal to `new` where nobody corrected anything.
    """
    before, after = flat(old), flat(new)
    theirs = [p for p in places(before.words, old.changes, old.language) if p.change.by is not None]
    patches = list(_apart(_patches(old, before, new, after, theirs))) if theirs else []
    transcript = _patched(new, after, patches)
    transcript = _named(old, transcript)
    conflicts = tuple(
        Conflict(c.start_ms, c.end_ms, was, patch.heard_now, c.written, c.by or "")
        for patch in patches
        for c, was in [(carried(patch.change, patch.words, patch.heard_now), patch.change.heard)]
        if comparable_text(was) != comparable_text(patch.heard_now)
        and comparable_text(patch.heard_now) != comparable_text(c.written)
    )
    by = tuple(dict.fromkeys(p.change.by for p in patches if p.change.by))
    return Merged(transcript, conflicts, len(patches), by)


def _patches(old: Transcript, before: Flat, new: Transcript, after: Flat, theirs: Sequence[Place]) -> Iterator[_Patch]:
    machine, bounds = _as_heard(before.words, theirs)
    runs = align([w.text for w in machine], [w.text for w in after.words])
    named = [p for p in places(after.words, new.changes, new.language) if p.change.by is None]
    for place, (first, last) in zip(theirs, bounds, strict=True):
        change = place.change
        low, high = _met(runs, first, last, after.words, change)
        own = before.words[place.first : place.last]
        touching = [p for p in named if low <= p.first and p.last <= high]
        yield _Patch(low, high, own, change, heard(after.words, low, high, touching, new.language))


def _as_heard(words: Sequence[Word], theirs: Sequence[Place]) -> tuple[list[Word], list[tuple[int, int]]]:
    """The old words as the recogniser wrote them, and where each correction's `heard` stands among them."""
    machine: list[Word] = []
    bounds: list[tuple[int, int]] = []
    at = 0
    for place in theirs:
        machine += words[at : place.first]
        heard_words = spread(place.change.heard.split(), place.change.start_ms, place.change.end_ms)
        bounds.append((len(machine), len(machine) + len(heard_words)))
        machine += heard_words
        at = max(at, place.last)
    return [*machine, *words[at:]], bounds


def _met(runs: Sequence[Run], first: int, last: int, words: Sequence[Word], change: Change) -> tuple[int, int]:
    """Where the old words first … last − 1 (none: the place before `first`) lie in the new version, from and to.

    Beside words that stayed it is where they are; inside a stretch that is heard otherwise now, the time settles it.
    """
    here = bisect_left(runs, max(0, first - 1), key=lambda run: run.old_to)
    near = runs[here : here + 4] if first == last else runs[here : bisect_left(runs, last, key=lambda r: r.old_to) + 2]
    if first < last:
        low = next((r.new_from + first - r.old_from for r in near if r.same and r.old_from <= first < r.old_to), None)
        high = next((r.new_from + last - r.old_from for r in near if r.same and r.old_from < last <= r.old_to), None)
        begin = next((r.new_from for r in near if r.old_from <= first < r.old_to), len(words))
        end = next((r.new_to for r in near if r.old_from < last <= r.old_to), len(words))
    else:
        low = high = None
        begin = next((r.new_from + first - r.old_from if r.same else r.new_from
                      for r in near if r.old_from < first <= r.old_to), 0)  # fmt: skip
        end = next((r.new_from + first - r.old_from if r.same else r.new_to
                    for r in near if r.old_from <= first < r.old_to), len(words))  # fmt: skip
    inside = [j for j in range(begin, end) if _falls_into(words[j], change)]
    beside = [r for r in near if r.old_from < first <= r.old_to or r.old_from <= first < r.old_to]
    if first == last and end - begin <= len(change.written.split()) + 1 and all(r.same for r in beside):
        # what a person had to put in is heard now
        inside = list(range(begin, end))
    if low is None:
        low = inside[0] if inside else _place_at(words, begin, end, change.start_ms)
    if high is None:
        high = inside[-1] + 1 if inside else low
    return low, max(low, high)


def _falls_into(word: Word, change: Change) -> bool:
    return change.start_ms - _JITTER_MS <= (word.start_ms + word.end_ms) // 2 <= change.end_ms + _JITTER_MS


def _place_at(words: Sequence[Word], begin: int, end: int, time_ms: int) -> int:
    """The place among words begin … end − 1 where something said at this time belongs."""
    return begin + sum((w.start_ms + w.end_ms) // 2 < time_ms for w in words[begin:end])


def _apart(patches: Iterator[_Patch]) -> Iterator[_Patch]:
    """In order, none reaching into the one before it."""
    reached = 0
    for patch in patches:
        first = max(patch.first, reached)
        reached = max(first, patch.last)
        yield replace(patch, first=first, last=reached)


def _patched(new: Transcript, after: Flat, patches: Sequence[_Patch]) -> Transcript:
    if not patches:
        return new
    words: list[tuple[Word, tuple[int, int]]] = []
    at = 0
    changes: list[Change] = []
    ours = places(after.words, [c for c in new.changes if c.by is None], new.language)
    for count, patch in enumerate(patches, 1):
        words += ((after.words[i], (after.segments[i], 0)) for i in range(at, patch.first))
        segment = _segment_at(new, after, patch)
        floor_ms = words[-1][0].end_ms if words else 0
        ceiling_ms = after.words[patch.last].start_ms if patch.last < len(after.words) else new.duration_ms
        own = _between(patch.words, floor_ms, max(floor_ms, ceiling_ms))
        # what is heard and not said stands by itself
        apart = count if is_sound(" ".join(word.text for word in own)) else 0
        words += [(word, (segment, apart)) for word in own]
        changes.append(carried(patch.change, own, patch.heard_now))
        at = max(at, patch.last)
    words += ((after.words[i], (after.segments[i], 0)) for i in range(at, len(after.words)))
    changes += [p.change for p in ours if not any(_shares(p, patch) for patch in patches)]
    segments = []
    for (number, _), group in groupby(words, key=lambda pair: pair[1]):
        here = tuple(word for word, _ in group)
        segments.append(_with_words(new.segments[number] if new.segments else None, here, new.language))
    ordered = tuple(sorted(changes, key=lambda c: (c.start_ms, c.end_ms)))
    return replace(new, segments=tuple(segments), changes=ordered)


def _shares(place: Place, patch: _Patch) -> bool:
    return (
        place.first < patch.last and patch.first < place.last
    ) or patch.first <= place.first == place.last < patch.last


def _segment_at(new: Transcript, after: Flat, patch: _Patch) -> int:
    """The segment a correction falls into: that of the words it replaces, else of its neighbour in time."""
    if not after.segments:
        return 0
    if patch.first < patch.last:
        return after.segments[patch.first]
    middle_ms = patch.change.start_ms
    near = [n for n in (patch.first - 1, patch.first) if 0 <= n < len(after.words)]
    return after.segments[min(near, key=lambda n: abs(after.words[n].start_ms - middle_ms))]


def _between(words: Sequence[Word], floor_ms: int, ceiling_ms: int) -> tuple[Word, ...]:
    """The person's words at their own times, as far as the new words around them leave room."""
    moved = []
    for word in words:
        start_ms = min(max(word.start_ms, floor_ms), ceiling_ms)
        moved.append(replace(word, start_ms=start_ms, end_ms=min(max(word.end_ms, start_ms), ceiling_ms)))
    return tuple(moved)


def _with_words(segment: Segment | None, words: tuple[Word, ...], language: str) -> Segment:
    start_ms, end_ms = span_of(words)
    if segment and segment.words == words:
        return segment
    return Segment(
        start_ms, end_ms, join((w.text for w in words), language), words, segment.speaker if segment else None
    )


def _named(old: Transcript, new: Transcript) -> Transcript:
    """The voices of the new transcription under the names that people gave to whoever speaks at that time."""
    spans = sorted((s.start_ms, s.end_ms, s.speaker or "") for s in old.segments)
    if not any(_is_name(speaker) for _, _, speaker in spans):
        return new
    made: list[Segment] = []
    for segment in new.segments:
        if not segment.words:
            name = _speaker_at(spans, segment.start_ms, segment.end_ms)
            made.append(replace(segment, speaker=name if _is_name(name) else segment.speaker))
            continue
        speakers = _steady([_speaker_at(spans, w.start_ms, max(w.end_ms, w.start_ms + 1)) for w in segment.words])
        keyed = zip([name if _is_name(name) else None for name in speakers], segment.words, strict=True)
        runs = [(name, tuple(w for _, w in group)) for name, group in groupby(keyed, key=lambda pair: pair[0])]
        for name, words in runs:
            whole = segment if len(runs) == 1 else _with_words(None, words, new.language)
            made.append(replace(whole, speaker=name or segment.speaker))
    return replace(new, segments=tuple(made))


def _is_name(speaker: str | None) -> bool:
    return bool(speaker) and not (speaker or "").isdigit()


def _speaker_at(spans: Sequence[tuple[int, int, str]], start_ms: int, end_ms: int) -> str | None:
    """Who spoke there for most of that time, "" for nobody known; None where nothing was said."""
    shares: Counter[str] = Counter()
    beyond = bisect_left(spans, end_ms, key=lambda span: span[0])
    for begin_ms, finish_ms, speaker in spans[max(0, beyond - _AT_ONCE) : beyond]:
        shared_ms = min(end_ms, finish_ms) - max(start_ms, begin_ms)
        if shared_ms > 0:
            shares[speaker] += shared_ms
    most = shares.most_common(1)
    return most[0][0] if most else None


def _steady(speakers: Sequence[str | None]) -> list[str | None]:
    """Speakers word by word without gaps: a word that falls into a pause is spoken by whoever speaks beside it."""
    known = [s for s in speakers if s is not None]
    steady: list[str | None] = []
    for number, speaker in enumerate(speakers):
        if speaker is None and known:
            speaker = steady[-1] if number else known[0]
        steady.append(speaker)
    # one word at the edge of a sentence is a matter of when it was said, not of who said it
    if len(steady) > 2 and steady[1] == steady[-2]:
        steady[0] = steady[-1] = steady[1]
    return steady
