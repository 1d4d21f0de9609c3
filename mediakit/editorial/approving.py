"""Approving: a person's decision to publish assets as they are, or why it cannot be taken yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediakit.catalogue import approvals, assets
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.asset import Asset, approvable, fingerprint
from mediakit.domain.errors import Misuse, Refused
from mediakit.domain.verdict import not_approvable


@dataclass(frozen=True, slots=True)
class Decision:
    """good: approved now; refused: what cannot be approved yet, and why."""

    good: tuple[Asset, ...]
    refused: tuple[tuple[Asset, str], ...]


def approve(
    catalogue: Catalogue,
    asset_ids: Sequence[str],
    *,
    by: str,
    note: str | None = None,
    only_open: bool = False,
    seen: Mapping[str, str] | None = None,
) -> Decision:
    """Approve assets as they are now, by name. only_open: leave out what is approved already.

    seen: asset → the mark of what was looked at (see mark_of); raises Refused where it is something else by now.
    """
    if not by.strip():
        raise Misuse("--by needs the name of a person")
    with catalogue.writing():
        chosen = [a for a in assets.load(catalogue, asset_ids) if not only_open or not a.approved]
        for asset in chosen:
            if seen is not None and seen.get(asset.id) != mark_of(asset):
                hint = "look at it again, and then approve it"
                raise Refused("somebody changed it since you looked; it was not approved", where=asset.short, hint=hint)
        refused = tuple((a, reason) for a in chosen if (reason := not_approvable(a)))
        good = tuple(a for a in chosen if not_approvable(a) is None)
        approvals.put(catalogue, good, by=by.strip(), note=note)
    return Decision(good, refused)


def mark_of(asset: Asset) -> str:
    """A mark of everything of an asset that its page shows: it changes when any of it does."""
    shown = (
        asset.title,
        asset.caption,
        asset.extended_description,
        asset.credit,
        asset.session,
        asset.tags,
        asset.chapters,
    )
    return fingerprint([approvable(asset), *shown, sorted(asset.renditions)])
