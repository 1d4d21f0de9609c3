"""What is missing or stale. Pure: assets, settings and what lies on disk in; steps out. Empty when nothing is left."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from mediakit.domain.asset import Asset
from mediakit.domain.recipe import STAGES, Recipe, Sketch, Stage, shape_of, stages_for
from mediakit.domain.workspace import Settings


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of one asset, with the recipes of everything it makes.

    key: what the step's outcome is kept under; it changes when any of its recipes does.
    """

    asset: Asset
    stage: str
    recipes: tuple[Recipe, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Plan:
    """steps: to be done, in the order of the night after the shoot. resting: failed or waiting, and nothing changed.

    skipped: how many steps are done already.
    """

    steps: tuple[Step, ...]
    resting: tuple[Step, ...]
    skipped: int


def plan(
    assets: Iterable[Asset],
    settings: Settings,
    *,
    present: Container[str],
    only: Container[str] = STAGES,
    force: bool = False,
) -> Plan:
    """Decide what to do. present: logical paths of the renditions that lie on disk.

    force: even what is done; a transcript that a person corrected is then made anew around the corrections.
    """
    steps: list[Step] = []
    resting: list[Step] = []
    skipped = 0
    for asset in assets:
        for stage in stages_for(shape_of(asset), settings):
            if stage.name not in only or (stage.name == "cuts" and _is_seen_anyhow(asset, steps)):
                continue
            if not force and (_is_a_persons(asset, stage) or _done(asset, stage, present)):
                skipped += 1
                continue
            step = Step(asset, *stage)
            (resting if not force and _rests(asset, stage) else steps).append(step)
    steps.sort(key=lambda s: STAGES.index(s.stage))
    return Plan(tuple(steps), tuple(resting), skipped)


def steps_of(asset: Asset, settings: Settings) -> list[Step]:
    """Every step an asset should have gone through, done or not, in the order of STAGES."""
    return [Step(asset, *stage) for stage in stages_for(shape_of(asset), settings)]


def profiles_of(asset: Asset, stage: str) -> list[str]:
    """The profiles of a stage that an asset has renditions of."""
    return [p for p in asset.renditions if p == stage or p.startswith(f"{stage}-")]


def _is_a_persons(asset: Asset, stage: Stage) -> bool:
    """What a person corrected is left alone unless a new transcription is asked for."""
    return stage.name == "speech" and asset.spoken is not None and asset.spoken.by is not None


def _is_seen_anyhow(asset: Asset, steps: Sequence[Step]) -> bool:
    """Cuts are looked for while a film for the web is made; alone only where that was done before."""
    return any(step.asset is asset and step.stage == "web" for step in reversed(steps))


def _done(asset: Asset, stage: Stage, present: Container[str]) -> bool:
    if stage.name == "speech":
        return asset.spoken is not None and asset.spoken.key == stage.key
    outcome = asset.outcomes.get(stage.name)
    if outcome is None or outcome.status != "done" or outcome.key != stage.key:
        return False
    if stage.name in ("captions", "cuts"):
        return True
    # fewer than there are recipes where an original is too small for the larger ones
    profiles = profiles_of(asset, stage.name)
    return bool(profiles) and all(asset.renditions[p].path in present for p in profiles)


def _rests(asset: Asset, stage: Stage) -> bool:
    outcome = asset.outcomes.get(stage.name)
    return outcome is not None and outcome.status in ("failed", "pending") and outcome.key == stage.key


def pending(sketches: Iterable[Sketch], settings: Settings) -> dict[str, int]:
    """How many steps are left of each stage, by what the catalogue says; those that wait for a model included."""
    counts = dict.fromkeys(STAGES, 0)
    for sketch in sketches:
        for stage in stages_for(sketch.shape, settings):
            status, key = sketch.outcomes.get(stage.name, ("", ""))
            if stage.name == "speech" and sketch.spoken is not None:
                by, spoken_key = sketch.spoken
                if by is not None or spoken_key == stage.key:
                    continue
            counts[stage.name] += not (status in ("done", "failed") and key == stage.key)
    return {name: count for name, count in counts.items() if count}
