"""Photos in grids, sets and moments, and what a page says of each."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mediakit.catalogue import assets, consents, work
from mediakit.domain.asset import Rendition
from mediakit.domain.facts import Kind
from mediakit.gallery.pages import Picture, PictureSize
from tests.gallery.conftest import Shoot

NOON = datetime(2026, 1, 30, 12, 0, tzinfo=UTC)
STATIC = Path(__file__).resolve().parents[2] / "templates" / "static"


def taken(shoot: Shoot, name: str, after_s: float, *, session: str | None = None, **said: object) -> str:
    """A photo that a camera took so many seconds after noon."""
    photo = shoot.add(name, Kind.PHOTO, **said)
    moment = (NOON + timedelta(seconds=after_s)).isoformat()
    shoot.catalogue.execute(
        "UPDATE assets SET captured_at = ?, captured_at_source = 'metadata', camera = 'R6', "
        "session_id = (SELECT id FROM sessions WHERE slug = ?) WHERE id = ?",
        [moment, session, photo],
    )
    return photo


def page(shoot: Shoot, path: str) -> str:
    return (shoot.site / path / "index.html").read_text("utf-8")


def shown(text: str) -> list[str]:
    """What the grids of a page show, in order: photos by their slug, those that are folded away in brackets."""
    found = re.findall(r'<li class="q\d+"( data-folded="[^"]+" hidden)?>\s*<a [^>]*data-photo="([^"]+)"', text)
    return [f"({slug})" if folded else slug for folded, slug in found]


def test_photos_of_one_moment_are_folded_and_the_best_rated_lies_on_top(shoot: Shoot) -> None:
    taken(shoot, "A.jpg", 0, title="First")
    best = taken(shoot, "B.jpg", 0.5, title="Second")
    taken(shoot, "C.jpg", 1.2, title="Third")
    taken(shoot, "D.jpg", 60, title="Later")
    shoot.catalogue.execute("UPDATE assets SET rating = 4 WHERE id = ?", [best])
    shoot.approve()
    shoot.build()
    text = page(shoot, "events/lan/photos")
    assert shown(text) == ["second", "(first)", "(third)", "later"]
    assert "+2" in text
    assert "4 photos" in text
    moment = page(shoot, "photos/second")
    assert 'id="moment"' in moment
    assert shown(moment) == ["first", "third"]


def test_the_sharpest_lies_on_top_where_nobody_rated_any(shoot: Shoot) -> None:
    taken(shoot, "A.jpg", 0, title="Blurred")
    sharp = taken(shoot, "B.jpg", 0.4, title="Sharp")
    shoot.catalogue.execute("UPDATE renditions SET bytes = 9000 WHERE asset = ? AND profile = 'photo-480'", [sharp])
    shoot.approve()
    shoot.build()
    assert shown(page(shoot, "events/lan/photos")) == ["sharp", "(blurred)"]


def test_photos_of_no_known_camera_are_never_folded(shoot: Shoot) -> None:
    for name in ("A", "B"):
        taken(shoot, f"{name}.jpg", 0, title=name)
    shoot.catalogue.execute("UPDATE assets SET camera = NULL")
    shoot.approve()
    shoot.build()
    assert sorted(shown(page(shoot, "events/lan/photos"))) == ["a", "b"]


def test_a_withheld_photo_of_a_moment_leaves_no_trace_of_it(shoot: Shoot) -> None:
    shoot.person("Łukasz Wiśniewski", "lukasz")
    taken(shoot, "A.jpg", 0, title="Open")
    taken(shoot, "B.jpg", 0.5, title="Blinking", people=("lukasz",))
    shoot.approve()
    assert shoot.build().photos == 1
    text = page(shoot, "events/lan/photos")
    assert shown(text) == ["open"]
    assert "burst" not in text
    assert shoot.holding("Blinking", "blinking", "ukasz") == []
    assert 'id="moment"' not in page(shoot, "photos/open")


def test_a_set_is_in_order_of_time_and_a_session_has_a_set_of_its_own(shoot: Shoot) -> None:
    shoot.session("opening", "Opening")
    shoot.session("closing", "Closing")
    taken(shoot, "A.jpg", 300, title="Four", session="closing")
    taken(shoot, "B.jpg", 200, title="Three", session="closing")
    taken(shoot, "C.jpg", 100, title="Two")
    taken(shoot, "D.jpg", 0, title="One", session="opening")
    shoot.approve()
    shoot.build()
    assert shown(page(shoot, "events/lan/photos")) == ["one", "two", "three", "four"]
    assert shown(page(shoot, "events/lan/photos/closing")) == ["three", "four"]
    assert not (shoot.site / "events" / "lan" / "photos" / "opening").exists(), "one photo is no set"
    assert 'href="closing/index.html"' in page(shoot, "events/lan/photos")
    text = page(shoot, "photos/two")
    assert '<a href="../one/index.html" rel="prev">' in text
    assert '<a href="../three/index.html" rel="next">' in text


def test_the_set_of_a_session_goes_with_its_last_photo_that_may_be_shown(shoot: Shoot) -> None:
    shoot.person("Margaret Hughes", "margaret")
    shoot.consent("margaret")
    shoot.session("closing", "Closing")
    for name, people in (("A", ("margaret",)), ("B", ("margaret",)), ("C", ())):
        taken(shoot, f"{name}.jpg", ord(name) * 60, title=name, people=people, session=(people and "closing") or None)
    shoot.approve()
    shoot.build()
    assert (shoot.site / "events/lan/photos/closing/index.html").is_file()
    consents.withdraw(shoot.catalogue, "margaret", None, None)
    shoot.build()
    assert not (shoot.site / "events/lan/photos/closing").exists()
    assert shoot.holding("margaret", "Hughes") == []


def test_a_long_set_has_pages_that_lead_on(shoot: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    from mediakit.gallery import photo_sets

    monkeypatch.setattr(photo_sets, "PHOTOS_A_PAGE", 2)
    for number in range(5):
        taken(shoot, f"{number}.jpg", number * 60, title=f"P{number}")
    shoot.approve()
    shoot.build()
    assert shown(page(shoot, "events/lan/photos/page/2")) == ["p2", "p3"]
    second = page(shoot, "events/lan/photos/page/2")
    assert 'data-first="2" data-moments="5"' in second
    assert 'data-previous="../../index.html" data-following="../3/index.html"' in second


def test_every_shape_has_its_rule_in_the_style_sheet() -> None:
    rules = dict(re.findall(r"\.q(\d+)\{--r:([\d.]+)\}", (STATIC / "photos.css").read_text("utf-8")))
    assert sorted(map(int, rules)) == list(range(141))
    for width, height in ((3, 2), (2, 3), (4, 3), (16, 9), (1, 1), (5, 4), (3, 1), (1, 3)):
        picture = Picture((PictureSize("a.jpg", width * 400, height * 400),))
        assert float(rules[str(picture.step)]) == pytest.approx(width / height, rel=0.0101)
    assert Picture((PictureSize("a.jpg", 9000, 10),)).step == 140
    assert Picture((PictureSize("a.jpg", 10, 9000),)).step == 0


def test_other_formats_come_before_the_jpeg_and_their_files_are_named_after_it(shoot: Shoot) -> None:
    photo = taken(shoot, "A.jpg", 0, title="One")
    for kind in ("webp", "avif"):
        path = f"renditions/{photo}/photo-480-{kind}.{kind}"
        shoot.workspace.locate(path).write_text(kind)
        made = Rendition(f"photo-480-{kind}", path, "key", 4, kind, 480, 270, look="3OcRJYB4d3h/iIeHeEh3eIhw+j2w")
        work.put_rendition(shoot.catalogue, photo, made)
    hashed = Rendition("photo-480", f"renditions/{photo}/photo-480.jpg", "key", 4, "j", 480, 270, look="aGFzaA==")
    work.put_rendition(shoot.catalogue, photo, hashed)
    shoot.approve()
    shoot.build()
    text = page(shoot, "photos")
    avif, webp, jpeg = (text.index(mark) for mark in ('type="image/avif"', 'type="image/webp"', "<img src="))
    assert avif < webp < jpeg
    assert (shoot.site / "photos/one/photo-480.webp").read_text() == "webp"
    assert 'data-hash="aGFzaA=="' in text
    assert assets.one(shoot.catalogue, photo).renditions["photo-480"].look == "aGFzaA=="


def test_where_there_are_several_events_each_has_its_set_on_the_page_of_all_photos(shoot: Shoot) -> None:
    shoot.event("second", name="Second gathering")
    taken(shoot, "A.jpg", 0, title="One")
    other = taken(shoot, "B.jpg", 60, title="Two")
    shoot.catalogue.execute("UPDATE assets SET event_id = 2 WHERE id = ?", [other])
    shoot.approve()
    shoot.build()
    text = page(shoot, "photos")
    assert 'href="../events/lan/photos/index.html"' in text
    assert 'href="../events/second/photos/index.html"' in text
    assert shown(text) == ["two", "one"]
    assert shown(page(shoot, "events/second/photos")) == ["two"]
