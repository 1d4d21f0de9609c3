"""What a photographer wrote into a photo: IPTC-IIM, XMP and EXIF, merged into one Described.

Follows IPTC Photo Metadata 2021.1, IIM 4.2 and the order of the Metadata Working Group: IPTC, then XMP, then EXIF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from mediakit.domain.facts import Described
from mediakit.media.photo_tags import ARTIST, COPYRIGHT, DESCRIPTION, MAKE, MODEL, Directory, Tags, clean, decode
from mediakit.media.photo_xmp import Properties

Key = TypeVar("Key", str, int)

HEADLINE, OBJECT_NAME, CAPTION, BYLINE, CREDIT, COPYRIGHT_NOTICE, KEYWORD = 105, 5, 120, 80, 110, 116, 25
DATE_CREATED, TIME_CREATED = 55, 60
_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_KEYWORDS, _RATING = 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x4746
_UTF8_ESCAPE = b"\x1b%G"

_BOILERPLATE = re.compile(
    r"""(?ix) ^(?: \W* | .*\bdigital\ (?:still\ )?camera | samsung | sony\ dsc | dcf\ 1\.0 | exif[_ ]jpeg[_ ]picture
    | <\s*kenox.* | \[?camera\]? | default | untitled | jpeg | image | picture | photo | ascii | charset=\w* | creative
    | my\ beautiful\ picture | cof | hdr | sdr | dav | oznor\w* | rptnr | mde | edf | bty | ptr | hdrpl
    | (?:dsc[nf_]?|img|imgp|p|pxl|vid|gopr)[_-]?\d{3,}\S* | \S+\.(?:jpe?g|heic|tiff?|png|dng|nef|cr[23]|arw) )$"""
)
_COMPANY = re.compile(
    r"(?i)[\s,]+(?:corporation|corp\.?|imaging|company|co\.?|ltd\.?|inc\.?|optical|electric|"
    r"computer|techwin|electronics|systems|gmbh|ag|ab)$"
)


@dataclass(frozen=True, slots=True)
class Written:
    """Everything written into one file, by the block it stands in. iptc: record 2, dataset → texts."""

    tags: Tags = field(default_factory=Tags)
    iptc: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    xmp: Properties = field(default_factory=dict)


def read_iptc(block: bytes) -> Mapping[int, tuple[str, ...]]:
    """The application record (2) of an IIM block: dataset number → its texts in order.

    Encoded as dataset 1:90 says; where it says nothing, UTF-8 if it is valid, else Latin-1.
    """
    datasets = list(_datasets(block))
    is_utf8 = any(record == 1 and number == 90 and value == _UTF8_ESCAPE for record, number, value in datasets)
    found: dict[int, tuple[str, ...]] = {}
    for record, number, value in datasets:
        text = clean(value.decode("utf-8", "replace") if is_utf8 else decode(value)) if record == 2 else None
        if text and number:
            found[number] = (*found.get(number, ()), text)
    return found


def _datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, dataset and bytes of each entry (IIM 4.2, 1.5), up to the first damage."""
    at = 0
    while at + 5 <= len(block) and block[at] == 0x1C:
        record, number, size = block[at + 1], block[at + 2], int.from_bytes(block[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:
            extent = size & 0x7FFF
            size = int.from_bytes(block[at : at + extent], "big") if extent <= 4 else len(block)
            at += extent
        if at + size > len(block):
            return
        yield record, number, block[at : at + size]
        at += size


def iptc_of_photoshop(block: bytes) -> bytes:
    """The IIM block inside Photoshop's image resources (resource 0x0404), or nothing."""
    at = 0
    while at + 12 <= len(block) and block[at : at + 4] == b"8BIM":
        name = block[at + 6] + 1
        start = at + 6 + name + name % 2
        size = int.from_bytes(block[start : start + 4], "big")
        if block[at + 4 : at + 6] == b"\x04\x04":
            return block[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2
    return b""


def camera(tags: Tags) -> str | None:
    """Maker and model as one reads them: `Canon EOS 7D`, `NIKON D70s`, `Apple iPhone 8`; None if neither is known."""
    maker, model = tags.main.text(MAKE) or "", tags.main.text(MODEL) or ""
    previous = None
    while previous != maker:
        previous, maker = maker, _COMPANY.sub("", maker)
    if model and maker and not model.casefold().startswith(maker.split()[0].casefold()):
        return f"{maker} {model}"
    return model or maker or None


def described(written: Written) -> Described:
    """What the file says of itself; what a camera writes into every picture is not taken for a caption."""
    main, iptc, xmp = written.tags.main, written.iptc, written.xmp
    makers = {(main.text(MAKE) or "").casefold(), (main.text(MODEL) or "").casefold()}
    people = (*xmp.get("Iptc4xmpExt:PersonInImage", ()), *xmp.get("faces", ()))
    keywords = (*iptc.get(KEYWORD, ()), *xmp.get("dc:subject", ())) or _split(_windows(main, _XP_KEYWORDS))
    return Described(
        title=_human(
            makers,
            _fullest(_first(iptc, HEADLINE), _first(xmp, "photoshop:Headline")),
            _first(xmp, "dc:title"),
            _first(iptc, OBJECT_NAME),
            _windows(main, _XP_TITLE),
        ),
        caption=_human(
            makers,
            _fullest(_first(iptc, CAPTION), _first(xmp, "dc:description")),
            main.text(DESCRIPTION),
            _windows(main, _XP_COMMENT),
        ),
        alt_text=_first(xmp, "Iptc4xmpCore:AltTextAccessibility"),
        extended_description=_first(xmp, "Iptc4xmpCore:ExtDescrAccessibility"),
        creator=_fullest(_joined(iptc, BYLINE), _joined(xmp, "dc:creator"))
        or main.text(ARTIST)
        or _windows(main, _XP_AUTHOR),
        credit=_fullest(_first(iptc, CREDIT), _first(xmp, "photoshop:Credit")),
        copyright=_fullest(_first(iptc, COPYRIGHT_NOTICE), _first(xmp, "dc:rights")) or _copyright(main),
        keywords=tuple(dict.fromkeys(keywords)),
        people=tuple(dict.fromkeys(people)),
        rating=_rating(main, xmp),
    )


def _first(source: Mapping[Key, tuple[str, ...]], key: Key) -> str | None:
    values = source.get(key, ())
    return values[0] if values else None


def _joined(source: Mapping[Key, tuple[str, ...]], key: Key) -> str | None:
    values = source.get(key, ())
    return ", ".join(dict.fromkeys(values)) or None


def _fullest(iptc: str | None, xmp: str | None) -> str | None:
    # IIM cuts a by-line at 32 bytes and a caption at 2,000; where XMP merely goes on, it is the whole of it
    if iptc and xmp and len(xmp) > len(iptc) and xmp.startswith(iptc):
        return xmp
    return iptc or xmp


def _human(makers: set[str], *candidates: str | None) -> str | None:
    for text in candidates:
        if text and not _BOILERPLATE.match(text) and text.casefold() not in makers:
            return text
    return None


def _copyright(main: Directory) -> str | None:
    # Exif 3.0, 4.6.5: photographer's and editor's notices may stand one after the other with a NUL between
    raw = main.raw(COPYRIGHT) or b""
    notices = [clean(decode(part)) for part in raw.split(b"\0")]
    return ", ".join(n for n in notices if n and n.rstrip(",").casefold() != "copyright") or None


def _windows(main: Directory, tag: int) -> str | None:
    raw = main.raw(tag)
    return clean(raw.decode("utf-16-le", "ignore").split("\0", 1)[0]) if raw else None


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())


def _rating(main: Directory, xmp: Properties) -> int | None:
    try:
        return max(-1, min(5, round(float(_first(xmp, "xmp:Rating") or ""))))
    except (ValueError, OverflowError):
        number = main.number(_RATING)
        return number if number is not None and 0 <= number <= 5 else None
