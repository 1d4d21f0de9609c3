"""Every kind of place that a gallery can be sent to, for one table of tests; and what those who visit find there."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mediakit.domain.progress import Progress, Silent
from mediakit.gallery import publish, site
from mediakit.gallery.headers import headers_of
from mediakit.gallery.publish import Errand, Plan, Published
from mediakit.media.place import OURS, Place
from mediakit.media.place_folder import FolderPlace
from mediakit.media.place_rsync import RsyncPlace
from tests.gallery.conftest import Shoot

KINDS = ("folder", "stick", "rsync", "bucket")


class Sender:
    """A shoot and one place for it. open: makes the way there anew, as each command does."""

    def __init__(self, shoot: Shoot, kind: str, root: Path, way: Callable[[], Place]) -> None:
        self.shoot, self.kind, self.root, self.way = shoot, kind, root, way
        # visitors see all of it at one moment
        self.at_once = kind in ("folder", "rsync")

    def errand(self, progress: Progress | None = None, *, take_over: bool = False) -> Errand:
        return Errand(
            self.shoot.workspace, self.shoot.catalogue, self.way(), "A. Tester", progress or Silent(), take_over
        )

    def build(self) -> None:
        site.build(self.shoot.workspace, self.shoot.catalogue)

    def send(self, progress: Progress | None = None, *, build: bool = True) -> tuple[Plan, Published]:
        if build:
            self.build()
        return publish.publish(self.errand(progress))

    def plan(self) -> Plan:
        return publish.plan(self.errand())

    def rollback(self) -> Published:
        return publish.rollback(self.errand())

    def seen(self) -> dict[str, bytes]:
        """What somebody who visits can get: path → content, by the addresses of the site."""
        return {p: c for p, c in self.lying().items() if not p.startswith(f"{OURS}/")}

    def lying(self) -> dict[str, bytes]:
        """Every file of the place, ours and others'."""
        if self.kind == "bucket":
            storage = self.way()._storage  # type: ignore[attr-defined]
            found = storage.find("gallery/lan")
            return {name.split("gallery/lan/", 1)[1]: storage.cat_file(name) for name in found}
        return dict(_files(self.root, ""))

    def put(self, path: str, text: str) -> None:
        """Somebody writes a file there by hand."""
        if self.kind == "bucket":
            self.way()._storage.pipe_file(f"gallery/lan/{path}", text.encode())  # type: ignore[attr-defined]
            return
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        target = (self.root / path).resolve()
        # as an editor does it, which writes a file anew, a minute later
        target.unlink(missing_ok=True)
        target.write_text(text)
        os.utime(target, (time.time() + 60, time.time() + 60))


def _files(folder: Path, before: str) -> list[tuple[str, bytes]]:
    """Files below a folder, through links to folders too."""
    found = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        name = f"{before}{entry.name}"
        found += _files(entry, f"{name}/") if entry.is_dir() else [(name, entry.read_bytes())]
    return found


def storage() -> Any:
    """Object storage in memory, which notes the headers of each file."""
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.get_filesystem_class("memory")

    class Noting(memory):  # type: ignore[misc, valid-type]
        store: dict[str, Any] = {}
        pseudo_dirs = [""]
        cachable = False

        def put_file(self, lpath: str, rpath: str, **said: Any) -> None:
            self.headers[rpath] = said
            self.order.append(rpath)
            super().put_file(lpath, rpath)

    made = Noting()
    made.headers, made.order = {}, []
    return made


def sender(shoot: Shoot, kind: str, folder: Path) -> Sender:
    """A place of a kind; `folder` is where it lies, if it lies in a folder."""
    if kind == "rsync":
        if not shutil.which("rsync"):
            pytest.skip("rsync is not on this machine")
        return Sender(shoot, kind, folder, lambda: RsyncPlace("web@example.org:gallery", str(folder)))
    if kind == "bucket":
        from mediakit.media.place_bucket import BucketPlace

        memory, diary = storage(), shoot.workspace.state / "sending" / "diary"
        return Sender(shoot, kind, folder, lambda: BucketPlace(memory, "gallery/lan", diary, headers_of))
    return Sender(shoot, kind, folder, lambda: FolderPlace(folder, links=kind == "folder"))


@dataclass(slots=True)
class After:
    """Listens, and does something once when so many steps were done."""

    steps: int
    then: Callable[[], None]
    done: int = 0

    def begin(self, label: str, total: int, unit: str) -> None:
        """Only steps count."""

    def advance(self, amount: int) -> None:
        self.done += 1
        if self.done == self.steps:
            self.then()

    def finished(self, item: str) -> None:
        """Only steps count."""


def stopped() -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt
