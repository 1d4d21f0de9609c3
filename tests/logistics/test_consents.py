"""The consent report, decided on values alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mediakit.domain.consent import Basis, Channel, Consent
from mediakit.domain.person import Person
from mediakit.logistics.consents import Answer, answer, consent_report

DAY = date(2026, 5, 13)
ADA, BO = Person("ada", "Ada Okafor"), Person("bo", "Bo Lind")


def given(person: str = "ada", channel: Channel = Channel.WEB, number: int = 1, **terms: object) -> Consent:
    moment = datetime(2026, 1, number, tzinfo=UTC)
    return Consent(person, channel, Basis.CONSENT, moment, number=number, **terms)  # type: ignore[arg-type]


WITHDRAWN = {"withdrawn_at": datetime(2026, 2, 1, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ([], Answer.NONE),
        ([given()], Answer.YES),
        ([given(channel=Channel.PRINT)], Answer.NONE),
        ([given(until=DAY)], Answer.YES),
        ([given(until=date(2026, 5, 12))], Answer.RAN_OUT),
        ([given(**WITHDRAWN)], Answer.WITHDRAWN),
        ([given(number=1, **WITHDRAWN), given(number=2)], Answer.YES),
        ([given(number=1), given(number=2, **WITHDRAWN)], Answer.WITHDRAWN),
        ([given(number=1, until=date(2026, 1, 5)), given(number=2, **WITHDRAWN)], Answer.WITHDRAWN),
    ],
)
def test_the_answer_of_somebody_on_a_day(recorded: list[Consent], expected: Answer) -> None:
    assert answer(recorded, Channel.WEB, DAY).answer is expected


def test_everybody_without_a_basis_for_web_is_missing() -> None:
    report = consent_report([ADA, BO], [given("ada", Channel.PRINT), given("bo")], day=DAY, within_days=30)
    assert [line.person for line in report.missing] == [ADA]


def test_expiring_are_those_that_stand_and_end_within_the_days_soonest_first() -> None:
    recorded = [
        given("ada", until=date(2026, 6, 12)),
        given("bo", until=date(2026, 5, 13)),
        given("bo", Channel.PRINT, until=date(2026, 6, 13)),
        given("bo", Channel.PRESS, until=date(2026, 5, 20), **WITHDRAWN),
    ]
    report = consent_report([ADA, BO], recorded, day=DAY, within_days=30)
    assert [(c.person, c.channel) for c in report.expiring] == [("bo", Channel.WEB), ("ada", Channel.WEB)]


def test_people_who_were_not_asked_about_are_not_in_it() -> None:
    report = consent_report([ADA], [given("bo", **WITHDRAWN)], day=DAY, within_days=30)
    assert (report.withdrawn, len(report.lines)) == ((), 1)
