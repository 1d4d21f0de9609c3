#!/usr/bin/env python3
"""Set mediakit up beside its source, then run the demo or the tests; Python's standard library is all it needs."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = (3, 11)
ROOM_NEEDED_BYTES = 1_500_000_000
STILL_AT_IT_S = 30
INTERRUPTED = 130

USAGE = """\
mediakit, straight from its source. Nothing but Python 3.11 or newer is needed; the rest goes into
.venv beside this file.

  python3 run.py demo          make the sample shoot and take it all the way to a built gallery
  python3 run.py test          check style and types, then run the tests
  python3 run.py test ARGS     the same; ARGS go to pytest, such as: -k consent

The first time it downloads and installs about 750 MB (speech recognition is the most of it); after that it starts
in a second. To use mediakit itself afterwards: {mediakit} --help
"""


class Stop(Exception):
    """Something is missing: one plain line, and the exit status."""

    def __init__(self, line: str, status: int = 3) -> None:
        super().__init__(line)
        self.status = status


def venv_python(root: Path) -> Path:
    """The environment's Python, whether it is there or not."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_path(root: Path) -> Path:
    """The file that says what the environment was set up for; gone or unreadable means that it never was."""
    return root / ".venv" / "mediakit-setup.json"


def mark_path(root: Path) -> Path:
    """The file that lies there while packages are being installed: found at the start, it means interrupted."""
    return root / ".venv" / "mediakit-setup-began"


def shown_command(root: Path) -> str:
    """How a user types mediakit from where they are."""
    program = root / ".venv" / ("Scripts/mediakit.exe" if os.name == "nt" else "bin/mediakit")
    with contextlib.suppress(ValueError):
        program = program.relative_to(Path.cwd())
    return f'"{program}"' if os.name == "nt" and " " in str(program) else shlex.quote(str(program))


def wanted_stamp(root: Path, extras: frozenset[str]) -> dict[str, Any]:
    """What the environment has to be set up for: this Python, this folder, these requirements."""
    requirements = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {"python": python, "folder": str(root), "requirements": requirements, "extras": sorted(extras)}


def decide(stamp: dict[str, Any] | None, wanted: dict[str, Any], *, works: bool, interrupted: bool) -> str:
    """What the set-up needs: "nothing", "install" (into the environment that is there) or "fresh" (from the start).

    stamp: what the environment was last set up for, None if unknown; works: its Python runs and has pip.
    """
    if not works or interrupted:
        return "fresh"
    if stamp is None:
        return "install"
    if (stamp.get("python"), stamp.get("folder")) != (wanted["python"], wanted["folder"]):
        return "fresh"
    if stamp.get("requirements") != wanted["requirements"] or not set(wanted["extras"]) <= set(stamp.get("extras", [])):
        return "install"
    return "nothing"


# what pip prints → one line for the user; the first that fits
FAILURES = (
    (r"No space left on device|Errno 28|not enough space on the disk", "the disk is full: about 1.5 GB are needed"),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification",
        "the package index could not be trusted: ask your IT for its proxy's certificate, and set PIP_CERT to it",
    ),
    (r"ProxyError|407 Proxy", "the proxy refused the connection: set HTTPS_PROXY as your IT says"),
    (
        r"Connection(Error| refused| broken| reset)|name resolution|getaddrinfo|nodename nor|unreachable|timed out",
        "the package index cannot be reached: check the network, then run the same command again",
    ),
    (r"Permission denied|Errno 13|Access is denied|WinError 5\b", "no permission to write into {root}"),
    (r"DO NOT MATCH THE HASHES", "a download arrived damaged: run the same command again"),
    (
        r"Failed building wheel for (?P<name>[\w.-]+)|Failed to build '?(?P<name2>[\w.-]+)|command '.*cc'",
        "{name} is not ready-made for Python {python} on this machine: use Python 3.11, 3.12 or 3.13",
    ),
    (
        r"No matching distribution found for (?P<name>[\w.\[\]<>=!~,-]+)",
        "no {name} for Python {python} on this machine was found: check the network, or use Python 3.11, 3.12 or 3.13",
    ),
)


def explain_failure(printed: str, root: Path) -> str:
    """One plain line on why pip failed, from what it printed."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for pattern, line in FAILURES:
        found = re.search(pattern, printed)
        if found:
            names = [text for key, text in found.groupdict().items() if text and key.startswith("name")]
            return line.format(root=root, python=python, name=names[0] if names else "a package")
    errors = [line.strip() for line in printed.splitlines() if line.lower().startswith("error")]
    return errors[-1] if errors else "pip failed and did not say why"


def say(text: str) -> None:
    """One line for the user, at once."""
    print(text, flush=True)


def spawn(argv: list[str], **how: Any) -> int:
    """Run a program and wait for it; on Ctrl-C it gets time to put its things away. Returns its exit status."""
    with subprocess.Popen(argv, **how) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # the terminal sent the same signal to the child
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                child.wait(20)
            child.kill()
            raise


def child_environment() -> dict[str, str]:
    """This environment without what would send the child to another Python's modules."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def pip(root: Path, words: list[str]) -> None:
    """Run the environment's pip quietly; a line each half minute says that it is still at it. Raises Stop."""
    argv = [str(venv_python(root)), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    argv += ["--prefer-binary", *words]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
        how: dict[str, Any] = {"stdout": printed, "stderr": subprocess.STDOUT, "env": child_environment()}
        with subprocess.Popen(argv, cwd=root, **how) as child:
            while True:
                try:
                    status = child.wait(STILL_AT_IT_S)
                    break
                except subprocess.TimeoutExpired:
                    say(f"  still installing, {time.monotonic() - began:.0f} s so far")
                except KeyboardInterrupt:
                    child.kill()
                    raise
        printed.seek(0)
        text = printed.read()
    if status:
        log = root / ".venv" / "mediakit-setup.log"
        with contextlib.suppress(OSError):
            log.write_text(text, encoding="utf-8")
        mark_path(root).unlink(missing_ok=True)
        raise Stop(f"{explain_failure(text, root)} (all that pip said: {log})")


def make_venv(root: Path) -> None:
    """Make .venv anew with this Python. Raises Stop with what the system lacks."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Stop(f"this Python cannot make environments; on Debian or Ubuntu: sudo apt install python{version}-venv")
    # the Python underneath, in case this one is the environment about to be replaced
    python = getattr(sys, "_base_executable", None) or sys.executable
    argv = [python, "-m", "venv", "--clear", str(root / ".venv")]
    done = subprocess.run(argv, capture_output=True, text=True, env=child_environment(), check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines() or ["it did not say why"]
        raise Stop(f"the environment {root / '.venv'} could not be made: {last[-1]}")


def read_stamp(root: Path) -> dict[str, Any] | None:
    """What the environment was last set up for; None if nothing legible says so."""
    try:
        stamp = json.loads(stamp_path(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def python_works(root: Path) -> bool:
    """Whether the environment's Python runs and has pip."""
    if not venv_python(root).exists():
        return False
    argv = [str(venv_python(root)), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(argv, capture_output=True, env=child_environment(), check=False).returncode == 0
    except OSError:
        return False


def set_up(root: Path, extras: frozenset[str]) -> None:
    """Bring .venv to what pyproject.toml asks for; nothing is done where it is already. Raises Stop."""
    stamp, wanted = read_stamp(root), wanted_stamp(root, extras)
    interrupted = mark_path(root).exists()
    # a good stamp vouches for the environment, so that a further run starts at once
    works = (stamp is not None and venv_python(root).exists()) or python_works(root)
    todo = decide(stamp, wanted, works=works, interrupted=interrupted)
    if todo == "nothing":
        return
    if todo == "fresh":
        there = (root / ".venv").exists()
        free = shutil.disk_usage(root).free
        if free < ROOM_NEEDED_BYTES and not there:
            raise Stop(f"the disk has {free / 1e9:.1f} GB left, and about 1.5 GB are needed: {root}")
        why = "the last set-up was interrupted" if interrupted else "it does not fit this Python or folder"
        say(f"Making the environment {root / '.venv'} anew: {why}." if there else f"Making {root / '.venv'}.")
        make_venv(root)
    say("Installing mediakit and what it needs into .venv: about 750 MB on disk the first time, some minutes.")
    began = time.monotonic()
    stamp_path(root).unlink(missing_ok=True)
    mark_path(root).touch()
    kept = frozenset(stamp.get("extras", [])) if stamp and todo == "install" else frozenset()
    every = sorted(extras | kept)
    pip(root, ["-e", f".[{','.join(every)}]" if every else "."])
    stamp_path(root).write_text(json.dumps({**wanted, "extras": every}), encoding="utf-8")
    mark_path(root).unlink(missing_ok=True)
    say(f"Installed in {time.monotonic() - began:.0f} s.")


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Only one set-up at a time in a folder: a second one waits, and says so."""
    folder = root / ".mediakit"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("a+b") as file:
        if not _lock(file, wait=False):
            say("Another set-up is running in this folder: waiting for it.")
            while not _lock(file, wait=True):
                time.sleep(1)
        yield


def _lock(file: IO[bytes], *, wait: bool) -> bool:
    """Take the lock on an open file, which the system gives back however the program ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def demo(root: Path) -> int:
    """Set up, run the demo in this folder, and say how to look at it. Returns the demo's exit status."""
    with alone(root):
        set_up(root, frozenset())
    status = spawn([str(venv_python(root)), "-m", "mediakit", "demo", str(root)], env=child_environment())
    if status == 0:
        folder = shlex.quote(str(root)) if os.name != "nt" else f'"{root}"'
        page = root / "site" / "index.html"
        say(f"Look at it: open {page} in a browser, or run: {shown_command(root)} -C {folder} serve")
    return status


def test(root: Path, words: list[str]) -> int:
    """Set up with what tests need, check style and types, run the tests. Returns the first status that is not 0."""
    with alone(root):
        set_up(root, frozenset({"test"}))
    python = str(venv_python(root))
    workers = min(os.cpu_count() or 1, 4)
    spread = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 and not words else []
    checks = {
        "style (ruff check)": [python, "-m", "ruff", "check", "--quiet", "."],
        "layout (ruff format)": [python, "-m", "ruff", "format", "--quiet", "--check", "."],
        "types (mypy)": [python, "-m", "mypy", "--no-error-summary"],
        "tests (pytest)": [python, "-m", "pytest", *spread, *words],
    }
    failed: dict[str, int] = {}
    for name, argv in checks.items():
        say(f"Checking {name} …")
        began = time.monotonic()
        status = spawn(argv, cwd=root, env=child_environment())
        verdict = f"not in order (exit status {status})" if status else "in order"
        say(f"  {name}: {verdict}, {time.monotonic() - began:.0f} s")
        if status:
            failed[name] = status
    say(f"Not in order: {', '.join(failed)}." if failed else "All in order.")
    return next(iter(failed.values()), 0)


def main(argv: list[str]) -> int:
    """Do what the words say; returns the exit status. What is missing is told in one line on stderr."""
    root = Path(__file__).resolve().parent
    # somebody with an older Python runs this file first: nothing above may need a newer one
    if sys.version_info < OLDEST:
        have = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(f"run.py: this is Python {have}; mediakit needs 3.11 or newer: https://www.python.org", file=sys.stderr)
        return 3
    if not argv or argv[0] in ("-h", "--help", "help"):
        say(USAGE.format(mediakit=shown_command(root)))
        return 0
    try:
        if argv[0] == "demo" and len(argv) == 1:
            return demo(root)
        if argv[0] == "test":
            return test(root, argv[1:])
    except Stop as stop:
        print(f"run.py: {stop}", file=sys.stderr)
        return stop.status
    except KeyboardInterrupt:
        print("\nrun.py: stopped; the same command goes on where this one was.", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        full = error.errno == 28
        print(f"run.py: {'the disk is full' if full else error}", file=sys.stderr)
        return 3
    print(f"run.py: there is no {shlex.join(argv)!r}; the words are demo and test", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
