"""What becomes of a film's cuts once they are known: kept, and its captions made anew to keep to them."""

from __future__ import annotations

from collections.abc import Sequence

from mediakit.catalogue import assets, captioning, cuts, transcripts, work
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Outcome
from mediakit.domain.workspace import Settings
from mediakit.process.plan import steps_of


def store(catalogue: Catalogue, settings: Settings, asset_id: str, cuts_ms: Sequence[int], *, along: bool) -> None:
    """Keep the cuts of a film and make its captions anew where that changes them.

    along: they were found while something else was made, so that their own step is done. Captions that a person made
    stay, and so do all of a film that somebody approved: they were checked as they are.
    """
    with catalogue.writing():
        before = assets.one(catalogue, asset_id)
        cuts.put(catalogue, asset_id, cuts_ms)
        for step in steps_of(before, settings) if along else ():
            if step.stage == "cuts":
                work.put_outcome(catalogue, Outcome(asset_id, "cuts", step.key, "done"))
        asset = assets.one(catalogue, asset_id)
        if asset.spoken is None or asset.cuts_ms == before.cuts_ms:
            return
        transcript = transcripts.current(catalogue, asset_id)
        if transcript is not None and before.approval is None:
            transcripts.put_cues(catalogue, asset_id, captioning.anew(catalogue, asset, transcript, settings))
        captioning.record(catalogue, asset, asset.spoken.revision, settings)
