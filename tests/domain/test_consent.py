"""A basis in force: the last one recorded that stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mediakit.domain.consent import Basis, Channel, Consent, ShowAs, in_force

from .made import NOON

GIVEN = Consent("ada", Channel.WEB, Basis.CONSENT, NOON, until=date(2026, 6, 1), number=1)


def test_until_includes_its_day() -> None:
    assert in_force([GIVEN], Channel.WEB, date(2026, 6, 1)) == GIVEN
    assert in_force([GIVEN], Channel.WEB, date(2026, 6, 2)) is None


def test_consent_for_print_is_no_consent_for_the_web() -> None:
    assert in_force([replace(GIVEN, channel=Channel.PRINT)], Channel.WEB, date(2026, 5, 20)) is None


def test_a_withdrawn_consent_is_not_in_force_and_a_later_one_is() -> None:
    withdrawn = replace(GIVEN, withdrawn_at=NOON)
    again = replace(GIVEN, recorded_at=NOON + timedelta(days=1), show_as=ShowAs.FIRST, number=2)
    assert in_force([withdrawn], Channel.WEB, date(2026, 5, 20)) is None
    assert in_force([withdrawn, again], Channel.WEB, date(2026, 5, 20)) == again


def test_the_last_of_two_recorded_in_the_same_second_counts() -> None:
    second = replace(GIVEN, show_as=ShowAs.NONE, number=2)
    assert in_force([second, GIVEN], Channel.WEB, date(2026, 5, 20)) == second


def test_a_yes_that_ran_out_is_not_outlived_by_an_older_one_without_an_end() -> None:
    older = replace(GIVEN, until=None, show_as=ShowAs.FULL)
    newer = replace(GIVEN, recorded_at=NOON + timedelta(days=1), show_as=ShowAs.FIRST, number=2)
    assert in_force([older, newer], Channel.WEB, date(2026, 6, 1)) == newer
    assert in_force([older, newer], Channel.WEB, date(2026, 6, 2)) is None
