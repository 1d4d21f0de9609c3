"""How far an item meets WCAG, as far as a machine can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mediakit.domain.accessibility import ForUnseen, Standing, for_unseen, judge
from mediakit.domain.facts import Kind

from .made import film, photo


def of(asset: Any, *, captioned: bool = True, checked: bool = True, described: bool = False) -> Standing:
    return judge(asset, captioned=captioned, checked=checked, described=described)


SETTLED = {"description_not_needed": "one person speaks"}


def test_a_film_with_checked_captions_that_needs_no_description_meets_aa() -> None:
    standing = of(film(**SETTLED))
    assert standing.level == "AA"
    assert standing.exceptions == ()
    assert standing.reasons == ("it has no sign language (WCAG 1.2.6, AAA)",)


UNCHECKED = "nobody said that they checked its captions: mediakit transcript check (WCAG 1.2.2, A)"
NO_TEXT = "all that is seen and said is not there as text (WCAG 1.2.8, AAA)"
VERSION = {"described_by": "f" * 32}


@pytest.mark.parametrize(
    ("values", "told", "level", "reason"),
    [
        (SETTLED, {"captioned": False}, None, "it has no captions (WCAG 1.2.2, A)"),
        (SETTLED, {"checked": False}, None, UNCHECKED),
        ({}, {}, None, "it has no audio description, and nobody said that it needs none (WCAG 1.2.3, A)"),
        ({"description_text": "A hall."}, {}, "A", "it has no audio description (WCAG 1.2.5, AA)"),
        (VERSION, {}, None, "its audio described version is not published (WCAG 1.2.3, A)"),
        (VERSION, {"described": True}, "AA", NO_TEXT),
        (SETTLED | {"spoken": None}, {}, None, "it has no transcript (WCAG 1.2.2, A)"),
    ],
)
def test_what_is_lacking_keeps_a_film_from_its_level(values: Any, told: Any, level: str | None, reason: str) -> None:
    standing = of(film(**values), **told)
    assert standing.level == level
    assert reason in standing.reasons


@pytest.mark.parametrize(
    ("values", "described", "offers"),
    [
        (VERSION, True, ForUnseen.VERSION),
        (VERSION, False, ForUnseen.UNDECIDED),
        (VERSION | {"description_text": "A hall."}, False, ForUnseen.TEXT),
        (SETTLED | {"description_text": "A hall."}, False, ForUnseen.NOT_NEEDED),
        ({}, False, ForUnseen.UNDECIDED),
    ],
)
def test_the_most_that_a_film_offers_those_who_do_not_see_it(values: Any, described: bool, offers: ForUnseen) -> None:
    assert for_unseen(film(**values), described=described) is offers


def test_the_language_of_what_is_said_has_to_be_known() -> None:
    spoken = film().spoken
    assert spoken is not None
    standing = of(film(**SETTLED, spoken=replace(spoken, language="und")))
    assert (standing.level, standing.exceptions) == ("A", ("the language spoken in it is not known (WCAG 3.1.2, AA)",))


def test_a_silent_film_described_by_voice_and_text_meets_everything_that_can_be_told() -> None:
    silent = film(acodec=None, spoken=None, described_by="f" * 32, description_text="A hall.")
    assert of(silent, captioned=False, checked=False, described=True) == Standing(silent.id, "AAA")


def test_a_sound_recording_needs_a_checked_transcript_and_no_description() -> None:
    sound = film(kind=Kind.AUDIO)
    assert of(sound).level == "AAA"
    assert of(sound, checked=False).exceptions == (
        "nobody said that they checked its transcript: mediakit transcript check (WCAG 1.2.1, A)",
    )


def test_a_photo_needs_alt_text_or_a_word_that_it_is_decorative() -> None:
    assert of(photo()).level == "AAA"
    assert of(photo(alt_text="decorative")).level == "AAA"
    assert of(photo(alt_text=" ")).level is None
