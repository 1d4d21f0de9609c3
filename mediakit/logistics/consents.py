"""Who said yes, who did not, whose yes runs out: the consent report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mediakit.domain.consent import Channel, Consent, in_force
from mediakit.domain.person import Person


class Answer(StrEnum):
    """Where somebody stands for one channel on one day."""

    YES = "yes"
    WITHDRAWN = "withdrawn"
    RAN_OUT = "ran out"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody's answer for one channel; consent is the record that decides, None where there is none."""

    answer: Answer
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One person with an answer for every channel."""

    person: Person
    answers: Mapping[Channel, Entry]


@dataclass(frozen=True, slots=True)
class ConsentReport:
    """Everybody asked about, and of them: no basis for web (missing), a basis that runs out soon, one withdrawn."""

    day: date
    within_days: int
    lines: tuple[Line, ...]
    missing: tuple[Line, ...]
    expiring: tuple[Consent, ...]
    withdrawn: tuple[Consent, ...]


def consent_report(
    people: Sequence[Person], consents: Sequence[Consent], *, day: date, within_days: int
) -> ConsentReport:
    """The report as on a day, for these people. within_days: how soon "expiring" is; the last day counts."""
    theirs: dict[str, list[Consent]] = {}
    for consent in consents:
        theirs.setdefault(consent.person, []).append(consent)
    lines = tuple(
        Line(p, {channel: answer(theirs.get(p.slug, ()), channel, day) for channel in Channel}) for p in people
    )
    entries = [entry for line in lines for entry in line.answers.values()]
    soon = day + timedelta(days=within_days)
    standing = [e.consent for e in entries if e.answer is Answer.YES and e.consent]
    return ConsentReport(
        day=day,
        within_days=within_days,
        lines=lines,
        missing=tuple(line for line in lines if line.answers[Channel.WEB].answer is not Answer.YES),
        expiring=tuple(
            sorted((c for c in standing if c.until and c.until <= soon), key=lambda c: (c.until or day, c.person))
        ),
        withdrawn=tuple(e.consent for e in entries if e.answer is Answer.WITHDRAWN and e.consent),
    )


def answer(consents: Sequence[Consent], channel: Channel, day: date) -> Entry:
    """Where somebody stands for a channel: the basis in force, else what became of the last one."""
    basis = in_force(consents, channel, day)
    if basis:
        return Entry(Answer.YES, basis)
    recorded = [c for c in consents if c.channel is channel]
    if not recorded:
        return Entry(Answer.NONE)
    last = max(recorded, key=lambda c: (c.recorded_at, c.number or 0))
    return Entry(Answer.WITHDRAWN if last.withdrawn_at else Answer.RAN_OUT, last)
