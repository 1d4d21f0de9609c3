"""Publishing to a server by ssh: the one door to rsync. It needs rsync and ssh there, and no other command.

The server's folder is laid out as place_folder tells: releases, and a link that is replaced in one step. rsync does all
of it: it compares with the release that is there, makes hard links for what did not change, and goes on with a film
that was interrupted.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from mediakit.domain.errors import MachineLacks, Refused
from mediakit.domain.progress import Progress
from mediakit.media.place import MARKER, OURS, Release, Sent, marker_text, no_room, not_ours, read_marker
from mediakit.media.place_folder import CURRENT, RELEASES

# exit statuses of a connection that broke
_BROKEN = (10, 12, 255)
_PARTLY = ".rsync-partial"
_NOT_THERE = ("No such file or directory", "failed to stat", "change_dir")
# a server that says nothing for so long has gone
_PATIENCE_S = 120
_LINES_KEPT = 200


class RsyncPlace:
    """A folder of a server. address: as rsync takes it, host and folder; port: of its ssh, where it is not 22.

    A folder of this machine is reached in the same way, without ssh.
    """

    def __init__(self, name: str, address: str, port: int | None = None) -> None:
        self.name, self._address = name, address
        self.touched = False
        self._shell = ["-e", f"{os.environ.get('RSYNC_RSH', 'ssh')} -p {port}"] if port else []

    def look(self) -> str | None:
        """The mark on the server; None for an empty folder, or one still to be made. Raises Refused, MachineLacks."""
        listed = self._names("")
        if OURS in listed and (mark := self._mark()):
            return mark
        if listed.keys() - {OURS, "lost+found"}:
            raise not_ours(self.name)
        return None

    def send(self, release: Release, still: Callable[[], None], progress: Progress) -> Sent:
        """Fill a release's folder there and change to it in one step. `still` is asked before the change.

        Raises MachineLacks with what ssh or rsync said.
        """
        with tempfile.TemporaryDirectory(prefix="mediakit-") as made:
            mirror = Path(made)
            _draw(mirror, release)
            only = ("--include=/.mediakit/", "--include=/.mediakit/place.json", "--include=/.mediakit/releases/")
            self._run(["-rt", "--chmod=D755,F644", *only, "--exclude=*"], mirror, "")
            before = self._release_there()
            self.touched = True
            try:
                sent = self._fill(release, before, progress)
                still()
            except (Refused, MachineLacks):
                self._clear(before, release)
                raise
            self._run(["-l", "--include=/current", "--exclude=*", "-d"], mirror / OURS, OURS)
            own = [f"--include=/{name}" for name in (*release.top, *self._own_names(), *release.own_folders)]
            self._run(["-dl", "--delete", "--force", *own, "--exclude=*"], mirror, "")
            kept = [f"--include=/{release.name}/", f"--exclude=/{release.name}/**"]
            removed = sent.removed + self._removed(["-r", "--delete", *kept], mirror / RELEASES, RELEASES, release)
        return Sent(sent.sent, sent.kept, removed, sent.size_bytes)

    def take_back(self, paths: Sequence[str]) -> None:
        """Nothing: what was refused lies in a folder of its own that nothing leads to, and was removed with it."""

    def _clear(self, before: str | None, release: Release) -> None:
        """Leave nothing lying of what is full, or may not be shown; what is shown stays."""
        if before == release.name:
            return
        kept = [f"--include=/{before}/", f"--exclude=/{before}/**"] if before else []
        with tempfile.TemporaryDirectory(prefix="mediakit-") as empty, contextlib.suppress(MachineLacks):
            self._run(["-r", "--delete", *kept], Path(empty), RELEASES)
            self.touched = False

    def _fill(self, release: Release, before: str | None, progress: Progress) -> Sent:
        """Make the release's folder hold just the release."""
        links = [f"--link-dest=../{before}"] if before and before != release.name else []
        sent, size, removed = 0, 0, 0
        progress.begin("Sending", sum(f.size_bytes for f in release.files), "bytes")

        def heard(line: str) -> None:
            nonlocal sent, size, removed
            kind, _, rest = line.partition(" ")
            removed += kind == "*deleting" and not rest.endswith("/")
            # < or >: a file went over; c, h, .: it was there, or became a link
            if len(kind) > 1 and kind[0] in "<>" and kind[1] == "f" and rest.split(" ", 1)[0].isdigit():
                sent, size = sent + 1, size + int(rest.split(" ", 1)[0])
                progress.advance(int(rest.split(" ", 1)[0]))

        # to the nanosecond: a page may be made twice within a second
        options = [
            "-rt",
            "--modify-window=-1",
            "--chmod=D755,F644",
            "--delete",
            f"--partial-dir={_PARTLY}",
            "--out-format=%i %l %n",
        ]
        self._run([*options, *links], release.tree, f"{RELEASES}/{release.name}", heard)
        return Sent(sent, len(release.files) - sent, removed, size)

    def _removed(self, options: Sequence[str], source: Path, target: str, release: Release) -> int:
        """Remove the releases before; how many files of theirs are in this one no more."""
        gone: set[str] = set()

        def heard(line: str) -> None:
            path = line.removeprefix("*deleting").strip()
            if line.startswith("*deleting") and not path.endswith("/") and "/" in path:
                gone.add(path.split("/", 1)[1])

        self._run([*options, "--out-format=%i %n"], source, target, heard)
        return len(gone - {file.path for file in release.files})

    def _release_there(self) -> str | None:
        """The name of the release that is shown now."""
        with tempfile.TemporaryDirectory(prefix="mediakit-") as made:
            status, _ = self._ask(["-l", "--include=/current", "--exclude=*", "-d"], OURS, Path(made))
            link = Path(made) / "current"
            name = link.readlink().name if status == 0 and link.is_symlink() else None
        return name if name and name in self._names(RELEASES) else None

    def _own_names(self) -> list[str]:
        """What at the top leads into a release: it was sent, and is nobody else's."""
        return [name for name, leads_to in self._names("").items() if leads_to.startswith(f"{CURRENT}/")]

    def _mark(self) -> str | None:
        with tempfile.TemporaryDirectory(prefix="mediakit-") as made:
            self._ask(["-t", "--include=/place.json", "--exclude=*", "-d"], OURS, Path(made))
            file = Path(made) / "place.json"
            return read_marker(file.read_bytes(), self.name) if file.is_file() else None

    def _names(self, folder: str) -> dict[str, str]:
        """What lies in a folder there, and where it leads if it is a link; nothing, where there is no such folder."""
        status, said = self._ask(["--list-only", "-d"], folder, None)
        if status == 23 or (status and any(words in "\n".join(said) for words in _NOT_THERE)):
            return {}
        rows = [line.split(None, 4) for line in said if line[:1] in "dlcbsp-" and len(line.split(None, 4)) == 5]
        found = {name: leads_to for name, _, leads_to in (row[4].partition(" -> ") for row in rows)}
        return {name: leads_to for name, leads_to in found.items() if name != "."}

    # --- the tool ---------------------------------------------------------------------------------

    def _target(self, folder: str) -> str:
        return f"{self._address}/{folder}/" if folder else f"{self._address}/"

    def _ask(self, options: Sequence[str], folder: str, into: Path | None) -> tuple[int, list[str]]:
        """Read from the place; the exit status and what rsync said. Raises MachineLacks where it cannot be reached."""
        argv = [*options, *self._shell, "--", self._target(folder), *([f"{into}/"] if into else [])]
        said: list[str] = []
        status, errors = _rsync(argv, said.append)
        if status not in (0, 23) and not any(words in errors for words in _NOT_THERE):
            raise self._failed(status, errors)
        if status and "Permission denied" in errors:
            raise self._failed(status, errors)
        return status, [*said, *errors.splitlines()] if status else said

    def _run(
        self, options: Sequence[str], source: Path, folder: str, heard: Callable[[str], None] = lambda _: None
    ) -> None:
        argv = [*options, *self._shell, "--", f"{source}/", self._target(folder)]
        status, errors = _rsync(argv, heard)
        if status:
            raise self._failed(status, errors)

    def _failed(self, status: int, errors: str) -> MachineLacks:
        if "No space left" in errors or "Disk quota exceeded" in errors:
            return no_room(self.name)
        lines = [line.strip() for line in errors.splitlines() if line.strip() and not line.startswith("rsync error")]
        # where the connection broke, ssh says why, and rsync only that it did
        others = [line for line in lines if not line.startswith(("rsync", "["))] if status in _BROKEN else []
        told = (others or lines or [f"rsync ended with status {status}"])[-1].removeprefix("rsync: ").rstrip(".")
        hint = f"try it by hand: rsync --list-only {self._address}/"
        return MachineLacks(told, where=self.name, hint=hint)


def _draw(mirror: Path, release: Release) -> None:
    """What a place holds besides the release itself: marker, folders and links."""
    (mirror / RELEASES / release.name).mkdir(parents=True)
    (mirror / MARKER).write_text(marker_text(release.mark))
    (mirror / CURRENT).symlink_to(f"releases/{release.name}")
    for name in release.top:
        (mirror / name).symlink_to(f"{CURRENT}/{name}")


def _rsync(argv: Sequence[str], heard: Callable[[str], None]) -> tuple[int, str]:
    """Run rsync; heard is called with each line of its output. Returns its exit status and its errors."""
    # -s: names with blanks, quotes and wildcards are no business of the shell there
    command = ["rsync", "-s", f"--timeout={_PATIENCE_S}", *argv]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "LC_ALL": "C"},
            )
        except FileNotFoundError:
            hint = "install it: apt install rsync, brew install rsync"
            raise MachineLacks("rsync is not on this machine", hint=hint) from None
        try:
            assert process.stdout is not None
            for line in process.stdout:
                heard(line.decode("utf-8", "surrogateescape").rstrip("\n"))
            status = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        errors.seek(0)
        return status, "".join(errors.readlines()[-_LINES_KEPT:])


def refuse_without_rsync() -> None:
    """Raises MachineLacks where there is no rsync, or one that cannot do what is asked of it."""
    said: list[str] = []
    _rsync(["--version"], said.append)
    if any("openrsync" in line for line in said[:3]):
        raise MachineLacks("this machine's rsync is openrsync", hint="install rsync itself: brew install rsync")
