"""Matching: time and place find the session, the session finds the people, and a guess stays a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mediakit.catalogue.matches import Filmed, Stood
from mediakit.domain.event import Session
from mediakit.logistics.matching import change, decide
from mediakit.logistics.matching_rules import LEAST, Match

from .made import at, clip, photo, session

TRUST = session("trust", "10:00-10:45", "Great Hall", "talk", "sian")
NUMBERS = session("numbers", "10:00-10:45", "Library", "panel", "ingrid", "iqbal", "harpreet")
LUNCH = session("lunch", "12:30-13:30", "Foyer", "break")
SLOT = session("slot-ada", "11:30-11:50", "Library", "interview", "ada")
AGENDA = [TRUST, NUMBERS, SLOT, LUNCH]
HALL = Stood("lan", "A001", "great  hall".replace("  ", " "))


def matched(asset: Filmed, *stood: Stood, agenda: list[Session] | None = None) -> Match:
    (found,), _ = decide([asset], AGENDA if agenda is None else agenda, stood)
    return found


def test_the_room_of_the_camera_tells_two_sessions_at_one_time_apart() -> None:
    assert matched(clip("10:05")).session is None
    assert "say in which room" in matched(clip("10:05")).reason
    assert matched(clip("10:05"), HALL).session == "trust"
    assert matched(clip("10:05"), Stood("lan", "fx6", "Library")).session == "numbers"


def test_the_room_of_a_day_outweighs_the_room_of_all_days() -> None:
    elsewhere = Stood("lan", "A001", "Library", "2026-05-13")
    assert matched(clip("10:05"), HALL, elsewhere).session == "numbers"
    assert matched(clip("10:05"), HALL, replace(elsewhere, day="2026-05-14")).session == "trust"


def test_an_interview_slot_knows_its_person() -> None:
    found = matched(clip("11:32"))
    assert (found.session, [slug for slug, _ in found.people]) == ("slot-ada", ["ada"])
    assert found.confidence < 1


def test_a_talk_with_one_speaker_is_surer_of_them_than_a_panel() -> None:
    alone = matched(clip("10:05"), HALL).people
    panel = matched(clip("10:05"), Stood("lan", "A001", "Library")).people
    assert [slug for slug, _ in panel] == ["ingrid", "iqbal", "harpreet"]
    assert alone[0][1] > panel[0][1] >= LEAST


def test_nobody_is_found_in_pictures_of_the_room_or_of_a_break() -> None:
    assert matched(clip("10:05", shot="crowd"), HALL).people == ()
    assert matched(photo("10:05", shot="detail"), replace(HALL, camera="P001")).people == ()
    lunch = matched(photo("12:45"))
    assert (lunch.session, lunch.people) == ("lunch", ())


def test_what_begins_a_little_early_still_finds_its_session_where_the_room_is_known() -> None:
    assert matched(clip("11:26", 2), Stood("lan", "A001", "Library")).session == "slot-ada"
    assert matched(clip("09:30", 2), HALL).session is None


def test_a_recording_that_runs_through_two_sessions_belongs_to_neither() -> None:
    agenda = [session("one", "10:00-10:30"), session("two", "10:30-11:00")]
    found = matched(clip("10:00", 60), HALL, agenda=agenda)
    assert (found.session, found.reason) == (None, "it could show one or two")


def test_a_time_that_is_not_believed_finds_nothing() -> None:
    assert matched(clip("10:05", doubt="2001-01-01 is where cameras begin")).reason.startswith("2001-01-01")
    assert matched(clip("10:05", at=None)).reason == "nobody knows when it was taken"


def test_a_file_s_own_date_is_believed_less_than_the_camera_s() -> None:
    sure, unsure = matched(clip("11:32")), matched(clip("11:32", source="mtime"))
    assert sure.confidence > unsure.confidence


def test_who_somebody_said_is_in_it_speaks_for_their_session() -> None:
    said = clip("10:05", people=("sian",), people_chosen=True)
    assert matched(said).session == "trust"


def test_an_interview_is_sought_in_interview_slots() -> None:
    agenda = [SLOT, session("hall", "11:00-12:00", "Great Hall", "talk", "zoe")]
    assert matched(clip("11:32"), agenda=agenda).session is None
    assert matched(clip("11:32", shot="interview"), agenda=agenda).session == "slot-ada"


def test_a_session_without_an_end_ends_with_the_next_in_its_room() -> None:
    agenda = [replace(TRUST, ends_at=None), session("next", "10:20-10:40")]
    assert matched(clip("10:05", 10), HALL, agenda=agenda).session == "trust"
    assert matched(clip("10:22", 10), HALL, agenda=agenda).session == "next"


def test_a_session_that_left_the_agenda_gets_nothing() -> None:
    gone = replace(SLOT, missing_since=at("10:00").date())
    assert matched(clip("11:32"), agenda=[gone]).session is None


def test_what_a_person_chose_is_left_alone() -> None:
    chosen = clip("11:32", session="trust", confidence=1.0, session_chosen=True, people_chosen=True, people=("zoe",))
    assert change(matched(chosen)) is None
    nowhere = clip("11:32", session_chosen=True, people_chosen=True)
    assert change(matched(nowhere)) is None


def test_a_session_that_a_person_chose_finds_its_people() -> None:
    found = change(matched(clip("17:00", session="slot-ada", confidence=1.0, session_chosen=True)))
    assert found is not None
    assert (found.session, found.confidence, [slug for slug, _ in found.people or ()]) == ("slot-ada", 1.0, ["ada"])


def test_the_people_of_what_was_approved_stay_as_they_were_approved() -> None:
    found = change(matched(clip("11:32", approved=True)))
    assert found is not None
    assert (found.session, found.people) == ("slot-ada", None)


def test_matching_again_changes_nothing() -> None:
    found = matched(clip("11:32"))
    again = clip("11:32", session=found.session, confidence=found.confidence, matched=found.people)
    assert change(matched(again)) is None


def test_a_guess_that_no_longer_holds_is_taken_back() -> None:
    found = change(matched(clip("16:00", session="slot-ada", confidence=0.8, matched=(("ada", 0.8),))))
    assert found is not None
    assert (found.session, found.confidence, found.people) == (None, None, ())


# --- clocks ----------------------------------------------------------------------------------------------------------

SLOTS = [
    session("one", "10:00-10:20", "Library", "interview", "a"),
    session("two", "10:30-10:50", "Library", "interview", "b"),
    session("three", "11:00-11:20", "Library", "interview", "c"),
    session("four", "12:30-12:50", "Library", "interview", "d"),
]


@pytest.mark.parametrize("hours", [1, -1, 7])
def test_a_clock_that_is_hours_out_is_suspected_and_not_put_right(hours: int) -> None:
    clips = [replace(clip(c), at=at(c) + timedelta(hours=hours)) for c in ("10:01", "10:32", "11:02", "12:33")]
    found, (clock,) = decide(clips, SLOTS, [])
    assert (clock.add_s, clock.fits) == (-3600 * hours, 4)
    assert clock.fitted < 2
    assert {m.session for m in found} == {None}


def test_a_suspicion_says_how_far_the_clips_lie_from_their_sessions() -> None:
    clips = [replace(clip(c), at=at(c) + timedelta(hours=1)) for c in ("10:01", "10:32", "11:02")]
    _, (clock,) = decide(clips, SLOTS, [])
    assert clock.told == (
        "all 3 clips of A001 lie 61 to 62 min after the sessions they would fit: is its clock an hour fast?"
    )


def test_a_clock_on_the_wrong_day_is_suspected() -> None:
    clips = [clip(c, at=at(c, day=3)) for c in ("10:01", "10:32", "11:02")]
    _, (clock,) = decide(clips, SLOTS, [])
    assert clock.add_s == 10 * 24 * 3600
    assert "10 days slow" in clock.told


def test_two_clips_are_enough_for_an_hour_and_too_few_for_anything_else() -> None:
    clips = [replace(clip(c), at=at(c) + timedelta(hours=1)) for c in ("10:32", "11:02")]
    _, (clock,) = decide(clips, SLOTS, [])
    assert clock.told.startswith("both clips of A001 lie 62 min after")
    assert decide([replace(c, at=c.at + timedelta(hours=2)) for c in clips if c.at], SLOTS, [])[1] == []


def test_what_was_filmed_in_one_go_outside_the_agenda_says_nothing_of_the_clock() -> None:
    assert decide([clip("21:00", 2), clip("21:04", 2), clip("21:08", 2), clip("21:10", 2)], SLOTS, [])[1] == []


def test_a_clock_that_is_right_is_not_suspected() -> None:
    clips = [clip(c) for c in ("10:01", "10:32", "11:02")]
    assert decide(clips, SLOTS, [])[1] == []
    assert decide([clip("20:00"), clip("21:00")], SLOTS, [])[1] == []
