"""People, organisations, topics, events, and what the site says of itself: with a basis, or not at all."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from mediakit.catalogue import assets, consents, organisations, people, redactions
from mediakit.domain.consent import ShowAs
from mediakit.domain.event import Part
from mediakit.domain.facts import Kind
from mediakit.domain.person import Appearance, Person
from mediakit.domain.span import Span
from mediakit.domain.workspace import Workspace, parse_settings
from mediakit.editorial import describing, drafts_checking
from mediakit.gallery.site import build
from tests.gallery.conftest import DAY, SAID, Shoot


def page(shoot: Shoot, path: str) -> str:
    return (shoot.site / path / "index.html").read_text("utf-8")


# --- people ---------------------------------------------------------------------------------------


def test_what_somebody_chose_of_what_a_person_said_is_on_their_page_and_plays_from_there(full_shoot: Shoot) -> None:
    full_shoot.build()
    text = page(full_shoot, "people/sian")
    assert f"<blockquote><p>{SAID[1]}</p></blockquote>" in text
    assert 'href="../../videos/trust-comes-first/index.html#t=4"' in text
    assert full_shoot.holding("a private note", "A. Tester") == []


@pytest.mark.parametrize("why", ["it was redacted", "it names somebody", "another voice says it", "two say it"])
def test_a_quote_is_left_out_where(full_shoot: Shoot, why: str) -> None:
    film = full_shoot.catalogue.value("SELECT id FROM assets WHERE name = 'F1.mp4'")
    mark = "not a question about data"
    if why == "it was redacted":
        redactions.add(full_shoot.catalogue, film, [Span(5_000, 6_000)], reason="a name", by="A. Tester")
    elif why == "it names somebody":
        full_shoot.catalogue.execute("UPDATE quotes SET text = 'Adaeze Okonkwo told me'")
        mark = "Okonkwo"
    else:
        end = 7_900 if why == "another voice says it" else 8_500
        full_shoot.catalogue.execute("UPDATE quotes SET end_ms = ?", [end])
        full_shoot.catalogue.execute("UPDATE segments SET speaker = 'Speaker 2' WHERE start_ms = 4000")
    full_shoot.approve()
    full_shoot.build()
    assert "blockquote" not in page(full_shoot, "people/sian")
    assert mark not in page(full_shoot, "people/sian")


def test_the_role_is_as_at_each_event(shoot: Shoot) -> None:
    shoot.event("second", name="Second gathering")
    there = (Appearance("lan", "midwife", "Aldermere"), Appearance("second", "director", "Brackwater"))
    people.add(shoot.catalogue, Person("margaret", "Margaret Hughes", appearances=there))
    shoot.consent("margaret")
    shoot.add("F.mp4", people=("margaret",))
    later = shoot.add("G.mp4", people=("margaret",))
    shoot.catalogue.execute("UPDATE assets SET event_id = 2 WHERE id = ?", [later])
    shoot.approve()
    shoot.build()
    text = page(shoot, "people/margaret")
    assert "midwife, Aldermere" in text
    assert "director, Brackwater" in text


# --- organisations --------------------------------------------------------------------------------


def test_an_organisation_shows_its_part_and_those_of_its_people_who_may_be_named(full_shoot: Shoot) -> None:
    full_shoot.organisation("St. Brigid’s & Co", "brigid", Part.PARTICIPANT)
    full_shoot.organisation("Riverside <test>", "riverside", Part.PARTICIPANT)
    full_shoot.build()
    text = page(full_shoot, "organisations/brigid")
    assert "Siân Ní Dhomhnaill" in text
    assert "Trust comes first" in text
    assert "Participant" in text
    assert "Okonkwo" not in page(full_shoot, "organisations/riverside")
    assert 'href="../../organisations/brigid/index.html"' in page(full_shoot, "people/sian")
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build()
    assert "Dhomhnaill" not in page(full_shoot, "organisations/brigid")
    assert full_shoot.holding("Dhomhnaill", "dhomhnaill") == []


def test_somebody_shown_by_first_name_is_not_tied_to_their_organisation(shoot: Shoot) -> None:
    shoot.person("Margaret Hughes", "margaret", organisation="Calder Trust")
    shoot.consent("margaret", show_as=ShowAs.FIRST)
    shoot.organisation("Calder Trust", "calder", Part.PARTNER)
    shoot.add("F.mp4", people=("margaret",), title="A film")
    shoot.approve()
    shoot.build()
    text = page(shoot, "organisations/calder")
    assert "Margaret" not in text
    assert "A film" not in text


def test_an_organisation_of_an_event_of_which_nothing_is_shown_is_nowhere(shoot: Shoot) -> None:
    shoot.organisation("Calder Trust", "calder", Part.PARTNER)
    shoot.add("F.mp4")
    shoot.build()
    assert shoot.holding("Calder", "calder") == []


def test_an_organisation_called_after_somebody_without_consent_has_no_address(full_shoot: Shoot) -> None:
    full_shoot.organisation("Adaeze Okonkwo Ltd", "adaeze-okonkwo-ltd", Part.PARTNER)
    full_shoot.build()
    assert not (full_shoot.site / "organisations" / "adaeze-okonkwo-ltd").exists()
    assert full_shoot.holding("adaeze-okonkwo") == []


def test_a_logo_is_drawn_anew_without_what_was_written_into_its_file(full_shoot: Shoot) -> None:
    exif = Image.Exif()
    exif[0x13B] = "SECRET-ARTIST"
    logo = full_shoot.workspace.root / "logos" / "northgate-0123456789ab.png"
    logo.parent.mkdir()
    Image.new("RGBA", (1200, 400), (0, 90, 80, 128)).save(logo, exif=exif)
    known = organisations.find(full_shoot.catalogue, "northgate")
    organisations.change(full_shoot.catalogue, replace(known, logo="logos/northgate-0123456789ab.png"))
    full_shoot.build()
    assert 'src="logo.png" width="480" height="160"' in page(full_shoot, "organisations/northgate")
    content = (full_shoot.site / "organisations" / "northgate" / "logo.png").read_bytes()
    with Image.open(io.BytesIO(content)) as drawn:
        assert (drawn.size, drawn.mode) == ((480, 160), "RGB")
    assert full_shoot.holding("SECRET-ARTIST", "0123456789ab") == []
    logo.write_bytes(b"no picture any more")
    assert full_shoot.build().written == 0


# --- topics ---------------------------------------------------------------------------------------


def test_a_topic_gathers_what_shares_a_tag_however_it_is_spelt(full_shoot: Shoot) -> None:
    full_shoot.build()
    text = page(full_shoot, "topics/trust")
    assert "Trust comes first" in text
    assert 'data-photo="photo-0"' in text
    assert "<h1>Trust</h1>" in text
    assert "Quality &amp; safety" in page(full_shoot, "topics")
    assert 'href="../../topics/quality-safety/index.html"' in page(full_shoot, "photos/photo-0")
    assert "topics/trust" in page(full_shoot, "events/lan")


def test_the_page_of_a_film_leads_to_its_topics(full_shoot: Shoot) -> None:
    full_shoot.build()
    assert '<dd><a href="../../topics/trust/index.html">Trust</a></dd>' in page(full_shoot, "videos/trust-comes-first")
    assert "topics/" not in page(full_shoot, "videos/a-second-film")


def test_a_tag_that_only_withheld_things_have_is_no_topic(full_shoot: Shoot) -> None:
    hidden = full_shoot.add("H.jpg", Kind.PHOTO, title="Unseen")
    full_shoot.tag("H.jpg", "Safeguarding")
    full_shoot.build()
    assert full_shoot.holding("afeguarding") == []
    full_shoot.approve(hidden)
    full_shoot.build()
    assert full_shoot.holding("afeguarding")


def test_a_tag_that_names_somebody_without_a_basis_is_no_topic(full_shoot: Shoot) -> None:
    full_shoot.tag("P1.jpg", "Adaeze Okonkwo", "With Okonkwo Adaeze")
    full_shoot.build()
    assert full_shoot.holding("Okonkwo", "okonkwo") == []


# --- events ---------------------------------------------------------------------------------------


def test_an_event_shows_the_notice_of_its_venue_and_hands_out_what_was_said(full_shoot: Shoot) -> None:
    full_shoot.build()
    assert "Filming today" in page(full_shoot, "events/lan")
    packed = full_shoot.site / "events" / "lan" / "captions-and-transcripts.zip"
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert SAID[0] in archive.read("trust-comes-first.txt").decode()
    assert names == sorted(names)
    assert set(names) >= {"trust-comes-first.txt", "trust-comes-first.vtt", "a-second-film.vtt", "in-the-corridor.txt"}


def test_what_is_withheld_is_in_no_archive(full_shoot: Shoot) -> None:
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build()
    with zipfile.ZipFile(full_shoot.site / "events" / "lan" / "captions-and-transcripts.zip") as archive:
        assert [name for name in archive.namelist() if "trust" in name] == []
    full_shoot.catalogue.execute("DELETE FROM approvals WHERE asset IN (SELECT id FROM assets WHERE name = 'A.wav')")
    full_shoot.build()
    packed = [path.name for path in full_shoot.site.rglob("*.zip")]
    assert packed == ["photos.zip"], "one recording's words need no archive"


# --- what the site says of itself -----------------------------------------------------------------


def test_the_statement_counts_what_is_shown_and_nothing_else(full_shoot: Shoot) -> None:
    full_shoot.add("H.jpg", Kind.PHOTO, title="Unseen")
    hidden = full_shoot.add("H.mp4", title="Unseen film")
    full_shoot.catalogue.execute("UPDATE assets SET alt_text = 'decorative' WHERE name = 'P2.jpg'")
    ids = {r[1]: r[0] for r in full_shoot.catalogue.rows("SELECT id, name FROM assets")}
    full_shoot.catalogue.execute("UPDATE transcripts SET by = 'A. Tester' WHERE asset = ?", [ids["F2.mp4"]])
    for checked in (ids["F1.mp4"], hidden):
        drafts_checking.check(
            full_shoot.catalogue,
            full_shoot.workspace.settings,
            assets.one(full_shoot.catalogue, checked),
            by="A. Tester",
        )
    full_shoot.approve(*[i for name, i in ids.items() if not name.startswith("H.")])
    full_shoot.build()
    text = page(full_shoot, "accessibility")
    assert "3 of 3 films and sound recordings" in text
    assert "A person said that they checked the captions of 1 of them." in text, "a correction is no check"
    assert "2 of 3 photos have a text alternative. A person called 1 photo decorative." in text
    assert "2 recordings have captions that nobody has said they checked" in text
    assert "claims no compliance" in text
    assert "Equality and Human Rights Commission" in text


def describe_film(shoot: Shoot, asset: str, key: str, value: str) -> None:
    edit = describing.from_words(shoot.catalogue, [asset, f"{key}={value}"])
    describing.write(shoot.catalogue, describing.changes(shoot.catalogue, edit))


def test_the_statement_says_what_films_offer_those_who_do_not_see_them(shoot: Shoot) -> None:
    for name in ("A.mp4", "B.mp4", "C.mp4", "D.mp4"):
        shoot.add(name, title=f"Film {name[0]}")
    version = shoot.add("AD.mp4", title="Film A, described")
    found = {r[1]: r[0] for r in shoot.catalogue.rows("SELECT id, name FROM assets")}
    describe_film(shoot, found["A.mp4"], "audio_description", version)
    describe_film(shoot, found["B.mp4"], "description_text", "A hall fills.")
    describe_film(shoot, found["C.mp4"], "audio_description", "not-needed: one person speaks")
    for asset in found.values():
        drafts_checking.check(
            shoot.catalogue, shoot.workspace.settings, assets.one(shoot.catalogue, asset), by="A. Tester"
        )
    shoot.approve()
    shoot.build()
    text = page(shoot, "accessibility")
    for line in (
        "of 4 films:",
        "1 has an audio described version.",
        "1 has a text of what is seen and said.",
        "1 needs no description, and its page says why.",
        "1 has no description yet.",
        "1 film has no audio description, and nobody has said that it needs none.",
        "What is seen in 1 film is described in a text only, not by a voice.",
        "4 of 5 films, sound recordings and photos meet level A of WCAG 2.2, and 3 level AA",
    ):
        assert line in text, line
    shoot.catalogue.execute("DELETE FROM approvals WHERE asset = ?", [version])
    shoot.build()
    assert "2 have no description yet." in page(shoot, "accessibility"), "a version that nobody sees is none"


def test_the_statement_knows_of_no_shortfall_where_there_is_nothing(shoot: Shoot) -> None:
    shoot.build()
    text = page(shoot, "accessibility")
    assert "films" not in text.split("<h2>Compliance")[0].split("How accessible")[1]


def told(shoot: Shoot, settings: str) -> None:
    own = Workspace(shoot.workspace.root, parse_settings(settings))
    build(own, shoot.catalogue, at=DAY)


def test_about_rights_and_findings_are_in_the_words_of_the_settings(full_shoot: Shoot) -> None:
    told(
        full_shoot,
        '[gallery]\nabout = """Who we are.\n\nWhat <b>this</b> is."""\nrights = "Credit us."\n'
        'accessibility = "Audited in May."\nenforcement = "none"\ncontact = "comms@example.org"\n',
    )
    about, statement = page(full_shoot, "about"), page(full_shoot, "accessibility")
    assert "<p>Who we are.</p>\n<p>What &lt;b&gt;this&lt;/b&gt; is.</p>" in about
    assert "<p>Credit us.</p>" in about
    assert 'href="mailto:comms@example.org"' in statement
    assert "<p>Audited in May.</p>" in statement
    assert "Equality" not in statement
    assert 'href="../accessibility/index.html"' in about


def test_the_licence_of_the_settings_is_told_with_its_address(full_shoot: Shoot) -> None:
    full_shoot.build()
    assert "please ask before you use it elsewhere" in page(full_shoot, "about")
    told(full_shoot, '[gallery]\nlicence = "CC BY 4.0"\nlicence_url = "https://example.org/by?a=1&b=2"\n')
    about = page(full_shoot, "about")
    link = '<a rel="license" href="https://example.org/by?a=1&amp;b=2">CC BY 4.0</a>'
    assert f"unless their own page says otherwise: {link}." in about
    assert "please ask before" not in about
    told(full_shoot, '[gallery]\nlicence = "Open <3"\n')
    assert "says otherwise: Open &lt;3." in page(full_shoot, "about")


def test_every_page_leads_to_both_from_its_foot(full_shoot: Shoot) -> None:
    full_shoot.build()
    for file in full_shoot.site.rglob("*.html"):
        text = file.read_text("utf-8")
        assert "about/index.html" in text or file.parent.name == "about", file
        assert "accessibility/index.html" in text or file.parent.name == "accessibility", file


def test_a_page_says_how_to_cite_it_and_when_it_was_last_approved(full_shoot: Shoot) -> None:
    full_shoot.build(base_url="https://example.org/gallery")
    text = page(full_shoot, "photos/photo-1")
    assert "R. Evans (2026). <cite>Photo 1</cite> [Photograph]." in text
    assert "https://example.org/gallery/photos/photo-1/" in text
    assert "Last updated" in text
    assert "Last updated" in page(full_shoot, "events/lan")


def test_a_gallery_of_nothing_still_says_whose_it_is_and_names_nobody(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("DELETE FROM approvals")
    full_shoot.build()
    for name in ("about", "accessibility"):
        assert "Northgate" not in page(full_shoot, name)
    folders = {p.name for p in Path(full_shoot.site).iterdir() if p.is_dir()}
    assert folders == {"about", "accessibility", "search", "static"}
