"""What a file is, by its content and never by its name: picture, film, sound, or none of these and why."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Facts
from mediakit.media import boxes

HEAD_BYTES = 4096
STILL_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2",
     b"avif", b"avis", b"crx ", b"jp2 ", b"jpx ", b"jpm ", b"jxl "}
)  # fmt: skip
_STARTS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"IIRO", "ORF"),
    (b"IIU\0", "RW2"),
    (b"FUJIFILMCCD-RAW", "RAF"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xffO\xffQ", "JPEG 2000"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "PSD"),
)
_OTHERS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"SQLite format 3\0", "a database"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf\x27\x1c", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"{\\rtf", "a text document"),
)
_WEB_PAGE = re.compile(rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b", re.I | re.S)
_TEXT_BYTES = frozenset(range(0x20, 0x100)) | {9, 10, 12, 13, 27}


def read_facts(path: Path) -> Facts:
    """The facts of a photo, a film or a sound recording.

    Raises Undecodable, in words for people, for everything else: empty files, web pages and other text that was saved
    under a film's name, Git LFS pointers, documents, folders and devices, and media too damaged to open.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise Undecodable("a folder or device, not a file", where=path.name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if is_still(head):
        from mediakit.media import photo

        return photo.read(path)
    reason = why_no_media(head)
    if reason is None and not head.strip(b"\0"):
        reason = "it holds nothing but zeros where it should begin: the card or the copy failed"
    if reason:
        raise Undecodable(reason, where=path.name)
    return _recording(path)


def is_still(head: bytes) -> bool:
    """True if a file that begins so is a picture that stands still (also a GIF or an AVIF sequence)."""
    if any(head.startswith(start) for start, _ in _STARTS):
        return True
    if head[4:8] == b"ftyp":
        return head[8:12] in STILL_BRANDS
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    # "BM" alone also begins a word: the four reserved bytes of a bitmap's header are zero
    return head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 30


def why_no_media(head: bytes) -> str | None:
    """Why a file that begins so is no media, or None if it may be. Text that ffmpeg would play is none either."""
    if not head:
        return "the file is empty"
    for start, what in _OTHERS:
        if head.startswith(start):
            return f"{what}, not a picture, film or sound"
    if head.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer, not the file itself: fetch it with `git lfs pull`"
    text = head.decode("utf-16", "replace").encode() if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    if _WEB_PAGE.match(text.removeprefix(b"\xef\xbb\xbf")):
        return "a web page, not a film: the download gave a page instead of the file"
    if _TEXT_BYTES.issuperset(text) and _mostly_ascii(text):
        return "a text file, not a picture, film or sound"
    return None


def _mostly_ascii(text: bytes) -> bool:
    """True for text in UTF-8, or in an older eight-bit writing where most letters are plain."""
    try:
        text[: len(text) - 3 if len(text) == HEAD_BYTES else len(text)].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return True
        return sum(byte < 0x80 for byte in text) > 0.7 * len(text)
    return True


def _recording(path: Path) -> Facts:
    from mediakit.media import probe

    try:
        return probe.read(path)
    except Undecodable as error:
        reason = boxes.why_unreadable(path)
        if reason:
            raise Undecodable(reason, where=path.name, hint=error.hint) from None
        raise
