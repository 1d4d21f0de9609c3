"""Doing one step: an asset and its recipes in, files and words out. Runs in a worker; records nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from mediakit.domain.asset import Asset, Rendition
from mediakit.domain.facts import Facts, Role
from mediakit.domain.lexicon import NO_NAMES, Lexicon
from mediakit.domain.recipe import AFTER, Recipe, shape_of, stages_for
from mediakit.domain.redaction import silences
from mediakit.domain.span import Span
from mediakit.domain.transcript import Pending, Transcript
from mediakit.domain.workspace import Workspace
from mediakit.media.files import digest
from mediakit.media.speech import SpeechEngine
from mediakit.process.plan import Step

Told = Callable[[float], None]
LARGEST_STILL_PX = 8192


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a step needs, gathered beforehand so that a worker touches no catalogue.

    engine: None for steps without speech. lexicon: names that may be spoken.
    """

    step: Step
    facts: Facts
    workspace: Workspace
    engine: SpeechEngine | None = None
    language: str | None = None
    lexicon: Lexicon = NO_NAMES

    @property
    def source(self) -> Path:
        """Where the original lies."""
        return self.workspace.locate(self.step.asset.path)

    @property
    def made_from(self) -> Path:
        """The original; for a stage that comes after another, the smallest that the other made."""
        earlier = AFTER.get(self.step.stage)
        asset = self.step.asset
        for stage in stages_for(shape_of(asset), self.workspace.settings):
            if stage.name == earlier:
                return self.workspace.locate(rendition_path(asset, stage.recipes[0]))
        return self.source

    @property
    def silent(self) -> tuple[Span, ...]:
        """When nothing may be heard."""
        return silences(self.step.asset.redacted)


@dataclass(frozen=True, slots=True)
class Result:
    """What a step made: files, or words, or why it has to wait. cuts_ms: where a film's shots change, if it looked."""

    renditions: tuple[Rendition, ...] = ()
    cuts_ms: tuple[int, ...] | None = None
    transcript: Transcript | None = None
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    path: Path
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    look: str | None = None
    sharpness: float | None = None


def do(work: Work, told: Told) -> Result:
    """Do a step. told hears the share done, 0 … 1, and may raise to stop it. Raises MediaError, MachineLacks."""
    if work.step.stage == "speech":
        return _hear(work, told)
    if work.step.stage == "cuts":
        return Result(cuts_ms=_cuts(work, told))
    if work.step.stage == "web":
        return _web(work, told)
    return Result(renditions=tuple(_MAKERS[work.step.stage](work, told)))


def rendition_path(asset: Asset, recipe: Recipe) -> str:
    """The logical path of a rendition: two digits of the id, the id, the profile.

    >>> from types import SimpleNamespace as Some
    >>> rendition_path(Some(id="ab" * 16), Some(profile="web-720", suffix=".mp4"))
    'renditions/ab/abababababababababababababababab/web-720.mp4'
    """
    return f"renditions/{asset.id[:2]}/{asset.id}/{recipe.profile}{recipe.suffix}"


def _hear(work: Work, told: Told) -> Result:
    from mediakit.media.speech import sound_of

    assert work.engine is not None
    asset = work.step.asset
    heard = work.engine.transcribe(
        sound_of(work.source, work.facts, asset.id),
        language=work.language,
        lexicon=work.lexicon,
        translate=work.workspace.settings.speech_translate,
        progress=told,
    )
    return Result(pending=heard) if isinstance(heard, Pending) else Result(transcript=heard)


def _target(work: Work, recipe: Recipe) -> Path:
    return work.workspace.locate(rendition_path(work.step.asset, recipe))


def _kept(work: Work, recipe: Recipe, made: _Written, profile: str | None = None) -> Rendition:
    return Rendition(
        profile=profile or recipe.profile or recipe.stage,
        path=rendition_path(work.step.asset, recipe),
        key=recipe.key,
        bytes=made.path.stat().st_size,
        checksum=digest(made.path),
        width_px=made.width_px,
        height_px=made.height_px,
        duration_ms=made.duration_ms,
        look=made.look,
        sharpness=made.sharpness,
    )


def _photo(work: Work, told: Told) -> list[Rendition]:
    from mediakit.media import photo

    by_path = {_target(work, recipe): recipe for recipe in work.step.recipes}
    targets = [(path, recipe.size_px or 0) for path, recipe in by_path.items()]
    kept = []
    for made in photo.make_sizes(work.source, work.facts, targets):
        recipe = by_path[made.path]
        written = _Written(made.path, made.width_px, made.height_px)
        if made.look:
            written = replace(written, look=made.look.hash, sharpness=made.look.sharpness)
        other = "" if recipe.suffix == ".jpg" else f"-{recipe.suffix.removeprefix('.')}"
        kept.append(_kept(work, recipe, written, f"photo-{max(made.width_px, made.height_px)}{other}"))
    return kept


def _poster(work: Work, told: Told) -> list[Rendition]:
    from mediakit.media import film

    recipe = work.step.recipes[0]
    made = film.make_poster(
        work.source,
        work.facts,
        _target(work, recipe),
        at_ms=work.step.asset.poster_ms,
        long_side_px=recipe.size_px or 1280,
    )
    return [_kept(work, recipe, _Written(made.path, made.width_px, made.height_px))]


def _proxy(work: Work, told: Told) -> list[Rendition]:
    from mediakit.media import film

    recipe = work.step.recipes[0]
    size_px = recipe.size_px or 360
    made = film.make_proxy(
        work.source, work.facts, _target(work, recipe), short_side_px=size_px, silent=work.silent, progress=told
    )
    return [_kept(work, recipe, _Written(made.path, made.width_px, made.height_px, made.duration_ms))]


def _cuts(work: Work, told: Told) -> tuple[int, ...]:
    from mediakit.media import cuts

    return cuts.find(work.source, work.facts, progress=told)


def _web(work: Work, told: Told) -> Result:
    from mediakit.media import cuts, film

    watch = cuts.Watch(cuts.rate_of(work.facts)) if work.step.asset.role is Role.FINISHED else None
    kept = []
    for number, recipe in enumerate(work.step.recipes):
        part = len(work.step.recipes)
        made = film.make_web(
            work.source,
            work.facts,
            _target(work, recipe),
            short_side_px=recipe.size_px or 720,
            silent=work.silent,
            progress=lambda share, n=number, of=part: told((n + share) / of),  # type: ignore[misc]
            # one look is enough, and the smallest film is the first
            watch=watch if number == 0 else None,
        )
        kept.append(_kept(work, recipe, _Written(made.path, made.width_px, made.height_px, made.duration_ms)))
    return Result(renditions=tuple(kept), cuts_ms=watch.cuts_ms() if watch else None)


def _stills(work: Work, told: Told) -> list[Rendition]:
    from mediakit.media import film, stills

    kept = []
    for recipe in work.step.recipes:
        target, at_ms = _target(work, recipe), work.step.asset.poster_ms
        if recipe.profile == "stills-sheet":
            made = stills.make_sheet(work.made_from, target, duration_ms=work.step.asset.duration_ms or 0)
        else:
            made = film.make_poster(work.source, work.facts, target, at_ms=at_ms, long_side_px=LARGEST_STILL_PX)
        told(0.5)
        kept.append(_kept(work, recipe, _Written(made.path, made.width_px, made.height_px)))
    return kept


def _audio(work: Work, told: Told) -> list[Rendition]:
    from mediakit.media import audio

    recipe = work.step.recipes[0]
    made = audio.make_m4a(work.source, work.facts, _target(work, recipe), silent=work.silent, progress=told)
    return [_kept(work, recipe, _Written(made.path, duration_ms=made.duration_ms))]


def _waveform(work: Work, told: Told) -> list[Rendition]:
    from mediakit.media import audio

    recipe = work.step.recipes[0]
    made = audio.make_waveform(work.source, work.facts, _target(work, recipe), silent=work.silent)
    return [_kept(work, recipe, _Written(made.path, duration_ms=made.duration_ms))]


_MAKERS: dict[str, Callable[[Work, Told], list[Rendition]]] = {
    "photo": _photo,
    "poster": _poster,
    "proxy": _proxy,
    "audio": _audio,
    "waveform": _waveform,
    "stills": _stills,
}
