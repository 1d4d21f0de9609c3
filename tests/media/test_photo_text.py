"""What a photographer wrote is read as it was meant, whoever's software wrote it."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediakit.media.photo_tags import Directory, Tags, read_tags
from mediakit.media.photo_text import Written, camera, described, iptc_of_photoshop, read_iptc
from mediakit.media.photo_xmp import read_xmp

UTF8 = b"\x1c\x01\x5a\x00\x03\x1b%G"


def dataset(number: int, value: bytes) -> bytes:
    return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value


def tags(**values: bytes) -> Tags:
    names = {"make": 0x10F, "model": 0x110, "description": 0x10E, "artist": 0x13B, "copyright": 0x8298}
    return Tags((Directory({names[name]: value + b"\0" for name, value in values.items()}),))


def xmp(inside: str, attributes: str = "") -> bytes:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"'
    )
    return (
        '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {names} {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


@pytest.mark.parametrize(
    ("head", "value"),
    [(UTF8, "Zoë Ñandú".encode()), (b"", "Zoë Ñandú".encode("latin-1")), (b"", "Zoë Ñandú".encode())],
    ids=["declared UTF-8", "Latin-1", "undeclared UTF-8"],
)
def test_an_iptc_name_keeps_its_accents(head: bytes, value: bytes) -> None:
    assert read_iptc(head + dataset(80, value)) == {80: ("Zoë Ñandú",)}


def test_iptc_inside_photoshops_resources_is_found_behind_others() -> None:
    other = b"8BIM\x03\xed\x03abc" + struct.pack(">I", 3) + b"xyz\0"
    block = dataset(120, b"A caption")
    resources = other + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block
    assert iptc_of_photoshop(resources) == block


def test_a_by_line_cut_at_32_bytes_is_completed_from_xmp() -> None:
    name = "Maria-Magdalena von Habsburg-Lothringen"
    found = Written(
        iptc={80: (name[:32],)},
        xmp=read_xmp(xmp(f"<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>")),
    )
    assert described(found).creator == name


def test_iptc_comes_before_xmp_and_xmp_before_exif() -> None:
    packet = read_xmp(xmp("", 'photoshop:Credit="XMP credit"'))
    caption = xmp('<dc:description><rdf:Alt><rdf:li xml:lang="x-default">X</rdf:li></rdf:Alt></dc:description>')
    assert described(Written(iptc={110: ("IPTC credit",)}, xmp=packet)).credit == "IPTC credit"
    assert described(Written(tags(description=b"E"), xmp=read_xmp(caption))).caption == "X"
    assert described(Written(tags(description=b"A midwife"))).caption == "A midwife"


@pytest.mark.parametrize(
    "text",
    [b"OLYMPUS DIGITAL CAMERA         ", b"SAMSUNG", b"        ", b"DSC_0042.JPG", b"Exif_JPEG_PICTURE", b"E-P3"],
)
def test_what_a_camera_writes_into_every_picture_is_no_caption(text: bytes) -> None:
    assert described(Written(tags(description=text, make=b"OLYMPUS", model=b"E-P3"))).caption is None


@pytest.mark.parametrize("text", ["Camera crew at work", "Samsung's stand", "Photo call with the host"])
def test_a_caption_that_only_begins_like_boilerplate_is_kept(text: str) -> None:
    assert described(Written(tags(description=text.encode()))).caption == text


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        (b"NIKON CORPORATION", b"NIKON D70s", "NIKON D70s"),
        (b"OLYMPUS IMAGING CORP.", b"E-P3", "OLYMPUS E-P3"),
        (b"Apple", b"iPhone 8", "Apple iPhone 8"),
        (b"SONY", b"", "SONY"),
        (b"", b"", None),
    ],
)
def test_a_camera_is_named_as_people_name_it(make: bytes, model: bytes, name: str | None) -> None:
    assert camera(tags(make=make, model=model)) == name


def test_alt_text_people_and_rating_are_read_from_xmp() -> None:
    found = described(
        Written(
            xmp=read_xmp(
                xmp(
                    "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='fr'>Une table</rdf:li>"
                    "<rdf:li xml:lang='x-default'>A table</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>"
                    "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Aoife Ní Bhriain</rdf:li></rdf:Bag>"
                    "</Iptc4xmpExt:PersonInImage><mwg-rs:Regions><rdf:Bag><rdf:li mwg-rs:Type='Face' "
                    "mwg-rs:Name='Tom &amp; Jo'/><rdf:li mwg-rs:Type='Pet' mwg-rs:Name='Rex'/></rdf:Bag>"
                    "</mwg-rs:Regions>",
                    'xmp:Rating="-1"',
                )
            )
        )
    )
    assert (found.alt_text, found.rating) == ("A table", -1)
    assert found.people == ("Aoife Ní Bhriain", "Tom & Jo")


@pytest.mark.parametrize(("text", "rating"), [("5", 5), ("1.0", 1), ("99", 5), ("-7", -1), ("nan", None), ("x", None)])
def test_a_rating_is_between_rejected_and_five(text: str, rating: int | None) -> None:
    assert described(Written(xmp={"xmp:Rating": (text,)})).rating == rating


def test_an_xml_bomb_in_xmp_is_not_expanded() -> None:
    bomb = xmp("&b;").replace(b"<rdf:RDF", b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rdf:RDF', 1)
    assert read_xmp(bomb) == {}
    assert read_xmp(b"<rdf:RDF>" + b"<a>" * 100_000 + b"</rdf:RDF>") == {}


def test_keywords_typed_in_windows_explorer_are_read() -> None:
    main = Directory({0x9C9E: tuple("midwives; Cork".encode("utf-16-le"))})
    assert described(Written(Tags((main,)))).keywords == ("midwives", "Cork")


@given(st.binary(max_size=400))
def test_no_bytes_make_the_readers_raise(block: bytes) -> None:
    read_iptc(block)
    iptc_of_photoshop(b"8BIM" + block)
    read_xmp(b"<rdf:RDF" + block + b"</rdf:RDF>")
    for head in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        found = read_tags(io.BytesIO(head + block))
        described(Written(found))
        camera(found)
