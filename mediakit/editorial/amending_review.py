"""What should be looked at in a transcript: what the pass over names and people changed, and what is doubtful."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset
from mediakit.domain.doubts import BELOW, Doubt, doubtful, names_first
from mediakit.domain.errors import Refused, UnknownName
from mediakit.domain.redaction import REDACTED
from mediakit.domain.rewording import Hit, found_again, reworded
from mediakit.domain.transcript import Change, Transcript
from mediakit.domain.workspace import Settings
from mediakit.editorial import amending
from mediakit.editorial.amending import Draft


@dataclass(frozen=True, slots=True)
class Review:
    """One transcript to look at. Changes are numbered from 1, doubtful words after them, names first.

    The numbers hold for this revision alone.
    """

    asset: Asset
    revision: int
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]

    def number_of_doubt(self, place: int) -> int:
        """The number of the doubtful word at this place of `doubts`."""
        return len(self.changes) + place + 1

    @property
    def open(self) -> int:
        """How many changes no person has looked at."""
        return sum(change.by is None for change in self.changes)


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided. revision: the new one."""

    asset: Asset
    revision: int
    accepted: tuple[int, ...]
    undone: tuple[int, ...]


def review(catalogue: Catalogue, asset: Asset, *, below: float = BELOW) -> Review:
    """What was changed in a transcript and which words were heard with a probability below this."""
    transcript, revision = amending.current_of(catalogue, asset)
    return Review(asset, revision, transcript.changes, tuple(names_first(doubtful(transcript, below))))


def settle(
    catalogue: Catalogue,
    settings: Settings,
    shown: Review,
    *,
    accept: Collection[int] | None,
    undo: Collection[int],
    by: str,
) -> Settled:
    """Confirm some of what a review shows (None: every change nobody looked at), and take some back, in one revision.

    Raises UnknownName for a number it does not have, Refused for words that are not there any more, or a transcript
    that somebody changed since the review was made.
    """
    transcript, revision = amending.current_of(catalogue, shown.asset)
    if revision != shown.revision:
        amending.need_unchanged(catalogue, shown.asset, shown.revision)
    accepted = sorted(accept if accept is not None else _unlooked(shown, undo))
    _need_numbers(shown, accepted, undo)
    if not accepted and not undo:
        raise Refused("there is nothing left to accept", where=shown.asset.short)
    draft = amending.drafted(catalogue, settings, _draft(shown, transcript, accepted, sorted(undo), by))
    how = " and ".join(t for t in (accepted and f"{len(accepted)} accepted", undo and f"{len(undo)} undone") if t)
    number = amending.save(catalogue, settings, [draft], by=by, how=f"review: {how}")[0]
    return Settled(shown.asset, number, tuple(accepted), tuple(sorted(undo)))


def _unlooked(shown: Review, undo: Collection[int]) -> list[int]:
    return [n for n, change in enumerate(shown.changes, 1) if change.by is None and n not in undo]


def _need_numbers(shown: Review, accepted: Sequence[int], undo: Collection[int]) -> None:
    both = set(accepted) & set(undo)
    last = {"accept": len(shown.changes) + len(shown.doubts), "undo": len(shown.changes)}
    wrong = [n for n in accepted if not 1 <= n <= last["accept"]] + [n for n in undo if not 1 <= n <= last["undo"]]
    if wrong:
        hint = f"changes are 1 to {last['undo']}" if last["undo"] else "nothing was changed in it"
        hint += f", doubtful words {last['undo'] + 1} to {last['accept']}" if shown.doubts else ""
        raise UnknownName("no such number in this review", where=str(wrong[0]), hint=hint)
    if both:
        raise UnknownName("accepted and undone at once", where=str(min(both)))


def _draft(shown: Review, transcript: Transcript, accepted: Sequence[int], undo: Sequence[int], by: str) -> Draft:
    changes = dict(enumerate(transcript.changes, 1))
    hits: list[Hit] = []
    for number in undo:
        change = changes[number]
        hit = None if REDACTED in (change.heard, change.written) else found_again(transcript, change)
        if hit is None or any(hit.first < other.beyond and other.first < hit.beyond for other in hits):
            raise Refused(f"{number}: {change.written!r} does not stand there any more", where=shown.asset.short)
        hits.append(hit)
        changes[number] = replace(change, written=change.heard, reason="taken back", score=None, by=by, at="")
    confirmed = []
    for number in accepted:
        if number in changes:
            changes[number] = replace(changes[number], by=by, at="")
        else:
            doubt = shown.doubts[number - len(shown.changes) - 1]
            confirmed.append(Change(doubt.start_ms, doubt.end_ms, doubt.text, doubt.text, "confirmed", by=by))
    made = sorted([*changes.values(), *confirmed], key=lambda change: (change.start_ms, change.end_ms))
    after = replace(reworded(transcript, hits), changes=tuple(made))
    return Draft(shown.asset, shown.revision, transcript, after, tuple(hits))
