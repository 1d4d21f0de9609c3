"""The index of the site's search: words as people type them, where they stand, the same bytes whatever came before."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.catalogue import consents
from mediakit.gallery import search_files
from mediakit.gallery.search_codes import (
    bucket_of,
    buckets_for,
    number,
    numbered,
    read_numbers,
    read_shortened,
    shortened,
)
from mediakit.gallery.search_files import bucket_files, choice_file
from mediakit.gallery.search_index import Entry, Said, blocks, pairs, postings, words_of
from mediakit.gallery.search_kept import as_found, index_files, refreshed
from mediakit.gallery.search_words import heard, words
from mediakit.gallery.site import rebuild
from tests.gallery.conftest import Shoot

FILM = Entry(
    "videos/trust/index.html", "Film", "Trust comes first", "Siân Ní Dhomhnaill", "LAN", "A film.",
    tuple(Said(i * 1000, text, who) for i, (text, who) in enumerate([
        ("We built trust.", "Siân"), ("In phone calls.", None), ("日本から", None), ("Trust over years.", "Siân"),
    ])), "lan", ("Siân Ní Dhomhnaill",), "2026",
)  # fmt: skip
PHOTO = Entry("photos/p/index.html", "Photo", "Delegates", text="Trust at work", event="LAN", event_slug="lan")


class Index:
    """The files of an index, read as search-index.js reads them."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.buckets = self.read("index")["buckets"]

    def read(self, name: str) -> Any:
        match = re.fullmatch(r'mediakitSearch\("([^"]+)",(.*)\);\n', self.files[f"search/{name}.js"], re.DOTALL)
        assert match
        assert match[1] == name
        return json.loads(match[2])

    def where(self, word: str) -> dict[str, tuple[list[int], list[int]]]:
        """Page → places of a word in what is said, and in what is written."""
        bucket = f"{bucket_of(word, self.buckets):x}"
        if f"search/words/{bucket}.js" not in self.files:
            return {}
        listing = self.read(f"words/{bucket}")
        known = read_shortened(listing["words"])
        if word not in known:
            return {}
        place = known.index(word)
        run = max(n for n, (first, _) in enumerate(listing["runs"]) if first <= place)
        row = read_numbers(self.read(f"found/{bucket}-{run}")[place - listing["runs"][run][0]])
        found, page = {}, 0
        while row:
            code = row.pop(0)
            page += code // 4
            said = [row.pop(0)] if code % 4 == 0 else [] if code % 4 == 2 else _many(row)
            found[page] = (said, _many(row) if code % 4 > 1 else [])
        assert len(found) == read_numbers(listing["pages"])[place]
        return {self.page(page)["path"]: those for page, those in found.items()}

    def page(self, number: int) -> Any:
        return self.read(f"pages/{number // 16:x}")[str(number)]

    def words(self) -> set[str]:
        listings = [self.read(name[7:-3]) for name in self.files if name.startswith("search/words/")]
        return {word for listing in listings for word in read_shortened(listing["words"])}

    def text(self) -> str:
        return "\n".join(f"{path} {text}" for path, text in sorted(self.files.items()))


def _many(row: list[int]) -> list[int]:
    found, value = [], 0
    for _ in range(row.pop(0) + 1):
        value += row.pop(0)
        found.append(value)
    return found


def index(*entries: Entry) -> Index:
    return Index(dict(index_files(entries)))


# --- words ----------------------------------------------------------------------------------------


def test_words_are_compared_without_accents_case_and_apostrophes() -> None:
    assert words("Łukasz O’Neill’s CO-OP ½ naïve") == ["lukasz", "oneills", "co", "op", "1", "2", "naive"]
    assert words("会場です")[:2] == ["会", "場"]


def test_a_name_is_found_with_and_without_its_apostrophe_and_its_first_syllable() -> None:
    found = index(replace(FILM, said=(Said(0, "Then O'Malley’s co-operation began."),)))
    for typed in ("omalley", "malley", "omalleys", "operation", "cooperation"):
        assert found.where(typed), typed
    assert heard("rock-solid") == (["rock", "solid"], [])


@given(st.text())
def test_a_word_never_holds_what_separates_words_in_the_index(text: str) -> None:
    main, beside = heard(text)
    for word in (*main, *(word for _, word in beside)):
        assert word
        assert not set(word) & set(" _\"\\'")


# --- codes ----------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 1 << 40)))
def test_numbers_are_read_as_they_were_written(values: list[int]) -> None:
    assert read_numbers("".join(map(number, values))) == values


@given(st.sets(st.text("abcé日", min_size=1, max_size=60)))
def test_word_lists_are_read_as_they_were_written(some: set[str]) -> None:
    assert read_shortened(shortened(sorted(some))) == sorted(some)


def test_a_page_that_comes_or_goes_leaves_nearly_all_others_their_numbers() -> None:
    keys = [f"videos/talk-{n}" for n in range(300)]
    with_all, with_less = numbered(keys), numbered(keys[:100] + keys[101:])
    assert len(set(with_all.values())) == 300
    assert sum(with_all[key] != with_less[key] for key in with_less) < 5
    assert numbered(reversed(keys)) == with_all


# --- what is found --------------------------------------------------------------------------------


def test_a_word_leads_to_its_page_and_to_its_places() -> None:
    where = index(FILM, PHOTO).where("trust")
    assert where == {"videos/trust/index.html": ([2, 10], [0]), "photos/p/index.html": ([], [768])}


def test_a_place_leads_to_its_sentence_its_second_and_who_speaks() -> None:
    found = index(FILM, PHOTO)
    page = numbered([FILM.key, PHOTO.key])[FILM.key]
    assert found.page(page)["blocks"] == [0]
    rows = found.read(f"texts/{page:x}-0")
    assert rows == [[0.0, 3, "We built trust.", "Siân"], [1.0, 3, "In phone calls.", ""], [2.0, 4, "日本から"],
                    [3.0, 3, "Trust over years.", "Siân"]]  # fmt: skip


def test_a_filter_leads_to_its_pages_and_a_person_to_where_they_speak() -> None:
    found, numbers = index(FILM, PHOTO), numbered([FILM.key, PHOTO.key])
    offered = found.read("filters")
    assert offered["event"] == [["lan", "LAN", 2]]
    assert [row[0] for row in offered["person"]] == ["Siân", "Siân Ní Dhomhnaill"]
    spoken = read_numbers(found.read(f"filters/{choice_file('person', 'Siân')}")["person:Siân"])
    assert spoken == [2 * numbers[FILM.key] + 1, 1, 0, 3, 7, 3]  # two stretches: places 0 to 3 and 10 to 13


def test_long_recordings_are_cut_into_blocks_that_hold_every_sentence_once() -> None:
    long = replace(FILM, said=tuple(Said(i, f"Sentence number {i} of this talk.") for i in range(400)))
    cut = blocks(long)
    assert [first for first, _ in cut[1:]] == [end for _, end in cut[:-1]]
    assert (cut[0][0], cut[-1][1]) == (0, 400)
    texts = [text for path, text in index_files([long]) if path.startswith("search/texts/")]
    assert len(texts) == len(cut) > 5
    assert max(map(len, texts)) < 6_000


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_word_of_every_text_can_be_found(texts: list[str]) -> None:
    entries = [Entry(f"photos/p{i}/index.html", "Photo", text) for i, text in enumerate(texts)]
    found = index(*entries)
    for entry in entries:
        assert all(entry.path in found.where(word) for word in words(entry.title))


def test_words_too_common_to_be_listed_keep_their_first_place_and_their_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_files, "STOP_BYTES", 300)
    monkeypatch.setattr("mediakit.gallery.search_kept.STOP_BYTES", 300)
    said = tuple(Said(i, "of the people and of the land") for i in range(100))
    entries = [replace(FILM, path=f"videos/v{n}/index.html", said=said) for n in range(4)]
    found = index(*entries)
    assert found.read("index")["stops"] == ["and", "land", "of", "people", "the"]
    assert found.where("the")["videos/v0/index.html"][0] == [1]
    assert found.where("of_the")["videos/v0/index.html"][0][:3] == [0, 4, 7]
    assert postings(words_of(entries[0]))["the"] != pairs(words_of(entries[0]), {"of", "the"})["of_the"]


def test_a_bucket_is_cut_into_runs_that_are_small_enough() -> None:
    found = postings(words_of(replace(FILM, said=tuple(Said(i, f"word{i % 90} alpha") for i in range(600)))))
    piece = " ".join(f"{word} {posting}" for word, posting in found.items())
    made = bucket_files(5, dict.fromkeys(range(40), piece))
    runs = [text for path, text in made.files.items() if "/found/" in path]
    assert len(runs) > 2
    assert all(len(text) < 4 * search_files.RUN_BYTES for text in runs)


def test_a_site_of_ten_times_as_much_has_more_buckets_and_never_more_than_are_named() -> None:
    assert buckets_for(0) == 2
    assert buckets_for(1_000_000) < buckets_for(10_000_000) < buckets_for(10**9) == 512


# --- again, with something changed ----------------------------------------------------------------


class Site:
    """An index that is brought up to date, as `build` does it; written: how many files the last time wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, tuple[str, str]] = {}
        self.written = 0

    def bring_about(self, *entries: Entry, version: str = "1") -> dict[str, str]:
        made = list(
            refreshed(map(as_found, entries), version, self.folder, lambda p, k: self.files.get(p, ("", ""))[0] == k)
        )
        stale = [one for one in made if self.files.get(one.path, ("", ""))[0] != one.key]
        fresh = {one.path: (one.key, one.text()) for one in stale}
        self.written = len(fresh)
        self.files = {one.path: fresh.get(one.path) or self.files[one.path] for one in made}
        return {path: text for path, (_, text) in self.files.items()}


TALKS = tuple(
    replace(FILM, path=f"videos/v{n}/index.html", said=tuple(Said(i, f"talk{n} word{i} alpha") for i in range(80)))
    for n in range(30)
)


def test_the_same_entries_in_another_order_give_the_same_bytes() -> None:
    assert dict(index_files([FILM, PHOTO])) == dict(index_files([PHOTO, FILM]))


def test_one_changed_caption_writes_only_the_parts_that_change(tmp_path: Path) -> None:
    site = Site(tmp_path / "kept")
    every = len(site.bring_about(*TALKS))
    site.bring_about(*TALKS)
    assert site.written == 0
    changed = replace(TALKS[3], text="Another film entirely.")
    assert site.bring_about(*TALKS[:3], changed, *TALKS[4:]) == dict(index_files([*TALKS[:3], changed, *TALKS[4:]]))
    assert 0 < site.written < every / 3


edit = st.tuples(
    st.integers(0, 5), st.sampled_from(["", "trust", "trust o'malley", "alpha beta gamma " * 40, "日本 naïve"])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(edit, max_size=4), max_size=5))
def test_whatever_came_before_the_same_entries_give_the_same_bytes(history: list[list[tuple[int, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "kept")
        for those in history:
            by_path = {f"videos/v{n}/index.html": text for n, text in those}
            entries = [
                Entry(path, "Film", text[:20], text=text, said=(Said(0, text, "Ada"),))
                for path, text in by_path.items()
            ]
            assert site.bring_about(*entries) == dict(index_files(entries))


def test_what_is_no_longer_shown_is_gone_from_the_index_and_from_what_is_kept(tmp_path: Path) -> None:
    site = Site(tmp_path / "kept")
    secret = replace(
        PHOTO, path="photos/secret/index.html", text="Zebulon agreed to nothing", people=("Zebulon Quirk",)
    )
    site.bring_about(*TALKS, secret)
    assert any("zebulon" in file.read_text() for file in (tmp_path / "kept").iterdir())
    after = site.bring_about(*TALKS)
    assert "zebulon" not in Index(after).text().lower()
    assert "zebulon" not in " ".join(Index(after).words())
    assert not any(
        "ebulon" in file.read_text() or "secret" in file.read_text() for file in (tmp_path / "kept").iterdir()
    )


@pytest.mark.parametrize("harm", ["cut", "gone", "nonsense", "another version"])
def test_what_is_kept_can_be_lost_or_damaged_without_harm(tmp_path: Path, harm: str) -> None:
    site, kept = Site(tmp_path / "kept"), tmp_path / "kept"
    site.bring_about(*TALKS)
    for file in kept.iterdir():
        if harm == "cut" and file.name != "overview.json":
            file.write_text(file.read_text()[:-40])
        elif harm == "nonsense":
            file.write_text("[1, 2")
        elif harm == "gone":
            file.unlink()
    changed = replace(TALKS[3], text="Another film entirely.")
    version = "2" if harm == "another version" else "1"
    assert site.bring_about(*TALKS[:3], changed, version=version) == dict(index_files([*TALKS[:3], changed]))


def test_a_build_that_was_killed_while_it_wrote_begins_from_nothing(tmp_path: Path) -> None:
    site, kept = Site(tmp_path / "kept"), tmp_path / "kept"
    site.bring_about(*TALKS)
    (kept / "overview.json").unlink()
    assert site.bring_about(*TALKS[:5]) == dict(index_files(TALKS[:5]))
    assert sorted(f.name for f in kept.iterdir() if f.name != "overview.json")


def test_a_file_that_was_changed_in_the_site_is_made_again(tmp_path: Path) -> None:
    site = Site(tmp_path / "kept")
    before = site.bring_about(*TALKS)
    path = next(path for path in before if "/found/" in path)
    site.files[path] = ("", "somebody else's")
    assert site.bring_about(*TALKS) == before
    assert site.written == 1


def test_a_withdrawal_and_a_site_that_is_gone_leave_nothing_in_what_is_kept(full_shoot: Shoot) -> None:
    kept = full_shoot.workspace.state / "search"
    full_shoot.build()
    assert any("dhomhnaill" in file.read_text() for file in kept.iterdir())
    consents.withdraw(full_shoot.catalogue, "sian", None, None)
    full_shoot.build()
    assert not any("homhnaill" in file.read_text() for file in kept.iterdir())
    shutil.rmtree(full_shoot.site)
    assert rebuild(full_shoot.workspace, full_shoot.catalogue) is None
    assert not kept.exists()
