"""Speech models: joined from two halves, fetched when asked to, chosen for the machine."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediakit.domain.errors import NoModel
from mediakit.media import speech_base, speech_models
from mediakit.media.speech_choice import SIZES, Machine, choose
from mediakit.media.speech_models import find_weights
from mediakit.media.speech_survey import short_name

REPOSITORY = "Systran/faster-whisper-small.en"
COMMIT = "a" * 40
FETCH = """
import sys
from mediakit.domain.errors import MediakitError
from mediakit.media.speech import open_engine
class Told:
    def begin(self, label, total, unit): print("begin", label, total, unit); self.done = 0
    def advance(self, amount): self.done += amount
    def finished(self, item): print("finished", item, getattr(self, "done", 0))
try:
    print(open_engine(model=sys.argv[1], download="--download" in sys.argv, progress=Told()).model)
except MediakitError as error:
    print(type(error).__name__, error, "|", error.hint)
"""


# --- the extra [multilingual] -----------------------------------------------------------------------------------------


@pytest.fixture
def halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two installed packages with half a model each, and an empty cache."""
    content = os.urandom(10_000)
    for number, (package, name) in enumerate(speech_base.HALVES):
        data = tmp_path / "site" / package / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
        (data / name).write_bytes(content[number * 5_000 : (number + 1) * 5_000])
    for name in speech_base.BESIDE:
        (tmp_path / "site" / speech_base.HALVES[0][0] / "data" / name).write_text("{}")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(speech_base, "SHA256", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(speech_base, "SIZE_BYTES", len(content))
    monkeypatch.setattr(speech_base, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path


def test_the_two_halves_are_joined_once(halves: Path) -> None:
    found = find_weights("base")
    assert found.folder is not None
    weights = found.folder / "model.bin"
    assert weights.stat().st_size == 10_000
    assert {path.name for path in found.folder.iterdir()} == {"model.bin", *speech_base.BESIDE}
    written = weights.stat().st_mtime_ns
    assert find_weights("base") == found
    assert weights.stat().st_mtime_ns == written


def test_a_joined_model_that_was_damaged_is_joined_again(halves: Path) -> None:
    folder = find_weights("base").folder
    assert folder is not None
    (folder / "model.bin").write_bytes(b"half of it")
    assert find_weights("base").folder == folder
    assert (folder / "model.bin").stat().st_size == 10_000


def test_a_damaged_half_is_no_model(halves: Path) -> None:
    package, name = speech_base.HALVES[1]
    (halves / "site" / package / "data" / name).write_bytes(b"x" * 5_000)
    with pytest.raises(NoModel, match="damaged") as caught:
        find_weights("base")
    assert "[multilingual]" in (caught.value.hint or "")
    assert not list((halves / "cache").rglob("model.bin"))


def test_without_the_extra_base_is_a_name_like_others() -> None:
    if speech_base.is_installed():
        pytest.skip("the extra [multilingual] is installed")
    assert find_weights("base").folder is None


# --- the best that fits -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at_hand", "machine", "language", "wanted"),
    [
        (["tiny.en"], Machine(2, 8_000, None), None, "tiny.en"),
        (["tiny.en", "base"], Machine(2, 8_000, None), None, "tiny.en"),
        (["tiny.en", "base"], Machine(2, 8_000, None), "fr", "base"),
        (["tiny.en", "large-v3"], Machine(2, 64_000, None), None, "tiny.en"),
        (["tiny.en", "large-v3"], Machine(32, 64_000, None), None, "large-v3"),
        (["tiny.en", "large-v3"], Machine(32, 1_000, None), None, "tiny.en"),
        (["tiny.en", "large-v3"], Machine(4, 8_000, 24_000), None, "large-v3"),
        (["tiny.en", "large-v3"], Machine(4, 8_000, 2_000), None, "tiny.en"),
        (["tiny.en"], Machine(4, None, None), "fr", None),
        ([], Machine(4, None, None), None, None),
    ],
)
def test_auto_takes_the_best_that_fits(at_hand: list[str], machine: Machine, language: str, wanted: str) -> None:
    assert choose(at_hand, machine, language=language) == wanted


def test_a_translation_needs_a_model_of_many_languages() -> None:
    here = [size.name for size in SIZES]
    assert choose(here, Machine(2, 8_000, None), language=None, translate=True) == "base"


def test_a_fetched_model_has_its_short_name() -> None:
    assert short_name("Systran/faster-whisper-small.en") == "small.en"
    assert short_name("somebody/whisper-welsh") == "somebody/whisper-welsh"


# --- fetching ---------------------------------------------------------------------------------------------------------


class Hub(http.server.BaseHTTPRequestHandler):
    """As much of Hugging Face as a download needs, on this machine."""

    files: dict[str, bytes] = {}
    refuses = False
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        if path.startswith(f"/api/models/{REPOSITORY}/tree/"):
            tree = [
                {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
                for name, data in self.files.items()
            ]
            self._send(json.dumps(tree).encode(), body=body)
        elif path.startswith(f"/api/models/{REPOSITORY}"):
            siblings = [{"rfilename": name, "size": len(data)} for name, data in self.files.items()]
            told = {"id": REPOSITORY, "modelId": REPOSITORY, "sha": COMMIT, "siblings": siblings, "tags": []}
            self._send(json.dumps(told).encode(), body=body)
        elif path.endswith("model.bin") and self.refuses:
            self.send_error(403)
        elif path.startswith(f"/{REPOSITORY}/resolve/") and path.rpartition("/")[2] in self.files:
            self._send(self.files[path.rpartition("/")[2]], body=body)
        else:
            self.send_error(404)

    def _send(self, data: bytes, *, body: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if body:
            self.wfile.write(data)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a program that takes this server for Hugging Face."""
    folder = speech_models.packaged_folder()
    if folder is None:
        pytest.skip("the packaged speech model is not installed")
    Hub.files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    Hub.files["README.md"] = b"not asked for"
    Hub.refuses = False
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    yield {**os.environ, "HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_TELEMETRY": "1"}
    server.shutdown()
    server.server_close()


def fetch(environment: dict[str, str], *options: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", FETCH, "small.en", *options],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_model_is_fetched_with_its_size_and_progress_told(hub: dict[str, str]) -> None:
    wanted = sum(len(data) for name, data in Hub.files.items() if name != "README.md")
    assert "not on this machine" in fetch(hub)[0]
    told = fetch(hub, "--download")
    assert told == [
        f"begin speech model small.en {wanted} bytes",
        f"finished speech model small.en fetched {wanted}",
        "small.en",
    ]
    assert not list(Path(hub["HF_HOME"]).rglob("README.md"))
    # from now on it is here, network or none
    assert fetch({**hub, "HF_ENDPOINT": "http://127.0.0.1:9"}) == ["small.en"]
    assert fetch({**hub, "HF_ENDPOINT": "http://127.0.0.1:9"}, "--download") == ["small.en"]


def test_a_download_that_refuses_costs_one_line_and_is_no_model(hub: dict[str, str]) -> None:
    Hub.refuses = True
    told = fetch(hub, "--download")[-1]
    assert told.startswith("NoModel the speech model small.en cannot be fetched")
    assert "--download" in told
    assert "not on this machine" in fetch(hub)[0]
    Hub.refuses = False
    assert fetch(hub, "--download")[-1] == "small.en"


def test_without_a_network_one_line_says_so(hub: dict[str, str]) -> None:
    told = fetch({**hub, "HF_ENDPOINT": "http://127.0.0.1:9"}, "--download")
    assert len(told) == 1
    assert told[0].startswith("NoModel the speech model small.en cannot be fetched")
