"""What search engines, feed readers and other websites are told: well-formed, by the rules, and nothing withheld."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from mediakit.catalogue import consents
from mediakit.domain.facts import Kind
from mediakit.domain.workspace import Workspace
from mediakit.gallery import schema
from mediakit.gallery.head import cut
from mediakit.gallery.machines import sitemap
from mediakit.gallery.pages import Person as Shown
from mediakit.gallery.pages import RecordingPage, Site, SitemapEntry
from mediakit.gallery.pages_beside import EventPage, PersonPage
from mediakit.gallery.playing import Passage, PlayableFile, Sentence
from tests.gallery.conftest import Shoot

BASE = "https://example.org/gallery/"
ATOM, MEDIA = "{http://www.w3.org/2005/Atom}", "{http://search.yahoo.com/mrss/}"
MAP, IMAGE, VIDEO = (
    "{http://www.sitemaps.org/schemas/sitemap/0.9}",
    "{http://www.google.com/schemas/sitemap-image/1.1}",
    "{http://www.google.com/schemas/sitemap-video/1.1}",
)
FILM = RecordingPage(
    "videos/a/index.html",
    "video",
    "On trust",
    83_500,
    (PlayableFile("videos/a/film-720.mp4", "video/mp4", 1280, 720),),
    captions="videos/a/captions.vtt",
    passages=(Passage((Sentence(0, 900, "We began."), Sentence(900, 1800, "With </script> trust."))),),
    people=(Shown("Ada", "people/ada/index.html", "midwife", "Riverside"), Shown("Bo")),
    day=date(2026, 1, 30),
    updated=datetime(2026, 2, 1, 9, 0, tzinfo=UTC),
)
SITE = Site("Gallery", "en-GB", base_url=BASE, licence_url="https://creativecommons.org/licenses/by/4.0/")


def with_settings(shoot: Shoot, **settings: str) -> Shoot:
    shoot.workspace = Workspace(shoot.workspace.root, replace(shoot.workspace.settings, **settings))
    return shoot


def head_of(shoot: Shoot, path: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """What the head of a page says in meta and link elements, and its JSON-LD documents."""
    text = (shoot.site / path / "index.html").read_text("utf-8")
    document = html5lib.parse(text, namespaceHTMLElements=False)
    told = {e.get("property") or e.get("name"): e.get("content") for e in document.iter("meta")}
    told |= {e.get("rel"): e.get("href") for e in document.iter("link")}
    linked = [json.loads(e.text or "") for e in document.iter("script") if e.get("type") == "application/ld+json"]
    return told, linked


def of_kind(linked: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(d for d in linked if d["@type"] == kind)


# --- cards ------------------------------------------------------------------------------------------------------------


def test_a_film_that_is_shared_shows_its_picture_and_what_it_is_about(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    told, _ = head_of(full_shoot, "videos/trust-comes-first")
    assert told["canonical"] == told["og:url"] == f"{BASE}videos/trust-comes-first/"
    assert told["og:title"] == "Trust comes first"
    assert told["description"] == told["og:description"] == "On trust. And on data."
    assert told["og:image"] == f"{BASE}videos/trust-comes-first/poster.jpg"
    assert (told["og:image:width"], told["og:image:height"]) == ("1280", "720")
    assert told["og:image:alt"] == "Trust comes first"
    assert told["og:video"] == f"{BASE}videos/trust-comes-first/film-720.mp4"
    assert (told["twitter:card"], told["og:locale"]) == ("summary_large_image", "en_GB")
    assert (full_shoot.site / told["og:image"].removeprefix(BASE)).is_file()


@pytest.mark.parametrize("path", ["", "videos", "photos", "photos/photo-1", "events/lan", "people/sian"])
def test_every_kind_of_page_has_a_picture_that_lies_in_the_site(full_shoot: Shoot, path: str) -> None:
    full_shoot.build(base_url=BASE)
    told, _ = head_of(full_shoot, path)
    assert told["og:image"].startswith(BASE)
    assert (full_shoot.site / told["og:image"].removeprefix(BASE)).is_file()
    assert told["og:image:alt"]


def test_a_drawing_is_no_picture_for_a_card(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    told, _ = head_of(full_shoot, "audio/in-the-corridor")
    assert "og:image" not in told
    assert told["twitter:card"] == "summary"


def test_without_an_address_nothing_that_needs_one_is_made(full_shoot: Shoot) -> None:
    full_shoot.build()
    for page in full_shoot.site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "og:" not in text, page
        assert "ld+json" not in text, page
        assert "canonical" not in text, page
    assert not {"feed.xml", "sitemap.xml", "robots.txt"} & full_shoot.tree().keys()
    assert 'name="description" content="On trust. And on data."' in (
        full_shoot.site / "videos" / "trust-comes-first" / "index.html"
    ).read_text("utf-8")


# --- schema.org -------------------------------------------------------------------------------------------------------


def test_a_film_is_told_with_transcript_captions_and_where_to_jump() -> None:
    told = schema.recording(SITE, FILM, [(0, 900, "Beginning")], "embed/a/index.html")
    assert told["@type"] == "VideoObject"
    assert (told["duration"], told["uploadDate"]) == ("PT1M23S", "2026-02-01T09:00:00+00:00")
    assert told["contentUrl"] == f"{BASE}videos/a/film-720.mp4"
    assert told["embedUrl"] == f"{BASE}embed/a/"
    assert told["transcript"] == "We began. With </script> trust."
    assert told["caption"]["contentUrl"] == f"{BASE}videos/a/captions.vtt"
    assert told["hasPart"] == [
        {"@type": "Clip", "name": "Beginning", "startOffset": 0.0, "endOffset": 0.9, "url": f"{BASE}videos/a/#t=0"}
    ]
    assert told["potentialAction"]["target"] == f"{BASE}videos/a/#t={{seek_to_second_number}}"
    assert [c["name"] for c in told["contributor"]] == ["Ada", "Bo"]
    assert told["contributor"][0]["worksFor"]["name"] == "Riverside"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_every_document_is_json_with_a_type_and_full_addresses(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    kinds = set()
    for page in full_shoot.site.rglob("index.html"):
        for document in head_of(full_shoot, page.parent.relative_to(full_shoot.site).as_posix())[1]:
            kinds.add(document["@type"])
            assert document["@context"] == "https://schema.org"
            addresses = re.findall(r'"(?:\w*[uU]rl|item|license|logo|image)": "([^"]+)"', json.dumps(document))
            assert all(found.startswith("https://") for found in addresses), page
            assert "null" not in json.dumps(document)
    assert kinds == {
        "WebSite", "VideoObject", "AudioObject", "ImageObject", "ProfilePage", "Event", "BreadcrumbList"
    }  # fmt: skip


def test_a_photo_says_whose_it_is_and_what_may_be_done_with_it(full_shoot: Shoot) -> None:
    full_shoot.add(
        "Q.jpg", Kind.PHOTO, title="With rights", creator="R. Evans", credit="R. Evans/LAN", copyright="© LAN"
    )
    full_shoot.approve()
    with_settings(full_shoot, licence_url="https://creativecommons.org/licenses/by/4.0/").build(base_url=BASE)
    told = of_kind(head_of(full_shoot, "photos/with-rights")[1], "ImageObject")
    assert told["creator"] == {"@type": "Person", "name": "R. Evans"}
    assert (told["creditText"], told["copyrightNotice"]) == ("R. Evans/LAN", "© LAN")
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["acquireLicensePage"] == f"{BASE}photos/with-rights/"
    assert (full_shoot.site / told["contentUrl"].removeprefix(BASE)).is_file()


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"licence": "CC BY 4.0"}, "nothing else: CC BY 4.0."),
        (
            {"licence_url": "https://example.org/l?a&b"},
            'href="https://example.org/l?a&amp;b">https://example.org/l?a&amp;b</a>.',
        ),
        (
            {"licence": "CC <BY>", "licence_url": "https://example.org/by"},
            '<a rel="license" href="https://example.org/by">CC &lt;BY&gt;</a>.',
        ),
    ],
)
def test_the_licence_stands_on_every_page(full_shoot: Shoot, settings: dict[str, str], shown: str) -> None:
    with_settings(full_shoot, **settings).build(base_url=BASE)
    for page in full_shoot.site.rglob("index.html"):
        text = page.read_text("utf-8")
        html5lib.HTMLParser(strict=True).parse(text)
        assert shown in text or "embed" in page.parts, page


def test_an_organisation_of_the_settings_stands_for_the_gallery_and_else_the_host(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    assert of_kind(head_of(full_shoot, "")[1], "WebSite")["publisher"]["name"] == "Northgate Observatory"
    with_settings(full_shoot, organisation="The Trust").build(base_url=BASE)
    assert of_kind(head_of(full_shoot, "")[1], "WebSite")["publisher"]["name"] == "The Trust"
    assert "<author><name>The Trust</name></author>" in (full_shoot.site / "feed.xml").read_text("utf-8")


def test_an_event_says_when_where_and_by_whom(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    told = of_kind(head_of(full_shoot, "events/lan")[1], "Event")
    assert (told["startDate"], told["endDate"]) == ("2026-01-30", "2026-01-31")
    assert told["location"]["name"] == "Cardiff"
    assert [o["name"] for o in told["organizer"]] == ["Northgate Observatory"]
    assert told["sponsor"] == [{"@type": "Organization", "name": "Calder Trust"}]
    assert [p["name"] for p in told["subEvent"][0]["performer"]] == ["Siân Ní Dhomhnaill-O'Neill"]


def test_an_event_without_a_day_is_not_told_as_one() -> None:
    assert [d["@type"] for d in schema.documents(SITE, EventPage("events/x/index.html", "X"))] == ["BreadcrumbList"]


def test_a_person_has_a_profile_with_role_and_organisation() -> None:
    page = PersonPage("people/ada/index.html", Shown("Ada", "people/ada/index.html", "midwife", "Riverside"))
    told = next(iter(schema.documents(SITE, page)))
    assert told["mainEntity"]["jobTitle"] == "midwife"
    assert told["mainEntity"]["url"] == f"{BASE}people/ada/"


def test_what_people_type_cannot_end_a_document(shoot: Shoot) -> None:
    mark = "</script><script>alert(1)</script>"
    shoot.say(shoot.add("F.mp4", title=mark, caption=mark), (mark,))
    shoot.approve()
    shoot.build(base_url=BASE)
    page = next(p for p in (shoot.site / "videos").rglob("*/index.html"))
    assert "<script>" not in page.read_text("utf-8")
    told = of_kind(head_of(shoot, page.parent.relative_to(shoot.site).as_posix())[1], "VideoObject")
    assert (told["name"], told["transcript"]) == (mark, mark)


def test_a_long_description_ends_at_a_word() -> None:
    assert cut("word " * 100).endswith("word…")
    assert len(cut("word " * 100)) <= 200


# --- feed and sitemap -------------------------------------------------------------------------------------------------


def test_the_feed_is_atom_with_what_a_reader_needs(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    feed = ElementTree.parse(full_shoot.site / "feed.xml").getroot()
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{BASE}feed.xml"  # type: ignore[union-attr]
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        for name in ("title", "id", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo
        file = entry.find(f"{ATOM}link[@rel='enclosure']")
        assert file is not None
        lying = full_shoot.site / (file.get("href") or "").removeprefix(BASE)
        assert lying.stat().st_size == int(file.get("length") or 0)
        picture = entry.find(f"{MEDIA}thumbnail")
        assert picture is not None
        assert (full_shoot.site / (picture.get("url") or "").removeprefix(BASE)).is_file()
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == 2


def test_an_entry_of_the_feed_stays_the_same_one_under_another_title(full_shoot: Shoot) -> None:
    def ids() -> set[str | None]:
        full_shoot.build(base_url=BASE)
        return {e.text for e in ElementTree.parse(full_shoot.site / "feed.xml").getroot().iter(f"{ATOM}id")}

    before = ids()
    full_shoot.catalogue.execute("UPDATE assets SET title = 'Renamed' WHERE name = 'F2.mp4'")
    full_shoot.approve()
    assert ids() == before


def test_the_sitemap_names_films_and_photos_by_the_rules(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    found = ElementTree.parse(full_shoot.site / "sitemap.xml").getroot()
    addresses = [e.text or "" for e in found.iter(f"{MAP}loc")]
    assert len(addresses) == len(set(addresses))
    assert f"{BASE}search/" not in addresses
    assert f"{BASE}404.html" not in addresses
    for there in addresses:
        assert (full_shoot.site / there.removeprefix(BASE) / "index.html").is_file()
    assert len(list(found.iter(f"{IMAGE}image"))) == 3
    films = list(found.iter(f"{VIDEO}video"))
    assert len(films) == 2
    for film in films:
        children = [child.tag.removeprefix(VIDEO) for child in film]
        assert children[:4] == ["thumbnail_loc", "title", "description", "content_loc"]
        assert len(film.findtext(f"{VIDEO}description") or "") <= 2048
        for name in ("thumbnail_loc", "content_loc"):
            assert (full_shoot.site / (film.findtext(f"{VIDEO}{name}") or "").removeprefix(BASE)).is_file()


def test_a_long_sitemap_becomes_an_index_with_parts() -> None:
    shown = [SitemapEntry(f"videos/{n}/index.html") for n in range(25)]
    index, *parts = sitemap(shown, most=10)
    assert (index.path, index.parts) == ("sitemap.xml", ("sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"))  # type: ignore[union-attr]
    assert [len(part.entries) for part in parts] == [10, 10, 5]  # type: ignore[union-attr]


def test_an_index_of_sitemaps_leads_to_its_parts_and_goes_when_they_do(
    full_shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "__defaults__", (4,))
    full_shoot.build(base_url=BASE)
    index = ElementTree.parse(full_shoot.site / "sitemap.xml").getroot()
    parts = [(e.text or "").removeprefix(BASE) for e in index.iter(f"{MAP}loc")]
    assert len(parts) > 2
    assert parts == [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    assert all((full_shoot.site / part).is_file() for part in parts)
    monkeypatch.undo()
    (full_shoot.workspace.state / "site.json").unlink()
    full_shoot.build(base_url=BASE)
    assert list(full_shoot.site.glob("sitemap-*.xml")) == []


# --- catalogue.json, robots and who is in none of it ------------------------------------------------------------------


def test_catalogue_json_holds_what_lies_beside_every_page(full_shoot: Shoot) -> None:
    full_shoot.build()
    told = json.loads((full_shoot.site / "catalogue.json").read_text("utf-8"))
    assert len(told) == 6
    for row in told:
        beside = json.loads((full_shoot.site / row.pop("page") / "data.json").read_text("utf-8"))
        assert row == beside
        assert not {"path", "card", "name", "source"} & row.keys()


def test_an_empty_gallery_has_an_empty_catalogue(shoot: Shoot) -> None:
    shoot.build()
    assert json.loads((shoot.site / "catalogue.json").read_text()) == []


def test_nothing_is_asked_of_anybody_unless_a_setting_does(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    assert "robots" not in head_of(full_shoot, "")[0]
    assert (full_shoot.site / "robots.txt").read_text() == f"User-agent: *\nDisallow:\n\nSitemap: {BASE}sitemap.xml\n"


def test_noindex_and_deny_are_on_every_page_and_in_robots_txt(full_shoot: Shoot) -> None:
    with_settings(full_shoot, robots="noindex", ai="deny").build(base_url=BASE)
    for page in full_shoot.site.rglob("index.html"):
        assert '<meta name="robots" content="noindex, noai, noimageai">' in page.read_text("utf-8"), page
    asked = (full_shoot.site / "robots.txt").read_text()
    assert "Disallow: /gallery/*.jpg$" in asked
    assert "User-agent: GPTBot\n" in asked
    assert asked.rstrip().endswith("Disallow: /gallery/")
    assert "<loc>" not in (full_shoot.site / "sitemap.xml").read_text()


def test_who_withdrew_is_in_nothing_that_is_told_to_anybody(full_shoot: Shoot) -> None:
    marks = ("Dhomhnaill", "dhomhnaill", "people/sian", "Trust comes first", "trust-comes-first", "On trust")
    full_shoot.build(base_url=BASE)
    told = {"feed.xml", "sitemap.xml", "catalogue.json", "index.html", "events/lan/index.html"}
    assert told <= set(full_shoot.holding(*marks))
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build(base_url=BASE)
    assert full_shoot.holding(*marks) == []


def test_who_was_never_asked_is_in_no_document(full_shoot: Shoot) -> None:
    full_shoot.build(base_url=BASE)
    assert full_shoot.holding("Okonkwo", "adaeze") == []


def test_a_gallery_in_french_says_so_to_readers_of_its_feed(full_shoot: Shoot) -> None:
    with_settings(full_shoot, language="fr-FR").build(base_url=BASE)
    told, linked = head_of(full_shoot, "")
    assert told["og:locale"] == "fr_FR"
    assert of_kind(linked, "WebSite")["inLanguage"] == "fr-FR"
    assert 'xml:lang="fr-FR"' in (full_shoot.site / "feed.xml").read_text("utf-8")
    film = of_kind(head_of(full_shoot, "videos/trust-comes-first")[1], "VideoObject")
    assert film["inLanguage"] == "en"
