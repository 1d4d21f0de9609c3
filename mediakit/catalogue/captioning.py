"""Captions for an asset: the rules of its workspace and shape, applied to what was said."""

from __future__ import annotations

from mediakit.catalogue import work
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset, Outcome, fingerprint
from mediakit.domain.captions import CaptionRules, make_cues
from mediakit.domain.facts import Kind
from mediakit.domain.recipe import captions_recipe
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings


def rules_for(asset: Asset, settings: Settings) -> CaptionRules:
    """The numbers of the BBC subtitle guidelines as the workspace has set them; 9:16 has its own."""
    upright = asset.kind is Kind.VIDEO and (asset.height_px or 0) > (asset.width_px or 0)
    if upright:
        return CaptionRules(line_characters=25, lines=3, longest_ms=round(settings.caption_longest_seconds * 1000))
    return CaptionRules(
        line_characters=settings.caption_line_characters,
        lines=settings.caption_lines,
        longest_ms=round(settings.caption_longest_seconds * 1000),
    )


def cues_for(asset: Asset, transcript: Transcript, settings: Settings) -> list[StoredCue]:
    """The captions of a recording, as the catalogue keeps them."""
    cues = make_cues(transcript, rules_for(asset, settings))
    return [StoredCue(Span(c.start_ms, c.end_ms), tuple(c.lines), c.speaker) for c in cues]


def record(catalogue: Catalogue, asset: Asset, revision: int, settings: Settings) -> None:
    """Remember that the captions of this revision were made under these rules."""
    key = fingerprint([captions_recipe(settings, revision).key])
    work.put_outcome(catalogue, Outcome(asset.id, "captions", key, "done"))
