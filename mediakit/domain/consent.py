"""Who may be shown, where, on what basis and until when (UK GDPR). Unknown is no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """Where something is shown."""

    WEB = "web"
    SOCIAL = "social"
    PRINT = "print"
    PRESS = "press"
    INTERNAL = "internal"


class Basis(StrEnum):
    """The lawful basis for showing somebody (UK GDPR, article 6)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGITIMATE_INTERESTS = "legitimate-interests"
    PUBLIC_TASK = "public-task"


class ShowAs(StrEnum):
    """How somebody is named in public."""

    FULL = "full"
    FIRST = "first"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Consent:
    """One recorded basis for one person and one channel. until includes its day, in the event's zone."""

    person: str
    channel: Channel
    basis: Basis
    recorded_at: datetime
    given_on: date | None = None
    by: str | None = None
    show_as: ShowAs = ShowAs.FULL
    until: date | None = None
    evidence: str | None = None
    note: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None
    number: int | None = None


def in_force(consents: Iterable[Consent], channel: Channel, day: date) -> Consent | None:
    """The basis in force for a channel on a day: the last recorded, if it is neither withdrawn nor run out; or None.

    A later record takes the place of earlier ones: a yes with an end is not outlived by an older one without.
    """
    recorded = (c for c in consents if c.channel == channel)
    last = max(recorded, key=lambda c: (c.recorded_at, c.number or 0), default=None)
    if last is None or last.withdrawn_at is not None or (last.until is not None and last.until < day):
        return None
    return last
