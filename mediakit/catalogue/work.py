"""What was made and what became of each step: renditions and outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from mediakit.catalogue.connect import Catalogue, now
from mediakit.domain.asset import Asset, Outcome, Rendition


def put_rendition(catalogue: Catalogue, asset_id: str, rendition: Rendition) -> None:
    """Keep what was made, in place of what stood under the same profile."""
    values = {
        "asset": asset_id,
        "profile": rendition.profile,
        "key": rendition.key,
        "path": rendition.path,
        "bytes": rendition.bytes,
        "checksum": rendition.checksum,
        "width_px": rendition.width_px,
        "height_px": rendition.height_px,
        "duration_ms": rendition.duration_ms,
        "look": rendition.look,
        "sharpness": rendition.sharpness,
        "made_at": now(),
    }
    changed = ", ".join(f"{name} = excluded.{name}" for name in values if name not in ("asset", "profile"))
    with catalogue.writing():
        catalogue.insert("renditions", values, conflict=f"ON CONFLICT (asset, profile) DO UPDATE SET {changed}")


def drop_renditions(catalogue: Catalogue, asset_id: str, profiles: Sequence[str]) -> list[str]:
    """Forget renditions nobody needs any more; returns the logical paths of their files."""
    with catalogue.writing():
        paths = []
        for profile in profiles:
            key = [asset_id, profile]
            path = catalogue.value("SELECT path FROM renditions WHERE asset = ? AND profile = ?", key)
            catalogue.execute("DELETE FROM renditions WHERE asset = ? AND profile = ?", key)
            if path and not catalogue.value("SELECT 1 FROM renditions WHERE path = ?", [path]):
                paths.append(path)
    return paths


def put_outcome(catalogue: Catalogue, outcome: Outcome) -> None:
    """Keep what became of a step; attempts count up while its key stays the same."""
    with catalogue.writing():
        catalogue.execute(
            "INSERT INTO outcomes (asset, stage, key, status, elapsed_ms, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (asset, stage) DO UPDATE SET "
            "attempts = CASE WHEN key = excluded.key THEN attempts + 1 ELSE 1 END, key = excluded.key, "
            "status = excluded.status, elapsed_ms = excluded.elapsed_ms, reason = excluded.reason, at = excluded.at",
            [
                outcome.asset,
                outcome.stage,
                outcome.key,
                outcome.status,
                outcome.elapsed_ms,
                outcome.reason,
                now(),
            ],
        )


def forget_outcomes(catalogue: Catalogue, asset: Asset, stages: Sequence[str]) -> None:
    """Forget what became of stages that an asset does not have any more."""
    with catalogue.writing():
        for stage in stages:
            catalogue.execute("DELETE FROM outcomes WHERE asset = ? AND stage = ?", [asset.id, stage])


def rendition_files(catalogue: Catalogue) -> list[tuple[str, str, int]]:
    """Logical path, checksum and bytes of every rendition there should be."""
    rows = catalogue.rows("SELECT path, checksum, bytes FROM renditions ORDER BY path")
    return [(r["path"], r["checksum"], r["bytes"]) for r in rows]


def rendition_files_of(catalogue: Catalogue) -> dict[str, list[tuple[str, int]]]:
    """Logical path and bytes of every rendition there should be, by asset."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in catalogue.rows("SELECT asset, path, bytes FROM renditions ORDER BY path"):
        found.setdefault(row["asset"], []).append((row["path"], row["bytes"]))
    return found
