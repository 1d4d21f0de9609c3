"""Recipes: what makes a rendition. A recipe's key says whether what lies there is what would be made now."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from typing import NamedTuple

from mediakit.domain.asset import Asset, fingerprint
from mediakit.domain.facts import Kind, Role
from mediakit.domain.redaction import silences
from mediakit.domain.span import Span
from mediakit.domain.workspace import PHOTO_FORMATS, VOICE_PRINTS, Settings

# Raised when a stage would make other bytes or words than before; what was made earlier is then stale.
VERSIONS = {
    "poster": 1, "photo": 1, "speech": 2, "captions": 2, "proxy": 1, "audio": 1, "waveform": 1, "web": 1, "stills": 1,
    "cuts": 1,
}  # fmt: skip

# what a redaction makes stale: everything of which the sound, or a picture of it, can be had
SOUNDING = frozenset({"proxy", "audio", "waveform", "web"})

# The night after the shoot: something to look at first, then the words, then films to work with, then for the web.
STAGES = ("poster", "photo", "speech", "captions", "proxy", "audio", "waveform", "web", "stills", "cuts")

# what is made from what an earlier stage made
AFTER = {"stills": "web"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One thing to make: stage, profile (None for a transcript), size, and all else that decides its bytes."""

    stage: str
    profile: str | None
    size_px: int | None
    suffix: str
    settings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """24 hex digits over the recipe and its version: what a rendition of one asset is kept under."""
        return _key_of(self)


@functools.lru_cache(maxsize=4096)
def _key_of(recipe: Recipe) -> str:
    parts = [recipe.stage, recipe.profile, recipe.size_px, recipe.suffix, recipe.settings, VERSIONS[recipe.stage]]
    return fingerprint(parts)


class Shape(NamedTuple):
    """All of an asset that decides its recipes.

    ever_approved: somebody approved it once, lapsed or not. silent: when its renditions must not be heard. expects:
    names expected in what is said. cuts_ms: where its shots change, as far as that is known.
    """

    kind: Kind
    role: Role
    plays: bool
    has_sound: bool
    width_px: int | None
    height_px: int | None
    poster_ms: int | None
    ever_approved: bool
    revision: int | None
    silent: tuple[Span, ...] = ()
    expects: tuple[str, ...] = ()
    cuts_ms: tuple[int, ...] = ()

    @property
    def hushed(self) -> tuple[str, ...]:
        """The silences, as part of a recipe of anything that sounds; nothing where there are none."""
        return tuple(f"silent {span.start_ms}-{span.end_ms}" for span in self.silent)


def shape_of(asset: Asset) -> Shape:
    """The shape of an asset."""
    return Shape(
        asset.kind,
        asset.role,
        asset.plays,
        asset.has_sound,
        asset.width_px,
        asset.height_px,
        asset.poster_ms,
        asset.approval is not None,
        asset.spoken.revision if asset.spoken else None,
        silences(asset.redacted),
        asset.expects,
        asset.cuts_ms,
    )


class Sketch(NamedTuple):
    """An asset as far as `status` needs it. outcomes: stage → status and key; spoken: by whom, and its key."""

    shape: Shape
    outcomes: dict[str, tuple[str, str]]
    spoken: tuple[str | None, str] | None


class Stage(NamedTuple):
    """One stage with everything it makes. key: what its outcome is kept under."""

    name: str
    recipes: tuple[Recipe, ...]
    key: str


@functools.lru_cache(maxsize=4096)
def stages_for(shape: Shape, settings: Settings) -> tuple[Stage, ...]:
    """Everything an asset of that shape should go through, in the order of STAGES. Pure."""
    by_stage: dict[str, list[Recipe]] = {}
    for recipe in _recipes(shape, settings):
        by_stage.setdefault(recipe.stage, []).append(recipe)
    return tuple(
        Stage(name, tuple(by_stage[name]), fingerprint([recipe.key for recipe in by_stage[name]]))
        for name in STAGES
        if name in by_stage
    )


def _recipes(shape: Shape, settings: Settings) -> tuple[Recipe, ...]:
    if not shape.plays:
        return ()
    if shape.kind is Kind.PHOTO:
        return _photo_recipes(shape, settings)
    speech = _speech_recipes(shape, settings) if shape.has_sound else ()
    if shape.kind is Kind.AUDIO:
        sound = Recipe("audio", "audio", None, ".m4a", shape.hushed)
        return (*speech, sound, Recipe("waveform", "waveform", None, ".json", shape.hushed))
    poster = Recipe("poster", "poster", settings.poster_px, ".jpg", (str(shape.poster_ms),))
    waveform = (Recipe("waveform", "waveform", None, ".json", shape.hushed),) if shape.has_sound else ()
    proxy = (Recipe("proxy", "proxy", settings.proxy_px, ".mp4", shape.hushed),) if shape.role is Role.RUSH else ()
    web, cuts = _web_recipes(shape, settings), _cuts_recipes(shape)
    return (poster, *speech, *proxy, *waveform, *web, *(_stills_recipes(shape, settings) if web else ()), *cuts)


def _photo_recipes(shape: Shape, settings: Settings) -> tuple[Recipe, ...]:
    long_side = max(shape.width_px or 1, shape.height_px or 1)
    sizes = sorted({min(size, long_side) for size in settings.photo_sizes_px})
    plain = [Recipe("photo", f"photo-{size}", size, ".jpg") for size in sizes]
    others = [name for name in PHOTO_FORMATS if name != "jpeg" and name in settings.photo_formats]
    return (*plain, *(Recipe("photo", f"photo-{size}-{name}", size, f".{name}") for name in others for size in sizes))


def _web_recipes(shape: Shape, settings: Settings) -> tuple[Recipe, ...]:
    wanted = shape.role is Role.FINISHED or shape.ever_approved or settings.web_for_all
    if not wanted:
        return ()
    short_side = max(2, min(shape.width_px or 2, shape.height_px or 2) // 2 * 2)
    sizes = sorted({min(size, short_side) for size in settings.web_sizes_px})
    return tuple(Recipe("web", f"web-{size}", size, ".mp4", shape.hushed) for size in sizes)


def _stills_recipes(shape: Shape, settings: Settings) -> tuple[Recipe, ...]:
    """Of what the gallery shows: pictures for seeking, and the poster in full size for the press."""
    sheet = Recipe("stills", "stills-sheet", None, ".jpg", (str(min(settings.web_sizes_px)),))
    full = Recipe("stills", "stills-full", None, ".jpg", (str(shape.poster_ms),))
    return (sheet, full) if "stills" in settings.downloads else (sheet,)


def _cuts_recipes(shape: Shape) -> tuple[Recipe, ...]:
    """Captions keep to the cuts of a finished film; a rush has none that an editor made."""
    if shape.role is not Role.FINISHED or not shape.has_sound:
        return ()
    return (Recipe("cuts", None, None, ""),)


def _speech_recipes(shape: Shape, settings: Settings) -> tuple[Recipe, ...]:
    task = ("translate",) if settings.speech_translate else ()
    voices = (VOICE_PRINTS,) if settings.speech_voices == VOICE_PRINTS else ()
    how = (settings.speech_engine, settings.speech_model, settings.speech_language, *task, *voices, *shape.expects)
    heard = Recipe("speech", None, None, "", how)
    if shape.revision is None:
        return (heard,)
    return heard, captions_recipe(settings, shape.revision, shape.cuts_ms)


def captions_recipe(settings: Settings, revision: int, cuts_ms: tuple[int, ...] = ()) -> Recipe:
    """The captions of one revision of a transcript under the workspace's rules, for a film with these cuts.

    The people list is no part of it: a name added later must not undo an approval of captions that were checked.
    """
    rules = [f"{f.name}={getattr(settings, f.name)}" for f in fields(Settings) if f.name.startswith("caption_")]
    cuts = (f"cuts {fingerprint([*map(str, cuts_ms)])}",) if cuts_ms else ()
    return Recipe("captions", None, None, "", (*rules, str(revision), *cuts))
