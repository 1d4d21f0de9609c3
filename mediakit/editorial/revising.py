"""Storing what a person made of a transcript: a new revision with its captions. Every correction comes through here."""

from __future__ import annotations

from collections.abc import Sequence

from mediakit.catalogue import assets, captioning, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings


def keep(
    catalogue: Catalogue,
    settings: Settings,
    asset_id: str,
    transcript: Transcript,
    *,
    by: str,
    how: str,
    cues: Sequence[StoredCue] | None = None,
) -> int:
    """Store a revision that a person made and make it the current one; returns its number.

    how: one short phrase for `transcript history`. cues: the captions to store; without them they are made anew from
    the words under the workspace's rules, around those that a person made. All or nothing; an approval of the captions
    before lapses by itself.
    """
    with catalogue.writing():
        asset = assets.one(catalogue, asset_id)
        made = list(cues) if cues is not None else captioning.anew(catalogue, asset, transcript, settings)
        key = asset.spoken.key if asset.spoken else ""
        number = transcripts.put(catalogue, asset_id, transcript, made, key=key, by=by, how=how)
        captioning.record(catalogue, asset, number, settings)
    return number
