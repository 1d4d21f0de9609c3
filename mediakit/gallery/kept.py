"""What was sent last to each place, and before that: hard links on this machine, to go back to. Safe to delete.

    .mediakit/published/PLACE/RELEASE/        the files
    .mediakit/published/PLACE/RELEASE.json    their checksums

A release lies here no longer than all it says may still be said; the place itself holds none but the one it shows.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import xxhash

from mediakit.catalogue import addresses, publications
from mediakit.catalogue.connect import Catalogue
from mediakit.domain.errors import CatalogueBusy
from mediakit.domain.publication import SiteFile, in_sending_order, no_longer_holds
from mediakit.domain.workspace import Workspace
from mediakit.gallery.material import Material
from mediakit.gallery.shown import shown_by
from mediakit.media import files
from mediakit.media.lock import only_one


class Kept:
    """The releases that are kept of one place."""

    def __init__(self, workspace: Workspace, place: str) -> None:
        self.folder = workspace.state / "published" / xxhash.xxh128_hexdigest(place.encode("utf-8", "replace"))[:16]

    def tree(self, release: str) -> Path:
        """The folder of a release."""
        return self.folder / release

    def files_of(self, release: str) -> tuple[SiteFile, ...] | None:
        """The files of a release in the order in which they are sent; None if it is not here, whole."""
        try:
            rows = json.loads((self.folder / f"{release}.json").read_bytes())
            found = in_sending_order(SiteFile(str(p), str(c), int(s)) for p, (c, s) in rows.items())
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        tree = self.tree(release)
        return found if all(_size(tree / f.path) == f.size_bytes for f in found) else None

    def keep(self, release: str, site: Path, sent: Sequence[SiteFile]) -> Path:
        """Keep the site as a release; returns its folder, which holds just these files."""
        tree = self.tree(release)
        wanted, sharing = {file.path for file in sent}, files.Sharing()
        for path in list(tree.rglob("*")):
            if not path.is_dir() and path.relative_to(tree).as_posix() not in wanted:
                path.unlink()
        for file in sent:
            target = tree / file.path
            with contextlib.suppress(OSError):
                if target.samefile(site / file.path):
                    continue
            with files.draft(target) as path:
                sharing.share(site / file.path, path)
            made = (site / file.path).stat()
            if target.stat().st_mtime_ns != made.st_mtime_ns:
                os.utime(target, ns=(made.st_mtime_ns, made.st_mtime_ns))
        rows = {file.path: (file.checksum, file.size_bytes) for file in sent}
        files.write_whole(self.folder / f"{release}.json", json.dumps(rows, ensure_ascii=False))
        return tree

    def drop(self, release: str) -> None:
        """Remove one release."""
        for entry in (self.folder / f"{release}.json", self.tree(release)):
            _remove(entry)
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def only(self, releases: Collection[str]) -> None:
        """Remove every other release."""
        for entry in list(self.folder.iterdir()) if self.folder.is_dir() else []:
            if entry.name.removesuffix(".json") not in releases:
                _remove(entry)
        with contextlib.suppress(OSError):
            self.folder.rmdir()


def _publishing(workspace: Workspace) -> bool:
    """Whether something is being sent just now."""
    try:
        with only_one(workspace.state / "publish.lock", "publish"):
            return False
    except CatalogueBusy:
        return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


def prune(workspace: Workspace, catalogue: Catalogue, of_today: Callable[[], Material]) -> None:
    """Remove every kept release that says what may not be said any more. of_today: the material, if any is kept.

    One that is on its way stays until it is there, or refused: of it is noted what it may still find there, too.
    """
    top = workspace.state / "published"
    if not top.is_dir():
        return
    here = {file.stem for file in top.glob("*/*.json")}
    material = of_today()
    now, on_its_way = shown_by(material, addresses.known(catalogue)), _publishing(workspace)
    withheld = {v.asset: v.reason or "" for v in material.withheld}
    allowed: dict[str, set[str]] = {}
    for sent in publications.of_releases(catalogue, sorted(here)):
        going = on_its_way and sent.state == "begun"
        if sent.release and (going or not no_longer_holds(sent.shown, now, withheld)):
            allowed.setdefault(Kept(workspace, sent.destination).folder.name, set()).add(sent.release)
    for folder in list(top.iterdir()):
        for entry in list(folder.iterdir()):
            if entry.name.removesuffix(".json") not in allowed.get(folder.name, ()):
                _remove(entry)
        with contextlib.suppress(OSError):
            folder.rmdir()
