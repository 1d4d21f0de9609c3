"""run.py: the first thing a newcomer runs, on whatever machine they have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

import run

ROOT = Path(__file__).resolve().parents[1]
WANTED = {"python": "3.12", "folder": "/a/checkout", "requirements": "abc", "extras": ["test"]}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with a space in its name: run.py, requirements, and a mediakit that repeats its words."""
    folder = tmp_path / "a folder"
    (folder / "mediakit").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    repeat = "import sys\nprint('mediakit', *sys.argv[1:], sep='|')\n"
    (folder / "mediakit" / "__main__.py").write_text(repeat, "utf-8")
    return folder


def set_up_already(folder: Path) -> None:
    """Give a checkout the environment that a finished set-up leaves behind."""
    venv.create(folder / ".venv", with_pip=False, symlinks=os.name != "nt")
    packages = next((folder / ".venv").rglob("site-packages"))
    (packages / "checkout.pth").write_text(str(folder), "utf-8")
    run.stamp_path(folder).write_text(json.dumps(run.wanted_stamp(folder, frozenset())), "utf-8")


def started(folder: Path, *words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(folder / "run.py"), *words]
    return subprocess.run(argv, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def test_without_words_it_explains_itself(tmp_path: Path) -> None:
    told = started(ROOT, cwd=tmp_path)
    assert told.returncode == 0
    assert "run.py demo" in told.stdout
    assert "750 MB" in told.stdout


def test_an_unknown_word_is_wrong_usage(tmp_path: Path) -> None:
    told = started(ROOT, "dmeo", cwd=tmp_path)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 1


def test_a_second_demo_starts_at_once_from_any_folder_and_says_how_to_look_at_it(
    checkout: Path, tmp_path: Path
) -> None:
    set_up_already(checkout)
    told = started(checkout, "demo", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    first, last = told.stdout.splitlines()
    assert first == f"mediakit|demo|{checkout}"
    assert str(checkout / "site" / "index.html") in last
    assert "serve" in last


def test_the_demo_s_exit_status_is_passed_on(checkout: Path, tmp_path: Path) -> None:
    set_up_already(checkout)
    (checkout / "mediakit" / "__main__.py").write_text("raise SystemExit(3)", "utf-8")
    told = started(checkout, "demo", cwd=tmp_path)
    assert told.returncode == 3
    assert "Look at it" not in told.stdout


@pytest.mark.slow
def test_without_a_network_it_says_so_in_one_line_and_keeps_no_half_set_up(checkout: Path, tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/"
    unreachable = {
        "PIP_INDEX_URL": nowhere,
        "PIP_EXTRA_INDEX_URL": nowhere,
        "PIP_RETRIES": "1",
        "PIP_NO_CACHE_DIR": "1",
    }
    unreachable |= {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    told = started(checkout, "demo", cwd=tmp_path, **unreachable)
    assert told.returncode == 3
    (line,) = told.stderr.splitlines()
    assert "the package index cannot be reached" in line
    assert run.read_stamp(checkout) is None
    assert not run.mark_path(checkout).exists()
    assert run.python_works(checkout)


@pytest.mark.parametrize(
    ("stamp", "works", "interrupted", "todo"),
    [
        ({**WANTED}, True, False, "nothing"),
        ({**WANTED, "extras": ["e2e", "test"]}, True, False, "nothing"),
        ({**WANTED, "extras": []}, True, False, "install"),
        ({**WANTED, "requirements": "older"}, True, False, "install"),
        (None, True, False, "install"),
        ({**WANTED, "python": "3.11"}, True, False, "fresh"),
        ({**WANTED, "folder": "/moved/from/here"}, True, False, "fresh"),
        ({**WANTED}, False, False, "fresh"),
        ({**WANTED}, True, True, "fresh"),
        (None, False, False, "fresh"),
    ],
)
def test_only_what_changed_is_set_up_again(
    stamp: dict[str, Any] | None, works: bool, interrupted: bool, todo: str
) -> None:
    assert run.decide(stamp, WANTED, works=works, interrupted=interrupted) == todo


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: … [Errno -3] Temporary failure in name resolution'\nERROR: No matching distribution found for x",
         "cannot be reached: check the network"),
        ("WARNING: … SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "PIP_CERT"),
        ("ERROR: No matching distribution found for onnxruntime<2,>=1.14", "no onnxruntime<2,>=1.14 for Python"),
        ("  ERROR: Failed building wheel for av", "av is not ready-made"),
        ("ERROR: [Errno 13] Permission denied: '/usr/x'", "no permission"),
        ("ERROR: something nobody foresaw", "something nobody foresaw"),
        ("", "did not say why"),
    ],
)  # fmt: skip
def test_pip_s_failure_becomes_one_plain_line(printed: str, told: str) -> None:
    line = run.explain_failure(printed, ROOT)
    assert told in line
    assert "\n" not in line


def test_an_illegible_stamp_counts_as_none(checkout: Path) -> None:
    run.stamp_path(checkout).parent.mkdir()
    run.stamp_path(checkout).write_text("{half", "utf-8")
    assert run.read_stamp(checkout) is None


def test_requirements_that_change_are_noticed(checkout: Path) -> None:
    before = run.wanted_stamp(checkout, frozenset())
    with (checkout / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n# one more line\n")
    assert run.wanted_stamp(checkout, frozenset())["requirements"] != before["requirements"]
