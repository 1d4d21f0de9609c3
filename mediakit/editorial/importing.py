"""Corrections that come back in a file: read, compared with what there is, and kept as a new revision.

`propose` decides and writes nothing; `save` keeps what was proposed, unless somebody was quicker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mediakit.catalogue import assets, organisations, people, redactions, transcripts, vocabulary
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset
from mediakit.domain.draft import Draft, Said, said
from mediakit.domain.errors import BadInputFile, Misuse, Refused
from mediakit.domain.learning import Lesson, lessons
from mediakit.domain.rebase import Clash, rebase
from mediakit.domain.restoring import restored
from mediakit.domain.revised import Diff, compare, moved
from mediakit.domain.sentences import join
from mediakit.domain.span import Span, format_position
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings
from mediakit.editorial import revising
from mediakit.editorial.handout import gather
from mediakit.editorial.import_reading import read_draft
from mediakit.editorial.import_voices import Voices

# two recordings share a word here and there, but seldom three in a row
_LEAST_ALIKE = 0.12
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would change. revision: the one it would follow; base: the one it was edited from.

    cues: of a caption file, to be kept as they are; None: captions are made anew from the words. cues_changed: how
    many of them differ from those there are.
    """

    asset: Asset
    revision: int
    base: int
    by: str
    how: str
    diff: Diff
    cues: tuple[StoredCue, ...] | None
    cues_changed: int
    learnt: tuple[Lesson, ...]
    warnings: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether there is anything to keep."""
        return self.diff.differs or self.cues_changed > 0


def propose_file(
    catalogue: Catalogue, settings: Settings, name: str, path: Path, *, by: str, from_revision: int | None = None
) -> Proposal:
    """What a file would change in the transcript of the asset that a user named; nothing is written.

    from_revision: what the file was exported from, where it does not say so itself. Raises Refused if there is no
    transcript yet, BadInputFile with every bad line of a file that cannot be used.
    """
    handout = gather(catalogue, name)
    voices = Voices(catalogue, handout.transcript)
    draft = read_draft(path, voices, duration_ms=handout.transcript.duration_ms)
    how = f"import {path.name}"
    return propose(
        catalogue, settings, handout.asset, draft, by=by, where=str(path), how=how, from_revision=from_revision
    )


def propose(
    catalogue: Catalogue,
    settings: Settings,
    asset: Asset,
    draft: Draft,
    *,
    by: str,
    where: str,
    how: str,
    from_revision: int | None = None,
) -> Proposal:
    """What a draft would change; see propose_file. where: what messages call the draft."""
    current = transcripts.current(catalogue, asset.id)
    if asset.spoken is None or current is None:
        raise Refused("not transcribed yet", where=asset.short, hint="mediakit process --only speech")
    _need_own(catalogue, asset, draft, where)
    base_number, base = _base(catalogue, asset, draft, current, from_revision, where)
    tokens = said(draft, current.language)
    if not draft.is_captions and (lines := moved(base, draft, tokens)):
        told = tuple(f"{_noun(draft)} {line} stands elsewhere than it was said" for line in lines)
        hint = "put them back in their order, or take them out; words only, times run on"
        raise BadInputFile("paragraphs were moved; nothing was changed", where=where, hint=hint, problems=told)
    if base_number != asset.spoken.revision:
        tokens, clashes = rebase(base, current, tokens)
        if clashes:
            raise _clashing(clashes, asset, where)
    diff = compare(current, draft, by=by, new=tokens)
    _need_alike(diff, draft, asset, where)
    if diff.taken_back and draft.revision is None and from_revision is None:
        raise _taking_back(diff, asset, where)
    cues = tuple(_cues(draft, diff, current, rebased=base_number != asset.spoken.revision))
    changed = _cues_changed(transcripts.cues(catalogue, asset.id), cues, draft)
    return Proposal(
        asset=asset,
        revision=asset.spoken.revision,
        base=base_number,
        by=by,
        how=how,
        diff=diff,
        cues=cues if draft.is_captions else None,
        cues_changed=changed if draft.is_captions else 0,
        learnt=lessons(diff.differences, _known(catalogue, settings)),
        warnings=(*draft.warnings, *_warnings(draft, diff), *_hidden(diff, redactions.spans(catalogue, asset.id))),
    )


def save(catalogue: Catalogue, settings: Settings, proposal: Proposal) -> int:
    """Keep what was proposed as a new revision, and return its number. Nothing happens if nothing differs.

    Raises Refused if another revision was stored since it was proposed.
    """
    with catalogue.writing():
        spoken = assets.one(catalogue, proposal.asset.id).spoken
        number = spoken.revision if spoken else 0
        if number != proposal.revision:
            whose = f" by {spoken.by}" if spoken and spoken.by else ""
            raise Refused(
                f"revision {number} was stored meanwhile{whose}; nothing was changed",
                where=proposal.asset.short,
                hint="run it again: it compares with what is there now",
            )
        if not proposal.differs:
            return number
        kept = transcripts.as_kept(catalogue, proposal.asset.id, proposal.revision)
        transcript = restored(proposal.diff.transcript, kept) if kept else proposal.diff.transcript
        return revising.keep(
            catalogue, settings, proposal.asset.id, transcript, by=proposal.by, how=proposal.how, cues=proposal.cues
        )


def learn(catalogue: Catalogue, proposal: Proposal) -> None:
    """Add the words that these corrections teach to the vocabulary."""
    with catalogue.writing():
        for lesson in proposal.learnt:
            heard = [lesson.heard_as] if lesson.heard_as else []
            vocabulary.add(catalogue, lesson.word, heard_as=heard, asset=proposal.asset.id, by=proposal.by)


def _hidden(diff: Diff, redacted: Sequence[Span]) -> list[str]:
    """What is said of words that were written where something is redacted."""
    places = [d for d in diff.differences if any(Span(d.start_ms, d.end_ms + 1).overlaps(r) for r in redacted)]
    if not places:
        return []
    where = ", ".join(dict.fromkeys(format_position(d.start_ms) for d in places[:5])) + " …" * (len(places) > 5)
    return [f"redacted, and stays so whatever is written there, until the redaction is taken back: at {where}"]


def _noun(draft: Draft) -> str:
    return {"docx": "paragraph", "json": "segment"}.get(draft.form, "line")


def _need_own(catalogue: Catalogue, asset: Asset, draft: Draft, where: str) -> None:
    if draft.asset in (None, asset.id):
        return
    other = assets.load(catalogue, [draft.asset or ""])
    whose = other[0].short if other else "another recording"
    raise BadInputFile(f"this is the transcript of {whose}, not of {asset.short}", where=where)


def _base(
    catalogue: Catalogue, asset: Asset, draft: Draft, current: Transcript, from_revision: int | None, where: str
) -> tuple[int, Transcript]:
    """The revision that the file was edited from."""
    number = from_revision or draft.revision
    now = asset.spoken.revision if asset.spoken else 0
    if number is None or number == now:
        return now, current
    base = transcripts.revision(catalogue, asset.id, number)
    if base is None:
        told = f"it was exported from revision {number}, and {asset.short} has {now}"
        raise (
            BadInputFile(told, where=where)
            if from_revision is None
            else Misuse(f"there is no revision {number}", where=asset.short, hint=f"the current one is {now}")
        )
    return number, base


def _clashing(clashes: Sequence[Clash], asset: Asset, where: str) -> BadInputFile:
    now = asset.spoken.revision if asset.spoken else 0
    told = tuple(
        f"{format_position(c.start_ms)}: {_quoted(c.base)} is {_quoted(c.edited)} in the file, "
        f"{_quoted(c.current)} in revision {now}"
        for c in clashes
    )
    what = f"{len(told)} place{'s' * (len(told) != 1)} changed since in revision {now}; nothing was changed"
    hint = f"write there in the file what revision {now} has, import it, and change it afterwards where need be"
    return BadInputFile(what, where=where, hint=hint, problems=told)


def _need_alike(diff: Diff, draft: Draft, asset: Asset, where: str) -> None:
    if diff.words_before < _FEW_WORDS or draft.asset == asset.id:
        return
    if diff.alike < _LEAST_ALIKE:
        raise BadInputFile(
            f"hardly anything of it is said in {asset.short}; nothing was changed",
            where=where,
            hint="is it the file of another recording? see: mediakit transcript show",
        )


def _taking_back(diff: Diff, asset: Asset, where: str) -> BadInputFile:
    now = asset.spoken.revision if asset.spoken else 0
    told = tuple(
        f"{format_position(c.start_ms)}: {_quoted(c.written)} would be {_quoted(c.heard)} again ({c.by} corrected it)"
        for c in diff.taken_back
    )
    what = f"it would take back {len(told)} correction{'s' * (len(told) != 1)}; nothing was changed"
    hint = f"exported before they were made? add --from-revision and its number; meant so? add --from-revision {now}"
    return BadInputFile(what, where=where, hint=hint, problems=told)


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”" if text else "nothing"


def _cues(draft: Draft, diff: Diff, current: Transcript, *, rebased: bool) -> list[StoredCue]:
    """The captions of a caption file: lines and times as they are, and who speaks them."""
    if not draft.is_captions:
        return []
    voices: dict[int, str | None] = {}
    rows: dict[tuple[int, int], list[Said]] = {}
    for token, speaker in zip(diff.said, diff.speakers, strict=True):
        voices.setdefault(token.paragraph, speaker)
        rows.setdefault((token.paragraph, token.row), []).append(token)
    cues = []
    for number, cue in enumerate(draft.paragraphs):
        lines = cue.lines
        if rebased and [s.text for n in range(len(lines)) for s in rows.get((number, n), [])] != _words(cue.rows):
            lines = tuple(
                text
                for n in range(len(lines))
                if (text := join((s.text for s in rows.get((number, n), [])), current.language))
            )
        start_ms, end_ms = cue.start_ms or 0, cue.end_ms or 0
        if current.duration_ms:
            end_ms = max(start_ms, min(end_ms, current.duration_ms))
        if lines:
            cues.append(StoredCue(Span(start_ms, end_ms), lines, voices.get(number), kept=True))
    return cues


def _words(rows: Sequence[object]) -> list[str]:
    return [word for row in rows for word in getattr(row, "text", "").split()]


def _cues_changed(before: Sequence[StoredCue], after: Sequence[StoredCue], draft: Draft) -> int:
    """How many captions differ in time, lines, or, where the file says so, in who speaks."""
    says_who = any(row.speaker for p in draft.paragraphs for row in p.rows)
    old, new = ([(c.span, c.lines, c.speaker if says_who else None) for c in cues] for cues in (before, after))
    return max(len(set(new) - set(old)), len(set(old) - set(new)))


def _known(catalogue: Catalogue, settings: Settings) -> list[str]:
    """Every name and word that the recogniser is told already."""
    named = [text for p in people.every(catalogue) for text in (p.name, *p.aliases, p.organisation or "")]
    learnt = [known.word for known in vocabulary.every(catalogue)]
    bodies = [o.name for o in organisations.every(catalogue)]
    return [*named, *bodies, *settings.vocabulary, *learnt]


def _warnings(draft: Draft, diff: Diff) -> list[str]:
    told = []
    if diff.words_after * 2 < diff.words_before:
        told.append(f"more than half of the words are gone: {diff.words_after} of {diff.words_before} are left")
    if diff.away:
        lines = ", ".join(str(draft.paragraphs[n].line) for n in diff.away[:5])
        more = " …" if len(diff.away) > 5 else ""
        count = f"{len(diff.away)} caption{'s stand' if len(diff.away) != 1 else ' stands'}"
        told.append(f"{count} more than 1.5 s from where the words were heard: line {lines}{more}")
    return told
