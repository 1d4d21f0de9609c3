"""How far each published item meets WCAG 2.2, for the report of a build."""

from __future__ import annotations

from mediakit.domain.accessibility import Lack, Standing, judge
from mediakit.gallery.material import Material


def judge_all(material: Material) -> tuple[Standing, ...]:
    """A standing for every item of the site, in its order. What is the described version of another is described."""
    published = {a.id for a in material.published}
    versions = {a.described_by for a in material.published}
    return tuple(
        judge(
            asset,
            captioned=bool(asset.id in material.said and material.said[asset.id].cues),
            checked=asset.id in material.checked,
            described=asset.described_by in published or asset.id in versions,
        )
        for asset in material.published
    )


def read_standing(document: dict[str, object]) -> Standing:
    """A standing as the record of a build keeps it."""
    lacks: list[dict[str, str]] = document.pop("lacks")  # type: ignore[assignment]
    return Standing(**document, lacks=tuple(Lack(**lack) for lack in lacks))  # type: ignore[arg-type]
