"""The program's edge: signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediakit.cli.main import letting_go

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends itself signals")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_pressing_ctrl_c_again_does_not_keep_a_run_from_tidying_up(asked: signal.Signals) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    letting_go()
    tidied: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(asked, tidied)
    assert tidied == ["draft removed"]


def _interrupted(asked: signal.Signals, tidied: list[str]) -> None:
    try:
        os.kill(os.getpid(), asked)
    finally:
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGINT)
        tidied.append("draft removed")


def test_what_was_started_to_ignore_ctrl_c_goes_on_ignoring_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    letting_go()
    os.kill(os.getpid(), signal.SIGINT)


# what a command brings in first is interrupted in the middle of a text that Python runs, as a dataclass being made is
_INTERRUPTING = """
import os, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "mediakit.gallery":
            sys.meta_path.remove(self)
            exec("os.kill(os.getpid(), int(os.environ['ASKED']))")

sys.meta_path.insert(0, Interrupting())
"""


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_wherever_it_is_ends_with_130(tmp_path: Path, asked: signal.Signals) -> None:
    (tmp_path / "mediakit.toml").write_text("")
    (tmp_path / "sitecustomize.py").write_text(_INTERRUPTING)
    found = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "mediakit", "-C", str(tmp_path), "build"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": found, "ASKED": str(int(asked))},
    )
    assert "mediakit: stopped" in done.stderr
    assert done.returncode == 130
