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
    """One recorded basis for one person and one channel. until includes its day, in the event's zone.

    by: who took it; guardian: who gave it for somebody who cannot; organisations: those named on the form.
    """

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
    guardian: str | None = None
    organisations: tuple[str, ...] = ()


def in_force(consents: Iterable[Consent], channel: Channel, day: date) -> Consent | None:
    """The basis in force for a channel on a day: the last recorded, if it is neither withdrawn nor run out; or None.

    A later record takes the place of earlier ones: a yes with an end is not outlived by an older one without.
    """
    recorded = (c for c in consents if c.channel == channel)
    last = max(recorded, key=lambda c: (c.recorded_at, c.number or 0), default=None)
    if last is None or last.withdrawn_at is not None or (last.until is not None and last.until < day):
        return None
    return last


def default_end(basis: Basis, given_on: date, years: int) -> date | None:
    """The last day of a consent that names none: so many years on. Other bases end with what they rest on; 0: no end.

    >>> default_end(Basis.CONSENT, date(2024, 2, 29), 5), default_end(Basis.CONTRACT, date(2024, 2, 29), 5)
    (datetime.date(2029, 2, 28), None)
    """
    if years == 0 or basis is not Basis.CONSENT:
        return None
    try:
        return given_on.replace(year=given_on.year + years)
    except ValueError:
        # the 29th of February
        return given_on.replace(year=given_on.year + years, day=28)


def problem_of_days(given_on: date, until: date | None, today: date) -> str | None:
    """Why these days cannot be right, or None."""
    if given_on > today:
        return f"a consent cannot have been given on {given_on}: that day is still to come"
    if until and until < given_on:
        return f"it would run out on {until}, before it was given on {given_on}"
    return None


def withdrawn_after(consents: Iterable[Consent], channel: Channel, given_on: date) -> Consent | None:
    """The withdrawal that came after a form was given: such a form is no yes any more. None if there is none.

    A form of the very day counts as given after it: people change their minds back.
    """
    later = (
        c for c in consents if c.channel == channel and c.withdrawn_at is not None and c.withdrawn_at.date() > given_on
    )
    return max(later, key=lambda c: c.withdrawn_at or c.recorded_at, default=None)
