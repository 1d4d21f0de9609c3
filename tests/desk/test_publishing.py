"""Publishing from the desk: to a place nobody published to before, and again; and what it refuses."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mediakit.catalogue import publications
from tests.desk.conftest import Browser, Hall
from tests.desk.test_journey import over, settled
from tests.gallery.conftest import Shoot
from tests.gallery.places import sender

__all__ = ["settled"]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths as on Unix")


def words_of(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.fixture
def beside(settled: Shoot) -> Path:
    """A folder beside the workspace, that is not there yet."""
    return settled.workspace.root.parent / f"{settled.workspace.root.name}-web"


@pytest.fixture
def ready(settled: Shoot, hall: Hall) -> Hall:
    settled.consent("sian")
    settled.approve(hall.film)
    return hall


def test_the_first_time_the_place_is_given_at_the_desk_and_then_it_is_known(
    settled: Shoot, browser: Browser, ready: Hall, beside: Path
) -> None:
    assert "Nothing was published yet" in browser.text("/work")
    # nothing was built yet, which is told, and done by the same button when it is pressed again
    answer = browser.post("/work/plan", {"new": str(beside)})
    assert answer.status_code == 409
    assert "No gallery was built here yet" in answer.text
    assert browser.app.desk.work.last is None
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert fields["place"] == str(beside)
    assert browser.post("/work/plan", {"place": fields["place"], "build": "yes"}).status_code == 303
    task = over(browser)
    assert task.words == ("publish", str(beside), "--plan", "--build")
    assert task.summary == "1 thing would become public, nothing would change, nothing would disappear."
    page = browser.text("/work")
    assert "Nothing was published there before." in page
    assert not beside.exists()
    # without a name it is not done, and says so beside the field
    answer = browser.post("/work/publish", {"place": str(beside)})
    assert answer.status_code == 400
    assert re.search(r'id="by-problem" role="alert">It needs the name of a person', answer.text)
    browser.post("/work/publish", {"place": str(beside), "by": "Rhian Evans"})
    assert over(browser).status == 0
    assert "It is published at" in browser.text("/work")
    assert (beside / "videos" / "trust-comes-first" / "index.html").is_file()
    assert publications.history(settled.catalogue)[0][0].by == "Rhian Evans"
    assert f"<option>{beside}</option>" in browser.text("/work")


def test_a_folder_is_the_same_place_however_it_was_typed(settled: Shoot, browser: Browser, beside: Path) -> None:
    answer = browser.post("/work/plan", {"new": f"{beside.parent}/./{beside.name}/", "build": "yes"})
    assert answer.status_code == 303
    assert over(browser).planned == str(beside)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write where the gallery is to lie"),
        ("gallery", "Write the whole path of the folder"),
        ("--forget", "Write the whole path of the folder"),
        ("ftp://example.org/gallery", "Ftp:// is no way that mediakit knows"),
        ("-oProxyCommand=x:gallery", "This names no server"),
        ("s3://", "This names no bucket"),
        ("~nobody-of-this-name/gallery", "Write the whole path of the folder"),
        (f"/srv/{'x' * 5000}", "No place has so long a name"),
    ],
)
def test_what_can_be_no_place_is_told_beside_its_field(settled: Shoot, browser: Browser, typed: str, told: str) -> None:
    answer = browser.post("/work/plan", {"new": typed})
    assert answer.status_code == 400
    said = re.findall(r'id="new-problem" role="alert">(.*?)</p>', answer.text, re.DOTALL)[0]
    assert told.lower() in said.lower()
    assert f'name="new" value="{typed}"' in answer.text
    assert browser.app.desk.work.last is None


def test_the_workspaces_own_folders_are_no_place(settled: Shoot, browser: Browser) -> None:
    answer = browser.post("/work/plan", {"new": str(settled.workspace.originals)})
    assert answer.status_code == 409
    assert "this folder is the workspace&#39;s own" in answer.text


def test_a_place_where_something_else_lies_is_left_as_it_is(
    settled: Shoot, browser: Browser, ready: Hall, beside: Path
) -> None:
    beside.mkdir()
    (beside / "accounts.xlsx").write_bytes(b"somebody's own")
    browser.post("/work/plan", {"new": str(beside), "build": "yes"})
    assert over(browser).status == 1
    page = browser.text("/work")
    said = re.findall(r'id="new-problem" role="alert">(.*?)</p>', page, re.DOTALL)[0]
    assert "it holds files that were not published by mediakit. Publish to an empty folder" in said
    assert f'name="new" value="{beside}"' in page
    assert browser.post("/work/publish", {"place": str(beside), "by": "Rhian Evans"}).status_code == 409
    assert [f.name for f in beside.iterdir()] == ["accounts.xlsx"]


def test_the_plan_says_what_disappears_and_why_and_what_stays_out(
    settled: Shoot, browser: Browser, ready: Hall, beside: Path
) -> None:
    browser.post("/work/plan", {"new": str(beside), "build": "yes"})
    over(browser)
    browser.post("/work/publish", {"place": str(beside), "by": "Rhian Evans"})
    over(browser)
    mark = browser.fields("/people/sian", "/people/sian/withdraw")["mark"]
    assert browser.post("/people/sian/withdraw", {"mark": mark, "channel": ""}).status_code == 200
    # what lies in site/ is out of date now, and not sent
    assert browser.post("/work/plan", {"place": str(beside)}).status_code == 409
    browser.post("/work/plan", {"place": str(beside), "build": "yes"})
    over(browser)
    said = words_of(browser.text("/work"))
    assert "Nothing would become public, nothing would change, 1 would disappear." in said
    assert "Disappears from the public 1 Siân Prys-Howell withdrew consent for web: Trust comes first" in said
    assert "Stays out, and why 5 Nobody approved it: 4 things" in said


def test_the_gallery_is_published_where_it_was_before_once_the_plan_was_shown(
    settled: Shoot, browser: Browser, hall: Hall
) -> None:
    place = sender(settled, "folder", settled.workspace.root.parent / f"{settled.workspace.root.name}-web")
    assert "Nothing was published yet" in browser.text("/work")
    place.send()
    settled.consent("sian")
    settled.approve(hall.film)
    browser.post("/work/start", {"command": "build"})
    assert over(browser).status == 0
    there = {"place": str(place.root)}
    # a plan that nobody saw
    assert browser.post("/work/publish", {**there, "by": "Rhian Evans"}).status_code == 409
    browser.post("/work/plan", there)
    assert over(browser).words == ("publish", str(place.root), "--plan")
    page = browser.text("/work")
    assert "videos/trust-comes-first/" in page
    assert "videos/trust-comes-first/index.html" not in place.seen()
    assert f"This is the plan for <strong>{place.root}</strong>. Nothing was sent yet." in page
    # it is plain what will happen: what becomes public, each with a link to look at it, and that nothing was sent yet
    assert re.search(r'Becomes public <span class="where">1</span></h3>\s*<ul.*?videos/trust-comes-first/', page)
    assert "Stays out, and why" in page
    assert (
        browser.get("/gallery/videos/trust-comes-first/").content
        == settled.tree()["videos/trust-comes-first/index.html"]
    )
    browser.post("/work/publish", {**there, "by": "Rhian Evans"})
    assert over(browser).status == 0
    assert "It is published at" in browser.text("/work")
    assert place.seen() == settled.tree()
    assert publications.history(settled.catalogue)[0][0].by == "Rhian Evans"
    assert "This is the plan" not in browser.text("/work")
