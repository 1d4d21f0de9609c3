"""A small shoot taken all the way to a gallery, with copies on a second disk: what an erasure has to reach."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediakit.catalogue.connect import open_catalogue
from mediakit.media import ffmpeg

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run

SAID = "The quagmire of xylophones is deep."
WHY = ("--reason", "asked to be erased", "--by", "Nuala Byrne")


@pytest.fixture(scope="session")
def card_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card with two clips, a sidecar of the first, and a photo."""
    folder = tmp_path_factory.mktemp("card") / "A001"
    folder.mkdir()
    for number, colour in ((1, "red"), (2, "blue")):
        picture = ("-f", "lavfi", "-i", f"color={colour}:s=160x90:r=25:d=2")
        tone = ("-f", "lavfi", "-i", f"sine=f={number * 220}:r=48000:d=2")
        codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
        ffmpeg.run([*picture, *tone, *codecs, f"file:{folder / f'C000{number}.MP4'}"])
    (folder / "C0001M01.XML").write_text('<?xml version="1.0"?><NonRealTimeMeta note="quagmire sidecar"/>')
    ffmpeg.run(["-f", "lavfi", "-i", "testsrc2=s=160x90:d=1", "-frames:v", "1", f"file:{folder / 'P1.JPG'}"])
    return folder


@dataclass(frozen=True, slots=True)
class Shoot:
    """A workspace taken all the way to a gallery: Siân in clip and photo, Adébáyò in the other clip."""

    root: Path
    run: Run
    card: Path
    clip: str
    other: str
    photo: str

    def erase(self, *words: str, **options: Any) -> dict[str, Any]:
        """The document of an erasure's first step, or with its code the second."""
        ran = self.run("erase", *words, *WHY, "--json")
        assert ran.status == options.get("status", 0), ran.err
        document: dict[str, Any] = json.loads(ran.out)
        return document

    def erase_for_good(self, *words: str) -> Ran:
        return self.run("erase", *words, *WHY, "--yes", self.erase(*words)["code"], "--json")

    def holding(self, *marks: str) -> list[str]:
        """Files of the workspace and of the second disk whose name or bytes hold any of the marks."""
        found = []
        for root in (self.root, self.root.parent / "second"):
            for path in sorted(p for p in root.rglob("*") if p.is_file()):
                name, content = path.relative_to(root).as_posix(), path.read_bytes()
                if any(m in name or m.encode() in content for m in marks):
                    found.append(name)
        return found


@pytest.fixture
def shoot(workspace: Path, run: Run, card_made_once: Path) -> Shoot:
    card = workspace.parent / "A001"
    shutil.copytree(card_made_once, card)
    (workspace.parent / "second").mkdir()
    sizes = '[speech]\nengine = "scripted"\n[films]\nweb_sizes = [90]\nproxy_size = 90\n[photos]\nsizes = [64]\n'
    (workspace / "mediakit.toml").write_text(sizes)
    spoken = {"segments": [{"start": 0.2, "end": 1.8, "text": SAID}]}
    script = {"C0001.MP4": spoken, "C0002.MP4": {"segments": []}}
    (workspace / "speech-script.json").write_text(json.dumps(script))
    run("event", "add", "Gathering", "--slug", "lan")
    run("people", "add", "Siân Prys-Howell", "--slug", "sian-ph", "--event", "lan", "--contact", "sian@home.test")
    run("people", "add", "Adébáyò Fálàdé", "--slug", "adebayo", "--event", "lan")
    taken = json.loads(run("ingest", card, "--event", "lan", "--also", "../second", "--one-copy", "--json").out)
    ids = {Path(a["path"]).name: a["id"] for a in taken["ingested"]}
    made = Shoot(workspace, run, card, ids["C0001.MP4"], ids["C0002.MP4"], ids["P1.JPG"])
    run("process")
    run("set", made.clip, "people=sian-ph", "title=Deep quagmire")
    run("set", made.photo, "people=sian-ph", "title=At the window", "alt_text=Somebody at a quagmire")
    run("set", made.other, "people=adebayo", "title=Another film")
    (workspace.parent / "form.pdf").write_bytes(b"%PDF signed quagmire form")
    run("consent", "record", "sian-ph", "--channel", "web", "--evidence", "../form.pdf", "--note", "quagmire terms")
    run("consent", "record", "adebayo", "--channel", "web")
    run("approve", made.clip, made.photo, made.other, "--by", "Nuala Byrne")
    run("process")
    # the rehearsal's script is nothing that the program keeps
    (workspace / "speech-script.json").unlink()
    with open_catalogue(workspace / "catalogue.db") as catalogue, catalogue.writing():
        quote = {"asset": made.clip, "start_ms": 0, "end_ms": 9, "text": SAID, "at": "2026-01-01"}
        catalogue.insert("quotes", quote)
    assert json.loads(run("build", "--json").out)["withheld"] == []
    return made
