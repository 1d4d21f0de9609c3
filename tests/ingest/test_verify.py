"""Reading everything again."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mediakit.catalogue import work
from mediakit.domain.asset import Rendition
from mediakit.ingest.verify import verify, verify_against
from mediakit.media.files import digest
from tests.ingest.conftest import Card, Desk

Clip = Callable[[int], bytes]


def flip(path: Path) -> None:
    """Change one bit in the middle of a file and leave its size and time as they were."""
    facts = path.stat()
    path.chmod(0o644)
    blob = bytearray(path.read_bytes())
    blob[len(blob) // 2] ^= 1
    path.write_bytes(blob)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def test_all_is_as_it_was(desk: Desk, card: Card, clip: Clip) -> None:
    desk.take(card("A001", {"C1.MP4": clip(1), "x.txt": b"x", "copy.MP4": clip(1)}))
    found = verify(desk.workspace, desk.catalogue, desk.told)
    assert found.sound
    assert found.checked == 3
    assert found.size_bytes == 2 * len(clip(1)) + 1
    assert (found.unknown, found.offline) == ((), ())


def test_one_flipped_bit_is_found_even_in_a_file_that_is_no_asset(desk: Desk, card: Card, clip: Clip) -> None:
    desk.take(card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2), "x.txt": b"abc"}))
    flip(desk.originals / "A001" / "x.txt")
    flip(desk.originals / "A001" / "C2.MP4")
    found = verify(desk.workspace, desk.catalogue, desk.told)
    assert found.damaged == ("originals/lan/A001/C2.MP4", "originals/lan/A001/x.txt")
    assert not found.sound


def test_what_is_gone_is_missing_and_what_nobody_took_in_is_unknown(desk: Desk, card: Card, clip: Clip) -> None:
    desk.take(card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2)}))
    (desk.originals / "A001" / "C1.MP4").unlink()
    (desk.originals / "A001" / "stray.mov").write_bytes(b"?")
    found = verify(desk.workspace, desk.catalogue, desk.told)
    assert found.missing == ("originals/lan/A001/C1.MP4",)
    assert found.unknown == ("originals/lan/A001/stray.mov",)
    assert found.checked == 1


def test_an_unplugged_disk_is_offline_and_not_missing(desk: Desk, card: Card, clip: Clip, tmp_path: Path) -> None:
    outside = tmp_path / "disk" / "originals"
    outside.mkdir(parents=True)
    settings = replace(desk.workspace.settings, originals=str(outside))
    away = Desk(replace(desk.workspace, settings=settings), desk.catalogue)
    away.take(card("A001", {"C1.MP4": clip(1)}))
    assert verify(away.workspace, away.catalogue, away.told).checked == 1
    (tmp_path / "disk").rename(tmp_path / "in a drawer")
    found = verify(away.workspace, away.catalogue, away.told)
    assert found.offline == ("originals/lan/A001/C1.MP4",)
    assert found.sound


def test_a_card_catalogued_in_place_is_offline_when_it_is_pulled(desk: Desk, card: Card, clip: Clip) -> None:
    source = card("A001", {"DCIM/C1.MP4": clip(1)})
    desk.take(source, in_place=True)
    assert verify(desk.workspace, desk.catalogue, desk.told).checked == 1
    source.rename(source.with_name("pulled"))
    found = verify(desk.workspace, desk.catalogue, desk.told)
    assert len(found.offline) == 1
    assert found.sound


def test_renditions_are_read_as_well(desk: Desk, card: Card, clip: Clip) -> None:
    (row,) = desk.take(card("A001", {"C1.MP4": clip(1)})).ingested
    poster = desk.workspace.renditions / "poster.jpg"
    poster.parent.mkdir()
    poster.write_bytes(b"a picture, as far as this test goes")
    made = Rendition("poster", "renditions/poster.jpg", "key", poster.stat().st_size, digest(poster))
    work.put_rendition(desk.catalogue, row.asset, made)
    assert verify(desk.workspace, desk.catalogue, desk.told).sound
    flip(poster)
    assert verify(desk.workspace, desk.catalogue, desk.told).damaged == ("renditions/poster.jpg",)


def test_a_further_copy_is_checked_against_the_catalogue(desk: Desk, card: Card, clip: Clip, tmp_path: Path) -> None:
    also = tmp_path / "backup"
    desk.take(card("A001", {"C1.MP4": clip(1), "C2.MP4": clip(2)}), also=(also,))
    desk.take(card("B001", {"C3.MP4": clip(3)}))
    assert verify_against(desk.workspace, desk.catalogue, also, desk.told).sound
    flip(also / "lan" / "A001" / "C1.MP4")
    (also / "lan" / "A001" / "C2.MP4").unlink()
    (also / "lan" / "stray").write_bytes(b"?")
    found = verify_against(desk.workspace, desk.catalogue, also, desk.told)
    assert found.damaged == ("originals/lan/A001/C1.MP4",)
    assert found.missing == ("originals/lan/A001/C2.MP4",)
    assert found.unknown == ("originals/lan/stray",)
    # the copy that came off the card with it is as it was
    assert verify(desk.workspace, desk.catalogue, desk.told).sound
