"""The pages' words in another language: what is translated, what is not, and what is wrong in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from mediakit.domain.errors import BadInputFile
from mediakit.gallery.pages import NotFoundPage, Site
from mediakit.gallery.render import Renderer
from mediakit.media.strings import Strings, read_strings
from mediakit.media.templates import packaged_templates

TOLD = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)*)"|\btn\(\s*"(?:[^"\\]|\\.)*"\s*,\s*"((?:[^"\\]|\\.)*)\"""")
SAID = re.compile(r"""\bsay\(\s*"((?:[^"\\]|\\.)*)\"""")


def own(folder: Path, text: str, name: str = "fr") -> Path:
    (folder / "strings").mkdir(exist_ok=True)
    (folder / "strings" / f"{name}.json").write_text(text, "utf-8")
    return folder


def test_every_text_of_the_templates_and_scripts_has_its_french() -> None:
    folder = packaged_templates()
    french = read_strings([folder], "fr")
    texts = {a or b for file in folder.glob("*.j2") for a, b in TOLD.findall(file.read_text("utf-8"))}
    said = {text for file in (folder / "static").glob("*.js") for text in SAID.findall(file.read_text("utf-8"))}
    said -= {"{n} photos"}  # the example in say.js
    assert texts - french.pages.keys() == set()
    assert said - french.scripts.keys() == set()


def test_a_translation_keeps_the_places_of_its_english() -> None:
    french = read_strings([packaged_templates()], "fr")
    for english, told in (*french.pages.items(), *french.scripts.items()):
        for text in [told] if isinstance(told, str) else told:
            places = set(re.findall(r"\{(\w+)\}", text))
            assert places <= set(re.findall(r"\{(\w+)\}", english)), english


def test_a_workspace_adds_its_own_words_and_a_region_its_own(tmp_path: Path) -> None:
    own(tmp_path, json.dumps({"pages": {"Search": "Chercher", "{n} films": ["un film", "{n} films"]}}))
    own(tmp_path, json.dumps({"pages": {"Search": "Fouiller"}}), "fr-CA")
    folders = [tmp_path, packaged_templates()]
    french = read_strings(folders, "fr")
    assert (french.say("Search"), french.say("Skip to content")) == ("Chercher", "Aller au contenu")
    assert french.count("{n} film", "{n} films", 1) == "un film"
    assert french.count("{n} film", "{n} films", 4) == "4 films"
    assert read_strings(folders, "fr-CA").say("Search") == "Fouiller"


def test_a_page_is_in_the_language_of_the_site_and_its_words_are_escaped(tmp_path: Path) -> None:
    own(tmp_path, json.dumps({"pages": {"Search": "<Ricerca>"}, "scripts": {"Copied.": "</script>"}}), "it")
    text = Renderer([tmp_path, packaged_templates()], "it").text(Site("Rete", "it"), NotFoundPage())
    assert '<html lang="it">' in text
    assert "&lt;Ricerca&gt;" in text
    assert '</script>"' not in text


def test_what_is_filled_in_may_hold_a_link_and_nothing_else_does() -> None:
    said = Strings().say("<b> by {who}", who=Markup('<a href="x">Ada</a>'))
    assert said == '&lt;b&gt; by <a href="x">Ada</a>'


@pytest.mark.parametrize(
    "text", ["", "[]", '{"pages": []}', '{"pages": {"Search": 3}}', '{"pages": {"Search": ["a"]}}']
)
def test_a_file_that_is_no_catalogue_of_words_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInputFile, match=r"fr\.json"):
        read_strings([own(tmp_path, text)], "fr")
