"""The same edit for many: for what is ticked, for all that a filter finds, shown first and taken back."""

from __future__ import annotations

import html
import re

from mediakit.catalogue import assets
from mediakit.domain.facts import Kind
from mediakit.editorial import describing
from tests.desk.conftest import Browser, Hall
from tests.gallery.conftest import Shoot


def marks(page: str) -> dict[str, str]:
    return {value.partition("~")[0]: value for value in re.findall(r'name="asset" value="([^"]+)"', page)}


def test_the_same_edit_is_made_for_many(browser: Browser, hall: Hall) -> None:
    shown = marks(browser.text("/footage"))
    chosen = [shown[p] for p in hall.photos]
    answer = browser.post("/footage/edit", {"asset": chosen, "key": "tags", "value": "+corridor, +day two"})
    assert answer.status_code == 303
    assert {a.tags for a in assets.load(hall.shoot.catalogue, hall.photos)} == {("corridor", "day two")}
    assert "3 things changed" in browser.text(answer.headers["location"])


def test_what_is_one_of_a_few_is_chosen_by_name_and_a_wrong_value_leads_back_to_the_same_list(
    browser: Browser, hall: Hall
) -> None:
    page = html.unescape(browser.text("/photos"))
    assert '<option value="opening">Opening & welcome</option>' in page
    assert '<option value=" ">unrated</option>' in page
    shown = marks(page)
    wrong = browser.post(
        "/footage/edit", {"asset": shown[hall.photos[0]], "key": "rating", "value": "nine", "back": "/photos"}
    )
    assert '<a href="/photos" aria-current="page">' in wrong.text
    browser.post("/footage/edit", {"asset": shown[hall.photos[0]], "key": "rating", "value": "4"})
    again = marks(browser.text("/photos"))
    browser.post("/footage/edit", {"asset": again[hall.photos[0]], "key": "rating", "value": " "})
    assert assets.one(hall.shoot.catalogue, hall.photos[0]).rating is None


def test_an_edit_for_many_leaves_alone_what_somebody_else_changed_meanwhile(browser: Browser, hall: Hall) -> None:
    shown = marks(browser.text("/footage"))
    first, second, _ = hall.photos
    hall.shoot.catalogue.execute("UPDATE assets SET title = 'Mine' WHERE id = ?", [first])
    chosen = [shown[first], shown[second]]
    answer = browser.post("/footage/edit", {"asset": chosen, "key": "title", "value": "Everybody talks"})
    assert "1 was left alone" in browser.text(answer.headers["location"])
    assert [a.title for a in assets.load(hall.shoot.catalogue, [first, second])] == ["Mine", "Everybody talks"]


def test_an_edit_that_cannot_be_changes_nothing_and_says_so_beside_its_field(browser: Browser, hall: Hall) -> None:
    chosen = list(marks(browser.text("/footage")).values())
    for said, status in (
        ({"key": "rating", "value": "7"}, 400),
        ({"key": "people", "value": "nobody known"}, 404),
        ({"key": "path", "value": "/etc"}, 400),
        ({"key": "rating", "value": "7", "all": "yes"}, 400),
    ):
        for back in ("/footage?kind=photo", "/photos?spread=yes"):
            answer = browser.post("/footage/edit", {"asset": chosen, "back": back, **said})
            assert answer.status_code == status
            assert "Nothing was changed" in re.findall(r'id="bulk-problem"[^>]*>(.*?)</p>', answer.text)[0]
            assert f'value="{html.escape(said["value"])}"' in answer.text
            assert all(re.search(rf'value="{photo}~\w+" checked', answer.text) for photo in hall.photos)
    assert browser.post("/footage/edit", {"key": "title", "value": "x"}).status_code == 400
    assert {a.rating for a in assets.load(hall.shoot.catalogue)} == {None}


def test_everything_that_a_filter_finds_is_changed_at_once_after_it_was_shown(browser: Browser, shoot: Shoot) -> None:
    many = [shoot.add(f"M{n:03}.jpg", Kind.PHOTO, alt_text=None) for n in range(130)]
    other = shoot.add("F1.mp4")
    shoot.catalogue.execute("UPDATE assets SET credit = 'R. Evans' WHERE id = ?", [many[0]])
    said = {"key": "credit", "value": "R. Evans", "all": "yes", "back": "/footage?kind=photo&page=2"}
    shown = browser.post("/footage/edit", said)
    assert shown.status_code == 200
    assert "Credit: 129 things change" in shown.text
    assert "1 other says so already" in shown.text
    assert {a.credit for a in assets.load(shoot.catalogue, many[1:])} == {None}
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.text))
    answer = browser.post("/footage/edit/all", {name: html.unescape(value) for name, value in form.items()})
    assert answer.headers["location"].startswith("/footage?kind=photo&page=2")
    assert {a.credit for a in assets.load(shoot.catalogue, many)} == {"R. Evans"}
    assert assets.one(shoot.catalogue, other).credit is None
    page = browser.text(answer.headers["location"])
    assert "129 things changed" in page
    # the list of what was there is one that `mediakit set --from` takes
    [sheet] = re.findall(r'href="(/footage/edit/\w+/before.csv)"', page)
    file = shoot.workspace.root / "before.csv"
    file.write_text(browser.text(sheet), "utf-8")
    back = describing.changes(shoot.catalogue, describing.from_file(shoot.catalogue, file))
    assert [(c.old, c.new) for c in back] == [("R. Evans", "")] * 129
    # and one click takes it back, but for what somebody changed since
    shoot.catalogue.execute("UPDATE assets SET credit = 'Somebody else' WHERE id = ?", [many[5]])
    [edit] = re.findall(r'name="edit" value="(\w+)"', page)
    answer = browser.post("/footage/edit/undo", {"edit": edit, "back": "/footage"})
    assert "128 things are as before. 1 was left alone" in browser.text(answer.headers["location"])
    assert [a.credit for a in assets.load(shoot.catalogue, [many[0], many[1], many[5]])] == [
        "R. Evans", None, "Somebody else",
    ]  # fmt: skip
    assert browser.post("/footage/edit/undo", {"edit": edit}).status_code == 409


def test_what_changed_since_it_was_shown_is_shown_anew_and_nothing_is_written(browser: Browser, hall: Hall) -> None:
    shown = browser.post("/footage/edit", {"key": "title", "value": "Day one", "all": "yes", "back": "/photos"})
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown.text))
    hall.shoot.catalogue.execute("UPDATE assets SET title = 'Mine' WHERE id = ?", [hall.photos[0]])
    answer = browser.post("/footage/edit/all", form)
    assert answer.status_code == 409
    assert "Something changed since this was shown" in answer.text
    assert "Mine" in answer.text
    assert {a.title for a in assets.load(hall.shoot.catalogue, hall.photos)} == {"Mine", None}


def test_taking_an_edit_back_makes_no_answer_of_what_was_only_a_guess(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    guess = "INSERT INTO asset_people (asset, person_id, source, confidence) SELECT ?, id, 'match', 0.8 FROM people"
    hall.shoot.catalogue.execute(f"{guess} WHERE slug = 'adebayo'", [photo])
    mark = marks(browser.text("/footage"))[photo]
    answer = browser.post("/footage/edit", {"asset": mark, "key": "people", "value": "none"})
    [edit] = re.findall(r'name="edit" value="(\w+)"', browser.text(answer.headers["location"]))
    browser.post("/footage/edit/undo", {"edit": edit})
    saved = assets.one(hall.shoot.catalogue, photo)
    assert (saved.answered, saved.people) == (None, ())
