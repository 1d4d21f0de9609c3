"""Sentences corrected one by one, saved as a revision; and what happens where somebody else saved meanwhile.

Whatever two people changed in different places is kept of both. Where they changed the same words nothing is saved:
both versions are given back, and the editor decides place by place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mediakit.catalogue import assets, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.draft import Draft, Paragraph, Row, clean, said
from mediakit.domain.errors import Misuse
from mediakit.domain.rebase import rebase
from mediakit.domain.transcript import Segment, Transcript
from mediakit.domain.workspace import Workspace
from mediakit.editorial import amending, drafts, importing

HOW = "desk"


@dataclass(frozen=True, slots=True)
class Both:
    """A sentence that two people changed. number: in the revision that the editor began from; by: who saved theirs."""

    number: int
    start_ms: int
    before: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of corrections. revision: the current one now; merged: how many revisions others stored meanwhile.

    clashes: sentences that two people changed; where there are any, nothing was saved. others: who stored what stands.
    """

    asset: Asset
    revision: int
    words: int = 0
    merged: int = 0
    clashes: tuple[Both, ...] = ()
    others: tuple[str, ...] = ()


def save(
    catalogue: Catalogue, workspace: Workspace, asset_id: str, *, base: int, texts: Mapping[int, str], by: str
) -> Saved:
    """Save sentences of a revision as a new one, and forget the draft they came from.

    Raises Misuse for a revision or a sentence that does not exist; Refused if somebody is quicker this very moment.
    """
    asset = assets.one(catalogue, asset_id)
    current, number = amending.current_of(catalogue, asset)
    before = current if number == base else _base(catalogue, asset, base)
    changed = _changed(before, asset, texts)
    merged = number - base
    if not changed:
        _forget(workspace, asset.id, base, by, texts)
        return Saved(asset, number, merged=merged)
    others = _others(catalogue, asset, base, by)
    if merged and (clashes := _clashes(before, current, changed)):
        return Saved(asset, number, merged=merged, clashes=clashes, others=others)
    draft = _draft(asset, base, before, changed)
    proposal = importing.propose(catalogue, workspace.settings, asset, draft, by=by, where=asset.short, how=HOW)
    stored = importing.save(catalogue, workspace.settings, proposal)
    _forget(workspace, asset.id, base, by, texts)
    words = sum(max(len(d.before.split()), len(d.after.split())) for d in proposal.diff.differences)
    return Saved(assets.one(catalogue, asset.id), stored, words, merged, (), others)


def settle(
    catalogue: Catalogue,
    workspace: Workspace,
    asset_id: str,
    *,
    base: int,
    texts: Mapping[int, str],
    mine: Collection[int],
    by: str,
) -> Saved:
    """After a clash: save what does not clash; of what does, keep theirs, and put `mine` into a draft on top of it.

    That draft is offered for a last look: it replaces somebody's words only when it is saved.
    """
    asset = assets.one(catalogue, asset_id)
    current, _ = amending.current_of(catalogue, asset)
    before = _base(catalogue, asset, base)
    changed = _changed(before, asset, texts)
    clashing = {both.number for both in _clashes(before, current, changed)}
    rest = {number: text for number, text in changed.items() if number not in clashing}
    saved = save(catalogue, workspace, asset_id, base=base, texts=rest, by=by)
    if saved.clashes:
        return saved
    now, revision = amending.current_of(catalogue, saved.asset)
    again = {number: text for number, text in changed.items() if number in clashing and number in mine}
    if again:
        drafts.keep(workspace, asset_id, revision, by, _carried(before, now, again))
    _forget(workspace, asset_id, base, by, texts)
    return saved


def _forget(workspace: Workspace, asset_id: str, base: int, by: str, texts: Mapping[int, str]) -> None:
    # what another window of the same editor keeps in the same draft is not saved yet
    drafts.keep(workspace, asset_id, base, by, {}, dropped=tuple(texts))


# --- the decisions ----------------------------------------------------------------------------------------------------


def _base(catalogue: Catalogue, asset: Asset, number: int) -> Transcript:
    found = transcripts.revision(catalogue, asset.id, number)
    if found is None:
        raise Misuse(f"there is no revision {number}", where=asset.short, hint="open it again")
    return found


def _changed(before: Transcript, asset: Asset, texts: Mapping[int, str]) -> dict[int, str]:
    """The sentences that differ from the revision they were made from. Raises Misuse for one that it does not have."""
    wrong = [number for number in texts if not 0 <= number < len(before.segments)]
    if wrong:
        raise Misuse(f"it has no sentence {wrong[0] + 1}", where=asset.short, hint="open it again")
    cleaned = {number: clean(text) for number, text in sorted(texts.items())}
    return {number: text for number, text in cleaned.items() if text != clean(before.segments[number].text)}


def _draft(asset: Asset, base: int, before: Transcript, changed: Mapping[int, str]) -> Draft:
    # who speaks is left open: a voice that somebody named meanwhile stays named
    paragraphs = tuple(
        Paragraph(number + 1, (Row(changed.get(number, segment.text)),), segment.start_ms, segment.end_ms)
        for number, segment in enumerate(before.segments)
    )
    return Draft("json", paragraphs, asset=asset.id, revision=base)


def _clashes(before: Transcript, current: Transcript, changed: Mapping[int, str]) -> tuple[Both, ...]:
    """The sentences of which somebody else changed the same words: by each alone, so that the rest can be saved."""
    paragraphs = tuple(
        Paragraph(number + 1, (Row(changed.get(number, segment.text)),))
        for number, segment in enumerate(before.segments)
    )
    tokens = said(Draft("json", paragraphs), before.language)
    _, found = rebase(before, current, tokens)
    touched: dict[int, None] = {}
    for clash in found:
        near = [n for n in changed if _distance(before.segments[n], clash.start_ms) == 0]
        touched |= dict.fromkeys(near or [min(changed, key=lambda n: _distance(before.segments[n], clash.start_ms))])
    return tuple(
        Both(n, before.segments[n].start_ms, before.segments[n].text, changed[n], _there(current, before.segments[n]))
        for n in sorted(touched)
    )


def _distance(segment: Segment, at_ms: int) -> int:
    return max(segment.start_ms - at_ms, at_ms - segment.end_ms, 0)


def _shared(one: Segment, other: Segment) -> int:
    return min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)


def _there(current: Transcript, segment: Segment) -> str:
    """What stands now where a sentence stood."""
    return " ".join(other.text for other in current.segments if _shared(other, segment) > 0)


def _carried(before: Transcript, current: Transcript, texts: Mapping[int, str]) -> dict[int, str]:
    """Sentences of an earlier revision put where they are in the current one: on what they share most time with."""
    carried: dict[int, str] = {}
    for number, text in texts.items():
        if current.segments:
            segment = before.segments[number]
            there = max(range(len(current.segments)), key=lambda n: _shared(current.segments[n], segment))
            carried[there] = f"{carried[there]} {text}" if there in carried else text
    return carried


def _others(catalogue: Catalogue, asset: Asset, base: int, by: str) -> tuple[str, ...]:
    """Who stored revisions since, without the editor."""
    entries = transcripts.history(catalogue, asset.id)
    return tuple(dict.fromkeys(e.by or "mediakit" for e in entries if e.number > base and e.by != by))
