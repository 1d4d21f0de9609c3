"""The story holds together: what was filmed belongs to people, sessions and promises that are in it."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import timedelta

from mediakit.domain.consent import Channel
from mediakit.domain.deliverable import DeliverableKind
from mediakit.domain.event import Part
from mediakit.sample import story, tables
from mediakit.sample.footage import CARD_B, CARDS, CLIPS, FILMS, SCRIPTS
from mediakit.sample.photos import PHOTOS, AltText

SLUGS = {person.slug for person in story.PEOPLE}


def test_fourteen_things_were_promised_and_four_delivered() -> None:
    kinds = [deliverable.kind for deliverable in story.DELIVERABLES]
    assert kinds.count(DeliverableKind.INTERVIEW) == 12
    assert kinds.count(DeliverableKind.FILM) == kinds.count(DeliverableKind.PHOTOS) == 1
    promised = {deliverable.slug for deliverable in story.DELIVERABLES}
    assert len({film.deliverable for film in FILMS} & promised) == 4


def test_the_event_has_a_host_a_partner_a_funder_and_nine_health_systems() -> None:
    parts = [part for organisation in story.ORGANISATIONS for _, part in organisation.parts]
    assert [parts.count(part) for part in (Part.HOST, Part.PARTNER, Part.FUNDER, Part.PARTICIPANT)] == [1, 1, 1, 9]


def test_everybody_on_the_people_list_is_told_how_to_be_said_and_where_from() -> None:
    organisations = {organisation.name for organisation in story.ORGANISATIONS}
    for person in story.PEOPLE:
        assert person.says
        assert person.role
        assert person.organisation in organisations
    assert len(SLUGS) == len(story.PEOPLE) == 16


def test_everybody_in_agenda_clips_films_and_photos_is_on_the_people_list() -> None:
    named = [session.people for session in story.SESSIONS] + [film.people for film in FILMS]
    named += [photo.people for photo in PHOTOS] + [(clip.person,) for clip in CLIPS]
    assert {slug for people in named for slug in people} <= SLUGS


def test_one_form_is_missing_one_is_for_print_only_and_one_was_withdrawn() -> None:
    forms = {form.person: form for form in story.FORMS}
    assert SLUGS - set(forms) == {story.MISSING_FORM.slug}
    assert [slug for slug, form in forms.items() if Channel.WEB not in form.channels] == [story.HARPREET.slug]
    assert [slug for slug, form in forms.items() if form.withdrawn_on] == [story.JOSUE.slug]


def test_everybody_in_the_delivered_films_agreed_to_the_web() -> None:
    agreed = {form.person for form in story.FORMS if Channel.WEB in form.channels and not form.withdrawn_on}
    assert {slug for film in FILMS for slug in film.people} <= agreed


def test_the_clock_of_one_card_was_an_hour_fast_and_misses_its_sessions_by_it() -> None:
    sessions = {session.slug: session for session in story.SESSIONS}
    assert [card for card in CARDS if card.clock_offset] == [CARD_B]
    assert CARD_B.clock_offset == "-1:00:00"
    for clip in CLIPS:
        session = sessions[clip.session]
        assert session.starts_at is not None
        assert session.ends_at is not None
        assert session.starts_at <= clip.starts_at < session.ends_at
        if clip.card is CARD_B:
            assert clip.camera_time - clip.starts_at == timedelta(hours=1)
            assert not session.starts_at <= clip.camera_time < session.ends_at


def test_the_agenda_is_in_order_and_no_room_holds_two_sessions_at_once() -> None:
    sessions = [(s.starts_at, s.ends_at, s.room) for s in story.SESSIONS if s.starts_at and s.ends_at]
    for one, other in itertools.pairwise(sessions):
        assert one[0] <= other[0]
        assert one[2] != other[2] or one[1] <= other[0]


def test_some_photos_describe_themselves_some_are_in_the_spreadsheet_and_some_wait() -> None:
    where = [photo.alt_text_in for photo in PHOTOS]
    assert len(PHOTOS) >= 12
    assert all(where.count(place) >= 2 for place in AltText)
    assert len({photo.number for photo in PHOTOS}) == len(PHOTOS)


def test_every_script_names_its_speaker_or_the_place() -> None:
    for script in SCRIPTS:
        assert script.sentences[0].endswith(".")
        assert 10 < len(script.text.split()) < 200


def test_the_tables_are_read_back_as_they_were_written() -> None:
    people = list(csv.DictReader(io.StringIO(tables.people().removeprefix("\ufeff"))))
    assert [row["name"] for row in people] == [person.name for person in story.PEOPLE]
    agenda = list(csv.DictReader(io.StringIO(tables.agenda().removeprefix("\ufeff"))))
    assert agenda[1]["people"].split("; ")[0] == "Zoë Çelik"
    assert agenda[1]["start"] == "2026-05-13T10:00+01:00"
    alt_texts = list(csv.DictReader(io.StringIO(tables.alt_texts().removeprefix("\ufeff"))))
    assert {row["asset"] for row in alt_texts} == {p.short for p in PHOTOS if p.alt_text_in is AltText.SPREADSHEET}


def test_films_and_photos_share_a_few_topics() -> None:
    of_films = {tag for film in FILMS for tag in film.tags}
    assert of_films == {tag for photo in PHOTOS for tag in photo.tags} == set(story.TOPICS)
