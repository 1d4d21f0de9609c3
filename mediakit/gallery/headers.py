"""What a web server says about each file of the site: its type, and how long a copy of it may be kept."""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}
_ANYTHING = "application/octet-stream"
_MEDIA = ("image/", "video/", "audio/")


def type_of(path: str) -> str:
    """The media type of a file by its name."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), _ANYTHING)


def headers_of(path: str) -> tuple[str, str]:
    """Media type and Cache-Control. Pages are asked for anew each time; a film that was taken down is gone in minutes.

    >>> headers_of("videos/a/film-720.mp4"), headers_of("index.html")[1]
    (('video/mp4', 'public, max-age=600'), 'no-cache')
    """
    kind = type_of(path)
    return kind, "public, max-age=600" if kind.startswith(_MEDIA) else "no-cache"
