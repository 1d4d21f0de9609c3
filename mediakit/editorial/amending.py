"""Corrections on the spot: a draft of what would change, and the saving of it as a revision by a person.

A draft is made from the transcript as it stands and saved only while it still stands so: what somebody else saved
meanwhile is never written over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mediakit.catalogue import assets, captioning, people, transcripts
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.transcripts import StoredCue
from mediakit.catalogue.verdicts import decide
from mediakit.domain.asset import Asset
from mediakit.domain.captions import Cue
from mediakit.domain.errors import Misuse, Refused, UnknownName
from mediakit.domain.naming import fold
from mediakit.domain.rewording import Hit, Wanted, changed, find, recaptioned
from mediakit.domain.span import Span
from mediakit.domain.subtitles import speaker_name
from mediakit.domain.transcript import Transcript
from mediakit.domain.voices import Renaming, renamed, voices
from mediakit.domain.workspace import Settings
from mediakit.editorial import revising
from mediakit.editorial.handout import gather

NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Draft:
    """What would become of one transcript. revision: the one it was made from; cues None: made anew from the words."""

    asset: Asset
    revision: int
    before: Transcript
    after: Transcript
    hits: tuple[Hit, ...] = ()
    cues: tuple[StoredCue, ...] | None = None


def chosen(catalogue: Catalogue, names: Sequence[str], *, event: str | None = None) -> list[Asset]:
    """The recordings that a user named, or all that are transcribed (of one event). Raises UnknownName.

    One that was named and is not transcribed is Refused with the reason.
    """
    if names:
        ids = assets.require(catalogue, names)
        within = set(assets.ids(catalogue, assets.Wanted(event=event))) if event else set(ids)
        return [gather(catalogue, asset_id).asset for asset_id in ids if asset_id in within]
    return [a for a in assets.load(catalogue, assets.ids(catalogue, assets.Wanted(event=event))) if a.spoken]


def save(catalogue: Catalogue, settings: Settings, drafts: Sequence[Draft], *, by: str, how: str) -> list[int]:
    """Store drafts as revisions by a person, all of them or none; returns the numbers of the revisions, in order.

    Raises Refused if one of the transcripts is not what its draft was made from any more.
    """
    with catalogue.writing():
        for draft in drafts:
            need_unchanged(catalogue, draft.asset, draft.revision)
        return [
            revising.keep(catalogue, settings, draft.asset.id, draft.after, by=by, how=how, cues=draft.cues)
            for draft in drafts
        ]


def need_unchanged(catalogue: Catalogue, asset: Asset, revision: int) -> None:
    """Raises Refused if the current revision is another one than this."""
    spoken = assets.one(catalogue, asset.id).spoken
    if spoken is None or spoken.revision != revision:
        what = f"its transcript is not revision {revision} any more"
        what += f", but {spoken.revision}" if spoken else ""
        raise Refused(what, where=asset.short, hint="nothing was changed: look at it again, and then repeat this")


def current_of(catalogue: Catalogue, asset: Asset) -> tuple[Transcript, int]:
    """The current transcript of an asset and its revision. Raises Refused where there is none."""
    transcript = transcripts.current(catalogue, asset.id)
    spoken = assets.one(catalogue, asset.id).spoken
    if transcript is None or spoken is None:
        raise Refused("it has no transcript", where=asset.short)
    return transcript, spoken.revision


# --- words ------------------------------------------------------------------------------------------------------------


def replacing(
    catalogue: Catalogue, settings: Settings, chosen_assets: Sequence[Asset], wanted: Wanted, instead: str, *, by: str
) -> list[Draft]:
    """A draft for each recording in which the words stand. Raises Misuse for words that would change nothing."""
    if not wanted.text.strip() or not instead.strip():
        raise Misuse("replace needs words to look for and words to put there")
    if " ".join(wanted.text.split()) == " ".join(instead.split()):
        raise Misuse("the words to put there are the same", where=instead)
    drafts = []
    for asset in chosen_assets:
        before, revision = current_of(catalogue, asset)
        hits = [hit for hit in find(before, wanted, " ".join(instead.split())) if hit.heard != hit.written]
        if hits:
            after = changed(before, hits, by=by, reason="replaced")
            drafts.append(drafted(catalogue, settings, Draft(asset, revision, before, after, tuple(hits))))
    return drafts


def drafted(catalogue: Catalogue, settings: Settings, draft: Draft) -> Draft:
    """The draft with its captions: where a person made any, all of them stay, with the same words put in."""
    kept = transcripts.cues(catalogue, draft.asset.id)
    if not any(cue.kept for cue in kept):
        return draft
    rules = captioning.rules_for(draft.asset, settings)
    cues = [Cue(cue.span.start_ms, cue.span.end_ms, cue.lines, cue.speaker) for cue in kept]
    lines = recaptioned(cues, draft.before, draft.hits, rules)
    made = [
        replace(cue, lines=shown, speaker=_voice_of(cue, draft.after))
        for cue, shown in zip(kept, lines, strict=True)
        if shown
    ]
    return replace(draft, cues=tuple(made))


def _voice_of(cue: StoredCue, transcript: Transcript) -> str | None:
    """Who speaks most of the time that a caption is shown."""
    shared: dict[str | None, int] = {}
    for segment in transcript.segments:
        together_ms = min(segment.end_ms, cue.span.end_ms) - max(segment.start_ms, cue.span.start_ms)
        if together_ms > 0:
            shared[segment.speaker] = shared.get(segment.speaker, 0) + together_ms
    return max(shared, key=lambda voice: shared[voice]) if shared else cue.speaker


# --- voices -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A voice given a name. speech_ms: how much of it; person: slug, digits or None; left: what is left to do."""

    draft: Draft
    voice: str | None
    person: str | None
    speech_ms: int
    left: tuple[str, ...]


def naming(
    catalogue: Catalogue, settings: Settings, asset: Asset, voice: str, person: str, within: Span | None = None
) -> Named:
    """The draft in which a voice has another name.

    voice: "1", a slug, or "-" for where nobody is named; person: somebody on the people list, "-" to take the name off,
    "Speaker 3" for a voice without a name. Raises UnknownName, Misuse where nothing would change.
    """
    before, revision = current_of(catalogue, asset)
    renaming = Renaming(_voice(before, voice), _person(catalogue, person), within)
    if renaming.voice == renaming.person:
        raise Misuse("that is who it is already", where=person)
    after, speech_ms = renamed(before, renaming)
    if not speech_ms:
        raise Refused(f"{_shown(renaming.voice)} does not speak in that stretch", where=asset.short)
    draft = drafted(catalogue, settings, Draft(asset, revision, before, after))
    left = _left(catalogue, settings, asset, renaming.person)
    return Named(draft, renaming.voice, renaming.person, speech_ms, left)


def _voice(transcript: Transcript, typed: str) -> str | None:
    known = voices(transcript)
    wanted = None if typed.strip() == NOBODY else _digits(typed) or typed.strip()
    found = next((v for v in known if v == wanted or (v and wanted and fold(v) == fold(wanted))), NOBODY)
    if found == NOBODY:
        there = ", ".join("-" if v is None else v for v in known)
        raise UnknownName("no such voice in it", where=typed, hint=f"its voices: {there}")
    return found


def _person(catalogue: Catalogue, typed: str) -> str | None:
    return None if typed.strip() == NOBODY else _digits(typed) or people.find(catalogue, typed.strip()).slug


def _digits(typed: str) -> str | None:
    number = typed.strip().lower().removeprefix("speaker").strip()
    return str(int(number)) if number.isascii() and number.isdigit() else None


def _shown(voice: str | None) -> str:
    return speaker_name(voice) or "nobody named"


def _left(catalogue: Catalogue, settings: Settings, asset: Asset, person: str | None) -> tuple[str, ...]:
    """What still stands in the way of the name: the person is not attached, or may not be named."""
    if person is None or person.isdigit():
        return ()
    left = []
    if person not in asset.people:
        attached = ",".join((*asset.people, person))
        left.append(
            f"{person} is not among its people, whose consent counts: mediakit set {asset.short} people={attached}"
        )
    standing = decide(catalogue, [asset], settings.timezone).standings[asset.event].get(person)
    if standing is None or not standing.may_be_shown:
        told = f"mediakit consent record {person} --channel web"
        left.append(f"the gallery does not name {person} without a basis for web: {told}")
    return tuple(left)
