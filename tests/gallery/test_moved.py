"""Old addresses: they lead to the new ones, and no name outlives its consent in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import html5lib
import pytest

from mediakit.catalogue import addresses, consents, people, people_merging
from mediakit.catalogue.erasing import Doomed, erase
from mediakit.domain.consent import ShowAs
from mediakit.domain.errors import UnknownName
from mediakit.domain.facts import Kind
from mediakit.domain.names import ways_to_name
from tests.gallery.conftest import Shoot


def _titled(shoot: Shoot, title: str, name: str = "F.mp4") -> None:
    shoot.catalogue.execute("UPDATE assets SET title = ? WHERE name = ?", [title, name])
    shoot.approve()
    shoot.build()


def _leads_to(shoot: Shoot, old: str) -> str | None:
    """Where the page at an old address leads: all three ways agree."""
    page = shoot.site / old / "index.html"
    if not page.is_file():
        return None
    document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    refresh = next(m.get("content") for m in document.iter("meta") if m.get("http-equiv") == "refresh")
    link = next(a.get("href") for a in document.iter("a"))
    assert refresh == f"0; url={link}"
    assert (page.parent / link).is_file()
    return str((page.parent / link).resolve().parent.relative_to(shoot.site.resolve()))


@pytest.fixture
def film(shoot: Shoot) -> Shoot:
    shoot.person("Siân Thomas", "sian-thomas")
    shoot.consent("sian-thomas")
    shoot.add("F.mp4", people=("sian-thomas",), title="Opening")
    _titled(shoot, "Opening")
    return shoot


def test_an_address_that_changed_leads_to_the_new_one(film: Shoot) -> None:
    _titled(film, "Welcome")
    assert _leads_to(film, "videos/opening") == "videos/welcome"
    page = (film.site / "videos/opening/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert 'content="default-src' in page
    html5lib.HTMLParser(strict=True).parse(page)
    assert not (film.site / "videos/opening/film-720.mp4").exists()


def test_the_moved_page_names_its_full_address_where_there_is_one_and_no_map_lists_it(film: Shoot) -> None:
    film.catalogue.execute("UPDATE assets SET title = 'Welcome'")
    film.build(base_url="https://example.org/g/")
    page = (film.site / "videos/opening/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/g/videos/welcome/">' in page
    assert "opening" not in (film.site / "sitemap.xml").read_text("utf-8")


def test_a_chain_of_addresses_is_one_step_each(film: Shoot) -> None:
    _titled(film, "Welcome")
    _titled(film, "Good morning")
    assert _leads_to(film, "videos/opening") == "videos/good-morning"
    assert _leads_to(film, "videos/welcome") == "videos/good-morning"
    _titled(film, "Opening")
    assert _leads_to(film, "videos/welcome") == "videos/opening"
    assert "refresh" not in (film.site / "videos/opening/index.html").read_text("utf-8")


def test_a_new_page_at_an_old_address_wins(film: Shoot) -> None:
    _titled(film, "Welcome")
    film.add("G.mp4", title="Opening")
    film.approve()
    film.build()
    assert "refresh" not in (film.site / "videos/opening/index.html").read_text("utf-8")
    _titled(film, "Closing", "G.mp4")
    assert _leads_to(film, "videos/opening") == "videos/closing", "the later of two that lay there"


def test_what_is_withheld_has_no_old_address_either(film: Shoot) -> None:
    _titled(film, "Welcome")
    film.catalogue.execute("UPDATE assets SET hidden = 1")
    film.build()
    assert film.holding("opening", "Opening") == []
    film.catalogue.execute("UPDATE assets SET hidden = 0")
    film.build()
    assert _leads_to(film, "videos/opening") == "videos/welcome"


@pytest.mark.parametrize("title", ["Siân Thomas on trust", "A word with Thomas", "Siân on trust", "Thomas, Siân"])
def test_a_name_does_not_outlive_a_withdrawal_in_an_address(film: Shoot, title: str) -> None:
    _titled(film, title)
    _titled(film, "On trust")
    old = [p for p in film.site.rglob("index.html") if "refresh" in p.read_text("utf-8")]
    assert len(old) == 2, "while she may be named, the address is kept"
    consents.withdraw(film.catalogue, "sian-thomas", None, None)
    # the film stays, with nobody attached any more
    film.catalogue.execute("DELETE FROM asset_people")
    film.approve()
    assert film.build().videos == 1
    assert film.holding("thomas", "sian", "Thomas", "Siân") == []
    assert _leads_to(film, "videos/opening") == "videos/on-trust", "an address that names nobody stays"


def test_whoever_is_shown_by_first_name_alone_is_in_no_old_address(film: Shoot) -> None:
    _titled(film, "A word with Siân Thomas")
    _titled(film, "A word")
    film.consent("sian-thomas", show_as=ShowAs.FIRST)
    film.build()
    assert film.holding("thomas", "Thomas") == []


def test_a_name_that_somebody_no_longer_has_is_in_no_old_address(film: Shoot) -> None:
    _titled(film, "A word with Siân Thomas")
    film.catalogue.execute("UPDATE people SET name = 'Siân Evans', slug = 'sian-evans'")
    _titled(film, "A word with Siân Evans")
    assert film.holding("thomas", "Thomas") == []
    assert _leads_to(film, "people/sian-thomas") is None


def test_a_name_that_was_cut_off_is_still_a_name(shoot: Shoot) -> None:
    shoot.person("Bronwen Featherstonehaugh", "bronwen-featherstonehaugh")
    long = "What we have learned about trust in two years, by Bronwen Featherstonehaugh"
    shoot.consent("bronwen-featherstonehaugh")
    shoot.add("F.mp4", title=long)
    _titled(shoot, long)
    _titled(shoot, "On trust")
    assert shoot.holding("bronwen")
    consents.withdraw(shoot.catalogue, "bronwen-featherstonehaugh", None, None)
    assert shoot.build().videos == 1
    assert shoot.holding("bronwen", "Bronwen") == []


def test_two_spellings_that_became_one_person_share_their_addresses(film: Shoot) -> None:
    film.person("Sian Tomas", "sian-tomas")
    film.consent("sian-tomas")
    film.add("P.jpg", Kind.PHOTO, people=("sian-tomas",), title="Portrait")
    film.approve()
    film.build()
    people_merging.merge(film.catalogue, people_merging.look(film.catalogue, "sian-thomas", "sian-tomas"))
    film.approve()
    film.build()
    assert _leads_to(film, "people/sian-tomas") == "people/sian-thomas"


def test_an_event_with_another_slug_keeps_its_old_address(film: Shoot) -> None:
    film.catalogue.execute("UPDATE events SET slug = 'network-day'")
    film.build()
    assert _leads_to(film, "events/lan") == "events/network-day"


def test_who_was_erased_is_in_no_address_of_the_catalogue(film: Shoot) -> None:
    _titled(film, "Thomas on trust")
    _titled(film, "On trust")
    (asset,) = [row["id"] for row in film.catalogue.rows("SELECT id FROM assets")]
    forms = ways_to_name(people.find(film.catalogue, "sian-thomas")).forms
    erase(film.catalogue, Doomed((), "sian-thomas", (asset,), forms), "A. Tester", "asked", ())
    assert {a.folder for a in addresses.known(film.catalogue)} == {"videos/opening", "videos/on-trust", "events/lan"}


def test_the_site_built_from_nothing_has_the_same_old_addresses(film: Shoot) -> None:
    _titled(film, "Welcome")
    before = film.tree()
    shutil.rmtree(film.site)
    shutil.rmtree(film.workspace.state)
    film.build()
    assert film.tree() == before


def test_a_build_after_a_rename_changes_nothing_the_second_time(film: Shoot) -> None:
    _titled(film, "Welcome")
    stamps = {p: p.stat().st_mtime_ns for p in Path(film.site).rglob("*")}
    assert film.build().written == 0
    assert {p: p.stat().st_mtime_ns for p in Path(film.site).rglob("*")} == stamps


def test_an_address_can_be_forgotten(film: Shoot) -> None:
    _titled(film, "Welcome")
    with pytest.raises(UnknownName, match="no build put anything there"):
        addresses.forget(film.catalogue, ["videos/opening/", "videos/nothing"])
    addresses.forget(film.catalogue, ["videos/opening/index.html"])
    built = film.build()
    assert (built.written, built.removed) == (0, 1)
    assert _leads_to(film, "videos/opening") is None
