"""Which card is this."""

from __future__ import annotations

from mediakit.ingest.recognise import Comparison, Sameness, compare, decide
from mediakit.ingest.scan import Found

FILES = (Found("C1.MP4", 10, 0), Found("C2.MP4", 20, 0))


def test_the_same_files_and_new_ones_are_the_same_card_going_on() -> None:
    compared = compare(FILES, {"C1.MP4": 10})
    assert compared == Comparison(alike=("C1.MP4",))
    assert decide(compared, equal=True, held_any=True) is Sameness.SAME


def test_one_other_clip_under_a_known_name_is_another_card() -> None:
    compared = compare(FILES, {"C1.MP4": 10, "C2.MP4": 21})
    assert decide(compared, equal=True, held_any=True) is Sameness.OTHER


def test_files_alike_with_other_content_are_another_card() -> None:
    assert decide(compare(FILES, {"C1.MP4": 10}), equal=False, held_any=True) is Sameness.OTHER


def test_nothing_in_common_is_another_card() -> None:
    assert decide(compare(FILES, {}), equal=True, held_any=True) is Sameness.OTHER
    assert decide(compare(FILES, {}), equal=True, held_any=False) is Sameness.NEW


def test_an_index_that_the_camera_rewrites_decides_nothing() -> None:
    files = [Found("M4ROOT/MEDIAPRO.XML", 99, 0), Found(".DS_Store", 3, 0), Found("C1.MP4", 10, 0)]
    held = {"M4ROOT/MEDIAPRO.XML": 50, ".DS_Store": 1, "C1.MP4": 10}
    assert compare(files, held) == Comparison(alike=("C1.MP4",))
