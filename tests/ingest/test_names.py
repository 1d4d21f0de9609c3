"""Where the files of a card go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mediakit.ingest.names import names_on_disk, numbered
from mediakit.media.disk import Habits

WINDOWS, MACOS, LINUX = Habits(folds_case=True, forbids=True), Habits(folds_case=True), Habits()


def test_a_name_stays_what_it_is_where_the_disk_can_hold_it() -> None:
    paths = ["DCIM/<b>.MOV", "a:b?.mov", "trailing.dots...", "会場①.mov", "  .mov", "🎤/x"]
    assert names_on_disk(paths, LINUX) == {p: p for p in paths}


def test_what_windows_forbids_becomes_an_underscore() -> None:
    named = names_on_disk(["a:b?.mov", "dots...", "CON.txt", "NUL", "fine.mov"], WINDOWS)
    assert named == {
        "a:b?.mov": "a_b_.mov",
        "dots...": "dots___",
        "CON.txt": "CON_.txt",
        "NUL": "NUL_",
        "fine.mov": "fine.mov",
    }


def test_names_that_a_disk_would_take_for_one_stay_two() -> None:
    assert names_on_disk(["a.MOV", "A.MOV"], LINUX) == {"a.MOV": "a.MOV", "A.MOV": "A.MOV"}
    assert names_on_disk(["a.MOV", "A.MOV"], MACOS) == {"A.MOV": "A.MOV", "a.MOV": "a (2).MOV"}
    composed, decomposed = "caf\u00e9.mov", "cafe\u0301.mov"
    assert len(set(names_on_disk([composed, decomposed], MACOS).values())) == 2


def test_bytes_that_are_no_text_are_written_so_that_every_program_can_open_the_copy() -> None:
    assert names_on_disk(["caf\udce9.mov"], LINUX) == {"caf\udce9.mov": "caf%E9.mov"}
    both = names_on_disk(["caf\udce9.mov", "caf%E9.mov"], LINUX)
    assert sorted(both.values()) == ["caf%E9 (2).mov", "caf%E9.mov"]


def test_what_was_settled_before_stays() -> None:
    named = names_on_disk(["a.mov", "b.mov"], LINUX, {"a.mov": "old.mov"})
    assert named == {"a.mov": "old.mov", "b.mov": "b.mov"}


def test_a_numbered_name_is_never_too_long() -> None:
    assert numbered("x/" + "ä" * 125 + ".mov", 2).encode()[2:].__len__() <= 255
    assert numbered("INDEX", 3) == "INDEX (3)"


@given(st.lists(st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=255), max_size=8))
def test_whatever_a_card_calls_its_files_each_gets_a_name_of_its_own(names: list[str]) -> None:
    named = names_on_disk(names, WINDOWS)
    assert len({v.casefold() for v in named.values()}) == len(set(names))
    for value in named.values():
        assert len(value.encode()) <= 255
        assert not set(value) & set('<>:"\\|?*')
        assert value not in (".", "..")


@given(st.lists(st.binary(min_size=1, max_size=255), max_size=8))
def test_names_that_are_any_bytes_become_text(raw: list[bytes]) -> None:
    names = {n.decode("utf-8", "surrogateescape") for n in raw if not set(n) & set(b"/\0")}
    named = names_on_disk(names, LINUX)
    assert len(set(named.values())) == len(names)
    assert all(len(v.encode()) <= 255 for v in named.values())
