"""Cards as cameras leave them, made of one tiny real clip and photo; a workspace with one event."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.catalogue.events import add as add_event
from mediakit.domain.event import Event
from mediakit.domain.progress import Silent
from mediakit.domain.workspace import Workspace
from mediakit.ingest.bring_in import Request, ingest
from mediakit.ingest.report import CardReport
from mediakit.media import ffmpeg
from mediakit.media.identify import read_facts

MOMENT = 1_706_620_500  # 2024-01-30 13:15 UTC
Card = Callable[..., Path]


@pytest.fixture(scope="session")
def clip_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One second of 64×36 film with a tone, no date in it."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=10:d=1", "-f", "lavfi", "-i", "sine=f=440:r=16000:d=1")
    ffmpeg.run([*picture, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", f"file:{path}"])
    return path.read_bytes()


@pytest.fixture(scope="session")
def photo_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A JPEG of 64×48 without a date."""
    path = tmp_path_factory.mktemp("photo") / "photo.jpg"
    ffmpeg.run(["-f", "lavfi", "-i", "testsrc2=s=64x48", "-frames:v", "1", f"file:{path}"])
    return path.read_bytes()


@pytest.fixture
def clip(clip_bytes: bytes) -> Callable[[int], bytes]:
    """clip(n): the same film with its own content, an unused box at its end."""
    return lambda number: clip_bytes + struct.pack(">I4sQ", 16, b"free", number)


@pytest.fixture
def card(tmp_path: Path) -> Card:
    """card("A001", {"DCIM/100/X.MP4": bytes}) lays out a card and gives its folder; every file has the same time."""

    def lay(name: str, files: dict[str, bytes], under: str = "cards") -> Path:
        root = tmp_path / under / name
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            os.utime(file, (MOMENT, MOMENT))
        return root

    return lay


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace with its open catalogue; take(...) ingests as the command does."""

    workspace: Workspace
    catalogue: Catalogue
    told: Silent = field(default_factory=Silent)

    def take(self, *sources: Path, **options: Any) -> CardReport:
        """Ingest cards for the event "lan"; gives the report of the last one."""
        return ingest(self.workspace, self.catalogue, Request(sources, "lan", **options), read_facts, self.told)[-1]

    @property
    def originals(self) -> Path:
        return self.workspace.originals / "lan"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    root = tmp_path / "workspace"
    root.mkdir()
    with create_catalogue(root / "catalogue.db") as catalogue:
        add_event(catalogue, Event("lan", "Learning and Action Network", timezone="Europe/London"))
        yield Desk(Workspace(root), catalogue)


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file below a folder with its content's digest and its time."""
    return {
        str(p.relative_to(folder)): (hashlib.md5(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }
