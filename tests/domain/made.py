"""Values for tests: a photo, a film and somebody, each as plain as can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mediakit.domain.asset import Approval, Asset, Rendition, Spoken, approvable
from mediakit.domain.facts import Kind, Role

NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)


def rendition(profile: str, **values: Any) -> Rendition:
    """A rendition of that profile."""
    return Rendition(
        **{"profile": profile, "path": f"renditions/{profile}", "key": "k", "bytes": 1, "checksum": "c"} | values
    )


def photo(**values: Any) -> Asset:
    """A photo with one web size and alt text."""
    plain: dict[str, Any] = {
        "id": "a" * 32,
        "kind": Kind.PHOTO,
        "role": Role.PHOTO,
        "name": "IMG_0001.JPG",
        "short": "P001/IMG_0001",
        "slug": "img-0001",
        "path": "originals/lan/P001/IMG_0001.JPG",
        "bytes": 10,
        "event": "lan",
        "width_px": 3000,
        "height_px": 2000,
        "vcodec": "mjpeg",
        "alt_text": "Two midwives at a table",
        "renditions": {"photo-480": rendition("photo-480")},
    }
    return Asset(**plain | values)


def film(**values: Any) -> Asset:
    """A film with proxy, poster and captions."""
    spoken = Spoken("en", "faster-whisper", "tiny.en", "key", 1, 9, 4000, "digest")
    plain: dict[str, Any] = {
        "kind": Kind.VIDEO,
        "role": Role.RUSH,
        "id": "b" * 32,
        "short": "A001/C0001",
        "slug": "c0001",
        "width_px": 1920,
        "height_px": 1080,
        "duration_ms": 4000,
        "acodec": "aac",
        "alt_text": None,
        "renditions": {"proxy": rendition("proxy"), "poster": rendition("poster")},
        "spoken": spoken,
    }
    return photo(**plain | values)


def approved(asset: Asset, by: str = "Ada Okafor") -> Asset:
    """The same asset, approved as it is."""
    return replace(asset, approval=Approval(by, NOON, approvable(asset)))
