"""A transcript against an edited version of it: what was changed, and the transcript that comes of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mediakit.domain.alignment import Run, align, share_alike
from mediakit.domain.alignment_changes import altered, places, span_of, taken_back
from mediakit.domain.alignment_times import Edit, edits_of, retimed, units_of, within_captions
from mediakit.domain.draft import Draft, Said, said
from mediakit.domain.sentences import join, timed_words
from mediakit.domain.transcript import Change, Segment, Transcript, Word

_CONTEXT_WORDS = 5
_NEAR_WORDS = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of words: before, after ("" for nothing). starts_sentence: what is there now begins a sentence."""

    start_ms: int
    end_ms: int
    before: str
    after: str
    starts_sentence: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Changes near one another with the words around them, for people to read.

    pieces: texts before and after, in order; the two are equal where nothing changed.
    """

    start_ms: int
    speaker: str | None
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VoiceDifference:
    """A stretch that another voice speaks now: slugs, or the numbers of voices without a name."""

    start_ms: int
    end_ms: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """transcript: the one that comes of the edit, equal to the current one if nothing differs.

    alike: share of the words of the shorter version that stand in runs of three or more same words, 0.0 … 1.0.
    kept, removed: words of the current version that stayed, or are gone. taken_back: a person's corrections that this
    would undo. speakers: of each word of a caption file's captions. away: numbers of the captions whose words were
    heard elsewhere.
    """

    transcript: Transcript
    differences: tuple[Difference, ...]
    passages: tuple[Passage, ...]
    voices: tuple[VoiceDifference, ...]
    alike: float
    words_before: int
    words_after: int
    taken_back: tuple[Change, ...]
    said: tuple[Said, ...]
    speakers: tuple[str | None, ...]
    away: tuple[int, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any word or speaker differs."""
        return bool(self.differences or self.voices)


@dataclass(frozen=True, slots=True)
class Flat:
    """A transcript as one row of words (letters, in scripts without spaces), each with the number of its segment."""

    words: tuple[Word, ...]
    segments: tuple[int, ...]


def flat(transcript: Transcript) -> Flat:
    """The words of a transcript in one row."""
    pairs = [
        (word, number)
        for number, segment in enumerate(transcript.segments)
        for word in units_of(timed_words(segment), transcript.language)
    ]
    return Flat(tuple(word for word, _ in pairs), tuple(number for _, number in pairs))


def compare(current: Transcript, draft: Draft, *, by: str, new: Sequence[Said] | None = None) -> Diff:
    """What a draft changes in the current transcript, as a correction by this person.

    new: the words of the draft where they were brought up to date already (see rebase). Times never leave the
    recording, and never run backwards where those of the current transcript do not.
    """
    language = current.language
    row = flat(current)
    tokens = tuple(said(draft, language) if new is None else new)
    runs = align([w.text for w in row.words], [t.text for t in tokens])
    if draft.is_captions and (whole := _whole(row.words, tokens, runs)) != tokens:
        tokens = whole
        runs = align([w.text for w in row.words], [t.text for t in tokens])
    words = retimed(row.words, tokens, runs, current.duration_ms, [p.start_ms for p in draft.paragraphs])
    away: list[int] = []
    if draft.is_captions:
        spans = [(p.start_ms or 0, p.end_ms or 0) for p in draft.paragraphs]
        words, away = within_captions(words, tokens, spans)
    words = _inside(words, current.duration_ms)
    edits = edits_of(row.words, tokens, runs)
    owners = _owners(row, tokens, words, runs)
    speakers = _speakers(current, tokens, owners)
    earlier = places(row.words, current.changes, language)
    transcript = replace(
        current,
        segments=_segments(current, row, words, owners, speakers, edits),
        changes=altered(row.words, words, edits, earlier, by, language),
    )
    return Diff(
        transcript=transcript,
        differences=_differences(row.words, words, edits, language),
        passages=tuple(_passages(row.words, words, speakers, edits, language)),
        voices=_voices(current, row, words, speakers, runs),
        alike=share_alike(runs) / max(1, min(len(row.words), len(tokens))),
        words_before=len(row.words),
        words_after=len(tokens),
        taken_back=tuple(taken_back(edits, words, earlier, language)),
        said=tokens,
        speakers=tuple(speakers),
        away=tuple(away),
    )


def _whole(old: Sequence[Word], new: Sequence[Said], runs: Sequence[Run]) -> tuple[Said, ...]:
    """The words of captions, with those whole again that captions cut because no line could hold them."""
    made: list[Said] = []
    for run in runs:
        here, there = new[run.new_from : run.new_to], old[run.old_from : run.old_to]
        cut = len(there) == 1 and len(here) > 1 and "".join(s.text for s in here) == there[0].text
        made += [replace(here[0], text=there[0].text)] if cut else here
    return tuple(made)


def _inside(words: Sequence[Word], duration_ms: int) -> list[Word]:
    if not duration_ms:
        return list(words)
    return [
        w if w.end_ms <= duration_ms else replace(w, start_ms=min(w.start_ms, duration_ms), end_ms=duration_ms)
        for w in words
    ]


def _owners(row: Flat, tokens: Sequence[Said], words: Sequence[Word], runs: Sequence[Run]) -> list[tuple[int, int]]:
    """The segment each word belongs to: (segment of the current version, 0), or (the one before, n) for a new one."""
    owners: list[tuple[int, int]] = []
    for run in runs:
        if run.same:
            owners += [(segment, 0) for segment in row.segments[run.old_from : run.old_to]]
            continue
        there = row.segments[run.old_from : run.old_to]
        for j in range(run.new_from, run.new_to):
            if there:
                middle_ms = (words[j].start_ms + words[j].end_ms) // 2
                begun = [s for w, s in zip(row.words[run.old_from : run.old_to], there, strict=True)
                         if w.start_ms <= middle_ms]  # fmt: skip
                owners.append((begun[-1] if begun else there[0], 0))
            else:
                owners.append(_neighbour(row, tokens, run, j, owners))
    return owners


def _neighbour(
    row: Flat, tokens: Sequence[Said], run: Run, j: int, owners: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The segment of words that stand for nothing: that of a neighbour in the same paragraph, else one of their own."""
    paragraph = tokens[j].paragraph
    if j and tokens[j - 1].paragraph == paragraph:
        return owners[-1]
    if run.new_to < len(tokens) and tokens[run.new_to].paragraph == paragraph:
        return row.segments[run.old_from], 0
    return (owners[-1][0], owners[-1][1] + 1) if owners else (-1, 1)


def _speakers(current: Transcript, tokens: Sequence[Said], owners: Sequence[tuple[int, int]]) -> list[str | None]:
    """Who speaks each word: whom the file names, else who spoke there before."""
    found: list[str | None] = []
    for token, (segment, _) in zip(tokens, owners, strict=True):
        inherited = current.segments[segment].speaker if 0 <= segment < len(current.segments) else None
        found.append(token.speaker or inherited)
    return found


def _segments(
    current: Transcript,
    row: Flat,
    words: Sequence[Word],
    owners: Sequence[tuple[int, int]],
    speakers: Sequence[str | None],
    edits: Sequence[Edit],
) -> tuple[Segment, ...]:
    """The segments of the current version with the new words; one that nothing touched is the same to the letter."""
    touched = {row.segments[i] for e in edits for i in range(e.old_from, e.old_to)}
    made: list[Segment] = []
    keyed = zip(owners, speakers, words, strict=True)
    for (owner, speaker), group in groupby(keyed, key=lambda item: (item[0], item[1])):
        here = [word for _, _, word in group]
        before = current.segments[owner[0]] if owner[1] == 0 and owner[0] >= 0 else None
        if before and owner[0] not in touched and speaker == before.speaker and _same(here, before, current.language):
            made.append(before)
            continue
        start_ms, end_ms = span_of(here)
        text = join((w.text for w in here), current.language)
        made.append(Segment(start_ms, end_ms, text, tuple(here), speaker))
    return tuple(made)


def _same(words: Sequence[Word], before: Segment, language: str) -> bool:
    return list(words) == units_of(timed_words(before), language)


def _voices(
    current: Transcript, row: Flat, words: Sequence[Word], speakers: Sequence[str | None], runs: Sequence[Run]
) -> tuple[VoiceDifference, ...]:
    """Stretches of words that stayed, and somebody else speaks them."""
    pairs: list[tuple[Word, str | None, str | None]] = []
    for run in runs:
        if run.old_to - run.old_from != run.new_to - run.new_from:
            continue
        for i, j in zip(range(run.old_from, run.old_to), range(run.new_from, run.new_to), strict=True):
            pairs.append((words[j], current.segments[row.segments[i]].speaker, speakers[j]))
    found = []
    for (before, after), group in groupby(pairs, key=lambda pair: (pair[1], pair[2])):
        if before != after:
            start_ms, end_ms = span_of([word for word, _, _ in group])
            found.append(VoiceDifference(start_ms, end_ms, before, after))
    return tuple(found)


def _differences(
    old: Sequence[Word], new: Sequence[Word], edits: Sequence[Edit], language: str
) -> tuple[Difference, ...]:
    found = []
    for edit in edits:
        here, there = new[edit.new_from : edit.new_to], old[edit.old_from : edit.old_to]
        start_ms, end_ms = span_of(here or there)
        before = new[edit.new_from - 1].text if edit.new_from else "."
        found.append(
            Difference(start_ms, end_ms, _text(there, language), _text(here, language), before[-1:] in ".?!…。")
        )
    return tuple(found)


def _passages(
    old: Sequence[Word], new: Sequence[Word], speakers: Sequence[str | None], edits: Sequence[Edit], language: str
) -> Iterator[Passage]:
    groups: list[list[Edit]] = []
    for edit in edits:
        if groups and edit.new_from - groups[-1][-1].new_to <= _NEAR_WORDS:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    for group in groups:
        at = max(0, group[0].new_from - _CONTEXT_WORDS)
        pieces: list[tuple[str, str]] = []
        for edit in group:
            pieces.append((_text(new[at : edit.new_from], language),) * 2)
            there = old[edit.old_from : edit.old_to]
            pieces.append((_text(there, language), _text(new[edit.new_from : edit.new_to], language)))
            at = edit.new_to
        pieces.append((_text(new[at : at + _CONTEXT_WORDS], language),) * 2)
        first = group[0]
        start_ms, _ = span_of(new[first.new_from : first.new_to] or old[first.old_from : first.old_to])
        speaker = speakers[min(first.new_from, len(speakers) - 1)] if speakers else None
        yield Passage(start_ms, speaker, tuple(piece for piece in pieces if any(piece)))


def _text(words: Sequence[Word], language: str) -> str:
    return join((w.text for w in words), language)


def moved(base: Transcript, draft: Draft, tokens: Sequence[Said]) -> list[int]:
    """The lines of paragraphs that stand elsewhere than they were said: most of their words are to be found there."""
    row = flat(base)
    runs = align([w.text for w in row.words], [t.text for t in tokens])
    stayed = {j for r in runs if r.same for j in range(r.new_from, r.new_to)}
    gone = {
        tuple(w.text.casefold() for w in row.words[i : i + 3])
        for r in runs
        if not r.same
        for i in range(r.old_from, r.old_to - 2)
    }
    lines = []
    for number, group in groupby(enumerate(tokens), key=lambda item: item[1].paragraph):
        here = list(group)
        texts = [token.text.casefold() for _, token in here]
        trigrams = [tuple(texts[i : i + 3]) for i in range(len(texts) - 2)]
        lost = sum(j not in stayed for j, _ in here)
        if len(texts) >= 5 and lost * 2 > len(texts) and sum(t in gone for t in trigrams) * 2 > len(trigrams):
            lines.append(draft.paragraphs[number].line)
    return lines
