"""The asset as JSON: the one shape that `assets`, `show`, `ingest` and the gallery's data.json give."""

from __future__ import annotations

from typing import Any

from mediakit.domain.asset import Asset, Spoken
from mediakit.domain.chapters import set_chapters
from mediakit.domain.edit import as_text

PUBLISHED = (
    "id", "kind", "role", "shot", "event", "captured_at", "duration", "width", "height", "fps", "title", "caption",
    "alt_text", "credit", "creator", "copyright", "keywords", "extended_description", "tags", "chapters",
    "audio_description", "description_text",
)  # fmt: skip


def asset_document(asset: Asset) -> dict[str, Any]:
    """Every field of the contract's **asset**: seconds as numbers, moments as ISO 8601, unknown as None."""
    return {
        **_named(asset),
        "name": printable_name(asset.name),
        "short": printable_name(asset.short),
        "slug": asset.slug,
        "card": asset.card,
        "path": asset.path,
        "bytes": asset.bytes,
        "checksum": f"xxh128:{asset.id}",
        **_facts(asset),
        **_described(asset),
        "parts": [{"path": p.path, "bytes": p.bytes, "checksum": f"xxh128:{p.checksum}"} for p in asset.parts],
        "people": list(asset.people),
        "people_answered": asset.answered.value if asset.answered else None,
        "people_matched": [{"person": slug, "confidence": sure} for slug, sure in asset.matched],
        "session": asset.session,
        "session_confidence": asset.session_confidence,
        "tags": list(asset.tags),
        "embargo": asset.embargo.isoformat() if asset.embargo else None,
        "hidden": asset.hidden,
        "poster": asset.poster_ms / 1000 if asset.poster_ms is not None else None,
        "replaces": asset.replaces,
        "sources": list(asset.sources),
        "approved": _approved(asset),
        "lapsed": asset.lapsed_because,
        "state": asset.state.value,
        "error": _error(asset),
        "waiting": asset.waiting.reason if asset.waiting else None,
        "problem": asset.problem,
        "renditions": [
            {"profile": r.profile, "path": r.path, "width": r.width_px, "height": r.height_px, "bytes": r.bytes}
            for _, r in sorted(asset.renditions.items())
        ],
        "transcript": transcript_document(asset.spoken) if asset.spoken else None,
    }


def _named(asset: Asset) -> dict[str, Any]:
    return {
        "id": asset.id,
        "kind": asset.kind.value,
        "role": asset.role.value,
        "shot": asset.shot.value if asset.shot else None,
        "event": asset.event,
    }


def _facts(asset: Asset) -> dict[str, Any]:
    return {
        "captured_at": asset.captured_at.isoformat() if asset.captured_at else None,
        "captured_at_source": asset.captured_at_source.value if asset.captured_at_source else None,
        "captured_at_doubt": asset.captured_at_doubt,
        "duration": asset.duration_ms / 1000 if asset.duration_ms is not None else None,
        "width": asset.width_px,
        "height": asset.height_px,
        "rotation": asset.rotation,
        "fps": round(float(asset.fps), 3) if asset.fps else None,
        "vcodec": asset.vcodec,
        "acodec": asset.acodec,
        "channels": asset.channels,
        "sample_rate": asset.sample_rate_hz,
        "timecode": asset.timecode,
        "camera": asset.camera,
    }


def _described(asset: Asset) -> dict[str, Any]:
    return {
        "title": asset.title,
        "caption": asset.caption,
        "alt_text": asset.alt_text,
        "credit": asset.credit,
        "rating": asset.rating,
        "creator": asset.creator,
        "copyright": asset.copyright,
        "keywords": list(asset.keywords),
        "extended_description": asset.extended_description,
        "chapters": _chapters(asset),
        "audio_description": as_text(asset, "audio_description") or None,
        "description_text": asset.description_text,
    }


def _chapters(asset: Asset) -> list[dict[str, Any]] | None:
    """The chapters that somebody set, none if there are to be none; None where they are derived."""
    if asset.chapters is None:
        return None
    return [{"start": c.start_ms / 1000, "title": c.title} for c in set_chapters(asset.chapters)]


def _approved(asset: Asset) -> dict[str, str] | None:
    if asset.approval is None or not asset.approved:
        return None
    return {"by": asset.approval.by, "at": asset.approval.at.isoformat()}


def _error(asset: Asset) -> str | None:
    failure = asset.failure
    return f"{failure.stage}: {failure.reason}" if failure else None


def transcript_document(spoken: Spoken) -> dict[str, Any]:
    """The contract's short form of a transcript."""
    return {
        "language": spoken.language,
        "engine": spoken.engine,
        "model": spoken.model,
        "revision": spoken.revision,
        "words": spoken.words,
        "duration": spoken.duration_ms / 1000,
    }


def published_document(asset: Asset) -> dict[str, Any]:
    """The published fields only: nothing of the machine, the card, the file's name or people's private facts."""
    full = {**_named(asset), **_facts(asset), **_described(asset), "tags": list(asset.tags)}
    return {name: full[name] for name in PUBLISHED}


def printable_name(name: str) -> str:
    """A file name as valid Unicode: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
