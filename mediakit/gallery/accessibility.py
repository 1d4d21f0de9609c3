"""How far each published item meets WCAG 2.2, for the report of a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from mediakit.domain.accessibility import Lack, Standing, judge
from mediakit.gallery.material import Material


def judge_all(material: Material) -> tuple[Standing, ...]:
    """A standing for every item of the site, in its order. What is the described version of another is described."""
    published = {a.id for a in material.published}
    versions = {a.described_by for a in material.published}
    return tuple(
        judge(
            asset,
            captioned=asset.id in material.captioned,
            checked=asset.id in material.checked,
            described=asset.described_by in published or asset.id in versions,
        )
        for asset in material.published
    )


def standings_told(standings: Sequence[Standing]) -> dict[str, Any]:
    """Standings as the record of a build keeps them: what is said of items once, and by asset which of it holds."""
    kinds: dict[tuple[str | None, tuple[Lack, ...]], int] = {}
    which = {s.asset: kinds.setdefault((s.level, s.lacks), len(kinds)) for s in standings}
    return {"kinds": [[level, [astuple(lack) for lack in lacks]] for level, lacks in kinds], "assets": which}


def read_standings(document: dict[str, Any]) -> tuple[Standing, ...]:
    """The same, read again."""
    kinds = [(level, tuple(Lack(*lack) for lack in lacks)) for level, lacks in document["kinds"]]
    return tuple(Standing(asset, *kinds[which]) for asset, which in document["assets"].items())
