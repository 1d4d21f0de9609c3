"""Cards into the workspace: whole, verified, recognised, judged."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mediakit.catalogue import assets, cards
from mediakit.domain.errors import CatalogueBusy, MachineLacks, Misuse, UnknownName
from mediakit.domain.facts import Role, TimeSource
from mediakit.ingest.bring_in import lock_of
from mediakit.ingest.capture_time import parse_clock_offset
from mediakit.media import disk
from mediakit.media.lock import only_one
from tests.ingest.conftest import Card, Desk, tree

Clip = Callable[[int], bytes]


def test_a_card_is_copied_whole_and_verbatim_and_the_card_is_untouched(
    desk: Desk, card: Card, clip: Clip, photo_bytes: bytes
) -> None:
    files = {
        "DCIM/100CANON/MVI_0001.MP4": clip(1),
        "DCIM/100CANON/IMG_0002.JPG": photo_bytes,
        "DCIM/100CANON/.hidden.mp4": clip(2),
        ".DS_Store": b"finder",
        "MISC/notes.txt": b"colour chart at 10:15",
        "MISC/empty": b"",
    }
    source = card("A001", files)
    before = tree(source)
    report = desk.take(source, one_copy=True)
    assert tree(source) == before
    assert tree(desk.originals / "A001") == before
    assert not any(p.stat().st_mode & 0o222 for p in (desk.originals / "A001").rglob("*") if p.is_file())
    assert {r.source for r in report.ingested} == {p for p in files if p.startswith("DCIM")}
    assert {u.path for u in report.kept} == {".DS_Store", "MISC/notes.txt", "MISC/empty"}
    assert all(u.reason for u in report.kept)
    assert not report.failed
    assert report.verified
    assert report.safety.safe


def test_an_asset_is_its_content_and_knows_where_it_came_from(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"DCIM/100CANON/MVI_0001.MP4": clip(1)})
    (row,) = desk.take(source, camera="Canon C70").ingested
    asset = assets.one(desk.catalogue, row.asset)
    path = desk.workspace.locate(asset.path)
    assert asset.id == disk.digest_from_disk(path)
    assert (asset.role, asset.short, asset.card, asset.camera) == (Role.RUSH, "A001/MVI_0001", "A001", "Canon C70")
    assert (asset.width_px, asset.height_px, asset.acodec) == (64, 36, "aac")
    assert asset.captured_at is not None
    assert (asset.captured_at.isoformat(), asset.captured_at_source) == ("2024-01-30T13:15:00+00:00", TimeSource.MTIME)


def test_a_second_run_takes_nothing_again_and_says_the_same(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2), "x.txt": b"x"})
    first = desk.take(source, one_copy=True)
    again = desk.take(source, one_copy=True)
    assert again.card == "A001"
    assert again.ingested == ()
    assert {(r.source, r.asset) for r in again.duplicates} == {(r.source, r.asset) for r in first.ingested}
    assert again.kept == first.kept
    assert again.safety == first.safety
    assert [o.role for o in cards.files(desk.catalogue, "lan", "A001")] == ["main", "main", "kept"]


def test_a_card_that_goes_on_keeps_its_folder(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1), "MEDIAPRO.XML": b"<one/>"})
    desk.take(source)
    card("A001", {"C2.MP4": clip(2), "MEDIAPRO.XML": b"<one/><two/>"})
    report = desk.take(source, one_copy=True)
    assert report.card == "A001"
    assert [r.source for r in report.ingested] == ["C2.MP4"]
    assert (desk.originals / "A001" / "MEDIAPRO.XML").read_bytes() == b"<one/>"
    assert (desk.originals / "A001" / "MEDIAPRO (2).XML").read_bytes() == b"<one/><two/>"
    assert report.safety.safe
    assert desk.take(source).kept == report.kept


def test_another_card_of_the_same_name_is_never_merged(desk: Desk, card: Card, clip: Clip) -> None:
    one = card("CANON", {"DCIM/IMG_0001.MP4": clip(1)})
    other = card("CANON", {"DCIM/IMG_0001.MP4": clip(2)}, under="second")
    assert desk.take(one).card == "CANON"
    assert desk.take(other).card == "CANON-2"
    assert desk.take(other).card == "CANON-2"
    assert (desk.originals / "CANON" / "DCIM" / "IMG_0001.MP4").read_bytes() == clip(1)
    assert (desk.originals / "CANON-2" / "DCIM" / "IMG_0001.MP4").read_bytes() == clip(2)


def test_a_known_content_takes_no_new_bytes_and_the_folder_is_whole_all_the_same(
    desk: Desk, card: Card, clip: Clip
) -> None:
    desk.take(card("A001", {"C1.MP4": clip(1)}))
    report = desk.take(card("B001", {"copy of C1.MP4": clip(1), "C2.MP4": clip(2)}))
    (double,) = report.duplicates
    assert double.source == "copy of C1.MP4"
    assert assets.one(desk.catalogue, double.asset).short == "A001/C1"
    assert (desk.originals / "B001" / "copy of C1.MP4").read_bytes() == clip(1)


def test_every_further_copy_is_whole_too(desk: Desk, card: Card, clip: Clip, tmp_path: Path) -> None:
    source = card("A001", {"DCIM/C1.MP4": clip(1), "DCIM/copy.MP4": clip(1), "x": b"x"})
    also = tmp_path / "backup"
    report = desk.take(source, also=(also,))
    assert tree(also / "lan" / "A001") == tree(source)
    assert report.copies == 2
    # two folders, but one disk
    assert not report.safety.safe
    assert "--also" in report.safety.because
    shutil.rmtree(also / "lan" / "A001" / "DCIM")
    desk.take(source, also=(also,))
    assert tree(also / "lan" / "A001") == tree(source)


def test_a_copy_that_was_damaged_since_is_noticed_and_the_card_is_not_safe(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2)})
    desk.take(source)
    copy = desk.originals / "A001" / "C1.MP4"
    copy.chmod(0o644)
    blob = bytearray(copy.read_bytes())
    blob[len(blob) // 2] ^= 1
    copy.write_bytes(blob)
    report = desk.take(source, one_copy=True)
    assert report.card == "A001"
    assert [u.path for u in report.failed] == ["C1.MP4"]
    assert "damaged" in report.failed[0].reason
    assert not report.safety.safe


def test_a_run_that_was_stopped_goes_on_where_it_was(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2)})
    # killed after the first file and in the middle of the second
    disk.copy_verified(source / "C1.MP4", [desk.originals / "A001" / "C1.MP4"])
    half = desk.originals / "A001" / f"{disk.DRAFT_PREFIX}0123{disk.DRAFT_SUFFIX}"
    half.write_bytes(clip(2)[:100])
    report = desk.take(source, one_copy=True)
    assert report.card == "A001"
    assert len(report.ingested) == 2
    assert tree(desk.originals / "A001") == tree(source)


def test_what_does_not_open_is_kept_and_named_before_the_verdict(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1)[:400], "C2.MP4": b"", "C3.MP4": clip(3), "log.txt": b"ok"})
    report = desk.take(source, one_copy=True)
    assert [u.path for u in report.unplayable] == ["C1.MP4", "C2.MP4"]
    assert {u.path for u in report.kept} == {"C1.MP4", "C2.MP4", "log.txt"}
    assert [r.source for r in report.ingested] == ["C3.MP4"]
    assert report.safety.safe


def test_later_chapters_are_part_of_their_recording_and_count_in_its_length(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("GO", {"DCIM/GX010001.MP4": clip(1), "DCIM/GX020001.MP4": clip(2), "DCIM/GX010001.THM": b"thumb"})
    report = desk.take(source)
    (row,) = report.ingested
    reasons = {u.path: u.reason for u in report.kept}
    assert reasons == {"DCIM/GX020001.MP4": f"part of {row.asset}", "DCIM/GX010001.THM": f"sidecar of {row.asset}"}
    asset = assets.one(desk.catalogue, row.asset)
    assert asset.duration_ms == pytest.approx(2000, abs=120)
    desk.take(source)
    assert assets.one(desk.catalogue, row.asset) == asset
    assert {o.path.rsplit("/", 1)[1] for o in asset.parts} == {"GX010001.MP4", "GX020001.MP4", "GX010001.THM"}


def test_a_clock_an_hour_fast_is_put_right_and_shown_on_one_clip(desk: Desk, card: Card, clip: Clip) -> None:
    xml = b'<NonRealTimeMeta><CreationDate value="2024-01-30T15:15:00+00:00"/></NonRealTimeMeta>'
    root = "PRIVATE/M4ROOT/CLIP"
    source = card("B001", {f"{root}/C0001.MP4": clip(1), f"{root}/C0001M01.XML": xml})
    report = desk.take(source, clock_offset=parse_clock_offset("-1:00:00"))
    assert report.layout == "Sony XAVC"
    assert report.clock is not None
    assert (report.clock.camera_said.hour, report.clock.taken_as.hour) == (15, 14)
    asset = assets.one(desk.catalogue, report.ingested[0].asset)
    assert asset.captured_at == report.clock.taken_as
    assert asset.captured_at_source is TimeSource.SIDECAR


def test_a_link_on_a_card_copies_nothing_from_elsewhere_and_the_card_is_not_safe(
    desk: Desk, card: Card, clip: Clip, tmp_path: Path
) -> None:
    (tmp_path / "secret.mp4").write_bytes(clip(9))
    source = card("A001", {"C1.MP4": clip(1)})
    (source / "C2.MP4").symlink_to(tmp_path / "secret.mp4")
    report = desk.take(source, one_copy=True)
    assert [u.path for u in report.failed] == ["C2.MP4"]
    assert not report.safety.safe
    assert list(tree(desk.originals / "A001")) == ["C1.MP4"]


def test_a_file_that_cannot_be_read_costs_itself_alone(desk: Desk, card: Card, clip: Clip) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    source = card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2)})
    (source / "C1.MP4").chmod(0)
    report = desk.take(source, one_copy=True)
    assert [u.path for u in report.failed] == ["C1.MP4"]
    assert [r.source for r in report.ingested] == ["C2.MP4"]
    assert not report.safety.safe


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_difficult_names_arrive_and_can_be_stored(desk: Desk, card: Card, clip: Clip) -> None:
    names = [b"caf\xe9.mov", "🎤 keynote.mov".encode(), b"-leading.mov", b"a" * 251 + b".mov", "会場①.mov".encode()]
    names += [("é" * 120 + ".mov").encode(), b"<b>&amp;.mov", b"line\nend.mov"]
    source = card("names", {})
    source.mkdir(parents=True)
    for number, name in enumerate(names):
        (source / os.fsdecode(name)).write_bytes(clip(number))
    report = desk.take(source, one_copy=True)
    assert not report.failed
    assert len(report.ingested) == len(names)
    held = {assets.one(desk.catalogue, r.asset).name for r in report.ingested}
    assert "caf%E9.mov" in held
    manifest = json.loads((desk.workspace.reports / "lan-names-manifest.json").read_text("utf-8"))
    assert {"card_path": r"caf\xe9.mov", "path": "originals/lan/names/caf%E9.mov"}.items() <= next(
        f for f in manifest["files"] if "%E9" in f["path"]
    ).items()
    assert desk.take(source).ingested == ()


def test_the_manifest_holds_every_file_with_its_checksum(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1), "=cmd.txt": b"x"})
    desk.take(source, one_copy=True)
    manifest = json.loads((desk.workspace.reports / "lan-A001-manifest.json").read_text("utf-8"))
    assert manifest["safe_to_format"] is True
    for file in manifest["files"]:
        lies = desk.workspace.locate(file["path"])
        assert file["checksum"] == f"xxh128:{disk.digest_from_disk(lies)}"
        assert file["bytes"] == lies.stat().st_size
    table = (desk.workspace.reports / "lan-A001-manifest.csv").read_text("utf-8-sig")
    assert "'=cmd.txt" in table


def test_in_place_copies_and_changes_nothing_and_is_never_safe(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1), "x.txt": b"x"})
    before = tree(source)
    report = desk.take(source, in_place=True, one_copy=True)
    assert tree(source) == before
    assert not desk.originals.exists()
    assert not report.safety.safe
    assert report.copies == 0
    asset = assets.one(desk.catalogue, report.ingested[0].asset)
    assert asset.in_place
    assert desk.workspace.locate(asset.path) == source / "C1.MP4"
    assert desk.take(source, in_place=True).card == "A001"


def test_what_cannot_be_meant_is_refused_before_anything_is_written(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1)})
    with pytest.raises(Misuse, match="into this very folder"):
        desk.take(source, also=(source,))
    with pytest.raises(Misuse, match="no such folder"):
        desk.take(source, also=(source / "no" / "where",))
    with pytest.raises(Misuse, match="on top of another"):
        desk.take(source, also=(desk.workspace.originals,))
    with pytest.raises(Misuse, match="in-place"):
        desk.take(source, also=(source.parent,), in_place=True)
    with pytest.raises(UnknownName):
        desk.take(source, people=("nobody",))
    with pytest.raises(Misuse, match="no such folder"):
        desk.take(source, source / "gone")
    assert not desk.originals.exists()
    desk.take(source)
    with pytest.raises(Misuse, match="no card"):
        desk.take(desk.originals / "A001")


def test_an_unplugged_disk_for_originals_stops_the_run(desk: Desk, card: Card, clip: Clip, tmp_path: Path) -> None:
    from dataclasses import replace

    settings = replace(desk.workspace.settings, originals=str(tmp_path / "unplugged" / "originals"))
    away = Desk(replace(desk.workspace, settings=settings), desk.catalogue)
    with pytest.raises(MachineLacks, match="not there"):
        away.take(card("A001", {"C1.MP4": clip(1)}))


def test_what_an_operating_system_keeps_to_itself_does_not_make_a_card_unsafe(
    desk: Desk, card: Card, clip: Clip
) -> None:
    source = card("A001", {"C1.MP4": clip(1)})
    (source / ".Trashes").symlink_to("/nowhere")
    report = desk.take(source, one_copy=True)
    assert [u.path for u in report.kept] == [".Trashes"]
    assert report.failed == ()
    assert report.safety.safe


def test_a_card_is_known_however_its_name_is_typed(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1)})
    assert desk.take(source).card == "A001"
    assert desk.take(source, card="a001").card == "A001"
    assert desk.take(card("B", {"C2.MP4": clip(2)}), card="finished").card == "finished-card"


def test_a_photo_editors_sidecar_describes_the_photo(desk: Desk, card: Card, photo_bytes: bytes) -> None:
    xmp = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:Rating="4">
    <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Midwives compare notes</rdf:li></rdf:Alt></dc:description>
    </rdf:Description></rdf:RDF></x:xmpmeta>"""
    report = desk.take(card("P", {"IMG_1.JPG": photo_bytes, "IMG_1.xmp": xmp.encode()}))
    (row,) = report.ingested
    asset = assets.one(desk.catalogue, row.asset)
    assert (asset.caption, asset.rating) == ("Midwives compare notes", 4)
    assert [u.reason for u in report.kept] == [f"sidecar of {row.asset}"]


def test_photos_are_photos_whatever_they_are_called(desk: Desk, card: Card, photo_bytes: bytes) -> None:
    report = desk.take(card("P", {"DCIM/IMG_1.MP4": photo_bytes}))
    assert assets.one(desk.catalogue, report.ingested[0].asset).role is Role.PHOTO
    mode = (desk.originals / "P" / "DCIM" / "IMG_1.MP4").stat().st_mode
    assert stat.S_IMODE(mode) & 0o222 == 0


def test_a_further_copy_does_not_go_among_the_workspaces_own_folders(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1)})
    for folder in (desk.workspace.originals / "lan", desk.workspace.site, desk.workspace.renditions / "more"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with pytest.raises(Misuse, match="own folders"):
            desk.take(source, also=(folder,))
    assert not (desk.originals / "A001").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names of bytes")
def test_a_card_whose_names_are_shown_alike_is_still_the_same_card(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"caf\\xe9.mp4": clip(1), "x.mp4": clip(2)})
    try:
        (source / os.fsdecode(b"caf\xe9.mp4")).write_bytes(clip(3))
    except OSError:
        pytest.skip("this disk takes no such name")
    assert len(desk.take(source).ingested) == 3
    again = desk.take(source)
    assert (again.card, len(again.duplicates)) == ("A001", 3)
    assert len(tree(desk.originals / "A001")) == 3


def test_a_card_catalogued_in_place_and_copied_later_lives_among_the_originals(
    desk: Desk, card: Card, clip: Clip
) -> None:
    source = card("A001", {"C1.MP4": clip(1)})
    (row,) = desk.take(source, in_place=True).ingested
    copied = desk.take(source, one_copy=True)
    shutil.rmtree(source)
    asset = assets.one(desk.catalogue, row.asset)
    assert not asset.in_place
    assert asset.path == f"originals/lan/{copied.card}/C1.MP4"
    assert desk.workspace.locate(asset.path).is_file()
    assert [p.path for p in asset.parts] == [asset.path]


def test_two_cards_of_one_name_are_not_taken_in_at_once(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"C1.MP4": clip(1)})
    other = card("B002", {"C1.MP4": clip(2)})
    held = lock_of(desk.workspace, "lan", "A001")
    with only_one(held, "ingest"), pytest.raises(CatalogueBusy, match="card called a001"):
        desk.take(other, source)
    assert not desk.originals.exists()
    with only_one(held, "ingest"):
        assert desk.take(other).ingested
    assert desk.take(source).ingested


def test_a_card_may_have_a_very_long_name(desk: Desk, card: Card, clip: Clip) -> None:
    report = desk.take(card("A001", {"C1.MP4": clip(1)}), card="🎤" * 90)
    assert report.card == "🎤" * 60
    assert report.ingested
