"""Who said yes, who did not, whose yes runs out: the consent report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mediakit.catalogue.publications import Sent
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
class StillPublished:
    """An asset that shows somebody without a basis for web in force, and a place where it is online all the same."""

    person: Person
    reason: str
    sent: Sent


@dataclass(frozen=True, slots=True)
class ConsentReport:
    """Everybody asked about, and of them: no basis for a channel (missing), a basis that runs out soon, one withdrawn.

    published: what is online of people who have no basis for web.
    """

    day: date
    within_days: int
    channel: Channel
    lines: tuple[Line, ...]
    missing: tuple[Line, ...]
    expiring: tuple[Consent, ...]
    withdrawn: tuple[Consent, ...]
    published: tuple[StillPublished, ...] = ()


def consent_report(
    people: Sequence[Person],
    consents: Sequence[Consent],
    *,
    day: date,
    within_days: int,
    channel: Channel = Channel.WEB,
    sent: Mapping[str, Sequence[Sent]] | None = None,
) -> ConsentReport:
    """The report as on a day, for these people. within_days: how soon "expiring" is; the last day counts.

    channel: the one that counts as missing. sent: person slug → what is online of the assets they are tagged in.
    """
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
        channel=channel,
        lines=lines,
        missing=tuple(line for line in lines if line.answers[channel].answer is not Answer.YES),
        expiring=tuple(
            sorted((c for c in standing if c.until and c.until <= soon), key=lambda c: (c.until or day, c.person))
        ),
        withdrawn=tuple(e.consent for e in entries if e.answer is Answer.WITHDRAWN and e.consent),
        published=tuple(_still_published(lines, sent or {})),
    )


def _still_published(lines: Sequence[Line], sent: Mapping[str, Sequence[Sent]]) -> Iterator[StillPublished]:
    for line in lines:
        reason = why_not(line.answers[Channel.WEB])
        if line.person.do_not_photograph:
            reason = "must not be photographed"
        if reason:
            yield from (StillPublished(line.person, reason, one) for one in sent.get(line.person.slug, ()))


def why_not(entry: Entry) -> str | None:
    """Why an answer is no yes, in words; None for a yes."""
    if entry.answer is Answer.YES:
        return None
    if entry.answer is Answer.RAN_OUT and entry.consent:
        return f"ran out on {entry.consent.until}"
    return "nothing recorded" if entry.answer is Answer.NONE else "withdrawn"


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
