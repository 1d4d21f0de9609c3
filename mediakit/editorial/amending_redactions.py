"""Redacting: a stretch of a recording that nobody is to read or hear, and what is left to do until nobody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mediakit.catalogue import assets, captioning, publications, redactions, transcripts, work
from mediakit.catalogue.connect import Catalogue
from mediakit.catalogue.redactions import Redaction
from mediakit.domain.asset import Asset
from mediakit.domain.errors import Misuse, Refused
from mediakit.domain.facts import Kind
from mediakit.domain.names import WRITTEN, words
from mediakit.domain.recipe import SOUNDING
from mediakit.domain.redaction import REDACTED, sure_span
from mediakit.domain.rewording import Hit, Wanted, find, reworded, words_of
from mediakit.domain.sentences import join
from mediakit.domain.span import Span
from mediakit.domain.transcript import Transcript, Word
from mediakit.domain.workspace import Workspace
from mediakit.editorial import amending, revising
from mediakit.media.files import remove


@dataclass(frozen=True, slots=True)
class Redacted:
    """What is redacted of an asset now, what was added or taken back, and what is left to do, one line each."""

    asset: Asset
    redactions: tuple[Redaction, ...]
    changed: tuple[Redaction, ...]
    left: tuple[str, ...]


def places_of(catalogue: Catalogue, asset: Asset, text: str) -> list[tuple[Hit, Span]]:
    """Every place where these words are said, as far as they were recognised, with the stretch to redact for it.

    Raises Refused where there is none.
    """
    transcript, _ = amending.current_of(catalogue, asset)
    found = find(transcript, Wanted(text))
    if not found:
        hint = "was it written in another way? listen, and name the stretch: --from 1:23.5 --to 1:24.2"
        raise Refused(f"nobody says {text!r} in its transcript", where=asset.short, hint=hint)
    return [(hit, sure_span(transcript, hit.first, hit.beyond)) for hit in found]


def stretch(asset: Asset, start_ms: int, end_ms: int) -> Span:
    """A stretch of a recording as somebody typed it, ended where the recording ends. Raises Misuse, Refused."""
    if asset.kind is Kind.PHOTO or not asset.has_sound:
        raise Refused("it has no sound: there is nothing to redact", where=asset.short)
    if start_ms >= end_ms:
        raise Misuse("the stretch ends before it begins", where=asset.short)
    length_ms = asset.duration_ms
    if length_ms is not None and start_ms >= length_ms:
        raise Misuse(f"the stretch begins after the end ({length_ms / 1000:g} s)", where=asset.short)
    return Span(start_ms, min(end_ms, length_ms) if length_ms is not None else end_ms)


def redact(
    catalogue: Catalogue, workspace: Workspace, asset: Asset, spans: Sequence[Span], *, reason: str, by: str
) -> Redacted:
    """Redact stretches of an asset, all or none. What is redacted already in just these stretches stays as it is.

    From now on nothing that is read holds the words; every rendition that sounds is gone until it is made again.
    """
    known = {redaction.span for redaction in redactions.of(catalogue, asset.id)}
    new = [span for span in dict.fromkeys(spans) if span not in known]
    with catalogue.writing():
        redactions.add(catalogue, asset.id, new, reason=reason, by=by)
        gone = _follow(catalogue, workspace, asset) if new else []
    _remove(workspace, gone)
    every = redactions.of(catalogue, asset.id)
    added = [redaction for redaction in every if redaction.span in new]
    return Redacted(asset, tuple(every), tuple(added), tuple(_left(catalogue, asset)))


def take_back(catalogue: Catalogue, workspace: Workspace, asset: Asset, number: int, *, by: str) -> Redacted:
    """Take a redaction back: words and sound return. Raises UnknownName.

    Where the words were stored blanked meanwhile, an older revision gives them again, in a revision by this person.
    """
    with catalogue.writing():
        gone_redaction = redactions.remove(catalogue, asset.id, number)
        _give_words_back(catalogue, workspace, asset, gone_redaction.span, by)
        gone = _follow(catalogue, workspace, asset)
    _remove(workspace, gone)
    every = tuple(redactions.of(catalogue, asset.id))
    return Redacted(asset, every, (gone_redaction,), tuple(_left(catalogue, asset)))


def _follow(catalogue: Catalogue, workspace: Workspace, asset: Asset) -> list[str]:
    """Bring captions, search and digest up to date and forget what sounds; returns the paths of its files."""
    asset = assets.one(catalogue, asset.id)
    cues = transcripts.cues(catalogue, asset.id)
    transcript = transcripts.current(catalogue, asset.id)
    if transcript is not None and not any(cue.kept for cue in cues):
        transcripts.put_cues(catalogue, asset.id, captioning.anew(catalogue, asset, transcript, workspace.settings))
    else:
        transcripts.refresh(catalogue, asset.id)
    sounding = [p for p in asset.renditions if p.partition("-")[0] in {*SOUNDING, "cut"}]
    return work.drop_renditions(catalogue, asset.id, sounding)


def _remove(workspace: Workspace, paths: Sequence[str]) -> None:
    for path in paths:
        remove(workspace.locate(path))


def _give_words_back(catalogue: Catalogue, workspace: Workspace, asset: Asset, span: Span, by: str) -> None:
    history = transcripts.history(catalogue, asset.id)
    if not history:
        return
    transcript = transcripts.current(catalogue, asset.id)
    assert transcript is not None
    blanks = [
        (number, word)
        for number, word in enumerate(words_of(transcript))
        if word.text == REDACTED and word.start_ms < span.end_ms and span.start_ms < word.end_ms
    ]
    hits = []
    for number, blank in blanks:
        said = next(
            (found for entry in reversed(history) if (found := _said(catalogue, asset, entry.number, blank))), ""
        )
        if said:
            hits.append(Hit(number, number + 1, blank.start_ms, blank.end_ms, REDACTED, said))
    if hits:
        after = reworded(transcript, hits)
        revising.keep(catalogue, workspace.settings, asset.id, after, by=by, how="redaction taken back")


def _said(catalogue: Catalogue, asset: Asset, revision: int, blank: Word) -> str:
    """What a revision has in place of a blank; nothing if it is blank there too, or redacted still."""
    found: Transcript | None = transcripts.revision(catalogue, asset.id, revision)
    if found is None:
        return ""
    there = [w for w in words_of(found) if w.start_ms < blank.end_ms and blank.start_ms < max(w.end_ms, w.start_ms + 1)]
    return "" if any(w.text == REDACTED for w in there) else join((w.text for w in there), found.language)


# --- what is left to do -----------------------------------------------------------------------------------------------


def _left(catalogue: Catalogue, before: Asset) -> list[str]:
    """What a person must still do, in order: before: the asset as it was."""
    left = []
    if any(profile.partition("-")[0] in SOUNDING for profile in before.renditions):
        left.append(f"its versions with sound have to be made again: mediakit process {before.short}")
    now = assets.one(catalogue, before.id)
    if now.approval is not None and not now.approved:
        left.append(f"its approval lapsed: look at it and listen, then mediakit approve {before.short} --by NAME")
    if before.approved:
        left.append("the gallery in site/ is as it was until it is built again: mediakit build")
    for sent in publications.online(catalogue, [before.id]):
        left.append(f"it is online as it was at {sent.destination} ({sent.page}), since {sent.at:%Y-%m-%d}")
    came_from, cut_from_it = redactions.relatives(catalogue, before.id)
    left += [f"{short} was cut from it and may say the same: redact it there too" for short in cut_from_it]
    left += [f"it was cut from {short}, which may say the same: redact it there too" for short in came_from]
    left.append("the original keeps its sound; backups and exports made earlier keep the words")
    return left


def written_too(asset: Asset, text: str) -> list[str]:
    """The fields in which somebody wrote the same words about an asset: title, caption, alt text …"""
    wanted = f" {' '.join(words(text))} "
    return [
        field.replace("_", " ")
        for field in WRITTEN
        if wanted.strip() and wanted in f" {' '.join(words(getattr(asset, field) or ''))} "
    ]
