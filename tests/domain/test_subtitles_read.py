"""Others' caption files, good and broken, read with line numbers; ours come back as they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.captions import Cue
from mediakit.domain.subtitles import to_srt, to_vtt
from mediakit.domain.subtitles_read import LARGEST_BYTES, Read, read_captions

SRT = "1\n00:00:01,000 --> 00:00:02,500\nWe began.\n\n2\n00:00:02,500 --> 00:00:04,000\nIt was\nhard.\n"


def read(text: str, name: str = "film.srt") -> Read:
    return read_captions(text.encode(), name)


def told(found: Read) -> list[tuple[int, str, bool]]:
    return [(problem.line, problem.kind, problem.fatal) for problem in found.problems]


def texts(found: Read) -> list[tuple[str, ...]]:
    return [cue.lines for cue in found.cues]


def test_subrip_is_read_with_times_lines_and_where_each_stands() -> None:
    found = read(SRT)
    assert (found.format, found.problems) == ("srt", ())
    assert [(c.start_ms, c.end_ms, c.lines, c.line) for c in found.cues] == [
        (1_000, 2_500, ("We began.",), 2),
        (2_500, 4_000, ("It was", "hard."), 6),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_encoding_and_the_line_ends_do_not_matter(encoding: str, end: str) -> None:
    text = SRT.replace("hard", "schwér, £5").replace("\n", end)
    found = read_captions(text.encode(encoding), "film.srt")
    assert found.problems == ()
    assert texts(found)[1] == ("It was", "schwér, £5.")


def test_windows_letters_are_read_and_said() -> None:
    found = read_captions(SRT.replace("hard", "“schwér”, £5").encode("cp1252"), "film.srt")
    assert texts(found)[1] == ("It was", "“schwér”, £5.")
    assert told(found) == [(8, "encoding", False)]


def test_webvtt_is_read_without_its_notes_styles_settings_and_tags() -> None:
    found = read(
        "WEBVTT - a talk\nKind: captions\nLanguage: en-GB\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot said\n\n"
        "REGION\nid:fred\n\nintro\n00:01.000 --> 00:02.000 line:0 align:start\n"
        "<v.loud Dr Ama Owusu>We <i>had</i> <c.blue>trust</c> <00:00:01.500>&amp; time &lt;3</v>\n\n"
        "100:00:00.000 --> 100:00:01.000\n<ruby>漢<rt>kan</rt></ruby>字 &nbsp;<lang ja>で</lang>\n",
        "x.vtt",
    )
    assert (found.language, found.problems) == ("en-GB", ())
    assert [(c.start_ms, c.lines, c.speaker) for c in found.cues] == [
        (1_000, ("We had trust & time <3",), "Dr Ama Owusu"),
        (360_000_000, ("漢字 で",), None),
    ]


def test_several_voices_in_one_cue_are_said_and_none_is_guessed() -> None:
    found = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ama>Shall we?\n<v Kate>Yes.\n")
    assert found.cues[0].speaker is None
    assert told(found) == [(3, "markup", False)]


def test_names_and_dashes_stay_in_the_text() -> None:
    found = read(SRT.replace("We began.", "- AMA: We began.\n>> No."))
    assert found.cues[0].lines == ("- AMA: We began.", ">> No.")
    assert found.cues[0].speaker is None


def test_html_in_subrip_is_taken_off_and_told() -> None:
    found = read(
        SRT.replace("We began.", "{\\an8}<font color='red'>We</font> <i>began</i>,<br>a < b &amp; <all>.").replace(
            "hard", "<div class=x>hard</div><script>alert(1)</script>"
        )
    )
    assert texts(found) == [("We began,", "a < b & <all>."), ("It was", "hard.")]
    assert told(found) == [(8, "markup", False)]


@pytest.mark.parametrize(
    ("old", "new", "line", "kind"),
    [
        ("00:00:02,500 --> 00:00:04,000", "00:00:02,500 --> soon", 6, "time"),
        ("00:00:02,500 --> 00:00:04,000", "00:00:02,500 --> 00:00:74,000", 6, "time"),
        ("00:00:02,500 --> 00:00:04,000", "00:00:02,500 → 00:00:04,000", 6, "time"),
        ("00:00:02,500 --> 00:00:04,000", "00:00:02,500 --> 00:00:02,000", 6, "backwards"),
        ("00:00:02,500 --> 00:00:04,000", "00:00:02,500 --> 00:00:02,500", 6, "backwards"),
        ("00:00:02,500 --> 00:00:04,000", "00:00:02,000 --> 00:00:04,000", 6, "overlap"),
        ("00:00:02,500 --> 00:00:04,000", "00:00:00,100 --> 00:00:00,900", 6, "order"),
    ],
)
def test_times_that_cannot_be_stop_an_import_and_name_their_line(old: str, new: str, line: int, kind: str) -> None:
    assert told(read(SRT.replace(old, new))) == [(line, kind, True)]


def test_an_overlap_of_a_frame_is_told_and_two_voices_at_once_are_none() -> None:
    assert told(read(SRT.replace("00:00:02,500 --> 00:00:04", "00:00:02,460 --> 00:00:04"))) == [(6, "overlap", False)]
    assert told(read(SRT.replace("00:00:02,500 --> 00:00:04,000", "00:00:01,000 --> 00:00:02,500"))) == []


def test_empty_cues_and_empty_lines_inside_a_cue_are_told_and_no_word_is_lost() -> None:
    found = read(SRT.replace("We began.", "").replace("It was\nhard.", "It was\n\nhard."))
    assert texts(found) == [("It was", "hard.")]
    assert told(found) == [(2, "empty", False), (9, "stray", False)]
    found = read("WEBVTT\n\n00:01.000 --> 00:02.000\nIt was\n\nhard.\n")
    assert texts(found) == [("It was", "hard.")]
    assert told(found) == [(6, "stray", False)]


def test_numbers_may_be_wrong_missing_or_set_apart_and_a_number_said_is_text() -> None:
    assert texts(read(SRT.replace("2\n00", "17\n00").replace("1\n00", "00"))) == texts(read(SRT))
    assert texts(read(SRT.replace("\n", "\n\n").replace("was\n\nhard", "was\nhard"))) == texts(read(SRT))
    assert texts(read(SRT.replace("We began.", "2014"))) == [("2014",), ("It was", "hard.")]


def test_a_webvtt_file_without_header_or_with_commas_is_read_and_told() -> None:
    found = read("00:00:01.000 --> 00:00:02.000\nOne.\n\n00:00:02,000 --> 00:00:03.000\nTwo.\n", "film.vtt")
    assert (found.format, texts(found)) == ("vtt", [("One.",), ("Two.",)])
    assert told(found) == [(1, "header", False), (4, "time", False)]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "size"),
        (b"\xef\xbb\xbf \n", "size"),
        (b"a" * (LARGEST_BYTES + 1), "size"),
        (b"Minutes of the meeting.\nNobody came.\n", "format"),
        (b"PK\x03\x04\x00\x00\x00\x00word/document.xml", "format"),
        (b"[Script Info]\nDialogue: 0,0:00:01.00,0:00:02.00,x\n", "format"),
        (b"WEBVTT\n\nNOTE nothing yet\n", "format"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"<tt xmlns='http://www.w3.org/ns/ttml'><body><p begin='1s'", "format"),
    ],
)
def test_what_is_no_caption_file_is_refused_with_the_reason(data: bytes, kind: str) -> None:
    found = read_captions(data, "film.vtt")
    assert found.cues == ()
    assert [(p.kind, p.fatal) for p in found.problems] == [(kind, True)]


TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="en-GB"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="1000">
 <head><metadata><ttm:title>A talk</ttm:title>
  <ttm:agent type="person" xml:id="a"><ttm:name type="full">Ama Owusu</ttm:name></ttm:agent></metadata></head>
 <body begin="10s"><div>
  <p begin="00:00:01.5" end="00:00:03:05" ttm:agent="a">We
     <span>had <ttm:desc>not said</ttm:desc>trust</span><br/>&amp; time.</p>
  <p begin="4000t" dur="25f">It was hard.</p>
  <p><span begin="6s" end="7s">One.</span><span begin="7s" end="8s">Two.</span></p>
 </div></body></tt>"""


def test_timed_text_is_read_with_nested_times_breaks_and_speakers() -> None:
    found = read(TTML, "film.ttml")
    assert (found.format, found.language, found.problems) == ("ttml", "en-GB", ())
    assert [(c.start_ms, c.end_ms, c.lines, c.speaker, c.line) for c in found.cues] == [
        (11_500, 13_200, ("We had trust", "& time."), "Ama Owusu", 7),
        (14_000, 15_000, ("It was hard.",), None, 9),
        (16_000, 17_000, ("One.",), None, 10),
        (17_000, 18_000, ("Two.",), None, 10),
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [('dur="25f"', 'dur="soon"', "time"), ('dur="25f"', "", "time"), ('end="7s"', 'end="5s"', "backwards")],
)
def test_timed_text_with_bad_times_names_the_line(old: str, new: str, kind: str) -> None:
    fatal = read(TTML.replace(old, new), "film.ttml").fatal
    assert [(p.line, p.kind) for p in fatal] == [(10 if kind == "backwards" else 9, kind)]


def test_an_entity_bomb_is_refused_before_it_goes_off() -> None:
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    text = TTML.replace("<tt ", f'<!DOCTYPE tt [<!ENTITY a0 "ha">{levels}]><tt ', 1).replace("It was", "&a11;")
    (problem,) = read(text, "film.ttml").problems
    assert problem.fatal
    assert "entities" in problem.what


said = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20)
cues = st.lists(
    st.tuples(st.integers(0, 3_000), st.integers(1, 9_000), st.lists(said, min_size=1, max_size=3)),
    min_size=1,
    max_size=9,
)


@settings(max_examples=80, deadline=None)
@given(cues, st.sampled_from([None, "Ama Owusu", "Sinéad <O'Brien> & Co"]))
def test_our_webvtt_comes_back_as_it_was(rows: list[tuple[int, int, list[str]]], speaker: str | None) -> None:
    made = in_a_row(rows, speaker)
    found = read(to_vtt(made, language="en"), "film.vtt")
    assert [Cue(c.start_ms, c.end_ms, c.lines, c.speaker) for c in found.cues] == made
    assert (found.language, found.problems) == ("en", ())


@settings(max_examples=80, deadline=None)
@given(cues)
def test_our_subrip_comes_back_as_it_was(rows: list[tuple[int, int, list[str]]]) -> None:
    # SubRip knows no escapes: text that looks like its marks cannot be told from them
    plain = [(a, b, [line.translate({ord(c): "x" for c in "<>&{}"}) for line in lines]) for a, b, lines in rows]
    made = in_a_row(plain, None)
    assert [Cue(c.start_ms, c.end_ms, c.lines) for c in read(to_srt(made)).cues] == made


def in_a_row(rows: list[tuple[int, int, list[str]]], speaker: str | None) -> list[Cue]:
    made, clock_ms = [], 0
    for gap_ms, length_ms, lines in rows:
        made.append(Cue(clock_ms + gap_ms, clock_ms + gap_ms + length_ms, tuple(lines), speaker))
        clock_ms += gap_ms + length_ms
    return made


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n", TTML.encode()])
)
def test_no_bytes_whatever_stop_the_reader(data: bytes, before: bytes) -> None:
    for content in (before + data, before[: len(before) // 2] + data + before[len(before) // 2 :]):
        found = read_captions(content, "film.vtt")
        assert found.cues or found.fatal
        assert all(c.start_ms < c.end_ms and c.lines and c.line > 0 for c in found.cues)


@pytest.mark.real_media
def test_real_caption_files_are_read_whole(real_media: Path, real_manifest: list[dict[str, Any]]) -> None:
    entries = [entry for entry in real_manifest if entry["kind"] == "captions"]
    assert entries
    for entry in entries:
        path = real_media / entry["path"]
        found = read_captions(path.read_bytes(), path.name)
        arrows = json.loads(json.dumps(entry["facts"])).get("cues_by_arrow_count")
        if path.suffix == ".ass":
            assert "SubStation" in found.problems[0].what
            continue
        assert found.fatal == (), entry["path"]
        empty = sum(problem.kind == "empty" for problem in found.problems)
        assert len(found.cues) + empty == (11 if path.suffix == ".ttml" else arrows), entry["path"]
        assert all("<" not in line for cue in found.cues for line in cue.lines), entry["path"]


def test_opening_hours_are_text_and_no_times() -> None:
    made = [Cue(0, 2_000, ("Open", "9:00–17:00"))]
    assert [Cue(c.start_ms, c.end_ms, c.lines) for c in read(to_srt(made)).cues] == made
