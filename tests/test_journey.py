"""One clip through every hop: card, original, catalogue, rendition, transcript, page; and out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediakit.cli.main import main
from mediakit.media import ffmpeg
from mediakit.media.files import digest

SAID = "Trust is built slowly, and it can be lost in a single sentence."
Told = Callable[..., Any]


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Told:
    """Run a command in an empty workspace with --json and give back its document; it must end with 0."""
    folder = tmp_path / "gathering"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def command(*words: Any, status: int = 0) -> Any:
        capfd.readouterr()
        ended = main([*map(str, words), "--json"])
        out, err = capfd.readouterr()
        assert ended == status, err
        return json.loads(out)

    command("init")
    Path("mediakit.toml").write_text('[speech]\nengine = "scripted"\n[films]\nweb_sizes = [90]\nproxy_size = 90\n')
    script = {"C0001.MP4": {"segments": [{"start": 0.5, "end": 2.5, "text": SAID}]}}
    Path("speech-script.json").write_text(json.dumps(script))
    return command


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A camera card with one clip."""
    clip = tmp_path / "A001" / "PRIVATE" / "M4ROOT" / "CLIP" / "C0001.MP4"
    clip.parent.mkdir(parents=True)
    picture = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3")
    tone = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=3")
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    ffmpeg.run([*picture, *tone, *codecs, "-metadata", "creation_time=2026-05-13T10:00:00Z", f"file:{clip}"])
    return tmp_path / "A001"


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def names_in(folder: Path, *words: str) -> list[str]:
    marks = [w.encode() for w in words]
    return [name for name, blob in everything(folder).items() if any(m in blob or m in name.encode() for m in marks)]


def test_a_clip_goes_from_card_to_page_and_a_no_takes_it_off_again(tell: Told, card: Path) -> None:
    before = everything(card)
    tell("event", "add", "Annual gathering", "--slug", "lan")
    tell("people", "add", "Siân Prys-Howell", "--slug", "sian", "--role", "Consultant midwife", "--event", "lan")

    [ingested] = tell("ingest", card, "--event", "lan", "--one-copy")["ingested"]
    clip = ingested["id"]
    assert digest(Path(ingested["path"])) == clip
    assert everything(card) == before
    assert ingested["short"] == "A001/C0001"

    assert tell("process")["failed"] == []
    tell("set", "A001/C0001", "people=sian", "title=Trust is built slowly", "shot=interview")
    [hit] = [h for h in tell("search", '"lost in a single"')["hits"] if h["start"] is not None]
    assert (hit["asset"], hit["start"]) == (clip, 0.5)
    assert "<mark>" in hit["snippet"]

    site = Path("site")
    [withheld] = tell("build")["withheld"]
    assert withheld == {"asset": clip, "reason": "nobody approved it"}
    tell("approve", clip, "--by", "Nuala Byrne")
    tell("process")
    [withheld] = tell("build")["withheld"]
    assert "no consent" in withheld["reason"]
    assert names_in(site, "Prys-Howell", "built slowly") == []

    tell("consent", "record", "sian", "--channel", "web")
    built = tell("build")
    assert (built["videos"], built["withheld"]) == (1, [])
    page = next(site.glob("videos/*/index.html"))
    text = page.read_text("utf-8")
    assert "Siân Prys-Howell" in text
    assert "Trust is built slowly" in text
    assert "lost in a single sentence" in (page.parent / "captions.vtt").read_text("utf-8").replace("\n", " ")
    assert json.loads((page.parent / "data.json").read_text("utf-8"))["id"] == clip
    assert names_in(site, "originals/", str(Path.cwd()), "C0001.MP4") == []

    first = everything(site)
    again = tell("build")
    assert (again["written"], again["removed"]) == (0, 0)
    assert everything(site) == first

    tell("consent", "withdraw", "sian", "--reason", "asked by e-mail")
    tell("build")
    assert names_in(site, "Prys-Howell", "built slowly", clip[:16], "lost in a single") == []
    assert tell("search", "trust")["total"] > 0
    assert tell("verify")["damaged"] == []


def test_captions_that_change_take_the_film_off_until_somebody_approves_again(tell: Told, card: Path) -> None:
    tell("event", "add", "Annual gathering", "--slug", "lan", "--crowd-notice", "Filming today")
    [ingested] = tell("ingest", card, "--event", "lan", "--one-copy")["ingested"]
    tell("process")
    tell("approve", ingested["id"], "--by", "Nuala Byrne")
    assert tell("build")["videos"] == 1
    settings = Path("mediakit.toml").read_text()
    Path("mediakit.toml").write_text(settings + "[captions]\nline_characters = 20\n")
    tell("process")
    built = tell("build")
    assert built["videos"] == 0
    assert [w["reason"] for w in built["withheld"]] == ["its approval lapsed: captions changed"]
    tell("approve", ingested["id"], "--by", "Nuala Byrne")
    assert tell("build")["videos"] == 1
