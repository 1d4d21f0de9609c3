"""The gallery in another language: every page, its dates and numbers, and what stays in its own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import html5lib
import pytest

from mediakit.domain.languages import NAMES, language_name
from mediakit.domain.workspace import Workspace
from mediakit.gallery import wording
from mediakit.media.strings import read_strings
from mediakit.media.templates import packaged_templates
from tests.gallery.conftest import Shoot


@pytest.fixture
def in_french(full_shoot: Shoot) -> Shoot:
    """The whole shoot, with its gallery in French."""
    settings = replace(full_shoot.workspace.settings, language="fr")
    full_shoot.workspace = Workspace(full_shoot.workspace.root, settings)
    return full_shoot


def page(shoot: Shoot, path: str) -> str:
    return (shoot.site / path / "index.html").read_text("utf-8")


def test_every_page_in_french_is_valid_html(in_french: Shoot) -> None:
    in_french.build(base_url="https://example.org/gallery")
    for file in sorted(in_french.site.rglob("*.html")):
        text = file.read_text("utf-8")
        html5lib.HTMLParser(strict=True).parse(text)
        assert '<html lang="fr">' in text, file


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("", ("Search", "Watch", "Everyone")),
        ("videos/trust-comes-first", ("Transcript (", "Follow", "Take it with you", "Length")),
        ("photos", ("more of",)),
        ("videos", ("recording",)),
        ("photos/photo-1", ("Previous", "Rights", "Download")),
        ("events/lan", ("Agenda", "January")),
        ("search", ("Searching", "Show more")),
        ("people/sian", ("People",)),
    ],
)
def test_no_english_is_left_on_a_page_in_french(in_french: Shoot, path: str, english: tuple[str, ...]) -> None:
    in_french.build()
    document = html5lib.parse(page(in_french, path), namespaceHTMLElements=False)
    for script in document.iter("script"):
        # what scripts say is asked for in English
        script.text = ""
    visible = "".join(document.itertext())
    found = [word for word in english if word in visible]
    assert found == []


def test_a_transcript_in_another_language_than_the_page_says_so(in_french: Shoot) -> None:
    in_french.build()
    film = page(in_french, "videos/trust-comes-first")
    assert 'aria-labelledby="transcript" lang="en"' in film
    assert 'srclang="en"' in film
    assert "<dt>Langue parlée</dt><dd>anglais</dd>" in film
    assert '<blockquote lang="en">' in page(in_french, "people/sian")
    assert '<p class="where">Learning Network · anglais</p>' in page(in_french, "videos")
    assert "Langues parlées\N{NO-BREAK SPACE}: anglais." in page(in_french, "accessibility")


def test_the_wording_of_the_uk_is_marked_as_english_on_a_page_in_french(in_french: Shoot) -> None:
    in_french.build()
    assert '<p lang="en-GB">The Equality and Human Rights Commission' in page(in_french, "accessibility")


def test_no_line_in_french_can_begin_with_a_mark() -> None:
    told = json.loads((packaged_templates() / "strings" / "fr.json").read_text("utf-8"))
    texts = [
        text for part in told.values() for said in part.values() for text in (said if type(said) is list else [said])
    ]
    assert [text for text in texts if re.search(r" [:;?!»](\s|$)|« ", text)] == []


def test_an_english_film_on_an_english_page_needs_no_mark(full_shoot: Shoot) -> None:
    full_shoot.build()
    film = page(full_shoot, "videos/trust-comes-first")
    assert 'lang="en"' not in film.replace('srclang="en"', "")
    assert "Spoken in" not in film
    assert "Languages spoken: English." in page(full_shoot, "accessibility")


def test_what_is_written_from_right_to_left_is_shown_so(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("UPDATE transcripts SET language = 'ar'")
    full_shoot.approve()
    full_shoot.build()
    film = page(full_shoot, "videos/trust-comes-first")
    assert 'aria-labelledby="transcript" lang="ar" dir="rtl"' in film
    assert "<dt>Spoken in</dt><dd>Arabic</dd>" in film
    assert '<html lang="en-GB">' in film


def test_a_title_whose_letters_tell_its_language_is_marked_with_it(full_shoot: Shoot) -> None:
    full_shoot.catalogue.execute("UPDATE transcripts SET language = 'ar'")
    full_shoot.catalogue.execute("UPDATE assets SET title = 'الثقة' WHERE name = 'F2.mp4'")
    full_shoot.approve()
    full_shoot.build()
    marked = [
        p for p in full_shoot.site.rglob("*.html") if '<h1 lang="ar" dir="rtl">الثقة</h1>' in p.read_text("utf-8")
    ]
    assert len(marked) == 1
    assert ' lang="ar" dir="rtl">الثقة</a></h2>' in page(full_shoot, "videos")
    assert "<h1>Trust comes first</h1>" in page(full_shoot, "videos/trust-comes-first")


def test_chapters_that_somebody_typed_are_in_no_language_that_anybody_knows(in_french: Shoot) -> None:
    in_french.catalogue.execute("UPDATE assets SET chapters = '0:00 Début\n0:06 Fin' WHERE name = 'F1.mp4'")
    in_french.approve()
    in_french.build()
    film = page(in_french, "videos/trust-comes-first")
    assert "<ol data-chapters>" in film
    assert "Début" in film


def test_every_language_that_speech_is_recognised_in_has_a_name_in_both() -> None:
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    known = [language_name(code) for code in _LANGUAGE_CODES]
    assert [name for name in known if name.islower()] == []
    assert [name for name in NAMES.values() if name not in FRENCH.pages] == []


FRENCH = read_strings([packaged_templates()], "fr")


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (date(2024, 1, 30), None, "30 janvier 2024"),
        (date(2024, 1, 30), date(2024, 1, 31), "30–31 janvier 2024"),
        (date(2024, 1, 31), date(2024, 2, 1), "31 janvier – 1er février 2024"),
        (date(2024, 12, 31), date(2025, 1, 1), "31 décembre 2024 – 1er janvier 2025"),
    ],
)
def test_days_are_written_as_the_french_write_them(starts: date, ends: date | None, said: str) -> None:
    assert wording.days(starts, ends, FRENCH) == said


def test_numbers_sizes_and_lengths_are_written_as_the_french_write_them() -> None:
    assert wording.size(12_400_000, FRENCH) == "12,4\N{NO-BREAK SPACE}Mo"
    assert wording.size(1, FRENCH) == "1 octet"
    assert FRENCH.number(1_234_567) == "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567"
    assert wording.spoken_duration(3_661_000, FRENCH) == "1 heure 1 minute"
    assert wording.spoken_duration(10, FRENCH) == "moins d’une seconde"
    assert wording.listed(["Ada", "Bo", "Cy"], FRENCH) == "Ada, Bo et Cy"


def test_a_title_that_nobody_wrote_is_in_the_language_of_the_pages(in_french: Shoot) -> None:
    in_french.catalogue.execute("UPDATE assets SET title = NULL, caption = NULL WHERE name IN ('F2.mp4', 'P1.jpg')")
    in_french.approve()
    in_french.build()
    titles = in_french.holding("Film, 30 janvier 2026 à 09:30"), in_french.holding("Photo, 30 janvier 2026 à 09:30")
    assert all(titles)


def test_speeds_have_a_comma_in_french_and_a_point_for_the_player(in_french: Shoot) -> None:
    in_french.build()
    film = page(in_french, "videos/trust-comes-first")
    assert '<option value="0.75">0,75×</option>' in film
    assert '<option value="1" selected>1×</option>' in film
