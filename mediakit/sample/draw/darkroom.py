"""Photographs as a camera and a photographer leave them: JPEG files with EXIF, IPTC-IIM and XMP.

Metadata follows the IPTC Photo Metadata Standard 2021.1 (XMP with the older IIM record beside it) and EXIF 2.32.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from mediakit.sample import story
from mediakit.sample.draw.scenes import draw_scene
from mediakit.sample.footage import COPYRIGHT, CREDIT, PHOTOGRAPHER
from mediakit.sample.photos import AltText, Photo

if TYPE_CHECKING:
    from PIL import Image

LONG_SIDE_PX = 2160
_LONG_SIDE_UNITS = 1080
_TURNED_RIGHT = 6
_KEYWORDS = ("maternity", "learning network", "sample")


def write_photo(photo: Photo, path: Path, *, long_side_px: int = LONG_SIDE_PX) -> None:
    """Draw a photograph and write it as the card holds it. The same bytes every time, under the same Pillow."""
    from PIL import Image

    picture = draw_scene(photo.scene, long_side_px / _LONG_SIDE_UNITS).convert("RGB")
    if photo.upright:
        # The sensor lay on its side; orientation 6 tells a viewer to turn the picture clockwise.
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    picture.save(path, "JPEG", quality=88, exif=exif(photo), xmp=xmp(photo).encode(), extra=iim(photo))


def exif(photo: Photo) -> Image.Exif:
    """What the camera wrote: when, with what, which way up, and for one picture where."""
    from PIL import ExifTags, Image

    tags = Image.Exif()
    base, detail = ExifTags.Base, tags.get_ifd(ExifTags.IFD.Exif)
    offset = photo.taken_at.strftime("%z")
    zone = f"{offset[:3]}:{offset[3:]}"
    tags[base.Make], tags[base.Model] = "Canon", "Canon EOS R6m2"
    tags[base.Orientation] = _TURNED_RIGHT if photo.upright else 1
    tags[base.DateTime] = f"{photo.taken_at:%Y:%m:%d %H:%M:%S}"
    tags[base.Artist], tags[base.Copyright] = PHOTOGRAPHER, COPYRIGHT.replace("©", "(c)")
    for tag in (base.DateTimeOriginal, base.DateTimeDigitized):
        detail[tag] = f"{photo.taken_at:%Y:%m:%d %H:%M:%S}"
    for tag in (base.OffsetTime, base.OffsetTimeOriginal, base.OffsetTimeDigitized):
        detail[tag] = zone
    detail[base.FNumber], detail[base.ExposureTime], detail[base.ISOSpeedRatings] = 2.0, 1 / 125, 800
    detail[base.FocalLength], detail[base.LensModel] = 50.0, "RF50mm F1.2 L USM"
    detail[base.BodySerialNumber] = "0000000412"
    if photo.positioned:
        place = tags.get_ifd(ExifTags.IFD.GPSInfo)
        gps = ExifTags.GPS
        place[gps.GPSLatitudeRef], place[gps.GPSLatitude] = "N", (54.0, 36.0, 0.0)
        place[gps.GPSLongitudeRef], place[gps.GPSLongitude] = "W", (2.0, 24.0, 0.0)
    return tags


def xmp(photo: Photo) -> str:
    """What the photographer wrote afterwards, as an XMP packet; alternative text only where it is in the file."""
    keywords = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in _KEYWORDS)
    shown = "".join(f"<rdf:li>{escape(story.person_named(slug).name)}</rdf:li>" for slug in photo.people)
    parts = [
        _in_language("dc:title", photo.title),
        _in_language("dc:description", photo.caption),
        f"<dc:creator><rdf:Seq><rdf:li>{escape(PHOTOGRAPHER)}</rdf:li></rdf:Seq></dc:creator>",
        _in_language("dc:rights", COPYRIGHT),
        f"<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>",
        f"<photoshop:Credit>{escape(CREDIT)}</photoshop:Credit>",
        f"<Iptc4xmpExt:PersonInImage><rdf:Bag>{shown}</rdf:Bag></Iptc4xmpExt:PersonInImage>" if shown else "",
        _in_language("Iptc4xmpCore:AltTextAccessibility", photo.alt_text) if photo.alt_text_in is AltText.FILE else "",
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f"{''.join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )


def _in_language(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'


def iim(photo: Photo) -> bytes:
    """The caption, by-line, credit and copyright once more as an IPTC-IIM record in a JPEG APP13 segment."""
    record = b"\x1c\x01\x5a\x00\x03\x1b%G" + b"\x1c\x02\x00\x00\x02\x00\x04"
    fields = (
        (5, photo.title[:64]),
        (80, PHOTOGRAPHER),
        (110, CREDIT[:32]),
        (116, COPYRIGHT[:128]),
        (120, photo.caption),
    )
    for number, text in (*fields, *((25, word) for word in _KEYWORDS)):
        value = text.encode()
        record += b"\x1c\x02" + bytes((number,)) + len(value).to_bytes(2, "big") + value
    block = b"8BIM\x04\x04\x00\x00" + len(record).to_bytes(4, "big") + record + b"\x00" * (len(record) % 2)
    segment = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment
