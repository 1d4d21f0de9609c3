"""What comes of an asset is taken over from the build before exactly where nothing that it shows has changed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue.connect import create_catalogue
from mediakit.domain.consent import ShowAs
from mediakit.domain.facts import Kind
from mediakit.domain.workspace import DOWNLOADS, Workspace
from mediakit.gallery.cards import Gallery
from mediakit.gallery.gather import gather
from mediakit.gallery.site import build
from tests.gallery.changes import (
    Change,
    adds,
    approves,
    both,
    chooses,
    deletes,
    filled,
    from_nothing,
    id_of,
    records,
    redacts,
    remakes,
    revises,
    says,
    sets,
    shows,
    speaks,
    sql,
    tags,
    takes,
    withdraws,
    writes_a_template,
)
from tests.gallery.conftest import DAY, Shoot

NAMES = ("F1.mp4", "F2.mp4", "A.wav", "P0.jpg", "P1.jpg", "P2.jpg", "G.jpg")
LATER = date(2026, 9, 1)
BASE = "https://example.org/g/"
CHANGES: dict[str, Change] = {
    "a caption": says("caption", "P1.jpg", "On tea."),
    "the caption of a film": says("caption", "F2.mp4", "On coffee."),
    "a title": says("title", "P1.jpg", "Tea is served"),
    "the title of a film that others lead on to": says("title", "F1.mp4", "Trust above all"),
    "an alt text": both(says("alt_text", "P2.jpg", "Two people with cups"), approves("P2.jpg")),
    "an alt text that nobody approved yet": says("alt_text", "P0.jpg", "Somebody speaks"),
    "the same, approved": approves("P0.jpg"),
    "a credit": says("credit", "P2.jpg", "S. Park"),
    "somebody in a photo": both(shows("P1.jpg", "adaeze", True), approves("P1.jpg")),
    "somebody without consent any more": withdraws("adaeze"),
    "somebody with it again, by first name": records("adaeze", ShowAs.FIRST),
    "somebody in full again": records("adaeze", ShowAs.FULL),
    "a name": sql("UPDATE people SET name = 'Siân Evans' WHERE slug = 'sian'"),
    "a role": sql("UPDATE appearances SET role = 'chair' WHERE person_id = 1"),
    "an organisation that somebody is of": sql("UPDATE appearances SET organisation = 'Calder Trust'"),
    "a session": sql("UPDATE sessions SET title = 'Welcome, all'"),
    "the address of a session": sql("UPDATE sessions SET slug = 'welcome'"),
    "an event": sql("UPDATE events SET name = 'Network Day'"),
    "the address of an event": sql("UPDATE events SET slug = 'the-gala' WHERE slug = 'gala'"),
    "an organisation": sql("UPDATE organisations SET name = 'Calder Fund'"),
    "chapters": says("chapters", "F2.mp4", "0:00 Welcome | 0:05 Why"),
    "cuts": sql(f"INSERT INTO cuts (asset, at_ms) VALUES ('{id_of('F1.mp4')}', '[4000]')"),
    "what is said": both(revises("F1.mp4", "It is about trust.", "And tea."), approves("F1.mp4")),
    "who says it": both(revises("F1.mp4", "It is about trust.", speaker="Siân Evans"), approves("F1.mp4")),
    "what must not be heard": both(redacts("F2.mp4", 4_000, 7_900), approves("F2.mp4")),
    "all of it": both(redacts("A.wav", 0, 12_000), approves("A.wav")),
    "a quote": chooses("F2.mp4", "It is a question."),
    "a rating": sql("UPDATE assets SET rating = 5 WHERE name = 'P2.jpg'"),
    "two photos of one moment": takes(0.5, 1),
    "the better of them": takes(0.5, 5),
    "two moments again": takes(30.0, 5),
    "a photo made again": remakes("P1.jpg", "photo-1280", "other bytes"),
    "a poster made again": remakes("F2.mp4", "poster", "another poster"),
    "one size more": remakes("F1.mp4", "web-1080", "a larger film"),
    "an audio described version": both(
        sql(f"UPDATE assets SET described_by = '{id_of('F2.mp4')}' WHERE name = 'F1.mp4'"), approves("F1.mp4")
    ),
    "its title": says("title", "F2.mp4", "Described"),
    "a description in words": both(says("description_text", "F1.mp4", "A hall. People."), approves("F1.mp4")),
    "a tag": tags("P1.jpg", "Trust", True),
    "the same tag on more": tags("F1.mp4", "trust", True),
    "a tag less": tags("P1.jpg", "Trust", False),
    "a photo between two": adds("P9.jpg", Kind.PHOTO, "2026-02-01T12:00:10+00:00", title="Between"),
    "a photo of the same title": adds("P8.jpg", Kind.PHOTO, "2026-02-01T12:00:20+00:00", title="Between"),
    "one photo less": deletes("P9.jpg"),
    "one film less": sql("UPDATE assets SET hidden = 1 WHERE name = 'F2.mp4'"),
    "and there again": sql("UPDATE assets SET hidden = 0 WHERE name = 'F2.mp4'"),
    "an embargo": sql("UPDATE assets SET embargo = '2026-06-01' WHERE name = 'P2.jpg'"),
    "the shape of the settings": sets(name="Another gallery", licence="CC BY"),
    "the photos of an event in no file": sets(photos_zip_mb=0),
    "the best of them in one": both(
        sql("UPDATE assets SET rating = CASE name WHEN 'P0.jpg' THEN 2 ELSE 4 END WHERE name LIKE 'P%'"),
        sets(photos_zip_mb=0.01),
    ),
    "all of them in one again": sets(photos_zip_mb=200),
    "when a session begins": sql("UPDATE sessions SET starts_at = '2026-01-30T10:00:00+00:00'"),
    "one more session": lambda shoot: shoot.session("panel", "A panel", people=("sian",)),
    "the room of a session": sql("UPDATE sessions SET room = 'Hall 2' WHERE slug = 'panel'"),
    "a session that was called off": sql("UPDATE sessions SET missing_since = '2026-01-20'"),
    "the venue": sql("UPDATE events SET venue = 'Swansea'"),
    "a language": speaks("F1.mp4", "uk"),
    "a title in its letters": says("title", "F1.mp4", "Довіра"),
    "the language once more": speaks("F1.mp4", "ru"),
    "nobody knows the language": speaks("A.wav", "cy"),
    "no photo to be taken along": sets(downloads=("film", "captions", "transcript", "stills", "agenda")),
    "no agenda either": sets(downloads=("film", "transcript", "photos")),
    "what may be taken along": sets(downloads=("captions",)),
    "everything": sets(downloads=DOWNLOADS),
    "the language": sets(language="fr"),
    "a template": writes_a_template("<!DOCTYPE html><title>Oh</title>{{ site.name }}"),
}


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Shoot]:
    """A gallery of every kind of thing, built once."""
    with create_catalogue(tmp_path / "catalogue.db") as catalogue:
        shoot = Shoot(Workspace(tmp_path), catalogue)
        filled(shoot)
        shoot.event("gala", name="Gala")
        shoot.add("G.jpg", Kind.PHOTO, title="Dinner")
        shoot.catalogue.execute("UPDATE assets SET event_id = 2 WHERE name = 'G.jpg'")
        shoot.approve(id_of("G.jpg"))
        shoot.build(base_url=BASE)
        yield shoot


def holds(shoot: Shoot, what: str, at: date = DAY) -> None:
    """The site that grew has the bytes of one that is built from nothing, and is left alone by one build more."""
    build(shoot.workspace, shoot.catalogue, at=at, base_url=BASE)
    new, old = from_nothing(shoot, at, BASE), shoot.tree()
    assert {p for p in {*new, *old} if new.get(p) != old.get(p)} == set(), what
    assert build(shoot.workspace, shoot.catalogue, at=at, base_url=BASE).written == 0, what


def test_each_kind_of_change_is_built_as_if_from_nothing(grown: Shoot) -> None:
    for what, change in CHANGES.items():
        change(grown)
        holds(grown, what)
    for day in (LATER, DAY):
        holds(grown, f"another day: {day}", day)


def test_two_changes_at_once_and_in_any_order_are_built_as_if_from_nothing(grown: Shoot) -> None:
    order = list(CHANGES)
    random.Random(11).shuffle(order)
    for one, other, day in zip(order[::2], order[1::2], [DAY, LATER] * len(order), strict=False):
        both(CHANGES[one], CHANGES[other])(grown)
        holds(grown, f"{one}, and {other}", day)


# --- what is made, and what is taken over -------------------------------------------------------------


class Made:
    """The gallery that was built last, as values."""

    gallery: Gallery

    @property
    def anew(self) -> set[str]:
        """The files of those assets whose parts were not taken over."""
        parts = self.gallery.parts
        return {name for name in NAMES if id_of(name) in parts.remembered() and id_of(name) not in parts.taken}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What the builds of a test make."""
    found = Made()

    def noting(*args: Any, **named: Any) -> Gallery:
        found.gallery = gather(*args, **named)
        return found.gallery

    monkeypatch.setattr("mediakit.gallery.site.gather", noting)
    return found


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (says("caption", "P1.jpg", "On tea."), {"P1.jpg"}),
        (says("caption", "F2.mp4", "On coffee."), {"F2.mp4"}),
        (says("title", "P1.jpg", "Tea is served"), {"P0.jpg", "P1.jpg", "P2.jpg"}),
        (says("title", "F2.mp4", "Coffee is served"), {"F1.mp4", "F2.mp4", "A.wav"}),
        (remakes("F2.mp4", "web-720", "other bytes"), {"F2.mp4"}),
        (says("alt_text", "P2.jpg", "Another"), {"P1.jpg"}),
        (sql("UPDATE organisations SET url = 'https://example.org/calder'"), set()),
    ],
    ids=["caption", "caption of a film", "title", "title of a film", "rendition", "lapsed approval", "organisation"],
)
def test_only_those_assets_are_made_anew_whose_pages_show_what_changed(
    grown: Shoot, made: Made, change: Change, names: set[str]
) -> None:
    change(grown)
    grown.build(base_url=BASE)
    assert made.anew == names


ZIP, AGENDA, KEPT = "events/lan/photos.zip", "events/lan/agenda.ics", "photos/photo-1/download.jpg"


@pytest.mark.parametrize(
    ("change", "files"),
    [
        (says("credit", "P1.jpg", "S. Park"), {ZIP, KEPT}),
        # the agenda says when something of its event was approved last
        (both(says("alt_text", "P1.jpg", "Two people with cups"), approves("P1.jpg")), {ZIP, KEPT, AGENDA}),
        (both(shows("P1.jpg", "sian", True), approves("P1.jpg")), {ZIP, KEPT, AGENDA}),
        (says("caption", "P0.jpg", "On tea."), {ZIP}),
        (says("caption", "F2.mp4", "On coffee."), set()),
        (sql("UPDATE organisations SET url = 'https://example.org/calder'"), set()),
        (withdraws("adaeze"), {AGENDA}),
        (sql("UPDATE sessions SET title = 'Welcome, all'"), {AGENDA}),
        (sql("UPDATE appearances SET role = 'chair' WHERE person_id = 1"), {AGENDA}),
        (sql("UPDATE assets SET hidden = 1 WHERE name = 'P1.jpg'"), {ZIP, KEPT}),
        (sets(downloads=("film", "agenda")), {ZIP, KEPT}),
        (sets(downloads=("photos",)), {AGENDA}),
        (sets(photos_zip_mb=0), {ZIP}),
    ],
    ids=[
        "credit", "alt text", "somebody in a photo", "caption", "caption of a film", "organisation", "withdrawn",
        "session", "role", "photo less", "no photos", "no agenda", "no archive",
    ],
)  # fmt: skip
def test_what_is_taken_along_from_an_event_is_another_exactly_where_it_says_something_else(
    grown: Shoot, change: Change, files: set[str]
) -> None:
    sql("UPDATE approvals SET at = '2026-02-01T09:00:00+00:00'")(grown)
    grown.build(base_url=BASE)
    before = grown.tree()
    assert {ZIP, AGENDA, KEPT} <= before.keys()
    change(grown)
    holds(grown, "what is taken along")
    after = grown.tree()
    assert {path for path in (ZIP, AGENDA, KEPT) if after.get(path) != before[path]} == files


def test_photos_are_packed_again_without_being_made_anew(grown: Shoot, made: Made) -> None:
    says("caption", "P0.jpg", "On tea.")(grown)
    grown.build(base_url=BASE)
    assert made.anew == {"P0.jpg"}
    (archive,) = made.gallery.archives.values()
    assert [packed.name for packed in archive.files] == ["photo-0.jpg", "photo-1.jpg", "photo-2.jpg"]


def test_a_photo_to_be_taken_along_that_was_changed_by_hand_is_put_back_alone(grown: Shoot, made: Made) -> None:
    photo, packed = grown.site / KEPT, (grown.site / ZIP).read_bytes()
    size_bytes = photo.stat().st_size
    photo.write_bytes(b"x" * size_bytes)
    grown.build(base_url=BASE)
    assert made.anew == {"P1.jpg"}
    assert (grown.site / ZIP).read_bytes() == packed
    holds(grown, "changed by hand")


@pytest.mark.parametrize(
    "change",
    [records("adaeze", ShowAs.FIRST), sets(name="Another"), writes_a_template("<!DOCTYPE html><title>Oh</title>")],
    ids=["consent", "settings", "template"],
)
def test_what_all_pages_have_in_common_makes_all_of_them_anew(grown: Shoot, made: Made, change: Change) -> None:
    change(grown)
    grown.build(base_url=BASE)
    assert made.anew == set(NAMES)


def test_a_part_of_which_a_file_is_missing_is_made_anew(grown: Shoot, made: Made) -> None:
    (grown.site / "photos/photo-1/photo-480.jpg").unlink()
    says("caption", "P0.jpg", "On tea.")(grown)
    grown.build(base_url=BASE)
    assert made.anew == {"P0.jpg", "P1.jpg"}
    assert (grown.site / "photos/photo-1/photo-480.jpg").is_file()


# --- what is kept for it ------------------------------------------------------------------------------


def test_what_is_kept_counts_only_beside_the_record_of_the_same_build(grown: Shoot) -> None:
    kept = grown.workspace.state / "parts.json"
    before = kept.read_bytes()
    says("caption", "F2.mp4", "On coffee.")(grown)
    grown.build(base_url=BASE)
    # as where a disk that was full, or a backup, brought an older one back
    kept.write_bytes(before)
    says("caption", "F2.mp4", "")(grown)
    holds(grown, "what was kept is of an earlier build")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"made_by":"","parts":{}}'])
def test_what_is_kept_may_be_lost_or_spoilt(grown: Shoot, content: bytes) -> None:
    (grown.workspace.state / "parts.json").write_bytes(content)
    says("caption", "F2.mp4", "On coffee.")(grown)
    holds(grown, "what was kept is spoilt")


def test_nothing_is_kept_of_what_is_withheld(grown: Shoot) -> None:
    kept = grown.workspace.state / "parts.json"
    assert "Trust comes first" in kept.read_text("utf-8")
    withdraws("sian")(grown)
    grown.build(base_url=BASE)
    text = kept.read_text("utf-8")
    assert "Trust comes first" not in text
    assert set(json.loads(text)["parts"]) == {id_of(name) for name in NAMES[1:]}


def test_a_build_that_was_stopped_leaves_nothing_to_take_over(grown: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    says("caption", "P1.jpg", "On tea.")(grown)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr("mediakit.gallery.outputs._make", stop)
        with pytest.raises(KeyboardInterrupt):
            grown.build(base_url=BASE)
    says("caption", "P1.jpg", "Delegates talk.")(grown)
    holds(grown, "stopped, and the caption as it was")
