"""What the pages of the desk say, and what their forms do: the same as the commands of those names."""

from __future__ import annotations

import html
import re
import shlex
from datetime import UTC, date, datetime, timedelta

import pytest

from mediakit.catalogue import approvals, assets, attention, browsing, deliverables, redactions, work
from mediakit.catalogue.backup import open_with_backup
from mediakit.catalogue.browsing import Shelf
from mediakit.desk.app import ROOMS
from mediakit.desk.asked import Asked, Form, form_of
from mediakit.desk.footage import lacking
from mediakit.domain.asset import Outcome
from mediakit.domain.deliverable import Deliverable
from mediakit.domain.facts import Kind, Role
from mediakit.domain.span import Span
from mediakit.media.photo_decode import pixels
from mediakit.media.photo_look import look_of
from tests.counting import calls_of
from tests.desk.conftest import Browser, Hall
from tests.desk.test_bulk import marks
from tests.domain import drawn
from tests.gallery.conftest import Shoot


def lines_of(page: str) -> dict[str, int]:
    """What the first page says needs somebody: the line's words → how many."""
    found = re.findall(r'class="number">([\d,]+)</p>\s*<div>\s*<h2>(.*?)</h2>', page, re.DOTALL)
    return {re.sub("<.*?>", "", words).replace("Now", "").strip(): int(n.replace(",", "")) for n, words in found}


# --- the first page ---------------------------------------------------------------------------------------------------


def test_the_first_page_of_an_empty_workspace_needs_nobody(browser: Browser) -> None:
    assert "Nothing needs you just now" in browser.text("/")


def test_the_first_page_counts_what_needs_somebody_and_leads_there(browser: Browser, hall: Hall) -> None:
    catalogue = hall.shoot.catalogue
    hall.shoot.approve(hall.film)
    hall.shoot.say(hall.film, ("Something else was said.",))
    work.put_outcome(catalogue, Outcome(hall.rush, "proxy", "k", "failed", reason="no picture"))
    soon = datetime.now(UTC).date() + timedelta(days=5)
    deliverables.add(catalogue, Deliverable("one", "lan", "Event film", due=soon))
    deliverables.add(catalogue, Deliverable("two", "lan", "Late film", due=date(2020, 1, 1)))
    page = browser.text("/")
    lines = lines_of(page)
    assert lines["approval lapsed"] == 1
    assert lines["file failed"] == 1
    assert lines["photos without alt text"] == 3
    assert lines["recordings have captions that nobody checked"] == 2
    assert lines["promise is late"] == 1
    assert lines["promise is due within 14 days"] == 1
    assert lines["person in the material has no consent"] == 1
    for link in set(re.findall(r'class="go" href="([^"]+)"', page)):
        assert browser.get(html.unescape(link)).status_code == 200, link


def test_a_consent_that_runs_out_soon_is_on_the_first_page(browser: Browser, hall: Hall) -> None:
    hall.shoot.consent("sian", until=datetime.now(UTC).date() + timedelta(days=20))
    assert lines_of(browser.text("/"))["consent runs out soon"] == 1
    assert "Siân Prys-Howell" in browser.text("/people?needs=ending")


def test_rejected_and_hidden_photos_need_nobody(browser: Browser, hall: Hall) -> None:
    first, second, _ = hall.photos
    hall.shoot.catalogue.execute("UPDATE assets SET rating = -1 WHERE id = ?", [first])
    hall.shoot.catalogue.execute("UPDATE assets SET hidden = 1 WHERE id = ?", [second])
    assert lines_of(browser.text("/"))["photo without alt text"] == 1


def test_what_is_counted_in_sql_is_what_an_asset_says_of_itself(hall: Hall) -> None:
    shoot, catalogue = hall.shoot, hall.shoot.catalogue
    bare = shoot.add("B.mp4")
    catalogue.execute("DELETE FROM renditions WHERE asset = ? AND profile = 'poster'", [bare])
    silent = shoot.add("S.wav", Kind.AUDIO)
    catalogue.execute("DELETE FROM transcripts WHERE asset = ?", [silent])
    work.put_outcome(catalogue, Outcome(silent, "speech", "k", "pending", reason="no model"))
    work.put_outcome(catalogue, Outcome(bare, "poster", "k", "failed", reason="no frame"))
    catalogue.execute("DELETE FROM renditions WHERE asset = ?", [hall.photos[0]])
    shoot.approve(hall.film, hall.photos[1])
    catalogue.execute("UPDATE assets SET alt_text = 'Two people talk' WHERE id = ?", [hall.photos[1]])
    redactions.add(catalogue, bare, [Span(0, 900)], reason="a name", by="A. Tester")
    everything = assets.load(catalogue)
    for state in ("new", "ready", "failed"):
        assert set(browsing.ids(catalogue, Shelf(state=state))) == {a.id for a in everything if a.state == state}
    said = {
        "failed": {a.id for a in everything if a.failure},
        "waiting": {a.id for a in everything if a.waiting},
        "lapsed": {a.id for a in everything if a.lapsed_because},
        "captions": {a.id for a in everything if a.spoken and a.spoken.words and not a.spoken.by},
        "alt": {a.id for a in everything if a.kind is Kind.PHOTO and not a.alt_text},
        "people": {a.id for a in everything if a.answered is None or a.matched},
        "redactions": {a.id for a in everything if a.redacted and a.lacks},
    }
    for need, wanted in said.items():
        assert set(browsing.ids(catalogue, Shelf(need=need))) == wanted, need
        assert attention.count(catalogue, need).number == len(wanted)


# --- footage ----------------------------------------------------------------------------------------------------------


def test_footage_shows_everything_published_or_not_and_what_it_lacks(browser: Browser, hall: Hall) -> None:
    page = browser.text("/footage")
    for asset in (hall.film, hall.rush, *hall.photos):
        assert f'value="{asset}~' in page
    assert "5 found" in page
    assert "no alt text" in page
    assert "captions to check" in page


@pytest.mark.parametrize(
    ("query", "number"),
    [("kind=photo", 3), ("role=rush", 1), ("person=sian", 1), ("q=trust", 1), ("q=100%25", 0), ("needs=alt", 3)],
)
def test_footage_is_filtered(browser: Browser, hall: Hall, query: str, number: int) -> None:
    assert len(re.findall(r'name="asset" value="', browser.text(f"/footage?{query}"))) == number


@pytest.mark.parametrize("query", ["needs=nonsense", "state=%27%20OR%201", "rating=x"])
def test_a_filter_that_is_none_is_told(browser: Browser, hall: Hall, query: str) -> None:
    assert browser.get(f"/footage?{query}").status_code == 400


def test_a_page_beyond_the_last_is_the_last(browser: Browser, hall: Hall) -> None:
    for page in ("0", "-1", "9999", "x", "9" * 40):
        assert browser.get(f"/footage?page={page}").status_code == 200


# --- photos -----------------------------------------------------------------------------------------------------------


def photo_form(browser: Browser, photo: str, query: str = "") -> dict[str, str]:
    fields = browser.fields(f"/photos/{photo}{query}", f"/photos/{photo}")
    return {name: html.unescape(value) for name, value in fields.items()}


def test_a_photo_is_described_and_the_next_one_comes(browser: Browser, hall: Hall) -> None:
    first, second, _ = browsing.ids(hall.shoot.catalogue, Shelf(kind="photo"))
    fields = photo_form(browser, first, "?needs=alt")
    said = {"alt_text": "Two midwives laugh at a table.", "rating": "4", "people": "Siân Prys-Howell", "then": "next"}
    answer = browser.post(f"/photos/{first}?needs=alt", {**fields, **said})
    assert answer.headers["location"].startswith(f"/photos/{second}?")
    photo = assets.one(hall.shoot.catalogue, first)
    assert (photo.alt_text, photo.rating, photo.people) == ("Two midwives laugh at a table.", 4, ("sian",))
    assert 'value="Siân Prys-Howell"' in browser.text(f"/photos/{first}")
    page = browser.text(answer.headers["location"])
    assert "Saved: alt text, rating, who is in it." in page
    command = html.unescape(re.findall(r"<code data-copy>(.*?)</code>", page)[0])
    assert shlex.split(command)[:2] == ["mediakit", "set"]
    assert "alt_text=Two midwives laugh at a table." in shlex.split(command)


def test_decorative_and_nobody_are_said_with_a_tick(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    said = {"alt_text": "", "decorative": "yes", "people": "", "nobody": "yes"}
    browser.post(f"/photos/{photo}", {**photo_form(browser, photo), **said})
    saved = assets.one(hall.shoot.catalogue, photo)
    assert saved.decorative
    assert saved.answered == "none"


def test_a_guess_of_who_is_in_it_is_confirmed_with_one_button(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    guess = "INSERT INTO asset_people (asset, person_id, source, confidence) SELECT ?, id, 'match', 0.8 FROM people"
    hall.shoot.catalogue.execute(f"{guess} WHERE slug = 'adebayo'", [photo])
    page = browser.text(f"/photos/{photo}")
    button = re.findall(r'<button class="second" name="people" value="([^"]+)"', page)[0]
    assert "Perhaps Adébáyò Fálàdé" in page
    browser.post(f"/photos/{photo}", {**photo_form(browser, photo), "people": ["", button]})
    saved = assets.one(hall.shoot.catalogue, photo)
    assert (saved.people, saved.matched, saved.answered) == (("adebayo",), (), "people")


def test_two_who_write_the_same_alt_text_are_told_and_nobodys_words_are_lost(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    mine, theirs = photo_form(browser, photo), photo_form(browser, photo)
    browser.post(f"/photos/{photo}", {**theirs, "alt_text": "Written by the other one"})
    answer = browser.post(f"/photos/{photo}", {**mine, "alt_text": "Written by me"})
    assert answer.status_code == 409
    assert "Written by the other one" in answer.text
    assert "Written by me" in answer.text
    assert assets.one(hall.shoot.catalogue, photo).alt_text == "Written by the other one"
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    browser.post(f"/photos/{photo}", {**again, "alt_text": "Written by me"})
    assert assets.one(hall.shoot.catalogue, photo).alt_text == "Written by me"


def test_two_who_write_different_fields_are_both_kept(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    mine, theirs = photo_form(browser, photo), photo_form(browser, photo)
    browser.post(f"/photos/{photo}", {**theirs, "alt_text": "Theirs", "title": ""})
    assert browser.post(f"/photos/{photo}", {**mine, "alt_text": "", "title": "Mine"}).status_code == 303
    saved = assets.one(hall.shoot.catalogue, photo)
    assert (saved.alt_text, saved.title) == ("Theirs", "Mine")


def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    said = {**photo_form(browser, photo), "people": "Sian Prys-Howel", "alt_text": "A table."}
    answer = browser.post(f"/photos/{photo}", said)
    assert answer.status_code == 400
    beside = re.search(r'name="people" value="Sian Prys-Howel"[^>]* aria-invalid="true".*?</p>', answer.text, re.DOTALL)
    assert beside
    assert "nobody on the people list has that name. did you mean sian" in beside[0]
    assert "A table." in answer.text
    assert assets.one(hall.shoot.catalogue, photo).alt_text is None
    told = browser.post(f"/photos/{photo}", said, Accept="application/json")
    assert (told.status_code, told.json()["wrong"][0]["key"]) == (400, "people")


def test_scripts_are_told_of_a_clash_too(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    browser.post(f"/photos/{photo}", {"rating": "2", "was.rating": ""})
    answer = browser.post(f"/photos/{photo}", {"rating": "5", "was.rating": ""}, Accept="application/json")
    assert answer.status_code == 409
    assert answer.json()["clashes"] == [{"key": "rating", "label": "Rating", "now": "2", "mine": "5"}]


def test_photos_of_one_moment_lie_under_the_sharpest(browser: Browser, hall: Hall) -> None:
    catalogue = hall.shoot.catalogue
    for number, (photo, size) in enumerate(zip(hall.photos, (100, 900, 300), strict=True)):
        moment = datetime(2026, 1, 30, 9, 30, number, tzinfo=UTC)
        catalogue.execute("UPDATE assets SET captured_at = ? WHERE id = ?", [moment.isoformat(), photo])
        catalogue.execute("UPDATE renditions SET bytes = ? WHERE asset = ? AND profile = 'photo-480'", [size, photo])
    folded = browser.text("/photos")
    assert list(marks(folded)) == [hall.photos[1]]
    assert "2 lie under a sharper one" in folded
    assert set(marks(browser.text("/photos?spread=yes"))) == set(hall.photos)


def test_the_sharper_one_lies_on_top_and_another_view_of_the_same_second_is_no_part_of_it(
    browser: Browser, hall: Hall
) -> None:
    catalogue = hall.shoot.catalogue
    looks = [look_of(pixels(image)).hash for image in (drawn.person(), drawn.person(500), drawn.hall())]
    for photo, look, sharpness in zip(hall.photos, looks, (2.0, 5.0, 9.0), strict=True):
        catalogue.execute(
            "UPDATE renditions SET look = ?, sharpness = ? WHERE asset = ? AND profile = 'photo-1280'",
            [look, sharpness, photo],
        )
    assert set(marks(browser.text("/photos"))) == {hall.photos[1], hall.photos[2]}
    assert "1 lies under a sharper one" in browser.text("/photos")


def test_what_is_said_of_a_photo_is_handed_out_as_a_sidecar_with_its_rating(browser: Browser, hall: Hall) -> None:
    photo = hall.photos[0]
    browser.post(f"/photos/{photo}", {"rating": "4", "was.rating": "", "title": "A <b> & c", "was.title": ""})
    answer = browser.get(f"/photos/{photo}/sidecar")
    assert "<xmp:Rating>4</xmp:Rating>" in answer.text
    assert "A &lt;b&gt; &amp; c" in answer.text


def test_words_that_look_like_a_page_stay_words(browser: Browser, hall: Hall) -> None:
    photo, wicked = hall.photos[0], '"><script>alert(1)</script>'
    said = {"title": wicked, "was.title": "", "caption": wicked, "was.caption": "", "tags": wicked, "was.tags": ""}
    assert browser.post(f"/photos/{photo}", said).status_code == 303
    for page in ("/photos", f"/photos/{photo}", "/footage", f"/approve/{photo}", "/search?q=script"):
        assert "<script>alert" not in browser.text(page)


# --- promises ---------------------------------------------------------------------------------------------------------


def test_a_promise_is_moved_on_unless_somebody_else_moved_it(browser: Browser, hall: Hall) -> None:
    deliverables.add(hall.shoot.catalogue, Deliverable("one", "lan", "Event film"))
    assert browser.post("/promises/lan/one", {"was": "planned", "state": "filmed"}).status_code == 303
    answer = browser.post("/promises/lan/one", {"was": "planned", "state": "edited"})
    assert answer.status_code == 409
    assert 'role="alert">Not done: somebody set it to filmed since you looked.' in answer.text
    assert deliverables.find(hall.shoot.catalogue, "one").state == "filmed"


# --- size -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def multiplied(shoot: Shoot, first: int, last: int) -> None:
    """Copies of the one photo there is, numbered so, with all that was made of it."""
    columns = [r["name"] for r in shoot.catalogue.rows("PRAGMA table_info(assets)")]
    when = "strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-01-30 09:00', (10 * n) || ' seconds')"
    changed = {
        "captured_at": when,
        "id": "printf('%032x', n)",
        "short": "'P/' || n",
        "slug": "'p-' || n",
        "path": "'originals/p' || n",
    }
    one = "(SELECT id FROM assets WHERE path NOT GLOB 'originals/p[0-9]*')"
    picked = ", ".join(changed.get(c, f"a.{c}") for c in columns)
    numbers = f"WITH RECURSIVE t(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM t WHERE n < {last})"
    with shoot.catalogue.writing():
        for table in ("renditions", "approvals"):
            named = [r["name"] for r in shoot.catalogue.rows(f"PRAGMA table_info({table})") if r["name"] != "id"]
            drawn = ", ".join("printf('%032x', n)" if c == "asset" else f"r.{c}" for c in named)
            copies = f"{numbers} SELECT {drawn} FROM t, {table} r WHERE r.asset = {one}"
            if table == "renditions":
                rows = f"{numbers} SELECT {picked} FROM t, assets a WHERE a.id = {one}"
                shoot.catalogue.execute(f"INSERT INTO assets ({', '.join(columns)}) {rows}")
            shoot.catalogue.execute(f"INSERT INTO {table} ({', '.join(named)}) {copies}")


def work_for(browser: Browser, path: str) -> tuple[int, int]:
    """What a page takes after something was saved: functions called, and thousands of steps of SQLite."""
    address, _, query = path.partition("?")
    desk = browser.app.desk
    way, names = next(
        (way, found.groupdict())
        for room in ROOMS
        for way in room.WAYS
        if not way.acts and (found := re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", way.path), address))
    )
    steps = 0

    def another() -> int:
        nonlocal steps
        steps += 1
        return 0

    def answer() -> None:
        desk.remembered.clear()
        with open_with_backup(desk.workspace) as catalogue:
            catalogue.connection.set_progress_handler(another, 1_000)
            assert way.function(Asked(desk, catalogue, address, names, form_of(query), Form({}))).status_code == 200

    answer()
    steps = 0
    return calls_of(answer), steps


def test_ten_thousand_assets_feel_like_ten(browser: Browser, shoot: Shoot) -> None:
    first = shoot.add("P.jpg", Kind.PHOTO, alt_text=None)
    approvals.put(shoot.catalogue, assets.load(shoot.catalogue, [first]), by="A. Tester")
    one = f"{1:032x}"
    pages = (
        "/",
        "/footage",
        "/footage?needs=alt&page=2",
        "/photos",
        f"/photos/{one}?needs=alt",
        "/approve",
        "/people",
    )
    multiplied(shoot, 1, 1_000)
    few = {page: work_for(browser, page) for page in pages}
    multiplied(shoot, 1_001, 10_000)
    for page in pages:
        calls, steps = (many - before for many, before in zip(work_for(browser, page), few[page], strict=True))
        print(f"{page}: for 9,000 more {calls:,} calls and {steps:,} thousand steps more")
        # a page may look at each of them, and twice as long as it does now, but not at each for each
        assert calls < 9_000 * 60, page
        assert steps < 9_000 * 0.4, page
        answer = browser.get(page)
        assert answer.status_code == 200
        assert len(answer.content) < 100_000, page
    saved = browser.post(f"/photos/{one}", {"alt_text": "A hall.", "was.alt_text": ""}, Accept="application/json")
    assert saved.status_code == 200


def test_what_an_asset_lacks_is_said_in_words(hall: Hall) -> None:
    work.put_outcome(hall.shoot.catalogue, Outcome(hall.rush, "speech", "k", "failed", reason="no sound"))
    rush = assets.one(hall.shoot.catalogue, hall.rush)
    assert (lacking(rush)[0].what, lacking(rush)[0].why) == ("transcript failed", "no sound")
    assert rush.role is Role.RUSH
