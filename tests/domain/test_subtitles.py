"""WebVTT, SubRip and plain text, read back with others' parsers."""

from __future__ import annotations

import html
import io

import pysubs2
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.captions import Cue, make_cues
from mediakit.domain.sentences import segments_of, spread
from mediakit.domain.subtitles import to_srt, to_txt, to_vtt
from mediakit.domain.transcript import Segment, Transcript

CUES = (
    Cue(0, 1_500, ("Trust & time,", "that's <all>."), "Dr. Ama Owusu"),
    Cue(1_500, 3_723_004, ("One arrow --> two.",), "2"),
)


def test_webvtt_is_read_back_with_its_times_and_escaped_text() -> None:
    text = to_vtt(CUES, language="en")
    assert text.startswith("WEBVTT\nLanguage: en\n\n")
    read = list(webvtt.from_buffer(io.StringIO(text)))
    assert [(c.start, c.end) for c in read] == [("00:00:00.000", "00:00:01.500"), ("00:00:01.500", "01:02:03.004")]
    assert [html.unescape(c.text) for c in read] == ["Trust & time,\nthat's <all>.", "One arrow --> two."]
    assert "<v Dr. Ama Owusu>Trust &amp; time," in text
    assert "<v Speaker 2>" in text


def test_subrip_is_read_back_and_an_arrow_does_not_break_it() -> None:
    read = pysubs2.SSAFile.from_string(to_srt(CUES), format_="srt")
    assert [(e.start, e.end) for e in read] == [(0, 1_500), (1_500, 3_723_004)]
    assert read[1].plaintext == "One arrow → two."


def test_no_captions_is_still_a_valid_file() -> None:
    assert to_vtt(()) == "WEBVTT\n"
    assert to_srt(()) == ""


def test_a_language_that_is_no_language_is_left_out() -> None:
    assert to_vtt(CUES, language="en\n\n00:00").startswith("WEBVTT\n\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30), max_size=30))
def test_any_text_makes_files_that_others_can_read(texts: list[str]) -> None:
    words = spread(texts, 0, 20_000)
    transcript = Transcript("en", 1.0, "person", "", 20_000, segments_of(words, "en", "A\n-->\nB"))
    cues = make_cues(transcript)
    assert len(list(webvtt.from_buffer(io.StringIO(to_vtt(cues, language="en-GB"))))) == len(cues)
    assert len(pysubs2.SSAFile.from_string(to_srt(cues), format_="srt")) == len(cues)


def test_plain_text_has_a_paragraph_for_each_voice_and_pause() -> None:
    transcript = Transcript(
        "en",
        1.0,
        "person",
        "",
        90_000,
        (
            Segment(0, 2_000, "We began.", (), "Kate Owusu"),
            Segment(2_100, 3_000, "It was hard.", (), "Kate Owusu"),
            Segment(3_100, 4_000, "Why?", (), "2"),
            Segment(83_500, 85_000, "Time.", (), "2"),
        ),
    )
    assert to_txt(transcript) == "Kate Owusu: We began. It was hard.\n\nSpeaker 2: Why?\n\nSpeaker 2: Time.\n"
    assert to_txt(transcript, times=True).splitlines()[-1] == "[1:23] Speaker 2: Time."
