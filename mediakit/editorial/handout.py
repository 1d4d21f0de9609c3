"""Transcripts as they are handed out: JSON, WebVTT, SubRip, timed text, plain text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mediakit.catalogue import assets, captioning, people, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Refused
from mediakit.domain.facts import Kind
from mediakit.domain.records import spoken_document
from mediakit.domain.subtitles import to_srt, to_txt, to_vtt, with_names
from mediakit.domain.subtitles_ttml import to_ttml
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings

FORMATS = ("json", "vtt", "srt", "ttml", "txt")


@dataclass(frozen=True, slots=True)
class Handout:
    """What was said in one recording: the transcript, its captions, and names: slug → name of everybody known."""

    asset: Asset
    transcript: Transcript
    cues: tuple[StoredCue, ...]
    names: Mapping[str, str]


def gather(catalogue: Catalogue, name: str) -> Handout:
    """The current transcript of an asset that a user named. A recording without sound has one without segments.

    Raises UnknownName; Refused, with the reason, for a photo or a recording that is not transcribed yet.
    """
    asset = assets.one(catalogue, assets.find(catalogue, name))
    transcript = transcripts.current(catalogue, asset.id)
    if transcript is None:
        if asset.kind is Kind.PHOTO:
            raise Refused("a photo: nothing is said in it", where=asset.short)
        if asset.has_sound:
            raise _not_yet(asset)
        transcript = Transcript("und", 0.0, "none", "none", asset.duration_ms or 0)
    names = {p.slug: p.name for p in people.every(catalogue)}
    return Handout(asset, transcript, tuple(transcripts.cues(catalogue, asset.id)), names)


def _not_yet(asset: Asset) -> Refused:
    outcome = asset.outcomes.get("speech")
    if outcome and outcome.status == "pending":
        return Refused(f"not transcribed: {outcome.reason}", where=asset.short)
    if outcome and outcome.status == "failed":
        return Refused(f"could not be transcribed: {outcome.reason}", where=asset.short)
    return Refused("not transcribed yet", where=asset.short, hint="mediakit process --only speech")


def written(handout: Handout, form: str, *, times: bool = False, name_columns: int = 0) -> str:
    """The whole file in one of FORMATS; ends with a line feed. Speakers are named, in JSON by slug.

    times: each paragraph of plain text begins with its position. name_columns: the width in which a caption may begin
    with its speaker's name; 0: it begins with a dash as it is stored.
    """
    if form == "json":
        found = spoken_document(handout.asset, handout.transcript)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if form == "txt":
        return to_txt(named(handout.transcript, handout.names), times=times)
    shown = transcripts.shown(handout.cues, handout.names)
    if name_columns:
        shown = with_names(shown, name_columns)
    language = handout.transcript.language
    if form == "ttml":
        return to_ttml(shown, language=language, title=handout.asset.title)
    return to_srt(shown, language=language) if form == "srt" else to_vtt(shown, language=language)


def name_columns(handout: Handout, settings: Settings) -> int:
    """How wide a caption with its speaker's name may be; 0 where the workspace wants no names in captions."""
    rules = captioning.rules_for(handout.asset, settings).for_language(handout.transcript.language)
    return rules.line_characters if rules.speakers == "name" else 0


def named(transcript: Transcript, names: Mapping[str, str]) -> Transcript:
    """The same with names in place of the slugs of speakers."""
    return transcript.with_segments(
        tuple(replace(s, speaker=names.get(s.speaker or "", s.speaker)) for s in transcript.segments)
    )
