"""Approvals: who decided to publish what, exactly as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mediakit.catalogue import deliverables
from mediakit.catalogue.connect import Catalogue, now
from mediakit.domain.asset import Asset, approvable
from mediakit.domain.deliverable import Stage


def put(catalogue: Catalogue, assets: Sequence[Asset], *, by: str, note: str | None = None) -> None:
    """Approve assets as they are now, all or none; promises they keep are approved with them."""
    moment = now()
    with catalogue.writing():
        for asset in assets:
            what = json.dumps(approvable(asset), sort_keys=True)
            catalogue.insert("approvals", {"asset": asset.id, "by": by, "at": moment, "note": note, "what": what})
        roles = {a.id: a.role for a in assets}
        for deliverable in deliverables.every(catalogue):
            kept = any(deliverable.is_kept_by(roles[a]) for a in deliverable.assets if a in roles)
            if kept and deliverable.state.rank < Stage.APPROVED.rank:
                deliverables.set_state(catalogue, deliverable, Stage.APPROVED, by)
