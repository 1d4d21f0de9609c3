"""What a person says about an asset: key=value, parsed and checked before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mediakit.domain.asset import Asset
from mediakit.domain.chapters import NONE, chapters_text, parse_chapters
from mediakit.domain.description import not_needed, parse_description
from mediakit.domain.errors import Misuse
from mediakit.domain.facts import Shot
from mediakit.domain.span import parse_position, position_text

TEXTS = ("title", "caption", "alt_text", "extended_description", "credit", "creator", "copyright", "description_text")
KEYS = (
    *TEXTS, "rating", "people", "session", "shot", "embargo", "tags", "hidden", "poster", "chapters",
    "audio_description",
)  # fmt: skip
# what only a film has
FILM_KEYS = ("poster", "chapters", "audio_description", "description_text")
NOBODY = "none"
_YES, _NO = ("yes", "true", "1", "y", "on"), ("no", "false", "0", "n", "off", "")
LONGEST = {
    "title": 300,
    "alt_text": 2000,
    "caption": 10_000,
    "extended_description": 20_000,
    "description_text": 200_000,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of one asset as it is to be. value: text as in a spreadsheet cell; "" empties the field."""

    asset: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that an edit changes: as it was and as it will be, as text."""

    asset: str
    short: str
    key: str
    old: str
    new: str


def parse_assignment(text: str) -> tuple[str, str]:
    """`key=value` as typed. Raises Misuse for anything else."""
    key, equals, value = text.partition("=")
    key = key.strip().lower().replace("-", "_").replace(" ", "_")
    if not equals:
        raise Misuse(f"{text!r} is not key=value", hint='for example: title="Opening words"')
    if key not in KEYS:
        raise Misuse(f"nothing is called {key!r}", hint=f"one of: {', '.join(KEYS)}")
    return key, normalise(key, value)


def normalise(key: str, value: str) -> str:
    """The value of a key as it is kept. Raises Misuse if it cannot be that."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if key in TEXTS:
        if len(value) > LONGEST.get(key, 1000):
            raise Misuse(f"{key} is longer than {LONGEST.get(key, 1000)} characters")
        return "decorative" if key == "alt_text" and value.lower() == "decorative" else value
    return _PARSERS[key](value)


def _rating(value: str) -> str:
    if value and value not in ("-1", "0", "1", "2", "3", "4", "5"):
        raise Misuse(f"rating {value!r} is not a number from 0 to 5", hint="-1 means rejected; empty means unrated")
    return value


def _names(value: str) -> str:
    return ", ".join(dict.fromkeys(part.strip() for part in value.replace(";", ",").split(",") if part.strip()))


def _shot(value: str) -> str:
    value = value.lower()
    if value and value not in list(Shot):
        raise Misuse(f"shot {value!r} is none of {', '.join(Shot)}")
    return value


def _embargo(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise Misuse(f"embargo {value!r} is no date", hint="write it as 2026-01-31") from None


def _hidden(value: str) -> str:
    if value.lower() not in (*_YES, *_NO):
        raise Misuse(f"hidden {value!r} is neither yes nor no")
    return "yes" if value.lower() in _YES else "no"


def _poster(value: str) -> str:
    return position_text(parse_position(value)) if value else ""


def _chapters(value: str) -> str:
    return NONE if value.lower() == NONE else chapters_text(parse_chapters(value))


def _session(value: str) -> str:
    return value


_PARSERS: dict[str, Callable[[str], str]] = {
    "rating": _rating,
    "people": _names,
    "session": _session,
    "shot": _shot,
    "embargo": _embargo,
    "tags": _names,
    "hidden": _hidden,
    "poster": _poster,
    "chapters": _chapters,
    "audio_description": parse_description,
}


def as_text(asset: Asset, key: str) -> str:
    """A field of an asset as it stands in a spreadsheet cell; what a match found is nobody's word, and not shown."""
    if key in TEXTS:
        return str(getattr(asset, key) or "")
    if key == "people":
        return ", ".join(sorted(asset.confirmed_people)) or (NOBODY if asset.answered == NOBODY else "")
    if key == "session" and asset.session_guessed:
        return ""
    if key == "tags":
        return ", ".join(sorted(asset.tags))
    if key == "hidden":
        return "yes" if asset.hidden else "no"
    if key == "poster":
        return position_text(asset.poster_ms) if asset.poster_ms is not None else ""
    if key == "audio_description":
        return not_needed(asset.description_not_needed) if asset.description_not_needed else asset.described_by or ""
    if key == "embargo":
        return asset.embargo.isoformat() if asset.embargo else ""
    value = getattr(asset, key)
    return "" if value is None else str(value)


def differences(assets: Mapping[str, Asset], edits: Iterable[Edit]) -> list[Difference]:
    """What the edits change, leaving out what is so already; the last edit of a field counts."""
    wanted = {(e.asset, e.key): e.value for e in edits}
    found = []
    for (asset_id, key), new in wanted.items():
        asset = assets[asset_id]
        old = as_text(asset, key)
        if key in ("people", "tags"):
            new = ", ".join(sorted(new.split(", "))) if new else ""
        if not new and not old:
            old = _guess(asset, key)
        if old.replace("\r\n", "\n").strip() != new:
            found.append(Difference(asset_id, asset.short, key, old, new))
    return found


def _guess(asset: Asset, key: str) -> str:
    """What a match found, as text: emptying such a field is a person's word too."""
    if key == "session" and asset.session_guessed:
        return asset.session or ""
    return ", ".join(sorted(slug for slug, _ in asset.matched)) if key == "people" else ""
