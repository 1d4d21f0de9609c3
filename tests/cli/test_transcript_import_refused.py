"""Files that come back and cannot be used: nothing changes, and the place is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediakit.catalogue import transcripts
from tests.cli.conftest import Library, Run
from tests.cli.corrected import HEARD, SENTENCES, Desk, transcribed


@pytest.fixture
def desk(library: Library, run: Run) -> Desk:
    return transcribed(library, run)


CUE = "00:00:01,000 --> 00:00:02,000"
BROKEN: list[tuple[str, bytes, str]] = [
    ("empty.srt", b"", "empty"),
    ("empty.docx", b"", "empty"),
    ("empty.txt", b" \r\n\xef\xbb\xbf", "empty"),
    ("times.srt", b"1\n00:00:01,000 -> 00:00:02,000\nWe asked\n", "no times"),
    ("minutes.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:99:02.000\nWe asked\n", "line 3"),
    ("backwards.srt", b"1\n00:00:02,000 --> 00:00:01,000\nWe asked\n", "line 2: a caption that ends before it starts"),
    ("overlap.srt", f"1\n{CUE}\nWe\n\n2\n00:00:01,500 --> 00:00:03,000\nasked\n".encode(), "line 6: starts 0.500 s"),
    ("order.srt", f"1\n00:00:05,000 --> 00:00:06,000\nWe\n\n2\n{CUE}\nasked\n".encode(), "line 6"),
    ("beyond.srt", b"1\n01:00:01,000 --> 01:00:02,000\nWe asked\n", "line 2: begins after the recording's end"),
    ("latin.srt", f"1\n{CUE}\nWe asked Si\xe2n\n".encode("latin-1"), "line 3: not UTF-8"),
    ("latin.txt", "We asked\n\nSi\xe2n\n".encode("latin-1"), "latin.txt:3: not UTF-8"),
    ("page.srt", f"1\n{CUE}\n<div>We asked</div>\n".encode(), "line 3: HTML"),
    ("page.txt", b"<p>We asked</p>\n", "line 1: HTML"),
    ("binary.txt", b"\x01\x02\x03\x00We", "control characters"),
    ("time.txt", b"[0:00] We asked\n\n[1:2:3:4] about\n", "line 3: no time: [1:2:3:4]"),
    ("back.txt", b"[0:08] We asked\n\n[0:02] about\n", "line 3: [0:02] runs backwards"),
    ("late.txt", b"[9:08] We asked\n", "line 1: [9:08] is after the recording's end"),
    ("no.json", b"{", "no.json:1: not JSON"),
    ("list.json", b'{"segments": 3}', "no list of segments"),
    ("bad.json", b'{"segments": [{"text": "We", "start": 2, "end": 1}, {"start": 0}]}', "segment 2: it has no text"),
    ("nan.json", b'{"segments": [{"text": "We", "start": NaN, "end": 1}]}', "segment 1: its start and end are"),
    ("names.json", b'{"segments": [{"text": "We", "start": 0, "end": 1, "speaker": "who"}]}', "segment 1: nobody"),
    ("deep.json", b"[" * 100_000, "not a transcript"),
    ("words.txt", b"...\n", "hardly"),
    ("other.txt", b"The committee met on a rainy Tuesday to talk of roads, bridges and lamps.", "hardly anything"),
    ("of-another.json", b'{"asset": "00", "segments": [{"text": "We", "start": 0, "end": 1}]}', "another recording"),
    ("later.json", b'{"revision": 9, "segments": [{"text": "We asked", "start": 0, "end": 1}]}', "revision 9"),
    ("sheet.xlsx", b"PK\x03\x04 and so on", "damaged"),
    ("music.mp3", b"ID3\x04 and so on", "not a kind of file"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "told"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_file_that_cannot_be_used_changes_nothing_and_says_where(
    desk: Desk, name: str, content: bytes, told: str
) -> None:
    Path(name).write_bytes(content)
    ran = desk.back(Path(name))
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert len(desk.history()) == 1


def test_paragraphs_that_were_moved_are_refused_with_their_lines(desk: Desk) -> None:
    path = Path("moved.txt")
    path.write_text("\n\n".join(SENTENCES[number][1] for number in (2, 0, 1)), "utf-8")
    ran = desk.back(path)
    assert ran.status == 2
    assert "line 1 stands elsewhere than it was said" in ran.err


def test_the_word_file_of_another_recording_is_refused_by_name(desk: Desk) -> None:
    path = desk.out("docx")
    with desk.library.catalogue() as catalogue, catalogue.writing():
        transcripts.put(catalogue, desk.library.room, HEARD, [], key="k")
    ran = desk.run("transcript", "import", desk.library.room, path, "--yes", "--by", "Ada")
    assert ran.status == 2
    assert "the transcript of finished/C0001, not of" in ran.err


def test_a_file_that_is_not_there_or_a_folder_is_one_line(desk: Desk) -> None:
    for name in ("none.docx", "."):
        ran = desk.back(Path(name))
        assert (ran.status, ran.out) == (2, "")
        assert "no such file" in ran.err


@pytest.mark.parametrize("name", ["large.srt", "large.txt", "large.json", "large.docx"])
def test_a_file_of_200_mb_is_not_read(desk: Desk, name: str) -> None:
    with Path(name).open("wb") as file:
        file.write(b"PK" if name.endswith("docx") else b"WEBVTT")
        file.truncate(200 << 20)
    ran = desk.back(Path(name))
    assert ran.status == 2
    assert "larger than any transcript" in ran.err


def test_a_recording_that_is_not_transcribed_yet_has_nothing_to_correct(desk: Desk) -> None:
    path = desk.out("docx")
    with desk.library.catalogue() as catalogue, catalogue.writing():
        catalogue.execute("DELETE FROM transcripts")
    assert desk.back(path).status == 1
