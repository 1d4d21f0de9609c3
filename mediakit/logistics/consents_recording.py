"""Recording a consent and taking it back, whoever asks for it: the command, or the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from mediakit.catalogue import consents, organisations, people
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.calendar import today_in
from mediakit.domain.consent import Basis, Channel, Consent, ShowAs, default_end, problem_of_days
from mediakit.domain.errors import Misuse
from mediakit.domain.person import Person
from mediakit.domain.workspace import Workspace
from mediakit.logistics import evidence as kept_forms
from mediakit.logistics.consents import Answer, answer
from mediakit.logistics.traces import Traces, trace


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to, as it was typed. given: default today; until: default as the settings say.

    no_end: it stands until it is withdrawn, whatever the settings say.
    """

    channels: Sequence[str]
    basis: str = Basis.CONSENT
    show_as: str = ShowAs.FULL
    by: str | None = None
    guardian: str | None = None
    given: date | None = None
    until: date | None = None
    no_end: bool = False
    organisations: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal came to. consents: as they stood before; web: a basis for web stands all the same."""

    person: Person
    consents: tuple[Consent, ...]
    traces: Traces
    web: bool


def record(
    catalogue: Catalogue, workspace: Workspace, person: str, agreed: Agreed, evidence: Path | None = None
) -> tuple[Person, list[Consent]]:
    """Record what somebody agreed to, one consent for each channel. Raises Misuse for days that cannot be right."""
    settings = workspace.settings
    today = today_in(settings.timezone)
    given_on, basis = agreed.given or today, Basis(agreed.basis)
    if agreed.no_end and agreed.until:
        raise Misuse("--until and --no-end cannot both be meant")
    until = agreed.until or (None if agreed.no_end else default_end(basis, given_on, settings.consent_years))
    if problem := problem_of_days(given_on, until, today):
        raise Misuse(problem)
    known = people.find(catalogue, person)
    named = tuple(dict.fromkeys(organisations.named(catalogue, name) or name for name in agreed.organisations))
    kept = kept_forms.keep(workspace, known.slug, given_on, evidence) if evidence else None
    moment = datetime.now(UTC)
    new = [
        Consent(
            person=known.slug,
            channel=Channel(channel),
            basis=basis,
            recorded_at=moment,
            given_on=given_on,
            by=agreed.by,
            show_as=ShowAs(agreed.show_as),
            until=until,
            evidence=kept,
            note=agreed.note,
            guardian=agreed.guardian,
            organisations=named,
        )
        for channel in dict.fromkeys(agreed.channels)
    ]
    consents.record(catalogue, new)
    return known, new


def withdraw(
    catalogue: Catalogue, workspace: Workspace, person: str, channel: str | None, reason: str | None
) -> Withdrawn:
    """Record that somebody takes their consent back, for one channel or for all, and find out where they are."""
    known = people.find(catalogue, person)
    withdrawn = consents.withdraw(catalogue, known.slug, Channel(channel) if channel else None, reason)
    today = today_in(workspace.settings.timezone)
    stands = answer(consents.every(catalogue, known.slug), Channel.WEB, today).answer is Answer.YES
    return Withdrawn(known, tuple(withdrawn), trace(catalogue, known), stands and not known.do_not_photograph)
