"""What can be read off a file: a correct reading, before anybody typed anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What an asset is, by its content and never by its file name."""

    VIDEO = "video"
    AUDIO = "audio"
    PHOTO = "photo"


class Role(StrEnum):
    """Where an asset comes from."""

    RUSH = "rush"
    FINISHED = "finished"
    PHOTO = "photo"


class Shot(StrEnum):
    """What a recording or photo shows."""

    INTERVIEW = "interview"
    TALK = "talk"
    CROWD = "crowd"
    DETAIL = "detail"


class TimeSource(StrEnum):
    """Where a capture time was read."""

    METADATA = "metadata"
    SIDECAR = "sidecar"
    TIMECODE = "timecode"
    FILENAME = "filename"
    MTIME = "mtime"


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """One audio stream. codec is ffprobe's name; layout is ffmpeg's ("stereo", "5.1") or None."""

    index: int
    codec: str
    channels: int
    sample_rate_hz: int
    layout: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """What somebody wrote into the file (IPTC, XMP, EXIF, container tags). Text stripped, never empty: None instead.

    rating: 0 … 5, -1 for rejected (XMP). people: names under IPTC "person shown".
    """

    title: str | None = None
    caption: str | None = None
    alt_text: str | None = None
    extended_description: str | None = None
    creator: str | None = None
    credit: str | None = None
    copyright: str | None = None
    keywords: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A correct reading of one file.

    width_px, height_px: as displayed, after rotation and with square pixels, of the full picture (not a RAW's preview).
    rotation: clockwise degrees the stored picture is turned for display (0, 90, 180, 270).
    duration_ms: how long it plays. fps: average frame rate. vcodec, acodec: ffprobe's names. channels, sample_rate_hz:
    of the first audio track. captured_at: as recorded, naive where the file names no zone; None if unknown.
    hdr: "pq", "hlg" or None. warnings: what is wrong with a file that still opens, one plain sentence each.
    plays: False if it opens but not one frame or sample could be decoded.
    extra: further facts worth keeping (lens, iso, pixel format, colour), plain JSON values; never position or serials.
    """

    kind: Kind
    width_px: int | None = None
    height_px: int | None = None
    rotation: int = 0
    duration_ms: int | None = None
    fps: Fraction | None = None
    vcodec: str | None = None
    acodec: str | None = None
    channels: int | None = None
    sample_rate_hz: int | None = None
    audio: tuple[AudioTrack, ...] = ()
    timecode: str | None = None
    captured_at: datetime | None = None
    captured_at_source: TimeSource | None = None
    camera: str | None = None
    interlaced: bool = False
    variable_frame_rate: bool = False
    hdr: str | None = None
    described: Described = field(default_factory=Described)
    warnings: tuple[str, ...] = ()
    plays: bool = True
    extra: dict[str, str | int | float | bool] = field(default_factory=dict)
