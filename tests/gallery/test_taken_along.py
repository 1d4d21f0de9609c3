"""What an event lets visitors take with them: its agenda for their calendar, and its photos in one ZIP."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from mediakit.catalogue import consents, events
from mediakit.domain.consent import ShowAs
from mediakit.domain.event import Session
from mediakit.domain.facts import Kind
from mediakit.domain.workspace import Workspace
from mediakit.gallery import outputs, wording
from mediakit.gallery.review import review
from mediakit.media.photo import read
from tests.gallery.conftest import Shoot

NOON = datetime(2026, 1, 30, 12, tzinfo=UTC)
AGENDA, PHOTOS = "events/lan/agenda.ics", "events/lan/photos.zip"


def page(shoot: Shoot, path: str) -> str:
    return (shoot.site / path / "index.html").read_text("utf-8")


def sessions(shoot: Shoot) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical((shoot.site / AGENDA).read_bytes()).walk("VEVENT"))


def with_settings(shoot: Shoot, **changed: object) -> None:
    settings = replace(shoot.workspace.settings, **changed)  # type: ignore[arg-type]
    shoot.workspace = Workspace(shoot.workspace.root, settings)


# --- the agenda -----------------------------------------------------------------------------------


def test_the_agenda_goes_into_a_calendar_as_the_page_tells_it(full_shoot: Shoot) -> None:
    full_shoot.build(base_url="https://example.org/gallery")
    (session,) = sessions(full_shoot)
    assert str(session["SUMMARY"]) == "Opening & welcome"
    assert session["DTSTART"].dt == datetime(2026, 1, 30, 9, 30, tzinfo=UTC)
    assert str(session["LOCATION"]) == "Hall, Cardiff"
    assert str(session["URL"]) == "https://example.org/gallery/events/lan/#session-opening"
    assert 'href="agenda.ics" download>Agenda for your calendar (iCalendar)</a>' in page(full_shoot, "events/lan")


def test_the_calendar_names_only_those_whom_the_page_names(full_shoot: Shoot) -> None:
    full_shoot.consent("adaeze", show_as=ShowAs.FIRST)
    full_shoot.build()
    told = str(sessions(full_shoot)[0]["DESCRIPTION"]).splitlines()
    assert told == ["Siân Ní Dhomhnaill-O'Neill, midwife, St. Brigid’s & Co", "Adaeze"]
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    consents.withdraw(full_shoot.catalogue, "adaeze", None, None)
    full_shoot.build()
    assert "DESCRIPTION" not in sessions(full_shoot)[0]


def test_a_session_called_after_somebody_is_not_told_apart_by_their_name(full_shoot: Shoot) -> None:
    full_shoot.session("panel-with-adaeze-okonkwo", "Panel", people=("adaeze",))
    full_shoot.build()
    assert len({str(session["UID"]) for session in sessions(full_shoot)}) == 2
    assert b"konkwo" not in (full_shoot.site / AGENDA).read_bytes()


def test_a_title_that_names_somebody_who_may_not_be_named_is_in_no_calendar(full_shoot: Shoot) -> None:
    full_shoot.session("talk", "In conversation with Adaeze Okonkwo", people=("adaeze",))
    full_shoot.build()
    assert [str(session["SUMMARY"]) for session in sessions(full_shoot)] == ["Opening & welcome"]
    assert "In conversation" in page(full_shoot, "events/lan"), "the page keeps it, and build asks for another title"


def test_a_session_without_a_time_is_in_no_calendar(full_shoot: Shoot) -> None:
    events.put_session(full_shoot.catalogue, Session("later", "lan", "To be agreed"))
    full_shoot.build()
    assert "To be agreed" in page(full_shoot, "events/lan")
    assert [str(session["SUMMARY"]) for session in sessions(full_shoot)] == ["Opening & welcome"]


def test_a_session_that_was_called_off_is_on_no_agenda_unless_something_was_filmed_of_it(full_shoot: Shoot) -> None:
    full_shoot.session("cancelled", "Called off")
    full_shoot.catalogue.execute("UPDATE sessions SET missing_since = '2026-01-20'")
    full_shoot.build()
    assert full_shoot.holding("Called off") == []
    assert [str(session["SUMMARY"]) for session in sessions(full_shoot)] == ["Opening & welcome"]


# --- photos ---------------------------------------------------------------------------------------


@pytest.fixture
def in_pictures(full_shoot: Shoot) -> Shoot:
    """The whole shoot with real pictures for renditions, and one photo of somebody."""
    full_shoot.add("P3.jpg", Kind.PHOTO, people=("sian",), title="Siân listens", credit="R. Evans")
    for row in full_shoot.catalogue.rows("SELECT id FROM assets WHERE kind = 'photo'"):
        full_shoot.picture(row[0])
    full_shoot.approve()
    return full_shoot


def test_the_photos_of_an_event_are_handed_out_with_what_is_written_into_them(in_pictures: Shoot) -> None:
    in_pictures.build()
    packed = in_pictures.site / PHOTOS
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == ["photo-0.jpg", "photo-1.jpg", "photo-2.jpg", "sian-listens.jpg", "captions-and-credits.txt"]
        for name in names[:-1]:
            kept = in_pictures.site / "photos" / name.removesuffix(".jpg") / "download.jpg"
            assert archive.read(name) == kept.read_bytes()
        listed = archive.read("captions-and-credits.txt").decode("utf-8-sig").split("\r\n")
    assert listed[:4] == ["photo-0.jpg", "Photo 0", "Delegates talk.", "R. Evans"]
    told = f"4 photos · {packed.stat().st_size / 1000:.0f} kB"
    assert f'href="photos.zip" download>Photos (ZIP)</a> <span class="where">{told}</span>' in page(
        in_pictures, "events/lan"
    )
    size = wording.size(packed.stat().st_size)
    told = f'href="../photos.zip" download>Photos (ZIP)</a> <span class="where">{size}</span>'
    assert told in page(in_pictures, "events/lan/photos")


def test_the_same_photos_make_the_same_bytes(in_pictures: Shoot) -> None:
    in_pictures.build()
    first = (in_pictures.site / PHOTOS).read_bytes()
    (in_pictures.site / PHOTOS).unlink()
    assert in_pictures.build().written == 1
    assert (in_pictures.site / PHOTOS).read_bytes() == first


def test_another_word_in_a_template_packs_no_photo_again(in_pictures: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pictures.build()
    in_pictures.workspace.templates.mkdir()
    (in_pictures.workspace.templates / "404.html.j2").write_text("Gone.")
    packing = []
    monkeypatch.setattr(outputs.photo_archive, "write", lambda *given: packing.append(given))
    assert in_pictures.build().written
    assert packing == []


def test_who_withdraws_is_in_no_photo_and_no_list_that_is_handed_out(in_pictures: Shoot) -> None:
    in_pictures.build()
    consents.withdraw(in_pictures.catalogue, "sian", None, None)
    in_pictures.build()
    content = (in_pictures.site / PHOTOS).read_bytes()
    assert b"sian" not in content
    assert "Siân".encode() not in content
    assert b"photo-2.jpg" in content


def test_a_photo_that_was_taken_away_is_in_no_archive_while_the_rest_is_still_made(
    in_pictures: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pictures.build()
    consents.withdraw(in_pictures.catalogue, "sian", None, None)
    whole = outputs._make

    def killed(target: Path, output: outputs.Output, folders: set[Path]) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "_make", killed)
    with pytest.raises(KeyboardInterrupt):
        in_pictures.build()
    assert not (in_pictures.site / PHOTOS).exists()
    monkeypatch.setattr(outputs, "_make", whole)
    in_pictures.build()
    assert zipfile.ZipFile(in_pictures.site / PHOTOS).namelist()[0] == "photo-0.jpg"


def test_what_is_too_much_for_one_file_becomes_those_with_the_most_stars(in_pictures: Shoot) -> None:
    in_pictures.catalogue.execute("UPDATE assets SET rating = 5 WHERE name IN ('P0.jpg', 'P2.jpg')")
    in_pictures.catalogue.execute("UPDATE assets SET rating = 3 WHERE name = 'P1.jpg'")
    in_pictures.build()
    sizes = [p.stat().st_size for p in in_pictures.site.glob("photos/*/download.jpg")]
    with_settings(in_pictures, photos_zip_mb=sum(sizes[:3]) * 0.9 / 10**6)
    in_pictures.build()
    names = zipfile.ZipFile(in_pictures.site / PHOTOS).namelist()
    assert names == ["photo-0.jpg", "photo-2.jpg", "captions-and-credits.txt"]
    assert '>Selected photos (ZIP)</a> <span class="where">2 of 4 photos ·' in page(in_pictures, "events/lan")


def test_no_stars_no_selection(in_pictures: Shoot) -> None:
    with_settings(in_pictures, photos_zip_mb=0)
    in_pictures.build()
    assert not (in_pictures.site / PHOTOS).exists()
    assert "photos.zip" not in page(in_pictures, "events/lan")
    assert list(in_pictures.site.glob("photos/*/download.jpg"))


def test_where_the_settings_hand_out_nothing_there_is_nothing_to_take(in_pictures: Shoot) -> None:
    in_pictures.build()
    with_settings(in_pictures, downloads=())
    in_pictures.build()
    left = {p.name for p in in_pictures.site.rglob("*") if p.suffix in (".zip", ".ics") or p.name == "download.jpg"}
    assert left == set()
    assert "download>" not in page(in_pictures, "events/lan") + page(in_pictures, "photos/photo-1")
    assert in_pictures.holding("data-download=") == []


def test_a_copy_to_look_at_first_has_no_photos_to_print(in_pictures: Shoot, tmp_path: Path) -> None:
    ids = [row[0] for row in in_pictures.catalogue.rows("SELECT id FROM assets WHERE kind = 'photo'")]
    review(in_pictures.workspace, in_pictures.catalogue, ids, tmp_path / "copy")
    assert not list((tmp_path / "copy").rglob("*.zip"))
    assert os.listdir(tmp_path / "copy" / "photos")


def test_a_photo_taken_out_of_the_archive_still_says_whose_it_is(in_pictures: Shoot, tmp_path: Path) -> None:
    in_pictures.build()
    zipfile.ZipFile(in_pictures.site / PHOTOS).extract("sian-listens.jpg", tmp_path)
    described = read(tmp_path / "sian-listens.jpg").described
    assert (described.credit, described.people) == ("R. Evans", ("Siân Ní Dhomhnaill-O'Neill",))


def test_a_room_or_venue_that_names_somebody_is_in_no_calendar(full_shoot: Shoot) -> None:
    there = Session("talk", "lan", "Talk", room="Siân Ní Dhomhnaill-O'Neill's office", starts_at=NOON)
    events.put_session(full_shoot.catalogue, there)
    full_shoot.build()
    assert b"office" in (full_shoot.site / AGENDA).read_bytes()
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build()
    assert b"office" not in (full_shoot.site / AGENDA).read_bytes()


def test_a_session_in_a_year_that_no_calendar_knows_stops_no_build(full_shoot: Shoot) -> None:
    last = Session("last", "lan", "The last day", "all day", starts_at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    events.put_session(full_shoot.catalogue, last)
    full_shoot.build()
    assert [str(session["SUMMARY"]) for session in sessions(full_shoot)] == ["Opening & welcome"]
