"""The desk in a real browser that runs no scripts: forms alone add somebody, correct a name and publish."""

from __future__ import annotations

from tests.desk.chromium import until
from tests.desk.conftest import Hall
from tests.desk.test_in_chromium import Served, served

__all__ = ["served"]


def test_somebody_is_added_and_corrected(hall: Hall, served: Served) -> None:
    page = served.page(java_script_enabled=False)
    page.goto(f"{served.base}/people")
    page.get_by_text("Add somebody").click()
    page.fill("#a-name", "Mairéad Ó Ceallaigh")
    page.get_by_role("button", name="Put them on the list").click()
    page.wait_for_url("**/people/mairead-o-ceallaigh?said=*")
    page.get_by_text("Correct name or role").click()
    page.fill("#f-says", "muh-RAID")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector("text=Saved: how the name is said.")
    assert page.get_by_text("Said: muh-RAID").is_visible()


def test_the_gallery_is_published_for_the_first_time(hall: Hall, served: Served) -> None:
    workspace = hall.shoot.workspace
    (workspace.root / "mediakit.toml").write_text("")
    hall.shoot.consent("sian")
    hall.shoot.approve(hall.film)
    place = workspace.root.parent / f"{workspace.root.name}-web"
    work = served.app.desk.work
    page = served.page(java_script_enabled=False)
    page.goto(f"{served.base}/work")
    page.fill("[name=new]", str(place))
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Build it, and show what would change").click()
    until(lambda: work.last is not None and not work.last.running)
    page.goto(f"{served.base}/work")
    assert page.get_by_role("link", name="Trust comes first").is_visible()
    page.fill("[name=by]", "Rhian Evans")
    page.get_by_role("button", name="Publish it for everybody").click()
    until(lambda: work.last is not None and not work.last.running and "--by" in work.last.words)
    page.goto(f"{served.base}/work")
    assert page.get_by_text(f"It is published at {place}, by Rhian Evans.").is_visible()
    assert (place / "videos" / "trust-comes-first" / "index.html").is_file()
    assert page.locator("select[name=place] option").all_inner_texts() == [str(place)]
