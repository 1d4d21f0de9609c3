"""How the desk words things: numbers with their noun, and addresses of what an asset looks like."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from mediakit.domain.asset import Asset, photo_versions
from mediakit.domain.facts import Kind, Role
from mediakit.gallery import wording


def many(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun.

    >>> many(1, "photo"), many(2, "photo"), many(1_200, "person", "people")
    ('1 photo', '2 photos', '1,200 people')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def media_link(asset: Asset, profile: str) -> str | None:
    """The address of a rendition, with the mark of its content; None where it was not made."""
    made = asset.renditions.get(profile)
    return f"/media/{asset.id}/{quote(profile)}?v={made.checksum[:12]}" if made else None


def poster(asset: Asset, wanted_px: int = 480) -> str | None:
    """The address of a small picture of an asset: a photo's own, a film's poster; None for a sound recording."""
    if asset.kind is Kind.PHOTO:
        sizes = photo_versions(asset)
        fitting = [r for r in sizes if max(r.width_px or 0, r.height_px or 0) >= wanted_px]
        chosen = fitting[0] if fitting else sizes[-1] if sizes else None
        return media_link(asset, chosen.profile) if chosen else None
    return media_link(asset, "poster")


def playing(asset: Asset) -> str | None:
    """The address of what plays: the working copy, else the largest web version; None where there is none yet."""
    if asset.kind is Kind.AUDIO:
        return media_link(asset, "audio")
    webs = sorted(
        (p for p in asset.renditions if p.startswith("web-")), key=lambda p: asset.renditions[p].width_px or 0
    )
    profile = "proxy" if "proxy" in asset.renditions else webs[-1] if webs else None
    return media_link(asset, profile) if profile else None


def asset_page(asset: Asset) -> str:
    """Where an asset is worked on."""
    return f"/photos/{asset.id}" if asset.kind is Kind.PHOTO else f"/film/{asset.id}"


def name_of(asset: Asset) -> str:
    """What to call an asset in a list: its title, else its name on the card."""
    return (asset.title or "").strip() or asset.short


def what_it_is(asset: Asset) -> str:
    """What sort of thing it is, in a list."""
    if asset.kind is Kind.PHOTO:
        return "photo"
    noun = "film" if asset.kind is Kind.VIDEO else "sound recording"
    return f"finished {noun}" if asset.role is Role.FINISHED else f"{noun} from the camera"


def stars(rating: int | None) -> str:
    """A rating in a list.

    >>> stars(3), stars(-1), stars(0), stars(None)
    ('★★★', 'rejected', 'no stars', '')
    """
    if rating is None:
        return ""
    return "rejected" if rating < 0 else "★" * rating or "no stars"


# what is made in each stage, as somebody calls it who never heard of stages
STAGE_WORDS = {
    "poster": "pictures of films",
    "photo": "sizes of photos",
    "speech": "transcripts",
    "captions": "captions",
    "proxy": "copies to work with",
    "audio": "sound for the web",
    "waveform": "pictures of the sound",
    "web": "films for the web",
    "stills": "films to look through",
    "cuts": "cuts between shots",
}

# the same of one film or photo
STAGE_WORD = {
    **STAGE_WORDS,
    "poster": "poster",
    "photo": "its sizes",
    "speech": "transcript",
    "proxy": "working copy",
    "waveform": "picture of the sound",
    "web": "film for the web",
    "stills": "film to look through",
}


def stages(counts: Mapping[str, int]) -> str:
    """How much is to be made of what.

    >>> stages({"speech": 3, "web": 1_200})
    'transcripts (3), films for the web (1,200)'
    """
    return ", ".join(f"{STAGE_WORDS.get(stage, stage)} ({count:,})" for stage, count in counts.items())


def capitalized(text: str) -> str:
    """A sentence with a capital at its beginning, and all else as it is.

    >>> capitalized("mend the URL")
    'Mend the URL'
    """
    return text[:1].upper() + text[1:]


def query(**fields: Any) -> str:
    """A query for a link, without the fields that are empty."""
    kept = {name: value for name, value in fields.items() if value not in (None, "", ())}
    return urlencode(kept, doseq=True)


FILTERS: dict[str, Callable[..., Any]] = {
    **wording.FILTERS,
    "many": many,
    "stars": stars,
    "stages": stages,
    "capitalized": capitalized,
    "pairs": lambda words: [(word, word) for word in words],
    "command_line": lambda words: shlex.join(words),
    "poster": poster,
    "playing": playing,
    "media": media_link,
    "asset_page": asset_page,
    "name_of": name_of,
    "what_it_is": what_it_is,
}
