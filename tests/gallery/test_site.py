"""The site as a whole: what is in it, what must not be, and what a second build leaves alone."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from mediakit.catalogue import consents
from mediakit.domain.errors import BadInputFile
from mediakit.domain.facts import Kind, Role
from mediakit.gallery import site
from mediakit.gallery.record import read_record
from mediakit.gallery.site import build
from tests.gallery.conftest import DAY, Shoot


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def _links(page: Path) -> list[tuple[str, str]]:
    document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    found = []
    for element in document.iter():
        for name in ("href", "src", "poster", "data-download", "data-following", "data-previous", "data-cues"):
            if element.get(name):
                found.append((element.tag, element.get(name)))
        for part in (element.get("srcset") or "").split(","):
            if part.strip():
                found.append((element.tag, part.split()[0]))
    return found


def test_every_page_is_valid_html(full_shoot: Shoot) -> None:
    full_shoot.build(base_url="https://example.org/gallery")
    for page in _pages(full_shoot.site):
        html5lib.HTMLParser(strict=True).parse(page.read_text("utf-8"))


def test_every_link_leads_to_a_file_of_the_site_and_nothing_is_loaded_from_elsewhere(full_shoot: Shoot) -> None:
    full_shoot.build()
    for page in _pages(full_shoot.site):
        for tag, link in _links(page):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                assert tag == "a", f"{page}: {tag} loads {link}"
                continue
            target = page.parent / unquote(parts.path) if parts.path else page
            assert target.is_file(), f"{page}: {link}"
            if parts.fragment:
                assert f'id="{unquote(parts.fragment)}"' in target.read_text("utf-8"), f"{page}: {link}"


def test_a_film_has_its_player_captions_transcript_and_data_beside_it(full_shoot: Shoot) -> None:
    full_shoot.build()
    folder = full_shoot.site / "videos" / "trust-comes-first"
    page = (folder / "index.html").read_text("utf-8")
    assert '<track kind="captions" src="captions.vtt" srclang="en"' in page
    assert 'id="t=4" href="#t=4"' in page
    assert (folder / "captions.vtt").read_text("utf-8").startswith("WEBVTT")
    assert "not a question about data" in (folder / "transcript.txt").read_text("utf-8")
    data = json.loads((folder / "data.json").read_text("utf-8"))
    assert data["people"] == [
        {"name": "Siân Ní Dhomhnaill-O'Neill", "role": "midwife", "organisation": "St. Brigid’s & Co"}
    ]
    assert "path" not in data
    assert "card" not in data
    assert "name" not in data


def test_the_date_of_a_file_is_not_shown_as_the_day_of_recording(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("UPDATE assets SET captured_at_source = 'mtime' WHERE name = 'F1.mp4'")
    full_shoot.build()
    folder = full_shoot.site / "videos" / "trust-comes-first"
    assert "Recorded" not in (folder / "index.html").read_text("utf-8")
    assert json.loads((folder / "data.json").read_text("utf-8"))["captured_at"] is None
    assert "Recorded" in (full_shoot.site / "videos" / "a-second-film" / "index.html").read_text("utf-8")


def test_finished_films_lead_the_first_page(full_shoot: Shoot) -> None:
    full_shoot.add("R.mp4", role=Role.RUSH, title="A rush")
    full_shoot.approve()
    full_shoot.build()
    home = (full_shoot.site / "index.html").read_text("utf-8")
    assert home.index("A second film")
    assert "A rush" not in home
    assert (full_shoot.site / "videos" / "a-rush" / "index.html").is_file()


def test_nothing_approved_gives_a_site_that_says_so_and_names_nobody(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("DELETE FROM approvals")
    built = full_shoot.build()
    assert (built.videos, built.photos, built.audio, len(built.withheld)) == (0, 0, 0, 6)
    assert "Nothing has been published" in (full_shoot.site / "index.html").read_text("utf-8")
    assert full_shoot.holding("Dhomhnaill", "sian", "Okonkwo", "Opening") == []


def test_a_second_build_writes_nothing_and_changes_no_byte(full_shoot: Shoot) -> None:
    full_shoot.build()
    before = full_shoot.tree()
    stamps = {p: p.stat().st_mtime_ns for p in full_shoot.site.rglob("*")}
    built = full_shoot.build()
    assert (built.written, built.removed) == (0, 0)
    assert built.unchanged == len(before)
    assert full_shoot.tree() == before
    assert {p: p.stat().st_mtime_ns for p in full_shoot.site.rglob("*")} == stamps


def test_a_site_built_anew_has_the_same_bytes(full_shoot: Shoot) -> None:
    full_shoot.build()
    before = full_shoot.tree()
    shutil.rmtree(full_shoot.site)
    assert full_shoot.build().written == len(before)
    assert full_shoot.tree() == before


def test_one_changed_caption_changes_only_the_pages_that_show_it(full_shoot: Shoot) -> None:
    full_shoot.build()
    full_shoot.catalogue.execute("UPDATE assets SET extended_description = 'More.' WHERE name = 'P2.jpg'")
    before = full_shoot.tree()
    built = full_shoot.build()
    after = full_shoot.tree()
    changed = {p for p in after if after[p] != before.get(p)}
    assert built.written == len(changed)
    counted = "accessibility/index.html"
    assert {p for p in changed if p.endswith(".html")} == {"photos/photo-2/index.html", counted}


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_damaged_file_of_the_site_is_written_again(full_shoot: Shoot, damage: str) -> None:
    full_shoot.build()
    page = full_shoot.site / "index.html"
    whole = page.read_bytes()
    if damage == "gone":
        page.unlink()
    else:
        page.write_bytes(whole[:100])
    assert full_shoot.build().written == 1
    assert page.read_bytes() == whole


def test_a_word_changed_by_hand_is_noticed_though_the_page_is_as_long_as_before(full_shoot: Shoot) -> None:
    full_shoot.build()
    page = full_shoot.site / "videos" / "trust-comes-first" / "index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"Trust", b"Doubt"))
    why = site.why_stale(full_shoot.workspace, full_shoot.catalogue, datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert why == "files of the gallery are missing, or were changed by hand"
    assert full_shoot.build().written == 1
    assert page.read_bytes() == before


def test_files_that_only_got_another_time_are_not_written_again_and_known_from_then_on(full_shoot: Shoot) -> None:
    full_shoot.build()
    for file in [p for p in full_shoot.site.rglob("*") if p.is_file()]:
        os.utime(file, (1, 1))
    before = full_shoot.tree()
    assert full_shoot.build().written == 0
    assert full_shoot.tree() == before
    assert read_record(full_shoot.workspace).all_intact(full_shoot.site)


def test_a_film_that_only_got_another_time_stays_while_its_rendition_is_away(full_shoot: Shoot) -> None:
    full_shoot.build()
    for file in full_shoot.site.rglob("*.mp4"):
        os.utime(file, (1, 1))
    for file in full_shoot.workspace.renditions.rglob("*.mp4"):
        file.unlink()
    built = full_shoot.build()
    assert (built.videos, built.removed) == (2, 0)


def test_a_withdrawn_consent_removes_the_person_from_every_byte_of_the_site(full_shoot: Shoot) -> None:
    marks = ("Dhomhnaill", "dhomhnaill", "people/sian", "Trust comes first", "trust-comes-first")
    full_shoot.build(base_url="https://example.org/")
    assert full_shoot.holding(*marks)
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    built = full_shoot.build(base_url="https://example.org/")
    assert [v.reason for v in built.withheld] == ["Siân Ní Dhomhnaill-O'Neill withdrew consent for web"]
    assert full_shoot.holding(*marks) == []
    assert not (full_shoot.site / "people").exists()


def test_a_withdrawal_is_complete_even_if_the_record_was_lost(full_shoot: Shoot) -> None:
    full_shoot.build()
    (full_shoot.workspace.state / "site.json").unlink()
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build()
    assert full_shoot.holding("Dhomhnaill", "Trust comes first") == []


def test_a_build_that_was_killed_leaves_nothing_the_next_one_does_not_know_of(
    full_shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    real, left = os.replace, [12]

    def replaced(source: Path, target: Path) -> None:
        if full_shoot.site in Path(target).parents:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
        real(source, target)

    monkeypatch.setattr(site.os, "replace", replaced)
    with pytest.raises(Killed):
        full_shoot.build()
    monkeypatch.undo()
    (full_shoot.site / "videos" / ".0123456789ab.draft").write_text("Siân")
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build()
    assert full_shoot.holding("Dhomhnaill", "Siân", ".draft") == []
    before = full_shoot.tree()
    assert full_shoot.build().written == 0
    assert full_shoot.tree() == before


def test_files_that_somebody_else_put_into_the_site_stay(full_shoot: Shoot) -> None:
    full_shoot.build()
    (full_shoot.site / "CNAME").write_text("gallery.example.org")
    (full_shoot.site / "photos" / "mine.txt").write_text("mine")
    full_shoot.catalogue.execute("DELETE FROM approvals")
    full_shoot.build()
    assert (full_shoot.site / "CNAME").is_file()
    assert (full_shoot.site / "photos" / "mine.txt").is_file()


def test_a_consent_holds_on_its_last_day_and_not_on_the_next(shoot: Shoot) -> None:
    shoot.person("Margaret Hughes", "margaret")
    shoot.consent("margaret", until=date(2026, 3, 1))
    shoot.approve(shoot.add("F.mp4", people=("margaret",)))
    assert shoot.build(at=date(2026, 3, 1)).videos == 1
    built = shoot.build(at=date(2026, 3, 2))
    assert built.videos == 0
    assert shoot.holding("Hughes") == []


def test_what_people_type_is_escaped_everywhere(shoot: Shoot) -> None:
    mark = "<b>bold</b>\"'&<script>alert(1)</script>"
    shoot.person(f"Eve {mark}", "eve", organisation=mark)
    shoot.consent("eve")
    shoot.session("s", mark, people=("eve",))
    shoot.say(shoot.add("F.mp4", people=("eve",), title=mark, caption=mark, credit=mark), (mark,), "eve")
    shoot.add("P.jpg", Kind.PHOTO, people=("eve",), title=mark, caption=mark, alt_text=mark)
    shoot.approve()
    assert shoot.build(base_url="https://example.org/").photos == 1
    for page in _pages(shoot.site):
        text = page.read_text("utf-8")
        assert "<b>bold" not in text, page
        assert "<script>" not in text, page
        html5lib.HTMLParser(strict=True).parse(text)
    for name in ("feed.xml", "sitemap.xml"):
        ElementTree.parse(shoot.site / name)


def test_characters_that_html_may_not_hold_do_not_reach_it(shoot: Shoot) -> None:
    shoot.say(shoot.add("F.mp4", title="Bell\x07 and \x1b[31m and \ufffe"), ("One\x00two.",))
    shoot.approve()
    shoot.build(base_url="https://example.org/")
    for page in _pages(shoot.site):
        html5lib.HTMLParser(strict=True).parse(page.read_text("utf-8"))
    ElementTree.parse(shoot.site / "feed.xml")


def test_feed_and_sitemap_are_made_only_with_an_address(full_shoot: Shoot) -> None:
    full_shoot.build()
    assert not (full_shoot.site / "feed.xml").exists()
    full_shoot.build(base_url="https://example.org/gallery")
    feed = (full_shoot.site / "feed.xml").read_text("utf-8")
    assert "https://example.org/gallery/videos/trust-comes-first/" in feed
    assert "<loc>https://example.org/gallery/</loc>" in (full_shoot.site / "sitemap.xml").read_text("utf-8")
    home = (full_shoot.site / "index.html").read_text("utf-8")
    assert 'rel="canonical" href="https://example.org/gallery/"' in home
    built = full_shoot.build()
    # feed, sitemap, robots, and the pages of two films and a recording that other sites may show
    assert built.removed == 3 + 3


def test_an_address_of_an_organisation_that_is_no_web_page_is_not_linked(full_shoot: Shoot) -> None:
    full_shoot.build()
    assert full_shoot.holding("javascript:alert") == []
    assert full_shoot.holding("Calder Trust")
    assert full_shoot.holding("https://example.org/?a=1&amp;b=2")


def test_two_assets_of_one_title_have_a_page_each(shoot: Shoot) -> None:
    shoot.add("A.mp4", title="Welcome")
    shoot.add("B.mp4", title="Welcome")
    shoot.approve()
    assert shoot.build().videos == 2
    assert len(list((shoot.site / "videos").glob("welcome*/index.html"))) == 2


def test_an_asset_whose_rendition_was_deleted_is_withheld_with_the_remedy(shoot: Shoot) -> None:
    film = shoot.add("F.mp4")
    shoot.approve()
    path = shoot.workspace.locate(f"renditions/{film}/web-720.mp4")
    content = path.read_bytes()
    path.unlink()
    built = shoot.build()
    assert built.videos == 0
    assert "mediakit process" in (built.withheld[0].reason or "")
    path.write_bytes(content)
    assert shoot.build().videos == 1
    path.unlink()
    shoot.catalogue.execute("UPDATE assets SET title = 'Renamed'")
    assert shoot.build().videos == 1, "what the site holds already needs no rendition"
    shutil.rmtree(shoot.site)
    assert shoot.build().videos == 0


def test_a_template_of_the_workspace_takes_the_place_of_the_packaged_one(full_shoot: Shoot) -> None:
    full_shoot.build()
    (full_shoot.workspace.templates / "static").mkdir(parents=True)
    (full_shoot.workspace.templates / "404.html.j2").write_text("<!DOCTYPE html><title>Oh</title>{{ site.name }}")
    (full_shoot.workspace.templates / "static" / "site.css").write_text("body {}")
    full_shoot.build()
    assert (full_shoot.site / "404.html").read_text() == "<!DOCTYPE html><title>Oh</title>Gallery"
    assert (full_shoot.site / "static" / "site.css").read_text() == "body {}"


@pytest.mark.parametrize(
    ("text", "said"), [("{% if %}", "line 1"), ("\n{{ page.nonsense }}", "line 2"), ("{% include 'x' %}", "x")]
)
def test_a_template_that_cannot_be_used_is_named_with_its_line(full_shoot: Shoot, text: str, said: str) -> None:
    full_shoot.workspace.templates.mkdir()
    (full_shoot.workspace.templates / "404.html.j2").write_text(text)
    with pytest.raises(BadInputFile, match=said):
        full_shoot.build()


def test_without_a_day_the_build_goes_by_today(full_shoot: Shoot) -> None:
    assert build(full_shoot.workspace, full_shoot.catalogue).videos == 2
    full_shoot.catalogue.execute("UPDATE assets SET embargo = '2999-01-01' WHERE name = 'F2.mp4'")
    assert build(full_shoot.workspace, full_shoot.catalogue).videos == 1
    assert build(full_shoot.workspace, full_shoot.catalogue, at=date(2999, 1, 1)).videos == 2
    assert date(2999, 1, 1) > DAY


def test_a_card_names_a_few_and_counts_the_others(shoot: Shoot) -> None:
    names = ("Ada Moor", "Bo Lind", "Cy Reed", "Di Marsh", "Ed Holt", "Flo Wick")
    slugs = tuple(name.lower().replace(" ", "-") for name in names)
    for name, slug in zip(names, slugs, strict=True):
        shoot.person(name, slug)
        shoot.consent(slug)
    shoot.add("F.mp4", people=slugs, title="Six people")
    shoot.add("G.mp4", people=slugs[:4], title="Four people")
    shoot.approve()
    shoot.build()
    films = (shoot.site / "videos" / "index.html").read_text("utf-8")
    assert '<p class="who">Ada Moor, Bo Lind, Cy Reed and 3 others</p>' in films
    assert '<p class="who">Ada Moor, Bo Lind, Cy Reed, Di Marsh</p>' in films
