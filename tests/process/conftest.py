"""A workspace with one film with words, one silent film, one photo and one broken file, all tiny and real."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mediakit.catalogue import assets, cards, events
from mediakit.catalogue.connect import Catalogue, create_catalogue
from mediakit.domain.asset import Enrolment, Original
from mediakit.domain.event import Event
from mediakit.domain.facts import Kind, Role
from mediakit.domain.workspace import Settings, Workspace
from mediakit.media import ffmpeg
from mediakit.media.files import digest
from mediakit.media.identify import read_facts

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2")
TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=2")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The originals, made once."""
    folder = tmp_path_factory.mktemp("footage")
    ffmpeg.run([*PICTURE, *TONE, *H264, "-c:a", "aac", f"file:{folder / 'talk.mp4'}"])
    ffmpeg.run([*PICTURE, *H264, f"file:{folder / 'silent.mp4'}"])
    ffmpeg.run(["-f", "lavfi", "-i", "testsrc2=s=1500x1000", "-frames:v", "1", f"file:{folder / 'photo.jpg'}"])
    return folder


@dataclass(frozen=True, slots=True)
class Shoot:
    """A workspace, its open catalogue, and the id of each asset by the name of its file."""

    workspace: Workspace
    catalogue: Catalogue
    ids: dict[str, str]

    def add(self, file: Path, role: Role = Role.RUSH) -> str:
        """Take a file in as ingest would, without its copying."""
        target = self.workspace.originals / "lan" / "A001" / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
        facts = read_facts(target)
        checksum, path = digest(target), self.workspace.logical(target)
        role = Role.PHOTO if facts.kind is Kind.PHOTO else role
        size = target.stat().st_size
        moment = datetime(2026, 5, 13, 11, tzinfo=ZoneInfo("Europe/London"))
        assets.add(
            self.catalogue,
            Enrolment(checksum, facts, role, path, size, "lan", card="A001", captured_at=moment),
        )
        known = Original(path, size, checksum, file.name, asset=checksum)
        cards.put_files(self.catalogue, "lan", "A001", [known])
        self.ids[file.name] = checksum
        return checksum

    def with_settings(self, **values: object) -> Workspace:
        """The same workspace under other settings."""
        return replace(self.workspace, settings=replace(self.workspace.settings, **values))  # type: ignore[arg-type]


@pytest.fixture
def shoot(tmp_path: Path, footage: Path) -> Iterator[Shoot]:
    """The three originals in a workspace whose speech engine reads from a script."""
    workspace = Workspace(tmp_path.resolve(), Settings(speech_engine="scripted", web_sizes_px=(120,), proxy_px=90))
    script = {
        "talk.mp4": {"segments": [{"start": 0.2, "end": 1.8, "text": "Trust is built slowly, and lost at once."}]}
    }
    (workspace.root / "speech-script.json").write_text(json.dumps(script))
    with create_catalogue(workspace.catalogue_path) as catalogue:
        events.add(catalogue, Event("lan", "Learning and Action Network"))
        cards.put(catalogue, cards.Card("lan", "A001"))
        made = Shoot(workspace, catalogue, {})
        for name in ("talk.mp4", "silent.mp4", "photo.jpg"):
            made.add(footage / name)
        yield made
