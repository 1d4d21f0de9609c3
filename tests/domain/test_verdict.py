"""What may be published: the contract's rules, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mediakit.domain.asset import Answered, Asset, Outcome, Spoken
from mediakit.domain.consent import ShowAs
from mediakit.domain.facts import Shot
from mediakit.domain.verdict import Standing, may_publish, not_approvable

from .made import approved, film, photo

DAY = date(2026, 6, 1)
YES = Standing("ada", "Ada Okafor", ShowAs.FULL)


def reason(asset: Asset, standing: Standing | None = YES, *, notice: bool = True, session: str | None = None) -> str:
    standings = {standing.slug: standing} if standing else {}
    verdict = may_publish(asset, standings, crowd_notice=notice, session_kind=session, day=DAY)
    return verdict.reason or "may be published"


def test_an_approved_photo_under_a_crowd_notice_may_be_published() -> None:
    assert reason(approved(photo())) == "may be published"


def test_what_nobody_approved_is_withheld() -> None:
    assert reason(photo()) == "nobody approved it"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"alt_text": "Somebody else"}, "alt text changed"),
        ({"people": ("ada",), "answered": Answered.PEOPLE}, "people changed"),
        ({"spoken": Spoken("en", "faster-whisper", "tiny.en", "key", 2, 9, 4000, "other")}, "captions changed"),
        ({"poster_ms": 2000}, "picture changed"),
    ],
)
def test_an_approval_lapses_when_what_was_approved_changes(changed: dict[str, object], why: str) -> None:
    assert reason(replace(approved(film()), **changed)) == f"its approval lapsed: {why}"  # type: ignore[arg-type]


def test_what_was_filmed_in_a_session_that_opted_out_of_recording_is_withheld() -> None:
    verdict = may_publish(approved(film()), {}, crowd_notice=True, session_kind="talk", day=DAY, opted_out=True)
    assert verdict.reason == "those who spoke in its session did not want it recorded"


def test_a_new_title_does_not_make_an_approval_lapse() -> None:
    assert reason(replace(approved(photo()), title="Opening")) == "may be published"


def test_hidden_and_embargoed_things_are_withheld_until_the_day_itself() -> None:
    assert reason(approved(photo(hidden=True))) == "it is hidden"
    assert reason(approved(photo(embargo=date(2026, 6, 2)))) == "under embargo until 2026-06-02"
    assert reason(approved(photo(embargo=DAY))) == "may be published"


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (None, "ada is not on the people list"),
        (Standing("ada", "Ada Okafor"), "no consent or other basis for web from Ada Okafor"),
        (Standing("ada", "Ada Okafor", withdrawn=True), "Ada Okafor withdrew consent for web"),
        (Standing("ada", "Ada Okafor", expired=date(2026, 5, 1)), "ran out on 2026-05-01"),
        (Standing("ada", "Ada Okafor", ShowAs.FULL, do_not_photograph=True), "must not be photographed"),
    ],
)
def test_one_person_without_a_yes_withholds_it(standing: Standing | None, why: str) -> None:
    shown = approved(photo(people=("ada",), answered=Answered.PEOPLE))
    assert why in reason(shown, standing)
    assert reason(shown, YES) == "may be published"


def test_somebody_must_have_answered_who_is_in_it() -> None:
    assert "no crowd notice" in reason(approved(photo()), notice=False)
    assert reason(approved(photo(answered=Answered.NONE)), notice=False) == "may be published"


def test_a_crowd_notice_never_covers_an_interview() -> None:
    assert "an interview" in reason(approved(film(shot=Shot.INTERVIEW)))
    assert "an interview" in reason(approved(film()), session="interview")
    assert "an interview" in reason(approved(film(shot=Shot.CROWD)), session="interview")
    assert reason(approved(film(answered=Answered.NONE)), session="interview") == "may be published"


def test_a_page_needs_its_parts() -> None:
    assert reason(approved(photo(alt_text=None))) == "it has no alt text"
    assert reason(approved(photo(alt_text="decorative"))) == "may be published"
    assert reason(approved(photo(renditions={}))) == "it lacks its web sizes"
    assert reason(approved(film(spoken=None))) == "it lacks its transcript"
    assert reason(approved(film(spoken=None, acodec=None))) == "may be published"


def test_speech_that_waits_for_a_model_says_so() -> None:
    waiting = Outcome("b" * 32, "speech", "k", "pending", reason="sounds like French")
    assert "sounds like French" in reason(approved(film(spoken=None, outcomes={"speech": waiting})))


def test_nobody_can_approve_what_is_not_whole() -> None:
    assert not_approvable(photo()) is None
    assert not_approvable(photo(alt_text="  ")) == "it has no alt text"
    failed = Outcome("b" * 32, "proxy", "k", "failed", reason="it is damaged")
    assert not_approvable(film(renditions={}, outcomes={"proxy": failed})) == "it failed: it is damaged"


def test_whom_a_match_found_is_nobody_s_word_on_who_is_in_it() -> None:
    guess = approved(photo(people=("ada",), matched=(("ada", 0.9),)))
    assert reason(guess) == "may be published"
    assert "nobody said who is in it" in reason(guess, notice=False)
    assert "an interview" in reason(guess, session="interview")
    assert reason(guess, Standing("ada", "Ada Okafor")) == "no consent or other basis for web from Ada Okafor"
