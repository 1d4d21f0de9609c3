"""The index of the site's search: small parts, words as people type them, the same bytes every time."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from mediakit.gallery.search_index import PART_BYTES, Entry, index_files, part_name, words

FILM = Entry(
    "videos/trust/index.html", "Film", "Trust comes first", "Siân Ní Dhomhnaill", "LAN", "A film.",
    tuple((i * 1000, text) for i, text in enumerate(["We built trust.", "In phone calls.", "日本から", "Over years."])),
)  # fmt: skip
PHOTO = Entry("photos/p/index.html", "Photo", "Delegates", text="Trust at work")


def _read(files: dict[str, str], name: str) -> dict[str, object]:
    match = re.fullmatch(r'mediakitSearch\("([^"]+)",(.*)\);\n', files[f"search/{name}.js"], re.DOTALL)
    assert match
    assert match[1] == name
    found: dict[str, object] = json.loads(match[2])
    return found


def test_a_word_leads_to_its_page_and_to_its_sentence() -> None:
    files = dict(index_files([FILM, PHOTO]))
    part = _read(files, "words/_")
    pages, found = part["pages"], part["words"]
    assert isinstance(found, dict)
    assert isinstance(pages, list)
    where = {pages[page]: units for page, *units in found["trust"]}
    assert where == {"videos-trust videos/trust": [0, 3], "pages photos/p": [2]}
    text = _read(files, "texts/videos-trust")["videos/trust"]
    assert isinstance(text, dict)
    assert text["said"][0] == [0.0, "We built trust."]


def test_words_are_compared_without_accents_case_and_apostrophes() -> None:
    assert words("Łukasz O’Neill’s CO-OP ½ naïve") == ["lukasz", "o", "neill", "s", "co", "op", "1", "2", "naive"]
    assert words("会場です") == ["会", "場", "て", "す"] or words("会場です")[:2] == ["会", "場"]


def test_a_large_index_is_cut_into_parts_by_the_letters_words_begin_with() -> None:
    entries = [
        Entry(f"videos/v{n}/index.html", "Film", f"Film {n}", said=tuple((i, f"word{n}x{i} alpha") for i in range(60)))
        for n in range(120)
    ]
    files = dict(index_files(entries))
    parts = _read(files, "index")["parts"]
    assert isinstance(parts, list)
    assert len(parts) > 3
    assert "word1" in parts or any(p.startswith("word1") for p in parts)
    for name, text in files.items():
        if name.startswith("search/words/"):
            assert len(text) < 3 * PART_BYTES


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_word_of_every_text_can_be_found(texts: list[str]) -> None:
    entries = [Entry(f"photos/p{i}/index.html", "Photo", text) for i, text in enumerate(texts)]
    files = dict(index_files(entries))
    parts = _read(files, "index")["parts"]
    assert isinstance(parts, list)
    found: dict[str, object] = {}
    for prefix in parts:
        those = _read(files, f"words/{part_name(prefix)}")["words"]
        assert isinstance(those, dict)
        found |= those
    assert set(found) == {word for text in texts for word in words(text)}


def test_the_same_entries_in_another_order_give_the_same_bytes() -> None:
    assert dict(index_files([FILM, PHOTO])) == dict(index_files([PHOTO, FILM]))


def test_the_script_folds_words_as_the_index_does() -> None:
    """Two languages, one rule: the letters and scripts named in search.js are those named in search_index.py."""
    from mediakit.gallery import search_index
    from mediakit.media.templates import packaged_templates

    script = (packaged_templates() / "static" / "search.js").read_text("utf-8")
    letters = re.search(r"const LETTERS = (\{.*?\});", script)
    assert letters
    assert {ord(k): v for k, v in json.loads(letters[1]).items()} == search_index._LETTERS
    cjk = re.search(r'const CJK = "(.*?)";', script)
    assert cjk
    assert cjk[1].replace("\\\\u", "\\u").encode().decode("unicode_escape") == search_index._CJK
