"""What becomes of a new transcription: stored as it is, or with what people corrected in the one before."""

from __future__ import annotations

from dataclasses import replace

from mediakit.catalogue import assets, captioning, redactions, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import MediakitError
from mediakit.domain.merging import Merged, merge
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings


def unfit(catalogue: Catalogue, asset_id: str, heard: Transcript) -> MediakitError | None:
    """Why a transcription cannot follow the one that a person corrected: it is in another language. None if it can."""
    asset = assets.one(catalogue, asset_id)
    if asset.spoken is None or asset.spoken.by is None or not heard.segments:
        return None
    before = transcripts.as_kept(catalogue, asset_id, asset.spoken.revision)
    if before is None or (before.language, before.translated_from) == (heard.language, heard.translated_from):
        return None
    what = f"{asset.spoken.by} corrected its transcript in {before.language}, and this one is in {heard.language}"
    return MediakitError(f"{what}: the corrected one stays")


def store(catalogue: Catalogue, settings: Settings, asset_id: str, heard: Transcript, *, key: str) -> Merged | None:
    """Make a transcription the current revision; where a person corrected the one before, their words stay in it.

    Looks at the revision that is current now, so that a correction made while the recording was listened to stays
    too. Returns what was kept, None if nobody had corrected anything. Conflicts in redacted stretches are not told.
    """
    with catalogue.writing():
        asset = assets.one(catalogue, asset_id)
        merged, by, how = None, None, "process"
        if asset.spoken and asset.spoken.by:
            before = transcripts.as_kept(catalogue, asset_id, asset.spoken.revision)
            by = asset.spoken.by
            if before is not None:
                merged = merge(before, heard)
                how = f"process, corrections of {', '.join(merged.by) or by} kept"
        transcript = merged.transcript if merged else heard
        cues = captioning.anew(catalogue, asset, transcript, settings)
        revision = transcripts.put(catalogue, asset_id, transcript, cues, key=key, by=by, how=how)
        captioning.record(catalogue, asset, revision, settings)
        hidden = redactions.spans(catalogue, asset_id)
    if merged is None:
        return None
    told = tuple(c for c in merged.conflicts if not any(Span(c.start_ms, c.end_ms + 1).overlaps(h) for h in hidden))
    return replace(merged, conflicts=told)
