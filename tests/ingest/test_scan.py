"""Listing a card."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mediakit.domain.errors import Misuse
from mediakit.ingest.scan import printable, scan


def test_hidden_files_and_the_systems_rubbish_are_on_the_list(tmp_path: Path) -> None:
    for name in (".hidden.mov", ".DS_Store", "DCIM/Thumbs.db", "DCIM/100CANON/A.MOV"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [f.path for f in scan(tmp_path).files] == [
        ".DS_Store",
        ".hidden.mov",
        "DCIM/100CANON/A.MOV",
        "DCIM/Thumbs.db",
    ]


def test_a_link_is_named_and_never_followed(tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (tmp_path / "secret.txt").write_text("private")
    (card / "out").symlink_to(tmp_path / "secret.txt")
    (card / "loop").symlink_to(card)
    listing = scan(card)
    assert listing.files == ()
    assert [u.path for u in listing.unusable] == ["loop", "out"]
    assert "secret.txt" in listing.unusable[1].reason
    assert "not followed" in listing.unusable[1].reason


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_pipe_is_named_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert scan(tmp_path).unusable[0].reason == "a pipe, not a file"


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_a_name_that_is_no_text_is_listed_and_can_be_shown(tmp_path: Path) -> None:
    name = b"caf\xe9.mov"
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk takes no such name")
    (found,) = scan(tmp_path).files
    assert os.fsencode(found.path) == name
    assert printable(found.path) == r"caf\xe9.mov"


def test_a_file_is_no_card(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x")
    with pytest.raises(Misuse, match="is a file") as raised:
        scan(tmp_path / "film.mp4")
    assert "deliver" in (raised.value.hint or "")
    with pytest.raises(Misuse, match="no such folder"):
        scan(tmp_path / "nowhere")
