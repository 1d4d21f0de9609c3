"""What is missing or stale. Pure: assets, settings and what lies on disk in; steps out. Empty when nothing is left."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from mediakit.domain.asset import Asset, fingerprint
from mediakit.domain.recipe import STAGES, Recipe, recipes_for
from mediakit.domain.workspace import Settings


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of one asset, with the recipes of everything it makes."""

    asset: Asset
    stage: str
    recipes: tuple[Recipe, ...]

    @property
    def key(self) -> str:
        """What the step's outcome is kept under: changes when the input or any of its recipes does."""
        return fingerprint([recipe.key(self.asset.id) for recipe in self.recipes])


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
    """Decide what to do. present: logical paths of the renditions that lie on disk; force: even what is done."""
    steps: list[Step] = []
    resting: list[Step] = []
    skipped = 0
    for asset in assets:
        for step in steps_of(asset, settings):
            if step.stage not in only:
                continue
            if not force and _done(step, present):
                skipped += 1
            elif not force and _rests(step):
                resting.append(step)
            else:
                steps.append(step)
    steps.sort(key=lambda s: STAGES.index(s.stage))
    return Plan(tuple(steps), tuple(resting), skipped)


def steps_of(asset: Asset, settings: Settings) -> list[Step]:
    """Every step an asset should have gone through, done or not, in the order of STAGES."""
    by_stage: dict[str, list[Recipe]] = {}
    for recipe in recipes_for(asset, settings):
        by_stage.setdefault(recipe.stage, []).append(recipe)
    return [Step(asset, stage, tuple(by_stage[stage])) for stage in STAGES if stage in by_stage]


def profiles_of(asset: Asset, stage: str) -> list[str]:
    """The profiles of a stage that an asset has renditions of."""
    return [p for p in asset.renditions if p == stage or p.startswith(f"{stage}-")]


def _done(step: Step, present: Container[str]) -> bool:
    asset = step.asset
    if step.stage == "speech":
        spoken = asset.spoken
        # what a person corrected is not overwritten by a machine
        return spoken is not None and (spoken.by is not None or spoken.key == step.key)
    outcome = asset.outcomes.get(step.stage)
    if outcome is None or outcome.status != "done" or outcome.key != step.key:
        return False
    if step.stage == "captions":
        return True
    # fewer than there are recipes where an original is too small for the larger ones
    profiles = profiles_of(asset, step.stage)
    return bool(profiles) and all(asset.renditions[p].path in present for p in profiles)


def _rests(step: Step) -> bool:
    outcome = step.asset.outcomes.get(step.stage)
    return outcome is not None and outcome.status in ("failed", "pending") and outcome.key == step.key
