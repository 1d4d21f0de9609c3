"""Commands run as a user runs them, in a workspace of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mediakit.cli.main import main


class Ran(NamedTuple):
    """What one command gave back."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, outside any workspace; commands run in it."""
    folder = tmp_path / "somewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(anywhere: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command: `run("event", "add", "Gathering")` gives (status, out, err)."""

    def command(*words: Any) -> Ran:
        capfd.readouterr()
        status = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Ran(status, out, err)

    return command


@pytest.fixture
def workspace(anywhere: Path, run: Run) -> Path:
    """An empty workspace, which is the current folder."""
    assert run("init").status == 0
    return anywhere
