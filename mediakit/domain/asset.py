"""An asset: an original as the catalogue knows it, with everything that was made of it or said about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from mediakit.domain.facts import Facts, Kind, Role, Shot, TimeSource
from mediakit.domain.span import Span


class Answered(StrEnum):
    """Whether somebody said who is in it: people are attached, or nobody can be recognised. Unanswered is None."""

    PEOPLE = "people"
    NONE = "none"


class State(StrEnum):
    """new: work is pending; ready: what its page needs is made; failed: a step failed and nothing will change it."""

    NEW = "new"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Original:
    """One file as it came off a card. path: relative to the workspace, with forward slashes; checksum: xxh128 hex.

    card_path: as on the card. role: "main", "part" (a later part of a spanned recording), "sidecar" or "kept".
    """

    path: str
    bytes: int
    checksum: str
    card_path: str
    role: str = "main"
    asset: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file made from an asset. Done is a key: the rendition is current when its key equals the recipe's.

    look: the picture as a ThumbHash in base64; sharpness: the more, the sharper. Measured on one copy of a photo only.
    """

    profile: str
    path: str
    key: str
    bytes: int
    checksum: str
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    look: str | None = None
    sharpness: float | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's decision to publish an asset as it was; `what` is exactly what was approved (see approvable)."""

    by: str
    at: datetime
    what: dict[str, str]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The current transcript of an asset in short. digest changes when its words, times or captions do."""

    language: str
    engine: str
    model: str
    key: str
    revision: int
    words: int
    duration_ms: int
    digest: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one step: status is "done", "failed" or "pending" (waits for a model or a person)."""

    asset: str
    stage: str
    key: str
    status: str
    elapsed_ms: int = 0
    reason: str | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset in full. Widths and heights as displayed; times in ms; people, session, event are slugs.

    captured_at is aware and keeps the offset it was recorded with. problem: what is wrong with damaged media.
    renditions, outcomes: by profile and by stage. poster_ms: the frame somebody chose for the poster.
    chapters: as somebody set them, "none" for none, None where they are derived. described_by: the asset that is its
    audio described version; description_not_needed: why there need be none; description_text: the same as text.
    redacted: what must not be heard, in order of time. expects: names that are expected in what is said.
    session_confidence: how surely a match found the session, 1 or None where a person chose it. matched: those of
    people whom a match found and nobody confirmed, with how surely. cuts_ms: where a new shot begins, in order.
    """

    id: str
    kind: Kind
    role: Role
    name: str
    short: str
    slug: str
    path: str
    bytes: int
    event: str | None = None
    card: str | None = None
    shot: Shot | None = None
    in_place: bool = False
    captured_at: datetime | None = None
    captured_at_source: TimeSource | None = None
    captured_at_doubt: str | None = None
    duration_ms: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    rotation: int = 0
    fps: Fraction | None = None
    vcodec: str | None = None
    acodec: str | None = None
    channels: int | None = None
    sample_rate_hz: int | None = None
    timecode: str | None = None
    camera: str | None = None
    interlaced: bool = False
    variable_frame_rate: bool = False
    hdr: str | None = None
    plays: bool = True
    problem: str | None = None
    title: str | None = None
    caption: str | None = None
    alt_text: str | None = None
    extended_description: str | None = None
    credit: str | None = None
    creator: str | None = None
    copyright: str | None = None
    rating: int | None = None
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    session: str | None = None
    answered: Answered | None = None
    people: tuple[str, ...] = ()
    embargo: date | None = None
    hidden: bool = False
    poster_ms: int | None = None
    chapters: str | None = None
    described_by: str | None = None
    description_not_needed: str | None = None
    description_text: str | None = None
    replaces: str | None = None
    sources: tuple[str, ...] = ()
    parts: tuple[Original, ...] = ()
    renditions: dict[str, Rendition] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    spoken: Spoken | None = None
    approval: Approval | None = None
    redacted: tuple[Span, ...] = ()
    expects: tuple[str, ...] = ()
    session_confidence: float | None = None
    matched: tuple[tuple[str, float], ...] = ()
    cuts_ms: tuple[int, ...] = ()

    @property
    def has_sound(self) -> bool:
        return self.acodec is not None

    @property
    def session_guessed(self) -> bool:
        """Its session was found by a match, and nobody confirmed it."""
        return self.session is not None and self.session_confidence is not None and self.session_confidence < 1

    @property
    def confirmed_people(self) -> tuple[str, ...]:
        """Those of its people that somebody said are in it, and no match alone."""
        guessed = {slug for slug, _ in self.matched}
        return tuple(slug for slug in self.people if slug not in guessed)

    @property
    def decorative(self) -> bool:
        return self.alt_text == "decorative"

    @property
    def approved(self) -> bool:
        """Somebody approved it, and it is still what they approved."""
        return self.approval is not None and self.approval.what == approvable(self)

    @property
    def lapsed_because(self) -> str | None:
        """Why an approval no longer holds: "captions changed", … None if it holds or there never was one."""
        if self.approval is None or self.approved:
            return None
        now, then = approvable(self), self.approval.what
        changed = [name.replace("_", " ") for name in {**now, **then} if now.get(name) != then.get(name)]
        return f"{' and '.join(changed)} changed" if changed else "it changed"

    @property
    def failure(self) -> Outcome | None:
        """The first failed step, if there is one."""
        return next((o for _, o in sorted(self.outcomes.items()) if o.status == "failed"), None)

    @property
    def waiting(self) -> Outcome | None:
        """The first step that waits for a model or a person, if there is one."""
        return next((o for _, o in sorted(self.outcomes.items()) if o.status == "pending"), None)

    @property
    def lacks(self) -> str | None:
        """The first thing that its page needs and does not have; None when it is complete."""
        profiles = self.renditions
        if self.kind is Kind.PHOTO:
            return None if any(p.startswith("photo-") for p in profiles) else "its web sizes"
        if self.kind is Kind.VIDEO and not any(p == "proxy" or p.startswith("web-") for p in profiles):
            return "a version for the web"
        if self.kind is Kind.VIDEO and "poster" not in profiles:
            return "its poster"
        if self.kind is Kind.AUDIO and "audio" not in profiles:
            return "a version for the web"
        if self.has_sound and self.spoken is None:
            return "its transcript"
        return None

    @property
    def state(self) -> State:
        if self.lacks is None:
            return State.READY
        return State.FAILED if self.failure else State.NEW


def photo_versions(asset: Asset, suffix: str = ".jpg") -> list[Rendition]:
    """The sizes of a photo in one format, smallest first."""
    made = [r for p, r in asset.renditions.items() if p.startswith("photo-") and r.path.endswith(suffix)]
    return sorted(made, key=lambda r: (r.width_px or 0, r.profile))


def approvable(asset: Asset) -> dict[str, str]:
    """What an approval covers: picture, people, captions, alt text, and how what is seen is described.

    Equal dictionaries mean that nothing changed.
    """
    captions = asset.spoken.digest if asset.spoken else None
    described = description_of(asset.described_by, asset.description_not_needed, asset.description_text)
    return approvable_of(asset.id, asset.poster_ms, asset.people, asset.answered, captions, asset.alt_text) | described


def approvable_of(
    asset_id: str,
    poster_ms: int | None,
    people: Iterable[str],
    answered: str | None,
    captions: str | None,
    alt_text: str | None,
) -> dict[str, str]:
    """The same from its parts. people: slugs; captions: the digest of the current transcript."""
    return {
        "picture": f"{asset_id}@{poster_ms}" if poster_ms is not None else asset_id,
        "people": ",".join(sorted(people)) or (answered or ""),
        "captions": captions or "",
        "alt_text": _digest(alt_text or ""),
    }


def description_of(described_by: str | None, not_needed: str | None, text: str | None) -> dict[str, str]:
    """The part of it that says how a film is described; nothing where nobody said anything of it."""
    said = (described_by or "", not_needed or "", text or "")
    return {"audio_description": fingerprint(said)} if any(said) else {}


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def fingerprint(value: object) -> str:
    """24 hex digits over any JSON value; the same for equal values, whatever the order of keys."""
    return _digest(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str))


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the catalogue needs to know an asset for the first time.

    id, checksum of the main file: xxh128 hex of its content. captured_at: aware; captured_at_doubt: why it is not to
    be believed. path: logical (see Workspace). event: slug. card: name of the card, None for finished work.
    """

    id: str
    facts: Facts
    role: Role
    path: str
    bytes: int
    event: str
    card: str | None = None
    in_place: bool = False
    captured_at: datetime | None = None
    captured_at_source: TimeSource | None = None
    captured_at_doubt: str | None = None
    problem: str | None = None
    people: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    replaces: str | None = None
