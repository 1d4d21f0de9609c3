"""Captions for an asset: the rules of its workspace and shape, applied to what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mediakit.catalogue import events, organisations, people, transcripts, work
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.domain.asset import Asset, Outcome, fingerprint
from mediakit.domain.captions import CaptionRules, Cue, make_cues
from mediakit.domain.facts import Kind
from mediakit.domain.recipe import captions_recipe
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript
from mediakit.domain.workspace import Settings


def rules_of(settings: Settings, *, portrait: bool = False) -> CaptionRules:
    """The numbers of the workspace; a 9:16 film has its own lines."""
    return CaptionRules(
        line_characters=settings.caption_portrait_line_characters if portrait else settings.caption_line_characters,
        lines=settings.caption_portrait_lines if portrait else settings.caption_lines,
        longest_ms=_milliseconds(settings.caption_longest_seconds),
        shortest_ms=_milliseconds(settings.caption_shortest_seconds),
        word_ms=_milliseconds(settings.caption_word_seconds),
        words_per_minute=settings.caption_words_per_minute,
        characters_per_s=settings.caption_characters_per_second,
        gap_ms=_milliseconds(settings.caption_gap_seconds),
        early_ms=_milliseconds(settings.caption_early_seconds),
        late_ms=_milliseconds(settings.caption_late_seconds),
        linger_ms=_milliseconds(settings.caption_linger_seconds),
        speakers=settings.caption_speakers,
    )


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def rules_for(asset: Asset, settings: Settings) -> CaptionRules:
    """The numbers of the BBC subtitle guidelines as the workspace has set them; 9:16 has its own."""
    upright = asset.kind is Kind.VIDEO and (asset.height_px or 0) > (asset.width_px or 0)
    return rules_of(settings, portrait=upright)


def cues_for(
    asset: Asset,
    transcript: Transcript,
    settings: Settings,
    earlier: Sequence[StoredCue] = (),
    *,
    names: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
) -> list[StoredCue]:
    """The captions of a recording, as the catalogue keeps them.

    earlier: the captions so far; those that a person made stay as they are where the words under them do. names: kept
    on one line. labels: slug of a speaker → name.
    """
    kept = [_cue(cue) for cue in earlier if cue.kept]
    rules = rules_for(asset, settings)
    made = make_cues(transcript, rules, names=names, labels=labels, kept=kept, cuts_ms=asset.cuts_ms)
    still = set(kept)
    return [StoredCue(Span(c.start_ms, c.end_ms), tuple(c.lines), c.speaker, c in still) for c in made]


def _cue(cue: StoredCue) -> Cue:
    return Cue(cue.span.start_ms, cue.span.end_ms, tuple(cue.lines), cue.speaker)


def anew(
    catalogue: Catalogue, asset: Asset, transcript: Transcript, settings: Settings, *, keep: bool = True
) -> list[StoredCue]:
    """The captions of these words with everything the catalogue knows: its names, and the captions a person made.

    keep: False makes those of a person anew too.
    """
    earlier = transcripts.cues(catalogue, asset.id) if keep else []
    labels = {person.slug: person.name for person in people.every(catalogue)}
    names = known_names(catalogue, settings)
    return cues_for(asset, transcript, settings, earlier, names=names, labels=labels)


def known_names(catalogue: Catalogue, settings: Settings) -> tuple[str, ...]:
    """The names of several words that no line should take apart: people, organisations, events, venues, vocabulary."""
    found: list[str] = list(settings.vocabulary)
    for person in people.every(catalogue):
        found += [person.name, person.titled_name, *person.aliases, person.organisation or ""]
    found += [organisation.name for organisation in organisations.every(catalogue)]
    for event in events.every(catalogue):
        found += [event.name, event.venue or ""]
    return tuple(dict.fromkeys(name for name in found if len(name.split()) > 1))


def record(catalogue: Catalogue, asset: Asset, revision: int, settings: Settings) -> None:
    """Remember that the captions of this revision were made under these rules."""
    key = fingerprint([captions_recipe(settings, revision, asset.cuts_ms).key])
    work.put_outcome(catalogue, Outcome(asset.id, "captions", key, "done"))
