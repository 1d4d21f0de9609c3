"""Timed text: the structure that players check, read back by others and by ourselves; and text from right to left."""

from __future__ import annotations

import io

import pysubs2
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.captions import Cue
from mediakit.domain.subtitles import to_srt, to_vtt, with_names
from mediakit.domain.subtitles_read import read_captions
from mediakit.domain.subtitles_ttml import EBU_TT_D, IMSC, to_ttml

TT, TTP, TTS = ("{http://www.w3.org/ns/ttml" + part + "}" for part in ("", "#parameter", "#styling"))
TTM, XML, EBU = (
    "{http://www.w3.org/ns/ttml#metadata}",
    "{http://www.w3.org/XML/1998/namespace}",
    "{urn:ebu:tt:metadata}",
)
CUES = (
    Cue(0, 1_500, ("Trust & time,", "that's <all>."), "Dr Ama Owusu"),
    Cue(1_500, 3_723_004, ("- One arrow --> two.",), "2"),
    Cue(3_723_004, 3_724_000, ("[applause]",), None),
)


def test_the_document_says_what_it_is_and_keeps_to_it() -> None:
    root = ElementTree.fromstring(to_ttml(CUES, language="en-GB", title="A <talk>"))
    assert (root.tag, root.get(f"{XML}lang")) == (f"{TT}tt", "en-GB")
    assert (root.get(f"{TTP}timeBase"), root.get(f"{TTP}contentProfiles")) == ("media", IMSC)
    assert [e.text for e in root.iter(f"{EBU}conformsToStandard")] == [EBU_TT_D, IMSC]
    assert root.findtext(f"{TT}head/{TT}metadata/{TTM}title") == "A <talk>"
    ids = [e.get(f"{XML}id") for e in root.iter() if e.get(f"{XML}id")]
    assert len(ids) == len(set(ids))
    styles = {e.get(f"{XML}id") for e in root.iter(f"{TT}style")}
    regions = {e.get(f"{XML}id") for e in root.iter(f"{TT}region")}
    for p in root.iter(f"{TT}p"):
        assert p.get("region") in regions
        assert p.get("style") in styles
        assert (p.text, [span.tag for span in p]) == (None, [f"{TT}span"])
        assert p[0].get("style") in styles


def test_times_lines_and_voices_stand_where_players_look_for_them() -> None:
    root = ElementTree.fromstring(to_ttml(CUES, language="en"))
    first, second, third = root.iter(f"{TT}p")
    assert (second.get("begin"), second.get("end")) == ("00:00:01.500", "01:02:03.004")
    assert [first[0].text, first[0][0].tag, first[0][0].tail] == ["Trust & time,", f"{TT}br", "that's <all>."]
    names = {e.get(f"{XML}id"): e.findtext(f"{TTM}name") for e in root.iter(f"{TTM}agent")}
    assert [names.get(p.get(f"{TTM}agent")) for p in (first, second, third)] == ["Dr Ama Owusu", "Speaker 2", None]


def test_another_library_reads_the_same() -> None:
    read = pysubs2.SSAFile.from_file(io.StringIO(to_ttml(CUES, language="en")), format_="ttml")
    assert [(e.start, e.end) for e in read] == [(0, 1_500), (1_500, 3_723_004), (3_723_004, 3_724_000)]
    assert read[0].plaintext.split("\n") == ["Trust & time,", "that's <all>."]


said = st.text(alphabet=st.characters(codec="utf-8"), max_size=20).map(
    lambda text: " ".join("".join(c for c in text if c.isprintable()).split()) or "x"
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(said, min_size=1, max_size=3), max_size=8), st.sampled_from([None, "Ama & <Co>"]))
def test_any_text_comes_back_as_it_was(texts: list[list[str]], speaker: str | None) -> None:
    cues = [Cue(i * 1_000, i * 1_000 + 900, tuple(lines), speaker) for i, lines in enumerate(texts)]
    found = read_captions(to_ttml(cues, language="cy").encode(), "film.ttml")
    seen = [Cue(c.start_ms, c.end_ms, c.lines, c.speaker) for c in found.cues]
    unseen = "\u200b\u200e\u200f\u2060\ufeff"
    if not any(c in unseen or c > "\ufffd" for lines in texts for line in lines for c in line):
        assert seen == cues
    assert len(found.problems) == (0 if texts else 1)


def test_no_captions_and_no_language_are_still_a_document() -> None:
    root = ElementTree.fromstring(to_ttml((), language="no language"))
    assert root.get(f"{XML}lang") == ""
    assert root.find(f"{TT}body") is not None


ARABIC = (Cue(0, 2_000, ("قال لنا الفريق", "NHS England هي الشريك")),)


def test_a_line_from_right_to_left_that_begins_with_other_letters_is_marked() -> None:
    assert "\nقال لنا الفريق\n&rlm;NHS England" in to_vtt(ARABIC, language="ar")
    assert "\n\u200fNHS England" in to_srt(ARABIC, language="ar")
    assert 'tts:direction="rtl"' in to_ttml(ARABIC, language="ar")
    assert read_captions(to_vtt(ARABIC, language="ar").encode(), "x.vtt").cues[0].lines == ARABIC[0].lines


@pytest.mark.parametrize(
    "text", [to_vtt(CUES, language="en"), to_srt(CUES, language="en"), to_ttml(CUES, language="en")]
)
def test_no_marks_of_direction_stand_where_none_are_needed(text: str) -> None:
    assert "rlm" not in text
    assert "\u200f" not in text
    assert "rtl" not in text


def test_names_take_the_place_of_dashes_where_they_fit() -> None:
    cues = [
        Cue(0, 1_000, ("Shall we?",), "Ama Owusu"),
        Cue(1_000, 2_000, ("We began.",), "Ama Owusu"),
        Cue(2_000, 3_000, ("- Yes.",), "2"),
        Cue(3_000, 4_000, ("- It was very hard at the beginning,",), "Ama Owusu"),
        Cue(4_000, 5_000, ("- No.",), "Kate Brintworth"),
    ]
    assert [cue.lines[0] for cue in with_names(cues, 37)] == [
        "AMA OWUSU: Shall we?",
        "We began.",
        "- Yes.",
        "- It was very hard at the beginning,",
        "KATE BRINTWORTH: No.",
    ]
