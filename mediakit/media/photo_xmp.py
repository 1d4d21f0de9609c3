"""XMP packets: read into plain properties, and written small for a published copy.

Follows ISO 16684-1 (XMP) and IPTC Photo Metadata 2021.1. Positions, serial numbers and edit history are not read,
so they cannot travel on.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from mediakit.domain.errors import Undecodable
from mediakit.domain.facts import Described
from mediakit.media.photo_tags import MAX_BLOCK_BYTES, clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Properties = Mapping[str, tuple[str, ...]]

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_REGION = "{http://www.metadataworkinggroup.com/schemas/regions/}"
_MICROSOFT_NAME = "{http://ns.microsoft.com/photo/1.2/t/Region#}PersonDisplayName"
_KNOWN = {
    **{f"{{{uri}}}": prefix for prefix, uri in NAMESPACES.items()},
    "{http://iptc.org/std/Iptc4xmpExt/2008-02-19/}": "Iptc4xmpExt",
}
_READ = {
    *("dc:title", "dc:description", "dc:creator", "dc:rights", "dc:subject"),
    *("photoshop:Headline", "photoshop:Credit", "photoshop:DateCreated", "xmp:Rating", "xmp:CreateDate"),
    *("exif:DateTimeOriginal", "exif:DateTimeDigitized", "exif:GPSTimeStamp", "Iptc4xmpExt:PersonInImage"),
    *("Iptc4xmpCore:AltTextAccessibility", "Iptc4xmpCore:ExtDescrAccessibility"),
}
_APP1_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_MAX_SEGMENT_BYTES = 65_533


def read_xmp(packet: bytes) -> Properties:
    """The properties this project uses, as `prefix:Name` → texts (arrays whole, language alternatives default first).

    `faces` holds the names on face regions (MWG and Microsoft). A damaged packet gives no properties.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    start, end = packet.find(b"<rdf:RDF"), packet.rfind(b"</rdf:RDF>")
    if packet[:2] in (b"\xff\xfe", b"\xfe\xff") or start < 0 or end < 0 or len(packet) > MAX_BLOCK_BYTES:
        return {}
    try:
        root: Element = fromstring(packet[start : end + len(b"</rdf:RDF>")])
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for description in root.findall(f"{_RDF}Description"):
        for key, value in description.attrib.items():
            _keep(found, key, [value])
        for child in description:
            _keep(found, child.tag, _texts(child))
    faces = tuple(dict.fromkeys(name for name in _faces(root) if name))
    return {**found, "faces": faces} if faces else found


def _keep(found: dict[str, tuple[str, ...]], key: str, values: list[str]) -> None:
    uri, _, name = key.rpartition("}")
    prefix = _KNOWN.get(uri + "}")
    texts = tuple(text for text in map(clean, values) if text)
    if prefix and f"{prefix}:{name}" in _READ and texts:
        found.setdefault(f"{prefix}:{name}", texts)


def _texts(element: Element) -> list[str]:
    items = list(element.iter(f"{_RDF}li"))
    if not items:
        value = element.find(f"{_RDF}value")
        return [(value.text if value is not None else element.text) or ""]
    items.sort(key=lambda item: item.get(_LANGUAGE, "x-default") != "x-default")
    return [item.text or "" for item in items]


def _faces(root: Element) -> list[str | None]:
    names = [element.text for element in root.iter(_MICROSOFT_NAME)]
    for region in root.iter():
        inside = {key: value for key, value in region.attrib.items() if key.startswith(_REGION)}
        inside |= {child.tag: child.text or "" for child in region if child.tag.startswith(_REGION)}
        if inside.get(f"{_REGION}Type") == "Face":
            names.append(inside.get(f"{_REGION}Name"))
    return [clean(name) for name in names]


def write_xmp(described: Described, *, rated: bool = False) -> bytes:
    """An XMP packet with what is set in `described`, the same bytes each time; empty if nothing is set.

    IPTC names: headline, description, creator, credit line, copyright notice, keywords, person shown, alt text,
    extended description. The rating is the photographer's own business: it is left out unless `rated`.
    """
    body = [
        _simple("photoshop:Headline", described.title),
        _alternative("dc:description", described.caption),
        _array("dc:creator", "Seq", (described.creator,) if described.creator else ()),
        _simple("photoshop:Credit", described.credit),
        _alternative("dc:rights", described.copyright),
        _array("dc:subject", "Bag", described.keywords),
        _array("Iptc4xmpExt:PersonInImage", "Bag", described.people),
        _alternative("Iptc4xmpCore:AltTextAccessibility", described.alt_text),
        _alternative("Iptc4xmpCore:ExtDescrAccessibility", described.extended_description),
        _simple("xmp:Rating", str(described.rating) if rated and described.rating is not None else None),
    ]
    inside = "".join(body)
    if not inside:
        return b""
    names = "".join(f' xmlns:{p}="{u}"' for p, u in NAMESPACES.items() if f"<{p}:" in inside)
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{names}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
    return packet.encode()


def embed_text(jpeg: bytes, described: Described) -> bytes:
    """The JPEG with its XMP replaced by `described`; the picture's own bytes stay as they are.

    Raises Undecodable if it is no JPEG. What does not fit into the 64 KiB of one segment loses its extended
    description first, then its keywords, then caption and alt text; nothing is cut.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise Undecodable("not a JPEG, so no text can be written into it")
    segments, rest = _split(jpeg)
    at = sum(1 for segment in segments if segment[:2] == b"\xff\xe0")
    return b"\xff\xd8" + b"".join([*segments[:at], text_segment(described), *segments[at:]]) + rest


def text_segment(described: Described) -> bytes:
    """The JPEG segment that `embed_text` writes; empty if nothing is set."""
    packet = _fitting(described)
    block = _APP1_HEAD + packet
    return b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block if packet else b""


def _fitting(described: Described) -> bytes:
    from dataclasses import replace

    packet = write_xmp(described)
    if len(packet) + len(_APP1_HEAD) <= _MAX_SEGMENT_BYTES:
        return packet
    shorter = replace(described, extended_description=None)
    for candidate in (shorter, replace(shorter, keywords=())):
        packet = write_xmp(candidate)
        if len(packet) + len(_APP1_HEAD) <= _MAX_SEGMENT_BYTES:
            return packet
    # a caption of a book's length: better the credit and no caption than half of one
    return write_xmp(replace(shorter, keywords=(), caption=None, alt_text=None))


def _split(jpeg: bytes) -> tuple[list[bytes], bytes]:
    """The leading APP segments without XMP, JFIF first; and all bytes from the first other marker on."""
    segments, at = [], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and 0xE0 <= jpeg[at + 1] <= 0xEF:
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] != 0xE1 or not jpeg.startswith(_APP1_HEAD, at + 4):
            segments.append(jpeg[at:end])
        at = end
    return segments, jpeg[at:]


def _safe(text: str) -> str:
    return escape(clean(text) or "", quote=False)


def _simple(name: str, text: str | None) -> str:
    return f"<{name}>{_safe(text)}</{name}>" if text else ""


def _alternative(name: str, text: str | None) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_safe(text)}</rdf:li></rdf:Alt></{name}>' if text else ""


def _array(name: str, kind: str, texts: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{_safe(text)}</rdf:li>" for text in texts if clean(text))
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""
