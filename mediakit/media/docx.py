"""The one door to Word files: Office Open XML (ISO/IEC 29500) written as little as editors need, and read defensively.

Written by hand, not with python-docx: that library knows neither tracked changes nor custom properties, which are
what a file needs that comes back from an editor, and its parser does not bound what a hostile file may unpack to.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from mediakit.domain.errors import BadInputFile
from mediakit.media.docx_parts import FIXED, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_BYTES = 50 << 20
LARGEST_PART_BYTES = 100 << 20
_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# text that is not in the document as it is read with all changes accepted, or that no paragraph of speech is
_LEFT_OUT = {"del", "moveFrom", "txbxContent", "tbl", "pPrChange", "rPrChange", "rt", "instrText"}
_COUNTED = {
    "commentReference": "comments",
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "tbl": "tables",
    "txbxContent": "text boxes",
    "ins": "insertions",
    "del": "deletions",
    "moveFrom": "moves",
}
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one character style: "MediakitLead", "MediakitDoubtful", or the paragraph's own (None)."""

    text: str
    style: str | None = None


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """A paragraph with its style ("Heading1", "MediakitTurn", …). number: its place in the document, from 1."""

    pieces: tuple[Piece, ...]
    style: str | None = None
    number: int = 0

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def lead(self) -> str:
        """The text before the words: time and speaker, as far as it is still in the style for it."""
        lead = ""
        for piece in self.pieces:
            if piece.style != "MediakitLead":
                break
            lead += piece.text
        return lead


@dataclass(frozen=True, slots=True)
class Docx:
    """A Word document. properties: its custom ones. counts: of "comments", "tables", "insertions", … in it."""

    paragraphs: tuple[DocxParagraph, ...]
    properties: Mapping[str, str]
    counts: Mapping[str, int]


def write_docx(
    paragraphs: Sequence[DocxParagraph], *, title: str, language: str, properties: Mapping[str, str], rtl: bool = False
) -> bytes:
    """A Word file: the same bytes for the same text. language: a BCP 47 tag, the whole document's."""
    body = "".join(_paragraph(p, rtl) for p in paragraphs)
    custom = "".join(
        f'<property fmtid="{_PROPERTIES}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>{_text(value)}</vt:lpwstr>'
        "</property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    parts = {
        **FIXED,
        "docProps/core.xml": _CORE.format(title=_text(title), language=_text(language)),
        "docProps/custom.xml": _CUSTOM.format(properties=custom),
        "word/styles.xml": STYLES.replace("{language}", _text(language)),
        "word/document.xml": _DOCUMENT.format(body=body),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode())
    return out.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    _XML + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>{language}</dc:language>'
    "</cp:coreProperties>"
)
_CUSTOM = (
    _XML + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>'
)
_DOCUMENT = (
    _XML + f'<w:document xmlns:w="{_W[0]}"><w:body>{{body}}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)


def _paragraph(paragraph: DocxParagraph, rtl: bool) -> str:
    style = f'<w:pStyle w:val="{paragraph.style}"/>' if paragraph.style else ""
    properties = style + ("<w:bidi/>" if rtl else "")
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{head}{''.join(_run(piece, rtl) for piece in paragraph.pieces)}</w:p>"


def _run(piece: Piece, rtl: bool) -> str:
    properties = (f'<w:rStyle w:val="{piece.style}"/>' if piece.style else "") + ("<w:rtl/>" if rtl else "")
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{_text(piece.text)}</w:t></w:r>'


def _text(text: str) -> str:
    # XML 1.0 cannot hold most control characters at all
    return escape("".join(c for c in text if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff"))


def read_docx(path: Path) -> Docx:
    """The paragraphs of a Word file as they read with all tracked changes accepted; comments are only counted.

    Tables and text boxes are counted, not read. Raises BadInputFile for what is no Word file or unpacks too large.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise BadInputFile("larger than any transcript", where=str(path))
    _look_at_head(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            main = _main_part(archive, names)
            if main is None:
                raise _not_word(path, archive, names)
            properties = _properties(archive, names)
            reader = _Reader()
            paragraphs = tuple(reader.read(_part(archive, main)))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, LookupError, OSError) as error:
        raise BadInputFile(f"damaged: {_reason(error)}", where=str(path), hint="save it once more in Word") from None
    except _TooLarge as large:
        raise BadInputFile(f"its {large} unpacks to more than any transcript", where=str(path)) from None
    except SyntaxError as error:
        raise BadInputFile(f"its text is damaged: {error}", where=str(path), hint="save it once more in Word") from None
    except ValueError:
        # defusedxml: a file that defines entities has no business among transcripts
        raise BadInputFile("it holds what no Word file should, and was not read", where=str(path)) from None
    return Docx(paragraphs, properties, reader.counts)


class _TooLarge(Exception):
    """A part of the archive that unpacks to more than it may."""


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _look_at_head(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise BadInputFile("the file is empty", where=str(path))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        hint = "in Word: Save as, Word document (.docx), without a password"
        raise BadInputFile("an old Word file, or one with a password", where=str(path), hint=hint)
    if not head.startswith(b"PK"):
        raise BadInputFile("not a Word file", where=str(path), hint="write one with: transcript export --format docx")


def _not_word(path: Path, archive: zipfile.ZipFile, names: set[str]) -> BadInputFile:
    kind = _part(archive, "mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    hint = "save it as a Word document (.docx)" if "opendocument.text" in kind else None
    return BadInputFile("an OpenDocument text" if hint else "not a Word file", where=str(path), hint=hint)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    # the size in the archive's own list may lie, so what comes out is counted
    with archive.open(name) as part:
        content = part.read(LARGEST_PART_BYTES + 1)
    if len(content) > LARGEST_PART_BYTES:
        raise _TooLarge(name)
    return content


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The part that holds the text; programs other than Word give it other names."""
    if "_rels/.rels" in names:
        for element in _elements(_part(archive, "_rels/.rels")):
            if element.get("Type", "").endswith("/officeDocument"):
                target = str(element.get("Target", "")).lstrip("/")
                return target if target in names else None
    return "word/document.xml" if "word/document.xml" in names else None


def _properties(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    if "docProps/custom.xml" not in names:
        return {}
    return {
        element.get("name", ""): "".join(element.itertext())
        for element in _elements(_part(archive, "docProps/custom.xml"))
        if element.get("name")
    }


def _elements(content: bytes) -> Iterator[Any]:
    from defusedxml.ElementTree import fromstring

    return iter(fromstring(content, forbid_dtd=True))


class _Reader:
    """Goes through the text once; a paragraph is given away as soon as it ends."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.pieces: list[Piece] = []
        self.style: str | None = None
        self.run_style: str | None = None
        self.run: list[str] = []
        self.hidden = self.mark_deleted = False
        self.left_out = 0
        self.number = 0

    def read(self, content: bytes) -> Iterator[DocxParagraph]:
        from defusedxml.ElementTree import iterparse

        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            space, _, name = element.tag.rpartition("}")
            word = space.lstrip("{") in _W
            if event == "start":
                self._begin(name if word else "Fallback" if name == "Fallback" else "", element)
                continue
            paragraph = self._end(name if word else "Fallback" if name == "Fallback" else "", element)
            if paragraph is not None:
                yield paragraph
            element.clear()
        if self.pieces:
            yield self._finished()

    def _begin(self, name: str, element: Any) -> None:
        if name in _COUNTED and not self.left_out:
            self.counts[_COUNTED[name]] += 1
        if name in _LEFT_OUT or name == "Fallback":
            self.left_out += 1
        if self.left_out:
            return
        if name == "p":
            self.number += 1
        elif name == "r":
            self.run, self.run_style, self.hidden = [], None, False
        elif name in _SIGNS:
            self.run.append(_SIGNS[name])

    def _end(self, name: str, element: Any) -> DocxParagraph | None:
        if name in _LEFT_OUT or name == "Fallback":
            self.left_out -= 1
            # an empty <w:del/> among the properties says that the paragraph's end was taken out
            self.mark_deleted |= name in ("del", "moveFrom") and not len(element) and not self.left_out
            return None
        if self.left_out:
            return None
        if name == "t":
            self.run.append(element.text or "")
        elif name == "rStyle":
            self.run_style = _value(element)
        elif name == "pStyle" and not self.pieces:
            self.style = _value(element)
        elif name == "vanish":
            self.hidden = _value(element) not in ("0", "false")
        elif name == "r" and self.run and not self.hidden:
            self.pieces.append(Piece("".join(self.run), self.run_style))
            self.run = []
        elif name == "p":
            if not self.mark_deleted:
                return self._finished()
            self.mark_deleted = False
        return None

    def _finished(self) -> DocxParagraph:
        made = DocxParagraph(tuple(self.pieces), self.style, self.number)
        self.pieces, self.style = [], None
        return made


def _value(element: Any) -> str | None:
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "val":
            return str(value)
    return None
