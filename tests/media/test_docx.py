"""Word files: written so that others open them, read as they stand after Word had its way, refused when hostile."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediakit.domain.errors import BadInputFile
from mediakit.media import docx
from mediakit.media.docx import DocxParagraph, Piece, read_docx, write_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPHS = (
    DocxParagraph((Piece("Opening words"),), "Heading1"),
    DocxParagraph((Piece("[0:05] Siân: ", "MediakitLead"), Piece("We "), Piece("bring & <build>", "MediakitDoubtful"))),
)
PROPERTIES = {"mediakit-asset": "f1" * 16, "mediakit-revision": "3"}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "interview.docx"
    path.write_bytes(write_docx(PARAGRAPHS, title="Opening <words>", language="en-GB", properties=PROPERTIES))
    return path


def with_body(path: Path, body: str) -> Path:
    """The same file with another text, as Word's own XML."""
    return with_part(path, "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def with_part(path: Path, name: str, content: str | bytes | None) -> Path:
    """The same file with one part put in, replaced or (None) left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n != name}
    if content is not None:
        parts[name] = content.encode() if isinstance(content, str) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def test_what_is_written_is_read_back(written: Path) -> None:
    found = read_docx(written)
    assert [(p.style, p.pieces, p.number) for p in found.paragraphs] == [
        ("Heading1", PARAGRAPHS[0].pieces, 1),
        (None, PARAGRAPHS[1].pieces, 2),
    ]
    assert found.paragraphs[1].lead == "[0:05] Siân: "
    assert found.properties == PROPERTIES


def test_another_program_opens_it_with_title_language_and_styles(written: Path) -> None:
    opened = python_docx.Document(str(written))
    assert [p.text for p in opened.paragraphs] == ["Opening words", "[0:05] Siân: We bring & <build>"]
    assert (opened.core_properties.title, opened.core_properties.language) == ("Opening <words>", "en-GB")
    assert opened.paragraphs[0].style is not None
    assert opened.paragraphs[0].style.name == "Heading 1"
    assert [r.style.name for r in opened.paragraphs[1].runs] == [
        "Mediakit Lead", "Default Paragraph Font", "Mediakit Doubtful",
    ]  # fmt: skip


def test_it_is_the_same_file_each_time() -> None:
    twice = [write_docx(PARAGRAPHS, title="t", language="en", properties=PROPERTIES) for _ in range(2)]
    assert twice[0] == twice[1]


def test_another_program_saves_it_and_nothing_is_lost(written: Path, tmp_path: Path) -> None:
    opened = python_docx.Document(str(written))
    opened.paragraphs[1].add_run(" at last")
    opened.save(str(tmp_path / "saved.docx"))
    found = read_docx(tmp_path / "saved.docx")
    assert found.paragraphs[1].text == "[0:05] Siân: We bring & <build> at last"
    assert found.properties == PROPERTIES


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


SHOWN = "<w:vanish w:val='0'/>"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        # words typed with tracking on are in, words struck out are not, though Word cuts everything into small runs
        (
            (f"<w:p>{run('We as')}{run('ked ')}<w:del w:id='1'><w:r><w:delText>bring</w:delText></w:r></w:del>"
            f"<w:ins w:id='2'>{run('Brint')}{run('worth')}</w:ins>{run(' twice')}</w:p>"),
            ["We asked Brintworth twice"],
        ),
        # what was moved stands where it was moved to
        (
            f"<w:p><w:moveFrom>{run('once ')}</w:moveFrom>{run('at ')}<w:moveTo>{run('once')}</w:moveTo></w:p>",
            ["at once"],
        ),
        # a paragraph's end that was struck out joins it with the next
        (
            f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('We ')}</w:p><w:p>{run('began')}</w:p>",
            ["We began"],
        ),
        # the style it had before a tracked change of style is not the style it has
        (
            ("<w:p><w:pPr><w:pStyle w:val='MediakitTurn'/><w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>"
            f"</w:pPrChange></w:pPr>{run('We')}</w:p>"),
            ["We"],
        ),
        # a tab, a line break, a hyphen that does not break, a link, text in a field
        (
            (f"<w:p><w:hyperlink>{run('We')}</w:hyperlink><w:r><w:tab/><w:t>co</w:t><w:noBreakHyphen/><w:t>lead</w:t>"
            f"<w:br/></w:r><w:fldSimple w:instr='X'>{run('well')}</w:fldSimple>"
            "<w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"),
            ["We co-lead well"],
        ),
        # hidden text is not there
        (f"<w:p>{run('We')}{run(' never', '<w:vanish/>')}{run(' said', SHOWN)}</w:p>", ["We said"]),
    ],
)  # fmt: skip
def test_a_file_is_read_as_if_all_changes_were_accepted(written: Path, body: str, texts: list[str]) -> None:
    found = read_docx(with_body(written, body))
    assert [p.text for p in found.paragraphs] == texts
    assert {p.style for p in found.paragraphs} <= {None, "MediakitTurn"}


def test_what_is_left_out_is_counted(written: Path) -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    note = "<w:p><w:r><w:commentReference w:id='1'/><w:footnoteReference w:id='1'/><w:t>said</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>"
    found = read_docx(with_body(written, box + note + table))
    assert "".join(p.text for p in found.paragraphs) == "said"
    assert found.counts == {"text boxes": 1, "comments": 1, "footnotes": 1, "tables": 1}


def test_another_name_for_the_main_part_is_found(written: Path) -> None:
    body = f'<w:document xmlns:w="{W}"><w:body><w:p>{run("found")}</w:p></w:body></w:document>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with_part(written, "word/document2.xml", body)
    with_part(
        written,
        "_rels/.rels",
        f'<Relationships><Relationship Type="{office}" Target="/word/document2.xml"/></Relationships>',
    )
    assert [p.text for p in read_docx(written).paragraphs] == ["found"]


def bomb(path: Path) -> None:
    with_part(path, "word/document.xml", b" " * (docx.LARGEST_PART_BYTES + 10))


def billion_laughs(path: Path) -> None:
    with_part(path, "word/document.xml", f'<!DOCTYPE x [<!ENTITY a "ha">]><w:document xmlns:w="{W}">&a;</w:document>')


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:900])


def of_a_spreadsheet(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


def of_another_suite(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")


def broken_inside(path: Path) -> None:
    with_part(path, "word/document.xml", f'<w:document xmlns:w="{W}"><w:body><w:p>')


def wrong_checksum(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"word/document.xml") + 60] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("breaking", "told"),
    [
        (bomb, "unpacks to more"),
        (billion_laughs, "holds what no Word file should"),
        (cut_short, "damaged"),
        (of_a_spreadsheet, "not a Word file"),
        (of_another_suite, "OpenDocument"),
        (broken_inside, "damaged"),
        (wrong_checksum, "damaged"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"We began."), "not a Word file"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "password"),
    ],
)
def test_what_is_no_word_file_is_refused_in_one_line(
    written: Path, breaking: Callable[[Path], object], told: str
) -> None:
    breaking(written)
    with pytest.raises(BadInputFile, match=told):
        read_docx(written)


def test_a_file_larger_than_any_transcript_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    with pytest.raises(BadInputFile, match="larger"):
        read_docx(path)


def test_what_xml_cannot_hold_is_left_out() -> None:
    odd = DocxParagraph((Piece("a\x00b\x0bc\ud800d"),))
    content = write_docx([odd], title="t\x01", language="en", properties={})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"abcd" in archive.read("word/document.xml")


@settings(max_examples=150)
@given(st.data())
def test_however_a_file_is_damaged_it_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(write_docx(PARAGRAPHS, title="t", language="en", properties=PROPERTIES))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.docx"
        path.write_bytes(content)
        with contextlib.suppress(BadInputFile):
            assert isinstance(read_docx(path), docx.Docx)


def test_an_encoding_that_does_not_exist_is_refused(written: Path) -> None:
    with_part(written, "docProps/custom.xml", '<?xml version="1.0" encoding="CTF-8"?><Properties/>')
    with pytest.raises(BadInputFile, match="damaged"):
        read_docx(written)
