"""A person's word that they read the captions of a recording from the first to the last, and how to tell that it holds.

It is a revision by that person with the same words: what was doubtful is confirmed with it, so that no later
transcription asks again. It is no approval: that decides about publishing, and about more than the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.catalogue import transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.workspace import Settings
from mediakit.editorial import amending, amending_review, revising

HOW = transcripts.CHECKED


@dataclass(frozen=True, slots=True)
class Check:
    """Who read the captions, and when (ISO 8601). since: how many revisions by others came after."""

    by: str
    at: str
    revision: int
    since: int


def check(catalogue: Catalogue, settings: Settings, asset: Asset, *, by: str, revision: int | None = None) -> int:
    """Say that somebody read all of it; returns the number of the revision that says so.

    Every change that nobody looked at and every doubtful word is confirmed with it. Captions stay as they are, and an
    approval of them holds. revision: only if this is still the current one; raises Refused otherwise.
    """
    with catalogue.writing():
        if revision is not None:
            amending.need_unchanged(catalogue, asset, revision)
        shown = amending_review.review(catalogue, asset)
        number = shown.revision
        if shown.open or shown.doubts:
            unlooked = [n for n, change in enumerate(shown.changes, 1) if change.by is None]
            doubts = [shown.number_of_doubt(place) for place in range(len(shown.doubts))]
            settled = amending_review.settle(catalogue, settings, shown, accept=[*unlooked, *doubts], undo=(), by=by)
            number = settled.revision
        transcript = transcripts.as_kept(catalogue, asset.id, number)
        cues = transcripts.cues_as_kept(catalogue, asset.id, shown.revision)
        assert transcript is not None
        return revising.keep(catalogue, settings, asset.id, transcript, by=by, how=HOW, cues=cues)


def checked(catalogue: Catalogue, asset: Asset) -> Check | None:
    """Who said last that they read it; None if nobody did."""
    entries = transcripts.history(catalogue, asset.id)
    last = next((entry for entry in reversed(entries) if entry.how == HOW and entry.by), None)
    if last is None or last.by is None:
        return None
    since = sum(entry.number > last.number and entry.by != last.by for entry in entries)
    return Check(last.by, last.at, last.number, since)
