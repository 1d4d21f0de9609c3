"""Whom a match guesses to be in something: a no of theirs counts, and nothing of the guess is told to the public."""

from __future__ import annotations

from mediakit.catalogue.matches import Found, write
from mediakit.domain.facts import Kind
from tests.gallery.conftest import Shoot


def guessed(shoot: Shoot) -> str:
    """A photo of a talk, approved under a crowd notice, in which a match found its speaker."""
    shoot.person("Margaret Hughes", "margaret-hughes")
    shoot.session("talk", "A talk")
    photo = shoot.add("P.jpg", Kind.PHOTO, title="At the lectern")
    write(shoot.catalogue, [Found(photo, "lan", "talk", 0.9, (("margaret-hughes", 0.8),))])
    shoot.approve()
    return photo


def test_a_guess_without_consent_withholds_the_picture(shoot: Shoot) -> None:
    guessed(shoot)
    built = shoot.build()
    assert [v.reason for v in built.withheld] == ["no consent or other basis for web from Margaret Hughes"]


def test_a_guess_with_consent_is_not_told_to_the_public(shoot: Shoot) -> None:
    guessed(shoot)
    shoot.consent("margaret-hughes")
    built = shoot.build()
    assert (built.photos, built.withheld) == (1, ())
    assert shoot.holding("Hughes", "hughes") == []


def test_where_nobody_may_be_filmed_without_being_asked_a_guess_answers_nothing(shoot: Shoot) -> None:
    guessed(shoot)
    shoot.consent("margaret-hughes")
    shoot.catalogue.execute("UPDATE events SET crowd_notice = NULL")
    assert [v.reason for v in shoot.build().withheld] == ["nobody said who is in it, and its event has no crowd notice"]
