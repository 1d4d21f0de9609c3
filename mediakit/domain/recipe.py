"""Recipes: what makes a rendition. A recipe's key says whether what lies there is what would be made now."""

from __future__ import annotations

from dataclasses import dataclass

from mediakit.domain.asset import Asset, fingerprint
from mediakit.domain.facts import Kind, Role
from mediakit.domain.workspace import Settings

# Raised when a stage would make other bytes or words than before; what was made earlier is then stale.
VERSIONS = {"poster": 1, "photo": 1, "speech": 1, "captions": 1, "proxy": 1, "audio": 1, "waveform": 1, "web": 1}

# The night after the shoot: something to look at first, then the words, then films to work with, then for the web.
STAGES = ("poster", "photo", "speech", "captions", "proxy", "audio", "waveform", "web")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One thing to make: stage, profile (None for a transcript), size, and all else that decides its bytes."""

    stage: str
    profile: str | None
    size_px: int | None
    suffix: str
    settings: tuple[str, ...] = ()

    def key(self, asset_id: str) -> str:
        """24 hex digits over asset, recipe and recipe version."""
        return fingerprint([asset_id, self.stage, self.profile, self.size_px, self.settings, VERSIONS[self.stage]])


def recipes_for(asset: Asset, settings: Settings) -> tuple[Recipe, ...]:
    """Everything an asset should have, given what it is and whether it is to be published. Pure."""
    if not asset.plays:
        return ()
    if asset.kind is Kind.PHOTO:
        return _photo_recipes(asset, settings)
    speech = _speech_recipes(asset, settings) if asset.has_sound else ()
    if asset.kind is Kind.AUDIO:
        return (*speech, Recipe("audio", "audio", None, ".m4a"), Recipe("waveform", "waveform", None, ".json"))
    poster = Recipe("poster", "poster", settings.poster_px, ".jpg", (str(asset.poster_ms),))
    waveform = (Recipe("waveform", "waveform", None, ".json"),) if asset.has_sound else ()
    proxy = (Recipe("proxy", "proxy", settings.proxy_px, ".mp4"),) if asset.role is Role.RUSH else ()
    return (poster, *speech, *proxy, *waveform, *_web_recipes(asset, settings))


def _photo_recipes(asset: Asset, settings: Settings) -> tuple[Recipe, ...]:
    long_side = max(asset.width_px or 1, asset.height_px or 1)
    sizes = sorted({min(size, long_side) for size in settings.photo_sizes_px})
    return tuple(Recipe("photo", f"photo-{size}", size, ".jpg") for size in sizes)


def _web_recipes(asset: Asset, settings: Settings) -> tuple[Recipe, ...]:
    wanted = asset.role is Role.FINISHED or asset.approval is not None or settings.web_for_all
    if not wanted:
        return ()
    short_side = max(2, min(asset.width_px or 2, asset.height_px or 2) // 2 * 2)
    sizes = sorted({min(size, short_side) for size in settings.web_sizes_px})
    return tuple(Recipe("web", f"web-{size}", size, ".mp4") for size in sizes)


def _speech_recipes(asset: Asset, settings: Settings) -> tuple[Recipe, ...]:
    heard = Recipe("speech", None, None, "", (settings.speech_engine, settings.speech_model, settings.speech_language))
    if asset.spoken is None:
        return (heard,)
    return heard, captions_recipe(settings, asset.spoken.revision)


def captions_recipe(settings: Settings, revision: int) -> Recipe:
    """The captions of one revision of a transcript under the workspace's rules."""
    rules = (settings.caption_line_characters, settings.caption_lines, settings.caption_longest_seconds, revision)
    return Recipe("captions", None, None, "", tuple(map(str, rules)))
