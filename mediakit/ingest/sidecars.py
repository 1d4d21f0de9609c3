"""What was written beside a clip or photo: the XML of Sony, Panasonic and Canon, a photo editor's XMP."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from mediakit.domain.facts import Described

LONGEST_BYTES = 4 << 20
_DATES = ("CreationDate", "StartDate", "RecordingDate")
_MAKERS = ("Device", "Manufacturer", "ModelName")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a sidecar says of its clip: when it was begun (naive where no zone is named), with which camera."""

    captured_at: datetime | None = None
    camera: str | None = None


def read(path: Path) -> Beside:
    """Read a clip's XML sidecar (Sony NonRealTimeMeta, Panasonic P2 ClipContent, Canon XF); nothing if it is none.

    Entities and document types are refused, files over 4 MiB are not opened; serial numbers are not read.
    """
    try:
        if path.suffix.lower() != ".xml" or path.stat().st_size > LONGEST_BYTES:
            return Beside()
        return parse(path.read_bytes())
    except OSError:
        return Beside()


def parse(document: bytes) -> Beside:
    """The same from the text of a sidecar."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return Beside()
    values: dict[str, str] = {}
    camera: str | None = None
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in (*_DATES, *_MAKERS) and name not in values:
            values[name] = (element.get("value") or element.text or "").strip()
        if name == "Device" and element.get("modelName"):
            camera = f"{element.get('manufacturer') or ''} {element.get('modelName')}".strip()
    named = f"{values.get('Manufacturer', '')} {values.get('ModelName', '')}".strip()
    moments = (_moment(values[name]) for name in _DATES if name in values)
    return Beside(next((m for m in moments if m), None), camera or named or None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(re.sub(r"(T\d\d:\d\d:\d\d)[.,:]\d+", r"\1", text))
    except ValueError:
        return None
    return moment if len(text) > 10 and moment.year > 1 else None


def describe(path: Path, embedded: Described) -> Described:
    """What a photo says of itself, with what its XMP sidecar says put in its place: the sidecar is the later word."""
    from mediakit.media.photo_text import Written, described
    from mediakit.media.photo_xmp import read_xmp

    try:
        if path.suffix.lower() != ".xmp" or path.stat().st_size > LONGEST_BYTES:
            return embedded
        beside = described(Written(xmp=read_xmp(path.read_bytes())))
    except OSError:
        return embedded
    said = {f.name: value for f in fields(Described) if (value := getattr(beside, f.name)) not in (None, ())}
    return replace(embedded, **said)
