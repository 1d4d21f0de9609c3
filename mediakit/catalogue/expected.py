"""Which names each recording is expected to hold: a recording is listened to again when they change."""

from __future__ import annotations

from mediakit.catalogue.connect import Catalogue

_NAMES = """
SELECT x.asset, p.name, p.says, p.aliases FROM asset_people x
    JOIN people p ON p.id = x.person_id JOIN assets a ON a.id = x.asset WHERE a.acodec IS NOT NULL
UNION
SELECT a.id, p.name, p.says, p.aliases FROM assets a
    JOIN session_people s ON s.session_id = a.session_id JOIN people p ON p.id = s.person_id WHERE a.acodec IS NOT NULL
ORDER BY 1, 2, 3, 4
"""


def names_by_asset(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """For each recording the people in it and in its session: name, how it is said, other spellings, one text each."""
    found: dict[str, list[str]] = {}
    for asset, name, says, aliases in catalogue.rows(_NAMES):
        found.setdefault(asset, []).append(f"{name} | {says or ''} | {aliases}")
    return {asset: tuple(names) for asset, names in found.items()}
