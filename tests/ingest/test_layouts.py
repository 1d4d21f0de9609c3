"""What cameras and recorders make of a recording."""

from __future__ import annotations

import struct

from mediakit.ingest.layouts import Take, arrange, is_system, layout_of
from mediakit.ingest.playlists import spanned


def takes(*paths: str) -> dict[str, Take]:
    return {t.main: t for t in arrange(paths).takes}


def test_chapters_of_a_gopro_are_one_recording_in_order() -> None:
    found = takes(
        "D/GX030042.MP4", "D/GX010042.MP4", "D/GX020042.MP4", "D/GX010043.MP4", "D/GL020042.LRV", "D/GX010042.THM"
    )
    assert found["D/GX010042.MP4"].parts == ("D/GX020042.MP4", "D/GX030042.MP4")
    assert found["D/GX010042.MP4"].sidecars == ("D/GL020042.LRV", "D/GX010042.THM")
    assert found["D/GX010043.MP4"].parts == ()
    assert len(found) == 2


def test_chapters_of_an_old_gopro_begin_with_gopr() -> None:
    found = takes("GP010001.MP4", "GOPR0001.MP4", "GP020001.MP4", "GP010001.THM")
    assert found["GOPR0001.MP4"] == Take("GOPR0001.MP4", ("GP010001.MP4", "GP020001.MP4"), ("GP010001.THM",))


def test_a_sony_clip_has_its_xml_its_thumbnail_and_its_proxy() -> None:
    root = "PRIVATE/M4ROOT"
    found = takes(
        f"{root}/CLIP/C0001.MP4",
        f"{root}/CLIP/C0001M01.XML",
        f"{root}/THMBNL/C0001T01.JPG",
        f"{root}/SUB/C0001S03.MP4",
        f"{root}/MEDIAPRO.XML",
    )
    assert len(found[f"{root}/CLIP/C0001.MP4"].sidecars) == 3
    assert f"{root}/MEDIAPRO.XML" in found
    assert layout_of(found) == "Sony XAVC"


def test_a_p2_clip_has_its_sound_in_files_of_its_own() -> None:
    found = takes(
        "CONTENTS/VIDEO/0001AB.MXF",
        "CONTENTS/AUDIO/0001AB00.MXF",
        "CONTENTS/AUDIO/0001AB01.MXF",
        "CONTENTS/CLIP/0001AB.XML",
    )
    assert list(found) == ["CONTENTS/VIDEO/0001AB.MXF"]
    assert layout_of(["CONTENTS/VIDEO/0001AB.MXF", "CONTENTS/CLIP/0001AB.XML"]) == "Panasonic P2"


def test_canon_xf_parts_follow_each_other() -> None:
    found = takes(
        "CONTENTS/CLIPS001/AA0001/AA000101.MXF",
        "CONTENTS/CLIPS001/AA0001/AA000102.MXF",
        "CONTENTS/CLIPS001/AA0001/AA000101.XML",
    )
    (take,) = found.values()
    assert take.parts == ("CONTENTS/CLIPS001/AA0001/AA000102.MXF",)
    assert take.sidecars == ("CONTENTS/CLIPS001/AA0001/AA000101.XML",)


def test_the_tracks_of_a_recorder_belong_to_the_take() -> None:
    mixed = takes("F/ZOOM0001/ZOOM0001_LR.WAV", "F/ZOOM0001/ZOOM0001_Tr1.WAV", "F/ZOOM0001/ZOOM0001_Tr2.WAV")
    assert mixed["F/ZOOM0001/ZOOM0001_LR.WAV"].sidecars == (
        "F/ZOOM0001/ZOOM0001_Tr1.WAV",
        "F/ZOOM0001/ZOOM0001_Tr2.WAV",
    )
    unmixed = takes("F/ZOOM0002_Tr1.WAV", "F/ZOOM0002_Tr2.WAV")
    assert unmixed["F/ZOOM0002_Tr1.WAV"].sidecars == ("F/ZOOM0002_Tr2.WAV",)


def test_an_iphone_ties_a_live_photos_film_and_its_edits_to_the_photo() -> None:
    found = takes(
        "DCIM/100APPLE/IMG_5195.HEIC",
        "DCIM/100APPLE/IMG_5195.MOV",
        "DCIM/100APPLE/IMG_O5195.AAE",
        "DCIM/100APPLE/IMG_5196.MOV",
    )
    assert found["DCIM/100APPLE/IMG_5195.HEIC"].sidecars == (
        "DCIM/100APPLE/IMG_5195.MOV",
        "DCIM/100APPLE/IMG_O5195.AAE",
    )
    assert "DCIM/100APPLE/IMG_5196.MOV" in found
    assert len(takes("photos/a.jpg", "photos/a.mov")) == 2


def test_raw_and_jpeg_of_one_picture_are_two_and_the_xmp_belongs_to_the_raw() -> None:
    found = takes("IMG_1.CR2", "IMG_1.JPG", "IMG_1.xmp", "IMG_1.JPG.xmp")
    assert found["IMG_1.CR2"].sidecars == ("IMG_1.xmp",)
    assert found["IMG_1.JPG"].sidecars == ("IMG_1.JPG.xmp",)


def test_a_sidecar_without_its_clip_stands_on_its_own() -> None:
    assert set(takes("a.XML", "b.srt", "c.mp4")) == {"a.XML", "b.srt", "c.mp4"}


def test_every_file_is_in_exactly_one_place() -> None:
    paths = ["GX010001.MP4", "GX020001.MP4", "GX010001.THM", ".DS_Store", "._GX010001.MP4", "ascmhl/0001.mhl", "x"]
    sorted_out = arrange(paths)
    placed = [*sorted_out.system, *(p for t in sorted_out.takes for p in (t.main, *t.parts, *t.sidecars))]
    assert sorted(placed) == sorted(paths)


def test_a_mac_leaves_shadows_that_are_no_films() -> None:
    assert is_system("DCIM/._C0001.MP4")
    assert is_system("System Volume Information/x")
    assert not is_system(".hidden.mov")


def playlist(*items: tuple[str, int]) -> bytes:
    """An AVCHD playlist of streams, each with how it joins the one before (1 new, 5 and 6 seamless)."""
    plays = b"".join(struct.pack(">H5s4sH", 20, name.encode(), b"M2TS", join) + bytes(9) for name, join in items)
    body = struct.pack(">HHH", 0, len(items), 0) + plays
    return b"MPLS0100" + struct.pack(">III", 40, 0, 0) + bytes(20) + struct.pack(">I", len(body)) + body


def test_an_avchd_playlist_tells_which_streams_are_one_recording() -> None:
    told = playlist(("00000", 1), ("00001", 5), ("00002", 6), ("00003", 1))
    assert spanned(told) == [["00000", "00001", "00002"]]
    streams = [f"PRIVATE/AVCHD/BDMV/STREAM/0000{n}.MTS" for n in range(4)]
    (first, other) = arrange(streams, [tuple(streams[:3])]).takes
    assert first.parts == tuple(streams[1:3])
    assert other.main == streams[3]


def test_a_broken_playlist_tells_nothing() -> None:
    whole = playlist(("00000", 1), ("00001", 5))
    assert spanned(b"") == []
    assert spanned(b"MPLS" + b"\xff" * 60) == []
    for end in range(20, len(whole) - 10, 7):
        assert spanned(whole[:end]) == []
